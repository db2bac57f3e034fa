package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"golchin/store"
)

// serveMetrics writes the figures an operator watches, in the Prometheus text
// format. Labels are bounded: one series a state of sources, none a source.
func serveMetrics(w http.ResponseWriter, r *http.Request, s store.Store, log *slog.Logger) {
	st, err := s.Stats(r.Context())
	if err == nil {
		var states []store.SourceState
		if states, err = s.States(r.Context()); err == nil {
			w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
			writeMetrics(w, st, states, time.Now())
			return
		}
	}
	log.Error("metrics", "err", err)
	http.Error(w, err.Error(), http.StatusServiceUnavailable)
}

func writeMetrics(w http.ResponseWriter, st store.Stats, states []store.SourceState, now time.Time) {
	gauge := func(name, help string, v float64) {
		fmt.Fprintf(w, "# HELP golchin_%s %s\n# TYPE golchin_%s gauge\ngolchin_%s %g\n", name, help, name, name, v)
	}
	gauge("items", "Items kept.", float64(st.Items))
	gauge("stories", "Stories among the items kept.", float64(st.Stories))
	gauge("origins", "Places where items were seen.", float64(st.Origins))
	gauge("store_bytes", "Size of the database.", float64(st.Bytes))
	byState := map[string]int{"ok": 0, "failing": 0, "gone": 0, "paused": 0, "quiet": 0}
	var lag time.Duration
	polls, bytes := 0, int64(0)
	for _, x := range states {
		byState[x.Health(now)]++
		polls += x.Polls
		bytes += x.Bytes
		if !x.NextPoll.IsZero() && now.Sub(x.NextPoll) > lag {
			lag = now.Sub(x.NextPoll)
		}
	}
	fmt.Fprint(w, "# HELP golchin_sources Sources by state.\n# TYPE golchin_sources gauge\n")
	for _, k := range []string{"ok", "failing", "gone", "paused", "quiet"} {
		fmt.Fprintf(w, "golchin_sources{state=%q} %d\n", k, byState[k])
	}
	gauge("due_lag_seconds", "How long the longest overdue source waits.", lag.Seconds())
	fmt.Fprintf(w, "# HELP golchin_polls_total Polls made, over all restarts.\n# TYPE golchin_polls_total counter\ngolchin_polls_total %d\n", polls)
	fmt.Fprintf(w, "# HELP golchin_fetched_bytes_total Bytes fetched from sources.\n# TYPE golchin_fetched_bytes_total counter\ngolchin_fetched_bytes_total %d\n", bytes)
	gauge("goroutines", "Goroutines.", float64(runtime.NumGoroutine()))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	gauge("heap_bytes", "Bytes of live heap objects.", float64(m.HeapAlloc))
}
