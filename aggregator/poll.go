package aggregator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
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

// flight is one poll on its way from a claim to its report. It is large and
// goes from hand to hand by its address.
type flight struct {
	pending
	claim  *store.Claim
	src    *news.Source
	seen   time.Time // of the round
	force  bool
	ans    answer
	report Report
	landed bool // nothing is to be committed; report tells why
	// deferred tells that the round puts the poll off.
	deferred bool
}

// poll asks one claimed source and commits what came of it. seen is the time
// of the round. Its panic costs the source this poll and no other anything.
// The claim is kept then: until its lease ends, nobody tries again.
func (a *Aggregator) poll(ctx context.Context, c *store.Claim, seen time.Time, force bool) Report {
	f := &flight{claim: c, seen: seen, force: force}
	a.fly(ctx, f)
	if !f.landed {
		f.outcome, f.err = a.commits.commit(ctx, f.round)
	}
	a.land(ctx, f)
	return f.report
}

// fly asks and decides. Afterwards the flight has landed, or its round is to
// be committed.
func (a *Aggregator) fly(ctx context.Context, f *flight) {
	name := f.claim.State.Name
	if err := a.rescued(name, "poll", func() { a.ascend(ctx, f) }); err != nil {
		f.landed, f.report = true, broken(name, err)
	}
}

func broken(source string, err error) Report {
	return Report{Source: source, Err: &PollError{Source: source, Stage: "poll", Reason: err.Error(), Cause: err}}
}

func (a *Aggregator) ascend(ctx context.Context, f *flight) {
	c := f.claim
	var ok bool
	if f.src, ok = a.sources[c.State.Name]; !ok {
		_ = a.Store.Release(ctx, []store.Claim{*c}) // another process knows it; its lease ends by itself
		f.landed, f.report = true, Report{Source: c.State.Name, Skipped: "not in feeds.yaml"}
		return
	}
	a.held.add(c)
	a.ask(ctx, f)
	if ctx.Err() != nil {
		f.landed, f.report = true, a.abandon(c, ctx.Err())
		return
	}
	if p, ok := errors.AsType[*fetch.PausedError](f.ans.err); ok {
		a.putBack(f, p)
		return
	}
	a.decide(f)
}

// land ends a flight whose round was committed, or that needs no commit.
func (a *Aggregator) land(ctx context.Context, f *flight) {
	defer a.held.remove(f.claim)
	defer a.desk.clear(f.ans.weight)
	if f.landed {
		return
	}
	name := f.claim.State.Name
	if err := a.rescued(name, "poll", func() { a.descend(ctx, f) }); err != nil {
		f.report = broken(name, err)
	}
}

func (a *Aggregator) descend(ctx context.Context, f *flight) {
	if f.deferred {
		if f.err != nil {
			f.report.Err = fmt.Errorf("poll %s: commit: %w", f.src.Name, f.err)
		}
		return
	}
	if f.err == nil {
		if err := a.putOff(ctx, f.round.Hosts); err != nil && ctx.Err() == nil {
			a.Log.Error("host paused", "source", f.src.Name, "stage", "commit", "err", err)
		}
		if f.src.FullText && f.outcome.Changed > 0 {
			if err := a.refile(ctx, f.outcome.Items); err != nil && ctx.Err() == nil {
				a.Log.Error("refile", "source", f.src.Name, "stage", "classify", "err", err)
			}
		}
	}
	st, ans := f.round.State, &f.ans
	f.report = Report{
		Source: f.src.Name, URL: fetch.Redact(ans.asked), Status: ans.response.Status, Outcome: f.outcome,
		Took: ans.response.Took, Next: st.NextPoll, NextWhy: st.NextWhy, Repaired: ans.doc.Repaired,
	}
	switch {
	case f.err != nil:
		f.report.Err = fmt.Errorf("poll %s: commit: %w", f.src.Name, f.err)
	case st.LastError != "":
		f.report.Err = &PollError{Source: f.src.Name, Stage: st.LastStage, Reason: st.LastError, Cause: ans.err}
	}
}

