package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"golchin/store"
)

// A process that was killed holds no sources: whoever opens the database next,
// alone, takes its leases away; beside a living process they stand.
func TestLeasesOfTheDead(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, alive := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "g.db")
		first, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := first.Sync(t.Context(), []store.SourceState{{Name: "a", ConfigURL: "http://a.example/", NextPoll: now}}); err != nil {
			t.Fatal(err)
		}
		ask := store.ClaimQuery{Now: now, Lease: time.Hour, Limit: 1}
		if got, err := first.Claim(t.Context(), ask); err != nil || len(got) != 1 {
			t.Fatalf("claimed %d sources, %v", len(got), err)
		}
		if !alive {
			if err := first.lock.close(); err != nil { // as the kernel does when the process ends
				t.Fatal(err)
			}
		}
		second, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := second.Claim(t.Context(), ask)
		if err != nil || (len(got) == 1) == alive {
			t.Errorf("holder alive %v: the second process claims %d sources, %v", alive, len(got), err)
		}
		if err := second.Close(); err != nil {
			t.Error(err)
		}
		if alive {
			if err := first.Close(); err != nil {
				t.Error(err)
			}
		} else {
			_ = first.w.close() // the dead leave no clean end
			_ = first.r.close()
		}
	}
}
