package schedule

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func mustParse(t *testing.T, spec string) Spec {
	t.Helper()
	s, err := Parse(spec)
	if err != nil {
		t.Fatalf("Parse(%q): %v", spec, err)
	}
	return s
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     string // in the error; empty means it parses
	}{
		{name: "every", in: "@every 30m"},
		{name: "every, spaces", in: "  @every   1h30m "},
		{name: "descriptor", in: "@hourly"},
		{name: "five fields", in: "*/20 * * * *"},
		{name: "zone", in: "CRON_TZ=Asia/Tehran */20 * * * *"},
		{name: "zone with every", in: "TZ=UTC @every 1h"},
		{name: "zone and tab", in: "TZ=UTC\t* * * * *"},
		{name: "29 February", in: "0 0 29 2 *"},
		{name: "step beyond the field", in: "5/90 * * * *"},

		{name: "empty", in: "", want: "five fields"},
		{name: "words", in: "5 minutes", want: "@every 30m"},
		{name: "TZ without space", in: "TZ=UTC", want: "want a zone, a space"},
		{name: "TZ without space, digit", in: "TZ=0", want: "want a zone, a space"},
		{name: "CRON_TZ without space", in: "CRON_TZ=UTC", want: "want a zone, a space"},
		{name: "TZ= alone", in: "TZ=", want: "want a zone, a space"},
		{name: "TZ with no name", in: "TZ= * * * * *", want: "want a zone, a space"},
		{name: "unknown zone", in: "TZ=Asia/Teheran * * * * *", want: "unknown"},
		{name: "zone out of its folder", in: "TZ=../../etc/passwd * * * * *", want: "unknown"},
		{name: "31 February", in: "0 0 31 2 *", want: "never fires"},
		{name: "30 February", in: "0 0 30 2 *", want: "never fires"},
		{name: "every zero", in: "@every 0s", want: "at least 1s"},
		{name: "every negative", in: "@every -5s", want: "at least 1s"},
		{name: "every half a second", in: "@every 500ms", want: "at least 1s"},
		{name: "every without unit", in: "@every 30", want: "duration"},
		{name: "every overflow", in: "@every 99999999999h", want: "duration"},
		{name: "reboot", in: "@reboot", want: "five fields"},
		{name: "seconds field", in: "0 */5 * * * *", want: "seconds are not supported"},
		{name: "Sunday 7", in: "0 0 * * 7", want: "five fields"},
		{name: "too long", in: strings.Repeat("1,", 200) + "1 * * * *", want: "at most 256"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Parse(tt.in)
			if tt.want == "" {
				if err != nil {
					t.Fatalf("Parse(%q): %v", tt.in, err)
				}
				if got, want := s.String(), strings.TrimSpace(tt.in); got != want {
					t.Errorf("String = %q, want %q", got, want)
				}
				return
			}
			if !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse(%q) = %v, want ErrSpec with %q", tt.in, err, tt.want)
			}
		})
	}
}

