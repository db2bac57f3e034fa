package aggregator

import (
	"path/filepath"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
	"golchin/store/sqlite"
)

// BenchmarkReclassify files a store of -items items (10,000 unless told) by
// one set of rules after another, as a changed feeds.yaml does; its parts are
// the rules and the folding alone, on the same items.
//
//	go test ./aggregator -run - -bench Reclassify
func BenchmarkReclassify(b *testing.B) {
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "g.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	a := bareEngine(b, db)
	newStream().fill(b, a, *benchItems)
	other := topic.Library()
	other = append(other, news.Topic{Slug: "quake", Match: "انفجار OR زلزله"})
	var sets []*topic.Set
	for _, list := range [][]news.Topic{topic.Library(), other} {
		set, err := topic.Compile(list)
		if err != nil {
			b.Fatal(err)
		}
		sets = append(sets, set)
	}
	b.Run("store", func(b *testing.B) {
		var slowest time.Duration
		for i := 0; b.Loop(); i++ {
			a.Topics = sets[i%len(sets)]
			began := time.Now()
			if err := a.Reclassify(b.Context()); err != nil {
				b.Fatal(err)
			}
			slowest = max(slowest, time.Since(began)/time.Duration(*benchItems/upkeepBatch))
		}
		b.ReportMetric(float64(b.N**benchItems)/b.Elapsed().Seconds(), "items/s")
		b.ReportMetric(float64(slowest.Microseconds())/1000, "ms/batch")
	})
	items, err := db.Items(b.Context(), store.Query{Private: true, Limit: 1000})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("classify", func(b *testing.B) {
		for b.Loop() {
			for _, it := range items {
				a.Topics.Classify(topic.Of(it))
			}
		}
		b.ReportMetric(float64(b.N*len(items))/b.Elapsed().Seconds(), "items/s")
	})
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			for _, it := range items {
				folded(it)
			}
		}
		b.ReportMetric(float64(b.N*len(items))/b.Elapsed().Seconds(), "items/s")
	})
}
