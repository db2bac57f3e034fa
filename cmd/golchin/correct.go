package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golchin/aggregator/config"
	"golchin/aggregator/news"
	"golchin/store"
)

func runSplit(ctx context.Context, e *env, args []string) error { return correct(ctx, e, args, false) }
func runMerge(ctx context.Context, e *env, args []string) error { return correct(ctx, e, args, true) }

// correct keeps an operator's word on two items and lets the judge hear it. It
// goes first into the file that feeds.yaml names, which outlives the database:
// what is in there comes into the store at the next start anyway.
func correct(ctx context.Context, e *env, args []string, merge bool) error {
	return e.withHouse(ctx, args, false, nil, func(h *house, rest []string) error {
		if len(rest) != 2 {
			return wrongCall("want two item ids, as /items/… or the JSON feed show them")
		}
		var items [2]news.Item
		for i, r := range rest {
			id, err := itemID(r)
			if err != nil {
				return err
			}
			it, err := h.store.Item(ctx, id)
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("%s: no such item is kept", r)
			}
			if err != nil {
				return err
			}
			items[i] = it
			fmt.Fprintf(e.out, "%s  %s\n", it.ID.UUID(), isolate(it.Title))
		}
		if items[0].ID == items[1].ID {
			return wrongCall("both are the same item")
		}
		c := config.Correction{Merge: merge, A: items[0].ID, B: items[1].ID, At: time.Now().UTC().Truncate(time.Millisecond)}
		if path := h.cfg.Corrections; path != "" {
			if err := config.AppendCorrection(path, c, told(items[0]), told(items[1])); err != nil {
				return err
			}
			fmt.Fprintf(e.out, "kept in %s\n", path)
		}
		if err := h.store.Correct(ctx, store.Correction{Merge: c.Merge, A: c.A, B: c.B, At: c.At}); err != nil {
			return err
		}
		agg, err := h.aggregator(ctx, nil, nil)
		if err != nil {
			return err
		}
		return agg.Relate(ctx)
	})
}

// told is an item for those who read the file of corrections, which may lie
// where others read it too.
func told(it news.Item) string {
	if it.Private {
		return "an item of a private source"
	}
	return it.Title + "  " + it.Link
}

// corrections is what the file that feeds.yaml names says.
func corrections(cfg *config.Config) []store.Correction {
	out := make([]store.Correction, 0, len(cfg.Kept))
	for _, c := range cfg.Kept {
		out = append(out, store.Correction{Merge: c.Merge, A: c.A, B: c.B, At: c.At})
	}
	return out
}
