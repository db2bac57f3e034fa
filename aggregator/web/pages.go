package web

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

//go:embed assets
var assets embed.FS

// templates are parsed once; the assets are part of the program.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(assets, "assets/pages.html"))
})

// page is what every page shows. Each kind of page fills what it needs.
type page struct {
	Lang, Title, Site, Root, Q, Heading, Lede string
	Here                                      string // which link of the navigation leads here
	NoIndex, Static                           bool
	W                                         words
	Alternates                                []format
	Formats                                   []format
	Groups                                    []group
	Items                                     []line
	Empty                                     string // why there are none
	Rule                                      *rule
	Rows                                      []row
	Problem                                   *problem
	Note, Next, First                         string
	Notice                                    string // what an operator should look at
	Order                                     []link // how results may be ordered; no URL: as they are now
	Item                                      *detail
}

// format is one way to subscribe to a feed.
type format struct {
	Name, Title, URL string
	Type             template.HTMLAttr
}

// typeAttr is a media type as an attribute, with its plus sign as it is: not
// every reader that looks for feeds knows character references.
func typeAttr(f publish.Format) template.HTMLAttr {
	return template.HTMLAttr(`type="` + f.MediaType() + `"`) //nolint:gosec // our own constants
}

// group is a list of feeds; a long one is folded.
type group struct {
	Name   string
	Folded bool
	Count  string
	Feeds  []listed
}

type listed struct {
	Title, Page, Lang string
	Formats           []format
}

// row is a source on the page of sources.
type row struct {
	Title, Lang, Page, State, Health, Items, Last, LastISO, Next, NextISO, Trouble, Since string
}

// foldFrom is how many feeds of a kind are too many to look at.
const foldFrom = 12

func (s *Server) page(title string) page {
	lang, site := s.Site.Language, s.Site.Title
	if site == "" {
		site = "golchin"
	}
	if title == "" {
		title = site
	} else {
		title += " · " + site
	}
	return page{Lang: lang, Title: title, Site: site, Root: s.prefix, Static: s.Static, W: wordsOf(lang)}
}

// html executes a template whole before the first byte goes out.
func (s *Server) html(name string, p page) ([]byte, error) {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, p); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return b.Bytes(), nil
}

func (s *Server) pageHeader(noIndex bool) http.Header {
	h := header("Content-Type", "text/html; charset=utf-8", "Cache-Control", pageCache, "Content-Language", s.Site.Language)
	if noIndex {
		h.Set("X-Robots-Tag", "noindex")
	}
	return h
}

