package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golchin/aggregator/article"
	"golchin/aggregator/config"
	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
)

// tryItems is how many items `try` shows.
const tryItems = 5

// runTry looks at one address and keeps nothing.
func runTry(ctx context.Context, e *env, args []string) error {
	rest, err := e.flags(args, nil)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return wrongCall("want one URL: a feed, a site or an article")
	}
	cfg, err := e.load()
	if err != nil {
		return err
	}
	rules, topics, err := rulesOf(cfg)
	if err != nil {
		return err
	}
	client := newClient(cfg)
	defer client.Close()
	t := trial{e: e, cfg: cfg, rules: rules, topics: topics, client: client}
	return t.look(ctx, withScheme(rest[0]))
}

// withScheme lets people type example.org.
func withScheme(s string) string {
	if strings.Contains(s, "://") {
		return s
	}
	return "https://" + s
}

// hint says what to do about an error that has one remedy.
func hint(err error) string {
	if errors.Is(err, fetch.ErrPrivate) {
		return "; if it is yours, allow it in feeds.yaml, as in: fetch: {allow_private: [127.0.0.0/8]}"
	}
	return ""
}

type trial struct {
	e      *env
	cfg    *config.Config
	rules  *identity.Rules
	topics *topic.Set
	client *fetch.Client
}

func (t *trial) look(ctx context.Context, raw string) error {
	resp, doc, err := t.get(ctx, raw)
	page, isPage := errors.AsType[*parse.HTMLError](err)
	switch {
	case isPage && len(page.Links) > 0:
		fmt.Fprintf(t.e.out, "an HTML page that announces %s:\n", plural(len(page.Links), "feed"))
		for _, l := range page.Links {
			fmt.Fprintf(t.e.out, "  %s  %s\n", l.URL, isolate(l.Title))
		}
		if t.article(resp) {
			return nil
		}
		feed := page.Links[0].URL
		if resp, doc, err = t.get(ctx, feed); err != nil {
			return fmt.Errorf("the announced feed: %w", err)
		}
		fmt.Fprintln(t.e.out)
	case isPage:
		if t.article(resp) {
			return nil
		}
		return err
	case err != nil:
		return err
	}
	return t.feed(resp, doc)
}

func (t *trial) get(ctx context.Context, raw string) (fetch.Response, news.Document, error) {
	resp, err := t.client.Do(ctx, fetch.Request{URL: raw})
	switch {
	case err != nil:
		return resp, news.Document{}, fmt.Errorf("%w%s", err, hint(err))
	case resp.Challenge:
		return resp, news.Document{}, fmt.Errorf("fetch %s: blocked by bot protection", fetch.Redact(raw))
	case resp.Status != http.StatusOK:
		return resp, news.Document{}, fmt.Errorf("fetch %s: %d %s", fetch.Redact(raw), resp.Status, http.StatusText(resp.Status))
	}
	doc, err := parse.Parse(ctx, resp.Body, parse.Options{URL: resp.URL, ContentType: resp.ContentType, Source: t.source(resp.URL), Now: time.Now()})
	return resp, doc, err
}

// source is the one that would be made of the address.
func (t *trial) source(raw string) news.Source {
	for _, s := range t.cfg.Sources {
		if s.URLs[0] == raw {
			return s
		}
	}
	s := t.cfg.Defaults
	s.Name, s.URLs, s.Site = slug(t.rules.Site(raw)), []string{raw}, t.rules.Site(raw)
	return s
}

// slug makes a source name of a site.
func slug(site string) string {
	host, _, _ := strings.Cut(site, "/")
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case r == '.', r == '-':
			return '-'
		}
		return -1
	}, strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(host, ".com"), ".org"), ".ir"))
	if name = strings.Trim(name, "-"); name == "" {
		return "source"
	}
	return name[:min(len(name), 64)]
}

// feed prints what a feed holds and the lines to paste.
func (t *trial) feed(resp fetch.Response, doc news.Document) error {
	out, src := t.e.out, t.source(resp.URL)
	fmt.Fprintf(out, "%s, %s, %.1f KB: %s\n", doc.Format, plural(len(doc.Entries), "item"), float64(len(resp.Body))/1024, isolate(doc.Title))
	if resp.ETag == "" && resp.LastModified == "" {
		fmt.Fprintln(out, "no validators: every poll will fetch the whole document")
	}
	for _, r := range doc.Repaired {
		fmt.Fprintln(out, "repaired:", r)
	}
	for _, en := range doc.Entries[:min(tryItems, len(doc.Entries))] {
		t.entry(src, doc, en)
	}
	lang := firstOf(doc.Language, "")
	if lang == "" && len(doc.Entries) > 0 {
		lang = text.Lang("", doc.Entries[0].Title)
	}
	fmt.Fprintf(out, "\nfor feeds.yaml:\n  - name: %s\n", src.Name)
	if doc.Title != "" {
		fmt.Fprintf(out, "    title: %s\n", config.Quote(doc.Title))
	}
	fmt.Fprintf(out, "    url: %s\n", config.Quote(resp.URL))
	if s := usualSite(t.rules, doc); s != "" && s != src.Site {
		fmt.Fprintf(out, "    site: %s\n", s)
	}
	if lang != "" {
		fmt.Fprintf(out, "    language: %s\n", strings.ToLower(lang[:min(2, len(lang))]))
	}
	return nil
}

