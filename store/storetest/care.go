package storetest

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/store"
)

func refileTests() []func(*bench) {
	return []func(*bench){misfiledItemsAreFiledAnew, fileTouchesOnlyWhatMoves, unkeyedItemsGetKeys, keysThatLeadElsewhereStay}
}

func pageTests() []func(*bench) {
	return []func(*bench){aNewItemAsksForItsPage, aPageIsLeasedOnce, aPageReadAddsToItsItem, aPageLeavesWhatFeedsSay, aChangedItemAsksAgain, aPageInHandIsAskedAgain, aPageBeforeTheJudge,
		hostsHaveTheirShareOfPages, pagesEndWithTheirItem}
}

func careTests() []func(*bench) {
	return []func(*bench){
		prunedItemsNeverComeBack, theLongestKeepCounts, pruneKeepsFounders, pruneGoesInSteps, aBackupRefusesAnExistingFile, aSoundStoreChecks,
	}
}

func misfiledItemsAreFiledAnew(b *bench) {
	b.publish(entry{keys: "u1", title: "one", topics: "x"}, entry{keys: "u2", title: "two", topics: "x y", date: t0.Add(-time.Hour)})
	b.commit(entry{keys: "u3", title: "three"}) // not judged yet
	if got, err := b.Misfiled(b.ctx, "rules 1", 9); err != nil || len(got) != 0 {
		b.t.Errorf("misfiled by the same rules: got %d, %v", len(got), err)
	}
	got, err := b.Misfiled(b.ctx, "rules 2", 9)
	if err != nil || len(got) != 3 || got[2].Title != "two" || got[2].Content == "" {
		b.t.Fatalf("misfiled: got %s, %v; want three, the oldest last, whole", titles(got), err)
	}
	if first, err := b.Misfiled(b.ctx, "rules 2", 1); err != nil || len(first) != 1 || first[0].ID != got[0].ID {
		b.t.Errorf("misfiled, the newest: got %s, %v", titles(first), err)
	}
	z := []news.TopicMatch{{Slug: "z", Why: []news.Why{{Term: "t", Field: "title", At: [2]int{1, 2}}}}}
	if err := b.File(b.ctx, "rules 2", map[news.ItemID]store.Filing{url(1): {Topics: z}, url(2): {Topics: got[2].Topics}, url(3): {Topics: z}, url(99): {Topics: z}}); err != nil {
		b.t.Fatal(err)
	}
	if got, err := b.Misfiled(b.ctx, "rules 2", 9); err != nil || len(got) != 0 {
		b.t.Errorf("misfiled after filing: got %d, %v", len(got), err)
	}
	if got := b.titles(store.Query{Topics: []string{"z"}}) + "|" + b.titles(store.Query{Topics: []string{"x"}}); got != "one|two" {
		b.t.Errorf("z|x: got %s", got)
	}
	if d := cmp.Diff(b.item(url(1)).Topics, z); d != "" {
		b.t.Errorf("topics (-got +want):\n%s", d)
	}
	b.judge()
	if n := len(b.items(store.Query{Topics: []string{"z"}})); n != 2 {
		b.t.Errorf("z after the judge: got %d, want 2", n)
	}
}

func fileTouchesOnlyWhatMoves(b *bench) {
	b.publish(entry{keys: "u1", topics: "x"}, entry{source: "b", keys: "u2", topics: "y"})
	was := b.version(store.Scopes{})
	y := b.item(url(2)).Topics
	if err := b.File(b.ctx, "rules 2", map[news.ItemID]store.Filing{url(1): {}, url(2): {Topics: y}}); err != nil {
		b.t.Fatal(err)
	}
	if v := b.version(store.Scopes{Topics: []string{"x"}}); v.Seq <= was.Seq {
		b.t.Error("the topic that was left was not touched")
	}
	if v := b.version(store.Scopes{Topics: []string{"y"}}); v.Seq > was.Seq {
		b.t.Error("a topic in which nothing moved was touched")
	}
}

