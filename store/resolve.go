package store

import (
	"cmp"
	"slices"

	"golchin/aggregator/news"
)

// Bounds of what one item collects. They keep an item that a source rewrites
// at every poll, or links under ever new spellings, from growing for ever.
const (
	maxOriginsPerSource = 32
	maxHeadlines        = 20
	maxTextEdits        = 20
)

// Known is an item that keys of a candidate lead to.
type Known struct {
	Item news.Item
	// Keys are the candidate's keys that lead here.
	Keys []news.Key
	// Pruned tells that only keys are kept; of Item only ID is set then.
	Pruned bool
}

// Action is what a decision asks of the engine.
type Action int

// The actions.
const (
	Same    Action = iota // write nothing but Keys
	Insert                // Item is new
	Update                // Item replaces the one it was, and those absorbed
	Dropped               // known and no longer kept: write nothing but Keys
)

// Decision is what a candidate makes of the items its keys lead to.
type Decision struct {
	Action Action
	// Item is the item to write, with all its origins.
	Item news.Item
	// Was is the id the item had before this decision; it differs from Item.ID
	// only while the item was never judged and a stronger key of the same
	// round names it. Empty for Insert.
	Was news.ItemID
	// Absorbed are items that became part of Item.
	Absorbed []news.ItemID
	// Keys are keys that are to lead to Item and don't yet.
	Keys []news.Key
	// Words tells that headline or text are others than before.
	Words bool
	// GUIDConflict tells that the guid led to another article and was ignored.
	GUIDConflict bool
	// Page tells that the article page is to be read: the item is new, or
	// those whose words it has changed what they say of it.
	Page bool
}

// Resolve says what candidate c makes of the items its keys lead to. It is
// pure, and within one fresh round the order of arrival changes neither the
// set of items nor their ids, words and origins (DESIGN §4, Ids):
//
//   - any known key is the same item; the words of an item are those of its
//     best source: public before private, the site's own before a carrier,
//     higher priority first, then whoever came first;
//   - only the site's own source merges items that were separate; the one
//     first seen earlier survives, ties by key;
//   - a carrier adds an origin and nothing else (BEHAVIOUR S20), and what its
//     guid says ties no further link to an item;
//   - a source speaks for its site only: its guid leads to no item of another
//     site, unless the words there are its own;
//   - a guid that leads to an article with another link, headline and date is
//     a guid used twice, and is ignored.
func Resolve(c Candidate, known []Known) Decision {
	keys := usableKeys(c)
	known, conflict := withoutGUIDConflicts(c, known)
	if conflict {
		keys = slices.DeleteFunc(keys, func(k news.Key) bool { return k.Rank() >= 2 })
	}
	mine := chosen(c, known)
	if len(mine) == 0 {
		it := c.Item
		it.Origins = []news.Origin{c.Origin}
		return Decision{Action: Insert, Item: it, Keys: keys, Words: true, GUIDConflict: conflict, Page: c.Page}
	}
	if byGUID(c, mine[0]) {
		c = about(c, mine[0].Item)
		keys = slices.DeleteFunc(keys, func(k news.Key) bool { return k.Rank() < 2 })
	}
	d := Decision{Was: mine[0].Item.ID, Item: mine[0].Item, GUIDConflict: conflict}
	if rotates(c, mine[0].Item) {
		keys = slices.DeleteFunc(keys, func(k news.Key) bool { return k.Kind() == "guid" })
	}
	d.Keys = newKeys(keys, known)
	if mine[0].Pruned {
		d.Action = Dropped
		return d
	}
	it := d.Item
	it.Origins = slices.Clone(it.Origins)
	it.Headlines = slices.Clone(it.Headlines)
	changed := false
	for _, k := range mine[1:] {
		if k.Pruned {
			continue
		}
		absorb(&it, k.Item)
		d.Absorbed = append(d.Absorbed, k.Item.ID)
		d.Words, changed = true, true
	}
	if fresh(it, c) && c.Item.Key.Compare(it.Key) < 0 {
		it.ID, it.Key, changed = c.Item.ID, c.Item.Key, true
	}
	if takeWords(&it, c) {
		d.Words, changed = true, true
	}
	updated := movedOn(it, c)
	if addOrigin(&it, c) {
		changed = true
	}
	d.Page = c.Page && it.Face.Source == c.Origin.Source && (d.Words || updated)
	d.Item = it
	if changed {
		d.Action = Update
		d.Item.LastSeen = later(it.LastSeen, c.Item.LastSeen)
	}
	return d
}

// rotates tells that the source gives the article another guid every time it
// lists it under the same link: such guids identify nothing, and keeping them
// would grow for ever (BEHAVIOUR S23).
func rotates(c Candidate, it news.Item) bool {
	return c.Keys[0].Rank() < 2 && c.Origin.GUID != "" && slices.ContainsFunc(it.Origins, func(o news.Origin) bool {
		return o.Source == c.Origin.Source && o.URL == c.Origin.URL && o.GUID != "" && o.GUID != c.Origin.GUID
	})
}

