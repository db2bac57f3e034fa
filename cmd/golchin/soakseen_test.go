package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// soakSample is what the server took at a moment.
type soakSample struct {
	at      time.Duration
	figures []float64 // soakFigures, then bytes of the database for an item
}

// soakFigures are the metrics that a soak looks at.
var soakFigures = []string{"resident_bytes", "heap_bytes", "goroutines", "open_files", "items", "keys", "store_bytes", "due_lag_seconds"}

func (k *soak) sample(t *testing.T, _ int) {
	m := metricsOf(t, k.admin)
	s := soakSample{at: time.Since(k.began)}
	for _, f := range soakFigures {
		s.figures = append(s.figures, m["golchin_"+f])
	}
	s.figures = append(s.figures, m["golchin_store_bytes"]/max(1, m["golchin_items"]))
	k.samples = append(k.samples, s)
}

// report tells what the last process took at its beginning, in its middle and
// at its end, and fails on what grew. The first tenth warms up.
func (k *soak) report(t *testing.T) {
	var tsv strings.Builder
	names := append(slices.Clone(soakFigures), "bytes_per_item")
	fmt.Fprintf(&tsv, "seconds\t%s\n", strings.Join(names, "\t"))
	for _, s := range k.samples {
		fmt.Fprintf(&tsv, "%.0f", s.at.Seconds())
		for _, f := range s.figures {
			fmt.Fprintf(&tsv, "\t%.0f", f)
		}
		tsv.WriteByte('\n')
	}
	path := filepath.Join(t.ArtifactDir(), "soak.tsv")
	if err := os.WriteFile(path, []byte(tsv.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	k.readers.report(t)
	warm := k.samples[len(k.samples)/10:]
	if len(warm) < 9 {
		t.Logf("%d samples only; the figures:\n%s", len(k.samples), tsv.String())
		return
	}
	third := len(warm) / 3
	for i, name := range names {
		var at [3]float64
		for part := range at {
			var vs []float64
			for _, s := range warm[part*third : (part+1)*third] {
				vs = append(vs, s.figures[i])
			}
			slices.Sort(vs)
			at[part] = vs[len(vs)/2]
		}
		t.Logf("%-16s begin %.0f, middle %.0f, end %.0f (medians of thirds); slope %+.1f a minute", name, at[0], at[1], at[2], slope(warm, i))
		most, bounded := map[string]float64{"resident_bytes": 20 << 20, "heap_bytes": 15 << 20, "goroutines": 30, "open_files": 30, "bytes_per_item": 500}[name]
		if bounded && k.takes >= 10*time.Minute && at[2] > at[1]*1.15+most {
			t.Errorf("%s grew from %.0f in the middle to %.0f in the end", name, at[1], at[2])
		}
	}
}

// slope is how much a figure grows a minute, by least squares.
func slope(samples []soakSample, i int) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, s := range samples {
		x, y := s.at.Minutes(), s.figures[i]
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	if d := n*sxx - sx*sx; d != 0 {
		return (n*sxy - sx*sy) / d
	}
	return 0
}

// soakReaders read feeds and pages all the time, some conditionally.
type soakReaders struct {
	t       *testing.T
	n       int // sources
	done    chan struct{}
	reading sync.WaitGroup

	mu    sync.Mutex
	url   string // of the server; empty while there is none
	took  []time.Duration
	codes map[int]int
	sizes int64
}

func newSoakReaders(t *testing.T, sources int) *soakReaders {
	r := &soakReaders{t: t, n: sources, done: make(chan struct{}), codes: map[int]int{}}
	for i := range 6 {
		r.reading.Go(func() { r.read(rand.New(rand.NewPCG(6, uint64(i)))) })
	}
	return r
}

func (r *soakReaders) server(url string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.url = url
}

func (r *soakReaders) stop() {
	close(r.done)
	r.reading.Wait()
}

func (r *soakReaders) where() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.url
}

func (r *soakReaders) read(rng *rand.Rand) {
	tags := map[string]string{}
	client := &http.Client{Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-r.done:
			return
		case <-tick.C:
		}
		base := r.where()
		if base == "" {
			continue
		}
		path := r.path(rng)
		start := time.Now()
		code, size, err := r.ask(client, base+path, path, tags, rng.IntN(3) > 0)
		if r.where() != base { // it was killed meanwhile
			continue
		}
		if err != nil || code != http.StatusOK && code != http.StatusNotModified || code == http.StatusOK && size == 0 {
			r.t.Errorf("%s: %d, %d bytes, %v", path, code, size, err)
		}
		r.mu.Lock()
		r.took = append(r.took, time.Since(start))
		r.codes[code]++
		r.sizes += size
		r.mu.Unlock()
	}
}

// path is what somebody might ask for.
func (r *soakReaders) path(rng *rand.Rand) string {
	some := []string{"/", "/sources", "/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json?limit=50&page=2", "/feeds/turn.rss", "/feeds/city.json", "/topics/city", "/feeds/health.rss", "/opml.xml"}
	switch i := rng.IntN(14); {
	case i < len(some):
		return some[i]
	case i < 12:
		return fmt.Sprintf("/feeds/source/s%04d.rss", rng.IntN(r.n))
	default:
		word, _, _ := strings.Cut(soakWords(rng.IntN(1000), 1), " ")
		return []string{"/search?q=", "/feeds/search.rss?q="}[i-12] + word
	}
}

func (r *soakReaders) ask(client *http.Client, url, path string, tags map[string]string, conditional bool) (code int, size int64, err error) {
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		return 0, 0, err
	}
	if tag := tags[path]; tag != "" && conditional {
		req.Header.Set("If-None-Match", tag)
	}
	resp, err := client.Do(req) // takes it packed and unpacks it
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	size, err = io.Copy(io.Discard, resp.Body)
	tags[path] = resp.Header.Get("ETag")
	return resp.StatusCode, size, err
}

func (r *soakReaders) report(t *testing.T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.took) == 0 {
		t.Fatal("nobody read")
	}
	slices.Sort(r.took)
	at := func(q float64) time.Duration { return r.took[int(q*float64(len(r.took)-1))].Round(time.Millisecond) }
	t.Logf("%d reads, %v by status, %.0f MB; median %v, p95 %v, p99 %v, longest %v", len(r.took), r.codes, float64(r.sizes)/1e6, at(0.5), at(0.95), at(0.99), at(1))
}
