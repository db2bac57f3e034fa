package sqlite

import (
	"database/sql"
	"errors"
	"slices"
)

// SQLite result codes of a row that a table refuses; an index over a document
// refuses one that is no JSON.
const (
	sqliteError      = 1
	sqliteConstraint = 19
	sqliteMismatch   = 20
)

func refused(err error) bool {
	return slices.Contains([]int{sqliteError, sqliteConstraint, sqliteMismatch}, code(err))
}

// derive makes what follows from the rows that were copied. Items without
// rules and keys get both at the next start.
func (s *salvage) derive(x *tx) error {
	for _, q := range []string{
		`DELETE FROM source_doc WHERE NOT json_valid(doc)`,
		// Validators must not be ahead of items: what was lost may still be there to read.
		`UPDATE source_doc SET doc = json_remove(doc, '$.ETag', '$.LastModified', '$.ValidatorsFor', '$.BodyHash')`,
		`UPDATE source SET lease_until = 0, lease_token = '', items = 0`,
		`UPDATE page SET lease_until = 0, token = ''`,
		`UPDATE item SET rules = 0, keyed = 0, topics = '[]', merged = iif(json_valid(merged), merged, NULL), body = iif(json_valid(body), body, NULL), bands = iif(json_valid(bands), bands, '[]')`,
	} {
		if err := x.do(q); err != nil {
			return err
		}
	}
	var numbers []int64
	err := x.each(func(r scanner) error {
		var n int64
		err := r.Scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT n FROM item ORDER BY n`)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if err := s.item(x, n); err != nil {
			return err
		}
	}
	return s.count(x)
}

// item lists one item where it belongs, or deletes what cannot be read.
func (s *salvage) item(x *tx, n int64) error {
	var k kept
	var bad error
	err := x.each(func(r scanner) error {
		k.row, bad = scanRow(r)
		return nil
	}, `SELECT `+wholeColumns+` FROM item WHERE n = $1`, n)
	if err != nil {
		return err
	}
	if bad != nil {
		if !slices.Contains(s.out.Torn, "item") {
			s.out.Torn = append(s.out.Torn, "item")
		}
		return x.do(`DELETE FROM item WHERE n = $1`, n)
	}
	s.out.Items++
	if err := x.countOrigins(&k); err != nil {
		return err
	}
	if err := x.list(n, nil, k.item, k.shown); err != nil {
		return err
	}
	if err := x.addKey(k.item.Key, k.item.ID); err != nil {
		return err
	}
	return x.do(`INSERT OR IGNORE INTO band (span, band, item) SELECT $1 >> 51, value, $1 FROM json_each((SELECT bands FROM item WHERE n = $1)) WHERE typeof(value) = 'integer'`, n)
}

// count sets the counters, and a change sequence beyond all that readers know.
func (s *salvage) count(x *tx) error {
	if err := x.settle(); err != nil {
		return err
	}
	var seq int64
	for name, into := range map[string]any{"seq": &seq, "items": &s.out.Before} {
		err := s.from.scanOne(s.ctx, `SELECT value FROM meta WHERE name = $1`, []any{name}, into)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			s.out.Torn = append(s.out.Torn, "meta")
		}
	}
	if _, err := x.find([]any{&s.out.Sources}, `SELECT count(*) FROM source WHERE retired = 0`); err != nil {
		return err
	}
	if err := x.do(`UPDATE meta SET value = max($1, (SELECT coalesce(max(changed), 0) FROM item)) + 1 WHERE name = 'seq'`, seq); err != nil {
		return err
	}
	if err := x.do(`UPDATE meta SET value = $1 WHERE name = 'items'`, s.out.Items); err != nil {
		return err
	}
	if err := x.do(`UPDATE meta SET value = (SELECT count(*) FROM item_key) WHERE name = 'keys'`); err != nil {
		return err
	}
	if err := x.do(`UPDATE meta SET value = $1 WHERE name = 'at'`, millis(s.to.now())); err != nil {
		return err
	}
	x.meta["keys"] = 0 // they are counted
	_, err := x.find([]any{&s.out.Keys}, `SELECT count(*) FROM item_key`)
	return err
}
