package parse

import (
	"context"
	"errors"
	"slices"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// split is a feed cut into documents that can be read one by one: any item put
// between open and shut is a feed of one item, and head is the feed without
// items. The bytes are those of the feed.
type split struct {
	open, shut string
	head       []byte
	items      [][]byte
}

// split cuts the outlined document.
func (o outline) split() split {
	d := o.doc
	tag := func(p part) (string, string) {
		open := string(d[p.whole.from:p.attrs.to])
		name := string(d[p.whole.from+1 : p.attrs.from])
		return open + ">", "</" + name + ">"
	}
	s := split{}
	s.open, s.shut = tag(o.root)
	if o.channel.whole.to > 0 && !slices.ContainsFunc(o.items, func(p part) bool { return p.outer }) {
		open, shut := tag(o.channel)
		s.open, s.shut = s.open+open, shut+s.shut
	}
	at := int32(0)
	for _, it := range o.items {
		s.items = append(s.items, it.whole.of(d))
		s.head = append(s.head, d[at:it.whole.from]...)
		at = it.whole.to
	}
	s.head = append(s.head, d[at:o.root.whole.to]...)
	return s
}

// alone is item i as a feed of its own.
func (s split) alone(i int) []byte {
	return slices.Concat([]byte(s.open), s.items[i], []byte(s.shut))
}

// salvage reads the head of the feed and then every item by itself, so that an
// item that gofeed cannot read costs only itself. lost are the indices of those.
func salvage(ctx context.Context, o outline) (feed any, lost []int, err error) {
	if !o.closed {
		return nil, nil, errors.New("the document has no end")
	}
	s := o.split()
	feed, err = read(ctx, s.head)
	if err != nil {
		if feed, err = read(ctx, []byte(s.open+s.shut)); err != nil {
			return nil, nil, err
		}
	}
	for i := range s.items {
		one, err := read(ctx, s.alone(i))
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		if err != nil || !adopt(feed, one) {
			lost = append(lost, i)
		}
	}
	return feed, lost, nil
}

// adopt appends the one item of a feed to another feed of the same kind.
func adopt(feed, one any) bool {
	switch f := feed.(type) {
	case *rss.Feed:
		if o, ok := one.(*rss.Feed); ok && len(o.Items) == 1 {
			f.Items = append(f.Items, o.Items[0])
			return true
		}
	case *atom.Feed:
		if o, ok := one.(*atom.Feed); ok && len(o.Entries) == 1 {
			f.Entries = append(f.Entries, o.Entries[0])
			return true
		}
	}
	return false
}

// count is how many items gofeed returned.
func count(feed any) int {
	switch f := feed.(type) {
	case *rss.Feed:
		return len(f.Items)
	case *atom.Feed:
		return len(f.Entries)
	}
	return 0
}

// without is the outline less the items with the given indices, in the order in
// which gofeed returns them: those in the channel first.
func (o outline) without(lost []int) outline {
	kept := make([]part, 0, len(o.items))
	for i, it := range o.items {
		if !slices.Contains(lost, i) {
			kept = append(kept, it)
		}
	}
	o.items = kept
	return o
}

// inOrder sorts the items as gofeed returns them: those in the channel first.
func (o outline) inOrder() outline {
	slices.SortStableFunc(o.items, func(a, b part) int {
		switch {
		case a.outer == b.outer:
			return 0
		case b.outer:
			return -1
		}
		return 1
	})
	return o
}
