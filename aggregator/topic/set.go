package topic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golchin/aggregator/news"

	"github.com/coregx/ahocorasick"
)

// rulesVersion is part of Hash: raise it when the same rules would match
// other items than before.
const rulesVersion = 2

// Set is a compiled list of topics. It never changes and may be used by
// several goroutines.
type Set struct {
	topics []news.Topic
	hash   string

	rules  []rule
	terms  []*term
	users  [][]int32 // rules by term
	always []int32   // rules that may hold without any term

	automaton *ahocorasick.Automaton // nil without terms
	anchors   [][]int32              // terms by pattern

	scratch sync.Pool // *scratch
}

// rule is one topic, or one language of a topic.
type rule struct {
	topic int32
	lang  string // empty for a query

	groups       [][]int32
	none, unless []int32

	query  *Query
	leaves []int32 // terms by leaf of query
}

// Compile compiles topics. The error joins everything that is wrong, each
// error naming its topic and place; the set is usable only without error.
// No topics give a set that classifies nothing.
func Compile(topics []news.Topic) (*Set, error) {
	s := &Set{topics: slices.Clone(topics)}
	c := compiler{set: s, ids: map[string]int32{}}
	seen := map[string]bool{}
	for i, t := range topics {
		if seen[t.Slug] {
			c.fail(t.Slug, "the slug is taken by another topic")
		}
		seen[t.Slug] = true
		c.topic(int32(i), t)
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	if err := c.automaton(); err != nil {
		return nil, err
	}
	s.hash = hashRules(topics)
	return s, nil
}

// Topics are the topics the set was compiled from, in their order.
func (s *Set) Topics() []news.Topic { return slices.Clone(s.topics) }

// Hash names the rules: it changes when, and only when, a rule does. Titles,
// examples and the order of topics and terms are no rules.
func (s *Set) Hash() string { return s.hash }

type compiler struct {
	set  *Set
	ids  map[string]int32
	errs []error
}

func (c *compiler) fail(slug, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("topic %q: "+format, append([]any{slug}, args...)...))
}

// slugOK tells whether s is [a-z0-9-]{1,64}.
func slugOK(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') })
}

func (c *compiler) topic(i int32, t news.Topic) {
	if !slugOK(t.Slug) {
		c.fail(t.Slug, "a slug has 1 to 64 of a-z, 0-9 and -")
	}
	switch {
	case t.Match != "" && len(t.Terms) > 0:
		c.fail(t.Slug, "has both match and terms: keep one")
	case t.Match != "":
		c.query(i, t)
	case len(t.Terms) > 0:
		for _, lang := range slices.Sorted(maps.Keys(t.Terms)) {
			c.language(i, t, lang)
		}
	default:
		c.fail(t.Slug, "has neither match nor terms")
	}
}

func (c *compiler) query(i int32, t news.Topic) {
	q, err := Parse(t.Match)
	if err != nil {
		c.fail(t.Slug, "match: %w", err)
		return
	}
	if q.root.uses(topicField) {
		c.fail(t.Slug, "match: a topic cannot ask for topics: remove topic:")
		return
	}
	r := rule{topic: i, query: q}
	for _, leaf := range q.leaves {
		r.leaves = append(r.leaves, c.id(leaf.term))
	}
	c.add(r, slices.Clone(r.leaves), q.root.holdsWithoutTerms())
}

func (c *compiler) language(i int32, t news.Topic, lang string) {
	terms := t.Terms[lang]
	place := "terms." + lang
	if lang == "" || baseLanguage(lang) != lang {
		c.fail(t.Slug, "%s: want a language such as fa, ar or en", place)
		return
	}
	if len(terms.All) == 0 {
		c.fail(t.Slug, "%s.all: needs at least one group of terms", place)
		return
	}
	r := rule{topic: i, lang: lang}
	var used []int32
	for g, group := range terms.All {
		if len(group) == 0 {
			c.fail(t.Slug, "%s.all[%d]: the group is empty", place, g)
		}
		ids := c.list(t.Slug, fmt.Sprintf("%s.all[%d]", place, g), lang, group)
		r.groups = append(r.groups, ids)
		used = append(used, ids...)
	}
	r.none = c.list(t.Slug, place+".none", lang, terms.None)
	r.unless = c.list(t.Slug, place+".unless", lang, terms.Unless)
	c.add(r, used, false)
}

