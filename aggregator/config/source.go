package config

import (
	"errors"
	"maps"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/schedule"
)

// Defaults of a source that says nothing and has no defaults: above it.
const (
	defaultSchedule = "@every 30m"
	defaultKeep     = 90 * day
)

// isReserved tells whether a slug means something else in addresses.
func isReserved(s string) bool {
	return s == "all" || s == "search" || s == "health" || s == "source"
}

// sources fills c.Defaults and c.Sources.
func (r *reader) sources(c *Config, doc *document, rules *identity.Rules) {
	r.checkKeys(&doc.Defaults)
	c.Defaults = r.settings(c, &doc.Defaults)
	names := map[slug]int{}
	urls := owners{map[string]*sourceEntry{}, map[string]*sourceEntry{}}
	for i := range doc.Sources {
		k := &doc.Sources[i]
		r.name(k, names)
		r.checkKeys(&k.sourceKeys)
		explicit := r.has(&k.Schedule)
		r.inherit(&k.sourceKeys, &doc.Defaults)
		src := r.settings(c, &k.sourceKeys)
		src.Name, src.Title, src.Explicit = string(k.Name), k.Title, explicit
		src.URLs = r.addresses(k)
		r.unique(k, src.URLs, urls)
		src.Site = firstSite(rules, src.Site, src.URLs)
		src.Publisher = rules.Publisher(src.Site)
		if src.NewsCode != "" && src.Site == "" && len(src.URLs) > 0 {
			r.report(&k.NewsCode, "there is no site it could apply to: write site:")
		}
		c.Sources = append(c.Sources, src)
	}
	r.warnSources(c, doc.Sources)
}

// firstSite is the folded host the operator named or, failing that, the first
// address that has one.
func firstSite(rules *identity.Rules, named string, addresses []string) string {
	if named != "" {
		return siteOf(rules, named)
	}
	for _, a := range addresses {
		if site := siteOf(rules, a); site != "" {
			return site
		}
	}
	return ""
}

func (r *reader) name(k *sourceEntry, names map[slug]int) {
	if k.Name == "" {
		if !r.has(&k.Name) {
			r.report(k, "no name: want %s", slugForm)
		}
		return
	}
	if isReserved(string(k.Name)) {
		r.report(&k.Name, "is reserved")
	}
	if first, twice := names[k.Name]; twice {
		r.report(&k.Name, "is written twice, first in line %d", first)
		return
	}
	names[k.Name] = r.at[&k.Name].line
}

// owners says which source an address belongs to: exactly as written, and
// without what servers treat alike.
type owners struct{ exact, near map[string]*sourceEntry }

// unique reports an address that is polled twice, and warns of one that looks
// as if it were.
func (r *reader) unique(k *sourceEntry, addresses []string, seen owners) {
	for i, u := range addresses {
		p := any(&k.URL)
		if !r.has(p) && i < len(k.URLs) {
			p = &k.URLs[i]
		}
		same, near := seen.exact[u], seen.near[nearAddress(u)]
		switch {
		case same == k:
			r.report(p, "is written twice")
		case same != nil:
			r.report(p, "is polled as source %q already, in line %d", same.Name, r.at[same].line)
		case near != nil && near != k:
			r.warn(p, "looks like the address of source %q in line %d", near.Name, r.at[near].line)
		}
		if same == nil {
			seen.exact[u] = k
		}
		if near == nil {
			seen.near[nearAddress(u)] = k
		}
	}
}

// inherit gives k every key that it does not write itself. Lists and blocks
// are replaced whole; headers are one key each, and an empty one takes a
// default away.
func (r *reader) inherit(k, defaults *sourceKeys) {
	to, from := reflect.ValueOf(k).Elem(), reflect.ValueOf(defaults).Elem()
	for i := range to.NumField() {
		p, d := to.Field(i).Addr().Interface(), from.Field(i).Addr().Interface()
		if !r.has(p) && r.has(d) {
			to.Field(i).Set(from.Field(i))
			r.at[p] = r.at[d]
		}
	}
	if len(defaults.Headers) > 0 {
		all := maps.Clone(defaults.Headers)
		maps.Copy(all, k.Headers)
		k.Headers = all
	}
}

