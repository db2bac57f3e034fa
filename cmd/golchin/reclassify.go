package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
	"golchin/store"
)

const (
	// refiledDays is the window whose headlines are shown unless -days says
	// otherwise.
	refiledDays = 7
	// refiledHeadlines is how many headlines are shown of what a topic gains,
	// and of what it loses.
	refiledHeadlines = 10
)

// runReclassify files what is kept by today's rules; -dry-run only tells.
func runReclassify(ctx context.Context, e *env, args []string) error {
	var dry bool
	days := refiledDays
	rest, err := e.flags(args, func(fs *flag.FlagSet) {
		fs.BoolVar(&dry, "dry-run", false, "only say what would change")
		fs.IntVar(&days, "days", days, "show headlines of items of the last `N` days")
	})
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return wrongCall("unexpected %q", rest[0])
	case days < 1:
		return wrongCall("-days %d: want at least 1", days)
	}
	return e.inHouse(ctx, dry, func(h *house) error {
		r := &refiling{since: time.Now().AddDate(0, 0, -days), topics: map[string]*refiled{}}
		if err := r.compare(ctx, h); err != nil {
			return err
		}
		r.print(e, h.cfg.Topics, days)
		if dry {
			fmt.Fprintln(e.out, "\nnothing was changed; without -dry-run it will be")
			return nil
		}
		agg, err := h.aggregator(ctx, nil, nil)
		if err != nil {
			return err
		}
		return agg.Reclassify(ctx)
	})
}

// refiling is what today's rules would change of how items are filed.
type refiling struct {
	since  time.Time // headlines are kept of items from then on
	items  int
	moved  int // items that any topic gains or loses
	topics map[string]*refiled
}

// refiled is what one topic gains and loses.
type refiled struct{ gains, loses shift }

// shift counts items that move; of the newest it knows the headlines.
type shift struct {
	all, recent int
	headlines   []string
}

func (s *shift) add(it *news.Item, since time.Time) {
	s.all++
	if it.Sort.Before(since) {
		return
	}
	s.recent++
	if len(s.headlines) < refiledHeadlines {
		s.headlines = append(s.headlines, text.CleanLine(it.Title))
	}
}

// compare holds today's rules against what is kept, newest first.
func (r *refiling) compare(ctx context.Context, h *house) error {
	q := store.Query{Private: true, Limit: 500}
	for {
		items, err := h.store.Items(ctx, q)
		if err != nil {
			return err
		}
		for i := range items {
			r.item(&items[i], h.topics.Classify(topic.Of(items[i])))
		}
		if len(items) < q.Limit {
			return nil
		}
		last := items[len(items)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
	}
}

func (r *refiling) item(it *news.Item, now []news.TopicMatch) {
	has := func(ms []news.TopicMatch, slug string) bool {
		return slices.ContainsFunc(ms, func(m news.TopicMatch) bool { return m.Slug == slug })
	}
	moved := false
	for _, m := range now {
		if !has(it.Topics, m.Slug) {
			r.topic(m.Slug).gains.add(it, r.since)
			moved = true
		}
	}
	for _, m := range it.Topics {
		if !has(now, m.Slug) {
			r.topic(m.Slug).loses.add(it, r.since)
			moved = true
		}
	}
	r.items++
	if moved {
		r.moved++
	}
}

func (r *refiling) topic(slug string) *refiled {
	t := r.topics[slug]
	if t == nil {
		t = &refiled{}
		r.topics[slug] = t
	}
	return t
}

// print tells of every topic what it gains and loses, in the order of
// feeds.yaml; topics that are no longer there come last.
func (r *refiling) print(e *env, topics []news.Topic, days int) {
	window := fmt.Sprintf("in the last %d days", days)
	if days == 1 {
		window = "in the last day"
	}
	t := table{head: []string{"TOPIC", "IN ALL", strings.ToUpper(window), ""}, colour: func(row []string, i int) string {
		if i > 0 && row[1] == "-" {
			return dim
		}
		return ""
	}}
	var slugs []string
	for _, x := range topics {
		slugs = append(slugs, x.Slug)
	}
	var gone []string
	for s := range r.topics {
		if !slices.Contains(slugs, s) {
			gone = append(gone, s)
		}
	}
	slices.Sort(gone)
	slugs = append(slugs, gone...)
	for _, s := range slugs {
		x := r.topics[s]
		if x == nil {
			t.add(s, "-", "-", "")
			continue
		}
		t.add(s, fmt.Sprintf("+%d −%d", x.gains.all, x.loses.all), fmt.Sprintf("+%d −%d", x.gains.recent, x.loses.recent), "")
	}
	t.print(e, e.out)
	for _, s := range slugs {
		if x := r.topics[s]; x != nil && x.gains.recent+x.loses.recent > 0 {
			fmt.Fprintf(e.out, "\n%s: +%d −%d %s\n", s, x.gains.recent, x.loses.recent, window)
			x.gains.print(e.out, e.paint(green, "+"))
			x.loses.print(e.out, e.paint(red, "−"))
		}
	}
	fmt.Fprintf(e.out, "\n%d of %s filed otherwise\n", r.moved, plural(r.items, "item"))
}

func (s *shift) print(w io.Writer, sign string) {
	for _, h := range s.headlines {
		fmt.Fprintf(w, "  %s %s\n", sign, isolate(firstOf(h, "(no headline)")))
	}
	if more := s.recent - len(s.headlines); more > 0 {
		fmt.Fprintf(w, "  %s and %d more\n", sign, more)
	}
}
