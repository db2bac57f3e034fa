package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/aggregator/topic"
	"golchin/store"
)

const (
	feedCache    = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
	privateCache = "private, max-age=300"
)

func preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Allow", "GET, HEAD, OPTIONS")
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) serveFeed(w http.ResponseWriter, r *http.Request) {
	slug, format, ok := splitFile(r.PathValue("file"))
	if !ok {
		s.serveNothing(w, r)
		return
	}
	switch slug {
	case "search":
		s.serveSearchFeed(w, r, format)
		return
	case "health":
		s.serveHealthFeed(w, r, format)
		return
	}
	f := s.Catalogue.byPath[slug]
	if f == nil {
		if to, ok := s.Catalogue.aliases[slug]; ok {
			s.redirect(w, r, "/feeds/"+to+"."+format.Ext())
			return
		}
	}
	if f == nil || f.Token != "" || f.Private {
		s.serveNothing(w, r)
		return
	}
	s.sendFeed(w, r, f, format, "/feeds/"+f.path, feedCache)
}

func (s *Server) serveSourceFeed(w http.ResponseWriter, r *http.Request) {
	name, format, ok := splitFile(r.PathValue("file"))
	f := s.Catalogue.byPath["source/"+name]
	if !ok || f == nil {
		s.serveNothing(w, r)
		return
	}
	s.sendFeed(w, r, f, format, "/feeds/"+f.path, feedCache)
}

// servePrivateFeed serves a feed to whoever knows its token. A wrong token and
// an unknown feed look the same.
func (s *Server) servePrivateFeed(w http.ResponseWriter, r *http.Request) {
	slug, format, ok := splitFile(r.PathValue("file"))
	f := s.Catalogue.byPath[slug]
	want := ""
	if f != nil {
		want = f.Token
	}
	if fits := tokenFits(r.PathValue("token"), want); !fits || !ok {
		s.serveNothing(w, r)
		return
	}
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	s.sendFeed(w, r, f, format, "/p/"+url.PathEscape(r.PathValue("token"))+"/"+f.path, privateCache)
}

// splitFile splits "gaza.rss" into slug and format.
func splitFile(file string) (string, publish.Format, bool) {
	i := strings.LastIndexByte(file, '.')
	if i <= 0 {
		return "", publish.RSS, false
	}
	f, ok := publish.FormatOf(file[i+1:])
	return file[:i], f, ok
}

// redirect sends readers of an old address to the new one for good; the target
// is always a path of ours.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, path string) {
	to := s.base(r) + path
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	http.Redirect(w, r, to, http.StatusMovedPermanently)
}

// asked is what the parameters of a request make of a feed.
type asked struct {
	feed  feed
	page  int
	query url.Values // the parameters understood, for links
}

// parameters reads limit, lang, q, page and stories. A wrong one is an error
// in words.
func parameters(f *feed, v url.Values) (asked, error) {
	a := asked{feed: *f, page: 1, query: url.Values{}}
	number := func(name string, most int, into *int) error {
		raw := v.Get(name)
		if raw == "" {
			return nil
		}
		n, err := strconv.Atoi(raw)
		if err != nil || n < 1 || n > most {
			return fmt.Errorf("%s=%s: want a number from 1 to %d", name, strconv.Quote(raw), most)
		}
		*into = n
		if name != "page" {
			a.query.Set(name, raw)
		}
		return nil
	}
	if err := number("limit", maxLimit, &a.feed.Limit); err != nil {
		return a, err
	}
	if err := number("page", maxPage, &a.page); err != nil {
		return a, err
	}
	if lang := v.Get("lang"); lang != "" {
		langs := strings.Split(lang, ",")
		if len(lang) > 64 || slices.ContainsFunc(langs, func(l string) bool { return !isLanguage(l) }) {
			return a, fmt.Errorf("lang=%s: want language codes such as fa or fa,ar", strconv.Quote(lang))
		}
		if len(a.feed.Languages) > 0 {
			langs = slices.DeleteFunc(langs, func(l string) bool { return !slices.Contains(a.feed.Languages, l) })
			if len(langs) == 0 {
				langs = []string{"none"}
			}
		}
		a.feed.Languages = langs
		a.query.Set("lang", lang)
	}
	if st := v.Get("stories"); st != "" {
		switch news.Stories(st) {
		case news.SameText, news.Collapse, news.AllItems:
		default:
			return a, fmt.Errorf("stories=%s: want same-text, collapse or all", strconv.Quote(st))
		}
		a.feed.Stories = news.Stories(st)
		a.query.Set("stories", st)
	}
	if q := v.Get("q"); q != "" {
		parsed, err := topic.Parse(q)
		if err != nil {
			return a, fmt.Errorf("q: %w", err)
		}
		if a.feed.match != nil {
			if parsed, err = topic.Parse("(" + a.feed.match.String() + ") AND (" + parsed.String() + ")"); err != nil {
				return a, fmt.Errorf("q: %w", err)
			}
		}
		a.feed.match = parsed
		a.query.Set("q", q)
	}
	return a, nil
}

