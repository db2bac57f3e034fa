package publish

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/gorilla/feeds"
)

// atomFeed is gorilla's, with a language, several links and our entries.
type atomFeed struct {
	feeds.AtomFeed
	Language  string         `xml:"xml:lang,attr,omitempty"`
	Media     string         `xml:"xmlns:media,attr"`
	ITunes    string         `xml:"xmlns:itunes,attr,omitempty"`
	Podcast   string         `xml:"xmlns:podcast,attr,omitempty"`
	Links     []atomLink     `xml:"link"`
	Generator *atomGenerator `xml:"generator"`
	Show      string         `xml:"podcast:guid,omitempty"`
	Entries   []*atomEntry   `xml:"entry"`

	stylesheet string
}

// FeedXml implements feeds.XmlFeed.
func (f *atomFeed) FeedXml() any { return f }

// MarshalXML writes the style sheet's instruction before the element.
func (f *atomFeed) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	if err := writeStylesheet(e, f.stylesheet); err != nil {
		return err
	}
	type bare atomFeed
	return e.Encode((*bare)(f))
}

// atomEntry is gorilla's, with what it lacks.
type atomEntry struct {
	feeds.AtomEntry
	Language   string             `xml:"xml:lang,attr,omitempty"`
	Authors    []feeds.AtomAuthor `xml:"author"`
	Links      []atomLink         `xml:"link"`
	Categories []atomCategory     `xml:"category"`
	Source     *atomSource        `xml:"source"`
	Thumbnail  *mediaThumbnail    `xml:"media:thumbnail"`
	*episode
}

// atomLink is gorilla's, with title and language.
type atomLink struct {
	feeds.AtomLink
	Title    string `xml:"title,attr,omitempty"`
	HrefLang string `xml:"hreflang,attr,omitempty"`
}

func newAtomLink(rel, href, mediaType string) atomLink {
	return atomLink{AtomLink: feeds.AtomLink{Rel: rel, Href: href, Type: mediaType}}
}

type atomGenerator struct {
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr,omitempty"`
}

// atomSource tells where an entry was copied from (RFC 4287 §4.2.11).
type atomSource struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Rights  string     `xml:"rights,omitempty"`
}

// writeAtom writes s as Atom 1.0.
func (s *sheet) writeAtom(w io.Writer) error {
	f := &atomFeed{
		Language:   s.language,
		Media:      "http://search.yahoo.com/mrss/",
		Generator:  &atomGenerator{s.version, s.generator},
		stylesheet: s.stylesheet,
	}
	f.AtomFeed = feeds.AtomFeed{
		Xmlns:   "http://www.w3.org/2005/Atom",
		Title:   s.title,
		Id:      s.id,
		Updated: rfc3339(s.updated),
		Icon:    s.icon,
		Logo:    s.image,
		Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: s.siteName}},
	}
	if s.about != s.title {
		f.Subtitle = s.about
	}
	if s.home != "" && s.home != s.self {
		f.Links = append(f.Links, newAtomLink("alternate", s.home, "text/html"))
	}
	for _, l := range s.links() {
		f.Links = append(f.Links, newAtomLink(l.rel, l.url, l.mediaType(Atom)))
	}
	var episodes []*episode
	episodes, f.ITunes, f.Podcast = s.episodes()
	if f.Show = s.show(); f.Show != "" {
		f.Podcast = nsPodcast
	}
	f.Entries = make([]*atomEntry, 0, len(s.cards))
	for i := range s.cards {
		e := s.cards[i].atom()
		e.episode = episodes[i]
		f.Entries = append(f.Entries, e)
	}
	return feeds.WriteXML(f, w)
}

// atom is the card as an Atom entry.
func (c *card) atom() *atomEntry {
	e := &atomEntry{Language: c.language}
	e.AtomEntry = feeds.AtomEntry{
		Title:   c.heading(),
		Id:      c.id,
		Updated: rfc3339(c.updated),
		Rights:  c.rights,
		Content: &feeds.AtomContent{Type: "html", Content: c.body},
	}
	if !c.published.IsZero() {
		e.Published = rfc3339(c.published)
	}
	if c.body == "" {
		e.Content = &feeds.AtomContent{Type: "text", Content: c.heading()}
	}
	if c.summary != "" {
		e.Summary = &feeds.AtomSummary{Type: "text", Content: c.summary}
	}
	for _, p := range c.authors {
		e.Authors = append(e.Authors, feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: p.Name, Email: p.Email, Uri: p.URL}})
	}
	for _, k := range c.topics {
		e.Categories = append(e.Categories, atomCategory{k.term, k.scheme, k.label})
	}
	for _, k := range c.categories {
		e.Categories = append(e.Categories, atomCategory{k.term, k.scheme, k.label})
	}
	e.links(c)
	if c.source != "" {
		e.Source = c.atomSource()
	}
	if c.image != "" {
		e.Thumbnail = &mediaThumbnail{c.image}
	}
	return e
}

// links sets the entry's links; of rel=alternate there is one (RFC 4287 §4.1.2).
func (e *atomEntry) links(c *card) {
	if c.link != "" {
		l := newAtomLink("alternate", c.link, "text/html")
		l.HrefLang = c.language
		e.Links = append(e.Links, l)
	}
	if c.comments != "" {
		e.Links = append(e.Links, newAtomLink("replies", c.comments, "text/html"))
	}
	for _, f := range c.enclosures {
		l := newAtomLink("enclosure", f.URL, f.Type)
		l.Title = f.Title
		if f.Length > 0 {
			l.Length = strconv.FormatInt(f.Length, 10)
		}
		e.Links = append(e.Links, l)
	}
	for _, r := range c.links() {
		l := newAtomLink(r.rel, r.url, r.mediaType(Atom))
		l.Title, l.HrefLang = r.title, r.language
		e.Links = append(e.Links, l)
	}
}

// atomSource names the publisher. When its feed changed last we know only from
// the item: not before that did.
func (c *card) atomSource() *atomSource {
	s := &atomSource{ID: c.source, Title: c.publisher, Updated: rfc3339(c.updated), Rights: c.rights}
	if home := homeOf(c.item.Site); home != "" {
		s.Links = append(s.Links, newAtomLink("alternate", home, "text/html"))
	}
	if !strings.EqualFold(c.source, homeOf(c.item.Site)) && c.source != c.link {
		s.Links = append(s.Links, newAtomLink("self", c.source, ""))
	}
	return s
}
