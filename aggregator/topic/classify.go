package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// deepHits is how many occurrences behind the lead make a group hold.
const deepHits = 3

// scratch is what one classification writes to. Entries count only where
// their stamp is the current one.
type scratch struct {
	now   uint32
	hits  []hit
	stamp []uint32 // by term
	rule  []uint32 // by rule
	due   []int32  // rules to evaluate
	buf   []byte
}

// reading is a document with all occurrences of the set's terms found.
type reading struct {
	*scratch
	set *Set
	v   *view
}

// read folds d and finds all terms in one pass. The reading is given back by
// done.
func (s *Set) read(d *Doc) *reading {
	sc := s.scratch.Get().(*scratch)
	if sc.now++; sc.now == 0 {
		clear(sc.stamp)
		clear(sc.rule)
		sc.now = 1
	}
	sc.due = append(sc.due[:0], s.always...)
	v := newView(d, false, sc.buf)
	sc.buf = v.hay
	r := &reading{scratch: sc, set: s, v: v}
	if s.automaton == nil {
		return r
	}
	for _, m := range s.automaton.FindAllOverlapping(v.hay) {
		for _, id := range s.anchors[m.PatternID] {
			r.occurs(id, m.Start)
		}
	}
	return r
}

func (r *reading) done() { r.set.scratch.Put(r.scratch) }

// occurs verifies a place where the automaton found the anchor of a term.
func (r *reading) occurs(id int32, at int) {
	t := r.set.terms[id]
	from, to, ok := t.match(r.v.hay, at+t.lead(), t.in(r.v.lang))
	if !ok {
		return
	}
	h := &r.hits[id]
	if r.stamp[id] != r.now {
		r.stamp[id] = r.now
		*h = hit{from: int32(from), to: int32(to)}
		for _, n := range r.set.users[id] {
			if r.rule[n] != r.now {
				r.rule[n] = r.now
				r.due = append(r.due, n)
			}
		}
	}
	h.count[r.v.zone(from)]++
}

// hit is where term id occurs.
func (r *reading) hit(id int32) hit {
	if r.stamp[id] != r.now {
		return hit{}
	}
	return r.hits[id]
}

// Classify lists the topics d is in, in the order of the set, and why.
func (s *Set) Classify(d Doc) []news.TopicMatch {
	r := s.read(&d)
	defer r.done()
	slices.Sort(r.due)
	var matches []news.TopicMatch
	for _, n := range r.due {
		rule := &s.rules[n]
		t := &s.topics[rule.topic]
		if r.admits(t) != "" || !r.holds(rule) {
			continue
		}
		why := r.why(rule)
		if last := len(matches) - 1; last >= 0 && matches[last].Slug == t.Slug {
			matches[last].Why = tidy(append(matches[last].Why, why...))
			continue
		}
		matches = append(matches, news.TopicMatch{Slug: t.Slug, Why: why})
	}
	return matches
}

// admits tells whether the document's language and sources let it into the
// topic; it is the reason when not.
func (r *reading) admits(t *news.Topic) string {
	d := r.v.doc
	lang := r.v.lang
	isIts := func(l string) bool { return baseLanguage(l) == lang }
	if len(t.Languages) > 0 && !slices.ContainsFunc(t.Languages, isIts) {
		return "the topic does not take its language"
	}
	if lang != "" && slices.ContainsFunc(t.NotLanguages, isIts) {
		return "its language is left out of the topic"
	}
	if len(t.Sources) > 0 && !slices.ContainsFunc(d.Sources, func(s string) bool { return slices.Contains(t.Sources, s) }) {
		return "none of its sources is one the topic takes"
	}
	for _, s := range d.Sources {
		if slices.Contains(t.NotSources, s) {
			return "its source " + s + " is left out of the topic"
		}
	}
	return ""
}

// holds evaluates a rule.
func (r *reading) holds(rule *rule) bool {
	if rule.query != nil {
		e := r.eval(rule)
		return e.holds(rule.query.root)
	}
	if r.v.lang != "" && r.v.lang != rule.lang {
		return false
	}
	head := false
	for _, g := range rule.groups {
		in, deep := r.group(g)
		if !in && !deep {
			return false
		}
		head = head || in
	}
	return head && (!r.anyInHead(rule.none) || r.anyInHead(rule.unless))
}

func (r *reading) eval(rule *rule) eval {
	return eval{v: r.v, hits: func(leaf int) hit { return r.hit(rule.leaves[leaf]) }}
}

// group tells whether a group of terms holds in title or lead, and whether by
// the text behind it.
func (r *reading) group(terms []int32) (head, deep bool) {
	var n int32
	for _, id := range terms {
		h := r.hit(id)
		if h.in(anyField) {
			return true, false
		}
		n += h.count[restZone]
	}
	return false, n >= deepHits
}

func (r *reading) anyInHead(terms []int32) bool {
	return slices.ContainsFunc(terms, func(id int32) bool { return r.hit(id).in(anyField) })
}

// why lists the places that make a rule hold.
func (r *reading) why(rule *rule) []news.Why {
	if rule.query != nil {
		e := r.eval(rule)
		return e.why(rule.query.root)
	}
	var all []news.Why
	for _, g := range rule.groups {
		head, _ := r.group(g)
		for _, id := range g {
			if h := r.hit(id); h.in(anyField) || !head && h.count[restZone] > 0 {
				all = append(all, r.place(id))
			}
		}
	}
	return tidy(all)
}

// place is the first occurrence of a term.
func (r *reading) place(id int32) news.Why {
	h := r.hit(id)
	return r.v.why(r.set.terms[id].src, int(h.from), int(h.to))
}
