package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
	"golchin/cmd/golchin/demo"
	"golchin/store"
)

// shown is the topic that the demo tells of.
const shown = "gaza-ceasefire"

// tell says what golchin made of the web: everything in it is read back from
// the store.
func (s *stage) tell(ctx context.Context) error {
	for _, part := range []func(context.Context) error{s.tellSources, s.tellCopies, s.tellAddresses, s.tellStories, s.tellTopic} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) printf(format string, args ...any) { fmt.Fprintf(s.e.out, format, args...) }

func (s *stage) head(format string, args ...any) {
	s.printf("\n%s\n", s.e.paint(bold, fmt.Sprintf(format, args...)))
}

// headline is a headline with its English.
func (s *stage) headline(title string) string {
	if gloss := demo.Gloss(title); gloss != "" {
		return isolate(title) + "  " + s.e.paint(dim, gloss)
	}
	return title
}

// tellSources is a line for every feed.
func (s *stage) tellSources(ctx context.Context) error {
	states, err := s.house.store.States(ctx)
	if err != nil {
		return err
	}
	stats, err := s.house.store.Stats(ctx)
	if err != nil {
		return err
	}
	s.printf("golchin reads a miniature web inside this program: invented publishers, no network.\n\n")
	t := table{head: []string{"SOURCE", "FORMAT", "STATE", "ITEMS", "WHO"}, colour: func(row []string, i int) string {
		switch {
		case i == 2 && row[2] == "ok":
			return green
		case i == 2:
			return red
		}
		return ""
	}}
	now, read := s.now(), 0
	for _, st := range states {
		who := s.source(st.Name).DisplayTitle()
		if gloss := demo.Gloss(who); gloss != "" {
			who = gloss
		}
		if st.LastError != "" {
			who += "; " + st.LastStage + ": " + st.LastError
		} else {
			read++
		}
		if len(st.Repaired) > 0 {
			who += "; repaired: " + strings.Join(st.Repaired, ", ")
		}
		t.add(st.Name, firstOf(st.Format, "-"), st.Health(now), fmt.Sprint(st.Items), who)
	}
	t.print(s.e, s.e.out)
	s.printf("\n%s of %d read; %s, seen at %s\n", plural(read, "feed"), len(states), plural(stats.Items, "item"), plural(stats.Origins, "place"))
	return nil
}

func (s *stage) source(name string) news.Source {
	i := slices.IndexFunc(s.house.cfg.Sources, func(x news.Source) bool { return x.Name == name })
	if i < 0 {
		return news.Source{Name: name}
	}
	return s.house.cfg.Sources[i]
}

// groups are the groups of more than one item, those of the most sites first.
func (s *stage) groups(ctx context.Context, by store.Group) ([][]news.Item, error) {
	items, err := s.items(ctx, store.Query{})
	if err != nil {
		return nil, err
	}
	var founders []news.ItemID
	for _, it := range items {
		f := it.Copy
		if by == store.ByStory {
			f = it.Story
		}
		if f != it.ID && !slices.Contains(founders, f) {
			founders = append(founders, f)
		}
	}
	members, err := s.house.store.Members(ctx, by, founders, 100)
	if err != nil {
		return nil, err
	}
	var out [][]news.Item
	for _, f := range founders {
		if len(members[f]) > 1 {
			out = append(out, members[f])
		}
	}
	slices.SortStableFunc(out, func(a, b []news.Item) int { return sites(b) - sites(a) })
	return out, nil
}

// items reads a whole listing, newest first.
func (s *stage) items(ctx context.Context, q store.Query) ([]news.Item, error) {
	q.Limit = 1000
	return s.house.store.Items(ctx, q)
}

// sites counts the sites of items.
func sites(items []news.Item) int {
	seen := map[string]bool{}
	for _, it := range items {
		seen[it.Site] = true
	}
	return len(seen)
}

// urls counts the addresses that the items' sources gave.
func urls(origins []news.Origin) int {
	seen := map[string]bool{}
	for _, o := range origins {
		seen[o.URL] = true
	}
	return len(seen)
}

// tellCopies shows the copies that share an entry.
func (s *stage) tellCopies(ctx context.Context) error {
	groups, err := s.groups(ctx, store.ByCopy)
	if err != nil || len(groups) == 0 {
		return err
	}
	s.head("The same text at several sites is one entry")
	for _, g := range groups {
		s.group(g, store.ByCopy)
	}
	return nil
}

// tellStories shows the stories that hold more than copies.
func (s *stage) tellStories(ctx context.Context) error {
	groups, err := s.groups(ctx, store.ByStory)
	if err != nil {
		return err
	}
	groups = slices.DeleteFunc(groups, func(g []news.Item) bool {
		return !slices.ContainsFunc(g, func(it news.Item) bool { return it.Copy != g[0].Copy })
	})
	if len(groups) == 0 {
		return nil
	}
	s.head("The same news in other words is one story, where a feed says stories: collapse")
	for _, g := range groups {
		s.group(g, store.ByStory)
	}
	return nil
}

