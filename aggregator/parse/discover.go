package parse

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Link is a feed that an HTML page names.
type Link struct {
	URL   string // absolute
	Title string
	Type  string // media type, lower case, without parameters
}

// maxLinks is how many feeds of one page are listed.
const maxLinks = 50

// feedTypes are the media types of <link rel=alternate> that name a feed.
// application/json alone does not: WordPress names its REST interface so.
var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true,
	"application/feed+json": true, "text/xml": true, "application/xml": true, "application/x-rss+xml": true,
}

// Discover lists the feeds that the head of an HTML page names
// (<link rel="alternate">), in the page's order, each address once. body is
// UTF-8 or close to it; baseURL is the page's own address, which a <base>
// element overrides.
func Discover(body []byte, baseURL string) []Link {
	base, err := url.Parse(baseURL)
	if err != nil {
		base = &url.URL{}
	}
	var links []Link
	seen := make(map[string]bool)
	z := html.NewTokenizer(bytes.NewReader(body))
	z.SetMaxBuf(1 << 20)
	for len(links) < maxLinks {
		switch z.Next() {
		case html.ErrorToken:
			return links
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "head" {
				return links
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.Body:
				return links
			case atom.Base:
				if u, err := base.Parse(tokenAttr(t, "href")); err == nil {
					base = u
				}
			case atom.Link:
				l, ok := feedLink(t, base)
				if ok && !seen[l.URL] {
					seen[l.URL] = true
					links = append(links, l)
				}
			}
		}
	}
	return links
}

// feedLink reads one <link>.
func feedLink(t html.Token, base *url.URL) (Link, bool) {
	mediaType, _, _ := strings.Cut(strings.ToLower(tokenAttr(t, "type")), ";")
	mediaType = strings.TrimSpace(mediaType)
	rel := strings.Fields(strings.ToLower(tokenAttr(t, "rel")))
	title := plainTitle(tokenAttr(t, "title"), 1<<10)
	href := tokenAttr(t, "href")
	alternate, feed := false, false
	for _, r := range rel {
		alternate = alternate || r == "alternate"
		feed = feed || r == "feed"
	}
	named := feedTypes[mediaType] || mediaType == "application/json" && !strings.Contains(href, "/wp-json/") && !strings.Contains(href, "oembed")
	if !(feed || alternate && named) {
		return Link{}, false
	}
	u := absolute(base, href)
	return Link{URL: u, Title: title, Type: mediaType}, u != ""
}

func tokenAttr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
