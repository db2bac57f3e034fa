package aggregator

import (
	"testing"

	"golchin/aggregator/news"
	"golchin/store"
)

// TestNeighboursAreOfNow: a neighbour that was judged again in the same batch
// is as judged now, also when so many others are alike that it is none of
// those that the batch itself would bring.
func TestNeighboursAreOfNow(t *testing.T) {
	t.Parallel()
	stored := []news.Item{{ID: "other", Story: "old"}, {ID: "again", Story: "old"}}
	batch := []news.Item{{ID: "again", Story: "new"}, {ID: "like", Story: "like"}}
	got := overlay(stored, batch, []store.Verdict{{Item: "again"}, {Item: "like"}}, map[news.ItemID]int{"again": 0, "like": 1}, []int{1})
	want := map[news.ItemID]news.ItemID{"other": "old", "again": "new", "like": "like"}
	if len(got) != len(want) {
		t.Errorf("%d neighbours, want %d", len(got), len(want))
	}
	for _, it := range got {
		if it.Story != want[it.ID] {
			t.Errorf("%s is in story %s, want %s", it.ID, it.Story, want[it.ID])
		}
	}
}
