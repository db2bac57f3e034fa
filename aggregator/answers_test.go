package aggregator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

func TestP31PermanentRedirect(t *testing.T) {
	for name, tt := range map[string]struct {
		first, second int // hops
		target        func(int, http.ResponseWriter, *http.Request)
		moves         bool
	}{
		"301 to a feed":             {301, 0, sends(paper(1, 3)), true},
		"308 to a feed":             {308, 0, cached(paper(1, 3), `"x"`), true},
		"301 twice":                 {301, 308, cached(paper(1, 3), `"x"`), true},
		"301 then 302":              {301, 302, sends(paper(1, 3)), false},
		"P32 302":                   {302, 0, sends(paper(1, 3)), false},
		"P32 303":                   {303, 0, sends(paper(1, 3)), false},
		"P32 307":                   {307, 0, sends(paper(1, 3)), false},
		"301 to a page":             {301, 0, sends("<!doctype html><title>we moved"), false},
		"301 to an unasked 304":     {301, 0, refuses(304), false},
		"301 to a 404":              {301, 0, refuses(404), false},
		"301 to a changing address": {301, -1, sends(paper(1, 3)), false},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := newPaper(t, "@every 8h", nil)
			s.say(func(n int, rw http.ResponseWriter, r *http.Request) {
				to := "http://new.example/feed"
				switch {
				case tt.second > 0:
					to = "http://mid.example/"
				case tt.second < 0:
					to += fmt.Sprint(n)
				}
				refuses(tt.first, "Location", to)(n, rw, r)
			})
			w.site("mid.example", &site{do: refuses(max(tt.second, 301), "Location", "http://new.example/feed")})
			target := &site{do: tt.target}
			w.site("new.example", target)
			w.step()
			w.after(8*time.Hour + 2*time.Minute)
			w.after(8*time.Hour + 2*time.Minute)
			if st := w.state("one"); st.URL != "http://s.example/rss" {
				t.Fatalf("moved to %s after %d polls in 16 hours", st.URL, st.Polls)
			}
			w.live(7*24*time.Hour, 8*time.Hour+2*time.Minute)
			st := w.state("one")
			if moved := st.URL == "http://new.example/feed"; moved != tt.moves || st.ConfigURL != "http://s.example/rss" {
				t.Fatalf("asked at %s (written %s), moved should be %v", st.URL, st.ConfigURL, tt.moves)
			}
			if !tt.moves {
				return
			}
			before := s.count()
			w.restart()
			w.live(24*time.Hour, 8*time.Hour+2*time.Minute)
			if s.count() != before || w.items() != 3 || st.MovedFrom != "http://s.example/rss" {
				t.Errorf("the old address got %d more requests, %d items, moved from %q", s.count()-before, w.items(), st.MovedFrom)
			}
		})
	}
}

func TestP31WhereItMovedToDies(t *testing.T) {
	w, s := newPaper(t, "@every 8h", refuses(301, "Location", "http://new.example/feed"))
	target := &site{do: sends(paper(1, 3))}
	w.site("new.example", target)
	w.live(3*24*time.Hour, 4*time.Hour)
	if st := w.state("one"); st.URL != "http://new.example/feed" {
		t.Fatalf("not moved: %s", st.URL)
	}
	target.say(refuses(404))
	s.say(sends(paper(1, 5)))
	w.live(5*24*time.Hour, 4*time.Hour)
	if st := w.state("one"); st.URL != "http://s.example/rss" || st.Failures != 0 || w.items() != 5 {
		t.Errorf("asked at %s, %d failures, %d items; want the written address to serve again", st.URL, st.Failures, w.items())
	}
}

