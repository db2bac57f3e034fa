package aggregator

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/schedule"
	"golchin/store"
)

// clockSlack is how far two clocks may disagree before it is called a jump.
const clockSlack = time.Minute

// errClock tells that this machine does not know what day it is. Certificates
// would not verify, and items would be kept under a date of first sight that
// no correction can mend (BEHAVIOUR T17).
var errClock = errors.New("the clock of this machine was never set")

// sane reports whether now can be true at all.
func (a *Aggregator) sane(now time.Time) error {
	if now.Year() < 2020 {
		return fmt.Errorf("%w: it says %s", errClock, now.UTC().Format(time.DateOnly))
	}
	return nil
}

// maxLeap is a leap of the clock after which nothing is pruned before a
// restart: it is more likely to be wrong than the computer to have slept.
const maxLeap = 30 * 24 * time.Hour

// watch notices that the wall clock was set. Its zero value is ready.
type watch struct {
	mu     sync.Mutex
	last   time.Time // wall clock of the last look
	mono   time.Time // when that was
	ahead  bool      // it leapt so far that what it says of ages cannot be trusted
	warned bool
}

// look says how far the clock was set since the last look; negative is back.
func (w *watch) look(now, mono time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last.IsZero() {
		w.last, w.mono = now.Round(0), mono
		return 0
	}
	leap := now.Round(0).Sub(w.last) - mono.Sub(w.mono)
	w.last, w.mono = now.Round(0), mono
	w.ahead = w.ahead || leap > maxLeap
	if leap.Abs() < clockSlack {
		return 0
	}
	return leap
}

// leapt tells that the clock has leapt by more than maxLeap.
func (w *watch) leapt() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ahead
}

// warn tells, once, that it is time to complain.
func (w *watch) warn() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := !w.warned
	w.warned = true
	return first
}

// settle puts right what the store says of times that this program would not
// say today: the clock was set back since, or feeds.yaml has another schedule.
// Otherwise it changes nothing: a restart is no reason to poll. ahead is how
// far the clock of the last poll was ahead of this one.
func (a *Aggregator) settle(ctx context.Context) (ahead time.Duration, err error) {
	states, err := a.Store.States(ctx)
	if err != nil {
		return 0, fmt.Errorf("settle: %w", err)
	}
	now := a.Now()
	var names []string
	for _, st := range states {
		if d := st.LastPoll.Sub(now); d > clockSlack {
			ahead = max(ahead, d)
		}
		if src, ok := a.sources[st.Name]; ok {
			if _, changed := settled(now, a.rules(), src, st); changed {
				names = append(names, st.Name)
			}
		}
	}
	if len(names) == 0 {
		return ahead, nil
	}
	claims, err := a.Store.Claim(ctx, store.ClaimQuery{Now: now, Lease: lease, Limit: len(names), Names: names})
	if err != nil {
		return ahead, fmt.Errorf("settle: %w", err)
	}
	rounds := make([]store.Round, 0, len(claims))
	for _, c := range claims {
		st, _ := settled(now, a.rules(), a.sources[c.State.Name], c.State)
		rounds = append(rounds, store.Round{Claim: c, Seen: now, State: &st})
	}
	if _, err := a.Store.Commit(ctx, rounds); err != nil {
		return ahead, fmt.Errorf("settle: %w", err)
	}
	a.Log.Info("schedule settled", "stage", "schedule", "sources", len(rounds))
	return ahead, nil
}

// recall takes up what the store remembers of sources and hosts, put right
// where the clock ran ahead when it was written.
func (a *Aggregator) recall(ctx context.Context) error {
	ahead, err := a.settle(ctx)
	if err != nil {
		return err
	}
	return a.recallHosts(ctx, ahead)
}

// settled is st as it would be written now, and whether that is another.
func settled(now time.Time, ru rules, src *news.Source, st store.SourceState) (store.SourceState, bool) {
	switch {
	case st.Gone >= goneAnswers && !st.LastPoll.After(now.Add(clockSlack)):
		return st, false
	case st.LastPoll.After(now.Add(clockSlack)):
		return setBack(now, ru, src, st), true
	case st.LastPoll.IsZero():
		if first := firstPoll(now, ru.specs, src); st.NextPoll.After(now.Add(maxSoon + clockSlack)) {
			st.NextPoll = now.Add(first)
			return st, true
		}
		return st, false
	case st.NextWhy != bySchedule || st.Failures > 0:
		return st, false
	case !src.Explicit:
		// The operator's word for this source is gone; its old schedule may be yearly.
		if last := st.LastPoll.Add(maxFresh + maxSoon); st.NextPoll.After(last) {
			st.NextPoll = last
			return st, true
		}
		return st, false
	}
	at, _ := tick(st.LastPoll, ru, src, &st, &answer{})
	if at.Equal(st.NextPoll) || at.Sub(st.NextPoll).Abs() < time.Second {
		return st, false
	}
	if floor := st.LastPoll.Add(ru.minInterval); at.Before(floor) {
		at = floor
	}
	st.NextPoll = at
	return st, true
}

// setBack moves the times of a state that was written under a clock ahead of
// this one, as if its last poll were just over: its intervals are kept, and so
// is what the server asked for.
func setBack(now time.Time, ru rules, src *news.Source, st store.SourceState) store.SourceState {
	by := st.LastPoll.Sub(now)
	for _, t := range []*time.Time{
		&st.LastPoll, &st.LastSuccess, &st.LastNew, &st.FailingFrom, &st.OwedSince, &st.Unconditional, &st.MovedSince,
		&st.NextPoll, &st.NotBefore,
	} {
		if t.After(now) {
			*t = t.Add(-by)
		}
	}
	if st.NextWhy == bySchedule && src.Explicit {
		st.NextPoll, _ = tick(now, ru, src, &st, &answer{})
	}
	return st
}

// renewal keeps the leases of polls that wait for their host.
func (a *Aggregator) renewal() schedule.Job {
	return schedule.Job{Name: "leases", Every: lease / 5, Do: a.renew}
}

func (a *Aggregator) renew(ctx context.Context) {
	if err := a.Store.Extend(ctx, a.held.all(), a.Now().Add(lease)); err != nil && ctx.Err() == nil {
		a.Log.Error("renew leases", "stage", "schedule", "err", err)
	}
}

// minded looks at the clock before sources are claimed, and says whether they
// may be.
func (a *Aggregator) minded(ctx context.Context, now time.Time) bool {
	if err := a.sane(now); err != nil {
		if a.watch.warn() {
			a.Log.Error("not polling", "stage", "schedule", "err", err)
		}
		return false
	}
	leap := a.watch.look(now, time.Now())
	if leap == 0 {
		return true
	}
	a.Log.Warn("the clock was set", "stage", "schedule", "by", leap.Round(time.Second).String())
	a.renew(ctx) // or they would be taken for abandoned, and polled twice at once
	if leap < 0 {
		if err := a.recall(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("settle", "stage", "schedule", "err", err)
		}
	}
	return true
}
