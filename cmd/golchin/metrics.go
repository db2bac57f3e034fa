package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golchin/store"
)

// serveMetrics writes the figures an operator watches, in the Prometheus text
// format 0.0.4. Labels are words of this program and names of feeds.yaml.
func serveMetrics(w http.ResponseWriter, r *http.Request, s store.Store, f *figures, log *slog.Logger) {
	st, err := s.Stats(r.Context())
	if err == nil {
		var states []store.SourceState
		if states, err = s.States(r.Context()); err == nil {
			w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
			x := &exposition{w: w}
			x.kept(st)
			x.health(states, time.Now())
			f.write(x)
			x.process()
			return
		}
	}
	log.Error("metrics", "err", err)
	http.Error(w, err.Error(), http.StatusServiceUnavailable)
}

// exposition writes metrics one family after another.
type exposition struct{ w io.Writer }

// family begins a metric; its samples follow.
func (x *exposition) family(name, kind, help string) {
	fmt.Fprintf(x.w, "# HELP golchin_%s %s\n# TYPE golchin_%s %s\n", name, help, name, kind)
}

// sample writes one value; labels are names and values in turn.
func (x *exposition) sample(name string, v float64, labels ...string) {
	var b strings.Builder
	b.WriteString("golchin_" + name)
	for i := 0; i+1 < len(labels); i += 2 {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(labels[i] + `="` + escapeLabel(labels[i+1]) + `"`)
	}
	if len(labels) > 0 {
		b.WriteByte('}')
	}
	fmt.Fprintf(x.w, "%s %s\n", b.String(), strconv.FormatFloat(v, 'g', -1, 64))
}

func escapeLabel(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
}

func (x *exposition) gauge(name, help string, v float64) {
	x.family(name, "gauge", help)
	x.sample(name, v)
}

// each writes a family with one label, every word of words included.
func (x *exposition) each(name, kind, help, label string, values map[string]int64, words ...string) {
	x.family(name, kind, help)
	all := map[string]int64{}
	for _, w := range words {
		all[w] = 0
	}
	maps.Copy(all, values)
	for _, k := range slices.Sorted(maps.Keys(all)) {
		x.sample(name, float64(all[k]), label, k)
	}
}

func (x *exposition) kept(st store.Stats) {
	x.gauge("items", "Items kept.", float64(st.Items))
	x.gauge("stories", "Stories among the items kept.", float64(st.Stories))
	x.gauge("origins", "Places where items were seen.", float64(st.Origins))
	x.gauge("keys", "Keys by which items are known again, pruned ones included.", float64(st.Keys))
	x.gauge("store_bytes", "Size of the database.", float64(st.Bytes))
}

func (x *exposition) health(states []store.SourceState, now time.Time) {
	byState := map[string]int64{}
	var lag time.Duration
	for _, s := range states {
		byState[s.Health(now)]++
		if !s.NextPoll.IsZero() {
			lag = max(lag, now.Sub(s.NextPoll))
		}
	}
	x.each("sources", "gauge", "Sources by state.", "state", byState, "ok", "failing", "gone", "paused", "quiet")
	x.gauge("due_lag_seconds", "How long the longest overdue source waits.", lag.Seconds())
	x.family("source_failures", "gauge", "Polls that failed in a row, by source of feeds.yaml.")
	for _, s := range states {
		x.sample("source_failures", float64(s.Failures), "source", s.Name)
	}
	x.family("source_last_success_seconds", "gauge", "When the source last answered well, in seconds since 1970; 0 is never.")
	for _, s := range states {
		x.sample("source_last_success_seconds", unix(s.LastSuccess), "source", s.Name)
	}
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}

