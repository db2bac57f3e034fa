package fetch

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	maxPause     = 7 * 24 * time.Hour // P14
	defaultPause = time.Hour          // a 429 that names no time (P37)
	firstLearnt  = 2 * time.Second    // spacing after the first refusal of a host without one
	maxLearnt    = time.Minute
	goodToEase   = 50   // good answers in a row that halve a learnt spacing
	maxGates     = 4096 // hosts remembered beyond those with something to remember
)

// HostState is what was learnt of one host and outlives a restart.
type HostState struct {
	Host    string        // host and port, as [HostKey] gives it
	Paused  time.Time     // not before; zero means no pause
	Spacing time.Duration // learnt time between request starts; zero means the default
}

// hosts keeps the manners: who may be asked now, and who waits.
type hosts struct {
	mu      sync.Mutex
	gates   map[string]*gate
	odd     map[string]bool // those that may be paused or slowed
	perHost int
	spacing time.Duration
	now     func() time.Time // wall clock, for pauses
}

// gate is one host and port.
type gate struct {
	open    int             // places taken
	waiting []chan struct{} // for a place, in order of arrival
	next    time.Time       // earliest start of the next request, monotonic
	paused  time.Time       // wall clock
	learnt  time.Duration   // spacing; zero means the default
	good    int             // good answers in a row
	private bool            // an allowed private address: no spacing, no pause of its own accord
}

func newHosts(o Options) *hosts {
	return &hosts{
		gates: make(map[string]*gate), odd: make(map[string]bool), perHost: o.PerHost, spacing: o.HostSpacing, now: o.Now,
	}
}

// gate returns the host's gate; the lock is held.
func (h *hosts) gate(key string) *gate {
	g := h.gates[key]
	if g == nil {
		if len(h.gates) >= maxGates {
			h.forgetIdle()
		}
		g = &gate{}
		if ap, err := netip.ParseAddrPort(key); err == nil {
			g.private = !public(ap.Addr())
		}
		h.gates[key] = g
	}
	return g
}

// forgetIdle drops gates that say nothing a new one would not.
func (h *hosts) forgetIdle() {
	now, wall := time.Now(), h.now()
	for k, g := range h.gates {
		if g.open == 0 && len(g.waiting) == 0 && g.learnt == 0 && !g.isPaused(wall) && !g.next.After(now) {
			delete(h.gates, k)
		}
	}
}

// space is the time between starts at this gate.
func (h *hosts) space(g *gate) time.Duration {
	if g.private {
		return 0
	}
	return max(h.spacing, g.learnt)
}

// enter takes a place at the host, waiting behind those who came before. It
// returns a *PausedError at once when the host is paused, unless forced, and
// the context's error when that ends first. Each enter needs a leave.
func (h *hosts) enter(ctx context.Context, key string, force bool) error {
	h.mu.Lock()
	g := h.gate(key)
	if err := h.pausedErr(key, g, force); err != nil {
		h.mu.Unlock()
		return err
	}
	if g.open < h.perHost {
		g.open++
		h.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.waiting = append(g.waiting, turn)
	h.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(g.waiting, turn); i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	} else { // the place came at the same moment
		g.pass()
	}
	return context.Cause(ctx)
}

// admit is enter, wait and start at once, for a host that may be asked now.
func (h *hosts) admit(key string, now time.Time, force bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gate(key)
	if g.open >= h.perHost || now.Before(g.next) || h.pausedErr(key, g, force) != nil {
		return false
	}
	g.open++
	g.next = now.Add(h.space(g))
	return true
}

// finish ends what admit or enter began, with the lesson of the answer if
// there was one. It tells whether the host is one of the operator's own.
func (h *hosts) finish(key string, r *Response, answered bool) (private bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gate(key)
	if answered {
		h.learn(key, g, r)
	}
	g.pass()
	return g.private
}

// leave gives the place to whoever waits longest.
func (h *hosts) leave(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.gate(key).pass()
}

func (g *gate) pass() {
	if len(g.waiting) == 0 {
		g.open--
		return
	}
	close(g.waiting[0])
	g.waiting = slices.Delete(g.waiting, 0, 1)
}

func (h *hosts) pausedErr(key string, g *gate, force bool) error {
	if !force && !g.paused.IsZero() && g.isPaused(h.now()) {
		return &PausedError{Host: key, Until: g.paused}
	}
	return nil
}

// isPaused reports whether a pause holds. One that lasts longer than any may
// was made while the clock was wrong, and does not.
func (g *gate) isPaused(now time.Time) bool {
	return g.paused.After(now) && !g.paused.After(now.Add(maxPause))
}

// wait returns how long the holder of a place has to wait before it may start.
func (h *hosts) wait(key string, force bool) (time.Duration, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gate(key)
	if err := h.pausedErr(key, g, force); err != nil {
		return 0, err // paused while it waited
	}
	return time.Until(g.next), nil
}

