package publish

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/feeds"
	"golchin/aggregator/news"
)

// hundred is a page of a hundred items with two kilobytes of text each.
func hundred() []Element {
	body := "<p>" + strings.Repeat("آتش‌بس در <b>غزه</b> دو روز تمدید شد &amp; مذاکرات ادامه دارد. ", 24) + "</p>"
	es := make([]Element, 100)
	for i := range es {
		e := sampleStory()
		e.ID = news.ItemID(fmt.Sprintf("urn:uuid:5f0c2a3e-58a1-5d53-9c1c-%012d", i))
		e.Item.ID, e.Item.Content = e.ID, body
		es[i] = e
	}
	return es
}

func BenchmarkRender(b *testing.B) {
	h, es := sampleHead(), hundred()
	for _, f := range Formats() {
		b.Run(f.Ext(), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(render(b, f, h, es))))
			for b.Loop() {
				if _, err := Render(f, h, es); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStock is what gorilla/feeds takes for the same items by itself: the
// same words, but one link, one category and no origins.
func BenchmarkStock(b *testing.B) {
	f := &feeds.Feed{Title: "آتش‌بس غزه", Link: &feeds.Link{Href: "https://news.example.org/"}, Updated: time.Unix(1701085800, 0)}
	for _, e := range hundred() {
		f.Add(&feeds.Item{
			Id: string(e.ID), IsPermaLink: "false", Title: e.Item.Title, Link: &feeds.Link{Href: e.Item.Link}, Description: e.Item.Summary,
			Content: e.Item.Content, Author: &feeds.Author{Name: e.Item.Authors[0].Name}, Created: e.Item.Published, Updated: e.Item.Updated,
		})
	}
	for _, tt := range []struct {
		ext   string
		write func(io.Writer) error
	}{{"rss", f.WriteRss}, {"atom", f.WriteAtom}, {"json", f.WriteJSON}} {
		b.Run(tt.ext, func(b *testing.B) {
			b.ReportAllocs()
			var n counter
			if err := tt.write(&n); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(n))
			for b.Loop() {
				if err := tt.write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
