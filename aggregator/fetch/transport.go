package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golchin/aggregator/news"
)

const (
	dialTimeout = 10 * time.Second // P56
	tlsTimeout  = 10 * time.Second
	// maxTransports bounds the distinct settings of sources whose connections
	// are kept; the one used longest ago goes first.
	maxTransports = 64
)

// transportKey is what makes connections of two sources unfit to be shared.
type transportKey struct {
	proxy    string
	insecure bool
	caFile   string
	allow    string
}

// transport is a net/http transport for one key, with its guard.
type transport struct {
	http      *http.Transport
	guard     guard
	proxied   bool // connections go to a proxy; targets are checked by name
	httpProxy bool // the proxy speaks HTTP and wants absolute URLs for http targets
	used      time.Time
}

type transports struct {
	mu   sync.Mutex
	made map[transportKey]*transport
}

// transportFor returns the transport for a source's settings, made on first
// use.
func (c *Client) transportFor(h *news.HTTP) (*transport, error) {
	key := transportKey{proxy: h.Proxy, insecure: h.InsecureTLS, caFile: h.CAFile}
	if len(h.AllowPrivate) > 0 {
		names := make([]string, len(h.AllowPrivate))
		for i, p := range h.AllowPrivate {
			names[i] = p.String()
		}
		slices.Sort(names)
		key.allow = strings.Join(names, " ")
	}
	ts := &c.transports
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t, ok := ts.made[key]
	if !ok {
		var err error
		if t, err = c.newTransport(h); err != nil {
			return nil, err
		}
		if len(ts.made) >= maxTransports {
			ts.dropOldest()
		}
		ts.made[key] = t
	}
	t.used = time.Now()
	return t, nil
}

func (ts *transports) dropOldest() {
	var oldest transportKey
	var t *transport
	for k, v := range ts.made {
		if t == nil || v.used.Before(t.used) {
			oldest, t = k, v
		}
	}
	delete(ts.made, oldest)
	t.http.CloseIdleConnections() // requests that run keep theirs to the end
}

func (ts *transports) closeAll() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, t := range ts.made {
		t.http.CloseIdleConnections()
	}
}

func (c *Client) newTransport(h *news.HTTP) (*transport, error) {
	t := &transport{guard: guard{allow: [2][]netip.Prefix{c.opts.AllowPrivate, slices.Clone(h.AllowPrivate)}}}
	tlsConfig := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: h.InsecureTLS, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	if h.CAFile != "" {
		roots, err := rootsWith(h.CAFile)
		if err != nil {
			return nil, err
		}
		tlsConfig.RootCAs = roots
	}
	t.http = &http.Transport{
		// Proxy stays nil unless the source has one: a proxy from the
		// environment would carry requests around the guard (S05).
		DialContext:            c.dialer(t),
		TLSClientConfig:        tlsConfig,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  c.opts.FirstByte,
		MaxResponseHeaderBytes: int64(c.opts.MaxHeader),
		DisableCompression:     true, // unpacked here, within limits
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    c.opts.PerHost,
		IdleConnTimeout:        90 * time.Second,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second},
	}
	if h.Proxy != "" {
		proxy, err := url.Parse(h.Proxy)
		if err != nil || proxy.Host == "" {
			return nil, errors.New("proxy: want http://, https:// or socks5:// and a host")
		}
		switch proxy.Scheme {
		case "http", "https":
			t.httpProxy = true
		case "socks5", "socks5h":
		default:
			return nil, fmt.Errorf("proxy: scheme %q: want http, https or socks5", proxy.Scheme)
		}
		t.proxied = true
		t.http.Proxy = http.ProxyURL(proxy)
		t.http.ProxyConnectHeader = http.Header{"User-Agent": {c.opts.userAgent(0)}}
	}
	return t, nil
}

// RoundTripper returns the way out for requests that are no polls: to hubs and
// to subscribers' callbacks. Addresses, the header's size and the time to the
// first byte are checked as for [Client.Do]; redirects, the body's size and the
// whole time are the caller's to bound. It sends our User-Agent where the
// request has none, and neither cookies nor a Referer.
func (c *Client) RoundTripper() http.RoundTripper { return outward{c} }

type outward struct{ client *Client }

func (o outward) RoundTrip(r *http.Request) (*http.Response, error) {
	t, err := o.client.transportFor(&news.HTTP{})
	if err != nil {
		return nil, err
	}
	if r.URL.Scheme != "http" && r.URL.Scheme != "https" {
		return nil, ErrURL
	}
	r = r.Clone(r.Context())
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", o.client.opts.userAgent(0))
	}
	r.Header.Del("Referer") // http.Client adds one when it follows a redirect
	r.Header.Del("Cookie")
	return t.http.RoundTrip(r)
}

// rootsWith is the system's certificate roots and those of a PEM file.
func rootsWith(file string) (*x509.CertPool, error) {
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("additional roots: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("additional roots: %s: no certificate in it", file)
	}
	return roots, nil
}

// dialer returns the transport's way to open a connection. A proxy's address
// was written by the operator and is not judged; a transport with a proxy
// never dials anything else.
func (c *Client) dialer(t *transport) func(context.Context, string, string) (net.Conn, error) {
	d := &net.Dialer{
		Timeout:   dialTimeout,
		KeepAlive: 30 * time.Second,
		Resolver:  c.opts.Resolver,
		ControlContext: func(ctx context.Context, network, address string, rc syscall.RawConn) error {
			if t.proxied {
				return nil
			}
			return t.guard.control(ctx, network, address, rc)
		},
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if c.opts.Dial != nil {
			if ap, err := netip.ParseAddrPort(address); err == nil && !t.proxied {
				if err := t.guard.check(ap.Addr(), ap.Port()); err != nil {
					return nil, err
				}
			}
			return c.opts.Dial(ctx, network, address)
		}
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if ap, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err == nil && !t.proxied {
			c.hosts.learnAddress(address, !public(ap.Addr()))
		}
		return conn, nil
	}
}