func (c *compiler) list(slug, place, lang string, terms []string) []int32 {
	var ids []int32
	for i, src := range terms {
		t, err := newTopicTerm(src, lang)
		if err != nil {
			c.fail(slug, "%s[%d] %q: %w", place, i, src, err)
			continue
		}
		ids = append(ids, c.id(t))
	}
	return ids
}

// id is the number of a term; equal terms share it.
func (c *compiler) id(t *term) int32 {
	key := t.key() + "\n" + t.src
	id, ok := c.ids[key]
	if !ok {
		id = int32(len(c.set.terms))
		c.ids[key] = id
		c.set.terms = append(c.set.terms, t)
		c.set.users = append(c.set.users, nil)
	}
	return id
}

// add registers a rule, to be evaluated when one of its terms occurs.
func (c *compiler) add(r rule, terms []int32, always bool) {
	n := int32(len(c.set.rules))
	c.set.rules = append(c.set.rules, r)
	if always {
		c.set.always = append(c.set.always, n)
		return
	}
	slices.Sort(terms)
	for _, id := range slices.Compact(terms) {
		c.set.users[id] = append(c.set.users[id], n)
	}
}

// automaton builds the one pass over all terms.
func (c *compiler) automaton() error {
	s := c.set
	s.scratch.New = func() any {
		return &scratch{hits: make([]hit, len(s.terms)), stamp: make([]uint32, len(s.terms)), rule: make([]uint32, len(s.rules))}
	}
	if len(s.terms) == 0 {
		return nil
	}
	patterns := map[string]int{}
	var list [][]byte
	for id, t := range s.terms {
		n, ok := patterns[string(t.anchor)]
		if !ok {
			n = len(list)
			patterns[string(t.anchor)] = n
			list = append(list, t.anchor)
			s.anchors = append(s.anchors, nil)
		}
		s.anchors[n] = append(s.anchors[n], int32(id))
	}
	a, err := ahocorasick.NewBuilder().AddPatterns(list).Build()
	if err != nil {
		return fmt.Errorf("compile topics: %w", err)
	}
	s.automaton = a
	return nil
}

// uses tells whether a field occurs in the query.
func (n *node) uses(f field) bool {
	return n.field == f || slices.ContainsFunc(n.kids, func(k *node) bool { return k.uses(f) })
}

// holdsWithoutTerms tells whether the node may hold for a document in which no
// term of title or text occurs.
func (n *node) holdsWithoutTerms() bool {
	switch n.op {
	case opAnd:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !k.holdsWithoutTerms() })
	case opOr:
		return slices.ContainsFunc(n.kids, (*node).holdsWithoutTerms)
	case opNear:
		return false
	case opTerm:
		return !n.field.scanned()
	}
	return true
}

// hashRules hashes what decides over items, in an order of its own.
func hashRules(topics []news.Topic) string {
	type terms struct {
		All          [][]string
		None, Unless []string
	}
	type rules struct {
		Slug, Match             string
		Terms                   map[string]terms
		Languages, NotLanguages []string
		Sources, NotSources     []string
	}
	sorted := func(s []string) []string {
		s = slices.Clone(s)
		slices.Sort(s)
		return slices.Compact(s)
	}
	var all []rules
	for _, t := range topics {
		r := rules{Slug: t.Slug, Terms: map[string]terms{}, Languages: sorted(t.Languages), NotLanguages: sorted(t.NotLanguages), Sources: sorted(t.Sources), NotSources: sorted(t.NotSources)}
		if q, err := Parse(t.Match); err == nil {
			r.Match = q.String()
		}
		for lang, ts := range t.Terms {
			out := terms{None: sorted(ts.None), Unless: sorted(ts.Unless)}
			for _, g := range ts.All {
				out.All = append(out.All, sorted(g))
			}
			slices.SortFunc(out.All, slices.Compare)
			r.Terms[lang] = out
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b rules) int { return strings.Compare(a.Slug, b.Slug) })
	h := sha256.New()
	h.Write([]byte(strconv.Itoa(rulesVersion)))
	_ = json.NewEncoder(h).Encode(all) // strings and slices always encode; a hash never fails
	return hex.EncodeToString(h.Sum(nil)[:16])
}
