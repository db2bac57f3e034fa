package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golchin/aggregator"
	"golchin/store"
)

// figures counts what happens while a server runs, for its operator. Labels
// are fixed words of this program; nothing a stranger says becomes one. The
// zero value counts; all methods are safe for concurrent use.
type figures struct {
	mu      sync.Mutex
	polls   map[string]int64 // by result
	failed  map[string]int64 // by stage
	items   map[string]int64 // by outcome
	took    histogram
	bytes   int64                // fetched
	stores  map[storeCall]timing // what the store was asked
	errors  map[string]int64     // of the store, by operation
	served  map[servedAs]timing
	sent    map[string]int64 // bytes, by kind
	flying  int64            // requests of readers being answered
	reloads map[string]int64 // by result
	renders map[renderedAs]timing
	moved   time.Time // when the engine last claimed or committed; the start at first
	wrong   error     // why feeds.yaml is not in use as it is; nil when it is
	since   time.Time // of the configuration in use
}

// storeCall names a call of the store: who made it, and which.
type storeCall struct{ by, op string }

// servedAs is what a reader asked for and how it was answered.
type servedAs struct{ kind, code string }

// renderedAs is a kind of document and how its making ended.
type renderedAs struct{ kind, result string }

// timing sums how often and how long.
type timing struct {
	n   int64
	sum time.Duration
}

// pollBounds are the upper bounds of the poll histogram.
var pollBounds = [...]time.Duration{
	50 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second,
	2500 * time.Millisecond, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute,
}

// histogram counts durations by bound; the last place is beyond all bounds.
type histogram struct {
	n   [len(pollBounds) + 1]int64
	sum time.Duration
}

func (h *histogram) add(d time.Duration) {
	i, _ := slices.BinarySearch(pollBounds[:], d)
	h.n[i]++
	h.sum += d
}

func bump[K comparable](m *map[K]int64, k K, n int64) {
	if *m == nil {
		*m = map[K]int64{}
	}
	(*m)[k] += n
}

func clock[K comparable](m *map[K]timing, k K, d time.Duration) {
	if *m == nil {
		*m = map[K]timing{}
	}
	t := (*m)[k]
	(*m)[k] = timing{t.n + 1, t.sum + d}
}

// poll counts a finished poll.
func (f *figures) poll(r aggregator.Report) {
	f.mu.Lock()
	defer f.mu.Unlock()
	result := "same"
	switch {
	case r.Skipped != "":
		result = "skipped"
	case r.Err != nil:
		result = "failed"
		stage := "commit"
		if pe, ok := errors.AsType[*aggregator.PollError](r.Err); ok {
			stage = pe.Stage
		}
		bump(&f.failed, stage, 1)
	case r.Outcome.New > 0:
		result = "new"
	case r.Status == http.StatusNotModified:
		result = "not_modified"
	case r.Outcome.Changed > 0:
		result = "changed"
	}
	bump(&f.polls, result, 1)
	if result != "skipped" {
		f.took.add(r.Took)
	}
	bump(&f.items, "new", int64(r.Outcome.New))
	bump(&f.items, "changed", int64(r.Outcome.Changed))
	bump(&f.items, "same", int64(r.Outcome.Same+r.Outcome.Origins+r.Outcome.Pruned))
	bump(&f.items, "merged", int64(r.Outcome.Merged))
}

func (f *figures) storeCall(by, op string, d time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	clock(&f.stores, storeCall{by, op}, d)
	if by == "engine" && err == nil && (op == "claim" || op == "commit" || op == "rekey") {
		f.moved = time.Now()
	}
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, store.ErrNotFound) {
		bump(&f.errors, op, 1)
	}
}

// stillness is how long the engine may neither claim nor commit before the
// schedule stands still: longer than any poll takes with all its redirects.
const stillness = 5 * time.Minute

// still says why polls do not go on; nil while they do.
func (f *figures) still(now time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if since := now.Sub(f.moved); since > stillness {
		return fmt.Errorf("the schedule stands still: no source was claimed for %v; the log says why", since.Round(time.Second))
	}
	return nil
}

// rendered counts a document made for readers.
func (f *figures) rendered(kind string, took time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	result := "ok"
	if err != nil {
		result = "failed"
	}
	clock(&f.renders, renderedAs{kind, result}, took)
}

func (f *figures) fetched(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bytes += max(n, 0)
}

// configured tells which configuration is in use: a new one, or, with err, the
// old one because the file is wrong.
func (f *figures) configured(now time.Time, first bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wrong = err
	switch {
	case err != nil:
		bump(&f.reloads, "refused", 1)
		return
	case !first:
		bump(&f.reloads, "ok", 1)
	}
	f.since = now
}

// wrongConfig is why feeds.yaml is not in use as it is; nil when it is.
func (f *figures) wrongConfig() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wrong
}

// count counts what next answers.
func (f *figures) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.flying++
		f.mu.Unlock()
		start, c := time.Now(), &counted{ResponseWriter: w}
		defer func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			kind := kindOf(r.URL.Path)
			f.flying--
			clock(&f.served, servedAs{kind, c.class()}, time.Since(start))
			bump(&f.sent, kind, c.bytes)
		}()
		next.ServeHTTP(c, r)
	})
}

// kindOf is what a path of the public side leads to.
func kindOf(path string) string {
	switch {
	case strings.Contains(path, "/feeds/"), strings.Contains(path, "/p/"), strings.HasSuffix(path, "/opml.xml"):
		return "feed"
	case strings.HasSuffix(path, "/healthz"), strings.HasSuffix(path, "/readyz"):
		return "health"
	case strings.HasSuffix(path, ".css"), strings.HasSuffix(path, "/robots.txt"):
		return "asset"
	}
	return "page"
}

// counted remembers how a request was answered.
type counted struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (c *counted) WriteHeader(code int) {
	if c.code == 0 && code >= 200 {
		c.code = code
	}
	c.ResponseWriter.WriteHeader(code)
}

func (c *counted) Write(p []byte) (int, error) {
	if c.code == 0 {
		c.code = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(p)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *counted) class() string {
	switch {
	case c.code == http.StatusNotModified:
		return "304"
	case c.code == 0, c.code < 300:
		return "2xx"
	case c.code < 400:
		return "3xx"
	case c.code < 500:
		return "4xx"
	}
	return "5xx"
}
