package parse

import (
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// Bounds of what is believed of an episode.
const (
	maxPlaying     = 30 * 24 * time.Hour
	maxTranscripts = 10
	maxSeason      = 100_000
)

// podcast reads what the itunes and podcast namespaces say of an episode. An
// entry without any of it, and without a file to hear or see, is no episode.
func (b *builder) podcast(s source, x ext.Extensions) {
	it, pod := x["itunes"], x["podcast"]
	if len(it) == 0 && len(pod) == 0 && b.show == "" {
		return
	}
	p := news.Podcast{
		Duration: playing(value(it, "duration")),
		Image:    b.pictureOf(s, it["image"]),
		Episode:  number(firstOf(value(pod, "episode"), value(it, "episode"))),
		Season:   season(firstOf(value(pod, "season"), value(it, "season"))),
		Explicit: explicit(value(it, "explicit")),
	}
	switch typ := strings.ToLower(value(it, "episodeType")); typ {
	case "full", "trailer", "bonus":
		p.EpisodeType = typ
	}
	for _, c := range pod["chapters"] {
		if p.Chapters == "" {
			p.Chapters = b.link(nil, s.base, c.Attrs["url"])
		}
	}
	for _, t := range pod["transcript"] {
		if u := b.link(nil, s.base, t.Attrs["url"]); u != "" && len(p.Transcripts) < maxTranscripts {
			p.Transcripts = append(p.Transcripts, news.Transcript{
				URL: u, Type: line(t.Attrs["type"], 128), Language: language(t.Attrs["language"]), Rel: line(t.Attrs["rel"], 64),
			})
		}
	}
	says := p.Duration > 0 || p.Image != "" || p.Episode != "" || p.Season > 0 || p.Explicit != "" || p.EpisodeType != "" || p.Chapters != "" || len(p.Transcripts) > 0
	if says || b.show != "" && isEpisode(s.entry) {
		p.Show = b.show
		s.entry.Podcast = &p
	}
}

// isEpisode tells whether an entry has something to hear or see.
func isEpisode(e *news.Entry) bool {
	for _, f := range e.Enclosures {
		if strings.HasPrefix(f.Type, "audio/") || strings.HasPrefix(f.Type, "video/") {
			return true
		}
	}
	return false
}

// pictureOf is the first picture that elements link to, by attribute or text.
func (b *builder) pictureOf(s source, list []ext.Extension) string {
	for _, e := range list {
		if u := b.link(nil, s.base, firstOf(e.Attrs["href"], e.Attrs["url"], e.Value)); u != "" {
			return u
		}
	}
	return ""
}

// playing reads how long something plays: seconds, perhaps with a fraction,
// minutes and seconds, or hours, minutes and seconds. What is none is 0.
func playing(s string) time.Duration {
	parts := strings.Split(strings.TrimSpace(text.Digits(clip(s, 64))), ":")
	if len(parts) > 3 {
		return 0
	}
	total := 0.0
	for _, p := range parts {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || !(n >= 0 && n <= maxPlaying.Seconds()) {
			return 0
		}
		total = total*60 + n
	}
	if total > maxPlaying.Seconds() {
		return 0
	}
	return time.Duration(total * float64(time.Second)).Round(time.Millisecond)
}

// number is a number of an episode in ASCII digits; what is none is empty.
func number(s string) string {
	s = strings.TrimSpace(text.Digits(clip(s, 64)))
	whole, part, _ := strings.Cut(s, ".")
	if whole == "" || len(s) > 16 || strings.Trim(whole+part, "0123456789") != "" || strings.HasSuffix(s, ".") {
		return ""
	}
	return s
}

func season(s string) int {
	n, err := strconv.Atoi(number(s))
	if err != nil || n > maxSeason {
		return 0
	}
	return n
}

// explicit is "true" or "false" for what podcasts write, empty for anything else.
func explicit(s string) string {
	switch strings.ToLower(s) {
	case "yes", "true", "explicit":
		return "true"
	case "no", "false", "clean":
		return "false"
	}
	return ""
}
