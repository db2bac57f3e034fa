package publish

import (
	"bytes"
	"fmt"
)

// Format is the kind of document a feed is written as. The zero value is RSS.
type Format int

// The formats that Render writes.
const (
	RSS  Format = iota // RSS 2.0, RSS Advisory Board profile
	Atom               // RFC 4287
	JSON               // JSON Feed 1.1
)

// Formats lists every format, in the order they are offered to readers.
func Formats() []Format { return []Format{RSS, Atom, JSON} }

// FormatOf returns the format of a file name's ending, without the dot: "rss",
// "atom" or "json". Anything else is not a format.
func FormatOf(ext string) (Format, bool) {
	for _, f := range Formats() {
		if f.Ext() == ext {
			return f, true
		}
	}
	return RSS, false
}

// MediaType is the format's registered media type, without parameters:
// application/rss+xml, application/atom+xml (RFC 4287 §7) or
// application/feed+json (JSON Feed 1.1).
func (f Format) MediaType() string {
	switch f {
	case Atom:
		return "application/atom+xml"
	case JSON:
		return "application/feed+json"
	}
	return "application/rss+xml"
}

// Ext is the ending of the format's URLs, without the dot.
func (f Format) Ext() string {
	switch f {
	case Atom:
		return "atom"
	case JSON:
		return "json"
	}
	return "rss"
}

// String names the format for people.
func (f Format) String() string {
	switch f {
	case Atom:
		return "Atom 1.0"
	case JSON:
		return "JSON Feed 1.1"
	}
	return "RSS 2.0"
}

// Render writes one feed document, in UTF-8. Elements stay in the order given;
// a second element with an id already published is left out, and so is a
// private item where h.Feed is not private. It fails only where an encoder
// does.
func Render(f Format, h Head, es []Element) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(4096 * (len(es) + 1))
	s := newSheet(h, es)
	var err error
	switch f {
	case Atom:
		err = s.writeAtom(&b)
	case JSON:
		err = s.writeJSON(&b)
	default:
		err = s.writeRSS(&b)
	}
	if err != nil {
		return nil, fmt.Errorf("publish %s.%s: %w", h.Feed.Slug, f.Ext(), err)
	}
	return b.Bytes(), nil
}
