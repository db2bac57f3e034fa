package store

import (
	"time"

	"golchin/aggregator/news"
)

// Query picks items. Its zero value picks every judged public item.
type Query struct {
	// Any of each list; all lists together. Empty means no restriction. A
	// topic or source that ends in * stands for all that begin so. A language
	// stands for its regions (fa for fa-AF), a site for its sub-domains and
	// language sections (e.org for www.e.org and e.org/fa); with * also for all
	// that begin so.
	Topics    []string
	Sources   []string
	Languages []string
	Sites     []string
	Codes     []news.Code
	// Words are necessary folded words of headline or text, Titles of the
	// headline: at least one of every group, a trailing * means prefix. The
	// answer is a superset: the caller decides.
	Words, Titles [][]string
	// From and To bound sort, inclusive; zero means open.
	From, To time.Time
	// After continues behind the last item of a page.
	After Cursor
	// Private includes items that only private sources carried.
	Private bool
	// Offset skips items; prefer After.
	Offset int
	// Limit is at most this many; 0 means 100.
	Limit int
	// Light leaves out Content, FullText, Headlines and Merged; Bare leaves out
	// all but ID and Sort.
	Light, Bare bool
	// Faces fills in Face.Source and Face.Private where Bare leaves them out.
	Faces bool
	// IDs picks among these items; nil means among all.
	IDs []news.ItemID
}

// Cursor is a place in the order newest first, which is the exact reverse of
// (sort, id): ties come by falling id. Its zero value is the start.
type Cursor struct {
	Sort time.Time
	ID   news.ItemID
}

// Group is a way items belong together.
type Group int

// The groups an item is in.
const (
	ByCopy  Group = iota // near-verbatim copies
	ByStory              // the same news
)
