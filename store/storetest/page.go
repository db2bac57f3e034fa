package storetest

import (
	"fmt"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

func (b *bench) pages(at time.Time, n, perHost int) []store.Page {
	b.t.Helper()
	pages, err := b.ClaimPages(b.ctx, at, time.Minute, n, perHost)
	if err != nil {
		b.t.Fatal(err)
	}
	return pages
}

// read writes a page as read at that time.
func (b *bench) read(p store.Page, at time.Time) {
	p.Next, p.ETag, p.Read, p.Tries = time.Time{}, "e", at, 0
	p.Reads++
	b.commitRounds(store.Round{Pages: []store.Page{p}})
}

// aChangedItemAsksAgain holds when a page that was read is asked again: when
// the source whose words the item has changes them, or dates them later.
func aChangedItemAsksAgain(b *bench) {
	b.sync(source("a", t0), source("c", t0))
	e := entry{keys: "u1", page: true}
	b.publish(e)
	b.read(b.pages(t0, 9, 9)[0], t0)
	day := func(n int) time.Time { return t0.Add(time.Duration(n) * 24 * time.Hour) }
	for i, step := range []struct {
		name   string
		change func(*entry)
		asks   bool
	}{
		{"nothing new", func(*entry) {}, false},
		{"another headline", func(e *entry) { e.title = "another" }, true},
		{"another text", func(e *entry) { e.text = "another" }, true},
		{"another topic", func(e *entry) { e.topics = "x" }, false},
		{"a later date", func(e *entry) { e.updated = day(1) }, true},
		{"the same date", func(*entry) {}, false},
		{"an earlier date", func(e *entry) { e.updated = t0 }, false},
		{"a carrier's words", func(e *entry) { e.source, e.carried, e.title = "c", true, "carried" }, false},
		{"a source without full_text", func(e *entry) { e.source, e.carried, e.title, e.page = "a", false, "third", false }, false},
	} {
		step.change(&e)
		e.at = day(i + 1)
		b.commit(e)
		pages := b.pages(e.at.Add(time.Hour), 9, 9)
		if (len(pages) == 1) != step.asks {
			b.t.Fatalf("%s: %d pages, want asked %v", step.name, len(pages), step.asks)
		}
		if step.asks {
			if pages[0].ETag != "e" || pages[0].Tries != 0 || pages[0].Reads < 1 {
				b.t.Errorf("%s: got %+v", step.name, pages[0])
			}
			b.read(pages[0], e.at)
		}
	}
}

// aPageInHandIsAskedAgain edits an item while its page is being read, for the
// first time or again: what was read may be of before.
func aPageInHandIsAskedAgain(b *bench) {
	b.sync(source("a", t0))
	for i, readBefore := range []bool{false, true} {
		e := entry{keys: fmt.Sprint("u", i), page: true, at: t0.Add(time.Duration(i) * 1000 * time.Hour)}
		b.publish(e)
		if readBefore {
			b.read(b.pages(e.at, 9, 9)[0], e.at)
			e.title, e.at = "second", e.at.Add(24*time.Hour)
			b.commit(e)
		}
		inHand := b.pages(e.at, 9, 9)[0]
		e.title, e.at = "third", e.at.Add(time.Second)
		b.commit(e)
		b.read(inHand, e.at)
		got := b.pages(e.at.Add(24*time.Hour), 9, 9)
		if len(got) != 1 {
			b.t.Fatalf("read before %v: %d pages, want the one whose reader came too late", readBefore, len(got))
		}
		b.read(got[0], e.at.Add(24*time.Hour))
	}
}

func hostsHaveTheirShareOfPages(b *bench) {
	b.sync(source("a", t0))
	var es []entry
	for i := range 6 {
		es = append(es, entry{keys: fmt.Sprint("u", i+1), page: true})
	}
	b.publish(append(es, entry{site: "t.example", keys: "u9", page: true})...)
	first := b.pages(t0, 9, 2)
	if len(first) != 3 || len(b.pages(t0, 9, 2)) != 0 {
		b.t.Fatalf("%d pages, want two of a host with six and the one of another", len(first))
	}
	b.read(first[0], t0)
	if got := b.pages(t0, 9, 2); len(got) != 1 {
		b.t.Errorf("after one was read: %d pages, want 1", len(got))
	}
}

// aPageLeavesWhatFeedsSay lets a feed edit an item whose page was read, and a
// page come in that was read beside other words.
func aPageLeavesWhatFeedsSay(b *bench) {
	e := entry{keys: "c1 u1", title: "headline", text: "short", topics: "x"}
	b.publish(e)
	e.at = t0.Add(time.Hour)
	r := round(e)
	c := &r.Candidates[0]
	c.FromPage, c.Item.FullText, c.Item.Image, c.Folded.Text = true, "<p>the long text</p>", "https://s.example/p.jpg", "the long text"
	c.Item.Attribution = news.Attribution{Agency: "reuters", SourceCode: "77"}
	c.Item.Repaired = []string{"date: jalali", store.PageNote + "news code"}
	b.commitRounds(r)
	edited := entry{keys: "c1 u1", title: "another headline", text: "short", topics: "y", at: t0.Add(2 * time.Hour)}
	b.commit(edited)
	check := func(when string) {
		b.t.Helper()
		it := b.byKey(edited)
		if it.Title != "another headline" || it.FullText != c.Item.FullText || it.Image != c.Item.Image || it.Agency != "reuters" || it.SourceCode != "77" ||
			len(it.Repaired) != 1 || len(it.Topics) != 1 || it.Topics[0].Slug != "y" {
			b.t.Errorf("%s: got %q, %q, image %q, %+v, repaired %q, topics %v", when, it.Title, it.FullText, it.Image, it.Attribution, it.Repaired, it.Topics)
		}
	}
	check("after the edit")
	late := round(e) // read while the item had its first headline
	late.Candidates[0] = *c
	late.Candidates[0].Item.FullText, late.Candidates[0].Item.Topics = "<p>longer still</p>", round(e).Candidates[0].Item.Topics
	c.Item.FullText = "<p>longer still</p>"
	b.commitRounds(late)
	check("after the page of before")
	got, err := b.Misfiled(b.ctx, "rules 1", 9)
	if err != nil || len(got) != 1 {
		b.t.Fatalf("misfiled: %d, %v; want the item, whose page and feed know nothing of each other", len(got), err)
	}
	stale := got[0]
	stale.Face.Hash = "of before"
	for _, of := range []struct {
		it    news.Item
		filed bool
	}{{stale, false}, {got[0], true}} {
		z := []news.TopicMatch{{Slug: "z"}}
		if err := b.File(b.ctx, "rules 1", map[news.ItemID]store.Filing{of.it.ID: {Topics: z, Of: store.Stamp(of.it)}}); err != nil {
			b.t.Fatal(err)
		}
		if it := b.byKey(edited); (it.Topics[0].Slug == "z") != of.filed {
			b.t.Errorf("topics %v, want filed %v", it.Topics, of.filed)
		}
	}
}

// aPageBeforeTheJudge reads the page of an item that awaits the judge while
// somebody files it: what the page says counts.
func aPageBeforeTheJudge(b *bench) {
	e := entry{keys: "c1 u1", title: "headline", text: "short", topics: "x"}
	b.commit(e)
	was, err := b.ByKey(b.ctx, e.candidate().Keys...)
	if err != nil {
		b.t.Fatal(err)
	}
	r := round(entry{keys: "c1 u1", title: "headline", text: "short", topics: "y"})
	r.Rules = "rules 2"
	r.Candidates[0].FromPage, r.Candidates[0].Item.FullText = true, "<p>the long text</p>"
	b.commitRounds(r)
	z := []news.TopicMatch{{Slug: "z"}}
	if err := b.File(b.ctx, "rules 2", map[news.ItemID]store.Filing{was.ID: {Topics: z, Of: store.Stamp(was)}}); err != nil {
		b.t.Fatal(err)
	}
	it := b.byKey(e)
	if len(it.Topics) != 1 || it.Topics[0].Slug != "y" {
		b.t.Errorf("topics %v, want those of headline and page", it.Topics)
	}
}
