package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/store"
)

// copyFile copies what is in a file now.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	// Reading through a handle of its own: closing it would drop the locks of
	// SQLite in this process, so it is kept open until the test ends.
	f, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, b)
}

// sound tells whether a database is whole: SQLite's check, and each source's
// state with all its items.
func sound(t *testing.T, path string) (items int) {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Errorf("open: %v", err)
		return 0
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
	states, err := db.States(t.Context())
	if err != nil {
		t.Error(err)
	}
	for _, st := range states {
		if st.Items != st.Polls*22 {
			t.Errorf("source %s: %d polls, %d items", st.Name, st.Polls, st.Items)
		}
		items += st.Items
	}
	s, err := db.Stats(t.Context())
	if err != nil || s.Items != items || s.Keys != 3*items {
		t.Errorf("stats: got %+v, %v; want %d items", s, err, items)
	}
	return items
}

// TestCopiedMidWrite: T04, copies of the files taken while rounds are written
// open at a commit, never between two. A copy of two files is not what a crash
// leaves when pages move between them meanwhile, so checkpoints and copies take
// turns.
func TestCopiedMidWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	db := open(t, path)
	if _, err := db.Sync(t.Context(), []store.SourceState{{Name: "s0", ConfigURL: "u"}, {Name: "s1", ConfigURL: "u"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.w.db.ExecContext(t.Context(), `PRAGMA wal_autocheckpoint = 0`); err != nil {
		t.Fatal(err)
	}
	var turn sync.Mutex
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for k := 0; ctx.Err() == nil && k < 400; k++ {
			rs := rounds(2, k)
			for i := range rs {
				rs[i].State = &store.SourceState{Name: fmt.Sprintf("s%d", i), ConfigURL: "u", Polls: k + 1}
			}
			if _, err := db.Commit(ctx, rs); err != nil && ctx.Err() == nil {
				t.Errorf("commit: %v", err)
			}
			if k%20 == 19 {
				turn.Lock()
				_, err := db.w.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
				turn.Unlock()
				if err != nil && ctx.Err() == nil {
					t.Errorf("checkpoint: %v", err)
				}
			}
		}
	}()
	var copies []string
	for i := range 30 {
		to := filepath.Join(dir, fmt.Sprintf("copy%d.db", i))
		turn.Lock()
		copyFile(t, path, to)
		copyFile(t, path+"-wal", to+"-wal")
		turn.Unlock()
		copies = append(copies, to)
		for range rand.IntN(20) { // let the writer go on by as many reads
			if _, err := db.Stats(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	cancel()
	<-done
	last := 0
	for _, c := range copies {
		last = max(last, sound(t, c))
	}
	t.Logf("the fullest of %d copies has %d items", len(copies), last)
}

// crashed is a database that nobody closed, with commits in its WAL.
func crashed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	db := open(t, path)
	for k := range 8 {
		rs := rounds(1, k)
		rs[0].State = &store.SourceState{Name: "s0", ConfigURL: "u", Polls: k + 1}
		commit(t, db, rs)
	}
	if _, err := db.Sync(t.Context(), []store.SourceState{{Name: "s0", ConfigURL: "u"}}); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "crashed.db")
	copyFile(t, path, to)
	copyFile(t, path+"-wal", to+"-wal")
	return to
}

// TestCutWAL: T05 and T06, a WAL that ends anywhere, or is gone, leaves an
// earlier commit.
func TestCutWAL(t *testing.T) {
	t.Parallel()
	from := crashed(t)
	wal, err := os.ReadFile(from + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range 20 {
		to := filepath.Join(t.TempDir(), "cut.db")
		copyFile(t, from, to)
		cut := bytes.Clone(wal[:rng.IntN(len(wal))])
		if i%2 == 1 && len(cut) > 4096 {
			clear(cut[len(cut)-4096:])
		}
		write(t, to+"-wal", cut)
		// A WAL without the schema's commit leaves an empty file: also sound.
		db, err := Open(t.Context(), to, Options{})
		if err != nil {
			t.Errorf("cut at %d: %v", len(cut), err)
			continue
		}
		if err := db.Check(t.Context()); err != nil {
			t.Errorf("cut at %d: %v", len(cut), err)
		}
		s, err := db.Stats(t.Context())
		if err != nil || s.Items%22 != 0 || s.Keys != 3*s.Items {
			t.Errorf("cut at %d: got %+v, %v", len(cut), s, err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("cut at %d: %v", len(cut), err)
		}
	}
}

// TestUncleanEndIsVerified: after a crash the database is checked and the log
// says so; damage is found.
func TestUncleanEndIsVerified(t *testing.T) {
	t.Parallel()
	path := crashed(t)
	var log bytes.Buffer
	db, err := Open(t.Context(), path, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "not closed cleanly; verified") {
		t.Errorf("log: got %q", log.String())
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw(t, path, `UPDATE meta SET value = 1 WHERE name = 'open'`)
	// Some pages of tables and indexes are overwritten.
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(b) - 8*4096; i < len(b)-4096; i++ {
		b[i] = byte(i * 7)
	}
	write(t, path, b)
	if db, err = Open(t.Context(), path, Options{}); err == nil {
		err = db.Check(t.Context())
		_ = db.Close()
	}
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a damaged page: got %v", err)
	}
}

// TestBigFileIsVerifiedBeside: a file too big to be read before the start is
// verified meanwhile, and Ready tells of damage.
func TestBigFileIsVerifiedBeside(t *testing.T) {
	t.Parallel()
	path := crashed(t)
	begin := func(log io.Writer) *DB {
		t.Helper()
		db := &DB{path: path, log: slog.New(slog.NewTextHandler(log, nil)), now: time.Now, steps: embedded()}
		if err := db.open(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		db.checks.Wait()
		return db
	}
	var log bytes.Buffer
	db := begin(&log)
	if err := db.Ready(t.Context()); err != nil || !strings.Contains(log.String(), "verified") {
		t.Errorf("ready: got %v, log %q", err, log.String())
	}
	var root int
	if err := db.r.db.QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'event'`).Scan(&root); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw(t, path, `UPDATE meta SET value = 1 WHERE name = 'open'`)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A page is overwritten that nothing reads at the start.
	for i := range 4096 {
		b[(root-1)*4096+i] = byte(i * 7)
	}
	write(t, path, b)
	for range 2 {
		db = begin(io.Discard)
		if err := db.Ready(t.Context()); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("ready with damage: got %v", err)
		}
		// Damage does not count as a clean end: the next start looks again.
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk: T09, a commit that finds no room writes nothing and Ready says
// so until there is room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	commit(t, db, rounds(1, 0))
	judgeAll(t, db)
	before, err := db.Items(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := db.w.db.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.w.db.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Commit(t.Context(), rounds(30, 1)); code(err) != sqliteFull {
		t.Errorf("commit: got %v, want a full disk", err)
	}
	if !db.sick.Load() {
		t.Error("the store does not know that its disk is full")
	}
	if after, err := db.Items(t.Context(), store.Query{}); err != nil || !cmp.Equal(after, before) {
		t.Errorf("reading goes on: got %d items, %v", len(after), err)
	}
	if _, err := db.w.db.ExecContext(t.Context(), `PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(t.Context()); err != nil || db.sick.Load() {
		t.Errorf("ready with room: got %v", err)
	}
	if outs := commit(t, db, rounds(30, 1)); outs[29].New != 22 {
		t.Errorf("commit with room: got %+v", outs[29])
	}
}

// TestLockedElsewhere: T12, reading goes on while another process holds the
// lock; a write waits until its context ends, and works after it.
func TestLockedElsewhere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db, other := open(t, path), open(t, path)
	commit(t, db, rounds(1, 0))
	judgeAll(t, db)
	tx, err := other.w.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := db.Commit(ctx, rounds(1, 1)); err == nil {
		t.Error("commit under another's lock: got no error")
	}
	if items, err := db.Items(t.Context(), store.Query{}); err != nil || len(items) != 22 {
		t.Errorf("items: got %d, %v", len(items), err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	commit(t, db, rounds(1, 1))
	if v, err := other.Version(t.Context(), store.Scopes{}); err != nil || v.Seq == 0 {
		t.Errorf("the other does not see the change: %v, %v", v, err)
	}
}

// TestTwoOpenAtOnce: two processes that make the same database agree.
func TestTwoOpenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	dbs := make(chan *DB, 4)
	for range cap(dbs) {
		go func() {
			db, err := Open(context.Background(), path, Options{})
			if err != nil {
				t.Errorf("open: %v", err)
			}
			dbs <- db
		}()
	}
	for i := range cap(dbs) {
		db := <-dbs
		if db == nil {
			continue
		}
		if _, err := db.Commit(t.Context(), rounds(1, i)); err != nil {
			t.Errorf("commit: %v", err)
		}
		defer db.Close()
	}
}

// TestBackupUnderLoad: T48, a backup taken while rounds are written is whole
// and gives the same items.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "x.db"))
	commit(t, db, rounds(4, 0))
	judgeAll(t, db)
	want, err := db.Items(t.Context(), store.Query{To: t0, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for k := range 20 {
			if _, err := db.Commit(t.Context(), rounds(4, k+1)); err != nil {
				t.Errorf("commit: %v", err)
			}
		}
	}()
	to := filepath.Join(dir, "backup.db")
	if err := db.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	<-done
	var log bytes.Buffer
	if once, err := Open(t.Context(), to, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}); err != nil || once.Close() != nil || log.Len() > 0 {
		t.Errorf("the copy opens with %v and says %q", err, log.String())
	}
	restored := open(t, to)
	if err := restored.Check(t.Context()); err != nil {
		t.Error(err)
	}
	got, err := restored.Items(t.Context(), store.Query{To: t0, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("restored (-got +want):\n%s", d)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".golchin-backup*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestPruneGivesBack: T49, the file shrinks after many items are gone.
func TestPruneGivesBack(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	for k := range 3 {
		commit(t, db, rounds(20, k))
	}
	judgeAll(t, db)
	before, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := db.Prune(t.Context(), t0.Add(1000*time.Hour), nil, time.Hour, 5000)
	if err != nil || n != before.Items {
		t.Fatalf("prune: got %d, %v; want %d", n, err, before.Items)
	}
	after, err := db.Stats(t.Context())
	if err != nil || after.Items != 0 || after.Keys != before.Keys || after.Bytes > before.Bytes/2 {
		t.Errorf("stats: got %+v after %+v, %v", after, before, err)
	}
	for _, table := range []string{"item_topic", "item_source", "seen", "band", "folded", "page", "item_fts"} {
		var rows int
		if err := db.r.db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&rows); err != nil || rows != 0 {
			t.Errorf("%s: %d rows are left, %v", table, rows, err)
		}
	}
}
