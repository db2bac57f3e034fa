package config

import (
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// publicFloor is the shortest interval between polls of a source on a public
// host, whatever is configured (BEHAVIOUR P10).
const publicFloor = 15 * time.Minute

// build checks what the file says and applies every default. Problems go to r.
func build(r *reader, doc *document) *Config {
	c := &Config{file: r.file, Zone: time.UTC, examples: map[string][]example{}}
	c.Site = r.site(&doc.Site)
	if doc.Site.Timezone != "" {
		c.Zone = location(doc.Site.Timezone)
	}
	c.Fetch = r.fetch(&doc.Fetch)
	c.lowFloor = r.has(&doc.Fetch.MinInterval)
	if c.Fetch.Contact == "" {
		c.Fetch.Contact = c.Site.URL
	}
	if c.Site.Contact == "" {
		c.Site.Contact = c.Fetch.Contact
	}
	if c.Fetch.Contact == "" {
		r.warn(&doc.Fetch, "no contact: publishers cannot reach whoever polls them")
	}
	if doc.Corrections != "" {
		c.Corrections = r.path(doc.Corrections)
	}
	c.Publishers = r.publishers(doc.Publishers)
	r.sources(c, doc)
	r.topics(c, doc)
	r.feeds(c, doc)
	if len(doc.Sources) == 0 {
		r.warn(&doc.Sources, "no sources: there is nothing to poll")
	}
	return c
}

func (r *reader) path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(r.dir, name)
}

// location is a zone that was checked when it was read.
func location(z zone) *time.Location {
	l, err := time.LoadLocation(string(z))
	if z == "" || err != nil {
		return nil
	}
	return l
}

func (r *reader) site(k *siteKeys) news.Site {
	s := news.Site{Title: k.Title, Language: string(k.Language), Timezone: string(k.Timezone), Contact: k.Contact}
	if s.Title == "" {
		s.Title = "golchin"
	}
	if s.Language == "" {
		s.Language = "en"
	}
	if s.Timezone == "" {
		s.Timezone = "UTC"
	}
	if k.URL == "" {
		r.warn(k, "no url: links follow the request's host, on loopback only")
		return s
	}
	u, err := url.Parse(k.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !isHost(u.Hostname()) {
		r.report(&k.URL, "want an address such as https://news.example.org")
		return s
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		r.report(&k.URL, "want an address without user, ? and #")
		return s
	}
	s.URL = strings.TrimRight(u.String(), "/")
	return s
}

func (r *reader) fetch(k *fetchKeys) Fetch {
	f := Fetch{
		Contact: k.Contact, PerHost: 1, HostSpacing: time.Second, MinInterval: publicFloor,
		RedirectConfirm: day, Timeout: 30 * time.Second, MaxBody: 10 << 20, Concurrency: 16,
	}
	for _, p := range k.AllowPrivate {
		f.AllowPrivate = append(f.AllowPrivate, netip.Prefix(p))
	}
	r.number(&f.PerHost, &k.PerHost, 1, 16)
	r.number(&f.Concurrency, &k.Concurrency, 1, 256)
	r.span(&f.HostSpacing, &k.HostSpacing, 0, time.Hour)
	r.span(&f.MinInterval, &k.MinInterval, 0, 30*day)
	r.span(&f.RedirectConfirm, &k.RedirectConfirm, 0, 365*day)
	r.span(&f.Timeout, &k.Timeout, time.Second, 10*time.Minute)
	if r.has(&k.MaxBody) {
		if k.MaxBody < 1<<10 || k.MaxBody > 1<<30 {
			r.report(&k.MaxBody, "want a size from 1KB to 1GB")
		}
		f.MaxBody = int64(k.MaxBody)
	}
	if r.has(&k.MinInterval) && f.MinInterval < publicFloor {
		r.warn(&k.MinInterval, "below 15m: acts on allowed private addresses only")
	}
	if k.Contact != "" && !isContact(k.Contact) {
		r.report(&k.Contact, "want the address of a page, or an e-mail address")
	}
	return f
}

func isContact(s string) bool {
	if strings.ContainsAny(s, "\r\n") {
		return false
	}
	if _, err := mail.ParseAddress(strings.TrimPrefix(s, "mailto:")); err == nil {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// number sets what the file wrote, if it is from low to high.
func (r *reader) number(to, from *int, low, high int) {
	if !r.has(from) {
		return
	}
	if *from < low || *from > high {
		r.report(from, "want a number from %d to %d", low, high)
		return
	}
	*to = *from
}

func (r *reader) span(to *time.Duration, from *duration, low, high time.Duration) {
	if !r.has(from) {
		return
	}
	if d := time.Duration(*from); d < low || d > high {
		r.report(from, "want a duration from %s to %s", short(low), short(high))
		return
	}
	*to = time.Duration(*from)
}

// short writes a duration the way feeds.yaml does: 15m, 90d.
func short(d time.Duration) string {
	if d >= day && d%day == 0 {
		return strings.TrimSuffix((d/24).String(), "h0m0s") + "d"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func (r *reader) publishers(list []publisher) []Publisher {
	var out []Publisher
	names, hosts := map[string]int{}, map[string]*publisher{}
	for i := range list {
		k := &list[i]
		if k.Name == "" {
			r.report(k, "no name")
		} else if first, twice := names[k.Name]; twice {
			r.report(&k.Name, "is written twice, first in line %d", first)
		} else {
			names[k.Name] = r.at[&k.Name].line
		}
		if len(k.Hosts)+len(k.Sites) == 0 {
			r.report(k, "no hosts")
		}
		p := Publisher{Name: k.Name}
		for _, group := range []struct {
			from []host
			to   *[]string
		}{{k.Hosts, &p.Hosts}, {k.Sites, &p.Sites}} {
			for j := range group.from {
				h := foldHost(string(group.from[j]))
				if other, taken := hosts[h]; taken {
					r.report(&group.from[j], "already belongs to publisher %q", other.Name)
					continue
				}
				hosts[h] = k
				*group.to = append(*group.to, h)
			}
		}
		out = append(out, p)
	}
	return out
}

// aliases maps every further host of a site to its main one.
func aliases(ps []Publisher) map[string]string {
	m := map[string]string{}
	for _, p := range ps {
		for i, h := range p.Hosts {
			if i > 0 {
				m[h] = p.Hosts[0]
			}
		}
	}
	return m
}

// publisherOf is the name shown for a site, or "".
func publisherOf(ps []Publisher, site string) string {
	for _, p := range ps {
		if slices.Contains(p.Hosts, site) || slices.Contains(p.Sites, site) {
			return p.Name
		}
	}
	return ""
}

// foldHost is a host as sites are compared: see identity.
func foldHost(h string) string {
	h = strings.ToLower(strings.TrimSuffix(h, "."))
	return strings.TrimPrefix(h, "www.")
}

func aliased(ps []Publisher, site string) string {
	if main, ok := aliases(ps)[site]; ok {
		return main
	}
	return site
}
