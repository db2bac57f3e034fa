package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golchin/store"
)

var feedPaths = []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds/gaza.rss", "/feeds/source/a.atom", "/feeds/search.json?q=headline"}

func TestH01ETagIsTheContent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golchin.db")
	one := newHouseAt(t, path, told{n: 1, topics: "gaza"}, told{n: 2})
	two := newHouse(t, told{n: 1, topics: "gaza"}, told{n: 2}) // a replica with the same items
	for _, p := range feedPaths {
		a, b := one.want(one.get(p), 200), two.want(two.get(p), 200)
		if a.body != b.body || a.header.Get("ETag") != b.header.Get("ETag") || a.header.Get("ETag") == "" {
			t.Errorf("%s: two servers differ: %s and %s", p, a.header.Get("ETag"), b.header.Get("ETag"))
		}
	}
	before := one.get("/feeds/all.rss")
	one.db.Close()
	again := newHouseAt(t, path)
	if got := again.get("/feeds/all.rss").header; got.Get("ETag") != before.header.Get("ETag") || got.Get("Last-Modified") != before.header.Get("Last-Modified") {
		t.Errorf("after a restart: %v, before: %v", got, before.header)
	}
	again.add(told{n: 3})
	if got := again.get("/feeds/all.rss").header.Get("ETag"); got == before.header.Get("ETag") {
		t.Error("a new item left the ETag as it was")
	}
}

