package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

// maxStatements bounds the statements a pool keeps prepared; queries with many
// filters come in many shapes.
const maxStatements = 200

// pool is a set of connections and their prepared statements.
type pool struct {
	db    *sql.DB
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

func openPool(uri string, n int) (*pool, error) {
	db, err := sql.Open("sqlite", uri)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return &pool{db: db, stmts: map[string]*sql.Stmt{}}, nil
}

// prepare returns the statement for q, or nil when too many are kept already.
func (p *pool) prepare(ctx context.Context, q string) (*sql.Stmt, error) {
	p.mu.Lock()
	s, full := p.stmts[q], len(p.stmts) >= maxStatements
	p.mu.Unlock()
	if s != nil || full {
		return s, nil
	}
	s, err := p.db.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.stmts[q]; other != nil {
		return other, s.Close()
	}
	p.stmts[q] = s
	return s, nil
}

func (p *pool) query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	s, err := p.prepare(ctx, q)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.db.QueryContext(ctx, q, args...)
	}
	return s.QueryContext(ctx, args...)
}

// scanOne reads the one row of q; sql.ErrNoRows when there is none.
func (p *pool) scanOne(ctx context.Context, q string, args []any, dest ...any) error {
	rows, err := p.query(ctx, q, args...)
	if err != nil {
		return err
	}
	return one(rows, dest...)
}

func one(rows *sql.Rows, dest ...any) error {
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, s := range p.stmts {
		errs = append(errs, s.Close())
	}
	clear(p.stmts)
	return errors.Join(append(errs, p.db.Close())...)
}

// collect reads all rows with f.
func collect(rows *sql.Rows, f func(scanner) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// uri names a file as SQLite wants it: of a relative path it would take the
// first part for a host.
func uri(path string, query url.Values) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	return u.String()
}
