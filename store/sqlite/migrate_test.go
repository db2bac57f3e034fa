package sqlite

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/store"
)

var update = flag.Bool("update", false, "write the golden files")

// TestSchema holds the newest schema to a golden file: a change of it must be
// a new migration, seen in review.
func TestSchema(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	var out strings.Builder
	rows, err := db.r.query(t.Context(), `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var sql string
			err := s.Scan(&sql)
			out.WriteString(sql + ";\n")
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "schema.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(out.String(), string(want)); d != "" {
		t.Errorf("schema (-got +want):\n%s", d)
	}
}

func TestMigrateCopiesFirst(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db := open(t, path)
	commit(t, db, rounds(1, 0))
	judgeAll(t, db)
	steps := append(embedded(), `ALTER TABLE source ADD COLUMN extra TEXT`, `CREATE INDEX extra ON source (extra)`)
	if err := db.migrate(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
	if err := db.migrate(t.Context(), steps); err != nil {
		t.Errorf("again: %v", err)
	}
	var version int
	if err := db.r.scanOne(t.Context(), `SELECT user_version FROM pragma_user_version WHERE EXISTS (SELECT extra FROM source)`, nil, &version); err != nil || version != len(steps) {
		t.Errorf("version: got %d, %v; want %d", version, err, len(steps))
	}
	copies, err := filepath.Glob(path + ".before-*")
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies: got %v, %v", copies, err)
	}
	before := open(t, copies[0])
	if items, err := before.Items(t.Context(), store.Query{}); err != nil || len(items) != 22 {
		t.Errorf("the copy: got %d items, %v", len(items), err)
	}
}

func TestMigrateFailsWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, rounds(1, 0))
	err = db.migrate(t.Context(), append(embedded(), `CREATE TABLE half (x) STRICT; DROP TABLE item; SELECT no_such_function()`))
	if err == nil {
		t.Error("a broken step: got no error")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if s, err := again.Stats(t.Context()); err != nil || s.Items != 22 {
		t.Errorf("after a broken step: got %+v, %v", s, err)
	}
	if err := again.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