func TestH02LastModifiedNeverInTheFutureNeverBack(t *testing.T) {
	h := newHouse(t, told{n: 1})
	h.ahead = time.Hour
	h.add(told{n: 5})
	at := func() time.Time {
		m, err := http.ParseTime(h.get("/feeds/all.rss").header.Get("Last-Modified"))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := at() // the store's clock is ahead of ours
	if first.After(h.now) {
		t.Errorf("Last-Modified %s lies after now %s", first, h.now)
	}
	h.add(told{n: 2})
	second := at()
	h.now = h.now.Add(-48 * time.Hour) // the clock is set back
	h.add(told{n: 3})
	if third := at(); second.Before(first) || third.Before(second) {
		t.Errorf("Last-Modified went back: %s, %s, %s", first, second, third)
	}
	since := t0.AddDate(0, 0, 29)
	h.now = t0.AddDate(0, 0, 40)
	h.serve(func(o *Options) { o.Since = since })
	if got := at(); got.Before(since) {
		t.Errorf("Last-Modified %s lies before the feeds were defined", got)
	}
}

// TestH02SourcesChangeWithoutItems: whoever has only a date hears of what a
// poll changed.
func TestH02SourcesChangeWithoutItems(t *testing.T) {
	h := newHouse(t)
	h.serve(func(o *Options) { o.Since = t0 })
	state := func(err string) {
		if _, e := h.db.Sync(t.Context(), []store.SourceState{{Name: "a", LastError: err}}); e != nil {
			t.Fatal(e)
		}
	}
	first := h.want(h.get("/sources"), 200)
	if again := h.get("/sources", "If-Modified-Since", first.header.Get("Last-Modified")); again.status != 304 {
		t.Errorf("the same bytes: %d", again.status)
	}
	h.now = h.now.Add(time.Minute)
	if same := h.get("/sources", "If-Modified-Since", first.header.Get("Last-Modified")); same.status != 304 {
		t.Errorf("the same bytes a minute later: %d", same.status)
	}
	state("it is down")
	h.now = h.now.Add(time.Minute)
	second := h.get("/sources", "If-Modified-Since", first.header.Get("Last-Modified"))
	if second.status != 200 || second.body == first.body {
		t.Errorf("after a poll: %d", second.status)
	}
}

func TestH03Conditional(t *testing.T) {
	h := newHouse(t, told{n: 1})
	full := h.get("/feeds/all.rss")
	tag, mod := full.header.Get("ETag"), full.header.Get("Last-Modified")
	bare := strings.Trim(tag, `"`)
	for _, c := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"same tag", []string{"If-None-Match", tag}, 304},
		{"weak tag", []string{"If-None-Match", "W/" + tag}, 304},
		{"in a list", []string{"If-None-Match", `"x", W/"y",` + tag}, 304},
		{"two fields", []string{"If-None-Match", `"x"`, "If-None-Match", tag}, 304},
		{"star", []string{"If-None-Match", "*"}, 304},
		{"star with words", []string{"If-None-Match", "*x"}, 200},
		{"star in quotes", []string{"If-None-Match", `"*"`}, 200},
		{"Apache's suffix", []string{"If-None-Match", `"` + bare + `-gzip"`}, 304},
		{"any coding's tag", []string{"If-None-Match", `W/"` + bare + `-br"`}, 304},
		{"other tag", []string{"If-None-Match", `"other"`}, 200},
		{"longer tag", []string{"If-None-Match", `"` + bare + `0"`}, 200},
		{"no quotes", []string{"If-None-Match", bare}, 200},
		{"open quote", []string{"If-None-Match", `"` + bare}, 200},
		{"garbage and the tag", []string{"If-None-Match", `rubbish, ` + tag}, 304},
		{"empty", []string{"If-None-Match", ""}, 200},
		{"comma in a tag", []string{"If-None-Match", `"a,b", ` + tag}, 304},
		{"since then", []string{"If-Modified-Since", mod}, 304},
		{"since the future", []string{"If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"}, 304},
		{"since before", []string{"If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}, 200},
		{"since rubbish", []string{"If-Modified-Since", "yesterday"}, 200},
		{"since twice", []string{"If-Modified-Since", mod, "If-Modified-Since", mod}, 200},
		{"tag rules date out", []string{"If-None-Match", `"other"`, "If-Modified-Since", mod}, 200},
		{"tag matches, date does not", []string{"If-None-Match", tag, "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}, 304},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := h.get("/feeds/all.rss", c.headers...)
			if got.status != c.want {
				t.Fatalf("status %d, want %d", got.status, c.want)
			}
			if c.want != 304 {
				return
			}
			for _, k := range []string{"ETag", "Cache-Control", "Vary", "Last-Modified"} {
				if got.header.Get(k) != full.header.Get(k) {
					t.Errorf("304 has %s %q, want %q", k, got.header.Get(k), full.header.Get(k))
				}
			}
			if got.body != "" || got.header.Get("Content-Type") != "" || got.header.Get("Content-Encoding") != "" {
				t.Errorf("304 with content: %v %q", got.header, got.body)
			}
		})
	}
}

func TestH04Methods(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for _, p := range append([]string{"/", "/topics/gaza", "/sources", "/opml.xml", "/items/" + keyID(1).UUID(), "/search?q=x", "/nothing", "/healthz"}, feedPaths...) {
		get, head := h.get(p), h.do("HEAD", p)
		get.header.Del("Date")
		head.header.Del("Date")
		if head.status != get.status || head.body != "" {
			t.Errorf("HEAD %s: %d with %d bytes, GET: %d", p, head.status, len(head.body), get.status)
		}
		for k := range get.header {
			if k != "Content-Length" && get.header.Get(k) != head.header.Get(k) {
				t.Errorf("HEAD %s: %s %q, GET %q", p, k, head.header.Get(k), get.header.Get(k))
			}
		}
		for _, m := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"} {
			got := h.do(m, p)
			if got.status != 405 || got.header.Get("Allow") != "GET, HEAD, OPTIONS" {
				t.Errorf("%s %s: %d, Allow %q", m, p, got.status, got.header.Get("Allow"))
			}
		}
	}
}

