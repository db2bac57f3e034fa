package fetch

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/jimsmart/grobotstxt"
)

const (
	maxRobots   = 512 << 10 // RFC 9309 §2.5 asks for at least 500 KiB
	maxPattern  = 2 << 10   // longest line of rules heeded
	robotsFor   = 24 * time.Hour
	robotsRetry = 10 * time.Minute // after an answer that tells nothing
	robotsKept  = 1024             // origins
)

// robots keeps the rules of origins.
type robots struct {
	mu    sync.Mutex
	known map[string]robotsEntry
}

type robotsEntry struct {
	rules string
	deny  bool // nothing may be asked: the rules could not be had
	until time.Time
}

// Allowed reports whether the site's robots.txt lets us read pageURL, an
// article page. Feeds are not asked for: publishing one is the permission. The
// rules go by RFC 9309: a file that is not there (4xx) allows everything, one
// that cannot be had now (5xx, 429, no answer) nothing. They are kept for a day, the
// latter for ten minutes. The error says why the rules could not be had; the
// answer is then false.
func (c *Client) Allowed(ctx context.Context, pageURL string) (bool, error) {
	t, err := parseTarget(pageURL)
	if err != nil {
		return false, fail(ctx, pageURL, err)
	}
	origin := t.scheme + "://" + t.host
	now := c.opts.Now()
	c.robots.mu.Lock()
	e, ok := c.robots.known[origin]
	c.robots.mu.Unlock()
	if !ok || now.After(e.until) {
		if e, err = c.askRobots(ctx, origin); err != nil && ctx.Err() != nil {
			return false, err // ours is the hurry; the site said nothing
		}
		c.robots.keep(origin, e, now)
	}
	if e.deny {
		return false, err
	}
	return robotsAllow(e.rules, c.opts.product(), upperEscapes(t.String())), nil
}

func (c *Client) askRobots(ctx context.Context, origin string) (robotsEntry, error) {
	now := c.opts.Now()
	resp, err := c.do(ctx, Request{URL: origin + "/robots.txt", Accept: "text/plain, */*;q=0.1"}, maxRobots)
	switch {
	case err != nil && Kind(err) == "too large", err == nil && resp.Status >= 300 && resp.Status < 500 && resp.Status != http.StatusTooManyRequests:
		return robotsEntry{until: now.Add(robotsFor)}, nil
	case err != nil, !resp.OK():
		return robotsEntry{deny: true, until: now.Add(robotsRetry)}, err
	}
	return robotsEntry{rules: robotsRules(string(resp.Body)), until: now.Add(robotsFor)}, nil
}

func (r *robots) keep(origin string, e robotsEntry, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) >= robotsKept {
		for k, old := range r.known {
			if now.After(old.until) {
				delete(r.known, k)
			}
		}
		for k := range r.known { // still full: any will do
			if len(r.known) < robotsKept {
				break
			}
			delete(r.known, k)
		}
	}
	r.known[origin] = e
}

// robotsRules makes a file fit for the matcher, which compares escapes byte by
// byte and writes its own in upper case: «%d8%a7» would never match. Overlong
// lines go, since matching costs pattern times path.
func robotsRules(body string) string {
	var b strings.Builder
	for line := range strings.Lines(body) {
		if len(line) <= maxPattern {
			b.WriteString(line)
		}
	}
	return upperEscapes(b.String())
}

// upperEscapes writes percent escapes in upper case.
func upperEscapes(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && unhex(b[i+1]) >= 0 && unhex(b[i+2]) >= 0 {
			for _, j := range [2]int{i + 1, i + 2} {
				if b[j] >= 'a' {
					b[j] -= 'a' - 'A'
				}
			}
			i += 2
		}
	}
	return string(b)
}

// robotsAllow asks the matcher. A file that breaks it is heeded as one that
// forbids.
func robotsAllow(rules, product, pageURL string) (ok bool) {
	if rules == "" {
		return true
	}
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return grobotstxt.AgentAllowed(rules, product, pageURL)
}
