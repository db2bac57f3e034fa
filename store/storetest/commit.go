package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"golchin/aggregator/news"
	"golchin/store"
)

func commitTests() []func(*bench) {
	return []func(*bench){
		anItemReadBackIsTheOneWritten, anEntrySeenAgainChangesNothing, anUnjudgedItemIsNotPublished,
		aChangedHeadlineUpdatesInPlace, anotherSourceAddsAnOrigin, whatAlternatesInOneDocumentIsNoNews,
		aTextThatGoesBackIsAnUpdate, aRaisedPriorityTakesTheWords, aLostClaimWritesNothing, aStateAloneIsKept, aCancelledCommitLeavesNothing,
		roundsOfOneCommitSeeEachOther, commitsInParallelLoseNothing, orderOfArrivalDoesNotMatter, countersFollowTheItems,
		hostileKeysAreKept, theSameEntryTwiceIsOneItem, eventsComeNewestFirst, manyItemsOfOneMillisecondKeepTheirOrder,
		anItemBeyondTheOriginLimitStaysCheap,
	}
}

// sameItems compares items; empty and missing lists are alike.
var sameItems = cmp.Options{cmpopts.EquateEmpty()}

func anItemReadBackIsTheOneWritten(b *bench) {
	e := entry{keys: "c215615 u1 g1", title: "آتش‌بس <b> & «غزه»", text: "متن", topics: "gaza-ceasefire iran", date: t0.Add(-time.Hour)}
	c := e.candidate()
	c.Item.Authors = []news.Person{{Name: "نویسنده", URL: "https://s.example/w"}}
	c.Item.Enclosures = []news.Enclosure{{URL: "https://s.example/a.mp3", Type: "audio/mpeg", Length: 1 << 40, Duration: 95 * time.Minute}}
	c.Item.Podcast = &news.Podcast{
		Duration: 95 * time.Minute, Image: "https://s.example/a.jpg", Episode: "12", Season: 3, EpisodeType: "full", Explicit: "false",
		Transcripts: []news.Transcript{{URL: "https://s.example/a.vtt", Type: "text/vtt", Language: "fa"}},
		Chapters:    "https://s.example/a.chapters.json", Show: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
	}
	c.Item.Image, c.Item.Comments, c.Item.Rights, c.Item.Lead = "https://s.example/i.jpg", "https://s.example/c", "©", "lead"
	c.Item.FullText, c.Item.RawPublished, c.Item.Code = "<p>all</p>", "۱۴۰۲/۰۹/۰۶", "215615"
	c.Item.Repaired = []string{"date: jalali"}
	c.Origin.Via = news.Via{Title: "via", URL: "https://v.example"}
	r := round(e)
	r.Candidates[0] = c
	out := b.commitRounds(r)[0]
	if out.New != 1 || len(out.Items) != 1 || out.Items[0] != c.Item.ID {
		b.t.Errorf("outcome: got %+v", out)
	}
	b.judge()
	want := c.Item
	want.Origins = []news.Origin{c.Origin}
	want.Copy, want.Story, want.Judged = want.ID, want.ID, true
	got := b.item(want.ID)
	if got.Changed == 0 {
		b.t.Error("changed: got 0 for a published item")
	}
	want.Changed = got.Changed
	if d := cmp.Diff(got, want, sameItems); d != "" {
		b.t.Errorf("item (-got +want):\n%s", d)
	}
	if d := cmp.Diff(b.items(store.Query{}), []news.Item{want}, sameItems); d != "" {
		b.t.Errorf("items (-got +want):\n%s", d)
	}
	for _, k := range c.Keys {
		if got, err := b.ByKey(b.ctx, k); err != nil || got.ID != want.ID {
			b.t.Errorf("by key %s: got %s, %v", k, got.ID, err)
		}
	}
	light := b.items(store.Query{Light: true})[0]
	want.Content, want.FullText, want.Headlines, want.Merged = "", "", nil, nil
	if d := cmp.Diff(light, want, sameItems); d != "" {
		b.t.Errorf("light (-got +want):\n%s", d)
	}
}

func anEntrySeenAgainChangesNothing(b *bench) {
	e := entry{keys: "c1 u1 g1", topics: "x"}
	b.publish(e)
	before, was := b.byKey(e), b.version(store.Scopes{})
	e.at = t0.Add(time.Hour)
	out := b.commit(e)
	if out.Same != 1 || out.New+out.Changed+out.Origins != 0 {
		b.t.Errorf("outcome: got %+v, want one same", out)
	}
	if d := cmp.Diff(b.byKey(e), before, sameItems); d != "" {
		b.t.Errorf("item (-got +want):\n%s", d)
	}
	if got := b.version(store.Scopes{}); got != was {
		b.t.Errorf("version: got %v, want %v", got, was)
	}
}

