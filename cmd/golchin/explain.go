package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
)

// runExplain says everything golchin knows of one item: who it is, where it
// was seen, which topics it is in and why not in others, what it was merged
// with.
func runExplain(ctx context.Context, e *env, args []string) error {
	return e.withHouse(ctx, args, true, nil, func(h *house, rest []string) error {
		if len(rest) != 1 {
			return wrongCall("want an item id or the link of an article")
		}
		it, err := h.find(ctx, rest[0])
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%s: no such item is kept; `golchin try` looks at a link afresh", rest[0])
		}
		if err != nil {
			return err
		}
		e.explain(h, it)
		return e.explainApart(ctx, h, it)
	})
}

// find returns the item of an id or a link.
func (h *house) find(ctx context.Context, s string) (news.Item, error) {
	id, err := itemID(s)
	page := strings.Contains(s, "/items/") // of ours
	switch {
	case err == nil && (page || !strings.Contains(s, "/")):
		return h.store.Item(ctx, id)
	case err != nil && !strings.ContainsAny(s, "/."):
		return news.Item{}, err
	}
	who := h.rules.Identify(news.Source{}, news.Entry{Link: withScheme(s)})
	return h.store.ByKey(ctx, who.Keys...)
}

// takenFrom names the agency a text was taken from, and its number there.
func takenFrom(a news.Attribution) string {
	agency := firstOf(a.Agency, "nobody named")
	if a.SourceCode != "" {
		return agency + ", code " + string(a.SourceCode) + " there"
	}
	return agency
}

func (e *env) explain(h *house, it news.Item) {
	out := e.out
	when := func(t time.Time) string {
		if t.IsZero() {
			return "unknown"
		}
		return t.UTC().Format(time.RFC3339)
	}
	fmt.Fprintf(out, "%s\n\n", isolate(e.paint(bold, it.Title)))
	fmt.Fprintf(out, "id          %s\n", it.ID)
	fmt.Fprintf(out, "named by    %s\n", it.Key)
	fmt.Fprintf(out, "code        %s at %s\n", firstOf(string(it.Code), "none"), it.Site)
	fmt.Fprintf(out, "canonical   %s\n", firstOf(readable(it.Canonical), "none"))
	fmt.Fprintf(out, "publisher   %s, words by source %s\n", isolate(it.Publisher), it.Face.Source)
	fmt.Fprintf(out, "published   %s; first seen %s; updated %s\n", when(it.Published), when(it.FirstSeen), when(it.Updated))
	if it.Agency != "" || len(it.Cites) > 0 || it.SourceCode != "" {
		fmt.Fprintf(out, "taken from  %s, citing %s\n", takenFrom(it.Attribution), firstOf(strings.Join(it.Cites, ", "), "nobody"))
	}
	for _, r := range it.Repaired {
		fmt.Fprintf(out, "repaired    %s\n", r)
	}
	for _, l := range it.Headlines {
		fmt.Fprintf(out, "was called  %s until %s\n", isolate(l.Title), when(l.Until))
	}
	fmt.Fprintf(out, "\nseen at\n")
	for _, o := range it.Origins {
		fmt.Fprintf(out, "  %s  %s  %s\n", when(o.Seen), o.Source, readable(o.URL))
	}
	fmt.Fprintf(out, "\ntopics\n")
	d := topic.Of(it)
	for _, x := range h.topics.Topics() {
		ex := h.topics.Explain(x.Slug, d)
		mark := e.paint(dim, "out")
		if ex.In {
			mark = e.paint(green, "in ")
		}
		fmt.Fprintf(out, "  %s %-18s %s\n", mark, x.Slug, isolate(ex.Reason))
	}
	switch {
	case len(it.Merged) > 0:
		fmt.Fprintf(out, "\nstory %s, text group %s\n", it.Story.UUID(), it.Copy.UUID())
		for _, m := range it.Merged {
			fmt.Fprintf(out, "  with %s, score %.2f: %s\n", m.Item.UUID(), m.Score, strings.Join(m.Because, "; "))
		}
	case it.Story != it.ID:
		fmt.Fprintf(out, "\nstory %s\n", it.Story.UUID())
	default:
		fmt.Fprintln(out, "\nno other item tells the same news")
	}
}
