package web

import (
	"slices"
	"strings"

	"golchin/aggregator/news"
)

// rule is what a feed takes, for people.
type rule struct {
	Open   bool
	Titles []link // topics
	Query  string
	Not    string
	Lists  []termList
}

// termList are the terms of a topic in one language.
type termList struct {
	Lang, Dir string
	All       [][]string
	None      []string
	Unless    []string
}

// ruleOf tells what a feed takes; nil where it takes everything.
func (s *Server) ruleOf(f *feed) *rule {
	if f.kind == ofSource || len(f.Topics) == 0 && f.match == nil && f.not == nil {
		return nil
	}
	out := &rule{Not: f.Not}
	var queries []string
	for _, slug := range f.Topics {
		t, ok := s.rules[slug]
		if !ok {
			continue
		}
		if of := s.Catalogue.byPath[slug]; of != f && of != nil && of.public() {
			out.Titles = append(out.Titles, link{of.Title, s.pageOf(of)})
			continue
		}
		if t.Match != "" {
			queries = append(queries, t.Match)
		}
		out.Lists = append(out.Lists, termLists(t)...)
	}
	if f.Match != "" {
		queries = append(queries, f.Match)
	}
	out.Query = strings.Join(queries, "\n")
	return out
}

func termLists(t news.Topic) []termList {
	var out []termList
	for lang, terms := range t.Terms {
		out = append(out, termList{Lang: lang, Dir: direction(lang), All: terms.All, None: terms.None, Unless: terms.Unless})
	}
	slices.SortFunc(out, func(a, b termList) int { return strings.Compare(a.Lang, b.Lang) })
	return out
}
