package aggregator

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// TestT16ClockJumps: a clock that runs ahead and comes back neither lets
// sources sleep for as long as it was ahead nor makes them be asked in a burst.
func TestT16ClockJumps(t *testing.T) {
	for _, tt := range []struct {
		name    string
		by      time.Duration
		restart bool
	}{
		{"a day", 24 * time.Hour, false},
		{"a day, and a restart", 24 * time.Hour, true},
		{"ten years", 10 * 365 * 24 * time.Hour, false},
		{"ten years, and a restart", 10 * 365 * 24 * time.Hour, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			weekly := one("CRON_TZ=UTC 0 7 * * 1")
			weekly.Name, weekly.URLs = "weekly", []string{"http://s.example/weekly"}
			failing := one("@every 30m")
			failing.Name, failing.URLs = "failing", []string{"http://f.example/"}
			late := one("@every 30m")
			late.Name, late.URLs = "late", []string{"http://l.example/"}
			w := newWorld(t, one("@every 30m"), weekly, failing, late)
			s, f := &site{do: sends(paper(1, 3))}, &site{do: refuses(500)}
			l := &site{do: sends(paper(21, 1))}
			w.site("s.example", s)
			w.site("f.example", f)
			w.site("l.example", l)
			w.start()
			w.after(2 * time.Minute)
			w.set(w.clock().Add(tt.by))
			l.say(refuses(429, "Retry-After", "600"))
			asked := s.count() + f.count()
			w.step()
			if n := s.count() + f.count() - asked; n > 3 {
				t.Errorf("the jump ahead made %d requests to three sources", n)
			}
			w.set(w.clock().Add(-tt.by).Add(time.Second))
			if tt.restart {
				w.restart()
			}
			asked = s.count() + f.count()
			w.live(5*time.Minute, 10*time.Second)
			if n := s.count() + f.count() - asked; n > 3 {
				t.Errorf("the jump back made %d requests to three sources in five minutes", n)
			}
			s.say(sends(paper(1, 5)))
			f.say(sends(paper(11, 2)))
			l.say(sends(paper(21, 2)))
			w.live(45*time.Minute, time.Minute)
			if st := w.state("one"); w.items() != 9 || st.LastPoll.After(w.clock()) {
				t.Errorf("%d items an interval after the clock was set back, want 9; last poll %s, now %s", w.items(), st.LastPoll, w.clock())
			}
			if st := w.state("weekly"); st.NextPoll.Sub(w.clock()) > 8*24*time.Hour {
				t.Errorf("the weekly source sleeps until %s", st.NextPoll)
			}
			hosts, err := w.db.Hosts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hosts {
				if h.Until.Sub(w.clock()) > maxRetryAfter {
					t.Errorf("host %s paused until %s", h.Host, h.Until)
				}
			}
		})
	}
}

func TestT16NothingIsPrunedAfterALeap(t *testing.T) {
	src := one("@every 30m")
	src.Keep = 24 * time.Hour
	w := newWorld(t, src)
	s := &site{do: sends(paper(1, 3))}
	w.site("s.example", s)
	w.start()
	w.after(2 * time.Minute)
	s.say(refuses(500))
	w.after(10 * 365 * 24 * time.Hour)
	w.agg.pruneLogged(t.Context())
	if w.items() != 3 {
		t.Errorf("%d items left after the clock leapt", w.items())
	}
}

func TestT17ClockThatWasNeverSet(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
	w.set(time.Unix(100, 0))
	for range 5 {
		w.step()
	}
	if _, err := w.agg.Poll(t.Context(), nil, false); !errors.Is(err, errClock) {
		t.Errorf("poll in 1970: %v", err)
	}
	if s.count() != 0 || strings.Count(w.log.String(), "never set") != 1 {
		t.Errorf("%d requests, log:\n%s", s.count(), w.log)
	}
	w.set(noon.Add(3 * time.Minute)) // NTP answers
	w.step()
	if s.count() != 1 || w.items() != 3 {
		t.Errorf("%d requests and %d items after the clock was set", s.count(), w.items())
	}
}

