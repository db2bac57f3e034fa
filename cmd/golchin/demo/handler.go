package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

// Handler serves the miniature web: / names its feeds, /<name>/ is a home page
// that announces its feed, /<name>/feed is the document, with ETag and
// Last-Modified. The web begins with the call; now tells how old it has grown.
func Handler(now func() time.Time) http.Handler {
	start := now().UTC().Truncate(time.Second)
	mux := http.NewServeMux()
	var index strings.Builder
	for _, f := range feeds() {
		path := f.path()
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, start, now()) })
		mux.HandleFunc("GET /"+f.name+"/{$}", func(w http.ResponseWriter, _ *http.Request) { f.home(w) })
		fmt.Fprintf(&index, "<li><a href=\"/%s/\" lang=%q dir=auto>%s</a>\n", f.name, f.language, html.EscapeString(f.title))
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!doctype html><title>A miniature web (demo)</title>\n<h1>A miniature web</h1>\n<p>None of these publishers exists.\n<ul>\n%s</ul>\n", index.String())
	})
	return mux
}

// path is where the document is served.
func (f *feed) path() string {
	if f.format == "json" {
		return "/" + f.name + "/feed.json"
	}
	return "/" + f.name + "/feed.xml"
}

func (f *feed) home(w http.ResponseWriter) {
	kind, _, _ := strings.Cut(f.contentType(), ";")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><html lang=%q><title>%s</title>\n<link rel=alternate type=%q href=%q>\n<h1>%s</h1>\n",
		f.language, html.EscapeString(f.title), kind, f.path(), html.EscapeString(f.title))
}

func (f *feed) contentType() string {
	switch f.format {
	case "atom":
		return "application/atom+xml; charset=utf-8"
	case "json":
		return "application/feed+json"
	case "rdf":
		return "application/rdf+xml"
	}
	if f.charset != "" {
		return "application/rss+xml; charset=" + f.charset
	}
	return "application/rss+xml"
}

func (f *feed) serve(w http.ResponseWriter, r *http.Request, start, now time.Time) {
	if f.down {
		http.Error(w, "closed for repairs (demo)", http.StatusServiceUnavailable)
		return
	}
	d := f.at(start, now)
	body := d.render()
	sum := sha256.Sum256(body)
	w.Header().Set("Content-Type", f.contentType())
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", d.modified, bytes.NewReader(body))
}

// document is a feed at one moment.
type document struct {
	*feed
	entries  []entry // as the site orders them: newest first
	modified time.Time
}

// entry is an article with its date.
type entry struct {
	article
	published time.Time
	updated   time.Time
}

// at is the feed as its site shows it at now.
func (f *feed) at(start, now time.Time) document {
	d := document{feed: f}
	grown := now.Sub(start)
	for _, a := range f.articles {
		if a.after > grown {
			continue
		}
		e := entry{article: a, published: start.Add(-a.age)}
		if a.after > 0 {
			e.published = start.Add(a.after)
		}
		e.updated = e.published
		if a.later > 0 && a.later <= grown {
			e.title, e.text, e.updated = a.laterTitle, a.laterText, start.Add(a.later)
		}
		if e.updated.After(d.modified) {
			d.modified = e.updated
		}
		if a.after > 0 {
			d.entries = append([]entry{e}, d.entries...)
		} else {
			d.entries = append(d.entries, e)
		}
	}
	return d
}
