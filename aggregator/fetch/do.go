package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// slowAfter is how long a request counts among the ordinary ones.
const slowAfter = 5 * time.Second

// maxBody is the limit for one request's body.
func (c *Client) maxBody(req Request) int64 {
	if req.MaxBody > 0 {
		return min(req.MaxBody, c.opts.MaxBody)
	}
	return c.opts.MaxBody
}

// call is one Do on its way through the hops.
type call struct {
	client        *Client
	req           Request
	home          target // origin of secrets
	validatorsFor target
	unsent        []string
	retryAfter    time.Time // the latest of the hops
	asked         time.Time // wall clock
	began         time.Time // monotonic
	budget        *budget
}

// Do asks once. Whatever the server answers is a Response, also 304, 404, 410,
// 429 and 5xx. An error, always an *Error, means that no usable answer came;
// errors.Is finds ErrTooLarge, ErrPrivate, ErrRedirects, ErrTimeout,
// ErrEncoding and ErrURL in it, errors.AsType a *PausedError, and Kind names
// it.
//
// Do waits for the host's turn as long as ctx lets it; Options.Timeout counts
// without that. A file URL is read with the same results: validators from its
// time and size, 304 when they match, limits.
func (c *Client) Do(ctx context.Context, req Request) (Response, error) {
	if isFile(req.URL) {
		return c.readFile(ctx, req)
	}
	cl := &call{client: c, req: req}
	first, err := cl.prepare()
	if err != nil {
		return Response{}, fail(ctx, req.URL, err)
	}
	ctx, cl.budget = newBudget(ctx, c.opts.Timeout)
	defer cl.budget.end()
	resp, err := cl.walk(ctx, first)
	if err != nil {
		return Response{}, fail(ctx, req.URL, err)
	}
	return resp, nil
}

// prepare reads the URLs of the request.
func (c *call) prepare() (first target, err error) {
	if first, err = parseTarget(c.req.URL); err != nil {
		return first, err
	}
	c.home, c.validatorsFor = first, first
	if c.req.Home != "" && c.req.Home != c.req.URL {
		if c.home, err = parseTarget(c.req.Home); err != nil {
			return first, fmt.Errorf("home: %w", err)
		}
	}
	if c.req.ValidatorsFor != "" && c.req.ValidatorsFor != c.req.URL {
		// One that cannot be read is nobody's: the validators stay at home.
		c.validatorsFor, _ = parseTarget(c.req.ValidatorsFor)
	}
	return first, nil
}

// walk follows redirects to the answer.
func (c *call) walk(ctx context.Context, at target) (Response, error) {
	var seen map[string]bool
	permanent := true
	for hops := 0; ; hops++ {
		resp, next, err := c.hop(ctx, at)
		if err != nil {
			return Response{}, err
		}
		if next == "" {
			resp.Hops = hops
			if hops > 0 && permanent {
				resp.Permanent = resp.URL
			}
			return resp, nil
		}
		permanent = permanent && (resp.Status == http.StatusMovedPermanently || resp.Status == http.StatusPermanentRedirect)
		if seen == nil {
			seen = make(map[string]bool)
		}
		seen[at.String()] = true
		if hops >= c.client.opts.MaxRedirects {
			return Response{}, fmt.Errorf("%w: more than %d", ErrRedirects, max(c.client.opts.MaxRedirects, 0))
		}
		if at, err = at.follow(next); err != nil {
			return Response{}, fmt.Errorf("%w: %w", ErrRedirects, err)
		}
		if seen[at.String()] {
			return Response{}, fmt.Errorf("%w: in a circle", ErrRedirects)
		}
	}
}

// hop sends one request when it is its turn, and reads the answer. next is the
// Location when the answer is a redirect to follow.
func (c *call) hop(ctx context.Context, t target) (resp Response, next string, err error) {
	settings := c.req.HTTP
	// An exception for one host's certificate is none for where it sends us.
	settings.InsecureTLS = settings.InsecureTLS && t.name == c.home.name
	tr, err := c.client.transportFor(settings)
	if err != nil {
		return resp, "", err
	}
	release, err := c.turn(ctx, t)
	if err != nil {
		return resp, "", err
	}
	defer release()
	if tr.proxied {
		if err := c.client.checkTarget(ctx, tr.guard, t); err != nil {
			return resp, "", err
		}
	}
	if c.asked.IsZero() {
		c.asked, c.began = c.client.opts.Now(), time.Now()
	}
	header, host := c.header(t)
	r := (&http.Request{
		Method: http.MethodGet, URL: t.url(tr.httpProxy), Header: header, Host: host,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	answer, err := tr.http.RoundTrip(r)
	if err != nil {
		return resp, "", err
	}
	defer answer.Body.Close()
	resp, err = c.read(t, r, answer)
	if err != nil {
		return resp, "", err
	}
	c.client.hosts.learn(t.hostPort(), &resp)
	switch resp.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next = answer.Header.Get("Location")
	}
	return resp, next, nil
}

// turn waits until the host may be asked and a slot is free. The clock of the
// call stands still meanwhile. Waiting for a host holds no slot.
func (c *call) turn(ctx context.Context, t target) (release func(), err error) {
	c.budget.pause()
	defer c.budget.resume()
	hosts, key, slots := c.client.hosts, t.hostPort(), c.client.slots
	if err := hosts.enter(ctx, key, c.req.Force); err != nil {
		return nil, err
	}
	for {
		wait, err := hosts.wait(key, c.req.Force)
		if err == nil && wait > 0 {
			err = sleep(ctx, wait)
		}
		if err == nil {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				err = context.Cause(ctx)
			}
		}
		if err != nil {
			hosts.leave(key)
			return nil, err
		}
		if hosts.start(key) {
			leave := c.client.occupy()
			return func() { leave(); hosts.leave(key) }, nil
		}
		<-slots
	}
}

