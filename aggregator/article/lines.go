package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"golchin/aggregator/text"
)

// maxLines bounds the lines of one page that are looked at.
const maxLines = 4000

// line is one line of a page as it is shown, in document order.
type line struct {
	text string
	from *html.Node // the first text node of it
}

// linesOf cuts what root shows into lines.
func linesOf(root *html.Node) []line {
	var out []line
	var b strings.Builder
	var first *html.Node
	flush := func() {
		if s := text.CleanLine(b.String()); s != "" {
			out = append(out, line{text: s, from: first})
		}
		b.Reset()
		first = nil
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && len(out) < maxLines; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				if first == nil && strings.TrimSpace(c.Data) != "" {
					first = c
				}
				b.WriteString(c.Data)
			case c.DataAtom == atom.Head || c.Type != html.ElementNode:
			case c.DataAtom == atom.Br:
				flush()
			case isBlock(c):
				flush()
				walk(c)
				flush()
			default:
				walk(c)
			}
		}
	}
	walk(root)
	flush()
	return out
}

// indexOf is the line that begins in n, or -1.
func indexOf(lines []line, n *html.Node) int {
	for i, l := range lines {
		if n != nil && contains(n, l.from) {
			return i
		}
	}
	return -1
}

// join puts lines together again.
func join(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}
