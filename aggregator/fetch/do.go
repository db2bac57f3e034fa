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
	"time"
)

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
	first         *place
	home          *place // origin of secrets
	validatorsFor *place // nil is nobody
	unsent        []string
	retryAfter    time.Time // the latest of the hops
	asked         time.Time // wall clock
	began         time.Time // monotonic
	budget        budget
	seat          seat
	resp          Response // of the hop in hand
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
	if err := cl.prepare(); err != nil {
		return Response{}, fail(ctx, req.URL, err)
	}
	ctx = cl.budget.begin(ctx, c.opts.Timeout)
	defer cl.budget.end()
	if err := cl.walk(ctx); err != nil {
		return Response{}, fail(ctx, req.URL, err)
	}
	return cl.resp, nil
}

// prepare reads the URLs of the request.
func (c *call) prepare() (err error) {
	find := c.client.places.find
	if c.req.Page { // asked once: not worth remembering
		find = func(raw string) (*place, error) {
			t, err := parseTarget(raw)
			return newPlace(t), err
		}
	}
	if c.first, err = find(c.req.URL); err != nil {
		return err
	}
	c.home, c.validatorsFor = c.first, c.first
	if c.req.Home != "" && c.req.Home != c.req.URL {
		if c.home, err = find(c.req.Home); err != nil {
			return fmt.Errorf("home: %w", err)
		}
	}
	if c.req.ValidatorsFor != "" && c.req.ValidatorsFor != c.req.URL {
		// One that cannot be read is nobody's: the validators stay at home.
		if c.validatorsFor, err = find(c.req.ValidatorsFor); err != nil {
			c.validatorsFor = nil
		}
	}
	return nil
}

// walk follows redirects to the answer.
func (c *call) walk(ctx context.Context) error {
	var seen map[string]bool
	permanent := true
	at := c.first
	for hops := 0; ; hops++ {
		next, err := c.hop(ctx, at)
		if err != nil {
			return err
		}
		resp := &c.resp
		if next == "" {
			resp.Hops = hops
			if hops > 0 && permanent {
				resp.Permanent = resp.URL
			}
			return nil
		}
		permanent = permanent && (resp.Status == http.StatusMovedPermanently || resp.Status == http.StatusPermanentRedirect)
		if seen == nil {
			seen = make(map[string]bool)
		}
		seen[at.text] = true
		if hops >= c.client.opts.MaxRedirects {
			return fmt.Errorf("%w: more than %d", ErrRedirects, max(c.client.opts.MaxRedirects, 0))
		}
		to, err := at.follow(next)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrRedirects, err)
		}
		if at = newPlace(to); seen[at.text] {
			return fmt.Errorf("%w: in a circle", ErrRedirects)
		}
	}
}

