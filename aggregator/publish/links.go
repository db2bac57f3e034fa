package publish

// related is a link of a document or of an element.
type related struct{ rel, url, title, language string }

// mediaType is what the link leads to, seen from a document of format f: other
// documents of the feed come in the same format. Of an address that is not ours
// nothing is claimed.
func (l related) mediaType(f Format) string {
	switch l.rel {
	case "self", "first", "previous", "next", "last":
		return f.MediaType()
	case "alternate", "describedby":
		return "text/html"
	}
	return ""
}

// links are the document's, but for the one to the page for people: self and
// hub (WebSub §4) and the neighbouring pages (RFC 5005 §3).
func (s *sheet) links() []related {
	all := []related{
		{rel: "self", url: s.self}, {rel: "hub", url: s.hub},
		{rel: "first", url: s.first}, {rel: "previous", url: s.prev}, {rel: "next", url: s.next}, {rel: "last", url: s.last},
	}
	return present(all)
}

// links are the element's, but for the one to the item: the publisher's id,
// our page about it, and where else the news is told.
func (c *card) links() []related {
	all := make([]related, 0, 2+len(c.elsewhere))
	all = append(all, related{rel: "via", url: c.via})
	if c.page != c.link {
		all = append(all, related{rel: "describedby", url: c.page})
	}
	for _, a := range c.elsewhere {
		all = append(all, related{rel: "related", url: a.URL, title: a.Publisher, language: a.Language})
	}
	return present(all)
}

// present keeps the links that lead somewhere.
func present(all []related) []related {
	out := all[:0]
	for _, l := range all {
		if l.url != "" {
			out = append(out, l)
		}
	}
	return out
}
