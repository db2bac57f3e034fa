package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

func TestP01ValidatorsExact(t *testing.T) {
	for _, tt := range []struct{ name, etag, modified string }{
		{"strong", `"abc"`, "Mon, 23 Nov 2026 10:00:00 GMT"},
		{"weak", `W/"abc"`, ""},
		{"unquoted", `abc`, ""},
		{"empty but quoted", `""`, ""},
		{"quotes inside", `"a"b"`, ""},
		{"half a quote", `"abc`, ""},
		{"bytes above 0x7f", "\"\xe9\xff\x80\"", ""},
		{"Persian", `"گل"`, ""},
		{"longer than 1 KiB", `"` + strings.Repeat("x", 3000) + `"`, ""},
		{"gzip suffix", `"abc-gzip"`, ""},
		{"inner spaces and tab", "\"a  b\tc\"", ""},
		{"commas and stars", `"a,b,*"`, ""},
		{"date alone", "", "Mon, 23 Nov 2026 10:00:00 GMT"},
		{"date in another zone", "", "Mon, 23 Nov 2026 13:30:00 +0330"},
		{"no date at all", "", "yesterday"},
		{"date with a wrong weekday", "", "Fri, 23 Nov 2026 10:00:00 GMT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				if tt.etag != "" {
					w.Header()["Etag"] = []string{tt.etag}
				}
				if tt.modified != "" {
					w.Header()["Last-Modified"] = []string{tt.modified}
				}
				if r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") != "" {
					w.WriteHeader(304)
				}
			})
			c := newClient(t)
			first := do(t, c, Request{URL: w.URL})
			if first.ETag != tt.etag || first.LastModified != tt.modified || first.Conditional {
				t.Fatalf("first answer: %q, %q, conditional %v", first.ETag, first.LastModified, first.Conditional)
			}
			second := do(t, c, Request{URL: w.URL, ETag: first.ETag, LastModified: first.LastModified})
			if !second.NotModified() || second.ETag != tt.etag {
				t.Errorf("second answer: %d, conditional %v, etag %q", second.Status, second.Conditional, second.ETag)
			}
			got := w.last(t)
			if v := got.Header.Get("If-None-Match"); v != tt.etag {
				t.Errorf("If-None-Match: %q, want %q", v, tt.etag)
			}
			if v := got.Header.Get("If-Modified-Since"); v != tt.modified {
				t.Errorf("If-Modified-Since: %q, want %q", v, tt.modified)
			}
		})
	}
}

func TestP01UnsendableValidatorIsLeftOut(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {})
	resp := do(t, newClient(t), Request{URL: w.URL, ETag: "\"a\x01b\"", LastModified: "Mon, 23 Nov 2026 10:00:00 GMT"})
	if diff := cmp.Diff([]string{"ETag"}, resp.Unsent); diff != "" {
		t.Errorf("Unsent (-want +got):\n%s", diff)
	}
	h := w.last(t).Header
	if _, sent := h["If-None-Match"]; sent || h.Get("If-Modified-Since") == "" || !resp.Conditional {
		t.Errorf("sent %v, conditional %v", h, resp.Conditional)
	}
}

func TestP02BothValidatorsSent(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(304) })
	do(t, newClient(t), Request{URL: w.URL, ETag: `"a"`, LastModified: "Mon, 23 Nov 2026 10:00:00 GMT"})
	h := w.last(t).Header
	if h.Get("If-None-Match") != `"a"` || h.Get("If-Modified-Since") != "Mon, 23 Nov 2026 10:00:00 GMT" {
		t.Errorf("sent %v", h)
	}
}

