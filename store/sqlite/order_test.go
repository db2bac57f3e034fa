package sqlite

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golchin/aggregator/news"
)

func TestParseID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in news.ItemID
		ok bool
	}{
		{"urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8", true},
		{"urn:uuid:6BA7B810-9dad-51d1-80b4-00c04fd430c8", false},
		{"6ba7b810-9dad-51d1-80b4-00c04fd430c8", false},
		{"urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c", false},
		{"urn:uuid:6ba7b8109dad51d180b400c04fd430c8aaaa", false},
		{"urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430cg", false},
		{"", false},
	} {
		i, err := parseID(c.in)
		if (err == nil) != c.ok {
			t.Errorf("parseID(%q): got %v", c.in, err)
		}
		if err == nil && itemID(i[:]) != c.in {
			t.Errorf("itemID: got %q, want %q", itemID(i[:]), c.in)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8")
	f.Fuzz(func(t *testing.T, s string) {
		if i, err := parseID(news.ItemID(s)); err == nil && string(itemID(i[:])) != s {
			t.Errorf("parseID(%q) reads back as %q", s, itemID(i[:]))
		}
	})
}

func TestSlotOrder(t *testing.T) {
	t.Parallel()
	lo, hi := id{0x00, 1}, id{0xff, 0xff, 0xff, 0xff}
	times := []time.Time{
		time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.UnixMilli(-1),
		time.UnixMilli(1), t0, t0.Add(time.Millisecond), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i, at := range times {
		a, b := slot(sortMillis(at), lo), slot(sortMillis(at), hi)
		if a >= b {
			t.Errorf("%v: slots %d and %d", at, a, b)
		}
		if i > 0 && slot(sortMillis(times[i-1]), hi) >= a {
			t.Errorf("%v is not after %v", at, times[i-1])
		}
		from, to := window(at, at)
		if from > a || to < b {
			t.Errorf("%v: window %d–%d leaves out %d–%d", at, from, to, a, b)
		}
	}
}

// TestFreeSlot: two items whose slots meet sit beside each other, in their
// order; a third one stays near.
func TestFreeSlot(t *testing.T) {
	t.Parallel()
	low, mid, high := id{1, 2, 3, 7}, id{1, 2, 3, 8}, id{1, 2, 3, 9}
	for _, c := range []struct {
		name string
		ids  []id
		want []id // nil: only near
	}{
		{"upwards", []id{low, high}, []id{low, high}},
		{"downwards", []id{high, low}, []id{low, high}},
		{"three upwards", []id{low, mid, high}, []id{low, mid, high}},
		{"three downwards", []id{high, mid, low}, []id{low, mid, high}},
		{"no gap", []id{low, high, mid}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := open(t, filepath.Join(t.TempDir(), "x.db"))
			var ns []int64
			err := db.write(t.Context(), func(x *tx) error {
				for _, i := range c.ids {
					it := article("s", 1, t0).Item
					it.ID = itemID(i[:])
					it.Copy, it.Story = it.ID, it.ID
					r := row{item: it}
					if err := x.insertRow(&r); err != nil {
						return err
					}
					ns = append(ns, r.n)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if spread := slices.Max(ns) - slices.Min(ns); int(spread) != len(ns)-1 {
				t.Errorf("rows: got %v", ns)
			}
			var got []id
			for _, n := range slices.Sorted(slices.Values(ns)) {
				got = append(got, c.ids[slices.Index(ns, n)])
			}
			if c.want != nil && !slices.Equal(got, c.want) {
				t.Errorf("order: got %v, want %v", got, c.want)
			}
		})
	}
}
