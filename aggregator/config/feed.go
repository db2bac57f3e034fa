package config

import (
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
)

// feedDefaults of DESIGN §4.
const (
	defaultLimit = 100
	maxLimit     = 1000
	minToken     = 16
)

// naming is what feeds may name, and what their slugs must not take.
type naming struct {
	topics, sources []string
	titles          map[string]string
	private         map[string]bool // sources
	taken           map[slug]int    // slug or alias → line
}

// feeds fills c.Feeds.
func (r *reader) feeds(c *Config, doc *document) {
	n := naming{titles: map[string]string{"all": c.Site.Title}, private: map[string]bool{}, taken: map[slug]int{}}
	for _, s := range c.Sources {
		n.sources = append(n.sources, s.Name)
		n.titles[s.Name] = s.DisplayTitle()
		n.private[s.Name] = s.Private
	}
	for _, t := range c.Topics {
		n.topics = append(n.topics, t.Slug)
		n.titles[t.Slug] = t.DisplayTitle(c.Site.Language)
	}
	shown := false
	for i := range doc.Feeds {
		k := &doc.Feeds[i]
		r.feedSlug(k, &n)
		r.known(k.Topics, n.topics, "topic")
		r.known(k.Sources, n.sources, "source")
		f := r.feed(k, &n)
		shown = shown || f.Private
		c.Feeds = append(c.Feeds, f)
	}
	for i := range doc.Feeds {
		r.aliases(&doc.Feeds[i], &n)
	}
	for i := range doc.Sources {
		if k := &doc.Sources[i]; k.Private && !shown {
			r.warn(k, "is private and no feed has a token: its items appear nowhere")
		}
	}
}

func (r *reader) feedSlug(k *feedEntry, n *naming) {
	switch first, twice := n.taken[k.Slug]; {
	case k.Slug == "" && !r.has(&k.Slug):
		r.report(k, "no slug: want %s", slugForm)
	case k.Slug == "":
	case isReserved(string(k.Slug)) && k.Slug != "all":
		r.report(&k.Slug, "is reserved")
	case twice:
		r.report(&k.Slug, "is there twice, first in line %d", first)
	default:
		n.taken[k.Slug] = r.at[&k.Slug].line
	}
}

func (r *reader) aliases(k *feedEntry, n *naming) {
	for i := range k.Aliases {
		a := k.Aliases[i]
		switch first, twice := n.taken[a]; {
		case a == "":
		case isReserved(string(a)):
			r.report(&k.Aliases[i], "is reserved")
		case twice:
			r.report(&k.Aliases[i], "is taken in line %d", first)
		case slices.Contains(n.topics, string(a)):
			r.report(&k.Aliases[i], "is the slug of a topic")
		default:
			n.taken[a] = r.at[&k.Aliases[i]].line
		}
	}
}

// feed checks one entry and applies its defaults. An entry whose slug is that
// of a topic or, failing that, of a source shows that one unless it says so
// itself.
func (r *reader) feed(k *feedEntry, n *naming) news.Feed {
	f := news.Feed{
		Slug: string(k.Slug), Title: k.Title, Description: k.Description,
		Topics: texts(k.Topics), Sources: texts(k.Sources), Languages: texts(k.Languages),
		Match: k.Match, Not: k.Not, Stories: news.SameText, Limit: defaultLimit,
		Token: string(k.Token), Private: k.Token != "", Aliases: texts(k.Aliases),
		SourceIDs: k.IDs == "source", FullContent: k.Content == "full" || k.Content == "" && k.Token != "",
	}
	isTopic, isSource := slices.Contains(n.topics, f.Slug), slices.Contains(n.sources, f.Slug)
	switch {
	case isTopic && !r.has(&k.Topics):
		f.Topics = []string{f.Slug}
	case isSource && !isTopic && !r.has(&k.Sources):
		f.Sources = []string{f.Slug}
	}
	if f.Title == "" {
		f.Title = n.titles[f.Slug]
	}
	if f.Title == "" {
		f.Title = f.Slug
	}
	r.number(&f.Limit, &k.Limit, 1, maxLimit)
	r.number(&f.Share, &k.Share, 1, 100)
	r.oneOf(&k.Stories, "same-text", "collapse", "all")
	r.oneOf(&k.IDs, "own", "source")
	r.oneOf(&k.Content, "feed", "full")
	if k.Stories != "" {
		f.Stories = news.Stories(k.Stories)
	}
	r.query(&k.Match)
	r.query(&k.Not)
	r.token(k)
	for i := range k.Sources {
		if n.private[string(k.Sources[i])] && !f.Private {
			r.report(&k.Sources[i], "is private: only a feed with a token shows it")
		}
	}
	return f
}

func (r *reader) oneOf(p *string, allowed ...string) {
	if r.has(p) && !slices.Contains(allowed, *p) {
		r.report(p, "want %s", strings.Join(allowed, ", "))
	}
}

func (r *reader) query(p *string) {
	if !r.has(p) || *p == "" {
		return
	}
	if _, err := topic.Parse(*p); err != nil {
		r.report(p, "%s", r.cause(p, err))
	}
}

// token checks that a private feed's address cannot be guessed and needs no
// escapes.
func (r *reader) token(k *feedEntry) {
	if !r.has(&k.Token) {
		return
	}
	for i := range len(k.Token) {
		c := k.Token[i]
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			r.report(&k.Token, "want letters, digits, - and _ only")
			return
		}
	}
	if len(k.Token) < minToken || len(k.Token) > 128 {
		r.report(&k.Token, "want 16 to 128 letters, digits, - or _ (openssl rand -hex 16)")
	}
}
