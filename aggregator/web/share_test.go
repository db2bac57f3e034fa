package web

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// ids reads one page of a JSON feed.
func (h *house) ids(path string) (ids []string) {
	h.t.Helper()
	var p page11
	if err := json.Unmarshal([]byte(h.want(h.get(path), 200).body), &p); err != nil {
		h.t.Fatal(err)
	}
	for _, it := range p.Items {
		ids = append(ids, it.ID)
	}
	return ids
}

// inARow are n items of one source, told one after another from number first on.
func inARow(source string, first, n int) []told {
	var es []told
	for i := range n {
		es = append(es, told{n: first + i, source: source, topics: "gaza"})
	}
	return es
}

// numbers are the ids of items from, from-1, … to.
func numbers(from, to int) (ids []string) {
	for i := from; i >= to; i-- {
		ids = append(ids, string(keyID(i)))
	}
	return ids
}

func TestF17BurstLeavesRoomForOthers(t *testing.T) {
	h := newHouse(t, slices.Concat(inARow("b", 1, 40), inARow("a", 41, 12), inARow("b", 53, 8), inARow("a", 61, 90))...)
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"half, and others go back", "/feeds/all.json?limit=20", slices.Concat(numbers(150, 141), numbers(60, 53), numbers(40, 39))},
		{"rounded up", "/feeds/gaza.json?limit=5", slices.Concat(numbers(150, 148), numbers(60, 59))},
		{"one", "/feeds/gaza.json?limit=1", numbers(150, 150)},
		{"others have little", "/feeds/gaza.json?limit=120", slices.Concat(numbers(150, 79), numbers(60, 53), numbers(40, 1))},
		{"a feed of one source", "/feeds/source/a.json?limit=20", numbers(150, 131)},
		{"a reader's own query", "/feeds/search.json?q=headline&limit=20", numbers(150, 131)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := h.ids(tt.path); !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
	if got := h.get("/topics/gaza?limit=20").body; !strings.Contains(got, "headline 60<") || strings.Contains(got, "headline 131<") {
		t.Error("the page for people is another one")
	}
}

func TestF17CrowdedOutIsNotLost(t *testing.T) {
	t.Parallel()
	h := newHouse(t, slices.Concat(inARow("b", 1, 40), inARow("a", 41, 12), inARow("b", 53, 8), inARow("a", 61, 90))...)
	whole := numbers(150, 1)
	limits := []int{20, 7, 49, 120, 149, 2, 1}
	if testing.Short() {
		limits = limits[:2]
	}
	for _, limit := range limits {
		path := fmt.Sprintf("/feeds/gaza.json?limit=%d", limit)
		got := h.follow(path, nil)
		if again := slices.Clone(got); !slices.Equal(sorted(again), sorted(slices.Clone(whole))) {
			t.Errorf("limit %d: %d elements along the next links, want each of %d once", limit, len(got), len(whole))
		}
		var byNumber []string
		for n := 1; n <= (149+limit)/limit && n <= 8; n++ {
			byNumber = append(byNumber, h.ids(fmt.Sprintf("%s&page=%d", path, n))...)
		}
		if !slices.Equal(byNumber, got[:len(byNumber)]) {
			t.Errorf("limit %d: pages by number are not those along the links", limit)
		}
		if second := h.ids(path + "&page=2"); limit == 20 && !slices.Equal(second, numbers(140, 121)) {
			t.Errorf("what was crowded out does not come first: %q", second)
		}
	}
	n := 1000
	got := h.follow("/feeds/gaza.json?limit=20", func(int) {
		n++
		h.add(told{n: n, source: []string{"a", "b"}[n%2], topics: "gaza"})
	})
	if !slices.Equal(got, h.after(t, whole)) {
		t.Error("items that came meanwhile moved the pages")
	}
	h.want(h.get("/feeds/gaza.json?page=40"), 404)
	first := h.get("/feeds/gaza.json?limit=20")
	if h.later(); h.get("/feeds/gaza.json?limit=20").header.Get("Etag") != first.header.Get("Etag") {
		t.Error("same items, other bytes")
	}
	for _, wrong := range []string{"x", "1~2", cursorText(spot{}.place) + "~", "1_" + keyID(1).UUID() + "~2_" + keyID(2).UUID()} {
		h.want(h.get("/feeds/gaza.json?after=1_"+keyID(1).UUID()+"&burst="+wrong), 400)
	}
}

// after is the order of the feed as it was before the test added to it.
func (h *house) after(t *testing.T, whole []string) []string {
	t.Helper()
	was := newHouse(t, slices.Concat(inARow("b", 1, 40), inARow("a", 41, 12), inARow("b", 53, 8), inARow("a", 61, 90))...)
	got := was.follow("/feeds/gaza.json?limit=20", nil)
	if len(got) != len(whole) {
		t.Fatalf("%d elements, want %d", len(got), len(whole))
	}
	return got
}

func sorted(ids []string) []string {
	slices.Sort(ids)
	return ids
}

