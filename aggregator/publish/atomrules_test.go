package publish

import (
	"fmt"
	"strings"
)

// atomRules are RFC 4287's, by section.
func atomRules() []rule {
	entries := func(r *node) []*node { return r.all(nsAtom, "entry") }
	both := func(check func(n *node) string) func(*node) []string {
		return func(r *node) []string { return append(one(check(r)), each(entries(r), check)...) }
	}
	count := func(n *node, low, high int, names ...string) string {
		for _, name := range names {
			if c := len(n.all(nsAtom, name)); c < low || c > high {
				return fmt.Sprintf("%d of %s", c, name)
			}
		}
		return ""
	}
	return []rule{
		{"§2 root and name space", func(r *node) []string {
			return one(say(r.name.Local != "feed" || r.name.Space != nsAtom, "%v", r.name))
		}},
		{"§2 xml:lang", both(func(n *node) string {
			l, ok := n.get(nsXML, "lang")
			return say(ok && !langForm.MatchString(l), "%q", l)
		})},
		{"§3.1 text constructs", both(func(n *node) string {
			for _, name := range []string{"title", "summary", "subtitle", "rights"} {
				k := n.one(nsAtom, name)
				if t := k.value("type"); t != "" && t != "text" {
					return name + " of type " + t
				}
				if err := checkLine(k.text); err != nil {
					return name + ": " + err.Error()
				}
			}
			return ""
		})},
		{"§3.2 persons", both(func(n *node) string {
			for _, a := range n.all(nsAtom, "author") {
				if p := count(a, 0, 1, "name", "uri", "email"); p != "" || a.one(nsAtom, "name").text == "" {
					return "name of " + p
				}
				if k := a.all(nsAtom, "uri"); len(k) > 0 && !isHTTP(k[0].text) {
					return k[0].text
				}
				if k := a.all(nsAtom, "email"); len(k) > 0 && !strings.Contains(k[0].text, "@") {
					return k[0].text
				}
			}
			return ""
		})},
		{"§3.3 dates", both(func(n *node) string {
			for _, name := range []string{"updated", "published"} {
				for _, k := range n.all(nsAtom, name) {
					if !isRFC3339(k.text) {
						return fmt.Sprintf("%s %q", name, k.text)
					}
				}
			}
			return ""
		})},
		{"§4.1.1 feed", func(r *node) []string {
			return append(one(count(r, 1, 1, "id", "title", "updated")), one(count(r, 0, 1, "generator", "icon", "logo", "rights", "subtitle"))...)
		}},
		{"§4.1.1 author", func(r *node) []string {
			if len(r.all(nsAtom, "author")) > 0 {
				return nil
			}
			return each(entries(r), func(n *node) string { return count(n, 1, 99, "author") })
		}},
		{"§4.1.1 self", func(r *node) []string {
			self := 0
			for _, l := range r.all(nsAtom, "link") {
				if l.value("rel") == "self" && isHTTP(l.value("href")) {
					self++
				}
			}
			return one(say(self != 1, "%d of rel=self", self))
		}},
		{"§4.1.2 entry", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				return count(n, 1, 1, "id", "title", "updated") + count(n, 0, 1, "content", "published", "rights", "source", "summary")
			})
		}},
		{"§4.1.2 alternate links differ", both(func(n *node) string {
			seen := map[string]bool{}
			for _, l := range n.all(nsAtom, "link") {
				if rel, ok := l.get("", "rel"); ok && rel != "alternate" {
					continue
				}
				key := l.value("type") + " " + l.value("hreflang")
				if seen[key] {
					return "two alternate links of " + key
				}
				seen[key] = true
			}
			return ""
		})},
		{"§4.1.2 alternate or content", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				return say(len(n.all(nsAtom, "content")) == 0 && len(n.all(nsAtom, "link")) == 0, "neither")
			})
		}},
		{"§4.1.3 content", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				c := n.one(nsAtom, "content")
				if t := c.value("type"); t == "html" {
					return errText(checkHTML(c.text))
				} else if t != "text" {
					return "type " + t
				}
				return ""
			})
		}},
		{"§4.2.2 category", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				for _, c := range n.all(nsAtom, "category") {
					if scheme, ok := c.get("", "scheme"); c.value("term") == "" || ok && !isURI(scheme) {
						return fmt.Sprintf("%+v", c.attr)
					}
				}
				return ""
			})
		}},
		{"§4.2.6 id", func(r *node) []string {
			seen := map[string]bool{}
			return append(one(say(!isURI(r.one(nsAtom, "id").text), "feed")), each(entries(r), func(n *node) string {
				id := n.one(nsAtom, "id").text
				again := seen[id]
				seen[id] = true
				return say(again || !isURI(id), "%q, again %v", id, again)
			})...)
		}},
		{"§4.2.7 link", both(func(n *node) string {
			for _, l := range n.all(nsAtom, "link") {
				lang, hasLang := l.get("", "hreflang")
				mt, hasType := l.get("", "type")
				if !isURI(l.value("href")) || hasLang && !langForm.MatchString(lang) || hasType && !mediaForm.MatchString(mt) {
					return fmt.Sprintf("%+v", l.attr)
				}
			}
			return ""
		})},
		{"§4.2.11 source", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				if len(n.all(nsAtom, "source")) == 0 {
					return ""
				}
				s := n.one(nsAtom, "source")
				return count(s, 1, 1, "id", "title", "updated") + say(!isURI(s.one(nsAtom, "id").text) || s.one(nsAtom, "title").text == "" || !isRFC3339(s.one(nsAtom, "updated").text), "%+v", s)
			})
		}},
		{"§4.2.15 updated is the newest", func(r *node) []string {
			return each(entries(r), func(n *node) string {
				u, f := n.one(nsAtom, "updated").text, r.one(nsAtom, "updated").text
				return say(u > f, "%s is after the feed's %s", u, f)
			})
		}},
	}
}
