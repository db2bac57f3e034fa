package parse

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golchin/aggregator/news"
)

const rssJSON = `{"rss": {"version": "2.0", "channel": {"title": "T & T", "link": "http://s.example/", "language": "en-us",
 "item": [
  {"title": "One <b>", "link": "http://s.example/1", "description": "a <i>b</i>", "pubDate": "Mon, 26 Jun 2017 12:20:05 GMT",
   "guid": {"isPermaLink": false, "#value": "g1"}, "category": [{"domain": "d", "#value": "x"}, "y"],
   "enclosure": {"url": "http://s.example/a.mp3", "type": "audio/mpeg", "length": 12}, "dc:creator": "N. N.", "odd name": 1, "source:outline": {"text": "t"}},
  {"link": "http://s.example/2", "guid": "http://s.example/2", "description": null}, null]}}}`

func TestRSSInJSON(t *testing.T) {
	doc, err := Parse(t.Context(), []byte(rssJSON), Options{URL: "http://s.example/rss.json", Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "T & T" || doc.Format != "rss" || len(doc.Entries) != 2 {
		t.Fatalf("got %q, format %q, %d entries; want T & T, rss, 2", doc.Title, doc.Format, len(doc.Entries))
	}
	e := doc.Entries[0]
	if e.GUID != "g1" || e.GUIDIsLink || e.Link != "http://s.example/1" || e.Published.IsZero() || e.Summary != "a <i>b</i>" {
		t.Errorf("got %+v", e)
	}
	if len(e.Enclosures) != 1 || e.Enclosures[0] != (news.Enclosure{URL: "http://s.example/a.mp3", Type: "audio/mpeg", Length: 12}) {
		t.Errorf("enclosures %+v", e.Enclosures)
	}
	if len(e.Categories) != 2 || e.Categories[0].Scheme != "d" || len(e.Authors) != 1 {
		t.Errorf("categories %+v, authors %+v", e.Categories, e.Authors)
	}
}

func TestRSSInJSONRefusesOther(t *testing.T) {
	for _, text := range []string{`{"rss": 1}`, `{"rss": {"channel": []}}`, `{"a": {}}`, `[]`} {
		if _, ok := rssInJSON([]byte(text)); ok {
			t.Errorf("%s was taken for RSS", text)
		}
	}
}

func TestRSSInJSONRealFeed(t *testing.T) {
	data := os.Getenv("GOLCHIN_TEST_DATA")
	if data == "" {
		t.Skip("GOLCHIN_TEST_DATA names no folder of real feeds")
	}
	body, err := os.ReadFile(filepath.Join(data, "feeds", "jsonfeed", "ScriptingNews.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse(t.Context(), body, Options{URL: "http://scripting.com/rss.json"})
	if err != nil || len(doc.Entries) == 0 {
		t.Fatalf("got %d entries, %v", len(doc.Entries), err)
	}
	t.Logf("%d entries", len(doc.Entries))
}
