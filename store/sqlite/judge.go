package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"golchin/aggregator/news"
	"golchin/store"
)

// Unjudged implements store.Store.
func (db *DB) Unjudged(ctx context.Context, n int) ([]news.Item, error) {
	return db.items(ctx, "read unjudged items", `SELECT `+wholeColumns+` FROM item INDEXED BY item_pending WHERE pending = 1 ORDER BY n LIMIT $1`, n)
}

// Similar implements store.Store. Among equals the newest come first.
func (db *DB) Similar(ctx context.Context, q store.SimilarQuery) ([]news.Item, error) {
	if len(q.Bands) == 0 {
		return nil, nil
	}
	bands, err := json.Marshal(q.Bands)
	if err != nil {
		return nil, fmt.Errorf("read similar items: %w", err)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	not := id{}
	if q.Not != "" {
		if not, err = parseID(q.Not); err != nil {
			return nil, fmt.Errorf("read similar items: %w", err)
		}
	}
	lo, hi := window(q.From, q.To)
	return db.items(ctx, "read similar items", `SELECT `+qualified("i", wholeColumns)+` FROM (
		SELECT b.item AS item, count(*) AS shared FROM (SELECT DISTINCT value FROM json_each($1)) j CROSS JOIN band b ON b.band = j.value
		WHERE b.item BETWEEN $2 AND $3 AND b.item IS NOT (SELECT n FROM item WHERE id = $4)
		GROUP BY b.item ORDER BY shared DESC, b.item DESC LIMIT $5) f CROSS JOIN item i ON i.n = f.item
		ORDER BY f.shared DESC, f.item DESC`, string(bands), lo, hi, not[:], limit)
}

// Judge implements store.Store. Verdicts on items that are gone are left.
func (db *DB) Judge(ctx context.Context, verdicts []store.Verdict) error {
	err := db.write(ctx, func(t *tx) error {
		j := judging{tx: t}
		for _, v := range verdicts {
			if err := j.verdict(v); err != nil {
				return fmt.Errorf("item %s: %w", v.Item, err)
			}
		}
		// Everybody in the groups that changed is shown anew.
		if err := t.touchGroups("copy", j.copies); err != nil {
			return err
		}
		return t.touchGroups("story", j.stories)
	})
	if err != nil {
		return fmt.Errorf("judge %d items: %w", len(verdicts), err)
	}
	return nil
}

// judging is one call of Judge: the groups whose members are shown anew.
type judging struct {
	*tx
	copies, stories map[id]bool
}

func (j *judging) verdict(v store.Verdict) error {
	var k kept
	found, err := j.judged(v.Item, &k.row)
	if err != nil || !found {
		return err
	}
	was := k.row
	if k.item.Copy, err = j.founder(v.Copy, k.item.ID); err != nil {
		return err
	}
	if k.item.Story, err = j.founder(v.Story, k.item.ID); err != nil {
		return err
	}
	k.item.Merged, k.item.Judged, k.was = v.Merged, true, &was
	k.shown = shownAs(k.item)
	if k.item.Changed, err = j.change(); err != nil {
		return err
	}
	if err := j.writeVerdict(&k, v.Bands); err != nil {
		return err
	}
	if err := j.writeFolded(&k); err != nil {
		return err
	}
	if err := j.list(k.n, k.was, k.item, k.shown); err != nil {
		return err
	}
	j.touch(k.item)
	if err := j.unite("copy", k.item.Copy, was.item.Copy, v.UniteCopies, &j.copies); err != nil {
		return err
	}
	return j.unite("story", k.item.Story, was.item.Story, v.UniteStories, &j.stories)
}

// writeVerdict stores the columns a verdict decides.
func (j *judging) writeVerdict(k *kept, bands []int64) error {
	cp, err := parseID(k.item.Copy)
	if err != nil {
		return err
	}
	story, err := parseID(k.item.Story)
	if err != nil {
		return err
	}
	merged, err := encodeMerged(k.item.Merged)
	if err != nil {
		return err
	}
	slices.Sort(bands)
	list, err := encode(slices.Compact(append([]int64{}, bands...))) // never null
	if err != nil {
		return err
	}
	if k.was.shown > 0 { // only what is shown has bands
		if err := j.do(`DELETE FROM band WHERE item = $1 AND band IN (
			SELECT value FROM json_each((SELECT bands FROM item WHERE n = $1)))`, k.n); err != nil {
			return err
		}
	}
	if err := j.do(`INSERT INTO band (band, item) SELECT value, $1 FROM json_each($2)`, k.n, list); err != nil {
		return err
	}
	return j.do(`UPDATE item SET copy = $2, story = $3, merged = $4, bands = $5, shown = $6, pending = 0, changed = $7 WHERE n = $1`,
		k.n, cp[:], story[:], merged, list, k.shown, k.item.Changed)
}

// unite lets the groups of founders follow to, and notes which groups changed.
func (j *judging) unite(by string, to, was news.ItemID, founders []news.ItemID, changed *map[id]bool) error {
	if *changed == nil {
		*changed = map[id]bool{}
	}
	target, err := parseID(to)
	if err != nil {
		return err
	}
	(*changed)[target] = true
	if was != to {
		left, err := parseID(was)
		if err != nil {
			return err
		}
		(*changed)[left] = true
	}
	for _, f := range founders {
		from, err := parseID(f)
		if err != nil {
			return err
		}
		if err := j.regroup(by, from, target); err != nil {
			return err
		}
	}
	return nil
}

// founder is the id under which a group goes on: that of the survivor when the
// founder was absorbed, the item's own when none is named.
func (t *tx) founder(f, own news.ItemID) (news.ItemID, error) {
	if f == "" || f == own {
		return own, nil
	}
	return t.survivor(f)
}

// survivor is the id that answers for f: its own unless it was absorbed.
func (t *tx) survivor(f news.ItemID) (news.ItemID, error) {
	i, err := parseID(f)
	if err != nil {
		return "", err
	}
	var raw []byte
	ok, err := t.find([]any{&raw}, `SELECT survivor FROM absorbed WHERE id = $1`, i[:])
	if err != nil || !ok {
		return f, err
	}
	return itemID(raw), nil
}

// judged reads what a verdict needs of an item, by its own or an absorbed id:
// its groups, topics and who carried it.
func (t *tx) judged(s news.ItemID, r *row) (bool, error) {
	i, err := parseID(s)
	if err != nil {
		return false, err
	}
	var id, cp, story, topics, doc []byte
	it := &r.item
	ok, err := t.find([]any{&r.n, &id, &r.shown, &it.Private, &cp, &story, &topics, &doc},
		`SELECT n, id, shown, private, copy, story, topics, doc`+byAnyID, i[:])
	if err != nil || !ok {
		return false, err
	}
	it.ID, it.Copy, it.Story, it.Judged = itemID(id), itemID(cp), itemID(story), r.shown > 0
	var d struct {
		Origins []struct {
			Source  string `json:"source"`
			Private bool   `json:"private"`
		} `json:"origins"`
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		return false, fmt.Errorf("item %s: %w", it.ID, err)
	}
	for _, o := range d.Origins {
		it.Origins = append(it.Origins, news.Origin{Source: o.Source, Private: o.Private})
	}
	return true, r.scanRest(topics, nil, nil)
}

// item reads one item, without its body, by its own or an absorbed id.
func (t *tx) item(s news.ItemID, r *row) (bool, error) {
	i, err := parseID(s)
	if err != nil {
		return false, err
	}
	found := false
	err = t.each(func(sc scanner) error {
		found = true
		*r, err = scanRow(sc)
		return err
	}, selectLight, i[:])
	return found, err
}

// Correct implements store.Store.
func (db *DB) Correct(ctx context.Context, c store.Correction) error {
	err := db.write(ctx, func(t *tx) error {
		var pair [2]id
		for n, s := range []news.ItemID{c.A, c.B} {
			s, err := t.survivor(s)
			if err != nil {
				return err
			}
			if pair[n], err = parseID(s); err != nil {
				return err
			}
			if err := t.do(`UPDATE item SET pending = 1 WHERE id = $1`, pair[n][:]); err != nil {
				return err
			}
		}
		return t.putCorrection(pair[0], pair[1], c.Merge, millis(c.At))
	})
	if err != nil {
		return fmt.Errorf("correct %s and %s: %w", c.A, c.B, err)
	}
	return nil
}

// putCorrection keeps the newest word on a pair; an item needs none on itself.
func (t *tx) putCorrection(a, b id, merge bool, at int64) error {
	switch slices.Compare(a[:], b[:]) {
	case 0:
		return nil
	case 1:
		a, b = b, a
	}
	return t.do(`INSERT INTO correction (a, b, merge, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (a, b) DO UPDATE SET merge = excluded.merge, at = excluded.at WHERE excluded.at >= correction.at`, a[:], b[:], merge, at)
}

// repointCorrections lets what was said of an item be said of its survivor.
func (t *tx) repointCorrections(from, to id) error {
	type said struct {
		a, b  []byte
		merge bool
		at    int64
	}
	var all []said
	err := t.each(func(s scanner) error {
		var c said
		err := s.Scan(&c.a, &c.b, &c.merge, &c.at)
		all = append(all, c)
		return err
	}, `DELETE FROM correction WHERE a = $1 OR b = $1 RETURNING a, b, merge, at`, from[:])
	if err != nil {
		return err
	}
	for _, c := range all {
		pair := [2]id{id(c.a), id(c.b)}
		for i := range pair {
			if pair[i] == from {
				pair[i] = to
			}
		}
		if err := t.putCorrection(pair[0], pair[1], c.merge, c.at); err != nil {
			return err
		}
	}
	return nil
}

// Corrections implements store.Store. A is the smaller id of a pair.
func (db *DB) Corrections(ctx context.Context) ([]store.Correction, error) {
	var out []store.Correction
	rows, err := db.r.query(ctx, `SELECT a, b, merge, at FROM correction ORDER BY at, a, b`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var c store.Correction
			var a, b []byte
			var at int64
			err := s.Scan(&a, &b, &c.Merge, &at)
			c.A, c.B, c.At = itemID(a), itemID(b), fromMillis(at)
			out = append(out, c)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read corrections: %w", err)
	}
	return out, nil
}
