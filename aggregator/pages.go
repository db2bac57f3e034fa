package aggregator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golchin/aggregator/article"
	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/aggregator/topic"
	"golchin/store"
)

// Bounds of article pages: how many are read at once, and how often a page
// that fails is tried again.
const (
	maxPages     = 32
	maxPageTries = 4
	firstPageTry = 10 * time.Minute
	// pagesPerHost is how many pages of one host may be in hand, so that a slow
	// site keeps nobody else's waiting.
	pagesPerHost = 4
)

// errNoPage tells that a page will never be read.
var errNoPage = errors.New("page not wanted")

// pages reads the article pages of sources with full_text.
type pages struct {
	a    *Aggregator
	wg   sync.WaitGroup
	free chan struct{}
}

func newPages(a *Aggregator) *pages {
	return &pages{a: a, free: make(chan struct{}, maxPages)}
}

func (p *pages) wait() { p.wg.Wait() }

// due claims the pages that are due and reads them.
func (p *pages) due(ctx context.Context) {
	n := cap(p.free) - len(p.free)
	if n == 0 {
		return
	}
	claimed, err := p.a.Store.ClaimPages(ctx, p.a.Now(), lease, n, pagesPerHost)
	if err != nil {
		if ctx.Err() == nil {
			p.a.Log.Error("claim pages", "stage", "fetch", "err", err)
		}
		return
	}
	for _, pg := range claimed {
		p.free <- struct{}{}
		p.wg.Go(func() {
			defer func() { <-p.free }()
			if err := p.a.readPageSafely(ctx, pg); err != nil && ctx.Err() == nil {
				p.a.Log.Warn("page", "source", pg.Source, "item", pg.Item, "err", err)
			}
		})
	}
}