func unkeyedItemsGetKeys(b *bench) {
	b.publish(entry{keys: "u1"}, entry{keys: "u2", date: t0.Add(-time.Hour)})
	if got, err := b.Unkeyed(b.ctx, 1, 9); err != nil || len(got) != 0 {
		b.t.Errorf("of the same version: got %d, %v", len(got), err)
	}
	got, err := b.Unkeyed(b.ctx, 2, 9)
	if err != nil || !slices.Equal(ids(got), []news.ItemID{url(2), url(1)}) {
		b.t.Fatalf("unkeyed: got %v, %v; want the oldest first", ids(got), err)
	}
	if err := b.AddKeys(b.ctx, 2, map[news.ItemID][]news.Key{url(1): {"code:s.example:1"}, url(2): nil, url(99): {"code:s.example:99"}}); err != nil {
		b.t.Fatal(err)
	}
	if got, err := b.Unkeyed(b.ctx, 2, 9); err != nil || len(got) != 0 {
		b.t.Errorf("after it: got %d, %v", len(got), err)
	}
	if it, err := b.ByKey(b.ctx, "code:s.example:1"); err != nil || it.ID != url(1) {
		b.t.Errorf("the new key: got %s, %v", it.ID, err)
	}
	if _, err := b.ByKey(b.ctx, "code:s.example:99"); !errors.Is(err, store.ErrNotFound) {
		b.t.Errorf("a key of nobody: got %v", err)
	}
	if out := b.commit(entry{source: "new", keys: "c1"}); out.New != 0 {
		b.t.Errorf("an entry with the new key: got %+v", out)
	}
}

func keysThatLeadElsewhereStay(b *bench) {
	b.publish(entry{keys: "u1"}, entry{keys: "u2"})
	if err := b.AddKeys(b.ctx, 2, map[news.ItemID][]news.Key{url(1): {"url:https://s.example/2"}}); err != nil {
		b.t.Fatal(err)
	}
	if it := b.byKey(entry{keys: "u2"}); it.ID != url(2) {
		b.t.Errorf("got %s, want %s", it.ID, url(2))
	}
}

func aNewItemAsksForItsPage(b *bench) {
	b.sync(source("a", t0))
	e := entry{keys: "c1 u1", page: true}
	b.commit(e, entry{keys: "u2"})
	pages, err := b.ClaimPages(b.ctx, t0, time.Minute, 9, 9)
	if err != nil || len(pages) != 1 {
		b.t.Fatalf("pages: got %+v, %v", pages, err)
	}
	p := pages[0]
	if p.Item != string(id("code:s.example:1")) || p.Source != "a" || p.URL != e.candidate().Item.Link || p.Token == "" {
		b.t.Errorf("page: got %+v", p)
	}
	e.title, e.at = "changed", t0.Add(time.Hour)
	b.commit(e)
	if pages, err := b.ClaimPages(b.ctx, t0.Add(30*time.Second), time.Minute, 9, 9); err != nil || len(pages) != 0 {
		b.t.Errorf("after a change, under the lease: got %+v, %v", pages, err)
	}
}

func aPageIsLeasedOnce(b *bench) {
	b.sync(source("a", t0))
	b.commit(entry{keys: "u1", page: true})
	first, err := b.ClaimPages(b.ctx, t0, time.Minute, 9, 9)
	if err != nil || len(first) != 1 {
		b.t.Fatalf("got %v, %v", first, err)
	}
	second, err := b.ClaimPages(b.ctx, t0.Add(time.Minute), time.Minute, 9, 9)
	if err != nil || len(second) != 1 {
		b.t.Fatalf("after the lease: got %v, %v", second, err)
	}
	// The first comes too late; the second decides.
	late, done := first[0], second[0]
	late.Next, late.Error = t0.Add(time.Hour), "late"
	done.Next, done.ETag, done.Tries = time.Time{}, "e", 1
	b.commitRounds(store.Round{Pages: []store.Page{late}})
	b.commitRounds(store.Round{Pages: []store.Page{done}})
	if got, err := b.ClaimPages(b.ctx, t0.Add(24*time.Hour), time.Minute, 9, 9); err != nil || len(got) != 0 {
		b.t.Errorf("a page that is done: got %+v, %v", got, err)
	}
	again := done
	again.Token, again.Next = "", t0.Add(48*time.Hour)
	b.commitRounds(store.Round{Pages: []store.Page{again}})
	got, err := b.ClaimPages(b.ctx, t0.Add(48*time.Hour), time.Minute, 9, 9)
	if err != nil || len(got) != 1 || got[0].ETag != "e" || got[0].Tries != 1 || !got[0].Next.Equal(again.Next) {
		b.t.Errorf("a page asked for again: got %+v, %v", got, err)
	}
}