func anUnjudgedItemIsNotPublished(b *bench) {
	e := entry{keys: "u1", topics: "x"}
	b.commit(e)
	for _, q := range []store.Query{{}, {Topics: []string{"x"}}, {Sources: []string{"a"}}, {Private: true}, {Words: [][]string{{"headline"}}}} {
		if got := b.titles(q); got != "" {
			b.t.Errorf("items %+v: got %s, want none", q, got)
		}
		if n, err := b.Count(b.ctx, q); n != 0 || err != nil {
			b.t.Errorf("count %+v: got %d, %v", q, n, err)
		}
	}
	if v := b.version(store.Scopes{}); v.Seq != 0 {
		b.t.Errorf("version: got %v before anything was published", v)
	}
	if it := b.byKey(e); it.Judged {
		b.t.Error("the item says it was judged")
	}
}

func aChangedHeadlineUpdatesInPlace(b *bench) {
	b.publish(entry{keys: "c1 u1", title: "old", topics: "x"})
	was := b.version(store.Scopes{Topics: []string{"y"}})
	e := entry{keys: "c1 u1", title: "new", topics: "y", at: t0.Add(time.Hour)}
	out := b.commit(e)
	if out.Changed != 1 || len(out.Items) != 1 {
		b.t.Errorf("outcome: got %+v, want one changed", out)
	}
	it := b.byKey(e)
	if it.Title != "new" || len(it.Headlines) != 1 || it.Headlines[0].Title != "old" || !it.Headlines[0].Until.Equal(e.at) {
		b.t.Errorf("item: got %q, headlines %v", it.Title, it.Headlines)
	}
	if !it.Updated.Equal(e.at) || !it.Sort.Equal(t0) || !it.Judged {
		b.t.Errorf("item: updated %v, sort %v, judged %v", it.Updated, it.Sort, it.Judged)
	}
	if got := b.titles(store.Query{Topics: []string{"y"}}) + "|" + b.titles(store.Query{Topics: []string{"x"}}); got != "new|" {
		b.t.Errorf("topics y|x: got %s", got)
	}
	if got := b.titles(store.Query{Words: [][]string{{"new"}}}) + "|" + b.titles(store.Query{Words: [][]string{{"old"}}}); got != "new|" {
		b.t.Errorf("words new|old: got %s", got)
	}
	if got := b.version(store.Scopes{Topics: []string{"y"}}); got.Seq <= was.Seq {
		b.t.Errorf("version: got %v, want more than %v", got, was)
	}
	if items, err := b.Unjudged(b.ctx, 10); err != nil || len(items) != 1 {
		b.t.Errorf("unjudged: got %d, %v; want the changed item", len(items), err)
	}
}

func anotherSourceAddsAnOrigin(b *bench) {
	b.publish(entry{keys: "c1 u1", title: "own words", topics: "x"})
	e := entry{source: "carrier", carried: true, keys: "u1", title: "other words", at: t0.Add(time.Hour)}
	out := b.commit(e)
	if out.Origins != 1 || out.Changed != 0 {
		b.t.Errorf("outcome: got %+v, want one origin", out)
	}
	it := b.byKey(e)
	if it.Title != "own words" || len(it.Origins) != 2 || !it.Updated.Equal(t0) {
		b.t.Errorf("item: got %q, %d origins, updated %v", it.Title, len(it.Origins), it.Updated)
	}
	if got := b.titles(store.Query{Sources: []string{"carrier"}}); got != "own words" {
		b.t.Errorf("of the carrier: got %q", got)
	}
	if v := b.version(store.Scopes{Sources: []string{"carrier"}}); v.Seq == 0 {
		b.t.Error("a new origin did not touch its source")
	}
}

func whatAlternatesInOneDocumentIsNoNews(b *bench) {
	doc := func(at time.Time) []entry {
		return []entry{{keys: "u1", title: "breaking", at: at}, {keys: "u1", title: "the whole story", at: at}}
	}
	b.publish(doc(t0)...)
	want := b.byKey(entry{keys: "u1"})
	for i := range 4 {
		b.publish(doc(t0.Add(time.Duration(i+1) * time.Hour))...)
	}
	if got := b.byKey(entry{keys: "u1"}); got.Title != want.Title || len(got.Headlines) != 0 || !got.Updated.Equal(want.Updated) {
		b.t.Errorf("item: got %q, headlines %v, updated %v", got.Title, got.Headlines, got.Updated)
	}
}