func TestP34Gone(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
	w.step()
	s.say(refuses(http.StatusGone))
	w.live(30*24*time.Hour, 6*time.Hour)
	w.restart()
	w.live(30*24*time.Hour, 6*time.Hour)
	st := w.state("one")
	if s.count() != 3 || st.Health(w.clock()) != "gone" || w.items() != 3 {
		t.Fatalf("asked %d times, state %s, %d items; want 3 (a good one, 410, 410), gone, 3", s.count(), st.Health(w.clock()), w.items())
	}
	reports, err := w.agg.pollAll(t.Context(), []string{"one"}, false)
	if err != nil || !strings.Contains(reports[0].Skipped, "410 Gone") || s.count() != 3 {
		t.Errorf("poll without -force: %+v, %v, %d requests", reports, err, s.count())
	}
	s.say(refuses(http.StatusBadGateway)) // does not wake it
	if _, err := w.agg.pollAll(t.Context(), []string{"one"}, true); err != nil {
		t.Fatal(err)
	}
	w.live(24*time.Hour, time.Hour)
	if s.count() != 4 || w.state("one").Gone < goneAnswers {
		t.Errorf("after -force met a 502: %d requests, %d times gone", s.count(), w.state("one").Gone)
	}
	s.say(sends(paper(1, 4)))
	if _, err := w.agg.pollAll(t.Context(), []string{"one"}, true); err != nil {
		t.Fatal(err)
	}
	w.after(40 * time.Minute)
	if st := w.state("one"); s.count() != 6 || w.items() != 4 || st.Health(w.clock()) != "ok" {
		t.Errorf("after -force met the feed: %d requests, %d items, state %s", s.count(), w.items(), st.Health(w.clock()))
	}
}

func TestP35To39BackOff(t *testing.T) {
	tests := []struct {
		name     string
		do       func(int, http.ResponseWriter, *http.Request)
		min, max int // requests in a week
		told     string
	}{
		{"P39 500", refuses(500), 9, 20, "500 Internal Server Error"},
		{"P39 not a feed", sends("hello"), 9, 20, "not a feed"},
		{"P39 reset", func(_ int, rw http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, 9, 20, "reset"},
		{"P35 404", refuses(404), 4, 9, "404 Not Found"},
		{"P35 401", refuses(401), 4, 9, "401 Unauthorized"},
		{"P36 403", refuses(403), 4, 9, "403 Forbidden"},
		{"P35 451", refuses(451), 4, 9, "451"},
		{"P36 challenge", refuses(403, "Cf-Mitigated", "challenge"), 4, 9, "ask the publisher to exempt feed readers"},
		{"P37 429", refuses(429), 5, 14, "429 Too Many Requests"},
		{"P37 503", refuses(503), 5, 14, "503 Service Unavailable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
			w.step()
			s.say(tt.do)
			w.forgetful = true // the spacing that 403 and 429 teach is in real time
			w.live(7*24*time.Hour, 10*time.Minute)
			st := w.state("one")
			if n := s.count() - 1; n < tt.min || n > tt.max {
				t.Errorf("asked %d times in a week, want %d to %d", n, tt.min, tt.max)
			}
			if !strings.Contains(st.LastError, tt.told) || st.FailingFrom.IsZero() || st.NextPoll.IsZero() || st.Failures < tt.min || w.items() != 3 {
				t.Errorf("P40 told %q since %v, %d failures, next %v, %d items", st.LastError, st.FailingFrom, st.Failures, st.NextPoll, w.items())
			}
			w.restart() // in the middle of back-off
			before := s.count()
			w.after(time.Second)
			if s.count() != before && !st.NextPoll.Before(w.clock()) {
				t.Error("the restart forgot the back-off")
			}
			s.say(sends(paper(1, 4)))
			w.live(8*24*time.Hour, time.Hour)
			if st := w.state("one"); st.Failures != 0 || w.items() != 4 || st.Health(w.clock()) != "ok" {
				t.Errorf("after recovery: %d failures, %d items, %s", st.Failures, w.items(), st.Health(w.clock()))
			}
		})
	}
}

