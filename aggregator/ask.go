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
// the address itself is asked again at last. They are appended to an empty list.
func addresses(list []address, src *news.Source, st *store.SourceState) []address {
	const lost, again = 3, 16
	now := address{url: st.URL, mirror: st.Mirror}
	gone := st.Mirror >= len(src.URLs) || st.Mirror > 0 && st.URL != src.URLs[st.Mirror] && st.MovedFrom != src.URLs[st.Mirror]
	if gone || st.URL == "" { // feeds.yaml has changed
		now = address{url: src.URLs[0]}
	}
	list = append(list, now)
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
func (a *Aggregator) ask(ctx context.Context, f *flight) {
	var room [2]address
	list := addresses(room[:0], f.src, &f.claim.State)
	if a.askOne(ctx, f, list[0]); len(list) == 1 || failure(&f.ans) == "" || ctx.Err() != nil {
		return
	}
	first := f.ans
	for _, at := range list[1:] {
		if a.askOne(ctx, f, at); failure(&f.ans) == "" || ctx.Err() != nil {
			return
		}
		ans := &f.ans
		paused, isPaused := errors.AsType[*fetch.PausedError](first.err)
		now, nowPaused := errors.AsType[*fetch.PausedError](ans.err)
		switch {
		case isPaused && (!nowPaused || now.Until.Before(paused.Until)):
			first = *ans
		case ans.response.RetryAfter.After(first.response.RetryAfter):
			first.response.RetryAfter = ans.response.RetryAfter
		}
	}
	f.ans = first
}

// askOne asks one address. An HTML page at an address that never worked is
// looked through for the feed it announces (BEHAVIOUR P58).
func (a *Aggregator) askOne(ctx context.Context, f *flight, at address) {
	st := &f.claim.State
	a.request(ctx, f, st, at)
	if f.ans.err == nil {
		return
	}
	page, ok := errors.AsType[*parse.HTMLError](f.ans.err)
	if !ok || len(page.Links) == 0 || (st.ValidatorsFor != "" && !at.original) {
		return
	}
	was := f.ans
	a.request(ctx, f, &store.SourceState{}, address{url: page.Links[0].URL, mirror: at.mirror})
	if f.ans.parsed {
		f.ans.discovered = true
		return
	}
	f.ans = was
}

// request asks at an address for the document of which st is what is known.
func (a *Aggregator) request(ctx context.Context, f *flight, st *store.SourceState, at address) {
	ans, src := &f.ans, f.src
	*ans = answer{asked: at.url, mirror: at.mirror, original: at.original, stage: "fetch"}
	req := fetch.Request{URL: at.url, Home: src.URLs[at.mirror], HTTP: src.HTTP, Force: f.force}
	if !f.force && validatorsFit(st, at.url) {
		if old := a.Now().Sub(st.Unconditional); old < maxUnconditional || st.Unconditional.IsZero() {
			req.ETag, req.LastModified, req.ValidatorsFor = sent(st.ETag), sent(st.LastModified), st.ValidatorsFor
		} else if st.ETag != "" || st.LastModified != "" {
			a.Log.Info("asked without validators", "source", src.Name, "stage", "fetch", "since", st.Unconditional)
		}
	}
	if ans.err = a.desk.wait(ctx); ans.err != nil {
		return
	}
	ans.response, ans.err = a.Client.Do(ctx, req)
	if ans.private = ans.response.Private; ans.err != nil {
		ans.private = a.Client.Private(at.url)
		return
	}
	if ans.response.OK() && !ans.response.Challenge {
		a.open(ctx, f, st)
	}
	ans.response.Body = nil
}

// open reads the document of an answer, unless it is the one read last time.
func (a *Aggregator) open(ctx context.Context, f *flight, st *store.SourceState) {
	ans := &f.ans
	if ans.response.BodyHash == st.BodyHash && st.BodyHash != "" && !f.force {
		ans.same = true
		return
	}
	ans.stage, ans.weight = "parse", int64(len(ans.response.Body))
	a.desk.put(ans.weight)
	ans.doc, ans.err = a.read(ctx, f.src, &ans.response)
	if ans.parsed = ans.err == nil; !ans.parsed {
		a.desk.clear(ans.weight)
		ans.weight = 0
	}
}

// read parses a document when it is its turn. The time for it counts from then.
func (a *Aggregator) read(ctx context.Context, src *news.Source, r *fetch.Response) (doc news.Document, err error) {
	leave, err := a.desk.sit(ctx)
	if err != nil {
		return doc, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, parseTime)
	defer cancel()
	return parse.Parse(ctx, r.Body, parse.Options{URL: r.URL, ContentType: r.ContentType, Source: *src, Now: a.Now()})
}

// validatorsFit tells that the kept validators were given for url: a source
// that is asked elsewhere starts anew there.
func validatorsFit(st *store.SourceState, url string) bool {
	return st.ValidatorsFor != "" && (url == st.URL || url == st.ValidatorsFor)
}