func TestNext(t *testing.T) {
	for _, tt := range []struct {
		name, spec, after, want string
	}{
		{"every", "@every 30m", "2026-11-23T10:07:05Z", "2026-11-23T10:37:05Z"},
		{"every drops fractions", "@every 30m", "2026-11-23T10:07:05.9Z", "2026-11-23T10:37:05Z"},
		{"Tehran", "CRON_TZ=Asia/Tehran 0 7 * * *", "2026-11-23T00:00:00Z", "2026-11-23T03:30:00Z"},
		{"strictly after", "CRON_TZ=UTC 0 7 * * *", "2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z"},
		{"leap day", "CRON_TZ=UTC 0 0 29 2 *", "2026-11-23T07:00:00Z", "2028-02-29T00:00:00Z"},

		{"gap: 02:30 in New York", "CRON_TZ=America/New_York 30 2 * * *", "2026-03-07T08:00:00Z", "2026-03-08T07:00:00Z"},
		{"gap: the day after", "CRON_TZ=America/New_York 30 2 * * *", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"},
		{"gap: once a year would lose the year", "CRON_TZ=Europe/Berlin 30 2 29 3 *", "2026-01-01T00:00:00Z", "2026-03-29T01:00:00Z"},
		{"gap: midnight in Cairo", "CRON_TZ=Africa/Cairo 0 0 * * *", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
		{"gap: midnight in Beirut", "CRON_TZ=Asia/Beirut 0 0 * * *", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z"},
		{"gap: midnight in Tehran, 2021", "CRON_TZ=Asia/Tehran 0 0 * * *", "2021-03-21T12:00:00Z", "2021-03-21T20:30:00Z"},
		{"gap: a day Samoa never had", "CRON_TZ=Pacific/Apia 0 9 30 12 *", "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z"},

		{"twice: first time", "CRON_TZ=America/New_York 30 1 * * *", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z"},
		{"twice: not again", "CRON_TZ=America/New_York 30 1 * * *", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"},
		{"twice: asked within the second", "CRON_TZ=America/New_York 30,45 1 * * *", "2026-11-01T06:10:00Z", "2026-11-02T06:30:00Z"},
		{"twice: midnight in Tehran, 2021", "CRON_TZ=Asia/Tehran 30 23 * * *", "2021-09-21T12:00:00Z", "2021-09-21T19:00:00Z"},
		{"twice: Tehran, not again", "CRON_TZ=Asia/Tehran 30 23 * * *", "2021-09-21T19:00:00Z", "2021-09-22T20:00:00Z"},

		{"every hour: through the doubled hour", "CRON_TZ=America/New_York */20 * * * *", "2026-11-01T05:40:00Z", "2026-11-01T06:00:00Z"},
		{"every hour: through the missing hour", "CRON_TZ=America/New_York */20 * * * *", "2026-03-08T06:40:00Z", "2026-03-08T07:00:00Z"},
		{"every hour: half-hour shift", "CRON_TZ=Australia/Lord_Howe 0 * * * *", "2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, err := time.Parse(time.RFC3339Nano, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			got := mustParse(t, tt.spec).Next(after).Format(time.RFC3339)
			if got != tt.want {
				t.Errorf("Next(%s) = %s, want %s", tt.after, got, tt.want)
			}
		})
	}
}

// TestT18ClockChange lives through two years in zones whose clocks jump at odd
// hours: a daily spec runs exactly once every local day, whatever the hour.
func TestT18ClockChange(t *testing.T) {
	for _, zone := range []string{
		"America/New_York", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza",
		"America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran", "UTC",
	} {
		for _, hm := range []string{"0 0", "30 0", "0 1", "30 1", "0 2", "30 2", "15 3", "30 23", "0 12"} {
			spec := mustParse(t, "CRON_TZ="+zone+" "+hm+" * * *")
			loc, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			at := time.Date(2020, 12, 31, 23, 59, 59, 0, loc)
			for day := range 730 {
				next := spec.Next(at)
				if !next.After(at) {
					t.Fatalf("%v: Next(%v) = %v", spec, at, next)
				}
				want := time.Date(2021, 1, 1+day, 12, 0, 0, 0, loc).Format(time.DateOnly)
				if got := next.In(loc).Format(time.DateOnly); got != want {
					t.Fatalf("%v: run on %s, want %s (%v)", spec, got, want, next)
				}
				at = next
			}
		}
	}
}

// TestElapsedGaps: a spec of every hour never waits longer than its step, nor
// runs sooner than it, also while clocks change by whole hours.
func TestElapsedGaps(t *testing.T) {
	for _, zone := range []string{"America/New_York", "Africa/Cairo", "Asia/Beirut", "Asia/Tehran"} {
		spec := mustParse(t, "CRON_TZ="+zone+" */20 * * * *")
		at := time.Date(2021, 1, 1, 0, 10, 0, 0, time.UTC)
		at = spec.Next(at)
		for at.Year() == 2021 {
			next := spec.Next(at)
			if gap := next.Sub(at); gap != 20*time.Minute {
				t.Fatalf("%v: gap of %v after %v", spec, gap, at)
			}
			at = next
		}
	}
}

func TestIn(t *testing.T) {
	tehran, err := time.LoadLocation("Asia/Tehran")
	if err != nil {
		t.Fatal(err)
	}
	after := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if got, want := mustParse(t, "0 7 * * *").In(tehran).Next(after).Format(time.RFC3339), "2026-11-23T03:30:00Z"; got != want {
		t.Errorf("without a zone of its own: %s, want %s", got, want)
	}
	if got, want := mustParse(t, "TZ=UTC 0 7 * * *").In(tehran).Next(after).Format(time.RFC3339), "2026-11-23T07:00:00Z"; got != want {
		t.Errorf("with a zone of its own: %s, want %s", got, want)
	}
}

func TestIntervalAndShortest(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 7, 0, 0, time.UTC)
	for _, tt := range []struct {
		spec               string
		interval, shortest time.Duration
	}{
		{"@every 45m", 45 * time.Minute, 45 * time.Minute},
		{"TZ=UTC */20 * * * *", 20 * time.Minute, 20 * time.Minute},
		{"TZ=UTC 0 7 * * *", 24 * time.Hour, 24 * time.Hour},
		{"TZ=UTC 0,1 * * * *", 59 * time.Minute, time.Minute},
		{"TZ=UTC * * * * *", time.Minute, time.Minute},
	} {
		s := mustParse(t, tt.spec)
		if got := s.Interval(now); got != tt.interval {
			t.Errorf("%s: Interval = %v, want %v", tt.spec, got, tt.interval)
		}
		if got := s.Shortest(now); got != tt.shortest {
			t.Errorf("%s: Shortest = %v, want %v", tt.spec, got, tt.shortest)
		}
	}
}

func TestZeroSpec(t *testing.T) {
	var s Spec
	if !s.Next(time.Now()).IsZero() || s.Interval(time.Now()) != 0 || s.Shortest(time.Now()) != 0 {
		t.Error("the zero Spec fires")
	}
}

// FuzzParse: no spec panics, and one that parses moves forward.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"@every 30m", "*/5 * * * *", "TZ=", "TZ=UTC", "CRON_TZ=UTC * * * * *", "@", "@every", "0 0 31 2 *", "0-59/70 ? * JAN-dec *"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 23, 10, 7, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, spec string) {
		s, err := Parse(spec)
		if err != nil {
			if !errors.Is(err, ErrSpec) {
				t.Fatalf("Parse(%q): %v is no ErrSpec", spec, err)
			}
			return
		}
		if next := s.Next(now); !next.IsZero() && !next.After(now) {
			t.Fatalf("Parse(%q).Next(%v) = %v", spec, now, next)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for _, spec := range []string{"@every 30m", "CRON_TZ=Asia/Tehran */20 * * * *", "CRON_TZ=Europe/Berlin 0 7 * * *"} {
		b.Run(spec, func(b *testing.B) {
			s, err := Parse(spec)
			if err != nil {
				b.Fatal(err)
			}
			now := time.Date(2026, 11, 23, 10, 7, 0, 0, time.UTC)
			for b.Loop() {
				s.Next(now)
			}
		})
	}
}
