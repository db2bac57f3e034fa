package web

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"golchin/store"
)

// Bounds of a cache of rendered documents.
const (
	maxListed = 64 << 20 // bytes of feeds and pages of the catalogue
	maxAdHoc  = 16 << 20 // bytes of what readers' parameters made

	// fresh is how long a document goes out before the change sequence is
	// looked at again.
	fresh = 100 * time.Millisecond
	// hold is how long the last good document goes out before a store that
	// does not answer is asked again.
	hold = 5 * time.Second

	versionTime = 3 * time.Second
	renderTime  = 20 * time.Second
)

// cache keeps rendered documents until the change sequence says that they are
// old. The zero value is not ready; use newCache.
type cache struct {
	kind     string
	rendered func(kind string, took time.Duration, err error) // nil is fine

	mu     sync.Mutex
	byKey  map[string]*list.Element
	order  *list.List // of *cached, least recently used last
	bytes  int
	limit  int
	flight singleflight.Group
	slots  chan struct{} // renders at once; nil means no bound
	now    func() time.Time
	since  time.Time // no document is older
	log    *slog.Logger

	codings []Coding // beside gzip
	packing sync.Mutex
}

type cached struct {
	key   string
	doc   *document
	until time.Time // when the sequence is to be compared again
}

// work is how a document is made: what it depends on, and the making.
type work struct {
	version func(context.Context) (store.Version, error)
	render  func(context.Context) ([]byte, http.Header, error)
}

// newCache returns a cache of a kind of documents, of limit bytes, in which at
// most renders documents are made at once; zero means no bound.
func newCache(o *Options, kind string, limit, renders int) *cache {
	c := &cache{kind: kind, byKey: map[string]*list.Element{}, order: list.New(), limit: limit, now: o.Now, since: o.Since, log: o.Log, rendered: o.Rendered}
	if renders > 0 {
		c.slots = make(chan struct{}, renders)
	}
	return c
}

// get returns the document of key, making it when its version says that
// something changed since. Many who ask at once cause one making. When the
// store does not answer, or the making breaks, the last good document goes out.
func (c *cache) get(ctx context.Context, key string, w work) (*document, error) {
	if d := c.recent(key); d != nil {
		return d, nil
	}
	got, err, _ := c.flight.Do(key, func() (any, error) {
		if d := c.recent(key); d != nil {
			return d, nil
		}
		// one asker's leaving must not fail the others
		ctx := context.WithoutCancel(ctx)
		old := c.peek(key)
		d, err := c.renew(ctx, old, w)
		var no *refusal
		if err != nil && old != nil && !errors.As(err, &no) {
			c.log.Warn("serving the last good document", "err", err)
			c.put(key, old, c.now().Add(hold))
			return old, nil
		}
		if err != nil {
			return nil, err
		}
		c.put(key, d, c.now().Add(fresh))
		return d, nil
	})
	if err != nil {
		return nil, err
	}
	return got.(*document), nil
}

// renew is old where nothing changed, else what comes after it.
func (c *cache) renew(ctx context.Context, old *document, w work) (d *document, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("panic", "stage", "publish", "err", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("render: panic: %v", p)
		}
	}()
	v, err := c.versionOf(ctx, w)
	if err != nil {
		return nil, err
	}
	if old != nil && old.seq == v.Seq {
		return old, nil
	}
	ctx, cancel := context.WithTimeout(ctx, renderTime)
	defer cancel()
	if c.slots != nil {
		select {
		case c.slots <- struct{}{}:
			defer func() { <-c.slots }()
		case <-ctx.Done():
			return nil, &refusal{status: http.StatusServiceUnavailable, text: "too many searches at once; try again in a moment"}
		}
	}
	body, head, err := c.made(ctx, w)
	if err != nil {
		return nil, err
	}
	d = newDocument(body, head, c.date(v), old, v.Seq)
	d.offer(c.codings, &c.packing)
	return d, nil
}

// made renders, and tells so.
func (c *cache) made(ctx context.Context, w work) (body []byte, head http.Header, err error) {
	if c.rendered != nil {
		start := time.Now()
		defer func() {
			said := err
			if p := recover(); p != nil {
				c.rendered(c.kind, time.Since(start), errors.New("panic"))
				panic(p)
			}
			var no *refusal
			if errors.As(err, &no) { // what was asked was no document
				said = nil
			}
			c.rendered(c.kind, time.Since(start), said)
		}()
	}
	return w.render(ctx)
}

func (c *cache) versionOf(ctx context.Context, w work) (store.Version, error) {
	ctx, cancel := context.WithTimeout(ctx, versionTime)
	defer cancel()
	return w.version(ctx)
}

// date is the Last-Modified of a version: never in the future (BEHAVIOUR H02),
// never before the feed was defined as it is.
func (c *cache) date(v store.Version) time.Time {
	at := v.At
	if c.since.After(at) {
		at = c.since
	}
	if now := c.now(); at.After(now) {
		at = now
	}
	return at
}

// recent is the document of key when it was compared a moment ago.
func (c *cache) recent(key string) *document {
	c.mu.Lock()
	defer c.mu.Unlock()
	el := c.byKey[key]
	if el == nil {
		return nil
	}
	e := el.Value.(*cached)
	// a clock that was set back must not freeze a document
	if left := e.until.Sub(c.now()); left <= 0 || left > hold {
		return nil
	}
	c.order.MoveToFront(el)
	return e.doc
}

func (c *cache) peek(key string) *document {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byKey[key]; el != nil {
		return el.Value.(*cached).doc
	}
	return nil
}

func (c *cache) put(key string, d *document, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byKey[key]; el != nil {
		c.drop(el)
	}
	c.byKey[key] = c.order.PushFront(&cached{key: key, doc: d, until: until})
	c.bytes += d.size() + len(key)
	for c.bytes > c.limit && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(el *list.Element) {
	e := el.Value.(*cached)
	c.order.Remove(el)
	delete(c.byKey, e.key)
	c.bytes -= e.doc.size() + len(e.key)
}
