package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"golchin/aggregator/news"
)

// tx is one writing transaction: its statements, and what it changes that is
// written once at its end (counters, touched scopes, full-text rows).
type tx struct {
	ctx context.Context
	tx  *sql.Tx
	db  *DB

	stmts   map[string]*sql.Stmt
	sources map[string]int64 // row numbers by name
	topics  map[string]int64
	rules   map[string]int64

	wrote   bool
	seq     int64 // sequence of this transaction; 0 while nothing visible changed
	touched map[string]bool
	meta    map[string]int64 // counters to add to
	bySrc   map[int64]int64  // items to add to a source
	byTopic map[int64]int64
	words   []wordRow
	waited  []int64 // items whose words move from folded into the full-text index
	rows    gathered
}

// wordRow is a full-text row to write; without words it is one to delete.
type wordRow struct {
	n           int64
	title, text string
	remove      bool
}

// write runs f in an immediate transaction of the one writer.
func (db *DB) write(ctx context.Context, f func(*tx) error) error {
	if db.w == nil {
		return ErrReadOnly
	}
	wrote, err := db.inTx(ctx, f)
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil { // rolled back between two statements
		err = ctx.Err()
	}
	switch c := code(err); {
	case c == sqliteFull || c == sqliteIOErr || c == sqliteReadOnly:
		db.sick.Store(true)
	case err == nil && wrote:
		db.sick.Store(false)
	}
	return err
}

func (db *DB) inTx(ctx context.Context, f func(*tx) error) (wrote bool, err error) {
	sqlTx, err := db.w.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = sqlTx.Rollback() }()
	t := &tx{
		ctx: context.WithoutCancel(ctx), tx: sqlTx, db: db, stmts: map[string]*sql.Stmt{}, sources: map[string]int64{}, topics: map[string]int64{},
		rules: map[string]int64{}, touched: map[string]bool{}, meta: map[string]int64{}, bySrc: map[int64]int64{}, byTopic: map[int64]int64{},
	}
	if err := f(t); err != nil {
		return false, err
	}
	if err := t.finish(); err != nil {
		return false, err
	}
	if err := sqlTx.Commit(); err != nil {
		return false, err
	}
	// Keep the statements for the next transaction.
	for q := range t.stmts {
		if _, err := db.w.prepare(context.WithoutCancel(ctx), q); err != nil {
			db.log.Debug("prepare", "err", err)
		}
	}
	return t.wrote, nil
}

func (t *tx) stmt(q string) (*sql.Stmt, error) {
	if s := t.stmts[q]; s != nil {
		return s, nil
	}
	// Inside a transaction the writer's only connection is taken: prepare on it.
	p := t.db.w
	p.mu.Lock()
	s := p.stmts[q]
	p.mu.Unlock()
	if s != nil {
		s = t.tx.StmtContext(t.ctx, s)
		t.stmts[q] = s
		return s, nil
	}
	s, err := t.tx.PrepareContext(t.ctx, q)
	if err != nil {
		return nil, err
	}
	t.stmts[q] = s
	return s, nil
}

func (t *tx) exec(q string, args ...any) (sql.Result, error) {
	t.wrote = true
	s, err := t.stmt(q)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.ctx, args...)
}

// do runs a statement whose result does not matter.
func (t *tx) do(q string, args ...any) error {
	_, err := t.exec(q, args...)
	return err
}

