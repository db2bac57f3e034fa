package config

import (
	"errors"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
)

// publicFloor is the shortest interval between polls of a source on a public
// host, whatever is configured (BEHAVIOUR P10).
const publicFloor = 15 * time.Minute

// build checks what the file says and applies every default. Problems go to r.
func build(r *reader, doc *document) *Config {
	c := &Config{file: r.file, Zone: time.UTC, tried: map[string][]example{}}
	c.Site = r.site(&doc.Site)
	if z := doc.Site.Timezone.Location; z != nil {
		c.Zone, c.Site.Timezone = z, z.String()
	}
	c.Fetch = r.fetch(&doc.Fetch)
	c.privateFloor = time.Duration(doc.Fetch.MinInterval)
	if c.Fetch.Contact == "" {
		c.Fetch.Contact = c.Site.URL
	}
	if c.Site.Contact == "" {
		c.Site.Contact = c.Fetch.Contact
	}
	if c.Fetch.Contact == "" {
		r.warn(&doc.Fetch, "no contact: publishers cannot reach whoever polls them")
	}
	c.Withhold = texts(doc.Withhold)
	if doc.Corrections != "" {
		c.Corrections = r.path(doc.Corrections)
		c.Kept = r.corrections(&doc.Corrections, c.Corrections)
	}
	if doc.Tracking != "" {
		c.Tracking = r.tracking(&doc.Tracking)
	}
	publishers, rules := r.publishers(doc.Publishers)
	c.Publishers = publishers
	if rules != nil {
		r.sources(c, doc, rules)
	}
	r.topics(c, doc)
	r.feeds(c, doc)
	if len(doc.Sources) == 0 {
		r.warn(&doc.Sources, "no sources: there is nothing to poll")
	}
	return c
}

// corrections reads the file that p names; what is wrong there is told with
// its name and line.
func (r *reader) corrections(p *string, path string) []Correction {
	kept, err := ReadCorrections(path)
	wrong, ok := errors.AsType[*Errors](err)
	switch {
	case ok:
		r.problems = append(r.problems, wrong.Problems...)
	case err != nil:
		r.report(p, "%s", r.cause(p, err))
	}
	return kept
}

// tracking reads the list of tracking parameters that p names.
func (r *reader) tracking(p *string) []byte {
	data, err := os.ReadFile(r.path(*p))
	if err != nil {
		r.report(p, "%s", r.cause(p, err))
		return nil
	}
	if _, err := identity.New(identity.Options{Tracking: data}); err != nil {
		r.report(p, "%v", err)
		return nil
	}
	return data
}

func (r *reader) path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(r.dir, name)
}

func (r *reader) site(k *siteKeys) news.Site {
	s := news.Site{Title: k.Title, Language: string(k.Language), Timezone: "UTC", Contact: k.Contact}
	if s.Title == "" {
		s.Title = "golchin"
	}
	if s.Language == "" {
		s.Language = "en"
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
		f.MinInterval = publicFloor
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

// publishers checks the list and compiles the rules that fold hosts and name
// sites by it.
func (r *reader) publishers(list []publisher) ([]identity.Publisher, *identity.Rules) {
	rules, err := identity.New(identity.Options{})
	if err != nil {
		r.problems = r.add(r.problems, spot{}, err.Error())
		return nil, nil
	}
	var out []identity.Publisher
	names, owners := map[string]int{}, map[string]string{}
	for i := range list {
		k := &list[i]
		switch first, twice := names[k.Name]; {
		case k.Name == "" && !r.has(&k.Name):
			r.report(k, "no name")
		case twice:
			r.report(&k.Name, "is written twice, first in line %d", first)
		default:
			names[k.Name] = r.at[&k.Name].line
		}
		if !r.has(&k.Hosts) {
			r.report(k, "no hosts")
		}
		for j, h := range k.Hosts {
			site := siteOf(rules, string(h))
			if other, taken := owners[site]; taken && other != k.Name && site != "" {
				r.report(&k.Hosts[j], "belongs to publisher %s already", quote(other))
			}
			owners[site] = k.Name
		}
		out = append(out, identity.Publisher{Name: k.Name, Hosts: texts(k.Hosts)})
	}
	if len(r.problems) > 0 {
		return out, rules // good enough to go on looking for problems
	}
	named, err := identity.New(identity.Options{Publishers: out})
	if err != nil {
		r.problems = r.add(r.problems, spot{where: where{key: "publishers", path: "publishers"}}, err.Error())
		return out, rules
	}
	return out, named
}

// siteOf is the folded host of an address or host, with its port where that is
// unusual; "" for a file.
func siteOf(rules *identity.Rules, raw string) string {
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	site, _, _ := strings.Cut(rules.Site(raw), "/")
	return site
}
