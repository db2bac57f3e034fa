package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
)

const privateCache = "private, max-age=300"

// servePrivateFeed serves a feed to whoever knows its token. A wrong token and
// an unknown feed look the same.
func (s *Server) servePrivateFeed(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	slug, format, ok := splitFile(r.PathValue("file"))
	f := s.Catalogue.private(slug)
	if fits := tokenFits(token, f); !fits || !ok {
		s.serveNothing(w, r)
		return
	}
	path := "/p/" + url.PathEscape(token) + "/"
	if f.path != slug {
		w.Header()["Cache-Control"] = []string{privateCache}
		s.redirect(w, r, path+f.path+"."+format.Ext())
		return
	}
	s.sendFeed(w, r, f, format, view{path: path + f.path, cacheControl: privateCache, private: true})
}

// serveWithPassword serves a private feed whose token comes as the password of
// basic authentication, so that no address holds it. Whatever the name, the
// challenge is the same.
func (s *Server) serveWithPassword(w http.ResponseWriter, r *http.Request) {
	slug, format, ok := splitFile(r.PathValue("file"))
	f := s.Catalogue.private(slug)
	_, token, _ := r.BasicAuth()
	if fits := tokenFits(token, f); !fits || !ok {
		h := w.Header()
		h["Www-Authenticate"] = []string{`Basic realm="feeds", charset="UTF-8"`}
		h["Cache-Control"] = []string{"no-store"}
		say(w, http.StatusUnauthorized, "a feed's token is its password here; the user's name does not matter")
		return
	}
	s.sendFeed(w, r, f, format, view{path: "/p/" + f.path, cacheControl: privateCache, private: true, vary: "Authorization"})
}

// tokenFits compares a private feed's token in constant time.
func tokenFits(got string, f *feed) bool {
	want := ""
	if f != nil {
		want = f.Token
	}
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && want != ""
}
