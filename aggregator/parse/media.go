package parse

import (
	"strconv"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"

	"golchin/aggregator/news"
)

// maxMediaDepth is how deep groups and contents may stand in each other.
const maxMediaDepth = 3

// media reads Media RSS: files become enclosures, the largest picture the
// image, and further pictures that are no other size of one enclosures, too.
func (b *builder) media(s source, x ext.Extensions) {
	if len(x["media"]) == 0 {
		return
	}
	m := mediaReader{b: b, s: s}
	m.walk(x["media"], 0)
	e := s.entry
	if e.Image == "" {
		if m.image.url == "" {
			m.image = m.thumbnail
		}
		e.Image = m.image.url
	}
	for _, u := range m.pictures {
		if u != e.Image {
			b.addEnclosure(e, s.base, news.Enclosure{URL: u, Type: imageType(u)})
		}
	}
}

// picture is a link to a picture and how wide it says it is.
type picture struct {
	url   string
	width int
}

// mediaReader collects the media of one entry.
type mediaReader struct {
	b                *builder
	s                source
	image, thumbnail picture
	pictures         []string // of no stated size
}

func (m *mediaReader) walk(x map[string][]ext.Extension, depth int) {
	for _, c := range x["content"] {
		u, typ, medium := c.Attrs["url"], c.Attrs["type"], c.Attrs["medium"]
		switch {
		case medium == "image" || strings.HasPrefix(typ, "image/") || medium == "" && typ == "" && imageType(u) != "":
			m.see(&m.image, u, c.Attrs["width"])
			if c.Attrs["width"] == "" && len(m.pictures) < m.b.o.MaxEnclosures {
				m.pictures = append(m.pictures, m.b.link(nil, m.s.base, u))
			}
		case u != "":
			m.b.addEnclosure(m.s.entry, m.s.base, news.Enclosure{
				URL: u, Type: typ, Length: size(c.Attrs["fileSize"]), Title: value(c.Children, "title"), Duration: playing(c.Attrs["duration"]),
			})
		}
		if depth < maxMediaDepth {
			m.walk(c.Children, depth+1)
		}
	}
	for _, t := range x["thumbnail"] {
		m.see(&m.thumbnail, firstOf(t.Attrs["url"], t.Value), t.Attrs["width"])
	}
	for _, g := range x["group"] {
		if depth < maxMediaDepth {
			m.walk(g.Children, depth+1)
		}
	}
}

// see keeps the wider of two pictures, the first of equals.
func (m *mediaReader) see(best *picture, u, width string) {
	w, err := strconv.Atoi(strings.TrimSpace(width))
	if err != nil {
		w = 0
	}
	if best.url == "" || w > best.width {
		if u = m.b.link(nil, m.s.base, u); u != "" {
			*best = picture{u, w}
		}
	}
}

// mediaGroup is the text of an element inside media:group.
func mediaGroup(x ext.Extensions, name string) string {
	for _, g := range x["media"]["group"] {
		if v := value(g.Children, name); v != "" {
			return v
		}
	}
	return ""
}

// imageType is the media type of a picture by the end of its name; empty when
// it does not look like one.
func imageType(u string) string {
	u, _, _ = strings.Cut(strings.ToLower(u), "?")
	dot := strings.LastIndexByte(u, '.')
	if dot < 0 {
		return ""
	}
	switch end := u[dot+1:]; end {
	case "png", "gif", "webp", "avif", "jpeg":
		return "image/" + end
	case "jpg":
		return "image/jpeg"
	}
	return ""
}
