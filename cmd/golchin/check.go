package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golchin/aggregator/config"
	"golchin/aggregator/fetch"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
)

// runCheck checks feeds.yaml; for links it says who they are.
func runCheck(ctx context.Context, e *env, args []string) error {
	var fetchAll bool
	links, err := e.flags(args, func(fs *flag.FlagSet) { fs.BoolVar(&fetchAll, "fetch", false, "also ask every source once") })
	if err != nil {
		return err
	}
	cfg, err := config.Load(e.config, e.lookup)
	var wrong *config.Errors
	if errors.As(err, &wrong) {
		for _, p := range wrong.Problems {
			fmt.Fprintln(e.err, p)
		}
		fmt.Fprintf(e.err, "\n%s: %s\n", e.config, plural(len(wrong.Problems), "error"))
		return errTold
	}
	if err != nil {
		return e.noConfig(err)
	}
	for _, w := range cfg.Warnings {
		fmt.Fprintln(e.err, e.paint(yellow, "warning:"), w)
	}
	if problems := cfg.Examples(); len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(e.err, p)
		}
		return errTold
	}
	if len(links) > 0 {
		return describeLinks(e, cfg, links)
	}
	feeds := 1 + len(cfg.Topics) + len(cfg.Sources) + len(cfg.Feeds)
	fmt.Fprintf(e.out, "%s is fine: %s, %s, %s and more by query\n", e.config, plural(len(cfg.Sources), "source"), plural(len(cfg.Topics), "topic"), plural(feeds, "feed"))
	if fetchAll {
		return checkFetch(ctx, e, cfg)
	}
	return nil
}

// describeLinks prints news code and canonical URL of each link.
func describeLinks(e *env, cfg *config.Config, links []string) error {
	rules, _, err := rulesOf(cfg)
	if err != nil {
		return err
	}
	for i, l := range links {
		if i > 0 {
			fmt.Fprintln(e.out)
		}
		d, err := rules.Describe(l)
		if err != nil {
			return err
		}
		fmt.Fprint(e.out, d.String())
	}
	return nil
}

// found is what asking a source once gave.
type found struct {
	src   news.Source
	note  string
	ok    bool
	items int
	paste string // the line to put into feeds.yaml instead
}

// checkFetch asks every source once and says what it is.
func checkFetch(ctx context.Context, e *env, cfg *config.Config) error {
	client := newClient(cfg)
	defer client.Close()
	results := make([]found, len(cfg.Sources))
	var wg sync.WaitGroup
	for i, s := range cfg.Sources {
		wg.Go(func() { results[i] = checkSource(ctx, client, s) })
	}
	wg.Wait()
	t := table{head: []string{"SOURCE", "ITEMS", "WHAT"}, colour: func(row []string, i int) string {
		if i == 1 && row[1] == "-" {
			return red
		}
		return ""
	}}
	failed := 0
	for _, r := range results {
		items := fmt.Sprint(r.items)
		if !r.ok {
			failed++
			items = "-"
		}
		t.add(r.src.Name, items, r.note)
	}
	fmt.Fprintln(e.out)
	t.print(e, e.out)
	for _, r := range results {
		if r.paste != "" {
			fmt.Fprintf(e.out, "\n%s: put this into feeds.yaml:\n    url: %s\n", r.src.Name, r.paste)
		}
	}
	switch {
	case failed == 0:
		return nil
	case failed == len(results):
		return errTold
	}
	return &partlyError{failed, len(results)}
}

func checkSource(ctx context.Context, client *fetch.Client, s news.Source) found {
	f := found{src: s}
	resp, err := client.Do(ctx, fetch.Request{URL: s.URLs[0], HTTP: s.HTTP})
	switch {
	case err != nil:
		f.note = err.Error() + hint(err)
		return f
	case resp.Challenge:
		f.note = "blocked by bot protection; ask the publisher to exempt feed readers"
		return f
	case resp.Status != http.StatusOK:
		f.note = fmt.Sprintf("%d %s", resp.Status, http.StatusText(resp.Status))
		return f
	}
	doc, err := parse.Parse(ctx, resp.Body, parse.Options{URL: resp.URL, ContentType: resp.ContentType, Source: s, Now: time.Now()})
	if page, ok := errors.AsType[*parse.HTMLError](err); ok && len(page.Links) > 0 {
		f.note, f.paste = "an HTML page that announces a feed", page.Links[0].URL
		return f
	}
	if err != nil {
		f.note = err.Error()
		return f
	}
	f.ok, f.items = true, len(doc.Entries)
	f.note = doc.Format
	if len(doc.Repaired) > 0 {
		f.note += ", repaired: " + strings.Join(doc.Repaired, "; ")
	}
	if resp.Permanent != "" {
		f.note += ", moved for good"
		f.paste = resp.Permanent
	}
	if doc.Title != "" {
		f.note += ", " + doc.Title
	}
	return f
}
