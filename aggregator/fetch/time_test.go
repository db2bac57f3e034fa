package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// pipes is a web of hosts behind net.Pipe, for tests in which time is fake.
type pipes struct {
	mu      sync.Mutex
	began   time.Time
	starts  map[string][]time.Duration // by host, when each request arrived
	open    map[string]int
	most    map[string]int // most requests at once, by host; "" for all
	handler map[string]http.HandlerFunc
	conns   chan net.Conn
}

func newPipes(t *testing.T, handlers map[string]http.HandlerFunc) *pipes {
	t.Helper()
	p := &pipes{
		began: time.Now(), starts: map[string][]time.Duration{}, open: map[string]int{}, most: map[string]int{},
		handler: handlers, conns: make(chan net.Conn),
	}
	s := &http.Server{Handler: p}
	go s.Serve(p)
	t.Cleanup(func() { s.Close() })
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	conn, ok := <-p.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p *pipes) Close() error   { close(p.conns); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.starts[r.Host] = append(p.starts[r.Host], time.Since(p.began))
	for _, k := range []string{r.Host, ""} {
		p.open[k]++
		p.most[k] = max(p.most[k], p.open[k])
	}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.open[r.Host]--
		p.open[""]--
	}()
	if h := p.handler[r.Host]; h != nil {
		h(w, r)
	}
}

// inTime runs f where time is fake, with a client on pipes.
func inTime(t *testing.T, handlers map[string]http.HandlerFunc, change func(*Options), f func(*testing.T, *Client, *pipes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPipes(t, handlers)
		o := Options{Dial: p.dial, HostSpacing: time.Second}
		if change != nil {
			change(&o)
		}
		c := New(o)
		defer c.Close()
		f(t, c, p)
	})
}

// takes answers after d, or not at all when the client goes first.
func takes(d time.Duration) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(d):
		case <-r.Context().Done():
		}
	}
}

// askAll asks for all URLs at once and returns how long each took to come back.
func askAll(t *testing.T, c *Client, urls ...string) []time.Duration {
	began := time.Now()
	took := make([]time.Duration, len(urls))
	var wg sync.WaitGroup
	for i, u := range urls {
		wg.Go(func() {
			if _, err := c.Do(t.Context(), Request{URL: u}); err != nil {
				t.Errorf("%s: %v", u, err)
			}
			took[i] = time.Since(began)
		})
	}
	wg.Wait()
	return took
}

func times(n int, u string) []string {
	urls := make([]string, n)
	for i := range urls {
		urls[i] = fmt.Sprintf("%s/%d", u, i)
	}
	return urls
}

func TestP18PerHost(t *testing.T) {
	handlers := map[string]http.HandlerFunc{"a.example": takes(100 * time.Millisecond), "slow.example": takes(3 * time.Second)}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		urls := append(times(4, "http://a.example"), times(3, "http://slow.example")...)
		urls = append(urls, "http://b.example/", "http://c.example/", "http://a.example:8080/")
		askAll(t, c, urls...)
		s := time.Second
		if diff := cmp.Diff([]time.Duration{0, 1 * s, 2 * s, 3 * s}, p.starts["a.example"]); diff != "" {
			t.Errorf("spacing (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]time.Duration{0, 3 * s, 6 * s}, p.starts["slow.example"]); diff != "" {
			t.Errorf("one at a time (-want +got):\n%s", diff)
		}
		for _, host := range []string{"b.example", "c.example", "a.example:8080"} {
			if diff := cmp.Diff([]time.Duration{0}, p.starts[host]); diff != "" {
				t.Errorf("%s waited (-want +got):\n%s", host, diff)
			}
		}
	})
}

func TestP18TwoPerHostStillSpaced(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": takes(3 * time.Second)}, func(o *Options) { o.PerHost = 2 }, func(t *testing.T, c *Client, p *pipes) {
		askAll(t, c, times(4, "http://a.example")...)
		s := time.Second
		if diff := cmp.Diff([]time.Duration{0, 1 * s, 3 * s, 4 * s}, p.starts["a.example"]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if p.most["a.example"] != 2 {
			t.Errorf("%d at once", p.most["a.example"])
		}
	})
}

func TestGlobalConcurrency(t *testing.T) {
	inTime(t, nil, func(o *Options) { o.Concurrency = 3 }, func(t *testing.T, c *Client, p *pipes) {
		var urls []string
		for i := range 30 {
			host := fmt.Sprintf("h%d.example", i)
			p.handler = map[string]http.HandlerFunc{}
			urls = append(urls, "http://"+host+"/")
		}
		for i := range 30 {
			p.handler[fmt.Sprintf("h%d.example", i)] = takes(time.Second)
		}
		took := askAll(t, c, urls...)
		if p.most[""] != 3 {
			t.Errorf("%d at once, want 3", p.most[""])
		}
		var last time.Duration
		for _, d := range took {
			last = max(last, d)
		}
		if last != 10*time.Second {
			t.Errorf("30 requests of 1 s, 3 at once, took %v", last)
		}
	})
}