func TestH05Encodings(t *testing.T) {
	h := newHouse(t, told{n: 1, summary: strings.Repeat("long words ", 200)})
	plain := h.get("/feeds/all.rss")
	if !strings.Contains(plain.header.Get("Vary"), "Accept-Encoding") || plain.header.Get("Content-Encoding") != "" {
		t.Errorf("identity: %v", plain.header)
	}
	for accept, zipped := range map[string]bool{
		"gzip": true, "GZIP": true, "deflate, gzip;q=0.5": true, "x-gzip": true, "*": true, "br, *;q=0.1": true,
		"": false, "identity": false, "gzip;q=0": false, "gzip; q=0.000": false, "gzip;q=0, *": false, "*;q=0": false, "br": false, "gzipped": false,
	} {
		got := h.get("/feeds/all.rss", "Accept-Encoding", accept)
		if (got.header.Get("Content-Encoding") == "gzip") != zipped {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q", accept, got.header.Get("Content-Encoding"))
			continue
		}
		if !strings.Contains(got.header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%q: no Vary", accept)
		}
		if !zipped {
			continue
		}
		r, err := gzip.NewReader(strings.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(r); err != nil || string(b) != plain.body {
			t.Errorf("%q: unpacked is not the feed (%v)", accept, err)
		}
		if got.header.Get("ETag") == plain.header.Get("ETag") {
			t.Error("one strong ETag for two codings")
		}
		if again := h.get("/feeds/all.rss", "Accept-Encoding", accept, "If-None-Match", got.header.Get("ETag")); again.status != 304 {
			t.Errorf("the gzip ETag brings %d", again.status)
		}
	}
}

// shift is a coding for tests: it makes little of anything.
func shift(by byte) func([]byte) ([]byte, error) {
	return func(b []byte) ([]byte, error) {
		out := bytes.Clone(b[:min(len(b), 40)]) // shorter than gzip makes it
		for i := range out {
			out[i] += by
		}
		return out, nil
	}
}

func TestH05NegotiatedCodings(t *testing.T) {
	var packs atomic.Int32
	h := newHouse(t, told{n: 1, summary: strings.Repeat("long words ", 200)})
	h.serve(func(o *Options) {
		count := func(pack func([]byte) ([]byte, error)) func([]byte) ([]byte, error) {
			return func(b []byte) ([]byte, error) { packs.Add(1); return pack(b) }
		}
		o.Codings = []Coding{
			{"br", count(shift(1))}, {"zstd", count(shift(2))},
			{"larger", func(b []byte) ([]byte, error) { return append(bytes.Clone(b), 'x'), nil }},
			{"broken", func([]byte) ([]byte, error) { return nil, errors.New("no") }},
		}
	})
	plain := h.get("/feeds/all.rss")
	tags := map[string]string{"": plain.header.Get("ETag")}
	for accept, want := range map[string]string{
		"br": "br", "BR": "br", "zstd": "zstd", "gzip, deflate, br, zstd": "br", "gzip, zstd": "zstd", "gzip": "gzip", "gzip,deflate": "gzip",
		"br;q=0.5, gzip": "gzip", "br;q=0.5, gzip;q=0.5": "br", "br;q=0, *": "zstd", "br;q=0, zstd;q=0, gzip": "gzip", "*": "br", "*;q=0": "",
		"br;q=0": "", "larger": "", "larger, gzip;q=0.1": "gzip", "broken": "", "broken;q=1, br;q=0.1": "br", "identity": "", "identity, br;q=0.2": "",
		"identity;q=0.1, br;q=0.2": "br", "br;q=2": "br", "": "", "deflate": "", "zstd;q=0.9, br;q=0.8": "zstd", "brotli": "",
	} {
		got := h.get("/feeds/all.rss", "Accept-Encoding", accept)
		if enc := got.header.Get("Content-Encoding"); enc != want || !strings.Contains(got.header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q; Vary %q", accept, enc, want, got.header.Get("Vary"))
			continue
		}
		if got.header.Get("Content-Length") != strconv.Itoa(len(got.body)) {
			t.Errorf("%q: Content-Length %s of %d", accept, got.header.Get("Content-Length"), len(got.body))
		}
		tag := got.header.Get("ETag")
		if old := tags[want]; old != "" && old != tag {
			t.Errorf("%q: ETag %s, before %s", accept, tag, old)
		}
		tags[want] = tag
		again := h.get("/feeds/all.rss", "Accept-Encoding", accept, "If-None-Match", tag)
		if again.status != 304 || again.header.Get("ETag") != tag || again.header.Get("Content-Encoding") != "" {
			t.Errorf("%q: the ETag %s brings %d with %s", accept, tag, again.status, again.header.Get("ETag"))
		}
		if head := h.do("HEAD", "/feeds/all.rss", "Accept-Encoding", accept); head.header.Get("ETag") != tag || head.header.Get("Content-Length") != got.header.Get("Content-Length") {
			t.Errorf("%q: HEAD differs: %v", accept, head.header)
		}
	}
	seen := map[string]bool{}
	for coding, tag := range tags {
		if seen[tag] {
			t.Errorf("%q shares its strong ETag %s", coding, tag)
		}
		seen[tag] = true
	}
	if n := packs.Load(); n != 2 {
		t.Errorf("packed %d times, want once a coding", n)
	}
	h.get("/feeds/all.atom", "Accept-Encoding", "br", "If-None-Match", "*")
	if n := packs.Load(); n != 2 {
		t.Error("a 304 is packed for")
	}
	h.get("/feeds/all.rss?limit=1", "Accept-Encoding", "br")
	if n := packs.Load(); n != 2 {
		t.Error("what a reader's parameters make is packed")
	}
}

func TestH06H07CachingAndTypes(t *testing.T) {
	h := newHouse(t, told{n: 1, topics: "gaza"})
	for path, want := range map[string]string{
		"/feeds/all.rss": "application/rss+xml; charset=utf-8", "/feeds/all.atom": "application/atom+xml; charset=utf-8",
		"/feeds/all.json": "application/feed+json; charset=utf-8", "/opml.xml": "text/x-opml; charset=utf-8", "/": "text/html; charset=utf-8",
		"/style.css": "text/css; charset=utf-8", "/feed.css": "text/css; charset=utf-8", "/robots.txt": "text/plain; charset=utf-8",
		"/feeds/health.rss": "application/rss+xml; charset=utf-8", "/nothing": "text/html; charset=utf-8",
	} {
		got := h.get(path)
		if got.header.Get("Content-Type") != want {
			t.Errorf("%s: Content-Type %q, want %q", path, got.header.Get("Content-Type"), want)
		}
		if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", path, got.header)
		}
		if cc := got.header.Get("Cache-Control"); !strings.HasPrefix(cc, "public, max-age=") && path != "/nothing" {
			t.Errorf("%s: Cache-Control %q", path, cc)
		}
	}
	if got := h.get("/feeds/all.rss", "Range", "bytes=0-9"); got.status != 200 {
		t.Errorf("a range brings %d", got.status)
	}
}

