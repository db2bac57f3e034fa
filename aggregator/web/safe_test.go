package web

import (
	"encoding/xml"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"golchin/aggregator/news"
)

func TestS34HostIsNotReflected(t *testing.T) {
	h := newHouse(t, told{n: 1, topics: "gaza"})
	paths := []string{"/", "/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/opml.xml", "/feeds/old-english.rss", "/topics/gaza", "/feeds/all", "/search?q=x",
		"/items/" + keyID(1).UUID(), "/nothing", "/feeds//all.rss"}
	check := func(hosts ...string) {
		t.Helper()
		for _, host := range hosts {
			for _, p := range paths {
				got := h.get(p, "Host", host, "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "evil", "Forwarded", "host=evil.example")
				all := got.body
				for _, vs := range got.header {
					all += strings.Join(vs, " ")
				}
				if strings.Contains(all, "evil") {
					t.Errorf("Host %q: %s reflects it", host, p)
				}
			}
		}
	}
	check("evil.example", "localhost:80@evil.example", "127.0.0.1.evil.example", "evil.example:80")
	h.serve(func(o *Options) { o.Site.URL, o.Loopback = "", "127.0.0.1:8080" })
	check("evil.example", "localhost:80@evil.example", "127.0.0.1.evil.example", "[::1]evil.example", "localhost.evil.example", "127.0.0.1:evil")
	for host, want := range map[string]string{
		"localhost:7070": "http://localhost:7070/feeds/all.rss", "127.0.0.1:7070": "http://127.0.0.1:7070/feeds/all.rss",
		"[::1]:7070": "http://[::1]:7070/feeds/all.rss", "[::1]": "http://[::1]/feeds/all.rss", "other.example": "http://127.0.0.1:8080/feeds/all.rss",
	} {
		if got := h.get("/feeds/all.rss", "Host", host).header.Get("Link"); got != "<"+want+`>; rel="self"` {
			t.Errorf("Host %s: Link %s", host, got)
		}
	}
}

func TestS35NoOpenRedirect(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for _, p := range []string{
		"//evil.example/", "//evil.example/..", "/%2f/evil.example", "/\\evil.example", "/feeds/..//evil.example", "/feeds//evil.example/%2e%2e",
		"/feeds/old-english.rss?//evil.example", "/feeds/all?next=//evil.example", "/topics/old-english?x=%0d%0aLocation:%20https://evil.example",
		"/feeds/old-english.rss?x=%0d%0aSet-Cookie:a=b", "/feeds/https:%2f%2fevil.example.rss",
	} {
		got := h.get(p)
		to := got.header.Get("Location")
		if to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")) {
			t.Errorf("%s leads to %q", p, to)
		}
		if got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s splits the answer", p)
		}
	}
}

func TestS32Headers(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for _, p := range []string{"/", "/feeds/all.rss", "/items/" + keyID(1).UUID(), "/search?q=(", "/nothing", "/feeds/all.rss?limit=x", "/opml.xml", "/style.css"} {
		got := h.get(p).header
		csp := got.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", p, csp)
		}
		if got.Get("X-Content-Type-Options") != "nosniff" || got.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", p, got)
		}
	}
	if csp := h.get("/feeds/all.atom").header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox;") {
		t.Errorf("a feed is not in a sandbox: %q", csp)
	}
}

// attacks are what a page or feed must never let through (BEHAVIOUR T36, T37).
var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(1)>`, `</title><script>alert(1)</script>`, `<!--`, `]]><script>alert(1)</script>`,
	`javascript:alert(1)`, `<a href="javascript:alert(1)">x</a>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<math><mtext></p><style><img src=x onerror=alert(1)>`,
	`{{.}}`, "</textarea><script>alert(1)</script>", "a\r\nSet-Cookie: x=1", "\u202etxt\u2066", "../../etc/passwd", "%00", `<base href=//evil.example>`, `<meta http-equiv=refresh content=0>`,
	`<form action=//evil.example><button>x`, "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", `&lt;script&gt;alert(1)&lt;/script&gt;`,
}

