package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"

	"github.com/google/go-cmp/cmp"
)

// wire is one event as several publishers tell it, a follow-up, and other news
// of the same day.
func wire() map[string]news.Item {
	lead := "وزیر راه گفت قطعه دوم آزادراه تهران شمال در منطقه البرز پس از شش سال به بهره‌برداری رسید و عوارض آن تا پایان تابستان دریافت نمی‌شود"
	return map[string]news.Item{
		"first":    told("a.example", 0, "قطعه دوم آزادراه تهران شمال به بهره‌برداری رسید", lead),
		"repost":   told("b.example", 1, "قطعه دوم آزادراه تهران شمال به بهره‌برداری رسید / فارس", lead+"./ فارس"),
		"reworded": told("c.example", 2, "وزیر راه: قطعه دوم آزادراه تهران شمال افتتاح شد", "قطعه دوم آزادراه تهران شمال پس از شش سال در منطقه البرز به بهره‌برداری رسید، وزیر راه گفت عوارض تا پایان تابستان دریافت نمی‌شود"),
		"other":    told("d.example", 1, "برداشت زعفران در خراسان جنوبی آغاز شد", "کشاورزان شهرستان قاین از امروز برداشت زعفران را از دو هزار هکتار زمین شروع کردند"),
		"third":    told("e.example", 3, "قطعه سوم آزادراه تهران شمال سال آینده به بهره‌برداری می‌رسد", "مدیرعامل شرکت ساخت و توسعه زیربناها زمان پایان کار قطعه سوم را اعلام کرد"),
	}
}

