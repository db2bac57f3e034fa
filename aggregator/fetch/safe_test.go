package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

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

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func br(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return w.EncodeAll(b, nil)
}

func TestP51Encodings(t *testing.T) {
	plain := []byte(strings.Repeat("<item>خبر</item>", 5000))
	for _, tt := range []struct {
		name     string
		encoding []string
		body     []byte
		kind     string // of the error; empty means plain comes out
	}{
		{"none", nil, plain, ""},
		{"identity", []string{"identity"}, plain, ""},
		{"gzip", []string{"gzip"}, gz(plain), ""},
		{"x-gzip", []string{"X-GZIP"}, gz(plain), ""},
		{"br", []string{"br"}, br(plain), ""},
		{"zstd", []string{"zstd"}, zst(plain), ""},
		{"gzip in members", []string{"gzip"}, append(gz(plain[:1000]), gz(plain[1000:])...), ""},
		{"gzip with a tail", []string{"gzip"}, append(gz(plain), "\r\n\r\n padding"...), ""},
		{"gzip without label", nil, gz(plain), ""},
		{"label without gzip", []string{"gzip"}, plain, ""},
		{"label without zstd", []string{"zstd"}, plain, ""},
		{"labelled zstd, is gzip", []string{"zstd"}, gz(plain), ""},
		{"gzip twice, said once", []string{"gzip"}, gz(gz(plain)), "protocol"},
		{"gzip twice, said twice", []string{"gzip, gzip"}, gz(gz(plain)), "protocol"},
		{"two headers", []string{"gzip", "br"}, gz(plain), "protocol"},
		{"unknown", []string{"compress"}, plain, "protocol"},
		{"cut gzip", []string{"gzip"}, gz(plain)[:50], "reset"},
		{"broken gzip", []string{"gzip"}, append(gz(plain)[:40], bytes.Repeat([]byte{0xff}, 80)...), "protocol"},
		{"broken br", []string{"br"}, bytes.Repeat([]byte{0xff}, 80), "protocol"},
		{"cut zstd", []string{"zstd"}, zst(plain)[:20], "reset"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header()["Content-Encoding"] = tt.encoding
				w.Write(tt.body)
			})
			r, err := newClient(t).Do(t.Context(), Request{URL: w.URL})
			if Kind(err) != tt.kind {
				t.Fatalf("%v (%s), want %q", err, Kind(err), tt.kind)
			}
			if err == nil && (!bytes.Equal(r.Body, plain) || r.Bytes < 1) {
				t.Errorf("%d bytes unpacked of %d, %d over the wire", len(r.Body), len(plain), r.Bytes)
			}
		})
	}
}

// TestS11BombsBounded: whatever unpacks to too much, or is too much, ends at
// the limit.
func TestS11BombsBounded(t *testing.T) {
	const limit = 1 << 20
	zeros := make([]byte, 64<<20)
	empty := gz(nil)
	bombs := map[string]struct {
		encoding string
		write    func(io.Writer)
	}{
		"gzip":          {"gzip", func(w io.Writer) { w.Write(gz(zeros)) }},
		"br":            {"br", func(w io.Writer) { w.Write(br(zeros)) }},
		"zstd":          {"zstd", func(w io.Writer) { w.Write(zst(zeros)) }},
		"plain":         {"", func(w io.Writer) { w.Write(zeros) }},
		"endless":       {"", func(w io.Writer) { endless(w, []byte(strings.Repeat("x", 4096))) }},
		"empty members": {"gzip", func(w io.Writer) { endless(w, bytes.Repeat(empty, 100)) }},
		"skipped zstd":  {"zstd", func(w io.Writer) { endless(w, append([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 16, 0, 0}, zeros[:4096]...)) }},
		"zstd window":   {"zstd", func(w io.Writer) { w.Write([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0}) }},
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				if bomb.encoding != "" {
					w.Header().Set("Content-Encoding", bomb.encoding)
				}
				bomb.write(w)
			})
			r, err := newClient(t, func(o *Options) { o.MaxBody = limit }).Do(t.Context(), Request{URL: w.URL})
			if !errors.Is(err, ErrTooLarge) || Kind(err) != "too large" || r.Body != nil {
				t.Errorf("%v (%s)", err, Kind(err))
			}
		})
	}
}

