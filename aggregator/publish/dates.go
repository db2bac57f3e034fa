package publish

import (
	"time"

	"golchin/aggregator/news"
)

// known returns t in UTC and whole seconds, or the zero Time where no date
// format of ours can write it.
func known(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	t = t.UTC().Truncate(time.Second)
	if y := t.Year(); y < 1 || y > 9999 {
		return time.Time{}
	}
	return t
}

// first returns the first of ts that is known.
func first(ts ...time.Time) time.Time {
	for _, t := range ts {
		if t = known(t); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// published is the date an item goes out with: what its source says, or when
// it was first seen where the source says nothing or names a day to come.
// (BEHAVIOUR F04)
func published(it *news.Item) time.Time {
	p, seen := known(it.Published), known(it.FirstSeen)
	if p.IsZero() || !seen.IsZero() && p.After(seen) {
		p = seen
	}
	return first(p, it.Sort)
}

// updated is when an item last changed, never before it was published, and
// never after it was last seen: so a source's future date stays its own.
func updated(it *news.Item, pub time.Time) time.Time {
	u := first(it.Updated, pub)
	last := known(it.LastSeen)
	if seen := known(it.FirstSeen); seen.After(last) {
		last = seen
	}
	if !last.IsZero() && u.After(last) {
		u = last
	}
	if u.Before(pub) {
		u = pub
	}
	return u
}

// rfc822 writes a date as RSS wants it, with a four-digit year and a numeric
// zone; "" for the zero Time.
func rfc822(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC1123Z)
}

// rfc3339 writes a date as Atom must have it. It is never empty: where nothing
// at all is known, it is the beginning of the Unix epoch, which no reader takes
// for news.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC()
	}
	return t.Format(time.RFC3339)
}
