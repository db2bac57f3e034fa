package web

import (
	"maps"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golchin/aggregator/publish"
)

// Bounds of patience (BEHAVIOUR H09).
const (
	patience  = 5 * time.Minute // the max-age of feeds
	maxCopies = 60              // whole copies of the same bytes in that time
	maxGuests = 4096
)

// guests counts how often an address took the same bytes whole. Readers that
// ask conditionally, and those behind a proxy, are never counted.
type guests struct {
	mu    sync.Mutex
	began time.Time
	taken map[guest]int
	now   func() time.Time
}

type guest struct {
	from netip.Prefix
	doc  string // the hash of what was taken
}

func newGuests(now func() time.Time) *guests {
	return &guests{taken: map[guest]int{}, now: now}
}

// proxied are headers that tell of a proxy: its address stands for many.
var proxied = [...]string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip", "Cf-Connecting-Ip"}

// impatient counts one more whole copy for the reader and tells that these are
// too many.
func (g *guests) impatient(r *http.Request, hash string) bool {
	from, ok := sender(r)
	if !ok {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := g.now(); now.Sub(g.began) >= patience || now.Before(g.began) || len(g.taken) >= maxGuests {
		g.began = now
		clear(g.taken)
	}
	k := guest{from, hash}
	g.taken[k]++
	return g.taken[k] > maxCopies
}

// sender is the reader's network; false where the address is near by or stands
// for many.
func sender(r *http.Request) (netip.Prefix, bool) {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}, false
	}
	a := ap.Addr().Unmap()
	shared := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10) // RFC 6598
	if !a.IsGlobalUnicast() || a.IsPrivate() || shared.Contains(a) {
		return netip.Prefix{}, false
	}
	for _, name := range proxied {
		if r.Header[name] != nil {
			return netip.Prefix{}, false
		}
	}
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	return p, err == nil
}

// polite serves a feed, unless the reader takes the same bytes again and again
// without asking whether they changed.
func (s *Server) polite(w http.ResponseWriter, r *http.Request, d *document) {
	if r.Method == http.MethodGet && !notModified(r, d) && s.guests.impatient(r, d.hash) {
		w.Header()["Retry-After"] = []string{"300"}
		w.Header()["Cache-Control"] = []string{"no-store"}
		say(w, http.StatusTooManyRequests, "this feed has not changed; ask again in five minutes, with If-None-Match")
		return
	}
	if looked(r) && d.head["Content-Type"][0] != jsonType {
		d = d.asXML()
	}
	serve(w, r, d)
}

// looked tells that a browser asks, to show the feed to somebody.
func looked(r *http.Request) bool {
	if dest := r.Header["Sec-Fetch-Dest"]; dest != nil {
		return dest[0] == "document"
	}
	accept := r.Header["Accept"]
	return accept != nil && strings.HasPrefix(accept[0], "text/html")
}

var (
	xmlType  = []string{"application/xml; charset=utf-8"}
	jsonType = publish.JSON.MediaType() + "; charset=utf-8"
)

// asXML is the document under the type for which browsers apply a style sheet:
// they show RSS and Atom under their own types as bare text.
func (d *document) asXML() *document {
	c := *d
	c.head = maps.Clone(d.head)
	c.head["Content-Type"] = xmlType
	return &c
}
