package store

import (
	"context"
	"errors"
	"io"
	"time"

	"golchin/aggregator/news"
)

// Errors that callers tell apart.
var (
	// ErrNotFound is returned for an id or key nobody knows.
	ErrNotFound = errors.New("not found")
	// ErrClaimLost tells that a round's lease ran out and another process took
	// the source; nothing of the round was written.
	ErrClaimLost = errors.New("claim lost")
	// ErrNewer tells that the database was written by a newer golchin.
	ErrNewer = errors.New("database is newer than this program")
	// ErrNotOurs tells that the file is no golchin database.
	ErrNotOurs = errors.New("not a golchin database")
)

// Store keeps sources, items and stories. All methods are safe for concurrent
// use; several processes may share one database.
type Store interface {
	// Sync makes the set of sources what want says. A source not yet known is
	// added as given. A known one keeps its state, unless its ConfigURL
	// changed: then address, validators, redirects, back-off and next poll are
	// taken from want and the counters stay. Sources not in want are retired:
	// never claimed again, their items kept. It returns the states of want.
	Sync(ctx context.Context, want []SourceState) ([]SourceState, error)
	// Claim leases sources as q asks, longest overdue first: not retired, not
	// leased, not gone, their host not paused.
	Claim(ctx context.Context, q ClaimQuery) ([]Claim, error)
	// Extend prolongs claims still held to until; lost ones stay lost.
	Extend(ctx context.Context, claims []Claim, until time.Time) error
	// Release gives claims back unused.
	Release(ctx context.Context, claims []Claim) error
	// Commit writes the rounds in one transaction, in order, and reports each.
	// A round whose claim was lost is skipped and its outcome carries
	// ErrClaimLost.
	Commit(ctx context.Context, rounds []Round) ([]Outcome, error)
	// States returns the state of every source that is not retired, by name.
	States(ctx context.Context) ([]SourceState, error)
	// NextDue is the earliest next poll of a source that may be claimed; zero
	// when there is none.
	NextDue(ctx context.Context) (time.Time, error)
	// Hosts returns what was learnt of hosts, by host.
	Hosts(ctx context.Context) ([]HostState, error)

	// ClaimPages leases at most n article pages that are due at now, longest
	// due first, so that no host has more than perHost leased at once.
	ClaimPages(ctx context.Context, now time.Time, lease time.Duration, n, perHost int) ([]Page, error)

	// Unjudged returns at most n items that await the judge of stories, in
	// (sort, id) order, whole.
	Unjudged(ctx context.Context, n int) ([]news.Item, error)
	// Similar returns the items that share at least one band with q, those
	// sharing most bands first.
	Similar(ctx context.Context, q SimilarQuery) ([]news.Item, error)
	// Judge writes verdicts in one transaction; judged items are published.
	Judge(ctx context.Context, verdicts []Verdict) error
	// Correct keeps a correction for ever, replacing an earlier one of the
	// same pair, and marks both items for the judge.
	Correct(ctx context.Context, c Correction) error
	// Corrections returns all corrections, oldest first.
	Corrections(ctx context.Context) ([]Correction, error)

	// Items returns the items that pass q, newest first (sort, then id), as
	// the public may see them (news.Item.Public) unless q.Private. Item and
	// Members return items whole, with private origins.
	Items(ctx context.Context, q Query) ([]news.Item, error)
	// Count counts the items that pass q, regardless of limit and cursor.
	Count(ctx context.Context, q Query) (int, error)
	// Item returns one item whole; an absorbed id gives its survivor, whose ID
	// then differs. ErrNotFound when nobody knows id.
	Item(ctx context.Context, id news.ItemID) (news.Item, error)
	// ByKey returns the item that any of keys leads to, the strongest key
	// first; ErrNotFound when none does.
	ByKey(ctx context.Context, keys ...news.Key) (news.Item, error)
	// Members returns the judged items of each of the groups, by (sort, id),
	// at most perGroup of each.
	Members(ctx context.Context, by Group, founders []news.ItemID, perGroup int) (map[news.ItemID][]news.Item, error)
	// Version is the newest change in the given scopes: the maximum over each
	// list, the minimum over the lists. Empty scopes mean everything.
	Version(ctx context.Context, s Scopes) (Version, error)
	// Stats counts what is kept.
	Stats(ctx context.Context) (Stats, error)
	// Events returns the newest n events, newest first.
	Events(ctx context.Context, n int) ([]Event, error)
	// Published remembers for ever the paths under which feeds are served now,
	// and returns those that were served before and are not among them, sorted.
	// What is gone is told also where paths cannot be written.
	Published(ctx context.Context, paths []string) (gone []string, err error)

	// Misfiled returns at most n items whose topics were decided by other
	// rules than hash, newest first, whole.
	Misfiled(ctx context.Context, hash string, n int) ([]news.Item, error)
	// File writes topics decided by the rules of hash. An item whose words are
	// others by now is left for the next Misfiled.
	File(ctx context.Context, hash string, filed map[news.ItemID]Filing) error
	// Refold replaces the folded words by which Query.Words finds items. An
	// engine that keeps no text asks for it by letting Misfiled return the item:
	// after a merge whose words are no longer at hand.
	Refold(ctx context.Context, folded map[news.ItemID]Folded) error
	// Unkeyed returns at most n items whose keys were made by an older
	// identity version, oldest first.
	Unkeyed(ctx context.Context, version, n int) ([]news.Item, error)
	// AddKeys adds keys to items (a key that leads elsewhere stays there) and
	// marks them as made by version.
	AddKeys(ctx context.Context, version int, keys map[news.ItemID][]news.Key) error

	// Prune deletes at most n items last seen longer ago than the longest keep
	// of the sources that carried them; zero keep means for ever, a source not
	// in keep counts with fallback. Keys stay.
	Prune(ctx context.Context, now time.Time, keep map[string]time.Duration, fallback time.Duration, n int) (int, error)
	// Backup writes a consistent copy of the database to path, which must not
	// exist.
	Backup(ctx context.Context, path string) error
	// Check verifies the database's integrity; the error says what is wrong.
	Check(ctx context.Context) error
	// Ready tells whether the store can be written now.
	Ready(ctx context.Context) error

	io.Closer
}

