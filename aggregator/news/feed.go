package news

// Stories is how a feed treats items that tell the same news.
type Stories string

// The settings of Feed.Stories; the zero value means SameText.
const (
	SameText Stories = "same-text" // only near-verbatim copies share an entry
	Collapse Stories = "collapse"  // one entry a story
	AllItems Stories = "all"       // every item stands alone
)

// Feed is what golchin publishes under a slug. Items pass when they are of any
// of the topics, any of the sources and any of the languages; an empty list
// means no restriction.
type Feed struct {
	Slug        string
	Title       string
	Description string
	Topics      []string
	Sources     []string
	Languages   []string
	Match       string // query that narrows
	Not         string // query that excludes
	Stories     Stories
	Limit       int // 0 means 100; at most 1,000
	// Share is the percentage of the newest page that one source may take while
	// others have something to show. 0 means 50; 100 sets no bound.
	Share       int
	Token       string
	Aliases     []string
	SourceIDs   bool // publish the source's own id where nobody else claimed it
	FullContent bool // publish the text read from article pages
	Private     bool // may show items of private sources; needs a Token
}

// Site is golchin itself, as it presents itself to readers.
type Site struct {
	Title    string
	URL      string // absolute, no trailing slash; empty means: follow the request's host on loopback
	Language string // of the pages
	Timezone string
	Contact  string
}
