package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/aggregator/text"
	"golchin/store"
)

const (
	feedCache   = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
	searchCache = "public, max-age=300"
	pageCache   = "public, max-age=60, stale-if-error=86400"

	feedTTL = 15 * time.Minute
)

func (s *Server) serveFeed(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	slug, format, ok := splitFile(file)
	if !ok {
		s.serveBare(w, r, file, file)
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
		f = s.Catalogue.aliases[slug]
	}
	if f == nil || !f.public() {
		s.serveMissing(w, r, slug)
		return
	}
	if f.path != slug {
		s.redirect(w, r, "/feeds/"+f.path+"."+format.Ext())
		return
	}
	s.sendFeed(w, r, f, format, view{path: "/feeds/" + f.path, cacheControl: feedCache})
}

func (s *Server) serveSourceFeed(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	name, format, ok := splitFile(file)
	if !ok {
		s.serveBare(w, r, "source/"+file, file)
		return
	}
	f := s.Catalogue.byPath["source/"+name]
	if f == nil || !f.public() {
		s.serveMissing(w, r, "source/"+name)
		return
	}
	s.sendFeed(w, r, f, format, view{path: "/feeds/" + f.path, cacheControl: feedCache})
}

// serveBare answers the address of a feed without a format: people are led to
// a page, readers to the format they ask for, and whoever wants none of ours
// hears what there is (RFC 9110 §15.5.7).
func (s *Server) serveBare(w http.ResponseWriter, r *http.Request, path, name string) {
	f := s.Catalogue.byPath[path]
	if f == nil {
		f = s.Catalogue.aliases[path]
	}
	if f == nil || !f.public() {
		s.serveMissing(w, r, path)
		return
	}
	h := w.Header()
	h["Vary"] = []string{"Accept"}
	h["Cache-Control"] = []string{"public, max-age=300"}
	var to string
	switch kind := negotiate(strings.Join(r.Header["Accept"], ",")); kind {
	case "":
		say(w, http.StatusNotAcceptable, "this feed comes as "+name+".rss, "+name+".atom and "+name+".json")
		return
	case "html":
		to = s.pageOf(f)
	default:
		to = s.prefix + "/feeds/" + f.path + "." + kind
	}
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, to, http.StatusFound)
}

// negotiate picks "html" or the ending of a format by an Accept header; "" when
// nothing fits. Ties go to the earlier one, "*/*" to RSS.
func negotiate(accept string) string {
	if strings.TrimSpace(accept) == "" {
		return publish.RSS.Ext()
	}
	best, kind := 0.0, ""
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		got := ""
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "text/html", "application/xhtml+xml":
			got = "html"
		case "application/rss+xml", "application/xml", "text/xml", "*/*", "application/*", "text/*":
			got = publish.RSS.Ext()
		case "application/atom+xml":
			got = publish.Atom.Ext()
		case "application/feed+json", "application/json":
			got = publish.JSON.Ext()
		}
		if q := quality(params); got != "" && q > best {
			best, kind = q, got
		}
	}
	return kind
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

// redirect sends readers of an old address to the new one for good. The target
// is a path of ours, so it can lead nowhere else (BEHAVIOUR S35).
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, path string) {
	to := s.prefix + path
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	if w.Header()["Cache-Control"] == nil {
		w.Header()["Cache-Control"] = []string{"public, max-age=86400"}
	}
	http.Redirect(w, r, to, http.StatusMovedPermanently)
}

// view is how a feed is shown: where, and to whom.
type view struct {
	path         string
	cacheControl string
	private      bool
	vary         string // beside Accept-Encoding
}

// key names a document in the cache by all that shapes it.
func (v *view) key(base string, format publish.Format, query string) string {
	return base + "\x00" + v.path + "." + format.Ext() + "\x00" + query
}

