package publish

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/feeds"
)

// List is an OPML 2.0 document: a list of feeds, ours or our sources'.
type List struct {
	Title    string
	Modified time.Time // newest change of the list; the zero Time is left out
	Outlines []Outline
}

// Outline is one feed in a list.
type Outline struct {
	Title       string
	XMLURL      string // the feed
	HTMLURL     string // the page it belongs to; may be empty
	Description string
	Language    string   // BCP 47
	Folder      []string // names of the outlines it stands in, outermost first
	Categories  []string // OPML's category attribute, each a word or a path with slashes
}

// WriteOPML writes l as OPML 2.0. Outlines of the same folder come together,
// folders and outlines otherwise in the order given. An outline without an
// http(s) XMLURL is left out; user names, passwords and keys in addresses are.
func WriteOPML(w io.Writer, l List) error {
	root := opmlRoot{Version: "2.0", Title: line(l.Title), Modified: rfc822(known(l.Modified))}
	var top opmlOutline
	for _, o := range l.Outlines {
		url := redacted(o.XMLURL)
		if url == "" {
			continue
		}
		title := line(o.Title)
		if strings.TrimSpace(title) == "" {
			title = host(url)
		}
		at := top.folder(o.Folder)
		at.Outlines = append(at.Outlines, &opmlOutline{
			Type: "rss", Text: title, Title: title, XMLURL: url, HTMLURL: link(o.HTMLURL),
			Description: line(o.Description), Language: language(o.Language), Category: strings.Join(lines(o.Categories), ","),
		})
	}
	root.Outlines = top.Outlines
	if err := feeds.WriteXML(&root, w); err != nil {
		return fmt.Errorf("publish opml: %w", err)
	}
	return nil
}

type opmlRoot struct {
	XMLName  xml.Name       `xml:"opml"`
	Version  string         `xml:"version,attr"`
	Title    string         `xml:"head>title"`
	Modified string         `xml:"head>dateModified,omitempty"`
	Outlines []*opmlOutline `xml:"body>outline"`
}

// FeedXml implements feeds.XmlFeed.
func (r *opmlRoot) FeedXml() any { return r }

type opmlOutline struct {
	Type        string         `xml:"type,attr,omitempty"`
	Text        string         `xml:"text,attr"`
	Title       string         `xml:"title,attr,omitempty"`
	XMLURL      string         `xml:"xmlUrl,attr,omitempty"`
	HTMLURL     string         `xml:"htmlUrl,attr,omitempty"`
	Description string         `xml:"description,attr,omitempty"`
	Language    string         `xml:"language,attr,omitempty"`
	Category    string         `xml:"category,attr,omitempty"`
	Outlines    []*opmlOutline `xml:"outline"`
}

// folder finds or makes the outline at the end of path.
func (o *opmlOutline) folder(path []string) *opmlOutline {
	for _, name := range path[:min(len(path), maxFolders)] {
		if name = line(name); strings.TrimSpace(name) == "" {
			continue
		}
		i := slices.IndexFunc(o.Outlines, func(x *opmlOutline) bool { return x.XMLURL == "" && x.Text == name })
		if i < 0 {
			i = len(o.Outlines)
			o.Outlines = append(o.Outlines, &opmlOutline{Text: name, Title: name})
		}
		o = o.Outlines[i]
	}
	return o
}
