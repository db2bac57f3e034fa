package aggregator

import (
	"context"
	"sync/atomic"
	"time"

	"golchin/store"
)

// Group commit: the rounds that finish within groupWait of each other share a
// transaction, at most groupMost of them that bring entries (DESIGN §1.7).
// Those that bring none are written with the batch, as many as may fly at once.
const (
	groupMost = 64
	groupWait = 200 * time.Millisecond
)

// committer gathers rounds into transactions.
type committer struct {
	store store.Store
	wait  time.Duration // for company
	in    chan pending
	// coming counts the polls begun whose rounds are not handed over yet: when
	// there are none, there is nobody to wait for.
	coming atomic.Int64
	done   chan struct{} // closed when run has ended
}

type pending struct {
	round *store.Round
	reply chan committed
}

// weight is 1 for a round that brings entries.
func (p pending) weight() int { return min(len(p.round.Candidates), 1) }

type committed struct {
	outcome store.Outcome
	err     error
}

func newCommitter(s store.Store) *committer {
	return &committer{store: s, wait: groupWait, in: make(chan pending, maxFlying), done: make(chan struct{})}
}

// run commits until ctx ends; rounds handed over by then are still written, so
// that a shutdown loses no finished poll.
func (c *committer) run(ctx context.Context) {
	defer close(c.done)
	for {
		select {
		case <-ctx.Done():
			c.flush(c.drain(nil))
			return
		case p := <-c.in:
			c.flush(c.gather(ctx, p))
		}
	}
}

// gather waits for company for the first round.
func (c *committer) gather(ctx context.Context, first pending) []pending {
	group := []pending{first}
	heavy := first.weight()
	timer := time.NewTimer(c.wait)
	defer timer.Stop()
	for len(group) < maxFlying && heavy < groupMost {
		if c.coming.Load() <= 0 && len(c.in) == 0 {
			return group
		}
		select {
		case p := <-c.in:
			group = append(group, p)
			heavy += p.weight()
		case <-timer.C:
			return group
		case <-ctx.Done():
			return c.drain(group)
		}
	}
	return group
}

func (c *committer) drain(group []pending) []pending {
	for {
		select {
		case p := <-c.in:
			group = append(group, p)
		default:
			return group
		}
	}
}

// flush writes the group. When one transaction for all fails, each round gets
// its own: one source's trouble stays its own.
func (c *committer) flush(group []pending) {
	if len(group) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	rounds := make([]store.Round, len(group))
	for i, p := range group {
		rounds[i] = *p.round
	}
	outs, err := c.store.Commit(ctx, rounds)
	for i, p := range group {
		switch {
		case err == nil:
			p.reply <- committed{outs[i], outs[i].Err}
		case len(group) == 1:
			p.reply <- committed{err: err}
		default:
			one, err := c.store.Commit(ctx, []store.Round{*p.round})
			if err != nil {
				p.reply <- committed{err: err}
				continue
			}
			p.reply <- committed{one[0], one[0].Err}
		}
	}
}

// commit hands a round over and waits until it is written.
func (c *committer) commit(ctx context.Context, r store.Round) (store.Outcome, error) {
	p := pending{round: &r, reply: make(chan committed, 1)}
	c.coming.Add(-1)
	defer c.coming.Add(1)
	select {
	case c.in <- p:
	case <-ctx.Done():
		return store.Outcome{}, ctx.Err()
	case <-c.done:
		return store.Outcome{}, context.Canceled
	}
	select {
	case out := <-p.reply:
		return out.outcome, out.err
	case <-c.done:
		select { // written by the last flush
		case out := <-p.reply:
			return out.outcome, out.err
		default:
			return store.Outcome{}, context.Canceled
		}
	}
}