// TestP19SlowHostDelaysNobody: dozens wait for one host, and hosts that never
// answer fill the slots; others are asked within seconds.
func TestP19SlowHostDelaysNobody(t *testing.T) {
	handlers := map[string]http.HandlerFunc{"stuck.example": takes(time.Hour)}
	for i := range 6 {
		handlers[fmt.Sprintf("stuck%d.example", i)] = takes(time.Hour)
	}
	inTime(t, handlers, func(o *Options) { o.Concurrency = 2 }, func(t *testing.T, c *Client, p *pipes) {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() { c.Do(ctx, Request{URL: fmt.Sprintf("http://stuck.example/%d", i)}) })
		}
		synctest.Wait()
		if took := askAll(t, c, "http://a.example/", "http://b.example/"); max(took[0], took[1]) != 0 {
			t.Errorf("50 waiting for one host delayed others by %v", took)
		}
		for i := range 6 {
			wg.Go(func() { c.Do(ctx, Request{URL: fmt.Sprintf("http://stuck%d.example/", i)}) })
		}
		synctest.Wait()
		took := askAll(t, c, "http://d.example/")
		if took[0] > 20*time.Second {
			t.Errorf("7 stuck hosts and 2 slots: another was answered after %v", took[0])
		}
		cancel()
		wg.Wait()
		if n := len(c.lanes.slots) + len(c.lanes.slow); n != 0 {
			t.Errorf("%d slots still taken", n)
		}
	})
}

func TestWaitEndsWithContext(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": takes(10 * time.Second)}, nil, func(t *testing.T, c *Client, p *pipes) {
		var wg sync.WaitGroup
		wg.Go(func() { c.Do(t.Context(), Request{URL: "http://a.example/first"}) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := c.Do(ctx, Request{URL: "http://a.example/second"})
		if time.Since(began) != time.Second || !errors.Is(err, ErrTimeout) {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		if took := askAll(t, c, "http://a.example/third"); took[0] != 19*time.Second {
			t.Errorf("the third waited %v, want 9 s for the first and its own 10 s", took[0])
		}
		wg.Wait()
	})
}

// TestTimeoutCountsOnlyTheRequest: waiting 99 s for a turn is no reason to give
// up on a server that answers in no time.
func TestTimeoutCountsOnlyTheRequest(t *testing.T) {
	inTime(t, nil, nil, func(t *testing.T, c *Client, p *pipes) {
		askAll(t, c, times(100, "http://a.example")...)
		if n := len(p.starts["a.example"]); n != 100 {
			t.Errorf("%d of 100 were asked", n)
		}
	})
}

func TestP56Timeouts(t *testing.T) {
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(w, "x")
			w.(http.Flusher).Flush()
			takes(time.Second)(w, r)
		}
	}
	handlers := map[string]http.HandlerFunc{
		"stuck.example": takes(time.Hour),
		"drip.example":  drip,
		"error.example": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500); drip(w, r) },
		"hops.example": func(w http.ResponseWriter, r *http.Request) {
			takes(9*time.Second)(w, r)
			http.Redirect(w, r, r.URL.Path+"x", 302)
		},
	}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		for _, tt := range []struct {
			host   string
			after  time.Duration
			status int
		}{
			{"stuck.example", 20 * time.Second, 0},
			{"drip.example", 30 * time.Second, 0},
			{"error.example", 30 * time.Second, 500}, // the status was said, the rest does not matter
			{"hops.example", 30 * time.Second, 0},
		} {
			began := time.Now()
			resp, err := c.Do(t.Context(), Request{URL: "http://" + tt.host + "/"})
			if took := time.Since(began); took != tt.after || resp.Status != tt.status {
				t.Errorf("%s: %d after %v, want %d after %v", tt.host, resp.Status, took, tt.status, tt.after)
			}
			if tt.status == 0 && (!errors.Is(err, ErrTimeout) || Kind(err) != "timeout") {
				t.Errorf("%s: %v (%s)", tt.host, err, Kind(err))
			}
		}
	})
}

// TestP56HeaderDrip: a header that never ends ends with the first-byte time.
func TestP56HeaderDrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				defer theirs.Close()
				if readHead(theirs) != nil {
					return
				}
				for _, err := io.WriteString(theirs, "HTTP/1.1 200 OK\r\n"); err == nil; _, err = io.WriteString(theirs, "X-A: b\r\n") {
					time.Sleep(time.Second)
				}
			}()
			return ours, nil
		}})
		defer c.Close()
		began := time.Now()
		_, err := c.Do(t.Context(), Request{URL: "http://drip.example/"})
		if took := time.Since(began); took != 20*time.Second || Kind(err) != "timeout" {
			t.Errorf("%v after %v", err, took)
		}
		time.Sleep(2 * time.Second) // the server notices
	})
}

func TestP17AskedIsWhenTheRequestLeft(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": takes(2 * time.Second)}, nil, func(t *testing.T, c *Client, p *pipes) {
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() { c.Do(t.Context(), Request{URL: "http://a.example/first"}) })
		synctest.Wait()
		resp := do(t, c, Request{URL: "http://a.example/second"})
		if asked := resp.Asked.Sub(began); asked != 2*time.Second || resp.Took != 2*time.Second {
			t.Errorf("asked after %v, took %v; want 2 s each", asked, resp.Took)
		}
		wg.Wait()
	})
}
