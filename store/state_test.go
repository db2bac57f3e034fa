package store

import (
	"testing"
	"time"
)

func TestHealth(t *testing.T) {
	ahead, past := t0.Add(time.Hour), t0.Add(-time.Hour)
	tests := []struct {
		name string
		st   SourceState
		want string
	}{
		{"never polled", SourceState{}, "ok"},
		{"two 410", SourceState{Gone: 2, Failures: 2}, "gone"},
		{"one 410 is to be confirmed", SourceState{Gone: 1, Failures: 1}, "failing"},
		{"an error", SourceState{Failures: 1}, "failing"},
		{"429 with Retry-After", SourceState{Failures: 1, NotBefore: ahead, NotBeforeWhy: "Retry-After"}, "paused"},
		{"Retry-After capped", SourceState{Failures: 1, NotBefore: ahead, NotBeforeWhy: "Retry-After, capped at 7 days"}, "paused"},
		{"the whole host", SourceState{NotBefore: ahead, NotBeforeWhy: "s.example:443 asked for a pause"}, "paused"},
		{"a pause that is over", SourceState{Failures: 1, NotBefore: past, NotBeforeWhy: "Retry-After"}, "failing"},
		{"fresh by Cache-Control", SourceState{NotBefore: ahead, NotBeforeWhy: "Cache-Control"}, "ok"},
		{"silent against its rhythm", SourceState{Gap: time.Hour, LastNew: t0.Add(-72 * time.Hour)}, "quiet"},
		{"silent, but slow by nature", SourceState{Gap: 48 * time.Hour, LastNew: t0.Add(-72 * time.Hour)}, "ok"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.st.Health(t0); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