func endless(w io.Writer, piece []byte) {
	for {
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
}

func TestS11BodyLimitIsExact(t *testing.T) {
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 100_000, 100_001} {
		for _, packed := range []bool{false, true} {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				body := bytes.Repeat([]byte("x"), n)
				if packed {
					w.Header().Set("Content-Encoding", "gzip")
					body = gz(body)
				}
				w.(http.Flusher).Flush() // no Content-Length
				w.Write(body)
			})
			r, err := newClient(t, func(o *Options) { o.MaxBody = 100_000 }).Do(t.Context(), Request{URL: w.URL})
			if n <= 100_000 && (err != nil || len(r.Body) != n) || n > 100_000 && !errors.Is(err, ErrTooLarge) {
				t.Errorf("%d bytes, packed %v: %d, %v", n, packed, len(r.Body), err)
			}
		}
	}
}

func TestHugeContentLength(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\nx")
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestHeaderLimit(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nX-Big: ")
		endless(conn, bytes.Repeat([]byte("y"), 4096))
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("endless header: %v", err)
	}
	addr = rawServer(t, func(conn net.Conn) {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nX-Big: %s\r\nContent-Length: 0\r\n\r\n", strings.Repeat("y", 10<<20))
	})
	if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); Kind(err) != "too large" {
		t.Errorf("10 MB header: %v", err)
	}
}

// rawServer reads a request's header and lets answer write whatever it wants.
func rawServer(t *testing.T, answer func(net.Conn)) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if readHead(conn) == nil {
					answer(conn)
				}
			}()
		}
	}()
	return l.Addr().String()
}

func readHead(conn net.Conn) error {
	var head []byte
	for !bytes.HasSuffix(head, []byte("\r\n\r\n")) {
		var b [1]byte
		if _, err := io.ReadFull(conn, b[:]); err != nil {
			return err
		}
		head = append(head, b[0])
	}
	return nil
}

