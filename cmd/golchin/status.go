package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"time"

	"golchin/aggregator/config"
	"golchin/aggregator/fetch"
	"golchin/store"
)

// runStatus tells how every source does.
func runStatus(ctx context.Context, e *env, args []string) error {
	var asJSON bool
	if err := e.bare(args, func(fs *flag.FlagSet) { fs.BoolVar(&asJSON, "json", false, "print JSON") }); err != nil {
		return err
	}
	log, err := e.logger()
	if err != nil {
		return err
	}
	cfg, wrongFile := e.load()
	if wrongFile != nil { // a running server keeps the old one: there is still much to tell
		cfg = &config.Config{Zone: time.UTC}
	}
	h, err := e.build(ctx, cfg, log, true)
	if err != nil {
		return errors.Join(wrongFile, err)
	}
	defer h.close()
	stats, err := h.store.Stats(ctx)
	if err != nil {
		return err
	}
	states, err := h.store.States(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		err = printStatusJSON(e, h, stats, states)
	} else {
		err = printStatus(e, h, stats, states)
	}
	if err == nil && wrongFile != nil {
		err = fmt.Errorf("%s is wrong; a running server keeps the old one: %w", e.config, wrongFile)
	}
	return err
}

func (h *house) site(name string) string {
	for _, s := range h.cfg.Sources {
		if s.Name == name {
			return s.Site
		}
	}
	return ""
}

func printStatus(e *env, h *house, stats store.Stats, states []store.SourceState) error {
	now := time.Now()
	t := table{head: []string{"SOURCE", "STATE", "ITEMS", "LAST", "NEXT", "WHY"}}
	t.colour = func(row []string, i int) string {
		if i != 1 {
			return ""
		}
		switch row[1] {
		case "ok":
			return green
		case "failing", "gone":
			return red
		}
		return yellow
	}
	for _, st := range states {
		t.add(st.Name, st.Health(now), fmt.Sprint(st.Items), ago(now, st.LastPoll), inTime(now, st.NextPoll), statusSentence(now, st))
	}
	t.print(e, e.out)
	fmt.Fprintf(e.out, "\n%s in %s, seen at %s, %.1f MB in %s\n", plural(stats.Items, "item"), plural(stats.Stories, "story"),
		plural(stats.Origins, "place"), float64(stats.Bytes)/1e6, abs(e.db))
	return nil
}

// statusSentence says in words what the last poll brought and why the next one
// is when it is.
func statusSentence(now time.Time, st store.SourceState) string {
	var s string
	switch {
	case st.LastPoll.IsZero():
		s = "not polled yet"
	case st.LastError != "":
		s = st.LastStage + ": " + st.LastError
		if st.Failures > 1 {
			s += fmt.Sprintf(" (%s since %s)", plural(st.Failures, "failure"), st.FailingFrom.Local().Format("2 Jan 15:04"))
		}
	case st.LastStatus == 304:
		s = "not modified"
	case st.LastStatus == 0:
		s = "read"
	default:
		s = fmt.Sprintf("%d, %d new", st.LastStatus, st.NewLast)
	}
	switch {
	case st.NextPoll.IsZero():
		s += "; polled no more: " + st.NextWhy
	case st.NotBefore.After(now) && !st.NextPoll.Before(st.NotBefore):
		s += fmt.Sprintf("; not before %s: %s", st.NotBefore.Local().Format("15:04"), st.NotBeforeWhy)
	default:
		s += "; next by " + st.NextWhy
	}
	for _, r := range st.Repaired {
		s += "; repaired: " + r
	}
	for _, p := range []string{st.GUIDPolicy, st.LinkPolicy} {
		if p != "" {
			s += "; " + p
		}
	}
	if st.MovedTo != "" {
		s += "; moving to " + fetch.Redact(st.MovedTo)
	}
	return s
}

func printStatusJSON(e *env, h *house, stats store.Stats, states []store.SourceState) error {
	type row struct {
		Name       string     `json:"name"`
		URL        string     `json:"url"`
		Site       string     `json:"site"`
		State      string     `json:"state"`
		LastPoll   *time.Time `json:"last_poll"`
		LastStatus int        `json:"last_status"`
		LastError  string     `json:"last_error"`
		NextPoll   *time.Time `json:"next_poll"`
		NextWhy    string     `json:"next_why"`
		Items      int        `json:"items"`
		New        int        `json:"new_last_poll"`
		Repaired   []string   `json:"repaired"`
	}
	known := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.UTC()
		return &t
	}
	now := time.Now()
	rows := make([]row, 0, len(states))
	for _, st := range states {
		rep := st.Repaired
		if rep == nil {
			rep = []string{}
		}
		rows = append(rows, row{Name: st.Name, URL: fetch.Redact(st.URL), Site: h.site(st.Name), State: st.Health(now), LastPoll: known(st.LastPoll),
			LastStatus: st.LastStatus, LastError: st.LastError, NextPoll: known(st.NextPoll), NextWhy: st.NextWhy, Items: st.Items, New: st.NewLast, Repaired: rep})
	}
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Items   int   `json:"items"`
		Stories int   `json:"stories"`
		Origins int   `json:"origins"`
		Sources []row `json:"sources"`
	}{stats.Items, stats.Stories, stats.Origins, rows})
}

// ago is how long t is past, short.
func ago(now, t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return short(now.Sub(t)) + " ago"
}

func inTime(now, t time.Time) string {
	switch {
	case t.IsZero():
		return "never"
	case !t.After(now):
		return "now"
	}
	return "in " + short(t.Sub(now))
}

func short(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}
