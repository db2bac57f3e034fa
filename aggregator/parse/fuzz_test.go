package parse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golchin/aggregator/news"
)

// seeds adds the feeds of testdata, whole and damaged, and the short attacks.
func seeds(f *testing.F, add func([]byte)) {
	f.Helper()
	files, err := filepath.Glob("testdata/feeds/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		body = body[:min(len(body), 3000)]
		add(body)
		if v, ok := newVictim(body); ok {
			for _, d := range damages {
				if b := d.do(v); len(b) < 8<<10 {
					add(b)
				}
			}
		}
	}
	add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"tags":[null]},null]}`))
	add([]byte(`<rss><channel><item><title><![CDATA[a</title><x:y z='1><item><b>c</i></channel>`))
	add([]byte(page))
}

// FuzzParse holds what Parse promises of any bytes at all.
func FuzzParse(f *testing.F) {
	seeds(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, body []byte) {
		o := Options{URL: "https://e.example/feed", Now: now, Limits: Limits{MaxBytes: 1 << 20, MaxItems: 20, MaxContent: 1 << 16}}
		doc, err := Parse(context.Background(), body, o)
		if err != nil {
			if strings.Contains(err.Error(), "panic") {
				t.Fatal(err)
			}
			return
		}
		if len(doc.Entries) > 20 {
			t.Errorf("%d entries", len(doc.Entries))
		}
		for _, e := range doc.Entries {
			checkEntry(t, e)
		}
	})
}

func checkEntry(t *testing.T, e news.Entry) {
	t.Helper()
	fields := []string{e.Title, e.GUID, e.Link, e.Summary, e.Content, e.Rights, e.Language, e.RawPublished, e.Via.Title}
	for _, c := range e.Categories {
		fields = append(fields, c.Term, c.Scheme, c.Label)
	}
	for _, p := range e.Authors {
		fields = append(fields, p.Name, p.Email, p.URL)
	}
	for _, s := range fields {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !isXMLChar(r) }) {
			t.Errorf("nothing XML could carry: %q", s)
		}
	}
	if strings.ContainsAny(e.Title, "\n\r\x00\u202E") || len(e.Title) > 1<<10 {
		t.Errorf("title %q", e.Title)
	}
	for _, u := range []string{e.Link, e.OrigLink, e.Image, e.Comments, e.Via.URL} {
		if u != "" && (!isHTTP(u) || len(u) > 2<<10) {
			t.Errorf("address %q", u)
		}
	}
	checkSafe(t, e.Summary)
	checkSafe(t, e.Content)
}

// FuzzMend: whatever came in, what mend writes is clean, and gofeed finds every
// item in it, all together and one by one.
func FuzzMend(f *testing.F) {
	seeds(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, body []byte) {
		if !utf8.Valid(body) {
			return
		}
		p, _, ok := readProlog(body)
		if !ok {
			return
		}
		mended, _, _ := mend(body[p.root:], p, 20)
		o, clean := sketch(mended, p.format, 20)
		if !clean {
			t.Fatalf("not clean: %q", mended)
		}
		feed, err := read(context.Background(), mended)
		if err != nil {
			t.Fatalf("%v: %q", err, mended)
		}
		if count(feed) != len(o.items) {
			t.Fatalf("gofeed found %d items, want %d: %q", count(feed), len(o.items), mended)
		}
		one, lost, err := salvage(context.Background(), o)
		if err != nil || len(lost) > 0 || count(one) != len(o.items) {
			t.Fatalf("one by one: %d items, %d lost, %v: %q", count(one), len(lost), err, mended)
		}
	})
}

// FuzzSplit: the pieces of a split are bytes of the document, in order.
func FuzzSplit(f *testing.F) {
	seeds(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _, ok := readProlog(body)
		if !ok {
			return
		}
		doc := body[p.root:]
		o, clean := sketch(doc, p.format, 20)
		if !clean {
			return
		}
		s := o.split()
		rest, total := string(doc), len(s.head)
		for i, it := range s.items {
			_, after, found := strings.Cut(rest, string(it))
			if !found {
				t.Fatalf("item %d is not in the document after the one before it", i)
			}
			rest = after
			total += len(it)
		}
		if total != int(o.root.whole.to) {
			t.Errorf("head and items have %d bytes, the document %d", total, o.root.whole.to)
		}
	})
}

func FuzzDecode(f *testing.F) {
	seeds(f, func(b []byte) { f.Add(b, "text/xml; charset=windows-1256", "utf-8") })
	f.Fuzz(func(t *testing.T, body []byte, contentType, charset string) {
		o := Options{ContentType: contentType, Source: news.Source{Charset: charset}, Limits: Limits{MaxBytes: 1 << 20}}
		text, _, err := decode(body, o)
		if err == nil && !utf8.Valid(text) {
			t.Errorf("not UTF-8: %q", text)
		}
	})
}

func FuzzSanitize(f *testing.F) {
	for _, s := range []string{
		`<p dir="rtl">سلام <a href="/x">x</a></p>`, `<svg><style><a id="</style><img src=1 onerror=alert(1)>">`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
		`<img srcset="a 1x, b 2x" data-src=c width=1>`, `<a href="java&#10;script:alert(1)">x`, `<select><template><b>`, "<b><p><i><table><a><td>",
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `<xmp><p title="</xmp><svg/onload=alert(1)>">`, `<plaintext><b>`, "a\x00<b\x00>c", `<![CDATA[<b>]]>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := Sanitize(in, "https://e.example/a/b")
		checkSafe(t, out)
		if again := Sanitize(out, "https://e.example/a/b"); strings.Contains(again, "<script") {
			t.Errorf("%q became %q", out, again)
		}
		if utf8.ValidString(in) && !utf8.ValidString(out) {
			t.Errorf("not UTF-8: %q", out)
		}
	})
}
