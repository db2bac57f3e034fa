package sqlite

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golchin/store"
)

func TestOpenNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain.db", "with space.db", "گلچین.db", "a?mode=ro.db", "a#b.db", "100%25.db", "a&_journal_mode=OFF.db", "semi;colon'\".db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			db := open(t, path)
			commit(t, db, rounds(1, 0))
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the file has another name: %v", err)
			}
			if err := db.Backup(t.Context(), path+" copy"); err != nil {
				t.Errorf("backup: %v", err)
			}
		})
	}
}

func TestOpenSettings(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "s.db"))
	for _, c := range []struct {
		pool *pool
		stmt string
		want string
	}{
		{db.w, "PRAGMA journal_mode", "wal"}, {db.w, "PRAGMA synchronous", "2"}, {db.w, "PRAGMA foreign_keys", "1"},
		{db.w, "PRAGMA busy_timeout", "10000"}, {db.w, "PRAGMA auto_vacuum", "2"}, {db.w, "PRAGMA journal_size_limit", "67108864"},
		{db.w, "PRAGMA application_id", fmt.Sprint(applicationID)}, {db.w, "PRAGMA user_version", fmt.Sprint(len(embedded()))},
		{db.r, "PRAGMA query_only", "1"}, {db.r, "PRAGMA busy_timeout", "10000"}, {db.r, "PRAGMA foreign_key_check", ""},
	} {
		var got string
		if err := c.pool.db.QueryRowContext(t.Context(), c.stmt).Scan(&got); err != nil && c.want != "" {
			t.Errorf("%s: %v", c.stmt, err)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.stmt, got, c.want)
		}
	}
	if _, err := db.r.db.ExecContext(t.Context(), `DELETE FROM item`); code(err) != sqliteReadOnly {
		t.Errorf("a reader that writes: got %v", err)
	}
	for _, stmt := range []string{`SELECT "no such column"`, `PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = ''`} {
		if _, err := db.w.db.ExecContext(t.Context(), stmt); err == nil {
			t.Errorf("%s: got no error", stmt)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 20_000)
	if _, err := rand.Read(noise); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
		says string
	}{
		{"random bytes", func(t *testing.T, path string) { write(t, path, noise) }, store.ErrNotOurs, "not a golchin database"},
		{"text", func(t *testing.T, path string) { write(t, path, []byte("sources:\n")) }, store.ErrNotOurs, ""},
		{"another program's database", func(t *testing.T, path string) { raw(t, path, `CREATE TABLE x (y)`) }, store.ErrNotOurs, "application id"},
		{"another application id", func(t *testing.T, path string) { raw(t, path, `PRAGMA application_id = 7`) }, store.ErrNotOurs, "0x7"},
		{"a newer schema", func(t *testing.T, path string) {
			raw(t, path, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = 99`, applicationID))
		}, store.ErrNewer, "schema 99"},
		{"a directory", func(t *testing.T, path string) { mkdir(t, path) }, store.ErrNotOurs, "directory"},
		{"a directory that is missing", func(*testing.T, string) {}, os.ErrNotExist, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "x.db")
			c.make(t, path)
			if c.want == os.ErrNotExist {
				path = filepath.Join(path, "y", "z.db")
			}
			before, _ := os.ReadFile(path)
			db, err := Open(t.Context(), path, Options{})
			if err == nil {
				_ = db.Close()
			}
			if !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) || !strings.Contains(fmt.Sprint(err), path) {
				t.Errorf("got %v", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// raw runs statements on a file that golchin did not open.
func raw(t *testing.T, path, stmts string) {
	t.Helper()
	p, err := openPool(uri(path, nil), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if _, err := p.db.Exec(stmts); err != nil {
		t.Fatal(err)
	}
}

func TestOpenEmptyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	write(t, path, nil)
	commit(t, open(t, path), rounds(1, 0))
}

func TestOpenReadOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: got %v", err)
	}
	db := open(t, path)
	commit(t, db, rounds(1, 0))
	judgeAll(t, db)
	ro, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	if items, err := ro.Items(t.Context(), store.Query{}); err != nil || len(items) != 22 {
		t.Errorf("items: got %d, %v", len(items), err)
	}
	for name, f := range map[string]func() error{
		"commit": func() error { _, err := ro.Commit(t.Context(), rounds(1, 1)); return err },
		"claim":  func() error { _, err := ro.Claim(t.Context(), store.ClaimQuery{Now: t0, Limit: 1}); return err },
		"judge":  func() error { return ro.Judge(t.Context(), nil) },
		"prune":  func() error { _, err := ro.Prune(t.Context(), t0, nil, 1, 1); return err },
		"ready":  func() error { return ro.Ready(t.Context()) },
	} {
		if err := f(); !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestCloseFoldsTheWAL: after a clean end one file is left that needs nothing.
func TestCloseFoldsTheWAL(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, rounds(2, 0))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("the WAL has %d bytes", info.Size())
	}
	var log bytes.Buffer
	db, err = Open(t.Context(), path, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "not closed cleanly") {
		t.Errorf("a clean end was taken for another: %s", log.String())
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
