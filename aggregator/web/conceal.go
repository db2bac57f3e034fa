package web

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

// Items that only private sources carried appear in no public document, not
// even by their ids: a version 5 UUID of an address tells whoever guesses the
// address that it was seen.

// withholds tells that an item is published nowhere (BEHAVIOUR F08).
func (s *Server) withholds(it *news.Item) bool { return s.Withheld != nil && s.Withheld(it) }

// isPrivate tells that only private sources carried an item.
func isPrivate(it *news.Item) bool { return it.Private || it.Face.Private }

// publicID is the id under which everybody knows a group: its founder's, or
// where the founder is private that of the public member that was seen first.
// members are all of the group; a founder that is no longer kept stays.
func publicID(founder news.ItemID, members []news.Item) news.ItemID {
	i := slices.IndexFunc(members, func(m news.Item) bool { return m.ID == founder })
	if i < 0 || !isPrivate(&members[i]) {
		return founder
	}
	var first *news.Item
	for i := range members {
		m := &members[i]
		if isPrivate(m) {
			continue
		}
		if first == nil || cmp.Or(m.FirstSeen.Compare(first.FirstSeen), byAge(*m, *first)) < 0 {
			first = m
		}
	}
	if first == nil {
		return founder
	}
	return first.ID
}

// conceal takes the ids of private items out of what the items of a public
// feed say of their stories and of whom they were merged with.
func (s *Server) conceal(ctx context.Context, f *feed, es []publish.Element) error {
	if f.Private {
		return nil
	}
	c := concealer{s: s, stories: map[news.ItemID][]news.Item{}, private: map[news.ItemID]bool{}}
	for i := range es {
		if err := c.clean(ctx, &es[i].Item); err != nil {
			return err
		}
	}
	return nil
}

// concealer remembers what it looked up for one document.
type concealer struct {
	s       *Server
	stories map[news.ItemID][]news.Item
	private map[news.ItemID]bool
}

// clean changes what it holds; an item shares no memory with the store.
func (c *concealer) clean(ctx context.Context, it *news.Item) error {
	if it.Story != it.ID || len(it.Merged) > 0 {
		members, err := c.members(ctx, it.Story)
		if err != nil {
			return err
		}
		it.Story = publicID(it.Story, members)
	}
	kept := make([]news.Merged, 0, len(it.Merged))
	for _, m := range it.Merged {
		hidden, err := c.hidden(ctx, m.Item)
		if err != nil {
			return err
		}
		if !hidden {
			kept = append(kept, m)
		}
	}
	it.Merged = kept
	return nil
}

func (c *concealer) members(ctx context.Context, story news.ItemID) ([]news.Item, error) {
	if m, ok := c.stories[story]; ok {
		return m, nil
	}
	got, err := c.s.Store.Members(ctx, store.ByStory, []news.ItemID{story}, maxMembers)
	if err != nil {
		return nil, err
	}
	c.stories[story] = got[story]
	for i := range got[story] {
		c.private[got[story][i].ID] = isPrivate(&got[story][i]) || c.s.withholds(&got[story][i])
	}
	return got[story], nil
}

// hidden tells that an item is private, or no longer kept so that nobody can
// say whether it was.
func (c *concealer) hidden(ctx context.Context, id news.ItemID) (bool, error) {
	if h, ok := c.private[id]; ok {
		return h, nil
	}
	it, err := c.s.Store.Item(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	h := err != nil || isPrivate(&it) || !it.Judged || c.s.withholds(&it)
	c.private[id] = h
	return h, nil //nolint:nilerr // what nobody keeps is hidden
}

// errGone distinguishes an item that only private sources carry: it is not
// there for the public.
var errGone = errors.New("not public")

// item is an item as everybody may see it.
func (s *Server) item(ctx context.Context, id news.ItemID) (news.Item, error) {
	it, err := s.Store.Item(ctx, id)
	if err != nil {
		return it, err
	}
	if isPrivate(&it) || !it.Judged || s.withholds(&it) {
		return it, errGone
	}
	it = it.Public()
	c := concealer{s: s, stories: map[news.ItemID][]news.Item{}, private: map[news.ItemID]bool{}}
	return it, c.clean(ctx, &it)
}
