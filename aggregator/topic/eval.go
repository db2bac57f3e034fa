package topic

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

const (
	maxWhy      = 16       // places listed for one topic or query
	maxNearHits = 200      // occurrences of one side of NEAR
	maxScanned  = 16 << 10 // bytes of a text that a regular expression reads
)

// eval evaluates query nodes on one document.
type eval struct {
	v *view
	// hits are the occurrences an automaton already found, by the index of
	// the leaf; nil means that the text is scanned.
	hits func(leaf int) hit
}

// hit is where a term occurs: how often by zone, and the first place in the
// best zone.
type hit struct {
	count    [3]int32
	from, to int32
}

func (h hit) in(f field) bool {
	switch f {
	case titleField:
		return h.count[titleZone] > 0
	case textField:
		return h.count[leadZone]+h.count[restZone] > 0
	}
	return h.count[titleZone]+h.count[leadZone] > 0
}

// holds evaluates n.
func (e *eval) holds(n *node) bool {
	switch n.op {
	case opAnd:
		for _, k := range n.kids {
			if !e.holds(k) {
				return false
			}
		}
		return true
	case opOr:
		return slices.ContainsFunc(n.kids, e.holds)
	case opNot:
		return !e.holds(n.kids[0])
	case opNear:
		_, _, ok := e.near(n)
		return ok
	case opTerm:
		if e.hits != nil && n.field.scanned() {
			return e.hits(n.leaf).in(n.field)
		}
		_, ok := e.place(n)
		return ok
	}
	_, ok := e.place(n)
	return ok
}

// scope is the part of hay that a scanned field reads.
func (v *view) scope(f field) (from, to int) {
	switch f {
	case titleField:
		return 0, v.leadAt
	case textField:
		return v.leadAt, len(v.hay)
	}
	return 0, v.restAt
}

// place finds where the leaf n holds.
func (e *eval) place(n *node) (news.Why, bool) {
	switch {
	case n.op == opTerm && n.field.scanned():
		at, end := e.v.scope(n.field)
		from, to, ok := n.term.next(e.v.hay, at, end, n.term.in(e.v.lang))
		if !ok {
			return news.Why{}, false
		}
		return e.v.why(n.term.src, from, to), true
	case n.op == opRegexp && n.field.scanned():
		return e.scan(n)
	case n.op == opDate:
		t := e.v.doc.Time
		ok := !t.IsZero() && t.Before(n.date) == (n.field == beforeField)
		return news.Why{Term: n.field.String() + ":" + n.shown, Field: n.field.String()}, ok
	}
	for _, value := range e.v.values(n.field) {
		if from, to, ok := n.compare(value, e.v.lang); ok {
			return news.Why{Term: n.shown, Field: n.field.String(), At: [2]int{from, to}}, true
		}
	}
	return news.Why{}, false
}

// values are what the document has in a field.
func (v *view) values(f field) []string {
	d := v.doc
	switch f {
	case codeField:
		return []string{string(d.Code)}
	case sourceField:
		return d.Sources
	case siteField:
		return []string{d.Site}
	case publisherField:
		return []string{d.Publisher}
	case langField:
		return []string{d.Language}
	case categoryField:
		return d.Categories
	case authorField:
		return d.Authors
	case linkField:
		return []string{d.Link}
	case topicField:
		return d.Topics
	}
	return nil
}

// compare tells whether a value of a field fits the leaf, and where in it, in
// runes.
func (n *node) compare(value, lang string) (from, to int, ok bool) {
	if value == "" {
		return 0, 0, false
	}
	whole := utf8.RuneCountInString(value)
	switch n.op {
	case opTerm:
		f := text.Fold(value)
		hay := []byte(" " + f.Spaced() + " ")
		a, b, ok := n.term.next(hay, 0, len(hay), n.term.in(lang))
		if !ok {
			return 0, 0, false
		}
		from, to = f.Origin(a-1, b-1)
		return from, to, true
	case opRegexp:
		loc := n.re.raw.FindStringIndex(value[:min(len(value), maxScanned)])
		if loc == nil {
			return 0, 0, false
		}
		return utf8.RuneCountInString(value[:loc[0]]), utf8.RuneCountInString(value[:loc[1]]), true
	}
	value = strings.ToLower(value)
	switch n.field {
	case codeField:
		value = text.Squeezed(value)
	case langField:
		ok = value == n.value || baseLanguage(value) == n.value
	case siteField:
		host, _, _ := strings.Cut(value, "/")
		ok = value == n.value || host == n.value || strings.HasSuffix(host, "."+n.value)
	case linkField:
		if plain, err := url.PathUnescape(value); err == nil {
			ok = strings.Contains(strings.ToLower(plain), n.value)
		}
		ok = ok || strings.Contains(value, n.value)
	}
	ok = ok || value == n.value || n.star && strings.HasPrefix(value, n.value)
	return 0, whole, ok
}

