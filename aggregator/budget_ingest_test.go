//go:build linux

package aggregator

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/store"
)

// metered counts the processor time that the calls of a round spend in a store.
type metered struct {
	store.Store
	commit, judge, read atomic.Int64
}

// onThread is the processor time of do, which runs on one thread.
func onThread(sum *atomic.Int64, do func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const thread = 1 // RUSAGE_THREAD
	var a, b syscall.Rusage
	if err := syscall.Getrusage(thread, &a); err != nil {
		panic(err)
	}
	do()
	if err := syscall.Getrusage(thread, &b); err != nil {
		panic(err)
	}
	sum.Add(b.Utime.Nano() + b.Stime.Nano() - a.Utime.Nano() - a.Stime.Nano())
}

func (m *metered) Claim(ctx context.Context, q store.ClaimQuery) (out []store.Claim, err error) {
	onThread(&m.commit, func() { out, err = m.Store.Claim(ctx, q) })
	return out, err
}

func (m *metered) Commit(ctx context.Context, rs []store.Round) (out []store.Outcome, err error) {
	onThread(&m.commit, func() { out, err = m.Store.Commit(ctx, rs) })
	return out, err
}

func (m *metered) Judge(ctx context.Context, vs []store.Verdict) (err error) {
	onThread(&m.judge, func() { err = m.Store.Judge(ctx, vs) })
	return err
}

func (m *metered) Unjudged(ctx context.Context, n int) (out []news.Item, err error) {
	onThread(&m.read, func() { out, err = m.Store.Unjudged(ctx, n) })
	return out, err
}

func (m *metered) Similar(ctx context.Context, q store.SimilarQuery) (out []news.Item, err error) {
	onThread(&m.read, func() { out, err = m.Store.Similar(ctx, q) })
	return out, err
}

// BenchmarkBudgetIngest is a first round into an empty store: what an item
// costs in microseconds of processor time, how much of it the store takes to
// commit it, to write its verdict and to find what is like it, and what reading
// its document alone costs. Real feeds are those under GOLCHIN_TEST_DATA.
func BenchmarkBudgetIngest(b *testing.B) {
	b.Run("made", func(b *testing.B) {
		srv, sources := farm(b, 100)
		ingest(b, srv, sources)
	})
	b.Run("real", func(b *testing.B) {
		dir := os.Getenv("GOLCHIN_TEST_DATA")
		if dir == "" {
			b.Skip("GOLCHIN_TEST_DATA is not set")
		}
		srv, sources := shelf(b, filepath.Join(dir, "feeds"), filepath.Join(dir, "persian", "feeds"))
		ingest(b, srv, sources)
	})
}

// shelf serves all files under the folders.
func shelf(b *testing.B, folders ...string) (*httptest.Server, []news.Source) {
	var files []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var i int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &i); err != nil || i >= len(files) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		http.ServeFile(w, r, files[i])
	}))
	b.Cleanup(srv.Close)
	var out []news.Source
	for i := range files {
		out = append(out, news.Source{Name: fmt.Sprintf("f%04d", i), URLs: []string{fmt.Sprintf("%s/%d", srv.URL, i)}, Site: fmt.Sprintf("f%d.example", i), Schedule: "@every 1m", Explicit: true})
	}
	return srv, out
}

func ingest(b *testing.B, srv *httptest.Server, sources []news.Source) {
	var m metered
	var spent, reading time.Duration
	entries := 0
	for b.Loop() {
		m.Store = database(b)
		a := engineOver(b, &m, sources)
		began := cpu(b)
		reports, err := a.Poll(context.Background(), nil, false)
		if err != nil {
			b.Fatal(err)
		}
		spent += cpu(b) - began
		for _, r := range reports {
			entries += r.Outcome.New + r.Outcome.Changed + r.Outcome.Origins + r.Outcome.Same
		}
		reading += readAll(b, srv, sources)
	}
	if entries == 0 {
		b.Fatal("nothing came in")
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(entries) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(entries)/spent.Seconds(), "items/cpu-s")
	b.ReportMetric(each(spent), "us/item")
	b.ReportMetric(each(reading), "us-parse/item")
	b.ReportMetric(each(time.Duration(m.commit.Load())), "us-commit/item")
	b.ReportMetric(each(time.Duration(m.judge.Load())), "us-verdict/item")
	b.ReportMetric(each(time.Duration(m.read.Load())), "us-similar/item")
}

// readAll is what reading the documents of all sources costs.
func readAll(b *testing.B, srv *httptest.Server, sources []news.Source) time.Duration {
	var sum atomic.Int64
	for _, s := range sources {
		resp, err := srv.Client().Get(s.URLs[0])
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		onThread(&sum, func() {
			// A file that is no feed costs its reader all the same.
			_, _ = parse.Parse(context.Background(), body, parse.Options{URL: s.URLs[0], Source: s, Now: time.Now()})
		})
	}
	return time.Duration(sum.Load())
}
