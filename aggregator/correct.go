package aggregator

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golchin/aggregator/news"
	"golchin/store"
)

// waiting are corrections that operators keep outside the store and whose
// items are not all there, by each of their items: a database that is built
// anew has them later, or never. The judge's mutex guards it.
type waiting map[news.ItemID][]store.Correction

func pairOf(c store.Correction) [2]news.ItemID {
	return [2]news.ItemID{min(c.A, c.B), max(c.A, c.B)}
}

// recorrect brings into the store what operators keep outside of it. What the
// store knows already costs nothing and moves no item; a word that the store
// has from later stays. What cannot be said yet waits for its items.
func (a *Aggregator) recorrect(ctx context.Context) error {
	a.waiting = waiting{}
	if len(a.Corrections) == 0 {
		return nil
	}
	known, err := a.Store.Corrections(ctx)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	kept := make(map[[2]news.ItemID]store.Correction, len(known))
	for _, k := range known {
		kept[pairOf(k)] = k
	}
	said := map[[2]news.ItemID]bool{}
	brought, left := 0, 0
	for _, c := range slices.Backward(a.Corrections) { // the last word on a pair counts
		if said[pairOf(c)] {
			continue
		}
		said[pairOf(c)] = true
		if has, ok := kept[pairOf(c)]; ok && (has.Merge == c.Merge || has.At.After(c.At)) {
			continue
		}
		switch done, err := a.bring(ctx, c, kept); {
		case err != nil:
			return err
		case done:
			brought++
		default:
			a.waiting[c.A] = append(a.waiting[c.A], c)
			a.waiting[c.B] = append(a.waiting[c.B], c)
			left++
		}
	}
	if brought > 0 {
		a.Log.Info("corrections", "stage", "relate", "new", brought, "waiting", left)
	}
	return nil
}

// bring tells the store one correction if it has both items. Items that became
// one since, or on which it knows that word, are left alone.
func (a *Aggregator) bring(ctx context.Context, c store.Correction, kept map[[2]news.ItemID]store.Correction) (done bool, err error) {
	now := c
	for _, id := range []*news.ItemID{&now.A, &now.B} {
		it, err := a.Store.Item(ctx, *id)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("correct %s and %s: %w", c.A, c.B, err)
		}
		*id = it.ID
	}
	has, ok := kept[pairOf(now)]
	if now.A == now.B || ok && (has.Merge == now.Merge || has.At.After(now.At)) {
		return true, nil
	}
	return true, a.Store.Correct(ctx, now)
}

// arrived brings the corrections that waited for one of items, which the store
// has now. It tells whether there were any.
func (a *Aggregator) arrived(ctx context.Context, items []news.Item) (bool, error) {
	if len(a.waiting) == 0 {
		return false, nil
	}
	some := false
	for _, it := range items {
		for _, c := range slices.Clone(a.waiting[it.ID]) {
			done, err := a.bring(ctx, c, nil)
			if err != nil {
				return some, err
			}
			if done {
				some = true
				a.waiting.drop(c.A, c)
				a.waiting.drop(c.B, c)
			}
		}
	}
	return some, nil
}

func (w waiting) drop(id news.ItemID, c store.Correction) {
	rest := slices.DeleteFunc(w[id], func(x store.Correction) bool { return pairOf(x) == pairOf(c) })
	if w[id] = rest; len(rest) == 0 {
		delete(w, id)
	}
}
