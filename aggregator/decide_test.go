package aggregator

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/store"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday

const askedURL = "https://s.example/rss"

func source(schedule string, explicit bool) news.Source {
	return news.Source{Name: "rahbord", URLs: []string{askedURL}, Schedule: schedule, Explicit: explicit}
}

func polledBefore() store.SourceState {
	return store.SourceState{
		Name: "rahbord", ConfigURL: askedURL, URL: askedURL, Host: "s.example:443", Polls: 7,
		ETag: `W/"old"`, LastModified: "yesterday", ValidatorsFor: askedURL, BodyHash: "aa", LastSuccess: noon.Add(-time.Hour),
	}
}

// said is an answer of the server; edit changes it.
func said(status int, edit ...func(*answer)) answer {
	a := answer{asked: askedURL, stage: "fetch", response: fetch.Response{Status: status, URL: askedURL, Conditional: true}}
	if status == http.StatusOK {
		a.parsed, a.stage = true, "parse"
		a.response.BodyHash = "bb"
	}
	for _, e := range edit {
		e(&a)
	}
	return a
}

func bounds() rules { return rules{minInterval: 15 * time.Minute, redirectConfirm: 24 * time.Hour} }

// near tells that got is want or up to slack later: jitter.
func near(got, want time.Time, slack time.Duration) bool {
	return !got.Before(want) && !got.After(want.Add(slack))
}

func TestDecideNextPoll(t *testing.T) {
	after := func(d time.Duration) time.Time { return noon.Add(d) }
	every := func(s string) news.Source { return source("@every "+s, true) }
	private := func(a *answer) { a.private = true }
	retry := func(d time.Duration) func(*answer) {
		return func(a *answer) { a.response.RetryAfter = noon.Add(d) }
	}
	fresh := func(d time.Duration) func(*answer) {
		return func(a *answer) { a.response.FreshUntil = noon.Add(d) }
	}
	doc := func(edit func(*news.Document)) func(*answer) { return func(a *answer) { edit(&a.doc) } }
	failing := func(n int) func(*store.SourceState) {
		return func(st *store.SourceState) { st.Failures = n; st.FailingFrom = noon.Add(-time.Hour) }
	}
	tests := []struct {
		name  string
		src   news.Source
		state func(*store.SourceState)
		a     answer
		want  time.Time
		slack time.Duration
		why   string
	}{
		{name: "cron meaning is kept", src: source("CRON_TZ=UTC 0 13 * * *", true), a: said(200), want: after(time.Hour), slack: time.Minute, why: "schedule"},
		{name: "P11 the interval counts from the request on 304 too", src: every("1h"), a: said(304), want: after(time.Hour), slack: 6 * time.Minute, why: "schedule"},
		{name: "P10 the floor holds for public hosts", src: every("1m"), a: said(200), want: after(15 * time.Minute), why: "the floor between polls"},
		{name: "P10 no floor on the operator's own addresses", src: every("2s"), a: said(200, private), want: after(2 * time.Second), slack: time.Second, why: "schedule"},
		{name: "P11 max-age defers", src: every("30m"), a: said(200, fresh(2*time.Hour)), want: after(2 * time.Hour), why: "Cache-Control"},
		{name: "P14 max-age of a year is capped at a day", src: every("30m"), a: said(304, fresh(365*24*time.Hour)), want: after(24 * time.Hour), why: "Cache-Control, capped at 24h"},
		{name: "P12 ttl lengthens", src: every("30m"), a: said(200, doc(func(d *news.Document) { d.TTL = 3 * time.Hour })), want: after(3 * time.Hour), why: "the feed's ttl"},
		{name: "P12 ttl never shortens", src: every("6h"), a: said(200, doc(func(d *news.Document) { d.TTL = time.Minute })), want: after(6 * time.Hour), slack: 40 * time.Minute, why: "schedule"},
		{name: "P12 a ttl of a year does not silence a source", src: every("30m"), a: said(200, doc(func(d *news.Document) { d.TTL = 365 * 24 * time.Hour })), want: after(24 * time.Hour), why: "the feed's ttl, capped at 24h"},
		{name: "P12 skipHours", src: source("CRON_TZ=UTC 0 13 * * *", true), a: said(200, doc(func(d *news.Document) { d.SkipHours = []int{13, 14} })), want: after(3 * time.Hour), slack: time.Minute, why: "the feed's skipHours and skipDays"},
		{name: "P12 skipping every hour is not obeyed for more than a day", src: every("1h"), a: said(200, doc(func(d *news.Document) {
			for h := range 24 {
				d.SkipHours = append(d.SkipHours, h)
			}
		})), want: after(25 * time.Hour), slack: 10 * time.Minute, why: "the feed's skipHours and skipDays"},
		{name: "P37 Retry-After decides when a failed poll is repeated", src: source("CRON_TZ=UTC 0 12 * * *", true), a: said(503, retry(120*time.Second)), want: after(2 * time.Minute), why: "Retry-After"},
		{name: "P14 Retry-After is capped at a week", src: every("30m"), a: said(429, retry(90*24*time.Hour)), want: after(7 * 24 * time.Hour), why: "Retry-After, capped at 7 days"},
		{name: "P37 429 without a word waits an hour", src: every("30m"), a: said(429), want: after(time.Hour), slack: 30 * time.Minute, why: "back-off after 1 failure"},
		{name: "P39 a failure is retried after five minutes, not at the next tick", src: source("CRON_TZ=UTC 0 7 * * *", true), a: said(500), want: after(5 * time.Minute), slack: 150 * time.Second, why: "back-off after 1 failure"},
		{name: "P39 back-off doubles", src: every("30m"), state: failing(3), a: said(500), want: after(40 * time.Minute), slack: 20 * time.Minute, why: "back-off after 4 failures"},
		{name: "P39 back-off ends at a day", src: every("30m"), state: failing(60), a: said(500), want: after(16 * time.Hour), slack: 8 * time.Hour, why: "back-off after 61 failures"},
		{name: "P35 404 backs off long", src: every("30m"), state: failing(10), a: said(404), want: after(7 * 16 * time.Hour), slack: 7 * 8 * time.Hour, why: "back-off after 11 failures"},
		{name: "P34 410 is confirmed once", src: every("30m"), a: said(410), want: after(30 * time.Minute), why: "to confirm 410 Gone once"},
		{name: "P39 a source of one's own on a short schedule is retried soon", src: every("2s"), a: said(500, private), want: after(2 * time.Second), slack: time.Second, why: "back-off after 1 failure"},
		{name: "P21 no validators and unchanged: stretched", src: source("@every 30m", false), state: func(st *store.SourceState) { st.Unchanged = 1 },
			a: said(200, func(a *answer) { a.same, a.parsed = true, false }), want: after(2 * time.Hour), slack: 12 * time.Minute, why: "unchanged and without validators"},
		{name: "P13 an explicit schedule is never stretched", src: every("30m"), state: func(st *store.SourceState) { st.Gap = 20 * time.Hour }, a: said(304), want: after(30 * time.Minute), slack: 3 * time.Minute, why: "schedule"},
		{name: "P13 a default schedule follows the source's rhythm", src: source("@every 30m", false), state: func(st *store.SourceState) { st.Gap = 20 * time.Hour }, a: said(304), want: after(10 * time.Hour), slack: time.Minute, why: "the source's own rhythm"},
		{name: "P13 the rhythm never goes under the floor", src: source("@every 30m", false), state: func(st *store.SourceState) { st.Gap = time.Minute }, a: said(304), want: after(15 * time.Minute), slack: 2 * time.Minute, why: "the floor between polls"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := polledBefore()
			if tt.state != nil {
				tt.state(&st)
			}
			got := decide(noon, bounds(), &tt.src, &st, &tt.a).State
			if !near(got.NextPoll, tt.want, tt.slack) || got.NextWhy != tt.why {
				t.Errorf("next poll %s later because of %q; want %s (+%s) because of %q",
					got.NextPoll.Sub(noon), got.NextWhy, tt.want.Sub(noon), tt.slack, tt.why)
			}
		})
	}
}

