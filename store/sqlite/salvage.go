package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golchin/store"
)

// Salvaged is what Salvage could read.
type Salvaged struct {
	Items, Sources, Keys int
	// Before is how many items the damaged database counted; 0 when even that
	// could not be read.
	Before int
	// Torn are the tables of which a part could not be read.
	Torn []string
}

// salvage is one copying of what can be read.
type salvage struct {
	ctx  context.Context
	from *pool
	to   *DB
	out  Salvaged
}

// kept rows of these tables are copied as they are; the others say what
// follows from them, or what the next poll says again. key is an integer
// where there is one, so that both sides of a damaged page can be reached.
var salvaged = []struct {
	table, key string
	number     bool
}{
	{"source", "n", true}, {"source_doc", "source", true}, {"item", "n", true}, {"item_key", "key", false}, {"absorbed", "id", false},
	{"correction", "a", false}, {"event", "n", true}, {"published", "path", false}, {"page", "item", true},
}

// Salvage copies every row that can still be read of the damaged database from
// into a new one, to, which must not exist and appears when it is whole. Nothing of from changes. Items
// keep their ids, their places and their story; topics, search words and keys
// are made anew at the next start, and what a lost page knew of pruned items
// is lost: such an item comes back as new if its source still carries it. It
// returns store.ErrNotOurs when not even the schema can be read.
func Salvage(ctx context.Context, from, to string) (Salvaged, error) {
	s := &salvage{ctx: ctx}
	from, err := filepath.Abs(from)
	if err != nil {
		return s.out, fmt.Errorf("salvage %s: %w", from, err)
	}
	if _, err := os.Lstat(to); err == nil {
		return s.out, fmt.Errorf("salvage to %s: %w", to, fs.ErrExist)
	}
	app, _, _, err := header(ctx, uri(from, url.Values{"mode": {"ro"}}))
	if err == nil && app != applicationID {
		err = fmt.Errorf("its application id is %#x", uint32(app))
	}
	if err != nil {
		return s.out, fmt.Errorf("salvage %s: %w: %w", from, store.ErrNotOurs, err)
	}
	if s.from, err = openPool(uri(from, url.Values{"mode": {"ro"}, "_busy_timeout": {"10000"}}), 1); err != nil {
		return s.out, fmt.Errorf("salvage %s: %w", from, err)
	}
	defer s.from.close()
	if err := s.into(to); err != nil {
		return s.out, fmt.Errorf("salvage %s: %w", from, err)
	}
	return s.out, nil
}

// into makes the new database, which appears under its name when it is whole.
func (s *salvage) into(to string) error {
	dir, err := os.MkdirTemp(filepath.Dir(to), halfCopy(to)+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "copy.db")
	if s.to, err = Open(s.ctx, tmp, Options{}); err != nil {
		return err
	}
	if err := errors.Join(s.run(), s.to.Close()); err != nil {
		return err
	}
	return appear(tmp, to)
}

func (s *salvage) run() error {
	for _, t := range salvaged {
		columns, err := s.columns(t.table)
		if err != nil {
			return err
		}
		if len(columns) == 0 { // older than the table
			continue
		}
		c := &copying{salvage: s, table: t.table, key: t.key, columns: columns}
		if err := s.to.write(s.ctx, func(x *tx) error { return c.run(x, t.number) }); err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
		if c.torn {
			s.out.Torn = append(s.out.Torn, t.table)
		}
	}
	return s.to.write(s.ctx, s.derive)
}

// columns are those that both databases have.
func (s *salvage) columns(table string) ([]string, error) {
	list := func(db *sql.DB) (out []string, err error) {
		rows, err := db.QueryContext(s.ctx, `SELECT name FROM pragma_table_info($1)`, table)
		if err == nil {
			err = collect(rows, func(r scanner) error {
				var name string
				err := r.Scan(&name)
				out = append(out, name)
				return err
			})
		}
		return out, err
	}
	was, err := list(s.from.db)
	if err != nil {
		return nil, err
	}
	is, err := list(s.to.r.db)
	return slices.DeleteFunc(is, func(c string) bool { return !slices.Contains(was, c) }), err
}

