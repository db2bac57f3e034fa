package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// brokenStore is a real store of which a read breaks from the given one on,
// and that counts reads.
type brokenStore struct {
	store.Store
	from  int64 // reads of items until it panics; 0: never
	reads atomic.Int64
	pause time.Duration
}

func (b *brokenStore) Items(ctx context.Context, q store.Query) ([]news.Item, error) {
	n := b.reads.Add(1)
	if b.from > 0 && n > b.from {
		panic("broken on purpose")
	}
	time.Sleep(b.pause)
	return b.Store.Items(ctx, q)
}

func TestH12BurstRendersOnce(t *testing.T) {
	h := newHouse(t, told{n: 1})
	counting := &brokenStore{Store: h.db, pause: 100 * time.Millisecond}
	h.serve(func(o *Options) { o.Store = counting })
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if got := h.get("/feeds/all.rss"); got.status != 200 {
				t.Errorf("status %d", got.status)
			}
		})
	}
	wg.Wait()
	if n := counting.reads.Load(); n != 1 {
		t.Errorf("a burst of 50 read the store %d times", n)
	}
	h.later()
	h.get("/feeds/all.rss")
	if n := counting.reads.Load(); n != 1 {
		t.Errorf("nothing changed and the store was read again: %d", n)
	}
}

func TestT45ReaderDuringChange(t *testing.T) {
	h := newHouse(t, stories(20)...)
	h.serve(func(o *Options) { o.Now = time.Now })
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			path := feedPaths[i%4]
			for n := 0; ; n++ {
				select {
				case <-stop:
					if n < 20 {
						t.Errorf("%s was read %d times only", path, n)
					}
					return
				default:
				}
				got := h.get(path)
				sum := sha256.Sum256([]byte(got.body))
				if got.status != 200 || !strings.Contains(got.body, "headline") || got.header.Get("ETag") != `"`+hex.EncodeToString(sum[:12])+`"` {
					t.Errorf("%s: %d, %d bytes, ETag %s", path, got.status, len(got.body), got.header.Get("ETag"))
					return
				}
			}
		})
	}
	for n := 100; n < 140; n++ {
		h.add(told{n: n, topics: "gaza", copyOf: max(n%3*10, 1)})
	}
	close(stop)
	wg.Wait()
}

func TestCacheIsBounded(t *testing.T) {
	now := t0
	c := newCache(&Options{Now: func() time.Time { return now }}, "catalogue", 100_000, 1)
	for i := range 300 {
		body := []byte(strings.Repeat("x", 5000) + fmt.Sprint(i))
		d, err := c.get(t.Context(), fmt.Sprint(i), work{
			version: func(context.Context) (store.Version, error) { return store.Version{Seq: 1, At: t0}, nil },
			render:  func(context.Context) ([]byte, http.Header, error) { return body, nil, nil },
		})
		if err != nil || string(d.plain.body) != string(body) {
			t.Fatal("not the document", err)
		}
	}
	if c.bytes > c.limit || len(c.byKey) != c.order.Len() || len(c.byKey) < 5 {
		t.Errorf("%d bytes, %d keys, %d in order", c.bytes, len(c.byKey), c.order.Len())
	}
	sum := 0
	for e := c.order.Front(); e != nil; e = e.Next() {
		sum += e.Value.(*cached).doc.size() + len(e.Value.(*cached).key)
	}
	if sum != c.bytes {
		t.Errorf("counted %d bytes, there are %d", c.bytes, sum)
	}
}

func TestCacheSurvivesAClockSetBack(t *testing.T) {
	h := newHouse(t, told{n: 1})
	h.get("/feeds/all.rss")
	h.now = h.now.AddDate(-1, 0, 0)
	h.add(told{n: 2, title: "after the step"})
	if got := h.get("/feeds/all.rss"); !strings.Contains(got.body, "after the step") {
		t.Error("a clock that went back froze the feed")
	}
}

func TestPrefixOfAReverseProxy(t *testing.T) {
	h := newHouse(t, told{n: 1, topics: "gaza"})
	h.serve(func(o *Options) { o.Site.URL = "https://news.example/sub" })
	for _, p := range []string{"/sub/feeds/all.rss", "/feeds/all.rss", "/sub/", "/sub/topics/gaza", "/sub/style.css"} {
		h.want(h.get(p), 200)
	}
	if got := h.get("/sub/topics/gaza").body; strings.Contains(got, `href="/topics`) || !strings.Contains(got, `href="/sub/style.css"`) {
		t.Errorf("links without the prefix: %s", got)
	}
	for path, want := range map[string]string{"/sub": "/sub/", "/sub/feeds/old-english.rss": "/sub/feeds/english.rss", "/sub/feeds": "/sub/"} {
		if got := h.get(path); got.header.Get("Location") != want {
			t.Errorf("%s leads to %q", path, got.header.Get("Location"))
		}
	}
}

func TestF01F03AnotherFaceChangesNeitherIDNorDate(t *testing.T) {
	first := func(h *house) (id, date, title string) {
		var f struct {
			Items []struct {
				ID        string `json:"id"`
				Title     string `json:"title"`
				Published string `json:"date_published"`
			} `json:"items"`
		}
		if err := json.Unmarshal([]byte(h.want(h.get("/feeds/mine.json"), 200).body), &f); err != nil || len(f.Items) != 1 {
			t.Fatalf("%d entries, %v", len(f.Items), err)
		}
		return f.Items[0].ID, f.Items[0].Published, f.Items[0].Title
	}
	for _, sourceIDs := range []bool{false, true} {
		h := newHouse(t, told{n: 1, title: "as first told"})
		h.serve(func(o *Options) {
			c, err := NewCatalogue(o.Site, nil, testSources, []news.Feed{{Slug: "mine", Stories: news.Collapse, SourceIDs: sourceIDs}})
			if err != nil {
				t.Fatal(err)
			}
			o.Catalogue = c
		})
		id, date, _ := first(h)
		h.add(told{n: 2, source: "b", storyOf: 1, title: "of higher priority", change: func(it *news.Item) { it.Face.Priority = 10 }})
		id2, date2, title := first(h)
		if title != "of higher priority" {
			t.Fatalf("the face is %q: the test tests nothing", title)
		}
		if id2 != id || date2 != date {
			t.Errorf("ids of sources %v: %s of %s became %s of %s", sourceIDs, id, date, id2, date2)
		}
	}
}