func isLanguage(s string) bool {
	if len(s) < 2 || len(s) > 8 {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}

func (s *Server) sendFeed(w http.ResponseWriter, r *http.Request, f *feed, format publish.Format, path, cacheControl string) {
	h := w.Header()
	h.Set("Content-Security-Policy", feedPolicy)
	h.Set("Access-Control-Allow-Origin", "*")
	a, err := parameters(f, r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	base := s.base(r)
	key := strings.Join([]string{base, path, format.Ext(), strconv.Itoa(a.page), a.query.Encode()}, "\x00")
	d, err := s.cache.get(r.Context(), key,
		func(ctx context.Context) (store.Version, error) { return s.Store.Version(ctx, a.feed.scopes()) },
		func(ctx context.Context) ([]byte, error) { return s.render(ctx, a, format, base, path) })
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h.Add("Link", fmt.Sprintf(`<%s>; rel="self"`, address(base, path, format, a.query, a.page)))
	if s.Hub != "" {
		h.Add("Link", fmt.Sprintf(`<%s>; rel="hub"`, s.Hub))
	}
	if lang := f.language(s.Site.Language); lang != "" {
		h.Set("Content-Language", lang)
	}
	serve(w, r, d, format.MediaType(), cacheControl)
}

// scopes are what the feed's bytes depend on.
func (f *feed) scopes() store.Scopes { return store.Scopes{Topics: f.Topics, Sources: f.Sources} }

// language is the feed's own when all its items are of one.
func (f *feed) language(site string) string {
	if len(f.Languages) == 1 && f.Languages[0] != "none" {
		return f.Languages[0]
	}
	return site
}

func (s *Server) render(ctx context.Context, a asked, format publish.Format, base, path string) ([]byte, error) {
	got, err := s.pick(ctx, &a.feed, a.page)
	if err != nil {
		return nil, err
	}
	for i := range got.elements {
		e := &got.elements[i]
		e.ItemURL = base + "/items/" + e.ID.UUID()
		if src, ok := s.sources[e.Item.Face.Source]; ok && !src.Private {
			e.SourceURL = src.URLs[0]
		}
	}
	head := publish.Head{
		Feed: a.feed.Feed, Site: s.Site, Title: a.feed.Title, Description: a.feed.Description,
		Language: a.feed.language(s.Site.Language), HomeURL: s.home(&a.feed, base), HubURL: s.Hub,
		SelfURL: address(base, path, format, a.query, a.page), TTL: 15 * time.Minute, Version: s.Version, Topics: s.titles,
	}
	if len(a.query) > 0 {
		head.ID = address(base, path, format, a.query, 1)
	}
	if a.page > 1 {
		head.First, head.Prev = address(base, path, format, a.query, 1), address(base, path, format, a.query, a.page-1)
	}
	if got.more && a.page < maxPage {
		head.Next = address(base, path, format, a.query, a.page+1)
	}
	return publish.Render(format, head, got.elements)
}

// home is the page for people that goes with a feed.
func (s *Server) home(f *feed, base string) string {
	if f.kind == ofTopic {
		return base + "/topics/" + f.Slug
	}
	return base + "/"
}

// address is where a page of a feed is served.
func address(base, path string, format publish.Format, query url.Values, page int) string {
	u := base + path + "." + format.Ext()
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}

// serveSearchFeed serves the items that match q as a feed.
func (s *Server) serveSearchFeed(w http.ResponseWriter, r *http.Request, format publish.Format) {
	q := r.URL.Query().Get("q")
	if strings.TrimSpace(q) == "" {
		http.Error(w, "q: want a query, as in /feeds/search."+format.Ext()+"?q=Gaza+ceasefire", http.StatusBadRequest)
		return
	}
	f := &feed{Feed: news.Feed{Slug: "search", Title: q, Stories: news.SameText, Limit: defaultLimit}, path: "search"}
	s.sendFeed(w, r, f, format, "/feeds/search", "public, max-age=300")
}

// serveOPML lists the public feeds for import into a reader.
func (s *Server) serveOPML(w http.ResponseWriter, r *http.Request) {
	base := s.base(r)
	d, err := s.cache.get(r.Context(), base+"\x00opml",
		func(context.Context) (store.Version, error) { return store.Version{Seq: 1}, nil },
		func(context.Context) ([]byte, error) { return s.opml(base) })
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serve(w, r, d, "text/x-opml", feedCache)
}

// fail answers an error of ours: in words, without what is none of a reader's
// business.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.Log.Error("serve", "url", redactedPath(r.URL.Path), "err", err)
	w.Header().Set("Retry-After", "30")
	http.Error(w, "the store does not answer; try again in a moment", http.StatusServiceUnavailable)
}