func (s *Server) sendFeed(w http.ResponseWriter, r *http.Request, f *feed, format publish.Format, v view) {
	base := s.base(r)
	if r.URL.RawQuery == "" { // what readers poll
		key := v.key(base, format, "")
		if d := s.listed.recent(key); d != nil {
			s.polite(w, r, d)
			return
		}
	}
	a, err := parameters(f, r.URL.Query())
	if err != nil {
		if !v.private {
			w.Header()["Access-Control-Allow-Origin"] = []string{"*"}
		}
		s.fail(w, r, err)
		return
	}
	query := withPage(a.query, a.page, a.after).Encode()
	keep, key := s.listed, v.key(base, format, query)
	if query != "" {
		keep = s.adHoc
	}
	d, err := keep.get(r.Context(), key, work{
		version: func(ctx context.Context) (store.Version, error) { return s.Store.Version(ctx, a.feed.scopes()) },
		render: func(ctx context.Context) ([]byte, http.Header, error) {
			body, err := s.render(ctx, a, format, base, v.path)
			return body, s.feedHeader(&a, format, base, v), err
		},
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.polite(w, r, d)
}

// feedHeader are the headers of a feed (BEHAVIOUR H05–H08, H13).
func (s *Server) feedHeader(a *asked, format publish.Format, base string, v view) http.Header {
	h := header(
		"Content-Type", format.MediaType()+"; charset=utf-8",
		"Cache-Control", v.cacheControl,
		"Content-Security-Policy", feedPolicy,
		"Content-Language", a.feed.language(s.Site.Language),
		"Link", fmt.Sprintf(`<%s>; rel="self"`, pageAddress(base, v.path, format, a.query, a.page, a.after)),
	)
	if s.Hub != "" && !v.private {
		h.Add("Link", fmt.Sprintf(`<%s>; rel="hub"`, s.Hub))
	}
	if v.private {
		h.Set("X-Robots-Tag", "noindex, nofollow")
	} else {
		h.Set("Access-Control-Allow-Origin", "*")
	}
	h["Vary"] = []string{"Accept-Encoding, Accept, Sec-Fetch-Dest"}
	if v.vary != "" {
		h["Vary"][0] += ", " + v.vary
	}
	return h
}

// scopes are what the feed's bytes depend on.
func (f *feed) scopes() store.Scopes { return store.Scopes{Topics: f.Topics, Sources: f.Sources} }

// language is the feed's own when all its items are of one.
func (f *feed) language(site string) string {
	if len(f.Languages) == 1 && f.Languages[0] != noLanguage {
		return f.Languages[0]
	}
	if f.lang != "" {
		return f.lang
	}
	return site
}

func (s *Server) render(ctx context.Context, a asked, format publish.Format, base, path string) ([]byte, error) {
	got, err := s.pick(ctx, &a)
	if err != nil {
		return nil, err
	}
	for i := range got.elements {
		e := &got.elements[i]
		if !e.Item.Private { // a private item has no page
			e.ItemURL = base + "/items/" + e.Item.ID.UUID()
		}
		if src, ok := s.sources[e.Item.Face.Source]; ok && !src.Private {
			e.SourceURL = src.URLs[0]
			e.Excerpt = src.SummaryOnly && a.feed.Token == ""
		}
	}
	at := func(page int, after spot) string {
		return pageAddress(base, path, format, a.query, page, after)
	}
	head := publish.Head{
		Feed: a.feed.Feed, Site: s.Site, Title: a.feed.Title, Description: a.feed.Description,
		Language: a.feed.language(s.Site.Language), HomeURL: s.home(&a.feed, base), HubURL: s.Hub,
		SelfURL: at(a.page, a.after), TTL: feedTTL, Version: s.Version, Topics: s.titles, Stylesheet: base + "/feed.css",
	}
	head.Feed.Slug = a.feed.path // the id is made of it
	if a.feed.Private {
		head.HubURL = "" // a hub would be told the token
	}
	if len(a.query) > 0 {
		head.ID = address(base, path, publish.RSS, a.query)
	}
	if a.page > 1 {
		head.First, head.Prev = at(1, spot{}), at(a.page-1, spot{})
	}
	if got.more {
		head.Next = at(a.page+1, got.next)
	}
	return publish.Render(format, head, got.elements)
}

// home is the page for people that goes with a feed.
func (s *Server) home(f *feed, base string) string {
	if !f.public() {
		return base + "/"
	}
	return base + strings.TrimPrefix(s.pageOf(f), s.prefix)
}

// pageOf is the path of that page.
func (s *Server) pageOf(f *feed) string {
	switch {
	case f.path == "search":
		return s.prefix + "/search"
	case f.kind == ofSource:
		return s.prefix + "/sources/" + f.Slug
	}
	return s.prefix + "/topics/" + f.Slug
}

// serveSearchFeed serves the items that match q as a feed.
func (s *Server) serveSearchFeed(w http.ResponseWriter, r *http.Request, format publish.Format) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if q == "" {
		s.fail(w, r, &refusal{status: http.StatusBadRequest, text: "q: want a query, as in /feeds/search." + format.Ext() + "?q=Gaza+ceasefire"})
		return
	}
	s.sendFeed(w, r, searchFeed(wordsOf(s.Site.Language).Search+": "+harmless(q), defaultLimit), format, view{path: "/feeds/search", cacheControl: searchCache})
}

// harmless is a query as a title: not every reader knows that the title of a
// feed is no HTML.
func harmless(q string) string {
	return strings.NewReplacer("<", "‹", ">", "›", "&", "+").Replace(text.CleanLine(q))
}

func searchFeed(title string, limit int) *feed {
	return &feed{Feed: news.Feed{Slug: "search", Title: title, Stories: news.SameText, Limit: limit}, path: "search"}
}

// serveOPML lists the public feeds for import into a reader.
func (s *Server) serveOPML(w http.ResponseWriter, r *http.Request) {
	base := s.base(r)
	d, err := s.listed.get(r.Context(), base+"\x00/opml.xml", work{
		version: unchanging,
		render: func(context.Context) ([]byte, http.Header, error) {
			body, err := s.opml(base)
			return body, header("Content-Type", "text/x-opml; charset=utf-8", "Cache-Control", feedCache, "Access-Control-Allow-Origin", "*"), err
		},
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serve(w, r, d)
}

// unchanging is the version of what only a restart changes.
func unchanging(context.Context) (store.Version, error) { return store.Version{Seq: 1}, nil }

func (s *Server) opml(base string) ([]byte, error) {
	var b bytes.Buffer
	list := publish.List{Title: s.Site.Title, Modified: s.Since}
	words := wordsOf(s.Site.Language)
	folder := map[kind][]string{ofTopic: {words.Topics}, ofSource: {words.Sources}}
	for _, k := range []kind{general, ofTopic, ofSource} {
		for _, f := range s.Catalogue.public() {
			if f.kind == k {
				list.Outlines = append(list.Outlines, publish.Outline{
					Title: f.Title, XMLURL: address(base, "/feeds/"+f.path, publish.RSS, nil), HTMLURL: s.home(f, base),
					Language: f.language(""), Description: f.Description, Folder: slices.Clone(folder[k]),
				})
			}
		}
	}
	if err := publish.WriteOPML(&b, list); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// feedLinks are the addresses under which a feed is subscribed to.
func (s *Server) feedLinks(f *feed, query url.Values) []format {
	var out []format
	for _, x := range publish.Formats() {
		out = append(out, format{Name: strings.Fields(x.String())[0], Type: typeAttr(x), URL: address(s.prefix, "/feeds/"+f.path, x, query)})
	}
	return out
}