func TestP03ValidatorsNewest(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"new"`)
		if r.URL.Path == "/304" {
			w.WriteHeader(304)
		}
	})
	c := newClient(t)
	if r := do(t, c, Request{URL: w.URL + "/200", ETag: `"old"`, LastModified: "x"}); r.ETag != `"new"` || r.LastModified != "" {
		t.Errorf("200: %q, %q: want the answer's own, and nothing where it has nothing", r.ETag, r.LastModified)
	}
	if r := do(t, c, Request{URL: w.URL + "/304", ETag: `"old"`}); r.ETag != `"new"` {
		t.Errorf("304: %q", r.ETag)
	}
}

func TestP06Unasked304(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(304) })
	if r := do(t, newClient(t), Request{URL: w.URL}); r.Status != 304 || r.NotModified() || r.OK() {
		t.Errorf("status %d, NotModified %v, OK %v", r.Status, r.NotModified(), r.OK())
	}
}

func TestP08BodyHash(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") })
	r := do(t, newClient(t), Request{URL: w.URL})
	if string(r.Body) != "hello" || r.BodyHash != "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" || r.Bytes != 5 {
		t.Errorf("%q %s %d", r.Body, r.BodyHash, r.Bytes)
	}
}

func TestP09ConditionalThroughRedirect(t *testing.T) {
	answer := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"v"`)
		if r.Header.Get("If-None-Match") == `"v"` {
			w.WriteHeader(304)
		}
	}
	other := newWeb(t, answer)
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/feed", http.StatusFound)
		case "/other":
			http.Redirect(w, r, other.URL+"/feed", http.StatusFound)
		default:
			answer(w, r)
		}
	})
	c := newClient(t)

	first := do(t, c, Request{URL: w.URL + "/same"})
	if r := do(t, c, Request{URL: w.URL + "/same", ETag: first.ETag, ValidatorsFor: first.URL}); !r.NotModified() {
		t.Errorf("same host: %d, conditional %v", r.Status, r.Conditional)
	}
	if r := do(t, c, Request{URL: w.URL + "/same", ETag: first.ETag}); !r.NotModified() {
		t.Errorf("same host, ValidatorsFor unknown: %d, conditional %v", r.Status, r.Conditional)
	}

	first = do(t, c, Request{URL: w.URL + "/other"})
	if first.URL != other.URL+"/feed" {
		t.Fatalf("final URL %s", first.URL)
	}
	r := do(t, c, Request{URL: w.URL + "/other", ETag: first.ETag, ValidatorsFor: first.URL})
	if !r.NotModified() {
		t.Errorf("the other host's own validator was not sent there: %d", r.Status)
	}
	if got := w.last(t).Header.Get("If-None-Match"); got != "" {
		t.Errorf("the other host's validator was sent to the first: %q", got)
	}
	r = do(t, c, Request{URL: w.URL + "/other", ETag: first.ETag})
	if got := other.last(t).Header.Get("If-None-Match"); got != "" || r.Conditional || r.Status != 200 {
		t.Errorf("a validator crossed hosts: %q, %d", got, r.Status)
	}
}

func TestP31PermanentRedirects(t *testing.T) {
	var w *web
	w = newWeb(t, func(rw http.ResponseWriter, r *http.Request) {
		var code int
		if n, _ := fmt.Sscanf(r.URL.Path, "/%d", &code); n == 1 && code >= 300 {
			rw.Header().Set("Location", "/"+strings.TrimPrefix(r.URL.Path, fmt.Sprintf("/%d/", code)))
			rw.WriteHeader(code)
		}
	})
	c := newClient(t)
	for _, tt := range []struct {
		path, permanent string
		hops            int
	}{
		{"/feed", "", 0},
		{"/301/feed", "/feed", 1},
		{"/308/feed", "/feed", 1},
		{"/301/308/301/feed", "/feed", 3},
		{"/302/feed", "", 1},
		{"/303/feed", "", 1},
		{"/307/feed", "", 1},
		{"/301/302/feed", "", 2},
		{"/302/301/feed", "", 2},
	} {
		r := do(t, c, Request{URL: w.URL + tt.path})
		want := tt.permanent
		if want != "" {
			want = w.URL + want
		}
		if r.Status != 200 || r.URL != w.URL+"/feed" || r.Permanent != want || r.Hops != tt.hops {
			t.Errorf("%s: %d at %s, permanent %q, %d hops; want %q, %d", tt.path, r.Status, r.URL, r.Permanent, r.Hops, want, tt.hops)
		}
	}
}

