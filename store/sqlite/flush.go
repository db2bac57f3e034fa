package sqlite

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"golchin/aggregator/news"
)

// flush writes what the batch made of its items: survivors in the order of
// their rows, then what became part of them, then keys and marks.
func (b *batch) flush() error {
	var live, gone []*kept
	for _, k := range b.all {
		switch {
		case k.into == nil:
			live = append(live, k)
		case k.was != nil:
			gone = append(gone, k)
		}
	}
	slices.SortStableFunc(live, func(x, y *kept) int {
		return cmp.Or(x.item.Sort.Compare(y.item.Sort), cmp.Compare(x.item.ID, y.item.ID))
	})
	for _, k := range live {
		if !k.dirty {
			continue
		}
		if err := b.write(k); err != nil {
			return fmt.Errorf("item %s: %w", k.item.ID, err)
		}
	}
	for _, k := range gone {
		if err := b.t.end(k); err != nil {
			return fmt.Errorf("item %s: %w", k.was.item.ID, err)
		}
	}
	for _, k := range live {
		if err := b.t.writeMarks(k); err != nil {
			return err
		}
	}
	return b.writeKeys()
}

// write stores one new or changed item.
func (b *batch) write(k *kept) error {
	t := b.t
	k.shown = shownAs(k.item)
	if k.lost {
		k.rules = 0 // to be filed, and folded, anew
	}
	if k.shown > 0 || (k.was != nil && k.was.shown > 0) {
		seq, err := t.change()
		if err != nil {
			return err
		}
		k.item.Changed = seq
		t.touch(k.item)
		if k.was != nil {
			t.touch(k.was.item)
		}
	}
	if k.was == nil {
		if err := t.insertRow(&k.row); err != nil {
			return err
		}
		t.meta["items"]++
	} else {
		if err := t.replaceRow(k); err != nil {
			return err
		}
	}
	if err := t.countOrigins(k); err != nil {
		return err
	}
	if err := t.writeFolded(k); err != nil {
		return err
	}
	if err := t.list(k.n, k.was, k.item, k.shown); err != nil {
		return err
	}
	if k.page != nil {
		return t.wantPage(k.n, *k.page)
	}
	return nil
}

// shownAs is the value of item.shown for it.
func shownAs(it news.Item) int {
	switch {
	case !it.Judged:
		return 0
	case it.Private:
		return 1
	}
	return 2
}

// args are the values of an item's columns after n, in the order of the
// statements below.
func (t *tx) args(r *row) ([]any, error) {
	it := r.item
	i, err := parseID(it.ID)
	if err != nil {
		return nil, err
	}
	cp, err := parseID(it.Copy)
	if err != nil {
		return nil, err
	}
	story, err := parseID(it.Story)
	if err != nil {
		return nil, err
	}
	topics, err := encodeTopics(it.Topics)
	if err != nil {
		return nil, err
	}
	doc, err := encode(docOf(it))
	if err != nil {
		return nil, err
	}
	merged, err := encodeMerged(it.Merged)
	if err != nil {
		return nil, err
	}
	body, err := encodeBody(it)
	if err != nil {
		return nil, err
	}
	t.db.decoded.written(r, doc, body)
	return []any{
		r.n, i[:], sortMillis(it.Sort), millis(it.LastSeen), it.Changed, it.Site, it.Language, r.shown, r.pending, it.Private,
		r.rules, r.keyed, cp[:], story[:], topics, doc, merged, body,
	}, nil
}

// insertRow gives a new item its place.
func (t *tx) insertRow(r *row) error {
	i, err := parseID(r.item.ID)
	if err != nil {
		return err
	}
	r.n = slot(sortMillis(r.item.Sort), i)
	args, err := t.args(r)
	if err != nil {
		return err
	}
	const insert = `INSERT INTO item (n, id, sort, last_seen, changed, site, language, shown, pending, private, rules, keyed,
		copy, story, topics, doc, merged, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (n) DO NOTHING`
	done, err := t.count(insert, args...)
	if err != nil || done == 1 {
		return err
	}
	if r.n, err = t.freeSlot(sortMillis(r.item.Sort), i); err != nil {
		return err
	}
	args[0] = r.n
	return t.do(insert, args...)
}