// TestT26LeaseOfADeadProcess: what another process took and never gave back is
// taken after its lease, and what it writes late changes nothing.
func TestT26LeaseOfADeadProcess(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
	claims, err := w.db.Claim(t.Context(), store.ClaimQuery{Now: w.clock(), Lease: lease, Limit: 9})
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	w.after(lease - time.Minute)
	if s.count() != 0 {
		t.Error("polled under another's lease")
	}
	w.after(2 * time.Minute)
	if s.count() != 1 {
		t.Error("not polled after the lease")
	}
	late := claims[0].State
	late.ETag = `"late"`
	outs, err := w.db.Commit(t.Context(), []store.Round{{Claim: claims[0], Seen: w.clock(), State: &late}})
	if err != nil || !errors.Is(outs[0].Err, store.ErrClaimLost) || w.state("one").ETag != "" {
		t.Errorf("the late commit: %v, %v, ETag %q", outs, err, w.state("one").ETag)
	}
}

func many(n int, schedule string) []news.Source {
	var out []news.Source
	for i := range n {
		out = append(out, news.Source{Name: fmt.Sprintf("s%d", i), URLs: []string{fmt.Sprintf("http://h%d.example/rss", i)}, Schedule: schedule, Explicit: true})
	}
	return out
}

// TestT39AfterACommonOutage: sources that failed together come back spread.
func TestT39AfterACommonOutage(t *testing.T) {
	var next []time.Time
	for _, src := range many(100, "CRON_TZ=UTC */30 * * * *") {
		st := store.SourceState{Name: src.Name, URL: src.URLs[0], Failures: 4, FailingFrom: noon.Add(-time.Hour)}
		next = append(next, decide(noon, bounds(), &src, &st, &answer{err: errors.New("dns"), asked: src.URLs[0]}).State.NextPoll)
	}
	slices.SortFunc(next, time.Time.Compare)
	if spread := next[len(next)-1].Sub(next[0]); spread < 15*time.Minute {
		t.Errorf("100 sources come back within %s, want half an interval", spread)
	}
}

// TestT41AllDueAtOnce: after three days off, the limits hold.
func TestT41AllDueAtOnce(t *testing.T) {
	w := newWorld(t, many(300, "@every 30m")...)
	var mu sync.Mutex
	open, most, perHost, mostHost, asked := 0, 0, map[string]int{}, 0, 0
	h := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		open, asked = open+1, asked+1
		perHost[r.Host]++
		most, mostHost = max(most, open), max(mostHost, perHost[r.Host])
		mu.Unlock()
		sends(paper(1, 1))(0, rw, r)
		mu.Lock()
		open--
		perHost[r.Host]--
		mu.Unlock()
	})
	for i := range 300 {
		w.site(fmt.Sprintf("h%d.example", i), h)
	}
	w.start()
	w.set(noon.Add(3 * 24 * time.Hour))
	w.step()
	w.step()
	if asked != 300 || most > 16 || mostHost > 1 {
		t.Errorf("%d requests, at most %d at once and %d to one host; want 300, 16, 1", asked, most, mostHost)
	}
}

// TestT38Storm: when every source refuses, the rate falls and recovers.
func TestT38Storm(t *testing.T) {
	w := newWorld(t, many(20, "@every 30m")...)
	w.forgetful = true
	var asked atomic.Int64
	var storm atomic.Bool
	for i := range 20 {
		w.site(fmt.Sprintf("h%d.example", i), http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			if storm.Load() {
				refuses(503+i%2*-74)(0, rw, r) // 503 or 429
				return
			}
			sends(paper(1, 1))(0, rw, r)
		}))
	}
	w.start()
	w.after(3 * time.Minute)
	storm.Store(true)
	w.live(6*time.Hour, 5*time.Minute)
	before := asked.Load()
	w.live(12*time.Hour, 5*time.Minute)
	if n := asked.Load() - before; n > 20*24/10 {
		t.Errorf("%d requests in twelve hours of refusals, want under a tenth of %d", n, 20*24)
	}
	storm.Store(false)
	w.live(24*time.Hour, 5*time.Minute)
	for i := range 20 {
		if st := w.state(fmt.Sprintf("s%d", i)); st.Failures != 0 {
			t.Errorf("%s did not recover: %d failures, next %s", st.Name, st.Failures, st.NextPoll)
		}
	}
}

