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

// poll asks one claimed source and commits what came of it. seen is the time
// of the round.
func (a *Aggregator) poll(ctx context.Context, c store.Claim, seen time.Time, force bool) Report {
	src, ok := a.sources[c.State.Name]
	if !ok {
		_ = a.Store.Release(ctx, []store.Claim{c}) // another process knows it; its lease ends by itself
		return Report{Source: c.State.Name, Skipped: "not in feeds.yaml"}
	}
	a.held.add(c)
	defer a.held.remove(c)
	ans := a.ask(ctx, src, c.State, force)
	defer a.desk.clear(ans.weight)
	if ctx.Err() != nil {
		return a.abandon(c, ctx.Err())
	}
	if paused, ok := errors.AsType[*fetch.PausedError](ans.err); ok {
		return a.deferred(ctx, c, paused)
	}
	round := a.round(c, src, seen, &ans)
	out, err := a.commits.commit(ctx, round)
	if err == nil {
		if err := a.putOff(ctx, round.Hosts); err != nil && ctx.Err() == nil {
			a.Log.Error("host paused", "source", src.Name, "stage", "commit", "err", err)
		}
		if src.FullText && out.Changed > 0 {
			if err := a.refile(ctx, out.Items); err != nil && ctx.Err() == nil {
				a.Log.Error("refile", "source", src.Name, "stage", "classify", "err", err)
			}
		}
	}
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

// pollSafely is poll, whose panic costs its source this poll and no other
// anything. The claim is kept: until its lease ends, nobody tries again.
func (a *Aggregator) pollSafely(ctx context.Context, c store.Claim, seen time.Time, force bool) (r Report) {
	err := a.rescued(c.State.Name, "poll", func() { r = a.poll(ctx, c, seen, force) })
	if err != nil {
		return Report{Source: c.State.Name, Err: &PollError{Source: c.State.Name, Stage: "poll", Reason: err.Error(), Cause: err}}
	}
	return r
}

// round decides what an answer changes. A panic over one source's entries is
// that source's failure (BEHAVIOUR S12).
func (a *Aggregator) round(c store.Claim, src news.Source, seen time.Time, ans *answer) store.Round {
	now, ru := a.Now(), a.rules()
	round := decide(now, ru, src, c.State, *ans)
	if ans.parsed {
		err := a.rescued(src.Name, "classify", func() { round.Candidates = a.candidates(src, round.State, ans.doc, seen) })
		if err != nil {
			ans.parsed, ans.stage, ans.err = false, "classify", err
			round = decide(now, ru, src, c.State, *ans)
		}
	}
	round.State.LastError = hush(src, round.State.LastError)
	round.Claim, round.Seen = c, seen
	round.Rules, round.Keyed = a.Topics.Hash(), keyed
	round.Hosts = a.learnHosts(round.Hosts)
	return round
}

func (a *Aggregator) rules() rules {
	return rules{minInterval: a.MinInterval, redirectConfirm: a.RedirectConfirm}
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
func (a *Aggregator) abandon(c store.Claim, why error) Report {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = a.Store.Release(ctx, []store.Claim{c}) // the lease ends by itself
	return Report{Source: c.State.Name, Skipped: "stopped", Err: why}
}

// deferred puts a poll off because its host was paused meanwhile; nothing was
// sent, so nothing failed.
func (a *Aggregator) deferred(ctx context.Context, c store.Claim, p *fetch.PausedError) Report {
	st := paused(c.State, p.Host, p.Until)
	r := Report{Source: st.Name, URL: fetch.Redact(st.URL), Skipped: p.Error(), Next: st.NextPoll, NextWhy: st.NextWhy}
	if _, err := a.commits.commit(ctx, store.Round{Claim: c, Seen: a.Now(), State: &st}); err != nil {
		r.Err = fmt.Errorf("poll %s: commit: %w", st.Name, err)
	}
	return r
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
func hush(src news.Source, text string) string {
	if text == "" {
		return ""
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