// runs names the first thing in a piece of HTML that runs, loads or leads
// where it must not; "" where there is none.
func runs(body string) string {
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			for _, a := range t.Attr {
				v := strings.ToLower(strings.TrimSpace(a.Val))
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "http-equiv", a.Key == "action" && v != "/search",
					(a.Key == "href" || a.Key == "src") && (strings.Contains(v, "script:") || strings.HasPrefix(v, "//")):
					return t.String()
				}
			}
			switch t.Data {
			case "script", "iframe", "svg", "math", "base", "noscript", "style", "object", "embed", "textarea":
				return t.String()
			}
		}
	}
}

// words are the plain texts and the markup of an XML document.
func wordsOfXML(t *testing.T, body string) (plain, markup []string) {
	t.Helper()
	var name string
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return plain, markup
		}
		if err != nil {
			t.Errorf("not well formed: %v", err)
			return plain, markup
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name = tok.Name.Local
			for _, a := range tok.Attr {
				plain = append(plain, a.Value)
			}
		case xml.CharData:
			if slices.Contains([]string{"encoded", "description", "content", "summary"}, name) {
				markup = append(markup, string(tok))
			} else {
				plain = append(plain, string(tok))
			}
		}
	}
}

func TestS30T36AttacksOnEveryPage(t *testing.T) {
	var es []told
	for i, a := range attacks {
		es = append(es, told{n: i + 1, title: a, summary: a, topics: "gaza", change: func(it *news.Item) {
			it.Publisher, it.Link, it.Code, it.Agency, it.Cites = a, a, news.Code(a), a, []string{a}
			it.Content, it.FullText, it.Image = a, a, a
			it.Categories = []news.Category{{Term: a, Scheme: a}}
			it.Authors = []news.Person{{Name: a, URL: a, Email: a}}
			it.Topics[0].Why = []news.Why{{Term: a, Field: "title", At: [2]int{0, 5}}, {Term: a, Field: "text", At: [2]int{3, 900}}}
			it.Language = []string{"fa", "x\"><script>", ""}[i%3]
		}})
		if i > 0 {
			es[i].storyOf = 1
		}
	}
	h := newHouse(t, es...)
	paths := []string{"/", "/topics/gaza", "/topics/all", "/topics/once", "/sources", "/sources/a", "/opml.xml", "/feeds/all.rss", "/feeds/all.atom", "/feeds/once.rss", "/feeds/health.rss"}
	for i, a := range attacks {
		paths = append(paths, "/items/"+keyID(i+1).UUID())
		for _, p := range []string{"/search?q=", "/feeds/search.rss?q=", "/feeds/all.rss?lang=", "/feeds/all.atom?stories=", "/topics/gaza?q=", "/topics/", "/feeds/", "/items/"} {
			paths = append(paths, p+strings.NewReplacer("%", "%25", " ", "%20", "\r", "%0d", "\n", "%0a", "#", "%23", "&", "%26", "/", "%2f", "?", "%3f", `"`, "%22", "<", "%3c", ">", "%3e").Replace(a))
		}
	}
	for _, p := range paths {
		got := h.get(p)
		if got.status >= 500 {
			t.Errorf("%s: %d", p, got.status)
		}
		for k, vs := range got.header {
			if strings.ContainsAny(strings.Join(vs, ""), "\r\n") || k == "Set-Cookie" {
				t.Errorf("%s: header %s %q", p, k, vs)
			}
		}
		plain, markup := []string{}, []string{got.body}
		switch kind := got.header.Get("Content-Type"); {
		case strings.HasPrefix(kind, "text/plain"):
			continue // nosniff
		case strings.Contains(kind, "html"):
			plain = append(plain, got.body)
		default:
			plain, markup = wordsOfXML(t, got.body)
		}
		for _, m := range markup {
			if bad := runs(m); bad != "" {
				t.Errorf("%s: %s", p, bad)
			}
		}
		for _, s := range plain {
			if i := strings.Index(s, "\u202e"); i >= 0 && !strings.HasSuffix(s, "\u2069\u202c") { // feeds close them (F11)
				t.Errorf("%s: an override of direction gets through: %q", p, s[max(0, i-60):min(len(s), i+60)])
			}
		}
	}
}