func aTextThatGoesBackIsAnUpdate(b *bench) {
	for i, title := range []string{"one", "two", "one"} {
		b.publish(entry{keys: "u1", title: title, at: t0.Add(time.Duration(i) * time.Hour)})
	}
	if got := b.byKey(entry{keys: "u1"}); got.Title != "one" || len(got.Headlines) != 2 {
		b.t.Errorf("item: got %q, headlines %v", got.Title, got.Headlines)
	}
}

func aRaisedPriorityTakesTheWords(b *bench) {
	b.publish(entry{source: "a", keys: "u1", title: "of a"})
	later := entry{source: "b", keys: "u1", title: "of b", at: t0.Add(time.Hour)}
	b.publish(later)
	later.prio, later.at = 5, t0.Add(2*time.Hour)
	b.publish(later)
	if got := b.byKey(later); got.Title != "of b" {
		b.t.Errorf("title: got %q, want that of the raised source", got.Title)
	}
}

func aLostClaimWritesNothing(b *bench) {
	b.sync(source("a", t0))
	first := b.claim(store.ClaimQuery{})[0]
	second := b.claim(store.ClaimQuery{Now: t0.Add(time.Hour)})[0]
	lost, held := round(entry{keys: "u1", title: "lost"}), round(entry{keys: "u2", title: "held"})
	lost.Claim, held.Claim = first, second
	st := first.State
	st.ETag = "lost"
	lost.State = &st
	lost.Events = []store.Event{{At: t0, Source: "a", Kind: "died"}}
	lost.Hosts = []store.HostState{{Host: "lost.example"}}
	outs := b.commitRounds(lost, held)
	if !errors.Is(outs[0].Err, store.ErrClaimLost) || outs[0].New != 0 {
		b.t.Errorf("lost round: got %+v", outs[0])
	}
	if outs[1].Err != nil || outs[1].New != 1 {
		b.t.Errorf("held round: got %+v", outs[1])
	}
	b.judge()
	states, _ := b.States(b.ctx)
	hosts, _ := b.Hosts(b.ctx)
	events, _ := b.Events(b.ctx, 9)
	if got := b.titles(store.Query{}); got != "held" || states[0].ETag != "" || len(hosts) != 0 || len(events) != 0 {
		b.t.Errorf("kept: items %s, etag %q, hosts %v, events %v", got, states[0].ETag, hosts, events)
	}
}

func aStateAloneIsKept(b *bench) {
	b.sync(source("a", t0))
	c := b.claim(store.ClaimQuery{})[0]
	st := c.State
	st.ETag, st.NextPoll, st.LastStatus, st.SkipDays = `W/"x"`, t0.Add(time.Hour), 304, []time.Weekday{time.Friday}
	st.Gap = 90 * time.Second
	out := b.commitRounds(store.Round{Claim: c, Seen: t0, State: &st})[0]
	if out.Err != nil || out.Source != "a" {
		b.t.Errorf("outcome: got %+v", out)
	}
	states, err := b.States(b.ctx)
	if err != nil || len(states) != 1 {
		b.t.Fatalf("states: got %v, %v", states, err)
	}
	if d := cmp.Diff(states[0], st); d != "" {
		b.t.Errorf("state (-got +want):\n%s", d)
	}
	if got := names(b.claim(store.ClaimQuery{Now: t0.Add(2 * time.Hour)})); got != "a" {
		b.t.Errorf("after the commit the lease should be over: claimed %q", got)
	}
}

func aCancelledCommitLeavesNothing(b *bench) {
	b.sync(source("a", t0))
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	var es []entry
	for i := range 50 {
		es = append(es, entry{keys: fmt.Sprintf("u%d", i)})
	}
	if _, err := b.Commit(ctx, []store.Round{round(es...)}); err == nil {
		b.t.Error("commit under a cancelled context: got no error")
	}
	if s := b.stats(); s.Items != 0 || s.Keys != 0 {
		b.t.Errorf("stats: got %+v", s)
	}
	if out := b.commit(es...); out.New != 50 {
		b.t.Errorf("commit after it: got %+v", out)
	}
}

func roundsOfOneCommitSeeEachOther(b *bench) {
	outs := b.commitRounds(
		round(entry{source: "a", keys: "u1"}), round(entry{source: "b", carried: true, keys: "u1"}), round(entry{source: "c", keys: "c1 u1"}))
	if outs[0].New != 1 || outs[1].New+outs[2].New != 0 {
		b.t.Errorf("outcomes: got %+v", outs)
	}
	it := b.byKey(entry{keys: "u1"})
	if want := id("code:s.example:1"); it.ID != want || len(it.Origins) != 3 {
		b.t.Errorf("item: got %s with %d origins, want %s with 3", it.ID, len(it.Origins), want)
	}
	if outs[0].Items[0] != it.ID {
		b.t.Errorf("the first outcome names %s, the item is %s", outs[0].Items[0], it.ID)
	}
}