func TestP33RedirectsBounded(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		n := 0
		fmt.Sscanf(r.URL.Path, "/count/%d", &n)
		switch {
		case r.URL.Path == "/self":
			http.Redirect(w, r, "/self", 302)
		case r.URL.Path == "/ping":
			http.Redirect(w, r, "/pong", 301)
		case r.URL.Path == "/pong":
			http.Redirect(w, r, "/ping", 301)
		case r.URL.Path == "/nowhere":
			w.WriteHeader(302)
		case strings.HasPrefix(r.URL.Path, "/to/"):
			w.Header().Set("Location", r.URL.Query().Get("u"))
			w.WriteHeader(302)
		case n > 0:
			http.Redirect(w, r, fmt.Sprintf("/count/%d", n-1), 302)
		}
	})
	c := newClient(t)
	if r := do(t, c, Request{URL: w.URL + "/count/10"}); r.Hops != 10 || r.Status != 200 {
		t.Errorf("10 hops: %d after %d", r.Status, r.Hops)
	}
	if r := do(t, c, Request{URL: w.URL + "/nowhere"}); r.Status != 302 || r.OK() {
		t.Errorf("without Location: %d", r.Status)
	}
	for _, path := range []string{
		"/count/11", "/self", "/ping",
		"/to/?u=ftp://example.org/", "/to/?u=file:///etc/passwd", "/to/?u=javascript:alert(1)", "/to/?u=gopher://127.0.0.1/",
		"/to/?u=" + url.QueryEscape(`http://good.example\@127.0.0.1/`), "/to/?u=http://", "/to/?u=http://127.0.0.1:99999/",
	} {
		before := len(w.requests())
		_, err := c.Do(t.Context(), Request{URL: w.URL + path})
		if Kind(err) != "redirects" {
			t.Errorf("%s: %v (%s)", path, err, Kind(err))
		}
		if n := len(w.requests()) - before; n > 11 {
			t.Errorf("%s: %d requests", path, n)
		}
	}
}

func TestP36Challenge(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cf":
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(503)
			fmt.Fprint(w, "<title>Just a moment...</title>")
		case "/plain":
			w.WriteHeader(403)
			fmt.Fprint(w, "no")
		}
	})
	c := newClient(t)
	for path, want := range map[string]bool{"/cf": true, "/page": true, "/plain": false, "/ok": false} {
		if r := do(t, c, Request{URL: w.URL + path}); r.Challenge != want {
			t.Errorf("%s: Challenge = %v (%d)", path, r.Challenge, r.Status)
		}
	}
}

func TestStatusesAreValues(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		var code int
		fmt.Sscanf(r.URL.Path, "/%d", &code)
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(code)
	})
	c := newClient(t, func(o *Options) { o.Now = noon })
	for _, code := range []int{400, 401, 403, 404, 410, 429, 451, 500, 503, 599} {
		r := do(t, c, Request{URL: fmt.Sprintf("%s/%d", w.URL, code)})
		if r.Status != code || r.OK() || !r.RetryAfter.Equal(noon().Add(2*time.Minute)) {
			t.Errorf("%d: status %d, OK %v, RetryAfter %v", code, r.Status, r.OK(), r.RetryAfter)
		}
	}
}

// TestRetryAfterOfARedirect: a 3xx may ask to be left alone too; the latest
// time of all hops counts (RFC 9110 §10.2.3).
func TestRetryAfterOfARedirect(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Retry-After", "300")
			http.Redirect(w, r, "/x", 302)
			return
		}
		w.Header().Set("Retry-After", "60")
	})
	r := do(t, newClient(t, func(o *Options) { o.Now = noon }), Request{URL: w.URL})
	if got := r.RetryAfter.Sub(noon()); r.Status != 200 || got != 5*time.Minute {
		t.Errorf("%d, %v", r.Status, got)
	}
}

func TestMaxBodyOfOneRequest(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "12345678") })
	c := newClient(t)
	if _, err := c.Do(t.Context(), Request{URL: w.URL, MaxBody: 7}); Kind(err) != "too large" {
		t.Errorf("%v", err)
	}
	do(t, c, Request{URL: w.URL, MaxBody: 8})
}

func TestP60InstanceManipulationIsNoSuccess(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(226); fmt.Fprint(w, "<feed/>") })
	if r := do(t, newClient(t), Request{URL: w.URL}); r.OK() || r.NotModified() || r.Status != 226 {
		t.Errorf("226 taken for %v", r)
	}
}

