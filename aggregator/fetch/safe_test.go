package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golchin/aggregator/news"
)

func TestS03PublicAddresses(t *testing.T) {
	for _, addr := range []string{
		"0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
		"169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1",
		"198.18.0.1", "198.19.255.255", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
		"::", "::1", "::2", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
		"::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1",
		"2001::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1",
	} {
		if ip := netip.MustParseAddr(addr); public(ip) {
			t.Errorf("%s counts as public", addr)
		} else if err := (guard{}).check(ip, 80); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", addr, err)
		}
	}
	for _, addr := range []string{"8.8.8.8", "1.1.1.1", "185.143.233.2", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1"} {
		if ip := netip.MustParseAddr(addr); !public(ip) || (guard{}).check(ip, 443) != nil {
			t.Errorf("%s counts as private", addr)
		}
	}
}

func TestS03AllowList(t *testing.T) {
	g := guard{allow: [2][]netip.Prefix{{netip.MustParsePrefix("10.0.0.0/8")}, {netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("::ffff:192.168.0.0/112")}}}
	for addr, want := range map[string]bool{
		"10.2.3.4": true, "::ffff:10.2.3.4": true, "fd12::1": true, "192.168.7.7": true, "127.0.0.1": false, "172.16.0.1": false, "169.254.169.254": false,
	} {
		if got := g.check(netip.MustParseAddr(addr), 22) == nil; got != want {
			t.Errorf("%s allowed: %v, want %v", addr, got, want)
		}
	}
}

func TestS04Ports(t *testing.T) {
	ip := netip.MustParseAddr("8.8.8.8")
	for port, want := range map[uint16]bool{80: true, 443: true, 1024: true, 8080: true, 65535: true, 22: false, 25: false, 53: false, 1023: false, 0: false} {
		if got := (guard{}).check(ip, port) == nil; got != want {
			t.Errorf("port %d allowed: %v, want %v", port, got, want)
		}
	}
}

// TestNoPrivateAddress asks for inner addresses in all their spellings,
// directly and through a redirect from an allowed one.
func TestNoPrivateAddress(t *testing.T) {
	var reached atomic.Int32
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inner.Close()
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())

	outer := newOuter(t)
	c := newClient(t, func(o *Options) { o.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")} })
	for _, target := range []string{
		"http://127.0.0.1:" + port + "/", "http://localhost:" + port + "/", "http://[::1]:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/",
		"http://0.0.0.0:" + port + "/", "http://[::]:" + port + "/", "http://127.1:" + port + "/", "http://2130706433:" + port + "/", "http://0x7f.0.0.1:" + port + "/",
		"http://good.example@127.0.0.1:" + port + "/", "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://[fd00:ec2::254]/",
		"http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://10.0.0.1/", "http://192.168.0.1:8080/",
	} {
		for _, u := range []string{target, outer.URL + "/?to=" + target} {
			resp, err := c.Do(t.Context(), Request{URL: u})
			if kind := Kind(err); kind != "private address" && kind != "dns" && kind != "url" {
				t.Errorf("%s: %d, %v (%s)", u, resp.Status, err, kind)
			}
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("the inner server was reached %d times", n)
	}
	// An open port of an inner network reads like a closed one (S06).
	_, open := c.Do(t.Context(), Request{URL: "http://127.0.0.1:" + port + "/"})
	_, closed := c.Do(t.Context(), Request{URL: "http://127.0.0.1:1/"})
	if a, b := strings.ReplaceAll(open.Error(), port, "1"), closed.Error(); a != b {
		t.Errorf("S06: %q and %q differ", a, b)
	}
}

// newOuter is a server on 127.0.0.2 that redirects wherever it is told.
func newOuter(t *testing.T) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("needs 127.0.0.2: ", err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(302)
		}
	}))
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestAllowPrivateOfOneSource(t *testing.T) {
	w := newWeb(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, func(o *Options) { o.AllowPrivate = nil })
	if r := do(t, c, Request{URL: w.URL, HTTP: news.HTTP{AllowPrivate: loopback}}); r.Status != 200 {
		t.Errorf("status %d", r.Status)
	}
	// Its connection is open and idle now; another source must not ride on it.
	if _, err := c.Do(t.Context(), Request{URL: w.URL}); !errors.Is(err, ErrPrivate) {
		t.Errorf("another source: %v", err)
	}
}

// TestS02Rebinding: a name that was harmless when somebody wrote it down leads
// to an inner address when it counts, which is when the connection is made.
func TestS02Rebinding(t *testing.T) {
	var reached atomic.Int32
	w := newWeb(t, func(http.ResponseWriter, *http.Request) { reached.Add(1) })
	_, port, _ := net.SplitHostPort(w.Listener.Addr().String())
	dns := newDNS(t, func(int) netip.Addr { return netip.MustParseAddr("127.0.0.1") })
	c := newClient(t, func(o *Options) { o.AllowPrivate = nil; o.Resolver = dns })
	_, err := c.Do(t.Context(), Request{URL: "http://rebind.example:" + port + "/"})
	if !errors.Is(err, ErrPrivate) || Kind(err) != "private address" || reached.Load() != 0 {
		t.Errorf("%v, reached %d times", err, reached.Load())
	}
	// The guard, not the resolver, said no: allowed, the same name works.
	c = newClient(t, func(o *Options) { o.Resolver = dns })
	if r := do(t, c, Request{URL: "http://rebind.example:" + port + "/"}); r.Status != 200 {
		t.Errorf("allowed: %d", r.Status)
	}
}

