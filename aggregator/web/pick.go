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

// Bounds of one walk through the store.
const (
	defaultLimit = 100
	maxLimit     = 1000
	maxPage      = 1000
	walkBatch    = 200
	maxWalked    = 50_000 // items looked at for one page of a narrow query
	maxMembers   = 100    // of one story
)

// picked is a page of a feed.
type picked struct {
	elements []publish.Element
	more     bool // there is a next page
}

// pick walks the store newest first and collects page (from 1) of the feed.
//
// A group of items shares one entry: filtered first, collapsed then. Its place
// in the feed is that of its earliest member that passes, so that a late copy
// moves nothing; its id is the founder's; its face is the best member that
// passes.
func (s *Server) pick(ctx context.Context, f *feed, page int) (picked, error) {
	skip, want := (page-1)*f.Limit, f.Limit
	q := f.query()
	q.Limit = min(walkBatch, want+1)
	var out picked
	for walked := 0; walked < maxWalked; {
		items, err := s.Store.Items(ctx, q)
		if err != nil {
			return out, fmt.Errorf("feed %s: %w", f.Slug, err)
		}
		els, err := s.elements(ctx, f, items)
		if err != nil {
			return out, fmt.Errorf("feed %s: %w", f.Slug, err)
		}
		for _, e := range els {
			switch {
			case skip > 0:
				skip--
			case len(out.elements) == want:
				out.more = true
				return out, nil
			default:
				out.elements = append(out.elements, e)
			}
		}
		if len(items) < q.Limit {
			return out, nil
		}
		walked += len(items)
		last := items[len(items)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
		q.Limit = walkBatch
	}
	return out, nil
}

// elements are the entries that the given items stand for, in their order.
func (s *Server) elements(ctx context.Context, f *feed, items []news.Item) ([]publish.Element, error) {
	var groups map[news.ItemID][]news.Item
	if f.Stories != news.AllItems {
		var founders []news.ItemID
		for _, it := range items {
			founders = append(founders, founder(f, &it))
		}
		slices.Sort(founders)
		var err error
		by := store.ByCopy
		if f.Stories == news.Collapse {
			by = store.ByStory
		}
		if groups, err = s.Store.Members(ctx, by, slices.Compact(founders), maxMembers); err != nil {
			return nil, err
		}
	}
	var out []publish.Element
	for _, it := range items {
		if !f.passes(&it) {
			continue
		}
		e, ok := s.element(f, it, groups[founder(f, &it)])
		if ok {
			out = append(out, e)
		}
	}
	return out, nil
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
	passing := slices.DeleteFunc(slices.Clone(members), func(m news.Item) bool { return !f.passes(&m) })
	if len(passing) == 0 { // a group larger than maxMembers, or none
		passing = []news.Item{it}
	}
	if slices.MinFunc(passing, byAge).ID != it.ID && slices.ContainsFunc(passing, func(m news.Item) bool { return m.ID == it.ID }) {
		return publish.Element{}, false
	}
	face := slices.MinFunc(passing, byFace)
	e := publish.Element{ID: founder(f, &it), Item: shown(f, face), ItemURL: ""}
	if f.SourceIDs {
		e.SourceID = sourceID(face)
	}
	for _, m := range passing {
		if m.ID == face.ID {
			continue
		}
		for _, o := range shown(f, m).Origins {
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
