package web

import (
	"strings"
	"testing"

	"golchin/store"
)

// secretHouse has a private founder (1) with two public copies (2, 3), a
// private item alone (4), a private copy (6) of a public item (5), and a story
// (8) of a private founder (7).
func secretHouse(t *testing.T) *house {
	h := newHouse(t,
		told{n: 1, source: "secret", private: true, title: "whispered one", topics: "gaza"},
		told{n: 2, copyOf: 1, title: "headline two", topics: "gaza"},
		told{n: 3, source: "b", copyOf: 1, title: "headline three", topics: "gaza"},
		told{n: 4, source: "secret", private: true, title: "whispered four", topics: "gaza", lang: "en"},
		told{n: 5, title: "headline five", topics: "gaza"},
		told{n: 6, source: "secret", private: true, copyOf: 5, title: "whispered six", topics: "gaza"},
		told{n: 7, source: "secret", private: true, title: "whispered seven"},
		told{n: 8, storyOf: 7, title: "headline eight", topics: "gaza"},
	)
	// the secret source carries a public item too
	c := told{n: 5, title: "headline five", topics: "gaza"}.candidate()
	c.Origin.Source, c.Origin.Private, c.Origin.Hash, c.Item.Private, c.Item.Face.Private = "secret", true, "x", true, true
	c.Origin.URL, c.Item.Face.Source, c.Item.Face.Own = "https://intranet.example/5", "secret", false
	if _, err := h.db.Commit(t.Context(), []store.Round{{Rules: "r", Keyed: 1, Seen: h.now, Candidates: []store.Candidate{c}}}); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestS42PrivateItemsAppearNowherePublic(t *testing.T) {
	h := secretHouse(t)
	it, err := h.db.Item(t.Context(), keyID(5))
	if err != nil || len(it.Origins) != 2 {
		t.Fatalf("the public item has %d origins (%v): the test tests nothing", len(it.Origins), err)
	}
	paths := []string{"/", "/sources", "/opml.xml", "/topics/all", "/topics/gaza", "/topics/once", "/sources/a", "/search?q=whisp*", "/search?q=headline",
		"/feeds/health.json", "/search?q=source:secret", "/robots.txt"}
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8} {
		paths = append(paths, "/items/"+keyID(n).UUID())
	}
	for _, ext := range []string{"rss", "atom", "json"} {
		for _, f := range []string{"all", "gaza", "once", "english", "source/a", "source/b"} {
			paths = append(paths, "/feeds/"+f+"."+ext, "/feeds/"+f+"."+ext+"?stories=collapse", "/feeds/"+f+"."+ext+"?stories=all&limit=1", "/feeds/"+f+"."+ext+"?lang=en")
		}
		paths = append(paths, "/feeds/search."+ext+"?q=headline", "/feeds/search."+ext+"?q=whisp*", "/feeds/search."+ext+"?q=source:secret")
	}
	for _, p := range paths {
		got := h.get(p)
		if got.status >= 500 {
			t.Fatalf("%s: %d", p, got.status)
		}
		body := got.body
		if strings.Contains(p, "source:secret") { // the question is repeated
			body = strings.NewReplacer("source:secret", "", "source%3Asecret", "").Replace(body)
		}
		for _, leak := range []string{"whispered", "secret", "Hidden", "intranet", testToken, "staff", keyID(1).UUID(), keyID(4).UUID(), keyID(6).UUID(), keyID(7).UUID()} {
			if i := strings.Index(body, leak); i >= 0 {
				t.Errorf("%s shows %q: …%s…", p, leak, body[max(0, i-80):min(len(body), i+80)])
			}
		}
	}
	if got := h.get("/"); !strings.Contains(got.body, "4 items") || !strings.Contains(got.body, "2 sources") {
		t.Error("the front page counts what is private")
	}
}

func TestS42PrivateFounderLendsNoID(t *testing.T) {
	h := secretHouse(t)
	for _, path := range []string{"/feeds/all.json", "/feeds/once.json"} {
		if got := h.get(path).body; strings.Count(got, `"id":"`+string(keyID(2))+`"`) != 1 {
			t.Errorf("%s: the copies of a private item are not under the id of the first public one: %s", path, got)
		}
	}
	if got := h.get("/p/" + testToken + "/staff.json").body; !strings.Contains(got, string(keyID(1))) {
		t.Error("the private feed does not use the founder's id")
	}
}

