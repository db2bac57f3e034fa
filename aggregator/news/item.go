package news

import (
	"strings"
	"time"
)

// Code is a site's own number of an article («کد خبر»), in ASCII digits. It is
// a string because some have nineteen digits and some begin with zero.
type Code string

// ItemID is the published id of an item, "urn:uuid:…"; it never changes.
type ItemID string

// UUID is the id without its "urn:uuid:" prefix, as URLs carry it.
func (id ItemID) UUID() string { return strings.TrimPrefix(string(id), "urn:uuid:") }

// Key is one thing that identifies an item: "code:<site>:<code>",
// "url:<canonical>", "guid:<source>:<guid>" or "hash:<source>:<sha256>".
type Key string

// Kind is the part of a key before the first colon.
func (k Key) Kind() string {
	kind, _, _ := strings.Cut(string(k), ":")
	return kind
}

// Rank orders the kinds of keys by strength: code 0, url 1, guid 2, hash 3,
// anything else 4.
func (k Key) Rank() int {
	switch k.Kind() {
	case "code":
		return 0
	case "url":
		return 1
	case "guid":
		return 2
	case "hash":
		return 3
	}
	return 4
}

// Compare orders keys by strength, then by text: the smaller key names an item.
func (k Key) Compare(o Key) int {
	if d := k.Rank() - o.Rank(); d != 0 {
		return d
	}
	return strings.Compare(string(k), string(o))
}

// Identity is what an entry's links, guid and code say of who it is.
type Identity struct {
	Keys      []Key  // strongest first; never empty
	Site      string // folded host, with "/lang" where the site counts per language; empty without a link
	Code      Code   // empty where no rule fires
	Canonical string // canonical URL; empty without a usable link
	Publisher string // name shown for Site; empty where the operator named none
}

// Item is what golchin keeps of an article: once, under an id that never
// changes.
type Item struct {
	ID        ItemID
	Key       Key // the key that ID was made of
	Site      string
	Code      Code
	Canonical string
	Link      string // as the face's source spelt it
	Publisher string
	Language  string

	Title      string // plain text
	Summary    string // sanitised HTML
	Content    string // sanitised HTML, as the source's feed had it
	FullText   string // sanitised HTML read from the article page
	Lead       string // plain text
	Authors    []Person
	Categories []Category
	Enclosures []Enclosure
	Image      string
	Podcast    *Podcast // nil when the face's source says nothing of the kind
	Comments   string
	Rights     string
	Attribution

	RawPublished string
	Published    time.Time // UTC; zero means unknown
	FirstSeen    time.Time // UTC
	Sort         time.Time // the earlier of Published and FirstSeen, fixed at first commit
	Updated      time.Time // moved when headline or text changed; FirstSeen or Published until then
	LastSeen     time.Time // newest poll that carried it with a change; drives retention
	Changed      int64     // change sequence of the newest transaction that touched it

	Face      Face       // whose words these are
	Private   bool       // only private sources carried it
	Origins   []Origin   // oldest first
	Headlines []Headline // earlier headlines, oldest first
	Topics    []TopicMatch
	Repaired  []string

	Copy   ItemID   // founder of the same-text group; the item's own id when it stands alone
	Story  ItemID   // founder of the story; the item's own id when it stands alone
	Merged []Merged // why it was put into its groups
	Judged bool     // seen by the judge of stories; unjudged items are not published
}

// Face says whose words an item shows, and so who may change them.
type Face struct {
	Source   string `json:"source"`
	Own      bool   `json:"own"` // the source speaks for the item's site
	Private  bool   `json:"private,omitempty"`
	Priority int    `json:"priority"`
	Hash     string `json:"hash"` // of headline and text, squeezed; clocks left out
	// TitleKey is the squeezed headline: the same key is the same headline.
	TitleKey string `json:"titleKey"`
	// At is the round in which these words were taken.
	At time.Time `json:"at"`
	// Edits counts changes of the text under an unchanged headline.
	Edits int `json:"edits,omitempty"`
}

// Origin is one place an item was seen.
type Origin struct {
	Source    string
	Publisher string
	URL       string // as the source spelt it
	GUID      string
	Title     string
	Seen      time.Time // UTC, first time there
	Updated   time.Time // UTC, when the source says it last changed it; zero means it does not say
	Private   bool
	Hash      string // of everything the source said of it; same hash, nothing new
	Via       Via
}

// Headline is a headline an item used to have.
type Headline struct {
	Title string    `json:"title"`
	Until time.Time `json:"until"`
}

// Merged says why an item joined another.
type Merged struct {
	Item    ItemID   `json:"item"`
	Score   float64  `json:"score"`
	Because []string `json:"because"`
}

// Public is the item without the places that only private sources saw. It is
// what may be shown to everybody, unless the item itself is Private.
func (it Item) Public() Item {
	kept := make([]Origin, 0, len(it.Origins))
	for _, o := range it.Origins {
		if !o.Private {
			kept = append(kept, o)
		}
	}
	it.Origins = kept
	return it
}