// usableKeys are the keys c may bring: a carrier's entry vouches for one link
// only, or it could tie a stranger's two articles together.
func usableKeys(c Candidate) []news.Key {
	if c.Item.Face.Own {
		return slices.Clone(c.Keys)
	}
	var out []news.Key
	seen := [2]bool{}
	for _, k := range c.Keys {
		if r := k.Rank(); r < len(seen) {
			if seen[r] {
				continue
			}
			seen[r] = true
		}
		out = append(out, k)
	}
	return out
}

// chosen are the items that c joins, the survivor first.
func chosen(c Candidate, known []Known) []Known {
	live := slices.ContainsFunc(known, func(k Known) bool { return !k.Pruned })
	var out []Known
	for _, k := range known {
		if k.Pruned == live {
			continue
		}
		out = append(out, k)
	}
	if len(out) < 2 {
		return out
	}
	slices.SortFunc(out, func(a, b Known) int {
		return slices.MinFunc(a.Keys, news.Key.Compare).Compare(slices.MinFunc(b.Keys, news.Key.Compare))
	})
	if !c.Item.Face.Own {
		return out[:1]
	}
	first := out[0]
	out = slices.DeleteFunc(out, func(k Known) bool {
		return k.Item.ID != first.Item.ID && k.Item.Site != c.Item.Site && k.Item.Face.Source != c.Item.Face.Source
	})
	slices.SortFunc(out, func(a, b Known) int { return older(a.Item, b.Item) })
	return out
}

// older orders items by who survives a merge.
func older(a, b news.Item) int {
	if d := a.FirstSeen.Compare(b.FirstSeen); d != 0 {
		return d
	}
	return a.Key.Compare(b.Key)
}

// fresh tells that nobody has seen the item yet: it is of c's own round.
func fresh(it news.Item, c Candidate) bool {
	return !it.Judged && it.FirstSeen.Equal(c.Item.FirstSeen)
}

// absorb makes b part of a, which is older.
func absorb(a *news.Item, b news.Item) {
	bothFresh := !a.Judged && !b.Judged && a.FirstSeen.Equal(b.FirstSeen)
	was := a.Face
	if better(b.Face, a.Face, bothFresh) {
		words(a, b)
		if was.Private && !b.Face.Private {
			forget(a, b)
		}
		if bothFresh {
			a.Sort = earlier(a.FirstSeen, a.Published)
			a.Updated = a.Sort
		}
	}
	a.Private = a.Private && b.Private
	a.Judged = a.Judged || b.Judged
	for _, o := range b.Origins {
		if !slices.ContainsFunc(a.Origins, func(x news.Origin) bool { return x.Source == o.Source && x.URL == o.URL }) {
			a.Origins = append(a.Origins, o)
		}
	}
	slices.SortFunc(a.Origins, compareOrigins)
	if a.Face.Private || !b.Face.Private {
		a.Headlines = append(a.Headlines, b.Headlines...)
	}
	slices.SortFunc(a.Headlines, func(x, y news.Headline) int {
		return cmp.Or(x.Until.Compare(y.Until), cmp.Compare(x.Title, y.Title))
	})
	if a.FullText == "" && b.FullText != "" && !b.Face.Private {
		a.FullText, a.Lead, a.Attribution = b.FullText, b.Lead, b.Attribution
	}
}

// forget drops from a what a private source said before the words of b: it must
// not shine through.
func forget(a *news.Item, b news.Item) {
	a.Headlines, a.FullText, a.Lead, a.Merged, a.Attribution = nil, "", "", nil, b.Attribution
	a.Image, a.Repaired = b.Image, b.Repaired
}

// better tells that words of face a replace those of b. Between equals the
// incumbent stays, except in one fresh round, where the name decides so that
// the order of arrival does not.
func better(a, b news.Face, fresh bool) bool {
	if a.Private != b.Private {
		return b.Private
	}
	if a.Own != b.Own {
		return a.Own
	}
	if a.Priority != b.Priority {
		return a.Priority > b.Priority
	}
	return fresh && a.Source < b.Source
}

// takeWords lets c's words become the item's where c may, and tells whether
// anything changed.
func takeWords(it *news.Item, c Candidate) bool {
	was := *it
	if c.FromPage {
		return takePage(it, c)
	}
	isFresh := fresh(*it, c)
	sameVoice := c.Item.Face.Source == it.Face.Source
	incumbent := it.Face
	incumbent.Own = incumbent.Own && sameSite(*it, c.Item)
	switch {
	case c.Item.Face.Private && !it.Face.Private:
		return false // even if it is a source that was public
	case sameVoice && it.Face.At.Equal(c.Item.Face.At):
		return false // the article twice in one document
	case sameVoice && it.Face.Hash == c.Item.Face.Hash && it.Face.Private == c.Item.Face.Private:
		return moveAddress(it, c)
	case sameVoice, better(c.Item.Face, incumbent, isFresh), changedItsMind(*it, c):
	default:
		return false
	}
	sameTitle := it.Face.TitleKey == c.Item.Face.TitleKey
	sameWords := it.Face.Hash == c.Item.Face.Hash
	edits := it.Face.Edits
	if sameVoice && sameTitle {
		if edits >= maxTextEdits {
			return false
		}
		edits++
	}
	words(it, c.Item)
	it.Face.Edits = edits
	it.Private = it.Private && c.Item.Private
	uncovered := was.Face.Private && !c.Item.Face.Private
	if uncovered {
		forget(it, c.Item)
	}
	if !was.Face.Own && c.Item.Face.Own {
		// A carrier's date was a claim: it must not bury the article for ever.
		it.Sort = earlier(it.FirstSeen, it.Published)
	}
	switch {
	case isFresh:
		it.Sort = earlier(it.FirstSeen, it.Published)
		it.Updated = it.Sort
		return true
	case uncovered:
	case !sameTitle && (was.Face.Own || sameVoice):
		it.Headlines = append(it.Headlines, news.Headline{Title: was.Title, Until: c.Item.FirstSeen})
		if n := len(it.Headlines); n > maxHeadlines {
			it.Headlines = it.Headlines[n-maxHeadlines:]
		}
	}
	if !sameWords {
		it.Updated = later(it.Updated, c.Item.FirstSeen)
	}
	return true
}

