package sqlite

import (
	"crypto/sha1"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// -items says how full the store of the reading benchmarks is; a million takes
// some minutes to fill: go test -bench Read -items 1000000 ./store/sqlite
var benchItems = flag.Int("items", 10_000, "items in the store of the reading benchmarks")

var t0 = time.Date(2023, 11, 27, 11, 45, 2, 0, time.UTC)

// uuidOf is an id made of a key.
func uuidOf(key string) news.ItemID {
	h := sha1.Sum([]byte(key))
	return itemID(h[:16])
}

const lorem = "به گزارش خبرگزاری سران کشورهای منطقه در نشست بغداد بر آتش بس فوری در غزه و ارسال کمک های انسان دوستانه تاکید کردند "

// article is the n-th article of a source, about as long as a real one.
func article(source string, n int, at time.Time) store.Candidate {
	site := "site" + source + ".example"
	key := fmt.Sprintf("code:%s:%d", site, n)
	url := fmt.Sprintf("https://%s/fa/news/%d/", site, n)
	title := fmt.Sprintf("خبر شماره %d از منبع %s درباره نشست سران در بغداد", n, source)
	text := strings.Repeat(lorem, 3) + fmt.Sprint(n)
	it := news.Item{
		ID: uuidOf(key), Key: news.Key(key), Site: site, Code: news.Code(fmt.Sprint(n)), Canonical: url, Link: url, Publisher: source,
		Language: []string{"fa", "fa", "fa", "ar", "en"}[n%5], Title: title, Summary: "<p>" + text + "</p>", FirstSeen: at, LastSeen: at, Sort: at, Updated: at,
		Published: at, RawPublished: at.Format(time.RFC1123Z), Categories: []news.Category{{Term: "سیاسی"}},
		Face: news.Face{Source: source, Own: true, Hash: fmt.Sprintf("%x", sha1.Sum([]byte(text))), TitleKey: strings.ReplaceAll(title, " ", ""), At: at},
	}
	if n%10 == 0 {
		it.Topics = append(it.Topics, news.TopicMatch{Slug: "gaza", Why: []news.Why{{Term: "غزه", Field: "text", At: [2]int{3, 6}}}})
	}
	if n%1000 == 0 {
		it.Topics = append(it.Topics, news.TopicMatch{Slug: "rare"})
	}
	return store.Candidate{
		Item: it, Keys: []news.Key{it.Key, news.Key("url:" + url), news.Key("guid:" + source + ":" + url)},
		Folded: store.Folded{Title: title, Text: text},
		Origin: news.Origin{Source: source, Publisher: source, URL: url, GUID: url, Title: title, Seen: at, Hash: it.Face.Hash},
	}
}

// rounds are n rounds of 22 articles each, of as many sources, the k-th time.
func rounds(n, k int) []store.Round {
	out := make([]store.Round, n)
	for i := range out {
		at := t0.Add(time.Duration(k) * time.Minute)
		out[i] = store.Round{Seen: at, Rules: "r", Keyed: 1}
		for j := range 22 {
			out[i].Candidates = append(out[i].Candidates, article(fmt.Sprintf("s%d", i), k*22+j, at.Add(-time.Duration(j)*time.Second)))
		}
	}
	return out
}

func judgeAll(b testing.TB, db *DB) {
	for {
		items, err := db.Unjudged(b.Context(), 200)
		if err != nil {
			b.Fatal(err)
		}
		if len(items) == 0 {
			return
		}
		vs := make([]store.Verdict, len(items))
		for i, it := range items {
			vs[i] = store.Verdict{Item: it.ID, Copy: it.Copy, Story: it.Story, Bands: []int64{it.Sort.Unix(), it.Sort.Unix() / 7, int64(len(it.Title))<<32 | it.Sort.Unix()}}
		}
		if err := db.Judge(b.Context(), vs); err != nil {
			b.Fatal(err)
		}
	}
}

func commit(b testing.TB, db *DB, rs []store.Round) []store.Outcome {
	outs, err := db.Commit(b.Context(), rs)
	if err != nil {
		b.Fatal(err)
	}
	return outs
}

// BenchmarkIngest commits new articles, 64 rounds of 22 a transaction.
func BenchmarkIngest(b *testing.B) {
	for _, judged := range []bool{false, true} {
		b.Run(fmt.Sprintf("judged=%v", judged), func(b *testing.B) {
			db := open(b, filepath.Join(b.TempDir(), "b.db"))
			k, items := 0, 0
			for b.Loop() {
				b.StopTimer()
				rs := rounds(64, k)
				b.StartTimer()
				for _, o := range commit(b, db, rs) {
					items += o.New
				}
				if judged {
					judgeAll(b, db)
				}
				k++
			}
			b.ReportMetric(float64(items)/b.Elapsed().Seconds(), "items/s")
		})
	}
}

// BenchmarkUnchanged commits documents in which one entry of 22 is new.
func BenchmarkUnchanged(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "b.db"))
	commit(b, db, rounds(64, 0))
	judgeAll(b, db)
	entries, k := 0, 1
	for b.Loop() {
		b.StopTimer()
		rs := rounds(64, 0)
		for i := range rs {
			rs[i].Seen = t0.Add(time.Duration(k) * time.Minute)
		}
		b.StartTimer()
		for _, o := range commit(b, db, rs) {
			entries += o.Same
		}
		k++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(entries), "µs/entry")
}

