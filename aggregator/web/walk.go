package web

import (
	"context"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

const (
	// maxWalked items are looked at for one page of a listed feed, maxHunted
	// for one of a reader's own query, in maxHunt.
	maxWalked = 50_000
	maxHunted = 5_000
	maxHunt   = 3 * time.Second
	// lastBatch is how much longer the store may take for the last items.
	lastBatch = 2 * time.Second

	// walkBatch items are read at once; where a rule decides, firstPlaces are
	// found first and then laterPlaces: the store may have to go through all
	// that has the words, each time.
	walkBatch   = 200
	maxBatch    = 800
	firstPlaces = 500
	laterPlaces = 5_000
)

// walk is the way through the store for one page.
type walk struct {
	*asked
	q       store.Query // for the items after the last that were found
	matched bool        // a rule decides on each item: places come first

	places  []store.Cursor // found and not yet read
	batch   int            // how many are read next
	drained bool           // nothing is left to be found

	skip, left int
	looked     int
	most       int
	place      store.Cursor // of the last item looked at
	last       store.Cursor // of the last element taken
	until      time.Time    // zero: no bound
	done       bool
	seen       []seen // what passed
	out        picked
}

func newWalk(a *asked, now time.Time) *walk {
	w := &walk{asked: a, left: a.feed.Limit, most: maxWalked, q: a.feed.query()}
	if a.hunt {
		w.most, w.until = maxHunted, now.Add(maxHunt)
	}
	if w.q.After = a.after.place; a.after.place.ID == "" {
		w.skip = (a.page - 1) * a.feed.Limit
	}
	w.matched = a.feed.match != nil || a.feed.not != nil
	w.batch, w.q.Limit = min(walkBatch, a.feed.Limit+1), firstPlaces
	return w
}

// ended tells that the store has no more.
func (w *walk) ended() bool { return w.drained && len(w.places) == 0 }

// cutShort ends the page where the walk stands.
func (w *walk) cutShort() {
	w.end(spot{place: w.place})
	w.out.cut = w.looked
}

// end ends the page; the next one begins at the given spot.
func (w *walk) end(next spot) { w.out.more, w.out.next, w.done = true, next, true }

// full tells that the page holds all it may.
func (w *walk) full() bool { return w.skip == 0 && w.left == 0 }

// take puts an element on the page, unless it belongs on one before; ok is
// false for an item whose place another one has.
func (w *walk) take(e publish.Element, it *news.Item, ok bool) {
	at := seen{source: it.Face.Source, place: placeOf(it), element: -1}
	switch {
	case !ok:
	case w.skip > 0:
		w.skip--
	default:
		at.element = len(w.out.elements)
		w.out.elements = append(w.out.elements, e)
		w.left--
		w.last = at.place
	}
	w.seen = append(w.seen, at)
}

// next reads the items to look at next, newest first.
func (w *walk) next(ctx context.Context, st store.Store) ([]news.Item, error) {
	if !w.matched {
		return w.listed(ctx, st)
	}
	if len(w.places) == 0 {
		if err := w.find(ctx, st); err != nil {
			return nil, err
		}
	}
	n := min(w.batch, len(w.places), max(w.most-w.looked, 1))
	if n == 0 {
		return nil, nil
	}
	q := store.Query{Private: w.q.Private, Limit: n, IDs: make([]news.ItemID, n)}
	for i, c := range w.places[:n] {
		q.IDs[i] = c.ID
	}
	w.place, w.places = w.places[n-1], w.places[n:]
	w.batch = min(2*w.batch, maxBatch)
	return st.Items(ctx, q)
}

// listed are the next items of a feed without a rule: most will be taken.
func (w *walk) listed(ctx context.Context, st store.Store) ([]news.Item, error) {
	w.q.Limit = w.batch
	items, err := st.Items(ctx, w.q)
	if n := len(items); n > 0 {
		w.q.After = placeOf(&items[n-1])
	}
	w.drained = len(items) < w.q.Limit
	if w.skip > 0 {
		w.batch = min(max(2*w.batch, walkBatch), maxBatch)
	} else {
		w.batch = min(walkBatch, 2*w.left+20)
	}
	return items, err
}

// find finds the next places.
func (w *walk) find(ctx context.Context, st store.Store) error {
	q := w.q
	q.Bare = true
	items, err := st.Items(ctx, q)
	if err != nil {
		return err
	}
	for i := range items {
		w.places = append(w.places, placeOf(&items[i]))
	}
	if n := len(items); n > 0 {
		w.q.After = w.places[len(w.places)-1]
	}
	w.drained = len(items) < q.Limit
	w.q.Limit = laterPlaces
	return nil
}
