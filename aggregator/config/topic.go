package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
)

// topics fills c.Topics: those of the shipped library that are used, extended
// by what stands beside use:, and the file's own.
func (r *reader) topics(c *Config, doc *document) {
	if len(doc.Topics) == 0 {
		return
	}
	library := map[string]news.Topic{}
	for _, t := range topic.Library() {
		library[t.Slug] = t
	}
	sources := sourceNames(c)
	lines := map[slug]int{}
	for i := range doc.Topics {
		k := &doc.Topics[i]
		t, ok := r.topic(k, library, c.Site.Language)
		if !ok {
			continue
		}
		if first, twice := lines[slug(t.Slug)]; twice {
			r.report(k, "slug %q is there twice, first in line %d", t.Slug, first)
			continue
		}
		lines[slug(t.Slug)] = r.at[k].line
		r.known(k.Sources, sources, "source")
		r.known(k.NotSources, sources, "source")
		for j := range k.NotSources {
			if slices.Contains(k.Sources, k.NotSources[j]) {
				r.report(&k.NotSources[j], "is in sources too")
			}
		}
		for j := range k.NotLanguages {
			if slices.Contains(k.Languages, k.NotLanguages[j]) {
				r.report(&k.NotLanguages[j], "is in languages too")
			}
		}
		r.compile(k, t)
		if len(t.Languages) > 0 && !anyLanguage(c.Sources, t.Languages) {
			r.warn(&k.Languages, "no source is in any of them")
		}
		c.tried[t.Slug] = r.examplesOf(k, t)
		c.Topics = append(c.Topics, t)
	}
}

// anyLanguage tells whether a source may carry items in one of the languages:
// one that names no language may carry any.
func anyLanguage(sources []news.Source, languages []string) bool {
	for _, s := range sources {
		if s.Language == "" || slices.ContainsFunc(languages, func(l string) bool { return primary(l) == primary(s.Language) }) {
			return true
		}
	}
	return len(sources) == 0
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

func sourceNames(c *Config) []string {
	names := make([]string, len(c.Sources))
	for i, s := range c.Sources {
		names[i] = s.Name
	}
	return names
}

// known reports every name of a list that is not among all.
func (r *reader) known(list []slug, all []string, kind string) {
	for i := range list {
		if list[i] != "" && !slices.Contains(all, string(list[i])) {
			r.report(&list[i], "no such %s: %s", kind, suggest(string(list[i]), all))
		}
	}
}

// topic is one entry of topics:, merged with the library's where it says use:.
func (r *reader) topic(k *topicEntry, library map[string]news.Topic, siteLanguage string) (news.Topic, bool) {
	t := news.Topic{}
	if r.has(&k.Use) {
		shipped, ok := library[string(k.Use)]
		if !ok {
			if k.Use != "" {
				r.report(&k.Use, "is not in the library: %s", suggest(string(k.Use), slices.Sorted(maps.Keys(library))))
			}
			return t, false
		}
		t = copyTopic(shipped)
	}
	if k.Slug != "" {
		t.Slug = string(k.Slug)
	}
	if t.Slug == "" {
		if !r.has(&k.Slug) {
			r.report(k, "no slug: want %s", slugForm)
		}
		return t, false
	}
	if isReserved(t.Slug) {
		r.report(k, "slug %q is reserved", t.Slug)
	}
	if r.has(&k.Match) && r.has(&k.Terms) {
		r.report(k, "has both match and terms: want one of them")
	}
	if k.Use == "" && k.Match == "" && len(k.Terms) == 0 {
		r.report(k, "has no rule: want match: or terms:")
	}
	extend(&t, k, siteLanguage)
	return t, true
}

func copyTopic(t news.Topic) news.Topic {
	t.Title, t.Terms = maps.Clone(t.Title), maps.Clone(t.Terms)
	t.Yes, t.No = slices.Clone(t.Yes), slices.Clone(t.No)
	return t
}

// extend puts what the file says over t: titles and examples are added, lists
// replaced, a query takes the place of terms, and terms join those of their
// language, group by group.
func extend(t *news.Topic, k *topicEntry, siteLanguage string) {
	if t.Title == nil {
		t.Title = map[string]string{}
	}
	for l, s := range k.Title {
		if l == "" {
			l = siteLanguage
		}
		t.Title[l] = s
	}
	if k.Match != "" {
		t.Match, t.Terms = k.Match, nil
	}
	if len(k.Terms) > 0 {
		t.Match = ""
		if t.Terms == nil {
			t.Terms = map[string]news.Terms{}
		}
		for l, more := range k.Terms {
			t.Terms[string(l)] = joinTerms(t.Terms[string(l)], more)
		}
	}
	if k.Languages != nil {
		t.Languages = texts(k.Languages)
	}
	if k.Sources != nil {
		t.Sources = texts(k.Sources)
	}
	if k.NotLanguages != nil {
		t.NotLanguages = texts(k.NotLanguages)
	}
	if k.NotSources != nil {
		t.NotSources = texts(k.NotSources)
	}
	t.Yes = append(t.Yes, k.Examples.Yes...)
	t.No = append(t.No, k.Examples.No...)
}

func joinTerms(t news.Terms, more terms) news.Terms {
	out := news.Terms{
		None:   append(slices.Clone(t.None), more.None...),
		Unless: append(slices.Clone(t.Unless), more.Unless...),
	}
	for i := range max(len(t.All), len(more.All)) {
		var group []string
		if i < len(t.All) {
			group = append(group, t.All[i]...)
		}
		if i < len(more.All) {
			group = append(group, more.All[i]...)
		}
		out.All = append(out.All, group)
	}
	return out
}

// texts is a checked list as plain text; nil for an empty one.
func texts[T ~string](list []T) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// compile reports a rule that does not compile by itself, at the key that
// holds it.
func (r *reader) compile(k *topicEntry, t news.Topic) {
	var p any = k
	switch {
	case r.has(&k.Match):
		p = &k.Match
	case r.has(&k.Terms):
		p = &k.Terms
	}
	if t.Match == "" && len(t.Terms) == 0 || t.Match != "" && len(t.Terms) > 0 {
		return // reported already
	}
	_, err := topic.Compile([]news.Topic{t})
	for _, e := range split(err) {
		message := strings.TrimPrefix(r.cause(p, e), fmt.Sprintf("topic %q: ", t.Slug))
		message = strings.TrimPrefix(strings.TrimPrefix(message, "match: "), "terms.")
		r.report(p, "%s", message)
	}
}

// split takes joined errors apart.
func split(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
