package topic

import (
	"fmt"
	"slices"
	"strings"

	"golchin/aggregator/news"
)

// Explanation says why an item is in a topic or is not.
type Explanation struct {
	Slug string
	In   bool
	// Why are the terms found, with their places, also when that was not enough.
	Why []news.Why
	// Reason is a sentence: what is missing, or what excluded the item. It is
	// never empty.
	Reason string
}

// Explain says why d is in the topic slug or not. An unknown slug is a reason
// too.
func (s *Set) Explain(slug string, d Doc) Explanation {
	x := Explanation{Slug: slug}
	i := slices.IndexFunc(s.topics, func(t news.Topic) bool { return t.Slug == slug })
	if i < 0 {
		x.Reason = "There is no topic " + slug + "."
		return x
	}
	r := s.read(&d)
	defer r.done()
	x.Reason = fmt.Sprintf("The topic has no terms for the language %q.", r.v.lang)
	if reason := r.admits(&s.topics[i]); reason != "" {
		x.Reason = "Out: " + reason + "."
		return x
	}
	best := -1
	for n := range s.rules {
		rule := &s.rules[n]
		if int(rule.topic) != i || rule.query == nil && r.v.lang != "" && r.v.lang != rule.lang {
			continue
		}
		reason, held, why := r.explain(rule)
		switch {
		case reason == "":
			x.In, x.Why = true, tidy(append(x.Why, why...))
			x.Reason = "In: " + sentence(x.Why) + "."
		case !x.In && held > best:
			best, x.Why = held, why
			x.Reason = "Out: " + reason + "."
		}
	}
	return x
}

// explain says why a rule does not hold, and how far it got; the reason is
// empty when it holds.
func (r *reading) explain(rule *rule) (reason string, held int, why []news.Why) {
	why = r.why(rule)
	if rule.query != nil {
		e := r.eval(rule)
		return e.missing(rule.query.root), 0, why
	}
	head := false
	for i, g := range rule.groups {
		in, deep := r.group(g)
		head = head || in
		switch {
		case in || deep:
			held++
		case reason == "":
			reason = fmt.Sprintf("none of the terms of group %d (%s: %s) stands in title or lead, or %d times in the rest",
				i+1, rule.lang, r.some(g), deepHits)
		}
	}
	switch {
	case reason != "":
	case !head:
		reason = "its terms stand behind the lead only"
	case r.anyInHead(rule.none) && !r.anyInHead(rule.unless):
		i := slices.IndexFunc(rule.none, func(id int32) bool { return r.hit(id).in(anyField) })
		w := r.place(rule.none[i])
		reason = fmt.Sprintf("«%s» in the %s excludes it", w.Term, w.Field)
		if len(rule.unless) > 0 {
			reason += ", and nothing outweighs that (" + r.some(rule.unless) + ")"
		}
	}
	return reason, held, why
}

// some names the first terms of a list.
func (r *reading) some(terms []int32) string {
	var names []string
	for _, id := range terms[:min(len(terms), 6)] {
		names = append(names, r.set.terms[id].src)
	}
	s := strings.Join(names, ", ")
	if len(terms) > len(names) {
		s += fmt.Sprintf(" and %d more", len(terms)-len(names))
	}
	return s
}

// sentence names the terms found: «غزه» in the title, «آتش‌بس» in the text.
func sentence(why []news.Why) string {
	if len(why) == 0 {
		return "nothing speaks against it"
	}
	var parts []string
	for _, w := range why {
		s := "«" + w.Term + "» in the " + w.Field
		if !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// missing is the part of a query that fails, in words; empty when it holds.
func (e *eval) missing(n *node) string {
	if e.holds(n) {
		return ""
	}
	switch n.op {
	case opAnd:
		for _, k := range n.kids {
			if s := e.missing(k); s != "" {
				return s
			}
		}
	case opNot:
		if why := e.why(n.kids[0]); len(why) > 0 {
			return sentence(why) + " excludes it"
		}
		return "it is excluded by " + shown(n.kids[0])
	case opNear:
		return fmt.Sprintf("%s: the words do not stand that close", shown(n))
	}
	return shown(n) + " does not hold"
}

// shown is a node in the query language.
func shown(n *node) string {
	var b strings.Builder
	n.write(&b, opAnd, true)
	return b.String()
}
