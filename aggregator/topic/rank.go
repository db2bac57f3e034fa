package topic

import "math"

// Weights of Score.
const (
	titleWeight = 3.0 // a word in the headline, against one in the text
	leadWeight  = 1.5 // among the first LeadRunes of the text, against further on
	tempered    = 1.2 // how soon another occurrence adds little, as k1 of BM25
	manyHits    = 20  // occurrences that are counted of one term
)

// Score tells how well d fits the query, from 0 for a document that has none
// of its words: each word counts by how often it occurs, with falling weight,
// more in the headline and at the beginning. Words behind NOT do not count.
func (q *Query) Score(d Doc) float64 {
	e := eval{v: newView(&d, true, nil)}
	var seen []*node
	q.root.wanted(&seen)
	score := 0.0
	for _, n := range seen {
		score += e.weigh(n)
	}
	// A long text has every word more often.
	return score / (1 + math.Log1p(float64(len(e.v.hay))/4096))
}

// wanted gathers the terms of title and text that are not behind NOT.
func (n *node) wanted(all *[]*node) {
	switch {
	case n.op == opNot:
	case n.op == opTerm && n.field.scanned():
		*all = append(*all, n)
	default:
		for _, k := range n.kids {
			k.wanted(all)
		}
	}
}

func (e *eval) weigh(n *node) float64 {
	at, end := e.v.scope(n.field)
	rs := n.term.in(e.v.lang)
	sum := 0.0
	for range manyHits {
		from, _, ok := n.term.next(e.v.hay, at, end, rs)
		if !ok {
			break
		}
		switch {
		case e.v.zone(from) == titleZone:
			sum += titleWeight
		case from-e.v.leadAt < 2*LeadRunes: // most letters here have two bytes
			sum += leadWeight
		default:
			sum++
		}
		at = n.term.after(from)
	}
	return sum / (sum + tempered)
}