// group prints the items of one group, and why they are one.
func (s *stage) group(items []news.Item, by store.Group) {
	s.printf("  %s\n", s.headline(items[0].Title))
	rows := table{head: []string{"   ", "SITE", "CODE", "URL"}}
	for _, it := range items {
		rows.add("   ", it.Site, firstOf(string(it.Code), "-"), it.Link)
	}
	rows.print(s.e, s.e.out)
	s.printf("    %s, %s, 1 entry, because %s\n", plural(sites(items), "site"), plural(len(items), "URL"), strings.Join(because(items, by), "; "))
}

// because is the best reason why items are one; for a story, why those of it
// are that are no copies.
func because(items []news.Item, by store.Group) []string {
	group := map[news.ItemID]news.ItemID{}
	for _, it := range items {
		group[it.ID] = it.Copy
	}
	var best news.Merged
	for _, it := range items {
		for _, m := range it.Merged {
			other, ok := group[m.Item]
			if ok && m.Score > best.Score && (by == store.ByCopy || other != it.Copy) {
				best = m
			}
		}
	}
	var out []string
	for _, b := range best.Because {
		out = append(out, isolate(b)) // shared words may run from right to left
	}
	return out
}

// tellAddresses shows the article that was seen under the most addresses.
func (s *stage) tellAddresses(ctx context.Context) error {
	items, err := s.items(ctx, store.Query{})
	if err != nil || len(items) == 0 {
		return err
	}
	most := slices.MaxFunc(items, func(a, b news.Item) int { return len(a.Origins) - len(b.Origins) })
	s.head("One article under many URLs is one item")
	s.printf("  %s\n", s.headline(most.Title))
	rows := table{head: []string{"   ", "SOURCE", "URL"}}
	for _, o := range most.Origins {
		rows.add("   ", o.Source, o.URL)
	}
	rows.print(s.e, s.e.out)
	why := "all lead to " + most.Canonical
	if most.Code != "" {
		why = "all carry the news code " + string(most.Code) + " of " + most.Site
	}
	s.printf("    %s, 1 item, because %s\n", plural(urls(most.Origins), "URL"), why)
	return nil
}

// tellTopic shows what is in the topic, and what only looks like it.
func (s *stage) tellTopic(ctx context.Context) error {
	items, err := s.items(ctx, store.Query{})
	if err != nil {
		return err
	}
	in, near := s.sorted(items)
	s.head("Topic %s: %d of %s", shown, len(in), plural(len(items), "item"))
	s.headlines(in)
	if len(near) > 0 {
		s.printf("\n  not in it, although near:\n")
		s.headlines(near)
	}
	return nil
}

// sorted parts the items of the topic from those in which a word of it stands,
// or seems to: «حماسه», an epic, is not «حماس», Hamas.
func (s *stage) sorted(items []news.Item) (in, near []news.Item) {
	words := map[string]bool{} // that the topic went by, squeezed
	for _, it := range items {
		for _, m := range it.Topics {
			for _, y := range m.Why {
				if w := text.Squeezed(strings.Trim(y.Term, "=*")); m.Slug == shown && utf8.RuneCountInString(w) > 3 {
					words[w] = true
				}
			}
		}
	}
	for _, it := range items {
		title := text.Squeezed(it.Title)
		switch {
		case slices.ContainsFunc(it.Topics, func(m news.TopicMatch) bool { return m.Slug == shown }):
			in = append(in, it)
		case len(s.house.topics.Explain(shown, topic.Of(it)).Why) > 0:
			near = append(near, it)
		default:
			for w := range words {
				if strings.Contains(title, w) {
					near = append(near, it)
					break
				}
			}
		}
	}
	return in, near
}

// headlines prints a line for every item, in English first.
func (s *stage) headlines(items []news.Item) {
	t := table{head: []string{"  ", "LANG", "SITE", "IN ENGLISH", "HEADLINE"}}
	for _, it := range items {
		gloss, title := demo.Gloss(it.Title), it.Title
		if gloss == "" {
			gloss, title = it.Title, ""
		}
		t.add("  ", it.Language, it.Site, gloss, title)
	}
	t.print(s.e, s.e.out)
}

// invite says where to look, once the house serves at addr.
func (s *stage) invite(addr string) {
	base := "http://" + addr
	s.head("Look at it, or subscribe in a feed reader, until Ctrl-C")
	for _, l := range [][2]string{
		{"home page", base + "/"},
		{"everything", base + "/feeds/all.rss"},
		{"topic", base + "/feeds/" + shown + ".rss, .atom or .json"},
		{"each story once", base + "/feeds/gaza.rss"},
		{"in Persian", base + "/feeds/gaza-fa.rss"},
		{"search", base + "/feeds/search.rss?q=saffron"},
	} {
		s.printf("  %-16s %s\n", l[0], l[1])
	}
	s.printf("\nIn a moment a headline will change and an article come up.\n")
}
