package identity

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golchin/aggregator/news"
)

// Version numbers the rules that make keys. It grows whenever a canonical URL
// or a key of any link changes; kept items are then given the new keys beside
// the old ones (DESIGN §4 Ids). testdata/canonical.golden guards it.
const Version = 1

// Options is what an operator adds to the built-in rules. The zero value adds
// nothing.
type Options struct {
	// Publishers name hosts and join those that are one site.
	Publishers []Publisher
	// Sources are asked for their news_code and for the name of their site.
	Sources []news.Source
	// Tracking is a list of tracking parameters in the JSON format of
	// ClearURLs; empty means the built-in list only.
	Tracking []byte
}

// Publisher is a name for one or more hosts. Hosts that differ only in their
// top-level domain, in hyphens, in a label like www or in the words mirror and
// backup are taken for one site, which goes by the first of them:
// [tasnimnews.com, tasnimnews.ir]. Others are several sites of one publisher,
// each with its own news codes: [khabaronline.ir, english.khabaronline.ir].
type Publisher struct {
	Name  string
	Hosts []string // host names, or URLs of which the host counts
}

// Rules know sites, their other names, their news codes and what in a URL does
// not identify. Rules don't change and may be used by many goroutines.
type Rules struct {
	sites      *sites
	aliases    map[string]string
	publishers map[string]string   // by folded host; the operator's list
	titles     map[string]string   // by folded host; the sources' own
	owns       map[string]string   // source's Site as written → folded
	newsCodes  map[string][]coder  // by site
	feedURLs   map[string][]string // by source: canonical addresses of the documents
	tracking   *tracker
}

// coder is one source's news_code.
type coder struct {
	source string
	re     *regexp.Regexp
}

