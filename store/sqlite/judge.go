package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"golchin/aggregator/news"
	"golchin/store"
)

// Unjudged implements store.Store.
func (db *DB) Unjudged(ctx context.Context, n int) ([]news.Item, error) {
	return db.itemsBy(ctx, &db.decoded, "read unjudged items", `SELECT `+wholeColumns+` FROM item INDEXED BY item_pending WHERE pending = 1 ORDER BY n LIMIT $1`, n)
}

// Similar implements store.Store. Among equals the newest come first.
func (db *DB) Similar(ctx context.Context, q store.SimilarQuery) ([]news.Item, error) {
	if len(q.Bands) == 0 {
		return nil, nil
	}
	bands := encodeNumbers(slices.Compact(slices.Sorted(slices.Values(q.Bands))))
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	var not id
	if q.Not != "" {
		i, err := parseID(q.Not)
		if err != nil {
			return nil, fmt.Errorf("read similar items: %w", err)
		}
		not = i
	}
	lo, hi := window(q.From, q.To)
	spans, err := db.spans(ctx, lo>>spanBits, hi>>spanBits)
	if err != nil {
		return nil, fmt.Errorf("read similar items: %w", err)
	}
	return db.itemsBy(ctx, &db.decoded, "read similar items", `SELECT `+qualified("i", wholeColumns)+` FROM (
		SELECT b.item AS item, count(*) AS shared FROM json_each($6) s CROSS JOIN json_each($1) j
		CROSS JOIN band b ON b.span = s.value AND b.band = j.value
		WHERE b.item BETWEEN $2 AND $3 AND b.item IS NOT (SELECT n FROM item WHERE id = $4)
		GROUP BY b.item ORDER BY shared DESC, b.item DESC LIMIT $5) f CROSS JOIN item i ON i.n = f.item
		ORDER BY f.shared DESC, f.item DESC`, bands, lo, hi, not[:], limit, spans)
}

// spans are the days between two, by which bands are kept, as JSON: if they are
// many, those there are, leaping from one to the next in the index.
func (db *DB) spans(ctx context.Context, from, to int64) (string, error) {
	const few = 4
	if to-from < few {
		out := []int64{from}
		for n := from; n < to; n++ {
			out = append(out, n+1)
		}
		return encodeNumbers(out), nil
	}
	var out string
	err := db.r.scanOne(ctx, `WITH RECURSIVE s (v) AS (SELECT min(span) FROM band WHERE span >= $1 UNION ALL
		SELECT (SELECT min(span) FROM band WHERE span > s.v AND span <= $2) FROM s WHERE s.v IS NOT NULL)
		SELECT json_group_array(v) FROM s WHERE v IS NOT NULL`, []any{from, to}, &out)
	return out, err
}

