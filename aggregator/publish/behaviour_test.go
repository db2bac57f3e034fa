package publish

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golchin/aggregator/news"
)

// The names begin with the rows of the standard of behaviour that they test.

func rssItems(t *testing.T, h Head, es ...Element) []*node {
	t.Helper()
	root, err := parseXML(render(t, RSS, h, es))
	if err != nil {
		t.Fatal(err)
	}
	return root.one("", "channel").all("", "item")
}

func atomEntries(t *testing.T, h Head, es ...Element) []*node {
	t.Helper()
	root, err := parseXML(render(t, Atom, h, es))
	if err != nil {
		t.Fatal(err)
	}
	return root.all(nsAtom, "entry")
}

func jsonItems(t *testing.T, h Head, es ...Element) []map[string]any {
	t.Helper()
	var f struct{ Items []map[string]any }
	if err := json.Unmarshal(render(t, JSON, h, es), &f); err != nil {
		t.Fatal(err)
	}
	return f.Items
}

// minimal is an element with a link, a title and what change does to it.
func minimal(change func(e *Element)) Element {
	e := Element{ID: idOne, Item: news.Item{
		ID: idOne, Link: "https://e.example/1", Title: "t", Language: "en", Publisher: "E", Site: "e.example",
		Published: at("2023-11-27T11:42:00Z"), FirstSeen: at("2023-11-27T11:45:00Z"), Updated: at("2023-11-27T11:42:00Z"),
	}}
	if change != nil {
		change(&e)
	}
	return e
}

func TestF01_IDs(t *testing.T) {
	tests := []struct {
		name, sourceID, link string
		sourceIDs            bool
		want, permalink      string
	}{
		{"our own", "https://e.example/1", "https://e.example/1", false, string(idOne), "false"},
		{"source's, a permalink", "https://e.example/1", "https://e.example/1", true, "https://e.example/1", "true"},
		{"source's, another address", "https://e.example/?p=1", "https://e.example/1", true, "https://e.example/?p=1", "false"},
		{"source's tag", "tag:e.example,2023:1", "https://e.example/1", true, "tag:e.example,2023:1", "false"},
		{"source's number", "215615", "https://e.example/1", true, string(idOne), "false"},
		{"source's relative", "/1", "https://e.example/1", true, string(idOne), "false"},
		{"none", "", "https://e.example/1", true, string(idOne), "false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := sampleHead()
			h.Feed.SourceIDs = tt.sourceIDs
			e := minimal(func(e *Element) { e.SourceID, e.Item.Link = tt.sourceID, tt.link })
			g := rssItems(t, h, e)[0].one("", "guid")
			if g.text != tt.want || g.value("isPermaLink") != tt.permalink {
				t.Errorf("RSS has %q, isPermaLink %s", g.text, g.value("isPermaLink"))
			}
			if got := atomEntries(t, h, e)[0].one(nsAtom, "id").text; got != tt.want {
				t.Errorf("Atom has %q", got)
			}
			if got := jsonItems(t, h, e)[0]["id"]; got != tt.want {
				t.Errorf("JSON has %q", got)
			}
		})
	}
}

