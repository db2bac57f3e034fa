package main

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
)

// pageOf reads the ids of a page of a feed, and the path of the next one.
func pageOf(t *testing.T, ext string, body []byte) (ids []string, next string) {
	t.Helper()
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	var doc struct {
		Next    string     `json:"next_url" xml:"-"`
		Items   []jsonItem `json:"items" xml:"-"`
		Links   []link     `xml:"link"`
		Channel struct {
			Links []link   `xml:"http://www.w3.org/2005/Atom link"`
			GUIDs []string `xml:"item>guid"`
		} `xml:"channel"`
		IDs []string `xml:"entry>id"`
	}
	read := xml.Unmarshal
	if ext == "json" {
		read = json.Unmarshal
	}
	if err := read(body, &doc); err != nil {
		t.Fatalf("%s: %v\n%.300s", ext, err, body)
	}
	for _, it := range doc.Items {
		ids = append(ids, it.ID)
	}
	next = doc.Next
	for _, l := range append(doc.Links, doc.Channel.Links...) {
		if l.Rel == "next" {
			next = l.Href
		}
	}
	return append(append(ids, doc.Channel.GUIDs...), doc.IDs...), strings.TrimPrefix(next, "https://news.example.org/golchin")
}

func TestExportFiles(t *testing.T) {
	x := &export{base: "https://news.example.org", pages: 5}
	const uuid = "0b1f0a52-6a1c-5a0e-9d7c-3f2f3c1a9c11"
	for _, tt := range []struct{ name, address, want string }{
		{"home", "/", "index.html"},
		{"a page is a folder", "/topics/gaza", "topics/gaza/index.html"},
		{"an item", "/items/" + uuid, "items/" + uuid + "/index.html"},
		{"a feed", "/feeds/all.rss", "feeds/all.rss"},
		{"a source's feed", "/feeds/source/bbc.atom", "feeds/source/bbc.atom"},
		{"a further page", "/feeds/all.json?page=2&after=17_" + uuid, "feeds/all/2.json"},
		{"the first page by number", "/feeds/all.json?page=1", "feeds/all.json"},
		{"beyond the last page", "/feeds/all.json?page=6", ""},
		{"another parameter", "/feeds/all.json?page=2&limit=3", ""},
		{"a query", "/feeds/search.rss?q=gaza", ""},
		{"a private feed", "/p/token/board.rss", ""},
		{"upwards", "/feeds/../x.rss", ""},
		{"hidden", "/items/.golchin", ""},
		{"no name", "/items/", ""},
		{"not a feed", "/feeds/all.exe", ""},
		{"the search page", "/search", ""},
		{"a page after a burst", "/feeds/all.rss?page=3&after=17_" + uuid + "&burst=19_" + uuid + "~16_" + uuid, "feeds/all/3.rss"},
		{"a search", "/search?q=gaza", ""},
		{"a further page of a topic", "/topics/gaza?page=2&after=17_" + uuid, "topics/gaza/2/index.html"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := x.fileOf(tt.address)
			if !ok {
				got = ""
			}
			if got != tt.want {
				t.Errorf("fileOf(%q) = %q, want %q", tt.address, got, tt.want)
			}
		})
	}
}

// TestExportFollowsItsOwnPages: what a source writes is no way to a further page.
func TestExportFollowsItsOwnPages(t *testing.T) {
	const own, other = "https://news.example.org/feeds/all.rss?page=2&after=17_a", "https://news.example.org/feeds/all.rss?page=2&after=1_b"
	html := strings.NewReplacer("https://news.example.org/feeds/all.rss", "/topics/all", "&", "&amp;")
	for name, tt := range map[string]struct{ file, body, want string }{
		"rss":  {"feeds/all.rss", `<item><link>` + other + `</link><d>&lt;a rel="next" href="` + other + `"&gt;</d></item><atom:link href="` + strings.ReplaceAll(own, "&", "&amp;") + `" rel="next"></atom:link>`, "/feeds/all.rss?page=2&after=17_a"},
		"json": {"feeds/all.json", `{"url":"` + other + `","content_html":"\"next_url\":\"` + other + `\"","next_url":"` + own + `"}`, "/feeds/all.rss?page=2&after=17_a"},
		"html": {"topics/all/index.html", `<h3><a href="` + html.Replace(other) + `" rel="noopener">x</a></h3><a href="` + html.Replace(own) + `" rel="next">Older</a>`, "/topics/all?page=2&after=17_a"},
	} {
		x := &export{base: "https://news.example.org", pages: 5, asked: map[string]bool{}}
		x.follow([]byte(tt.body), tt.file)
		if len(x.queue) != 1 || x.queue[0].address != tt.want {
			t.Errorf("%s: %v, want %s", name, x.queue, tt.want)
		}
	}
}