func TestS05Proxy(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:1")
	}
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "direct") })
	proxy := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "proxied "+r.RequestURI) })
	dns := newDNS(t, func(int) netip.Addr { return netip.MustParseAddr("10.1.1.1") })
	c := newClient(t, func(o *Options) { o.Resolver = dns })
	if r := do(t, c, Request{URL: w.URL}); string(r.Body) != "direct" {
		t.Errorf("a proxy from the environment was used: %q", r.Body)
	}
	h := news.HTTP{Proxy: proxy.URL}
	if r := do(t, c, Request{URL: "http://8.8.8.8/a|b?c", HTTP: h}); string(r.Body) != "proxied http://8.8.8.8/a|b?c" {
		t.Errorf("through the proxy: %q", r.Body)
	}
	before := len(proxy.requests())
	for _, u := range []string{"http://10.0.0.1/", "http://169.254.169.254/", "http://inner.example/", "http://8.8.8.8:25/"} {
		if _, err := c.Do(t.Context(), Request{URL: u, HTTP: h}); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s through a proxy: %v", u, err)
		}
	}
	if n := len(proxy.requests()) - before; n != 0 {
		t.Errorf("the proxy was asked %d times for inner addresses", n)
	}
	for _, bad := range []string{"ftp://x:1", "://", "http://"} {
		if _, err := c.Do(t.Context(), Request{URL: "http://8.8.8.8/", HTTP: news.HTTP{Proxy: bad}}); err == nil {
			t.Errorf("proxy %q accepted", bad)
		}
	}
}

func TestP54CredentialsStayHome(t *testing.T) {
	other := newWeb(t, func(w http.ResponseWriter, r *http.Request) {})
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, other.URL+"/x", 307)
		case "/near":
			http.Redirect(w, r, "/here", 307)
		case "/userinfo":
			w.Header().Set("Location", "http://a:b@"+strings.TrimPrefix(other.URL, "http://")+"/y")
			w.WriteHeader(302)
		}
	})
	c := newClient(t)
	h := news.HTTP{Username: "u", Password: "p", Headers: map[string]string{"X-Token": "secret", "Range": "bytes=0-1", "Connection": "close"}}
	check := func(name string, r *http.Request, want bool) {
		t.Helper()
		_, _, auth := r.BasicAuth()
		if auth != want || (r.Header.Get("X-Token") == "secret") != want {
			t.Errorf("%s: %v, want secrets: %v", name, r.Header, want)
		}
		if r.Header.Get("Range")+r.Header.Get("Cookie")+r.Header.Get("Referer") != "" {
			t.Errorf("%s: %v", name, r.Header)
		}
	}
	do(t, c, Request{URL: w.URL + "/near", HTTP: h})
	check("redirected at home", w.last(t), true)
	do(t, c, Request{URL: w.URL + "/away", HTTP: h})
	check("another origin", other.last(t), false)
	do(t, c, Request{URL: other.URL + "/moved", Home: w.URL, HTTP: h})
	check("moved to another origin", other.last(t), false)
	do(t, c, Request{URL: strings.Replace(w.URL, "http://", "http://u:p@", 1) + "/near", HTTP: news.HTTP{Headers: map[string]string{"X-Token": "secret"}}})
	check("userinfo in the URL", w.last(t), true)
	r := do(t, c, Request{URL: w.URL + "/userinfo"})
	check("userinfo in a redirect", other.last(t), false)
	if strings.Contains(r.URL, "@") {
		t.Errorf("final URL %s", r.URL)
	}
}

func TestSameOrigin(t *testing.T) {
	for _, tt := range []struct {
		to, home string
		want     bool
	}{
		{"https://a.example/x", "https://a.example/y", true},
		{"https://A.example./x", "https://a.example:443/y", true},
		{"https://a.example/", "http://a.example/", true},
		{"http://a.example/", "https://a.example/", false},
		{"https://a.example:8443/", "https://a.example/", false},
		{"https://a.example/", "http://a.example:8080/", false},
		{"https://b.a.example/", "https://a.example/", false},
	} {
		to, err1 := parseTarget(tt.to)
		home, err2 := parseTarget(tt.home)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if got := to.sameOrigin(home); got != tt.want {
			t.Errorf("secrets of %s to %s: %v", tt.home, tt.to, got)
		}
	}
}

func TestTransportsAreBounded(t *testing.T) {
	w := newWeb(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t)
	for i := range 2 * maxTransports {
		do(t, c, Request{URL: w.URL, HTTP: news.HTTP{AllowPrivate: []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(i), 0}), 24)}}})
	}
	if n := len(c.transports.made); n > maxTransports {
		t.Errorf("%d transports kept", n)
	}
}
