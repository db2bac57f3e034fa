package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/store"
)

// Options are what a Server is made of. Store, Catalogue, Log and Now are
// required.
type Options struct {
	Store     store.Store
	Catalogue *Catalogue
	Site      news.Site
	Topics    []news.Topic
	Sources   []news.Source
	Zone      *time.Location // of times on pages; nil means UTC
	Log       *slog.Logger
	Now       func() time.Time
	Version   string // golchin's own, told as generator
	// Loopback is the address links use when Site.URL is empty and the request
	// names no loopback host, e.g. "127.0.0.1:8080".
	Loopback string
	Hub      string // WebSub hub; empty means none
	// Since is when the feeds were last defined anew, such as the time of
	// feeds.yaml: no Last-Modified lies before it. The zero value says nothing.
	Since time.Time
	// Patience is how long a reader's own query may be looked for; zero means
	// five seconds.
	Patience time.Duration
	// Gone are the paths below /feeds/ under which feeds were served and are no
	// more, as Catalogue.Paths names them: they answer 410.
	Gone []string
	// Still says why polls do not go on, for /readyz; nil when they do. No
	// function says nothing.
	Still func() error
	// OldConfig tells that feeds.yaml is wrong and an older one is in use. No
	// function says nothing.
	OldConfig func() bool
	// Rendered hears of every document made: of the catalogue, or of what a
	// reader asked for. Nil is fine.
	Rendered func(kind string, took time.Duration, err error)
	// Withheld tells that an item is published nowhere; nil withholds nothing.
	Withheld func(*news.Item) bool
	// Codings are offered beside gzip, the best first. They are made when the
	// first reader asks, for what the catalogue names only.
	Codings []Coding
	// Static tells that what is served becomes files: pages offer nothing that
	// needs a program behind it, such as the search.
	Static bool
}

// Server answers readers.
type Server struct {
	Options
	listed  *cache            // what the catalogue names
	adHoc   *cache            // what parameters and queries make
	titles  map[string]string // of topics, by slug
	rules   map[string]news.Topic
	sources map[string]news.Source
	gone    map[string]bool
	prefix  string // path of Site.URL as links carry it, without a trailing slash
	mount   string // the same as it is written
	guests  *guests
	always  http.Header // what every answer carries
}

// searches is how many ad-hoc documents are made at once.
const searches = 4

// New returns a server over o.
func New(o Options) *Server {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Site.Language == "" {
		o.Site.Language = "en"
	}
	s := &Server{
		Options: o, titles: map[string]string{}, rules: map[string]news.Topic{}, sources: map[string]news.Source{}, gone: map[string]bool{},
		listed: newCache(&o, "catalogue", maxListed, 0), adHoc: newCache(&o, "asked", maxAdHoc, searches), guests: newGuests(o.Now),
		always: header("X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Content-Security-Policy", pagePolicy),
	}
	s.listed.codings = o.Codings
	for _, t := range o.Topics {
		s.titles[t.Slug] = t.DisplayTitle(o.Site.Language)
		s.rules[t.Slug] = t
	}
	for _, src := range o.Sources {
		s.sources[src.Name] = src
	}
	for _, p := range o.Gone {
		s.gone[p] = true
	}
	if u, err := url.Parse(o.Site.URL); err == nil {
		s.prefix, s.mount = strings.TrimRight(u.EscapedPath(), "/"), strings.TrimRight(u.Path, "/")
	}
	return s
}

// Handler is the public side: feeds, pages, health. Mount it on the public
// listener; nothing here changes anything.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feeds/{file}", s.serveFeed)
	mux.HandleFunc("GET /feeds/source/{file}", s.serveSourceFeed)
	mux.HandleFunc("GET /p/{file}", s.serveWithPassword)
	mux.HandleFunc("GET /p/{token}/{file}", s.servePrivateFeed)
	mux.HandleFunc("GET /opml.xml", s.serveOPML)
	mux.HandleFunc("GET /topics/{slug}", s.serveTopic)
	mux.HandleFunc("GET /sources", s.serveSources)
	mux.HandleFunc("GET /sources/{name}", s.serveSource)
	mux.HandleFunc("GET /items/{id}", s.serveItem)
	mux.HandleFunc("GET /search", s.serveSearch)
	mux.HandleFunc("GET /style.css", s.serveStyle)
	mux.HandleFunc("GET /feed.css", s.serveFeedStyle)
	mux.HandleFunc("GET /favicon.svg", s.serveIcon)
	mux.HandleFunc("GET /robots.txt", s.serveRobots)
	mux.HandleFunc("GET /healthz", serveAlive)
	mux.HandleFunc("GET /readyz", s.serveReady)
	mux.HandleFunc("GET /{$}", s.serveHome)
	mux.HandleFunc("/", s.serveNothing)
	return s.guard(mux)
}

const (
	pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	feedPolicy = "sandbox; default-src 'none'; style-src 'self'; frame-ancestors 'none'"

	allowed = "GET, HEAD, OPTIONS"
)

// guard sets what every answer carries, and refuses what no page needs. A
// panic in one request stays there.
func (s *Server) guard(next http.Handler) http.Handler {
	stripped := next
	if s.prefix != "" {
		stripped = http.StripPrefix(s.mount, next)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for k, v := range s.always {
			h[k] = v
		}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.Log.Error("panic", "url", s.redactedPath(r.URL.Path), "err", p, "stack", string(debug.Stack()))
				h["Cache-Control"] = []string{"no-store"}
				say(w, http.StatusInternalServerError, "something broke here; it is in the log")
			}
		}()
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			preflight(w)
			return
		default:
			h.Set("Allow", allowed)
			say(w, http.StatusMethodNotAllowed, "only GET and HEAD are served here")
			return
		}
		if s.mount != "" && strings.HasPrefix(r.URL.Path, s.mount+"/") {
			stripped.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflight tells a browser's script which headers it may send (BEHAVIOUR H08).
// It is the same whatever the path, so it tells nothing of what exists.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", allowed)
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Allow", allowed)
	w.WriteHeader(http.StatusNoContent)
}

// redactedPath is a path for the log, without the token of a private feed.
func (s *Server) redactedPath(p string) string {
	parts := strings.Split(text.CleanLine(p), "/")
	if i := slices.Index(parts, "p"); i >= 0 && i+1 < len(parts) {
		parts[i+1] = "…"
	}
	return text.Truncate(strings.Join(parts, "/"), 200)
}

func serveAlive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	say(w, http.StatusOK, "ok")
}

// serveReady tells whether the store can be written and polls go on.
func (s *Server) serveReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := s.Store.Ready(ctx); err != nil {
		s.Log.Warn("not ready", "err", err)
		w.Header().Set("Cache-Control", "no-store")
		say(w, http.StatusServiceUnavailable, "the store cannot be written now")
		return
	}
	if s.Still != nil {
		if err := s.Still(); err != nil {
			s.Log.Warn("not ready", "err", err)
			w.Header().Set("Cache-Control", "no-store")
			say(w, http.StatusServiceUnavailable, err.Error())
			return
		}
	}
	serveAlive(w, r)
}

// serveRobots keeps search engines off what is republished here: it belongs to
// its publishers, and they find it there.
func (s *Server) serveRobots(w http.ResponseWriter, r *http.Request) {
	p := s.prefix
	body := "User-agent: *\nDisallow: " + p + "/items/\nDisallow: " + p + "/search\nDisallow: " + p + "/feeds/search\nDisallow: " + p + "/p/\n"
	serve(w, r, newDocument([]byte(body), header("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "public, max-age=86400"), time.Time{}, nil, 0))
}
