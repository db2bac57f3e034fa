package topic

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golchin/aggregator/news"
)

// Needs is what every document that a query matches has for certain, so that
// a store can look where such documents are: a superset of the matches, on
// which Match decides. Of each list a document has at least one value; empty
// lists and zero times ask for nothing.
type Needs struct {
	// Words and Titles are groups of folded words, one of each of which is in
	// title or text, or in the title. A word that ends in "*" stands for all
	// that begin so.
	Words, Titles [][]string
	Codes         []news.Code
	// Sources and Topics may end in "*", which stands for any ending.
	Sources, Topics []string
	// Sites stand for their sub-domains and language sections as well, and
	// Languages for their regions.
	Sites, Languages []string
	From, To         time.Time // inclusive
}

// Needs are the query's.
func (q *Query) Needs() Needs {
	var out Needs
	for _, c := range affordable(q.root.needs()) {
		switch c.kind {
		case needTitle:
			out.Titles = append(out.Titles, c.any)
		case needWord:
			out.Words = append(out.Words, c.any)
		case needCode:
			codes := make([]news.Code, len(c.any))
			for i, v := range c.any {
				codes[i] = news.Code(v)
			}
			out.Codes = rarer(out.Codes, codes)
		case needSource:
			out.Sources = rarer(out.Sources, c.any)
		case needTopic:
			out.Topics = rarer(out.Topics, c.any)
		case needSite:
			out.Sites = rarer(out.Sites, c.any)
		case needLang:
			out.Languages = rarer(out.Languages, c.any)
		case needFrom:
			if c.at.After(out.From) {
				out.From = c.at
			}
		case needTo:
			if out.To.IsZero() || c.at.Before(out.To) {
				out.To = c.at
			}
		}
	}
	return out
}

// affordable leaves out groups of words where there are more than an index
// should be asked for: long words, which tend to be rare, come first.
func affordable(all []need) []need {
	rarity := func(c need) int {
		if c.kind > needWord {
			return 1 << 10
		}
		return len(slices.MinFunc(c.any, func(a, b string) int { return len(a) - len(b) }))
	}
	slices.SortStableFunc(all, func(a, b need) int { return rarity(b) - rarity(a) })
	asked := 0
	var out []need
	for _, c := range all {
		words := c.kind <= needWord
		if slices.ContainsFunc(out, func(o need) bool { return o.kind == c.kind && slices.Equal(o.any, c.any) && o.at.Equal(c.at) }) ||
			words && asked > 0 && asked+len(c.any) > maxAsked {
			continue
		}
		if words {
			asked += len(c.any)
		}
		out = append(out, c)
	}
	return out
}

// rarer is the shorter of two lists, one value of each of which is needed.
func rarer[S ~[]E, E any](a, b S) S {
	if len(a) == 0 || len(b) < len(a) {
		return b
	}
	return a
}

// need is one thing that a node cannot hold without: one value of any, or a
// time from, or up to, at.
type need struct {
	kind needKind
	any  []string
	at   time.Time
}

type needKind uint8

const (
	needTitle needKind = iota // of two kinds of words the better one comes first
	needWord
	needCode
	needSource
	needTopic
	needSite
	needLang
	needFrom
	needTo
	needKinds
)

// A word with a particle before it is rare: as few words begin so, a "*" costs
// an index less than each of more than longEndings endings, unless the word is
// shorter than rareRunes.
const (
	longEndings = 4
	rareRunes   = 4
)

// maxAlternatives bounds the values of one need of several alternatives; a
// larger one restricts nothing.
const maxAlternatives = 6000

// maxAsked bounds the words of all needs together; one is asked for in any case.
const maxAsked = 3000

func (n *node) needs() []need {
	switch n.op {
	case opAnd, opNear:
		var all []need
		for _, k := range n.kids {
			all = append(all, k.needs()...)
		}
		return all
	case opOr:
		return n.either()
	case opTerm:
		if n.field.scanned() {
			return n.term.needs(n.field)
		}
	case opDate:
		if n.field == afterField {
			return []need{{kind: needFrom, at: n.date}}
		}
		return []need{{kind: needTo, at: n.date.Add(-1)}}
	case opValue:
		return n.valueNeeds()
	}
	return nil
}

// valueNeeds are those of a field that is compared as a whole; an index knows
// some of them.
func (n *node) valueNeeds() []need {
	value := n.value
	if n.star {
		value += "*"
	}
	switch n.field {
	case codeField:
		if !n.star {
			return []need{{kind: needCode, any: []string{value}}}
		}
	case sourceField:
		return []need{{kind: needSource, any: []string{value}}}
	case topicField:
		return []need{{kind: needTopic, any: []string{value}}}
	case siteField:
		return []need{{kind: needSite, any: []string{value}}}
	case langField:
		if !n.star {
			return []need{{kind: needLang, any: []string{value}}}
		}
	}
	return nil
}

