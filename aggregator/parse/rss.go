package parse

import (
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"golchin/aggregator/news"
)

// rss fills the document from RSS of any version.
func (b *builder) rss(o outline, f *rss.Feed) error {
	b.rssHead(o, f)
	b.doc.Entries = make([]news.Entry, 0, len(f.Items))
	for i, it := range f.Items {
		s := b.source(o, i)
		b.rssEntry(s, it)
		if err := b.finish(s); err != nil {
			return err
		}
	}
	return nil
}

// rssHead fills what the channel says of itself.
func (b *builder) rssHead(o outline, f *rss.Feed) {
	d, base := &b.doc, b.headBase(o)
	d.Title = plainTitle(f.Title, b.o.MaxTitle)
	d.Description = plainTitle(f.Description, 4*b.o.MaxTitle)
	for _, l := range f.Links {
		if d.Link = b.link(nil, base, l); d.Link != "" {
			break
		}
	}
	for _, l := range f.Extensions["atom"]["link"] {
		if rel := l.Attrs["rel"]; d.Link == "" && (rel == "" || rel == "alternate") {
			d.Link = b.link(nil, base, l.Attrs["href"])
		}
	}
	if b.base.Host == "" && d.Link != "" { // a file: its home page is the base
		b.base, _ = url.Parse(d.Link)
	}
	if b.base == nil {
		b.base = &url.URL{}
	}
	d.Language = language(firstOf(f.Language, first(f.Extensions, "dc", "language"), headLanguage(o)))
	d.Rights = plainTitle(firstOf(f.Copyright, first(f.Extensions, "dc", "rights")), b.o.MaxTitle)
	if f.Image != nil {
		d.Image = b.link(nil, base, f.Image.URL)
	}
	if d.Image == "" && f.ITunesExt != nil {
		d.Image = b.link(nil, base, f.ITunesExt.Image)
	}
	for _, l := range f.Extensions["atom"]["link"] {
		b.relation(base, l.Attrs["rel"], l.Attrs["href"])
	}
	for _, l := range f.Extensions["atom10"]["link"] {
		b.relation(base, l.Attrs["rel"], l.Attrs["href"])
	}
	b.show = line(first(f.Extensions, "podcast", "guid"), 128)
	d.TTL = max(minutes(f.TTL), syndication(f.Extensions["sy"]))
	for _, h := range f.SkipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && n >= 0 && n <= 24 {
			d.SkipHours = append(d.SkipHours, n%24) // RSS 0.91 counted from 1 to 24
		}
	}
	sort.Ints(d.SkipHours)
	for _, day := range f.SkipDays {
		for w := time.Sunday; w <= time.Saturday; w++ {
			if strings.EqualFold(strings.TrimSpace(day), w.String()) {
				d.SkipDays = append(d.SkipDays, w)
			}
		}
	}
}

// headLanguage is the xml:lang of the channel or the root.
func headLanguage(o outline) string {
	for _, p := range []part{o.channel, o.root} {
		if v, ok := attr(p.attrs.of(o.doc), "xml:lang"); ok {
			return string(v)
		}
	}
	return ""
}

// relation takes one link of the head by its relation; the first of each counts.
func (b *builder) relation(base *url.URL, rel, href string) {
	var field *string
	switch strings.ToLower(strings.TrimSpace(rel)) {
	case "self":
		field = &b.doc.Self
	case "hub":
		field = &b.doc.Hub
	case "next":
		field = &b.doc.Next
	default:
		return
	}
	if *field == "" {
		*field = b.link(nil, base, href)
	}
}

// maxTTL is the longest pause that is believed.
const maxTTL = 366 * 24 * time.Hour

// minutes reads the ttl of RSS.
func minutes(s string) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || n <= 0 || n > maxTTL.Minutes() {
		return 0
	}
	return time.Duration(n * float64(time.Minute))
}

// syndication reads sy:updatePeriod divided by sy:updateFrequency.
func syndication(sy map[string][]ext.Extension) time.Duration {
	var period time.Duration
	switch strings.ToLower(value(sy, "updatePeriod")) {
	case "hourly":
		period = time.Hour
	case "daily":
		period = 24 * time.Hour
	case "weekly":
		period = 7 * 24 * time.Hour
	case "monthly":
		period = 30 * 24 * time.Hour
	case "yearly":
		period = 365 * 24 * time.Hour
	default:
		return 0
	}
	if n, err := strconv.Atoi(value(sy, "updateFrequency")); err == nil && n > 1 {
		period /= time.Duration(n)
	}
	return period
}

// value is the text of the first element called name.
func value(x map[string][]ext.Extension, name string) string {
	for _, e := range x[name] {
		return strings.TrimSpace(e.Value)
	}
	return ""
}

