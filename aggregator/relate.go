package aggregator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/story"
	"golchin/store"
)

// judgeBatch is how many items are judged in one transaction: what a backlog
// costs the full-text index and the log falls with their number.
const judgeBatch = 256

// storyWindow is how far apart two items of one story may be.
const storyWindow = 72 * time.Hour

// remembered is how many items the judge keeps at hand as read; twice as many
// at most, some ten megabytes each thousand.
const remembered = 1000

// relate judges every item that awaits it, in (sort, id) order, and so
// publishes it.
func (a *Aggregator) relate(ctx context.Context) error {
	a.judging.Lock()
	defer a.judging.Unlock()
	var kept []store.Correction
	for first := true; ; first = false {
		items, err := a.Store.Unjudged(ctx, judgeBatch)
		if err != nil {
			return fmt.Errorf("relate: %w", err)
		}
		if len(items) == 0 {
			return nil
		}
		told, err := a.arrived(ctx, items)
		if err != nil {
			return fmt.Errorf("relate: %w", err)
		}
		if first || told {
			if kept, err = a.Store.Corrections(ctx); err != nil {
				return fmt.Errorf("relate: %w", err)
			}
		}
		verdicts, err := a.judge(ctx, items, kept)
		if err != nil {
			return fmt.Errorf("relate: %w", err)
		}
		if err := a.Store.Judge(ctx, verdicts); err != nil {
			return fmt.Errorf("relate: %w", err)
		}
	}
}

// Relate judges every item that awaits it.
func (a *Aggregator) Relate(ctx context.Context) error { return a.relate(ctx) }

func (a *Aggregator) relateLogged(ctx context.Context) {
	if err := a.relate(ctx); err != nil && ctx.Err() == nil {
		a.Log.Error("relate", "stage", "relate", "err", err)
	}
}

// judge asks the story room about each item. Items of the same batch see each
// other's verdicts before they are written.
func (a *Aggregator) judge(ctx context.Context, items []news.Item, kept []store.Correction) ([]store.Verdict, error) {
	corrections := make([]story.Correction, len(kept))
	for i, c := range kept {
		corrections[i] = story.Correction{Merge: c.Merge, A: c.A, B: c.B}
	}
	verdicts := make([]store.Verdict, 0, len(items))
	var batch []news.Item       // judged in this batch, as they will be
	byBand := map[int64][]int{} // their places, by what they are found by
	place := map[news.ItemID]int{}
	for _, it := range items {
		bands := a.memory.Bands(it)
		near, err := a.Store.Similar(ctx, store.SimilarQuery{
			Bands: bands, From: it.Sort.Add(-storyWindow), To: it.Sort.Add(storyWindow), Not: it.ID,
		})
		if err != nil {
			return nil, err
		}
		partners := story.Partners(it.ID, corrections)
		if near, err = a.withPartners(ctx, near, it.ID, partners); err != nil {
			return nil, err
		}
		near = overlay(near, batch, verdicts, place, alike(batch, byBand, bands, it, partners))
		v := a.memory.Judge(it, near, corrections)
		verdicts = append(verdicts, store.Verdict{
			Item: it.ID, Copy: v.Copy, Story: v.Story, Merged: v.Merged, Bands: bands,
			UniteCopies: v.UniteCopies, UniteStories: v.UniteStories,
		})
		it.Copy, it.Story, it.Judged = v.Copy, v.Story, true
		for i := range batch { // groups that this verdict united
			if slices.Contains(v.UniteCopies, batch[i].Copy) {
				batch[i].Copy = v.Copy
			}
			if slices.Contains(v.UniteStories, batch[i].Story) {
				batch[i].Story = v.Story
			}
		}
		for _, x := range bands {
			byBand[x] = append(byBand[x], len(batch))
		}
		place[it.ID] = len(batch)
		batch = append(batch, it)
	}
	return verdicts, nil
}

// withPartners adds the items that an operator's word ties to id or keeps from
// it, however far apart they are.
func (a *Aggregator) withPartners(ctx context.Context, near []news.Item, id news.ItemID, partners []news.ItemID) ([]news.Item, error) {
	for _, p := range partners {
		if slices.ContainsFunc(near, func(n news.Item) bool { return n.ID == p }) {
			continue
		}
		switch it, err := a.Store.Item(ctx, p); {
		case errors.Is(err, store.ErrNotFound): // pruned
		case err != nil:
			return nil, err
		case it.Judged && it.ID != id:
			near = append(near, it)
		}
	}
	return near, nil
}

// mostAlike is how many neighbours an item has at most among those of its
// batch, as among those of the store.
const mostAlike = 50

// alike are the places in the batch of those that share most bands with it, and
// of its partners: they belong among the neighbours whatever they share.
func alike(batch []news.Item, byBand map[int64][]int, bands []int64, it news.Item, partners []news.ItemID) []int {
	shared := map[int]int{}
	for _, x := range bands {
		for _, i := range byBand[x] {
			if batch[i].Sort.Sub(it.Sort).Abs() <= storyWindow {
				shared[i]++
			}
		}
	}
	out := slices.Collect(maps.Keys(shared))
	if len(out) > mostAlike { // the newest among equals, as the store does
		slices.SortFunc(out, func(x, y int) int { return cmp.Or(shared[y]-shared[x], y-x) })
		out = out[:mostAlike]
	}
	if len(partners) > 0 {
		for i := range batch {
			if slices.Contains(partners, batch[i].ID) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlay puts what this batch has decided over what the store still says,
// with those of it that are alike among the neighbours. place is where an item
// is in the batch: what the store has of it is of before.
func overlay(near, batch []news.Item, verdicts []store.Verdict, place map[news.ItemID]int, alike []int) []news.Item {
	for j := range near {
		if i, ok := place[near[j].ID]; ok {
			near[j] = batch[i]
		}
	}
	for _, i := range alike {
		b := batch[i]
		if j := slices.IndexFunc(near, func(n news.Item) bool { return n.ID == b.ID }); j >= 0 {
			near[j] = b
		} else {
			near = append(near, b)
		}
	}
	for i := range verdicts {
		v := &verdicts[i]
		if len(v.UniteCopies)+len(v.UniteStories) == 0 {
			continue
		}
		for j := range near {
			if slices.Contains(v.UniteCopies, near[j].Copy) {
				near[j].Copy = v.Copy
			}
			if slices.Contains(v.UniteStories, near[j].Story) {
				near[j].Story = v.Story
			}
		}
	}
	return near
}