// settings turns keys that were checked into a source.
func (r *reader) settings(c *Config, k *sourceKeys) news.Source {
	s := news.Source{
		Site: string(k.Site), Language: string(k.Language), Timezone: k.Timezone.Location,
		Charset: k.Charset, Schedule: k.Schedule, Priority: k.Priority, NewsCode: k.NewsCode,
		FullText: k.FullText, SummaryOnly: k.SummaryOnly, Private: k.Private, Keep: time.Duration(k.Keep),
		HTTP: news.HTTP{
			Username: k.Auth.Username, Password: string(k.Auth.Password), UserAgent: k.UserAgent,
			Proxy: string(k.Proxy), InsecureTLS: k.TLS.Insecure,
			AllowPrivate: slices.Clone(c.Fetch.AllowPrivate),
		},
	}
	if s.Schedule == "" {
		s.Schedule = defaultSchedule
	}
	s.Schedule = zoned(s.Schedule, c.Zone)
	if !r.has(&k.Keep) {
		s.Keep = defaultKeep
	}
	for name, value := range k.Headers {
		if value == "" {
			continue
		}
		if s.HTTP.Headers == nil {
			s.HTTP.Headers = map[string]string{}
		}
		s.HTTP.Headers[name] = string(value)
	}
	if k.TLS.CA != "" {
		s.HTTP.CAFile = r.path(k.TLS.CA)
	}
	for _, p := range k.AllowPrivate {
		if !slices.Contains(s.HTTP.AllowPrivate, netip.Prefix(p)) {
			s.HTTP.AllowPrivate = append(s.HTTP.AllowPrivate, netip.Prefix(p))
		}
	}
	return s
}

// zoned puts the zone in front of a cron line that names none, so that what is
// stored means the same on every machine. @every needs none.
func zoned(spec string, zone *time.Location) string {
	for _, prefix := range []string{"@every", "CRON_TZ=", "TZ="} {
		if strings.HasPrefix(strings.TrimSpace(spec), prefix) {
			return spec
		}
	}
	return "CRON_TZ=" + zone.String() + " " + spec
}

// checkKeys reports what is wrong in the keys that were written here.
func (r *reader) checkKeys(k *sourceKeys) {
	if r.has(&k.Schedule) {
		if _, err := schedule.Parse(k.Schedule); err != nil {
			r.report(&k.Schedule, "%s", r.cause(&k.Schedule, innermost(err)))
		}
	}
	if r.has(&k.Priority) && (k.Priority < -1000 || k.Priority > 1000) {
		r.report(&k.Priority, "want a number from -1000 to 1000")
	}
	if r.has(&k.Keep) && k.Keep != forever && time.Duration(k.Keep) < day {
		r.report(&k.Keep, "want at least 1d, or forever")
	}
	if r.has(&k.Charset) && !isCharset(k.Charset) {
		r.report(&k.Charset, "unknown encoding: %s", suggest(strings.ToLower(k.Charset), charsets()))
	}
	if r.has(&k.NewsCode) {
		r.newsCode(k)
	}
	r.headers(k)
	if r.has(&k.Auth) && (k.Auth.Username == "" || k.Auth.Password == "") {
		if !r.has(&k.Auth.Password) || !r.has(&k.Auth.Username) {
			r.report(&k.Auth, "want both username and password")
		}
	}
	if strings.ContainsAny(k.UserAgent, "\r\n") || len(k.UserAgent) > 256 {
		r.report(&k.UserAgent, "want one line of at most 256 bytes")
	}
	if k.Proxy != "" && !isProxy(string(k.Proxy)) {
		r.report(&k.Proxy, "want an http://, https:// or socks5:// address")
	}
	if k.TLS.CA != "" {
		if info, err := os.Stat(r.path(k.TLS.CA)); err != nil || info.IsDir() {
			r.report(&k.TLS.CA, "no such file")
		}
	}
}

func innermost(err error) error {
	if inner := errors.Unwrap(err); inner != nil && strings.HasPrefix(err.Error(), "schedule") {
		return inner
	}
	return err
}

// newsCode wants what the identity rules want: one group, over the link.
func (r *reader) newsCode(k *sourceKeys) {
	re, err := regexp.Compile(k.NewsCode)
	switch {
	case err != nil:
		r.report(&k.NewsCode, "%s", r.cause(&k.NewsCode, err))
	case re.NumSubexp() != 1:
		r.report(&k.NewsCode, "has %d groups: want one, around the number, as in '/news/(\\d+)'", re.NumSubexp())
	case len(k.NewsCode) > 256:
		r.report(&k.NewsCode, "want at most 256 bytes")
	}
}

func (r *reader) headers(k *sourceKeys) {
	for _, name := range slices.Sorted(maps.Keys(k.Headers)) {
		switch lower := strings.ToLower(name); {
		case !isToken(name):
			r.report(&k.Headers, "%s is no name of a header", quote(name))
		case lower == "user-agent":
			r.report(&k.Headers, "use user_agent: for %s", name)
		case slices.Contains(managedHeaders(), lower):
			r.report(&k.Headers, "%s is set by golchin itself", name)
		}
	}
}

// managedHeaders are those that a polite conditional request is made of.
func managedHeaders() []string {
	return []string{"host", "connection", "content-length", "transfer-encoding", "accept-encoding",
		"if-none-match", "if-modified-since", "a-im", "range", "te", "trailer", "upgrade"}
}

// isToken is the form of a header's name (RFC 9110 §5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != "" && len(s) <= 128
}
