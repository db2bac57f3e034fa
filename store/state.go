package store

import (
	"strings"
	"time"
)

// SourceState is what golchin remembers of a source between polls. Its zero
// value is a source never polled.
type SourceState struct {
	Name      string // the source's name
	ConfigURL string // first URL in feeds.yaml when the state was written
	URL       string // where we ask: ConfigURL, a mirror, or where a permanent redirect led
	Host      string // host[:port] of URL, for pauses

	// Validators are opaque bytes, sent back exactly as they came.
	ETag          string
	LastModified  string
	ValidatorsFor string    // the final URL they belong to
	BodyHash      string    // sha256 of the last document read, hex
	Unconditional time.Time // last request without validators

	NextPoll     time.Time // when the source is due
	NextWhy      string    // why then, in words: "schedule", "Retry-After", "back-off after 3 failures"
	OwedSince    time.Time // the tick that is not yet answered; zero when none
	NotBefore    time.Time // the server asked us not to come earlier
	NotBeforeWhy string

	LastPoll    time.Time
	LastSuccess time.Time // last 200 that parsed, or 304
	LastNew     time.Time // last poll that brought a new item
	LastStatus  int       // HTTP status; 0 when there was no answer
	LastError   string    // one sentence without secrets; empty after success
	LastStage   string    // stage of DESIGN §1 that failed
	FailingFrom time.Time // first failure of the present row; zero when fine
	Failures    int       // consecutive
	Challenged  bool      // the last answer was a bot challenge
	Gone        int       // consecutive 410 answers; 2 stop the polls

	// A permanent redirect on probation.
	MovedTo    string
	MovedPolls int
	MovedSince time.Time
	MovedFrom  string // where an adopted redirect came from; kept for undo

	Mirror int // index of the URL in use

	// What the document said.
	Title, Language, Format, Hub string
	TTL                          time.Duration
	SkipHours                    []int
	SkipDays                     []time.Weekday
	Gap                          time.Duration // median gap between recent items; 0 unknown
	Repaired                     []string

	// Identity policy, degraded where the source lies.
	GUIDPolicy    string // "" trusted, else why guids are ignored
	LinkPolicy    string // "" trusted, else why links are ignored
	GUIDConflicts int

	Items   int // items this source carried, counted by the store
	NewLast int // new items of the last poll
	Polls   int
	// Unchanged counts consecutive polls of a source without validators that
	// brought the same bytes again.
	Unchanged int
	Bytes     int64
	Took      time.Duration // last poll
}

// HostState is what was learnt of a host, shared by all its sources.
type HostState struct {
	Host    string // host[:port]
	Until   time.Time
	Why     string        // why it is paused
	Spacing time.Duration // learnt minimum between requests; 0 means the configured one
}

// Claim is the right to poll a source until the lease ends.
type Claim struct {
	State SourceState
	Token string // random; a commit must show it
	Until time.Time
}

// Health is the state in one word (DESIGN §4, status): ok, failing, gone,
// paused or quiet.
func (s SourceState) Health(now time.Time) string {
	const rare = 4 // gaps without a new item that make a source quiet
	switch {
	case s.Gone >= 2:
		return "gone"
	case s.asked(now):
		return "paused"
	case s.Failures > 0:
		return "failing"
	case s.Gap > 0 && !s.LastNew.IsZero() && now.Sub(s.LastNew) > max(rare*s.Gap, 48*time.Hour):
		return "quiet"
	}
	return "ok"
}

// asked tells that the server itself asked to be left alone for now, for the
// source (Retry-After) or for its whole host (429): no failure of the source.
func (s SourceState) asked(now time.Time) bool {
	return s.NotBefore.After(now) && (strings.HasPrefix(s.NotBeforeWhy, "Retry-After") || strings.HasSuffix(s.NotBeforeWhy, "asked for a pause"))
}

// Note adds what only the store knows of a round at the given time: its new
// items, and guids that led to other articles, which end the trust in the
// source's guids when they are no accident (BEHAVIOUR S22).
func (s *SourceState) Note(o Outcome, at time.Time) {
	const accident = 3
	s.NewLast = o.New
	if o.New > 0 {
		s.LastNew = at
	}
	s.GUIDConflicts += o.GUIDConflicts
	if s.GUIDPolicy == "" && s.GUIDConflicts > accident {
		s.GUIDPolicy = "guids are ignored: they come back for other articles"
	}
}
