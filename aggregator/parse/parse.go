package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"golchin/aggregator/news"
)

// Options is what is known of a document beside its bytes.
type Options struct {
	// URL is where the document came from after all redirects: the base of
	// relative links. A file: URL is no base for links; then the feed's own
	// home page is.
	URL string
	// ContentType is the HTTP header, for its charset. Empty means unknown.
	ContentType string
	// Source gives the fallback charset and the zone of dates without one.
	Source news.Source
	// Now serves relative dates and plausibility. The zero value means no
	// upper bound for dates.
	Now time.Time
	Limits
}

// Limits bound what one document may cost. Zero fields mean the defaults of
// BEHAVIOUR §3.3, given in brackets; lengths are in bytes.
type Limits struct {
	MaxBytes      int // the document, unpacked [10 MiB]; longer: ErrTooLarge
	MaxItems      int // entries read; further ones are counted in Dropped [2,000]
	MaxTitle      int // longer titles are cut [1 KiB]
	MaxURL        int // longer links are left out [2 KiB]
	MaxGUID       int // longer guids become "sha256:…" [1 KiB]
	MaxContent    int // longer texts are cut before they are sanitised [512 KiB]
	MaxCategories int // [50]
	MaxEnclosures int // [10]
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		field *int
		value int
	}{
		{&l.MaxBytes, 10 << 20}, {&l.MaxItems, 2000}, {&l.MaxTitle, 1 << 10}, {&l.MaxURL, 2 << 10},
		{&l.MaxGUID, 1 << 10}, {&l.MaxContent, 512 << 10}, {&l.MaxCategories, 50}, {&l.MaxEnclosures, 10},
	} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	return l
}

// ErrNotFeed is returned, with a sentence that says what the document is
// instead, when it is no feed at all.
var ErrNotFeed = errors.New("not a feed")

// HTMLError says that the document is an HTML page. It is an ErrNotFeed.
type HTMLError struct {
	Links []Link // the feeds that the page names
}

func (e *HTMLError) Error() string {
	switch len(e.Links) {
	case 0:
		return "not a feed: an HTML page that names no feed"
	case 1:
		return "not a feed: an HTML page that names the feed " + e.Links[0].URL
	}
	return fmt.Sprintf("not a feed: an HTML page that names %d feeds", len(e.Links))
}

// Is makes errors.Is(err, ErrNotFeed) true.
func (e *HTMLError) Is(target error) bool { return target == ErrNotFeed }

// Parse reads a fetched document. Every entry that a person could still read
// in it is in the result; what was mended and what was lost is told there.
//
// It returns ErrNotFeed or *HTMLError for what is no feed, ErrTooLarge beyond
// Limits.MaxBytes, and the cause of ctx when that ends first. It never panics.
func Parse(ctx context.Context, body []byte, o Options) (doc news.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = news.Document{}, fmt.Errorf("parse document: panic: %v", r)
		}
	}()
	o.Limits = o.Limits.withDefaults()
	if err := ctx.Err(); err != nil {
		return news.Document{}, context.Cause(ctx)
	}
	text, notes, err := decode(body, o)
	if err != nil {
		return news.Document{}, fmt.Errorf("parse document: %w", err)
	}
	b := newBuilder(ctx, o)
	b.doc.Repaired = notes
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0:
		return news.Document{}, fmt.Errorf("%w: empty", ErrNotFeed)
	case trimmed[0] == '{' || trimmed[0] == '[':
		err = b.json(trimmed)
	default:
		err = b.xml(text)
	}
	if err != nil {
		return news.Document{}, err
	}
	return b.doc, nil
}

// xml reads a document in RSS, RDF or Atom.
func (b *builder) xml(text []byte) error {
	p, html, ok := readProlog(text)
	if !ok {
		if html || looksHTML(text) {
			return &HTMLError{Links: Discover(text, b.o.URL)}
		}
		if bytes.IndexByte(text, '<') < 0 {
			return fmt.Errorf("%w: plain text", ErrNotFeed)
		}
		return fmt.Errorf("%w: no rss, feed or rdf element", ErrNotFeed)
	}
	b.doc.Format = p.format
	b.doc.Repaired = append(b.doc.Repaired, p.repaired...)
	o, feed, err := b.rescue(text[p.root:], p)
	if err != nil {
		return err
	}
	return b.build(o, feed)
}

// rescue returns what gofeed makes of doc, and the outline to go with it. The
// dear steps run only where a cheap one failed.
func (b *builder) rescue(doc []byte, p prolog) (outline, any, error) {
	o, clean := sketch(doc, p.format, b.o.MaxItems)
	if clean && !p.bare {
		feed, err := readUndated(b.ctx, o)
		if err == nil && count(feed) >= len(o.items) {
			return o.trusted(feed, true), feed, nil
		}
		if b.ctx.Err() != nil {
			return o, nil, err
		}
	} else {
		mended, t, dropped := mend(doc, p, b.o.MaxItems)
		b.doc.Dropped += dropped
		b.doc.Repaired = append(b.doc.Repaired, t.words()...)
		o, clean = sketch(mended, p.format, b.o.MaxItems)
		feed, err := readUndated(b.ctx, o)
		if err == nil && count(feed) >= len(o.items) {
			return o.trusted(feed, clean), feed, nil
		}
		if b.ctx.Err() != nil {
			return o, nil, err
		}
	}
	feed, lost, err := salvage(b.ctx, o)
	if err != nil {
		return o, nil, fmt.Errorf("parse document: %w", err)
	}
	b.doc.Repaired = append(b.doc.Repaired, "items read one by one")
	b.drop(lost, "item beyond repair")
	return o.without(lost), feed, nil
}

// trusted is the outline for use beside feed. Where it stops in the middle, or
// gofeed found more items, nobody can say which item is which: no facts rather
// than wrong ones.
func (o outline) trusted(feed any, whole bool) outline {
	if !whole || count(feed) != len(o.items) {
		o.items = nil
	}
	return o
}

// drop counts entries that could not be kept, and says so.
func (b *builder) drop(lost []int, what string) {
	if n := len(lost); n > 0 {
		b.doc.Dropped += n
		b.doc.Repaired = append(b.doc.Repaired, plural(n, what))
	}
}

// looksHTML tells whether text that has no html element is HTML all the same.
func looksHTML(text []byte) bool {
	head := bytes.ToLower(text[:min(len(text), 4096)])
	for _, tag := range []string{"<!doctype html", "<meta", "<div", "<p>", "<title", "<script", "<h1", "<table", "<center"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return false
}

// builder makes a news.Document of what gofeed read and what the outline knows.
type builder struct {
	ctx  context.Context
	o    Options
	doc  news.Document
	base *url.URL // of the whole document; never nil
	show string   // podcast:guid of the channel
}

func newBuilder(ctx context.Context, o Options) *builder {
	b := &builder{ctx: ctx, o: o, base: &url.URL{}}
	if u, err := url.Parse(o.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		b.base = u
	}
	return b
}
