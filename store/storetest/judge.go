package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/store"
)

func judgeTests() []func(*bench) {
	return []func(*bench){
		unjudgedComeInOrder, aVerdictPublishesAndIsKept, verdictsUniteGroups, everyMemberOfAGroupIsTouched, similarItemsShareBands, bandsAreReplaced,
		membersComeInOrderAndBounded, aJudgedItemStaysPublishedWhilePending, aCorrectionMarksBothAndIsReplaced, aVerdictOnNobodyIsLeft,
	}
}

// url is the id of the item with key u<n>.
func url(n int) news.ItemID { return id(news.Key(fmt.Sprintf("url:https://s.example/%d", n))) }

func unjudgedComeInOrder(b *bench) {
	b.commit(entry{keys: "u1"}, entry{keys: "u2", date: t0.Add(-time.Hour)}, entry{keys: "u3"}, entry{keys: "u4", private: true, source: "p"})
	items, err := b.Unjudged(b.ctx, 3)
	if err != nil || len(items) != 3 {
		b.t.Fatalf("unjudged: got %d, %v", len(items), err)
	}
	rest := []news.ItemID{url(1), url(3), url(4)}
	slices.Sort(rest)
	if got, want := ids(items), append([]news.ItemID{url(2)}, rest[:2]...); !slices.Equal(got, want) {
		b.t.Errorf("got %v, want %v", got, want)
	}
	if items[0].Content == "" {
		b.t.Error("unjudged items are not whole")
	}
}

func aVerdictPublishesAndIsKept(b *bench) {
	b.commit(entry{keys: "u1", topics: "x"}, entry{keys: "u2"})
	m := []news.Merged{{Item: url(1), Score: 0.94, Because: []string{"same agency text"}}}
	b.verdicts(store.Verdict{Item: url(1), Copy: url(1), Story: url(1)}, store.Verdict{Item: url(2), Copy: url(2), Story: url(1), Merged: m})
	it := b.item(url(2))
	if !it.Judged || it.Copy != url(2) || it.Story != url(1) || !cmp.Equal(it.Merged, m) {
		b.t.Errorf("got judged %v, copy %s, story %s, merged %v", it.Judged, it.Copy, it.Story, it.Merged)
	}
	if got := len(b.items(store.Query{})); got != 2 {
		b.t.Errorf("published: got %d, want 2", got)
	}
	if items, err := b.Unjudged(b.ctx, 9); err != nil || len(items) != 0 {
		b.t.Errorf("unjudged: got %d, %v", len(items), err)
	}
	if s := b.stats(); s.Stories != 1 {
		b.t.Errorf("stats: got %+v, want one story", s)
	}
	b.verdicts(store.Verdict{Item: url(2), Copy: url(2), Story: url(2)})
	if it := b.item(url(2)); it.Story != url(2) || len(it.Merged) != 0 {
		b.t.Errorf("after a split: got story %s, merged %v", it.Story, it.Merged)
	}
}

func verdictsUniteGroups(b *bench) {
	for i := 1; i <= 5; i++ {
		b.commit(entry{keys: fmt.Sprintf("u%d", i)})
	}
	b.verdicts(
		store.Verdict{Item: url(1), Copy: url(1), Story: url(1)}, store.Verdict{Item: url(2), Copy: url(2), Story: url(1)},
		store.Verdict{Item: url(3), Copy: url(3), Story: url(3)}, store.Verdict{Item: url(4), Copy: url(3), Story: url(3)})
	b.verdicts(store.Verdict{Item: url(5), Copy: url(2), Story: url(1), UniteStories: []news.ItemID{url(3)}, UniteCopies: []news.ItemID{url(3)}})
	for i, want := range []news.ItemID{url(1), url(2), url(2), url(2), url(2)} {
		if it := b.item(url(i + 1)); it.Story != url(1) || it.Copy != want {
			b.t.Errorf("u%d: got story %s, copy %s", i+1, it.Story, it.Copy)
		}
	}
}

func everyMemberOfAGroupIsTouched(b *bench) {
	b.publish(entry{source: "a", keys: "u1", topics: "x"}, entry{source: "b", keys: "u2", topics: "y"}, entry{source: "c", keys: "u3", topics: "z"})
	was := b.version(store.Scopes{})
	b.verdicts(store.Verdict{Item: url(2), Copy: url(2), Story: url(1)})
	for _, s := range []store.Scopes{{Topics: []string{"x"}}, {Topics: []string{"y"}}, {Sources: []string{"a"}}, {Sources: []string{"b"}}} {
		if v := b.version(s); v.Seq <= was.Seq {
			b.t.Errorf("joining: %v was not touched", s)
		}
	}
	if v := b.version(store.Scopes{Topics: []string{"z"}}); v.Seq > was.Seq {
		b.t.Error("joining: a stranger was touched")
	}
	was = b.version(store.Scopes{})
	b.verdicts(store.Verdict{Item: url(2), Copy: url(2), Story: url(2)})
	if v := b.version(store.Scopes{Topics: []string{"x"}}); v.Seq <= was.Seq {
		b.t.Error("leaving: the group that was left was not touched")
	}
}

