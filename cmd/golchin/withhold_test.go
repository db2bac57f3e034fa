package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golchin/aggregator/config"
	"golchin/aggregator/news"
	"golchin/store/sqlite"
)

// TestWithheldByAnOrigin: what another item took in later is withheld with it,
// without a restart.
func TestWithheldByAnOrigin(t *testing.T) {
	cfg := &config.Config{Withhold: []string{"https://a.example/late"}}
	rules, _, err := rulesOf(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "golchin.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	withheld := (&house{cfg: cfg, rules: rules, store: db}).withheld(t.Context())
	for _, tt := range []struct {
		name string
		urls []string
		want bool
	}{
		{"took it in", []string{"https://a.example/early", "https://a.example/late"}, true},
		{"has nothing to do with it", []string{"https://a.example/early"}, false},
	} {
		it := news.Item{Canonical: tt.urls[0]}
		for _, u := range tt.urls {
			it.Origins = append(it.Origins, news.Origin{URL: u})
		}
		if got := withheld(&it); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

// TestWithheldByLinkCodeAndID: an item that a publisher wants gone is named by
// any of its links or by its id, before or after it is seen, and no file of an
// export holds it.
func TestWithheldByLinkCodeAndID(t *testing.T) {
	dir, web := exportHouse(t, 4)
	mustRun(t, dir, "export", "-dir", "public")
	items := serve(t, dir).feed(t, "/feeds/source/b.json").Items
	if len(items) != 1 {
		t.Fatalf("%d items of b", len(items))
	}
	path := filepath.Join(dir, "feeds.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, "withhold: [\"http://www.a.example/news/1001/another-slug?utm_source=x\", "+items[0].ID+", \"https://a.example/news/1004/x\"]\n"...)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	web.set("/a.xml", rss("A", exportEntries(6, "")...)) // 1004 is told only now
	mustRun(t, dir, "poll", "-force", "a")
	mustRun(t, dir, "export", "-dir", "public")
	seen := map[string]bool{}
	for name, f := range filesOf(t, filepath.Join(dir, "public")) {
		for _, gone := range []string{"Report 1 on", "Report 4 on", "Gaza ceasefire holds", "news/1001/", "news/1004/", "b.example/news/7"} {
			if strings.Contains(f.body, gone) {
				t.Errorf("%s shows %q", name, gone)
			}
		}
		for _, kept := range []string{"Report 0 on", "Report 2 on", "Report 5 on"} {
			seen[kept] = seen[kept] || strings.Contains(f.body, kept)
		}
	}
	if len(seen) != 3 || !seen["Report 0 on"] || !seen["Report 2 on"] || !seen["Report 5 on"] {
		t.Errorf("others are gone too: %v", seen)
	}
}
