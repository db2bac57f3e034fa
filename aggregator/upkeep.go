package aggregator

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
)

// upkeepBatch is how many items one step of upkeep handles.
const upkeepBatch = 200

// upgrade gives kept items the keys of this program's identity version before
// the first poll: keys are added, never removed, ids never recomputed.
func (a *Aggregator) upgrade(ctx context.Context) error {
	for {
		items, err := a.Store.Unkeyed(ctx, keyed, upkeepBatch)
		if err != nil {
			return fmt.Errorf("rekey: %w", err)
		}
		if len(items) == 0 {
			return nil
		}
		keys := make(map[news.ItemID][]news.Key, len(items))
		for _, it := range items {
			keys[it.ID] = a.rekey(it)
		}
		if err := a.Store.AddKeys(ctx, keyed, keys); err != nil {
			return fmt.Errorf("rekey: %w", err)
		}
	}
}

// rekey makes the keys of a kept item anew from the raw links of its origins;
// a carrier's links vouch for nothing (store.Resolve).
func (a *Aggregator) rekey(it news.Item) []news.Key {
	var out []news.Key
	for _, o := range it.Origins {
		src, ok := a.sources[o.Source]
		if !ok {
			src = &news.Source{Name: o.Source}
		}
		if o.Source != it.Face.Source && !a.Identity.Own(*src, it.Site) {
			continue
		}
		e := news.Entry{GUID: o.GUID, Link: o.URL, Title: o.Title, RawPublished: it.RawPublished}
		out = append(out, a.Identity.Identify(*src, e).Keys...)
	}
	return out
}

// reclassify files kept items by today's topic rules.
func (a *Aggregator) reclassify(ctx context.Context) error {
	hash := a.Topics.Hash()
	for {
		items, err := a.Store.Misfiled(ctx, hash, upkeepBatch)
		if err != nil {
			return fmt.Errorf("reclassify: %w", err)
		}
		if len(items) == 0 {
			return nil
		}
		if err := a.file(ctx, hash, items); err != nil {
			return fmt.Errorf("reclassify: %w", err)
		}
	}
}

// file files items by the rules of hash.
func (a *Aggregator) file(ctx context.Context, hash string, items []news.Item) error {
	filed := make(map[news.ItemID]store.Filing, len(items))
	words := make(map[news.ItemID]store.Folded, len(items))
	for _, it := range items {
		filed[it.ID] = store.Filing{Topics: a.Topics.Classify(topic.Of(it)), Of: store.Stamp(it)}
		words[it.ID] = folded(it)
	}
	// A merge may have left an item without its folded words.
	if err := a.Store.Refold(ctx, words); err != nil {
		return err
	}
	return a.Store.File(ctx, hash, filed)
}

// refile files items at once whose feed and page know nothing of each other:
// between an edit and the next upkeep nobody shall miss what the page says.
func (a *Aggregator) refile(ctx context.Context, ids []news.ItemID) error {
	var items []news.Item
	for _, id := range ids {
		it, err := a.Store.Item(ctx, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return fmt.Errorf("refile: %w", err)
		case it.FullText != "":
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		return nil
	}
	if err := a.file(ctx, a.Topics.Hash(), items); err != nil {
		return fmt.Errorf("refile: %w", err)
	}
	return nil
}

// Reclassify files every kept item by today's topic rules.
func (a *Aggregator) Reclassify(ctx context.Context) error { return a.reclassify(ctx) }

func (a *Aggregator) reclassifyLogged(ctx context.Context) {
	if err := a.reclassify(ctx); err != nil && ctx.Err() == nil {
		a.Log.Error("reclassify", "stage", "classify", "err", err)
	}
}

// Prune deletes items whose time is over, and returns how many.
func (a *Aggregator) Prune(ctx context.Context) (int, error) {
	keep := make(map[string]time.Duration, len(a.Sources))
	for _, s := range a.Sources {
		keep[s.Name] = s.Keep
	}
	total := 0
	for {
		n, err := a.Store.Prune(ctx, a.Now(), keep, a.Keep, upkeepBatch)
		total += n
		if err != nil {
			return total, fmt.Errorf("prune: %w", err)
		}
		if n < upkeepBatch {
			return total, nil
		}
	}
}

func (a *Aggregator) pruneLogged(ctx context.Context) {
	if a.watch.leapt() { // ages cannot be trusted until a restart confirms them
		return
	}
	switch n, err := a.Prune(ctx); {
	case err != nil && ctx.Err() == nil:
		a.Log.Error("prune", "stage", "prune", "err", err)
	case n > 0:
		a.Log.Info("pruned", "items", n)
	}
}
