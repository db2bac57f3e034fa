package aggregator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/store"
)

// Report is what came of one poll, for people.
type Report struct {
	Source  string
	URL     string // without secrets
	Status  int
	Skipped string // why the source was not asked; empty when it was
	Err     error  // why the poll failed
	Outcome store.Outcome
	Took    time.Duration
	Next    time.Time
	NextWhy string
	// Repaired is what was mended in the document.
	Repaired []string
}

// maxUnconditional is how long a source may answer 304 before it is asked
// without validators once: some servers say 304 to anything (BEHAVIOUR P07).
const maxUnconditional = 30 * 24 * time.Hour

// parseTime bounds the work on one document (BEHAVIOUR S13).
const parseTime = 5 * time.Second

// poll asks one claimed source and commits what came of it. seen is the time
// of the round.
func (a *Aggregator) poll(ctx context.Context, c store.Claim, seen time.Time, force bool) Report {
	src, ok := a.sources[c.State.Name]
	if !ok {
		_ = a.Store.Release(ctx, []store.Claim{c}) // another process knows it; its lease ends by itself
		return Report{Source: c.State.Name, Skipped: "not in feeds.yaml"}
	}
	ans := a.ask(ctx, src, c.State, force)
	if ctx.Err() != nil {
		return a.abandon(c, ctx.Err())
	}
	if paused, ok := errors.AsType[*fetch.PausedError](ans.err); ok {
		return a.deferred(ctx, c, paused)
	}
	ru := rules{minInterval: a.MinInterval, redirectConfirm: a.RedirectConfirm}
	now := a.Now()
	round := decide(now, ru, src, c.State, ans)
	round.Claim, round.Seen = c, seen
	round.Rules, round.Keyed = a.Topics.Hash(), keyed
	a.learnHosts(round.Hosts, ans)
	if ans.parsed {
		round.Candidates = a.candidates(src, round.State, ans.doc, seen)
	}
	out, err := a.commits.commit(ctx, round)
	r := Report{
		Source: src.Name, URL: fetch.Redact(ans.asked), Status: ans.response.Status, Outcome: out,
		Took: ans.response.Took, Next: round.State.NextPoll, NextWhy: round.State.NextWhy, Repaired: ans.doc.Repaired,
	}
	switch {
	case err != nil:
		r.Err = fmt.Errorf("poll %s: commit: %w", src.Name, err)
	case round.State.LastError != "":
		r.Err = &PollError{Source: src.Name, Stage: round.State.LastStage, Reason: round.State.LastError, Cause: ans.err}
	}
	return r
}

// PollError says at which stage a poll failed and why, in a sentence.
type PollError struct {
	Source, Stage, Reason string
	Cause                 error // nil when the server's answer is the reason
}

func (e *PollError) Error() string { return "poll " + e.Source + ": " + e.Stage + ": " + e.Reason }

func (e *PollError) Unwrap() error { return e.Cause }

// abandon gives a claim back when the program ends in the middle of a poll:
// nothing of it is written.
func (a *Aggregator) abandon(c store.Claim, why error) Report {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = a.Store.Release(ctx, []store.Claim{c}) // the lease ends by itself
	return Report{Source: c.State.Name, Skipped: "stopped", Err: why}
}

// deferred puts a poll off because its host was paused meanwhile; nothing was
// sent, so nothing failed.
func (a *Aggregator) deferred(ctx context.Context, c store.Claim, p *fetch.PausedError) Report {
	st := c.State
	st.NextPoll, st.NextWhy = p.Until, "the pause of "+p.Host
	r := Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: p.Error(), Next: st.NextPoll, NextWhy: st.NextWhy}
	if _, err := a.commits.commit(ctx, store.Round{Claim: c, Seen: a.Now(), State: &st}); err != nil {
		r.Err = fmt.Errorf("poll %s: commit: %w", st.Name, err)
	}
	return r
}

// ask asks the source's addresses in turn until one answers with a document,
// beginning with the one that worked last.
func (a *Aggregator) ask(ctx context.Context, src news.Source, st store.SourceState, force bool) answer {
	first := st.Mirror
	if first >= len(src.URLs) || st.Polls%16 == 0 { // the first mirror deserves another chance now and then
		first = 0
	}
	var ans answer
	for i := range src.URLs {
		m := (first + i) % len(src.URLs)
		url := src.URLs[m]
		if m == 0 {
			url = st.URL
		}
		ans = a.askOne(ctx, src, st, url, force)
		ans.mirror = m
		if failure(ans) == "" || ctx.Err() != nil {
			return ans
		}
	}
	return ans
}

