package article

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"golchin/aggregator/text"
)

// The bounds of what is taken from a page.
const (
	minText   = 140     // runes below which readability looks for more
	maxLead   = 1200    // runes
	maxText   = 1 << 20 // bytes of the sanitised text
	maxImages = 50
)

// mainText has readability find the article in doc, which it spends. The
// result is the element that holds it, nil when there is none.
func mainText(doc *html.Node, base *url.URL) (*html.Node, error) {
	ps := readability.NewParser()
	ps.MaxElemsToParse = maxElements
	ps.CharThresholds = minText
	ps.DisableJSONLD = true
	a, err := ps.ParseAndMutate(doc, base)
	if err != nil {
		return nil, fmt.Errorf("find main text: %w", err)
	}
	return a.Node, nil
}

// tidy takes out of the main text what is not the article's: everything from
// an end marker on («انتهای پیام/»), boxes under the text, lines that the page
// shows as fields, the headline where it is repeated at its top, and so the lead
// where it stood apart.
func tidy(body *html.Node, p *Page, apart bool, o Options) {
	cutTail(body)
	cutFurniture(body, nil)
	title, lead := squeeze(p.Title), squeeze(p.Lead)
	top := true
	each(body, func(n *html.Node) bool {
		if n.DataAtom == atom.Img && (isPixel(attr(n, "width")) || isPixel(attr(n, "height"))) {
			n.Attr = nil // the sanitiser drops images without an address
		}
		return true
	})
	for _, n := range leaves(body) {
		s := inline(n, 8<<10)
		key := squeeze(s)
		switch {
		case key == "" && n.DataAtom != atom.Br && !hasMedia(n):
			remove(n)
		case key == "":
		case top && (key == title || apart && key == lead), isField(s, o), isReadMore(n, s), isTailHeading(key):
			remove(n)
		case utf8.RuneCountInString(s) > 100:
			top = false
		}
	}
}

func isPixel(size string) bool {
	size = strings.TrimSuffix(strings.TrimSpace(size), "px")
	return size == "0" || size == "1"
}

// innermost passes the elements that hold nothing but one other.
func innermost(n *html.Node) *html.Node {
	for {
		var only *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
				continue
			}
			if only != nil || c.DataAtom != atom.Div && c.DataAtom != atom.Article && c.DataAtom != atom.Section {
				return n
			}
			only = c
		}
		if only == nil {
			return n
		}
		n = only
	}
}

// leaves are the blocks under root that hold no blocks.
func leaves(root *html.Node) (out []*html.Node) {
	each(root, func(n *html.Node) bool {
		if isBlock(n) && n.DataAtom != atom.Br && n.DataAtom != atom.Hr && n.DataAtom != atom.Img {
			leaf := true
			each(n, func(c *html.Node) bool {
				leaf = !isBlock(c) || c.DataAtom == atom.Br
				return leaf
			})
			if leaf {
				out = append(out, n)
			}
		}
		return true
	})
	return out
}

func hasMedia(n *html.Node) (found bool) {
	if n.DataAtom == atom.Img {
		return true
	}
	each(n, func(c *html.Node) bool {
		found = c.DataAtom == atom.Img || c.DataAtom == atom.Source
		return !found
	})
	return found
}

// isField tells whether a short line is only a news code, a date of
// publication or both.
func isField(s string, o Options) bool {
	if utf8.RuneCountInString(s) > maxDateLine || otherWords(s) > 8 {
		return false
	}
	if len(o.Printed(s)) > 0 {
		return true
	}
	if !mayBeDate(s) || !containsAny(strings.ToLower(s), dateLabels()) {
		return false
	}
	_, err := text.ParseDate(s, o.Source.Timezone, o.Now)
	return err == nil
}

// isReadMore tells of a line that leads to another article: «بیشتر بخوانید: …».
func isReadMore(n *html.Node, s string) bool {
	head, _, ok := strings.Cut(s, ":")
	if !ok {
		head, _, ok = strings.Cut(s, "؛")
	}
	if !ok || len(head) > 60 || !isTailHeading(squeeze(head)) {
		return false
	}
	linked := 0
	each(n, func(c *html.Node) bool {
		if c.DataAtom == atom.A {
			linked += letters(inline(c, 4<<10))
		}
		return true
	})
	return 2*linked > letters(s)
}

// cutTail removes everything from the first end marker on.
func cutTail(body *html.Node) {
	for n := next(body, body, false); n != nil; n = next(body, n, false) {
		if n.Type != html.TextNode || !mayEnd(n.Data) {
			continue
		}
		t := tokenize(n.Data)
		if end := t.marker(); end < len(t.list) {
			n.Data = strings.TrimRight(n.Data[:t.list[end].at], " \t\n/")
			if n.NextSibling != nil || n.Parent != body {
				after := next(body, n, true)
				if after != nil {
					cutFrom(body, after)
				}
			}
			return
		}
	}
}

func mayEnd(s string) bool { return strings.Contains(s, "پیام") || strings.Contains(s, "پيام") }

// findLead returns the element that holds the article's lead: the first behind
// the headline whose name says so.
func findLead(root, headline *html.Node) (lead *html.Node) {
	each(root, func(n *html.Node) bool {
		if n == headline || contains(n, headline) || !isBlock(n) && n.DataAtom != atom.Span {
			return true
		}
		if attr(n, "itemprop") != "description" && !isAbout(n, "lead", "lid", "subtitle", "introtext", "sotitr", "abstract", "standfirst") {
			return true
		}
		s := inline(n, 8*maxLead)
		if k := utf8.RuneCountInString(s); k < 30 || k > maxLead || squeeze(s) == squeeze(inline(headlineOr(headline, n), maxTitle)) {
			return true
		}
		lead = n
		return false
	})
	return lead
}

func headlineOr(h, n *html.Node) *html.Node {
	if h != nil {
		return h
	}
	return &html.Node{Type: html.ElementNode, Data: n.Data}
}

// leadOf is the description of the page's head where the page shows it too,
// whole where the description is cut short.
func leadOf(m metadata, lines []line) string {
	want := squeeze(strings.TrimRight(m.description, " .…"))
	if utf8.RuneCountInString(want) < 20 || want == squeeze(m.title) {
		return ""
	}
	for _, l := range lines {
		if got := squeeze(l.text); strings.HasPrefix(got, want) && utf8.RuneCountInString(l.text) <= maxLead {
			return l.text
		}
	}
	if m.isArticle {
		return m.description
	}
	return ""
}

// imagesOf are the addresses of the images in sanitised HTML.
func imagesOf(markup string, first string) (out []string) {
	if first != "" {
		out = append(out, first)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(markup))
	if err != nil {
		return out
	}
	doc.Find("img[src]").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if src := s.AttrOr("src", ""); src != "" && !slices.Contains(out, src) {
			out = append(out, src)
		}
		return len(out) < maxImages
	})
	return out
}
