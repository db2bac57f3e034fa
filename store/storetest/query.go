package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

func queryTests() []func(*bench) {
	return []func(*bench){
		anyOfAListAllOfTheLists, newestComeFirst, pagesByCursorAreThoseByOffset, aCursorWhoseItemIsGoneGoesOn,
		windowsAreInclusive, wordsFindASuperset, oddWordsRestrictNothingOrAreFound, countIgnoresThePage, versionsFollowTheirScopes,
		aVersionsClockNeverGoesBack, theStrongestKeyLeads, placesLeadToTheItems,
	}
}

// shelf publishes sixty items over topics, sources, languages, sites and days.
func (b *bench) shelf() []news.Item {
	b.t.Helper()
	var es []entry
	for i := range 60 {
		es = append(es, entry{
			keys: fmt.Sprintf("u%d", i), title: fmt.Sprintf("n%02d word%d کلمه%d", i, i%4, i%6),
			source: fmt.Sprintf("s%d", i%3), topics: strings.Fields("x y x z")[i%4] + " " + strings.Fields("x all even")[i%3],
			lang: strings.Fields("fa ar en fa fa-AF")[i%5], private: i%11 == 5, code: strings.Fields("- 215 2156 215615 -")[i%5],
			site: strings.Fields("site0.example site1.example site2.example/fa site3.example www.site4.example fa.site4.example/ar example")[i%7],
			date: t0.Add(-time.Duration(i/4) * time.Hour), text: "text",
		})
	}
	b.publish(es...)
	return b.items(store.Query{Private: true, Limit: 1000})
}

// want is what a query should give, by reading everything.
func want(all []news.Item, q store.Query) []news.Item {
	some := func(list []string, vs []string, fits func(v, of string) bool) bool {
		return len(list) == 0 || slices.ContainsFunc(vs, func(v string) bool {
			return slices.ContainsFunc(list, func(of string) bool { return fits(v, of) })
		})
	}
	begins := func(v, of string) bool {
		p, star := strings.CutSuffix(of, "*")
		return v == of || star && strings.HasPrefix(v, p)
	}
	has := func(list []string, vs ...string) bool { return some(list, vs, begins) }
	region := func(v, of string) bool { return strings.HasPrefix(strings.ToLower(v)+"-", of+"-") }
	site := func(v, of string) bool {
		p := strings.TrimSuffix(of, "*")
		return begins(v, of) || v == p || strings.HasPrefix(v, p+"/") || strings.HasSuffix(v, "."+p) || strings.Contains(v, "."+p+"/")
	}
	words := func(groups [][]string, hay string) bool {
		return !slices.ContainsFunc(groups, func(g []string) bool { return !has(g, strings.Fields(hay)...) })
	}
	var out []news.Item
	for _, it := range all {
		var topics, sources []string
		for _, t := range it.Topics {
			topics = append(topics, t.Slug)
		}
		for _, o := range it.Origins {
			if q.Private || !o.Private {
				sources = append(sources, o.Source)
			}
		}
		if (q.Private || !it.Private) && has(q.Topics, topics...) && has(q.Sources, sources...) && some(q.Languages, []string{it.Language}, region) &&
			some(q.Sites, []string{it.Site}, site) && words(q.Words, it.Title+" text") && words(q.Titles, it.Title) &&
			(len(q.Codes) == 0 || slices.Contains(q.Codes, it.Code)) &&
			(q.From.IsZero() || !it.Sort.Before(q.From)) && (q.To.IsZero() || !it.Sort.After(q.To)) {
			out = append(out, it)
		}
	}
	return out
}