// askOne asks one address. An HTML page of a source that never worked is
// looked through for the feed it announces, once (BEHAVIOUR P58).
func (a *Aggregator) askOne(ctx context.Context, src news.Source, st store.SourceState, url string, force bool) answer {
	ans := a.request(ctx, src, st, url, force)
	if page, ok := errors.AsType[*parse.HTMLError](ans.err); ok && st.LastSuccess.IsZero() && len(page.Links) > 0 {
		found := a.request(ctx, src, store.SourceState{}, page.Links[0].URL, true)
		if found.parsed {
			found.discovered = true
			return found
		}
	}
	return ans
}

func (a *Aggregator) request(ctx context.Context, src news.Source, st store.SourceState, url string, force bool) answer {
	ans := answer{asked: url, stage: "fetch"}
	req := fetch.Request{URL: url, Home: src.URLs[0], HTTP: src.HTTP, Force: force}
	if !force && validatorsFit(st, url) && (st.Unconditional.IsZero() || a.Now().Sub(st.Unconditional) < maxUnconditional) {
		req.ETag, req.LastModified, req.ValidatorsFor = st.ETag, st.LastModified, st.ValidatorsFor
		ans.sentETag = req.ETag != "" || req.LastModified != ""
	}
	ans.response, ans.err = a.Client.Do(ctx, req)
	ans.private = a.Client.Private(url)
	if ans.err != nil || ans.response.Status != http.StatusOK || ans.response.Challenge {
		return ans
	}
	if ans.response.BodyHash == st.BodyHash && st.BodyHash != "" && !force {
		ans.same = true
		return ans
	}
	ans.stage = "parse"
	pctx, cancel := context.WithTimeout(ctx, parseTime)
	defer cancel()
	ans.doc, ans.err = parse.Parse(pctx, ans.response.Body, parse.Options{
		URL: ans.response.URL, ContentType: ans.response.ContentType, Source: src, Now: a.Now(),
	})
	ans.parsed = ans.err == nil
	return ans
}

// validatorsFit tells that the kept validators were given for url: a source
// whose address changed starts anew.
func validatorsFit(st store.SourceState, url string) bool {
	return st.ValidatorsFor != "" && (url == st.URL || url == st.ValidatorsFor)
}

// sentence is an error in words fit for a status line: what kind of trouble,
// then what happened.
func sentence(err error) string {
	fe, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		return err.Error()
	}
	kind, what := fetch.Kind(err), fe.Err.Error()
	if kind == "" || strings.Contains(what, kind) {
		return what
	}
	return kind + ": " + what
}

// report logs a poll and passes it on: one line a poll.
func (a *Aggregator) report(r Report) {
	attrs := []any{"source", r.Source}
	if r.Status != 0 {
		attrs = append(attrs, "status", r.Status)
	}
	switch {
	case r.Skipped != "":
		a.Log.Debug("skipped", append(attrs, "why", r.Skipped)...)
	case r.Err != nil:
		stage := "commit"
		if pe, ok := errors.AsType[*PollError](r.Err); ok {
			stage = pe.Stage
		}
		a.Log.Warn("poll failed", append(attrs, "stage", stage, "err", r.Err, "next", r.Next)...)
	default:
		o := r.Outcome
		attrs = append(attrs, "new", o.New, "changed", o.Changed, "same", o.Same, "took", r.Took.Round(time.Millisecond), "next", r.Next)
		if len(r.Repaired) > 0 {
			attrs = append(attrs, "repaired", strings.Join(r.Repaired, "; "))
		}
		a.Log.Info("polled", attrs...)
	}
	if a.Report != nil {
		a.Report(r)
	}
}

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
	cctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	committing := make(chan struct{})
	go func() { a.commits.run(cctx); close(committing) }()
	defer func() { stop(); <-committing }()
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
	var reports []Report
	for chunk := range slices.Chunk(names, maxFlying) {
		claims, err := a.Store.Claim(ctx, store.ClaimQuery{Now: seen, Lease: time.Hour, Limit: len(chunk), Names: chunk})
		if err != nil {
			return reports, fmt.Errorf("claim: %w", err)
		}
		results := make(chan Report, len(chunk))
		for _, n := range chunk {
			i := slices.IndexFunc(claims, func(c store.Claim) bool { return c.State.Name == n })
			if i < 0 {
				results <- Report{Source: n, Skipped: "another process polls it now"}
				continue
			}
			go func() { results <- a.pollPolite(ctx, claims[i], seen, force) }()
		}
		for range chunk {
			r := <-results
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
		return a.poll(ctx, c, seen, force)
	}
	r := Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: why, Next: st.NextPoll, NextWhy: st.NextWhy}
	if err := a.Store.Release(ctx, []store.Claim{c}); err != nil {
		r.Err = fmt.Errorf("release %s: %w", st.Name, err)
	}
	return r
}
