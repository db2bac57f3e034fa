package publish

import (
	"time"

	"golchin/aggregator/news"
)

// Head is what a document says of the feed itself. Every URL is absolute;
// an empty one is left out.
type Head struct {
	Feed news.Feed
	Site news.Site

	// ID is the feed's permanent id, a URI (RFC 4287 §4.2.6). Empty means one
	// made of Site.URL and Feed.Slug, which suits every feed but ad-hoc ones.
	ID string
	// Title, Description and Language are the feed's as shown in this document.
	// Empty means Feed's, then Site's.
	Title, Description, Language string

	SelfURL string // where this very document is served
	HomeURL string // the page for people; empty means Site.URL
	HubURL  string // WebSub hub

	// First, Prev, Next and Last are neighbouring pages in the same format
	// (RFC 5005 §3).
	First, Prev, Next, Last string

	// Updated is the newest change of the feed. The newest element's goes out
	// where that is later, so it never goes back while items only change.
	Updated time.Time
	// TTL is how long a copy may be kept; RSS tells it in whole minutes.
	TTL time.Duration

	Image      string // GIF, JPEG or PNG, at most 144 wide and 400 high; others are no RSS images
	Icon       string // small square picture
	Stylesheet string // CSS for browsers that show the XML
	Version    string // golchin's, told as generator

	// Topics are the titles of topics by slug. A topic without one shows its slug.
	Topics map[string]string
}

// Element is one element of a published document: an item, or a story behind
// its face.
type Element struct {
	// ID is the published id: the item's, or its story's. Empty means Item.ID.
	ID news.ItemID
	// SourceID is the publisher's own id of the item, in a story of the one that
	// came first, for feeds with Feed.SourceIDs. It goes out instead of ID where
	// it is an absolute URI; the caller has made sure that no other publisher
	// claims it.
	SourceID string
	// Item is the face.
	Item news.Item
	// First is when a story was first told, so that its date does not follow
	// its face. The zero Time means as the face says.
	First time.Time
	// Also are the origins of other items of the same story. Those of Item
	// itself need not be repeated.
	Also []Also
	// ItemURL is our page about the item.
	ItemURL string
	// Excerpt publishes an excerpt of the text only, and no pictures in it.
	Excerpt bool
	// SourceURL is the address of the document the face was read from. It is
	// published without user name, password and keys; a private source's is
	// better left empty.
	SourceURL string
}

// Also is an origin of another item that tells the same news.
type Also struct {
	Item     news.ItemID
	Language string // BCP 47, of the other item
	news.Origin
}
