package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestP37P38HostWide429(t *testing.T) {
	refusing := true
	handlers := map[string]http.HandlerFunc{"a.example": func(w http.ResponseWriter, r *http.Request) {
		if refusing {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}
	}}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		var wg sync.WaitGroup
		for i := range 5 { // all in the queue before the first answer
			wg.Go(func() {
				resp, err := c.Do(t.Context(), Request{URL: fmt.Sprintf("http://a.example/%d", i)})
				paused, isPaused := errors.AsType[*PausedError](err)
				switch {
				case err == nil && resp.Status == 429:
				case isPaused && paused.Host == "a.example:80" && paused.Until.Equal(p.began.Add(time.Hour)) && Kind(err) == "paused":
				default:
					t.Errorf("%d, %v", resp.Status, err)
				}
			})
		}
		wg.Wait()
		if n := len(p.starts["a.example"]); n != 1 {
			t.Errorf("a host that answered 429 was asked %d times", n)
		}
		if at := c.Ready("http://a.example/x"); !at.Equal(p.began.Add(time.Hour)) {
			t.Errorf("Ready %v", at)
		}
		want := []HostState{{Host: "a.example:80", Paused: p.began.Add(time.Hour), Spacing: 2 * time.Second}}
		if diff := cmp.Diff(want, c.Hosts()); diff != "" {
			t.Errorf("Hosts (-want +got):\n%s", diff)
		}
		do(t, c, Request{URL: "http://a.example:8080/"}) // another port is another host

		// A restart remembers.
		fresh := New(c.opts)
		defer fresh.Close()
		fresh.Restore(c.Hosts())
		if _, err := fresh.Do(t.Context(), Request{URL: "http://a.example/"}); Kind(err) != "paused" {
			t.Errorf("after a restart: %v", err)
		}
		if r := do(t, fresh, Request{URL: "http://a.example/", Force: true}); r.Status != 429 {
			t.Errorf("forced: %d", r.Status)
		}
		refusing = false
		time.Sleep(time.Hour + time.Second)
		if r := do(t, c, Request{URL: "http://a.example/"}); r.Status != 200 {
			t.Errorf("after the pause: %d", r.Status)
		}
	})
}

func TestP37WithoutRetryAfter(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }}, nil, func(t *testing.T, c *Client, p *pipes) {
		do(t, c, Request{URL: "http://a.example/"})
		if got := c.Hosts(); len(got) != 1 || !got[0].Paused.Equal(p.began.Add(time.Hour)) {
			t.Errorf("%v, want a pause of an hour", got)
		}
		c.Pause("a.example:80", time.Now().Add(365*24*time.Hour))
		if got := c.Hosts()[0].Paused; !got.Equal(time.Now().Add(7 * 24 * time.Hour)) {
			t.Errorf("P14: a pause of a year became %v", got)
		}
		c.Pause("a.example:80", time.Time{})
		c.Slow("a.example:80", 0)
		if got := c.Hosts(); len(got) != 0 {
			t.Errorf("after its end: %v", got)
		}
	})
}

// TestT16ClockSetBack: a pause made while the clock ran ten years ahead ends
// when the clock is put right.
func TestT16ClockSetBack(t *testing.T) {
	now := noon().AddDate(10, 0, 0)
	w := newWeb(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, func(o *Options) { o.Now = func() time.Time { return now } })
	c.Pause(HostKey(w.URL), now.Add(time.Hour))
	if _, err := c.Do(t.Context(), Request{URL: w.URL}); Kind(err) != "paused" {
		t.Errorf("paused: %v", err)
	}
	now = noon()
	do(t, c, Request{URL: w.URL})
	if got := c.Hosts(); len(got) != 0 {
		t.Errorf("still remembered: %v", got)
	}
}

func TestRedirectHopsAreSpaced(t *testing.T) {
	handlers := map[string]http.HandlerFunc{"a.example": func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) < 4 {
			http.Redirect(w, r, r.URL.Path+"x", 302)
		}
	}}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		do(t, c, Request{URL: "http://a.example/"})
		if diff := cmp.Diff([]time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}, p.starts["a.example"]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestLargeBodiesTakeTurns: servers that send much and then stall hold their
