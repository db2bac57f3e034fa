package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"modernc.org/sqlite"

	"golchin/aggregator/news"
	"golchin/store"
)

// schema1 unpacks a database that golchin wrote when its schema was 1:
// testdata/schema1.db.gz, three rounds over six invented sources of three
// sites. testdata/schema1.golden is what that golchin read from it.
func schema1(t *testing.T) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "schema1.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	write(t, path, b)
	return path
}

// openAt opens a database as a golchin that knows these steps does.
func openAt(ctx context.Context, path string, steps []string) (*DB, error) {
	db := &DB{path: path, log: slog.New(slog.DiscardHandler), now: time.Now, atOnce: checkAtOnce, steps: steps}
	if err := db.open(ctx, false); err != nil {
		return nil, errors.Join(err, db.abandon())
	}
	return db, nil
}

// keptLines is what a database holds, in lines: items with their ids and places,
// what is known of sources, the change sequence.
func keptLines(t *testing.T, db *DB) []string {
	t.Helper()
	var out []string
	items, err := db.Items(t.Context(), store.Query{Private: true, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		out = append(out, keptItem(it))
	}
	states, err := db.States(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		out = append(out, fmt.Sprintf("source %s %s etag %s modified %s hash %s polls %d items %d next %s last %s", s.Name, s.ConfigURL, s.ETag, s.LastModified, s.BodyHash, s.Polls, s.Items, secondOf(s.NextPoll), secondOf(s.LastPoll)))
	}
	v, err := db.Version(t.Context(), store.Scopes{})
	if err != nil {
		t.Fatal(err)
	}
	stats, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, fmt.Sprintf("version %d %s, %d items, %d stories, %d origins, %d keys", v.Seq, clockOf(v.At), stats.Items, stats.Stories, stats.Origins, stats.Keys))
	slices.Sort(out)
	return out
}

func keptItem(it news.Item) string {
	var b strings.Builder
	fmt.Fprintf(&b, "item %s %s %s %q code %s text %x sort %s first %s updated %s changed %d copy %s story %s judged %v", it.ID, it.Key, it.Canonical, it.Title, it.Code,
		sha1.Sum([]byte(it.Summary)), clockOf(it.Sort), clockOf(it.FirstSeen), clockOf(it.Updated), it.Changed, it.Copy, it.Story, it.Judged)
	for _, o := range it.Origins {
		fmt.Fprintf(&b, "; origin %s %s %s %q %s", o.Source, o.URL, o.GUID, o.Title, clockOf(o.Seen))
	}
	for _, h := range it.Headlines {
		fmt.Fprintf(&b, "; headline %q %s", h.Title, clockOf(h.Until))
	}
	for _, m := range it.Topics {
		fmt.Fprintf(&b, "; topic %s", m.Slug)
	}
	return b.String()
}

func clockOf(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// secondOf is for times that schema 1 kept to the nanosecond and later ones to
// the millisecond.
func secondOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func golden1(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "schema1.golden"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// TestMigrationNames: the version of a schema is how many steps it had, so
// their numbers have no gap.
func TestMigrationNames(t *testing.T) {
	t.Parallel()
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if !strings.HasPrefix(e.Name(), fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("migration %d is named %s", i+1, e.Name())
		}
	}
}

// TestT46Upgrade: a database of each older schema is read as the golchin that
// wrote it read it, a copy of its time lies beside it, and an older golchin
// refuses the new one and reads the copy.
func TestT46Upgrade(t *testing.T) {
	t.Parallel()
	all := embedded()
	for v := 1; v < len(all); v++ {
		t.Run(fmt.Sprint("schema ", v), func(t *testing.T) {
			t.Parallel()
			path := schema1(t)
			db, err := openAt(t.Context(), path, all[:v])
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), path, Options{ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "older") {
				t.Errorf("reading alone: %v", err)
			}
			now := open(t, path)
			if d := cmp.Diff(golden1(t), keptLines(t, now)); d != "" {
				t.Errorf("after the upgrade (-old +new):\n%s", d)
			}
			if err := now.Check(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := openAt(t.Context(), path, all[:v]); !errors.Is(err, store.ErrNewer) {
				t.Errorf("the older golchin: %v, want %v", err, store.ErrNewer)
			}
			before, err := openAt(t.Context(), fmt.Sprintf("%s.before-%d", path, len(all)), all[:v])
			if err != nil {
				t.Fatalf("the copy: %v", err)
			}
			if err := errors.Join(before.Check(t.Context()), before.Close()); err != nil {
				t.Error(err)
			}
		})
	}
}

// later are the steps of a golchin to come, with places to die at: kill_at.
func later() []string {
	at := func(n int) string {
		return fmt.Sprintf("UPDATE meta SET value = value + kill_at(%d) WHERE name = 'probe';\n", n)
	}
	return append(embedded(),
		at(1)+"ALTER TABLE source ADD COLUMN extra TEXT;\n"+at(2)+"UPDATE source SET extra = name;\n"+at(3),
		"CREATE TABLE later (item INTEGER PRIMARY KEY REFERENCES item (n)) STRICT;\n"+at(4)+"INSERT INTO later SELECT n FROM item;\n"+at(5)+"CREATE INDEX source_extra ON source (extra);\n"+at(6),
		at(7)+"UPDATE item SET merged = merged;\n"+at(8)+"DROP INDEX source_extra;\n"+at(9),
	)
}

// migrateInAnother opens path with the steps to come in another process, which
// kills itself where kill says, or is killed after wait. It tells what was said.
func migrateInAnother(t *testing.T, path string, kill int, wait time.Duration) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestT47KilledMigration$", "-test.v")
	cmd.Env = append(os.Environ(), "GOLCHIN_TEST_MIGRATE="+path, fmt.Sprint("GOLCHIN_TEST_KILL=", kill))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if wait > 0 {
		time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
	}
	_ = cmd.Wait() // how it ended is what is asked
	return out.String()
}