func aPageReadAddsToItsItem(b *bench) {
	b.publish(entry{keys: "c1 u1", title: "headline", text: "short"})
	e := entry{keys: "c1 u1", title: "headline", text: "short", topics: "x", at: t0.Add(time.Hour)}
	r := round(e)
	c := &r.Candidates[0]
	c.FromPage, c.Item.FullText, c.Item.Lead, c.Folded.Text = true, "<p>the long text</p>", "lead", "the long text"
	if out := b.commitRounds(r)[0]; out.Changed != 1 {
		b.t.Errorf("outcome: got %+v", out)
	}
	it := b.byKey(e)
	if it.FullText != c.Item.FullText || it.Lead != "lead" || len(it.Origins) != 1 || !it.Updated.Equal(t0) {
		b.t.Errorf("item: got %q, %q, %d origins, updated %v", it.FullText, it.Lead, len(it.Origins), it.Updated)
	}
	for _, q := range []store.Query{{Words: [][]string{{"long"}}}, {Topics: []string{"x"}}} {
		if got := b.titles(q); got != "headline" {
			b.t.Errorf("%+v: got %q", q, got)
		}
	}
	// The feed says what it always said.
	e.at, e.topics = t0.Add(2*time.Hour), ""
	if out := b.commit(e); out.Same != 1 {
		b.t.Errorf("the feed again: got %+v", out)
	}
}

func pagesEndWithTheirItem(b *bench) {
	b.sync(source("a", t0))
	b.publish(entry{keys: "u1", page: true})
	pages, err := b.ClaimPages(b.ctx, t0, time.Minute, 9, 9)
	if err != nil || len(pages) != 1 {
		b.t.Fatalf("pages: got %v, %v", pages, err)
	}
	b.prune(t0.Add(1000*time.Hour), nil, time.Hour, 1)
	pages[0].Next = t0.Add(time.Hour)
	b.commitRounds(store.Round{Pages: pages})
	if got, err := b.ClaimPages(b.ctx, t0.Add(5000*time.Hour), time.Minute, 9, 9); err != nil || len(got) != 0 {
		b.t.Errorf("got %v, %v", got, err)
	}
}

func (b *bench) prune(now time.Time, keep map[string]time.Duration, fallback time.Duration, want int) {
	b.t.Helper()
	if n, err := b.Prune(b.ctx, now, keep, fallback, 1000); err != nil || n != want {
		b.t.Errorf("prune: got %d, %v; want %d", n, err, want)
	}
}

func prunedItemsNeverComeBack(b *bench) {
	b.sync(source("a", t0))
	e := entry{keys: "c1 u1 g1", title: "old", topics: "x"}
	b.publish(e)
	b.publish(entry{keys: "u2", title: "absorbed", at: t0.Add(time.Minute)})
	b.publish(entry{keys: "c1 u2", title: "old", topics: "x", at: t0.Add(2 * time.Minute)})
	was := b.version(store.Scopes{})
	b.prune(t0.Add(100*time.Hour), nil, time.Hour, 1)
	if got := b.titles(store.Query{Private: true}); got != "" {
		b.t.Errorf("items: got %q", got)
	}
	for _, q := range []store.Query{{Topics: []string{"x"}}, {Words: [][]string{{"old"}}}, {Sources: []string{"a"}}} {
		if n, err := b.Count(b.ctx, q); n != 0 || err != nil {
			b.t.Errorf("%+v: got %d, %v", q, n, err)
		}
	}
	if v := b.version(store.Scopes{Topics: []string{"x"}}); v.Seq <= was.Seq {
		b.t.Error("the topic of a pruned item was not touched")
	}
	keys := b.stats().Keys
	for i, k := range []string{"c1 u1 g1", "u1", "g1", "u2", "c1 u9"} {
		e := entry{keys: k, title: "back", at: t0.Add(101 * time.Hour)}
		if out := b.commit(e); out.New != 0 || out.Pruned != 1 {
			b.t.Errorf("%d (%s): got %+v", i, k, out)
		}
	}
	if s := b.stats(); s.Items != 0 || s.Origins != 0 || s.Keys != keys+1 {
		b.t.Errorf("stats: got %+v; want no items and one key more than %d", s, keys)
	}
	// The key that came with a pruned entry leads to it as well.
	if out := b.commit(entry{source: "z", keys: "u9", at: t0.Add(102 * time.Hour)}); out.Pruned != 1 {
		b.t.Errorf("the added key: got %+v", out)
	}
	states, err := b.States(b.ctx)
	if err != nil || states[0].Items != 0 {
		b.t.Errorf("states: got %+v, %v", states, err)
	}
	if _, err := b.Item(b.ctx, id("code:s.example:1")); !errors.Is(err, store.ErrNotFound) {
		b.t.Errorf("item: got %v, want not found", err)
	}
}