// TestT50PanicIsOneSourcesFailure: a panic beyond the parser ends one poll.
func TestT50PanicIsOneSourcesFailure(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"1"`))
	rules := w.agg.Identity
	w.agg.Identity = nil // identify: nil dereference
	w.step()
	st := w.state("one")
	if st.Failures != 1 || st.LastStage != "classify" || !strings.Contains(st.LastError, "panic") || st.ETag != "" {
		t.Errorf("told %s: %q, %d failures, ETag %q", st.LastStage, st.LastError, st.Failures, st.ETag)
	}
	w.agg.Identity = rules
	w.after(10 * time.Minute)
	if w.items() != 3 || s.count() != 2 {
		t.Errorf("%d items, %d requests after it was mended", w.items(), s.count())
	}
	sound := w.agg.Client
	w.agg.Client = nil // fetch: nil dereference
	w.after(40 * time.Minute)
	w.agg.Client = sound
	w.after(lease + time.Minute)
	if st := w.state("one"); st.Failures != 0 || s.count() != 3 {
		t.Errorf("%d failures, %d requests after the second", st.Failures, s.count())
	}
}

// TestS42SecretsStayInside reads everything a whole run says and keeps.
func TestS42SecretsStayInside(t *testing.T) {
	secrets := []string{"HeAdEr-S3cret", "pa55word-S3cret", "tok-S3cret", "agent-S3cret", "proxy-S3cret", "moved-S3cret"}
	src := one("@every 15m")
	src.URLs = []string{"http://s.example/rss?token=tok-S3cret&page=1"}
	src.HTTP = news.HTTP{Headers: map[string]string{"Authorization": "Bearer HeAdEr-S3cret"}}
	basic := one("@every 15m")
	basic.Name, basic.URLs, basic.HTTP = "basic", []string{"http://b.example/rss"}, news.HTTP{Username: "u", Password: "pa55word-S3cret"}
	proxied := one("@every 15m")
	proxied.Name, proxied.URLs, proxied.HTTP = "proxied", []string{"http://p.example/"}, news.HTTP{Proxy: "http://user:proxy-S3cret@127.0.0.1:9/"}
	w := newWorld(t, src, basic, proxied)
	echo := func(_ int, rw http.ResponseWriter, r *http.Request) { // repeats what it was told
		rw.Header().Set("Location", "http://"+r.Host+":99999/"+r.Header.Get("Authorization")+"?"+r.URL.RawQuery)
		rw.WriteHeader(http.StatusFound)
	}
	s, b := &site{do: sends(paper(1, 3))}, &site{do: echo}
	w.site("s.example", s)
	w.site("b.example", b)
	w.start()
	w.after(2 * time.Minute)
	if s.last().Header.Get("Authorization") != "Bearer HeAdEr-S3cret" {
		t.Fatal("the secret was not sent")
	}
	var told []string
	hear := func() {
		reports, err := w.agg.pollAll(t.Context(), []string{"one", "basic", "proxied"}, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range reports {
			told = append(told, fmt.Sprintf("%+v %v", r, r.Err))
		}
	}
	for _, do := range []func(int, http.ResponseWriter, *http.Request){
		echo, refuses(500), sends("<!doctype html><title>x</title><link rel=alternate type=application/rss+xml href='?token=tok-S3cret&u=HeAdEr-S3cret'>"),
		func(_ int, rw http.ResponseWriter, r *http.Request) {
			refuses(301, "Location", "http://b.example/new?token=moved-S3cret")(0, rw, r)
		},
		func(_ int, rw http.ResponseWriter, r *http.Request) { sends(r.Header.Get("Authorization"))(0, rw, r) },
	} {
		s.say(do)
		w.after(8 * 24 * time.Hour)
		hear()
	}
	for _, name := range []string{"one", "basic", "proxied"} {
		st := w.state(name)
		told = append(told, st.LastError, st.NextWhy, st.NotBeforeWhy)
	}
	events, err := w.db.Events(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		told = append(told, e.Text)
	}
	told = append(told, w.log.String())
	for _, text := range told {
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s is told: …%s", secret, text[max(0, i-160):min(len(text), i+40)])
			}
		}
	}
}
