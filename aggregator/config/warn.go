package config

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/schedule"
)

// crowd is how many sources may share one cron line before that is worth a
// word: jitter spreads them over a minute at most (DESIGN §1.1).
const crowd = 100

// reference is the moment from which schedules are measured; any will do.
func reference() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// warnSources says what works but was hardly meant.
func (r *reader) warnSources(c *Config, entries []sourceEntry) {
	lines := map[string]int{}
	for i := range entries {
		k, src := &entries[i], c.Sources[i]
		r.warnSchedule(c, k, src)
		r.warnAddress(c, k, src)
		if !strings.HasPrefix(src.Schedule, "@every") {
			if lines[src.Schedule]++; lines[src.Schedule] == crowd+1 {
				r.warn(&k.Schedule, "more than %d sources are due in the same minute: @every spreads them", crowd)
			}
		}
	}
	for i := range entries {
		if entries[i].TLS.Insecure {
			r.warn(&entries[i].TLS, "accepts any certificate")
		}
	}
}

func (r *reader) warnSchedule(c *Config, k *sourceEntry, src news.Source) {
	spec, err := schedule.Parse(src.Schedule)
	if err != nil {
		return
	}
	p := any(&k.Schedule)
	if !r.has(p) {
		p = k
	}
	floor := c.Floor(src)
	if shortest := spec.Shortest(reference()); shortest < floor && len(src.URLs) > 0 {
		r.warn(p, "runs every %s, below the floor of %s, which applies", short(shortest), short(floor))
	}
	if step := unevenStep(src.Schedule); step != "" {
		r.warn(p, "%s starts again at every full turn, so its last gap is shorter", step)
	}
}

// unevenStep finds a step of minutes or hours that does not divide its field:
// */45 runs at :00 and :45, a quarter of an hour apart.
func unevenStep(spec string) string {
	fields := strings.Fields(spec)
	if len(fields) > 0 && strings.Contains(fields[0], "TZ=") {
		fields = fields[1:]
	}
	if len(fields) != 5 {
		return ""
	}
	for i, turn := range []int{60, 24} {
		after, ok := strings.CutPrefix(fields[i], "*/")
		if n, err := strconv.Atoi(after); ok && err == nil && n > 0 && turn%n != 0 {
			return fields[i]
		}
	}
	return ""
}

// warnAddress says that a private address will be refused.
func (r *reader) warnAddress(c *Config, k *sourceEntry, src news.Source) {
	for i, raw := range src.URLs {
		u, err := url.Parse(raw)
		if err != nil || u.Scheme == "file" {
			continue
		}
		addr, ok := literal(u.Hostname())
		if !ok || !addr.IsPrivate() && !addr.IsLoopback() && !addr.IsLinkLocalUnicast() {
			continue
		}
		if !slices.ContainsFunc(src.HTTP.AllowPrivate, func(p netip.Prefix) bool { return p.Contains(addr) }) {
			p := any(&k.URL)
			if !r.has(p) && i < len(k.URLs) {
				p = &k.URLs[i]
			}
			r.warn(p, "is a private address, fetched only when allow_private names it")
		}
	}
}
