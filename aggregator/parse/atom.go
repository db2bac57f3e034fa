package parse

import (
	"bytes"
	"encoding/base64"
	"html"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"golchin/aggregator/news"
)

// atom fills the document from Atom 1.0 or 0.3.
func (b *builder) atom(o outline, f *atom.Feed) error {
	b.atomHead(o, f)
	b.doc.Entries = make([]news.Entry, 0, len(f.Entries))
	for i, it := range f.Entries {
		s := b.source(o, i)
		b.atomEntry(s, it)
		if len(s.entry.Authors) == 0 {
			b.atomPeople(s.entry, s.base, f.Authors)
		}
		if err := b.finish(s); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) atomHead(o outline, f *atom.Feed) {
	d, base := &b.doc, b.headBase(o)
	d.Title = plainTitle(f.Title, b.o.MaxTitle)
	d.Description = plainTitle(f.Subtitle, 4*b.o.MaxTitle)
	head := source{doc: o.doc, part: o.root, base: base, space: o.space}
	links := b.links(head, f.Links)
	d.Link = b.link(nil, base, alternate(links))
	if b.base.Host == "" && d.Link != "" {
		if u, err := url.Parse(d.Link); err == nil {
			b.base = u
		}
	}
	for _, l := range links {
		b.relation(base, l.Rel, l.Href)
	}
	d.Language = language(f.Language)
	d.Rights = plainTitle(f.Rights, b.o.MaxTitle)
	d.Image = b.link(nil, base, firstOf(strings.TrimSpace(f.Logo), strings.TrimSpace(f.Icon)))
	b.show = line(first(f.Extensions, "podcast", "guid"), 128)
	d.TTL = syndication(f.Extensions["sy"])
}

// links are the links as the feed spells them: gofeed writes them anew. What
// the outline does not know is taken from gofeed.
func (b *builder) links(s source, read []*atom.Link) []atom.Link {
	var out []atom.Link
	for _, k := range s.kids("link") {
		l := atom.Link{Href: s.attr(k, "href"), Rel: strings.ToLower(s.attr(k, "rel")), Type: strings.ToLower(s.attr(k, "type")), Title: s.attr(k, "title"), Length: s.attr(k, "length")}
		if l.Rel == "" {
			l.Rel = "alternate"
		}
		l.Rel = strings.TrimPrefix(l.Rel, "http://www.iana.org/assignments/relation/")
		if l.Href == "" {
			l.Href = rawText(k.inner.of(s.doc))
		}
		if base := b.rebase(s.base, k.attrs.of(s.doc)); base != s.base {
			l.Href = absolute(base, l.Href)
		}
		out = append(out, l)
	}
	if len(s.part.kids) == 0 {
		for _, l := range read {
			out = append(out, *l)
		}
	}
	return out
}

// alternate is the page that a feed or entry stands for: the first HTML
// alternate, else the first alternate of another type that is no feed.
func alternate(links []atom.Link) string {
	other := ""
	for _, l := range links {
		if l.Rel != "alternate" || l.Href == "" {
			continue
		}
		if l.Type == "" || strings.Contains(l.Type, "html") {
			return l.Href
		}
		if other == "" {
			other = l.Href
		}
	}
	return other
}

// atomEntry fills one entry.
func (b *builder) atomEntry(s source, it *atom.Entry) {
	e := s.entry
	id, ok := s.text("id")
	if !ok {
		id = it.ID
	}
	e.GUID = b.guid(id)
	b.atomLinks(s, it)

	title := it.Title
	if _, _, n := s.ends("title"); n > 1 {
		title, _ = s.text("title")
	}
	e.Title = plainTitle(firstOf(title, mediaGroup(it.Extensions, "title"), first(it.Extensions, "media", "title")), b.o.MaxTitle)
	e.Summary = b.construct(s, "summary", it.Summary)
	if it.Content != nil {
		e.Content = b.construct(s, "content", it.Content.Value)
	}
	if e.Summary == "" && e.Content == "" {
		e.Summary = b.html(s.base, html.EscapeString(firstOf(mediaGroup(it.Extensions, "description"), first(it.Extensions, "media", "description"))))
	}
	created, _ := s.text("created") // Atom 0.3; gofeed does not know it
	b.dates(e, firstOf(s.date("published", it.Published), s.date("issued", ""), created, first(it.Extensions, "dc", "date"), first(it.Extensions, "dcterms", "issued", "created")),
		firstOf(s.date("updated", it.Updated), s.date("modified", ""), first(it.Extensions, "dcterms", "modified")))

	b.atomPeople(e, s.base, it.Authors)
	if len(e.Authors) == 0 && it.Source != nil {
		b.atomPeople(e, s.base, it.Source.Authors)
	}
	for _, c := range it.Extensions["dc"]["creator"] {
		addAuthor(e, person(c.Value))
	}
	for _, c := range it.Categories {
		addCategory(e, news.Category{Term: unescape(c.Term), Scheme: c.Scheme, Label: unescape(c.Label)})
	}
	for _, c := range it.Extensions["dc"]["subject"] {
		addCategory(e, news.Category{Term: c.Value})
	}
	b.media(s, it.Extensions)
	b.podcast(s, it.Extensions)
	e.Language = firstOf(s.language(), language(first(it.Extensions, "dc", "language")))
	e.Rights = plainTitle(firstOf(it.Rights, first(it.Extensions, "dc", "rights")), b.o.MaxTitle)
	b.atomVia(s, it.Source)
}

// atomLinks reads the links of an entry by their relations.
func (b *builder) atomLinks(s source, it *atom.Entry) {
	e := s.entry
	links := b.links(s, it.Links)
	e.Link = b.link(e, s.base, alternate(links))
	for _, l := range links {
		switch l.Rel {
		case "enclosure":
			b.addEnclosure(e, s.base, news.Enclosure{URL: l.Href, Type: l.Type, Length: size(l.Length), Title: l.Title})
		case "replies":
			if e.Comments == "" && (l.Type == "" || strings.Contains(l.Type, "html")) {
				e.Comments = b.link(e, s.base, l.Href)
			}
		case "canonical":
			if e.OrigLink == "" {
				e.OrigLink = b.link(nil, s.base, l.Href)
			}
		case "via":
			if e.Via.URL == "" {
				e.Via = news.Via{Title: line(l.Title, b.o.MaxTitle), URL: b.link(nil, s.base, l.Href)}
			}
		}
	}
	if o := first(it.Extensions, "feedburner", "origLink"); o != "" {
		e.OrigLink = b.link(nil, s.base, o)
	}
	e.GUIDIsLink = e.Link == "" && isHTTP(e.GUID)
	if e.GUIDIsLink {
		e.Link = b.link(e, s.base, e.GUID)
	}
	if e.Link == "" && it.Content != nil {
		for _, k := range s.kids("content") {
			e.Link = b.link(e, s.base, s.attr(k, "src"))
			break
		}
	}
	for _, n := range e.Enclosures {
		if e.Image == "" && strings.HasPrefix(n.Type, "image/") {
			e.Image = n.URL
		}
	}
}

// construct is a text construct of Atom as sanitised HTML: plain text is
// escaped, XHTML freed of its prefixes, HTML taken as it is.
func (b *builder) construct(s source, name, read string) string {
	typ, mode := "", ""
	var raw []byte
	for _, k := range s.kids(name) {
		typ, mode, raw = strings.ToLower(s.attr(k, "type")), strings.ToLower(s.attr(k, "mode")), k.inner.of(s.doc)
	}
	base := b.textBase(s, name)
	if mode == "base64" { // Atom 0.3
		read = unpacked(read)
	}
	switch {
	case strings.Contains(typ, "xhtml") && !bytes.Contains(raw, []byte("<![CDATA[")):
		return b.html(base, unprefixed(raw))
	case (typ == "" || typ == "text" || typ == "text/plain") && mode != "escaped" && mode != "xml" && !hasTag(read):
		return b.html(base, html.EscapeString(unescape(read)))
	case strings.HasPrefix(typ, "image/"), strings.HasPrefix(typ, "audio/"), strings.HasPrefix(typ, "video/"), typ == "application/octet-stream":
		return ""
	}
	return b.html(base, read)
}

// unpacked is text from its base64; what is none stays as it is.
func unpacked(s string) string {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		return s
	}
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
}

// atomVia reads atom:source, the feed that an entry was copied from.
func (b *builder) atomVia(s source, src *atom.Source) {
	if src == nil {
		return
	}
	v := news.Via{Title: plainTitle(src.Title, b.o.MaxTitle)}
	for _, rel := range []string{"alternate", "self"} {
		for _, l := range src.Links {
			if v.URL == "" && l.Rel == rel {
				v.URL = b.link(nil, s.base, l.Href)
			}
		}
	}
	if v.URL == "" && isHTTP(src.ID) {
		v.URL = b.link(nil, s.base, src.ID)
	}
	s.entry.Via = v
}

func (b *builder) atomPeople(e *news.Entry, base *url.URL, people []*atom.Person) {
	for _, p := range people {
		if p != nil {
			addAuthor(e, news.Person{Name: plainPerson(p.Name), Email: strings.TrimSpace(p.Email), URL: b.link(nil, base, p.URI)})
		}
	}
}