// write writes what was counted since the start.
func (f *figures) write(x *exposition) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x.each("polls_total", "counter", "Polls by result.", "result", f.polls, "new", "changed", "same", "not_modified", "failed", "skipped")
	x.each("poll_failures_total", "counter", "Failed polls by the stage that failed.", "stage", f.failed, "fetch", "parse", "commit")
	x.each("seen_total", "counter", "Entries read, by what became of them.", "outcome", f.items, "new", "changed", "same", "merged")
	f.took.write(x, "poll_seconds", "How long polls took, from asked to committed.")
	x.family("fetched_bytes_total", "counter", "Bytes fetched from sources.")
	x.sample("fetched_bytes_total", float64(f.bytes))
	calls := sorted(f.stores, func(a, b storeCall) int { return cmp.Or(cmp.Compare(a.by, b.by), cmp.Compare(a.op, b.op)) })
	x.family("store_seconds", "summary", "Calls of the store and how long they took, by who asked.")
	for _, k := range calls {
		x.sample("store_seconds_sum", f.stores[k].sum.Seconds(), "by", k.by, "op", k.op)
		x.sample("store_seconds_count", float64(f.stores[k].n), "by", k.by, "op", k.op)
	}
	x.each("store_errors_total", "counter", "Calls of the store that failed.", "op", f.errors, "claim", "commit", "judge")
	renders := sorted(f.renders, func(a, b renderedAs) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.result, b.result)) })
	x.family("render_seconds", "summary", "Documents made for readers and how long that took: feeds and pages of the catalogue, or what a reader asked for.")
	for _, k := range renders {
		x.sample("render_seconds_sum", f.renders[k].sum.Seconds(), "kind", k.kind, "result", k.result)
		x.sample("render_seconds_count", float64(f.renders[k].n), "kind", k.kind, "result", k.result)
	}
	served := sorted(f.served, func(a, b servedAs) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.code, b.code)) })
	x.family("http_seconds", "summary", "Answers to readers and how long they took, by what was asked and how it was answered.")
	for _, k := range served {
		x.sample("http_seconds_sum", f.served[k].sum.Seconds(), "kind", k.kind, "code", k.code)
		x.sample("http_seconds_count", float64(f.served[k].n), "kind", k.kind, "code", k.code)
	}
	x.each("http_sent_bytes_total", "counter", "Bytes of bodies sent to readers.", "kind", f.sent, "feed", "page")
	x.gauge("http_in_flight", "Readers being answered.", float64(f.flying))
	x.gauge("schedule_idle_seconds", "How long the engine neither claimed a source nor committed a poll; /readyz fails above 300.", time.Since(f.moved).Seconds())
	ok := 1.0
	if f.wrong != nil {
		ok = 0
	}
	x.gauge("config_ok", "1 when feeds.yaml is in use as it is, 0 when it is wrong and an older one is in use.", ok)
	x.gauge("config_loaded_seconds", "When the configuration in use was read, in seconds since 1970.", unix(f.since))
	x.each("config_reloads_total", "counter", "Times feeds.yaml was read again.", "result", f.reloads, "ok", "refused")
}

func (h *histogram) write(x *exposition, name, help string) {
	x.family(name, "histogram", help)
	n := int64(0)
	for i, c := range h.n {
		n += c
		le := "+Inf"
		if i < len(pollBounds) {
			le = strconv.FormatFloat(pollBounds[i].Seconds(), 'g', -1, 64)
		}
		x.sample(name+"_bucket", float64(n), "le", le)
	}
	x.sample(name+"_sum", h.sum.Seconds())
	x.sample(name+"_count", float64(n))
}

func sorted[K comparable](m map[K]timing, by func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), by)
}

// process writes what this process costs.
func (x *exposition) process() {
	x.family("build_info", "gauge", "The version that runs.")
	x.sample("build_info", 1, "version", versionString(), "go", runtime.Version())
	x.gauge("goroutines", "Goroutines.", float64(runtime.NumGoroutine()))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	x.gauge("heap_bytes", "Bytes of live heap objects.", float64(m.HeapAlloc))
	if rss, files, err := residentAndFiles(); err == nil {
		x.gauge("resident_bytes", "Memory of the process.", float64(rss))
		x.gauge("open_files", "Files and connections open.", float64(files))
	}
}

// residentAndFiles asks Linux; elsewhere the error says that nobody knows.
func residentAndFiles() (rss int64, files int, err error) {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, 0, err
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0, 0, fmt.Errorf("statm: %d fields", len(fields))
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0, 0, err
	}
	dir, err := os.Open("/proc/self/fd")
	if err != nil {
		return 0, 0, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	return pages * int64(os.Getpagesize()), len(names), err
}
