package aggregator

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
)

// press is a world with one source of full_text whose feed lies on another
// host than its pages.
type press struct {
	*world
	feed, page *site
	title      string
	updated    string // of the entry
	date       string
}

const (
	pressLink = "http://s.example/news/1"
	pressETag = `"page-1"`
)

// leaflet is an article page of those words.
func leaflet(words string) string {
	return `<!DOCTYPE html><html lang="en"><head><title>One</title><meta property="og:image" content="/p.jpg"></head><body><article><h1>One</h1><p>` +
		strings.Repeat(words+" ", 30) + `</p><p>` + strings.Repeat("It was said again. ", 20) + `</p></article><p>News ID: 77123</p></body></html>`
}

func newPress(t *testing.T, page func(int, http.ResponseWriter, *http.Request)) *press {
	src := news.Source{Name: "one", URLs: []string{"http://feeds.example/atom"}, Site: "s.example", Schedule: "@every 15m", Explicit: true, FullText: true}
	p := &press{world: newWorld(t, src), title: "One", updated: "2023-11-27T09:00:00Z", date: "2023-11-27T09:00:00Z"}
	p.feed = &site{do: func(_ int, rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, p.document()) }}
	p.page = &site{do: page}
	p.site("feeds.example", p.feed)
	p.site("s.example", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		p.page.ServeHTTP(rw, r)
	}))
	p.start()
	rules, err := topic.Compile([]news.Topic{{Slug: "old", Match: "wolves"}, {Slug: "new", Match: "bears"}, {Slug: "deep", Match: "owls"}})
	if err != nil {
		t.Fatal(err)
	}
	p.agg.Topics = rules
	p.set(noon.Add(2 * time.Minute))
	return p
}