// theOther is what migrateInAnother runs.
func theOther(t *testing.T, path string) {
	kill, err := strconv.Atoi(os.Getenv("GOLCHIN_TEST_KILL"))
	if err != nil {
		t.Fatal(err)
	}
	sqlite.MustRegisterScalarFunction("kill_at", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if args[0] == int64(kill) {
			return nil, syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return int64(0), nil
	})
	db, err := openAt(t.Context(), path, later())
	if err == nil {
		err = db.Close()
	}
	fmt.Println("migrated:", err)
}

// TestT47KilledMigration kills a process at every step of a migration, and at
// random moments of its copy: the database is of the first version or of the
// last, a copy of the first one stays, and the next start ends the work.
func TestT47KilledMigration(t *testing.T) {
	t.Parallel()
	if path := os.Getenv("GOLCHIN_TEST_MIGRATE"); path != "" {
		theOther(t, path)
		return
	}
	steps := later()
	rng := rand.New(rand.NewPCG(47, 47))
	for kill := range 10 + 5 {
		wait := time.Duration(0)
		if kill >= 10 {
			wait = time.Duration(5+rng.IntN(120)) * time.Millisecond
		}
		t.Run(fmt.Sprint(kill), func(t *testing.T) {
			t.Parallel()
			path := schema1(t)
			open1, err := openAt(t.Context(), path, embedded()[:1])
			if err != nil {
				t.Fatal(err)
			}
			if err := open1.Close(); err != nil {
				t.Fatal(err)
			}
			said := migrateInAnother(t, path, kill, wait)
			if kill > 0 && kill < 10 && strings.Contains(said, "migrated:") {
				t.Fatalf("it was not killed: %s", said)
			}
			app, version, _, err := header(t.Context(), uri(path, nil))
			if err != nil || app != applicationID || version != 1 && version != len(steps) {
				t.Fatalf("after the kill: schema %d, %v", version, err)
			}
			if said := migrateInAnother(t, path, 0, 0); !strings.Contains(said, "migrated: <nil>") {
				t.Fatalf("the next start: %s", said)
			}
			holdsAll(t, path, steps, "")
			before := fmt.Sprintf("%s.before-%d", path, len(steps))
			if _, was, _, err := header(t.Context(), readerURI(before, true)); err != nil || was != 1 {
				t.Errorf("the copy is of schema %d, %v; want 1", was, err)
			}
			holdsAll(t, before, embedded(), "copy: ")
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".golchin-backup*")); len(left) > 0 {
				t.Errorf("half copies are left: %v", left)
			}
			t.Logf("killed at schema %d", version)
		})
	}
}

// holdsAll holds a database to what its first golchin read of it.
func holdsAll(t *testing.T, path string, steps []string, what string) {
	t.Helper()
	db, err := openAt(t.Context(), path, steps)
	if err != nil {
		t.Errorf("%s%v", what, err)
		return
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("%s%v", what, err)
	}
	if d := cmp.Diff(golden1(t), keptLines(t, db)); d != "" {
		t.Errorf("%s(-first +now):\n%s", what, d)
	}
}

// TestUpgradeFindsWords: an index of words that a step made anew is filled by
// filing what is kept.
func TestUpgradeFindsWords(t *testing.T) {
	t.Parallel()
	db := open(t, schema1(t))
	items, err := db.Misfiled(t.Context(), "rules", 1000)
	if err != nil || len(items) == 0 {
		t.Fatal(len(items), err)
	}
	words, filed := map[news.ItemID]store.Folded{}, map[news.ItemID]store.Filing{}
	for _, it := range items {
		words[it.ID] = store.Folded{Title: "headline " + string(it.ID), Text: "some words 3.5 50%"}
		filed[it.ID] = store.Filing{Topics: it.Topics, Of: store.Stamp(it)}
	}
	if err := errors.Join(db.Refold(t.Context(), words), db.File(t.Context(), "rules", filed)); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"words", "wor*", "3.5", "3.*", "50%", "headline", "some-words"} {
		if n, err := db.Count(t.Context(), store.Query{Words: [][]string{{w}}, Private: true}); err != nil || n != len(items) {
			t.Errorf("%s: found %d items of %d, %v", w, n, len(items), err)
		}
	}
	if n, err := db.Count(t.Context(), store.Query{Titles: [][]string{{"words"}}, Private: true}); err != nil || n != 0 {
		t.Errorf("a word of the text in the headline: found %d, %v", n, err)
	}
	if left, err := db.Misfiled(t.Context(), "rules", 1000); err != nil || len(left) > 0 {
		t.Errorf("%d items are left, %v", len(left), err)
	}
}