// places until their time is up; small documents pass them by, and an honest
// large one follows with its own time untouched.
func TestLargeBodiesTakeTurns(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"small.example": func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 900<<10)) },
		"large.example": func(w http.ResponseWriter, r *http.Request) {
			w.Write(make([]byte, 1500<<10))
			takes(25*time.Second)(w, r)
		},
	}
	for i := range 6 {
		handlers[fmt.Sprintf("stall%d.example", i)] = func(w http.ResponseWriter, r *http.Request) {
			w.Write(make([]byte, 2<<20))
			takes(time.Hour)(w, r)
		}
	}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				if _, err := c.Do(t.Context(), Request{URL: fmt.Sprintf("http://stall%d.example/", i)}); !errors.Is(err, ErrTimeout) {
					t.Errorf("stalled: %v", err)
				}
			})
		}
		synctest.Wait()
		if len(c.large) != cap(c.large) {
			t.Fatalf("%d of %d places taken: the test needs all", len(c.large), cap(c.large))
		}
		if took := askAll(t, c, "http://small.example/"); took[0] != 0 {
			t.Errorf("a small document waited %v", took[0])
		}
		if took := askAll(t, c, "http://large.example/"); took[0] != 55*time.Second {
			t.Errorf("a large one took %v, want 30 s of waiting and its own 25 s", took[0])
		}
		wg.Wait()
		if len(c.large) != 0 {
			t.Errorf("%d places still taken", len(c.large))
		}
	})
}

// TestP36LearntSpacing: each 403 doubles the spacing up to a minute; a long row
// of good answers halves it again.
func TestP36LearntSpacing(t *testing.T) {
	handlers := map[string]http.HandlerFunc{"a.example": func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/no") {
			w.WriteHeader(403)
		}
	}}
	inTime(t, handlers, nil, func(t *testing.T, c *Client, p *pipes) {
		spacing := func() time.Duration {
			for _, s := range c.Hosts() {
				return s.Spacing
			}
			return 0
		}
		for _, want := range []time.Duration{2, 4, 8, 16, 32, 60, 60} {
			do(t, c, Request{URL: "http://a.example/no"})
			if got := spacing(); got != want*time.Second {
				t.Errorf("spacing %v, want %d s", got, want)
			}
		}
		began := time.Now()
		do(t, c, Request{URL: "http://a.example/yes"})
		if got := time.Since(began); got != time.Minute {
			t.Errorf("the next request left after %v", got)
		}
		for range goodToEase {
			do(t, c, Request{URL: "http://a.example/yes"})
		}
		if got := spacing(); got != 30*time.Second {
			t.Errorf("after %d good answers: %v", goodToEase, got)
		}
		for range 5 * goodToEase {
			do(t, c, Request{URL: "http://a.example/yes"})
		}
		if got := spacing(); got != 0 {
			t.Errorf("in the end: %v, want the default", got)
		}
	})
}

func TestReadyCountsTheQueue(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": takes(10 * time.Second)}, nil, func(t *testing.T, c *Client, p *pipes) {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { c.Do(ctx, Request{URL: "http://a.example/"}) })
		}
		synctest.Wait()
		if got := c.Ready("http://a.example/x").Sub(time.Now()); got != 4*time.Second {
			t.Errorf("behind one running and three waiting: %v", got)
		}
		if got := c.Ready("http://b.example/x").Sub(time.Now()); got != 0 {
			t.Errorf("an unknown host: %v", got)
		}
		cancel()
		wg.Wait()
	})
}

// TestPrivateHostsAreNotSpaced: on an allowed private address neither spacing
// nor a 429 of one program stops its neighbours (FreshRSS#7870).
func TestPrivateHostsAreNotSpaced(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) })
	c := newClient(t, func(o *Options) { o.HostSpacing = time.Hour })
	_, port, _ := net.SplitHostPort(w.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost"} { // by number, and learnt from the first connection
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			resp, err := c.Do(ctx, Request{URL: "http://" + host + ":" + port})
			cancel()
			if err != nil || resp.Status != 429 {
				t.Fatalf("%s: %d, %v", host, resp.Status, err)
			}
		}
	}
	if got := c.Hosts(); len(got) != 0 {
		t.Errorf("learnt %v", got)
	}
}

func TestGatesAreBounded(t *testing.T) {
	c := newClient(t)
	for i := range 3 * maxGates {
		if err := c.hosts.enter(t.Context(), fmt.Sprintf("h%d.example:80", i), false); err != nil {
			t.Fatal(err)
		}
		c.hosts.leave(fmt.Sprintf("h%d.example:80", i))
	}
	if n := len(c.hosts.gates); n > maxGates {
		t.Errorf("%d gates", n)
	}
}
