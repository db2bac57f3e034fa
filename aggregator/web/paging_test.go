package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golchin/aggregator/news"
)

type page11 struct {
	Next  string `json:"next_url"`
	Items []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	} `json:"items"`
}

// follow reads a JSON feed along its next links and returns the ids in order.
func (h *house) follow(path string, between func(page int)) []string {
	h.t.Helper()
	var ids []string
	for n := 1; path != ""; n++ {
		if n > 500 {
			h.t.Fatal("the next links have no end")
		}
		var p page11
		a := h.want(h.get(path), 200)
		if err := json.Unmarshal([]byte(a.body), &p); err != nil {
			h.t.Fatal(err)
		}
		for _, it := range p.Items {
			ids = append(ids, it.ID)
		}
		if path = ""; p.Next != "" {
			u, err := url.Parse(p.Next)
			if err != nil {
				h.t.Fatal(err)
			}
			path = u.RequestURI()
		}
		if between != nil {
			between(n)
		}
	}
	return ids
}

func stories(n int) []told {
	var es []told
	for i := 1; i <= n; i++ {
		e := told{n: i, topics: "gaza", source: []string{"a", "b"}[i%2]}
		if i%5 == 3 {
			e.storyOf = i - 2
		}
		if i%7 == 4 {
			e.copyOf = max(i-3, 1)
			e.storyOf = 0
		}
		es = append(es, e)
	}
	return es
}

func TestF06PagingListsEveryItemOnce(t *testing.T) {
	h := newHouse(t, stories(60)...)
	for _, st := range []news.Stories{news.AllItems, news.SameText, news.Collapse} {
		whole := h.follow("/feeds/gaza.json?limit=1000&stories="+string(st), nil)
		if st == news.AllItems && len(whole) != 60 || st != news.AllItems && (len(whole) >= 60 || len(whole) < 30) {
			t.Fatalf("%s: %d entries: the test tests nothing", st, len(whole))
		}
		for _, limit := range []int{1, 7, 30, 59, 60} {
			got := h.follow(fmt.Sprintf("/feeds/gaza.json?stories=%s&limit=%d", st, limit), nil)
			if strings.Join(got, " ") != strings.Join(whole, " ") {
				t.Errorf("%s, limit %d: %d entries along the pages, %d in one", st, limit, len(got), len(whole))
			}
		}
	}
}

func TestF06PagesStayWhenNewItemsCome(t *testing.T) {
	h := newHouse(t, stories(40)...)
	whole := h.follow("/feeds/gaza.json?stories=all", nil)
	n := 100
	got := h.follow("/feeds/gaza.json?stories=all&limit=6", func(int) { n++; h.add(told{n: n, topics: "gaza"}) })
	if strings.Join(got, " ") != strings.Join(whole, " ") {
		t.Errorf("items that came meanwhile moved the pages: %d entries, want %d", len(got), len(whole))
	}
}

func TestF06NumberedPages(t *testing.T) {
	h := newHouse(t, stories(25)...)
	var got []string
	for n := 1; n <= 3; n++ {
		var p page11
		a := h.want(h.get(fmt.Sprintf("/feeds/gaza.json?stories=all&limit=10&page=%d", n)), 200)
		if err := json.Unmarshal([]byte(a.body), &p); err != nil {
			t.Fatal(err)
		}
		for _, it := range p.Items {
			got = append(got, it.ID)
		}
	}
	if whole := h.follow("/feeds/gaza.json?stories=all", nil); strings.Join(got, " ") != strings.Join(whole, " ") {
		t.Error("pages by number are not the feed")
	}
	second := h.get("/feeds/gaza.atom?stories=all&limit=10&page=2").body
	for _, rel := range []string{`rel="first"`, `rel="previous"`, `rel="next"`} {
		if !strings.Contains(second, rel) && !(rel == `rel="previous"` && strings.Contains(second, `rel="prev"`)) {
			t.Errorf("page 2 has no %s", rel)
		}
	}
}

func TestF17OrderByDateThenID(t *testing.T) {
	h := newHouse(t, stories(30)...)
	got := h.follow("/feeds/all.json?stories=all", nil)
	for i, id := range got {
		if want := string(keyID(30 - i)); id != want {
			t.Fatalf("place %d: %s, want %s", i, id, want)
		}
	}
}

// TestSearchIsBounded: a query that matches nothing looks at a bounded number
// of items, says so, and goes on where it stopped.
func TestSearchIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("commits thousands of items")
	}
	var es []told
	for i := 1; i <= maxHunted+300; i++ {
		es = append(es, told{n: i, title: fmt.Sprintf("word %d", i)})
	}
	h := newHouse(t, es...)
	hostile := "/[^w]{9}x$/"
	got := h.want(h.get("/search?q="+url.QueryEscape(hostile)), 200)
	if !strings.Contains(got.body, "5,000 items were looked at") || !strings.Contains(got.body, `rel="next"`) {
		t.Errorf("not said in words: %s", got.body)
	}
	if ids := h.follow("/feeds/search.json?limit=5&q="+url.QueryEscape("title:/word 1$/"), nil); len(ids) != 1 {
		t.Errorf("the oldest item is found %d times along the next links", len(ids))
	}
	late := h.now
	h.serve(func(o *Options) { o.Now = func() time.Time { late = late.Add(20 * time.Millisecond); return late } }) // each look at the clock takes a while
	if ids := h.follow("/feeds/search.json?q="+url.QueryEscape("title:/word 52[0-9]{2}$/"), nil); len(ids) != 100 {
		t.Errorf("with a slow clock %d of 100 are found", len(ids))
	}
}

// TestLateWalkLosesNothing: whenever the time for a reader's own query is over,
// the next page goes on from the last item that was looked at.
func TestLateWalkLosesNothing(t *testing.T) {
	t.Parallel()
	var es []told
	for n := 1; n <= 120; n++ {
		e := told{n: n, title: "noise"}
		if n%9 == 0 {
			e.title = "headline"
		}
		es = append(es, e)
	}
	h := newHouse(t, es...)
	path := "/feeds/search.json?q=-nothing+/headline/&limit=4"
	whole := h.follow(path, nil)
	if len(whole) != 13 {
		t.Fatalf("%d elements", len(whole))
	}
	for late := int64(2); late < 20; late += 2 { // 6 and 16 are between two batches
		var looks atomic.Int64 // at the clock
		h.serve(func(o *Options) {
			now := o.Now
			o.Now = func() time.Time {
				if looks.Add(1) >= late {
					return now().Add(time.Minute)
				}
				return now()
			}
		})
		if got := h.follow(path, nil); !slices.Equal(got, whole) {
			t.Errorf("late from look %d on: %d along the links, want %d", late, len(got), len(whole))
		}
	}
}