func similarItemsShareBands(b *bench) {
	for i := 1; i <= 5; i++ {
		b.commit(entry{keys: fmt.Sprintf("u%d", i), date: t0.Add(time.Duration(i-10) * time.Hour)})
	}
	for i, bands := range [][]int64{{1, 2, 3}, {2, 3, 4}, {-9, 1 << 62}, {1}, nil} {
		b.verdicts(store.Verdict{Item: url(i + 1), Copy: url(i + 1), Story: url(i + 1), Bands: bands})
	}
	for _, c := range []struct {
		name string
		q    store.SimilarQuery
		want []news.ItemID
	}{
		{"most shared first, then newest", store.SimilarQuery{Bands: []int64{1, 2, 3, 99}}, []news.ItemID{url(1), url(2), url(4)}},
		{"big and negative bands", store.SimilarQuery{Bands: []int64{1 << 62, -9}}, []news.ItemID{url(3)}},
		{"not itself", store.SimilarQuery{Bands: []int64{1, 2, 3}, Not: url(1)}, []news.ItemID{url(2), url(4)}},
		{"window", store.SimilarQuery{Bands: []int64{1, 2, 3}, From: t0.Add(-8 * time.Hour), To: t0.Add(-6 * time.Hour)}, []news.ItemID{url(2), url(4)}},
		{"limit", store.SimilarQuery{Bands: []int64{1, 2, 3}, Limit: 1}, []news.ItemID{url(1)}},
		{"a band twice counts once", store.SimilarQuery{Bands: []int64{4, 1, 1, 1, 3}}, []news.ItemID{url(2), url(1), url(4)}},
		{"nothing shared", store.SimilarQuery{Bands: []int64{77}}, nil},
		{"no bands", store.SimilarQuery{}, nil},
	} {
		got, err := b.Similar(b.ctx, c.q)
		if err != nil {
			b.t.Errorf("%s: %v", c.name, err)
		}
		if !slices.Equal(ids(got), c.want) && len(got)+len(c.want) > 0 {
			b.t.Errorf("%s: got %v, want %v", c.name, ids(got), c.want)
		}
	}
}

func bandsAreReplaced(b *bench) {
	b.commit(entry{keys: "u1"})
	b.verdicts(store.Verdict{Item: url(1), Bands: []int64{1, 2}})
	b.verdicts(store.Verdict{Item: url(1), Bands: []int64{2, 3}})
	for band, want := range map[int64]int{1: 0, 2: 1, 3: 1} {
		if got, err := b.Similar(b.ctx, store.SimilarQuery{Bands: []int64{band}}); err != nil || len(got) != want {
			b.t.Errorf("band %d: got %d, %v; want %d", band, len(got), err, want)
		}
	}
}

func membersComeInOrderAndBounded(b *bench) {
	for i := 1; i <= 4; i++ {
		b.commit(entry{keys: fmt.Sprintf("u%d", i), date: t0.Add(time.Duration(-i) * time.Hour)})
	}
	b.verdicts(
		store.Verdict{Item: url(1), Copy: url(1), Story: url(1)}, store.Verdict{Item: url(2), Copy: url(2), Story: url(1)},
		store.Verdict{Item: url(3), Copy: url(2), Story: url(1)}, store.Verdict{Item: url(4), Copy: url(4), Story: url(4)})
	groups, err := b.Members(b.ctx, store.ByStory, []news.ItemID{url(1), url(4), url(99), url(1)}, 2)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(groups) != 2 || !slices.Equal(ids(groups[url(1)]), []news.ItemID{url(3), url(2)}) || !slices.Equal(ids(groups[url(4)]), []news.ItemID{url(4)}) {
		b.t.Errorf("stories: got %v", groups)
	}
	groups, err = b.Members(b.ctx, store.ByCopy, []news.ItemID{url(2)}, 9)
	if err != nil || !slices.Equal(ids(groups[url(2)]), []news.ItemID{url(3), url(2)}) {
		b.t.Errorf("copies: got %v, %v", groups, err)
	}
}

func aJudgedItemStaysPublishedWhilePending(b *bench) {
	b.publish(entry{keys: "u1", title: "one"})
	b.commit(entry{keys: "u1", title: "two", at: t0.Add(time.Hour)})
	if got := b.titles(store.Query{}); got != "two" {
		b.t.Errorf("got %q", got)
	}
	if items, err := b.Unjudged(b.ctx, 9); err != nil || len(items) != 1 || !items[0].Judged {
		b.t.Errorf("unjudged: got %v, %v", items, err)
	}
}

func aCorrectionMarksBothAndIsReplaced(b *bench) {
	b.publish(entry{keys: "u1"}, entry{keys: "u2"}, entry{keys: "u3"})
	for i, merge := range []bool{true, false} {
		c := store.Correction{Merge: merge, A: url(1), B: url(2), At: t0.Add(time.Duration(i) * time.Hour)}
		if i == 1 {
			c.A, c.B = c.B, c.A
		}
		if err := b.Correct(b.ctx, c); err != nil {
			b.t.Fatal(err)
		}
		if items, err := b.Unjudged(b.ctx, 9); err != nil || len(items) != 2 {
			b.t.Errorf("unjudged: got %d, %v", len(items), err)
		}
		b.judge()
	}
	if err := b.Correct(b.ctx, store.Correction{Merge: true, A: url(3), B: url(2), At: t0}); err != nil {
		b.t.Fatal(err)
	}
	got, err := b.Corrections(b.ctx)
	if err != nil || len(got) != 2 || !got[0].At.Equal(t0) || got[1].Merge {
		b.t.Errorf("corrections: got %+v, %v", got, err)
	}
}

func aVerdictOnNobodyIsLeft(b *bench) {
	b.verdicts(store.Verdict{Item: url(1), Copy: url(1), Story: url(1), Bands: []int64{1}})
	if got, err := b.Similar(b.ctx, store.SimilarQuery{Bands: []int64{1}}); err != nil || len(got) != 0 {
		b.t.Errorf("got %v, %v", got, err)
	}
}
