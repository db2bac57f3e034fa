package web

import (
	"fmt"
	"slices"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
)

// Catalogue is every feed that is published, by its path below /feeds/.
type Catalogue struct {
	list    []*feed
	byPath  map[string]*feed
	aliases map[string]*feed // by old slug
}

// kind says where a feed comes from, for the pages that list them.
type kind int

const (
	general kind = iota // all, and those of feeds.yaml
	ofTopic
	ofSource
)

// feed is a published feed, ready to be asked for.
type feed struct {
	news.Feed
	kind  kind
	path  string // "all" or "source/rahbord"
	lang  string // of a source's items, where it has one
	match *topic.Query
	not   *topic.Query

	withheld func(*news.Item) bool // nil: nothing is
}

// NewCatalogue returns the feeds that exist: all, one a topic, one a source
// that is not private, and those listed; a listed feed with the slug of
// another refines it. The error names the feed whose query cannot be read.
func NewCatalogue(site news.Site, topics []news.Topic, sources []news.Source, listed []news.Feed) (*Catalogue, error) {
	c := &Catalogue{byPath: map[string]*feed{}, aliases: map[string]*feed{}}
	c.put(&feed{Feed: news.Feed{Slug: "all", Title: site.Title, Description: wordsOf(site.Language).Once}, path: "all"})
	for _, t := range topics {
		c.put(&feed{Feed: news.Feed{Slug: t.Slug, Title: t.DisplayTitle(site.Language), Topics: []string{t.Slug}}, kind: ofTopic, path: t.Slug})
	}
	for _, s := range sources {
		if s.Private {
			continue
		}
		f := news.Feed{Slug: s.Name, Title: s.DisplayTitle(), Sources: []string{s.Name}, Stories: news.AllItems}
		c.put(&feed{Feed: f, kind: ofSource, path: "source/" + s.Name, lang: s.Language})
	}
	for _, l := range listed {
		f := &feed{Feed: l, path: l.Slug}
		if old := c.byPath[l.Slug]; old != nil {
			f = refine(old, l)
		}
		var err error
		if f.match, err = query(l.Match); err != nil {
			return nil, fmt.Errorf("feed %s: match: %w", l.Slug, err)
		}
		if f.not, err = query(l.Not); err != nil {
			return nil, fmt.Errorf("feed %s: not: %w", l.Slug, err)
		}
		c.put(f)
		for _, a := range l.Aliases {
			c.aliases[a] = f
		}
	}
	return c, nil
}

func query(q string) (*topic.Query, error) {
	if q == "" {
		return nil, nil
	}
	return topic.Parse(q)
}

// refine lets a listed feed change what exists without being listed.
func refine(old *feed, l news.Feed) *feed {
	f := &feed{Feed: l, kind: old.kind, path: old.path}
	if f.Title == "" {
		f.Title = old.Title
	}
	narrowed := len(l.Topics)+len(l.Sources)+len(l.Languages) > 0 || l.Match != "" || l.Not != ""
	if f.Description == "" && !narrowed {
		f.Description = old.Description
	}
	if len(f.Topics) == 0 {
		f.Topics = old.Topics
	}
	if len(f.Sources) == 0 {
		f.Sources = old.Sources
	}
	return f
}

func (c *Catalogue) put(f *feed) {
	if f.Title == "" {
		f.Title = f.Slug
	}
	if f.Stories == "" {
		f.Stories = news.SameText
	}
	if f.Limit == 0 {
		f.Limit = defaultLimit
	}
	if i := slices.IndexFunc(c.list, func(x *feed) bool { return x.path == f.path }); i >= 0 {
		c.list[i] = f
	} else {
		c.list = append(c.list, f)
	}
	c.byPath[f.path] = f
}

// public are the feeds that everybody may see, in order.
func (c *Catalogue) public() []*feed {
	return slices.DeleteFunc(slices.Clone(c.list), func(f *feed) bool { return !f.public() })
}

// Paths are the public feeds' paths below /feeds/, old slugs included, sorted.
func (c *Catalogue) Paths() []string {
	var out []string
	for path, f := range c.byPath {
		if f.public() {
			out = append(out, path)
		}
	}
	for slug, f := range c.aliases {
		if f.public() {
			out = append(out, slug)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// private is the feed with a token under a slug or an old one; nil where there
// is none.
func (c *Catalogue) private(slug string) *feed {
	f := c.byPath[slug]
	if f == nil {
		f = c.aliases[slug]
	}
	if f == nil || f.Token == "" {
		return nil
	}
	return f
}

// public tells that everybody may see the feed.
func (f *feed) public() bool { return f.Token == "" && !f.Private }

// query is what the store is asked for the feed's items; the answer is a
// superset of them.
func (f *feed) query() store.Query {
	q := store.Query{Topics: f.Topics, Sources: f.Sources, Languages: f.Languages, Private: f.Private}
	if f.match == nil {
		return q
	}
	n := f.match.Needs()
	q.Words, q.Titles, q.Codes, q.Sites, q.From, q.To = n.Words, n.Titles, n.Codes, n.Sites, n.From, n.To
	// Of two lists the store takes one: the feed's own, if it has one.
	for _, l := range []struct {
		own    *[]string
		needed []string
	}{{&q.Topics, n.Topics}, {&q.Sources, n.Sources}, {&q.Languages, n.Languages}} {
		if len(*l.own) == 0 {
			*l.own = l.needed
		}
	}
	return q
}

// passes tells that an item is in the feed. It repeats what the store was
// asked, for members of a story come without being asked for.
func (f *feed) passes(it *news.Item) bool {
	if !it.Judged || (it.Private || it.Face.Private) && !f.Private || f.withheld != nil && f.withheld(it) {
		return false
	}
	if len(f.Topics) > 0 && !slices.ContainsFunc(it.Topics, func(m news.TopicMatch) bool { return slices.Contains(f.Topics, m.Slug) }) {
		return false
	}
	if len(f.Sources) > 0 && !slices.ContainsFunc(it.Origins, func(o news.Origin) bool {
		return slices.Contains(f.Sources, o.Source) && (f.Private || !o.Private)
	}) {
		return false
	}
	if len(f.Languages) > 0 && !slices.Contains(f.Languages, it.Language) {
		return false
	}
	if f.match == nil && f.not == nil {
		return true
	}
	d := topic.Of(*it)
	return (f.match == nil || f.match.Match(d)) && (f.not == nil || !f.not.Match(d))
}
