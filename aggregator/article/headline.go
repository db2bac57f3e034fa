package article

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTitle is the longest headline, in bytes.
const maxTitle = 1000

// findHeadline returns the element that shows the article's headline, nil when
// none is certain. title is what the page's head says it is.
//
// Since the text is looked for behind it only, most of the page's prose must
// follow; where the head says the same, a quarter of it.
func findHeadline(root *html.Node, title string) *html.Node {
	best, matched := likeliestHeadline(root, title)
	if best == nil {
		return nil
	}
	total, after, met := 0, 0, false
	for n := next(root, root, false); n != nil; n = next(root, n, false) {
		if n == best {
			met = true
		}
		if n.Type == html.TextNode && !inside(n, atom.A) {
			k := letters(n.Data)
			if total += k; met {
				after += k
			}
		}
	}
	if 4*after < total || !matched && 5*after < 3*total {
		return nil
	}
	return best
}

func likeliestHeadline(root *html.Node, title string) (best *html.Node, matched bool) {
	want := squeeze(title)
	top := 0
	each(root, func(n *html.Node) bool {
		score := headlineScore(n)
		if score == 0 {
			return true
		}
		s := inline(n, maxTitle)
		got := squeeze(s)
		if utf8.RuneCountInString(got) < 6 {
			return true
		}
		switch {
		case got == want:
			score += 20
		case want != "" && strings.HasPrefix(want, got) && 2*len(got) >= len(want):
			score += 16
		case want != "" && len(want) > 20 && (strings.Contains(got, want) || strings.Contains(want, got)) && 2*min(len(got), len(want)) >= max(len(got), len(want)):
			score += 12
		case n.DataAtom != atom.H1 && attr(n, "itemprop") != "headline", utf8.RuneCountInString(got) < 15:
			return true // without the head's word for it only these count
		}
		if inside(n, atom.Li) {
			score -= 6 // its own headline in a list of headlines
		}
		if score > top {
			best, top = n, score
		}
		return true
	})
	return best, top >= 8
}

// headlineScore tells how much an element looks like a headline by its name.
func headlineScore(n *html.Node) int {
	score := 0
	switch n.DataAtom {
	case atom.H1:
		score = 4
	case atom.H2:
		score = 2
	case atom.H3:
		score = 1
	}
	if attr(n, "itemprop") == "headline" {
		score += 4
	}
	if c := attr(n, "class") + " " + attr(n, "id"); score == 0 && c != " " && isBlock(n) || score > 0 {
		for w := range classWords(c) {
			if w == "title" || w == "headline" || w == "titr" {
				score++
				break
			}
		}
	}
	return score
}

func inside(n *html.Node, a atom.Atom) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.DataAtom == a {
			return true
		}
	}
	return false
}

// classWords yields the words of class names, split at everything that is no
// letter, in lower case.
func classWords(class string) func(yield func(string) bool) {
	return strings.FieldsFuncSeq(strings.ToLower(class), func(r rune) bool { return r < 'a' || r > 'z' })
}

// plainTitle takes the site's name off a title of the page's head.
func plainTitle(title, site string) string {
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		if head, tail, ok := cutLast(title, sep); ok {
			if utf8.RuneCountInString(head) >= 15 && (utf8.RuneCountInString(tail) <= 30 || squeeze(tail) == squeeze(site)) {
				return head
			}
		}
	}
	return title
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):]), true
}
