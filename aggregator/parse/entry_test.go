package parse

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

// TestEntries holds what gofeed drops or bends against what the sources wrote.
func TestEntries(t *testing.T) {
	rss := func(item string) string {
		return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
			xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
			<channel><title>t</title><link>https://e.example/</link><item>` + item + `</item></channel></rss>`
	}
	atom := func(entry string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>urn:x</id><entry>` + entry + `</entry></feed>`
	}
	json := func(item string) string {
		return `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[` + item + `]}`
	}
	for _, c := range []struct {
		name, doc string
		want      news.Entry
	}{
		{"permalink guid", rss(`<title>x</title><guid>https://e.example/1</guid>`), news.Entry{Title: "x", GUID: "https://e.example/1", GUIDIsLink: true, Link: "https://e.example/1"}},
		{"guid that is no permalink", rss(`<title>x</title><guid isPermaLink="false">https://e.example/1</guid>`), news.Entry{Title: "x", GUID: "https://e.example/1"}},
		{"guid that cannot be followed", rss(`<title>x</title><guid>abc-1</guid>`), news.Entry{Title: "x", GUID: "abc-1"}},
		{"first of two links and titles", rss(`<title>one</title><title>two</title><link>https://e.example/1</link><link>https://e.example/2</link>`), news.Entry{Title: "one", Link: "https://e.example/1"}},
		{"relative link", rss(`<title>x</title><link>/fa/news/1/خبر</link>`), news.Entry{Title: "x", Link: "https://feeds.example.org/fa/news/1/%D8%AE%D8%A8%D8%B1"}},
		{"link as spelt", rss(`<title>x</title><link> HTTPS://E.example:443/fa/خبر?a=1&amp;b=[2]# </link>`), news.Entry{Title: "x", Link: "HTTPS://E.example:443/fa/خبر?a=1&b=[2]#"}},
		{"link with entities that are none", rss(`<title>x</title><link>https://e.example/?a=1&copy=3&amp;d=4</link>`), news.Entry{Title: "x", Link: "https://e.example/?a=1&copy=3&d=4"}},
		{"link of another scheme", rss(`<title>x</title><link>javascript:alert(1)</link>`), news.Entry{Title: "x"}},
		{"original link", rss(`<title>x</title><link>https://feedproxy.example/~r/1</link><feedburner:origLink>https://e.example/1</feedburner:origLink>`), news.Entry{Title: "x", Link: "https://feedproxy.example/~r/1", OrigLink: "https://e.example/1"}},
		{"link of atom", rss(`<title>x</title><atom:link href="https://e.example/1"/>`), news.Entry{Title: "x", Link: "https://e.example/1"}},
		{"base", rss(`<title>x</title><link xml:base="https://b.example/feed/index.xml">b.html</link>`), news.Entry{Title: "x", Link: "https://b.example/feed/b.html"}},
		{"all creators", rss(`<title>x</title><dc:creator>الف</dc:creator><dc:creator>ب</dc:creator><author>a@e.example (پ)</author>`), news.Entry{Title: "x", Authors: []news.Person{{Name: "پ", Email: "a@e.example"}, {Name: "الف"}, {Name: "ب"}}}},
		{"creator with parentheses", rss(`<title>x</title><dc:creator>Nick Ames (now), Ed Aarons</dc:creator>`), news.Entry{Title: "x", Authors: []news.Person{{Name: "Nick Ames (now), Ed Aarons"}}}},
		{"source", rss(`<title>x</title><source url="https://s.example/rss">فارس</source>`), news.Entry{Title: "x", Via: news.Via{Title: "فارس", URL: "https://s.example/rss"}}},
		{"categories", rss(`<title>x</title><category domain="https://e.example/c">a &amp;amp; b</category><category>c</category><category>c</category><dc:subject>d</dc:subject>`), news.Entry{Title: "x", Categories: []news.Category{{Term: "a & b", Scheme: "https://e.example/c"}, {Term: "c"}, {Term: "d"}}}},
		{"enclosures", rss(`<title>x</title><link>https://e.example/1</link><enclosure url="/a.mp3" type="audio/mpeg" length="12"/><enclosure url="/b.jpg" type="image/jpeg" length="x"/>`),
			news.Entry{Title: "x", Link: "https://e.example/1", Image: "https://feeds.example.org/b.jpg", Enclosures: []news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Length: 12}, {URL: "https://feeds.example.org/b.jpg", Type: "image/jpeg"}}}},
		{"media", rss(`<title>x</title><media:group><media:content url="https://e.example/a.mp4" type="video/mp4" fileSize="7"/><media:content url="https://e.example/b.jpg" medium="image"/></media:group><media:thumbnail url="https://e.example/t.jpg"/>`),
			news.Entry{Title: "x", Image: "https://e.example/b.jpg", Enclosures: []news.Enclosure{{URL: "https://e.example/a.mp4", Type: "video/mp4", Length: 7}}}},
		{"thumbnail", rss(`<title>x</title><media:thumbnail url="/t.jpg"/>`), news.Entry{Title: "x", Image: "https://feeds.example.org/t.jpg"}},
		{"language and comments", rss(`<title>x</title><dc:language>fa_IR</dc:language><comments>https://e.example/1#c</comments><dc:rights>©</dc:rights>`), news.Entry{Title: "x", Language: "fa-IR", Comments: "https://e.example/1#c", Rights: "©"}},
		{"xml:lang", rss(`<title xml:lang="ar">x</title>`), news.Entry{Title: "x", Language: "ar"}},
		{"both texts", rss(`<title>x</title><link>https://e.example/a/1</link><description>kurz</description><content:encoded><![CDATA[<p>lang <img src="i.jpg"></p>]]></content:encoded>`), news.Entry{Title: "x", Link: "https://e.example/a/1", Summary: "kurz", Content: `<p>lang <img src="https://e.example/a/i.jpg"/></p>`}},
		{"xhtml body", rss(`<title>x</title><h:body xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a <h:b>b</h:b> c</h:p></h:body>`), news.Entry{Title: "x", Content: "<p>a <b>b</b> c</p>"}},
		{"title with markup", rss(`<title>&lt;b&gt;آتش&amp;zwnj;بس&lt;/b&gt; در &amp;laquo;غزه&amp;raquo;</title>`), news.Entry{Title: "آتش‌بس در «غزه»"}},
		{"title with signs", rss(`<title>a &lt; b, vector&lt;int&gt; &amp; I &lt;3 you</title>`), news.Entry{Title: "a < b, vector<int> & I <3 you"}},
		{"title with controls", rss("<title>a\u202Eb\nc\u0001</title>"), news.Entry{Title: "ab c"}},
		{"entities encoded twice", rss(`<title>x</title><description><![CDATA[<p>آتش&amp;zwnj;بس &amp;#8217; AT&amp;T &amp;lt;</p>]]></description>`), news.Entry{Title: "x", Summary: "<p>آتش‌بس ’ AT&amp;T &amp;lt;</p>"}},
		{"markup encoded twice", rss(`<title>x</title><description>&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;</description>`), news.Entry{Title: "x", Summary: "<p>a</p>"}},
		{"text of itunes", rss(`<title>x</title><itunes:summary>s</itunes:summary><itunes:author>a</itunes:author><itunes:image href="https://e.example/i.jpg"/>`), news.Entry{Title: "x", Summary: "s", Authors: []news.Person{{Name: "a"}}, Image: "https://e.example/i.jpg", Podcast: &news.Podcast{Image: "https://e.example/i.jpg"}}},
		{"date", rss(`<title>x</title><pubDate>Mon, 27 Nov 2023 15:13:00 +0330</pubDate>`), news.Entry{Title: "x", RawPublished: "Mon, 27 Nov 2023 15:13:00 +0330", Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC)}},
		{"jalali date", rss(`<title>x</title><pubDate>Mon, 06 Azar 1402 15:13:00 +0330</pubDate>`), news.Entry{Title: "x", RawPublished: "Mon, 06 Azar 1402 15:13:00 +0330", Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC), Repaired: []string{"date: jalali"}}},
		{"implausible date", rss(`<title>x</title><pubDate>Fri, 31 Dec 9999 00:00:00 GMT</pubDate>`), news.Entry{Title: "x", RawPublished: "Fri, 31 Dec 9999 00:00:00 GMT", Repaired: []string{"date refused: implausible"}}},
		{"no date at all", rss(`<title>x</title><pubDate>soon</pubDate>`), news.Entry{Title: "x", RawPublished: "soon", Repaired: []string{"date refused: not understood"}}},
		{"rdf:about", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel><item rdf:about="https://e.example/?a=1&amp;b=2"><title>x</title><link>https://e.example/1</link></item></rdf:RDF>`,
			news.Entry{Title: "x", GUID: "https://e.example/?a=1&b=2", GUIDIsLink: true, Link: "https://e.example/1"}},

		{"atom id verbatim", atom(`<title>x</title><id> HTTP://E.example/[0]^# </id><link href="HTTP://E.example/[0]^#"/>`), news.Entry{Title: "x", GUID: "HTTP://E.example/[0]^#", Link: "HTTP://E.example/[0]^#"}},
		{"atom entry with only an id", atom(`<title>x</title><id>https://e.example/1</id>`), news.Entry{Title: "x", GUID: "https://e.example/1", GUIDIsLink: true, Link: "https://e.example/1"}},
		{"atom base", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/feed/index.xml"><entry xml:base="x/"><title>x</title><id>1</id><link href="b.html"/><content type="html">&lt;a href="c"&gt;c&lt;/a&gt;</content></entry></feed>`,
			news.Entry{Title: "x", GUID: "1", Link: "https://b.example/feed/x/b.html", Content: `<a href="https://b.example/feed/x/c" rel="noopener noreferrer">c</a>`}},
		{"atom links", atom(`<title>x</title><id>1</id><link rel="enclosure" type="audio/mpeg" length="9" title="t" href="/a.mp3"/><link rel="self" href="/self"/><link rel="replies" type="text/html" href="/c"/><link rel="alternate" type="text/html" href="/1"/><link rel="alternate" href="/2"/>`),
			news.Entry{Title: "x", GUID: "1", Link: "https://feeds.example.org/1", Comments: "https://feeds.example.org/c", Enclosures: []news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Length: 9, Title: "t"}}}},
		{"atom text is no markup", atom(`<title type="text">a &lt; b</title><id>1</id><summary type="text">1 &lt; 2 &amp; 3</summary>`), news.Entry{Title: "a < b", GUID: "1", Summary: "1 &lt; 2 &amp; 3"}},
		{"atom xhtml", atom(`<title>x</title><id>1</id><content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p dir="rtl">سلام<x:br/>دنیا</x:p></x:div></content>`), news.Entry{Title: "x", GUID: "1", Content: `<div><p dir="rtl">سلام<br/>دنیا</p></div>`}},
		{"atom people and source", atom(`<title>x</title><id>1</id><author><name>الف</name><uri>/u</uri></author><source><title>فارس</title><link href="https://s.example/"/></source><category term="a" scheme="s" label="l"/>`),
			news.Entry{Title: "x", GUID: "1", Authors: []news.Person{{Name: "الف", URL: "https://feeds.example.org/u"}}, Via: news.Via{Title: "فارس", URL: "https://s.example/"}, Categories: []news.Category{{Term: "a", Scheme: "s", Label: "l"}}}},
		{"atom dates", atom(`<title>x</title><id>1</id><published>1402-09-06T15:13:00+03:30</published><updated>2023-11-28T00:00:00Z</updated>`),
			news.Entry{Title: "x", GUID: "1", RawPublished: "1402-09-06T15:13:00+03:30", RawUpdated: "2023-11-28T00:00:00Z", Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC), Updated: time.Date(2023, 11, 28, 0, 0, 0, 0, time.UTC), Repaired: []string{"date: jalali"}}},
		{"atom updated only", atom(`<title>x</title><id>1</id><updated>2023-11-28T00:00:00Z</updated>`), news.Entry{Title: "x", GUID: "1", RawUpdated: "2023-11-28T00:00:00Z", Published: time.Date(2023, 11, 28, 0, 0, 0, 0, time.UTC), Updated: time.Date(2023, 11, 28, 0, 0, 0, 0, time.UTC)}},
		{"atom prefix", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry xml:lang="fa"><a:title>x</a:title><a:id>1</a:id></a:entry></a:feed>`, news.Entry{Title: "x", GUID: "1", Language: "fa"}},
		{"atom prefix undeclared", `<atom:feed><atom:entry><atom:title>x</atom:title><atom:id>1</atom:id></atom:entry></atom:feed>`, news.Entry{Title: "x", GUID: "1"}},
		{"atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title><id>1</id><created>2003-12-13T08:29:29-04:00</created></entry></feed>`, news.Entry{Title: "x", GUID: "1", RawPublished: "2003-12-13T08:29:29-04:00", Published: time.Date(2003, 12, 13, 12, 29, 29, 0, time.UTC)}},
		{"rss in the namespace of atom", `<rss xmlns="http://www.w3.org/2005/Atom"><channel><item><title>x</title></item></channel></rss>`, news.Entry{Title: "x"}},
		{"bare item", `<item><title>x</title><guid>g</guid></item>`, news.Entry{Title: "x", GUID: "g"}},
		{"bare channel", `<channel><item><title>x</title><guid>g</guid></item></channel>`, news.Entry{Title: "x", GUID: "g"}},

		{"json", json(`{"id":12,"url":"/1","title":"a & b","content_html":"<p>x</p>","summary":"s < t","date_published":"2023-11-27T15:13:00+03:30","authors":[{"name":"n","url":"/n"}],"tags":["a",null,"b"],"attachments":[{"url":"/a.mp3","mime_type":"audio/mpeg","size_in_bytes":"9","title":"t"}],"image":"/i.jpg","language":"fa"}`),
			news.Entry{GUID: "12", Link: "https://feeds.example.org/1", Title: "a & b", Content: "<p>x</p>", Summary: "s &lt; t", RawPublished: "2023-11-27T15:13:00+03:30", Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC),
				Authors: []news.Person{{Name: "n", URL: "https://feeds.example.org/n"}}, Categories: []news.Category{{Term: "a"}, {Term: "b"}}, Image: "https://feeds.example.org/i.jpg", Language: "fa",
				Enclosures: []news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Length: 9, Title: "t"}}}},
		{"json of wrong types", json(`{"id":"1","authors":{"name":"n"},"tags":"t","attachments":"none","title":null,"content_text":"a\n\nb < c"}`),
			news.Entry{GUID: "1", Content: "<p>a</p><p>b &lt; c</p>", Authors: []news.Person{{Name: "n"}}, Categories: []news.Category{{Term: "t"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options("https://feeds.example.org/feed.xml")
			doc, err := Parse(t.Context(), []byte(c.doc), o)
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Entries) != 1 {
				t.Fatalf("%d entries, want 1; repaired %q", len(doc.Entries), doc.Repaired)
			}
			if diff := cmp.Diff(c.want, doc.Entries[0]); diff != "" {
				t.Error("-want +got\n" + diff)
			}
		})
	}
}

