package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/store"
)

// all reads every item of a database.
func all(t *testing.T, db *DB) map[news.ItemID]string {
	t.Helper()
	out := map[news.ItemID]string{}
	q := store.Query{Private: true, Limit: 500}
	for {
		items, err := db.Items(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			it.Topics = nil // filed anew at the next start
			out[it.ID] = keptItem(it)
		}
		if len(items) < q.Limit {
			return out
		}
		last := items[len(items)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
	}
}

// TestT08Salvage overwrites pages of a database one after another, and some at
// once: what can still be read is copied, as it was, and the copy is whole.
func TestT08Salvage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for k := range 4 {
		commit(t, db, rounds(12, k))
	}
	judgeAll(t, db)
	before := all(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	pages := len(whole) / page
	rng := rand.New(rand.NewPCG(8, 8))
	hurts := map[string][]int{"nothing": nil, "three at once": {pages / 4, pages / 2, pages / 2 * 3 / 2}}
	for range 12 {
		n := 1 + rng.IntN(pages-1)
		hurts[fmt.Sprint("page ", n)] = []int{n}
	}
	lost := 0
	for name, hurt := range hurts {
		b := append([]byte{}, whole...)
		for _, n := range hurt {
			for i := range page {
				b[n*page+i] = byte(i*7 + 3)
			}
		}
		from, to := filepath.Join(dir, name), filepath.Join(dir, name+" saved")
		write(t, from, b)
		out, err := Salvage(t.Context(), from, to)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		saved := open(t, to)
		if err := saved.Check(t.Context()); err != nil {
			t.Errorf("%s: the copy: %v", name, err)
		}
		now := all(t, saved)
		for id, line := range now {
			if line != before[id] {
				t.Errorf("%s: %s", name, cmp.Diff(before[id], line))
			}
		}
		stats, err := saved.Stats(t.Context())
		if err != nil || stats.Items != len(now) || out.Items != len(now) || out.Before != len(before) {
			t.Errorf("%s: %d items, told %+v, counted %+v, %v", name, len(now), out, stats, err)
		}
		if n := len(before) - len(now); n > 0 && len(out.Torn) == 0 || len(hurt) == 0 && (n > 0 || len(out.Torn) > 0) {
			t.Errorf("%s: %d items lost, torn %v", name, n, out.Torn)
		}
		lost += len(before) - len(now)
		t.Logf("%s: %d of %d items, torn %v", name, len(now), len(before), out.Torn)
		if again, err := os.ReadFile(from); err != nil || string(again) != string(b) {
			t.Errorf("%s: the damaged file was changed (%v)", name, err)
		}
		commit(t, saved, rounds(2, 9)) // it goes on
	}
	if lost == 0 || lost > len(hurts)*len(before)/10 {
		t.Errorf("%d items were lost in all, of %d in each", lost, len(before))
	}
	if _, err := Salvage(t.Context(), path, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto a file: %v", err)
	}
	noise := filepath.Join(dir, "noise")
	write(t, noise, make([]byte, 9000))
	if _, err := Salvage(t.Context(), noise, filepath.Join(dir, "none")); !errors.Is(err, store.ErrNotOurs) {
		t.Errorf("no database: %v", err)
	}
}

// TestSalvageTellsOfEveryLoss: an item that was read but makes no sense is lost
// too, and what cannot be finished leaves nothing behind.
func TestSalvageTellsOfEveryLoss(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, to := filepath.Join(dir, "x.db"), filepath.Join(dir, "to", "y.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, rounds(3, 0))
	judgeAll(t, db)
	if err := db.write(t.Context(), func(x *tx) error {
		if err := x.do(`DROP INDEX item_code`); err != nil { // which takes no torn document
			return err
		}
		return x.do(`UPDATE item SET doc = 'torn' WHERE n = (SELECT max(n) FROM item)`)
	}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), os.Mkdir(filepath.Dir(to), 0o700)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Salvage(ctx, path, to); !errors.Is(err, context.Canceled) {
		t.Errorf("ended early: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(to)); err != nil || len(left) > 0 {
		t.Errorf("ended early: left %v, %v", left, err)
	}
	out, err := Salvage(t.Context(), path, to)
	if err != nil || out.Before != out.Items+1 || !slices.Equal(out.Torn, []string{"item"}) {
		t.Errorf("got %+v, %v; want one item lost and the table named", out, err)
	}
	if left, err := os.ReadDir(filepath.Dir(to)); err != nil || len(left) != 1 || left[0].Name() != "y.db" {
		t.Errorf("left %v, %v; want the copy alone", left, err)
	}
}
