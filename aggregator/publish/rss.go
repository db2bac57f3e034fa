package publish

import (
	"encoding/xml"
	"html"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/feeds"
)

// rssDocs is the address of the format's description (RSS profile, docs).
const rssDocs = "https://www.rssboard.org/rss-specification"

// rssRoot is the <rss> element.
type rssRoot struct {
	XMLName    xml.Name `xml:"rss"`
	Version    string   `xml:"version,attr"`
	Atom       string   `xml:"xmlns:atom,attr"`
	Content    string   `xml:"xmlns:content,attr"`
	DC         string   `xml:"xmlns:dc,attr"`
	Media      string   `xml:"xmlns:media,attr"`
	ITunes     string   `xml:"xmlns:itunes,attr,omitempty"`
	Podcast    string   `xml:"xmlns:podcast,attr,omitempty"`
	Feed       *rssFeed `xml:"channel"`
	stylesheet string
}

// MarshalXML writes the style sheet's instruction before the element.
func (r *rssRoot) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	if err := writeStylesheet(e, r.stylesheet); err != nil {
		return err
	}
	type bare rssRoot
	return e.Encode((*bare)(r))
}

// writeStylesheet writes the instruction that points browsers to a style sheet.
func writeStylesheet(e *xml.Encoder, url string) error {
	if url == "" {
		return nil
	}
	var b strings.Builder
	b.WriteString(`type="text/css" href="`)
	if err := xml.EscapeText(&b, []byte(url)); err != nil {
		return err
	}
	b.WriteByte('"')
	return e.EncodeToken(xml.ProcInst{Target: "xml-stylesheet", Inst: []byte(b.String())})
}

// rssFeed is gorilla's, with several links and our items.
type rssFeed struct {
	feeds.RssFeed
	Title       rssText    `xml:"title"`
	Description rssText    `xml:"description"`
	Links       []rssLink  `xml:"atom:link"`
	Show        string     `xml:"podcast:guid,omitempty"`
	Items       []*rssItem `xml:"item"`

	stylesheet, itunes, podcast string
}

// FeedXml implements feeds.XmlFeed.
func (f *rssFeed) FeedXml() any {
	return &rssRoot{
		Version: "2.0", Feed: f, stylesheet: f.stylesheet,
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Media:   "http://search.yahoo.com/mrss/",
		ITunes:  f.itunes, Podcast: f.podcast,
	}
}

// rssItem is gorilla's, with what it lacks. Title, Link, Description and
// Content shadow fields that are right, so that empty ones stay away and
// content:encoded follows description, as the profile asks.
type rssItem struct {
	feeds.RssItem
	Language    string            `xml:"xml:lang,attr,omitempty"`
	Title       *rssText          `xml:"title"`
	Link        string            `xml:"link,omitempty"`
	Description string            `xml:"description,omitempty"`
	Content     *feeds.RssContent `xml:"content:encoded"`
	Creators    []string          `xml:"dc:creator"`
	DCLanguage  string            `xml:"dc:language,omitempty"`
	Rights      string            `xml:"dc:rights,omitempty"`
	Categories  []rssCategory     `xml:"category"`
	Source      *rssSource        `xml:"source"`
	Media       []mediaContent    `xml:"media:content"`
	Thumbnail   *mediaThumbnail   `xml:"media:thumbnail"`
	*episode
	Updated string    `xml:"atom:updated,omitempty"`
	Links   []rssLink `xml:"atom:link"`
}

// rssText is plain text with "&" and "<" as hexadecimal references, the way
// that readers disagree least on (RSS profile, character data).
type rssText struct {
	Text string `xml:",innerxml"`
}

func newRSSText(s string) rssText { return rssText{hexadecimal().Replace(s)} }

var hexadecimal = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("&", "&#x26;", "<", "&#x3C;", ">", "&#x3E;")
})

type rssLink struct {
	Href     string `xml:"href,attr"`
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Title    string `xml:"title,attr,omitempty"`
	HrefLang string `xml:"hreflang,attr,omitempty"`
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Name   string `xml:",chardata"`
}

type rssSource struct {
	URL  string `xml:"url,attr"`
	Name string `xml:",chardata"`
}

