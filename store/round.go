package store

import (
	"time"

	"golchin/aggregator/news"
)

// Round is everything one poll writes.
type Round struct {
	// Claim is the lease the round was made under; its zero value writes
	// without one (article pages).
	Claim Claim
	// Seen is the time of the round; all rounds of one fresh run share it.
	Seen time.Time
	// State is the source's state after the poll; nil leaves it.
	State *SourceState
	// Candidates are the entries, in document order.
	Candidates []Candidate
	// Rules is the hash of the topic rules that filed the candidates, Keyed
	// the identity version that made their keys.
	Rules string
	Keyed int
	// Hosts are host states to write.
	Hosts []HostState
	// Pages are page states to write, after the candidates.
	Pages []Page
	// Events happened in this poll.
	Events []Event
}

// Candidate is an entry ready to become an item.
type Candidate struct {
	// Item is what would be stored if no key were known: ID and Key made of
	// the strongest key, Face filled, Topics decided, no origins.
	Item news.Item
	// Keys are all its keys, strongest first.
	Keys []news.Key
	// Origin is where it was seen.
	Origin news.Origin
	// Folded is the spaced form of headline and text, for search.
	Folded Folded
	// Page asks for the article page of the item if it is new, and again when
	// its source changes what it says of it.
	Page bool
	// FromPage tells that the candidate was read from the item's own article
	// page: it adds full text, lead, code and chain, and changes no headline.
	FromPage bool
}

// Folded is the spaced form of an item's words (text.Spaced).
type Folded struct {
	Title, Text string
}

// Outcome is what became of a round.
type Outcome struct {
	Source  string
	New     int
	Changed int // headline or text changed, or items merged
	Origins int // only seen in one more place
	Same    int
	Pruned  int // known, but no longer kept
	Merged  int // items absorbed
	// GUIDConflicts counts guids that led to an item which is another article.
	GUIDConflicts int
	Items         []news.ItemID // new and changed
	Err           error         // ErrClaimLost, or nil
}