func TestS44ItemsNotYetJudgedAreNotThere(t *testing.T) {
	h := newHouse(t, told{n: 1})
	c := told{n: 2}.candidate()
	if _, err := h.db.Commit(t.Context(), []store.Round{{Rules: "r", Keyed: 1, Seen: t0, Candidates: []store.Candidate{c}}}); err != nil {
		t.Fatal(err)
	}
	h.want(h.get("/items/"+keyID(2).UUID()), 404)
}

func TestS42PrivateFeed(t *testing.T) {
	h := secretHouse(t)
	good := "/p/" + testToken + "/staff.rss"
	got := h.want(h.get(good), 200)
	if !strings.Contains(got.body, "whispered four") {
		t.Error("the private feed lacks a private item")
	}
	for k, want := range map[string]string{"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Access-Control-Allow-Origin": ""} {
		if got.header.Get(k) != want {
			t.Errorf("%s: %q, want %q", k, got.header.Get(k), want)
		}
	}
	if h.get(good, "If-None-Match", got.header.Get("ETag")).status != 304 {
		t.Error("no 304 for a private feed")
	}
	unknown := h.get("/feeds/nothing.rss")
	for _, path := range []string{
		"/p/wrong/staff.rss", "/p/" + testToken + "/nothing.rss", "/p/" + testToken + "/all.rss", "/p/" + testToken + "x/staff.rss",
		"/p/" + testToken[:10] + "/staff.rss", "/p/%20/staff.rss", "/p/wrong/old-staff.rss", "/p/" + testToken + "/staff.exe", "/p/" + testToken + "/staff",
	} {
		bad := h.get(path)
		if bad.status != 404 || bad.body != unknown.body || bad.header.Get("X-Robots-Tag") != unknown.header.Get("X-Robots-Tag") {
			t.Errorf("%s: %d, not the answer for what is unknown", path, bad.status)
		}
	}
}

func TestS42PasswordInsteadOfToken(t *testing.T) {
	h := secretHouse(t)
	auth := "Basic YW55OnRvay0wMTIzNDU2Nzg5YWJjZGVm" // any:tok-0123456789abcdef
	got := h.want(h.get("/p/staff.rss", "Authorization", auth), 200)
	if !strings.Contains(got.body, "whispered four") || strings.Contains(got.body, testToken) || !strings.Contains(got.header.Get("Vary"), "Authorization") {
		t.Errorf("%v", got.header)
	}
	known, unknown := h.get("/p/staff.rss"), h.get("/p/nothing.rss", "Authorization", auth)
	if known.status != 401 || unknown.status != 401 || known.body != unknown.body || known.header.Get("WWW-Authenticate") == "" {
		t.Errorf("the challenge tells known from unknown: %d and %d", known.status, unknown.status)
	}
}

func TestS42TokensAreInNoLog(t *testing.T) {
	h := secretHouse(t)
	h.db.Close()
	h.want(h.get("/p/"+testToken+"/staff.rss"), 503)
	h.serve(func(o *Options) { o.Site.URL = "https://news.example/sub"; o.Catalogue = nil }) // a nil catalogue panics
	h.want(h.get("/sub/p/"+testToken+"/staff.rss"), 500)
	if !strings.Contains(h.log.String(), "…/staff.rss") || strings.Contains(h.log.String(), testToken) {
		t.Errorf("log: %s", h.log.String())
	}
}

// TestS42AliasesOfPrivateFeeds: an old name must not tell that a feed exists.
func TestS42AliasesOfPrivateFeeds(t *testing.T) {
	h := newHouse(t)
	for _, p := range []string{"/feeds/old-staff.rss", "/feeds/old-staff", "/topics/old-staff"} {
		if got := h.get(p); got.status != 404 || got.header.Get("Location") != "" {
			t.Errorf("%s: %d to %q", p, got.status, got.header.Get("Location"))
		}
	}
}
