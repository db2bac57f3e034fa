package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
	"golchin/store/sqlite"
)

// TestRealStories polls all real feeds of GOLCHIN_TEST_DATA and prints the
// largest stories for a reader's judgement, which no program replaces. It holds
// what a program can see: no story is a heap of half the news, and every member
// but the founder says why it is there, or the member says that tied it to them.
func TestRealStories(t *testing.T) {
	ys, _ := realSources(t)
	dir := t.TempDir()
	writeConfig(t, dir, "", ys...)
	began := time.Now()
	mustRun(t, dir, "poll")
	t.Logf("%d sources polled in %s", len(ys), time.Since(began).Round(time.Millisecond))
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "golchin.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const told = 80 // stories
	items, stories, texts := 0, map[news.ItemID][]news.Item{}, map[news.ItemID]int{}
	for q := (store.Query{Limit: 500}); ; {
		page, err := db.Items(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page {
			items++
			texts[it.Copy]++
			stories[it.Story] = append(stories[it.Story], it)
		}
		if len(page) < q.Limit {
			break
		}
		last := page[len(page)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
	}
	several, members := 0, 0
	for id, s := range stories {
		for _, it := range s {
			tied := it.ID == id || len(it.Merged) > 0 || slices.ContainsFunc(s, func(o news.Item) bool {
				return slices.ContainsFunc(o.Merged, func(m news.Merged) bool { return m.Item == it.ID })
			})
			if !tied {
				t.Errorf("%s %q is in a story and nobody says why", it.ID, it.Title)
			}
		}
		if len(s) > 1 {
			several++
			members += len(s)
		}
	}
	t.Logf("%d items, %d texts, %d stories; %d stories have %d items between them", items, len(texts), len(stories), several, members)
	byCount := slices.SortedFunc(maps.Keys(stories), func(a, b news.ItemID) int {
		return cmp.Or(cmp.Compare(len(stories[b]), len(stories[a])), cmp.Compare(a, b))
	})
	var b strings.Builder
	for i, id := range byCount[:min(told, len(byCount))] {
		if len(stories[id]) < 2 {
			break
		}
		fmt.Fprintf(&b, "\n%d. %s: %d items\n", i+1, id.UUID(), len(stories[id]))
		for _, it := range stories[id] {
			why := "founder"
			if len(it.Merged) > 0 {
				why = fmt.Sprintf("%.2f", it.Merged[0].Score)
			} else if it.ID != id {
				why = "tied"
			}
			fmt.Fprintf(&b, "   %s %-7s %-28s %s\n", it.Sort.Format("2006-01-02 15:04"), why, it.Site, it.Title)
		}
		if len(stories[id]) > 50 {
			t.Errorf("a story of %d items", len(stories[id]))
		}
	}
	t.Log(b.String())
}