// either are the needs that all alternatives have in common: of each kind the
// least of each alternative.
func (n *node) either() []need {
	var least [needKinds]*need
	for i, k := range n.kids {
		var own [needKinds]*need
		for _, c := range k.needs() {
			if at := own[c.kind]; at == nil || c.less(at) {
				own[c.kind] = &c
			}
		}
		if own[needWord] == nil && own[needTitle] != nil {
			own[needWord] = own[needTitle] // what is in the title is in either
		}
		for kind := range least {
			switch {
			case i == 0:
				least[kind] = own[kind]
			case least[kind] == nil || own[kind] == nil:
				least[kind] = nil
			default:
				least[kind] = least[kind].or(own[kind])
			}
		}
	}
	var all []need
	for kind, c := range least {
		if c == nil || needKind(kind) == needWord && least[needTitle] != nil {
			continue
		}
		c.kind = needKind(kind)
		slices.Sort(c.any)
		if c.any = slices.Compact(c.any); c.kind <= needWord {
			c.any = withoutCovered(c.any)
		}
		if len(c.any) <= maxAlternatives {
			all = append(all, *c)
		}
	}
	return all
}

// less tells that c restricts more than o, of the same kind.
func (c *need) less(o *need) bool {
	switch c.kind {
	case needFrom:
		return c.at.After(o.at)
	case needTo:
		return c.at.Before(o.at)
	}
	return len(c.any) < len(o.any)
}

// or is what c or o needs.
func (c *need) or(o *need) *need {
	out := &need{kind: c.kind, any: slices.Concat(c.any, o.any), at: c.at}
	if o.kind == needFrom && o.at.Before(c.at) || o.kind == needTo && o.at.After(c.at) {
		out.at = o.at
	}
	return out
}

// needs are those of a term: for each of its words the forms in which a text
// may have it. Words with an optional join count as one: the text has the
// first of them, or the first few glued.
func (t *term) needs(f field) []need {
	kind := needWord
	if f == titleField {
		kind = needTitle
	}
	var all []need
	for i := 0; i < len(t.parts); {
		end := i + 1
		for end < len(t.parts) && t.parts[end].join {
			end++
		}
		if any := t.forms(i, end); len(any) <= maxAlternatives {
			all = append(all, need{kind: kind, any: any})
		}
		i = end
	}
	return all
}

// forms are how a text may have the parts from i up to end, joined ones, as
// one word: sorted, and none that another one with "*" stands for.
func (t *term) forms(i, end int) []string {
	set := map[string]bool{}
	rs := t.mayBe()
	for r := ruleFA; r <= ruleEN; r <<= 1 {
		if rs&r != 0 {
			t.formsBy(r, i, end, set)
		}
	}
	if rs == 0 {
		t.formsBy(0, i, end, set)
	}
	return withoutCovered(slices.Sorted(maps.Keys(set)))
}

// formsBy adds the forms by one rule.
func (t *term) formsBy(r rules, i, end int, set map[string]bool) {
	glued := ""
	for j := i; j < end; j++ {
		glued += t.parts[j].stem
		endings := []string{""}
		switch {
		case t.parts[j].star:
			endings = []string{"*"}
		case j == end-1 && (end == len(t.parts) || r == ruleAR):
			endings = append(endings, r.endings()...)
		}
		for _, before := range r.beginnings(t.parts[i].bound) {
			form := before + glued
			if len(endings) > longEndings && before != "" && before != article && utf8.RuneCountInString(form) >= rareRunes {
				set[form+"*"] = true
				continue
			}
			for _, after := range endings {
				set[form+after] = true
			}
		}
		if t.parts[j].star {
			return // it takes the rest of the word
		}
	}
}

// withoutCovered leaves out of sorted words what one with "*" stands for.
func withoutCovered(words []string) []string {
	var stars []string
	for _, w := range words {
		if s, ok := strings.CutSuffix(w, "*"); ok {
			stars = append(stars, s)
		}
	}
	if len(stars) == 0 {
		return words
	}
	return slices.DeleteFunc(words, func(w string) bool {
		bare := strings.TrimSuffix(w, "*")
		return slices.ContainsFunc(stars, func(s string) bool { return strings.HasPrefix(bare, s) && (bare != s || bare == w) })
	})
}
