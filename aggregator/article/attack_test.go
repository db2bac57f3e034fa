package article

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func attacks() map[string]string {
	r := strings.Repeat
	var attrs, nested strings.Builder
	for i := range 400 {
		fmt.Fprintf(&attrs, "<b a=%d>", i)
		fmt.Fprintf(&nested, "<a href=/%d><div>", i)
	}
	return map[string]string{
		"empty":               "",
		"zeros":               r("\x00", 4096),
		"only brackets":       r("<", 1<<20),
		"deep divs":           r("<div>", 20_000) + "text",
		"deep below limit":    r("<div>", 500) + r("<p>text of the page, long enough</p>", 500),
		"formatting reopened": attrs.String() + r("<p>text", 20_000),
		"fonts reopened":      r("<b><i><u><s><em><tt>", 60) + r("<p>text", 25_000),
		"adoption":            r("<a href=/><p>", 14_000) + "text",
		"adoption nested":     nested.String() + r("</a>text", 20_000),
		"foster parenting":    r("<table>text", 450) + r("<b>text", 20_000),
		"table text":          "<table>" + r("text<tr>", 28_000),
		"ignored ends":        r("text text text text text text text</x>", 28_000),
		"unclosed comment":    "<p>text<!--" + r("a", 1<<20),
		"unclosed svgs":       r("<svg>text", 28_000),
		"unclosed script":     "<p>text<script>" + r("var a = '</p>';", 50_000),
		"attributes":          "<p " + r("a=b ", 200_000) + ">text",
		"long attribute":      `<a href="` + r("x", 1<<20) + `">text</a>`,
		"entities":            "<p>" + r("&amp;&zwnj;&#1;&#x110000;", 50_000),
		"no spaces":           "<p>" + r("آ", 500_000),
		"many lines":          r("<p>کد خبر: ۱۲۳۴۵۶ - ۰۶ آذر ۱۴۰۲ ۱۵:۱۳</p>", 14_000),
		"many headings":       "<h1>a headline of the page</h1>" + r("<div><h3>مطالب مرتبط</h3><p>متن</p></div>", 7_000),
		"many headlines":      "<title>a headline of the page</title>" + r("<h1>a headline of the page</h1>", 14_000),
		"many links":          r("<div><a href=/x>a headline of the day</a></div>", 14_000),
		"spans":               r("<span>", 480) + r("<span>text, and more</span>", 14_000),
		"json-ld deep":        `<script type="application/ld+json">` + r("[", 100_000) + `</script><p>text`,
		"json-ld odd":         `<script type="application/ld+json">{"@type":["NewsArticle",1],"headline":{"name":[{"url":null}]},"datePublished":7,"image":[]}</script><p>text`,
		"attribution":         "<p>" + r("به گزارش به نقل از ", 20_000),
		"slashes":             "<p>" + r("/ فارس ", 30_000),
		"brackets":            "<p>" + r("((((( AFP ", 30_000),
		"end markers":         r("<p>انتهای پیام", 20_000),
		"br":                  r("text<br>", 28_000),
		"brs alone":           r("<br> ", 28_000) + "text",
		"frames":              "<frameset><frame src=x></frameset>",
		"select":              "<select>" + r("text<div>", 28_000),
		"utf-16":              "\xff\xfe" + r("<\x00p\x00>\x00", 5_000),
		"hundred thousand":    r("<i>x</i>", 100_000),
	}
}

// TestAttacks reads pages made to cost much: each must end, by itself or at a
// limit, and leave nothing unsafe.
func TestAttacks(t *testing.T) {
	for name, page := range attacks() {
		t.Run(name, func(t *testing.T) {
			p, err := Read([]byte(page), options(t, "https://site.example/news/1"))
			if err != nil && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrUnreadable) {
				t.Errorf("error of an unknown kind: %v", err)
			}
			if len(p.Text) > maxText || len(p.Images) > maxImages || len(p.Cites) > maxCites || len(p.Title) > 2*maxTitle {
				t.Errorf("beyond its bounds: %d bytes of text, %d images, %d cites, %d bytes of title", len(p.Text), len(p.Images), len(p.Cites), len(p.Title))
			}
		})
	}
}

// TestLimits names the limit that each of these pages meets.
func TestLimits(t *testing.T) {
	for _, tc := range []struct {
		name string
		page string
		want error
	}{
		{name: "bytes", page: strings.Repeat("a", maxPage+1), want: ErrTooLarge},
		{name: "elements", page: strings.Repeat("<p>a", maxElements+1), want: ErrTooLarge},
		{name: "depth", page: strings.Repeat("<div>", 600), want: ErrUnreadable},
		{name: "none", page: "<p>a", want: nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := Read([]byte(tc.page), options(t, "https://site.example/")); !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

// TestPanic shows that a panic below becomes an error.
func TestPanic(t *testing.T) {
	o := options(t, "https://site.example/")
	o.Sanitize = func(string, string) string { panic("torn") }
	if _, err := Read([]byte("<p>"+strings.Repeat("text, and more of it. ", 40)), o); !errors.Is(err, ErrUnreadable) {
		t.Errorf("error %v, want %v", err, ErrUnreadable)
	}
}