// hop sends one request when it is its turn, and reads the answer. next is the
// Location when the answer is a redirect to follow.
func (c *call) hop(ctx context.Context, t *place) (next string, err error) {
	tr, err := c.transport(t)
	if err != nil {
		return "", err
	}
	if err := c.turn(ctx, t); err != nil {
		return "", err
	}
	answered := false
	defer func() {
		c.client.lanes.rise(&c.seat)
		private := c.client.hosts.finish(t.key, &c.resp, answered)
		if t == c.first {
			c.resp.Private = private
		}
	}()
	if tr.proxied {
		if err := c.client.checkTarget(ctx, tr.guard, t.target); err != nil {
			return "", err
		}
	}
	if c.asked.IsZero() {
		c.asked, c.began = c.client.opts.Now(), time.Now()
	}
	q, to := c.question(t), t.direct
	if tr.httpProxy {
		to = t.url(true)
	}
	r := (&http.Request{
		Method: http.MethodGet, URL: to, Header: q.header, Host: q.host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	answer, err := tr.http.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if err = c.read(ctx, t, q, answer); err != nil {
		return "", err
	}
	answered = true
	switch c.resp.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next = answer.Header.Get("Location")
	}
	return next, nil
}

// transport is the way to t.
func (c *call) transport(t *place) (*transport, error) {
	if !c.req.HTTP.InsecureTLS || t.name == c.home.name {
		return c.client.transportFor(&c.req.HTTP)
	}
	// An exception for one host's certificate is none for where it sends us.
	settings := c.req.HTTP
	settings.InsecureTLS = false
	return c.client.transportFor(&settings)
}

// turn waits until the host may be asked and a slot is free, and takes both;
// they are given back by rise and finish. The clock of the call stands still
// meanwhile. Waiting for a host holds no slot.
func (c *call) turn(ctx context.Context, t *place) error {
	c.budget.pause()
	hosts, lanes := c.client.hosts, c.client.lanes
	select {
	case lanes.slots <- struct{}{}:
		if now := time.Now(); hosts.admit(t.key, now, c.req.Force) {
			lanes.sit(&c.seat, now)
			c.budget.resume(now)
			return nil
		}
		<-lanes.slots
	default:
	}
	err := c.queue(ctx, t.key)
	c.budget.resume(time.Now())
	return err
}

// queue is the long way to a turn.
func (c *call) queue(ctx context.Context, key string) error {
	hosts, lanes := c.client.hosts, c.client.lanes
	if err := hosts.enter(ctx, key, c.req.Force); err != nil {
		return err
	}
	for {
		wait, err := hosts.wait(key, c.req.Force)
		if err == nil && wait > 0 {
			err = sleep(ctx, wait)
		}
		if err == nil {
			select {
			case lanes.slots <- struct{}{}:
			case <-ctx.Done():
				err = context.Cause(ctx)
			}
		}
		if err != nil {
			hosts.leave(key)
			return err
		}
		if hosts.start(key) {
			lanes.sit(&c.seat, time.Now())
			return nil
		}
		<-lanes.slots
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

// read makes the Response of an answer.
func (c *call) read(ctx context.Context, t *place, q *question, answer *http.Response) (err error) {
	h, now := answer.Header, c.client.opts.Now()
	if at := retryAfter(h, now); at.After(c.retryAfter) {
		c.retryAfter = at
	}
	resp := &c.resp
	*resp = Response{
		Status:       answer.StatusCode,
		URL:          t.text,
		ETag:         h.Get("Etag"),
		LastModified: h.Get("Last-Modified"),
		Conditional:  q.conditional,
		Unsent:       c.unsent,
		ContentType:  h.Get("Content-Type"),
		Link:         h.Values("Link"),
		RetryAfter:   c.retryAfter,
		FreshUntil:   freshUntil(h, now),
		Challenge:    isChallenge(h),
		Asked:        c.asked,
	}
	switch {
	case resp.Status == http.StatusNotModified, resp.Status == http.StatusNoContent:
	case resp.Status >= 200 && resp.Status < 300:
		limit := c.client.maxBody(c.req)
		if answer.ContentLength > limit {
			return ErrTooLarge
		}
		resp.Body, resp.Bytes, err = c.client.readBody(ctx, &c.budget, answer.Body, h, limit)
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
	return err
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

// begin gives a call d. The clock starts with its first turn: what comes
// before waits for nobody.
func (b *budget) begin(ctx context.Context, d time.Duration) context.Context {
	ctx, b.cancel = context.WithCancelCause(ctx)
	b.left = d
	return ctx
}

// pause stops the clock, if it runs.
func (b *budget) pause() {
	if b.timer != nil {
		b.timer.Stop()
		b.left -= time.Since(b.since)
	}
}

// resume lets it run on from now.
func (b *budget) resume(now time.Time) {
	b.since = now
	if b.timer == nil {
		b.timer = time.AfterFunc(b.left, b.expire)
		return
	}
	b.timer.Reset(max(b.left, 0))
}

func (b *budget) expire() { b.cancel(errBudget) }

// errDone ends what a call leaves behind.
var errDone = errors.New("done")

func (b *budget) end() {
	if b.timer != nil {
		b.timer.Stop()
	}
	b.cancel(errDone)
}