// BenchmarkNotModified commits 64 rounds that only say 304.
func BenchmarkNotModified(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "b.db"))
	var want []store.SourceState
	for i := range 64 {
		want = append(want, store.SourceState{Name: fmt.Sprintf("s%d", i), ConfigURL: "https://x.example/", Host: "x.example:443", ETag: "e"})
	}
	if _, err := db.Sync(b.Context(), want); err != nil {
		b.Fatal(err)
	}
	rs := make([]store.Round, len(want))
	for b.Loop() {
		for i := range rs {
			want[i].Polls++
			rs[i] = store.Round{State: &want[i]}
		}
		commit(b, db, rs)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(rs)), "µs/round")
}

func BenchmarkClaim(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "b.db"))
	var want []store.SourceState
	for i := range 10_000 {
		want = append(want, store.SourceState{Name: fmt.Sprintf("s%d", i), ConfigURL: "https://x.example/", Host: fmt.Sprintf("h%d:443", i%500), NextPoll: t0.Add(time.Duration(i) * time.Second)})
	}
	if _, err := db.Sync(b.Context(), want); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		claims, err := db.Claim(b.Context(), store.ClaimQuery{Now: t0.Add(time.Hour), Lease: time.Minute, Limit: 32})
		if err != nil || len(claims) != 32 {
			b.Fatal(len(claims), err)
		}
		if err := db.Release(b.Context(), claims); err != nil {
			b.Fatal(err)
		}
		if _, err := db.NextDue(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead asks a store of -items items in every way.
func BenchmarkRead(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "b.db"))
	n := 0
	for k := 0; n < *benchItems; k++ {
		commit(b, db, rounds(64, k))
		judgeAll(b, db)
		n += 64 * 22
	}
	stats, err := db.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d items, %d bytes each", stats.Items, stats.Bytes/int64(stats.Items))
	mid := t0.Add(time.Duration(n/64/22/2) * time.Minute)
	for _, c := range []struct {
		name string
		q    store.Query
	}{
		{"all", store.Query{}}, {"light", store.Query{Light: true}}, {"topic", store.Query{Topics: []string{"gaza"}}}, {"topics", store.Query{Topics: []string{"gaza", "rare", "none"}}},
		{"source", store.Query{Sources: []string{"s7"}}}, {"topic+source", store.Query{Topics: []string{"gaza"}, Sources: []string{"s7"}}},
		{"language", store.Query{Languages: []string{"ar"}}}, {"languages", store.Query{Languages: []string{"ar", "en", "he"}}},
		{"topic+language", store.Query{Topics: []string{"gaza"}, Languages: []string{"fa", "ar"}}},
		{"site", store.Query{Sites: []string{"sites7.example"}}}, {"common words", store.Query{Words: [][]string{{"بغداد"}, {"خبرگزاری", "ایرنا"}}}},
		{"rare word", store.Query{Words: [][]string{{"777"}}}}, {"prefix", store.Query{Words: [][]string{{"بغ*"}}}},
		{"words+topic", store.Query{Words: [][]string{{"غزه"}}, Topics: []string{"gaza"}}},
		{"cursor", store.Query{After: store.Cursor{Sort: mid, ID: uuidOf("x")}}}, {"private", store.Query{Private: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := db.Items(b.Context(), c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Count(b.Context(), store.Query{Topics: []string{"gaza"}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("stats", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Stats(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("similar", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Similar(b.Context(), store.SimilarQuery{Bands: []int64{mid.Unix(), mid.Unix() / 7, 5, 6, 7, 8}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPrune deletes 200 items a step, in transactions of pruneChunk.
func BenchmarkPrune(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "b.db"))
	for k := range 8 {
		commit(b, db, rounds(64, k))
		judgeAll(b, db)
	}
	deleted := 0
	for b.Loop() {
		n, err := db.Prune(b.Context(), t0.Add(1000*time.Hour), map[string]time.Duration{"s1": 0}, time.Hour, 200)
		if err != nil {
			b.Fatal(err)
		}
		deleted += n
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(max(deleted, 1)), "µs/item")
}
