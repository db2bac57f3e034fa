package main

import (
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soakWindow is how many items a source of a soak shows at once.
const soakWindow = 25

// soakBehind is how many items an old copy of a source lacks.
const soakBehind = 10

// soakWeb is a web of many sources that change all the time and fail at
// random. What it holds at a moment follows from the clock alone, so that the
// truth can be told afterwards. Two sources carry each site, and two sites
// tell every third story in the same words.
type soakWeb struct {
	servers []*httptest.Server
	n       int           // sources
	grow    time.Duration // a site's time between two items
	began   time.Time
	calm    atomic.Int64 // when the web stopped changing and failing, in Unix nanoseconds; 0 while it goes on
	answers [4]atomic.Int64
}

// The kinds of answers that a soakWeb counts.
const (
	soakGiven = iota
	soakUnchanged
	soakOld
	soakFailed
)

// newSoakWeb makes a calm web that listens on as many addresses as hosts says,
// for a host is asked by few at once.
func newSoakWeb(t *testing.T, n, hosts int, grow time.Duration) *soakWeb {
	w := &soakWeb{n: n, grow: grow, began: time.Now()}
	w.calm.Store(w.began.UnixNano())
	for h := range hosts {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", h+1))
		if err != nil {
			t.Skipf("this machine has one loopback address only: %v", err)
		}
		srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: w}}
		srv.Start()
		t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
		w.servers = append(w.servers, srv)
	}
	return w
}

func (w *soakWeb) sources() (ys []yamlSource) {
	for s := range w.n {
		ys = append(ys, yamlSource{fmt.Sprintf("s%04d", s), fmt.Sprintf("%s/%d.xml", w.servers[s%len(w.servers)].URL, s), fmt.Sprintf("site: site%d.example", s/2)})
	}
	return ys
}

// now is the time of the web: it stands still once it is calm.
func (w *soakWeb) now() time.Time {
	if at := w.calm.Load(); at != 0 {
		return time.Unix(0, at)
	}
	return time.Now()
}

// count is how many items a site has written. The sites take turns.
func (w *soakWeb) count(site int, now time.Time) int {
	turn := w.grow * time.Duration(site%97) / 97
	return soakWindow + soakBehind + int((now.Sub(w.began)+turn)/w.grow)
}

// title is the headline of a site's item when it has written count: some are
// changed later.
func (w *soakWeb) title(site, item, count int) string {
	words := soakWords(soakStory(site, item), 7)
	if item%10 == 0 && count-item > 3 {
		return words + " updated"
	}
	return words
}

// soakStory names what an item tells; neighbours tell every third one alike.
func soakStory(site, item int) int {
	if item%3 == 0 {
		site &^= 1
	}
	return site*1_000_003 + item
}

func (w *soakWeb) document(source, count int) string {
	site := source / 2
	var es []entry
	for item := count - 1; item >= count-soakWindow; item-- {
		es = append(es, entry{
			title: w.title(site, item, count), text: soakWords(soakStory(site, item)+1<<40, 60),
			link: fmt.Sprintf("https://site%d.example/fa/news/%d/slug?utm_source=s%d", site, 10_000+item, source), guid: fmt.Sprintf("g%d-%d", source, item),
			date: w.began.Add(time.Duration(item-soakWindow-soakBehind) * w.grow).Truncate(time.Second),
		})
	}
	return rss(fmt.Sprint("Source ", source), es...)
}

// soakVocabulary are the words that soak's sites know: some common, most rare.
var soakVocabulary = sync.OnceValue(func() []string {
	letters := []rune("ابپتجچحخدذرزسشصطعغفقکگلمنوهی")
	rng := rand.New(rand.NewPCG(52, 52))
	words := make([]string, 20_000)
	for i := range words {
		w := make([]rune, 2+rng.IntN(6))
		for k := range w {
			w[k] = letters[rng.IntN(len(letters))]
		}
		words[i] = string(w)
	}
	return words
})

// soakWords are n words, the same for a seed.
func soakWords(seed, n int) string {
	rng := rand.New(rand.NewPCG(52, uint64(seed)))
	all := soakVocabulary()
	var b strings.Builder
	for range n {
		r := rng.Float64()
		b.WriteString(all[int(r*r*r*float64(len(all)))])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// mood is how a source answers for a while: most are well.
func (w *soakWeb) mood(source int) int {
	if w.calm.Load() != 0 {
		return 99
	}
	h := fnv.New32a()
	fmt.Fprint(h, source, int(time.Since(w.began)/(w.grow/3)))
	return int(h.Sum32() % 100)
}

func (w *soakWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var source int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d.xml", &source); err != nil || source < 0 || source >= w.n {
		http.NotFound(rw, r)
		return
	}
	count, cut := w.count(source/2, w.now()), false
	switch mood := w.mood(source); {
	case mood < 3:
		w.fail(func() { http.Error(rw, "busy", http.StatusServiceUnavailable) })
		return
	case mood < 4:
		w.fail(func() { http.NotFound(rw, r) })
		return
	case mood < 5:
		w.fail(func() { fmt.Fprint(rw, "<!DOCTYPE html><html><title>Maintenance</title></html>") })
		return
	case mood < 6: // the connection breaks
		w.fail(func() { panic(http.ErrAbortHandler) })
	case mood < 7: // silence, until the other side has enough
		w.fail(func() { <-r.Context().Done() })
		return
	case mood < 8:
		cut = true
	case mood < 9: // an old copy of a cache
		w.answers[soakOld].Add(1)
		count -= soakBehind
	case mood < 11:
		select {
		case <-time.After(2 * time.Second):
		case <-r.Context().Done():
		}
	}
	w.give(rw, r, source, count, cut)
}

func (w *soakWeb) fail(do func()) {
	w.answers[soakFailed].Add(1)
	do()
}

// give answers with a source's document, or with 304.
func (w *soakWeb) give(rw http.ResponseWriter, r *http.Request, source, count int, cut bool) {
	etag := fmt.Sprintf(`"%d-%d"`, source, count)
	if cut {
		etag = ""
	}
	rw.Header().Set("ETag", etag)
	if etag != "" && r.Header.Get("If-None-Match") == etag {
		w.answers[soakUnchanged].Add(1)
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	w.answers[soakGiven].Add(1)
	body := w.document(source, count)
	if cut {
		body = body[:len(body)/2]
	}
	rw.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = io.WriteString(rw, body) // who left hears nothing
		return
	}
	rw.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(rw)
	_, _ = io.WriteString(z, body)
	_ = z.Close()
}