func TestH08CORS(t *testing.T) {
	h := newHouse(t, told{n: 1})
	got := h.get("/feeds/all.json", "Origin", "https://reader.example")
	if got.header.Get("Access-Control-Allow-Origin") != "*" || got.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", got.header)
	}
	pre := h.do("OPTIONS", "/feeds/all.json", "Origin", "https://reader.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
	if pre.status != 204 || !strings.Contains(pre.header.Get("Access-Control-Allow-Headers"), "If-None-Match") || pre.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("preflight: %d %v", pre.status, pre.header)
	}
}

func TestH10Addresses(t *testing.T) {
	h := newHouse(t, told{n: 1, lang: "en"})
	for path, want := range map[string]int{
		"/feeds/nothing.rss": 404, "/feeds/all.xml": 404, "/feeds/.rss": 404, "/feeds/source/nobody.rss": 404, "/topics/nothing": 404,
		"/items/123": 404, "/items/" + keyID(99).UUID(): 404, "/items/" + strings.ToUpper(keyID(1).UUID()): 404,
		"/feeds/staff.rss": 404, "/feeds/source/secret.rss": 404, "/topics/staff": 404, "/sources/secret": 404, "/feeds/old-staff.rss": 404,
		"/feeds/../../etc/passwd": 307, "/feeds/%2e%2e%2f%2e%2e%2fetc%2fpasswd.rss": 404, "/feeds/all.rss/x": 404,
	} {
		if got := h.get(path); got.status != want && !(want == 307 && got.status == 301) {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
	for path, want := range map[string]string{
		"/feeds/old-english.rss":             "/feeds/english.rss",
		"/feeds/old-english.json?limit=3":    "/feeds/english.json?limit=3",
		"/topics/old-english":                "/topics/english",
		"/p/" + testToken + "/old-staff.rss": "/p/" + testToken + "/staff.rss",
	} {
		got := h.get(path)
		if got.status != 301 || got.header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, got.status, got.header.Get("Location"), want)
		}
	}
}

