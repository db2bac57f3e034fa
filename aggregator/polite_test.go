package aggregator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

func TestP01ValidatorsAreBytes(t *testing.T) {
	tests := []struct{ name, etag, modified string }{
		{"weak", `W/"abc"`, "Mon, 02 Mar 2026 10:00:00 GMT"},
		{"unquoted", "abc def", "yesterday, after lunch"},
		{"beyond ASCII", "\"\xe9\xff\"", "2026-03-02"},
		{"long", `"` + strings.Repeat("x", 2000) + `"`, ""},
		{"P02 Last-Modified alone", "", "Mon, 02 Mar 2026 10:00:00 +0000"},
		{"empty quotes", `""`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, s := newPaper(t, "@every 30m", nil)
			head := []string{}
			if tt.etag != "" {
				head = append(head, "ETag", tt.etag)
			}
			if tt.modified != "" {
				head = append(head, "Last-Modified", tt.modified)
			}
			s.say(sends(paper(1, 3), head...))
			w.step()
			w.restart() // P05: they survive it
			w.after(32 * time.Minute)
			if s.count() != 2 {
				t.Fatalf("asked %d times, want 2", s.count())
			}
			h := s.last().Header
			if h.Get("If-None-Match") != tt.etag || h.Get("If-Modified-Since") != tt.modified {
				t.Errorf("sent %q and %q, want %q and %q", h.Get("If-None-Match"), h.Get("If-Modified-Since"), tt.etag, tt.modified)
			}
		})
	}
}

func TestP03ValidatorsOfTheNewestAnswer(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"1"`, "Last-Modified", "Mon"))
	w.step()
	s.say(sends(paper(1, 3), "ETag", `"2"`)) // the same bytes
	w.after(32 * time.Minute)
	s.say(refuses(http.StatusNotModified, "ETag", `"3"`))
	w.after(32 * time.Minute)
	if h := s.last().Header; h.Get("If-None-Match") != `"2"` || h.Get("If-Modified-Since") != "" {
		t.Errorf("after a 200 sent %q and %q, want the new ETag alone", h.Get("If-None-Match"), h.Get("If-Modified-Since"))
	}
	w.after(32 * time.Minute)
	if h := s.last().Header; h.Get("If-None-Match") != `"3"` {
		t.Errorf("after a 304 sent %q, want the ETag it named", h.Get("If-None-Match"))
	}
}

func TestP04ValidatorsOnlyAfterParse(t *testing.T) {
	for name, do := range map[string]func(int, http.ResponseWriter, *http.Request){
		"T32 an HTML page":  sends("<!doctype html><title>maintenance</title><p>back soon", "ETag", `"html"`),
		"an empty document": sends("", "ETag", `"empty"`),
		"an error":          refuses(http.StatusBadGateway, "ETag", `"502"`),
		"a part (P60)":      refuses(http.StatusIMUsed, "ETag", `"226"`),
	} {
		t.Run(name, func(t *testing.T) {
			w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"good"`))
			w.step()
			s.say(do)
			w.after(32 * time.Minute)
			if st := w.state("one"); st.Failures != 1 || st.LastError == "" || w.items() != 3 {
				t.Errorf("%d failures, told %q, %d items; want 1, a sentence, 3", st.Failures, st.LastError, w.items())
			}
			s.say(cached(paper(1, 3), `"good"`))
			w.after(time.Hour)
			if got := s.last().Header.Get("If-None-Match"); got != `"good"` {
				t.Errorf("sent %q after the failure, want the last good one", got)
			}
			if st := w.state("one"); st.Failures != 0 || st.LastError != "" {
				t.Errorf("after a 304: %d failures, %q", st.Failures, st.LastError)
			}
		})
	}
}

func TestP06UnaskedNotModified(t *testing.T) {
	w, s := newPaper(t, "@every 30m", refuses(http.StatusNotModified, "ETag", `"never seen"`))
	w.step()
	s.say(sends(paper(1, 3)))
	w.after(10 * time.Minute)
	if s.last().Header.Get("If-None-Match") != "" || w.items() != 3 {
		t.Errorf("sent %q, %d items; want nothing and 3", s.last().Header.Get("If-None-Match"), w.items())
	}
}

func TestP07OneUnconditionalRequestAMonth(t *testing.T) {
	w, s := newPaper(t, "@every 12h", cached(paper(1, 3), `"always"`))
	bare := 0
	s.say(func(n int, rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == "" {
			bare++
		}
		cached(paper(1, 3), `"always"`)(n, rw, r)
	})
	w.step()
	w.live(65*24*time.Hour, 12*time.Hour+2*time.Minute)
	if bare != 3 || s.count() < 100 {
		t.Errorf("%d of %d requests were unconditional in 65 days, want the first and one for each 30 days", bare, s.count())
	}
	if !strings.Contains(w.log.String(), "asked without validators") {
		t.Error("nothing was logged of it")
	}
}

