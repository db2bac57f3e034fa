package topic

import (
	"maps"
	"slices"
)

// maxAlternatives bounds one group of Words; a larger one restricts nothing.
const maxAlternatives = 1000

// Words are folded words that every matching document has in its title or
// text: one of each group. A word that ends in "*" stands for all that begin
// so. They give a store's full-text index a superset for Match to decide on;
// nil means that the query restricts nothing by words.
func (q *Query) Words() [][]string { return q.root.words() }

func (n *node) words() [][]string {
	switch n.op {
	case opAnd, opNear:
		var all [][]string
		for _, k := range n.kids {
			all = append(all, k.words()...)
		}
		return all
	case opOr:
		var any []string
		for _, k := range n.kids {
			best := cheapest(k.words())
			if best == nil {
				return nil
			}
			any = append(any, best...)
		}
		return group(any)
	case opTerm:
		if n.field.scanned() {
			return n.term.words()
		}
	}
	return nil
}

// cheapest is the group with the fewest alternatives.
func cheapest(groups [][]string) []string {
	var best []string
	for _, g := range groups {
		if best == nil || len(g) < len(best) {
			best = g
		}
	}
	return best
}

// group is one group of alternatives, sorted, each once; nil when it is too
// large to help.
func group(any []string) [][]string {
	slices.Sort(any)
	any = slices.Compact(any)
	if len(any) == 0 || len(any) > maxAlternatives {
		return nil
	}
	return [][]string{any}
}

// words are the groups of a term: for each of its words the forms in which a
// text may have it. Words with an optional join count as one: the text has the
// first of them, or the first few glued.
func (t *term) words() [][]string {
	rs := t.mayBe()
	var all [][]string
	for i := 0; i < len(t.parts); {
		end := i + 1
		for end < len(t.parts) && t.parts[end].join {
			end++
		}
		var forms []string
		glued := t.parts[i].stem
		for j := i; j < end; j++ {
			if j > i {
				glued += t.parts[j].stem
			}
			form := glued
			if t.parts[j].star || rs != 0 && (j == end-1) {
				form += "*"
			}
			forms = append(forms, form)
			if t.parts[j].star {
				break // it takes the rest of the word
			}
		}
		var any []string
		for _, prefix := range prefixForms(rs, t.parts[i].bound) {
			for _, f := range forms {
				any = append(any, prefix+f)
			}
		}
		all = append(all, group(any)...)
		i = end
	}
	return all
}

// prefixForms are the prefixes that any of the rules allows.
func prefixForms(rs rules, bound bool) []string {
	forms := map[string]bool{}
	for r := ruleFA; r <= ruleEN; r <<= 1 {
		if rs&r == 0 {
			continue
		}
		switch {
		case r == ruleAR && bound:
			maps.Copy(forms, arabicPrefixes().bound)
		case r == ruleAR:
			maps.Copy(forms, arabicPrefixes().plain)
		case bound:
			forms[article] = true
		case r == ruleHE:
			maps.Copy(forms, hebrewPrefixes().plain)
		}
	}
	if !bound {
		forms[""] = true
	}
	if bound && len(forms) == 0 {
		forms[article] = true
	}
	return slices.Sorted(maps.Keys(forms))
}