func TestF02_IDsAreUnique(t *testing.T) {
	h := sampleHead()
	h.Feed.SourceIDs = true
	one := minimal(func(e *Element) { e.SourceID = "tag:e.example:1" })
	two := minimal(func(e *Element) { e.ID, e.Item.ID, e.SourceID = idTwo, idTwo, "tag:e.example:1" })
	var got []string
	for _, it := range rssItems(t, h, one, two, one) {
		got = append(got, it.one("", "guid").text)
	}
	if d := cmp.Diff([]string{"tag:e.example:1", string(idTwo)}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestF03_Updated(t *testing.T) {
	h := sampleHead()
	old, changed := minimal(nil), minimal(func(e *Element) {
		e.ID, e.Item.ID = idTwo, idTwo
		e.Item.Updated, e.Item.LastSeen = at("2023-12-01T00:00:00Z"), at("2023-12-01T00:00:00Z")
	})
	root, err := parseXML(render(t, Atom, h, []Element{old, changed}))
	if err != nil {
		t.Fatal(err)
	}
	if got := root.one(nsAtom, "updated").text; got != "2023-12-01T00:00:00Z" {
		t.Errorf("feed updated %s", got)
	}
	if got := root.all(nsAtom, "entry")[0].one(nsAtom, "updated").text; got != "2023-11-27T11:42:00Z" {
		t.Errorf("unchanged entry updated %s", got)
	}
	// A new origin changes bytes, not updated.
	more := minimal(func(e *Element) {
		e.Item.Origins = []news.Origin{{Source: "x", Publisher: "X", URL: "https://x.example/1", Seen: at("2023-11-29T00:00:00Z")}}
	})
	before, after := atomEntries(t, h, old)[0], atomEntries(t, h, more)[0]
	if b, a := before.one(nsAtom, "updated").text, after.one(nsAtom, "updated").text; a != b {
		t.Errorf("a new origin moved updated from %s to %s", b, a)
	}
	if bytes.Equal(render(t, Atom, h, []Element{old}), render(t, Atom, h, []Element{more})) {
		t.Error("a new origin changed no byte")
	}
}

func TestF06_Links(t *testing.T) {
	h := sampleHead()
	h.Prev = "https://news.example.org/feeds/gaza-ceasefire.rss?page=1"
	root, err := parseXML(render(t, RSS, h, nil))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range root.one("", "channel").all(nsAtom, "link") {
		got = append(got, l.value("rel"))
	}
	if d := cmp.Diff([]string{"self", "hub", "first", "previous", "next", "last"}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	h.Next = h.SelfURL
	if s := string(render(t, JSON, h, nil)); strings.Contains(s, "next_url") {
		t.Error("next_url repeats feed_url")
	}
}

func TestF07_SourceAndAuthors(t *testing.T) {
	tests := []struct{ name, sourceURL, site, publisher, wantURL, wantName string }{
		{"redacted", "https://u:p@e.example/rss?token=x&a=1", "e.example", "E", "https://e.example/rss?a=1", "E"},
		{"a local file", "file:///home/me/e.xml", "e.example", "E", "https://e.example/", "E"},
		{"site with a language", "", "e.example/fa", "", "https://e.example/", "e.example/fa"},
		{"nothing known", "", "", "", "https://e.example/1", "e.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := minimal(func(e *Element) {
				e.SourceURL, e.Item.Site, e.Item.Publisher = tt.sourceURL, tt.site, tt.publisher
			})
			s := rssItems(t, sampleHead(), e)[0].one("", "source")
			if s.value("url") != tt.wantURL || s.text != tt.wantName {
				t.Errorf("RSS says %q at %q", s.text, s.value("url"))
			}
			a := atomEntries(t, sampleHead(), e)[0]
			if got := a.one(nsAtom, "source").one(nsAtom, "title").text; got != tt.wantName {
				t.Errorf("Atom says %q", got)
			}
			if got := a.one(nsAtom, "author").one(nsAtom, "name").text; got != tt.wantName {
				t.Errorf("without an author, Atom's is %q", got)
			}
		})
	}
}

func TestF11_LanguageAndDirection(t *testing.T) {
	tests := []struct {
		name, lang, title, content, want string
		label                            string
	}{
		{"Persian", "fa", "خبر", "<p>متن</p>", `<div lang="fa" dir="rtl"><p>متن</p></div>`, "همچنین در:"},
		{"Arabic", "ar", "خبر", "<p>نص</p>", `<div lang="ar" dir="rtl"><p>نص</p></div>`, "أيضًا في:"},
		{"Hebrew", "he", "x", "<p>x</p>", `<div lang="he" dir="rtl"><p>x</p></div>`, "ראו גם:"},
		{"Urdu has no label", "ur", "x", "<p>x</p>", `<div lang="ur" dir="rtl"><p>x</p></div>`, "Also at:"},
		{"English", "en", "x", "<p>x</p>", `<p>x</p>`, "Also at:"},
		{"Turkish", "tr", "x", "<p>x</p>", `<p>x</p>`, "Ayrıca şurada:"},
		{"Russian", "ru-RU", "x", "<p>x</p>", `<p>x</p>`, "Также здесь:"},
		{"Persian in Latin letters", "fa-Latn", "x", "<p>x</p>", `<p>x</p>`, "همچنین در:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := minimal(func(e *Element) {
				e.Item.Language, e.Item.Title, e.Item.Content = tt.lang, tt.title, tt.content
				e.Also = []Also{{Item: idTwo, Origin: news.Origin{Publisher: "P", URL: "https://p.example/1"}}}
			})
			it := rssItems(t, sampleHead(), e)[0]
			content := it.one(nsContent, "encoded").text
			if lang, _ := it.get(nsXML, "lang"); lang != tt.lang || !strings.HasPrefix(content, tt.want) || !strings.Contains(content, "<p>"+tt.label+"</p>") {
				t.Errorf("xml:lang %q, content %q", lang, content)
			}
		})
	}
}

