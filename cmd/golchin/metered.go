package main

import (
	"context"
	"sync"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// metered is a store whose calls are counted and timed, by who makes them.
type metered struct {
	store.Store
	by string // "engine" or "readers"
	to *figures
}

// done notes one call that began at start.
func (m *metered) done(op string, start time.Time, err error) {
	m.to.storeCall(m.by, op, time.Since(start), err)
}

func (m *metered) Claim(ctx context.Context, q store.ClaimQuery) (out []store.Claim, err error) {
	defer func(start time.Time) { m.done("claim", start, err) }(time.Now())
	return m.Store.Claim(ctx, q)
}

func (m *metered) Commit(ctx context.Context, rounds []store.Round) (out []store.Outcome, err error) {
	defer func(start time.Time) { m.done("commit", start, err) }(time.Now())
	out, err = m.Store.Commit(ctx, rounds)
	if err == nil {
		for i, r := range rounds {
			if out[i].Err == nil && r.State != nil {
				m.to.fetched(r.State.Bytes - r.Claim.State.Bytes)
			}
		}
	}
	return out, err
}

func (m *metered) AddKeys(ctx context.Context, version int, keys map[news.ItemID][]news.Key) (err error) {
	defer func(start time.Time) { m.done("rekey", start, err) }(time.Now())
	return m.Store.AddKeys(ctx, version, keys)
}

func (m *metered) Unjudged(ctx context.Context, n int) (out []news.Item, err error) {
	defer func(start time.Time) { m.done("unjudged", start, err) }(time.Now())
	return m.Store.Unjudged(ctx, n)
}

func (m *metered) Similar(ctx context.Context, q store.SimilarQuery) (out []news.Item, err error) {
	defer func(start time.Time) { m.done("similar", start, err) }(time.Now())
	return m.Store.Similar(ctx, q)
}

func (m *metered) Judge(ctx context.Context, v []store.Verdict) (err error) {
	defer func(start time.Time) { m.done("judge", start, err) }(time.Now())
	return m.Store.Judge(ctx, v)
}

func (m *metered) Items(ctx context.Context, q store.Query) (out []news.Item, err error) {
	defer func(start time.Time) { m.done("items", start, err) }(time.Now())
	return m.Store.Items(ctx, q)
}

func (m *metered) Count(ctx context.Context, q store.Query) (n int, err error) {
	defer func(start time.Time) { m.done("count", start, err) }(time.Now())
	return m.Store.Count(ctx, q)
}

func (m *metered) Item(ctx context.Context, id news.ItemID) (it news.Item, err error) {
	defer func(start time.Time) { m.done("item", start, err) }(time.Now())
	return m.Store.Item(ctx, id)
}

func (m *metered) Members(ctx context.Context, by store.Group, founders []news.ItemID, n int) (out map[news.ItemID][]news.Item, err error) {
	defer func(start time.Time) { m.done("members", start, err) }(time.Now())
	return m.Store.Members(ctx, by, founders, n)
}

func (m *metered) Version(ctx context.Context, s store.Scopes) (v store.Version, err error) {
	defer func(start time.Time) { m.done("version", start, err) }(time.Now())
	return m.Store.Version(ctx, s)
}

func (m *metered) Prune(ctx context.Context, now time.Time, keep map[string]time.Duration, fallback time.Duration, n int) (deleted int, err error) {
	defer func(start time.Time) { m.done("prune", start, err) }(time.Now())
	return m.Store.Prune(ctx, now, keep, fallback, n)
}

// turnstile is the store as one engine sees it: once shut, it hands out no
// more work, and it knows when the last claim was committed or given back. So
// an engine ends without abandoning a poll.
type turnstile struct {
	store.Store
	mu    sync.Mutex
	shut  bool
	out   map[string]bool // tokens of claims that are out
	moved chan struct{}   // a claim came back
}

func newTurnstile(s store.Store) *turnstile {
	return &turnstile{Store: s, out: map[string]bool{}, moved: make(chan struct{}, 1)}
}

// Claim hands out nothing once the turnstile is shut.
func (t *turnstile) Claim(ctx context.Context, q store.ClaimQuery) ([]store.Claim, error) {
	t.mu.Lock()
	defer t.mu.Unlock() // held meanwhile: a claim is either before the shutting or not at all
	if t.shut {
		return nil, nil
	}
	claims, err := t.Store.Claim(ctx, q)
	for _, c := range claims {
		t.out[c.Token] = true
	}
	return claims, err
}

// ClaimPages hands out nothing once the turnstile is shut.
func (t *turnstile) ClaimPages(ctx context.Context, now time.Time, lease time.Duration, n, perHost int) ([]store.Page, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.shut {
		return nil, nil
	}
	return t.Store.ClaimPages(ctx, now, lease, n, perHost)
}

// Release takes claims back.
func (t *turnstile) Release(ctx context.Context, claims []store.Claim) error {
	defer func() {
		for _, c := range claims {
			t.back(c)
		}
	}()
	return t.Store.Release(ctx, claims)
}

// Commit ends the claims of the rounds it writes.
func (t *turnstile) Commit(ctx context.Context, rounds []store.Round) ([]store.Outcome, error) {
	out, err := t.Store.Commit(ctx, rounds)
	if err == nil || len(rounds) == 1 { // a group that failed is tried again one by one
		for _, r := range rounds {
			t.back(r.Claim)
		}
	}
	return out, err
}

func (t *turnstile) back(c store.Claim) {
	t.mu.Lock()
	delete(t.out, c.Token)
	t.mu.Unlock()
	select {
	case t.moved <- struct{}{}:
	default:
	}
}

// drain shuts the turnstile and waits until every claim is back, at most for
// most. It returns how many are still out.
func (t *turnstile) drain(ctx context.Context, most time.Duration) int {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	t.mu.Lock()
	t.shut = true
	t.mu.Unlock()
	for {
		t.mu.Lock()
		n := len(t.out)
		t.mu.Unlock()
		if n == 0 {
			return 0
		}
		select {
		case <-t.moved:
		case <-ctx.Done():
			return n
		}
	}
}
