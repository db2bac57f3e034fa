package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golchin/aggregator"
)

// runPoll polls once and prints what came of it.
func runPoll(ctx context.Context, e *env, args []string) error {
	var force, asJSON bool
	names, err := e.flags(args, func(fs *flag.FlagSet) {
		fs.BoolVar(&force, "force", false, "ask also where the server said not now, and without validators")
		fs.BoolVar(&asJSON, "json", false, "print JSON")
	})
	if err != nil {
		return err
	}
	if e.logLevel == "info" { // the table says it all
		e.logLevel = "error"
	}
	log, err := e.logger()
	if err != nil {
		return err
	}
	h, err := e.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.knows(names); err != nil {
		return err
	}
	for _, w := range h.cfg.Warnings {
		fmt.Fprintln(e.err, "warning:", w)
	}
	total := len(names)
	if total == 0 {
		total = len(h.cfg.Sources)
	}
	agg, err := h.aggregator(ctx, nil, e.progress(total, asJSON))
	if err != nil {
		return err
	}
	began := time.Now()
	reports, err := agg.Poll(ctx, names, force)
	e.clearProgress()
	if err != nil {
		return err
	}
	if asJSON {
		err = printPollJSON(e, reports)
	} else {
		printPoll(e, reports, time.Since(began))
	}
	if err != nil {
		return err
	}
	return pollResult(reports)
}

// knows tells which of names is no source.
func (h *house) knows(names []string) error {
	var all []string
	for _, s := range h.cfg.Sources {
		all = append(all, s.Name)
	}
	for _, n := range names {
		if slices.Contains(all, n) {
			continue
		}
		if near := nearest(n, all); near != "" {
			return wrongCall("there is no source %q; did you mean %s?", n, near)
		}
		return wrongCall("there is no source %q; `golchin status` lists them", n)
	}
	return nil
}

// pollResult tells by the exit code whether all, some or none were polled.
func pollResult(reports []aggregator.Report) error {
	failed := 0
	for _, r := range reports {
		if r.Err != nil {
			failed++
		}
	}
	switch {
	case failed == 0:
		return nil
	case failed == len(reports):
		return errTold
	}
	return &partlyError{failed, len(reports)}
}

// progress counts finished polls on a terminal; a poll of many hosts takes a
// while, for it is polite.
func (e *env) progress(total int, quiet bool) func(aggregator.Report) {
	if !e.terminal || quiet || total < 2 {
		return nil
	}
	var done atomic.Int64
	return func(r aggregator.Report) {
		fmt.Fprintf(e.err, "\r\x1b[K%d/%d %s", done.Add(1), total, r.Source)
	}
}

func (e *env) clearProgress() {
	if e.terminal {
		fmt.Fprint(e.err, "\r\x1b[K")
	}
}

func printPoll(e *env, reports []aggregator.Report, took time.Duration) {
	t := table{head: []string{"SOURCE", "STATUS", "NEW", "CHANGED", "SAME", "NOTE"}}
	t.colour = func(row []string, i int) string {
		switch {
		case i == 1 && row[1] == "failed", i == 5 && row[1] == "failed":
			return red
		case i == 1 && row[1] == "skipped":
			return yellow
		case i == 2 && row[2] != "0" && row[2] != "":
			return green
		}
		return ""
	}
	var added, changed, failed int
	for _, r := range reports {
		added, changed = added+r.Outcome.New, changed+r.Outcome.Changed
		if r.Err != nil {
			failed++
		}
		t.add(pollRow(r)...)
	}
	t.print(e, e.out)
	fmt.Fprintf(e.out, "\n%s polled in %s: %d new, %d changed, %d failed\n",
		plural(len(reports), "source"), took.Round(10*time.Millisecond), added, changed, failed)
}

func pollRow(r aggregator.Report) []string {
	o := r.Outcome
	counts := []string{fmt.Sprint(o.New), fmt.Sprint(o.Changed), fmt.Sprint(o.Same + o.Origins + o.Pruned)}
	status, note := fmt.Sprint(r.Status), ""
	switch {
	case r.Err != nil:
		status, note, counts = "failed", pollNote(r.Err), []string{"", "", ""}
	case r.Skipped != "":
		status, note, counts = "skipped", r.Skipped, []string{"", "", ""}
	case r.Status == 304:
		note = "not modified"
	}
	for _, x := range r.Repaired {
		note = joinNote(note, "repaired: "+x)
	}
	if o.Merged > 0 {
		note = joinNote(note, plural(o.Merged, "item")+" merged")
	}
	return append(append([]string{r.Source, status}, counts...), note)
}

func joinNote(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func pollNote(err error) string {
	if pe, ok := errors.AsType[*aggregator.PollError](err); ok {
		return pe.Stage + ": " + pe.Reason + hint(err)
	}
	return err.Error()
}

func printPollJSON(e *env, reports []aggregator.Report) error {
	type row struct {
		Source   string     `json:"source"`
		URL      string     `json:"url,omitempty"`
		Status   int        `json:"status"`
		New      int        `json:"new"`
		Changed  int        `json:"changed"`
		Same     int        `json:"same"`
		Merged   int        `json:"merged"`
		Error    string     `json:"error,omitempty"`
		Skipped  string     `json:"skipped,omitempty"`
		Repaired []string   `json:"repaired,omitempty"`
		NextPoll *time.Time `json:"next_poll,omitempty"`
		NextWhy  string     `json:"next_why,omitempty"`
	}
	rows := make([]row, 0, len(reports))
	for _, r := range reports {
		x := row{Source: r.Source, URL: r.URL, Status: r.Status, New: r.Outcome.New, Changed: r.Outcome.Changed,
			Same: r.Outcome.Same + r.Outcome.Origins + r.Outcome.Pruned, Merged: r.Outcome.Merged, Skipped: r.Skipped, Repaired: r.Repaired, NextWhy: r.NextWhy}
		if r.Err != nil {
			x.Error = pollNote(r.Err)
		}
		if !r.Next.IsZero() {
			x.NextPoll = &r.Next
		}
		rows = append(rows, x)
	}
	enc := json.NewEncoder(e.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"sources": rows})
}
