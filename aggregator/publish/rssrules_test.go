package publish

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var mailForm = regexp.MustCompile(`^\S+@\S+ \(.+\)$`)

// rssRules are the RSS Advisory Board's specification and best-practices
// profile, by the name of their sections.
func rssRules() []rule {
	channel := func(root *node) *node { return root.one("", "channel") }
	items := func(root *node) []*node { return channel(root).all("", "item") }
	item := func(check func(n *node) string) func(*node) []string {
		return func(root *node) []string { return each(items(root), check) }
	}
	optional := func(local string, form func(string) bool) func(n *node) string {
		return func(n *node) string {
			k := n.all("", local)
			return say(len(k) > 1 || len(k) == 1 && !form(k[0].text), "%d of %s, first %q", len(k), local, n.one("", local).text)
		}
	}
	return []rule{
		{"rss version", func(r *node) []string {
			return one(say(r.name.Local != "rss" || r.value("version") != "2.0", "root %v", r.name))
		}},
		{"channel required elements", func(r *node) (out []string) {
			for _, n := range []string{"title", "link", "description"} {
				k := channel(r).all("", n)
				out = append(out, one(say(len(k) != 1 || k[0].text == "", "%d of %s", len(k), n))...)
			}
			return out
		}},
		{"channel elements once", func(r *node) (out []string) {
			seen := map[string]int{}
			for _, k := range channel(r).kids {
				if k.name.Local != "item" && k.name.Local != "category" && k.name.Space == "" {
					seen[k.name.Local]++
				}
			}
			for n, c := range seen {
				out = append(out, one(say(c > 1, "%d of %s", c, n))...)
			}
			return out
		}},
		{"channel elements to avoid", func(r *node) (out []string) {
			for _, n := range []string{"cloud", "textInput", "rating", "pubDate"} {
				out = append(out, one(say(len(channel(r).all("", n)) > 0, "%s", n))...)
			}
			return out
		}},
		{"channel link", func(r *node) []string {
			l := channel(r).one("", "link").text
			return one(say(!isHTTP(l), "%q", l))
		}},
		{"channel image", func(r *node) []string {
			c := channel(r)
			if len(c.all("", "image")) == 0 {
				return nil
			}
			i := c.one("", "image")
			return one(say(i.one("", "title").text != c.one("", "title").text || i.one("", "link").text != c.one("", "link").text || !isHTTP(i.one("", "url").text), "%+v", i))
		}},
		{"channel language", func(r *node) []string { return one(optional("language", langForm.MatchString)(channel(r))) }},
		{"channel lastBuildDate", func(r *node) []string { return one(optional("lastBuildDate", isRFC822)(channel(r))) }},
		{"channel docs", func(r *node) []string {
			return one(optional("docs", func(s string) bool { return s == "https://www.rssboard.org/rss-specification" })(channel(r)))
		}},
		{"channel ttl", func(r *node) []string {
			return one(optional("ttl", func(s string) bool { n, err := strconv.Atoi(s); return err == nil && n > 0 })(channel(r)))
		}},
		{"channel atom:link", func(r *node) []string {
			self := 0
			for _, l := range channel(r).all(nsAtom, "link") {
				if l.value("rel") == "self" {
					self++
					if l.value("type") != "application/rss+xml" || !isHTTP(l.value("href")) {
						return []string{fmt.Sprintf("%+v", l.attr)}
					}
				}
			}
			return one(say(self != 1, "%d of rel=self", self))
		}},
		{"item elements once", item(func(n *node) string {
			seen := map[string]bool{}
			for _, k := range n.kids {
				if seen[k.name.Local] && k.name.Space == "" && k.name.Local != "category" {
					return k.name.Local + " twice"
				}
				seen[k.name.Local] = true
			}
			return ""
		})},
		{"item title or description", item(func(n *node) string {
			return say(n.one("", "title").text == "" && n.one("", "description").text == "", "neither")
		})},
		{"item title is plain text", item(func(n *node) string { return errText(checkLine(n.one("", "title").text)) })},
		{"item link", item(optional("link", isHTTP))},
		{"item comments", item(optional("comments", isHTTP))},
		{"item pubDate", item(optional("pubDate", isRFC822))},
		{"item author", item(optional("author", mailForm.MatchString))},
		{"item guid", func(r *node) []string {
			seen := map[string]bool{}
			return each(items(r), func(n *node) string {
				g := n.one("", "guid")
				perma := g.value("isPermaLink") != "false"
				again := seen[g.text]
				seen[g.text] = true
				return say(g.text == "" || again || perma && !isHTTP(g.text), "%q isPermaLink=%v, again %v", g.text, perma, again)
			})
		}},
		{"item category", item(func(n *node) string {
			for _, c := range n.all("", "category") {
				if strings.TrimSpace(c.text) == "" {
					return "empty"
				}
				if d, ok := c.get("", "domain"); ok && !isURI(d) {
					return "domain " + d
				}
			}
			return ""
		})},
		{"item enclosure", item(func(n *node) string {
			k := n.all("", "enclosure")
			if len(k) == 0 {
				return ""
			}
			length, err := strconv.ParseInt(k[0].value("length"), 10, 64)
			return say(len(k) > 1 || err != nil || length < 0 || !isHTTP(k[0].value("url")) || !mediaForm.MatchString(k[0].value("type")), "%d: %+v", len(k), k[0].attr)
		})},
		{"item source", item(func(n *node) string {
			k := n.all("", "source")
			return say(len(k) > 1 || len(k) == 1 && (!isHTTP(k[0].value("url")) || k[0].text == ""), "%+v", n.one("", "source"))
		})},
		{"item description", item(func(n *node) string { return errText(checkHTML(n.one("", "description").text)) })},
		{"item content:encoded", item(func(n *node) string {
			content := n.one(nsContent, "encoded")
			before := slices.IndexFunc(n.kids, func(k *node) bool { return k.name.Local == "description" })
			at := slices.IndexFunc(n.kids, func(k *node) bool { return k.name.Local == "encoded" })
			if at >= 0 && (before < 0 || before > at || content.text == "") {
				return "not after a description"
			}
			return errText(checkHTML(content.text))
		})},
		{"item dc:creator", item(func(n *node) string {
			for _, c := range n.all(nsDC, "creator") {
				if c.text == "" || checkLine(c.text) != nil {
					return fmt.Sprintf("%q", c.text)
				}
			}
			return ""
		})},
		{"item xml:lang", item(func(n *node) string {
			l, ok := n.get(nsXML, "lang")
			return say(ok && !langForm.MatchString(l), "%q", l)
		})},
		{"Media RSS", item(func(n *node) string {
			for _, m := range append(n.all(nsMedia, "content"), n.all(nsMedia, "thumbnail")...) {
				if !isHTTP(m.value("url")) {
					return m.value("url")
				}
			}
			return ""
		})},
		{"item atom:link", item(func(n *node) string {
			for _, l := range n.all(nsAtom, "link") {
				if !isURI(l.value("href")) || l.value("rel") == "" {
					return fmt.Sprintf("%+v", l.attr)
				}
			}
			return ""
		})},
	}
}

// one is a list of one fault, or of none.
func one(p string) []string {
	if p == "" {
		return nil
	}
	return []string{p}
}