// count runs a statement and returns how many rows it changed.
func (t *tx) count(q string, args ...any) (int64, error) {
	r, err := t.exec(q, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// each runs a query and reads all its rows before anything else may run.
func (t *tx) each(f func(scanner) error, q string, args ...any) error {
	s, err := t.stmt(q)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return err
	}
	return collect(rows, f)
}

// find reads one row into dest, and tells whether there was one.
func (t *tx) find(dest []any, q string, args ...any) (bool, error) {
	s, err := t.stmt(q)
	if err != nil {
		return false, err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return false, err
	}
	err = one(rows, dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// number returns the row number of name in a table of names, making it.
func (t *tx) number(known map[string]int64, name, find, insert string) (int64, error) {
	if n, ok := known[name]; ok {
		return n, nil
	}
	var n int64
	ok, err := t.find([]any{&n}, find, name)
	if err == nil && !ok {
		_, err = t.find([]any{&n}, insert, name)
	}
	if err != nil {
		return 0, err
	}
	known[name] = n
	return n, nil
}

// source returns the row number of a source; one that was never synced is
// kept as retired.
func (t *tx) source(name string) (int64, error) {
	return t.number(t.sources, name, `SELECT n FROM source WHERE name = $1`,
		`INSERT INTO source (name, host, next_poll, retired) VALUES ($1, '', 0, 1) RETURNING n`)
}

func (t *tx) topic(slug string) (int64, error) {
	return t.number(t.topics, slug, `SELECT n FROM topic WHERE slug = $1`, `INSERT INTO topic (slug) VALUES ($1) RETURNING n`)
}

// ruleset returns the number of the rules with that hash; 0 for no hash.
func (t *tx) ruleset(hash string) (int64, error) {
	if hash == "" {
		return 0, nil
	}
	return t.number(t.rules, hash, `SELECT n FROM ruleset WHERE hash = $1`, `INSERT INTO ruleset (hash) VALUES ($1) RETURNING n`)
}

// change returns the sequence of this transaction, which from now on counts as
// one that changed something readers can see.
func (t *tx) change() (int64, error) {
	if t.seq == 0 {
		if _, err := t.find([]any{&t.seq}, `SELECT value + 1 FROM meta WHERE name = 'seq'`); err != nil {
			return 0, err
		}
	}
	return t.seq, nil
}

// touch marks the scopes of a visible item as changed.
func (t *tx) touch(it news.Item) {
	for _, m := range it.Topics {
		t.touched[topicScope(m.Slug)] = true
	}
	for _, o := range it.Origins {
		t.touched[sourceScope(o.Source)] = true
	}
}

func topicScope(slug string) string  { return "topic:" + slug }
func sourceScope(name string) string { return "source:" + name }

// finish writes what was gathered.
func (t *tx) finish() error {
	if err := t.settle(); err != nil {
		return err
	}
	if err := t.writeWords(); err != nil {
		return err
	}
	for _, name := range sorted(t.meta) {
		if t.meta[name] == 0 {
			continue
		}
		if err := t.do(`UPDATE meta SET value = value + $2 WHERE name = $1`, name, t.meta[name]); err != nil {
			return err
		}
	}
	for n, d := range t.bySrc {
		if d == 0 {
			continue
		}
		if err := t.do(`UPDATE source SET items = items + $2 WHERE n = $1`, n, d); err != nil {
			return err
		}
	}
	for n, d := range t.byTopic {
		if d == 0 {
			continue
		}
		if err := t.do(`UPDATE topic SET items = items + $2 WHERE n = $1`, n, d); err != nil {
			return err
		}
	}
	return t.writeTouched()
}

func (t *tx) writeTouched() error {
	if t.seq == 0 {
		return nil
	}
	// The clock of a version never goes back: Last-Modified must not.
	var at int64
	if _, err := t.find([]any{&at}, `SELECT max(value, $1) FROM meta WHERE name = 'at'`, millis(t.db.now())); err != nil {
		return err
	}
	if err := t.do(`UPDATE meta SET value = CASE name WHEN 'seq' THEN $1 ELSE $2 END WHERE name IN ('seq', 'at')`, t.seq, at); err != nil {
		return err
	}
	t.touched["*"] = true
	list, err := json.Marshal(sorted(t.touched))
	if err != nil {
		return err
	}
	return t.do(`INSERT INTO touch (scope, seq, at) SELECT value, $2, $3 FROM json_each($1) WHERE true
		ON CONFLICT (scope) DO UPDATE SET seq = excluded.seq, at = excluded.at`, string(list), t.seq, at)
}

// writeWords brings the full-text index up to date in the order of row
// numbers: FTS5 flushes what it gathered whenever a lower one comes.
func (t *tx) writeWords() error {
	if err := t.moveWords(); err != nil {
		return err
	}
	slices.SortStableFunc(t.words, func(a, b wordRow) int { return cmp.Compare(a.n, b.n) })
	for _, w := range t.words {
		if w.remove {
			if err := t.do(`DELETE FROM item_fts WHERE rowid = $1`, w.n); err != nil {
				return err
			}
			continue
		}
		if err := t.do(`INSERT INTO item_fts (rowid, title, text) VALUES ($1, $2, $3)`, w.n, w.title, w.text); err != nil {
			return err
		}
	}
	return nil
}

// moveWords takes the words that waited for the judge out of folded: straight
// into the index when there are no others, else among those to be written.
func (t *tx) moveWords() error {
	if len(t.waited) == 0 {
		return nil
	}
	slices.Sort(t.waited)
	list, err := json.Marshal(t.waited)
	if err != nil {
		return err
	}
	if len(t.words) == 0 {
		err = t.do(`INSERT INTO item_fts (rowid, title, text) SELECT f.item, f.title, f.text
			FROM json_each($1) j CROSS JOIN folded f ON f.item = j.value`, string(list))
	} else {
		err = t.each(func(s scanner) error {
			var w wordRow
			err := s.Scan(&w.n, &w.title, &w.text)
			t.words = append(t.words, w)
			return err
		}, `SELECT f.item, f.title, f.text FROM json_each($1) j CROSS JOIN folded f ON f.item = j.value`, string(list))
	}
	if err != nil {
		return err
	}
	return t.do(`DELETE FROM folded WHERE item IN (SELECT value FROM json_each($1))`, string(list))
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
