package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

// A burst from one source must not push all others out of what readers poll
// (BEHAVIOUR F17). So on a feed's first page one source has at most its share,
// as long as others have something to show among the newest items. What is
// crowded out comes first on the pages that follow: the link to the next page
// names the stretch of items from which the first page was made, so that each
// page stays as it is when newer items come, and nothing is lost or told
// twice. Where no source has more than its share, pages are the plain order.
//
// An item leaves the first page for good: what comes in at the front moves the
// stretch by as many items as it pushes off its end.

const (
	defaultShare = 50 // percent of the first page
	// maxBurst is how many items are looked at for what others have to show;
	// no source can bring more in one poll (BEHAVIOUR §3.3).
	maxBurst = 3000
)

// spot is where a page begins.
type spot struct {
	place store.Cursor // behind it; zero: at the newest
	burst stretch      // what of it was crowded out of the first page comes first
}

// stretch is a part of the order newest first, both ends included. The zero
// value is none.
type stretch struct{ newest, oldest store.Cursor }

// seen is an item that passed on the way through the store.
type seen struct {
	source  string
	place   store.Cursor
	element int // its number on the page; -1: another one has its place, or it was not looked up
}

func placeOf(it *news.Item) store.Cursor { return store.Cursor{Sort: it.Sort, ID: it.ID} }

// newer tells that a comes before b in the order newest first.
func newer(a, b store.Cursor) bool {
	if d := a.Sort.Compare(b.Sort); d != 0 {
		return d > 0
	}
	return strings.Compare(string(a.ID), string(b.ID)) > 0
}

// shared tells that sources have to share the feed's first page.
func (a *asked) shared() bool {
	return !a.hunt && len(a.feed.Sources) != 1 && a.share() < a.feed.Limit
}

// share is how many elements of the first page one source may have.
func (a *asked) share() int {
	percent := a.feed.Share
	if percent == 0 {
		percent = defaultShare
	}
	return (a.feed.Limit*percent + 99) / 100
}

// tally counts the items of each source.
type tally map[string]int

// begin sets where the walk for a page starts, and puts on the page what was
// crowded out of the first one. A page by its number alone begins behind those
// before it.
func (s *Server) begin(ctx context.Context, w *walk, numbered bool) error {
	a := w.asked
	if !a.shared() {
		return nil
	}
	from := a.after
	if numbered {
		first := *a
		first.page = 1
		got, err := s.pick(ctx, &first)
		if err != nil {
			return err
		}
		if !got.more {
			return fewerPages(a)
		}
		from, w.skip = got.next, (a.page-2)*a.feed.Limit
	}
	w.q.After = from.place
	if from.burst == (stretch{}) {
		return nil
	}
	if err := s.crowdedOut(ctx, w, from); err != nil {
		return fmt.Errorf("feed %s: %w", a.feed.Slug, err)
	}
	return nil
}

// shareOut makes the first page anew where a source has more of it than its
// share.
func (s *Server) shareOut(ctx context.Context, w *walk) error {
	a := w.asked
	if a.page > 1 || !a.shared() || !w.out.more || w.out.cut > 0 {
		return nil
	}
	p := portion{server: s, walk: w, tally: tally{}}
	for _, x := range w.seen {
		if newer(w.last, x.place) {
			break // looked at, but behind the page
		}
		if p.over(x.source) {
			p.spare = append(p.spare, x)
			continue
		}
		p.tally[x.source]++
		if x.element >= 0 {
			p.kept = append(p.kept, candidate{x.place, w.out.elements[x.element]})
		}
	}
	if len(p.kept) == len(w.out.elements) {
		return nil
	}
	if err := p.lookBack(ctx); err != nil {
		return err
	}
	if len(p.kept) == 0 { // the shares went to items whose place others have
		return nil
	}
	p.finish()
	return nil
}

// portion is a page in the making.
type portion struct {
	server *Server
	*walk
	tally tally
	kept  []candidate // within the shares of their sources
	spare []seen      // beyond, the newest first
}

// candidate is an element for the page, and its place.
type candidate struct {
	place store.Cursor
	publish.Element
}

// over tells that a source has had its share.
func (p *portion) over(source string) bool { return p.tally[source] >= p.share() }

// lookBack looks for what other sources have further back.
func (p *portion) lookBack(ctx context.Context) error {
	q := p.q
	q.After, q.Bare, q.Faces = p.last, true, true
	for looked := 0; len(p.kept) < p.feed.Limit && looked < maxBurst; looked += q.Limit {
		q.Limit = min(firstPlaces, maxBurst-looked)
		items, err := p.server.Store.Items(ctx, q)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(items, walkBatch) {
			if err := p.keep(ctx, part); err != nil {
				return err
			}
		}
		if len(items) < q.Limit {
			return nil
		}
		q.After = placeOf(&items[len(items)-1])
	}
	return nil
}

// keep takes those of the items that are within the shares of their sources.
func (p *portion) keep(ctx context.Context, items []news.Item) error {
	passing, err := p.read(ctx, items)
	if err != nil {
		return err
	}
	var others []news.Item
	for i := range items {
		source := items[i].Face.Source
		whole, ok := passing[items[i].ID]
		switch {
		case p.over(source):
			p.spare = append(p.spare, seen{source, placeOf(&items[i]), -1})
		case ok:
			p.tally[source]++
			others = append(others, whole)
		}
	}
	return p.server.elements(ctx, &p.feed, others, func(it *news.Item, e publish.Element) bool {
		if len(p.kept) < p.feed.Limit {
			p.kept = append(p.kept, candidate{placeOf(it), e})
		}
		return len(p.kept) < p.feed.Limit
	})
}