// shapes are queries of every kind.
func shapes() []store.Query {
	lists := []store.Query{
		{}, {Topics: []string{"x"}}, {Topics: []string{"x", "y", "nobody"}}, {Topics: []string{"nobody"}}, {Sources: []string{"s1"}},
		{Sources: []string{"s0", "s2"}}, {Languages: []string{"fa"}}, {Languages: []string{"ar", "en"}}, {Sites: []string{"site3.example", "site4.example"}},
		{Topics: []string{"x", "y"}, Languages: []string{"fa"}}, {Topics: []string{"x"}, Sources: []string{"s0", "s1"}},
		{Topics: []string{"all"}, Sources: []string{"s1"}, Languages: []string{"fa", "en"}, Sites: []string{"site1.example", "site2.example", "site3.example"}},
		{Sites: []string{"site1.example"}, Languages: []string{"fa"}}, {Words: [][]string{{"word1"}}}, {Words: [][]string{{"word1", "word2"}, {"کلمه3", "کلمه5"}}},
		{Words: [][]string{{"wor*"}}, Topics: []string{"y"}}, {Words: [][]string{{"n1*"}}, Sources: []string{"s1"}, Languages: []string{"fa"}},
		{From: t0.Add(-5 * time.Hour), To: t0.Add(-2 * time.Hour)}, {Topics: []string{"x"}, From: t0.Add(-5 * time.Hour)},
		{Words: [][]string{{"word3"}}, To: t0.Add(-4 * time.Hour)}, {Titles: [][]string{{"word1", "word2"}}}, {Titles: [][]string{{"text"}}},
		{Titles: [][]string{{"wor*"}}, Words: [][]string{{"text"}, {"کلمه3"}}}, {Codes: []news.Code{"215615"}}, {Codes: []news.Code{"215", "2156", "9"}},
		{Codes: []news.Code{"215"}, Words: [][]string{{"text"}}, Languages: []string{"ar"}, Topics: []string{"x"}},
		{Topics: []string{"e*"}}, {Topics: []string{"nobo*"}}, {Sources: []string{"s*"}, Topics: []string{"y"}}, {Sources: []string{"s1", "nobo*"}},
		{Sites: []string{"site4.example"}}, {Sites: []string{"site2.example", "site9.example"}}, {Sites: []string{"example"}}, {Sites: []string{"site*"}},
		{Sites: []string{"site9.example"}}, {Languages: []string{"fa-af"}}, {Languages: []string{"none"}}, {Languages: []string{"fa"}, Words: [][]string{{"text"}}},
	}
	out := slices.Clone(lists)
	for _, q := range lists {
		q.Private = true
		out = append(out, q)
	}
	return out
}

func ids(items []news.Item) []news.ItemID {
	out := []news.ItemID{}
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

func anyOfAListAllOfTheLists(b *bench) {
	all := b.shelf()
	for _, q := range shapes() {
		if got, want := ids(b.items(q)), ids(want(all, q)); !slices.Equal(got, want) {
			b.t.Errorf("%+v:\ngot  %d %v\nwant %d %v", q, len(got), got, len(want), want)
		}
	}
}

func newestComeFirst(b *bench) {
	all := b.shelf()
	if len(all) != 60 {
		b.t.Fatalf("got %d items", len(all))
	}
	for i := 1; i < len(all); i++ {
		a, z := all[i-1], all[i]
		if d := a.Sort.Compare(z.Sort); d < 0 || d == 0 && a.ID <= z.ID {
			b.t.Errorf("item %d: %v %s comes before %v %s", i, a.Sort, a.ID, z.Sort, z.ID)
		}
	}
}

func pagesByCursorAreThoseByOffset(b *bench) {
	b.shelf()
	for _, q := range shapes() {
		var byCursor, byOffset []news.ItemID
		for q.Limit = 7; ; {
			page := b.items(q)
			byCursor = append(byCursor, ids(page)...)
			if len(page) < q.Limit {
				break
			}
			last := page[len(page)-1]
			q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
		}
		for q.After = (store.Cursor{}); ; q.Offset += q.Limit {
			page := b.items(q)
			byOffset = append(byOffset, ids(page)...)
			if len(page) < q.Limit {
				break
			}
		}
		if !slices.Equal(byCursor, byOffset) {
			b.t.Errorf("%+v:\nby cursor %v\nby offset %v", q, byCursor, byOffset)
		}
	}
}

func aCursorWhoseItemIsGoneGoesOn(b *bench) {
	all := b.shelf()
	at := all[9]
	at.ID = at.ID[:len(at.ID)-1] + "0" // nobody has this id
	if at.ID == all[9].ID {
		at.ID = at.ID[:len(at.ID)-1] + "1"
	}
	var want []news.ItemID
	for _, it := range all {
		if it.Sort.Before(at.Sort) || it.Sort.Equal(at.Sort) && it.ID < at.ID {
			want = append(want, it.ID)
		}
	}
	got := ids(b.items(store.Query{Private: true, Limit: 1000, After: store.Cursor{Sort: at.Sort, ID: at.ID}}))
	if !slices.Equal(got, want) {
		b.t.Errorf("got %v\nwant %v", got, want)
	}
	if got := b.items(store.Query{After: store.Cursor{Sort: t0.Add(-1000 * time.Hour), ID: at.ID}}); len(got) != 0 {
		b.t.Errorf("behind the last: got %d", len(got))
	}
}

func windowsAreInclusive(b *bench) {
	b.publish(entry{keys: "u1", title: "one", at: t0}, entry{keys: "u2", title: "two", at: t0.Add(time.Millisecond)}, entry{keys: "u3", title: "three", at: t0.Add(2 * time.Millisecond)})
	at := t0.Add(time.Millisecond)
	for _, c := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{From: at}, "three, two"}, {store.Query{To: at}, "two, one"}, {store.Query{From: at, To: at}, "two"},
		{store.Query{From: at.Add(1)}, "three"}, {store.Query{From: t0.Add(time.Hour)}, ""},
	} {
		if got := b.titles(c.q); got != c.want {
			b.t.Errorf("%v to %v: got %q, want %q", c.q.From, c.q.To, got, c.want)
		}
	}
}

