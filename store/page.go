package store

import (
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// Page is an article page to be read for an item.
type Page struct {
	Item     string // item id
	Source   string // whose full_text asked for it
	URL      string
	Token    string    // set by ClaimPages
	Tries    int       // failures in a row
	Next     time.Time // zero: done or given up
	ETag     string
	Modified string
	Error    string
	Reads    int       // answers that were a page, or that it is as it was
	Read     time.Time // the last of them
}

// Bounds of how often the page of one item is asked again, whatever its
// source does to the entry.
const (
	maxReads  = 8
	pageRests = 10 * time.Minute // after the first reading; doubled after each
)

// Again is the page after its article changed at now: when it is asked next.
// A page that was read often has rest, and in the end peace.
func (p Page) Again(now time.Time) Page {
	switch {
	case p.Reads >= maxReads:
		return p
	case p.Reads == 0 && !p.Next.IsZero():
		return p // asked soon anyway
	case p.Reads > 0:
		now = later(now, p.Read.Add(pageRests<<(p.Reads-1)))
	}
	p.Next, p.Tries = now, 0
	return p
}

// takePage adds what the item's own article page said.
func takePage(it *news.Item, c Candidate) bool {
	if c.Item.FullText == "" && it.FullText != "" || it.FullText == c.Item.FullText && it.Lead == c.Item.Lead {
		return false
	}
	first := it.FullText == ""
	it.FullText, it.Lead, it.Attribution = c.Item.FullText, c.Item.Lead, c.Item.Attribution
	if it.Face.Hash == c.Item.Face.Hash && it.Face.TitleKey == c.Item.Face.TitleKey {
		it.Topics = c.Item.Topics // of the words that the item still has
	}
	if it.Code == "" {
		it.Code = c.Item.Code
	}
	if it.Image == "" {
		it.Image = c.Item.Image
	}
	if it.Published.IsZero() {
		it.Published, it.RawPublished = c.Item.Published, c.Item.RawPublished
	}
	own := slices.DeleteFunc(slices.Clone(it.Repaired), ofPage)
	it.Repaired = slices.Concat(own, pageNotes(c.Item.Repaired))
	if !first {
		it.Updated = later(it.Updated, c.Item.FirstSeen)
	}
	return true
}

// movedOn tells that the source dates what it says of the article later than
// when it said it last.
func movedOn(it news.Item, c Candidate) bool {
	return slices.ContainsFunc(it.Origins, func(o news.Origin) bool {
		return o.Source == c.Origin.Source && o.URL == c.Origin.URL && o.Updated.Before(c.Origin.Updated) && o.Seen.Before(c.Origin.Seen)
	})
}

// PageNote begins what Item.Repaired says of the article page.
const PageNote = "page: "

func ofPage(note string) bool { return strings.HasPrefix(note, PageNote) }

// pageNotes are those of notes that are of the page.
func pageNotes(notes []string) []string {
	return slices.DeleteFunc(slices.Clone(notes), func(s string) bool { return !ofPage(s) })
}
