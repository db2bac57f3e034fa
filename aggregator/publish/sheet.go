package publish

import (
	"cmp"
	"crypto/sha1"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// Limits of one element (BEHAVIOUR §3.3). The lists are cut, not refused.
const (
	maxCategories = 50
	maxEnclosures = 50
	summaryRunes  = 600
	titleRunes    = 80
)

// sheet is a document before it has a format: every string cleaned, every
// fallback taken, every rule applied that all three formats share.
type sheet struct {
	id, title, about, language   string
	self, home, hub              string
	first, prev, next, last      string
	image, icon, stylesheet      string
	generator, version, siteName string
	updated                      time.Time
	ttl                          time.Duration
	cards                        []card
}

// card is one element of a sheet.
type card struct {
	id        string
	permalink bool // id is where link leads

	link, via, page   string
	title             string // empty where the source gave none
	summary           string // plain text; only beside a longer body
	body              string // HTML, the "also at" list included
	language          string
	published         time.Time // zero only where nothing is known
	updated           time.Time
	authors           []news.Person
	publisher, source string
	topics            []category
	categories        []category
	enclosures        []news.Enclosure
	image             string
	podcast           *news.Podcast
	comments, rights  string
	elsewhere         []Also
	origins           []Also
	item              *news.Item
}

// category is a subject; its scheme and label may be empty.
type category struct{ term, scheme, label string }

// name is what people read.
func (c category) name() string { return cmp.Or(c.label, c.term) }

func newSheet(h Head, es []Element) *sheet {
	s := &sheet{
		title:      cmp.Or(line(h.Title), line(h.Feed.Title), line(h.Site.Title), line(h.Feed.Slug), "golchin"),
		self:       link(h.SelfURL),
		hub:        link(h.HubURL),
		first:      link(h.First),
		prev:       link(h.Prev),
		next:       link(h.Next),
		last:       link(h.Last),
		image:      link(h.Image),
		icon:       link(h.Icon),
		stylesheet: link(h.Stylesheet),
		generator:  "golchin",
		version:    line(h.Version),
		updated:    known(h.Updated),
		ttl:        max(h.TTL, 0),
	}
	site := strings.TrimRight(link(h.Site.URL), "/")
	s.siteName = cmp.Or(line(h.Site.Title), s.title)
	s.about = cmp.Or(line(h.Description), line(h.Feed.Description), s.title)
	s.home = cmp.Or(link(h.HomeURL), site, s.self)
	s.language = cmp.Or(language(h.Language), only(h.Feed.Languages), language(h.Site.Language))
	s.id = cmp.Or(uri(h.ID), feedID(site, h.Feed.Slug))
	s.cards = make([]card, 0, len(es))
	seen := make(map[string]bool, len(es))
	undated := false
	for i := range es {
		e := &es[i]
		own := string(cmp.Or(e.ID, e.Item.ID))
		if !h.Feed.Private && (e.Item.Private || e.Item.Face.Private) || own == "" || seen[own] {
			continue
		}
		id := cmp.Or(sourceID(h.Feed, e), own)
		if seen[id] {
			id = own
		}
		seen[own], seen[id] = true, true
		c := newCard(e, &h, site)
		c.id, c.permalink = id, id == c.link
		if c.updated.After(s.updated) {
			s.updated = c.updated
		}
		undated = undated || c.updated.IsZero()
		s.cards = append(s.cards, c)
	}
	if undated && s.updated.Before(time.Unix(0, 0)) { // what has no date goes out with this one
		s.updated = time.Time{}
	}
	return s
}

// sourceID is the publisher's own id of e where the feed wants it and it may
// be one.
func sourceID(f news.Feed, e *Element) string {
	if !f.SourceIDs {
		return ""
	}
	return uri(e.SourceID)
}

// only is the one language of a feed that has just one.
func only(langs []string) string {
	if len(langs) == 1 {
		return language(langs[0])
	}
	return ""
}

// feedID is a version 5 UUID (RFC 9562 §5.5) in the name space of URLs.
func feedID(site, slug string) string {
	space := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	u := sha1.Sum(append(space[:], site+"/feeds/"+slug...))
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

func newCard(e *Element, h *Head, site string) card {
	it := &e.Item
	c := card{
		item:      it,
		page:      link(e.ItemURL),
		title:     line(it.Title),
		language:  cmp.Or(language(it.Language), language(h.Language), only(h.Feed.Languages)),
		published: first(e.First, published(it)),
		image:     link(it.Image),
		comments:  link(it.Comments),
		rights:    line(it.Rights),
		podcast:   podcast(it.Podcast),
		origins:   origins(e, h.Feed.Private),
	}
	c.link = cmp.Or(link(it.Link), link(it.Canonical), c.page)
	c.updated = updated(it, c.published)
	c.source = cmp.Or(redacted(e.SourceURL), homeOf(it.Site), c.link)
	c.publisher = cmp.Or(line(it.Publisher), line(it.Site), host(c.link), host(c.source))
	c.via = c.guid()
	c.people()
	c.subjects(h, site)
	c.files()
	c.elsewhere = elsewhere(it, c.origins, c.link)
	if e.Excerpt {
		c.item.Summary, c.item.Content, c.item.FullText = c.excerpt(), "", ""
	}
	c.text(h.Feed.FullContent || h.Feed.Token != "")
	return c
}

// excerpt is the beginning of the card's text, as HTML.
func (c *card) excerpt() string {
	it := c.item
	return html.EscapeString(excerpt(cmp.Or(plain(it.Summary), plain(it.Lead), plain(it.Content)), summaryRunes))
}

// text chooses the words: the richest text the feed may show as body, and
// beside a long one its summary as plain text.
func (c *card) text(full bool) {
	it := c.item
	rich := ""
	if full {
		rich = tidy(it.FullText)
	}
	if rich == "" {
		rich = tidy(it.Content)
	}
	body := rich
	if rich == "" {
		body = tidy(it.Summary)
	} else {
		c.summary = excerpt(cmp.Or(plain(it.Summary), plain(it.Lead)), summaryRunes)
		if c.summary == "" {
			c.summary = excerpt(plain(rich), summaryRunes/2)
		}
	}
	rtl := isRTL(c.language, it.Title)
	if body == "" && len(c.elsewhere) == 0 {
		return
	}
	var b strings.Builder
	b.Grow(len(body) + 256*len(c.elsewhere) + 64)
	if rtl && body != "" {
		b.WriteString("<div")
		attributes(&b, c.language, true)
		b.WriteByte('>')
		b.WriteString(body)
		b.WriteString("</div>")
	} else {
		b.WriteString(body)
	}
	alsoBlock(&b, c.elsewhere, it, c.language, rtl)
	c.body = b.String()
}

// heading is the title, or the beginning of the text where there is none:
// Atom must have one.
func (c *card) heading() string {
	if c.title != "" {
		return c.title
	}
	return cmp.Or(excerpt(plain(c.body), titleRunes), readable(c.link), c.id)
}

// readable is a URL with its letters instead of their percent-encoding.
func readable(link string) string {
	if s, err := url.PathUnescape(link); err == nil {
		return line(s)
	}
	return link
}

// guid is the publisher's own id of the face where it is a URI and not just
// the link again.
func (c *card) guid() string {
	for _, o := range c.item.Origins {
		if o.Source != c.item.Face.Source || o.Private {
			continue
		}
		if g := uri(o.GUID); g != c.link && (g == "" || redacted(g) == g || !strings.HasPrefix(g, "http")) {
			return g
		}
		return ""
	}
	return ""
}

func (c *card) people() {
	for _, p := range c.item.Authors {
		p.Name, p.URL, p.Email = line(p.Name), link(p.URL), address(p.Email)
		if p.Name = cmp.Or(strings.TrimSpace(p.Name), p.Email, p.URL); p.Name != "" {
			c.authors = append(c.authors, p)
		}
	}
	if len(c.authors) == 0 && c.publisher != "" {
		c.authors = []news.Person{{Name: c.publisher}}
	}
}

// address returns a mail address that Atom takes (RFC 4287 §3.2.3), or "".
func address(s string) string {
	s = strings.TrimSpace(line(s))
	at := strings.IndexByte(s, '@')
	if at < 1 || at == len(s)-1 || strings.ContainsAny(s, " <>\"(),") {
		return ""
	}
	return s
}

// subjects gathers our topics, under a scheme of this site, and the source's
// own categories. None goes out twice.
func (c *card) subjects(h *Head, site string) {
	scheme := ""
	if site != "" {
		scheme = site + "/topics"
	}
	for _, t := range c.item.Topics {
		c.topics = append(c.topics, category{t.Slug, scheme, strings.TrimSpace(line(h.Topics[t.Slug]))})
	}
	seen := make(map[category]bool, len(c.item.Categories))
	for _, k := range c.item.Categories {
		n := category{strings.TrimSpace(line(k.Term)), schemeOf(k.Scheme), strings.TrimSpace(line(k.Label))}
		if n.term == "" {
			n.term = n.label
		}
		if key := (category{n.term, n.scheme, ""}); n.term != "" && !seen[key] && len(c.categories) < maxCategories {
			seen[key] = true
			c.categories = append(c.categories, n)
		}
	}
}

// schemeOf keeps a scheme that is a URI; Atom asks for one (RFC 4287 §4.2.2.2).
func schemeOf(s string) string {
	return cmp.Or(link(s), uri(s))
}

// files are the enclosures, sound or film first: many readers take one only.
func (c *card) files() {
	for _, f := range c.item.Enclosures {
		f.URL = link(f.URL)
		if f.URL == "" || len(c.enclosures) == maxEnclosures {
			continue
		}
		f.Type = mediaType(f.Type, f.URL)
		f.Title = line(f.Title)
		f.Length, f.Duration = max(f.Length, 0), max(f.Duration, 0)
		c.enclosures = append(c.enclosures, f)
		if c.image == "" && strings.HasPrefix(f.Type, "image/") {
			c.image = f.URL
		}
	}
	if c.image == "" && c.podcast != nil {
		c.image = c.podcast.Image
	}
	slices.SortStableFunc(c.enclosures, func(a, b news.Enclosure) int { return silence(a) - silence(b) })
	if n := len(c.enclosures); n > 0 && silence(c.enclosures[0]) == 0 && c.enclosures[0].Duration == 0 {
		c.enclosures[0].Duration = c.playing()
	}
}

// silence is 0 for what is played.
func silence(f news.Enclosure) int {
	if m := medium(f.Type); m == "audio" || m == "video" {
		return 0
	}
	return 1
}

// homeOf is the home page of an item's site, which may end in a language.
func homeOf(site string) string {
	host, _, _ := strings.Cut(site, "/")
	if host == "" {
		return ""
	}
	return link("https://" + host + "/")
}

// mediaType returns t where it has the form of a media type, or the usual type
// of what link's ending says. The table is our own: the machine's would not give
// the same bytes everywhere.
func mediaType(t, link string) string {
	t, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(line(t))), ";")
	t = strings.TrimSpace(t)
	if kind, sub, ok := strings.Cut(t, "/"); ok && isToken(kind) && isToken(sub) {
		return t
	}
	path, _, _ := strings.Cut(link, "?")
	path, _, _ = strings.Cut(path, "#")
	switch ext := strings.ToLower(path[strings.LastIndexAny(path, "./")+1:]); ext {
	case "mp3":
		return "audio/mpeg"
	case "m4a", "aac":
		return "audio/mp4"
	case "ogg", "oga", "opus":
		return "audio/ogg"
	case "wav":
		return "audio/wav"
	case "mp4", "m4v":
		return "video/mp4"
	case "webm":
		return "video/webm"
	case "mov":
		return "video/quicktime"
	case "m3u8":
		return "application/vnd.apple.mpegurl"
	case "jpg", "jpeg":
		return "image/jpeg"
	case "png", "gif", "webp", "avif":
		return "image/" + ext
	case "svg":
		return "image/svg+xml"
	case "pdf", "zip":
		return "application/" + ext
	}
	return "application/octet-stream"
}

// isToken tells the letters of a media type's halves (RFC 6838 §4.2).
func isToken(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("!#$&-^_.+", c) < 0 {
			return false
		}
	}
	return s != ""
}
