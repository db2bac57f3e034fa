package schedule

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var logged bytes.Buffer
		var steady, panics, slow, open atomic.Int32
		daily, err := Parse("TZ=UTC 0 7 * * *")
		if err != nil {
			t.Fatal(err)
		}
		var firstDaily atomic.Pointer[time.Time]
		done := make(chan error, 1)
		go func() {
			done <- Run(ctx, slog.New(slog.NewTextHandler(&logged, nil)), []Job{
				{Name: "steady", Every: 250 * time.Millisecond, Do: func(context.Context) { steady.Add(1) }},
				{Name: "panics", Every: time.Minute, Do: func(context.Context) { panics.Add(1); panic("broken") }},
				{Name: "slow", Every: time.Minute, Do: func(ctx context.Context) {
					if open.Add(1) > 1 {
						t.Error("two runs of one round at once")
					}
					defer open.Add(-1)
					slow.Add(1)
					select {
					case <-ctx.Done():
						time.Sleep(3 * time.Second) // winding down
					case <-time.After(150 * time.Second):
					}
				}},
				{Name: "daily", Spec: daily, Do: func(context.Context) { now := time.Now(); firstDaily.CompareAndSwap(nil, &now) }},
			})
		}()
		time.Sleep(10*time.Minute + time.Second)
		if n := steady.Load(); n < 2403 || n > 2404 {
			t.Errorf("steady round ran %d times in 601 s, want 2403 or 2404", n)
		}
		if n := panics.Load(); n != 10 {
			t.Errorf("panicking round ran %d times in 10 min, want 10: it must run again after a panic", n)
		}
		if n := slow.Load(); n != 4 {
			t.Errorf("slow round (150 s each minute) ran %d times, want 4", n)
		}
		time.Sleep(24 * time.Hour)
		if at := firstDaily.Load(); at == nil || at.UTC().Hour() != 7 {
			t.Errorf("daily round ran at %v, want 07:00 UTC", at)
		}
		stopped := time.Now()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		if open.Load() != 0 || time.Since(stopped) > 3*time.Second {
			t.Errorf("Run returned after %v with %d rounds open", time.Since(stopped), open.Load())
		}
		if !strings.Contains(logged.String(), "round=panics") || !strings.Contains(logged.String(), "broken") {
			t.Errorf("the panic was not logged: %s", logged.String())
		}
	})
}

func TestRunRefuses(t *testing.T) {
	do := func(context.Context) {}
	spec, err := Parse("@daily")
	if err != nil {
		t.Fatal(err)
	}
	for name, job := range map[string]Job{
		"no schedule":   {Name: "x", Do: do},
		"two schedules": {Name: "x", Do: do, Every: time.Minute, Spec: spec},
		"nothing to do": {Name: "x", Every: time.Minute},
	} {
		if err := Run(t.Context(), slog.New(slog.DiscardHandler), []Job{job}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