// decide makes the round of what an answer changes. A panic over one source's
// entries is that source's failure (BEHAVIOUR S12).
func (a *Aggregator) decide(f *flight) {
	now, ru, ans := a.Now(), a.rules(), &f.ans
	f.round = decide(now, ru, f.src, &f.claim.State, ans)
	if ans.parsed {
		err := a.rescued(f.src.Name, "classify", func() { f.round.Candidates = a.candidates(*f.src, f.round.State, ans.doc, f.seen) })
		if err != nil {
			ans.parsed, ans.stage, ans.err = false, "classify", err
			f.round = decide(now, ru, f.src, &f.claim.State, ans)
		}
	}
	f.round.State.LastError = hush(f.src, f.round.State.LastError)
	f.round.Claim, f.round.Seen = *f.claim, f.seen
	f.round.Rules, f.round.Keyed = a.Topics.Hash(), keyed
	f.round.Hosts = a.learnHosts(f.round.Hosts)
}

func (a *Aggregator) rules() rules {
	return rules{minInterval: a.MinInterval, redirectConfirm: a.RedirectConfirm, specs: a.specs}
}

// rescued runs do and returns its panic as an error.
func (a *Aggregator) rescued(source, stage string, do func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			a.Log.Error("panic", "source", source, "stage", stage, "err", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: panic: %v", stage, p)
		}
	}()
	do()
	return nil
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
func (a *Aggregator) abandon(c *store.Claim, why error) Report {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = a.Store.Release(ctx, []store.Claim{*c}) // the lease ends by itself
	return Report{Source: c.State.Name, Skipped: "stopped", Err: why}
}

// putBack puts a poll off because its host was paused meanwhile; nothing was
// sent, so nothing failed.
func (a *Aggregator) putBack(f *flight, p *fetch.PausedError) {
	st := paused(f.claim.State, p.Host, p.Until)
	f.deferred, f.round = true, store.Round{Claim: *f.claim, Seen: a.Now(), State: &st}
	f.report = Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: p.Error(), Next: st.NextPoll, NextWhy: st.NextWhy}
}

// sentence is an error in words fit for a status line: what kind of trouble,
// then what happened.
func sentence(err error) string {
	fe, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		return fetch.Redact(err.Error())
	}
	kind, what := fetch.Kind(err), fetch.Redact(fe.Err.Error())
	if kind == "" || strings.Contains(what, kind) {
		return what
	}
	return kind + ": " + what
}

// hush takes the source's own secrets out of a text that strangers' answers
// and libraries' errors went into.
func hush(src *news.Source, text string) string {
	if text == "" || src == nil {
		return text
	}
	const short = 4 // bytes; shorter ones would black out ordinary words
	secrets := []string{src.HTTP.Password}
	for _, v := range src.HTTP.Headers {
		secrets = append(secrets, v)
		secrets = append(secrets, strings.Fields(v)...)
	}
	for _, raw := range append([]string{src.HTTP.Proxy}, src.URLs...) {
		u, err := url.Parse(raw)
		if err != nil {
			continue
		}
		if p, ok := u.User.Password(); ok {
			secrets = append(secrets, p)
		}
		for name, values := range u.Query() {
			if v := values[0]; v != "" && !strings.Contains(fetch.Redact("?"+name+"="+v), v) {
				secrets = append(secrets, values...)
			}
		}
	}
	for _, s := range secrets {
		if len(s) >= short {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return text
}

// report logs a poll and passes it on: one line a poll.
func (a *Aggregator) report(r Report) {
	if a.Report != nil {
		defer a.Report(r)
	}
	if r.Skipped == "" && r.Err == nil && !a.Log.Enabled(context.Background(), slog.LevelInfo) {
		return
	}
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
}
