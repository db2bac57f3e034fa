package story

import (
	"bufio"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// side is one item of a labelled pair, as the data has it.
type side struct {
	Lang, Source, Title, Summary, URL, Date string
	DateRaw                                 string `json:"date_raw"`
}

type pairLine struct {
	ID       string
	Dup      bool
	Relation string
	A, B     side
}

// verbatim tells whether the annotator called the two one text.
func (p pairLine) verbatim() bool {
	for _, s := range []string{"verbatim", "second URL", "ZWNJ lost", "?page=", "print view", "same ISNA text"} {
		if strings.Contains(p.Relation, s) {
			return true
		}
	}
	return false
}

func (s side) item(t testing.TB, id string) news.Item {
	it := news.Item{
		ID: news.ItemID("urn:uuid:" + id), Site: strings.TrimPrefix(s.Source, "pages corpus: "), Language: s.Lang,
		Title: s.Title, Summary: s.Summary, Link: s.URL, Canonical: s.URL,
	}
	it.Publisher = it.Site
	raw, zone := s.DateRaw, time.FixedZone("+0330", 12600)
	if raw == "" {
		raw, zone = s.Date, time.FixedZone("UTC", 0)
	}
	if len(raw) >= 10 { // a month or a year says nothing of days
		d, err := text.ParseDate(raw, zone, time.Time{})
		if err != nil {
			t.Errorf("%s: date %q: %v", id, raw, err)
		}
		it.Published = d.Time
	}
	it.FirstSeen, it.Sort = it.Published, it.Published
	return it
}

// dataDir is where the shared data is, or the test is skipped.
func dataDir(t testing.TB) string {
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is not set")
	}
	return dir
}

func readLines(t testing.TB, path string, yield func([]byte) error) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if err := yield(sc.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
}

func loadPairs(t testing.TB) []pairLine {
	var ps []pairLine
	readLines(t, filepath.Join(dataDir(t), "persian", "pairs.jsonl"), func(b []byte) error {
		var p pairLine
		defer func() { ps = append(ps, p) }()
		return json.Unmarshal(b, &p)
	})
	return ps
}

// loadOthers reads the items that no pair names: the labelled ones and the
// feeds rebuilt around real items.
func loadOthers(t testing.TB) []news.Item {
	var out []news.Item
	dir := filepath.Join(dataDir(t), "persian")
	readLines(t, filepath.Join(dir, "labelled.jsonl"), func(b []byte) error {
		var l struct {
			ID string
			side
		}
		err := json.Unmarshal(b, &l)
		if u, err := url.Parse(l.URL); err == nil {
			l.Source = u.Host + strings.TrimRight(strings.Repeat(u.Path, btoi(u.Host == "t.me")), "0123456789")
		}
		out = append(out, l.item(t, l.ID))
		return err
	})
	files, err := filepath.Glob(filepath.Join(dir, "feeds", "*_2023-*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		out = append(out, feedItems(t, f)...)
	}
	return out
}

func feedItems(t testing.TB, path string) []news.Item {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Items []struct {
			Title       string `xml:"title"`
			Link        string `xml:"link"`
			Description string `xml:"description"`
			PubDate     string `xml:"pubDate"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Logf("%s: %v", filepath.Base(path), err)
		return nil
	}
	var out []news.Item
	for i, x := range doc.Items {
		u, err := url.Parse(x.Link)
		if err != nil {
			continue
		}
		it := news.Item{
			ID: news.ItemID(fmt.Sprintf("urn:uuid:%s-%d", filepath.Base(path), i)), Link: x.Link, Canonical: x.Link,
			Site: strings.TrimPrefix(u.Host, "www."), Title: x.Title, Summary: x.Description,
		}
		if d, err := text.ParseDate(x.PubDate, time.FixedZone("UTC", 0), time.Time{}); err == nil {
			it.Published = d.Time
		}
		it.FirstSeen, it.Sort = it.Published, it.Published
		out = append(out, it)
	}
	return out
}

// distinctItems leaves out items that come twice, by site, headline and time.
func distinctItems(items []news.Item) []news.Item {
	seen := map[string]bool{}
	var out []news.Item
	for _, it := range items {
		k := it.Link + "\x00" + it.Title + "\x00" + it.Published.String()
		if !seen[k] {
			seen[k] = true
			out = append(out, it)
		}
	}
	return out
}

// index is a small store: items by band, groups that can be united.
type index struct {
	items map[news.ItemID]*news.Item
	bands map[int64][]news.ItemID
	kept  []Correction
	most  int // most candidates one item had
}

func newIndex(kept ...Correction) *index {
	return &index{items: map[news.ItemID]*news.Item{}, bands: map[int64][]news.ItemID{}, kept: kept}
}

// near answers as the store does: those that share bands within three days,
// most bands first, fifty at most.
func (x *index) near(it news.Item) []news.Item {
	hits := map[news.ItemID]int{}
	for _, b := range Bands(it) {
		for _, id := range x.bands[b] {
			o := x.items[id]
			if id != it.ID && (o.Sort.IsZero() || it.Sort.IsZero() || o.Sort.Sub(it.Sort).Abs() <= window) {
				hits[id]++
			}
		}
	}
	for _, p := range Partners(it.ID, x.kept) {
		if x.items[p] != nil {
			hits[p]++
		}
	}
	var out []news.Item
	for id := range hits {
		out = append(out, *x.items[id])
	}
	x.most = max(x.most, len(out))
	slices.SortFunc(out, func(a, b news.Item) int {
		return cmp.Or(hits[b.ID]-hits[a.ID], b.Sort.Compare(a.Sort), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), 50)]
}

// judge puts an item into the index, or judges it again.
func (x *index) judge(it news.Item) Verdict {
	if o := x.items[it.ID]; o != nil {
		it.Copy, it.Story = o.Copy, o.Story
	}
	v := Judge(it, x.near(it), x.kept)
	for _, o := range x.items {
		if slices.Contains(v.UniteCopies, o.Copy) {
			o.Copy = v.Copy
		}
		if slices.Contains(v.UniteStories, o.Story) {
			o.Story = v.Story
		}
	}
	it.Copy, it.Story, it.Merged = v.Copy, v.Story, v.Merged
	if x.items[it.ID] == nil {
		for _, b := range Bands(it) {
			x.bands[b] = append(x.bands[b], it.ID)
		}
	}
	x.items[it.ID] = &it
	return v
}

// judgeAll judges items in the order the program does: by sort, then id.
func (x *index) judgeAll(items []news.Item) {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b news.Item) int { return cmp.Or(a.Sort.Compare(b.Sort), cmp.Compare(a.ID, b.ID)) })
	for _, it := range items {
		x.judge(it)
	}
}

// stories are the groups of two or more, largest first.
func (x *index) stories() [][]news.Item {
	by := map[news.ItemID][]news.Item{}
	for _, it := range x.items {
		by[it.Story] = append(by[it.Story], *it)
	}
	var out [][]news.Item
	for _, g := range by {
		if len(g) > 1 {
			slices.SortFunc(g, func(a, b news.Item) int { return cmp.Or(a.Sort.Compare(b.Sort), cmp.Compare(a.ID, b.ID)) })
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b []news.Item) int {
		return cmp.Or(len(b)-len(a), cmp.Compare(a[0].ID, b[0].ID))
	})
	return out
}
