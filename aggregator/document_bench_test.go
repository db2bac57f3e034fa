package aggregator

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/store"
)

// BenchmarkDocument is what a 200 costs after it came: hashed and found to be
// the document of last time, or hashed and read whole.
func BenchmarkDocument(b *testing.B) {
	body, err := os.ReadFile(filepath.Join("parse", "testdata", "feeds", "pages_fa.xml"))
	if err != nil {
		b.Fatal(err)
	}
	hash := func() string {
		sum := sha256.Sum256(body)
		return hex.EncodeToString(sum[:])
	}
	a := &Aggregator{Options: Options{Now: time.Now, Log: slog.New(slog.DiscardHandler)}, desk: newDesk()}
	src := news.Source{Name: "one", Timezone: time.UTC}
	for _, c := range []struct {
		name string
		last string
		same bool
	}{{"unchanged", hash(), true}, {"changed", "of another", false}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				f := flight{src: &src, ans: answer{response: fetch.Response{Status: 200, URL: "https://s.example/rss", Body: body, BodyHash: hash()}}}
				a.open(b.Context(), &f, &store.SourceState{BodyHash: c.last})
				ans := &f.ans
				if ans.err != nil || ans.same != c.same || ans.parsed == c.same {
					b.Fatalf("same %v, parsed %v, %v", ans.same, ans.parsed, ans.err)
				}
				a.desk.clear(ans.weight)
			}
		})
	}
}
