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
	"golchin/aggregator/topic"
	"golchin/store"
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
	return engineOver(b, database(b), sources)
}

func database(b *testing.B) *sqlite.DB {
	db, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "g.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

func engineOver(b *testing.B, db store.Store, sources []news.Source) *Aggregator {
	client := fetch.New(fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: 16, Concurrency: 16})
	b.Cleanup(client.Close)
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

// BenchmarkBudgetUnchanged polls 1,000 unchanged sources and asks the bare
// client for the same 304s of the same server, turn by turn, so that a busy
// machine weighs on both alike. x-bare is what of the budget is used: processor
// time of a round, server included, over that of the bare client's round.
func BenchmarkBudgetUnchanged(b *testing.B) {
	_, sources := farm(b, farmSize)
	a := engine(b, sources)
	round(b, a)
	client := bareClient()
	defer client.CloseIdleConnections()
	var heaps []uint64
	var ours, bare time.Duration
	turn := func(do func()) time.Duration {
		began := cpu(b)
		for range 4 { // several, so that each side pays for its own garbage
			do()
		}
		return (cpu(b) - began) / 4
	}
	for b.Loop() {
		ours += turn(func() { round(b, a) })
		bare += turn(func() { bareRound(b, client, sources) })
		heaps = append(heaps, heap())
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(ours)/1e6/float64(b.N), "cpu-ms/round")
	b.ReportMetric(float64(bare)/1e6/float64(b.N), "bare-ms/round")
	b.ReportMetric(float64(ours)/float64(bare), "x-bare")
	b.ReportMetric(float64(heaps[0])/1e6, "first-heap-MB")
	b.ReportMetric(float64(heaps[len(heaps)-1])/1e6, "last-heap-MB")
}

// heap is what is alive, in bytes.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// bareClient is net/http as any poller must use it: connections kept, as many
// at once as ours, a limit on time and headers, bodies not unpacked in secret.
func bareClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		MaxIdleConnsPerHost: 16, MaxConnsPerHost: 16, DisableCompression: true,
		ResponseHeaderTimeout: 20 * time.Second, MaxResponseHeaderBytes: 64 << 10,
	}}
}

// bareRound asks for every source once, 16 at a time, with the headers that
// golchin sends, and does nothing with the answers.
func bareRound(b *testing.B, client *http.Client, sources []news.Source) {
	var wg sync.WaitGroup
	work := make(chan string, len(sources))
	for _, s := range sources {
		work <- s.URLs[0]
	}
	close(work)
	for range 16 {
		wg.Go(func() {
			for url := range work {
				if err := ask(client, url); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func ask(client *http.Client, url string) error {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", "golchin")
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.1")
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("If-None-Match", `"v"`)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusNotModified {
		return fmt.Errorf("%s: %s", url, resp.Status)
	}
	return nil
}
