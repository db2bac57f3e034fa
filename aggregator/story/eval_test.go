package story

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

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

func (s side) item(t testing.TB, id string) news.Item {
	it := news.Item{
		ID: news.ItemID("urn:uuid:" + id), Site: s.Source, Publisher: s.Source, Language: s.Lang,
		Title: s.Title, Summary: s.Summary, Link: s.URL, Canonical: s.URL,
	}
	tehran := time.FixedZone("+0330", 12600)
	switch {
	case s.DateRaw != "":
		d, err := text.ParseDate(s.DateRaw, tehran, time.Time{})
		if err != nil {
			t.Errorf("%s: date %q: %v", id, s.DateRaw, err)
		}
		it.Published = d.Time
	case len(s.Date) >= 10:
		d, err := text.ParseDate(s.Date, time.UTC, time.Time{})
		if err != nil {
			t.Errorf("%s: date %q: %v", id, s.Date, err)
		}
		it.Published = d.Time

	}
	it.FirstSeen, it.Sort = it.Published, it.Published
	return it
}

func loadPairs(t testing.TB) []pairLine {
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is not set")
	}
	f, err := os.Open(filepath.Join(dir, "persian", "pairs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ps []pairLine
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var p pairLine
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	return ps
}

func TestDev(t *testing.T) {
	for _, p := range loadPairs(t) {
		a, b := read(p.A.item(t, p.ID+"a")), read(p.B.item(t, p.ID+"b"))
		g := compare(a, b, nil)
		e := weigh(a, b, nil)
		show := func(ts []token) string {
			s := ""
			for _, x := range ts {
				s += fmt.Sprintf(" %s:%.1f", x.key, x.w)
			}
			return s
		}
		fmt.Printf("%s %v %s-%s gap=%.1f same=%v s=%.2f story=%v copy=%v | T=%.2f in=%.2f/%.2f tx=%.2f/%.2f bod=%.2f/%d lead=%.2f sum=%.1f dist=%.1f core=%.1f ti4=%.2f | veto %v | ev %v | L%s | R%s | %.70s\n", p.ID, p.Dup, a.lang, b.lang, g.gap.Hours(), g.sameSite, e.Score, e.Story, e.Copy, g.title(), g.inTitle[0], g.inTitle[1], g.inText[0], g.inText[1], g.bodies, g.minBody, g.lead, g.leadSum, g.distinct, g.core, g.titles, e.Vetoes, e.Evidence, show(g.left[0]), show(g.left[1]), p.Relation)
	}
}
