package story

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// confusion counts verdicts.
type confusion struct{ tp, fp, fn, tn int }

func (c *confusion) add(want, got bool) {
	switch {
	case want && got:
		c.tp++
	case got:
		c.fp++
	case want:
		c.fn++
	default:
		c.tn++
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (c confusion) String() string {
	p, r := ratio(c.tp, c.tp+c.fp), ratio(c.tp, c.tp+c.fn)
	f := 0.0
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return fmt.Sprintf("tp %3d  fp %3d  fn %3d  tn %3d   precision %.3f  recall %.3f  F1 %.3f", c.tp, c.fp, c.fn, c.tn, p, r, f)
}

// baseline is what a lexical measure alone gives: Jaccard of the 4-grams of
// headline and summary.
func baseline(a, b news.Item) float64 {
	g := func(it news.Item) []uint32 { return grams(text.Squeezed(it.Title+" "+it.Summary), 1<<20) }
	x, y := g(a), g(b)
	s := shared(x, y)
	return ratio(s, len(x)+len(y)-s)
}

// tables counts per language and for all.
type tables map[string]*confusion

func (ts tables) add(lang string, want, got bool) {
	names := []string{lang, "all"}
	if !strings.Contains(lang, "-") {
		names = append(names, "same language")
	}
	for _, n := range names {
		if ts[n] == nil {
			ts[n] = &confusion{}
		}
		ts[n].add(want, got)
	}
}

func (ts tables) log(t *testing.T, title string) {
	t.Log(title)
	for _, k := range slices.Sorted(maps.Keys(ts)) {
		t.Logf("  %-14s %v", k, *ts[k])
	}
}

// TestEvaluate prints the confusion on the shared pairs. The bounds at its end
// are the promises of the project; a sealed set of the same kind judges.
func TestEvaluate(t *testing.T) {
	pairs := loadPairs(t)
	same, collapse := tables{}, tables{}
	var wrong []string
	for _, p := range pairs {
		a, b := p.A.item(t, p.ID+"a"), p.B.item(t, p.ID+"b")
		lang := p.A.Lang
		if p.B.Lang != lang {
			lang = min(p.A.Lang, p.B.Lang) + "-" + max(p.A.Lang, p.B.Lang)
		}
		x, y := newIndex(), newIndex()
		x.judgeAll([]news.Item{a, b})
		y.judge(b)
		y.judge(a)
		got := x.items[a.ID].Story == x.items[b.ID].Story
		cp := x.items[a.ID].Copy == x.items[b.ID].Copy
		if rev := y.items[a.ID].Story == y.items[b.ID].Story; rev != got {
			t.Errorf("%s: the order of judging matters", p.ID)
		}
		// Same news told in other words is no copy; a copy of other news is the error.
		if p.Dup == p.verbatim() || cp && !p.Dup {
			same.add(lang, p.verbatim(), cp)
			if cp != p.verbatim() {
				wrong = append(wrong, fmt.Sprintf("same-text %v %s", cp, describe(p, a, b)))
			}
		}
		collapse.add(lang, p.Dup, got)
		if got != p.Dup {
			wrong = append(wrong, fmt.Sprintf("collapse %v %s", got, describe(p, a, b)))
		}
	}
	same.log(t, "same-text")
	collapse.log(t, "collapse")
	leaveOut(t, pairs)
	logBaseline(t, pairs)
	for _, w := range wrong {
		t.Log(w)
	}
	if c := collapse["same language"]; ratio(c.tp, c.tp+c.fp) < 0.97 || ratio(c.tp, c.tp+c.fn) < 0.90 {
		t.Errorf("collapse within one language: %v", *c)
	}
	if c := same["all"]; c.fp > 0 {
		t.Errorf("same-text: %v", *c)
	}
}

// logBaseline shows the lexical measure at the threshold that suits it best.
func logBaseline(t *testing.T, pairs []pairLine) {
	best, at := confusion{}, 0.0
	for th := 0.02; th < 0.9; th += 0.02 {
		var c confusion
		for _, p := range pairs {
			c.add(p.Dup, baseline(p.A.item(t, p.ID+"a"), p.B.item(t, p.ID+"b")) >= th)
		}
		if f1(c) > f1(best) {
			best, at = c, th
		}
	}
	t.Logf("4-gram baseline at its best threshold %.2f: %v", at, best)
}

// leaveOut moves all thresholds up and down together, to show that they stand
// on a plain, and judges each half of the pairs by the shift that did best on
// the other half.
func leaveOut(t *testing.T, pairs []pairLine) {
	const steps = 7
	shift := func(i int) float64 { return 0.03 * float64(i-steps/2) }
	type weighed struct {
		want bool
		got  [steps]bool
	}
	var ws []weighed
	var sweep [steps]confusion
	for _, p := range pairs {
		if p.A.Lang != p.B.Lang {
			continue
		}
		e := Explain(p.A.item(t, p.ID+"a"), p.B.item(t, p.ID+"b"))
		w := weighed{want: p.Dup}
		for i := range steps {
			w.got[i] = len(e.Vetoes) == 0 && (e.Copy || e.Score >= e.Need+shift(i))
			sweep[i].add(w.want, w.got[i])
		}
		ws = append(ws, w)
	}
	for i, c := range sweep {
		t.Logf("  thresholds %+.2f  %v", shift(i), c)
	}
	var out confusion
	r := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		r.Shuffle(len(ws), func(i, j int) { ws[i], ws[j] = ws[j], ws[i] })
		half := len(ws) / 2
		best, bestF := 0, -1.0
		for i := range steps {
			var c confusion
			for _, w := range ws[:half] {
				c.add(w.want, w.got[i])
			}
			if f1(c) > bestF {
				best, bestF = i, f1(c)
			}
		}
		for _, w := range ws[half:] {
			out.add(w.want, w.got[best])
		}
	}
	t.Logf("  thresholds chosen on one half, judged on the other, 50 times: %v", out)
}

func f1(c confusion) float64 {
	if c.tp == 0 {
		return 0
	}
	return 2 * float64(c.tp) / float64(2*c.tp+c.fp+c.fn)
}

func describe(p pairLine, a, b news.Item) string {
	e := Explain(a, b)
	n := 0
	for _, x := range Bands(a) {
		if slices.Contains(Bands(b), x) {
			n++
		}
	}
	return fmt.Sprintf("%s (%s) score %.2f need %.2f bands %d vetoes %v\n      %s | %s\n      %s | %s", p.ID, p.Relation, e.Score, e.Need, n, e.Vetoes,
		a.Site, a.Title, b.Site, b.Title)
}

// TestEvaluateTogether judges every item of the data in one index, so that one
// giant story cannot look good.
func TestEvaluateTogether(t *testing.T) {
	pairs := loadPairs(t)
	var items []news.Item
	gold := map[news.ItemID]string{}
	for _, p := range pairs {
		items = append(items, p.A.item(t, p.ID+"a"), p.B.item(t, p.ID+"b"))
	}
	labelled := len(items)
	items = append(items, loadOthers(t)...)
	key := func(it news.Item) string { return it.Link + it.Title + it.Published.String() }
	parent := map[string]string{}
	var root func(string) string
	root = func(k string) string {
		if p, ok := parent[k]; ok && p != k {
			return root(p)
		}
		return k
	}
	for i, p := range pairs {
		if p.Dup {
			parent[root(key(items[2*i]))] = root(key(items[2*i+1]))
		}
	}
	for _, it := range items[:labelled] {
		gold[it.ID] = root(key(it))
	}
	items = distinctItems(items)
	x := newIndex()
	x.judgeAll(items)
	p, r, n := bcubed(x, gold)
	t.Logf("%d items, %d in pairs, most candidates %d; B-cubed over the items of pairs: precision %.3f recall %.3f F1 %.3f", len(items), n, x.most, p, r, 2*p*r/(p+r))
	stories := x.stories()
	t.Logf("%d stories of two or more, the largest of %d", len(stories), len(stories[0]))
	if os.Getenv("GOLCHIN_STORIES") != "" {
		for _, g := range stories {
			t.Logf("--- %d", len(g))
			for _, it := range g {
				t.Logf("  %s %s %s | %s || %.150s", it.Published.Format("01-02 15:04"), it.Language, it.Site, it.Title, it.Summary)
			}
		}
	}
	if len(stories[0]) > 12 {
		t.Errorf("a giant story of %d", len(stories[0]))
	}
}

// bcubed is the mean precision and recall over the items that gold knows.
func bcubed(x *index, gold map[news.ItemID]string) (precision, recall float64, n int) {
	var ids []news.ItemID
	for id := range gold {
		if x.items[id] != nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, cmp.Compare)
	for _, a := range ids {
		both, got, want := 0, 0, 0
		for _, b := range ids {
			s, g := x.items[a].Story == x.items[b].Story, gold[a] == gold[b]
			both += btoi(s && g)
			got += btoi(s)
			want += btoi(g)
		}
		precision += ratio(both, got)
		recall += ratio(both, want)
	}
	return precision / float64(len(ids)), recall / float64(len(ids)), len(ids)
}
