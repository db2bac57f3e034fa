package parse

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

// now is when the tests' documents are read.
var now = time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)

func options(url string) Options {
	return Options{URL: url, Now: now, Source: news.Source{Timezone: time.UTC}}
}

// corpus returns the place of the evaluation data, or skips the test.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is unset: the evaluation feeds are not there")
	}
	return dir
}

// counts reads testdata/counts.tsv.
func counts(t testing.TB) map[string]int {
	t.Helper()
	raw, err := os.ReadFile("testdata/counts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	m := make(map[string]int)
	for line := range strings.Lines(string(raw)) {
		name, n, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if m[name], err = strconv.Atoi(n); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// TestCorpusCounts holds every real feed against Python's feedparser.
func TestCorpusCounts(t *testing.T) {
	dir := corpus(t)
	for name, want := range counts(t) {
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Parse(t.Context(), body, options("https://feeds.example.org/feed.xml"))
			if want < 0 {
				if !errors.Is(err, ErrNotFeed) {
					t.Fatalf("error %v, want ErrNotFeed", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := len(doc.Entries); got != want {
				t.Errorf("%d entries, want %d; dropped %d, repaired %q", got, want, doc.Dropped, doc.Repaired)
			}
			if len(doc.Repaired) > 0 {
				t.Logf("repaired: %q", doc.Repaired)
			}
		})
	}
}
