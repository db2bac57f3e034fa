package sqlite

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// A kill during the very first transaction leaves a rollback journal, for WAL
// is not yet on; only a writer can roll it back (T47: seen once in 50 kills).
func TestOpenRollsBackHotJournal(t *testing.T) {
	dir := t.TempDir()
	live := filepath.Join(dir, "live.db")
	db, err := sql.Open("sqlite", "file:"+live+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	// A spilled transaction: the file is changed, its journal is on disk.
	for _, q := range []string{
		"PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 2", "CREATE TABLE first (x)",
		"INSERT INTO first SELECT zeroblob(4000) FROM (VALUES (1),(2),(3),(4),(5),(6),(7),(8))", "DROP TABLE first", "BEGIN IMMEDIATE", "CREATE TABLE t (x)",
		"INSERT INTO t SELECT randomblob(4000) FROM (VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12))",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	killed := filepath.Join(dir, "killed.db")
	for _, ext := range []string{"", "-journal"} {
		b, err := os.ReadFile(live + ext)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+ext, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), killed, Options{})
	if err != nil {
		t.Fatalf("open after a kill: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