// readPages reads every page that is due now; one round of `golchin poll`.
func (a *Aggregator) readPages(ctx context.Context) error {
	for {
		claimed, err := a.Store.ClaimPages(ctx, a.Now(), lease, maxPages, pagesPerHost)
		if err != nil {
			return fmt.Errorf("claim pages: %w", err)
		}
		if len(claimed) == 0 {
			return nil
		}
		var wg sync.WaitGroup
		for _, pg := range claimed {
			wg.Go(func() {
				if err := a.readPageSafely(ctx, pg); err != nil && ctx.Err() == nil {
					a.Log.Warn("page", "source", pg.Source, "item", pg.Item, "err", err)
				}
			})
		}
		wg.Wait()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// readPageSafely is readPage, whose panic gives the page up.
func (a *Aggregator) readPageSafely(ctx context.Context, pg store.Page) error {
	var read error
	if err := a.rescued(pg.Source, "page", func() { read = a.readPage(ctx, pg) }); err != nil {
		return errors.Join(err, a.closePage(ctx, pg, fmt.Errorf("%w: %w", errNoPage, err)))
	}
	return read
}

// readPage reads one article page and commits what it says of its item.
func (a *Aggregator) readPage(ctx context.Context, pg store.Page) error {
	src, ok := a.sources[pg.Source]
	if !ok || !src.FullText {
		return a.closePage(ctx, pg, errNoPage)
	}
	it, err := a.itemOf(ctx, pg)
	if err != nil {
		return a.closePage(ctx, pg, err)
	}
	if it.FullText == "" { // "as it was" would be of no use
		pg.ETag, pg.Modified = "", ""
	}
	page, err := a.fetchPage(ctx, *src, &pg)
	if paused, ok := errors.AsType[*fetch.PausedError](err); ok {
		pg.Next = paused.Until
		_, err := a.commits.commit(ctx, store.Round{Seen: a.Now(), Pages: []store.Page{pg}})
		return err
	}
	if err != nil {
		return a.closePage(ctx, pg, err)
	}
	if page != nil {
		if it, err = a.itemOf(ctx, pg); err != nil { // it may have changed while the page came
			return a.closePage(ctx, pg, err)
		}
	}
	pg.Next, pg.Error, pg.Tries = time.Time{}, "", 0
	pg.Read = a.Now()
	pg.Reads++
	round := store.Round{Seen: a.Now(), Rules: a.Topics.Hash(), Keyed: keyed, Pages: []store.Page{pg}}
	if page == nil {
		_, err = a.commits.commit(ctx, round)
		return err
	}
	round.Candidates = []store.Candidate{a.pageCandidate(*src, it, *page)}
	out, err := a.commits.commit(ctx, round)
	if err != nil {
		return err
	}
	return a.refileEdited(ctx, out.Items, it)
}

// itemOf is the item whose page it is.
func (a *Aggregator) itemOf(ctx context.Context, pg store.Page) (news.Item, error) {
	it, err := a.Store.Item(ctx, news.ItemID(pg.Item))
	if errors.Is(err, store.ErrNotFound) {
		return it, errNoPage
	}
	if err != nil {
		return it, fmt.Errorf("read page: %w", err)
	}
	return it, nil
}

// refileEdited files the item anew if a feed has edited it since it was read.
func (a *Aggregator) refileEdited(ctx context.Context, changed []news.ItemID, read news.Item) error {
	for _, id := range changed {
		if it, err := a.Store.Item(ctx, id); err == nil && it.Face.Hash == read.Face.Hash {
			return nil
		}
	}
	return a.refile(ctx, changed)
}

// fetchPage returns what the page says, or nil when it has not changed.
func (a *Aggregator) fetchPage(ctx context.Context, src news.Source, pg *store.Page) (*article.Page, error) {
	switch ok, err := a.Client.Allowed(ctx, pg.URL); {
	case err != nil:
		return nil, err
	case !ok:
		return nil, fmt.Errorf("%w: robots.txt", errNoPage)
	}
	r, err := a.Client.Do(ctx, fetch.Request{URL: pg.URL, Page: true, HTTP: src.HTTP, ETag: pg.ETag, LastModified: pg.Modified, ValidatorsFor: pg.URL})
	if err != nil {
		return nil, err
	}
	switch {
	case r.Challenge:
		return nil, fmt.Errorf("fetch %s: bot protection", fetch.Redact(pg.URL))
	case r.Status == http.StatusNotModified:
		return nil, nil
	case r.Status == http.StatusNotFound, r.Status == http.StatusGone:
		return nil, fmt.Errorf("%w: %d %s", errNoPage, r.Status, http.StatusText(r.Status))
	case r.Status != http.StatusOK:
		if r.RetryAfter.After(a.Now()) {
			pg.Next = capped(a.Now(), r.RetryAfter, maxRetryAfter)
		}
		return nil, fmt.Errorf("fetch %s: %d %s", fetch.Redact(pg.URL), r.Status, http.StatusText(r.Status))
	}
	page, err := article.Read(r.Body, article.Options{
		URL: r.URL, ContentType: r.ContentType, Source: src, Now: a.Now(), Sanitize: parse.Sanitize, Printed: identity.Printed,
	})
	if err != nil {
		return nil, err
	}
	pg.ETag, pg.Modified = r.ETag, r.LastModified
	return &page, nil
}

// closePage notes that a page could not be read: it is tried again later, or
// given up.
func (a *Aggregator) closePage(ctx context.Context, pg store.Page, why error) error {
	if ctx.Err() != nil {
		return a.leavePage(pg, why)
	}
	pg.Tries++
	pg.Error = hush(a.sources[pg.Source], sentence(why))
	asked := pg.Next // after now where the server said so
	pg.Next = time.Time{}
	if !errors.Is(why, errNoPage) && pg.Tries < maxPageTries {
		pg.Next = a.Now().Add(firstPageTry << (2 * (pg.Tries - 1)))
		if asked.After(pg.Next) {
			pg.Next = asked
		}
	}
	if _, err := a.commits.commit(ctx, store.Round{Seen: a.Now(), Pages: []store.Page{pg}}); err != nil {
		return err
	}
	if errors.Is(why, errNoPage) {
		return nil
	}
	return why
}

// leavePage gives a page back as it was when the program ends in the middle.
func (a *Aggregator) leavePage(pg store.Page, why error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err := a.Store.Commit(ctx, []store.Round{{Seen: a.Now(), Pages: []store.Page{pg}}})
	return errors.Join(why, err)
}

// pageCandidate is what an article page adds to its item. Where the link and
// the printed code disagree, the link wins (newscodes, trap 2).
func (a *Aggregator) pageCandidate(src news.Source, it news.Item, page article.Page) store.Candidate {
	e := news.Entry{Link: it.Link, OrigLink: page.Canonical, Title: it.Title, Code: page.Code, RawPublished: it.RawPublished}
	id := a.Identity.Identify(src, e)
	next := it
	next.Headlines = nil
	next.ID, next.Key = identity.ID(id.Keys[0]), id.Keys[0]
	next.FirstSeen = a.Now()
	next.FullText, next.Lead, next.Attribution = page.Text, page.Lead, page.Attribution
	next.Image = page.Image
	next.Published, next.RawPublished = page.Published, page.RawPublished
	if next.Code == "" {
		next.Code = id.Code
	}
	next.Repaired = nil
	for _, note := range page.Repaired {
		next.Repaired = append(next.Repaired, store.PageNote+note)
	}
	if page.Code != "" && next.Code != "" && page.Code != next.Code {
		next.Repaired = append(next.Repaired, fmt.Sprintf("%snews code: it prints %s, the link says %s", store.PageNote, page.Code, next.Code))
	}
	next.Origins = it.Origins
	next.Topics = a.Topics.Classify(topic.Of(next))
	return store.Candidate{
		Item: next, Keys: id.Keys, FromPage: true,
		Folded: folded(next),
	}
}