// partition writes who is with whom, by the names of wire.
func partition(x *index, w map[string]news.Item, by func(news.Item) news.ItemID) string {
	groups := map[news.ItemID][]string{}
	for n, it := range w {
		if o := x.items[it.ID]; o != nil {
			groups[by(*o)] = append(groups[by(*o)], n)
		}
	}
	var out []string
	for _, g := range groups {
		slices.Sort(g)
		out = append(out, strings.Join(g, "+"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func byStory(it news.Item) news.ItemID { return it.Story }
func byCopy(it news.Item) news.ItemID  { return it.Copy }

// orders yields w's items in a few orders.
func orders(w map[string]news.Item, yield func(name string, items []news.Item)) {
	var names []string
	for n := range w {
		names = append(names, n)
	}
	slices.Sort(names)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var items []news.Item
		for _, n := range names {
			items = append(items, w[n])
		}
		yield(strings.Join(names, " "), items)
	}
}

func TestJudgeAnyOrder(t *testing.T) {
	w := wire()
	orders(w, func(name string, items []news.Item) {
		x := newIndex()
		for _, it := range items {
			x.judge(it)
		}
		if got, want := partition(x, w, byStory), "first+repost+reworded other third"; got != want {
			t.Errorf("%s: stories: got %s, want %s", name, got, want)
		}
		if got, want := partition(x, w, byCopy), "first+repost other reworded third"; got != want {
			t.Errorf("%s: copies: got %s, want %s", name, got, want)
		}
		before := map[news.ItemID]news.Item{}
		for id, it := range x.items {
			before[id] = *it
		}
		for _, it := range items { // judged again, nothing moves
			x.judge(it)
		}
		for id, it := range x.items {
			if it.Story != before[id].Story || it.Copy != before[id].Copy {
				t.Errorf("%s: judging again moved %s from %s to %s", name, id, before[id].Story, it.Story)
			}
		}
	})
}

func TestJudgeReasons(t *testing.T) {
	w := wire()
	x := newIndex()
	x.judge(w["first"])
	v := x.judge(w["repost"])
	if v.Story != w["first"].ID || v.Copy != w["first"].ID || len(v.Merged) != 1 {
		t.Fatalf("got %+v", v)
	}
	m := v.Merged[0]
	if m.Item != w["first"].ID || m.Score < 0.9 || m.Score > 1 || !slices.Contains(m.Because, "same headline") || !slices.Contains(m.Because, "published 60 min apart") {
		t.Errorf("got %+v", m)
	}
	if alone := x.judge(w["other"]); alone.Merged != nil || alone.Story != w["other"].ID || alone.Copy != w["other"].ID {
		t.Errorf("alone: got %+v", alone)
	}
}

func TestJudgePassesOverUnjudged(t *testing.T) {
	w := wire()
	if v := Judge(w["repost"], []news.Item{w["first"]}, nil); v.Story != w["repost"].ID {
		t.Errorf("joined an unjudged item: %+v", v)
	}
}

func TestSplitHoldsForEver(t *testing.T) {
	w := wire()
	kept := []Correction{{A: w["first"].ID, B: w["repost"].ID}}
	for _, c := range [][]Correction{kept, {{A: kept[0].B, B: kept[0].A}}} {
		orders(w, func(name string, items []news.Item) {
			x := newIndex(c...) // known from the start, as after a rebuild
			y := newIndex()     // told later
			for _, it := range items {
				x.judge(it)
				y.judge(it)
			}
			y.kept = c
			for range 2 {
				for _, it := range items {
					x.judge(it)
					y.judge(it)
				}
			}
			for _, x := range []*index{x, y} {
				a, b := x.items[w["first"].ID], x.items[w["repost"].ID]
				if a.Story == b.Story || a.Copy == b.Copy {
					t.Errorf("%s: still together in %s", name, a.Story)
				}
			}
		})
	}
}

func TestMergeHoldsForEver(t *testing.T) {
	w := wire()
	kept := []Correction{{Merge: true, A: w["other"].ID, B: w["first"].ID}}
	orders(w, func(name string, items []news.Item) {
		x, y := newIndex(kept...), newIndex()
		for _, it := range items {
			x.judge(it)
			y.judge(it)
		}
		y.kept = kept
		y.judge(w["other"])
		for _, x := range []*index{x, y} {
			if got, want := partition(x, w, byStory), "first+other+repost+reworded third"; got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
			if a, b := x.items[w["first"].ID], x.items[w["other"].ID]; a.Copy == b.Copy {
				t.Errorf("%s: a merge made a copy", name)
			}
		}
		if y.items[w["other"].ID].Merged[0].Because[0] != "merged by the operator" && !slices.ContainsFunc(y.items[w["other"].ID].Merged, func(m news.Merged) bool { return m.Because[0] == "merged by the operator" }) {
			t.Errorf("%s: reasons %+v", name, y.items[w["other"].ID].Merged)
		}
	})
}

func TestLateMergeKeepsTheOlderID(t *testing.T) {
	w := wire()
	x := newIndex()
	x.judge(w["first"])
	x.judge(w["other"])
	x.judge(told("f.example", 4, "آغاز برداشت زعفران در خراسان جنوبی", w["other"].Summary))
	x.kept = []Correction{{Merge: true, A: w["other"].ID, B: w["first"].ID}}
	v := x.judge(w["other"])
	if v.Story != w["first"].ID || !slices.Equal(v.UniteStories, []news.ItemID{w["other"].ID}) {
		t.Errorf("got %+v", v)
	}
	if n := len(x.stories()[0]); n != 3 {
		t.Errorf("the younger group did not follow: %d members", n)
	}
	// Seen from the older side it is the same.
	x.items[w["other"].ID].Story = w["other"].ID
	if v := x.judge(w["first"]); v.Story != w["first"].ID || !slices.Equal(v.UniteStories, []news.ItemID{w["other"].ID}) {
		t.Errorf("from the older: got %+v", v)
	}
}

// A late report that is the one's headline over the other's text shows that
// two stories were one.
func TestLateReportUnitesTwoStories(t *testing.T) {
	w := wire()
	first := told("a.example", 0, "افتتاح قطعه دوم آزادراه تهران شمال پس از شش سال", "")
	second := told("b.example", 1, "قطعه دوم آزادراه شمال پس از سال‌ها انتظار زیر بار ترافیک رفت", w["first"].Summary)
	link := told("c.example", 2, first.Title, w["first"].Summary)
	x := newIndex()
	x.judge(first)
	if v := x.judge(second); v.Story != second.ID {
		t.Fatalf("the two were one from the start: %+v", Explain(first, second))
	}
	v := x.judge(link)
	if v.Story != first.ID || !slices.Equal(v.UniteStories, []news.ItemID{second.ID}) {
		t.Errorf("got %+v, want both under %s", v, first.ID)
	}
	if len(v.Merged) != 2 {
		t.Errorf("reasons: %+v", v.Merged)
	}
}

// What one round brought was first seen at once: then the earlier report is
// the older one, whatever its id.
func TestOlderOfOneRound(t *testing.T) {
	w := wire()
	first := told("a.example", 0, "افتتاح قطعه دوم آزادراه تهران شمال پس از شش سال", "")
	second := told("b.example", 1, "قطعه دوم آزادراه شمال پس از سال‌ها انتظار زیر بار ترافیک رفت", w["first"].Summary)
	link := told("c.example", 2, first.Title, w["first"].Summary)
	first.ID, second.ID = "urn:uuid:z", "urn:uuid:a"
	x := newIndex()
	for _, it := range []*news.Item{&first, &second, &link} {
		it.FirstSeen = link.FirstSeen
		x.judge(*it)
	}
	if got := x.items[link.ID].Story; got != first.ID {
		t.Errorf("united under %s, want the earlier report's %s", got, first.ID)
	}
}

// One member that agrees is not enough where the others do not.
func TestOneMemberIsNotEnough(t *testing.T) {
	w := wire()
	var near []news.Item
	for i, n := range []string{"other", "third", "first"} {
		it := w[n]
		it.Story, it.Copy = w["other"].ID, it.ID
		it.FirstSeen = it.FirstSeen.Add(time.Duration(i) * time.Minute)
		near = append(near, it)
	}
	if v := Judge(w["reworded"], near, nil); v.Story != w["reworded"].ID {
		t.Errorf("drawn into a story that is about something else: %+v", v)
	}
}

func TestEdits(t *testing.T) {
	w := wire()
	x := newIndex()
	for _, n := range []string{"first", "repost", "reworded"} {
		x.judge(w[n])
	}
	edited := w["reworded"]
	edited.Title = "وزیر راه: قطعه دوم آزادراه تهران شمال پس از شش سال افتتاح شد"
	if v := x.judge(edited); v.Story != w["first"].ID {
		t.Errorf("a small edit moved it to %s", v.Story)
	}
	edited.Title, edited.Summary = "نرخ سود بانکی تغییر می‌کند", "شورای پول و اعتبار درباره نرخ سود سپرده‌ها تصمیم تازه‌ای می‌گیرد"
	x.items[edited.ID].Title, x.items[edited.ID].Summary = edited.Title, edited.Summary
	v := Judge(asKept(edited, x), []news.Item{*x.items[w["first"].ID], *x.items[w["repost"].ID]}, nil)
	if v.Story != edited.ID || v.Copy != edited.ID || v.Merged != nil {
		t.Errorf("another article stayed: %+v", v)
	}
	founder := w["first"]
	founder.Title = edited.Title
	founder.Summary = edited.Summary
	if v := Judge(asKept(founder, x), []news.Item{*x.items[w["repost"].ID]}, nil); v.Story != founder.ID {
		t.Errorf("a founder lost its story: %+v", v)
	}
}

func asKept(it news.Item, x *index) news.Item {
	it.Copy, it.Story = x.items[it.ID].Copy, x.items[it.ID].Story
	return it
}

func TestTemplatesDoNotChain(t *testing.T) {
	guests := strings.Fields("بهرامی کیانی فرهادپور سلیمانزاده رستگار نیکنام مقدسی بیات شریفی کرمانیان تفرشی سهرابی دلاوری خسروشاهی مرعشی ابطحیان نجفیان سبزواری قزوینیان کاشانیان")
	x := newIndex()
	for i, g := range guests {
		x.judge(told(fmt.Sprintf("s%d.example", i%3), float64(i)/4, "ادای احترام "+g+" به پیکر رهبر شهید انقلاب", ""))
	}
	if s := x.stories(); len(s) > 0 {
		t.Errorf("templates merged: %d items", len(s[0]))
	}
}

func TestExplainIsSymmetric(t *testing.T) {
	var items []news.Item
	for _, it := range wire() {
		items = append(items, it)
	}
	items = append(items, told("g.example", 5, "37 killed in Beirut strikes", ""), told("h.example", 9, "Beirut strikes toll rises to 89 killed", ""), news.Item{}, told("i.example", 1, "ترامپ: نه", ""))
	for _, a := range items {
		for _, b := range items {
			if d := cmp.Diff(Explain(a, b), Explain(b, a)); d != "" {
				t.Errorf("%s and %s: %s", a.Title, b.Title, d)
			}
			if e := Explain(a, b); e.Score < 0 || e.Score > 1 || e.Copy && !e.Story {
				t.Errorf("%s and %s: %+v", a.Title, b.Title, e)
			}
		}
	}
}

func TestBandsAreFewAndStable(t *testing.T) {
	for n, it := range wire() {
		b := Bands(it)
		if len(b) == 0 || len(b) > 32 {
			t.Errorf("%s: %d bands", n, len(b))
		}
		it.ID, it.Site, it.Published = "urn:uuid:x", "z.example", time.Time{}
		if d := cmp.Diff(b, Bands(it)); d != "" {
			t.Errorf("%s: bands depend on more than the text: %s", n, d)
		}
		s := slices.Clone(b)
		slices.Sort(s)
		if len(slices.Compact(s)) != len(b) {
			t.Errorf("%s: a band twice", n)
		}
	}
	if b := Bands(news.Item{}); b != nil {
		t.Errorf("an empty item has bands: %v", b)
	}
}

func FuzzJudge(f *testing.F) {
	for _, it := range wire() {
		f.Add(it.Title, it.Summary, "fa", it.Title, it.Summary, int64(1))
	}
	f.Add("a:b", "<p>&#x", "", ":", "1 میلیون میلیون و 5.", int64(-5))
	f.Add("\xff\u200c/", "#", "ar", "و لل", "\x00", int64(1<<40))
	f.Fuzz(func(t *testing.T, t1, s1, lang, t2, s2 string, gap int64) {
		a, b := told("a.example", 0, t1, s1), told("b.example", 0, t2, s2)
		a.ID, b.ID = "urn:uuid:a", "urn:uuid:b"
		a.Language = lang
		b.Published = b.Published.Add(time.Duration(gap % int64(100*time.Hour)))
		e := Explain(a, b)
		if d := cmp.Diff(e, Explain(b, a)); d != "" {
			t.Fatal(d)
		}
		if e.Score < 0 || e.Score > 1 || e.Copy && !e.Story || e.Story && len(e.Vetoes) > 0 {
			t.Fatalf("%+v", e)
		}
		if n := len(Bands(a)); n > 32 {
			t.Fatalf("%d bands", n)
		}
		x := newIndex(Correction{Merge: true, A: a.ID, B: b.ID})
		x.judge(a)
		x.judge(b)
		if x.items[a.ID].Story != x.items[b.ID].Story {
			t.Fatal("a correction was not obeyed")
		}
	})
}

func BenchmarkBands(b *testing.B) {
	it := wire()["reworded"]
	b.ReportAllocs()
	for b.Loop() {
		Bands(it)
	}
}

// BenchmarkJudge judges one item against fifty candidates.
func BenchmarkJudge(b *testing.B) {
	var near []news.Item
	for i := range 50 {
		it := told(fmt.Sprintf("s%d.example", i), float64(i)/10, fmt.Sprintf("وزیر راه: قطعه %d آزادراه تهران شمال افتتاح شد", i+2), wire()["reworded"].Summary)
		it.Copy, it.Story, it.Language = it.ID, it.ID, "fa"
		near = append(near, it)
	}
	it := wire()["reworded"]
	for name, m := range map[string]*Memory{"read anew": nil, "remembered": NewMemory(100)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Judge(it, near, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(near)), "ns/pair")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for name, it := range map[string]news.Item{
		"fa": wire()["reworded"],
		"en": told("a.example", 0, "Thousands flee homes as wildfire rages near Athens", strings.Repeat("A blaze fanned by strong winds reached the outskirts of the Greek capital, firefighters said on Tuesday. ", 12)),
		"ar": told("a.example", 0, "مقتل 12 شخصا في تحطم طائرة شحن قرب بغداد", strings.Repeat("أعلنت وزارة الصحة العراقية اليوم مقتل 12 شخصا في تحطم طائرة شحن بعد دقائق من إقلاعها قرب مطار العاصمة بغداد. ", 12)),
	} {
		it.Language = name
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read(it)
			}
		})
	}
}
