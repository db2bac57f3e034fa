package aggregator

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/schedule"
	"golchin/store"
)

// Poll runs one round over the named sources, or all, whatever their schedule
// says, but not against a server's Retry-After, max-age or 410 unless force.
// All items of the round share one time of first sight and are judged at its
// end, so that a rebuilt database publishes the same ids. It returns the
// reports by source name; the error is only for what stopped the round.
func (a *Aggregator) Poll(ctx context.Context, names []string, force bool) ([]Report, error) {
	if len(names) == 0 {
		for _, s := range a.Sources {
			names = append(names, s.Name)
		}
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	for _, n := range names {
		if _, ok := a.sources[n]; !ok {
			return nil, fmt.Errorf("poll %s: %w: feeds.yaml has no such source", n, store.ErrNotFound)
		}
	}
	if err := a.sane(a.Now()); err != nil {
		return nil, err
	}
	a.commits = newCommitter(a.Store)
	cctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { a.commits.run(cctx) })
	wg.Go(func() { _ = schedule.Run(cctx, a.Log, []schedule.Job{a.renewal()}) }) // the job is complete
	defer func() { stop(); wg.Wait() }()
	if err := a.upgrade(ctx); err != nil {
		return nil, err
	}
	reports, err := a.pollAll(ctx, names, force)
	if err != nil {
		return reports, err
	}
	for _, step := range []func(context.Context) error{a.relate, a.readPages, a.relate, a.reclassify} {
		if err := step(ctx); err != nil {
			return reports, err
		}
	}
	return reports, nil
}

// pollAll polls names, which are sorted, in slices that fit one claim each.
func (a *Aggregator) pollAll(ctx context.Context, names []string, force bool) ([]Report, error) {
	seen := a.Now()
	reports := make([]Report, 0, len(names))
	room := make([]flight, min(len(names), maxFlying))
	r := newRoundabout(ctx, a)
	defer r.end()
	for chunk := range slices.Chunk(names, maxFlying) {
		claims, err := a.Store.Claim(ctx, store.ClaimQuery{Now: seen, Lease: lease, Limit: len(chunk), Names: chunk})
		if err != nil {
			return reports, fmt.Errorf("claim: %w", err)
		}
		flights := room[:len(claims)]
		for i := range claims {
			flights[i] = flight{claim: &claims[i], seen: seen, force: force}
		}
		r.send(flights)
		first := len(reports)
		for _, n := range chunk {
			reports = append(reports, Report{Source: n, Skipped: "another process polls it now"})
		}
		polled := make([]bool, len(chunk))
		for range flights {
			f := <-r.back
			a.land(ctx, f)
			a.report(f.report)
			i, _ := slices.BinarySearch(chunk, f.claim.State.Name)
			reports[first+i], polled[i] = f.report, true
			*f = flight{} // what was read need not wait for the others
		}
		for i := range chunk {
			if !polled[i] {
				a.report(reports[first+i])
			}
		}
	}
	return reports, ctx.Err()
}

// roundabout flies the polls of one round. Each host has its line of polls,
// which are taken by as many pollers as may fly to one host; who asked goes on
// to the next poll and leaves the round to the committer.
type roundabout struct {
	a       *Aggregator
	ctx     context.Context // of the round: it ends with it
	lines   chan *line
	back    chan *flight // asked, and written where there was something to write
	wg      sync.WaitGroup
	pollers int
}

// line is what is to be polled of one host.
type line struct {
	flights []*flight
	next    atomic.Int64
}

func newRoundabout(ctx context.Context, a *Aggregator) *roundabout {
	return &roundabout{a: a, ctx: ctx, lines: make(chan *line, maxFlying), back: make(chan *flight, maxFlying)}
}

// end waits for the pollers, when all that was sent has come back.
func (r *roundabout) end() {
	close(r.lines)
	r.wg.Wait()
}

// send sends at most maxFlying flights off.
func (r *roundabout) send(flights []flight) {
	byHost := map[string]*line{}
	var lines []*line
	for i := range flights {
		host := flights[i].claim.State.Host
		l := byHost[host]
		if l == nil {
			l = &line{}
			byHost[host] = l
			lines = append(lines, l)
		}
		l.flights = append(l.flights, &flights[i])
	}
	r.a.commits.coming.Add(int64(len(flights)))
	most := max(maxFlyingPerHost, r.a.Client.PerHost())
	takers := 0
	for _, l := range lines {
		takers += min(len(l.flights), most)
	}
	for ; r.pollers < takers; r.pollers++ {
		r.wg.Go(r.poll) // each keeps its stack from one poll to the next
	}
	for _, l := range lines {
		for range min(len(l.flights), most) {
			r.lines <- l
		}
	}
}

func (r *roundabout) poll() {
	for l := range r.lines {
		for i := l.next.Add(1); i <= int64(len(l.flights)); i = l.next.Add(1) {
			r.pollPolite(l.flights[i-1])
		}
	}
}

// pollPolite polls unless the server asked us to stay away.
func (r *roundabout) pollPolite(f *flight) {
	a, st, now := r.a, &f.claim.State, r.a.Now()
	why := ""
	switch {
	case f.force:
	case st.Gone >= goneAnswers:
		why = "410 Gone; golchin poll -force asks again"
	case st.NotBefore.After(now):
		why = fmt.Sprintf("not before %s: %s", st.NotBefore.UTC().Format(time.RFC3339), st.NotBeforeWhy)
	}
	if why == "" {
		a.fly(r.ctx, f)
	} else {
		f.landed, f.report = true, Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: why, Next: st.NextPoll, NextWhy: st.NextWhy}
		if err := a.Store.Release(r.ctx, []store.Claim{*f.claim}); err != nil {
			f.report.Err = fmt.Errorf("release %s: %w", st.Name, err)
		}
	}
	a.commits.coming.Add(-1)
	f.done = func() { r.back <- f }
	if f.landed {
		f.done()
		return
	}
	a.commits.hand(r.ctx, &f.pending)
}
