package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net"
	"net/http"
	"net/url"
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
}

// Server answers readers.
type Server struct {
	Options
	cache   *cache
	titles  map[string]string // of topics, by slug
	sources map[string]news.Source
	prefix  string // path of Site.URL, without a trailing slash
}

// New returns a server over o.
func New(o Options) *Server {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Site.Language == "" {
		o.Site.Language = "en"
	}
	s := &Server{Options: o, cache: newCache(o.Now), titles: map[string]string{}, sources: map[string]news.Source{}}
	for _, t := range o.Topics {
		s.titles[t.Slug] = t.DisplayTitle(o.Site.Language)
	}
	for _, src := range o.Sources {
		s.sources[src.Name] = src
	}
	if u, err := url.Parse(o.Site.URL); err == nil {
		s.prefix = strings.TrimRight(u.Path, "/")
	}
	return s
}

// Handler is the public side: feeds, pages, health. Mount it on the public
// listener; nothing here changes anything.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feeds/{file}", s.serveFeed)
	mux.HandleFunc("GET /feeds/source/{file}", s.serveSourceFeed)
	mux.HandleFunc("GET /p/{token}/{file}", s.servePrivateFeed)
	mux.HandleFunc("OPTIONS /feeds/", preflight)
	mux.HandleFunc("GET /opml.xml", s.serveOPML)
	mux.HandleFunc("GET /topics/{slug}", s.serveTopic)
	mux.HandleFunc("GET /sources", s.serveSources)
	mux.HandleFunc("GET /items/{id}", s.serveItem)
	mux.HandleFunc("GET /search", s.serveSearch)
	mux.HandleFunc("GET /style.css", s.serveStyle)
	mux.HandleFunc("GET /robots.txt", serveRobots)
	mux.HandleFunc("GET /healthz", serveAlive)
	mux.HandleFunc("GET /readyz", s.serveReady)
	mux.HandleFunc("GET /{$}", s.serveHome)
	mux.HandleFunc("/", s.serveNothing)
	return s.guard(mux)
}

// guard sets what every answer carries, and refuses what no page needs. A
// panic in one request stays there.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", pagePolicy)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.Log.Error("panic", "url", redactedPath(r.URL.Path), "err", p)
				http.Error(w, "something broke here; it is in the log", http.StatusInternalServerError)
			}
		}()
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions:
		default:
			h.Set("Allow", "GET, HEAD, OPTIONS")
			http.Error(w, "only GET and HEAD are served here", http.StatusMethodNotAllowed)
			return
		}
		if s.prefix != "" && strings.HasPrefix(r.URL.Path, s.prefix+"/") {
			http.StripPrefix(s.prefix, next).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const (
	pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	feedPolicy = "sandbox; default-src 'none'; style-src 'self'"
)

// redactedPath is a path for the log, without the token of a private feed.
func redactedPath(p string) string {
	if rest, ok := strings.CutPrefix(p, "/p/"); ok {
		if _, file, ok := strings.Cut(rest, "/"); ok {
			return "/p/…/" + text.CleanLine(file)
		}
		return "/p/…"
	}
	return text.CleanLine(p)
}

// base is the beginning of absolute links: site.url, or on a loopback host the
// one that was asked (BEHAVIOUR S34: never a stranger's Host header).
func (s *Server) base(r *http.Request) string {
	if s.Site.URL != "" {
		return strings.TrimRight(s.Site.URL, "/")
	}
	host := r.Host
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	if name == "localhost" || ip != nil && ip.IsLoopback() {
		return "http://" + host
	}
	if s.Loopback != "" {
		return "http://" + s.Loopback
	}
	return "http://localhost"
}

// tokenFits compares a private feed's token in constant time.
func tokenFits(got, want string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return want != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func serveAlive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}

// serveReady tells whether the store can be written.
func (s *Server) serveReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	w.Header().Set("Cache-Control", "no-store")
	if err := s.Store.Ready(ctx); err != nil {
		s.Log.Warn("not ready", "err", err)
		http.Error(w, "the store cannot be written now", http.StatusServiceUnavailable)
		return
	}
	serveAlive(w, r)
}

func serveRobots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// what is republished here belongs to its publishers; search engines find it there
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /items/\nDisallow: /search\nDisallow: /feeds/search\n"))
}