// freeSlot finds the row number for an item whose own is taken: the nearest
// free one on the side where (sort, id) puts it. Of three items of one
// millisecond whose ids begin alike, the middle one coming last may so stand
// beside its place: one in ten thousand rounds of a thousand undated entries.
func (t *tx) freeSlot(sort int64, i id) (int64, error) {
	n, step := slot(sort, i), int64(0)
	for {
		var taken []byte
		var other int64
		ok, err := t.find([]any{&taken, &other}, `SELECT id, sort FROM item WHERE n = $1`, n)
		if err != nil || !ok {
			return n, err
		}
		if step == 0 {
			if step = -1; cmp.Or(cmp.Compare(sort, other), slices.Compare(i[:], taken)) > 0 {
				step = 1
			}
		}
		n += step
	}
}

// replaceRow writes a stored item anew, moving it if its id or sort changed.
func (t *tx) replaceRow(k *kept) error {
	if err := t.rename(k); err != nil {
		return err
	}
	args, err := t.args(&k.row)
	if err != nil {
		return err
	}
	return t.do(`UPDATE item SET id = $2, sort = $3, last_seen = $4, changed = $5, site = $6, language = $7, shown = $8, pending = $9,
		private = $10, rules = $11, keyed = $12, copy = $13, story = $14, topics = $15, doc = $16, merged = $17, body = $18
		WHERE n = $1`, args...)
}

// rename lets the old id of an item lead to its new one, and moves its row.
func (t *tx) rename(k *kept) error {
	k.n = k.was.n
	if k.item.ID != k.was.item.ID {
		free, err := t.unused(k.item.ID)
		if err != nil {
			return err
		}
		if !free { // an id is never given twice: the item keeps the one it has
			k.item.Copy = renamed(k.item.Copy, k.item.ID, k.was.item.ID)
			k.item.Story = renamed(k.item.Story, k.item.ID, k.was.item.ID)
			k.item.ID, k.item.Key = k.was.item.ID, k.was.item.Key
		} else if err := t.lead(k.was.item.ID, k.item, false); err != nil {
			return err
		}
	}
	if k.item.ID == k.was.item.ID && sortMillis(k.item.Sort) == sortMillis(k.was.item.Sort) {
		return nil
	}
	i, err := parseID(k.item.ID)
	if err != nil {
		return err
	}
	n, err := t.freeSlot(sortMillis(k.item.Sort), i)
	if err != nil || n == k.n {
		return err
	}
	if k.was.shown > 0 {
		// The index has no text to move; the item is folded anew.
		t.words = append(t.words, wordRow{n: k.n, remove: true})
		k.rules = 0
	}
	if err := t.settle(); err != nil {
		return err
	}
	if err := t.do(`UPDATE item SET n = $2 WHERE n = $1`, k.n, n); err != nil {
		return err
	}
	if err := t.do(`UPDATE OR REPLACE band SET span = $2 >> 51, item = $2 WHERE span = $1 >> 51 AND item = $1 AND band IN (
		SELECT value FROM json_each((SELECT bands FROM item WHERE n = $2)))`, k.n, n); err != nil {
		return err
	}
	k.n = n
	return nil
}

// unused tells that no item has or had that id.
func (t *tx) unused(s news.ItemID) (bool, error) {
	i, err := parseID(s)
	if err != nil {
		return false, err
	}
	used, err := t.find([]any{new(int)}, `SELECT 1 FROM item WHERE id = $1 UNION ALL SELECT 1 FROM absorbed WHERE id = $1`, i[:])
	return !used, err
}

// lead lets an id that is no more answer for its survivor: itself, those it had
// absorbed, corrections, and the groups it founded.
func (t *tx) lead(old news.ItemID, survivor news.Item, merged bool) error {
	from, err := parseID(old)
	if err != nil {
		return err
	}
	to, err := parseID(survivor.ID)
	if err != nil {
		return err
	}
	if err := t.do(`UPDATE absorbed SET survivor = $2 WHERE survivor = $1`, from[:], to[:]); err != nil {
		return err
	}
	if err := t.do(`INSERT OR REPLACE INTO absorbed (id, survivor) VALUES ($1, $2)`, from[:], to[:]); err != nil {
		return err
	}
	if err := t.repointCorrections(from, to); err != nil {
		return err
	}
	if !merged {
		return nil
	}
	for _, g := range []struct {
		by      string
		founder news.ItemID
	}{{"copy", survivor.Copy}, {"story", survivor.Story}} {
		founder, err := parseID(g.founder)
		if err != nil {
			return err
		}
		if err := t.regroup(g.by, from, founder); err != nil {
			return err
		}
	}
	return nil
}

