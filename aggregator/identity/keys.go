package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/google/uuid"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// Longer guids and canonical URLs go into a key as their SHA-256.
const (
	maxGUID      = 1 << 10
	maxCanonical = 2 << 10
)

// Identify returns by what e, found in src, is known.
//
// The link decides. e.OrigLink counts where src speaks for the site and the
// link does not contradict it, or instead of the link where that is a feed
// proxy's. A guid stands in for a missing link if it claims to be one. A code
// printed on the page counts where the URL has none and src speaks for the
// site. A link to a site's front page, or to the feed itself, identifies
// nothing: some sources give it for every entry.
func (r *Rules) Identify(src news.Source, e news.Entry) news.Identity {
	var id news.Identity
	raw := e.Link
	if raw == "" && e.GUIDIsLink {
		raw = e.GUID
	}
	l, err := r.read(raw)
	if err == nil && e.GUIDIsLink && l.home() {
		if g, gerr := r.read(e.GUID); gerr == nil && g.site() == l.site() {
			l = g // a source that links home, but names its entries by address
		}
	}
	if orig, ok := r.proxied(l, err, e.OrigLink); ok {
		l, err = orig, nil
	}
	if err == nil {
		r.byLink(&id, l, src, e)
	}
	if guid := strings.TrimSpace(e.GUID); guid != "" {
		id.Keys = append(id.Keys, news.Key("guid:"+src.Name+":"+shorten(guid, maxGUID)))
	}
	if len(id.Keys) == 0 {
		id.Keys = append(id.Keys, Hash(src, e))
	}
	slices.SortFunc(id.Keys, news.Key.Compare)
	id.Keys = slices.Compact(id.Keys)
	return id
}

// byLink adds what l says to id.
func (r *Rules) byLink(id *news.Identity, l *link, src news.Source, e news.Entry) {
	v := r.judge(l, src.Name)
	own := r.Own(src, v.site)
	id.Site, id.Publisher = v.site, r.Publisher(v.site)
	if id.Publisher == "" && own {
		id.Publisher = src.Publisher
	}
	if l.home() || slices.Contains(r.feedURLs[src.Name], v.canonical) {
		return
	}
	id.Canonical = v.canonical
	id.Keys = append(id.Keys, urlKey(v.canonical))
	if own && e.OrigLink != "" && e.OrigLink != e.Link {
		r.byOrigLink(id, &v, src, e.OrigLink)
	}
	if code := e.Code; v.code == "" && own && isDigits(string(code)) {
		v.code = code
	}
	if v.code != "" {
		id.Code, id.Site = v.code, v.site
		id.Keys = append(id.Keys, news.Key("code:"+v.site+":"+string(v.code)))
	}
}

// byOrigLink takes a second address in: another spelling of the same article,
// claimed by the site itself. Pages whose rel=canonical is their section or
// their front page are known, so an address that loses or changes the code is
// not believed.
func (r *Rules) byOrigLink(id *news.Identity, v *verdict, src news.Source, raw string) {
	l, err := r.read(raw)
	if err != nil || l.home() {
		return
	}
	orig := r.judge(l, src.Name)
	if bareHost(orig.site) != bareHost(v.site) || v.code != "" && (orig.code != v.code || orig.site != v.site) ||
		slices.Contains(r.feedURLs[src.Name], orig.canonical) {
		return
	}
	if orig.code != "" {
		v.code, v.site = orig.code, orig.site
		id.Canonical = orig.canonical
	}
	id.Keys = append(id.Keys, urlKey(orig.canonical))
}

// proxied reads orig if the link is one of a feed proxy, which says nothing of
// where the article is. The proxy's link is then no key: whoever could claim
// both would tie other people's items together.
func (r *Rules) proxied(l *link, err error, orig string) (*link, bool) {
	if orig == "" || err == nil && !isProxy(l.host) {
		return nil, false
	}
	o, err := r.read(orig)
	return o, err == nil && !o.home()
}

// isProxy tells of hosts that only forward readers of feeds.
func isProxy(host string) bool {
	switch host {
	case "feedproxy.google.com", "feeds.feedburner.com", "feedburner.com", "rss.feedsportal.com", "tracking.feedpress.it",
		"feedpress.me", "feeds.feedblitz.com", "p.feedblitz.com", "feedads.g.doubleclick.net", "rss.buysellads.com":
		return true
	}
	return strings.HasSuffix(host, ".feedsportal.com")
}

func urlKey(canonical string) news.Key {
	return news.Key("url:" + shorten(canonical, maxCanonical))
}

func shorten(s string, max int) string {
	if len(s) <= max {
		return s
	}
	return "sha256:" + digest(s)
}

// Hash is the key of last resort: for entries with neither link nor guid, and
// for sources whose links and guids lie. Where there is no headline the text
// stands in.
func Hash(src news.Source, e news.Entry) news.Key {
	words := text.Squeezed(e.Title)
	for _, s := range []string{e.Summary, e.Content} {
		if words == "" {
			words = text.Squeezed(s)
		}
	}
	if words == "" && len(e.Enclosures) > 0 {
		words = e.Enclosures[0].URL
	}
	return news.Key("hash:" + src.Name + ":" + digest(words+"\n"+strings.TrimSpace(e.RawPublished)))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// namespace is the UUID that golchin's ids are made under. It never changes.
const namespace = "5b0f6c1e-3c0a-5e0d-9d55-6f7c8a2b4e10"

// ID makes an item's id of the key it is known by when first stored: the
// version 5 UUID of the key (RFC 9562 §5.5). The same key gives the same id in
// every database, for ever.
func ID(k news.Key) news.ItemID {
	return news.ItemID("urn:uuid:" + uuid.NewSHA1(uuid.MustParse(namespace), []byte(k)).String())
}
