package web

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"golchin/store"
)

// document is a rendered feed or page, in every encoding it is served in.
type document struct {
	body     []byte
	gzipped  []byte
	hash     string // of body; the ETag is made of it
	modified time.Time
	seq      int64
}

// Bounds of the cache of rendered documents.
const (
	maxCached = 64 << 20 // bytes
	fresh     = 250 * time.Millisecond
)

// cache keeps rendered documents until the change sequence says that they are
// old. The zero value is not ready; use newCache.
type cache struct {
	mu     sync.Mutex
	byKey  map[string]*list.Element
	order  *list.List // of *cached, least recently used last
	bytes  int
	flight singleflight.Group
	now    func() time.Time
}

type cached struct {
	key     string
	doc     *document
	checked time.Time // when the sequence was last compared
}

func newCache(now func() time.Time) *cache {
	return &cache{byKey: map[string]*list.Element{}, order: list.New(), now: now}
}

// get returns the document of key, rendering it when version says that
// something changed since. Many who ask at once render once.
func (c *cache) get(ctx context.Context, key string, version func(context.Context) (store.Version, error), render func(context.Context) ([]byte, error)) (*document, error) {
	if d := c.recent(key); d != nil {
		return d, nil
	}
	got, err, _ := c.flight.Do(key, func() (any, error) {
		if d := c.recent(key); d != nil {
			return d, nil
		}
		// one asker's leaving must not fail the others
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		now := c.now()
		v, err := version(ctx)
		if err != nil {
			return nil, err
		}
		old := c.peek(key)
		if old != nil && old.seq == v.Seq {
			c.put(key, old, now)
			return old, nil
		}
		body, err := render(ctx)
		if err != nil {
			return nil, err
		}
		d := newDocument(body, v)
		if old != nil && old.hash == d.hash {
			d.modified = old.modified
		}
		c.put(key, d, now)
		return d, nil
	})
	if err != nil {
		return nil, err
	}
	return got.(*document), nil
}

func newDocument(body []byte, v store.Version) *document {
	sum := sha256.Sum256(body)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	return &document{body: body, gzipped: zipped.Bytes(), hash: hex.EncodeToString(sum[:12]), modified: v.At.UTC().Truncate(time.Second), seq: v.Seq}
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
	if age := c.now().Sub(e.checked); age < 0 || age >= fresh {
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

func (c *cache) put(key string, d *document, checked time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byKey[key]; el != nil {
		c.drop(el)
	}
	c.byKey[key] = c.order.PushFront(&cached{key: key, doc: d, checked: checked})
	c.bytes += d.size()
	for c.bytes > maxCached && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(el *list.Element) {
	e := el.Value.(*cached)
	c.order.Remove(el)
	delete(c.byKey, e.key)
	c.bytes -= e.doc.size()
}

func (d *document) size() int { return len(d.body) + len(d.gzipped) + 512 }