// regroup lets a whole group follow another founder.
func (t *tx) regroup(by string, from, to id) error {
	if from == to {
		return nil
	}
	any, err := t.find([]any{new(int)}, `SELECT 1 FROM item WHERE `+by+` = $1 AND shown > 0 LIMIT 1`, from[:])
	if err != nil || !any {
		return err
	}
	seq, err := t.change()
	if err != nil {
		return err
	}
	if err := t.touchGroups(by, map[id]bool{from: true}); err != nil {
		return err
	}
	return t.do(`UPDATE item SET `+by+` = $2, changed = $3 WHERE `+by+` = $1 AND shown > 0`, from[:], to[:], seq)
}

// touchGroups marks the scopes of all shown members of groups as changed.
func (t *tx) touchGroups(by string, founders map[id]bool) error {
	if len(founders) == 0 {
		return nil
	}
	list := make([]string, 0, len(founders))
	for f := range founders {
		list = append(list, hex.EncodeToString(f[:]))
	}
	slices.Sort(list)
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	if err := t.settle(); err != nil {
		return err
	}
	members := `FROM json_each($1) j CROSS JOIN item i ON i.` + by + ` = unhex(j.value) AND i.shown > 0 CROSS JOIN `
	return t.each(func(s scanner) error {
		var scope string
		if err := s.Scan(&scope); err != nil {
			return err
		}
		t.touched[scope] = true
		return nil
	}, `SELECT 'topic:' || slug FROM topic WHERE n IN (SELECT l.topic `+members+`item_topic l ON l.item = i.n)
		UNION ALL SELECT 'source:' || name FROM source WHERE n IN (SELECT l.source `+members+`item_source l ON l.item = i.n)`, string(raw))
}

// end deletes the row of an item that became part of another.
func (t *tx) end(k *kept) error {
	into := k.root()
	if k.was.shown > 0 {
		if _, err := t.change(); err != nil {
			return err
		}
		t.touch(k.was.item)
	}
	if err := t.settle(); err != nil {
		return err
	}
	if err := t.do(`UPDATE OR REPLACE seen SET item = $2 WHERE item = $1`, k.was.n, into.n); err != nil {
		return err
	}
	if err := t.do(`UPDATE OR IGNORE page SET item = $2 WHERE item = $1`, k.was.n, into.n); err != nil {
		return err
	}
	if err := t.remove(*k.was); err != nil {
		return err
	}
	return t.lead(k.was.item.ID, into.item, true)
}

// remove deletes an item and all that hangs on its row; its keys stay.
func (t *tx) remove(r row) error {
	if r.shown > 0 {
		t.words = append(t.words, wordRow{n: r.n, remove: true})
		if err := t.do(`DELETE FROM band WHERE span = $1 >> 51 AND item = $1 AND band IN (
			SELECT value FROM json_each((SELECT bands FROM item WHERE n = $1)))`, r.n); err != nil {
			return err
		}
	}
	if err := t.unlist(r.n); err != nil {
		return err
	}
	for name := range sourcesOf(r.item) {
		n, err := t.source(name)
		if err != nil {
			return err
		}
		t.bySrc[n]--
	}
	t.meta["items"]--
	t.meta["origins"] -= int64(len(r.item.Origins))
	return t.do(`DELETE FROM item WHERE n = $1`, r.n)
}

// writeKeys stores the keys that lead somewhere new.
func (b *batch) writeKeys() error {
	for _, key := range slices.Sorted(maps.Keys(b.fresh)) {
		to := b.fresh[key]
		s := to.pruned
		if to.kept != nil {
			s = to.kept.root().item.ID
		}
		if err := b.t.addKey(key, s); err != nil {
			return err
		}
	}
	return nil
}

// addKey lets key lead to an item unless it leads somewhere already.
func (t *tx) addKey(key news.Key, to news.ItemID) error {
	i, err := parseID(to)
	if err != nil {
		return err
	}
	t.rows.keys = append(t.rows.keys, string(key), i[:])
	return nil
}

// writeMarks remembers what was said of an item, and forgets what the same
// place said before.
func (t *tx) writeMarks(k *kept) error {
	for _, m := range k.marks {
		if k.was != nil {
			if err := t.settle(); err != nil {
				return err
			}
			others, err := json.Marshal(m.others)
			if err != nil {
				return err
			}
			if err := t.do(`DELETE FROM seen WHERE item = $1 AND source = $2 AND place = $3 AND mark NOT IN (
				SELECT value FROM json_each($4))`, k.n, m.source, m.place, string(others)); err != nil {
				return err
			}
		}
		t.rows.seen = append(t.rows.seen, m.source, m.mark, k.n, m.place)
	}
	return nil
}
