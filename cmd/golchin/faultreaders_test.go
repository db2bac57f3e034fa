package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestFaultT42ManyReaders lets many readers ask for feeds conditionally, each
// ten times a second, while sources bring new items: no answer fails, and none
// is other than whole or 304. How long answers took is told, not asserted: it
// is the machine's matter.
func TestFaultT42ManyReaders(t *testing.T) {
	t.Parallel()
	readers, asks := 40, 20
	switch {
	case *long:
		readers, asks = 500, 300
	case testing.Short():
		readers, asks = 10, 10
	}
	s := newScene(t, 20, "topics: [{use: gaza-ceasefire}]\n")
	mustRun(t, s.dir, "poll")
	admin := freePort(t)
	srv := serve(t, s.dir, "-admin", admin)
	paths := []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds/source/s03.rss", "/feeds/source/s11.json", "/feeds/gaza-ceasefire.rss"}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers, MaxConnsPerHost: readers}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var took []time.Duration
	codes := map[int]int{}
	var reading sync.WaitGroup
	for i := range readers {
		reading.Go(func() {
			tags := map[string]string{}
			tick := time.NewTicker(100 * time.Millisecond)
			defer tick.Stop()
			var own []time.Duration
			for k := range asks {
				path := paths[(i+k)%len(paths)]
				start := time.Now()
				code, err := askAgain(client, srv.url+path, tags)
				own = append(own, time.Since(start))
				mu.Lock()
				codes[code]++
				mu.Unlock()
				if err != nil {
					t.Errorf("%s: %v", path, err)
					return
				}
				<-tick.C
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	before := metricsOf(t, admin)
	for round := range 3 {
		s.grow(round + 1)
		want := s.n * (10 + round + 1)
		eventually(t, "new items come while all read", func() bool { return metricsOf(t, admin)["golchin_items"] == float64(want) })
	}
	reading.Wait()
	m := metricsOf(t, admin)
	polls := func(m map[string]float64) (n float64) {
		for _, r := range []string{"new", "same", "changed", "not_modified"} {
			n += m[`golchin_polls_total{result="`+r+`"}`]
		}
		return n
	}
	if failed := m[`golchin_polls_total{result="failed"}`]; failed > 0 || polls(m) <= polls(before) {
		t.Errorf("%v polls meanwhile, %v failed", polls(m)-polls(before), failed)
	}
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return took[int(q*float64(len(took)-1))].Round(100 * time.Microsecond)
	}
	t.Logf("%d readers, %d answers %v, %v polls beside: median %v, p95 %v, p99 %v, longest %v; due lag %v s",
		readers, len(took), codes, polls(m)-polls(before), at(0.5), at(0.95), at(0.99), at(1), m["golchin_due_lag_seconds"])
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// askAgain reads url, conditionally when it was read before.
func askAgain(client *http.Client, url string, tags map[string]string) (code int, err error) {
	req, err := http.NewRequest(http.MethodGet, url, nil) //nolint:noctx // ends with its reader
	if err != nil {
		return 0, err
	}
	if tag := tags[url]; tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	switch {
	case err != nil:
		return resp.StatusCode, err
	case resp.StatusCode == http.StatusNotModified && n == 0 && tags[url] != "", resp.StatusCode == http.StatusOK && n > 0:
		tags[url] = resp.Header.Get("ETag")
		return resp.StatusCode, nil
	}
	return resp.StatusCode, fmt.Errorf("status %s with %d bytes", resp.Status, n)
}