// TestHead holds what a feed says of itself.
func TestHead(t *testing.T) {
	for _, c := range []struct {
		name, doc string
		want      news.Document
	}{
		{"rss", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>خبر &amp;amp; نظر</title><link>/</link><description>d</description>
			<language>fa-IR</language><copyright>c</copyright><image><url>/i.png</url></image><ttl>45</ttl><skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Friday</day></skipDays>
			<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency><atom:link rel="self" href="/rss"/><atom:link rel="hub" href="https://hub.example/"/></channel></rss>`,
			news.Document{Format: "rss", Title: "خبر & نظر", Description: "d", Link: "https://feeds.example.org/", Language: "fa-IR", Rights: "c", Image: "https://feeds.example.org/i.png", Self: "https://feeds.example.org/rss", Hub: "https://hub.example/",
				TTL: 45 * time.Minute, SkipHours: []int{0, 3}, SkipDays: []time.Weekday{time.Friday}}},
		{"rdf", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title><link>https://e.example/</link><dc:language>ar</dc:language><sy:updatePeriod>daily</sy:updatePeriod></channel></rdf:RDF>`,
			news.Document{Format: "rdf", Title: "t", Link: "https://e.example/", Language: "ar", TTL: 24 * time.Hour}},
		{"atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa"><title type="html">&lt;b&gt;t&lt;/b&gt;</title><subtitle>s</subtitle><rights>r</rights><logo>/l.png</logo><link rel="self" href="/atom"/><link rel="hub" href="https://hub.example/"/><link rel="next" href="?page=2"/><link href="https://e.example/"/></feed>`,
			news.Document{Format: "atom", Title: "t", Description: "s", Link: "https://e.example/", Language: "fa", Rights: "r", Image: "https://feeds.example.org/l.png", Self: "https://feeds.example.org/atom", Hub: "https://hub.example/", Next: "https://feeds.example.org/feed.xml?page=2"}},
		{"json", `{"version":"https://jsonfeed.org/version/1.1","title":"a < b","home_page_url":"https://e.example/","feed_url":"https://e.example/feed.json","next_url":"https://e.example/2","icon":"/i.png","language":"fa","hubs":[{"type":"WebSub","url":"https://hub.example/"}],"items":[]}`,
			news.Document{Format: "json", Title: "a < b", Link: "https://e.example/", Self: "https://e.example/feed.json", Next: "https://e.example/2", Image: "https://feeds.example.org/i.png", Language: "fa", Hub: "https://hub.example/"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse(t.Context(), []byte(c.doc), options("https://feeds.example.org/feed.xml"))
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Entries) != 0 {
				t.Errorf("%d entries, want none", len(doc.Entries))
			}
			doc.Entries = nil
			if diff := cmp.Diff(c.want, doc); diff != "" {
				t.Error("-want +got\n" + diff)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("ن", 3000)
	doc, err := Parse(t.Context(), []byte(`<rss><channel><item><title>`+long+`</title><guid isPermaLink="false">`+long+`</guid><link>https://e.example/`+long+`</link><description>`+long+`</description>`+
		strings.Repeat("<enclosure url='/a'/><category>c</category>", 3)+`<enclosure url="/b"/><category>d</category></item><item/><item/></channel></rss>`),
		Options{URL: "https://e.example/", Limits: Limits{MaxItems: 2, MaxContent: 1000, MaxCategories: 1, MaxEnclosures: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 2 || doc.Dropped != 1 {
		t.Fatalf("%d entries, %d dropped, want 2 and 1", len(doc.Entries), doc.Dropped)
	}
	e := doc.Entries[0]
	if len(e.Title) != 1024 || len(e.Summary) != 1000 || len(e.GUID) != len("sha256:")+64 || e.Link != "" || len(e.Categories) != 1 || len(e.Enclosures) != 1 {
		t.Errorf("title %d, summary %d, guid %q, link %d, categories %d, enclosures %d", len(e.Title), len(e.Summary), e.GUID, len(e.Link), len(e.Categories), len(e.Enclosures))
	}
	if _, err := Parse(t.Context(), make([]byte, 100), Options{Limits: Limits{MaxBytes: 99}}); err == nil {
		t.Error("a document beyond MaxBytes was read")
	}
}
