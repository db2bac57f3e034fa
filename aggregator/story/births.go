package story

import (
	"cmp"
	"slices"
	"time"

	"golchin/aggregator/news"
)

// births are the ages of groups by founder: the oldest member seen of each.
type births map[news.ItemID]birth

// birth is the age of an item. What one round brought was first seen at once;
// then the earlier report is the older one, so that a database built anew in a
// single round has the founders that it grew with.
type birth struct{ seen, sort time.Time }

func birthOf(it *news.Item) birth { return birth{it.FirstSeen, it.Sort} }

func (b birth) compare(o birth) int {
	return cmp.Or(b.seen.Compare(o.seen), b.sort.Compare(o.sort))
}

// note takes a member of founder's group into account.
func (bs births) note(founder news.ItemID, it *news.Item) {
	if b, ok := bs[founder]; !ok || birthOf(it).compare(b) < 0 {
		bs[founder] = birthOf(it)
	}
}

// sort puts founders in order of age, the oldest first.
func (bs births) sort(founders []news.ItemID) {
	slices.SortFunc(founders, func(a, b news.ItemID) int { return cmp.Or(bs[a].compare(bs[b]), cmp.Compare(a, b)) })
}
