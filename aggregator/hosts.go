package aggregator

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/schedule"
	"golchin/store"
)

// lessons are what the store knows of hosts, as far as it says anything.
type lessons struct {
	mu    sync.Mutex
	known map[string]store.HostState
}

// recallHosts gives the client back what was learnt before a restart. Pauses
// were written under a clock that was ahead of this one by that much; one
// longer than any server may ask for under a clock of which nothing is known.
func (a *Aggregator) recallHosts(ctx context.Context, ahead time.Duration) error {
	hosts, err := a.Store.Hosts(ctx)
	if err != nil {
		return fmt.Errorf("read hosts: %w", err)
	}
	a.lessons.mu.Lock()
	defer a.lessons.mu.Unlock()
	now := a.Now()
	var wrong []store.HostState
	memory := make([]fetch.HostState, 0, len(hosts))
	a.lessons.known = make(map[string]store.HostState, len(hosts))
	for _, h := range hosts {
		was := h.Until
		if h.Until.After(now) {
			h.Until = h.Until.Add(-ahead)
		}
		if h.Until.After(now.Add(maxRetryAfter)) {
			h.Until, h.Why = time.Time{}, ""
		}
		if h.Until != was {
			wrong = append(wrong, h)
		}
		memory = append(memory, fetch.HostState{Host: h.Host, Paused: h.Until, Spacing: h.Spacing})
		a.lessons.known[h.Host] = h
	}
	a.Client.Restore(memory)
	if len(wrong) == 0 {
		return nil
	}
	if _, err := a.Store.Commit(ctx, []store.Round{{Seen: now, Hosts: wrong}}); err != nil {
		return fmt.Errorf("write hosts: %w", err)
	}
	return nil
}

// learnHosts tells the client of pauses and returns what of its present
// knowledge of hosts the store does not have yet: pauses and spacing learnt
// meanwhile, by whatever request, and those that eased or ended.
func (a *Aggregator) learnHosts(heard []store.HostState) []store.HostState {
	l := &a.lessons
	if len(heard) == 0 && !l.any() && len(a.Client.Hosts()) == 0 {
		return nil
	}
	why := map[string]string{}
	for _, h := range heard {
		why[h.Host] = h.Why
		if !h.Until.IsZero() {
			a.Client.Pause(h.Host, h.Until)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []store.HostState
	seen := map[string]bool{}
	for _, h := range a.Client.Hosts() {
		seen[h.Host] = true
		old := l.known[h.Host]
		now := store.HostState{Host: h.Host, Until: h.Paused, Spacing: h.Spacing, Why: old.Why}
		if w := why[h.Host]; w != "" {
			now.Why = w
		}
		if now != old {
			l.known[h.Host] = now
			out = append(out, now)
		}
	}
	for host, old := range l.known {
		if !seen[host] { // told once that there is nothing to tell any more
			delete(l.known, host)
			if !old.Until.IsZero() || old.Spacing != 0 {
				out = append(out, store.HostState{Host: host})
			}
		}
	}
	slices.SortFunc(out, func(x, y store.HostState) int { return cmp.Compare(x.Host, y.Host) })
	return out
}

// any tells that something of a host is kept in the store.
func (l *lessons) any() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.known) > 0
}

// putOff tells every source of a host that is paused now, so that its status
// says until when and why. They come back one after the other, not together.
func (a *Aggregator) putOff(ctx context.Context, hosts []store.HostState) error {
	now := a.Now()
	until := map[string]time.Time{}
	for _, h := range hosts {
		if h.Until.After(now) {
			until[h.Host] = h.Until
		}
	}
	if len(until) == 0 {
		return nil
	}
	states, err := a.Store.States(ctx)
	if err != nil {
		return fmt.Errorf("put off: %w", err)
	}
	var names []string
	for _, st := range states {
		if t, ok := until[st.Host]; ok && st.NextPoll.Before(t) && st.Gone < goneAnswers {
			names = append(names, st.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	claims, err := a.Store.Claim(ctx, store.ClaimQuery{Now: now, Lease: lease, Limit: len(names), Names: names})
	if err != nil {
		return fmt.Errorf("put off: %w", err)
	}
	rounds := make([]store.Round, 0, len(claims))
	for _, c := range claims {
		st := paused(c.State, c.State.Host, until[c.State.Host])
		rounds = append(rounds, store.Round{Claim: c, Seen: now, State: &st})
	}
	if _, err := a.Store.Commit(ctx, rounds); err != nil {
		return fmt.Errorf("put off: %w", err)
	}
	return nil
}

// paused is st put off until its host may be asked again.
func paused(st store.SourceState, host string, until time.Time) store.SourceState {
	st.NextPoll, st.NextWhy = until.Add(schedule.Jitter(st.Name, time.Hour)), "the pause of "+host
	st.NotBefore, st.NotBeforeWhy = until, host+" asked for a pause"
	return st
}
