package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/aggregator/text"
	"golchin/store"
)

//go:embed assets
var assets embed.FS

// templates are parsed once; the assets are part of the program.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(assets, "assets/pages.html"))
})

// page is what every page shows.
type page struct {
	Lang, Title, Site, Root, Q, Version, Heading, Lede string
	NoIndex                                            bool
	W                                                  words
	Alternates                                         []format
	Formats                                            []format
	Groups                                             []group
	Items                                              []line
	Rows                                               []row
	Problem, Next                                      string
	Item                                               line
	Why                                                []reason
	Origins                                            []place
	Headlines                                          []headline
	Merged                                             []merged
}

type format struct{ Title, Type, URL string }

type group struct {
	Name  string
	Feeds []listed
}

type listed struct {
	Title, Page string
	Formats     []format
}

// line is an item in a list.
type line struct {
	UUID, Title, Link, Publisher, Lang, Dir, ISO, When, Code string
	Marked, Summary                                          template.HTML
	Also                                                     []place
}

type place struct{ Publisher, Source, URL, Title, Seen string }
type reason struct{ Title, URL, Terms string }
type headline struct{ Title, Until string }
type merged struct{ URL, Short, Because string }
type row struct{ Title, Page, State, Items, Last, Next, Trouble string }

func (s *Server) page(r *http.Request, title string) page {
	lang := s.Site.Language
	site := s.Site.Title
	if site == "" {
		site = "golchin"
	}
	if title == "" {
		title = site
	} else {
		title += " · " + site
	}
	return page{Lang: lang, Title: title, Site: site, Root: s.prefix, W: wordsOf(lang), Version: s.Version}
}

// show executes a template whole before the first byte goes out.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, p); err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	if status != http.StatusOK {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(b.Bytes())
		}
		return
	}
	serve(w, r, newDocument(b.Bytes(), store.Version{}), "text/html", "public, max-age=60")
}

func (s *Server) serveNothing(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusNotFound, "nothing", s.page(r, wordsOf(s.Site.Language).NotFound))
}

func (s *Server) serveStyle(w http.ResponseWriter, r *http.Request) {
	css, err := assets.ReadFile("assets/style.css")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serve(w, r, newDocument(css, store.Version{}), "text/css", "public, max-age=3600")
}

// formats are the links under which a feed is subscribed to.
func formats(base, path string, query url.Values) []format {
	var out []format
	for _, f := range publish.Formats() {
		out = append(out, format{Title: strings.Fields(f.String())[0], Type: f.MediaType(), URL: address(base, path, f, query, 1)})
	}
	return out
}

func alternates(title string, fs []format) []format {
	out := make([]format, len(fs))
	for i, f := range fs {
		out[i] = format{Title: title + " (" + f.Title + ")", Type: f.Type, URL: f.URL}
	}
	return out
}

