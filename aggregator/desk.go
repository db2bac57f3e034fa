package aggregator

import (
	"context"
	"runtime"
	"sync"

	"golchin/store"
)

// maxOpen bounds the documents that were fetched and not yet committed, in
// bytes: a document in memory as items weighs a few times that.
const maxOpen = 24 << 20

// desk is where documents are read: a few at a time, so that a document that
// takes long is one reader's trouble, and not more bytes at once than memory
// allows, so that polls wait before they ask and not with a body in hand.
type desk struct {
	seats chan struct{}
	mu    sync.Mutex
	open  int64
	moved chan struct{} // closed when open shrinks
}

func newDesk() *desk {
	return &desk{seats: make(chan struct{}, max(2, runtime.GOMAXPROCS(0))), moved: make(chan struct{})}
}

// wait waits until another document may be fetched.
func (d *desk) wait(ctx context.Context) error {
	for {
		d.mu.Lock()
		ok, moved := d.open < maxOpen, d.moved
		d.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (d *desk) put(n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open += n
}

func (d *desk) clear(n int64) {
	if n == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open -= n
	close(d.moved)
	d.moved = make(chan struct{})
}

// sit takes a reader's seat; leave gives it back.
func (d *desk) sit(ctx context.Context) (leave func(), err error) {
	select {
	case d.seats <- struct{}{}:
		return func() { <-d.seats }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// held are the claims of polls that run.
type held struct {
	mu     sync.Mutex
	claims map[*store.Claim]struct{}
}

func (h *held) add(c *store.Claim) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.claims == nil {
		h.claims = map[*store.Claim]struct{}{}
	}
	h.claims[c] = struct{}{}
}

func (h *held) remove(c *store.Claim) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.claims, c)
}

// all are the claims held, as much of them as [store.Store.Extend] asks for.
func (h *held) all() []store.Claim {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]store.Claim, 0, len(h.claims))
	for c := range h.claims {
		out = append(out, store.Claim{Token: c.Token, State: store.SourceState{Name: c.State.Name}})
	}
	return out
}
