package parse

import (
	stdhtml "html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxHTMLDepth is how deep elements may nest in what Sanitize returns; deeper
// ones lose their tags, not their text (BEHAVIOUR §3.3).
const maxHTMLDepth = 256

// elements are those that may stay in a text. No style, script, svg, math,
// form or frame: nothing that runs, loads by itself or leaves its place.
var elements = strings.Fields(`a abbr acronym address article aside audio b bdi bdo big blockquote br caption center
	cite code col colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins
	kbd li main mark nav ol p picture pre q rb rp rt rtc ruby s samp section small source span strike strong sub summary
	sup table tbody td tfoot th thead time tr tt u ul var video wbr`)

// policy is the allow-list, built once. It leaves addresses to tidier, which
// lets through nothing but absolute http, https and mailto: bluemonday would
// throw away every picture with a space in its name.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(elements...)
	p.AllowNoAttrs().OnElements("a", "span", "img", "source", "audio", "video", "bdo")
	p.RequireParseableURLs(false)
	p.SkipElementsContent("svg", "math", "template", "textarea", "select", "title", "xmp")
	p.AllowAttrs("dir", "lang").Globally()
	p.AllowAttrs("title").OnElements("a", "abbr", "acronym", "dfn", "img")
	p.AllowAttrs("href", "hreflang").OnElements("a")
	p.AllowAttrs("src", "srcset", "sizes", "alt", "width", "height", "data-src", "data-original", "data-lazy-src").OnElements("img")
	p.AllowAttrs("src", "srcset", "sizes", "media", "type").OnElements("source")
	p.AllowAttrs("src", "width", "height", "controls").OnElements("audio", "video")
	p.AllowAttrs("poster").OnElements("video")
	p.AllowAttrs("cite").OnElements("blockquote", "q", "del", "ins")
	p.AllowAttrs("datetime").OnElements("time", "del", "ins")
	p.AllowAttrs("colspan", "rowspan", "scope").OnElements("td", "th")
	p.AllowAttrs("span").OnElements("col", "colgroup")
	p.AllowAttrs("start", "reversed", "type", "value").OnElements("ol", "li")
	p.AllowAttrs("open").OnElements("details")
	return p
})

var isElement = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, len(elements))
	for _, e := range elements {
		m[e] = true
	}
	return m
})

// Sanitize returns the part of markup that is safe to show in any reader's or
// page's browser: elements and attributes of an allow-list, balanced, links
// and images absolute against baseURL and of the schemes http, https and
// mailto, tracking pixels gone, dir and lang kept. A link or image that cannot
// be made absolute loses its address. It holds for any input.
func Sanitize(markup, baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		base = &url.URL{}
	}
	return sanitize(markup, base)
}

func sanitize(markup string, base *url.URL) string {
	markup = strings.TrimSpace(markup)
	if strings.IndexByte(markup, '<') < 0 {
		if strings.IndexByte(markup, '&') < 0 {
			return strings.ReplaceAll(legal(markup), ">", "&gt;")
		}
		return stdhtml.EscapeString(legal(stdhtml.UnescapeString(markup)))
	}
	clean := policy().Sanitize(markup)
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(clean), body)
	if err != nil { // more open elements than the parser follows: keep the words
		clean = bluemonday.StrictPolicy().Sanitize(clean)
		if nodes, err = html.ParseFragment(strings.NewReader(clean), body); err != nil {
			return ""
		}
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	t := tidier{base: base, allowed: isElement()}
	t.children(body, 1)
	var w strings.Builder
	w.Grow(len(clean) + len(clean)/8)
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if html.Render(&w, n) != nil {
			return ""
		}
	}
	return strings.TrimSpace(w.String())
}

// tidier walks a sanitised tree.
type tidier struct {
	base    *url.URL
	allowed map[string]bool
}

func (t *tidier) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.TextNode:
			c.Data = legal(c.Data)
		case c.Type != html.ElementNode || isTracker(c):
			n.RemoveChild(c)
		case depth > maxHTMLDepth || !t.allowed[c.Data]:
			if first := unwrap(n, c); first != nil {
				next = first
			}
		case !t.element(c):
			n.RemoveChild(c)
		default:
			t.children(c, depth+1)
		}
		c = next
	}
}

// unwrap puts the children of c in its place and returns the first of them.
func unwrap(n, c *html.Node) (first *html.Node) {
	first = c.FirstChild
	for g := c.FirstChild; g != nil; g = c.FirstChild {
		c.RemoveChild(g)
		n.InsertBefore(g, c)
	}
	n.RemoveChild(c)
	return first
}

