package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golchin/aggregator/news"
	"golchin/store"
)

// Misfiled implements store.Store.
func (db *DB) Misfiled(ctx context.Context, hash string, n int) ([]news.Item, error) {
	// One index range for each other set of rules; there are few.
	return db.items(ctx, "read misfiled items", `SELECT `+wholeColumns+` FROM item WHERE n IN (
		SELECT i.n FROM (SELECT n FROM ruleset WHERE hash <> $1 UNION ALL SELECT 0) r
		CROSS JOIN item i INDEXED BY item_rules ON i.rules = r.n ORDER BY i.n DESC LIMIT $2) ORDER BY n DESC`, hash, n)
}

// File implements store.Store. Items that are gone are left.
func (db *DB) File(ctx context.Context, hash string, filed map[news.ItemID]store.Filing) error {
	err := db.write(ctx, func(t *tx) error {
		rules, err := t.ruleset(hash)
		if err != nil {
			return err
		}
		for _, s := range slices.Sorted(maps.Keys(filed)) {
			if err := t.file(s, filed[s], rules); err != nil {
				return fmt.Errorf("item %s: %w", s, err)
			}
		}
		return t.do(`DELETE FROM ruleset WHERE n <> $1 AND NOT EXISTS (SELECT 1 FROM item WHERE rules = ruleset.n)`, rules)
	})
	if err != nil {
		return fmt.Errorf("file %d items: %w", len(filed), err)
	}
	return nil
}

func (t *tx) file(s news.ItemID, f store.Filing, rules int64) error {
	var r row
	found, err := t.item(s, &r)
	if err != nil || !found {
		return err
	}
	// Edited meanwhile; what awaits the judge has no change sequence to tell of
	// a page, but whoever read that has filed it.
	if f.Of != "" && (f.Of != store.Stamp(r.item) || r.shown == 0 && r.rules == rules) {
		return nil
	}
	was := r
	r.item.Topics = f.Topics
	now, err := encodeTopics(f.Topics)
	if err != nil {
		return err
	}
	before, err := encodeTopics(was.item.Topics)
	if err != nil {
		return err
	}
	if now == before {
		return t.do(`UPDATE item SET rules = $2 WHERE n = $1`, r.n, rules)
	}
	if r.shown > 0 {
		if r.item.Changed, err = t.change(); err != nil {
			return err
		}
		t.touch(was.item)
		t.touch(r.item)
		if err := t.list(r.n, &was, r.item, r.shown); err != nil {
			return err
		}
	}
	return t.do(`UPDATE item SET rules = $2, topics = $3, changed = $4 WHERE n = $1`, r.n, rules, now, r.item.Changed)
}

// Refold implements store.Store. Words are indexed anew only of items whose
// own are gone, those without rules: a changed feeds.yaml changes no words, and
// indexing costs several times what filing does. Should folding itself change,
// a migration that sets rules to 0 has everything folded again.
func (db *DB) Refold(ctx context.Context, folded map[news.ItemID]store.Folded) error {
	err := db.write(ctx, func(t *tx) error {
		for _, s := range slices.Sorted(maps.Keys(folded)) {
			if err := t.refold(s, folded[s]); err != nil {
				return fmt.Errorf("item %s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("fold %d items: %w", len(folded), err)
	}
	return nil
}

func (t *tx) refold(s news.ItemID, f store.Folded) error {
	i, err := parseID(s)
	if err != nil {
		return err
	}
	var n, rules int64
	var shown int
	found, err := t.find([]any{&n, &rules, &shown}, `SELECT n, rules, shown FROM item
		WHERE id = coalesce((SELECT survivor FROM absorbed WHERE id = $1), $1)`, i[:])
	switch {
	case err != nil, !found, rules != 0:
		return err
	case shown == 0:
		return t.do(`INSERT OR REPLACE INTO folded (item, title, text) VALUES ($1, $2, $3)`, n, f.Title, f.Text)
	}
	var r row
	if _, err := t.item(s, &r); err != nil {
		return err
	}
	if _, err := t.change(); err != nil { // who searched meanwhile found less
		return err
	}
	t.touch(r.item)
	return t.indexWords(n, true, f)
}

// Unkeyed implements store.Store: the oldest version first, of it the oldest
// items.
func (db *DB) Unkeyed(ctx context.Context, version, n int) ([]news.Item, error) {
	return db.items(ctx, "read unkeyed items", `SELECT `+wholeColumns+` FROM item INDEXED BY item_keyed WHERE keyed < $1 ORDER BY keyed, n LIMIT $2`, version, n)
}

// AddKeys implements store.Store.
func (db *DB) AddKeys(ctx context.Context, version int, keys map[news.ItemID][]news.Key) error {
	err := db.write(ctx, func(t *tx) error {
		for _, s := range slices.Sorted(maps.Keys(keys)) {
			own, err := t.survivor(s)
			if err != nil {
				return err
			}
			i, err := parseID(own)
			if err != nil {
				return err
			}
			n, err := t.count(`UPDATE item SET keyed = $2 WHERE id = $1`, i[:], version)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			for _, k := range keys[s] {
				if err := t.addKey(cleanKey(k), own); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add keys to %d items: %w", len(keys), err)
	}
	return nil
}
