package aggregator

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/aggregator/topic"
	"golchin/store/sqlite"
)

// The budget that shapes the design: unchanged sources cost at most twice what
// the bare client costs for the same 304s, ingesting is bound by reading feeds
// and not by the store, and memory stays flat. Figures, not assertions:
//
//	go test ./aggregator -run xxx -bench Budget

// farm serves n feeds of 22 items each; every request that carries the
// validator is answered 304.
func farm(b *testing.B, n int) (*httptest.Server, []news.Source) {
	docs := make([]string, n)
	for i := range docs {
		var s strings.Builder
		fmt.Fprintf(&s, `<rss version="2.0"><channel><title>Source %d</title><link>https://s%d.example/</link><description>d</description>`, i, i)
		for j := range 22 {
			fmt.Fprintf(&s, `<item><title>%s</title><link>https://s%d.example/fa/news/%d/slug?utm_source=rss</link><guid>g%d</guid><description>%s</description><pubDate>Mon, 27 Nov 2023 %02d:%02d:00 +0330</pubDate></item>`,
				strings.ToValidUTF8(prose(i*22 + j)[:60], ""), i, 10000+j, j, prose(i*22+j), j%24, i%60)
		}
		s.WriteString("</channel></rss>")
		docs[i] = s.String()
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v"`)
		if r.Header.Get("If-None-Match") == `"v"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		var i int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &i); err != nil || i >= n {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, docs[i])
	}))
	b.Cleanup(srv.Close)
	var out []news.Source
	for i := range n {
		out = append(out, news.Source{Name: fmt.Sprintf("s%04d", i), URLs: []string{fmt.Sprintf("%s/%d", srv.URL, i)}, Site: fmt.Sprintf("s%d.example", i), Schedule: "@every 1m", Explicit: true})
	}
	return srv, out
}

// prose is a text of its own for every n: alike texts would make one story of
// all, which no feed does.
func prose(n int) string {
	rng := rand.New(rand.NewPCG(uint64(n), 7))
	var s strings.Builder
	for range 60 {
		for range 3 + rng.IntN(5) {
			s.WriteRune('ا' + rune(rng.IntN(30)))
		}
		s.WriteByte(' ')
	}
	return s.String()
}

// cpu is the processor time this process has used, client and server alike:
// waiting for company in a group commit costs none.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func engine(b *testing.B, sources []news.Source) *Aggregator {
	db, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "g.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	client := fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: 16, Concurrency: 16})
	b.Cleanup(func() { client.Close(); _ = db.Close() })
	rules, err := identity.New(identity.Options{Sources: sources})
	if err != nil {
		b.Fatal(err)
	}
	topics, err := topic.Compile(topic.Library())
	if err != nil {
		b.Fatal(err)
	}
	a, err := New(context.Background(), Options{
		Store: db, Client: client, Identity: rules, Topics: topics, Sources: sources,
		Log: slog.New(slog.DiscardHandler), Now: time.Now, MinInterval: 15 * time.Minute, RedirectConfirm: 24 * time.Hour,
	})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func round(b *testing.B, a *Aggregator) {
	reports, err := a.Poll(context.Background(), nil, false)
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range reports {
		if r.Err != nil || r.Skipped != "" {
			b.Fatal(r.Source, r.Err, r.Skipped)
		}
	}
}

const farmSize = 1000

func BenchmarkBudgetUnchanged(b *testing.B) {
	_, sources := farm(b, farmSize)
	a := engine(b, sources)
	round(b, a)
	var heaps []uint64
	var spent time.Duration
	for b.Loop() {
		began := cpu(b)
		round(b, a)
		spent += cpu(b) - began
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heaps = append(heaps, m.HeapAlloc)
	}
	b.ReportMetric(float64(spent)/1e6/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(heaps[0])/1e6, "first-heap-MB")
	b.ReportMetric(float64(heaps[len(heaps)-1])/1e6, "last-heap-MB")
}

// BenchmarkBudgetBareClient asks the same 304s of the same server with nothing
// but net/http, as many at once.
func BenchmarkBudgetBareClient(b *testing.B) {
	_, sources := farm(b, farmSize)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, MaxConnsPerHost: 16}}
	defer client.CloseIdleConnections()
	began := cpu(b)
	defer func() { b.ReportMetric(float64(cpu(b)-began)/1e6/float64(b.N), "cpu-ms/op") }()
	for b.Loop() {
		var wg sync.WaitGroup
		slots := make(chan struct{}, 16)
		for _, s := range sources {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				req, err := http.NewRequest(http.MethodGet, s.URLs[0], nil)
				if err != nil {
					b.Error(err)
					return
				}
				req.Header.Set("If-None-Match", `"v"`)
				resp, err := client.Do(req)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			})
		}
		wg.Wait()
	}
}

// BenchmarkBudgetIngest is a first round into an empty store; BenchmarkBudgetParse
// is what reading the same documents alone costs.
func BenchmarkBudgetIngest(b *testing.B) {
	_, sources := farm(b, 100)
	for b.Loop() {
		round(b, engine(b, sources))
	}
	b.ReportMetric(float64(b.N*100*22)/b.Elapsed().Seconds(), "items/s")
}

func BenchmarkBudgetParse(b *testing.B) {
	srv, sources := farm(b, 1)
	resp, err := http.Get(srv.URL + "/0")
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 100 {
			if _, err := parse.Parse(context.Background(), body, parse.Options{URL: srv.URL, Source: sources[0], Now: time.Now()}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*100*22)/b.Elapsed().Seconds(), "items/s")
}
