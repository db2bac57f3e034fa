package aggregator

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
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

// pollAll polls names in slices that fit one claim each.
func (a *Aggregator) pollAll(ctx context.Context, names []string, force bool) ([]Report, error) {
	seen := a.Now()
	reports := make([]Report, 0, len(names))
	// Each poller keeps its stack from one poll to the next.
	work, results := make(chan *store.Claim, maxFlying), make(chan Report, maxFlying)
	var pollers sync.WaitGroup
	defer pollers.Wait()
	defer close(work)
	for range min(len(names), maxFlying) {
		pollers.Go(func() {
			for c := range work {
				r := a.pollPolite(ctx, *c, seen, force)
				a.commits.coming.Add(-1)
				results <- r
			}
		})
	}
	for chunk := range slices.Chunk(names, maxFlying) {
		claims, err := a.Store.Claim(ctx, store.ClaimQuery{Now: seen, Lease: lease, Limit: len(chunk), Names: chunk})
		if err != nil {
			return reports, fmt.Errorf("claim: %w", err)
		}
		claimed := make(map[string]bool, len(claims))
		a.commits.coming.Add(int64(len(claims)))
		for i := range claims {
			claimed[claims[i].State.Name] = true
			work <- &claims[i]
		}
		for _, n := range chunk {
			r := Report{Source: n, Skipped: "another process polls it now"}
			if claimed[n] {
				r = <-results
			}
			a.report(r)
			reports = append(reports, r)
		}
	}
	slices.SortFunc(reports, func(x, y Report) int { return strings.Compare(x.Source, y.Source) })
	return reports, ctx.Err()
}

// pollPolite polls unless the server asked us to stay away.
func (a *Aggregator) pollPolite(ctx context.Context, c store.Claim, seen time.Time, force bool) Report {
	st, now := c.State, a.Now()
	why := ""
	switch {
	case force:
	case st.Gone >= goneAnswers:
		why = "410 Gone; golchin poll -force asks again"
	case st.NotBefore.After(now):
		why = fmt.Sprintf("not before %s: %s", st.NotBefore.UTC().Format(time.RFC3339), st.NotBeforeWhy)
	}
	if why == "" {
		return a.pollSafely(ctx, c, seen, force)
	}
	r := Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: why, Next: st.NextPoll, NextWhy: st.NextWhy}
	if err := a.Store.Release(ctx, []store.Claim{c}); err != nil {
		r.Err = fmt.Errorf("release %s: %w", st.Name, err)
	}
	return r
}