func TestP08SameBytesAreNotRead(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
	w.step()
	before := w.state("one")
	w.after(32 * time.Minute)
	if after := w.state("one"); s.count() != 2 || after.BodyHash != before.BodyHash || after.Failures != 0 || after.Unchanged != 1 {
		t.Errorf("%d requests, %d failures, unchanged %d; want 2, 0, 1", s.count(), after.Failures, after.Unchanged)
	}
}

func TestP09ConditionalThroughRedirect(t *testing.T) {
	w, s := newPaper(t, "@every 30m", refuses(http.StatusFound, "Location", "http://cdn.example/f"))
	cdn := &site{do: cached(paper(1, 3), `"c"`)}
	w.site("cdn.example", cdn)
	w.step()
	w.after(32 * time.Minute)
	if got := s.last().Header.Get("If-None-Match"); got != "" {
		t.Errorf("the first host got %q, which another gave", got)
	}
	if got := cdn.last().Header.Get("If-None-Match"); got != `"c"` || w.state("one").LastStatus != 304 {
		t.Errorf("the second host got %q and the status is %d", got, w.state("one").LastStatus)
	}
}

func TestP10FloorOfPublicHosts(t *testing.T) {
	w, s := newPaper(t, "@every 1m", sends(paper(1, 3)))
	w.live(time.Hour, time.Minute)
	if n := s.count(); n < 3 || n > 4 {
		t.Errorf("asked %d times in an hour, want one per 15 minutes", n)
	}
}

