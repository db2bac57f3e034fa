package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

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

// TestStallIsATimeout: a server that stalled in the middle of a body was now
// and then told as "use of closed network connection", for the transport
// closes the connection when our clock ends the request.
func TestStallIsATimeout(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	closed := &net.OpError{Op: "read", Net: "tcp", Err: net.ErrClosed}
	if err := fail(ctx, "http://s.example/", closed); Kind(err) != "protocol" {
		t.Errorf("before our clock ended it: %s", Kind(err))
	}
	cancel(errBudget)
	if err := fail(ctx, "http://s.example/", closed); Kind(err) != "timeout" || !errors.Is(err, ErrTimeout) || strings.Contains(err.Error(), "closed") {
		t.Errorf("after it: %v (%s), want a timeout", err, Kind(err))
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