func wordsFindASuperset(b *bench) {
	b.publish(
		entry{keys: "u1", title: "آتش بس در غزه", text: "خبرگزاری"}, entry{keys: "u2", title: "گرمای بی سابقه", text: "غزه"}, entry{keys: "u3", title: "gaza ceasefire now"},
	)
	for _, c := range []struct {
		words [][]string
		want  []string
	}{
		{[][]string{{"غزه"}}, []string{"u1", "u2"}},
		{[][]string{{"آتش بس"}}, []string{"u1"}},
		{[][]string{{"خبر*"}}, []string{"u1"}},
		{[][]string{{"خبر"}}, nil},
		{[][]string{{"غزه", "gaza"}, {"آتش", "ceasefire"}}, []string{"u1", "u3"}},
		{[][]string{{"GAZA"}}, []string{"u3"}},
	} {
		got := ids(b.items(store.Query{Words: c.words}))
		for _, u := range c.want {
			if i := b.byKey(entry{keys: u}).ID; !slices.Contains(got, i) {
				b.t.Errorf("%v: %s is missing", c.words, u)
			}
		}
		if c.want == nil && len(got) != 0 {
			b.t.Errorf("%v: got %d", c.words, len(got))
		}
	}
}

func oddWordsRestrictNothingOrAreFound(b *bench) {
	b.publish(entry{keys: "u1", title: `a "quoted" word-pair c++ ni̇ki`})
	for _, w := range []string{`"quoted"`, `quoted" OR "x`, "word-pair", "++", "", "*", "c++", "NEAR", `title:word`, "\x00", "ni̇ki", "^a", "a\x00"} {
		if _, err := b.Items(b.ctx, store.Query{Words: [][]string{{w}}}); err != nil {
			b.t.Errorf("word %q: %v", w, err)
		}
	}
	for _, w := range []string{`"quoted"`, "word-pair", "++", "", "c++"} {
		if got := b.items(store.Query{Words: [][]string{{w}}}); len(got) != 1 {
			b.t.Errorf("word %q: got %d items, want 1", w, len(got))
		}
	}
}

func countIgnoresThePage(b *bench) {
	all := b.shelf()
	for _, q := range shapes() {
		w := len(want(all, q))
		q.Limit, q.Offset, q.After = 3, 2, store.Cursor{Sort: t0, ID: all[0].ID}
		if got, err := b.Count(b.ctx, q); err != nil || got != w {
			b.t.Errorf("%+v: got %d, %v; want %d", q, got, err, w)
		}
	}
}

