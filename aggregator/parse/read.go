package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/mmcdole/gofeed"
)

// original is the translator of every format: it keeps the document that
// gofeed read as the format has it. gofeed's own translators drop or bend too
// much (guid flags, sources, schemes, all but the first creator) and panic on
// nulls in JSON.
type original struct{}

func (original) Translate(any) (*gofeed.Feed, error) { return &gofeed.Feed{}, nil }

// read runs gofeed over doc and returns *rss.Feed, *atom.Feed or *json.Feed.
// It ends when ctx does, and a panic in gofeed becomes an error.
func read(ctx context.Context, doc []byte) (feed any, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, fmt.Errorf("gofeed panicked: %v", r)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator, p.AtomTranslator, p.JSONTranslator = original{}, original{}, original{}
	f, err := p.Parse(&reader{ctx: ctx, r: bytes.NewReader(doc)})
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, err
	}
	if f == nil || f.OriginalFeed() == nil {
		return nil, errors.New("gofeed returned no feed")
	}
	return f.OriginalFeed(), nil
}

// readUndated reads an outlined document without the dates of its items, which
// are taken from the outline: gofeed tries up to a hundred layouts on each, a
// quarter of its time, and what it makes of them is of no use here. Where the
// outline does not know the items, they are read with their dates.
func readUndated(ctx context.Context, o outline) (any, error) {
	whole := o.doc
	if o.closed {
		whole = whole[:o.root.whole.to]
		if feed, err := read(ctx, o.undated()); err == nil && count(feed) == len(o.items) {
			return feed, nil
		}
	}
	return read(ctx, whole)
}

// reader hands out bytes in small pieces until ctx ends, so that gofeed, which
// knows no context, stops soon after.
type reader struct {
	ctx context.Context
	r   *bytes.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
