package aggregator

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/schedule"
	"golchin/aggregator/story"
	"golchin/aggregator/topic"
	"golchin/store"
)

// Options are what an Aggregator is made of. Every field but the bounds is
// required.
type Options struct {
	Store    store.Store
	Client   *fetch.Client
	Identity *identity.Rules
	Topics   *topic.Set
	Sources  []news.Source
	Log      *slog.Logger
	Now      func() time.Time
	// Corrections are what operators keep outside the store; the last word on a
	// pair counts. Each is brought into the store once its items are there.
	Corrections []store.Correction
	// Keep is how long items of sources that left feeds.yaml are kept; zero is for ever.
	Keep time.Duration
	// MinInterval is the floor between polls of a public source.
	MinInterval time.Duration
	// RedirectConfirm is how long a permanent redirect is on probation.
	RedirectConfirm time.Duration
	// Report hears of every finished poll; nil is fine. It is called from many goroutines.
	Report func(Report)
}

// Aggregator polls sources and keeps their items.
type Aggregator struct {
	Options
	sources map[string]*news.Source
	specs   specs
	commits *committer
	judging sync.Mutex // one judge at a time, so that verdicts see each other
	memory  *story.Memory
	waiting waiting
	desk    *desk
	held    held
	lessons lessons
	watch   watch
}

// lease is how long a claimed source may take before another process may have
// it: longer than any poll, renewed while a poll waits for its host.
const lease = 15 * time.Minute

// New returns an Aggregator over o and registers its sources in the store.
func New(ctx context.Context, o Options) (*Aggregator, error) {
	a := &Aggregator{Options: o, sources: make(map[string]*news.Source, len(o.Sources)), desk: newDesk(), memory: story.NewMemory(remembered), specs: specs{}}
	for _, s := range o.Sources {
		a.sources[s.Name] = &s
		a.specs.add(s.Schedule)
	}
	if err := a.sync(ctx); err != nil {
		return nil, err
	}
	if err := a.recall(ctx); err != nil {
		return nil, err
	}
	if err := a.recorrect(ctx); err != nil {
		return nil, err
	}
	a.commits = newCommitter(o.Store)
	return a, nil
}

// sync tells the store which sources there are. A new source's first poll
// falls within the first interval, at a place that its name decides, so that a
// fresh start stampedes nobody (BEHAVIOUR P15).
func (a *Aggregator) sync(ctx context.Context) error {
	now := a.Now()
	want := make([]store.SourceState, 0, len(a.Sources))
	for _, s := range a.Sources {
		want = append(want, store.SourceState{
			Name: s.Name, ConfigURL: s.URLs[0], URL: s.URLs[0], Host: fetch.HostKey(s.URLs[0]),
			NextPoll: now.Add(firstPoll(now, a.specs, &s)), NextWhy: "first poll",
		})
	}
	if _, err := a.Store.Sync(ctx, want); err != nil {
		return fmt.Errorf("register sources: %w", err)
	}
	return nil
}

// maxSoon is how long a new source may wait for its first poll.
const maxSoon = 2 * time.Minute

// firstPoll is how long after now a new source is polled first: soon, for
// somebody is waiting to see something, but spread over at most two minutes.
func firstPoll(now time.Time, specs specs, s *news.Source) time.Duration {
	interval := maxSoon
	if spec, err := specs.of(s); err == nil {
		interval = min(interval, spec.Interval(now))
	}
	return schedule.Spread(s.Name, interval)
}

// Run is the life of a server: it polls what is due, judges what is new, and
// keeps the house in order, until ctx ends. Polls that run then are abandoned
// whole. It returns nil when ctx ended.
func (a *Aggregator) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { a.commits.run(ctx) })
	if err := a.upgrade(ctx); err != nil {
		return err
	}
	polls := newPool(a)
	pages := newPages(a)
	defer polls.wait()
	defer pages.wait()
	jobs := []schedule.Job{
		{Name: "due", Every: time.Second, Do: polls.due},
		a.renewal(),
		{Name: "judge", Every: time.Second, Do: a.relateLogged},
		{Name: "pages", Every: 2 * time.Second, Do: pages.due},
		{Name: "reclassify", Every: 10 * time.Second, Do: a.reclassifyLogged},
		{Name: "prune", Every: 10 * time.Minute, Do: a.pruneLogged},
	}
	return schedule.Run(ctx, a.Log, jobs)
}

// pool runs the polls of a server, each in its own goroutine; how many talk to
// one host or at all is the fetch room's business.
type pool struct {
	a      *Aggregator
	wg     sync.WaitGroup
	mu     sync.Mutex
	flying map[string]int // by host
	total  int
}

// Bounds of claimed sources: enough to keep every host busy, few enough that
// a slow host does not hoard claims that another process could serve.
const (
	maxFlying        = 256
	maxFlyingPerHost = 8
)

func newPool(a *Aggregator) *pool { return &pool{a: a, flying: map[string]int{}} }

func (p *pool) wait() { p.wg.Wait() }

// due claims what is due and sends it off.
func (p *pool) due(ctx context.Context) {
	n, busy := p.free()
	if n == 0 {
		return
	}
	now := p.a.Now()
	if !p.a.minded(ctx, now) {
		return
	}
	claims, err := p.a.Store.Claim(ctx, store.ClaimQuery{Now: now, Lease: lease, Limit: n, NotHosts: busy})
	if err != nil {
		if ctx.Err() == nil {
			p.a.Log.Error("claim", "stage", "schedule", "err", err)
		}
		return
	}
	var back []store.Claim
	for _, c := range claims {
		if !p.take(c.State.Host) {
			back = append(back, c)
			continue
		}
		p.a.commits.coming.Add(1)
		p.wg.Go(func() {
			defer p.give(c.State.Host)
			defer p.a.commits.coming.Add(-1)
			p.a.report(p.a.poll(ctx, &c, p.a.Now(), false))
		})
	}
	if len(back) > 0 {
		if err := p.a.Store.Release(ctx, back); err != nil && ctx.Err() == nil {
			p.a.Log.Error("release", "stage", "schedule", "err", err)
		}
	}
}

// free is how many more sources may be claimed, and the hosts that are full.
func (p *pool) free() (int, []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var busy []string
	for h, n := range p.flying {
		if n >= maxFlyingPerHost {
			busy = append(busy, h)
		}
	}
	slices.Sort(busy)
	return maxFlying - p.total, busy
}

func (p *pool) take(host string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flying[host] >= maxFlyingPerHost {
		return false
	}
	p.flying[host]++
	p.total++
	return true
}

func (p *pool) give(host string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total--
	if p.flying[host]--; p.flying[host] == 0 {
		delete(p.flying, host)
	}
}