func TestT50PanicStaysInItsDocument(t *testing.T) {
	h := newHouse(t, told{n: 1})
	before := h.get("/feeds/all.rss")
	h.serve(func(o *Options) { o.Store = &brokenStore{Store: h.db, from: 1} })
	if got := h.want(h.get("/feeds/all.rss"), 200); got.body != before.body {
		t.Error("not the feed")
	}
	h.add(told{n: 2})
	if got := h.want(h.get("/feeds/all.rss"), 200); got.body != before.body {
		t.Error("the last good feed does not go out when the making breaks")
	}
	h.want(h.get("/feeds/all.atom"), 503)
	h.want(h.get("/healthz"), 200)
	if !strings.Contains(h.log.String(), "panic") {
		t.Error("the panic is not in the log")
	}
}

func TestH09RateLimit(t *testing.T) {
	h := newHouse(t, told{n: 1})
	handler := New(h.opt).Handler()
	ask := func(from string, headers ...string) int {
		r := httptest.NewRequest("GET", "/feeds/all.rss", nil)
		r.RemoteAddr = from
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
		return w.Code
	}
	for range maxCopies {
		if got := ask("203.0.113.7:1234"); got != 200 {
			t.Fatalf("too early: %d", got)
		}
		for _, near := range []string{"127.0.0.1:1", "10.1.2.3:1", "[::1]:1", "100.64.1.1:1", "[fd00::1]:1"} {
			ask(near)
		}
		ask("198.51.100.1:1", "X-Forwarded-For", "203.0.113.9")
	}
	for from, want := range map[string]int{"203.0.113.7:9": 429, "203.0.113.8:1": 200, "127.0.0.1:1": 200, "10.1.2.3:1": 200, "100.64.1.1:1": 200, "[fd00::1]:1": 200} {
		if got := ask(from); got != want {
			t.Errorf("%s: %d, want %d", from, got, want)
		}
	}
	if got := ask("198.51.100.1:1", "X-Forwarded-For", "203.0.113.9"); got != 200 {
		t.Errorf("behind a proxy: %d", got)
	}
	if got := ask("203.0.113.7:1", "If-None-Match", "*"); got != 304 {
		t.Errorf("a conditional request: %d", got)
	}
	h.add(told{n: 2})
	if got := ask("203.0.113.7:1"); got != 200 {
		t.Errorf("a changed feed: %d", got)
	}
}

func TestOneMarkHoldsText(t *testing.T) {
	if got, want := string(marked("a<b>c", [][2]int{{1, 2}, {-5, 0}, {4, 99}})), "a<mark>&lt;</mark>b&gt;<mark>c</mark>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAddressesAreReadable: what people read of an address has its letters;
// what leads there keeps its spelling.
func TestAddressesAreReadable(t *testing.T) {
	const link = "https://site.example/%D8%A2%D8%AA%D8%B4%E2%80%8C%D8%A8%D8%B3"
	h := newHouse(t, told{n: 1, title: " ", change: func(it *news.Item) { it.Link, it.Title, it.Summary = link, "", "" }})
	body := h.get("/").body
	if !strings.Contains(body, ">https://site.example/آتش\u200cبس</a>") || !strings.Contains(body, `href="`+link+`"`) {
		t.Errorf("an untitled item: %s", body)
	}
	title := h.get("/feeds/all.rss").body
	if !strings.Contains(title, "<title>https://site.example/آتش\u200cبس</title>") || !strings.Contains(title, "<link>"+link+"</link>") {
		t.Errorf("in the feed: %s", title)
	}
}
