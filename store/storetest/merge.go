package storetest

import (
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"golchin/aggregator/news"
	"golchin/store"
)

func mergeTests() []func(*bench) {
	return []func(*bench){
		anAbsorbedIdAnswersForItsSurvivor, chainsOfMergesEndAtTheLast, whatAnAbsorbedItemHadGoesToItsSurvivor, aFounderAbsorbedLeavesItsGroupToTheSurvivor,
		correctionsFollowAMerge, keysOfAnAbsorbedItemLeadToItsSurvivor, aStrongerKeyNamesAFreshItem, anIdThatWasJudgedStays,
		aPrivateItemShowsOnceAPublicSourceCarriesIt, privatePlacesAreLeftOut, wordsOfABetterAbsorbedItemAreFiledAnew,
	}
}

// twoThatMerge publishes two items apart and then an entry that links them.
func (b *bench) twoThatMerge() (survivor, absorbed news.ItemID, out store.Outcome) {
	b.t.Helper()
	b.publish(entry{keys: "u1", title: "first", topics: "x"})
	b.publish(entry{source: "b", keys: "u2", title: "second", topics: "y", at: t0.Add(time.Hour)})
	out = b.commit(entry{keys: "u1 u2", title: "first", topics: "x", at: t0.Add(2 * time.Hour)})
	return id("url:https://s.example/1"), id("url:https://s.example/2"), out
}

func anAbsorbedIdAnswersForItsSurvivor(b *bench) {
	survivor, absorbed, out := b.twoThatMerge()
	if out.Merged != 1 || out.Changed != 1 {
		b.t.Errorf("outcome: got %+v", out)
	}
	if got := b.item(absorbed); got.ID != survivor {
		b.t.Errorf("item: got %s, want %s", got.ID, survivor)
	}
	b.judge()
	if got := b.titles(store.Query{}); got != "first" {
		b.t.Errorf("items: got %q", got)
	}
	if s := b.stats(); s.Items != 1 || s.Stories != 1 {
		b.t.Errorf("stats: got %+v", s)
	}
	// Verdicts that were under way name the id that is no more.
	b.verdicts(store.Verdict{Item: absorbed, Copy: absorbed, Story: absorbed})
	if got := b.item(survivor); got.Story != survivor || got.Copy != survivor {
		b.t.Errorf("groups: got %s, %s", got.Story, got.Copy)
	}
	if _, err := b.Item(b.ctx, id("nobody")); err == nil {
		b.t.Error("an unknown id: got no error")
	}
	if _, err := b.Item(b.ctx, "not an id"); err == nil {
		b.t.Error("no id at all: got no error")
	}
}

func chainsOfMergesEndAtTheLast(b *bench) {
	for i, u := range []string{"u3", "u2", "u1"} {
		b.publish(entry{keys: u, title: u, at: t0.Add(time.Duration(-i) * time.Hour)})
	}
	b.publish(entry{keys: "u2 u3", title: "u2", at: t0.Add(time.Hour)})
	b.publish(entry{keys: "u1 u2", title: "u1", at: t0.Add(2 * time.Hour)})
	want := id("url:https://s.example/1")
	for _, u := range []string{"1", "2", "3"} {
		if got := b.item(id(news.Key("url:https://s.example/" + u))); got.ID != want {
			b.t.Errorf("u%s: got %s, want %s", u, got.ID, want)
		}
		if got := b.byKey(entry{keys: "u" + u}); got.ID != want {
			b.t.Errorf("key u%s: got %s, want %s", u, got.ID, want)
		}
	}
}

func whatAnAbsorbedItemHadGoesToItsSurvivor(b *bench) {
	survivor, _, _ := b.twoThatMerge()
	it := b.item(survivor)
	if len(it.Origins) != 2 && len(it.Origins) != 3 {
		b.t.Errorf("origins: got %+v", it.Origins)
	}
	if got := b.titles(store.Query{Sources: []string{"b"}}) + "|" + b.titles(store.Query{Topics: []string{"y"}}); got != "first|" {
		b.t.Errorf("source b|topic y: got %q", got)
	}
	// The absorbed item's own source says the same again: nothing new.
	out := b.commit(entry{source: "b", keys: "u2", title: "second", topics: "y", at: t0.Add(3 * time.Hour)})
	if out.Same != 1 {
		b.t.Errorf("seen again: got %+v", out)
	}
	for _, topic := range []string{"x", "y"} {
		if v := b.version(store.Scopes{Topics: []string{topic}}); v.Seq != b.version(store.Scopes{}).Seq {
			b.t.Errorf("topic %s was not touched by the merge", topic)
		}
	}
}