// usualSite is the site most entries link to.
func usualSite(rules *identity.Rules, doc news.Document) string {
	count, best := map[string]int{}, ""
	for _, en := range doc.Entries {
		s, _, _ := strings.Cut(rules.Site(en.Link), "/")
		if count[s]++; count[s] > count[best] || best == "" {
			best = s
		}
	}
	return best
}

func (t *trial) entry(src news.Source, doc news.Document, en news.Entry) {
	out := t.e.out
	id := t.rules.Identify(src, en)
	it := news.Item{
		Title: en.Title, Summary: en.Summary, Content: en.Content, Code: id.Code, Site: id.Site, Link: en.Link, Publisher: id.Publisher,
		Categories: en.Categories, Authors: en.Authors, Origins: []news.Origin{{Source: src.Name}},
		Language: text.Lang(firstOf(en.Language, doc.Language), en.Title+" "+text.Plain(en.Summary)),
	}
	fmt.Fprintf(out, "\n%s\n", isolate(t.e.paint(bold, en.Title)))
	fmt.Fprintf(out, "  code       %s\n", firstOf(string(id.Code), "none"))
	fmt.Fprintf(out, "  canonical  %s\n", firstOf(readable(id.Canonical), "none: "+firstOf(string(id.Keys[0]), "")))
	switch {
	case !en.Published.IsZero():
		fmt.Fprintf(out, "  published  %s\n", en.Published.UTC().Format(time.RFC3339))
	case en.RawPublished != "":
		fmt.Fprintf(out, "  published  not understood: %s\n", isolate(en.RawPublished))
	default:
		fmt.Fprintln(out, "  published  no date; first sight counts")
	}
	for _, r := range en.Repaired {
		fmt.Fprintf(out, "  repaired   %s\n", r)
	}
	for _, m := range t.topics.Classify(topic.Of(it)) {
		fmt.Fprintf(out, "  topic      %s because of %s\n", m.Slug, isolate(whyWords(m.Why)))
	}
}

// article prints what an article page says, and tells whether it is one.
func (t *trial) article(resp fetch.Response) bool {
	page, err := article.Read(resp.Body, article.Options{
		URL: resp.URL, ContentType: resp.ContentType, Source: t.source(resp.URL), Now: time.Now(), Sanitize: parse.Sanitize, Printed: identity.Printed,
	})
	if u, uerr := url.Parse(resp.URL); err != nil || uerr != nil || strings.Trim(u.Path, "/") == "" {
		return false
	}
	_, code, coded := t.rules.Code(resp.URL)
	if !coded && page.Code == "" && page.Published.IsZero() {
		return false
	}
	out := t.e.out
	fmt.Fprintf(out, "an article page: %s\n", isolate(t.e.paint(bold, page.Title)))
	fmt.Fprintf(out, "  code       %s (in the link), %s (printed)\n", firstOf(string(code), "none"), firstOf(string(page.Code), "none"))
	canonical, err := t.rules.Canonical(resp.URL)
	if err == nil {
		fmt.Fprintf(out, "  canonical  %s\n", canonical)
	}
	if !page.Published.IsZero() {
		fmt.Fprintf(out, "  published  %s\n", page.Published.UTC().Format(time.RFC3339))
	}
	if page.Agency != "" || len(page.Cites) > 0 || page.SourceCode != "" {
		fmt.Fprintf(out, "  taken from %s, citing %s\n", takenFrom(page.Attribution), firstOf(strings.Join(page.Cites, ", "), "nobody"))
	}
	plain := text.Plain(page.Text)
	fmt.Fprintf(out, "  text       %s: %s\n", plural(len(strings.Fields(plain)), "word"), isolate(text.Truncate(plain, 200)))
	it := news.Item{Title: page.Title, Summary: page.Lead, FullText: page.Text, Language: page.Language}
	for _, m := range t.topics.Classify(topic.Of(it)) {
		fmt.Fprintf(out, "  topic      %s because of %s\n", m.Slug, isolate(whyWords(m.Why)))
	}
	return true
}

func whyWords(why []news.Why) string {
	var out []string
	seen := map[string]bool{}
	for _, y := range why {
		if !seen[y.Term] {
			seen[y.Term] = true
			out = append(out, y.Term+" ("+y.Field+")")
		}
	}
	return strings.Join(out, ", ")
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

// readable is an address for people, with its letters instead of their
// percent-encoding.
func readable(url string) string { return isolate(text.ReadableURL(url)) }

// isolate keeps right-to-left words from disturbing the line they stand in.
func isolate(s string) string {
	if ascii(s) {
		return s
	}
	return text.Isolate(s)
}
