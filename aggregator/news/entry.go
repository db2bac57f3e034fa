package news

import "time"

// Person is an author as the source named them. Every field may be empty.
type Person struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Category is one subject the source filed an entry under.
type Category struct {
	Term   string `json:"term"`
	Scheme string `json:"scheme,omitempty"` // Atom scheme or RSS domain
	Label  string `json:"label,omitempty"`
}

// Enclosure is a file that belongs to an entry: audio, video, image.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"` // bytes; 0 means unknown
	Title  string `json:"title,omitempty"`
	// Duration is how long audio or video plays; 0 means unknown.
	Duration time.Duration `json:"duration,omitempty"`
}

// Via is what an RSS <source> or atom:source says of where an entry was taken
// from: a claim, never an identity.
type Via struct {
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Entry is one element of a document as its source wrote it, read but not
// judged: links absolute, text clean UTF-8, HTML sanitised, dates repaired
// where that was certain.
type Entry struct {
	GUID       string // verbatim; empty when the source gave none
	GUIDIsLink bool   // the guid claims to be a permalink
	Link       string // absolute, spelt as the source spelt it; empty when there is none
	OrigLink   string // feedburner:origLink, pheedo:origLink or rel=canonical; a claim

	Title   string // plain text
	Summary string // sanitised HTML
	Content string // sanitised HTML; empty when the source gave only a summary
	Lead    string // plain text of an article page's lead; empty without full text

	Authors    []Person
	Categories []Category
	Enclosures []Enclosure
	Image      string   // URL
	Podcast    *Podcast // nil when the source says nothing of the kind
	Language   string   // BCP 47; empty means the source's
	Comments   string   // URL of the comments page
	Rights     string
	Via        Via

	RawPublished string    // as written
	RawUpdated   string    // as written
	Published    time.Time // UTC; zero means unknown
	Updated      time.Time // UTC; zero means unknown

	Code        Code        // news code printed on the article page; empty when not read
	Attribution Attribution // who it was taken from, read from the text

	Repaired []string // what was mended, e.g. "date: jalali"
}

// Attribution is the chain of who took a text from whom, nearest first:
// «./ فارس» gives Agency "fars"; «به نوشته اسپوتنیک» adds a citation.
type Attribution struct {
	Agency string   `json:"agency,omitempty"`
	Cites  []string `json:"cites,omitempty"`
	// SourceCode is the news code of the text at whom it was taken from, where
	// the article page prints one or links to it.
	SourceCode Code `json:"source_code,omitempty"`
}

// Document is one fetched feed, read.
type Document struct {
	Format      string // "rss", "atom", "rdf" or "json"
	Title       string
	Description string
	Link        string // home page
	Language    string
	Rights      string
	Image       string
	Self        string // rel=self: a claim
	Hub         string // WebSub hub
	Next        string // RFC 5005 next page

	// What the source asks of pollers; zero means it asks nothing.
	TTL       time.Duration  // RSS ttl, or sy:updatePeriod divided by its frequency, the longer
	SkipHours []int          // GMT hours, 0–23
	SkipDays  []time.Weekday // GMT days

	Entries  []Entry
	Repaired []string // what was mended in the document, in words: "3 unclosed items"
	Dropped  int      // entries beyond the limit or beyond repair
}