func TestF12_OneEnclosure(t *testing.T) {
	it := rssItems(t, sampleHead(), samplePodcast())[0]
	if e := it.all("", "enclosure"); len(e) != 1 || e[0].value("type") != "audio/mpeg" || e[0].value("length") != "123456" {
		t.Errorf("got %+v", e)
	}
	if m := it.all(nsMedia, "content"); len(m) != 2 {
		t.Errorf("%d of media:content", len(m))
	}
	if a := list(jsonItems(t, sampleHead(), samplePodcast())[0]["attachments"]); len(a) != 3 {
		t.Errorf("%d attachments", len(a))
	}
	unknown := minimal(func(e *Element) { e.Item.Enclosures = []news.Enclosure{{URL: "https://e.example/file"}} })
	if e := rssItems(t, sampleHead(), unknown)[0].one("", "enclosure"); e.value("length") != "0" || e.value("type") != "application/octet-stream" {
		t.Errorf("unknown file: %+v", e.attr)
	}
}

func TestContentFeedOrFull(t *testing.T) {
	tests := []struct {
		name          string
		full          bool
		token         string
		content, want string
	}{
		{"feed", false, "", "<p>feed</p>", "<p>feed</p>"},
		{"full", true, "", "<p>feed</p>", "<p>page</p>"},
		{"token", false, "abc", "<p>feed</p>", "<p>page</p>"},
		{"summary only", false, "", "", "<p>summary</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := sampleHead()
			h.Feed.FullContent, h.Feed.Token = tt.full, tt.token
			e := minimal(func(e *Element) {
				e.Item.Content, e.Item.FullText, e.Item.Summary = tt.content, "<p>page</p>", "<p>summary</p>"
			})
			got := jsonItems(t, h, e)[0]
			if got["content_html"] != tt.want {
				t.Errorf("got %v", got["content_html"])
			}
			it := rssItems(t, h, e)[0]
			want := "summary" // beside the content, as plain text
			if tt.content == "" {
				want = "<p>summary</p>"
			}
			if d := it.one("", "description").text; d != want {
				t.Errorf("description %q, want %q", d, want)
			}
		})
	}
}

// TestPrivateStaysPrivate: what only private sources carried appears in no
// public document (S42).
func TestPrivateStaysPrivate(t *testing.T) {
	secret := minimal(func(e *Element) { e.Item.Private, e.Item.Title = true, "SECRET item" })
	words := minimal(func(e *Element) { e.Item.Face.Private, e.Item.Title = true, "SECRET face" })
	mixed := minimal(func(e *Element) {
		e.ID, e.Item.ID = idTwo, idTwo
		e.Item.Face.Source = "secret"
		e.Item.Origins = []news.Origin{{Source: "secret", Publisher: "SECRET", URL: "https://secret.example/", GUID: "tag:SECRET", Private: true}, {Source: "open", Publisher: "E", URL: "https://e.example/1"}}
		e.Also = []Also{{Item: idThree, Origin: news.Origin{Publisher: "SECRET", URL: "https://secret.example/2", Private: true}}}
	})
	for _, f := range Formats() {
		h := sampleHead()
		doc := strings.ToLower(string(render(t, f, h, []Element{secret, words, mixed})))
		if strings.Contains(doc, "secret") {
			t.Errorf("%v tells a secret:\n%s", f, doc)
		}
		if !strings.Contains(doc, string(idTwo)) {
			t.Errorf("%v lost the public item", f)
		}
		h.Feed.Private = true
		if doc := string(render(t, f, h, []Element{secret, mixed})); !strings.Contains(doc, "SECRET item") || !strings.Contains(doc, "secret.example") {
			t.Errorf("%v: a private feed lacks private items", f)
		}
	}
}