// read reads those of bare items whose sources have not had their share, and
// returns the ones that pass.
func (p *portion) read(ctx context.Context, items []news.Item) (map[news.ItemID]news.Item, error) {
	var ids []news.ItemID
	for i := range items {
		if !p.over(items[i].Face.Source) {
			ids = append(ids, items[i].ID)
		}
	}
	whole, err := p.server.passing(ctx, &p.feed, ids)
	out := make(map[news.ItemID]news.Item, len(whole))
	for _, it := range whole {
		out[it.ID] = it
	}
	return out, err
}

// finish fills what others left free with the newest of what is beyond the
// shares (the plain page had enough of it), and sets the page in order.
func (p *portion) finish() {
	end := stretch{p.seen[0].place, p.kept[len(p.kept)-1].place}
	last := end.newest
	for len(p.spare) > 0 && len(p.kept) < p.feed.Limit {
		x := p.spare[0]
		p.spare = p.spare[1:]
		if last = x.place; x.element >= 0 {
			p.kept = append(p.kept, candidate{x.place, p.out.elements[x.element]})
		}
	}
	if newer(end.oldest, last) { // all there is down to last is on the page
		end.oldest = last
	}
	slices.SortFunc(p.kept, func(a, b candidate) int {
		if newer(a.place, b.place) {
			return -1
		}
		return 1
	})
	elements := make([]publish.Element, 0, len(p.kept))
	for _, c := range p.kept {
		elements = append(elements, c.Element)
	}
	p.out.elements, p.out.next = elements, spot{place: end.oldest}
	if len(p.spare) > 0 && newer(p.spare[0].place, end.oldest) {
		p.out.next = spot{place: last, burst: end}
	}
}

// passing reads items whole and returns those that are in the feed, newest
// first.
func (s *Server) passing(ctx context.Context, f *feed, ids []news.ItemID) ([]news.Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	items, err := s.Store.Items(ctx, store.Query{IDs: ids, Private: f.Private, Limit: len(ids)})
	return slices.DeleteFunc(items, func(it news.Item) bool { return !f.passes(&it) }), err
}

// elements hands out the elements of the items that have their place, in
// order, until take has enough.
func (s *Server) elements(ctx context.Context, f *feed, items []news.Item, take func(*news.Item, publish.Element) bool) error {
	const atOnce = 50
	for part := range slices.Chunk(items, atOnce) {
		groups, err := s.groups(ctx, f, part)
		if err != nil {
			return err
		}
		for i := range part {
			if e, ok := s.element(f, part[i], groups[founder(f, &part[i])]); ok && !take(&part[i], e) {
				return nil
			}
		}
	}
	return nil
}

// crowdedOut puts on the page what a first page made of the stretch left out,
// and sets the walk behind the stretch when all of that is told.
func (s *Server) crowdedOut(ctx context.Context, w *walk, from spot) error {
	p := portion{server: s, walk: w, tally: tally{}}
	q := w.q
	q.To, q.After, q.Bare, q.Faces = from.burst.newest.Sort, store.Cursor{}, true, true
	for looked := 0; looked < maxWalked+maxBurst; looked += q.Limit { // no stretch is longer
		if q.Limit = firstPlaces; looked > 0 {
			q.Limit = laterPlaces
		}
		items, err := s.Store.Items(ctx, q)
		if err != nil {
			return err
		}
		ended := len(items) < q.Limit
		if n := len(items); n > 0 {
			q.After = placeOf(&items[n-1])
		}
		items = slices.DeleteFunc(items, func(it news.Item) bool {
			at := placeOf(&it)
			ended = ended || newer(from.burst.oldest, at)
			return newer(from.burst.oldest, at) || newer(at, from.burst.newest)
		})
		for part := range slices.Chunk(items, walkBatch) {
			if err := p.leftOut(ctx, part, from); err != nil || w.done {
				return err
			}
		}
		if ended {
			break
		}
	}
	w.q.After, w.last = from.burst.oldest, from.burst.oldest
	return nil
}

// leftOut puts on the page those of the items that are beyond the shares of
// their sources and behind from. Where the store cannot tell what is in the
// feed, the items that count are read.
func (p *portion) leftOut(ctx context.Context, items []news.Item, from spot) error {
	var within map[news.ItemID]news.Item
	read := p.matched || p.feed.withheld != nil
	if read {
		var err error
		if within, err = p.read(ctx, items); err != nil {
			return err
		}
	}
	var ids []news.ItemID
	for i := range items {
		it := &items[i]
		_, ok := within[it.ID]
		switch {
		case !p.over(it.Face.Source):
			if ok || !read && (p.feed.Private || !it.Face.Private) {
				p.tally[it.Face.Source]++
			}
		case newer(from.place, placeOf(it)):
			ids = append(ids, it.ID)
		}
	}
	for part := range slices.Chunk(ids, p.left+p.skip+1) {
		out, err := p.server.passing(ctx, &p.feed, part)
		if err != nil {
			return err
		}
		err = p.server.elements(ctx, &p.feed, out, func(it *news.Item, e publish.Element) bool {
			if p.full() {
				p.end(spot{place: p.last, burst: from.burst})
				return false
			}
			p.take(e, it, true)
			return true
		})
		if err != nil || p.done {
			return err
		}
	}
	return nil
}
