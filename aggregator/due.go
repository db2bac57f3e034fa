package aggregator

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/schedule"
	"golchin/store"
)

// bySchedule is why a source is asked when nothing else has a say.
const bySchedule = "schedule"

// specs are the schedules of sources as they were read once, by their text:
// reading a line with a zone costs more than all else of a decision. What is
// not among them is read when it is asked for.
type specs map[string]schedule.Spec

func (s specs) add(text string) {
	if spec, err := schedule.Parse(text); err == nil {
		s[text] = spec
	}
}

func (s specs) of(src *news.Source) (schedule.Spec, error) {
	if spec, ok := s[src.Schedule]; ok {
		return spec, nil
	}
	return schedule.Parse(src.Schedule)
}

// plan decides when the source is asked next and says why in words
// (BEHAVIOUR P11): the latest of its schedule or back-off, what the server
// asked for, what the document asked for, and the floor.
func plan(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) {
	st.NotBefore, st.NotBeforeWhy = serverWish(now, st, a)
	if st.Gone >= goneAnswers {
		st.NextPoll, st.NextWhy = time.Time{}, "never: 410 Gone"
		return
	}
	var at time.Time
	var why string
	if st.Failures > 0 {
		at, why = retry(now, ru, src, st, a)
	} else {
		st.OwedSince = time.Time{}
		at, why = tick(now, ru, src, st, a)
	}
	later := func(t time.Time, w string) {
		if t.After(at) {
			at, why = t, w
		}
	}
	later(st.NotBefore, st.NotBeforeWhy)
	if st.Failures == 0 {
		switch {
		case st.TTL > maxFresh:
			later(now.Add(maxFresh), "the feed's ttl, capped at 24h")
		case st.TTL > 0:
			later(now.Add(st.TTL), "the feed's ttl")
		}
		if !a.private {
			later(now.Add(ru.minInterval), "the floor between polls")
		}
	}
	if t := afterSkipped(at, st); t.After(at) { // last: whatever put the poll off may have put it into a skipped hour
		later(t.Add(schedule.Jitter(src.Name, time.Hour)), "the feed's skipHours and skipDays")
	}
	st.NextPoll, st.NextWhy = at, why
}

// serverWish is the moment before which the server asked us not to come:
// Retry-After, or the end of the answer's freshness.
func serverWish(now time.Time, st *store.SourceState, a *answer) (time.Time, string) {
	r := &a.response
	if r.RetryAfter.After(now) {
		if t := capped(now, r.RetryAfter, maxRetryAfter); t.Before(r.RetryAfter) {
			return t, "Retry-After, capped at 7 days"
		}
		return r.RetryAfter, "Retry-After"
	}
	if r.FreshUntil.After(now) && st.Failures == 0 {
		t := capped(now, r.FreshUntil, maxFresh)
		if t.Before(r.FreshUntil) {
			return t, "Cache-Control, capped at 24h"
		}
		return t, "Cache-Control"
	}
	return time.Time{}, ""
}

// tick is the next time the schedule asks for.
func tick(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) (time.Time, string) {
	spec, err := ru.specs.of(src)
	if err != nil { // config refused it; a state from elsewhere must not stop the source
		return now.Add(max(ru.minInterval, time.Hour)), "schedule unreadable: " + err.Error()
	}
	interval := spec.Interval(now)
	if src.Explicit {
		at := spec.Next(now)
		return at.Add(schedule.Jitter(src.Name, interval)), bySchedule
	}
	if a.private && interval < ru.minInterval {
		// Allowed on an operator's own addresses only, and nobody's by default:
		// it was chosen knowingly.
		return now.Add(interval + schedule.Jitter(src.Name, interval)), bySchedule
	}
	own, why := rhythm(now, ru.minInterval, interval, st)
	return now.Add(own + schedule.Jitter(src.Name, own)), why
}

