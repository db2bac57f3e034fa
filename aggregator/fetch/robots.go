package fetch

import (
	"cmp"
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
	maxWild     = 64 << 10  // bytes of lines with wildcards heeded, in all
	maxPath     = 2 << 10   // of an address, compared
	robotsFor   = 24 * time.Hour
	robotsRetry = 10 * time.Minute // after an answer that tells nothing
	robotsKept  = 1024             // origins
)

// robots keeps the rules of origins.
type robots struct {
	mu     sync.Mutex
	known  map[string]robotsEntry
	asking map[string]chan struct{} // closed when the answer is there
}

type robotsEntry struct {
	rules string
	deny  bool  // nothing may be asked: the rules could not be had
	err   error // why
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
	e, err := c.robotsOf(ctx, t.scheme+"://"+t.host)
	if err != nil || e.deny {
		return false, cmp.Or(err, e.err)
	}
	return robotsAllow(e.rules, c.opts.product(), upperEscapes(t.String())), nil
}

// robotsOf returns an origin's rules, asking for them once however many want
// to know. The error is the context's.
func (c *Client) robotsOf(ctx context.Context, origin string) (robotsEntry, error) {
	r := &c.robots
	for {
		r.mu.Lock()
		e, ok := r.known[origin]
		// A time further ahead than any is set comes of a clock that was wrong.
		if now := c.opts.Now(); ok && now.Before(e.until) && !e.until.After(now.Add(robotsFor)) {
			r.mu.Unlock()
			return e, nil
		}
		asked, busy := r.asking[origin]
		if !busy {
			asked = make(chan struct{})
			r.asking[origin] = asked
		}
		r.mu.Unlock()
		if busy {
			select {
			case <-asked:
				continue
			case <-ctx.Done():
				return e, context.Cause(ctx)
			}
		}
		e = c.askRobots(ctx, origin)
		r.mu.Lock()
		delete(r.asking, origin)
		close(asked)
		if ctx.Err() == nil { // else ours was the hurry; the site said nothing
			r.keep(origin, e, c.opts.Now())
		}
		r.mu.Unlock()
		return e, nil
	}
}

func (c *Client) askRobots(ctx context.Context, origin string) robotsEntry {
	resp, err := c.Do(ctx, Request{URL: origin + "/robots.txt", Accept: "text/plain, */*;q=0.1", MaxBody: maxRobots})
	now := c.opts.Now()
	switch {
	case err != nil && Kind(err) == "too large", err == nil && resp.Status >= 300 && resp.Status < 500 && resp.Status != http.StatusTooManyRequests:
		return robotsEntry{until: now.Add(robotsFor)}
	case err != nil, !resp.OK():
		return robotsEntry{deny: true, err: err, until: now.Add(robotsRetry)}
	}
	return robotsEntry{rules: robotsRules(string(resp.Body)), until: now.Add(robotsFor)}
}

// keep remembers an origin's rules; the lock is held.
func (r *robots) keep(origin string, e robotsEntry, now time.Time) {
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
// lines go, and wildcards beyond what honest files have: a pattern with them
// costs its length times the path's.
func robotsRules(body string) string {
	var b strings.Builder
	wild := 0
	for line := range strings.Lines(body) {
		if strings.Contains(line, "*") && len(line) > len("User-agent: *\r\n") {
			wild += len(line)
			if wild > maxWild {
				continue
			}
		}
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
	return grobotstxt.AgentAllowed(rules, product, pageURL[:min(len(pageURL), maxPath)])
}
