package aggregator

import (
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/store"
)

// answer is what came of asking a source: the raw material of a decision.
type answer struct {
	asked      string // the URL asked
	private    bool   // on an address of the operator's own
	mirror     int    // its index among the source's URLs
	weight     int64  // bytes of the document on the desk
	original   bool   // asked is what the operator wrote, after where it moved to failed
	response   fetch.Response
	err        error // no answer, or a document that cannot be read
	stage      string
	doc        news.Document
	parsed     bool // doc holds what the body said
	same       bool // the body is the one read last time
	discovered bool // asked was announced by an HTML page at the source's address
}

// rules are the operator's bounds that decisions obey.
type rules struct {
	minInterval     time.Duration // floor between polls of a public source
	redirectConfirm time.Duration // how long a permanent redirect is on probation
	specs           specs         // schedules already read
}

// Caps of what a server may ask for (BEHAVIOUR P14) and of back-off.
const (
	maxFresh       = 24 * time.Hour
	maxRetryAfter  = 7 * 24 * time.Hour
	maxBackoff     = 24 * time.Hour
	maxLongBackoff = 7 * 24 * time.Hour
	firstBackoff   = 5 * time.Minute
	busyBackoff    = time.Hour
	redirectPolls  = 3
	goneAnswers    = 2
)

// decide turns the answer of one poll into the round to be written: the
// source's next state, what was learnt of its host, what an operator wants to
// hear. It is pure; entries become candidates elsewhere.
func decide(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) store.Round {
	next := *st
	next.LastPoll, next.LastStatus, next.Took = now, a.response.Status, a.response.Took
	next.Polls++
	next.Bytes += a.response.Bytes
	next.Challenged = a.response.Challenge
	next.LastError, next.LastStage = "", ""
	next.NewLast = 0
	if a.response.Status != 0 && !a.response.Conditional {
		next.Unconditional = now
	}
	out := store.Round{Seen: now, State: &next}
	if fail := failure(a); fail != "" {
		failed(now, &next, a, fail)
	} else {
		succeeded(now, ru, src, &next, a)
	}
	out.Hosts = hostLessons(now, a)
	plan(now, ru, src, &next, a)
	out.Events = events(now, st, &next)
	return out
}

// failure says in a sentence why the answer is no success; empty when it is one.
func failure(a *answer) string {
	r := &a.response
	switch {
	case a.err != nil:
		return sentence(a.err)
	case r.Challenge:
		return "blocked by bot protection; ask the publisher to exempt feed readers"
	case r.OK(), r.NotModified():
		return ""
	case r.Status == http.StatusNotModified:
		return "304 Not Modified to a request without validators"
	}
	return status(r.Status)
}

// status is an HTTP status in words.
func status(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("%d %s", code, text)
	}
	return fmt.Sprintf("status %d", code)
}

func succeeded(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) {
	r := &a.response
	st.Failures, st.FailingFrom, st.Gone = 0, time.Time{}, 0
	st.LastSuccess = now
	moveOn(now, ru, src, st, a)
	keepValidators(st, a)
	if r.OK() {
		st.BodyHash = r.BodyHash
		st.Unchanged++
		if !a.same || st.ETag != "" || st.LastModified != "" {
			st.Unchanged = 0
		}
	}
	if a.parsed {
		d := &a.doc
		st.Title, st.Language, st.Format, st.Hub = d.Title, d.Language, d.Format, d.Hub
		st.TTL, st.SkipHours, st.SkipDays = d.TTL, d.SkipHours, d.SkipDays
		st.Gap = medianGap(now, d.Entries)
		st.Repaired = d.Repaired
	}
}

// keepValidators keeps what the newest answer gave and forgets what it no
// longer gives; a 304 updates what it names (RFC 9111 §4.3.4, BEHAVIOUR P03).
func keepValidators(st *store.SourceState, a *answer) {
	r := &a.response
	etag, modified := kept(r.ETag), kept(r.LastModified)
	if r.OK() {
		st.ETag, st.LastModified = etag, modified
	} else {
		if etag != "" {
			st.ETag = etag
		}
		if modified != "" {
			st.LastModified = modified
		}
	}
	st.ValidatorsFor = r.URL
}

// kept is a header's bytes as a store can keep them, which is text: each byte
// a character, as ISO 8859-1 has it (RFC 9110 §5.5). sent is the way back.
func kept(header string) string {
	for i := 0; i < len(header); i++ {
		if header[i] >= utf8.RuneSelf {
			runes := make([]rune, len(header))
			for i := range runes {
				runes[i] = rune(header[i])
			}
			return string(runes)
		}
	}
	return header
}