// Judge implements store.Store. Verdicts on items that are gone are left.
func (db *DB) Judge(ctx context.Context, verdicts []store.Verdict) error {
	err := db.write(ctx, func(t *tx) error {
		j := judging{tx: t}
		if err := j.load(verdicts); err != nil {
			return err
		}
		for i, v := range verdicts {
			if j.of[i] == nil {
				continue
			}
			if err := j.verdict(v, j.of[i]); err != nil {
				return fmt.Errorf("item %s: %w", v.Item, err)
			}
		}
		if err := j.flush(); err != nil {
			return err
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

// judging is one call of Judge: what is stored of the items, as the verdicts
// so far have changed it, and the groups whose members are shown anew.
type judging struct {
	*tx
	of              []*judged // the item of each verdict; nil when it is gone
	all             []*judged
	copies, stories map[id]bool
}

// judged is an item and what was decided of it.
type judged struct {
	row
	known bool // it was shown before this call
	seen  bool // it was shown before its verdict
	bands []int64
}

func (j *judging) verdict(v store.Verdict, k *judged) error {
	was := k.row
	k.seen = was.shown > 0
	var err error
	if k.item.Copy, err = j.founder(v.Copy, k.item.ID); err != nil {
		return err
	}
	if k.item.Story, err = j.founder(v.Story, k.item.ID); err != nil {
		return err
	}
	k.item.Merged, k.item.Judged, k.bands = v.Merged, true, v.Bands
	k.pending, k.shown = false, shownAs(k.item)
	if k.item.Changed, err = j.change(); err != nil {
		return err
	}
	if was.shown == 0 {
		j.waited = append(j.waited, k.n)
	}
	if err := j.list(k.n, &was, k.item, k.shown); err != nil {
		return err
	}
	j.touch(k.item)
	if err := j.unite(k, "copy", k.item.Copy, was.item.Copy, v.UniteCopies, &j.copies); err != nil {
		return err
	}
	return j.unite(k, "story", k.item.Story, was.item.Story, v.UniteStories, &j.stories)
}

// flush writes the columns that verdicts decide, in the order of rows, and the
// bands in their own.
func (j *judging) flush() error {
	slices.SortFunc(j.all, func(a, b *judged) int { return cmp.Compare(a.n, b.n) })
	var bands [][3]int64
	for _, k := range j.all {
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
		own := slices.Compact(slices.Sorted(slices.Values(k.bands)))
		for _, b := range own {
			bands = append(bands, [3]int64{k.n >> spanBits, b, k.n})
		}
		if k.known { // only what is shown has bands
			if err := j.do(`DELETE FROM band WHERE span = $1 >> 51 AND item = $1 AND band IN (
				SELECT value FROM json_each((SELECT bands FROM item WHERE n = $1)))`, k.n); err != nil {
				return err
			}
		}
		if err := j.do(`UPDATE item SET copy = $2, story = $3, merged = $4, bands = $5, shown = $6, pending = 0, changed = $7 WHERE n = $1`,
			k.n, cp[:], story[:], merged, encodeNumbers(own), k.shown, k.item.Changed); err != nil {
			return err
		}
	}
	slices.SortFunc(bands, func(a, b [3]int64) int { return slices.Compare(a[:], b[:]) })
	args := make([]any, 0, 3*len(bands))
	for _, b := range bands {
		args = append(args, b[0], b[1], b[2])
	}
	_, err := j.insert(bandRows(), args)
	return err
}

// encodeNumbers is a list of numbers as JSON; never null.
func encodeNumbers(numbers []int64) string {
	out := append(make([]byte, 0, 2+21*len(numbers)), '[')
	for i, n := range numbers {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, n, 10)
	}
	return string(append(out, ']'))
}

// unite lets the groups of founders follow that of k, and notes which groups
// changed. An item that nobody has seen and that stays alone changes none.
func (j *judging) unite(k *judged, by string, to, was news.ItemID, founders []news.ItemID, changed *map[id]bool) error {
	if !k.seen && to == k.item.ID && was == to && len(founders) == 0 {
		return nil
	}
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

// regroup lets a whole group follow another founder, those of it that are
// judged now as well.
func (j *judging) regroup(by string, from, to id) error {
	was, is := itemID(from[:]), itemID(to[:])
	for _, k := range j.all {
		switch {
		case k.shown == 0:
		case by == "copy" && k.item.Copy == was:
			k.item.Copy = is
		case by == "story" && k.item.Story == was:
			k.item.Story = is
		}
	}
	return j.tx.regroup(by, from, to)
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

// load reads what verdicts need of their items, by their own or absorbed ids:
// groups, topics and who carried them.
func (j *judging) load(verdicts []store.Verdict) error {
	list := make([]string, len(verdicts))
	for n, v := range verdicts {
		i, err := parseID(v.Item)
		if err != nil {
			return fmt.Errorf("item %s: %w", v.Item, err)
		}
		list[n] = hex.EncodeToString(i[:])
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	j.of = make([]*judged, len(verdicts))
	rows := map[int64]*judged{}
	return j.each(func(s scanner) error {
		var k judged
		var place int
		var id, cp, story, topics, doc sql.RawBytes
		it := &k.item
		if err := s.Scan(&place, &k.n, &id, &k.shown, &it.Private, &cp, &story, &topics, &doc); err != nil {
			return err
		}
		if known := rows[k.n]; known != nil {
			j.of[place] = known
			return nil
		}
		it.ID, it.Copy, it.Story, it.Judged, k.known = itemID(id), itemID(cp), itemID(story), k.shown > 0, k.shown > 0
		var have bool
		if it.Origins, have = j.db.decoded.origins(k.n, doc); !have {
			if it.Origins, err = carriers(doc); err != nil {
				return fmt.Errorf("item %s: %w", it.ID, err)
			}
		}
		rows[k.n], j.of[place] = &k, &k
		j.all = append(j.all, &k)
		return k.scanRest(topics, nil)
	}, `SELECT j.key, i.n, i.id, i.shown, i.private, i.copy, i.story, i.topics, i.doc FROM json_each($1) j
		CROSS JOIN item i ON i.id = coalesce((SELECT survivor FROM absorbed WHERE id = unhex(j.value)), unhex(j.value))`, string(raw))
}

// carriers are the sources of the origins in an item's document. Only the list
// of origins is read: that name in quotes stands nowhere else, for quotes
// within a text are escaped.
func carriers(doc []byte) ([]news.Origin, error) {
	_, list, ok := bytes.Cut(doc, []byte(`"origins":`))
	if !ok {
		return nil, nil
	}
	var origins []struct {
		Source  string `json:"source"`
		Private bool   `json:"private"`
	}
	if err := json.NewDecoder(bytes.NewReader(list)).Decode(&origins); err != nil {
		return nil, err
	}
	out := make([]news.Origin, len(origins))
	for i, o := range origins {
		out[i] = news.Origin{Source: o.Source, Private: o.Private}
	}
	return out, nil
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
