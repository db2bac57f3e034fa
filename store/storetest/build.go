package storetest

import (
	"context"
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// t0 is the time of the first round of most tests.
var t0 = time.Date(2023, 11, 27, 11, 45, 2, int(7*time.Millisecond), time.UTC)

// entry is a candidate in short: what a test leaves out gets a value that
// follows from the rest.
type entry struct {
	source  string // default "a"
	carried bool   // the source does not speak for the item's site
	prio    int
	private bool
	keys    string // "c1 u1 g1 h1": code, url, guid, hash
	title   string
	text    string
	date    time.Time
	at      time.Time // of the round; default t0
	topics  string    // slugs
	code    string    // news code; "-" and "" are none
	lang    string    // default "fa"
	site    string    // default "s.example"
	page    bool
	updated time.Time // as the source dates its last change
}

// id is an id made of a key as golchin makes them: a version 5 UUID.
func id(key news.Key) news.ItemID {
	h := sha1.Sum([]byte(key))
	h[6], h[8] = h[6]&0x0f|0x50, h[8]&0x3f|0x80
	return news.ItemID(fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}

func (e entry) filled() entry {
	if e.source == "" {
		e.source = "a"
	}
	if e.at.IsZero() {
		e.at = t0
	}
	if e.lang == "" {
		e.lang = "fa"
	}
	if e.site == "" {
		e.site = "s.example"
	}
	if e.title == "" {
		e.title = "headline " + e.keys
	}
	if e.keys == "" {
		panic("entry without keys")
	}
	return e
}

func (e entry) keyList() []news.Key {
	var keys []news.Key
	for _, f := range strings.Fields(e.keys) {
		switch f[0] {
		case 'c':
			keys = append(keys, news.Key("code:"+e.site+":"+f[1:]))
		case 'u':
			keys = append(keys, news.Key("url:https://"+e.site+"/"+f[1:]))
		case 'g':
			keys = append(keys, news.Key("guid:"+e.source+":"+f[1:]))
		case 'h':
			keys = append(keys, news.Key("hash:"+e.source+":"+f[1:]))
		}
	}
	slices.SortFunc(keys, news.Key.Compare)
	return keys
}

func (e entry) candidate() store.Candidate {
	e = e.filled()
	keys := e.keyList()
	link := "https://" + e.site + "/" + strings.Fields(e.keys)[0] + "?from=" + e.source
	it := news.Item{
		ID: id(keys[0]), Key: keys[0], Site: e.site, Canonical: "https://" + e.site + "/" + e.keys, Link: link,
		Publisher: "publisher of " + e.site, Language: e.lang, Title: e.title, Summary: "<p>" + e.text + "</p>",
		Content: "<p>" + e.text + " in full</p>", Published: e.date, FirstSeen: e.at, LastSeen: e.at, Private: e.private,
		Categories: []news.Category{{Term: "سیاسی"}}, Attribution: news.Attribution{Agency: "fars", Cites: []string{"اسپوتنیک"}},
	}
	it.Code = news.Code(strings.Trim(e.code, "-"))
	it.Sort = e.at
	if !e.date.IsZero() && e.date.Before(e.at) {
		it.Sort = e.date
	}
	it.Updated = it.Sort
	for _, slug := range strings.Fields(e.topics) {
		it.Topics = append(it.Topics, news.TopicMatch{Slug: slug, Why: []news.Why{{Term: "آتش‌بس", Field: "title", At: [2]int{0, 7}}}})
	}
	it.Face = news.Face{
		Source: e.source, Own: !e.carried, Private: e.private, Priority: e.prio, Hash: "words " + e.title + "|" + e.text,
		TitleKey: strings.ReplaceAll(e.title, " ", ""), At: e.at,
	}
	return store.Candidate{
		Item: it, Keys: keys, Page: e.page, Folded: store.Folded{Title: e.title, Text: e.text},
		Origin: news.Origin{
			Source: e.source, Publisher: "publisher " + e.source, URL: link, GUID: "guid " + e.keys, Title: e.title, Seen: e.at,
			Updated: e.updated, Private: e.private, Hash: "said " + e.title + "|" + e.text + "|" + e.date.String() + e.updated.String(),
		},
	}
}

// bench is a store under test.
type bench struct {
	t *testing.T
	store.Store
	ctx context.Context
}

func newBench(t *testing.T, open func(*testing.T) store.Store) *bench {
	t.Helper()
	return &bench{t: t, Store: open(t), ctx: t.Context()}
}

// round is a round of those entries; its time is that of the first.
func round(es ...entry) store.Round {
	r := store.Round{Rules: "rules 1", Keyed: 1, Seen: t0}
	for _, e := range es {
		r.Candidates = append(r.Candidates, e.candidate())
		r.Seen = e.filled().at
	}
	return r
}

// commit writes one round of entries and fails the test if it cannot.
func (b *bench) commit(es ...entry) store.Outcome {
	b.t.Helper()
	return b.commitRounds(round(es...))[0]
}

func (b *bench) commitRounds(rs ...store.Round) []store.Outcome {
	b.t.Helper()
	outs, err := b.Commit(b.ctx, rs)
	if err != nil {
		b.t.Fatalf("commit: %v", err)
	}
	if len(outs) != len(rs) {
		b.t.Fatalf("commit: got %d outcomes for %d rounds", len(outs), len(rs))
	}
	return outs
}

// judge publishes all that waits, each item alone.
func (b *bench) judge() {
	b.t.Helper()
	for {
		items, err := b.Unjudged(b.ctx, 50)
		if err != nil {
			b.t.Fatalf("unjudged: %v", err)
		}
		if len(items) == 0 {
			return
		}
		var vs []store.Verdict
		for _, it := range items {
			vs = append(vs, store.Verdict{Item: it.ID, Copy: it.Copy, Story: it.Story, Merged: it.Merged})
		}
		b.verdicts(vs...)
	}
}

func (b *bench) verdicts(vs ...store.Verdict) {
	b.t.Helper()
	if err := b.Judge(b.ctx, vs); err != nil {
		b.t.Fatalf("judge: %v", err)
	}
}

// publish commits entries and judges them.
func (b *bench) publish(es ...entry) store.Outcome {
	b.t.Helper()
	out := b.commit(es...)
	b.judge()
	return out
}

func (b *bench) items(q store.Query) []news.Item {
	b.t.Helper()
	items, err := b.Items(b.ctx, q)
	if err != nil {
		b.t.Fatalf("items %+v: %v", q, err)
	}
	return items
}

// titles are the headlines of the items that pass q.
func (b *bench) titles(q store.Query) string {
	b.t.Helper()
	return titles(b.items(q))
}

func titles(items []news.Item) string {
	var out []string
	for _, it := range items {
		out = append(out, it.Title)
	}
	return strings.Join(out, ", ")
}

func (b *bench) item(i news.ItemID) news.Item {
	b.t.Helper()
	it, err := b.Item(b.ctx, i)
	if err != nil {
		b.t.Fatalf("item: %v", err)
	}
	return it
}

// byKey is the item a key in short leads to.
func (b *bench) byKey(e entry) news.Item {
	b.t.Helper()
	it, err := b.ByKey(b.ctx, e.filled().keyList()...)
	if err != nil {
		b.t.Fatalf("by key %s: %v", e.keys, err)
	}
	return it
}

func (b *bench) version(s store.Scopes) store.Version {
	b.t.Helper()
	v, err := b.Version(b.ctx, s)
	if err != nil {
		b.t.Fatalf("version: %v", err)
	}
	return v
}

func (b *bench) stats() store.Stats {
	b.t.Helper()
	s, err := b.Stats(b.ctx)
	if err != nil {
		b.t.Fatalf("stats: %v", err)
	}
	return s
}

func (b *bench) sync(want ...store.SourceState) []store.SourceState {
	b.t.Helper()
	got, err := b.Sync(b.ctx, want)
	if err != nil {
		b.t.Fatalf("sync: %v", err)
	}
	return got
}

func (b *bench) claim(q store.ClaimQuery) []store.Claim {
	b.t.Helper()
	if q.Now.IsZero() {
		q.Now = t0
	}
	if q.Lease == 0 {
		q.Lease = time.Minute
	}
	if q.Limit == 0 {
		q.Limit = 100
	}
	got, err := b.Claim(b.ctx, q)
	if err != nil {
		b.t.Fatalf("claim: %v", err)
	}
	return got
}

// names are the sources of claims, in order.
func names(claims []store.Claim) string {
	var out []string
	for _, c := range claims {
		out = append(out, c.State.Name)
	}
	return strings.Join(out, " ")
}

// source is a source due at next.
func source(name string, next time.Time) store.SourceState {
	return store.SourceState{
		Name: name, ConfigURL: "https://" + name + ".example/feed", URL: "https://" + name + ".example/feed",
		Host: name + ".example:443", NextPoll: next, NextWhy: "schedule",
	}
}
