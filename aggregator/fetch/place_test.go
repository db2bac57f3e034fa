package fetch

import (
	"fmt"
	"net/http"
	"testing"

	"golchin/aggregator/news"
)

// What is kept of a URL from one request to the next is kept for the same
// question only: every change of it is sent at once.
func TestEveryQuestionIsItsOwn(t *testing.T) {
	w := newWeb(t, func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(http.StatusNotModified) })
	c := newClient(t)
	url := w.URL + "/feed"
	secret := map[string]string{"X-Key": "one"}
	for i, tt := range []struct {
		req                    Request
		etag, key, user, agent string
		conditional            bool
	}{
		{req: Request{URL: url}, agent: c.agent},
		{req: Request{URL: url, ETag: `"1"`}, etag: `"1"`, agent: c.agent, conditional: true},
		{req: Request{URL: url, ETag: `"2"`}, etag: `"2"`, agent: c.agent, conditional: true},
		{req: Request{URL: url, ETag: `"2"`, ValidatorsFor: "http://other.example/"}, agent: c.agent},
		{req: Request{URL: url, HTTP: news.HTTP{Headers: secret}}, key: "one", agent: c.agent},
		{req: Request{URL: url, HTTP: news.HTTP{Headers: map[string]string{"X-Key": "two"}}}, key: "two", agent: c.agent},
		{req: Request{URL: url, Home: "http://other.example/", HTTP: news.HTTP{Headers: secret}}, agent: c.agent},
		{req: Request{URL: url, HTTP: news.HTTP{Username: "u", Password: "p"}}, user: "u", agent: c.agent},
		{req: Request{URL: url, HTTP: news.HTTP{UserAgent: "mine"}}, agent: "mine"},
		{req: Request{URL: url, ETag: "a\x01b"}, agent: c.agent},
		{req: Request{URL: url}, agent: c.agent},
	} {
		for range 2 { // made, and kept
			resp := do(t, c, tt.req)
			r := w.last(t)
			user, _, _ := r.BasicAuth()
			got := fmt.Sprint(r.Header.Get("If-None-Match"), r.Header.Get("X-Key"), user, r.UserAgent(), resp.Conditional, len(resp.Unsent))
			want := fmt.Sprint(tt.etag, tt.key, tt.user, tt.agent, tt.conditional, map[bool]int{true: 1}[tt.req.ETag == "a\x01b"])
			if got != want {
				t.Errorf("question %d: %s, want %s", i, got, want)
			}
		}
	}
	secret["X-Key"] = "three" // of whoever asked: what is kept is a copy
	if do(t, c, Request{URL: url, HTTP: news.HTTP{Headers: secret}}); w.last(t).Header.Get("X-Key") != "three" {
		t.Errorf("sent %q, want three", w.last(t).Header.Get("X-Key"))
	}
}

// URLs that are remembered are bounded.
func TestPlacesAreBounded(t *testing.T) {
	var ps places
	for i := range 2*maxPlaces + 1 {
		if _, err := ps.find(fmt.Sprintf("http://e.example/%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(ps.known); n > maxPlaces {
		t.Errorf("%d places remembered, want at most %d", n, maxPlaces)
	}
}
