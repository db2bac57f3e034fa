package publish

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/gorilla/feeds"
	"golchin/aggregator/news"
)

// jsonFeed is gorilla's with our items, which are there even when empty: the
// format requires them.
type jsonFeed struct {
	feeds.JSONFeed
	Items []*jsonItem `json:"items"`
}

// jsonItem is gorilla's, with a language, attachments that tell their size,
// and our extension.
type jsonItem struct {
	feeds.JSONItem
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
	Golchin     *extension       `json:"_golchin"`
}

type jsonAttachment struct {
	URL   string `json:"url"`
	Type  string `json:"mime_type"`
	Title string `json:"title,omitempty"`
	Size  int64  `json:"size_in_bytes,omitempty"`
	Plays int64  `json:"duration_in_seconds,omitempty"`
}

// extension is what golchin knows of an item beyond the format (DESIGN §4).
type extension struct {
	NewsCode  string                `json:"news_code,omitempty"`
	Site      string                `json:"site,omitempty"`
	Canonical string                `json:"canonical_url,omitempty"`
	Page      string                `json:"page,omitempty"` // ours about the item
	Story     string                `json:"story,omitempty"`
	Topics    []string              `json:"topics"`
	Origins   []jsonOrigin          `json:"origins"`
	Why       map[string][]news.Why `json:"why,omitempty"` // encoded in the order of its keys
	Merged    []jsonMerged          `json:"merged,omitempty"`
	Headlines []jsonHeadline        `json:"headlines,omitempty"`
	Taken     *news.Attribution     `json:"attribution,omitempty"` // whom the text names as its sources
	Repaired  []string              `json:"repaired,omitempty"`
	Rights    string                `json:"rights,omitempty"`
	Podcast   *jsonPodcast          `json:"podcast,omitempty"`
}

// jsonPodcast is what the source says of an episode beyond the format.
type jsonPodcast struct {
	Episode     string            `json:"episode,omitempty"`
	Season      int               `json:"season,omitempty"`
	Type        string            `json:"episode_type,omitempty"`
	Explicit    string            `json:"explicit,omitempty"`
	Image       string            `json:"image,omitempty"`
	Chapters    string            `json:"chapters,omitempty"`
	Transcripts []news.Transcript `json:"transcripts,omitempty"`
	Show        string            `json:"show,omitempty"`
}

type jsonOrigin struct {
	Source    string `json:"source"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	GUID      string `json:"guid,omitempty"`
	Title     string `json:"title,omitempty"`
	Language  string `json:"language,omitempty"`
	Seen      string `json:"seen,omitempty"`
	Item      string `json:"item"`
}

type jsonMerged struct {
	Item    string   `json:"item"`
	Score   float64  `json:"score"`
	Because []string `json:"because"`
}

type jsonHeadline struct {
	Title string `json:"title"`
	Until string `json:"until,omitempty"`
}

// writeJSON writes s as JSON Feed 1.1, in one line.
func (s *sheet) writeJSON(w io.Writer) error {
	f := &jsonFeed{Items: make([]*jsonItem, 0, len(s.cards))}
	f.JSONFeed = feeds.JSONFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       s.title,
		Language:    s.language,
		HomePageUrl: s.home,
		FeedUrl:     s.self,
		Icon:        s.image,
		Favicon:     s.icon,
		Authors:     []*feeds.JSONAuthor{{Name: s.siteName, Url: s.home}},
	}
	if s.about != s.title {
		f.Description = s.about
	}
	if s.next != s.self {
		f.NextUrl = s.next
	}
	if s.hub != "" {
		f.Hubs = []*feeds.JSONHub{{Type: "WebSub", Url: s.hub}}
	}
	for i := range s.cards {
		f.Items = append(f.Items, s.cards[i].json())
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(f)
}

// json is the card as a JSON Feed item.
func (c *card) json() *jsonItem {
	it := &jsonItem{Language: c.language, Golchin: c.extension()}
	it.JSONItem = feeds.JSONItem{
		Id:            c.id,
		Url:           c.link,
		Title:         c.title,
		ContentHTML:   c.body,
		Summary:       c.summary,
		Image:         c.image,
		PublishedDate: moment(c.published),
		ModifiedDate:  moment(c.updated),
	}
	if c.body == "" {
		it.ContentText = c.heading()
	}
	for _, p := range c.authors {
		it.Authors = append(it.Authors, &feeds.JSONAuthor{Name: p.Name, Url: p.URL})
	}
	it.Tags = c.tags()
	for _, f := range c.enclosures {
		it.Attachments = append(it.Attachments, jsonAttachment{f.URL, f.Type, f.Title, f.Length, seconds(f.Duration)})
	}
	return it
}

// tags are the names of all subjects, each once.
func (c *card) tags() []string {
	var out []string
	seen := make(map[string]bool, len(c.topics)+len(c.categories))
	for _, list := range [][]category{c.topics, c.categories} {
		for _, k := range list {
			if n := k.name(); !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}

func (c *card) extension() *extension {
	it := c.item
	x := &extension{
		NewsCode:  line(string(it.Code)),
		Site:      line(it.Site),
		Canonical: link(it.Canonical),
		Page:      c.page,
		Story:     string(it.Story),
		Topics:    make([]string, 0, len(it.Topics)),
		Origins:   make([]jsonOrigin, 0, len(c.origins)),
		Rights:    c.rights,
	}
	for _, t := range it.Topics {
		x.Topics = append(x.Topics, t.Slug)
		if len(t.Why) > 0 {
			if x.Why == nil {
				x.Why = make(map[string][]news.Why, len(it.Topics))
			}
			x.Why[t.Slug] = t.Why
		}
	}
	for _, o := range c.origins {
		x.Origins = append(x.Origins, jsonOrigin{
			Source: o.Source, Publisher: line(o.Publisher), URL: link(o.URL), GUID: guid(o.GUID), Title: line(o.Title),
			Language: language(o.Language), Seen: instant(o.Seen), Item: string(o.Item),
		})
	}
	for _, m := range it.Merged {
		x.Merged = append(x.Merged, jsonMerged{string(m.Item), finite(m.Score), lines(m.Because)})
	}
	for _, h := range it.Headlines {
		x.Headlines = append(x.Headlines, jsonHeadline{line(h.Title), instant(h.Until)})
	}
	if it.Agency != "" || len(it.Cites) > 0 || it.SourceCode != "" {
		x.Taken = &news.Attribution{Agency: line(it.Agency), Cites: lines(it.Cites), SourceCode: news.Code(line(string(it.SourceCode)))}
	}
	if p := c.podcast; p != nil {
		x.Podcast = &jsonPodcast{p.Episode, p.Season, p.EpisodeType, p.Explicit, p.Image, p.Chapters, p.Transcripts, p.Show}
	}
	if len(it.Repaired) > 0 {
		x.Repaired = lines(it.Repaired)
	}
	return x
}

// guid is a publisher's id as data: as it was written, but for a user's name
// and password.
func guid(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		if at := strings.IndexByte(rest, '@'); at >= 0 && !strings.ContainsAny(rest[:at], "/?#") {
			return link(s)
		}
	}
	return line(s)
}

func lines(in []string) []string {
	out := make([]string, 0, len(in))
	for _, s := range in {
		out = append(out, line(s))
	}
	return out
}

// finite keeps a score that JSON can write.
func finite(f float64) float64 {
	if f != f || f-f != 0 {
		return 0
	}
	return f
}

// instant writes a known time, or nothing.
func instant(t time.Time) string {
	if t = known(t); t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// moment is t for a field that may be absent.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