func TestDecideValidators(t *testing.T) {
	gives := func(etag, mod string) func(*answer) {
		return func(a *answer) { a.response.ETag, a.response.LastModified = etag, mod }
	}
	tests := []struct {
		name      string
		a         answer
		etag, mod string
	}{
		{"P03 the newest replace the old", said(200, gives(`"new"`, "today")), `"new"`, "today"},
		{"P03 an absent header is forgotten", said(200, gives("", "today")), "", "today"},
		{"P03 also when the body is the same", said(200, gives(`"new"`, ""), func(a *answer) { a.same, a.parsed = true, false }), `"new"`, ""},
		{"P03 a 304 updates what it names", said(304, gives(`"new"`, "")), `"new"`, "yesterday"},
		{"P04 a page that is no feed leaves nothing behind", said(200, gives(`"html"`, "x"), func(a *answer) { a.parsed, a.err = false, errors.New("not a feed") }), `W/"old"`, "yesterday"},
		{"P04 an error keeps them", said(503, gives(`"err"`, "x")), `W/"old"`, "yesterday"},
		{"P06 an unasked 304 is an error", said(304, gives(`"x"`, ""), func(a *answer) { a.response.Conditional = false }), `W/"old"`, "yesterday"},
		{"P01 odd bytes stay as they are", said(200, gives("un\xe9quoted", "13 o'clock")), "un\xe9quoted", "13 o'clock"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decide(noon, bounds(), new(source("@every 30m", true)), new(polledBefore()), &tt.a).State
			if sent(got.ETag) != tt.etag || sent(got.LastModified) != tt.mod {
				t.Errorf("kept %q and %q, want %q and %q", got.ETag, got.LastModified, tt.etag, tt.mod)
			}
		})
	}
}