func TestF17ShareOfAFeed(t *testing.T) {
	h := newHouse(t, slices.Concat(inARow("b", 1, 40), inARow("a", 41, 100))...)
	h.publishing(testTopics, testSources, []news.Feed{
		{Slug: "all", Share: 100, Limit: 20}, {Slug: "gaza", Share: 10, Limit: 20}, {Slug: "only-a", Sources: []string{"a"}, Limit: 20}, {Slug: "both", Sources: []string{"a", "b"}, Limit: 20},
	})
	for slug, want := range map[string][]string{
		"all": numbers(140, 121), "gaza": slices.Concat(numbers(140, 139), numbers(40, 23)), "only-a": numbers(140, 121), "both": slices.Concat(numbers(140, 131), numbers(40, 31)),
	} {
		if got := h.ids("/feeds/" + slug + ".json"); slug != "gaza" && !slices.Equal(got, want) || len(got) != 20 {
			t.Errorf("%s: got\n%s", slug, strings.Join(got, "\n"))
		}
	}
	// two sources with a tenth each cannot fill a page: the newest do
	if got := h.ids("/feeds/gaza.json"); !slices.Equal(got[:2], numbers(140, 139)) || !slices.Contains(got, string(keyID(40))) {
		t.Errorf("gaza: got\n%s", strings.Join(got, "\n"))
	}
}

// TestF18WhatLeftThePageStaysAway: an item that was pushed off the first page
// would look new to readers that forget (BEHAVIOUR F18).
func TestF18WhatLeftThePageStaysAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	left, on := map[string]bool{}, map[string]bool{}
	most := 160
	if testing.Short() {
		most = 80
	}
	for n := 1; n <= most; n++ {
		source := "a"
		if n%9 == 0 || n > 60 && n < 70 {
			source = "b"
		}
		h.add(told{n: n, source: source, topics: "gaza"})
		now := map[string]bool{}
		for _, id := range h.ids("/feeds/gaza.json?limit=10") {
			if now[id] = true; left[id] {
				t.Fatalf("after item %d: %s came back", n, id)
			}
		}
		for id := range on {
			if !now[id] {
				left[id] = true
			}
		}
		on = now
	}
}

// TestF17AnyMixOfSources: whatever sources tell and however stories are
// grouped, the pages hold each entry of the feed once.
func TestF17AnyMixOfSources(t *testing.T) {
	t.Parallel()
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 17))
		var es []told
		for i := range 30 + r.IntN(60) {
			i++
			e := told{n: i, source: []string{"a", "a", "a", "a", "b", "c"}[r.IntN(6)], topics: "gaza"}
			if r.IntN(3) == 0 {
				e.title = fmt.Sprintf("something else %d", i)
			}
			if i > 3 && r.IntN(5) == 0 {
				e.copyOf = 1 + r.IntN(i-1)
			}
			es = append(es, e)
		}
		h := newHouse(t, es...)
		h.publishing(testTopics, testSources, []news.Feed{{Slug: "ruled", Match: "headline", Not: `"headline 7"`}})
		for _, feed := range []string{"gaza.json?stories=all", "gaza.json?stories=same-text", "ruled.json?stories=same-text"} {
			path := "/feeds/" + feed
			whole := h.follow(path+"&limit=1000", nil)
			for range 3 {
				limit := 2 + r.IntN(20)
				got := h.follow(fmt.Sprintf("%s&limit=%d", path, limit), nil)
				if !slices.Equal(sorted(got), sorted(slices.Clone(whole))) {
					t.Errorf("seed %d, %s: %d along the pages of %d, %d in all", seed, feed, len(got), limit, len(whole))
				}
			}
		}
	}
}

// wholeBy fails unless pages of each limit hold what one large page holds.
func (h *house) wholeBy(path string, limits ...int) {
	h.t.Helper()
	whole := sorted(h.follow(path+"&limit=1000", nil))
	for _, limit := range limits {
		if got := sorted(h.follow(fmt.Sprintf("%s&limit=%d", path, limit), nil)); !slices.Equal(got, whole) {
			h.t.Errorf("%s: %d along the pages of %d, want %d", path, len(got), limit, len(whole))
		}
	}
}

func TestF17WithheldItemsTakeNoShare(t *testing.T) {
	t.Parallel()
	h := newHouse(t, slices.Concat(inARow("b", 1, 40), inARow("a", 41, 60))...)
	h.serve(func(o *Options) {
		o.Withheld = func(it *news.Item) bool { return it.ID == keyID(98) || it.ID == keyID(97) || it.ID == keyID(30) }
	})
	h.wholeBy("/feeds/gaza.json?stories=same-text", 10, 7)
}

func TestF17ShareSpentOnCopies(t *testing.T) {
	t.Parallel()
	es := inARow("a", 1, 10)
	es[9].copyOf = 3
	newHouse(t, es...).wholeBy("/feeds/gaza.json?stories=same-text", 2, 3)
}

func TestF17LongStretch(t *testing.T) {
	if testing.Short() {
		t.Skip("many items")
	}
	t.Parallel()
	var es []told
	for n := 1; n <= 7000; n++ {
		e := told{n: n, source: "a", title: "noise"}
		if n > 6995 || n < 20 || n%700 == 0 {
			e.title = "headline"
		}
		es = append(es, e)
	}
	es[2].source = "b"
	h := newHouse(t, es...)
	h.publishing(testTopics, testSources, []news.Feed{{Slug: "ruled", Match: "/headline/", Stories: news.AllItems}})
	h.wholeBy("/feeds/ruled.json?stories=all", 16)
}