// rssEntry fills one entry.
func (b *builder) rssEntry(s source, it *rss.Item) {
	e := s.entry
	b.rssLinks(s, it)
	title := it.Title
	if _, _, n := s.ends("title"); n > 1 { // gofeed takes the last
		title, _ = s.text("title")
	}
	e.Title = plainTitle(firstOf(title, first(it.Extensions, "dc", "title"), first(it.Extensions, "media", "title"), first(it.Extensions, "itunes", "title")), b.o.MaxTitle)

	summary := firstOf(it.Description, first(it.Extensions, "itunes", "summary"), first(it.Extensions, "media", "description"), mediaGroup(it.Extensions, "description"), first(it.Extensions, "dc", "description"), first(it.Extensions, "dcterms", "abstract"), first(it.Extensions, "itunes", "subtitle"))
	e.Summary = b.html(b.textBase(s, "description"), summary)
	e.Content = b.html(b.textBase(s, "encoded"), firstOf(it.Content, b.xhtmlBody(s), it.Custom["fullitem"], it.Custom["encoded"], first(it.Extensions, "content", "encoded")))

	b.dates(e, firstOf(s.date("pubDate", it.PubDate), first(it.Extensions, "dc", "date"), first(it.Extensions, "dcterms", "issued", "created"), first(it.Extensions, "atom", "published"), it.Custom["date"]),
		firstOf(first(it.Extensions, "atom", "updated"), first(it.Extensions, "dcterms", "modified")))

	b.rssPeople(e, it)
	for _, c := range it.Categories {
		addCategory(e, news.Category{Term: unescape(c.Value), Scheme: c.Domain})
	}
	for _, c := range it.Extensions["dc"]["subject"] {
		addCategory(e, news.Category{Term: c.Value})
	}
	b.rssFiles(s, it)
	e.Language = firstOf(s.language(), language(first(it.Extensions, "dc", "language")))
	e.Comments = b.link(e, s.base, it.Comments)
	e.Rights = plainTitle(firstOf(first(it.Extensions, "dc", "rights"), first(it.Extensions, "media", "copyright")), b.o.MaxTitle)
	if it.Source != nil {
		e.Via = news.Via{Title: plainTitle(it.Source.Title, b.o.MaxTitle), URL: b.link(e, s.base, it.Source.URL)}
	}
}

// rssLinks finds what names an item. The flag of the guid counts only for one
// that can be followed; RDF has its guid in rdf:about.
func (b *builder) rssLinks(s source, it *rss.Item) {
	e := s.entry
	if it.GUID != nil && it.GUID.Value != "" {
		e.GUID = b.guid(it.GUID.Value)
		e.GUIDIsLink = !strings.EqualFold(strings.TrimSpace(it.GUID.IsPermalink), "false") && isHTTP(it.GUID.Value)
	} else if about, ok := attr(s.part.attrs.of(s.doc), "rdf:about"); ok {
		e.GUID = b.guid(strings.TrimSpace(unescape(string(about))))
		e.GUIDIsLink = isHTTP(e.GUID)
	} else if id := first(it.Extensions, "atom", "id"); id != "" {
		e.GUID = b.guid(id)
	}
	for _, l := range it.Links {
		if e.Link == "" {
			e.Link = b.link(e, b.baseOf(s, "link"), l)
		}
	}
	if e.Link == "" && e.GUIDIsLink {
		e.Link = b.link(e, s.base, e.GUID)
	}
	for _, l := range it.Extensions["atom"]["link"] {
		if rel := l.Attrs["rel"]; e.Link == "" && (rel == "" || rel == "alternate") {
			e.Link = b.link(e, s.base, l.Attrs["href"])
		}
	}
	if e.Link == "" && len(it.Links) == 0 && it.Enclosure != nil {
		e.Link = b.link(e, s.base, it.Enclosure.URL)
	}
	e.OrigLink = b.link(nil, s.base, firstOf(first(it.Extensions, "feedburner", "origLink"), first(it.Extensions, "pheedo", "origLink")))
}

func isHTTP(s string) bool {
	s = strings.ToLower(clip(strings.TrimSpace(s), 8))
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

func (b *builder) rssPeople(e *news.Entry, it *rss.Item) {
	if it.Author != "" {
		addAuthor(e, person(it.Author))
	}
	for _, name := range []string{"creator", "author"} {
		for _, c := range it.Extensions["dc"][name] {
			addAuthor(e, person(c.Value))
		}
	}
	for _, a := range it.Extensions["atom"]["author"] {
		addAuthor(e, news.Person{Name: plainPerson(value(a.Children, "name")), Email: value(a.Children, "email"), URL: b.link(nil, b.base, value(a.Children, "uri"))})
	}
	if len(e.Authors) == 0 {
		if name := first(it.Extensions, "itunes", "author"); name != "" {
			addAuthor(e, person(name))
		}
	}
}

// rssFiles collects enclosures and media, and picks the image.
func (b *builder) rssFiles(s source, it *rss.Item) {
	e := s.entry
	for _, n := range it.Enclosures {
		b.addEnclosure(e, s.base, news.Enclosure{URL: n.URL, Type: n.Type, Length: size(n.Length)})
	}
	b.media(s, it.Extensions)
	b.podcast(s, it.Extensions)
	if e.Podcast != nil && e.Image == "" {
		e.Image = e.Podcast.Image
	}
	for _, n := range e.Enclosures {
		if e.Image == "" && strings.HasPrefix(n.Type, "image/") {
			e.Image = n.URL
		}
	}
}
