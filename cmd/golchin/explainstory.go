package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/story"
	"golchin/store"
)

// What explain looks at around an item, and how much of it it tells.
const (
	nearWindow = 72 * time.Hour // as far as two items of one story may be apart
	nearLooked = 50
	nearTold   = 5
	nearScore  = 0.4 // below it two items merely share words
)

// explainApart says what operators said of the item, and which near items it
// was kept apart from and why.
func (e *env) explainApart(ctx context.Context, h *house, it news.Item) error {
	said, err := h.store.Corrections(ctx)
	if err != nil {
		return err
	}
	split := map[news.ItemID]bool{}
	for _, c := range said {
		other := c.A
		if other == it.ID {
			other = c.B
		}
		if c.A != it.ID && c.B != it.ID {
			continue
		}
		verb := "split from"
		if split[other] = !c.Merge; c.Merge {
			verb = "merged with"
		}
		fmt.Fprintf(e.out, "\n%s %s by the operator, %s\n", verb, other.UUID(), c.At.UTC().Format(time.RFC3339))
	}
	near, err := h.store.Similar(ctx, store.SimilarQuery{
		Bands: story.Bands(it), From: it.Sort.Add(-nearWindow), To: it.Sort.Add(nearWindow), Not: it.ID, Limit: nearLooked,
	})
	if err != nil {
		return err
	}
	type weighed struct {
		news.Item
		story.Explanation
	}
	var apart []weighed
	for _, n := range near {
		if n.Story == it.Story {
			continue
		}
		if w := story.Explain(it, n); w.Score >= nearScore || split[n.ID] {
			apart = append(apart, weighed{n, w})
		}
	}
	slices.SortStableFunc(apart, func(a, b weighed) int { return cmp.Compare(b.Score, a.Score) })
	for i, w := range apart[:min(nearTold, len(apart))] {
		if i == 0 {
			fmt.Fprintf(e.out, "\nkept apart from\n")
		}
		fmt.Fprintf(e.out, "  %s  %s\n    score %.2f of %.2f: %s\n", w.Item.ID.UUID(), isolate(w.Title), w.Score, w.Need, whyApart(w.Explanation, split[w.Item.ID]))
	}
	return nil
}

// whyApart says what keeps two items in two stories.
func whyApart(x story.Explanation, split bool) string {
	switch {
	case split:
		return "split by the operator"
	case len(x.Vetoes) > 0:
		return strings.Join(x.Vetoes, "; ")
	case x.Story:
		return "the others of its story do not agree"
	}
	return "too little in common"
}