func TestP37RetryAfterOfAnOwedPoll(t *testing.T) {
	seven := time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)
	for name, value := range map[string]string{"seconds": "120", "date": seven.Add(3 * time.Minute).Format(http.TimeFormat)} {
		t.Run(name, func(t *testing.T) {
			w, s := newPaper(t, "CRON_TZ=UTC 0 7 * * *", sends(paper(1, 3)))
			w.step()
			w.set(seven.Add(time.Minute)) // jitter
			s.say(refuses(503, "Retry-After", value, "Date", w.clock().Format(http.TimeFormat)))
			w.step()
			w.restart() // in the middle of Retry-After
			s.say(sends(paper(1, 5)))
			w.after(119 * time.Second)
			if s.count() != 2 {
				t.Errorf("asked %d times before the server's time", s.count())
			}
			w.after(2 * time.Second)
			if s.count() != 3 || w.items() != 5 {
				t.Errorf("asked %d times, %d items; want the owed poll done at 07:03", s.count(), w.items())
			}
			if st := w.state("one"); st.NextPoll.Before(seven.Add(24*time.Hour)) || st.NextPoll.After(seven.Add(24*time.Hour+time.Minute)) {
				t.Errorf("next poll %s, want tomorrow at seven", st.NextPoll)
			}
		})
	}
}

func TestP38PauseOfAHost(t *testing.T) {
	var sources []news.Source
	for _, n := range []string{"a", "b", "c"} {
		sources = append(sources, news.Source{Name: n, URLs: []string{"http://s.example/" + n}, Schedule: "@every 30m", Explicit: true})
	}
	sources = append(sources, news.Source{Name: "other", URLs: []string{"http://o.example/"}, Schedule: "@every 30m", Explicit: true})
	w := newWorld(t, sources...)
	s := &site{do: sends(paper(1, 3))}
	o := &site{do: sends(paper(1, 3))}
	w.site("s.example", s)
	w.site("o.example", o)
	w.start()
	w.after(3 * time.Minute)
	s.say(refuses(429, "Retry-After", "7200"))
	w.live(33*time.Minute, time.Minute)
	asked, others := s.count(), o.count()
	if asked != 4 {
		t.Errorf("three sources of a host that said 429 sent %d requests, want 3 and the refused one", asked)
	}
	for _, n := range []string{"a", "b", "c"} {
		st := w.state(n)
		if wait := st.NextPoll.Sub(w.clock()); wait < 110*time.Minute || st.NextWhy == bySchedule || st.NotBefore.IsZero() {
			t.Errorf("P40 %s is said to be polled in %s by %s", n, wait, st.NextWhy)
		}
	}
	s.say(sends(paper(1, 3)))
	w.live(30*time.Minute, time.Minute)
	w.restart()
	w.live(50*time.Minute, time.Minute)
	if s.count() != asked || o.count() <= others {
		t.Errorf("during the pause the host got %d requests, another %d", s.count()-asked, o.count()-others)
	}
	w.live(40*time.Minute, time.Minute)
	if s.count() < asked+3 {
		t.Errorf("after the pause the host got %d requests, want each source's", s.count()-asked)
	}
	hosts, err := w.db.Hosts(t.Context())
	if err != nil || len(hosts) != 1 || !hosts[0].Until.IsZero() {
		t.Errorf("the store still says %+v, %v; want the end of the pause", hosts, err)
	}
}

func TestP38LearntSpacingEases(t *testing.T) {
	w, s := newPaper(t, "@every 15m", refuses(403))
	w.step()
	spacing := func() time.Duration {
		hosts, err := w.db.Hosts(t.Context())
		if err != nil || len(hosts) != 1 {
			t.Fatalf("hosts %v, %v", hosts, err)
		}
		return hosts[0].Spacing
	}
	if spacing() != 2*time.Second {
		t.Fatalf("after a 403 the store knows a spacing of %s", spacing())
	}
	w.restart()
	if got := w.client.Hosts(); len(got) != 1 || got[0].Spacing != 2*time.Second {
		t.Errorf("after a restart the client knows %+v", got)
	}
	w.client.Slow("s.example:80", 2*time.Millisecond) // the length of a test, not the rule
	s.say(sends(paper(1, 3)))
	w.live(36*time.Hour, 16*time.Minute)
	if spacing() != 0 {
		t.Errorf("after %d good answers the store says %s", s.count()-1, spacing())
	}
}
