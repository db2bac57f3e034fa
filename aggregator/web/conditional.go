package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// serve writes a document as RFC 9110 asks: validators, 304, gzip, HEAD.
func serve(w http.ResponseWriter, r *http.Request, d *document, mediaType, cacheControl string) {
	h := w.Header()
	h.Set("Content-Type", mediaType+"; charset=utf-8")
	h.Set("Cache-Control", cacheControl)
	h.Set("Vary", "Accept-Encoding")
	body, etag := d.body, `"`+d.hash+`"`
	if acceptsGzip(r.Header.Get("Accept-Encoding")) && len(d.gzipped) < len(d.body) {
		body, etag = d.gzipped, `"`+d.hash+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", etag)
	if !d.modified.IsZero() {
		h.Set("Last-Modified", d.modified.Format(http.TimeFormat))
	}
	if notModified(r, d) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may have left
	}
}

// notModified applies the preconditions in the order of RFC 9110 §13.2.2: an
// If-None-Match is compared weakly and rules If-Modified-Since out. The tag of
// any encoding of the same document matches.
func notModified(r *http.Request, d *document) bool {
	if inm := r.Header.Values("If-None-Match"); len(inm) > 0 {
		return matches(strings.Join(inm, ","), d.hash)
	}
	since := r.Header.Get("If-Modified-Since")
	if since == "" || d.modified.IsZero() {
		return false
	}
	t, err := http.ParseTime(since)
	return err == nil && !d.modified.After(t.Truncate(time.Second))
}

// matches tells that a list of entity tags names hash in some encoding.
// Apache's suffix inside the quotes is understood (its own mod_deflate made
// tags that never matched again).
func matches(list, hash string) bool {
	for list != "" {
		list = strings.TrimLeft(list, " \t,")
		if strings.HasPrefix(list, "*") {
			return true
		}
		list = strings.TrimPrefix(list, "W/")
		if !strings.HasPrefix(list, `"`) {
			_, list, _ = strings.Cut(list, ",") // garbage is ignored
			continue
		}
		tag, rest, ok := strings.Cut(list[1:], `"`)
		if !ok {
			return false
		}
		list = rest
		if tag == hash || strings.HasPrefix(tag, hash+"-") {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding (RFC 9110 §12.5.3); q=0 refuses.
func acceptsGzip(header string) bool {
	star := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		ok := !refused(params)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return ok
		case "*":
			star = ok
		}
	}
	return star
}

// refused tells that the parameters hold a q of zero.
func refused(params string) bool {
	for p := range strings.SplitSeq(params, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(strings.TrimSpace(k), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
			return err == nil && q == 0
		}
	}
	return false
}