// ClaimQuery says which sources to lease.
type ClaimQuery struct {
	Now   time.Time
	Lease time.Duration
	Limit int
	// Names leases just these, whatever their next poll, pause or 410, unless
	// leased by another. Empty means whatever is due.
	Names []string
	// NotHosts are hosts whose sources are left for later.
	NotHosts []string
}

// SimilarQuery asks for candidates of a story.
type SimilarQuery struct {
	Bands    []int64
	From, To time.Time // window of sort, inclusive
	Not      news.ItemID
	Limit    int // at most this many; 0 means 50
}

// Verdict is what the judge decided of one item.
type Verdict struct {
	Item   news.ItemID
	Copy   news.ItemID   // founder of its same-text group; itself when alone
	Story  news.ItemID   // founder of its story; itself when alone
	Merged []news.Merged // why; replaces what was kept
	Bands  []int64       // by which later items find it; replaces what was kept
	// UniteCopies and UniteStories name founders whose whole groups become part
	// of Copy and Story.
	UniteCopies  []news.ItemID
	UniteStories []news.ItemID
}

// Correction is an operator's word on two items, kept for ever.
type Correction struct {
	Merge bool // true: the same story; false: never the same story
	A, B  news.ItemID
	At    time.Time
}

// Version is a point in the history of changes.
type Version struct {
	Seq int64     // change sequence; 0 means nothing was ever changed
	At  time.Time // when that was committed, UTC
}

// Scopes are the parts of what is published that a reader depends on.
type Scopes struct {
	Topics, Sources []string
}

// Stats counts what is kept.
type Stats struct {
	Items, Stories, Origins, Keys int
	Bytes                         int64 // size of the database
}

// Event is something an operator wants to hear about a source.
type Event struct {
	At     time.Time
	Source string
	Kind   string // "died", "recovered", "moved", "challenged", "quiet", "degraded", "gone"
	Text   string // one sentence
}