// occupy keeps the slot just taken until the returned function is called, but
// not for long: a request that is still running after slowAfter moves to a
// lane of its own while there is room, so that servers that drip can fill that
// lane and never the slots of the others (P19).
func (c *Client) occupy() (leave func()) {
	var mu sync.Mutex
	lane := c.slots
	timer := time.AfterFunc(slowAfter, func() {
		mu.Lock()
		defer mu.Unlock()
		if lane == nil {
			return
		}
		select {
		case c.slow <- struct{}{}:
			<-c.slots
			lane = c.slow
		default:
		}
	})
	return func() {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		<-lane
		lane = nil
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// read makes a Response of an answer.
func (c *call) read(t target, sent *http.Request, answer *http.Response) (Response, error) {
	h, now := answer.Header, c.client.opts.Now()
	if at := retryAfter(h, now); at.After(c.retryAfter) {
		c.retryAfter = at
	}
	resp := Response{
		Status:       answer.StatusCode,
		URL:          t.String(),
		ETag:         h.Get("Etag"),
		LastModified: h.Get("Last-Modified"),
		Conditional:  sent.Header["If-None-Match"] != nil || sent.Header["If-Modified-Since"] != nil,
		Unsent:       c.unsent,
		ContentType:  h.Get("Content-Type"),
		Link:         h.Values("Link"),
		RetryAfter:   c.retryAfter,
		FreshUntil:   freshUntil(h, now),
		Challenge:    isChallenge(h),
		Asked:        c.asked,
	}
	var err error
	switch {
	case resp.Status == http.StatusNotModified, resp.Status == http.StatusNoContent:
	case resp.Status >= 200 && resp.Status < 300:
		limit := c.client.maxBody(c.req)
		if answer.ContentLength > limit {
			return resp, ErrTooLarge
		}
		resp.Body, resp.Bytes, err = c.client.readBody(sent.Context(), c.budget, answer.Body, h, limit)
		if err == nil {
			sum := sha256.Sum256(resp.Body)
			resp.BodyHash = hex.EncodeToString(sum[:])
		}
	case resp.Status >= 400:
		// Its words tell a challenge; whatever is wrong with them, the status stands.
		var page []byte
		page, resp.Bytes = readPart(answer.Body, h, maxErrorBody)
		resp.Challenge = resp.Challenge || isChallengePage(resp.ContentType, page)
	default:
		// Read to its end, a short body leaves the connection fit for the next hop.
		resp.Bytes, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	}
	resp.Took = time.Since(c.began)
	return resp, err
}

// isChallenge reports whether the header says that bot protection answered
// (P36).
func isChallenge(h http.Header) bool {
	return strings.EqualFold(h.Get("Cf-Mitigated"), "challenge") ||
		strings.EqualFold(h.Get("X-Amzn-Waf-Action"), "challenge") ||
		strings.EqualFold(h.Get("X-Amzn-Waf-Action"), "captcha")
}

// challengeMarks are what challenge pages that answer with an error status
// contain: Cloudflare, DDoS-Guard, Imperva, ArvanCloud.
var challengeMarks = [...]string{"_cf_chl_opt", "<title>Just a moment...", "/.well-known/ddos-guard/", "_Incapsula_Resource", "__arcsjs"}

func isChallengePage(contentType string, page []byte) bool {
	if !strings.Contains(strings.ToLower(contentType), "html") {
		return false
	}
	for _, mark := range challengeMarks {
		if bytes.Contains(page, []byte(mark)) {
			return true
		}
	}
	return false
}

// errBudget is the cause when a call's own time is up.
var errBudget = fmt.Errorf("%w: whole request", ErrTimeout)

// budget is a call's time, which stands still while it waits for its turn.
type budget struct {
	cancel context.CancelCauseFunc
	timer  *time.Timer
	left   time.Duration
	since  time.Time
}

func newBudget(ctx context.Context, d time.Duration) (context.Context, *budget) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &budget{cancel: cancel, left: d}
}

// pause stops the clock, if it runs.
func (b *budget) pause() {
	if b.timer != nil {
		b.timer.Stop()
		b.left -= time.Since(b.since)
	}
}

// resume lets it run on. It starts with the call's first turn: what comes
// before waits for nobody.
func (b *budget) resume() {
	b.since = time.Now()
	if b.timer == nil {
		b.timer = time.AfterFunc(b.left, func() { b.cancel(errBudget) })
		return
	}
	b.timer.Reset(max(b.left, 0))
}

func (b *budget) end() {
	if b.timer != nil {
		b.timer.Stop()
	}
	b.cancel(errors.New("done"))
}
