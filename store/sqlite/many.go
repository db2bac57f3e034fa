package sqlite

import (
	"strings"
	"sync"
)

// many is a statement that inserts rows, in a text for each of rowSizes.
type many struct {
	columns int
	texts   [len(rowSizes)]string
}

// rowSizes are how many rows a statement of many inserts: one of many rows
// costs little more than one of a single row, and few sizes mean few
// statements to prepare.
var rowSizes = [...]int{64, 8, 1}

// manyRows makes the texts of an insert when it is first used; head stands
// before the rows and tail behind them.
func manyRows(columns int, head, tail string) func() *many {
	return sync.OnceValue(func() *many {
		m := &many{columns: columns}
		for i, n := range rowSizes {
			m.texts[i] = head + " VALUES " + rowsOf(n, columns) + tail
		}
		return m
	})
}

// rowsOf is a list of n rows of parameters. They have no numbers: those are
// names to SQLite, and the driver asks for the name of each, which takes as
// long as there are names.
func rowsOf(n, columns int) string {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	return row + strings.Repeat(", "+row, n-1)
}

// insert writes rows, whose values lie one behind the other in args, and tells
// how many it wrote.
func (t *tx) insert(m *many, args []any) (int64, error) {
	var total int64
	for i, size := range rowSizes {
		for size *= m.columns; len(args) >= size; args = args[size:] {
			n, err := t.count(m.texts[i], args[:size]...)
			if err != nil {
				return total, err
			}
			total += n
		}
	}
	return total, nil
}

// The rows that a transaction gathers, to write those of a table together.
var (
	bandRows   = manyRows(3, `INSERT OR IGNORE INTO band (span, band, item)`, ``)
	keyRows    = manyRows(2, `INSERT INTO item_key (key, item_id)`, ` ON CONFLICT (key) DO NOTHING`)
	seenRows   = manyRows(4, `INSERT OR REPLACE INTO seen (source, mark, item, place)`, ``)
	foldedRows = manyRows(3, `INSERT OR REPLACE INTO folded (item, title, text)`, ``)
	topicRows  = manyRows(3, `INSERT OR IGNORE INTO item_topic (topic, private, item)`, ``)
	sourceRows = manyRows(3, `INSERT OR IGNORE INTO item_source (source, private, item)`, ``)
)

// gathered are rows that were decided on and are not written yet.
type gathered struct {
	keys, seen, folded, topics, sources []any
}

// settle writes the rows that were gathered: before their tables are read or
// changed otherwise, and at the end.
func (t *tx) settle() error {
	g := &t.rows
	for _, w := range []struct {
		rows *[]any
		by   func() *many
	}{{&g.seen, seenRows}, {&g.folded, foldedRows}, {&g.topics, topicRows}, {&g.sources, sourceRows}} {
		if len(*w.rows) == 0 {
			continue
		}
		if _, err := t.insert(w.by(), *w.rows); err != nil {
			return err
		}
		*w.rows = (*w.rows)[:0]
	}
	if len(g.keys) == 0 {
		return nil
	}
	n, err := t.insert(keyRows(), g.keys)
	t.meta["keys"] += n
	g.keys = g.keys[:0]
	return err
}