func (p *press) document() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Press</title><id>f</id><updated>%s</updated><entry><id>e1</id><title>%s</title><link href="%s"/><published>%s</published><updated>%s</updated><summary>said in short</summary></entry></feed>`,
		p.now.Format(time.RFC3339Nano), p.title, pressLink, p.date, p.updated)
}

// says changes the entry.
func (p *press) says(title, updated string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.title, p.updated = title, updated
}

// round polls, reads what pages are due and judges.
func (p *press) round(d time.Duration) news.Item {
	p.t.Helper()
	p.after(d)
	for _, step := range []error{p.agg.relate(p.t.Context()), p.agg.readPages(p.t.Context()), p.agg.relate(p.t.Context())} {
		if step != nil {
			p.t.Fatal(step)
		}
	}
	return p.item()
}

func (p *press) item() news.Item {
	p.t.Helper()
	items, err := p.db.Items(p.t.Context(), store.Query{Limit: 10})
	if err != nil || len(items) != 1 {
		p.t.Fatalf("%d items, %v; want one", len(items), err)
	}
	return items[0]
}

func slugs(it news.Item) string {
	var out []string
	for _, m := range it.Topics {
		out = append(out, m.Slug)
	}
	return strings.Join(out, " ")
}

// TestPageAgain asks a page again when its entry says that the article
// changed, with the page's validators, and at no other time.
func TestPageAgain(t *testing.T) {
	p := newPress(t, cached(leaflet("The owls came."), pressETag))
	first := p.round(0)
	if !strings.Contains(first.FullText, "owls") || p.page.count() != 1 {
		t.Fatalf("full text %q, page asked %d times", first.FullText, p.page.count())
	}
	if p.page.last().Header.Get("If-None-Match") != "" {
		t.Error("the first request had validators")
	}
	for range 5 {
		p.round(time.Hour)
	}
	if p.page.count() != 1 {
		t.Fatalf("the page of an entry that did not change was asked %d times", p.page.count())
	}
	p.says("One, corrected", "2023-11-27T09:00:00Z")
	it := p.round(time.Hour)
	if p.page.count() != 2 || p.page.last().Header.Get("If-None-Match") != pressETag {
		t.Fatalf("after an edit the page was asked %d times, If-None-Match %q", p.page.count(), p.page.last().Header.Get("If-None-Match"))
	}
	if it.FullText != first.FullText || it.Title != "One, corrected" || it.ID != first.ID || it.Image == "" {
		t.Errorf("after a 304: %q, image %q, full text %q", it.Title, it.Image, it.FullText)
	}
	p.page.say(cached(leaflet("The eagles came."), `"page-2"`))
	p.says("One, corrected", "2023-11-27T19:30:00Z") // the entry's words are as they were
	now := p.clock().Add(3 * time.Hour)
	again := p.round(3 * time.Hour)
	if p.page.count() != 3 || !strings.Contains(again.FullText, "eagles") || strings.Contains(again.FullText, "owls") {
		t.Fatalf("after a new date the page was asked %d times; full text %q", p.page.count(), again.FullText)
	}
	if again.ID != first.ID || !again.Updated.Equal(now) || again.Title != it.Title || len(again.Headlines) != 1 {
		t.Errorf("updated %v, want %v; title %q, headlines %v", again.Updated, now, again.Title, again.Headlines)
	}
	if again.Published != first.Published || again.Sort != first.Sort {
		t.Errorf("published %v, sort %v; want %v, %v", again.Published, again.Sort, first.Published, first.Sort)
	}
	for range 5 {
		p.round(time.Hour)
	}
	if p.page.count() != 3 {
		t.Errorf("the page was asked %d times, want 3", p.page.count())
	}
}

// TestPageBudget bounds what a source costs that rewrites its entries at every
// poll.
func TestPageBudget(t *testing.T) {
	p := newPress(t, cached(leaflet("The owls came."), pressETag))
	for i := range 200 {
		p.says(fmt.Sprint("One, version ", i), "2023-11-27T09:00:00Z")
		p.round(15 * time.Minute)
	}
	if n := p.page.count(); n < 3 || n > 8 {
		t.Errorf("in 50 hours of edits the page was asked %d times, want 3 to 8", n)
	}
}

// TestPageThatFails keeps the text that was read when the page is gone later.
func TestPageThatFails(t *testing.T) {
	for _, code := range []int{http.StatusGone, http.StatusInternalServerError} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			p := newPress(t, cached(leaflet("The owls came."), pressETag))
			first := p.round(0)
			p.page.say(refuses(code))
			p.says("One, corrected", "2023-11-27T09:00:00Z")
			it := p.round(time.Hour)
			if p.page.count() != 2 || it.FullText != first.FullText {
				t.Errorf("asked %d times, full text %q", p.page.count(), it.FullText)
			}
		})
	}
}

// TestPageWaits heeds the Retry-After of a page's server.
func TestPageWaits(t *testing.T) {
	p := newPress(t, refuses(http.StatusServiceUnavailable, "Retry-After", "7200"))
	p.round(0)
	p.round(time.Hour)
	if n := p.page.count(); n != 1 {
		t.Errorf("asked %d times within Retry-After, want once", n)
	}
	p.page.say(sends(leaflet("The owls came.")))
	if it := p.round(61 * time.Minute); !strings.Contains(it.FullText, "owls") {
		t.Errorf("after Retry-After: full text %q", it.FullText)
	}
}

// TestPageBesideEdit lets the feed edit an item while its page is being read:
// neither takes anything from the other, and topics are those of both.
func TestPageBesideEdit(t *testing.T) {
	p := newPress(t, nil)
	p.says("Wolves", "2023-11-27T09:00:00Z")
	p.page.say(func(n int, rw http.ResponseWriter, r *http.Request) {
		if n == 1 { // the newsroom is at work
			p.says("Bears", "2023-11-27T12:00:00Z")
			p.after(time.Hour)
		}
		cached(leaflet("The owls came."), pressETag)(n, rw, r)
	})
	it := p.round(0)
	if it.Title != "Bears" || !strings.Contains(it.FullText, "owls") {
		t.Errorf("title %q, full text %q", it.Title, it.FullText)
	}
	if got := slugs(it); got != "deep new" && got != "new deep" {
		t.Errorf("topics %q, want those of the new headline and of the page", got)
	}
	for word, want := range map[string]int{"wolves": 0, "bears": 1, "owls": 1} {
		if got, err := p.db.Items(t.Context(), store.Query{Words: [][]string{{word}}, Limit: 9}); err != nil || len(got) != want {
			t.Errorf("search for %s: %d items, %v; want %d", word, len(got), err, want)
		}
	}
}

// TestEditBesidePage holds what an edit in the feed may change of an item
// whose page was read, at once and not at the next upkeep.
func TestEditBesidePage(t *testing.T) {
	p := newPress(t, sends(leaflet("The owls came, Reuters reported.")+"<p>Source: Reuters</p>", "ETag", pressETag))
	first := p.round(0)
	if slugs(first) != "deep" || first.Agency != "reuters" {
		t.Fatalf("topics %q, agency %q", slugs(first), first.Agency)
	}
	p.page.say(refuses(http.StatusInternalServerError))
	p.says("Bears", "2023-11-27T12:00:00Z")
	p.after(time.Hour)
	it := p.item()
	if it.Title != "Bears" || it.FullText != first.FullText || it.Agency != "reuters" || it.Image != first.Image || len(it.Repaired) != len(first.Repaired) {
		t.Errorf("title %q, agency %q, image %q, repaired %q", it.Title, it.Agency, it.Image, it.Repaired)
	}
	if got := slugs(it); got != "deep new" && got != "new deep" {
		t.Errorf("topics %q right after the poll, want those of headline and page", got)
	}
	if got, err := p.db.Items(t.Context(), store.Query{Words: [][]string{{"owls"}}, Limit: 9}); err != nil || len(got) != 1 {
		t.Errorf("search for a word of the page right after the poll: %d items, %v", len(got), err)
	}
}

// TestPageAtTheEnd ends the program again and again while the page is being
// read: that is no failure of the page, which is asked at the next start.
func TestPageAtTheEnd(t *testing.T) {
	p := newPress(t, nil)
	p.step()
	for i := range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		p.page.say(func(_ int, _ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		if err := p.agg.readPages(ctx); err == nil {
			t.Fatalf("%d: the end of the program is no error", i)
		}
		got, err := p.db.ClaimPages(t.Context(), p.clock(), 0, 9, 9)
		if err != nil || len(got) != 1 || got[0].Tries != 0 || got[0].Error != "" {
			t.Fatalf("%d: %+v, %v; want the page as it was", i, got, err)
		}
	}
}