type mediaContent struct {
	URL    string      `xml:"url,attr"`
	Length int64       `xml:"fileSize,attr,omitempty"`
	Type   string      `xml:"type,attr"`
	Plays  int64       `xml:"duration,attr,omitempty"` // seconds
	Medium string      `xml:"medium,attr,omitempty"`
	Title  *mediaTitle `xml:"media:title"`
}

type mediaTitle struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type mediaThumbnail struct {
	URL string `xml:"url,attr"`
}

// writeRSS writes s as RSS 2.0.
func (s *sheet) writeRSS(w io.Writer) error {
	f := &rssFeed{Title: newRSSText(s.title), Description: newRSSText(s.about), stylesheet: s.stylesheet}
	f.RssFeed = feeds.RssFeed{
		Link:          s.home,
		Language:      s.language,
		LastBuildDate: rfc822(s.updated),
		Generator:     strings.TrimSpace(s.generator + " " + s.version),
		Docs:          rssDocs,
		Ttl:           int((s.ttl + time.Minute - 1) / time.Minute),
	}
	switch mediaType("", s.image) {
	case "image/gif", "image/jpeg", "image/png":
		f.Image = &feeds.RssImage{Url: s.image, Title: s.title, Link: s.home}
	}
	for _, l := range s.links() {
		f.Links = append(f.Links, rssLink{Href: l.url, Rel: l.rel, Type: l.mediaType(RSS)})
	}
	var episodes []*episode
	episodes, f.itunes, f.podcast = s.episodes()
	if f.Show = s.show(); f.Show != "" {
		f.podcast = nsPodcast
	}
	f.Items = make([]*rssItem, 0, len(s.cards))
	for i := range s.cards {
		it := s.cards[i].rss()
		it.episode = episodes[i]
		f.Items = append(f.Items, it)
	}
	return feeds.WriteXML(f, w)
}

// rss is the card as an RSS item.
func (c *card) rss() *rssItem {
	it := &rssItem{
		Language:   c.language,
		Link:       c.link,
		DCLanguage: c.language,
		Rights:     c.rights,
		Source:     &rssSource{URL: c.source, Name: c.publisher},
	}
	it.Guid = &feeds.RssGuid{Id: c.id, IsPermaLink: strconv.FormatBool(c.permalink)}
	it.PubDate = rfc822(c.published)
	it.Comments = c.comments
	if c.updated.After(c.published) {
		it.Updated = rfc3339(c.updated)
	}
	if c.source == "" {
		it.Source = nil
	}
	it.words(c)
	for _, p := range c.authors {
		it.Creators = append(it.Creators, p.Name)
	}
	for _, k := range c.topics {
		it.Categories = append(it.Categories, rssCategory{k.scheme, k.name()})
	}
	for _, k := range c.categories {
		it.Categories = append(it.Categories, rssCategory{k.scheme, k.name()})
	}
	it.files(c)
	for _, l := range c.links() {
		it.Links = append(it.Links, rssLink{Href: l.url, Rel: l.rel, Title: l.title, HrefLang: l.language, Type: l.mediaType(RSS)})
	}
	return it
}

// words sets title and text. A title or a description there must be.
func (it *rssItem) words(c *card) {
	switch {
	case c.summary != "":
		it.Description = html.EscapeString(c.summary)
		it.Content = &feeds.RssContent{Content: c.body}
	default:
		it.Description = c.body
	}
	if c.title != "" || c.body == "" {
		t := newRSSText(c.heading())
		it.Title = &t
	}
}

// files sets the one enclosure that RSS readers can deal with, and the others
// as media:content.
func (it *rssItem) files(c *card) {
	for i, f := range c.enclosures {
		if i == 0 {
			it.Enclosure = &feeds.RssEnclosure{Url: f.URL, Length: strconv.FormatInt(f.Length, 10), Type: f.Type}
			continue
		}
		m := mediaContent{URL: f.URL, Length: f.Length, Type: f.Type, Plays: seconds(f.Duration), Medium: medium(f.Type)}
		if f.Title != "" {
			m.Title = &mediaTitle{"plain", f.Title}
		}
		it.Media = append(it.Media, m)
	}
	if c.image != "" {
		it.Thumbnail = &mediaThumbnail{c.image}
	}
}

// medium is the Media RSS word for a media type.
func medium(t string) string {
	switch kind, _, _ := strings.Cut(t, "/"); kind {
	case "image", "audio", "video":
		return kind
	}
	return "document"
}
