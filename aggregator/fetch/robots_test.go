package fetch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		rules  string
		path   string
		want   bool
	}{
		{"no rules", 404, "", "/fa/news/1", true},
		{"forbidden to read", 403, "", "/fa/news/1", true},
		{"broken server", 500, "", "/fa/news/1", false},
		{"too many", 429, "", "/fa/news/1", false},
		{"empty", 200, "", "/fa/news/1", true},
		{"all closed", 200, "User-agent: *\nDisallow: /", "/fa/news/1", false},
		{"closed for others", 200, "User-agent: GPTBot\nDisallow: /", "/fa/news/1", true},
		{"closed for us", 200, "User-agent: golchin\nDisallow: /fa\nUser-agent: *\nDisallow:", "/fa/news/1", false},
		{"longest rule", 200, "User-agent: *\nDisallow: /fa\nAllow: /fa/news", "/fa/news/1", true},
		{"wildcard and end", 200, "User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false},
		{"lower-case escapes in the rule", 200, "User-agent: *\nDisallow: /%d8%a7%d8%ae", "/%D8%A7%D8%AE%D8%A8", false},
		{"lower-case escapes in the URL", 200, "User-agent: *\nDisallow: /%D8%A7%D8%AE", "/%d8%a7%d8%ae%d8%a8", false},
		{"letters in the rule", 200, "User-agent: *\nDisallow: /اخ", "/اخبار", false},
		{"another path", 200, "User-agent: *\nDisallow: /اخ", "/%D8%B9%DA%A9%D8%B3", true},
		{"byte order mark", 200, "\ufeffUser-agent: *\nDisallow: /fa", "/fa/1", false},
		{"HTML instead", 200, "<html><body>not found</body></html>", "/fa/1", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/robots.txt" {
					t.Errorf("asked for %s", r.URL)
				}
				w.WriteHeader(tt.status)
				fmt.Fprint(w, tt.rules)
			})
			c := newClient(t, func(o *Options) { o.Now = noon })
			for range 3 {
				if got, err := c.Allowed(t.Context(), w.URL+tt.path); got != tt.want || err != nil {
					t.Errorf("Allowed(%s) = %v, %v; want %v", tt.path, got, err, tt.want)
				}
			}
			if n := len(w.requests()); n != 1 {
				t.Errorf("robots.txt was asked for %d times", n)
			}
		})
	}
}

func TestAllowedIsKeptForADay(t *testing.T) {
	now := noon()
	status := 200
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) })
	c := newClient(t, func(o *Options) { o.Now = func() time.Time { return now } })
	ask := func(want bool, wantAsked int) {
		t.Helper()
		got, err := c.Allowed(t.Context(), w.URL+"/x")
		if n := len(w.requests()); got != want || err != nil || n != wantAsked {
			t.Errorf("%v, %v after %d requests; want %v after %d", got, err, n, want, wantAsked)
		}
	}
	ask(true, 1)
	now = now.Add(23 * time.Hour)
	ask(true, 1)
	now, status = now.Add(2*time.Hour), 503
	ask(false, 2)
	now, status = now.Add(5*time.Minute), 200
	ask(false, 2)
	now = now.Add(6 * time.Minute)
	ask(true, 3)
}

func TestAllowedUnreachable(t *testing.T) {
	c := newClient(t)
	if got, err := c.Allowed(t.Context(), "http://127.0.0.1:1/x"); got || Kind(err) != "refused" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := c.Allowed(t.Context(), "http://10.0.0.1/x"); got || Kind(err) != "private address" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := c.Allowed(t.Context(), "nonsense"); got || Kind(err) != "url" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestRobotsAskedOnceByMany(t *testing.T) {
	w := newWeb(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /no") })
	c := newClient(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			yes, err1 := c.Allowed(t.Context(), w.URL+"/yes")
			no, err2 := c.Allowed(t.Context(), w.URL+"/no")
			if !yes || no || err1 != nil || err2 != nil {
				t.Errorf("%v %v, %v %v", yes, no, err1, err2)
			}
		})
	}
	wg.Wait()
	if n := len(w.requests()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// TestRobotsOfTheHurried: whoever gives up while asking leaves no verdict.
func TestRobotsOfTheHurried(t *testing.T) {
	inTime(t, map[string]http.HandlerFunc{"a.example": takes(5 * time.Second)}, nil, func(t *testing.T, c *Client, p *pipes) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if ok, err := c.Allowed(ctx, "http://a.example/x"); ok || Kind(err) != "timeout" {
				t.Errorf("hurried: %v, %v", ok, err)
			}
		})
		synctest.Wait()
		if ok, err := c.Allowed(t.Context(), "http://a.example/x"); !ok || err != nil {
			t.Errorf("patient: %v, %v", ok, err)
		}
		wg.Wait()
	})
}

func TestRobotsAreBounded(t *testing.T) {
	var r robots
	r.known = map[string]robotsEntry{}
	for i := range 3 * robotsKept {
		r.keep(fmt.Sprint(i), robotsEntry{until: noon()}, noon())
	}
	if len(r.known) > robotsKept {
		t.Errorf("%d kept", len(r.known))
	}
}

// BenchmarkRobotsHostile is the worst that fits the limits: half a megabyte of
// patterns that almost match a long path.
func BenchmarkRobotsHostile(b *testing.B) {
	rules := robotsRules("User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 15)+strings.Repeat("a", 900)+"b\n", maxRobots/940))
	for b.Loop() {
		robotsAllow(rules, "golchin", "https://e.example/"+strings.Repeat("a", 2000))
	}
}
