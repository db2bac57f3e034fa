package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/store"
)

// TestInsertMany writes as many rows as were given, whatever their number.
func TestInsertMany(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	from := int64(0)
	for _, n := range []int64{0, 1, 7, 8, 9, 63, 64, 65, 200} {
		err := db.write(t.Context(), func(x *tx) error {
			var args []any
			for i := range n {
				args = append(args, 0, from+i, i)
			}
			wrote, err := x.insert(bandRows(), args)
			if wrote != n {
				t.Errorf("%d rows: wrote %d", n, wrote)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		from += n
	}
	var rows, sum int64
	if err := db.r.scanOne(t.Context(), `SELECT count(*), sum(band) FROM band`, nil, &rows, &sum); err != nil || rows != from || sum != from*(from-1)/2 {
		t.Errorf("got %d rows, sum %d, %v; want %d", rows, sum, err, from)
	}
}

// TestJudgeTogether: verdicts in one transaction do what each in its own does,
// also where they unite groups of each other.
func TestJudgeTogether(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 8))
	for n := range 20 {
		together, alone := open(t, filepath.Join(t.TempDir(), "a.db")), open(t, filepath.Join(t.TempDir(), "b.db"))
		var ids []news.ItemID
		for _, db := range []*DB{together, alone} {
			ids = nil
			for _, o := range commit(t, db, rounds(1, 0)) {
				ids = append(ids, o.Items...)
			}
		}
		any := func() news.ItemID { return ids[rng.IntN(len(ids))] }
		for range 3 {
			var vs []store.Verdict
			for range 15 {
				v := store.Verdict{Item: any(), Copy: any(), Story: any()}
				for range rng.IntN(4) {
					v.Bands = append(v.Bands, int64(rng.IntN(5)))
				}
				if rng.IntN(2) == 0 {
					v.UniteCopies, v.UniteStories = []news.ItemID{any()}, []news.ItemID{any(), any()}
				}
				vs = append(vs, v)
			}
			if err := together.Judge(t.Context(), vs); err != nil {
				t.Fatal(err)
			}
			for i := range vs {
				if err := alone.Judge(t.Context(), vs[i:i+1]); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(groupsOf(t, alone), groupsOf(t, together)); d != "" {
				t.Fatalf("%d (-alone +together):\n%s", n, d)
			}
		}
	}
}

// groupsOf are the groups, bands, topics and sources of all items, in lines.
func groupsOf(t *testing.T, db *DB) []string {
	t.Helper()
	var out []string
	rows, err := db.r.query(t.Context(), `SELECT hex(id) || ' ' || hex(copy) || ' ' || hex(story) || ' ' || shown || ' ' || pending || ' ' || coalesce(bands, '') FROM item
		UNION ALL SELECT 'band ' || span || ' ' || band || ' ' || item FROM band UNION ALL SELECT 'topic ' || topic || ' ' || item FROM item_topic
		UNION ALL SELECT 'source ' || source || ' ' || item FROM item_source UNION ALL SELECT 'words ' || rowid FROM item_fts('"بغداد"')
		UNION ALL SELECT 'folded ' || item FROM folded UNION ALL SELECT slug || ' has ' || items FROM topic ORDER BY 1`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var line string
			err := s.Scan(&line)
			out = append(out, line)
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 22 {
		t.Fatal(fmt.Errorf("%d lines", len(out)))
	}
	return out
}
