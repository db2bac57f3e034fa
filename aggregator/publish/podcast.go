package publish

import (
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// Namespaces of podcasts. They are declared where something is in them.
const (
	nsITunes  = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	nsPodcast = "https://podcastindex.org/namespace/1.0"
)

// chaptersType is what podcast:chapters leads to.
const chaptersType = "application/json+chapters"

// episode are the elements of an episode, in RSS and as extensions in Atom.
// Numbers that itunes:episode cannot hold go out as podcast:episode alone.
type episode struct {
	Duration    string              `xml:"itunes:duration,omitempty"` // seconds
	Image       *itunesImage        `xml:"itunes:image"`
	Episode     string              `xml:"itunes:episode,omitempty"`
	Season      int                 `xml:"itunes:season,omitempty"`
	Type        string              `xml:"itunes:episodeType,omitempty"`
	Explicit    string              `xml:"itunes:explicit,omitempty"`
	PodSeason   int                 `xml:"podcast:season,omitempty"`
	PodEpisode  string              `xml:"podcast:episode,omitempty"`
	Chapters    *podcastChapters    `xml:"podcast:chapters"`
	Transcripts []podcastTranscript `xml:"podcast:transcript"`
}

type itunesImage struct {
	URL string `xml:"href,attr"`
}

type podcastChapters struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
}

type podcastTranscript struct {
	URL      string `xml:"url,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"language,attr,omitempty"`
	Rel      string `xml:"rel,attr,omitempty"`
}

// podcast keeps of what a source says of an episode what may go out; nil for
// nothing.
func podcast(p *news.Podcast) *news.Podcast {
	if p == nil {
		return nil
	}
	out := news.Podcast{
		Duration: max(p.Duration, 0), Image: link(p.Image), Chapters: link(p.Chapters), Season: max(p.Season, 0),
	}
	if whole, part, dot := strings.Cut(p.Episode, "."); isDigits(whole) && (!dot || isDigits(part)) {
		out.Episode = p.Episode
	}
	switch p.EpisodeType {
	case "full", "trailer", "bonus":
		out.EpisodeType = p.EpisodeType
	}
	if p.Explicit == "true" || p.Explicit == "false" {
		out.Explicit = p.Explicit
	}
	for _, t := range p.Transcripts {
		if t.URL = link(t.URL); t.URL == "" || len(out.Transcripts) == maxEnclosures {
			continue
		}
		t.Type, t.Language = transcriptType(t.Type, t.URL), language(t.Language)
		if t.Rel != "captions" {
			t.Rel = ""
		}
		out.Transcripts = append(out.Transcripts, t)
	}
	if isUUID(p.Show) {
		out.Show = strings.ToLower(p.Show)
	}
	return &out
}

// transcriptType is t where it has the form of a media type, or that of the
// file's ending.
func transcriptType(t, url string) string {
	t = mediaType(t, "")
	if t != "application/octet-stream" {
		return t
	}
	path, _, _ := strings.Cut(url, "?")
	switch path[strings.LastIndexByte(path, '.')+1:] {
	case "vtt":
		return "text/vtt"
	case "srt":
		return "application/x-subrip"
	case "json":
		return "application/json"
	case "html":
		return "text/html"
	}
	return "text/plain"
}

// isDigits tells ASCII digits only, and few enough for a number.
func isDigits(s string) bool {
	return s != "" && len(s) <= 9 && strings.Trim(s, "0123456789") == ""
}

// isUUID tells the form that podcast:guid has.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') || !dash && !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

// playing is how long the card's first file plays; 0 means unknown.
func (c *card) playing() time.Duration {
	if c.podcast != nil && c.podcast.Duration > 0 {
		return c.podcast.Duration
	}
	if len(c.enclosures) > 0 && silence(c.enclosures[0]) == 0 {
		return c.enclosures[0].Duration
	}
	return 0
}

// episode are the card's elements of podcasts; nil for none.
func (c *card) episode() *episode {
	var e episode
	if d := c.playing(); d > 0 {
		e.Duration = strconv.FormatInt(seconds(d), 10)
	}
	if p := c.podcast; p != nil {
		if p.Image != "" {
			e.Image = &itunesImage{p.Image}
		}
		if n, err := strconv.Atoi(p.Episode); err == nil && n > 0 { // itunes:episode is a whole number above 0
			e.Episode = strconv.Itoa(n)
		}
		e.Season, e.PodSeason, e.PodEpisode = p.Season, p.Season, p.Episode
		e.Type, e.Explicit = p.EpisodeType, p.Explicit
		if p.Chapters != "" {
			e.Chapters = &podcastChapters{p.Chapters, chaptersType}
		}
		for _, t := range p.Transcripts {
			e.Transcripts = append(e.Transcripts, podcastTranscript(t))
		}
	}
	if e.empty() {
		return nil
	}
	return &e
}

// empty tells that there is nothing to say.
func (e *episode) empty() bool {
	return e.Duration+e.Episode+e.Type+e.Explicit+e.PodEpisode == "" && e.Season == 0 && e.Image == nil && e.Chapters == nil && e.Transcripts == nil
}

// episodes are the episodes of all cards, in order, and the namespaces that
// they need; empty where none is said anything of.
func (s *sheet) episodes() (es []*episode, itunes, podcast string) {
	es = make([]*episode, len(s.cards))
	for i := range s.cards {
		if es[i] = s.cards[i].episode(); es[i] != nil {
			itunes, podcast = nsITunes, nsPodcast
		}
	}
	return es, itunes, podcast
}

// show is the podcast:guid of the podcast that all of the sheet is from; empty
// where it is from several.
func (s *sheet) show() string {
	show := ""
	for i := range s.cards {
		p := s.cards[i].podcast
		if p == nil || p.Show == "" || show != "" && show != p.Show {
			return ""
		}
		show = p.Show
	}
	return show
}

// seconds rounds up: what plays is never said to take no time.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
