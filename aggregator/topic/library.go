package topic

import (
	"fmt"
	"strings"

	"golchin/aggregator/news"
)

// Library is the shipped topics, each in Persian, Arabic, English, Hebrew,
// Turkish and Russian, for feeds.yaml to include and extend. Every call gives
// a fresh copy. The slugs are gaza-ceasefire, iran-nuclear, lebanon-israel,
// syria, ukraine-war, iran-sanctions, oil-market and earthquake.
func Library() []news.Topic {
	return []news.Topic{
		gazaCeasefire(), iranNuclear(), lebanonIsrael(), syria(),
		ukraineWar(), iranSanctions(), oilMarket(), earthquake(),
	}
}

// words splits a list of terms at commas.
func words(list string) []string {
	var terms []string
	for term := range strings.SplitSeq(list, ",") {
		if term = strings.TrimSpace(term); term != "" {
			terms = append(terms, term)
		}
	}
	return terms
}

// groups is a list of terms for every group.
func groups(lists ...string) [][]string {
	var all [][]string
	for _, list := range lists {
		all = append(all, words(list))
	}
	return all
}

// near pairs every term of one list with every term of another.
func near(n int, these, those string) []string {
	var pairs []string
	for _, a := range words(these) {
		for _, b := range words(those) {
			pairs = append(pairs, fmt.Sprintf("%s NEAR/%d %s", a, n, b))
		}
	}
	return pairs
}
