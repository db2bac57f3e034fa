package fetch

import (
	"math"
	"net/http"
	"strings"
	"time"
)

// seconds reads a delta-seconds value. Only digits count; what does not fit a
// time.Duration, which is 292 years, is as good as absent (P14: 99999999999
// seconds would come out negative).
func seconds(s string) (time.Duration, bool) {
	s = strings.Trim(s, " \t")
	if s == "" {
		return 0, false
	}
	var n int64
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		if n = n*10 + int64(s[i]-'0'); n > math.MaxInt64/int64(time.Second) {
			return 0, false
		}
	}
	return time.Duration(n) * time.Second, true
}

// retryAfter reads Retry-After (RFC 9110 §10.2.3): seconds or a date. It
// returns the zero time when the header is absent, garbage or in the past. A
// date is measured from the server's own Date, so that a clock that is off,
// theirs or ours, does not change how long they asked us to wait.
func retryAfter(h http.Header, now time.Time) time.Time {
	raw := strings.Trim(h.Get("Retry-After"), " \t")
	if raw == "" {
		return time.Time{}
	}
	if d, ok := seconds(raw); ok {
		if d == 0 {
			return time.Time{}
		}
		return now.Add(d)
	}
	at, err := http.ParseTime(raw)
	if err != nil {
		return time.Time{}
	}
	return after(now, sinceDate(h, at, now))
}

// freshUntil is how long the answer calls itself fresh (RFC 9111 §4.2):
// max-age, or else Expires less Date, less Age. s-maxage is for shared caches.
// It returns the zero time when nothing usable is said, or no-cache or
// no-store.
func freshUntil(h http.Header, now time.Time) time.Time {
	var life time.Duration
	known := false
	for _, line := range h.Values("Cache-Control") {
		for line != "" {
			var name, value string
			name, value, line = directive(line)
			switch name {
			case "no-cache", "no-store":
				if value == "" { // no-cache="Set-Cookie" speaks of that field only
					return time.Time{}
				}
			case "max-age":
				if d, ok := seconds(value); ok && !known { // of several the first
					life, known = d, true
				}
			}
		}
	}
	if !known {
		raw := h.Get("Expires")
		if raw == "" {
			return time.Time{}
		}
		at, err := http.ParseTime(raw)
		if err != nil { // also "0" and "-1", which mean stale
			return time.Time{}
		}
		life = sinceDate(h, at, now)
	}
	if life <= 0 { // also what saturated at the far end of time.Duration
		return time.Time{}
	}
	if age, ok := seconds(h.Get("Age")); ok {
		life -= age
	}
	return after(now, life)
}

// after is now plus d, or the zero time unless that lies ahead.
func after(now time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return time.Time{}
	}
	return now.Add(d)
}

// sinceDate is how far at lies behind the answer's Date, or now without one.
func sinceDate(h http.Header, at, now time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return at.Sub(date)
	}
	return at.Sub(now)
}

// directive takes the first directive off a Cache-Control line: its name in
// lower case, its value without quotes, and what follows.
func directive(line string) (name, value, rest string) {
	i := 0
	for i < len(line) && line[i] != ',' && line[i] != '=' {
		i++
	}
	name = strings.ToLower(strings.Trim(line[:i], " \t"))
	if i < len(line) && line[i] == '=' {
		i++
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		start := i
		if i < len(line) && line[i] == '"' {
			for i++; i < len(line) && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
			value = line[start+1 : min(i, len(line))]
		}
		for i < len(line) && line[i] != ',' {
			i++
		}
		i = min(i, len(line))
		if value == "" {
			value = strings.Trim(line[start:i], " \t")
		}
	}
	if i < len(line) {
		return name, value, line[i+1:]
	}
	return name, value, ""
}
