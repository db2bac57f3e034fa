package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"golchin/aggregator/config"
	"golchin/aggregator/publish"
)

// runImport prints the feeds of an OPML file as sources to paste into
// feeds.yaml. It changes no file: what the operator keeps stays their choice.
func runImport(_ context.Context, e *env, args []string) error {
	rest, err := e.flags(args, nil)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return wrongCall("want one OPML file")
	}
	cfg, err := e.load()
	if err != nil {
		return err
	}
	f, err := os.Open(rest[0])
	if err != nil {
		return err
	}
	defer f.Close()
	outlines, skipped, err := publish.ReadOPML(f)
	if err != nil {
		return fmt.Errorf("%s: %w", rest[0], err)
	}
	rules, _, err := rulesOf(cfg)
	if err != nil {
		return err
	}
	known, names := map[string]bool{}, map[string]bool{}
	for _, s := range cfg.Sources {
		known[s.URLs[0]], names[s.Name] = true, true
	}
	folder, added := "", 0
	for _, o := range outlines {
		if known[o.XMLURL] {
			skipped = append(skipped, publish.Skipped{Title: o.Title, Why: "already a source"})
			continue
		}
		known[o.XMLURL] = true
		if at := strings.Join(o.Folder, " / "); at != folder {
			folder = at
			fmt.Fprintf(e.out, "  # %s\n", at)
		}
		fmt.Fprintf(e.out, "  - name: %s\n    title: %s\n    url: %s\n", freeName(slug(rules.Site(o.XMLURL)), names), config.Quote(o.Title), config.Quote(o.XMLURL))
		added++
	}
	fmt.Fprintf(e.err, "%s printed; paste them below sources:\n", plural(added, "source"))
	for _, s := range skipped {
		fmt.Fprintf(e.err, "skipped %s: %s\n", isolate(s.Title), s.Why)
	}
	return nil
}

// freeName is name, numbered where it is taken.
func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", name[:min(len(name), 60)], n)
	}
	taken[free] = true
	return free
}