// element mends the attributes of one element; false means that nothing of it
// is left to show.
func (t *tidier) element(c *html.Node) bool {
	lazy := ""
	kept := c.Attr[:0]
	for _, a := range c.Attr {
		a.Val = legal(a.Val)
		switch a.Key {
		case "href", "src", "poster", "cite":
			if a.Val = t.address(a.Val, a.Key == "href"); a.Val == "" {
				continue
			}
		case "srcset":
			if a.Val = t.srcset(a.Val); a.Val == "" {
				continue
			}
		case "data-src", "data-original", "data-lazy-src":
			if lazy == "" {
				lazy = t.address(a.Val, false)
			}
			continue
		case "dir":
			if a.Val = strings.ToLower(a.Val); a.Val != "rtl" && a.Val != "ltr" && a.Val != "auto" {
				continue
			}
		case "lang":
			if !isLanguage(a.Val) {
				continue
			}
		case "width", "height":
			if _, err := strconv.ParseUint(strings.TrimSuffix(a.Val, "%"), 10, 16); err != nil {
				continue
			}
		}
		kept = append(kept, a)
	}
	c.Attr = kept
	switch c.DataAtom {
	case atom.A:
		if hasAttr(c, "href") {
			c.Attr = append(c.Attr, html.Attribute{Key: "rel", Val: "noopener noreferrer"})
		}
	case atom.Img:
		if lazy != "" {
			c.Attr = slices.DeleteFunc(c.Attr, func(a html.Attribute) bool { return a.Key == "src" })
			c.Attr = append(c.Attr, html.Attribute{Key: "src", Val: lazy})
		}
		return hasAttr(c, "src") || hasAttr(c, "srcset")
	case atom.Source:
		return hasAttr(c, "src") || hasAttr(c, "srcset")
	}
	return true
}

// address is raw made absolute, or empty when it is nothing to follow.
func (t *tidier) address(raw string, mail bool) string {
	u := absolute(t.base, raw)
	if u == "" && mail && len(raw) > 7 && strings.EqualFold(raw[:7], "mailto:") {
		return raw
	}
	return strings.ReplaceAll(u, " ", "%20")
}

// srcset makes every candidate of an image set absolute.
func (t *tidier) srcset(raw string) string {
	const space = " \t\n\f\r"
	var out []string
	for len(out) < 32 {
		raw = strings.TrimLeft(raw, space+",")
		if raw == "" {
			break
		}
		u, size := raw, ""
		if i := strings.IndexAny(raw, space); i >= 0 {
			u, raw = raw[:i], raw[i:]
		} else {
			raw = ""
		}
		if bare := strings.TrimRight(u, ","); bare != u {
			u = bare // no size follows
		} else {
			size, raw, _ = strings.Cut(raw, ",")
		}
		if u = t.address(u, false); u != "" {
			out = append(out, strings.TrimSpace(u+" "+strings.Join(strings.Fields(size), " ")))
		}
	}
	return strings.Join(out, ", ")
}

// trackers are hosts, or hosts with a path, whose images count readers.
var trackers = []string{"feeds.feedburner.com/~r/", "feeds.feedburner.com/~ff/", "pixel.wp.com/", "stats.wordpress.com/",
	"pixel.quantserve.com/", "b.scorecardresearch.com/", "www.google-analytics.com/", "ad.doubleclick.net/", "ads.pheedo.com/",
	"pi.feedsportal.com/", "da.feedsportal.com/", "res.feedsportal.com/", "feedads.g.doubleclick.net/", "rss.buysellads.com/",
	"counter.yadro.ru/", "mc.yandex.ru/", "www.facebook.com/tr", "medium.com/_/stat"}

// isTracker tells whether an element is an image that only counts readers: one
// pixel or less in either direction, or at an address known for that.
func isTracker(c *html.Node) bool {
	if c.DataAtom != atom.Img {
		return false
	}
	for _, a := range c.Attr {
		switch a.Key {
		case "width", "height":
			if v := strings.TrimSuffix(strings.TrimSpace(a.Val), "px"); v == "0" || v == "1" {
				return true
			}
		case "src":
			_, rest, _ := strings.Cut(a.Val, "//")
			for _, tr := range trackers {
				if strings.HasPrefix(rest, tr) {
					return true
				}
			}
		}
	}
	return false
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// isLanguage tells whether s has the form of a language tag (BCP 47).
func isLanguage(s string) bool {
	if len(s) < 2 || len(s) > 35 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 1 && (c >= '0' && c <= '9' || c == '-')) {
			return false
		}
	}
	return true
}