// copying is one table on its way.
type copying struct {
	*salvage
	table, key string
	columns    []string
	torn       bool
	last       any // key of the row read last
}

// run reads from the beginning, and from the end what is behind damage.
func (c *copying) run(x *tx, number bool) error {
	whole, err := c.read(x, "", "ASC")
	if err != nil || whole {
		return err
	}
	c.torn = true
	low := c.last
	c.last = nil
	if _, err := c.read(x, "", "DESC"); err != nil {
		return err
	}
	hi, ok := c.last.(int64)
	if !number || !ok {
		return nil
	}
	lo, ok := low.(int64)
	if !ok {
		lo = -1 << 61
	}
	return c.between(x, lo, hi)
}

// between copies the rows after lo and before hi that lie between damaged
// pages.
func (c *copying) between(x *tx, lo, hi int64) error {
	for hi-lo > 1 {
		good, ok := c.behind(lo, hi)
		if !ok {
			return c.ctx.Err()
		}
		c.last = nil
		whole, err := c.read(x, fmt.Sprintf("WHERE %s >= %d AND %s < %d", c.key, good, c.key, hi), "ASC")
		if err != nil || whole {
			return err
		}
		if last, ok := c.last.(int64); ok {
			lo = last
		} else {
			lo = good
		}
	}
	return nil
}

// behind is the first key after lo from which on something can be read: it is
// looked for in steps that double, and then between the last two.
func (c *copying) behind(lo, hi int64) (int64, bool) {
	var good int64
	bad := lo
	for step := int64(1); ; step *= 2 {
		good = hi - 1
		if step < hi-1-bad {
			good = bad + step
		}
		if c.reads(good, hi) {
			break
		}
		if good == hi-1 || c.ctx.Err() != nil {
			return 0, false
		}
		bad = good
	}
	for good-bad > 1 {
		mid := bad + (good-bad)/2
		if c.reads(mid, hi) {
			good = mid
		} else {
			bad = mid
		}
	}
	return good, true
}

// reads tells whether the first row at or after a key can be read.
func (c *copying) reads(at, hi int64) bool {
	rows, err := c.from.db.QueryContext(c.ctx, fmt.Sprintf("SELECT %s FROM %s NOT INDEXED WHERE %s >= %d AND %s < %d ORDER BY %s LIMIT 1", strings.Join(c.columns, ", "), c.table, c.key, at, c.key, hi, c.key))
	if err != nil {
		return false
	}
	defer rows.Close()
	rows.Next()
	return rows.Err() == nil
}

// read copies rows until the end or until damage; whole tells which.
func (c *copying) read(x *tx, where, order string) (whole bool, err error) {
	list := strings.Join(c.columns, ", ")
	rows, err := c.from.db.QueryContext(c.ctx, fmt.Sprintf("SELECT %s, %s FROM %s NOT INDEXED %s ORDER BY %s %s", c.key, list, c.table, where, c.key, order))
	if err != nil {
		return false, c.ctx.Err()
	}
	defer rows.Close()
	holes := make([]string, len(c.columns))
	for i := range holes {
		holes[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", c.table, list, strings.Join(holes, ", "))
	values, into := make([]any, len(c.columns)+1), make([]any, len(c.columns)+1)
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return false, c.ctx.Err()
		}
		if b, ok := values[0].([]byte); ok {
			values[0] = slices.Clone(b)
		}
		c.last = values[0]
		// A row that the schema refuses is damaged too, or lost what it belongs to.
		switch err := x.do(insert, values[1:]...); {
		case err == nil:
		case refused(err):
			c.torn = true
		default:
			return false, err
		}
	}
	return rows.Err() == nil, c.ctx.Err()
}