func TestExportPaging(t *testing.T) {
	x := &export{base: "https://e.example", pages: 2}
	for _, tt := range []struct{ name, in, want string }{
		{"json", `{"a": 1, "next_url": "https://e.example/feeds/all.json?after=1_x\u0026page=2", "b": 2}`, `{"a": 1, "next_url": "https://e.example/feeds/all/2.json", "b": 2}`},
		{"json, beyond", "{\"a\": 1,\n  \"next_url\": \"https://e.example/feeds/all.json?page=3\",\n  \"b\": 2}", "{\"a\": 1,\n  \"b\": 2}"},
		{"rss", `<atom:link href="https://e.example/feeds/all.rss?after=1&amp;page=2" rel="next"></atom:link>`, `<atom:link href="https://e.example/feeds/all/2.rss" rel="next"></atom:link>`},
		{"rss, beyond", "<a>\n  <atom:link href=\"https://e.example/feeds/all.rss?page=3\" rel=\"next\"></atom:link>\n</a>", "<a>\n</a>"},
		{"atom, beyond", "<a>\n  <link href=\"https://e.example/feeds/all.atom?page=3\" rel=\"next\"/>\n</a>", "<a>\n</a>"},
		{"beyond, in somebody's text", `<d>x &lt;a href="https://e.example/feeds/all.rss?page=3" rel="next"&gt;</d>`, `<d>x &lt;a href="https://e.example/feeds/all.rss?page=3" rel="next"&gt;</d>`},
		{"beyond, in JSON text", `{"t": "see https://e.example/feeds/all.json?page=3 \"next_url\""}`, `{"t": "see https://e.example/feeds/all.json?page=3 \"next_url\""}`},
		{"page", `<a href="/golchin/topics/a?after=1_x&amp;page=2" rel="next">Next</a>`, `<a href="/golchin/topics/a/2" rel="next">Next</a>`},
		{"page, beyond", `<nav> <a href="/golchin/topics/a?after=1_x&amp;page=3" rel="next">Next</a></nav>`, `<nav></nav>`},
		{"json without spaces", `{"next_url":"https://e.example/feeds/all.json?after=1&page=3","b":2}`, `{"b":2}`},
		{"a reader's parameters", `<link href="https://e.example/feeds/all.rss?limit=3"/>`, `<link href="https://e.example/feeds/all.rss?limit=3"/>`},
		{"somebody else's", `<link href="https://x.example/feeds/all.rss?page=2"/>`, `<link href="https://x.example/feeds/all.rss?page=2"/>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := x.base
			if strings.HasPrefix(tt.name, "page") {
				root = `href="/golchin`
			}
			if got := string(x.pathed([]byte(tt.in), root)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// FuzzExportPaging: whatever stands in a feed, nothing panics, and what holds
// no link of ours stays as it is.
func FuzzExportPaging(f *testing.F) {
	for _, s := range []string{"", `<link href="https://e.example/feeds/a.rss?page=9"`, `"next_url": "https://e.example/feeds/a.json?page=9`, "https://e.example/feeds/a.rss?page=9>", "<https://e.example/feeds/a.rss?page=9>https://e.example/feeds/a.rss?page=9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x := &export{base: "https://e.example", pages: 2, asked: map[string]bool{}}
		got := string(x.pathed([]byte(s), x.base))
		if !strings.Contains(s, "https://e.example/") && got != s {
			t.Errorf("%q became %q", s, got)
		}
		x.follow([]byte(s), "feeds/a.rss")
		for _, w := range x.queue {
			if strings.Contains(w.file, "..") || strings.HasPrefix(w.file, "/") {
				t.Errorf("%q leads to the file %q", s, w.file)
			}
		}
	})
}
