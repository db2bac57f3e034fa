package aggregator

import (
	"context"
	"errors"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/store"
)

// maxUnconditional is how long a source may answer 304 before it is asked
// without validators once: some servers say 304 to anything (BEHAVIOUR P07).
const maxUnconditional = 30 * 24 * time.Hour

// parseTime bounds the work on one document (BEHAVIOUR S13).
const parseTime = 5 * time.Second

// address is a place where a source may be asked.
type address struct {
	url      string
	mirror   int
	original bool // where the operator's address moved to has failed: the address itself
}

// addresses are where the source is asked, in order: where it answered last,
// then the others as the operator wrote them. Every now and then the first
// gets another chance. Where an address has moved to does not answer any more,
// the address itself is asked again at last.
func addresses(src news.Source, st store.SourceState) []address {
	const lost, again = 3, 16
	now := address{url: st.URL, mirror: st.Mirror}
	gone := st.Mirror >= len(src.URLs) || st.Mirror > 0 && st.URL != src.URLs[st.Mirror] && st.MovedFrom != src.URLs[st.Mirror]
	if gone || st.URL == "" { // feeds.yaml has changed
		now = address{url: src.URLs[0]}
	}
	list := []address{now}
	for m, raw := range src.URLs {
		if m != now.mirror {
			list = append(list, address{url: raw, mirror: m})
		}
	}
	if now.mirror != 0 && st.Polls%again == 0 {
		list[0], list[1] = list[1], list[0]
	}
	if own := src.URLs[now.mirror]; st.Failures >= lost && own != now.url {
		list = append(list, address{url: own, mirror: now.mirror, original: true})
	}
	return list
}

// ask asks the source's addresses in turn until one answers with a document.
// When none does, the first that failed speaks for all; only when every host
// is paused does the answer carry a *fetch.PausedError.
func (a *Aggregator) ask(ctx context.Context, src news.Source, st store.SourceState, force bool) answer {
	var first answer
	for i, at := range addresses(src, st) {
		ans := a.askOne(ctx, src, st, at, force)
		if failure(ans) == "" || ctx.Err() != nil {
			return ans
		}
		wait := first.response.RetryAfter
		paused, isPaused := errors.AsType[*fetch.PausedError](first.err)
		now, nowPaused := errors.AsType[*fetch.PausedError](ans.err)
		switch {
		case i == 0, isPaused && (!nowPaused || now.Until.Before(paused.Until)):
			first = ans
		case ans.response.RetryAfter.After(wait):
			first.response.RetryAfter = ans.response.RetryAfter
		}
	}
	return first
}

// askOne asks one address. An HTML page at an address that never worked is
// looked through for the feed it announces (BEHAVIOUR P58).
func (a *Aggregator) askOne(ctx context.Context, src news.Source, st store.SourceState, at address, force bool) answer {
	ans := a.request(ctx, src, st, at, force)
	page, ok := errors.AsType[*parse.HTMLError](ans.err)
	if !ok || len(page.Links) == 0 || (st.ValidatorsFor != "" && !at.original) {
		return ans
	}
	found := a.request(ctx, src, store.SourceState{}, address{url: page.Links[0].URL, mirror: at.mirror}, force)
	if found.parsed {
		found.discovered = true
		return found
	}
	return ans
}

func (a *Aggregator) request(ctx context.Context, src news.Source, st store.SourceState, at address, force bool) answer {
	ans := answer{asked: at.url, mirror: at.mirror, original: at.original, stage: "fetch"}
	req := fetch.Request{URL: at.url, Home: src.URLs[at.mirror], HTTP: src.HTTP, Force: force}
	if !force && validatorsFit(st, at.url) {
		if old := a.Now().Sub(st.Unconditional); old < maxUnconditional || st.Unconditional.IsZero() {
			req.ETag, req.LastModified, req.ValidatorsFor = sent(st.ETag), sent(st.LastModified), st.ValidatorsFor
		} else if st.ETag != "" || st.LastModified != "" {
			a.Log.Info("asked without validators", "source", src.Name, "stage", "fetch", "since", st.Unconditional)
		}
	}
	if ans.err = a.desk.wait(ctx); ans.err != nil {
		return ans
	}
	ans.response, ans.err = a.Client.Do(ctx, req)
	if ans.private = ans.response.Private; ans.err != nil {
		ans.private = a.Client.Private(at.url)
	}
	if ans.err == nil && ans.response.OK() && !ans.response.Challenge {
		a.open(ctx, src, st, &ans, force)
	}
	ans.response.Body = nil
	return ans
}

// open reads the document of an answer, unless it is the one read last time.
func (a *Aggregator) open(ctx context.Context, src news.Source, st store.SourceState, ans *answer, force bool) {
	if ans.response.BodyHash == st.BodyHash && st.BodyHash != "" && !force {
		ans.same = true
		return
	}
	ans.stage, ans.weight = "parse", int64(len(ans.response.Body))
	a.desk.put(ans.weight)
	ans.doc, ans.err = a.read(ctx, src, ans.response)
	if ans.parsed = ans.err == nil; !ans.parsed {
		a.desk.clear(ans.weight)
		ans.weight = 0
	}
}

// read parses a document when it is its turn. The time for it counts from then.
func (a *Aggregator) read(ctx context.Context, src news.Source, r fetch.Response) (doc news.Document, err error) {
	leave, err := a.desk.sit(ctx)
	if err != nil {
		return doc, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, parseTime)
	defer cancel()
	return parse.Parse(ctx, r.Body, parse.Options{URL: r.URL, ContentType: r.ContentType, Source: src, Now: a.Now()})
}

// validatorsFit tells that the kept validators were given for url: a source
// that is asked elsewhere starts anew there.
func validatorsFit(st store.SourceState, url string) bool {
	return st.ValidatorsFor != "" && (url == st.URL || url == st.ValidatorsFor)
}
