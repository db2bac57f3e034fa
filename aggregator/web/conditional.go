package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// withBody are headers that say something of a body: a 304 goes without, and
// what is kept keeps its own (RFC 9110 §15.4.5).
var withBody = [...]string{
	"Content-Type", "Content-Language", "Content-Security-Policy", "Link", "Referrer-Policy", "X-Content-Type-Options",
}

// serve writes a document as RFC 9110 asks: validators, 304, codings, HEAD.
// Ranges are ignored: half a feed is no feed.
func serve(w http.ResponseWriter, r *http.Request, d *document) {
	h := w.Header()
	for k, v := range d.head {
		h[k] = v
	}
	unchanged := notModified(r, d)
	e := d.best(r.Header["Accept-Encoding"], !unchanged)
	h["Etag"] = e.etag
	if d.lastMod != nil {
		h["Last-Modified"] = d.lastMod
	}
	if unchanged {
		for _, k := range withBody {
			delete(h, k)
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if e.coding != nil {
		h["Content-Encoding"] = e.coding
	}
	h["Content-Length"] = e.length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(e.body) // the reader may have left
	}
}

// notModified applies the preconditions in the order of RFC 9110 §13.2.2: an
// If-None-Match is compared weakly and rules If-Modified-Since out. The tag of
// any encoding of the same document matches.
func notModified(r *http.Request, d *document) bool {
	if inm := r.Header["If-None-Match"]; len(inm) > 0 {
		return matches(strings.Join(inm, ","), d.hash)
	}
	since := r.Header["If-Modified-Since"]
	if len(since) != 1 || d.modified.IsZero() {
		return false
	}
	t, err := http.ParseTime(since[0])
	return err == nil && !d.modified.After(t.Truncate(time.Second))
}

// matches tells that a list of entity tags names hash in some encoding, or is
// "*". Apache's suffix inside the quotes is understood (its own mod_deflate
// made tags that never matched again).
func matches(list, hash string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	for list != "" {
		list = strings.TrimLeft(list, " \t,")
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
		if suffix, ok := strings.CutPrefix(tag, hash); ok && (suffix == "" || suffix[0] == '-') {
			return true
		}
	}
	return false
}

// quality is the q of an element of a list (RFC 9110 §12.4.2); 1 where it is
// missing or cannot be read.
func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(strings.TrimSpace(k), "q") {
			if q, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil && q >= 0 && q <= 1 {
				return q
			}
		}
	}
	return 1
}
