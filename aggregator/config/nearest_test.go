package config

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"schedule", "schedule", 0}, {"shedule", "schedule", 1},
		{"titel", "title", 1}, {"kitten", "sitting", 3}, {"غزة", "غزه", 1},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"name", "title", "url", "urls", "schedule", "full_text", "not_sources", "sources"}
	for _, tt := range []struct{ in, want string }{
		{"titel", "title"}, {"full-text", "full_text"}, {"Schedule", "schedule"}, {"fulltext", "full_text"},
		{"uri", "url"}, {"source", "sources"}, {"banana", ""}, {"", ""}, {"q", ""}, {strings.Repeat("title", 1000), ""},
	} {
		if got := nearest(tt.in, known); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
