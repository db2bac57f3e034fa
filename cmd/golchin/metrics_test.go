package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// sampleLine is a sample of the Prometheus text format 0.0.4.
var sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$`)

// metricsOf reads the admin listener's metrics.
func metricsOf(t *testing.T, admin string) map[string]float64 {
	t.Helper()
	resp, err := http.Get("http://" + admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("metrics: %d, %v\n%s", resp.StatusCode, err, body)
	}
	m, err := parseExposition(string(body))
	if err != nil {
		t.Fatalf("metrics: %v\n%s", err, body)
	}
	return m
}

// parseExposition reads the text format strictly: HELP and TYPE before the
// samples, each family once and in one piece, no series twice, the suffixes of
// its type only, histograms that add up.
func parseExposition(text string) (map[string]float64, error) {
	if !strings.HasSuffix(text, "\n") {
		return nil, fmt.Errorf("no newline at the end")
	}
	out, kinds := map[string]float64{}, map[string]string{}
	family, helped := "", ""
	last := 0.0
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		wrong := func(what string) error { return fmt.Errorf("line %d: %s: %s", i+1, what, l) }
		if rest, ok := strings.CutPrefix(l, "# HELP "); ok {
			helped, _, ok = strings.Cut(rest, " ")
			if _, seen := kinds[helped]; seen || !ok {
				return nil, wrong("help twice or empty")
			}
			continue
		}
		if rest, ok := strings.CutPrefix(l, "# TYPE "); ok {
			name, kind, _ := strings.Cut(rest, " ")
			if name != helped || !strings.Contains(" counter gauge histogram summary ", " "+kind+" ") {
				return nil, wrong("type without help, or unknown")
			}
			family, kinds[name], last = name, kind, 0
			if kind == "counter" && !strings.HasSuffix(name, "_total") {
				return nil, wrong("a counter's name ends in _total")
			}
			continue
		}
		m := sampleLine.FindStringSubmatch(l)
		if m == nil {
			return nil, wrong("no sample")
		}
		v, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return nil, wrong("no number")
		}
		suffix, ok := strings.CutPrefix(m[1], family)
		allowed := map[string]string{"counter": "||", "gauge": "||", "summary": "|_sum|_count|", "histogram": "|_sum|_count|_bucket|"}[kinds[family]]
		if !ok || !strings.Contains(allowed, "|"+suffix+"|") {
			return nil, wrong("a sample outside its family")
		}
		if suffix == "_bucket" || kinds[family] == "histogram" && suffix == "_count" {
			if v < last {
				return nil, wrong("buckets fall")
			}
			last = v
		}
		if _, twice := out[m[1]+m[2]]; twice {
			return nil, wrong("a series twice")
		}
		out[m[1]+m[2]] = v
	}
	return out, nil
}

// TestMetrics holds the figures to what happened, and the text to the format.
func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newScene(t, 3, "")
	admin := freePort(t)
	srv := serve(t, s.dir, "-admin", admin)
	eventually(t, "all is polled and seen again", func() bool {
		m := metricsOf(t, admin)
		return m["golchin_items"] == 30 && m[`golchin_polls_total{result="not_modified"}`] >= 3
	})
	srv.get(t, "/feeds/all.rss")
	srv.get(t, "/nothing")
	m := metricsOf(t, admin)
	for name, want := range map[string]float64{
		`golchin_sources{state="ok"}`:                        3,
		`golchin_polls_total{result="new"}`:                  3,
		`golchin_polls_total{result="failed"}`:               0,
		`golchin_seen_total{outcome="new"}`:                  30,
		`golchin_http_seconds_count{kind="feed",code="2xx"}`: 1,
		`golchin_http_seconds_count{kind="page",code="4xx"}`: 1,
		`golchin_source_failures{source="s01"}`:              0,
		`golchin_config_ok`:                                  1,
		`golchin_store_errors_total{op="commit"}`:            0,
	} {
		if got, ok := m[name]; !ok || got != want {
			t.Errorf("%s is %v (%v), want %v", name, got, ok, want)
		}
	}
	for _, name := range []string{"golchin_fetched_bytes_total", "golchin_store_bytes", "golchin_poll_seconds_count", "golchin_goroutines",
		`golchin_store_seconds_count{by="engine",op="commit"}`, `golchin_store_seconds_count{by="readers",op="items"}`, `golchin_http_sent_bytes_total{kind="feed"}`, `golchin_render_seconds_count{kind="catalogue",result="ok"}`} {
		if m[name] <= 0 {
			t.Errorf("%s is %v", name, m[name])
		}
	}
	if code, _, _ := srv.get(t, "/metrics"); code != http.StatusNotFound {
		t.Errorf("the public listener answers /metrics with %d", code)
	}
	if code, _, _ := srv.get(t, "/debug/pprof/"); code != http.StatusNotFound {
		t.Errorf("the public listener answers /debug/pprof/ with %d", code)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestStill: a schedule that neither claims nor commits is told after a while,
// whatever readers ask of the store; long work on keys counts as life.
func TestStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &figures{moved: time.Now()}
		for _, c := range []struct {
			name string
			wait time.Duration
			by   string
			op   string
			err  error
			want bool
		}{
			{"the start", 4 * time.Minute, "", "", nil, true},
			{"only readers ask", 2 * time.Minute, "readers", "items", nil, false},
			{"a claim", 0, "engine", "claim", nil, true},
			{"claims fail", 6 * time.Minute, "engine", "claim", errors.New("locked"), false},
			{"a commit", time.Minute, "engine", "commit", nil, true},
			{"keys are made anew", 6 * time.Minute, "engine", "rekey", nil, true},
			{"the judge goes on alone", 6 * time.Minute, "engine", "judge", nil, false},
		} {
			time.Sleep(c.wait)
			if c.by != "" {
				f.storeCall(c.by, c.op, time.Second, c.err)
			}
			if err := f.still(time.Now()); (err == nil) != c.want {
				t.Errorf("%s: %v, want nil: %v", c.name, err, c.want)
			}
		}
	})
}