func versionsFollowTheirScopes(b *bench) {
	b.publish(entry{keys: "u1", topics: "x"})
	b.publish(entry{source: "b", keys: "u2", topics: "y"})
	x, y := b.version(store.Scopes{Topics: []string{"x"}}), b.version(store.Scopes{Topics: []string{"y"}})
	if x.Seq == 0 || y.Seq <= x.Seq || y.At.IsZero() {
		b.t.Fatalf("versions: x %v, y %v", x, y)
	}
	for _, c := range []struct {
		name string
		s    store.Scopes
		want int64
	}{
		{"everything", store.Scopes{}, y.Seq},
		{"maximum of a list", store.Scopes{Topics: []string{"x", "y"}}, y.Seq},
		{"minimum of the lists", store.Scopes{Topics: []string{"y"}, Sources: []string{"a"}}, x.Seq},
		{"never touched", store.Scopes{Topics: []string{"z"}}, 0},
		{"a list never touched", store.Scopes{Topics: []string{"y"}, Sources: []string{"z"}}, 0},
		{"sources", store.Scopes{Sources: []string{"b"}}, y.Seq},
	} {
		if got := b.version(c.s); got.Seq != c.want {
			b.t.Errorf("%s: got %v, want %d", c.name, got, c.want)
		}
	}
	// A topic that an item leaves is touched as well.
	b.publish(entry{keys: "u1", title: "moved", topics: "z", at: t0.Add(time.Hour)})
	if got := b.version(store.Scopes{Topics: []string{"x"}}); got.Seq <= y.Seq {
		b.t.Errorf("the topic that was left: got %v", got)
	}
	if got := b.version(store.Scopes{Topics: []string{"y"}}); got != y {
		b.t.Errorf("another topic: got %v, want %v", got, y)
	}
}

func aVersionsClockNeverGoesBack(b *bench) {
	var last store.Version
	for i := range 5 {
		b.publish(entry{keys: fmt.Sprintf("u%d", i)})
		v := b.version(store.Scopes{})
		if v.Seq <= last.Seq || v.At.Before(last.At) {
			b.t.Errorf("publication %d: got %v after %v", i, v, last)
		}
		last = v
	}
}

func theStrongestKeyLeads(b *bench) {
	b.publish(entry{keys: "c1 u1"}, entry{keys: "u2"})
	it, err := b.ByKey(b.ctx, "url:https://s.example/2", "code:s.example:1")
	if err != nil || it.ID != id("code:s.example:1") {
		b.t.Errorf("got %s, %v", it.ID, err)
	}
}

// placesLeadToTheItems: what is found bare is read by its ids, in order, and
// only what may be seen.
func placesLeadToTheItems(b *bench) {
	all := b.shelf()
	for _, q := range shapes() {
		found := q
		found.Bare = true
		places := b.items(found)
		whole := b.items(q)
		if !slices.Equal(ids(places), ids(whole)) {
			b.t.Fatalf("%+v: got %v bare, want %v", q, ids(places), ids(whole))
		}
		for i := range places {
			if !places[i].Sort.Equal(whole[i].Sort) {
				b.t.Fatalf("%s: got %v bare, want %v", places[i].ID, places[i].Sort, whole[i].Sort)
			}
		}
		asked := ids(places)
		slices.Reverse(asked)
		if got := ids(b.items(store.Query{IDs: append(asked, "urn:uuid:none"), Private: q.Private})); !slices.Equal(got, ids(places)) {
			b.t.Fatalf("by ids: got %v, want %v", got, ids(places))
		}
	}
	if got := b.items(store.Query{IDs: []news.ItemID{}}); len(got) != 0 {
		b.t.Errorf("of no items: got %d", len(got))
	}
	if got, want := len(b.items(store.Query{IDs: ids(all)})), len(want(all, store.Query{})); got != want {
		b.t.Errorf("of all items the public sees %d, want %d", got, want)
	}
}
