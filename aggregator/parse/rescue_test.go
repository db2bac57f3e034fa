package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// TestDamage does every kind of damage to the feeds of testdata, and to all
// feeds of the evaluation set where that is there: every complete item must
// survive, at most the damaged one be lost, and never silently.
func TestDamage(t *testing.T) {
	for name, body := range testFeeds(t) {
		if !damageAll(t, name, body) {
			t.Errorf("%s: not sound enough to be damaged", name)
		}
	}
}

// testFeeds are the feeds of testdata by their names.
func testFeeds(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/feeds/*")
	if err != nil || len(files) < 7 {
		t.Fatalf("%d feeds in testdata, want 7; %v", len(files), err)
	}
	feeds := make(map[string][]byte)
	for _, file := range files {
		if feeds[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return feeds
}

func TestDamageCorpus(t *testing.T) {
	dir := corpus(t)
	feeds := 0
	for name, n := range counts(t) {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 && !strings.HasSuffix(name, ".json") && damageAll(t, name, body) {
			feeds++
		}
	}
	t.Logf("%d feeds damaged in %d ways each", feeds, len(damages))
}

// damageAll runs every kind of damage on one feed; false means that the feed
// is not sound to begin with.
func damageAll(t *testing.T, name string, body []byte) bool {
	if _, ok := newVictim(body); !ok {
		return false
	}
	o := options("https://feeds.example.org/feed.xml")
	f, _ := newVictim(body)
	whole, err := Parse(t.Context(), f.body, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range damages {
		f, _ := newVictim(body)
		broken := d.do(f)
		if broken == nil {
			continue
		}
		t.Run(d.name+"/"+name, func(t *testing.T) {
			o := o
			o.ContentType = d.contentType
			doc, err := Parse(t.Context(), broken, o)
			if err != nil {
				if d.cut && f.keep == 0 {
					return
				}
				t.Fatal(err)
			}
			want := whole.Entries
			if d.cut {
				want = want[:f.keep]
			}
			compare(t, doc, want, f.item, d)
		})
	}
	return true
}

// compare checks that doc has the entries of want, in their order, but for the
// damaged one.
func compare(t *testing.T, doc news.Document, want []news.Entry, damaged int, d damage) {
	t.Helper()
	if d.blurred {
		if len(doc.Entries) != len(want) {
			t.Errorf("%d entries, want %d; repaired %q", len(doc.Entries), len(want), doc.Repaired)
		}
		return
	}
	got := doc.Entries
	for i, w := range want {
		if d.cut || i != damaged {
			if len(got) == 0 || !sameEntry(got[0], w) {
				t.Fatalf("entry %d, %q, is missing or changed; repaired %q, next is %q", i, w.Title, doc.Repaired, titleOf(got))
			}
			got = got[1:]
			continue
		}
		if len(got) > 0 && (i+1 >= len(want) || !sameEntry(got[0], want[i+1]) || sameEntry(got[0], w)) {
			got = got[1:]
			continue
		}
		if d.lost == 0 {
			t.Errorf("the damaged entry %d, %q, is missing; repaired %q", i, w.Title, doc.Repaired)
		} else if doc.Dropped == 0 {
			t.Errorf("entry %d, %q, was lost silently", i, w.Title)
		}
	}
	if !d.cut && len(got) > 0 {
		t.Errorf("%d entries too many, first %q", len(got), got[0].Title)
	}
	if (d.lost > 0 || d.cut) && len(doc.Repaired) == 0 {
		t.Error("nothing said of the damage")
	}
}

func titleOf(es []news.Entry) string {
	if len(es) == 0 {
		return "(none)"
	}
	return es[0].Title
}

func sameEntry(a, b news.Entry) bool {
	return a.GUID == b.GUID && a.Link == b.Link && a.Title == b.Title && a.Content == b.Content && a.Summary == b.Summary && a.Published.Equal(b.Published)
}
