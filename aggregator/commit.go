package aggregator

import (
	"context"
	"slices"
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
	// lastWrite is how long the commits of an engine that ends may go on; what is
	// not written by then is given up whole and polled again.
	lastWrite = 8 * time.Second
)

// committer gathers rounds into transactions.
type committer struct {
	store store.Store
	wait  time.Duration // for company
	in    chan *pending
	// coming counts the polls begun whose rounds are not handed over yet: when
	// there are none, there is nobody to wait for.
	coming atomic.Int64
	done   chan struct{} // closed when run has ended
	rounds []store.Round // of one flush, kept for the next
}

// pending is a round on its way into the store, and what became of it.
type pending struct {
	round   store.Round
	outcome store.Outcome
	err     error
	done    func() // called once outcome and err stand; it does not wait
}

// weight is 1 for a round that brings entries.
func (p *pending) weight() int { return min(len(p.round.Candidates), 1) }

func newCommitter(s store.Store) *committer {
	return &committer{store: s, wait: groupWait, in: make(chan *pending, maxFlying), done: make(chan struct{})}
}

// run commits until ctx ends; rounds handed over by then are still written, so
// that a shutdown loses no finished poll, unless the store keeps them waiting.
func (c *committer) run(ctx context.Context) {
	defer close(c.done)
	wctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(lastWrite, stop) })
	for {
		select {
		case <-ctx.Done():
			c.flush(wctx, c.drain(nil))
			return
		case p := <-c.in:
			c.flush(wctx, c.gather(ctx, p))
		}
	}
}

// gather waits for company for the first round.
func (c *committer) gather(ctx context.Context, first *pending) []*pending {
	group := []*pending{first}
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

func (c *committer) drain(group []*pending) []*pending {
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
func (c *committer) flush(ctx context.Context, group []*pending) {
	if len(group) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	rounds := slices.Grow(c.rounds[:0], len(group))
	for _, p := range group {
		rounds = append(rounds, p.round)
	}
	defer clear(rounds)
	c.rounds = rounds
	outs, err := c.store.Commit(ctx, rounds)
	for i, p := range group {
		switch {
		case err == nil:
			p.outcome, p.err = outs[i], outs[i].Err
		case len(group) == 1 || ctx.Err() != nil:
			p.err = err
		default:
			if one, err := c.store.Commit(ctx, rounds[i:i+1]); err != nil {
				p.err = err
			} else {
				p.outcome, p.err = one[0], one[0].Err
			}
		}
		p.done()
	}
}

// hand hands a round over: done is called when it is written, or never will
// be.
func (c *committer) hand(ctx context.Context, p *pending) {
	select {
	case c.in <- p:
		return
	case <-ctx.Done():
		p.err = ctx.Err()
	case <-c.done:
		p.err = context.Canceled
	}
	p.done()
}

// commit hands a round over and waits until it is written.
func (c *committer) commit(ctx context.Context, r store.Round) (store.Outcome, error) {
	c.coming.Add(-1)
	defer c.coming.Add(1)
	written := make(chan struct{})
	p := &pending{round: r, done: func() { close(written) }}
	c.hand(ctx, p)
	select {
	case <-written:
		return p.outcome, p.err
	case <-c.done:
		select { // written by the last flush
		case <-written:
			return p.outcome, p.err
		default:
			return store.Outcome{}, context.Canceled
		}
	}
}