func TestP50UserAgent(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {})
	for _, tt := range []struct {
		name string
		o    Options
		req  Request
		want string
	}{
		{"with subscribers", Options{UserAgent: "golchin/1.2", Contact: "https://n.example/about"}, Request{Subscribers: 12}, "golchin/1.2 (+https://n.example/about; 12 subscribers)"},
		{"without", Options{UserAgent: "golchin/1.2", Contact: "https://n.example/about"}, Request{}, "golchin/1.2 (+https://n.example/about)"},
		{"no contact", Options{UserAgent: "golchin/1.2"}, Request{}, "golchin/1.2"},
		{"contact with tricks", Options{UserAgent: "golchin/1.2", Contact: "x)\r\nEvil: 1"}, Request{}, "golchin/1.2 (+xEvil: 1)"},
		{"the source's own", Options{UserAgent: "golchin/1.2"}, Request{HTTP: news.HTTP{UserAgent: "special/1"}}, "special/1"},
	} {
		tt.o.AllowPrivate = loopback
		c := New(tt.o)
		tt.req.URL = w.URL
		do(t, c, tt.req)
		if got := w.last(t).UserAgent(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		c.Close()
	}
}

func TestP51P52P53WhatARequestLooksLike(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/next", 302)
		}
	})
	c := newClient(t)
	do(t, c, Request{URL: w.URL})
	do(t, c, Request{URL: w.URL})
	want := http.Header{
		"Accept":          {acceptFeed},
		"Accept-Encoding": {"gzip, br, zstd"},
		"User-Agent":      {"golchin/1.2 (+https://news.example.org/about)"},
	}
	for _, r := range w.requests() {
		if diff := cmp.Diff(want, r.Header); diff != "" || r.Method != "GET" {
			t.Errorf("%s %s (-want +got):\n%s", r.Method, r.URL, diff)
		}
	}
	if n := len(w.requests()); n != 4 {
		t.Errorf("%d requests, want 4", n)
	}
	do(t, c, Request{URL: w.URL + "/a", Page: true})
	if got := w.last(t).Header.Get("Accept"); got != acceptPage {
		t.Errorf("page: Accept %q", got)
	}
}

func TestP53URLExact(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if to := r.Header.Get("X-To"); to != "" && r.RequestURI == "/start" {
			w.Header().Set("Location", to)
			w.WriteHeader(302)
		}
	})
	c := newClient(t)
	for in, want := range map[string]string{
		"":                        "/",
		"?a=1":                    "/?a=1",
		"/feed?":                  "/feed?",
		"/a/../b/./c":             "/a/../b/./c",
		"/%7euser/~user":          "/%7euser/~user",
		"/%d8%a7%D8%A7":           "/%d8%a7%D8%A7",
		"/a|b^c`d\"e{f}":          "/a|b^c`d\"e{f}",
		"/x?a=1&&b=[2]&c=a+b%20c": "/x?a=1&&b=[2]&c=a+b%20c",
		"//double//slash?x":       "//double//slash?x",
		"/p;v=1?q;r":              "/p;v=1?q;r",
		"/a b":                    "/a%20b",
		"/خبر?q=گل":               "/%D8%AE%D8%A8%D8%B1?q=%DA%AF%D9%84",
		"/f#part":                 "/f",
		"/x?u=http://y/z":         "/x?u=http://y/z",
	} {
		do(t, c, Request{URL: w.URL + in})
		if got := w.last(t).RequestURI; got != want {
			t.Errorf("%q asked as %q, want %q", in, got, want)
		}
		if !strings.HasPrefix(in, "/") || strings.HasPrefix(in, "//") || strings.Contains(in, "..") {
			continue // as a Location these mean something else
		}
		do(t, c, Request{URL: w.URL + "/start", HTTP: news.HTTP{Headers: map[string]string{"X-To": in}}})
		if got := w.last(t).RequestURI; got != want {
			t.Errorf("redirected to %q: asked as %q, want %q", in, got, want)
		}
	}
}

func TestP55ConnectionReuse(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", 302)
		case "/c":
			w.WriteHeader(404)
			fmt.Fprint(w, strings.Repeat("not found ", 1000))
		}
	})
	c := newClient(t, func(o *Options) { o.PerHost = 1 })
	for _, path := range []string{"/a", "/b", "/c", "/d"} {
		do(t, c, Request{URL: w.URL + path})
	}
	seen := map[string]bool{}
	for _, r := range w.requests() {
		seen[r.RemoteAddr] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d connections for 5 requests in a row", len(seen))
	}
}
