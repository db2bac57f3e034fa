package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"golchin/aggregator/news"
	"golchin/store"
)

// orderOfArrivalDoesNotMatter: within one fresh round the set of items, their
// ids, words and order are the same however the entries come, in one commit or
// in many.
func orderOfArrivalDoesNotMatter(b *bench) {
	base := []entry{
		{source: "a", keys: "c1 u1 g1", title: "one", text: "text of a", date: t0.Add(-time.Hour), topics: "x"},
		{source: "b", keys: "u1 g7", title: "one", text: "text of b", carried: true},
		{source: "c", keys: "c1 u2", title: "one again", prio: 3},
		{source: "d", keys: "u2", title: "one carried", carried: true},
		{source: "a", keys: "c2 u3", title: "two"},
		{source: "b", keys: "u3 u4", title: "two", carried: true},
		{source: "e", keys: "u5", title: "three", private: true},
		{source: "f", keys: "u5", title: "three", carried: true},
		{source: "g", keys: "g1", title: "only a guid"},
		{source: "g", keys: "h5", title: "only words"},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var want []news.Item
	for n := range 12 {
		// One store, twelve sets apart by site: a fresh store each would cost more.
		es := make([]entry, len(base))
		for i, e := range base {
			e.site = fmt.Sprintf("s%d.example", n)
			e.source = fmt.Sprintf("%s%d", e.source, n)
			es[i] = e
		}
		rng.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		for len(es) > 0 {
			k := 1 + rng.IntN(len(es))
			b.commit(es[:k]...)
			es = es[k:]
		}
		b.judge()
		var got []news.Item
		for _, it := range b.items(store.Query{Private: true, Sites: []string{fmt.Sprintf("s%d.example", n)}}) {
			got = append(got, plain(it, n))
		}
		if n == 0 {
			want = got
			continue
		}
		if d := cmp.Diff(got, want, sameItems, cmpopts.SortSlices(func(x, y news.Item) bool { return x.Title+x.Summary < y.Title+y.Summary })); d != "" {
			b.t.Fatalf("shuffle %d (-got +want):\n%s", n, d)
		}
	}
	if len(want) != 5 {
		b.t.Errorf("got %d items, want 5: %s", len(want), titles(want))
	}
}

// plain takes out of it what tells the sets of orderOfArrivalDoesNotMatter apart.
func plain(it news.Item, n int) news.Item {
	site := strings.NewReplacer(fmt.Sprintf("s%d.example", n), "s.example")
	it.Key = news.Key(site.Replace(string(it.Key)))
	for _, p := range []*string{&it.Site, &it.Canonical, &it.Link, &it.Publisher} {
		*p = site.Replace(*p)
	}
	src := func(s *string) { *s = strings.TrimSuffix(*s, fmt.Sprint(n)) }
	src(&it.Link)
	src(&it.Face.Source)
	it.ID, it.Copy, it.Story, it.Changed = "", "", "", 0
	it.Key = news.Key(strings.ReplaceAll(string(it.Key), fmt.Sprintf("g%d:", n), "g:"))
	for i := range it.Origins {
		o := &it.Origins[i]
		src(&o.Source)
		src(&o.Publisher)
		o.URL = site.Replace(o.URL)
		src(&o.URL)
	}
	return it
}