func TestH10ParametersInWords(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for query, want := range map[string]string{
		"limit=0": "limit", "limit=1001": "limit", "limit=x": "limit", "lang=FA!": "lang", "lang=" + strings.Repeat("fa,", 30): "lang",
		"stories=some": "stories", "page=0": "page", "page=-1": "page", "page=1001": "page", "after=x": "after", "after=1_2": "after",
		"q=(a": "column", "q=" + strings.Repeat("a", 1001): "too long",
	} {
		got := h.get("/feeds/all.rss?" + query)
		if got.status != 400 || !strings.Contains(got.body, want) || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %q", query, got.status, got.body)
		}
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: a mistake may be kept: %q", query, got.header.Get("Cache-Control"))
		}
	}
	for _, query := range []string{"limit=1000", "lang=fa", "lang=FA,en", "stories=all", "page=1", "q=headline", "utm_source=x", "limit="} {
		h.want(h.get("/feeds/all.rss?"+query), 200)
	}
	h.want(h.get("/feeds/all.rss?page=9"), 404)
	if got := h.get("/feeds/search.rss"); got.status != 400 || !strings.Contains(got.body, "q:") {
		t.Errorf("search without a query: %d %q", got.status, got.body)
	}
}

func TestH10WithoutAFormat(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for accept, want := range map[string]string{
		"": "/feeds/all.rss", "*/*": "/feeds/all.rss", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "/topics/all",
		"application/atom+xml": "/feeds/all.atom", "application/feed+json, application/rss+xml;q=0.5": "/feeds/all.json", "image/png": "",
	} {
		got := h.get("/feeds/all", "Accept", accept)
		if want == "" {
			if got.status != 406 || !strings.Contains(got.body, "all.rss") {
				t.Errorf("%s: %d %q", accept, got.status, got.body)
			}
			continue
		}
		if got.status != 302 || got.header.Get("Location") != want || !strings.Contains(got.header.Get("Vary"), "Accept") {
			t.Errorf("%s: %d to %q, want %q", accept, got.status, got.header.Get("Location"), want)
		}
	}
	if got := h.get("/feeds/source/a", "Accept", "text/html"); got.header.Get("Location") != "/sources/a" {
		t.Errorf("a source leads to %q", got.header.Get("Location"))
	}
	h.want(h.get("/feeds/staff"), 404)
}

func TestH13H14LinksRobotsHealth(t *testing.T) {
	h := newHouse(t, told{n: 1, topics: "gaza"})
	h.serve(func(o *Options) { o.Hub = "https://hub.example/" })
	links := strings.Join(h.get("/feeds/gaza.atom").header.Values("Link"), " ")
	if !strings.Contains(links, `<https://news.example/feeds/gaza.atom>; rel="self"`) || !strings.Contains(links, `<https://hub.example/>; rel="hub"`) {
		t.Errorf("Link: %s", links)
	}
	for _, p := range []string{"/", "/topics/gaza", "/sources/a", "/search?q=headline", "/sources"} {
		if got := h.get(p); !strings.Contains(got.body, `rel="alternate" type="application/rss+xml"`) {
			t.Errorf("%s: no autodiscovery", p)
		}
	}
	if got := h.get("/robots.txt"); !strings.Contains(got.body, "Disallow: /items/") {
		t.Errorf("robots: %q", got.body)
	}
	for _, p := range []string{"/healthz", "/readyz"} {
		if got := h.want(h.get(p), 200); got.body != "ok\n" || got.header.Get("Server") != "" {
			t.Errorf("%s: %q %v", p, got.body, got.header)
		}
	}
	still := error(nil)
	h.serve(func(o *Options) { o.Still = func() error { return still } })
	h.want(h.get("/readyz"), 200)
	still = errors.New("the schedule stands still")
	if got := h.want(h.get("/readyz"), 503); got.body != "the schedule stands still\n" {
		t.Errorf("/readyz: %q", got.body)
	}
	h.want(h.get("/healthz"), 200)
	h.serve(func(*Options) {})
	h.want(h.get("/feeds/gaza.atom"), 200)
	h.db.Close()
	h.later()
	if got := h.get("/readyz"); got.status != 503 || strings.Contains(got.body, "sql") {
		t.Errorf("a closed store: %d %q", got.status, got.body)
	}
	if got := h.get("/feeds/gaza.atom"); got.status != 200 {
		t.Errorf("T08: the last good feed does not go out: %d", got.status)
	}
	if got := h.get("/feeds/all.atom"); got.status != 503 || got.header.Get("Retry-After") == "" || strings.Contains(got.body, "sql") {
		t.Errorf("a feed never made: %d %q", got.status, got.body)
	}
}