// start claims this moment for a request; false means another one did.
func (h *hosts) start(key string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gate(key)
	now := time.Now()
	if now.Before(g.next) {
		return false
	}
	g.next = now.Add(h.space(g))
	return true
}

// learnAddress notes what kind of address a name turned out to have. The key is
// as dialled: the name in whatever case the URL had it.
func (h *hosts) learnAddress(key string, private bool) {
	if name, port, err := net.SplitHostPort(key); err == nil {
		key = joinHostPort(strings.TrimSuffix(strings.ToLower(name), "."), port)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	g := h.gate(key)
	if g.private = private; private {
		g.next = time.Time{}
	}
}

// learn draws the lesson from an answer: a 429 pauses the whole public host,
// it and a 403 or a challenge widen the spacing, and a long row of good
// answers narrows it again (P36–P38).
// The lock is held.
func (h *hosts) learn(key string, g *gate, r *Response) {
	if g.private {
		return // one program on an address of our own must not stop its neighbours
	}
	switch {
	case r.Status == http.StatusTooManyRequests || r.Status == http.StatusForbidden || r.Challenge:
		g.good = 0
		h.odd[key] = true
		g.learnt = min(max(2*h.space(g), firstLearnt), maxLearnt)
		g.next = time.Now().Add(g.learnt)
	case r.Status < 400:
		if g.good++; g.good >= goodToEase && g.learnt > 0 {
			g.good = 0
			if g.learnt /= 2; g.learnt <= max(h.spacing, time.Second) {
				g.learnt = 0
			}
		}
	}
	if r.Status == http.StatusTooManyRequests {
		now := h.now()
		until := r.RetryAfter
		if until.IsZero() {
			until = now.Add(defaultPause)
		}
		g.pauseUntil(now, until)
	}
}

func (g *gate) pauseUntil(now, until time.Time) {
	if most := now.Add(maxPause); until.After(most) {
		until = most
	}
	g.paused = until
}

// HostKey names the host of a URL in [HostState] and [Client.Pause]: host and
// port, in lower case. It is empty for what is not an http or https URL.
func HostKey(rawURL string) string {
	t, err := parseTarget(rawURL)
	if err != nil {
		return ""
	}
	return t.hostPort()
}

// Pause keeps requests from a host, by its [HostKey], before the given time,
// at most 7 days away. Zero ends a pause. The Client pauses a public host of
// its own accord when it answers 429.
func (c *Client) Pause(host string, until time.Time) {
	c.hosts.mu.Lock()
	defer c.hosts.mu.Unlock()
	c.hosts.odd[host] = true
	c.hosts.gate(host).pauseUntil(c.hosts.now(), until)
}

// Slow widens the time between request starts to a host, at most to a minute;
// zero returns to the default. The Client does so of its own accord when a
// public host answers 429 or 403.
func (c *Client) Slow(host string, spacing time.Duration) {
	c.hosts.mu.Lock()
	defer c.hosts.mu.Unlock()
	c.hosts.odd[host] = true
	c.hosts.gate(host).learnt = min(max(spacing, 0), maxLearnt)
}

// Ready estimates when a request for rawURL would be sent if it were made now:
// behind a pause and those who wait already. Whoever has other things to do
// meanwhile asks first.
func (c *Client) Ready(rawURL string) time.Time {
	h := c.hosts
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	g := h.gates[HostKey(rawURL)]
	switch {
	case g == nil:
		return now
	case g.isPaused(now):
		return g.paused
	}
	ahead := time.Duration(len(g.waiting)) * h.space(g)
	return now.Add(max(time.Until(g.next), 0) + ahead)
}

// Private reports whether rawURL is known to lead to an address of the
// operator's own: a file, or an allowed private address. A name nobody has
// asked yet is not.
func (c *Client) Private(rawURL string) bool {
	if isFile(rawURL) {
		return true
	}
	c.hosts.mu.Lock()
	defer c.hosts.mu.Unlock()
	key := HostKey(rawURL)
	return key != "" && c.hosts.gate(key).private
}

// Hosts returns what was learnt of hosts that are paused or slowed, by name.
func (c *Client) Hosts() []HostState {
	h := c.hosts
	h.mu.Lock()
	defer h.mu.Unlock()
	var states []HostState
	now := h.now()
	for key := range h.odd {
		g := h.gates[key]
		if g == nil {
			delete(h.odd, key)
			continue
		}
		s := HostState{Host: key, Spacing: g.learnt}
		if g.isPaused(now) {
			s.Paused = g.paused
		}
		if s.Spacing > 0 || !s.Paused.IsZero() {
			states = append(states, s)
		} else if !g.paused.After(now) {
			delete(h.odd, key)
		}
	}
	slices.SortFunc(states, func(a, b HostState) int { return cmp.Compare(a.Host, b.Host) })
	return states
}

// Restore takes up what [Client.Hosts] returned before a restart.
func (c *Client) Restore(states []HostState) {
	for _, s := range states {
		if s.Host == "" {
			continue
		}
		c.Pause(s.Host, s.Paused)
		c.Slow(s.Host, s.Spacing)
	}
}
