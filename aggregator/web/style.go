package web

import (
	"bytes"
	"context"
	"net/http"
	"strings"
)

func (s *Server) serveStyle(w http.ResponseWriter, r *http.Request) {
	s.serveAsset(w, r, "assets/style.css", "text/css; charset=utf-8", nil)
}

// serveFeedStyle dresses RSS and Atom for browsers, without a script and
// without XSLT, which they are giving up (BEHAVIOUR F15).
func (s *Server) serveFeedStyle(w http.ResponseWriter, r *http.Request) {
	note := cssString(wordsOf(s.Site.Language).FeedNote)
	s.serveAsset(w, r, "assets/feed.css", "text/css; charset=utf-8", func(css []byte) []byte {
		css = bytes.ReplaceAll(css, []byte(`"NOTE"`), []byte(note))
		return bytes.ReplaceAll(css, []byte(`DIRECTION`), []byte(wordsOf(s.Site.Language).Dir))
	})
}

// cssString is s, one line of our own words, as a CSS string.
func cssString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func (s *Server) serveIcon(w http.ResponseWriter, r *http.Request) {
	s.serveAsset(w, r, "assets/favicon.svg", "image/svg+xml", nil)
}

func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request, file, mediaType string, change func([]byte) []byte) {
	d, err := s.listed.get(r.Context(), file, work{
		version: unchanging,
		render: func(context.Context) ([]byte, http.Header, error) {
			body, err := assets.ReadFile(file)
			if err == nil && change != nil {
				body = change(body)
			}
			return body, header("Content-Type", mediaType, "Cache-Control", "public, max-age=3600", "Access-Control-Allow-Origin", "*"), err
		},
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serve(w, r, d)
}
