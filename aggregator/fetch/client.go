package fetch

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Options says how a [Client] behaves. The zero value works: each field names
// its default.
type Options struct {
	// UserAgent is product and version, "golchin/1.2". Default "golchin".
	UserAgent string
	// Contact is the URL where a publisher reads who we are and how to reach us.
	Contact string
	// AllowPrivate are address ranges that may be asked although they are
	// private or special, on any port.
	AllowPrivate []netip.Prefix
	// PerHost is how many requests run at once to one host and port. Default 1.
	PerHost int
	// HostSpacing is the least time between the starts of two requests to one
	// public host and port. Zero means none: the default of 1 s is the
	// configuration's, not ours. Allowed private addresses have none.
	HostSpacing time.Duration
	// Concurrency is how many requests run at once in all. Default 16.
	Concurrency int

	Timeout      time.Duration // one Do, all hops, without waiting for a turn; default 30 s
	FirstByte    time.Duration // from the request sent to the header read; default 20 s
	MaxBody      int64         // bytes, as received and as unpacked, each; default 10 MiB
	MaxHeader    int           // bytes of a response header; default 64 KiB
	MaxRedirects int           // hops followed; default 10; negative means none

	// Now is the wall clock, for dates and pauses. Default time.Now. Spacing
	// goes by the machine's own monotonic clock, whatever is set.
	Now func() time.Time
	// Resolver looks names up. Nil means net.DefaultResolver.
	Resolver *net.Resolver
	// Dial opens connections in place of a net.Dialer, for tests. Addresses it
	// is given as numbers are checked; names it must resolve to allowed ones
	// itself.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

func (o Options) withDefaults() Options {
	if o.UserAgent == "" {
		o.UserAgent = "golchin"
	}
	if o.PerHost <= 0 {
		o.PerHost = 1
	}
	if o.Concurrency <= 0 {
		o.Concurrency = 16
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.FirstByte <= 0 {
		o.FirstByte = 20 * time.Second
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 10 << 20
	}
	if o.MaxHeader <= 0 {
		o.MaxHeader = 64 << 10
	}
	if o.MaxRedirects == 0 {
		o.MaxRedirects = 10
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	return o
}

// Client sends requests. It is safe for concurrent use; make one a process,
// since politeness is kept per Client.
type Client struct {
	opts       Options
	agent      string // how we introduce ourselves when nobody's readers are counted
	hosts      *hosts
	places     places
	lanes      *lanes
	large      chan struct{} // taken by each body beyond its first freeChunks
	transports transports
	robots     robots
	chunks     sync.Pool // *[chunkSize]byte
}

// New returns a Client. Close it when done.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{opts: o, lanes: newLanes(o.Concurrency)}
	c.agent = o.userAgent(0)
	c.large = make(chan struct{}, max(largeBytes/o.MaxBody, 2))
	c.chunks.New = func() any { return new([chunkSize]byte) }
	c.hosts = newHosts(o)
	c.transports.made = make(map[transportKey]*transport)
	c.robots.known = make(map[string]robotsEntry)
	c.robots.asking = make(map[string]chan struct{})
	return c
}

// PerHost is how many requests run at once to one host.
func (c *Client) PerHost() int { return c.opts.PerHost }

// Close ends idle connections. Requests that run end on their own.
func (c *Client) Close() {
	c.transports.closeAll()
}