func theLongestKeepCounts(b *bench) {
	b.publish(
		entry{source: "day", keys: "u1", title: "day"}, entry{source: "ever", keys: "u2", title: "ever"}, entry{source: "other", keys: "u3", title: "other"},
		entry{source: "day", keys: "u4", title: "both"}, entry{source: "ever", carried: true, keys: "u4"},
	)
	keep := map[string]time.Duration{"day": 24 * time.Hour, "ever": 0}
	b.prune(t0.Add(23*time.Hour), keep, 48*time.Hour, 0)
	b.prune(t0.Add(25*time.Hour), keep, 48*time.Hour, 1)
	b.prune(t0.Add(49*time.Hour), keep, 48*time.Hour, 1)
	b.prune(t0.Add(99999*time.Hour), keep, 0, 0)
	got := b.items(store.Query{})
	if len(got) != 2 || !slices.ContainsFunc(got, func(it news.Item) bool { return it.Title == "both" }) {
		b.t.Errorf("kept: got %s, want both and ever", titles(got))
	}
}

func pruneKeepsFounders(b *bench) {
	b.publish(entry{keys: "u1", title: "founder"}, entry{keys: "u2", title: "member", topics: "m", source: "m"})
	b.verdicts(store.Verdict{Item: url(2), Copy: url(1), Story: url(1)})
	was := b.version(store.Scopes{})
	b.prune(t0.Add(100*time.Hour), map[string]time.Duration{"m": 0}, time.Hour, 1)
	if it := b.item(url(2)); it.Story != url(1) || it.Copy != url(1) {
		b.t.Errorf("groups: got %s, %s, want %s", it.Story, it.Copy, url(1))
	}
	if v := b.version(store.Scopes{Topics: []string{"m"}}); v.Seq <= was.Seq {
		b.t.Error("the member's topic was not touched")
	}
}

func pruneGoesInSteps(b *bench) {
	var es []entry
	for i := range 250 {
		es = append(es, entry{keys: fmt.Sprintf("u%d", i), at: t0.Add(time.Duration(i) * time.Second)})
	}
	b.publish(es...)
	now := t0.Add(100 * time.Hour)
	n, err := b.Prune(b.ctx, now, nil, time.Hour, 120)
	if err != nil || n != 120 {
		b.t.Fatalf("first step: got %d, %v", n, err)
	}
	left := b.items(store.Query{Limit: 1000})
	if len(left) != 130 || !left[129].Sort.Equal(t0.Add(120*time.Second)) {
		b.t.Errorf("left: got %d, the oldest of %v", len(left), left[len(left)-1].Sort)
	}
	b.prune(now, nil, time.Hour, 130)
}

func aBackupRefusesAnExistingFile(b *bench) {
	b.publish(entry{keys: "u1"})
	path := filepath.Join(b.t.TempDir(), "a b ؟.db")
	if err := b.Backup(b.ctx, path); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Backup(b.ctx, path); err == nil {
		b.t.Error("a second backup to the same name: got no error")
	}
}

func aSoundStoreChecks(b *bench) {
	b.shelf()
	b.twoThatMerge()
	b.judge()
	b.prune(t0.Add(1000*time.Hour), map[string]time.Duration{"s1": 0}, time.Hour, 60-20+1)
	if err := b.Check(b.ctx); err != nil {
		b.t.Errorf("check: %v", err)
	}
	if err := b.Ready(b.ctx); err != nil {
		b.t.Errorf("ready: %v", err)
	}
}