func sent(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return text // never made by kept
		}
		out = append(out, byte(r))
	}
	return string(out)
}

// moveOn keeps the address that answered. A permanent redirect is adopted
// after three polls over redirect_confirm (BEHAVIOUR P31); anything else ends
// its probation. It runs before the validators are replaced.
func moveOn(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) {
	to := a.response.Permanent
	if a.response.NotModified() && to != st.ValidatorsFor {
		to = "" // nothing was ever read there
	}
	was := st.URL
	st.Mirror, st.URL = a.mirror, a.asked
	switch {
	case a.discovered, a.original && a.asked != was:
		st.MovedFrom, to = was, ""
		if a.discovered {
			st.MovedFrom = src.URLs[a.mirror]
		}
	case to == "" || to == a.asked:
		to = ""
	case to != st.MovedTo:
		st.MovedPolls, st.MovedSince = 1, now
	default:
		st.MovedPolls++
	}
	if to != "" && st.MovedPolls >= redirectPolls && now.Sub(st.MovedSince) >= ru.redirectConfirm {
		st.MovedFrom, st.URL, to = a.asked, to, ""
	}
	if st.MovedTo = to; to == "" {
		st.MovedPolls, st.MovedSince = 0, time.Time{}
	}
	if st.URL != was || st.Host == "" {
		st.Host = fetch.HostKey(st.URL)
	}
}

func failed(now time.Time, st *store.SourceState, a *answer, why string) {
	st.Failures++
	if st.FailingFrom.IsZero() {
		st.FailingFrom = now
	}
	st.LastError, st.LastStage = why, a.stage
	if st.LastStage == "" {
		st.LastStage = "fetch"
	}
	if st.OwedSince.IsZero() {
		st.OwedSince = now
	}
	switch {
	case a.response.Status == http.StatusGone:
		st.Gone++
	case st.Gone < goneAnswers: // one that is gone stays so until it answers
		st.Gone = 0
	}
	st.MovedTo, st.MovedPolls, st.MovedSince = "", 0, time.Time{}
}

// hostLessons is what an answer teaches of the whole host: 429 pauses it, 403
// and challenges slow it down. Hosts on allowed private addresses carry many
// unrelated sources behind one name and learn nothing (FreshRSS#7870).
func hostLessons(now time.Time, a *answer) []store.HostState {
	r := &a.response
	var h store.HostState
	switch {
	case a.private:
		return nil
	case r.Status == http.StatusTooManyRequests:
		h.Until, h.Why = now.Add(busyBackoff), "429 Too Many Requests"
		if !r.RetryAfter.IsZero() {
			h.Until = capped(now, r.RetryAfter, maxRetryAfter)
		}
	case r.Status == http.StatusForbidden, r.Challenge:
		h.Why = "403 Forbidden"
		if r.Challenge {
			h.Why = "bot protection"
		}
	default:
		return nil
	}
	if h.Host = fetch.HostKey(r.URL); h.Host == "" {
		return nil
	}
	return []store.HostState{h}
}

// events tells what changed for the source in words an operator understands.
func events(now time.Time, was, st *store.SourceState) []store.Event {
	var out []store.Event
	add := func(kind, format string, args ...any) {
		out = append(out, store.Event{At: now, Source: st.Name, Kind: kind, Text: fmt.Sprintf(format, args...)})
	}
	const died = 3 // failures in a row that are worth a word
	switch {
	case st.Gone >= goneAnswers && was.Gone < goneAnswers:
		add("gone", "answered 410 Gone twice; it is not polled any more")
	case st.Challenged && !was.Challenged:
		add("challenged", "answers with a bot challenge; ask the publisher to exempt feed readers")
	case st.Failures == died && was.Failures < died:
		add("died", "fails since %s: %s", st.FailingFrom.UTC().Format(time.RFC3339), st.LastError)
	case st.Failures == 0 && was.Gone >= goneAnswers:
		add("recovered", "is no longer gone")
	case st.Failures == 0 && was.Failures >= died:
		add("recovered", "works again after %d failures", was.Failures)
	}
	if st.URL != was.URL && st.MovedFrom != was.MovedFrom {
		add("moved", "moved for good from %s to %s", fetch.Redact(st.MovedFrom), fetch.Redact(st.URL))
	}
	return out
}
