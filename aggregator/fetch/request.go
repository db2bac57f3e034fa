package fetch

import (
	"net/http"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// Accept headers of the two kinds of documents we ask for (P51). They never
// vary, so that caches keyed by them hit (P61).
const (
	acceptFeed = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.3, */*;q=0.1"
	acceptPage = "text/html, application/xhtml+xml, application/xml;q=0.5, */*;q=0.1"
)

// Request is one question to a server, or to a file.
type Request struct {
	// URL is an http, https or file URL. It is sent byte for byte.
	URL string
	// Home is the URL the operator wrote, when URL has moved away from it.
	// Headers and credentials of HTTP go to its origin only. Empty means URL.
	Home string
	// ETag and LastModified are the validators of the copy we hold, as bytes:
	// they are sent as they came, both when both are known (P01, P02).
	ETag         string
	LastModified string
	// ValidatorsFor is the final URL of the answer that gave the validators.
	// They are sent to its host only, also when a redirect leads there from
	// another host (P09). Empty means URL.
	ValidatorsFor string
	// HTTP is what the operator set for the source.
	HTTP news.HTTP
	// Accept replaces the Accept header. Empty means feeds or, with Page, HTML.
	Accept string
	// MaxBody lowers Options.MaxBody for this request; 0 leaves it.
	MaxBody int64
	// Subscribers is how many readers the request stands for; 0 means unknown.
	Subscribers int
	// Page tells that an article page is asked for.
	Page bool
	// Force asks although the host is paused: an operator's -force.
	Force bool
}

// Response is what a server answered.
type Response struct {
	Status int    // 200, 304, 404 … of the final answer
	URL    string // of the final answer, without userinfo and fragment
	Hops   int    // redirects followed
	// Permanent is where the document moved: URL, when at least one redirect was
	// followed and every one was 301 or 308. Empty otherwise.
	Permanent string

	ETag         string // of the final answer, byte for byte; empty means none
	LastModified string // likewise
	// Conditional tells that the final request carried a validator: only then
	// does a 304 mean that our copy is good (P06).
	Conditional bool
	// Unsent names validators that HTTP cannot carry, since they hold control
	// characters: "ETag", "Last-Modified". They were left out.
	Unsent []string

	ContentType string
	Link        []string // Link headers, raw
	// Body is the document, unpacked, when Status is 2xx. Of other answers
	// nothing is kept.
	Body     []byte
	BodyHash string // SHA-256 of Body in hex; empty without one
	Bytes    int64  // body as it came over the wire

	// RetryAfter is the latest time named by a Retry-After of the answer or a
	// redirect to it; zero means none. Not capped.
	RetryAfter time.Time
	// FreshUntil is how long the answer calls itself fresh; zero means it does
	// not. Not capped.
	FreshUntil time.Time
	// Private tells that Request.URL led to an address of the operator's own, as
	// [Client.Private] says.
	Private bool
	// Challenge tells that bot protection answered in the server's place.
	Challenge bool

	Asked time.Time     // when the first request was sent: intervals count from here (P17)
	Took  time.Duration // from Asked to the end of the body
}

// OK reports whether the answer is a whole document. 226 carries a part of one
// (RFC 3229) and 206 was never asked for: neither is.
func (r *Response) OK() bool {
	return r.Status == http.StatusOK || r.Status == http.StatusNonAuthoritativeInfo
}

// NotModified reports whether the copy we hold is good. A 304 to a request
// without validators is not that but the server's mistake.
func (r *Response) NotModified() bool {
	return r.Status == http.StatusNotModified && r.Conditional
}

// isManaged tells headers that are ours to set, whatever a source's settings
// say: those of the connection, and those that would turn a polite request
// into another one (P53).
func isManaged(name string) bool {
	switch name {
	case "Connection", "Content-Length", "Transfer-Encoding", "Te", "Trailer", "Upgrade", "Keep-Alive", "Proxy-Connection",
		"If-None-Match", "If-Modified-Since", "Range", "If-Range", "Accept-Encoding", "A-Im":
		return true
	}
	return false
}

// fillHeader builds the header of a question to t.
func (c *call) fillHeader(t *place, q *question) {
	h := make(http.Header, 8)
	values := []string{q.accept, acceptEncoding, q.agent}
	h["Accept"], h["Accept-Encoding"], h["User-Agent"] = values[:1:1], values[1:2:2], values[2:]
	q.header = h
	if t.sameOrigin(c.home.target) {
		q.host = c.ownHeader(h)
	}
	if c.validatorsFor != nil && t.sameHost(c.validatorsFor.target) {
		q.validator("If-None-Match", "ETag", q.etag)
		q.validator("If-Modified-Since", "Last-Modified", q.lastModified)
	}
}

// ownHeader adds what is meant for the source's own origin: its headers and
// credentials (P54). It returns the Host to ask for, when that is among them.
func (c *call) ownHeader(h http.Header) (host string) {
	own := &c.req.HTTP
	if own.Username != "" || own.Password != "" {
		setBasicAuth(h, own.Username, own.Password)
	} else if c.home.user != nil {
		password, _ := c.home.user.Password()
		setBasicAuth(h, c.home.user.Username(), password)
	}
	for name, value := range own.Headers {
		name = http.CanonicalHeaderKey(strings.TrimSpace(name))
		switch {
		case isManaged(name):
		case name == "Host":
			host = headerValue(value)
		default:
			h.Set(name, headerValue(value))
		}
	}
	return host
}

func setBasicAuth(h http.Header, user, password string) {
	r := http.Request{Header: h}
	r.SetBasicAuth(user, password)
}

// validator sends a validator as it is, or notes that it cannot be sent.
// net/http refuses a whole request for one control character.
func (q *question) validator(name, ours, value string) {
	switch {
	case value == "":
	case headerValue(value) != value:
		q.unsent = append(q.unsent, ours)
	default:
		q.header[name] = []string{value}
		q.conditional = true
	}
}

// headerValue is s without the bytes that cannot stand in a header value.
func headerValue(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] >= ' ' && s[i] != 0x7f || s[i] == '\t'
	}
	if clean {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] >= ' ' && s[i] != 0x7f || s[i] == '\t' {
			b = append(b, s[i])
		}
	}
	return string(b)
}
