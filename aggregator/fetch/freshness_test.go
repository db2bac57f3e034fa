package fetch

import (
	"net/http"
	"testing"
	"time"
)

// header makes a header of pairs.
func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// ahead is how far t lies after noon; zero for the zero time.
func ahead(t time.Time) time.Duration {
	if t.IsZero() {
		return 0
	}
	return t.Sub(noon())
}

func TestP14RetryAfterHostileValues(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name, value, date string
		want              time.Duration
	}{
		{"absent", "", "", 0},
		{"seconds", "120", "", 2 * time.Minute},
		{"spaces", "  120 \t", "", 2 * time.Minute},
		{"zero", "0", "", 0},
		{"negative", "-5", "", 0},
		{"sign", "+5", "", 0},
		{"fraction", "1.5", "", 0},
		{"words", "soon", "", 0},
		{"two values", "120, 240", "", 0},
		{"Persian digits", "۱۲۰", "", 0},
		{"a year", "31536000", "", 365 * day},
		{"overflows a Duration", "99999999999", "", 0},
		{"overflows int64", "99999999999999999999999999", "", 0},
		{"date", "Mon, 23 Nov 2026 12:30:00 GMT", "", 30 * time.Minute},
		{"date in RFC 850", "Monday, 23-Nov-26 12:30:00 GMT", "", 30 * time.Minute},
		{"date in asctime", "Mon Nov 23 12:30:00 2026", "", 30 * time.Minute},
		{"date in the past", "Mon, 23 Nov 2026 11:30:00 GMT", "", 0},
		{"date and a clock an hour behind", "Mon, 23 Nov 2026 11:30:00 GMT", "Mon, 23 Nov 2026 11:00:00 GMT", 30 * time.Minute},
		{"date and a clock a day ahead", "Tue, 24 Nov 2026 12:10:00 GMT", "Tue, 24 Nov 2026 12:00:00 GMT", 10 * time.Minute},
		{"date before year 1 of anything", "Mon, 01 Jan 0001 00:00:00 GMT", "", 0},
		{"broken date", "Mon, 99 Nov 2026 12:30:00 GMT", "", 0},
	} {
		h := header("Retry-After", tt.value)
		if tt.date != "" {
			h.Set("Date", tt.date)
		}
		if got := ahead(retryAfter(h, noon())); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestP11FreshUntil(t *testing.T) {
	const date = "Mon, 23 Nov 2026 12:00:00 GMT"
	for _, tt := range []struct {
		name string
		h    http.Header
		want time.Duration
	}{
		{"nothing", header(), 0},
		{"max-age", header("Cache-Control", "max-age=600"), 10 * time.Minute},
		{"among others", header("Cache-Control", `public, stale-if-error=86400, MAX-AGE = 600 , must-revalidate`), 10 * time.Minute},
		{"quoted", header("Cache-Control", `max-age="600"`), 10 * time.Minute},
		{"after a quoted comma", header("Cache-Control", `ext="a,max-age=9", max-age=600`), 10 * time.Minute},
		{"second header", header("Cache-Control", "public", "Cache-Control", "max-age=600"), 10 * time.Minute},
		{"first of two", header("Cache-Control", "max-age=600, max-age=6"), 10 * time.Minute},
		{"less Age", header("Cache-Control", "max-age=600", "Age", "100"), 500 * time.Second},
		{"older than fresh", header("Cache-Control", "max-age=600", "Age", "900"), 0},
		{"garbage Age", header("Cache-Control", "max-age=600", "Age", "-1"), 10 * time.Minute},
		{"zero", header("Cache-Control", "max-age=0", "Expires", "Mon, 23 Nov 2026 13:00:00 GMT"), 0},
		{"s-maxage is not ours", header("Cache-Control", "s-maxage=600"), 0},
		{"both", header("Cache-Control", "s-maxage=6000, max-age=600"), 10 * time.Minute},
		{"no-cache", header("Cache-Control", "no-cache, max-age=600"), 0},
		{"no-store", header("Cache-Control", "max-age=600, No-Store"), 0},
		{"no-cache of one field", header("Cache-Control", `no-cache="Set-Cookie", max-age=600`), 10 * time.Minute},
		{"negative", header("Cache-Control", "max-age=-600"), 0},
		{"garbage, then Expires", header("Cache-Control", "max-age=soon", "Expires", "Mon, 23 Nov 2026 13:00:00 GMT", "Date", date), time.Hour},
		{"overflow", header("Cache-Control", "max-age=99999999999"), 0},
		{"more overflow", header("Cache-Control", "max-age=999999999999999999999"), 0},
		{"a year", header("Cache-Control", "max-age=31536000"), 365 * 24 * time.Hour},
		{"Expires", header("Expires", "Mon, 23 Nov 2026 13:00:00 GMT", "Date", date), time.Hour},
		{"Expires without Date", header("Expires", "Mon, 23 Nov 2026 13:00:00 GMT"), time.Hour},
		{"Expires by their clock", header("Expires", "Mon, 23 Nov 2026 10:30:00 GMT", "Date", "Mon, 23 Nov 2026 10:00:00 GMT"), 30 * time.Minute},
		{"Expires less Age", header("Expires", "Mon, 23 Nov 2026 13:00:00 GMT", "Date", date, "Age", "600"), 50 * time.Minute},
		{"Expires 0", header("Expires", "0"), 0},
		{"Expires -1", header("Expires", "-1"), 0},
		{"Expires in the past", header("Expires", "Thu, 19 Nov 1981 08:52:00 GMT"), 0},
		{"Expires far in the past, and aged", header("Expires", "Mon, 01 Jan 0001 00:00:00 GMT", "Age", "9000000000"), 0},
		{"open quote", header("Cache-Control", `ext="abc, max-age=600`), 0},
		{"lone separators", header("Cache-Control", ",,=,;=\",\\"), 0},
	} {
		if got := ahead(freshUntil(tt.h, noon())); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// FuzzHeaders: whatever a server writes, a time that comes out lies ahead.
func FuzzHeaders(f *testing.F) {
	f.Add("120", "max-age=600", "Mon, 23 Nov 2026 13:00:00 GMT", "Mon, 23 Nov 2026 12:00:00 GMT", "10")
	f.Add("99999999999", `a="b\",c, max-age=1`, "0", "", "-1")
	f.Add("Mon, 01 Jan 0001 00:00:00 GMT", "no-cache", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "9223372036")
	f.Fuzz(func(t *testing.T, retry, control, expires, date, age string) {
		h := header("Retry-After", retry, "Cache-Control", control, "Expires", expires, "Date", date, "Age", age)
		for _, at := range []time.Time{retryAfter(h, noon()), freshUntil(h, noon())} {
			if !at.IsZero() && !at.After(noon()) {
				t.Errorf("%v is not ahead of %v: %v", at, noon(), h)
			}
		}
	})
}
