package aggregator

import (
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// A round asks every source once, however often it is named, on few hosts and
// on many; what another process holds is left alone; reports come by name.
func TestPollAsksOnceAndReportsInOrder(t *testing.T) {
	var sources []news.Source
	for i := range 300 { // more than fit one claim
		sources = append(sources, news.Source{Name: fmt.Sprintf("s%03d", 299-i), URLs: []string{fmt.Sprintf("http://h%d.example/%d", i%40, 299-i)}, Schedule: "@every 1h"})
	}
	w := newWorld(t, sources...)
	var asked [300]atomic.Int64
	for h := range 40 {
		w.site(fmt.Sprintf("h%d.example", h), http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			var i int
			if _, err := fmt.Sscanf(r.URL.Path, "/%d", &i); err != nil {
				t.Errorf("asked for %s", r.URL)
			}
			asked[i].Add(1)
			rw.Header().Set("ETag", `"v"`)
			if r.Header.Get("If-None-Match") == `"v"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = rw.Write([]byte(`<rss version="2.0"><channel><title>t</title></channel></rss>`))
		}))
	}
	w.start()
	agg := w.engine(w.db, w.client)
	held, err := w.db.Claim(t.Context(), store.ClaimQuery{Now: w.clock(), Lease: time.Hour, Limit: 1, Names: []string{"s007"}})
	if err != nil || len(held) != 1 {
		t.Fatalf("%d claims, %v", len(held), err)
	}
	names := make([]string, 0, 600)
	for _, s := range sources {
		names = append(names, s.Name, s.Name)
	}
	for turn := range 2 {
		reports, err := agg.Poll(t.Context(), names, false)
		if err != nil || len(reports) != len(sources) {
			t.Fatalf("%d reports, %v", len(reports), err)
		}
		if !slices.IsSortedFunc(reports, func(a, b Report) int { return slices.Compare([]byte(a.Source), []byte(b.Source)) }) {
			t.Error("reports are not in order")
		}
		for i, r := range reports {
			want, status := int64(turn+1), []int{http.StatusOK, http.StatusNotModified}[turn]
			if r.Source == "s007" {
				want, status = 0, 0
			}
			if r.Err != nil || (r.Skipped == "") != (want > 0) || r.Status != status || asked[i].Load() != want {
				t.Errorf("turn %d, %s: asked %d times, want %d; status %d, skipped %q, %v", turn, r.Source, asked[i].Load(), want, r.Status, r.Skipped, r.Err)
			}
		}
	}
	if n := agg.commits.coming.Load(); n != 0 {
		t.Errorf("%d polls are still waited for", n)
	}
	if n := len(agg.held.all()); n != 0 {
		t.Errorf("%d claims are still held", n)
	}
}
