package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

// Bounds of one walk through the store.
const (
	defaultLimit = 100
	maxLimit     = 1000
	maxPage      = 1000
	maxMembers   = 100 // of one story
)

// picked is a page of a feed.
type picked struct {
	elements []publish.Element
	more     bool // there may be a next page
	next     spot // where it begins
	cut      int  // how many items were looked at before a bound ended the walk; 0: none did
}

// pick walks the store newest first and collects the page that is asked for.
//
// A group of items shares one entry: filtered first, collapsed then. Its place
// in the feed is that of its earliest member that passes, so that a late copy
// moves nothing; its id is the founder's; its face is the best member that
// passes. A walk that hits its bounds ends the page early, and the next page
// goes on from there, so that following the next links misses nothing.
func (s *Server) pick(ctx context.Context, a *asked) (picked, error) {
	a.feed.withheld = s.Withheld
	if a.best {
		return s.pickBest(ctx, a)
	}
	w := newWalk(a, s.Now())
	numbered := a.page > 1 && a.after.place.ID == ""
	if err := s.begin(ctx, w, numbered); err != nil {
		return w.out, err
	}
	if err := s.walk(ctx, w); err != nil {
		return w.out, err
	}
	if numbered && w.ended() && len(w.out.elements) == 0 {
		return w.out, fewerPages(a)
	}
	if w.out.cut > 0 && w.skip > 0 {
		return w.out, &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("page=%d: too far back to count; follow the next links of the pages before", a.page)}
	}
	if err := s.shareOut(ctx, w); err != nil {
		return w.out, fmt.Errorf("feed %s: %w", a.feed.Slug, err)
	}
	return w.out, s.conceal(ctx, &a.feed, w.out.elements)
}

func fewerPages(a *asked) error {
	return &refusal{status: http.StatusNotFound, text: fmt.Sprintf("page=%d: this feed has fewer pages", a.page)}
}

// walk goes on until the page is full, or nothing is left, or a bound is hit.
// A query that the store cannot answer in time ends with what was found.
func (s *Server) walk(ctx context.Context, w *walk) error {
	asked := ctx
	if w.hunt {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, cmp.Or(s.Patience, maxHunt+lastBatch))
		defer cancel()
	}
	for !w.done {
		place := w.place
		items, err := w.next(ctx, s.Store)
		if err == nil {
			err = s.step(ctx, w, items)
		}
		switch late := ctx.Err() != nil && asked.Err() == nil; {
		case err != nil && late && w.looked > 0:
			w.place = place
			w.cutShort()
		case err != nil && late:
			return &refusal{status: http.StatusServiceUnavailable, text: "q: this takes too long to look for; add a longer word, a site or dates"}
		case err != nil:
			return fmt.Errorf("feed %s: %w", w.feed.Slug, err)
		case w.done:
		case w.ended():
			w.done = true
		case w.looked >= w.most:
			w.cutShort()
		}
	}
	return nil
}

// step takes the elements of one batch. However late it is, it looks at the
// first item: where the walk stands is then known.
func (s *Server) step(ctx context.Context, w *walk, items []news.Item) error {
	passing := make([]news.Item, 0, len(items))
	late := false
	for i := range items {
		if late = !w.until.IsZero() && i > 0 && s.Now().After(w.until); late {
			items = items[:i]
			break
		}
		if w.feed.passes(&items[i]) {
			passing = append(passing, items[i])
		}
	}
	groups, err := s.groups(ctx, &w.feed, passing)
	if err != nil {
		return err
	}
	for _, it := range passing {
		e, ok := s.element(&w.feed, it, groups[founder(&w.feed, &it)])
		if ok && w.full() {
			w.end(spot{place: w.last})
			return nil
		}
		w.take(e, &it, ok)
	}
	w.looked += len(items)
	if n := len(items); n > 0 && (late || !w.matched) {
		w.place = placeOf(&items[n-1])
	}
	if late {
		w.cutShort()
	}
	return nil
}

// groups are all members of the groups of items, by founder.
func (s *Server) groups(ctx context.Context, f *feed, items []news.Item) (map[news.ItemID][]news.Item, error) {
	if f.Stories == news.AllItems || len(items) == 0 {
		return nil, nil
	}
	founders := make([]news.ItemID, 0, len(items))
	for i := range items {
		founders = append(founders, founder(f, &items[i]))
	}
	slices.Sort(founders)
	by := store.ByCopy
	if f.Stories == news.Collapse {
		by = store.ByStory
	}
	return s.Store.Members(ctx, by, slices.Compact(founders), maxMembers)
}

func founder(f *feed, it *news.Item) news.ItemID {
	switch f.Stories {
	case news.AllItems:
		return it.ID
	case news.Collapse:
		return it.Story
	}
	return it.Copy
}

// element is the entry of a group where it has its place, and false where
// another member has it.
func (s *Server) element(f *feed, it news.Item, members []news.Item) (publish.Element, bool) {
	passing := make([]news.Item, 0, len(members))
	for _, m := range members {
		if m = shown(f, m); f.passes(&m) {
			passing = append(passing, m)
		}
	}
	id := founder(f, &it)
	switch {
	case len(passing) > 0 && slices.MinFunc(passing, byAge).ID != it.ID:
		return publish.Element{}, false
	case len(passing) == 0: // alone, or behind the hundred that are looked at
		passing, id = []news.Item{it}, it.ID
	}
	if !f.Private {
		id = publicID(id, members)
	}
	face := slices.MinFunc(passing, byFace)
	e := publish.Element{ID: id, Item: face}
	oldest := slices.MinFunc(passing, byAge)
	if oldest.ID != face.ID {
		e.First = oldest.Sort
	}
	if f.SourceIDs {
		e.SourceID = sourceID(oldest)
	}
	for _, m := range passing {
		if m.ID == face.ID {
			continue
		}
		for _, o := range m.Origins {
			e.Also = append(e.Also, publish.Also{Item: m.ID, Language: m.Language, Origin: o})
		}
	}
	return e, true
}

// shown is the item as the readers of f may see it.
func shown(f *feed, it news.Item) news.Item {
	if f.Private {
		return it
	}
	return it.Public()
}

func byAge(a, b news.Item) int {
	if d := a.Sort.Compare(b.Sort); d != 0 {
		return d
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

// byFace orders members of a story by whose copy is shown: highest source
// priority, then the agency whose text it is (it names no other), then the
// earliest.
func byFace(a, b news.Item) int {
	if a.Face.Priority != b.Face.Priority {
		return b.Face.Priority - a.Face.Priority
	}
	if a.Face.Own != b.Face.Own {
		if a.Face.Own {
			return -1
		}
		return 1
	}
	if x, y := a.Agency != "", b.Agency != ""; x != y {
		if y {
			return -1
		}
		return 1
	}
	return byAge(a, b)
}

// sourceID is the publisher's own id of an item, where its own source gave one.
func sourceID(it news.Item) string {
	for _, o := range it.Origins {
		if o.Source == it.Face.Source && it.Face.Own {
			return o.GUID
		}
	}
	return ""
}
