package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
)

// refusal is an answer to a request that asks for what there is not: in words.
type refusal struct {
	status int
	text   string
	cause  error // may be nil
}

func (e *refusal) Error() string { return e.text }
func (e *refusal) Unwrap() error { return e.cause }

// fail answers an error: a refusal in its own words, one of ours without what
// is none of a reader's business.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody listens any more
	}
	h := w.Header()
	h["Cache-Control"] = []string{"no-store"}
	var no *refusal
	if errors.As(err, &no) {
		if no.status == http.StatusServiceUnavailable {
			h["Retry-After"] = []string{"10"}
		}
		say(w, no.status, no.text)
		return
	}
	s.Log.Error("serve", "url", s.redactedPath(r.URL.Path), "err", err)
	h["Retry-After"] = []string{"30"}
	say(w, http.StatusServiceUnavailable, "the store does not answer; try again in a moment")
}

// say answers with one line of plain text.
func say(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h["Content-Type"] = []string{"text/plain; charset=utf-8"}
	h["Content-Length"] = []string{strconv.Itoa(len(text) + 1)}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // net/http sends no body where HEAD asked
}
