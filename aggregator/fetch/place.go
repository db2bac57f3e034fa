package fetch

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
)

// maxPlaces bounds the URLs remembered taken apart.
const maxPlaces = 8192

// place is a target and what every request to it needs, made once.
type place struct {
	target
	key    string   // hostPort
	text   string   // String
	direct *url.URL // url(false)
	// asked is the last question put there. A source puts the same one until
	// its document changes.
	asked atomic.Pointer[question]
}

func newPlace(t target) *place {
	return &place{target: t, key: t.hostPort(), text: t.String(), direct: t.url(false)}
}

// places are the URLs asked lately, taken apart, by their raw bytes.
type places struct {
	mu    sync.RWMutex
	known map[string]*place
}

// find takes raw apart, unless that was done before.
func (ps *places) find(raw string) (*place, error) {
	ps.mu.RLock()
	p := ps.known[raw]
	ps.mu.RUnlock()
	if p != nil {
		return p, nil
	}
	t, err := parseTarget(raw)
	if err != nil {
		return nil, err
	}
	p = newPlace(t)
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.known == nil || len(ps.known) >= maxPlaces {
		ps.known = make(map[string]*place)
	}
	ps.known[raw] = p
	return p, nil
}

// question is the header of a request and all that it was made of. It is never
// changed once made: several requests may be reading it.
type question struct {
	home, validatorsFor string
	etag, lastModified  string
	accept, agent       string
	username, password  string
	headers             map[string]string

	header http.Header
	host   string   // to ask for; empty means the URL's
	unsent []string // validators that HTTP cannot carry
	// conditional tells that a validator is in it.
	conditional bool
}

// sameAs tells that both were made of the same.
func (q *question) sameAs(o *question) bool {
	return q.home == o.home && q.validatorsFor == o.validatorsFor && q.etag == o.etag && q.lastModified == o.lastModified &&
		q.accept == o.accept && q.agent == o.agent && q.username == o.username && q.password == o.password &&
		maps.Equal(q.headers, o.headers)
}

// question returns what to ask of t, made anew only when it is another than
// the last one there.
func (c *call) question(t *place) *question {
	req := &c.req
	q := question{
		home: req.Home, validatorsFor: req.ValidatorsFor, etag: req.ETag, lastModified: req.LastModified, accept: req.Accept,
		username: req.HTTP.Username, password: req.HTTP.Password, headers: req.HTTP.Headers, agent: c.agent(),
	}
	switch {
	case q.accept != "":
	case req.Page:
		q.accept = acceptPage
	default:
		q.accept = acceptFeed
	}
	last := t.asked.Load()
	if last == nil || !last.sameAs(&q) {
		made := q
		made.headers = maps.Clone(q.headers)
		c.fillHeader(t, &made)
		last = &made
		t.asked.Store(last)
	}
	for _, name := range last.unsent {
		if !slices.Contains(c.unsent, name) {
			c.unsent = append(c.unsent, name)
		}
	}
	return last
}

// agent is how the request introduces itself.
func (c *call) agent() string {
	if own := headerValue(c.req.HTTP.UserAgent); own != "" {
		return own
	}
	if c.req.Subscribers > 0 {
		return c.client.opts.userAgent(c.req.Subscribers)
	}
	return c.client.agent
}
