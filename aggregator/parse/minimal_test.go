package parse

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

// told is an entry in one line: title, link, guid, date, what it says.
func told(e news.Entry) string {
	date := ""
	if !e.Published.IsZero() {
		date = e.Published.Format(time.RFC3339)
	}
	says := e.Content
	if says == "" {
		says = e.Summary
	}
	return strings.Join([]string{e.Title, strings.TrimPrefix(e.Link, "https://e.example"), e.GUID, date, says}, "|")
}

const (
	asRSS  = `<rss version="2.0"><channel><title>t</title><item>%</item></channel></rss>`
	asAtom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>%</entry></feed>`
	asA03  = `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry>%</entry></feed>`
	asRDF  = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel>%</rdf:RDF>`
	asJSON = `{"version":"https://jsonfeed.org/version/1","title":"t","items":[%]}`
)

// TestMinimal is a corpus of the smallest documents that show one thing each
// which test suites of feed parsers have met. Entries are separated by "\n".
func TestMinimal(t *testing.T) {
	for _, c := range []struct{ name, as, doc, want string }{
		// Versions and frames.
		{"rss 0.90", "%", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel><item><title>a</title><link>/1</link></item></rdf:RDF>`, "a|/1|||"},
		{"rss 0.91 with its DTD", "%", `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><title>a &eacute;</title></item></channel></rss>`, "a é||||"},
		{"rss of a version nobody knows", "%", `<rss version="9.9"><channel><item><title>a</title></item></channel></rss>`, "a||||"},
		{"rss in capitals", "%", `<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>a</TITLE><LINK>/1</LINK></ITEM></CHANNEL></RSS>`, "a|/1|||"},
		{"rss 1.1-like prefix", "%", `<rss:rss xmlns:rss="http://purl.org/rss/1.0/"><rss:channel><rss:item><rss:title>a</rss:title></rss:item></rss:channel></rss:rss>`, "a||||"},
		{"items beside the channel in rss 2.0", "%", `<rss version="2.0"><channel><title>t</title></channel><item><title>a</title></item></rss>`, "a||||"},
		{"items in an items element", "%", `<rss version="2.0"><channel><items><item><title>a</title></item></items></channel></rss>`, "a||||"},
		{"rdf items inside and outside", asRDF, `<item rdf:about="https://e.example/1"><title>a</title></item><item rdf:about="u2"><title>b</title><link>/2</link></item>`, "a|/1|https://e.example/1||\nb|/2|u2||"},
		{"rdf with another prefix", "%", `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel><item><title>a</title></item></r:RDF>`, "a||||"},
		{"atom without a namespace", "%", `<feed><entry><title>a</title><id>1</id></entry></feed>`, "a||1||"},
		{"atom with a prefix", "%", `<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:title>a</atom:title><atom:id>1</atom:id></atom:entry></atom:feed>`, "a||1||"},
		{"empty entry", asAtom, ``, "||||"},
		{"comment between items", "%", `<rss version="2.0"><channel><!-- <item><title>x</title></item> --><item><title>a</title></item></channel></rss>`, "a||||"},
		{"item inside CDATA", asRSS, `<title>a</title><description><![CDATA[<item><title>x</title></item>]]></description>`, "a||||"},
		{"processing instructions", asRSS, `<?php echo 1 ?><title>a<?x y?></title>`, "a||||"},

		// Texts.
		{"title in CDATA", asRSS, `<title><![CDATA[a & b <i>c</i>]]></title>`, "a & b c||||"},
		{"title of two CDATA sections", asRSS, `<title><![CDATA[a ]]><![CDATA[b]]></title>`, "a b||||"},
		{"title with markup", asRSS, `<title>a <b>bold</b> b</title>`, "a bold b||||"},
		{"title over lines", asRSS, "<title>\n  a\n  b\t</title>", "a b||||"},
		{"title twice escaped", asRSS, `<title>AT&amp;amp;T &amp;quot;x&amp;quot;</title>`, `AT&T "x"||||`},
		{"title that is a sign", asRSS, `<title>1 &lt; 2</title>`, "1 < 2||||"},
		{"numeric references", asRSS, `<title>&#1575;&#x627;&#8230;</title>`, "اا…||||"},
		{"windows references", asRSS, `<title>it&#146;s</title>`, "it’s||||"},
		{"references beyond Unicode", asRSS, `<title>a&#x110000;&#xD800;&#0;b</title>`, "ab||||"},
		{"an emoji in two halves", asRSS, `<title>a&#xD83D;&#xDE00;</title>`, "a||||"},
		{"entities of HTML", asRSS, `<title>a&hearts;&hellip;&nosuch;</title>`, "a♥…&nosuch;||||"},
		{"description escaped", asRSS, `<description>&lt;p&gt;a&lt;/p&gt;</description>`, "||||<p>a</p>"},
		{"description inline", asRSS, `<description><p>a</p></description>`, "||||<p>a</p>"},
		{"content before description", asRSS, `<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>long</p>]]></content:encoded><description>short</description>`, "||||<p>long</p>"},
		{"content without its namespace", asRSS, `<content:encoded><![CDATA[<p>long</p>]]></content:encoded>`, "||||<p>long</p>"},
		{"fullitem", asRSS, `<fullitem>&lt;p&gt;long&lt;/p&gt;</fullitem>`, "||||<p>long</p>"},
		{"xhtml body", asRSS, `<body xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></body>`, "||||<p>a</p><p>b</p>"},
		{"atom text", asAtom, `<title>a &lt;b&gt; c</title><content>1 &lt; 2</content>`, "a c||||1 &lt; 2"},
		{"atom html", asAtom, `<title type="html">a &lt;b&gt;x&lt;/b&gt;</title><content type="html">&lt;p&gt;a&lt;/p&gt;</content>`, "a x||||<p>a</p>"},
		{"atom xhtml", asAtom, `<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>x</b></div></title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div></content>`, "a x||||<div><p>a</p></div>"},
		{"atom content elsewhere", asAtom, `<title>a</title><content type="text/html" src="/1"/>`, "a|/1|||"},
		{"atom content that is a picture", asAtom, `<title>a</title><content type="image/png">iVBORw0KGgo=</content>`, "a||||"},
		{"atom 0.3 escaped", asA03, `<title mode="escaped" type="text/html">a &lt;b&gt;x&lt;/b&gt;</title><content mode="escaped" type="text/html">&lt;p&gt;a&lt;/p&gt;</content>`, "a x||||<p>a</p>"},
		{"atom 0.3 xml", asA03, `<title>a</title><content mode="xml" type="application/xhtml+xml"><p xmlns="http://www.w3.org/1999/xhtml">a</p></content>`, "a||||<p>a</p>"},
		{"atom 0.3 base64", asA03, `<title>a</title><content mode="base64" type="text/html">PHA+YTwvcD4=</content>`, "a||||<p>a</p>"},
		{"script in a description", asRSS, `<description>&lt;script&gt;x&lt;/script&gt;a&lt;img src=/1 onerror=x&gt;</description>`, `||||a<img src="https://e.example/1"/>`},

		// Links and ids.
		{"guid in capitals", asRSS, `<guid isPermaLink="FALSE">https://e.example/1</guid>`, "||https://e.example/1||"},
		{"guid without a flag", asRSS, `<guid>https://e.example/1</guid>`, "|/1|https://e.example/1||"},
		{"empty link beside a guid", asRSS, `<link/><guid>https://e.example/1</guid>`, "|/1|https://e.example/1||"},
		{"link in CDATA", asRSS, `<link><![CDATA[ /1?a=1&b=2 ]]></link>`, "|/1?a=1&b=2|||"},
		{"link with a line break", asRSS, "<link>https://e.example/a\nb</link>", "|/ab|||"},
		{"link by attribute", asRSS, `<link href="/1"/>`, "|/1|||"},
		{"link without its scheme", asRSS, `<link>//e.example/1</link>`, "|/1|||"},
		{"link of a mail program", asRSS, `<link>mailto:a@e.example</link>`, "||||"},
		{"link that is data", asRSS, `<link>data:text/html,x</link>`, "||||"},
		{"atom link without a relation", asAtom, `<link href="/1"/>`, "|/1|||"},
		{"atom links of two types", asAtom, `<link rel="alternate" type="application/json" href="/j"/><link rel="alternate" type="text/html" href="/1"/>`, "|/1|||"},
		{"atom link to itself only", asAtom, `<link rel="self" href="/self"/><id>tag:e.example,2020:1</id>`, "||tag:e.example,2020:1||"},
		{"atom relation as an address", asAtom, `<link rel="http://www.iana.org/assignments/relation/alternate" href="/1"/>`, "|/1|||"},
		{"atom id with spaces", asAtom, "<id>\n urn:x </id>", "||urn:x||"},
		{"bases in bases", "%", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.example/a/"><entry xml:base="b/"><title>a</title><link xml:base="c/" href="d"/></entry></feed>`, "a|/a/b/c/d|||"},
		{"base with a scheme of its own", "%", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="javascript:x"><entry><title>a</title><link href="d"/></entry></feed>`, "a|/feeds/d|||"},

		// Dates.
		{"date of two digits", asRSS, `<pubDate>Mon, 27 Nov 23 15:13 GMT</pubDate>`, "|||2023-11-27T15:13:00Z|"},
		{"date without a weekday", asRSS, `<pubDate>27 Nov 2023 15:13:00 EST</pubDate>`, "|||2023-11-27T20:13:00Z|"},
		{"date of dc", asRSS, `<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2023-11-27T15:13+03:30</dc:date>`, "|||2023-11-27T11:43:00Z|"},
		{"date of a day", asRSS, `<pubDate>2023-11-27</pubDate>`, "|||2023-11-27T00:00:00Z|"},
		{"date of asctime", asRSS, `<pubDate>Mon Nov 27 15:13:00 2023</pubDate>`, "|||2023-11-27T15:13:00Z|"},
		{"dates twice", asRSS, `<pubDate>27 Nov 2023 15:13:00 GMT</pubDate><pubDate>28 Nov 2023 15:13:00 GMT</pubDate>`, "|||2023-11-28T15:13:00Z|"},
		{"date that is none", asRSS, `<pubDate>soon</pubDate>`, "||||"},
		{"date in CDATA", asRSS, `<pubDate><![CDATA[Mon, 27 Nov 2023 15:13:00 +0000]]></pubDate>`, "|||2023-11-27T15:13:00Z|"},
		{"atom 0.3 dates", asA03, `<issued>2023-11-27T15:13:00Z</issued><modified>2023-11-28T15:13:00Z</modified>`, "|||2023-11-27T15:13:00Z|"},
		{"seconds beyond sixty", asAtom, `<published>2023-11-27T15:13:60Z</published>`, "|||2023-11-27T15:14:00Z|"},
		{"date of milliseconds and zone", asAtom, `<published>2023-11-27T15:13:00.123+0330</published>`, "|||2023-11-27T11:43:00Z|"},

		// JSON.
		{"json of version 1", asJSON, `{"id":"1","url":"/1","title":"a","content_text":"x"}`, "a|/1|1||<p>x</p>"},
		{"json with a number for an id", asJSON, `{"id":1.5,"title":"a"}`, "a||1.5||"},
		{"json of nulls", asJSON, `{"id":"1","title":null,"tags":null,"attachments":null,"authors":null}`, "||1||"},
		{"json with a mark", "\uFEFF" + asJSON, `{"id":"1"}`, "||1||"},
		{"json without items", "%", `{"version":"https://jsonfeed.org/version/1.1","title":"t"}`, ""},
		{"json one item for a list", "%", `{"version":"https://jsonfeed.org/version/1.1","items":{"id":"1"}}`, "||1||"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse(t.Context(), []byte(strings.Replace(c.as, "%", c.doc, 1)), options("https://e.example/feeds/x"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range doc.Entries {
				got = append(got, told(e))
			}
			if g := strings.Join(got, "\n"); g != c.want {
				t.Errorf("got  %q\nwant %q\nrepaired %q", g, c.want, doc.Repaired)
			}
		})
	}
}

// TestMinimalCharsets reads one word in many charsets, named by HTTP, by the
// declaration or by the bytes alone.
func TestMinimalCharsets(t *testing.T) {
	for _, c := range []struct{ label, word, bytes string }{
		{"windows-1256", "خبر", "ce c8 d1"}, {"iso-8859-6", "خبر", "ce c8 d1"}, {"windows-1251", "новость", "ed ee e2 ee f1 f2 fc"},
		{"koi8-r", "новость", "ce cf d7 cf d3 d4 d8"}, {"iso-8859-5", "новость", "dd de d2 de e1 e2 ec"}, {"windows-1255", "שלום", "f9 ec e5 ed"},
		{"iso-8859-9", "ışık", "fd fe fd 6b"}, {"windows-1254", "ışık", "fd fe fd 6b"}, {"iso-8859-1", "été", "e9 74 e9"}, {"windows-1252", "“x”", "93 78 94"},
		{"shift_jis", "日本", "93 fa 96 7b"}, {"euc-jp", "日本", "c6 fc cb dc"}, {"iso-2022-jp", "日本", "1b 24 42 46 7c 4b 5c 1b 28 42"}, {"gb2312", "中国", "d6 d0 b9 fa"},
		{"gb18030", "中国", "d6 d0 b9 fa"}, {"big5", "中國", "a4 a4 b0 ea"}, {"euc-kr", "한국", "c7 d1 b1 b9"}, {"utf-8", "خبر", "d8 ae d8 a8 d8 b1"},
		{"x-sjis", "日本", "93 fa 96 7b"}, {"cp1256", "خبر", "ce c8 d1"}, {"ISO_8859-1", "été", "e9 74 e9"},
	} {
		raw, err := hex.DecodeString(strings.ReplaceAll(c.bytes, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		body := `<rss version="2.0"><channel><item><title>` + string(raw) + `</title></item></channel></rss>`
		for name, doc := range map[string][2]string{
			"declared": {`<?xml version="1.0" encoding="` + c.label + `"?>` + body, ""}, "declared in single quotes": {`<?xml version='1.0' encoding='` + c.label + `' ?>` + body, ""},
			"by HTTP": {body, "text/xml; charset=" + c.label}, "by HTTP in quotes": {`<?xml version="1.0"?>` + body, `application/rss+xml; charset="` + c.label + `"`},
		} {
			t.Run(c.label+" "+name, func(t *testing.T) {
				o := options("https://e.example/")
				o.ContentType = doc[1]
				got, err := Parse(t.Context(), []byte(doc[0]), o)
				if err != nil || len(got.Entries) != 1 || got.Entries[0].Title != c.word {
					t.Errorf("%v, %+v; want %s", err, got.Entries, c.word)
				}
			})
		}
	}
}

// TestMinimalNoFeeds tells of each document that it is no feed.
func TestMinimalNoFeeds(t *testing.T) {
	for name, doc := range map[string]string{
		"nothing": "", "spaces": " \n ", "text": "not found", "html": "<!doctype html><title>x</title>", "html without a type": "<html><body>x", "json": `{"error":"x"}`, "json list": `[1,2]`,
		"opml": `<opml version="2.0"><body><outline text="x"/></body></opml>`, "sitemap": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>x</loc></url></urlset>`,
		"cdf": `<!DOCTYPE Channel SYSTEM "x"><cdf><x/></cdf>`, "soap": `<?xml version="1.0"?><Envelope><Fault/></Envelope>`, "svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`, "a picture": "\x89PNG\r\n\x1a\n\x00\x00", "pdf": "%PDF-1.4\n%\xe2\xe3",
		"json scalar": `"x"`, "php": `<?php echo 1;`, "half a tag": `<rs`, "only a declaration": `<?xml version="1.0"?>`, "only a comment": `<!-- x -->`,
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Parse(t.Context(), []byte(doc), options("https://e.example/"))
			if err == nil {
				t.Errorf("read as %s with %d entries", doc.Format, len(doc.Entries))
			}
		})
	}
}
