package article

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzRead goes below the recover of Read: nothing may panic, the same bytes
// say the same, and what comes out is clean and bounded.
func FuzzRead(f *testing.F) {
	for _, tc := range layouts {
		f.Add(file(f, tc.name+".html"), "text/html")
	}
	for _, p := range attacks() {
		if len(p) < 8<<10 {
			f.Add([]byte(p), "text/html; charset=windows-1256")
		}
	}
	for _, s := range []string{
		"<title>a headline of it</title><h1>a headline of it</h1><p>متن ./ فارس<h3>نظرات</h3>x", `<p class="news_nav">کد خبر: ۲۱۵۶۱۵<br>۰۶ آذر ۱۴۰۲ ۱۵:۱۳`,
		`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-11-27"}</script>`, "<table><a href=x><td><p>text</a></table><svg><p>", "<form><ul hidden><li><a href=/>x</a>انتهای پیام/",
	} {
		f.Add([]byte(s), "text/html")
	}
	o := options(f, "https://site.example/news/123456/x")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		if len(body) > 64<<10 {
			return
		}
		o := o
		o.ContentType = contentType
		var a, b Page
		if err := a.read(body, o); err != nil {
			return
		}
		err := b.read(body, o)
		b.Language = a.Language // text.Lang counts letters: on noise its languages may tie
		if err != nil || !cmp.Equal(a, b) {
			t.Fatalf("read twice: %v\n%s", err, cmp.Diff(a, b))
		}
		for _, s := range []string{a.Title, a.Lead, a.Text, a.RawPublished, string(a.Code), a.Canonical} {
			if !utf8.ValidString(s) {
				t.Fatalf("not UTF-8: %q", s)
			}
		}
		if !a.Published.IsZero() && (a.Published.Location() != time.UTC || a.Published.Year() < 1990 || a.Published.After(o.Now.AddDate(0, 0, 3))) {
			t.Fatalf("published %v of %q", a.Published, a.RawPublished)
		}
	})
}

// FuzzAttribute finds the same agency whatever invisible marks are put between
// the letters, and names none twice.
func FuzzAttribute(f *testing.F) {
	for _, p := range storedPages(f) {
		f.Add(p.Text, "fa")
	}
	f.Fuzz(func(t *testing.T, plain, language string) {
		a := Attribute(plain, language)
		seen := map[string]bool{a.Agency: true}
		for _, c := range a.Cites {
			if c == "" || seen[c] {
				t.Fatalf("%q twice or empty in %+v", c, a)
			}
			seen[c] = true
		}
		if utf8.ValidString(plain) {
			if b := Attribute("\u200f"+plain+"\u200e", language); !cmp.Equal(a, b) {
				t.Fatalf("direction marks change %+v to %+v", a, b)
			}
		}
	})
}
