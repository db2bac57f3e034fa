package article

import (
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// furniture are words of class names, ids and roles of what stands around
// articles, whatever it holds. loose ones are also words of layouts: their
// element must not hold most of the page's prose.
var furniture = sync.OnceValue(func() map[string]bool {
	return words(`breadcrumb breadcrumbs sidebar related relatednews comment comments disqus nazar nazarat
		addthis footer latestnews lastnews mostviewed mostread newsletter ticker marquee subscribe pagination advertisement advertisements advert
		tabligh tablighat outbrain taboola cookie popup modal contentinfo search login poll`)
})

var looseFurniture = sync.OnceValue(func() map[string]bool {
	return words(`ad ads adv banner banners latest last most popular tag tags keywords recommended suggested suggest widget links shortlink similar share sharing
		social socials complementary more archive visited aside`)
})

// linkFurniture are words of what is furniture only with links in it: fields of
// the article stand in a news_nav or an item-nav too.
var linkFurniture = sync.OnceValue(func() map[string]bool {
	return words("nav navbar navigation menu menus toolbar")
})

// cutFurniture removes menus, lists of links and boxes from root. What holds
// the headline always stays.
func cutFurniture(root, headline *html.Node) {
	w := map[*html.Node]weight{}
	total := weigh(root, false, w)
	prose := total.all - total.linked
	above := map[*html.Node]bool{}
	for n := headline; n != nil; n = n.Parent {
		above[n] = true
	}
	for n := next(root, root, false); n != nil; {
		over := next(root, n, true)
		if n.Type == html.CommentNode || n.Type == html.ElementNode && !above[n] && isFurniture(n, w[n], prose) {
			remove(n)
			n = over
			continue
		}
		n = next(root, n, false)
	}
	cutBoxes(root, above, w)
}

// isFurniture judges one element by its name, its attributes and how much of
// it is links.
func isFurniture(n *html.Node, w weight, prose int) bool {
	own := w.all - w.linked
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Nav, atom.Footer, atom.Form, atom.Input, atom.Marquee, atom.Dialog, atom.Link, atom.Meta:
		return n.DataAtom != atom.Form || 2*own < prose // whole pages stand in ASP.NET forms
	case atom.Aside:
		return 2*own < prose
	}
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return 2*own < prose
	}
	if name := attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "role"); len(name) > 2 {
		for c := range classWords(name) {
			if furniture()[c] && 4*own < 3*prose || looseFurniture()[c] && 3*own < prose && w.longest < 200 ||
				linkFurniture()[c] && w.links > 0 && 5*own < w.all {
				return true
			}
		}
	}
	return isBlock(n) && isLinkFarm(w)
}

// isLinkFarm tells of lists of headlines: three links or more that are nearly
// all of the text, and no prose between them.
func isLinkFarm(w weight) bool {
	return w.links >= 3 && 10*w.linked >= 7*w.all && w.longest < 120
}

// cutBoxes removes boxes under the text by their headings: «مطالب مرتبط»,
// «آخرین اخبار». Headings above most of the prose head nothing: a link to the
// comments stands there often. What is above the headline (in the tree) stays.
func cutBoxes(root *html.Node, above map[*html.Node]bool, w map[*html.Node]weight) {
	total, before, prose := w[root].all-w[root].linked, 0, 0
	var heads []*html.Node
	at := map[*html.Node]int{}
	for n := next(root, root, false); n != nil; n = next(root, n, false) {
		if n.Type == html.TextNode && n.Parent.DataAtom != atom.A {
			k := letters(n.Data)
			if before += k; k >= 120 {
				prose = before
			}
		}
		if k := w[n]; n.Type != html.ElementNode || k.all == 0 || k.all > 40 || above[n] {
			continue
		}
		if isTailHeading(squeeze(inline(n, 200))) && 4*(before+w[n].all) > total {
			heads = append(heads, n)
			at[n] = before
		}
	}
	for _, h := range heads {
		if contains(root, h) {
			cutBox(h, root, above, w, at[h] < prose)
		}
	}
}

// cutBox removes the box that a heading stands in: the largest element around
// it that holds little prose and not the headline. What follows it goes as well
// up to the next prose, but behind headings that also stand between paragraphs
// only links go while there is more prose, and behind those of comments all.
func cutBox(h, root *html.Node, above map[*html.Node]bool, w map[*html.Node]weight, more bool) {
	heading := squeeze(inline(h, 200))
	between, comments := more && betweenHeadings()[heading], commentHeadings()[heading]
	box := h
	for p := box.Parent; p != nil && p != root && p.DataAtom != atom.Body && !above[p] && isBox(w[p]); p = p.Parent {
		box = p
	}
	for s := box.NextSibling; s != nil; {
		after, k := s.NextSibling, w[s]
		if s.Type == html.TextNode {
			k = weight{all: letters(s.Data), longest: letters(s.Data)}
		}
		own := k.all - k.linked
		switch {
		case above[s], between && k.all > 0 && 2*k.linked < k.all:
			after = nil
		case k.longest >= 120 && (!comments || 5*own > 2*(w[root].all-w[root].linked)):
			after = nil
		default:
			remove(s)
		}
		s = after
	}
	remove(box)
}

// isBox tells of an element without prose to speak of.
func isBox(w weight) bool { return w.longest < 120 && w.all-w.linked < 300 }

// cutBefore removes everything that stands before n in the document.
func cutBefore(root, n *html.Node) {
	for ; n != nil && n != root; n = n.Parent {
		for p := n.PrevSibling; p != nil; {
			before := p.PrevSibling
			if p.DataAtom != atom.Head {
				remove(p)
			}
			p = before
		}
	}
}

// cutFrom removes n and everything behind it in root.
func cutFrom(root, n *html.Node) {
	for c := n; c != nil && c != root; {
		parent := c.Parent
		for s := c.NextSibling; s != nil; {
			after := s.NextSibling
			remove(s)
			s = after
		}
		if c == n {
			remove(c)
		}
		c = parent
	}
}

// isAbout tells whether a class or id holds one of the words.
func isAbout(n *html.Node, names ...string) bool {
	for c := range classWords(attr(n, "class") + " " + attr(n, "id")) {
		for _, name := range names {
			if strings.HasPrefix(c, name) {
				return true
			}
		}
	}
	return false
}
