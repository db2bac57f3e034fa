package web

import (
	"cmp"
	"context"
	"slices"

	"golchin/aggregator/publish"
	"golchin/aggregator/topic"
)

// maxBest is how many of the newest matches are put in order of how well they
// match; older ones do not take part.
const maxBest = 1000

// pickBest collects the newest matches, within the bounds of a walk, and
// gives the page of those that match best; ties go to the newer one.
func (s *Server) pickBest(ctx context.Context, a *asked) (picked, error) {
	all := *a
	all.feed.Limit, all.page, all.after = maxBest, 1, spot{}
	w := newWalk(&all, s.Now())
	w.batch = walkBatch
	if err := s.walk(ctx, w); err != nil {
		return w.out, err
	}
	type scored struct {
		publish.Element
		score float64
	}
	list := make([]scored, len(w.out.elements))
	for i, e := range w.out.elements {
		list[i] = scored{e, a.feed.match.Score(topic.Of(e.Item))}
	}
	slices.SortStableFunc(list, func(x, y scored) int { return cmp.Compare(y.score, x.score) })
	from := (a.page - 1) * a.feed.Limit
	out := picked{more: from+a.feed.Limit < len(list), cut: w.out.cut}
	if w.out.more && out.cut == 0 {
		out.cut = w.looked
	}
	if from >= len(list) {
		if a.page > 1 {
			return out, fewerPages(a)
		}
		return out, nil
	}
	for _, e := range list[from:min(from+a.feed.Limit, len(list))] {
		out.elements = append(out.elements, e.Element)
	}
	return out, s.conceal(ctx, &a.feed, out.elements)
}
