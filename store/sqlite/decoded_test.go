package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

// TestDecodedAsStored: what is at hand of an item is what its row says, also
// where writing changed it, and after another process wrote the row.
func TestDecodedAsStored(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db, other := open(t, path), open(t, path)
	rs := rounds(1, 0)
	cs := rs[0].Candidates
	cs[0].Item.Title, cs[1].Item.Content = "broken \xff title", "broken \xff text"
	cs[2].Item.Authors, cs[2].Item.Podcast = []news.Person{}, &news.Podcast{}
	cs[3].Item.Content, cs[3].Item.Enclosures = strings.Repeat("long ", 1000), []news.Enclosure{{URL: "https://x.example/a.mp3", Length: 7}}
	commit(t, db, rs)
	same := func(when string) {
		t.Helper()
		got, err := db.Unjudged(t.Context(), 100)
		if err != nil || len(got) != 22 {
			t.Fatal(len(got), err)
		}
		for _, it := range got {
			want, err := other.Item(t.Context(), it.ID)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, it); d != "" {
				t.Errorf("%s (-stored +at hand):\n%s", when, d)
			}
		}
	}
	same("when written")
	again := rounds(1, 0)
	again[0].Seen = t0.Add(1)
	for i := range again[0].Candidates {
		c := &again[0].Candidates[i]
		c.Item.FirstSeen = t0.Add(1e9)
		c.Item.Face.At, c.Item.Face.Hash, c.Origin.Hash = c.Item.FirstSeen, fmt.Sprint("h", i), fmt.Sprint("h", i)
		c.Item.Summary = fmt.Sprint("new words ", i)
	}
	commit(t, other, again)
	same("when written by another")
}

// TestDecodedIsBounded keeps no more than two generations.
func TestDecodedIsBounded(t *testing.T) {
	t.Parallel()
	var d decoded
	doc := strings.Repeat("x", 1<<20)
	for n := range int64(100) {
		d.add(n, &document{doc: doc})
	}
	if n := len(d.young) + len(d.old); n > 2*maxDecoded/len(doc) {
		t.Errorf("%d documents of a megabyte are kept", n)
	}
	if d.find(99, []byte(doc), nil) == nil || d.find(0, []byte(doc), nil) != nil || d.find(99, []byte(doc), []byte("y")) != nil {
		t.Error("found what is not there, or not what is")
	}
}