// moveAddress lets the item lead where its site says it is now, when nothing
// else changed: a new slug is no update, but the old one may lead nowhere.
func moveAddress(it *news.Item, c Candidate) bool {
	if !c.Item.Face.Own || c.Keys[0].Rank() >= 2 || c.Item.Canonical == it.Canonical {
		return false
	}
	it.Site, it.Canonical, it.Link, it.Face.At = c.Item.Site, c.Item.Canonical, c.Item.Link, c.Item.Face.At
	if c.Item.Code != "" {
		it.Code = c.Item.Code
	}
	return true
}

// changedItsMind tells that another own source of equal standing says
// something new of an item it had already carried.
func changedItsMind(it news.Item, c Candidate) bool {
	f, g := c.Item.Face, it.Face
	if !f.Own || f.Own != g.Own || f.Private != g.Private || f.Priority != g.Priority || f.Hash == g.Hash {
		return false
	}
	return slices.ContainsFunc(it.Origins, func(o news.Origin) bool {
		return o.Source == c.Origin.Source && o.URL == c.Origin.URL && o.Hash != c.Origin.Hash && o.Seen.Before(c.Item.FirstSeen)
	})
}

// words copies what a source said of an article from b to a.
func words(a *news.Item, b news.Item) {
	code := a.Code
	a.Site, a.Code, a.Canonical, a.Link = b.Site, b.Code, b.Canonical, b.Link
	if a.Code == "" {
		a.Code = code
	}
	a.Publisher, a.Language = b.Publisher, b.Language
	a.Title, a.Summary, a.Content = b.Title, b.Summary, b.Content
	a.Authors, a.Categories, a.Enclosures = b.Authors, b.Categories, b.Enclosures
	a.Podcast, a.Comments, a.Rights = b.Podcast, b.Comments, b.Rights
	page := pageNotes(a.Repaired)
	if a.FullText == "" {
		a.Image, page = b.Image, nil
		if b.Agency != "" || len(b.Cites) > 0 || a.Face.Source != b.Face.Source {
			a.Attribution = b.Attribution
		}
	} else if b.Image != "" {
		a.Image = b.Image // what the page said stays where the feed is silent
	}
	if !b.Published.IsZero() || a.Face.Source != b.Face.Source {
		a.Published, a.RawPublished = b.Published, b.RawPublished
	}
	a.Topics, a.Repaired, a.Face = b.Topics, slices.Concat(b.Repaired, page), b.Face
}

// addOrigin notes where c was seen, and tells whether that is news.
func addOrigin(it *news.Item, c Candidate) bool {
	if c.FromPage {
		return false
	}
	ofSource := 0
	for i, o := range it.Origins {
		if o.Source != c.Origin.Source {
			continue
		}
		ofSource++
		if o.URL != c.Origin.URL {
			continue
		}
		if o.Hash == c.Origin.Hash && o.Private == c.Origin.Private || o.Seen.Equal(c.Origin.Seen) {
			return false
		}
		seen := o.Seen
		it.Origins[i] = c.Origin
		it.Origins[i].Seen = seen
		return true
	}
	if ofSource >= maxOriginsPerSource {
		return false
	}
	it.Origins = append(it.Origins, c.Origin)
	slices.SortFunc(it.Origins, compareOrigins)
	it.Private = it.Private && c.Item.Private
	return true
}

func compareOrigins(a, b news.Origin) int {
	return cmp.Or(a.Seen.Compare(b.Seen), cmp.Compare(a.Source, b.Source), cmp.Compare(a.URL, b.URL))
}

// newKeys are those of keys that lead nowhere yet.
func newKeys(keys []news.Key, known []Known) []news.Key {
	var out []news.Key
	for _, k := range keys {
		if !slices.ContainsFunc(known, func(n Known) bool { return slices.Contains(n.Keys, k) }) {
			out = append(out, k)
		}
	}
	return out
}

func strongest(keys []news.Key) int {
	return slices.MinFunc(keys, news.Key.Compare).Rank()
}