func TestBrokenAnswers(t *testing.T) {
	for _, tt := range []struct{ name, answer, kind string }{
		{"nothing", "", "reset"},
		{"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "protocol"},
		{"body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "reset"},
		{"chunk cut off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc", "reset"},
		{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "protocol"},
		{"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "protocol"},
	} {
		addr := rawServer(t, func(conn net.Conn) { io.WriteString(conn, tt.answer) })
		if _, err := newClient(t).Do(t.Context(), Request{URL: "http://" + addr}); Kind(err) != tt.kind {
			t.Errorf("%s: %v (%s), want %s", tt.name, err, Kind(err), tt.kind)
		}
	}
}

func TestKinds(t *testing.T) {
	tlsServer := httptest.NewTLSServer(http.NotFoundHandler())
	defer tlsServer.Close()
	tlsServer.Config.ErrorLog = nil
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	dns := newDNS(t, func(int) netip.Addr { return netip.Addr{} })
	c := newClient(t, func(o *Options) { o.Resolver = dns })
	for u, want := range map[string]string{
		tlsServer.URL:                           "tls",
		"http://" + closed:                      "refused",
		"http://nowhere.example/":               "dns",
		"gopher://x/":                           "url",
		"nonsense":                              "url",
		"http://x:0/":                           "url",
		"file:///no/such/file":                  "file",
		"file:///dev/zero":                      "url",
		"file://server/share":                   "url",
		"http://" + strings.Repeat("a", 9<<10):  "url",
		"https://user:pa%20ss@" + closed + "/x": "refused",
	} {
		_, err := c.Do(t.Context(), Request{URL: u})
		if Kind(err) != want {
			t.Errorf("%.60s: %v (%s), want %s", u, err, Kind(err), want)
		}
		if _, ok := errors.AsType[*Error](err); !ok || strings.Contains(err.Error(), "pa%20ss") || strings.Contains(err.Error(), "pa ss") {
			t.Errorf("%.60s: %T %v", u, err, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Do(ctx, Request{URL: "http://" + closed}); Kind(err) != "cancelled" || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v (%s)", err, Kind(err))
	}
	ctx, cancel = context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if _, err := c.Do(ctx, Request{URL: "http://" + closed}); Kind(err) != "timeout" || !errors.Is(err, ErrTimeout) {
		t.Errorf("deadline: %v (%s)", err, Kind(err))
	}
}

func TestP57TLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	c := newClient(t)
	if _, err := c.Do(t.Context(), Request{URL: s.URL}); Kind(err) != "tls" {
		t.Errorf("unknown certificate: %v", err)
	}
	if r := do(t, c, Request{URL: s.URL + "/a|b?", HTTP: news.HTTP{InsecureTLS: true}}); string(r.Body) != "HTTP/2.0" {
		t.Errorf("P55: spoke %s", r.Body)
	}
	away := newWeb(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL, 302) })
	elsewhere := strings.Replace(away.URL, "127.0.0.1", "localhost", 1)
	if _, err := c.Do(t.Context(), Request{URL: elsewhere, HTTP: news.HTTP{InsecureTLS: true}}); Kind(err) != "tls" {
		t.Errorf("an exception for one host was one for another: %v", err)
	}
	file := t.TempDir() + "/ca.pem"
	if err := os.WriteFile(file, pemOf(s), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := do(t, c, Request{URL: s.URL, HTTP: news.HTTP{CAFile: file}}); r.Status != 200 {
		t.Errorf("with the source's own root: %d", r.Status)
	}
	if _, err := c.Do(t.Context(), Request{URL: s.URL, HTTP: news.HTTP{CAFile: "/no/such"}}); Kind(err) != "file" {
		t.Errorf("missing roots: %v", err)
	}
}

func TestHTTP2HeaderLimit(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := range 100 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("y", 1000))
		}
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	_, err := newClient(t).Do(t.Context(), Request{URL: s.URL, HTTP: news.HTTP{InsecureTLS: true}})
	if kind := Kind(err); kind != "too large" && kind != "protocol" { // net/http ends the connection when it is far too large
		t.Errorf("100 KB of header: %v (%s)", err, kind)
	}
}

func TestRoundTripperIsGuarded(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/there", 307)
		}
	})
	post := func(c *Client, url string) error {
		resp, err := (&http.Client{Transport: c.RoundTripper()}).Post(url, "text/plain", strings.NewReader("x"))
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	if err := post(newClient(t), w.URL); err != nil {
		t.Fatal(err)
	}
	if r := w.last(t); r.Method != "POST" || r.URL.Path != "/there" || r.Referer() != "" || !strings.HasPrefix(r.UserAgent(), "golchin/1.2 (+") {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	before := len(w.requests())
	if err := post(newClient(t, func(o *Options) { o.AllowPrivate = nil }), w.URL); !errors.Is(err, ErrPrivate) || len(w.requests()) != before {
		t.Errorf("%v", err)
	}
}

// TestMemoryBounded: forty servers send without end at once; what is held for
// them stays within a few slots' bodies.
func TestMemoryBounded(t *testing.T) {
	piece := bytes.Repeat([]byte("x"), 64<<10)
	packed := gz(make([]byte, 64<<20))
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bomb" {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed)
			return
		}
		endless(w, piece)
	})
	c := newClient(t, func(o *Options) { o.PerHost = 100 })
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if _, err := c.Do(t.Context(), Request{URL: w.URL + []string{"/", "/bomb"}[i%2]}); !errors.Is(err, ErrTooLarge) {
				t.Errorf("%v", err)
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	var most uint64
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
		select {
		case <-tick.C:
			continue
		case <-done:
		}
		break
	}
	t.Logf("heap at most %d MiB", most>>20)
	if most > 200<<20 {
		t.Errorf("heap of %d MiB", most>>20)
	}
	if n := len(c.bulk) + len(c.slots) + len(c.slow); n != 0 {
		t.Errorf("%d chunks and slots still taken", n)
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
