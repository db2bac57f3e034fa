package publish

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/gorilla/feeds"
)

// Every XML document is written by feeds.WriteXML.
var (
	_ feeds.XmlFeed = (*rssFeed)(nil)
	_ feeds.XmlFeed = (*atomFeed)(nil)
	_ feeds.XmlFeed = (*opmlRoot)(nil)
)

// TestDocumentsAreGorillas wants every type that is marshalled to embed the
// type of gorilla/feeds that it stands for, and to take values from it.
func TestDocumentsAreGorillas(t *testing.T) {
	tests := []struct{ ours, theirs any }{
		{rssFeed{}, feeds.RssFeed{}},
		{rssItem{}, feeds.RssItem{}},
		{atomFeed{}, feeds.AtomFeed{}},
		{atomEntry{}, feeds.AtomEntry{}},
		{atomLink{}, feeds.AtomLink{}},
		{jsonFeed{}, feeds.JSONFeed{}},
		{jsonItem{}, feeds.JSONItem{}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%T", tt.ours), func(t *testing.T) {
			first := reflect.TypeOf(tt.ours).Field(0)
			if !first.Anonymous || first.Type != reflect.TypeOf(tt.theirs) {
				t.Errorf("the first field is %s %s, want an embedded %T", first.Name, first.Type, tt.theirs)
			}
		})
	}
	s := newSheet(sampleHead(), sampleElements())
	it, e, j := s.cards[0].rss(), s.cards[0].atom(), s.cards[0].json()
	if it.RssItem.Guid == nil || it.RssItem.PubDate == "" || e.AtomEntry.Id == "" || e.AtomEntry.Updated == "" || e.AtomEntry.Content == nil || j.JSONItem.Id == "" {
		t.Error("the embedded structs are empty")
	}
	// The fields that we shadow stay empty, so that nothing is said twice.
	if it.RssItem.Title+it.RssItem.Link+it.RssItem.Description+it.RssItem.Author+it.RssItem.Category+it.RssItem.Source != "" ||
		e.AtomEntry.Category+e.AtomEntry.Source != "" || e.AtomEntry.Links != nil || e.AtomEntry.Author != nil || j.JSONItem.Attachments != nil {
		t.Error("a shadowed field is set")
	}
}