func TestAlsoAt(t *testing.T) {
	e := minimal(func(e *Element) {
		o := func(source, publisher, url, title string, private bool) news.Origin {
			return news.Origin{Source: source, Publisher: publisher, URL: url, Title: title, Private: private}
		}
		e.Item.Origins = []news.Origin{
			o("e", "E", "https://e.example/1", "t", false),                       // the link itself
			o("e-world", "E", "https://e.example/short/1", "t", false),           // the same publisher's other address
			o("a", "A & <b>", "http://a.example/?x=1&y=2", "t", false),           // carried elsewhere
			o("a2", "A again", "https://a.example/?x=1&y=2", "t", false),         // the same page
			o("bad", "Bad", "javascript:alert(1)", "t", false),                   // no address
			o("e", "E", "https://e.example/1", "t", false),                       // twice
			o("hidden", "Hidden", "https://hidden.example/", "t", true),          // private
			o("nameless", "", "https://www.nameless.example/", "other", false),   // named by its host
			o("second", "Second", "https://e.example/1/", "same page too", true), // private too
		}
		e.Also = []Also{{Item: idTwo, Language: "fa", Origin: o("f", "ف", "https://f.example/1", "تیتر", false)}}
	})
	content := jsonItems(t, sampleHead(), e)[0]["content_html"].(string)
	want := `<div class="golchin-also" lang="en" dir="ltr"><p>Also at:</p><ul>` +
		`<li><a href="http://a.example/?x=1&amp;y=2" rel="noopener noreferrer"><bdi>A &amp; &lt;b&gt;</bdi></a></li>` +
		`<li><a href="https://www.nameless.example/" rel="noopener noreferrer"><bdi>nameless.example</bdi></a> – <bdi lang="en">other</bdi></li>` +
		`<li><a href="https://f.example/1" rel="noopener noreferrer"><bdi>ف</bdi></a> – <bdi lang="fa" dir="rtl">تیتر</bdi></li></ul></div>`
	if d := cmp.Diff(want, content); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	var related []string
	for _, l := range atomEntries(t, sampleHead(), e)[0].all(nsAtom, "link") {
		if l.value("rel") == "related" {
			related = append(related, l.value("href"))
		}
	}
	if d := cmp.Diff([]string{"http://a.example/?x=1&y=2", "https://www.nameless.example/", "https://f.example/1"}, related); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestExtensionNames wants the names of DESIGN's contract in this order.
func TestExtensionNames(t *testing.T) {
	doc := render(t, JSON, sampleHead(), sampleElements()[:1])
	ext := doc[bytes.Index(doc, []byte(`"_golchin"`)):]
	order := []string{"news_code", "site", "canonical_url", "story", "topics", "origins", "source", "publisher", "url", "guid", "title", "seen", "item",
		"why", "term", "field", "at", "merged", "item", "score", "because", "headlines", "title", "until", "repaired"}
	keys := regexp.MustCompile(`"([a-z_]+)":`).FindAllSubmatch(ext, -1)
	i := 0
	for _, k := range keys {
		if i < len(order) && string(k[1]) == order[i] {
			i++
		}
	}
	if i != len(order) {
		t.Errorf("%q does not come where DESIGN has it in %s", order[i], ext)
	}
}

func TestUntitledAndEmpty(t *testing.T) {
	micro := minimal(func(e *Element) { e.Item.Title, e.Item.Summary = " \n", "<p>Only <b>words</b> &amp; more.</p>" })
	if it := rssItems(t, sampleHead(), micro)[0]; len(it.all("", "title")) != 0 || it.one("", "description").text == "" {
		t.Error("RSS invents a title")
	}
	if got := atomEntries(t, sampleHead(), micro)[0].one(nsAtom, "title").text; got != "Only words & more." {
		t.Errorf("Atom's title is %q", got)
	}
	if _, has := jsonItems(t, sampleHead(), micro)[0]["title"]; has {
		t.Error("JSON Feed invents a title")
	}
	bare := minimal(func(e *Element) { e.Item.Title = "Only a title" })
	if got := jsonItems(t, sampleHead(), bare)[0]["content_text"]; got != "Only a title" {
		t.Errorf("content_text %v", got)
	}
}

func TestFormats(t *testing.T) {
	var got []string
	for _, f := range Formats() {
		back, ok := FormatOf(f.Ext())
		if !ok || back != f {
			t.Errorf("FormatOf(%q) = %v, %v", f.Ext(), back, ok)
		}
		got = append(got, f.MediaType())
	}
	if !slices.Equal(got, []string{"application/rss+xml", "application/atom+xml", "application/feed+json"}) {
		t.Errorf("media types %q", got)
	}
	if _, ok := FormatOf("xml"); ok {
		t.Error("xml is a format")
	}
}

// TestFeedID: the same for all pages and formats, another for another feed.
func TestFeedID(t *testing.T) {
	id := func(change func(h *Head)) string {
		h := sampleHead()
		change(&h)
		return newSheet(h, nil).id
	}
	base := id(func(*Head) {})
	if base != id(func(h *Head) { h.SelfURL, h.Title, h.Feed.Token = "https://other.example/", "x", "secret" }) {
		t.Error("the id depends on the page or its words")
	}
	if base == id(func(h *Head) { h.Feed.Slug = "other" }) || base == id(func(h *Head) { h.Site.URL = "https://other.example" }) {
		t.Error("two feeds share an id")
	}
	if got := id(func(h *Head) { h.ID = "tag:example.org,2023:search" }); got != "tag:example.org,2023:search" {
		t.Errorf("got %q", got)
	}
}
