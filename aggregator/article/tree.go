package article

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isBlock tells whether an element stands on lines of its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img,
		atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time,
		atom.Tt, atom.U, atom.Var, atom.Wbr:
		return false
	}
	return n.Type == html.ElementNode
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// contains tells whether n is root or inside it.
func contains(root, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == root {
			return true
		}
	}
	return false
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// each calls f for every element under root in document order until f says no.
func each(root *html.Node, f func(*html.Node) bool) {
	for n := next(root, root, false); n != nil; n = next(root, n, false) {
		if n.Type == html.ElementNode && !f(n) {
			return
		}
	}
}

// next is the node behind n in document order within root; over leaves out
// what is inside n.
func next(root, n *html.Node, over bool) *html.Node {
	if n.FirstChild != nil && !over {
		return n.FirstChild
	}
	for ; n != nil && n != root; n = n.Parent {
		if n.NextSibling != nil {
			return n.NextSibling
		}
	}
	return nil
}

// inline is the text of n on one line, at most limit bytes of it.
func inline(n *html.Node, limit int) string {
	var b strings.Builder
	for c := n; c != nil && b.Len() < limit; c = next(n, c, false) {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case isBlock(c):
			b.WriteByte(' ')
		}
	}
	s := b.String()
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return strings.Join(strings.Fields(s), " ")
}

// weight is how much text an element holds, in runes without white space.
type weight struct {
	all, linked int // runes, and those inside links
	links       int // links with text
	longest     int // runes of the longest text node outside links
}

// weigh fills w with the weights of every element under n, children first.
// Depth is bounded by the parser.
func weigh(n *html.Node, inLink bool, w map[*html.Node]weight) weight {
	var sum weight
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			k := letters(c.Data)
			sum.all += k
			if inLink {
				sum.linked += k
			} else {
				sum.longest = max(sum.longest, k)
			}
		case html.ElementNode:
			isLink := c.DataAtom == atom.A && hasAttr(c, "href")
			v := weigh(c, inLink || isLink, w)
			if isLink && v.all > 0 {
				v.links++
			}
			sum.all += v.all
			sum.linked += v.linked
			sum.links += v.links
			sum.longest = max(sum.longest, v.longest)
		}
	}
	w[n] = sum
	return sum
}

// letters counts the runes of s that are no white space.
func letters(s string) int {
	n := 0
	for f := range strings.FieldsSeq(s) {
		n += utf8.RuneCountInString(f)
	}
	return n
}