func aFounderAbsorbedLeavesItsGroupToTheSurvivor(b *bench) {
	b.publish(entry{keys: "u1", title: "first"})
	b.publish(entry{source: "b", keys: "u2", title: "second", at: t0.Add(time.Hour)}, entry{source: "c", keys: "u3", title: "third", at: t0.Add(time.Hour)})
	i1, i2, i3 := id("url:https://s.example/1"), id("url:https://s.example/2"), id("url:https://s.example/3")
	b.verdicts(store.Verdict{Item: i3, Copy: i2, Story: i2})
	b.publish(entry{keys: "u1 u2", title: "first", at: t0.Add(2 * time.Hour)})
	if got := b.item(i3); got.Copy != i1 || got.Story != i1 {
		b.t.Errorf("member: got copy %s, story %s, want %s", got.Copy, got.Story, i1)
	}
	groups, err := b.Members(b.ctx, store.ByStory, []news.ItemID{i1}, 10)
	if err != nil || len(groups[i1]) != 2 {
		b.t.Errorf("members: got %v, %v", groups, err)
	}
}

func correctionsFollowAMerge(b *bench) {
	b.publish(entry{keys: "u1", title: "first"}, entry{keys: "u3", title: "third"})
	b.publish(entry{keys: "u2", title: "second", at: t0.Add(time.Hour)})
	i1, i2, i3 := id("url:https://s.example/1"), id("url:https://s.example/2"), id("url:https://s.example/3")
	if err := b.Correct(b.ctx, store.Correction{A: i2, B: i3, At: t0}); err != nil {
		b.t.Fatal(err)
	}
	b.publish(entry{keys: "u1 u2", title: "first", at: t0.Add(2 * time.Hour)})
	got, err := b.Corrections(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	want := []store.Correction{{A: min(i1, i3), B: max(i1, i3), At: t0}}
	if d := cmp.Diff(got, want); d != "" {
		b.t.Errorf("corrections (-got +want):\n%s", d)
	}
}

func keysOfAnAbsorbedItemLeadToItsSurvivor(b *bench) {
	survivor, _, _ := b.twoThatMerge()
	out := b.commit(entry{source: "new", carried: true, keys: "u2", at: t0.Add(3 * time.Hour)})
	if out.New != 0 || out.Origins != 1 {
		b.t.Errorf("outcome: got %+v", out)
	}
	if got := b.byKey(entry{keys: "u2"}); got.ID != survivor || len(got.Origins) < 3 {
		b.t.Errorf("got %s with %d origins", got.ID, len(got.Origins))
	}
}

func aStrongerKeyNamesAFreshItem(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	weak := entry{source: "b", carried: true, keys: "u1", page: true}
	b.commit(weak)
	b.commit(entry{keys: "c1 u1", title: "own"})
	want := id("code:s.example:1")
	it := b.byKey(weak)
	if it.ID != want || it.Copy != want || it.Story != want || it.Title != "own" {
		b.t.Errorf("got %s (copy %s, story %s) %q, want %s", it.ID, it.Copy, it.Story, it.Title, want)
	}
	b.judge()
	if got := b.titles(store.Query{Words: [][]string{{"own"}}}); got != "own" {
		b.t.Errorf("words: got %q", got)
	}
	if s := b.stats(); s.Items != 1 || s.Keys != 2 || s.Origins != 2 {
		b.t.Errorf("stats: got %+v", s)
	}
	pages, err := b.ClaimPages(b.ctx, t0, time.Minute, 5, 5)
	if err != nil || len(pages) != 1 || pages[0].Item != string(want) {
		b.t.Errorf("pages: got %+v, %v", pages, err)
	}
}

func anIdThatWasJudgedStays(b *bench) {
	weak := entry{source: "b", carried: true, keys: "u1"}
	b.publish(weak)
	b.publish(entry{keys: "c1 u1", title: "own"})
	if got, want := b.byKey(weak).ID, id("url:https://s.example/1"); got != want {
		b.t.Errorf("got %s, want %s", got, want)
	}
}

func aPrivateItemShowsOnceAPublicSourceCarriesIt(b *bench) {
	b.publish(entry{source: "secret", private: true, keys: "u1", title: "hushed", topics: "x"})
	for _, q := range []store.Query{{}, {Topics: []string{"x"}}, {Sources: []string{"secret"}}, {Words: [][]string{{"hushed"}}}, {Sites: []string{"s.example"}}, {Languages: []string{"fa"}}} {
		if got := b.titles(q); got != "" {
			b.t.Errorf("%+v: got %q", q, got)
		}
		q.Private = true
		if got := b.titles(q); got != "hushed" {
			b.t.Errorf("%+v: got %q", q, got)
		}
	}
	b.publish(entry{keys: "u1", title: "aloud", topics: "x", at: t0.Add(time.Hour)})
	for _, q := range []store.Query{{}, {Topics: []string{"x"}}, {Sources: []string{"a"}}, {Words: [][]string{{"aloud"}}}} {
		if got := b.titles(q); got != "aloud" {
			b.t.Errorf("%+v: got %q", q, got)
		}
	}
	if got := b.titles(store.Query{Sources: []string{"secret"}}); got != "" {
		b.t.Errorf("of the private source: got %q", got)
	}
	if got := b.titles(store.Query{Words: [][]string{{"hushed"}}}); got != "" {
		b.t.Errorf("private words are still found: %q", got)
	}
}

func privatePlacesAreLeftOut(b *bench) {
	b.publish(entry{keys: "u1"}, entry{source: "secret", private: true, carried: true, keys: "u1"})
	if got := b.items(store.Query{}); len(got) != 1 || len(got[0].Origins) != 1 || got[0].Origins[0].Source != "a" {
		b.t.Errorf("public: got %+v", got)
	}
	if got := b.items(store.Query{Private: true}); len(got) != 1 || len(got[0].Origins) != 2 {
		b.t.Errorf("private: got %+v", got)
	}
	if got := b.byKey(entry{keys: "u1"}); len(got.Origins) != 2 {
		b.t.Errorf("whole: got %+v", got.Origins)
	}
}

// wordsOfABetterAbsorbedItemAreFiledAnew: the survivor takes words whose folded
// form the entry that merged them does not bring; it is given back to be
// filed, and found by its words after that.
func wordsOfABetterAbsorbedItemAreFiledAnew(b *bench) {
	b.publish(entry{keys: "u1", title: "plain"})
	b.publish(entry{source: "b", prio: 9, keys: "u2", title: "splendid", at: t0.Add(time.Hour)})
	b.publish(entry{keys: "u1 u2", title: "plain", at: t0.Add(2 * time.Hour)})
	it := b.byKey(entry{keys: "u1"})
	if it.Title != "splendid" {
		b.t.Fatalf("title: got %q", it.Title)
	}
	if got := b.titles(store.Query{Words: [][]string{{"splendid"}}}); got == "splendid" {
		return // the engine keeps what it needs
	}
	again, err := b.Misfiled(b.ctx, "rules 1", 10)
	if err != nil || len(again) != 1 {
		b.t.Fatalf("misfiled: got %d, %v", len(again), err)
	}
	if err := b.Refold(b.ctx, map[news.ItemID]store.Folded{it.ID: {Title: it.Title}}); err != nil {
		b.t.Fatal(err)
	}
	if err := b.File(b.ctx, "rules 1", map[news.ItemID]store.Filing{it.ID: {Topics: it.Topics, Of: store.Stamp(it)}}); err != nil {
		b.t.Fatal(err)
	}
	if got := b.titles(store.Query{Words: [][]string{{"splendid"}}}); got != "splendid" {
		b.t.Errorf("words: got %q", got)
	}
	if again, err = b.Misfiled(b.ctx, "rules 1", 10); err != nil || len(again) != 0 {
		b.t.Errorf("misfiled after it: got %d, %v", len(again), err)
	}
	if d := cmp.Diff(b.byKey(entry{keys: "u2"}), it, sameItems, cmpopts.IgnoreFields(news.Item{}, "Changed")); d != "" {
		b.t.Errorf("item (-got +want):\n%s", d)
	}
}
