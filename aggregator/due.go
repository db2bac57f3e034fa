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

// plan decides when the source is asked next and says why in words
// (BEHAVIOUR P11): the latest of its schedule or back-off, what the server
// asked for, what the document asked for, and the floor.
func plan(now time.Time, ru rules, src news.Source, st *store.SourceState, a answer) {
	st.NotBefore, st.NotBeforeWhy = serverWish(now, st, a)
	if st.Gone >= goneAnswers {
		st.NextPoll, st.NextWhy = time.Time{}, "never: 410 Gone"
		return
	}
	var at time.Time
	var why string
	if st.Failures > 0 {
		at, why = retry(now, src, st, a)
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
		if st.TTL > 0 {
			later(now.Add(min(st.TTL, maxFresh)), "the feed's ttl")
		}
		if t := afterSkipped(at, *st); t.After(at) {
			later(t, "the feed's skipHours and skipDays")
		}
	}
	if st.Failures == 0 && !a.private {
		later(now.Add(ru.minInterval), "the floor between polls")
	}
	st.NextPoll, st.NextWhy = at, why
}

// serverWish is the moment before which the server asked us not to come:
// Retry-After, or the end of the answer's freshness.
func serverWish(now time.Time, st *store.SourceState, a answer) (time.Time, string) {
	r := a.response
	if r.RetryAfter.After(now) {
		return capped(now, r.RetryAfter, maxRetryAfter), "Retry-After"
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
func tick(now time.Time, ru rules, src news.Source, st *store.SourceState, a answer) (time.Time, string) {
	spec, err := schedule.Parse(src.Schedule)
	if err != nil { // config refused it; a state from elsewhere must not stop the source
		return now.Add(max(ru.minInterval, time.Hour)), "schedule unreadable: " + err.Error()
	}
	interval := spec.Interval(now)
	if src.Explicit {
		at := spec.Next(now)
		return at.Add(schedule.Jitter(src.Name, interval)), "schedule"
	}
	floor := ru.minInterval
	if a.private {
		floor = 0
	}
	own, why := rhythm(floor, interval, st)
	return now.Add(own + schedule.Jitter(src.Name, own)), why
}

// rhythm is how often a source on the default schedule is asked: half the
// usual gap between its items, within [floor, 24 h] (BEHAVIOUR P13, P21).
func rhythm(floor, interval time.Duration, st *store.SourceState) (time.Duration, string) {
	own, why := interval, "schedule"
	if st.Gap > 0 {
		own, why = st.Gap/2, "the source's own rhythm"
	}
	if st.Unchanged > 0 {
		own, why = own<<min(st.Unchanged, 10), "unchanged and without validators"
	}
	return min(max(own, floor, min(interval, time.Minute)), maxFresh), why
}

// retry is when a failed poll is tried again: what the server named, or a
// back-off that doubles with every failure.
func retry(now time.Time, src news.Source, st *store.SourceState, a answer) (time.Time, string) {
	r := a.response
	if !r.RetryAfter.IsZero() && st.Failures <= 3 {
		return capped(now, r.RetryAfter, maxRetryAfter), "Retry-After"
	}
	interval := time.Hour
	if spec, err := schedule.Parse(src.Schedule); err == nil {
		interval = spec.Interval(now)
	}
	first, most := min(firstBackoff, interval), maxBackoff
	switch r.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		first = busyBackoff
	case http.StatusNotFound, http.StatusUnauthorized, http.StatusUnavailableForLegalReasons, http.StatusForbidden:
		first, most = busyBackoff, maxLongBackoff
	case http.StatusGone:
		return now.Add(max(interval, firstBackoff)), "to confirm 410 Gone once"
	}
	if a.private { // an operator's own machine on a short schedule
		first = min(first, 2*interval)
	}
	wait := most
	if n := st.Failures - 1; n < 20 {
		wait = min(first<<n, most)
	}
	wait += schedule.Jitter(src.Name, wait)
	return now.Add(wait), fmt.Sprintf("back-off after %s", failures(st.Failures))
}

func failures(n int) string {
	if n == 1 {
		return "1 failure"
	}
	return fmt.Sprintf("%d failures", n)
}

// afterSkipped moves t out of the hours and days the document asks to skip
// (GMT, RSS 2.0). A document that skips everything is not obeyed.
func afterSkipped(t time.Time, st store.SourceState) time.Time {
	if len(st.SkipHours) == 0 && len(st.SkipDays) == 0 {
		return t
	}
	at := t.UTC()
	for range 24 * 7 {
		if !slices.Contains(st.SkipHours, at.Hour()) && !slices.Contains(st.SkipDays, at.Weekday()) {
			return at
		}
		at = at.Truncate(time.Hour).Add(time.Hour)
		if at.Sub(t) > maxFresh {
			return t.Add(maxFresh)
		}
	}
	return t
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
