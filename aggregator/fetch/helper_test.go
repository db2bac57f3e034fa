package fetch

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"
)

// loopback is what tests open to reach their own servers.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("::1/128")}

// newClient is a client that may reach the test's servers.
func newClient(t testing.TB, change ...func(*Options)) *Client {
	t.Helper()
	o := Options{UserAgent: "golchin/1.2", Contact: "https://news.example.org/about", AllowPrivate: loopback, PerHost: 8}
	for _, f := range change {
		f(&o)
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

// web is a server that records what it is asked.
type web struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

func newWeb(t testing.TB, h http.HandlerFunc) *web {
	t.Helper()
	w := &web{}
	w.Server = httptest.NewServer(w.record(h))
	t.Cleanup(w.Close)
	return w
}

func (w *web) record(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, r.Clone(r.Context()))
		w.mu.Unlock()
		h(rw, r)
	})
}

// requests returns what was asked so far.
func (w *web) requests() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]*http.Request(nil), w.asked...)
}

// last is the newest request.
func (w *web) last(t testing.TB) *http.Request {
	t.Helper()
	all := w.requests()
	if len(all) == 0 {
		t.Fatal("nothing was asked")
	}
	return all[len(all)-1]
}

// do asks and expects an answer.
func do(t testing.TB, c *Client, req Request) Response {
	t.Helper()
	resp, err := c.Do(t.Context(), req)
	if err != nil {
		t.Fatalf("Do(%s): %v", req.URL, err)
	}
	return resp
}

// noon is the injected clock's time.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
