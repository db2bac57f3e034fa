package publish

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

func TestF12_PodcastsPassThrough(t *testing.T) {
	it := rssItems(t, sampleHead(), samplePodcast())[0]
	for _, tt := range []struct{ space, name, want string }{
		{nsITunes, "duration", "3723"}, {nsITunes, "episode", "12"}, {nsITunes, "season", "2"}, {nsITunes, "episodeType", "full"},
		{nsITunes, "explicit", "false"}, {nsPodcast, "episode", "12"}, {nsPodcast, "season", "2"},
	} {
		if k := it.all(tt.space, tt.name); len(k) != 1 || k[0].text != tt.want {
			t.Errorf("%s: got %+v, want %s once", tt.name, k, tt.want)
		}
	}
	if got := it.one(nsITunes, "image").value("href"); got != "https://example.com/12-square.png" {
		t.Errorf("itunes:image %q", got)
	}
	if k := it.one(nsPodcast, "chapters"); k.value("url") != "https://example.com/12/chapters.json" || k.value("type") != chaptersType {
		t.Errorf("chapters %+v", k)
	}
	var got [][4]string
	for _, k := range it.all(nsPodcast, "transcript") {
		got = append(got, [4]string{k.value("url"), k.value("type"), k.value("language"), k.value("rel")})
	}
	want := [][4]string{{"https://example.com/12.vtt", "text/vtt", "en", "captions"}, {"https://example.com/12.srt?a=1&b=2", "application/x-subrip", "", ""}}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("transcripts (-got +want):\n%s", d)
	}
}

func TestF12_PodcastsInJSON(t *testing.T) {
	it := jsonItems(t, sampleHead(), samplePodcast())[0]
	first, _ := list(it["attachments"])[0].(map[string]any)
	if first["duration_in_seconds"] != 3723.0 || first["size_in_bytes"] != 123456.0 {
		t.Errorf("attachment %v", first)
	}
	ours, _ := it["_golchin"].(map[string]any)
	pod, _ := ours["podcast"].(map[string]any)
	if pod["episode"] != "12" || pod["season"] != 2.0 || len(list(pod["transcripts"])) != 2 || pod["show"] != "917393e3-1b1e-5cef-ace4-edaa54e1f810" {
		t.Errorf("podcast %v", pod)
	}
}

func TestF12_PodcastElements(t *testing.T) {
	episode := func(change func(*news.Podcast)) Element {
		return minimal(func(e *Element) {
			e.Item.Podcast = &news.Podcast{}
			change(e.Item.Podcast)
		})
	}
	for _, tt := range []struct {
		name     string
		in       Element
		has, not string
	}{
		{"no podcast, no namespace", minimal(func(*Element) {}), "", "xmlns:itunes"},
		{"nothing said", episode(func(*news.Podcast) {}), "", "itunes:"},
		{"a fraction is no itunes:episode", episode(func(p *news.Podcast) { p.Episode = "3.5" }), "<podcast:episode>3.5</podcast:episode>", "<itunes:episode>"},
		{"nor is zero", episode(func(p *news.Podcast) { p.Episode = "0" }), "<podcast:episode>0</podcast:episode>", "<itunes:episode>"},
		{"no number", episode(func(p *news.Podcast) { p.Episode = "<b>" }), "", "episode>"},
		{"an unknown kind", episode(func(p *news.Podcast) { p.EpisodeType, p.Explicit, p.Season = "series", "maybe", -1 }), "", "itunes:"},
		{"less than a second", episode(func(p *news.Podcast) { p.Duration = time.Millisecond }), "<itunes:duration>1</itunes:duration>", ""},
		{"a file tells its length", minimal(func(e *Element) {
			e.Item.Enclosures = []news.Enclosure{{URL: "https://e.example/a.mp3", Duration: time.Minute}, {URL: "https://e.example/b.mp3", Duration: time.Hour}}
		}), "<itunes:duration>60</itunes:duration>", ""},
		{"and the others theirs", minimal(func(e *Element) {
			e.Item.Enclosures = []news.Enclosure{{URL: "https://e.example/a.mp3"}, {URL: "https://e.example/b.mp3", Duration: time.Hour}}
		}), ` duration="3600"`, "itunes:duration"},
		{"a picture only", episode(func(p *news.Podcast) { p.Image = "https://e.example/a.jpg" }), `<media:thumbnail url="https://e.example/a.jpg">`, ""},
		{"a script for a picture", episode(func(p *news.Podcast) { p.Image, p.Chapters = "javascript:alert(1)", "file:///etc/passwd" }), "", "itunes:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, f := range []Format{RSS, Atom} {
				doc := string(render(t, f, sampleHead(), []Element{tt.in}))
				if f == Atom && strings.Contains(tt.has, "duration=") {
					continue // Atom has no place for it
				}
				if !strings.Contains(doc, tt.has) || tt.not != "" && strings.Contains(doc, tt.not) {
					t.Errorf("%s: want %q and no %q in\n%s", f, tt.has, tt.not, doc)
				}
			}
		})
	}
}

// TestF12_ShowOfOnePodcast: podcast:guid names a podcast, so a feed of several
// has none.
func TestF12_ShowOfOnePodcast(t *testing.T) {
	for _, f := range []Format{RSS, Atom} {
		one := string(render(t, f, sampleHead(), []Element{samplePodcast()}))
		if !strings.Contains(one, "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>") {
			t.Errorf("%s: no guid of the show", f)
		}
		if all := string(render(t, f, sampleHead(), sampleElements())); strings.Contains(all, "podcast:guid") {
			t.Errorf("%s: a mixed feed claims to be a podcast", f)
		}
	}
}