func TestDecideRedirect(t *testing.T) {
	const to = "https://new.example/feed"
	moved := func(status int) answer {
		return said(status, func(a *answer) { a.response.Permanent, a.response.URL = to, to })
	}
	run := func(hours []int, as ...answer) store.SourceState {
		st := polledBefore()
		for i, a := range as {
			st = *decide(noon.Add(time.Duration(hours[i])*time.Hour), bounds(), new(source("@every 30m", true)), &st, &a).State
		}
		return st
	}
	tests := []struct {
		name  string
		hours []int
		as    []answer
		want  string
	}{
		{"P31 three polls over a day adopt it", []int{0, 12, 24}, []answer{moved(200), moved(304), moved(200)}, to},
		{"P31 three polls in an hour do not", []int{0, 1, 1}, []answer{moved(200), moved(200), moved(200)}, askedURL},
		{"P31 two polls over a day do not", []int{0, 25}, []answer{moved(200), moved(200)}, askedURL},
		{"P31 a target that is no feed does not count", []int{0, 12, 24}, []answer{moved(200), moved(200), said(200, func(a *answer) {
			a.response.Permanent, a.parsed, a.err = to, false, errors.New("not a feed")
		})}, askedURL},
		{"P31 a plain answer in between starts anew", []int{0, 12, 13, 25}, []answer{moved(200), moved(200), said(200), moved(200)}, askedURL},
		{"P32 temporary redirects never move it", []int{0, 30, 60}, []answer{
			said(200, func(a *answer) { a.response.URL = to }), said(200, func(a *answer) { a.response.URL = to }), said(200, func(a *answer) { a.response.URL = to }),
		}, askedURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := run(tt.hours, tt.as...); got.URL != tt.want || got.ConfigURL != askedURL {
				t.Errorf("asked next at %s (configured %s), want %s", got.URL, got.ConfigURL, tt.want)
			}
		})
	}
}

func TestDecideGone(t *testing.T) {
	st := polledBefore()
	src := source("@every 30m", true)
	first := decide(noon, bounds(), &src, &st, new(said(410)))
	second := decide(noon.Add(time.Hour), bounds(), &src, first.State, new(said(410)))
	if !second.State.NextPoll.IsZero() || second.State.Health(noon) != "gone" {
		t.Errorf("after two 410 the next poll is %v and the state %q; want none and gone", second.State.NextPoll, second.State.Health(noon))
	}
	if len(second.Events) != 1 || second.Events[0].Kind != "gone" {
		t.Errorf("the operator hears %v, want one event of kind gone", second.Events)
	}
	back := decide(noon.Add(2*time.Hour), bounds(), &src, second.State, new(said(200)))
	if back.State.Gone != 0 || back.State.NextPoll.IsZero() {
		t.Error("a source that answers again stays gone")
	}
}

func TestDecideFailureIsTold(t *testing.T) {
	tests := []struct {
		name, want string
		a          answer
	}{
		{"P36 a challenge names its cure", "ask the publisher to exempt", said(403, func(a *answer) { a.response.Challenge = true })},
		{"a status in words", "503 Service Unavailable", said(503)},
		{"226 is no feed", "226 IM Used", said(226)},
		{"an unasked 304", "without validators", said(304, func(a *answer) { a.response.Conditional = false })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decide(noon, bounds(), new(source("@every 30m", true)), new(polledBefore()), &tt.a).State
			if !strings.Contains(got.LastError, tt.want) || got.Failures != 1 || !got.FailingFrom.Equal(noon) {
				t.Errorf("told %q (%d failures since %v), want %q", got.LastError, got.Failures, got.FailingFrom, tt.want)
			}
		})
	}
}

func TestDecideHosts(t *testing.T) {
	tests := []struct {
		name   string
		a      answer
		paused time.Duration
		hosts  int
	}{
		{"P38 429 pauses the whole host", said(429, func(a *answer) { a.response.RetryAfter = noon.Add(5 * time.Minute) }), 5 * time.Minute, 1},
		{"P38 503 is the source's own", said(503), 0, 0},
		{"P36 403 slows the host without a pause", said(403), 0, 1},
		{"P38 one's own addresses learn nothing", said(429, func(a *answer) { a.private = true }), 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decide(noon, bounds(), new(source("@every 30m", true)), new(polledBefore()), &tt.a).Hosts
			if len(got) != tt.hosts {
				t.Fatalf("got %d host states, want %d", len(got), tt.hosts)
			}
			if tt.paused > 0 && !got[0].Until.Equal(noon.Add(tt.paused)) {
				t.Errorf("paused until %v, want %v", got[0].Until, noon.Add(tt.paused))
			}
		})
	}
}

func TestMedianGap(t *testing.T) {
	at := func(hours ...int) []news.Entry {
		var es []news.Entry
		for _, h := range hours {
			es = append(es, news.Entry{Published: noon.Add(-time.Duration(h) * time.Hour)})
		}
		return es
	}
	tests := []struct {
		name string
		es   []news.Entry
		want time.Duration
	}{
		{"too few dates tell nothing", at(1, 2, 3), 0},
		{"the median of the gaps", at(0, 1, 2, 3, 40), time.Hour},
		{"a source silent for long counts as slower", at(80, 81, 82, 83), 20 * time.Hour},
		{"order does not matter", at(3, 0, 2, 1), time.Hour},
		{"dates ahead of us do not count", append(at(0, 1, 2), news.Entry{Published: noon.Add(time.Hour)}), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := medianGap(noon, tt.es); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