func (s *Server) serveHome(w http.ResponseWriter, r *http.Request) {
	base := s.base(r)
	p := s.page(r, "")
	names := map[kind]string{general: p.W.Feeds, ofTopic: p.W.Topics, ofSource: p.W.Sources}
	for _, k := range []kind{general, ofTopic, ofSource} {
		g := group{Name: names[k]}
		for _, f := range s.Catalogue.public() {
			if f.kind != k {
				continue
			}
			fs := formats(base, "/feeds/"+f.path, nil)
			l := listed{Title: f.Title, Page: fs[0].URL, Formats: fs}
			if k == ofTopic {
				l.Page = s.prefix + "/topics/" + f.Slug
			}
			if f.path == "all" {
				l.Title = p.W.All
			}
			g.Feeds = append(g.Feeds, l)
			if k != ofSource {
				p.Alternates = append(p.Alternates, alternates(f.Title, fs)...)
			}
		}
		if len(g.Feeds) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	st, err := s.Store.Stats(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Lede = fmt.Sprintf("%s %s · %s %s", s.number(st.Items), p.W.Items, s.number(len(s.Sources)), p.W.Sources)
	all := *s.Catalogue.byPath["all"]
	all.Limit = 20
	got, err := s.pick(r.Context(), &all, 1)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Items = s.lines(got.elements)
	s.show(w, r, http.StatusOK, "home", p)
}

func (s *Server) serveTopic(w http.ResponseWriter, r *http.Request) {
	f := s.Catalogue.byPath[r.PathValue("slug")]
	if f == nil || f.kind != ofTopic || f.Token != "" || f.Private {
		s.serveNothing(w, r)
		return
	}
	p := s.page(r, f.Title)
	p.Heading = f.Title
	p.Formats = formats(s.base(r), "/feeds/"+f.path, nil)
	p.Alternates = alternates(f.Title, p.Formats)
	got, err := s.pick(r.Context(), f, 1)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Items = s.lines(got.elements)
	if p.Lede, err = s.matched(r.Context(), f, p.W); err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "topic", p)
}

// matched says how many of all items are in the feed: the answer to an empty
// page.
func (s *Server) matched(ctx context.Context, f *feed, w words) (string, error) {
	in, err := s.Store.Count(ctx, f.query())
	if err != nil {
		return "", err
	}
	all, err := s.Store.Count(ctx, store.Query{})
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf(w.Matched, in, all)
	if text.RTL(s.Site.Language) {
		out = fmt.Sprintf(strings.ReplaceAll(w.Matched, "%d", "%s"), s.number(in), s.number(all))
	}
	return out, nil
}

func (s *Server) serveSearch(w http.ResponseWriter, r *http.Request) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	p := s.page(r, wordsOf(s.Site.Language).Search)
	p.Q, p.NoIndex = q, true
	p.Heading = p.W.Search
	if q == "" {
		s.show(w, r, http.StatusOK, "search", p)
		return
	}
	v := r.URL.Query()
	v.Set("q", q)
	a, err := parameters(&feed{Feed: news.Feed{Slug: "search", Stories: news.SameText, Limit: 50}, path: "search"}, v)
	if err != nil {
		p.Problem = err.Error()
		s.show(w, r, http.StatusOK, "search", p)
		return
	}
	got, err := s.pick(r.Context(), &a.feed, a.page)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Heading = q
	p.Items = s.lines(got.elements)
	p.Formats = formats(s.base(r), "/feeds/search", a.query)
	p.Alternates = alternates(q, p.Formats)
	if got.more {
		next := url.Values{"q": {q}, "page": {strconv.Itoa(a.page + 1)}}
		p.Next = s.prefix + "/search?" + next.Encode()
	}
	s.show(w, r, http.StatusOK, "search", p)
}

// lines are elements as pages list them.
func (s *Server) lines(es []publish.Element) []line {
	out := make([]line, 0, len(es))
	for _, e := range es {
		l := s.line(e.Item)
		l.UUID = e.Item.ID.UUID()
		seen := map[string]bool{e.Item.Publisher: true}
		add := func(o news.Origin) {
			if !seen[o.Publisher] && o.URL != "" {
				seen[o.Publisher] = true
				l.Also = append(l.Also, place{Publisher: o.Publisher, URL: o.URL})
			}
		}
		for _, o := range e.Item.Origins {
			add(o)
		}
		for _, a := range e.Also {
			add(a.Origin)
		}
		out = append(out, l)
	}
	return out
}

func (s *Server) line(it news.Item) line {
	l := line{
		UUID: it.ID.UUID(), Title: it.Title, Link: it.Link, Publisher: it.Publisher, Lang: it.Language, Dir: "auto",
		ISO: it.Sort.UTC().Format(time.RFC3339), When: s.when(it.Sort), Code: string(it.Code),
	}
	if l.Title == "" {
		l.Title = text.Truncate(text.Plain(it.Summary), 120)
	}
	if l.Title == "" {
		l.Title = it.Link
	}
	if text.RTL(it.Language) {
		l.Dir = "rtl"
	}
	return l
}

// when is a time as the site's readers write it.
func (s *Server) when(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	t = t.In(s.Zone)
	if s.Site.Language == "fa" {
		return text.Jalali(t) + "، " + s.digits(t.Format("15:04"))
	}
	return t.Format("2 Jan 2006 15:04")
}

func (s *Server) number(n int) string { return s.digits(strconv.Itoa(n)) }

// digits writes numbers in the digits of the site's language.
func (s *Server) digits(n string) string {
	zero := map[string]rune{"fa": '۰', "ar": '٠'}[s.Site.Language]
	if zero == 0 {
		return n
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, n)
}

func (s *Server) opml(base string) ([]byte, error) {
	var b bytes.Buffer
	list := publish.List{Title: s.Site.Title}
	for _, f := range s.Catalogue.public() {
		list.Outlines = append(list.Outlines, publish.Outline{
			Title: f.Title, XMLURL: address(base, "/feeds/"+f.path, publish.RSS, nil, 1), HTMLURL: s.home(f, base), Language: f.language(""),
		})
	}
	if err := publish.WriteOPML(&b, list); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// errGone distinguishes an item that only private sources carry: it is not
// there for the public.
var errGone = errors.New("not public")

func (s *Server) item(ctx context.Context, id news.ItemID) (news.Item, error) {
	it, err := s.Store.Item(ctx, id)
	if err != nil {
		return it, err
	}
	if it.Private {
		return it, errGone
	}
	return it.Public(), nil
}