// showPage serves a page that build makes, kept until something changes.
func (s *Server) showPage(w http.ResponseWriter, r *http.Request, keep *cache, key, name string, version func(context.Context) (store.Version, error), build func(context.Context) (page, error)) {
	d, err := keep.get(r.Context(), "page\x00"+key, work{
		version: version,
		render: func(ctx context.Context) ([]byte, http.Header, error) {
			p, err := build(ctx)
			if err != nil {
				return nil, nil, err
			}
			body, err := s.html(name, p)
			return body, s.pageHeader(p.NoIndex), err
		},
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serve(w, r, d)
}

// everything is the version of pages that show something of every item.
func (s *Server) everything(ctx context.Context) (store.Version, error) {
	return s.Store.Version(ctx, store.Scopes{})
}

// everyMinute is the version of pages that show what changes without items.
func (s *Server) everyMinute(ctx context.Context) (store.Version, error) {
	now := s.Now()
	_, err := s.Store.Version(ctx, store.Scopes{}) // is the store there?
	const span = 15 * time.Second
	return store.Version{Seq: now.Unix() / int64(span/time.Second), At: now.Truncate(span)}, err
}

// showNow serves a page that is not kept.
func (s *Server) showNow(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	body, err := s.html(name, p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	head := s.pageHeader(p.NoIndex)
	if status == http.StatusOK {
		serve(w, r, newDocument(body, head, time.Time{}, nil, 0))
		return
	}
	h := w.Header()
	for k, v := range head {
		h[k] = v
	}
	h["Cache-Control"] = []string{"no-store"}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// serveNothing is the same for what never was and what is hidden.
func (s *Server) serveNothing(w http.ResponseWriter, r *http.Request) {
	if s.mount != "" && r.URL.Path == s.mount {
		s.redirect(w, r, "/")
		return
	}
	switch r.URL.Path {
	case "/feeds", "/feeds/", "/topics", "/topics/":
		s.redirect(w, r, "/")
		return
	}
	p := s.page(wordsOf(s.Site.Language).NotFound)
	p.NoIndex, p.Heading, p.Lede = true, p.W.NotFound, p.W.NotFoundText
	s.showNow(w, r, http.StatusNotFound, "nothing", p)
}

// serveMissing answers for the path of a feed that is not there for everybody:
// 410 where it once was, so that readers stop asking, else 404 (RFC 9110
// §15.5.11, BEHAVIOUR H10).
func (s *Server) serveMissing(w http.ResponseWriter, r *http.Request, path string) {
	if !s.gone[path] {
		s.serveNothing(w, r)
		return
	}
	p := s.page(wordsOf(s.Site.Language).Gone)
	p.NoIndex, p.Heading, p.Lede = true, p.W.Gone, p.W.GoneText
	s.showNow(w, r, http.StatusGone, "nothing", p)
}

func (s *Server) serveHome(w http.ResponseWriter, r *http.Request) {
	s.showPage(w, r, s.listed, "home", "home", s.everything, s.homePage)
}

func (s *Server) homePage(ctx context.Context) (page, error) {
	p := s.page("")
	p.Here = "home"
	sources := 0
	names := map[kind]string{general: p.W.Feeds, ofTopic: p.W.Topics, ofSource: p.W.Sources}
	for _, k := range []kind{ofTopic, general, ofSource} {
		g := group{Name: names[k]}
		for _, f := range s.Catalogue.public() {
			if f.kind != k {
				continue
			}
			l := listed{Title: f.Title, Page: s.pageOf(f), Formats: s.feedLinks(f, nil), Lang: f.lang}
			if f.path == "all" {
				l.Title = p.W.All
			}
			g.Feeds = append(g.Feeds, l)
			if k != ofSource {
				p.Alternates = append(p.Alternates, alternates(l.Title, l.Formats)...)
			}
		}
		if g.Folded, g.Count = len(g.Feeds) > foldFrom, s.number(len(g.Feeds)); k == ofSource {
			sources = len(g.Feeds)
		}
		if len(g.Feeds) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	items, err := s.Store.Count(ctx, store.Query{})
	if err != nil {
		return p, err
	}
	p.Lede = fmt.Sprintf(p.W.Counted, s.number(items), s.number(sources))
	a := asked{feed: *s.Catalogue.byPath["all"], page: 1}
	if !a.feed.public() {
		a.feed = feed{Feed: news.Feed{Slug: "all", Stories: news.SameText}, path: "all"}
	}
	a.feed.Limit = 30
	got, err := s.pick(ctx, &a)
	if err != nil {
		return p, err
	}
	p.Items, p.Empty = s.lines(got.elements, ""), p.W.Empty
	return p, nil
}

func alternates(title string, fs []format) []format {
	out := make([]format, len(fs))
	for i, f := range fs {
		out[i] = format{Title: title + " (" + f.Name + ")", Type: f.Type, URL: f.URL}
	}
	return out
}

func (s *Server) serveTopic(w http.ResponseWriter, r *http.Request) {
	slug := r.PathValue("slug")
	f := s.Catalogue.byPath[slug]
	if f == nil {
		f = s.Catalogue.aliases[slug]
	}
	if f == nil || !f.public() {
		s.serveMissing(w, r, slug)
		return
	}
	if f.path != slug {
		s.redirect(w, r, "/topics/"+f.path)
		return
	}
	s.serveFeedPage(w, r, f)
}

func (s *Server) serveSource(w http.ResponseWriter, r *http.Request) {
	path := "source/" + r.PathValue("name")
	f := s.Catalogue.byPath[path]
	if f == nil || !f.public() {
		s.serveMissing(w, r, path)
		return
	}
	s.serveFeedPage(w, r, f)
}

// serveFeedPage shows a feed to people.
func (s *Server) serveFeedPage(w http.ResponseWriter, r *http.Request, f *feed) {
	a, err := parameters(f, r.URL.Query())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	query := withPage(a.query, a.page, a.after)
	keep := s.listed
	if len(query) > 0 {
		keep = s.adHoc
	}
	s.showPage(w, r, keep, f.path+"\x00"+query.Encode(), "topic", s.everything, func(ctx context.Context) (page, error) {
		return s.feedPage(ctx, a, f)
	})
}

func (s *Server) feedPage(ctx context.Context, a asked, f *feed) (page, error) {
	title := f.Title
	p := s.page(title)
	if f.path == "all" {
		title = p.W.All
	}
	p.Heading, p.NoIndex = title, a.page > 1 || len(a.query) > 0
	p.Formats = s.feedLinks(f, a.query)
	p.Alternates = alternates(title, p.Formats)
	got, err := s.pick(ctx, &a)
	if err != nil {
		return p, err
	}
	p.Items = s.lines(got.elements, f.Slug)
	s.turn(&p, s.pageOf(f), &a, &got)
	in, all, err := s.matched(ctx, &a.feed)
	if err != nil {
		return p, err
	}
	p.Rule = s.ruleOf(f)
	if a.feed.match == nil && a.feed.not == nil {
		p.Lede = fmt.Sprintf(p.W.Matched, s.number(in), s.number(all))
	}
	switch {
	case all == 0 || p.Rule == nil:
		p.Empty = p.W.Empty
	default:
		p.Empty = p.W.EmptyTopic
		p.Rule.Open = len(p.Items) == 0
	}
	return p, nil
}

// turn sets the links to the pages before and after.
func (s *Server) turn(p *page, path string, a *asked, got *picked) {
	if got.more {
		p.Next = path + "?" + withPage(a.query, a.page+1, got.next).Encode()
	}
	if a.page > 1 {
		p.First = path
		if len(a.query) > 0 {
			p.First += "?" + a.query.Encode()
		}
	}
	if got.cut > 0 {
		p.Note = fmt.Sprintf(p.W.CutShort, s.number(got.cut))
	}
}

// matched counts the items of a feed, and all: the answer to an empty page.
func (s *Server) matched(ctx context.Context, f *feed) (in, all int, err error) {
	if in, err = s.Store.Count(ctx, f.query()); err != nil {
		return 0, 0, err
	}
	all, err = s.Store.Count(ctx, store.Query{})
	return in, all, err
}
