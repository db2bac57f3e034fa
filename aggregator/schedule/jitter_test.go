package schedule

import (
	"fmt"
	"testing"
	"time"
)

func TestJitterBounds(t *testing.T) {
	for _, tt := range []struct {
		interval, most time.Duration
	}{
		{0, 0},
		{-time.Hour, 0},
		{time.Minute, 6 * time.Second},
		{10 * time.Minute, time.Minute},
		{24 * time.Hour, time.Minute},
	} {
		for i := range 500 {
			name := fmt.Sprintf("source-%d", i)
			got := Jitter(name, tt.interval)
			if got < 0 || got > tt.most {
				t.Fatalf("Jitter(%s, %v) = %v, want 0…%v", name, tt.interval, got, tt.most)
			}
			if again := Jitter(name, tt.interval); again != got {
				t.Fatalf("Jitter(%s) = %v, then %v", name, got, again)
			}
		}
	}
}

// TestP15StartSpread: 1,000 sources start evenly over the interval: no tenth of
// it takes twice its share.
func TestP15StartSpread(t *testing.T) {
	const n = 1000
	for name, rule := range map[string]func(string, time.Duration) time.Duration{"spread": Spread, "jitter": Jitter} {
		var tenths [10]int
		span := 10 * time.Minute
		if name == "jitter" {
			span = time.Minute
		}
		for i := range n {
			d := rule(fmt.Sprintf("source-%04d", i), 10*time.Minute)
			if d < 0 || d >= span {
				t.Fatalf("%s = %v, want within %v", name, d, span)
			}
			tenths[d*10/span]++
		}
		for i, c := range tenths {
			if c > n/5 || c < n/20 {
				t.Errorf("%s: tenth %d has %d of %d", name, i, c, n)
			}
		}
	}
}