// rhythm is how often a source on the default schedule is asked: half the
// usual gap between its items, within [floor, 24 h] (BEHAVIOUR P13, P21).
func rhythm(now time.Time, floor, interval time.Duration, st *store.SourceState) (time.Duration, string) {
	own, why := interval, bySchedule
	if st.Gap > 0 {
		gap := st.Gap
		if !st.LastNew.IsZero() { // a source that falls silent answers 304: its dates tell nothing new
			gap = max(gap, now.Sub(st.LastNew)/4)
		}
		own, why = gap/2, "the source's own rhythm"
	}
	if st.Unchanged > 0 {
		own, why = max(own, interval)<<min(st.Unchanged, 10), "unchanged and without validators"
	}
	if own < floor {
		own, why = floor, "the floor between polls"
	}
	return min(own, maxFresh), why
}

// retry is when a failed poll is tried again: what the server named, or a
// back-off that doubles with every failure. Its jitter is half of it, so that
// sources that failed together do not come back together (BEHAVIOUR T39).
func retry(now time.Time, ru rules, src *news.Source, st *store.SourceState, a *answer) (time.Time, string) {
	r := &a.response
	if r.RetryAfter.After(now) && st.Failures <= 3 {
		return serverWish(now, st, a)
	}
	interval := time.Hour
	if spec, err := ru.specs.of(src); err == nil {
		interval = spec.Interval(now)
	}
	if r.Status == http.StatusGone {
		wait := max(interval, firstBackoff)
		if a.private {
			wait = interval
		}
		return now.Add(wait), "to confirm 410 Gone once"
	}
	first, most := firstBackoff, maxBackoff
	switch r.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		first = busyBackoff
	case http.StatusNotFound, http.StatusUnauthorized, http.StatusUnavailableForLegalReasons, http.StatusForbidden:
		first, most = busyBackoff, maxLongBackoff
	}
	if a.private && interval < ru.minInterval { // an operator's own machine on a short schedule
		if first > firstBackoff {
			interval *= 4
		}
		first = min(first, interval)
	}
	wait := most * 2 / 3
	if n := st.Failures - 1; n < 20 {
		wait = min(first<<n, wait)
	}
	wait += schedule.Spread(src.Name, wait/2)
	return now.Add(wait), "back-off after " + failures(st.Failures)
}

func failures(n int) string {
	if n == 1 {
		return "1 failure"
	}
	return fmt.Sprintf("%d failures", n)
}

// afterSkipped moves t out of the hours and days the document asks to skip
// (GMT, RSS 2.0). A document that skips everything is obeyed for a day.
func afterSkipped(t time.Time, st *store.SourceState) time.Time {
	if len(st.SkipHours) == 0 && len(st.SkipDays) == 0 {
		return t
	}
	at := t.UTC()
	for range 24*7 + 1 {
		if !slices.Contains(st.SkipHours, at.Hour()) && !slices.Contains(st.SkipDays, at.Weekday()) {
			return at
		}
		at = at.Truncate(time.Hour).Add(time.Hour)
	}
	return t.Add(maxFresh)
}

// capped is t, but at most most after now.
func capped(now, t time.Time, most time.Duration) time.Time {
	if end := now.Add(most); t.After(end) {
		return end
	}
	return t
}

// medianGap is the usual time between the items of a document; a source whose
// newest item is old counts as slower. Zero when the dates do not tell.
func medianGap(now time.Time, es []news.Entry) time.Duration {
	const enough, many = 4, 20
	var at []time.Time
	for _, e := range es {
		if !e.Published.IsZero() && !e.Published.After(now) {
			at = append(at, e.Published)
		}
	}
	if len(at) < enough {
		return 0
	}
	slices.SortFunc(at, func(a, b time.Time) int { return b.Compare(a) })
	at = at[:min(len(at), many)]
	gaps := make([]time.Duration, 0, len(at))
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i-1].Sub(at[i]))
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2], now.Sub(at[0])/4, time.Second)
}