func TestP11WhatTheServerAsksFor(t *testing.T) {
	in := func(d time.Duration) string { return noon.Add(d).UTC().Format(http.TimeFormat) }
	tests := []struct {
		name   string
		header []string
		want   time.Duration // least wait; at most a tenth more
	}{
		{"nothing", nil, 30 * time.Minute},
		{"max-age", []string{"Cache-Control", "public, max-age=7200"}, 2 * time.Hour},
		{"max-age less Age", []string{"Cache-Control", "max-age=7200", "Age", "3600"}, time.Hour},
		{"Expires less Date", []string{"Date", in(0), "Expires", in(3 * time.Hour)}, 3 * time.Hour},
		{"P14 a year", []string{"Cache-Control", "max-age=31536000"}, 24 * time.Hour},
		{"P14 overflowing", []string{"Cache-Control", "max-age=99999999999"}, 30 * time.Minute},
		{"P14 negative", []string{"Cache-Control", "max-age=-1", "Retry-After", "-120"}, 30 * time.Minute},
		{"P14 garbage", []string{"Retry-After", "soon", "Expires", "0"}, 30 * time.Minute},
		{"Retry-After of a 200", []string{"Retry-After", "5400"}, 90 * time.Minute},
	}
	for _, tt := range tests {
		for _, answer := range []string{"200", "304"} {
			t.Run(tt.name+" on "+answer, func(t *testing.T) {
				w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"1"`))
				if answer == "304" {
					w.step()
					w.set(w.clock().Add(32 * time.Minute))
					h := append([]string{"ETag", `"1"`}, tt.header...)
					s.say(refuses(http.StatusNotModified, h...))
				} else {
					s.say(sends(paper(1, 3), tt.header...))
				}
				w.step()
				wait := w.state("one").NextPoll.Sub(w.clock())
				if wait < tt.want-time.Second || wait > tt.want+tt.want/10+time.Second {
					t.Errorf("next poll in %s (%s), want %s", wait, w.state("one").NextWhy, tt.want)
				}
			})
		}
	}
}

func TestP12WhatTheDocumentAsksFor(t *testing.T) {
	with := func(words string) string { return strings.Replace(paper(1, 3), "<link>", words+"<link>", 1) }
	tests := []struct {
		name, words string
		want        time.Duration
	}{
		{"ttl", "<ttl>180</ttl>", 3 * time.Hour},
		{"ttl of a year", "<ttl>525600</ttl>", 24 * time.Hour},
		{"ttl never shortens", "<ttl>1</ttl>", 30 * time.Minute},
		{"skipHours", "<skipHours><hour>12</hour><hour>13</hour></skipHours>", 118 * time.Minute}, // until 14:00
		{"skipDays", "<skipDays><day>Monday</day><day>Tuesday</day></skipDays>", 36*time.Hour - 2*time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, s := newPaper(t, "@every 30m", sends(with(tt.words), "ETag", `"1"`))
			w.step()
			for _, answer := range []string{"200", "304"} {
				st := w.state("one")
				wait := st.NextPoll.Sub(w.clock())
				if wait < tt.want-time.Second || wait > tt.want+4*time.Minute {
					t.Errorf("%s: next poll in %s (%s), want %s", answer, wait, st.NextWhy, tt.want)
				}
				if tt.want > 24*time.Hour || answer == "304" || tt.name == "skipHours" {
					return
				}
				s.say(refuses(http.StatusNotModified))
				w.set(st.NextPoll.Add(time.Second))
				w.step()
			}
		})
	}
}

func TestP15FirstPollsAreSpread(t *testing.T) {
	var sources []news.Source
	for i := range 200 {
		sources = append(sources, news.Source{Name: fmt.Sprintf("s%d", i), URLs: []string{fmt.Sprintf("http://h%d.example/rss", i)}, Schedule: "0 * * * *"})
	}
	w := newWorld(t, sources...)
	w.start()
	states, err := w.db.States(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	perTen := map[time.Duration]int{}
	for _, st := range states {
		perTen[st.NextPoll.Sub(noon)/(10*time.Second)]++
	}
	for k, n := range perTen {
		if n > 40 {
			t.Errorf("%d of 200 first polls within ten seconds (%s)", n, k*10)
		}
	}
}

func TestP16PollsOfASourceNeverOverlap(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	w, s := newPaper(t, "@every 1s", func(_ int, rw http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-release
		sends(paper(1, 1))(0, rw, r)
	})
	w.pool.due(t.Context())
	<-arrived
	for range 5 {
		w.set(w.clock().Add(time.Minute))
		w.pool.due(t.Context())
	}
	reports, err := w.agg.pollAll(t.Context(), []string{"one"}, true) // `golchin poll -force` beside it
	if err != nil || len(reports) != 1 || reports[0].Skipped == "" {
		t.Errorf("a poll beside a running one: %+v, %v; want it skipped", reports, err)
	}
	close(release)
	w.pool.wait()
	if s.count() != 1 {
		t.Errorf("%d requests at once", s.count())
	}
}

func TestP16ALeaseIsRenewedWhileAPollWaits(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	w, s := newPaper(t, "@every 30m", func(n int, rw http.ResponseWriter, r *http.Request) {
		if n == 1 {
			close(arrived)
			<-release
		}
		sends(paper(1, 1))(0, rw, r)
	})
	other := w.engine(w.db, w.client)
	beside := newPool(other)
	w.pool.due(t.Context())
	<-arrived
	for range 6 {
		w.set(w.clock().Add(lease - time.Minute))
		w.agg.renew(t.Context())
		beside.due(t.Context())
		beside.wait()
	}
	close(release)
	w.pool.wait()
	if st := w.state("one"); s.count() != 1 || w.items() != 1 || st.Polls != 1 {
		t.Errorf("%d requests, %d items, %d polls; want 1 each", s.count(), w.items(), st.Polls)
	}
}

func TestP20AddingIsOneRequest(t *testing.T) {
	w, s := newPaper(t, "@every 30m", cached(paper(1, 3), `"1"`))
	w.live(29*time.Minute, time.Minute)
	if s.count() != 1 {
		t.Errorf("asked %d times before the first interval was over, want once", s.count())
	}
	w.after(3 * time.Minute)
	if got := s.last().Header.Get("If-None-Match"); got != `"1"` {
		t.Errorf("the second request sent %q, want the validators of the first", got)
	}
}

func TestP21UnchangedWithoutValidators(t *testing.T) {
	src := one("@every 30m")
	src.Explicit = false
	w := newWorld(t, src)
	s := &site{do: sends(paper(1, 3))}
	w.site("s.example", s)
	w.start()
	w.live(4*24*time.Hour, 10*time.Minute)
	if n := s.count(); n > 14 {
		t.Errorf("asked %d times in four days for the same bytes", n)
	}
}

func TestP58AutodiscoveryOnce(t *testing.T) {
	w, s := newPaper(t, "@every 30m", nil)
	s.say(func(n int, rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/rss" {
			sends(`<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head>`, "Content-Type", "text/html", "ETag", `"page"`)(n, rw, r)
			return
		}
		cached(paper(1, 3), `"feed"`)(n, rw, r)
	})
	w.step()
	w.restart()
	w.after(32 * time.Minute)
	w.after(32 * time.Minute)
	st := w.state("one")
	if s.count() != 4 || st.URL != "http://s.example/real.xml" || st.ConfigURL != "http://s.example/rss" || w.items() != 3 {
		t.Errorf("%d requests, asked at %s, %d items; want page, feed, feed, feed", s.count(), st.URL, w.items())
	}
	if got := s.last(); got.URL.Path != "/real.xml" || got.Header.Get("If-None-Match") != `"feed"` {
		t.Errorf("asked for %s with %q", got.URL.Path, got.Header.Get("If-None-Match"))
	}
}

func TestMirrorsInOrder(t *testing.T) {
	src := one("@every 30m")
	src.URLs = []string{"http://s.example/rss", "http://m1.example/rss", "http://m2.example/rss"}
	w := newWorld(t, src)
	s, m1, m2 := &site{do: refuses(500)}, &site{do: cached(paper(1, 3), `"m1"`)}, &site{do: sends(paper(1, 9))}
	w.site("s.example", s)
	w.site("m1.example", m1)
	w.site("m2.example", m2)
	w.start()
	w.after(2 * time.Minute)
	if st := w.state("one"); s.count() != 1 || m1.count() != 1 || m2.count() != 0 || st.Failures != 0 || w.items() != 3 {
		t.Fatalf("asked %d, %d, %d times, %d failures", s.count(), m1.count(), m2.count(), st.Failures)
	}
	w.restart()
	w.after(32 * time.Minute)
	if m1.last().Header.Get("If-None-Match") != `"m1"` || s.count() != 1 {
		t.Errorf("the mirror was asked with %q, the first address %d times", m1.last().Header.Get("If-None-Match"), s.count())
	}
	m1.say(refuses(404))
	s.say(cached(paper(1, 4), `"s"`))
	w.after(32 * time.Minute)
	if got := s.last().Header.Get("If-None-Match"); got != "" || w.items() != 4 || w.state("one").Mirror != 0 {
		t.Errorf("the first address got %q, another's validators; %d items", got, w.items())
	}
	s.say(refuses(500))
	m2.say(refuses(503, "Retry-After", "10800"))
	w.after(32 * time.Minute)
	st := w.state("one")
	if !strings.Contains(st.LastError, "500") || st.NextPoll.Sub(w.clock()) < 3*time.Hour {
		t.Errorf("all fail: told %q, next in %s; want the first's words and the longest wait", st.LastError, st.NextPoll.Sub(w.clock()))
	}
}

func TestFirstAddressGetsAnotherChance(t *testing.T) {
	src := one("@every 30m")
	src.URLs = []string{"http://s.example/rss", "http://m1.example/rss"}
	w := newWorld(t, src)
	s, m1 := &site{do: refuses(500)}, &site{do: sends(paper(1, 3))}
	w.site("s.example", s)
	w.site("m1.example", m1)
	w.start()
	w.after(2 * time.Minute)
	s.say(sends(paper(1, 3)))
	w.live(9*time.Hour, 31*time.Minute)
	if st := w.state("one"); st.Mirror != 0 || st.URL != "http://s.example/rss" {
		t.Errorf("after %d polls still at %s", st.Polls, st.URL)
	}
}

func TestChangedURLStartsAnew(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3), "ETag", `"old"`, "Last-Modified", "Mon"))
	w.step()
	s.say(refuses(410))
	w.after(32 * time.Minute)
	w.after(32 * time.Minute)
	w.sources[0].URLs = []string{"http://s.example/other"}
	s.say(sends(paper(1, 3), "ETag", `"new"`))
	w.restart()
	w.after(2 * time.Minute)
	h := s.last().Header
	if s.last().URL.Path != "/other" || h.Get("If-None-Match") != "" || h.Get("If-Modified-Since") != "" {
		t.Errorf("asked for %s with %q", s.last().URL.Path, h.Get("If-None-Match"))
	}
	if st := w.state("one"); st.Gone != 0 || st.Failures != 0 || w.items() != 3 {
		t.Errorf("gone %d, failures %d, %d items", st.Gone, st.Failures, w.items())
	}
}

func TestChangedScheduleCountsFromTheLastPoll(t *testing.T) {
	w, s := newPaper(t, "0 0 1 1 *", sends(paper(1, 3)))
	w.step()
	w.sources[0].Schedule = "@every 1h"
	w.restart()
	w.after(50 * time.Minute)
	if s.count() != 1 {
		t.Error("the new schedule's first poll came early")
	}
	w.after(15 * time.Minute)
	if s.count() != 2 {
		t.Error("the old schedule still holds")
	}
}

func TestT51RestartsAreNoReasonToPoll(t *testing.T) {
	w, s := newPaper(t, "@every 30m", sends(paper(1, 3)))
	w.step()
	for range 20 {
		w.restart()
		w.after(time.Second)
	}
	if s.count() != 1 {
		t.Errorf("%d requests in 20 restarts", s.count()-1)
	}
}
