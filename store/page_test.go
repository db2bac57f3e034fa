package store_test

import (
	"testing"
	"time"

	"golchin/store"
)

// TestAgain bounds how often the page of one item is asked.
func TestAgain(t *testing.T) {
	t0 := time.Date(2023, 11, 27, 11, 45, 2, 0, time.UTC)
	p := store.Page{Reads: 1, Read: t0}
	if got := p.Again(t0.Add(time.Minute)).Next; !got.Equal(t0.Add(10 * time.Minute)) {
		t.Errorf("soon after it was read: asked at %v", got)
	}
	if got := p.Again(t0.Add(time.Hour)).Next; !got.Equal(t0.Add(time.Hour)) {
		t.Errorf("later: asked at %v", got)
	}
	p.Reads = 8
	if got := p.Again(t0.Add(1000 * time.Hour)).Next; !got.IsZero() {
		t.Errorf("read eight times: asked at %v", got)
	}
}