// New compiles rules. Its errors name the source, publisher or provider and
// what is wrong with its entry.
func New(o Options) (*Rules, error) {
	known, err := builtin()
	if err != nil {
		return nil, err
	}
	r := &Rules{
		sites: known, aliases: maps.Clone(known.aliases),
		publishers: map[string]string{}, titles: map[string]string{}, owns: map[string]string{},
		newsCodes: map[string][]coder{}, feedURLs: map[string][]string{},
	}
	if r.tracking, err = parseTracking(o.Tracking); err != nil {
		return nil, err
	}
	if err := r.addPublishers(o.Publishers); err != nil {
		return nil, err
	}
	// By name, so that two rules for one site act in the same order after
	// feeds.yaml was sorted anew.
	sources := slices.SortedFunc(slices.Values(o.Sources), func(a, b news.Source) int { return cmp.Compare(a.Name, b.Name) })
	for _, src := range sources {
		if err := r.addSource(src); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Rules) addSource(src news.Source) error {
	site := r.ownSite(src)
	r.owns[src.Site] = site
	if host := bareHost(site); host != "" {
		if src.Publisher != "" {
			r.titles[host] = src.Publisher
		} else if _, ok := r.titles[host]; !ok && src.Title != "" {
			r.titles[host] = src.Title
		}
	}
	for _, raw := range src.URLs {
		if l, err := r.read(raw); err == nil {
			r.feedURLs[src.Name] = append(r.feedURLs[src.Name], l.plain())
		}
	}
	if src.NewsCode == "" {
		return nil
	}
	re, err := regexp.Compile(src.NewsCode)
	if err != nil {
		return fmt.Errorf("source %s: news_code %q: %w", src.Name, src.NewsCode, err)
	}
	if n := re.NumSubexp(); n != 1 {
		return fmt.Errorf("source %s: news_code %q: want exactly one group, e.g. /news/(\\d+), got %d", src.Name, src.NewsCode, n)
	}
	if site == "" {
		return fmt.Errorf("source %s: news_code %q: the source has no site it could apply to", src.Name, src.NewsCode)
	}
	r.newsCodes[site] = append(r.newsCodes[site], coder{source: src.Name, re: re})
	return nil
}

// ownSite is the folded host the source speaks for; the host of its first URL
// where the operator named none.
func (r *Rules) ownSite(src news.Source) string {
	if src.Site != "" {
		if site, ok := r.owns[src.Site]; ok {
			return site
		}
		raw, _, _ := strings.Cut(src.Site, "/")
		if strings.Contains(src.Site, "://") {
			raw = src.Site
		}
		return r.siteOf(raw)
	}
	for _, raw := range src.URLs {
		if site := r.siteOf(raw); site != "" {
			return site
		}
	}
	return ""
}

// siteOf is the folded host and port of a URL or host name. Hosts without a
// dot, as in a house's own network, are taken as they are.
func (r *Rules) siteOf(raw string) string {
	u, err := parseURL(raw)
	if err != nil && !strings.Contains(raw, "://") {
		u, err = parseURL("https://" + raw)
	}
	if err != nil {
		return ""
	}
	return (&link{host: r.foldHost(u.host), port: u.port}).site()
}

// Own tells whether src speaks for site, as [Rules.Site] returns it: whether
// what it says of an item there is the site's own word.
func (r *Rules) Own(src news.Source, site string) bool {
	own := r.ownSite(src)
	if own == "" || site == "" {
		return false
	}
	site, _, _ = strings.Cut(site, "/")
	return site == own || bareHost(own) == own && bareHost(site) == own
}

// Site returns the site that rawURL belongs to: the folded host, with its port
// where that is unusual, and with "/<lang>" where the site counts its news
// codes by language. It is empty for what is no http URL.
func (r *Rules) Site(rawURL string) string {
	l, err := r.read(rawURL)
	if err != nil {
		return ""
	}
	return r.judge(l, "").site
}

// Canonical returns the one address that all spellings of raw share. It never
// touches the network; what it cuts is listed in query.go and link.go. Where a
// site's rule fires the path is the rule's, without slug. The result is https
// whatever raw was, and Canonical of it is itself. It returns ErrNotHTTP or
// ErrTooLong.
//
// The address is made to compare: letters of Persian slugs are folded in it,
// so it need not be one that the site answers.
func (r *Rules) Canonical(raw string) (string, error) {
	l, err := r.read(raw)
	if err != nil {
		return "", fmt.Errorf("canonical url %.200q: %w", raw, err)
	}
	return r.judge(l, "").canonical, nil
}

// Code returns the news code in raw and the site that counts it; ok is false
// where no rule fires.
func (r *Rules) Code(raw string) (site string, code news.Code, ok bool) {
	l, err := r.read(raw)
	if err != nil {
		return "", "", false
	}
	v := r.judge(l, "")
	return v.site, v.code, v.code != ""
}

// Publisher returns the name shown for site: the operator's publisher with
// that host or its parent domain, else the publisher or title of a source that
// speaks for the site, else nothing.
func (r *Rules) Publisher(site string) string {
	host := bareHost(site)
	if host == "" {
		return ""
	}
	if name, ok := r.publishers[host]; ok {
		return name
	}
	if name, ok := r.titles[host]; ok {
		return name
	}
	for top := registrable(host); host != top; {
		_, rest, ok := strings.Cut(host, ".")
		if !ok {
			break
		}
		host = rest
		if name, ok := r.publishers[host]; ok {
			return name
		}
	}
	return ""
}

// verdict is what the rules say of a link.
type verdict struct {
	site      string // with the language section
	code      news.Code
	canonical string
	family    string // empty where nothing is known of the site
	rule      string // empty where none fired
}

// judge asks the rules: the operator's own first, the carrying source's before
// other sources', then the site's, then those for any site.
func (r *Rules) judge(l *link, source string) verdict {
	v := verdict{site: l.site()}
	family, patterns := r.sites.of(l.host)
	v.family = family
	if l.kind != response {
		if code, c := r.operatorCode(l, v.site, source); code != "" {
			v.code, v.canonical, v.family, v.rule = code, l.plain(), "source "+c.source, c.re.String()
			return v
		}
		for _, p := range patterns {
			if v.fill(p, l) {
				return v
			}
		}
		for _, p := range r.sites.rules[anySite] {
			if v.fill(p, l) {
				return v
			}
		}
	}
	if (family == "iransamaneh" || family == "studiokhabar") && len(l.segs) > 0 && isLang(l.segs[0]) && !strings.EqualFold(l.segs[0], "fa") {
		v.site += "/" + strings.ToLower(l.segs[0])
	}
	v.canonical = l.plain()
	return v
}

func (v *verdict) fill(p *pattern, l *link) bool {
	f, ok := p.match(l)
	if !ok {
		return false
	}
	v.code, v.rule = f.code, p.text
	v.canonical = "https://" + l.site() + p.canonical(f)
	if p.byLang && f.lang != "" && f.lang != "fa" {
		v.site += "/" + f.lang
	}
	if v.family == "" {
		v.family = p.family
	}
	return true
}

// operatorCode applies the news_code of sources that speak for l's site. Every
// carrier's links are read by them, so that an aggregator's entry and the
// site's own have the same keys whichever comes first.
func (r *Rules) operatorCode(l *link, site, source string) (news.Code, coder) {
	coders := r.newsCodes[site]
	if len(coders) == 0 {
		return "", coder{}
	}
	url := l.readable()
	var code news.Code
	var by coder
	for _, c := range coders {
		if code != "" && c.source != source {
			continue
		}
		if m := c.re.FindStringSubmatch(url); m != nil && isDigits(m[1]) && len(m[1]) <= 32 {
			code, by = news.Code(m[1]), c
		}
	}
	return code, by
}

// readable is l as an operator sees it in a browser, and as news_code is
// matched against: https, folded host, no percent-encoding, no tracking.
func (l *link) readable() string {
	var b strings.Builder
	b.WriteString("https://")
	b.WriteString(l.site())
	b.WriteByte('/')
	b.WriteString(strings.Join(l.segs, "/"))
	for i, q := range l.query {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(q.name)
		b.WriteByte('=')
		b.WriteString(q.value)
	}
	return b.String()
}
