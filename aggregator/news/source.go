package news

import (
	"net/netip"
	"time"
)

// Source is one feed that golchin polls, as the operator described it, with
// every default applied.
type Source struct {
	// Name is the stable slug, [a-z0-9-]{1,64}; it is the source's identity in
	// the store, in URLs and in log lines.
	Name string
	// Title is what people read. Empty means Name.
	Title string
	// URLs are the addresses of the document, tried in order. The first one is
	// what the operator wrote; none is ever empty. A file path is kept as a
	// file: URL.
	URLs []string
	// Site is the folded host the source speaks for. An entry whose link leads
	// to another site is carried, not owned.
	Site string
	// Publisher is the name shown for Site. Empty means the title.
	Publisher string
	// Language is the BCP 47 tag that entries without a language of their own get.
	Language string
	// Timezone is the zone of dates written without one. Nil means UTC.
	Timezone *time.Location
	// Charset is the encoding assumed when neither HTTP nor the document names
	// one that fits. Empty means windows-1252.
	Charset string
	// Schedule is the cron spec; Explicit tells that the operator wrote it for
	// this source, so it may be deferred but never stretched.
	Schedule string
	Explicit bool
	// Priority decides whose copy is the face of an item or story; higher wins.
	Priority int
	// NewsCode is a regular expression with one group over the URL, for sites
	// the built-in rules don't know. Empty means built-in rules only.
	NewsCode string
	// FullText asks for the article page of every new item.
	FullText bool
	// SummaryOnly publishes headline and excerpt of its items, no whole text, but
	// for feeds with a token.
	SummaryOnly bool
	// Private keeps the source's items out of every public feed and page.
	Private bool
	// Keep is how long an item is kept after it was last seen. Zero means for ever.
	Keep time.Duration
	// HTTP is how the source is asked.
	HTTP HTTP
}

// HTTP is what the operator set for the requests of one source. Its strings
// may hold secrets: they are never logged or shown.
type HTTP struct {
	Headers      map[string]string
	Username     string
	Password     string
	UserAgent    string         // empty means golchin's own
	Proxy        string         // http://, https:// or socks5:// URL; empty means none
	InsecureTLS  bool           // skip certificate checks; shown in status
	CAFile       string         // PEM file of additional roots
	AllowPrivate []netip.Prefix // private ranges this source may be fetched from
}

// DisplayTitle is the title people read: Title, or Name where it is empty.
func (s Source) DisplayTitle() string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}

// DisplayPublisher is the publisher's name: Publisher, or the title.
func (s Source) DisplayPublisher() string {
	if s.Publisher != "" {
		return s.Publisher
	}
	return s.DisplayTitle()
}
