package parse

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

const podcastHead = `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>t</title><podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>`

func TestPodcast(t *testing.T) {
	for _, c := range []struct {
		name, item string
		want       news.Podcast
	}{
		{"itunes", `<itunes:duration>1:02:03</itunes:duration><itunes:image href="/e.jpg"/><itunes:episode>12</itunes:episode><itunes:season>3</itunes:season><itunes:episodeType>Bonus</itunes:episodeType><itunes:explicit>yes</itunes:explicit>`,
			news.Podcast{Duration: time.Hour + 2*time.Minute + 3*time.Second, Image: "https://feeds.example.org/e.jpg", Episode: "12", Season: 3, EpisodeType: "bonus", Explicit: "true"}},
		{"seconds", `<itunes:duration> 3723 </itunes:duration>`, news.Podcast{Duration: 3723 * time.Second}},
		{"seconds with a fraction", `<itunes:duration>61.5</itunes:duration>`, news.Podcast{Duration: 61500 * time.Millisecond}},
		{"minutes", `<itunes:duration>90:10</itunes:duration>`, news.Podcast{Duration: 90*time.Minute + 10*time.Second}},
		{"Persian digits", `<itunes:duration>۱۲:۳۴</itunes:duration><itunes:episode>۷</itunes:episode>`, news.Podcast{Duration: 12*time.Minute + 34*time.Second, Episode: "7"}},
		{"clean", `<itunes:explicit>Clean</itunes:explicit>`, news.Podcast{Explicit: "false"}},
		{"an image as text", `<itunes:image>https://e.example/i.png</itunes:image>`, news.Podcast{Image: "https://e.example/i.png"}},
		{"podcast", `<podcast:season name="x">2</podcast:season><podcast:episode display="Ch.3">315.5</podcast:episode><podcast:chapters url="/c.json" type="application/json+chapters"/>` +
			`<podcast:transcript url="/t.vtt" type="text/vtt" language="fa" rel="captions"/><podcast:transcript url="https://e.example/t.html" type="text/html"/><podcast:transcript url="javascript:x" type="text/html"/>`,
			news.Podcast{Season: 2, Episode: "315.5", Chapters: "https://feeds.example.org/c.json", Transcripts: []news.Transcript{
				{URL: "https://feeds.example.org/t.vtt", Type: "text/vtt", Language: "fa", Rel: "captions"}, {URL: "https://e.example/t.html", Type: "text/html"}}}},
		{"both", `<itunes:episode>4</itunes:episode><podcast:episode>4.5</podcast:episode>`, news.Podcast{Episode: "4.5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := oneEntry(t, podcastHead+`<item><title>x</title>`+c.item+`</item></channel></rss>`)
			c.want.Show = "9b024349-ccf0-5f69-a609-6b82873eab3c"
			if d := cmp.Diff(&c.want, got.Podcast); d != "" {
				t.Error("-want +got\n" + d)
			}
		})
	}
	for name, item := range map[string]string{
		"none": ``, "nonsense": `<itunes:duration>long</itunes:duration><itunes:episode>one</itunes:episode><itunes:season>-1</itunes:season><itunes:explicit>perhaps</itunes:explicit><itunes:episodeType>x</itunes:episodeType><podcast:chapters url=""/>`,
		"too long": `<itunes:duration>99999999999:00:00</itunes:duration>`,
	} {
		t.Run(name, func(t *testing.T) {
			if got := oneEntry(t, podcastHead+`<item><title>x</title>`+item+`</item></channel></rss>`); got.Podcast != nil {
				t.Errorf("got %+v, want nothing", got.Podcast)
			}
		})
	}
	t.Run("atom", func(t *testing.T) {
		got := oneEntry(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><entry><id>1</id><title>x</title><itunes:duration>5</itunes:duration><itunes:image href="/e.jpg"/></entry></feed>`)
		if d := cmp.Diff(&news.Podcast{Duration: 5 * time.Second, Image: "https://feeds.example.org/e.jpg"}, got.Podcast); d != "" {
			t.Error("-want +got\n" + d)
		}
	})
	t.Run("words", func(t *testing.T) {
		got := oneEntry(t, podcastHead+`<item><itunes:title>title</itunes:title><itunes:subtitle>sub</itunes:subtitle><itunes:author>Ali</itunes:author><enclosure url="/a.mp3" type="audio/mpeg" length="123"/></item></channel></rss>`)
		want := news.Entry{Title: "title", Summary: "sub", Authors: []news.Person{{Name: "Ali"}}, Link: "https://feeds.example.org/a.mp3", Podcast: &news.Podcast{Show: "9b024349-ccf0-5f69-a609-6b82873eab3c"},
			Enclosures: []news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Length: 123}}}
		if d := cmp.Diff(want, got); d != "" {
			t.Error("-want +got\n" + d)
		}
	})
}

// TestMedia holds that no file and no picture of Media RSS is lost.
func TestMedia(t *testing.T) {
	for _, c := range []struct {
		name, item, image string
		files             []news.Enclosure
	}{
		{"sizes of one picture", `<media:content width="140" url="https://e.example/s.jpg"/><media:content width="700" url="https://e.example/l.jpg"/><media:content width="460" url="https://e.example/m.jpg"/>`, "https://e.example/l.jpg", nil},
		{"a gallery", `<media:content medium="image" url="https://e.example/1.jpg"/><media:content medium="image" url="https://e.example/2.png"/>`, "https://e.example/1.jpg", []news.Enclosure{{URL: "https://e.example/2.png", Type: "image/png"}}},
		{"thumbnails", `<media:thumbnail width="10" url="https://e.example/s.jpg"/><media:thumbnail width="100" url="https://e.example/l.jpg"/>`, "https://e.example/l.jpg", nil},
		{"a group", `<media:group><media:content url="https://e.example/v.mp4" type="video/mp4" fileSize="9" duration="61"><media:title>v</media:title></media:content><media:content url="https://e.example/v.webm" type="video/webm"/><media:thumbnail url="https://e.example/t.jpg"/></media:group>`, "https://e.example/t.jpg",
			[]news.Enclosure{{URL: "https://e.example/v.mp4", Type: "video/mp4", Length: 9, Title: "v", Duration: 61 * time.Second}, {URL: "https://e.example/v.webm", Type: "video/webm"}}},
		{"a picture for the video", `<media:content url="https://e.example/v.mp4" type="video/mp4"><media:thumbnail url="https://e.example/t.jpg"/></media:content>`, "https://e.example/t.jpg", []news.Enclosure{{URL: "https://e.example/v.mp4", Type: "video/mp4"}}},
		{"enclosures", `<enclosure url="/a.mp3" length="5" type="audio/mpeg"/><enclosure url="/b.mp3" length="many" type="audio/mpeg"/><enclosure url="/a.mp3"/>`, "",
			[]news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Length: 5}, {URL: "https://feeds.example.org/b.mp3", Type: "audio/mpeg"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := oneEntry(t, podcastHead+`<item><title>x</title>`+c.item+`</item></channel></rss>`)
			if d := cmp.Diff(c.files, got.Enclosures); d != "" || got.Image != c.image {
				t.Errorf("image %q, want %q\n%s", got.Image, c.image, d)
			}
		})
	}
	t.Run("json", func(t *testing.T) {
		got := oneEntry(t, `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","attachments":[{"url":"/a.mp3","mime_type":"audio/mpeg","title":"a","size_in_bytes":7,"duration_in_seconds":61.5},{"url":"/b.mp3","duration_in_seconds":"9"}]}]}`)
		want := []news.Enclosure{{URL: "https://feeds.example.org/a.mp3", Type: "audio/mpeg", Title: "a", Length: 7, Duration: 61 * time.Second}, {URL: "https://feeds.example.org/b.mp3", Duration: 9 * time.Second}}
		if d := cmp.Diff(want, got.Enclosures); d != "" {
			t.Error("-want +got\n" + d)
		}
	})
}

func oneEntry(t *testing.T, doc string) news.Entry {
	t.Helper()
	d, err := Parse(t.Context(), []byte(doc), options("https://feeds.example.org/feed.xml"))
	if err != nil || len(d.Entries) != 1 {
		t.Fatalf("%d entries, %v; want one", len(d.Entries), err)
	}
	return d.Entries[0]
}