// scan runs a regular expression over title and text: as published first,
// then folded.
func (e *eval) scan(n *node) (news.Why, bool) {
	try := func(name, s string, f text.Folded) (news.Why, bool) {
		s = s[:min(len(s), maxScanned)]
		if loc := n.re.raw.FindStringIndex(s); loc != nil {
			return news.Why{Term: n.shown, Field: name, At: [2]int{
				utf8.RuneCountInString(s[:loc[0]]), utf8.RuneCountInString(s[:loc[1]]),
			}}, true
		}
		folded := f.Spaced()
		if loc := n.re.folded.FindStringIndex(folded[:min(len(folded), maxScanned)]); loc != nil {
			from, to := f.Origin(loc[0], loc[1])
			return news.Why{Term: n.shown, Field: name, At: [2]int{from, to}}, true
		}
		return news.Why{}, false
	}
	v := e.v
	if n.field != textField {
		if w, ok := try("title", v.doc.Title, v.title); ok {
			return w, true
		}
		if n.field == titleField {
			return news.Why{}, false
		}
	}
	body, folded := v.doc.Text, v.lead
	if v.restRune > 0 {
		if n.field == textField {
			folded = text.Fold(body[:min(len(body), maxText)])
		} else {
			body = body[:cut(body, min(max(v.doc.Lead, LeadRunes), maxLead))]
		}
	}
	return try("text", body, folded)
}

// span is an occurrence and the numbers of the words before it, and up to its end.
type span struct{ from, to, first, after int }

// spans are the occurrences of a side of NEAR: a term, or an OR of terms.
func (e *eval) spans(n *node) []span {
	terms := []*node{n}
	if n.op == opOr {
		terms = n.kids
	}
	var all []span
	for _, k := range terms {
		at, end := e.v.scope(k.field)
		rs := k.term.in(e.v.lang)
		for len(all) < maxNearHits {
			from, to, ok := k.term.next(e.v.hay, at, end, rs)
			if !ok {
				break
			}
			all = append(all, span{from: from, to: to})
			at = k.term.after(from)
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	words, at := 0, 0
	for i := range all {
		s := &all[i]
		words += strings.Count(string(e.v.hay[at:s.from]), " ")
		at = s.from
		s.first = words
		s.after = words + strings.Count(string(e.v.hay[s.from:s.to]), " ") + 1
	}
	return all
}

// near finds the two sides of n close together in one zone.
func (e *eval) near(n *node) (a, b span, ok bool) {
	left := e.spans(n.kids[0])
	if len(left) == 0 {
		return a, b, false
	}
	right := e.spans(n.kids[1])
	for _, l := range left {
		// Those that may end before l, or begin after it, within reach.
		i, _ := slices.BinarySearchFunc(right, l.first-n.near-maxParts, func(s span, first int) int { return cmp.Compare(s.first, first) })
		for _, r := range right[i:] {
			if r.first > l.after+n.near {
				break
			}
			gap := max(r.first-l.after, l.first-r.after)
			if gap >= 0 && gap <= n.near && e.v.zone(l.from) == e.v.zone(r.from) {
				return l, r, true
			}
		}
	}
	return a, b, false
}

// why lists the places of the leaves that make n hold.
func (e *eval) why(n *node) []news.Why {
	var all []news.Why
	e.collect(n, &all)
	return tidy(all)
}

func (e *eval) collect(n *node, all *[]news.Why) {
	if len(*all) >= 4*maxWhy {
		return
	}
	switch n.op {
	case opAnd, opOr:
		for _, k := range n.kids {
			if n.op == opAnd || e.holds(k) {
				e.collect(k, all)
			}
		}
	case opNot:
	case opNear:
		if a, b, ok := e.near(n); ok {
			s := shown(n)
			*all = append(*all, e.v.why(s, a.from, a.to), e.v.why(s, b.from, b.to))
		}
	default:
		if w, ok := e.place(n); ok {
			*all = append(*all, w)
		}
	}
}

// tidy puts places in the order of reading, title first, each once, and keeps
// the first maxWhy.
func tidy(all []news.Why) []news.Why {
	rank := func(w news.Why) int {
		switch w.Field {
		case "title":
			return 0
		case "text":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b news.Why) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.Term, b.Term))
	})
	all = slices.Compact(all)
	return all[:min(len(all), maxWhy)]
}
