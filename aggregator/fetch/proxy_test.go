package fetch

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"golchin/aggregator/news"
)

// splice carries bytes both ways until one side ends.
func splice(a, b net.Conn) {
	go func() { io.Copy(a, b); a.Close() }()
	io.Copy(b, a)
	b.Close()
}

// TestProxyConnect: https through an HTTP proxy, which sees a name and a port
// and nothing of the request.
func TestProxyConnect(t *testing.T) {
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.RequestURI) }))
	defer site.Close()
	proxy := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "8.8.8.8:443" {
			t.Errorf("%s %s", r.Method, r.Host)
		}
		up, err := net.Dial("tcp", site.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		down, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
		go splice(up, down)
	})
	h := news.HTTP{Proxy: strings.Replace(proxy.URL, "http://", "http://me:secret@", 1), InsecureTLS: true, Headers: map[string]string{"X-Token": "t"}}
	if r := do(t, newClient(t), Request{URL: "https://8.8.8.8/a|b?", HTTP: h}); string(r.Body) != "/a|b?" {
		t.Errorf("%q", r.Body)
	}
	connect := proxy.last(t)
	if ua := connect.UserAgent(); !strings.HasPrefix(ua, "golchin/") || connect.Header.Get("X-Token") != "" || connect.Header.Get("Proxy-Authorization") == "" {
		t.Errorf("CONNECT carried %v", connect.Header)
	}
	h.Proxy = "http://me:secret@127.0.0.1:1"
	if _, err := newClient(t).Do(t.Context(), Request{URL: "https://8.8.8.8/", HTTP: h}); Kind(err) != "refused" || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v (%s)", err, Kind(err))
	}
}

// TestProxySOCKS5 speaks the little of RFC 1928 that a CONNECT needs.
func TestProxySOCKS5(t *testing.T) {
	site := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host+r.RequestURI) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var asked atomic.Value
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				b := make([]byte, 262)
				io.ReadFull(conn, b[:2])
				io.ReadFull(conn, b[:b[1]])
				conn.Write([]byte{5, 0})
				io.ReadFull(conn, b[:5])
				n := 3 + 2 // the rest of an IPv4 address, and the port
				if b[3] == 3 {
					n = int(b[4]) + 2 // a name, and the port
				}
				io.ReadFull(conn, b[5:5+n])
				asked.Store(append([]byte(nil), b[3:5+n]...))
				up, err := net.Dial("tcp", site.Listener.Addr().String())
				if err != nil {
					conn.Close()
					return
				}
				conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
				splice(up, conn)
			}()
		}
	}()
	r := do(t, newClient(t), Request{URL: "http://8.8.4.4:8080/a|b", HTTP: news.HTTP{Proxy: "socks5://" + l.Addr().String()}})
	if string(r.Body) != "8.8.4.4:8080/a|b" {
		t.Errorf("%q", r.Body)
	}
	if got := asked.Load().([]byte); string(got) != "\x01\x08\x08\x04\x04\x1f\x90" {
		t.Errorf("asked the proxy for % x", got)
	}
}
