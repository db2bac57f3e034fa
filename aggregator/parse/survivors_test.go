package parse

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// TestSurvivors measures, over the evaluation feeds, how many items are left
// after each kind of damage, with gofeed alone and with Parse. Parse may never
// be the worse of the two. The figures are in the log (go test -v).
func TestSurvivors(t *testing.T) {
	dir := corpus(t)
	type score struct{ items, alone, rescued int }
	scores := make([]score, len(damages))
	feeds := 0
	for name, n := range counts(t) {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := newVictim(body); !ok || n == 0 || strings.HasSuffix(name, ".json") {
			continue
		}
		feeds++
		for i, d := range damages {
			f, _ := newVictim(body)
			broken := d.do(f)
			if broken == nil {
				continue
			}
			alone := 0
			if feed, err := gofeed.NewParser().Parse(bytes.NewReader(broken)); err == nil {
				alone = len(feed.Items)
			}
			o := options("https://feeds.example.org/feed.xml")
			o.ContentType = d.contentType
			doc, err := Parse(t.Context(), broken, o)
			if err != nil && f.keep > 0 {
				t.Errorf("%s, %s: %v", name, d.name, err)
			}
			scores[i].items += len(f.items)
			scores[i].alone += alone
			scores[i].rescued += len(doc.Entries)
			if len(doc.Entries) < alone {
				t.Errorf("%s, %s: %d entries, gofeed alone finds %d", name, d.name, len(doc.Entries), alone)
			}
		}
	}
	total := score{}
	for i, s := range scores {
		t.Logf("%5.1f %% → %5.1f %%  %s", 100*float64(s.alone)/float64(s.items), 100*float64(s.rescued)/float64(s.items), damages[i].name)
		total = score{total.items + s.items, total.alone + s.alone, total.rescued + s.rescued}
	}
	t.Logf("%d feeds, %d items: %.1f %% → %.1f %%", feeds, total.items, 100*float64(total.alone)/float64(total.items), 100*float64(total.rescued)/float64(total.items))
}
