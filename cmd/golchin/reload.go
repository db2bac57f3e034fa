package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"

	"golchin/aggregator"
	"golchin/aggregator/config"
)

const (
	// settle is how long feeds.yaml must be left alone before it is read: an
	// editor writes in several steps.
	settle = 300 * time.Millisecond
	// drainTime bounds how long running polls may take to end before a new
	// configuration goes to work: a fetch and its place in the queue.
	drainTime = 2 * time.Minute
	// storeRetry is how long a store that cannot register the sources of a new
	// configuration is left alone.
	storeRetry = 5 * time.Second
)

// running is a server at work: a house that polls, and a handler that serves.
// A reload puts another house in its place.
type running struct {
	e        *env
	log      *slog.Logger
	figures  *figures
	loopback string                  // where the public side listens
	readers  atomic.Pointer[handler] // what readers get
	latest   *house                  // last accepted; only the watcher touches it
	next     chan *house             // accepted, not yet polling; the newest only
	loaded   []byte                  // feeds.yaml as last looked at; only the watcher touches it
}

type handler struct{ http.Handler }

// ServeHTTP answers by the configuration in use.
func (r *running) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.readers.Load().ServeHTTP(w, req)
}

// serve makes h what readers see.
func (r *running) serve(ctx context.Context, h *house) error {
	srv, err := h.server(ctx, r.loopback, &metered{h.store, "readers", r.figures}, r.figures)
	if err != nil {
		return err
	}
	r.readers.Store(&handler{srv.Handler()})
	return nil
}

// engine is an aggregator over h and the way to end it gently.
type engine struct {
	house *house
	agg   *aggregator.Aggregator
	gate  *turnstile
}

func (r *running) engine(ctx context.Context, h *house) (*engine, error) {
	gate := newTurnstile(&metered{h.store, "engine", r.figures})
	agg, err := h.aggregator(ctx, gate, func(rep aggregator.Report) {
		r.figures.poll(rep)
		if h.heard != nil {
			h.heard(rep)
		}
	})
	return &engine{h, agg, gate}, err
}

// poll runs one engine after another until ctx ends. Between two, the polls of
// the first end and are committed, so that none is lost and no host is asked
// by both.
func (r *running) poll(ctx context.Context, en *engine) error {
	for {
		ectx, end := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- en.agg.Run(ectx) }()
		var next *house
		select {
		case err := <-ended:
			end()
			if ctx.Err() != nil { // also one that was just beginning
				return nil //nolint:nilerr // whatever it says, it was told to end
			}
			return err
		case next = <-r.next:
		}
		if n := en.gate.drain(ctx, drainTime); n > 0 && ctx.Err() == nil {
			r.log.Warn("polls given up for the new feeds.yaml", "polls", n)
		}
		end()
		err := <-ended
		if ctx.Err() != nil {
			return nil //nolint:nilerr // whatever it says, it was told to end
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		if en = r.change(ctx, en.house, next); en == nil {
			return nil
		}
	}
}

// change makes the engine of next. A store that cannot be written now is asked
// again: the configuration is right. It returns nil when ctx ends.
func (r *running) change(ctx context.Context, old, next *house) *engine {
	if next.client != old.client {
		next.client.Restore(old.client.Hosts())
		old.client.Close()
	}
	for {
		en, err := r.engine(ctx, next)
		if err == nil {
			r.log.Info("feeds.yaml in use", next.limits()...)
			return en
		}
		if ctx.Err() != nil {
			return nil
		}
		r.log.Error("feeds.yaml cannot be put to work yet", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(storeRetry):
		}
	}
}

// watch reads feeds.yaml again when hup tells so or the file changes.
func (r *running) watch(ctx context.Context, hup <-chan os.Signal) {
	r.loaded, _ = os.ReadFile(r.e.config) // there may be none: the starter is in use
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		defer watcher.Close()
		err = watcher.Add(filepath.Dir(r.e.config))
		_ = watcher.Add(r.e.config) // a file mounted alone tells nothing to its directory
	}
	if err != nil {
		r.log.Warn("feeds.yaml is not watched; SIGHUP reads it again", "err", err)
		watcher = &fsnotify.Watcher{} // its channels never speak
	}
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			r.reload(ctx, true)
		case <-quiet.C:
			if watcher.Events != nil {
				_ = watcher.Add(r.e.config) // another file may bear the name now
			}
			r.reload(ctx, false)
		case ev := <-watcher.Events:
			if r.concerns(ev.Name) {
				quiet.Reset(settle)
			}
		case err := <-watcher.Errors:
			r.log.Warn("watch feeds.yaml", "err", err)
		}
	}
}

// concerns tells whether a change of name may have changed feeds.yaml: itself,
// or the link by which Kubernetes swaps a mounted configuration.
func (r *running) concerns(name string) bool {
	base := filepath.Base(name)
	return base == filepath.Base(r.e.config) || base == "..data"
}

// reload reads feeds.yaml and, when all of it is right, hands it over; else
// everything stays as it was. Unless asked, a file with the same bytes is left
// alone.
func (r *running) reload(ctx context.Context, asked bool) {
	data, err := os.ReadFile(r.e.config)
	if err == nil && !asked && bytes.Equal(data, r.loaded) {
		return
	}
	var cfg *config.Config
	if err == nil {
		r.loaded = data
		cfg, err = config.Load(r.e.config, r.e.lookup)
	}
	var next *house
	if err == nil {
		next, err = r.latest.with(cfg)
	}
	if err == nil {
		err = r.serve(ctx, next)
	}
	r.figures.configured(time.Now(), false, err)
	if err != nil {
		r.log.Error("feeds.yaml is wrong; the old one stays in use", "err", err)
		return
	}
	for _, w := range cfg.Warnings {
		r.log.Warn("feeds.yaml", "line", w.Line, "text", w.Message)
	}
	added, removed := difference(r.latest, next)
	r.log.Info("feeds.yaml read again", "sources", len(cfg.Sources), "added", added, "removed", removed, "topics", len(cfg.Topics), "feeds", len(cfg.Feeds))
	r.latest = next
	select {
	case <-r.next: // one that never came to work
	default:
	}
	r.next <- next
}

// difference counts the sources that came and went, by name.
func difference(old, next *house) (added, removed int) {
	names := func(h *house) (out []string) {
		for _, s := range h.cfg.Sources {
			out = append(out, s.Name)
		}
		slices.Sort(out)
		return out
	}
	was, is := names(old), names(next)
	for _, n := range is {
		if _, ok := slices.BinarySearch(was, n); !ok {
			added++
		}
	}
	return added, len(was) + added - len(is)
}

// with is the house under another configuration. The store stays, and the
// client with what it knows of hosts, unless how it fetches has changed.
func (h *house) with(cfg *config.Config) (*house, error) {
	n := *h
	n.cfg, n.since = cfg, modified(h.file)
	var err error
	if n.rules, n.topics, err = rulesOf(cfg); err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	if !reflect.DeepEqual(cfg.Fetch, h.cfg.Fetch) {
		n.client = newClient(cfg)
	}
	return &n, nil
}
