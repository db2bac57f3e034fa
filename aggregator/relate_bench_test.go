package aggregator

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/story"
	"golchin/aggregator/topic"
	"golchin/store"
	"golchin/store/sqlite"
)

// -items says how full the store is to which BenchmarkAdd adds; a million takes
// long to fill: go test -run - -bench Add -items 1000000 -timeout 2h ./aggregator
var benchItems = flag.Int("items", 10_000, "items in the store of BenchmarkAdd")

// perDay is how many items a day the stream of the benchmark has: about what
// two hundred busy newsrooms write.
const perDay = 8_000

// stream writes the news of newsrooms that nobody has to read: words as common
// and as rare as in real ones, a tenth of the items taken from another newsroom.
type stream struct {
	rnd    *rand.Rand
	zipf   *rand.Zipf
	n      int
	recent []news.Entry
}

func newStream() *stream {
	r := rand.New(rand.NewPCG(1, 2))
	return &stream{rnd: r, zipf: rand.NewZipf(r, 1.07, 8, 60_000)}
}

// word is the k-th most frequent word of a language that has every third
// letter pair of Persian.
func word(k uint64) string {
	const letters = "ابپتجچخدرزسشعغفقکگلمنوهی"
	rs := []rune(letters)
	var b strings.Builder
	for k += 11; k > 0; k /= uint64(len(rs)) {
		b.WriteRune(rs[k%uint64(len(rs))])
	}
	return b.String()
}

func (s *stream) words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = word(s.zipf.Uint64())
	}
	places := []string{"تهران", "غزه", "بغداد", "بیروت", "مسکو", "واشنگتن", "دمشق", "آنکارا", "پاریس", "قم"}
	acts := []string{"حمله", "دیدار", "انفجار", "زلزله", "توافق", "انتخابات", "سقوط", "محکوم کرد", "درگذشت", "بازداشت"}
	out[n/3] = places[s.rnd.IntN(len(places))]
	out[n/2] = acts[s.rnd.IntN(len(acts))]
	return strings.Join(out, " ")
}

// next is the next entry of the stream and the site it appears at.
func (s *stream) next() (news.Source, news.Entry) {
	s.n++
	at := noon.Add(time.Duration(s.n) * 24 * time.Hour / perDay)
	site := fmt.Sprintf("site%d.example", s.rnd.IntN(200))
	e := news.Entry{Title: s.words(9), Summary: "<p>" + s.words(55) + "</p>"}
	if len(s.recent) > 0 && s.rnd.IntN(10) == 0 {
		e = s.recent[s.rnd.IntN(len(s.recent))]
	}
	e.Published = at
	e.Link = fmt.Sprintf("https://%s/fa/news/%d/x", site, s.n)
	e.GUID = e.Link
	if len(s.recent) < 500 {
		s.recent = append(s.recent, e)
	} else {
		s.recent[s.n%500] = e
	}
	return news.Source{Name: strings.TrimSuffix(site, ".example"), Site: site, Language: "fa"}, e
}

// round is one poll that found n new entries.
func (s *stream) round(a *Aggregator, n int) store.Round {
	var r store.Round
	for range n {
		src, e := s.next()
		r.Seen, r.Rules, r.Keyed = e.Published.Add(time.Minute), a.Topics.Hash(), keyed
		r.Candidates = append(r.Candidates, a.candidates(src, &store.SourceState{}, news.Document{Entries: []news.Entry{e}}, r.Seen)...)
	}
	return r
}

// fill puts n items into the store as if each were alone: what a full store
// costs, not what filling it costs, is measured here.
func (s *stream) fill(b *testing.B, a *Aggregator, n int) {
	for s.n < n {
		var rounds []store.Round
		for len(rounds) < 20 && s.n < n {
			rounds = append(rounds, s.round(a, 1000))
		}
		if _, err := a.Store.Commit(b.Context(), rounds); err != nil {
			b.Fatal(err)
		}
		items, err := a.Store.Unjudged(b.Context(), 20_000)
		if err != nil {
			b.Fatal(err)
		}
		verdicts := make([]store.Verdict, len(items))
		for i, it := range items {
			verdicts[i] = store.Verdict{Item: it.ID, Copy: it.ID, Story: it.ID, Bands: story.Bands(it)}
		}
		if err := a.Store.Judge(b.Context(), verdicts); err != nil {
			b.Fatal(err)
		}
	}
}

// bareEngine is an engine that polls nothing.
func bareEngine(t testing.TB, db store.Store, cs ...store.Correction) *Aggregator {
	t.Helper()
	ids, err := identity.New(identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	topics, err := topic.Compile(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := fetch.New(fetch.Options{Now: time.Now})
	t.Cleanup(func() { client.Close() })
	a, err := New(t.Context(), Options{
		Store: db, Client: client, Identity: ids, Topics: topics, Now: time.Now, Corrections: cs,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// BenchmarkAdd takes a new item from its entry to its place in a story: keys,
// Commit, Bands, Similar, the verdict, Judge; by polls of 22 new items. Its
// parts are Similar and the verdict, for items of the last hour.
func BenchmarkAdd(b *testing.B) {
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "b.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	a, s := bareEngine(b, db), newStream()
	began := time.Now()
	s.fill(b, a, *benchItems)
	stats, err := db.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d items, %d bytes each, filled in %s", stats.Items, stats.Bytes/int64(stats.Items), time.Since(began).Round(time.Second))
	b.Run("add", func(b *testing.B) { benchAdd(b, a, s) })
	b.Run("parts", func(b *testing.B) { benchParts(b, a) })
}

func benchAdd(b *testing.B, a *Aggregator, s *stream) {
	items, commit, judge := 0, time.Duration(0), time.Duration(0)
	for b.Loop() {
		began := time.Now()
		outs, err := a.Store.Commit(b.Context(), []store.Round{s.round(a, 22)})
		if err != nil {
			b.Fatal(err)
		}
		items += outs[0].New
		commit += time.Since(began)
		began = time.Now()
		if err := a.relate(b.Context()); err != nil {
			b.Fatal(err)
		}
		judge += time.Since(began)
	}
	b.ReportMetric(float64(commit.Microseconds())/float64(items), "commit-µs/item")
	b.ReportMetric(float64(judge.Microseconds())/float64(items), "relate-µs/item")
}

func benchParts(b *testing.B, a *Aggregator) {
	items, err := a.Store.Items(b.Context(), store.Query{Limit: 300})
	if err != nil {
		b.Fatal(err)
	}
	var bands, similar, verdict time.Duration
	n, near := 0, 0
	for b.Loop() {
		it := items[n%len(items)]
		began := time.Now()
		q := store.SimilarQuery{Bands: story.Bands(it), From: it.Sort.Add(-storyWindow), To: it.Sort.Add(storyWindow), Not: it.ID}
		bands += time.Since(began)
		began = time.Now()
		found, err := a.Store.Similar(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		similar += time.Since(began)
		began = time.Now()
		a.memory.Judge(it, found, nil)
		verdict += time.Since(began)
		n, near = n+1, near+len(found)
	}
	b.ReportMetric(float64(bands.Microseconds())/float64(n), "bands-µs/item")
	b.ReportMetric(float64(similar.Microseconds())/float64(n), "similar-µs/item")
	b.ReportMetric(float64(verdict.Microseconds())/float64(n), "verdict-µs/item")
	b.ReportMetric(float64(near)/float64(n), "near/item")
}