func commitsInParallelLoseNothing(b *bench) {
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 10 {
				// Every item comes from two goroutines.
				e := entry{source: fmt.Sprintf("s%d", g), carried: g%2 == 1, keys: fmt.Sprintf("u%d-%d", g/2, i)}
				if _, err := b.Commit(b.ctx, []store.Round{round(e)}); err != nil {
					b.t.Errorf("commit: %v", err)
				}
			}
		})
	}
	wg.Wait()
	b.judge()
	if s := b.stats(); s.Items != 40 || s.Origins != 80 || s.Keys != 40 {
		b.t.Errorf("stats: got %+v, want 40 items, 80 origins, 40 keys", s)
	}
}

func countersFollowTheItems(b *bench) {
	b.sync(source("a", t0), source("b", t0))
	b.publish(entry{source: "a", keys: "c1 u1"}, entry{source: "a", keys: "u2"}, entry{source: "b", carried: true, keys: "u1"})
	b.publish(entry{source: "b", carried: true, keys: "u1", title: "changed", at: t0.Add(time.Hour)})
	states, err := b.States(b.ctx)
	if err != nil || len(states) != 2 || states[0].Items != 2 || states[1].Items != 1 {
		b.t.Errorf("states: got %+v, %v; want 2 and 1 items", states, err)
	}
	if s := b.stats(); s.Items != 2 || s.Origins != 3 || s.Keys != 3 || s.Stories != 2 || s.Bytes == 0 {
		b.t.Errorf("stats: got %+v", s)
	}
}

func hostileKeysAreKept(b *bench) {
	for i, k := range []string{"g\x00nul", "g\xff\xfe", "g" + strings.Repeat("x", 5000), `g"',;--`, "g$1"} {
		e := entry{keys: "u1"}
		r := round(e)
		c := &r.Candidates[0]
		c.Keys = []news.Key{news.Key("guid:a:" + k)}
		c.Item.Key, c.Item.ID = c.Keys[0], id(c.Keys[0])
		if out := b.commitRounds(r)[0]; out.New != 1 {
			b.t.Errorf("key %d: got %+v", i, out)
		}
		c.Origin.Hash += " moved" // past any short cut
		if out := b.commitRounds(r)[0]; out.New != 0 {
			b.t.Errorf("key %d again: got %+v", i, out)
		}
		if _, err := b.ByKey(b.ctx, c.Keys[0]); err != nil {
			b.t.Errorf("key %d: %v", i, err)
		}
	}
}

func theSameEntryTwiceIsOneItem(b *bench) {
	e := entry{keys: "c1 u1"}
	if out := b.commit(e, e); out.New != 1 || out.Same != 1 {
		b.t.Errorf("outcome: got %+v", out)
	}
	b.judge()
	if got := b.items(store.Query{}); len(got) != 1 || len(got[0].Origins) != 1 {
		b.t.Errorf("items: got %v", got)
	}
}

func eventsComeNewestFirst(b *bench) {
	var es []store.Event
	for i := range 5 {
		es = append(es, store.Event{At: t0.Add(time.Duration(i) * time.Minute), Source: "a", Kind: "quiet", Text: fmt.Sprintf("event %d", i)})
	}
	b.commitRounds(store.Round{Seen: t0, Events: es})
	got, err := b.Events(b.ctx, 2)
	if err != nil {
		b.t.Fatal(err)
	}
	if d := cmp.Diff(got, []store.Event{es[4], es[3]}); d != "" {
		b.t.Errorf("events (-got +want):\n%s", d)
	}
}

func manyItemsOfOneMillisecondKeepTheirOrder(b *bench) {
	var es []entry
	for i := range 600 {
		es = append(es, entry{keys: fmt.Sprintf("u%d", i)})
	}
	b.publish(es...)
	got := b.items(store.Query{Limit: 1000})
	if len(got) != len(es) {
		b.t.Fatalf("got %d items, want %d", len(got), len(es))
	}
	for i := 1; i < len(got); i++ {
		if got[i-1].ID <= got[i].ID {
			b.t.Fatalf("item %d: %s comes before %s", i, got[i-1].ID, got[i].ID)
		}
	}
}

func anItemBeyondTheOriginLimitStaysCheap(b *bench) {
	var last entry
	for i := range 40 {
		last = entry{keys: "c1 u" + fmt.Sprint(i), at: t0.Add(time.Duration(i) * time.Minute)}
		r := round(last)
		r.Candidates[0].Origin.URL += fmt.Sprint("&n=", i)
		b.commitRounds(r)
	}
	if n := len(b.byKey(last).Origins); n >= 40 {
		b.t.Errorf("got %d origins: nothing bounds them", n)
	}
}
