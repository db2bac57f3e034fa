package news

import "time"

// Podcast is what a source says of an episode in the itunes and podcast
// namespaces. The files themselves are enclosures. Every field may be empty.
type Podcast struct {
	// Duration is how long the episode plays (itunes:duration).
	Duration time.Duration `json:"duration,omitempty"`
	// Image is the URL of the episode's picture (itunes:image).
	Image string `json:"image,omitempty"`
	// Episode is the episode's number in ASCII digits, which podcast:episode
	// allows to have a fraction: "12", "12.5".
	Episode string `json:"episode,omitempty"`
	// Season is the season's number; 0 means none.
	Season int `json:"season,omitempty"`
	// EpisodeType is "full", "trailer" or "bonus".
	EpisodeType string `json:"episodeType,omitempty"`
	// Explicit is "true" or "false"; empty means the source does not say.
	Explicit string `json:"explicit,omitempty"`
	// Transcripts are the episode's words, in several forms or languages.
	Transcripts []Transcript `json:"transcripts,omitempty"`
	// Chapters is the URL of the episode's chapters, JSON (podcast:chapters).
	Chapters string `json:"chapters,omitempty"`
	// Show is the podcast:guid of the source's channel, a UUID: the podcast
	// wherever it is hosted.
	Show string `json:"show,omitempty"`
}

// Transcript is a podcast:transcript.
type Transcript struct {
	URL      string `json:"url"`
	Type     string `json:"type"`               // media type
	Language string `json:"language,omitempty"` // BCP 47; empty means the episode's
	Rel      string `json:"rel,omitempty"`      // "captions" or empty
}
