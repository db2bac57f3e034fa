package web

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

// base is the beginning of absolute links: site.url, or on a loopback host the
// one that was asked (BEHAVIOUR S34: never a stranger's Host header).
func (s *Server) base(r *http.Request) string {
	switch {
	case s.Site.URL != "":
		return strings.TrimRight(s.Site.URL, "/")
	case isLoopback(r.Host):
		return "http://" + r.Host
	case s.Loopback != "":
		return "http://" + s.Loopback
	}
	return "http://localhost"
}

// isLoopback tells that a Host header names this machine and nothing else: a
// port of "80@evil.example" would make the host a user's name.
func isLoopback(host string) bool {
	name, port := host, ""
	if h, p, err := net.SplitHostPort(host); err == nil {
		name, port = h, p
		if port == "" {
			return false
		}
	}
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' {
			return false
		}
	}
	if len(port) > 5 {
		return false
	}
	if name == "localhost" {
		return true
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		name = strings.TrimSuffix(inner, "]")
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// address is where the first page of a feed is served.
func address(base, path string, format publish.Format, query url.Values) string {
	return pageAddress(base, path, format, query, 1, spot{})
}

// pageAddress is where a page of a feed is served. Behind after the items of
// the page are the same whatever comes in at the front.
func pageAddress(base, path string, format publish.Format, query url.Values, page int, after spot) string {
	u := base + path + "." + format.Ext()
	if q := withPage(query, page, after); len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}

func withPage(query url.Values, page int, after spot) url.Values {
	q := make(url.Values, len(query)+3)
	for k, v := range query {
		q[k] = v
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
		if after.place.ID != "" {
			q.Set("after", cursorText(after.place))
		}
		if b := after.burst; b.newest.ID != "" {
			q.Set("burst", cursorText(b.newest)+"~"+cursorText(b.oldest))
		}
	}
	return q
}

// cursorText is a place in the order newest first as links carry it:
// milliseconds and id.
func cursorText(c store.Cursor) string {
	return strconv.FormatInt(c.Sort.UnixMilli(), 10) + "_" + c.ID.UUID()
}

func parseCursor(s string) (store.Cursor, bool) {
	ms, id, ok := strings.Cut(s, "_")
	n, err := strconv.ParseInt(ms, 10, 64)
	const century = 100 * 366 * 24 * 3600 * 1000
	if !ok || err != nil || n < -century || n > 2*century || !isUUID(id) {
		return store.Cursor{}, false
	}
	return store.Cursor{Sort: time.UnixMilli(n).UTC(), ID: news.ItemID("urn:uuid:" + id)}, true
}

func parseStretch(s string) (stretch, bool) {
	a, b, _ := strings.Cut(s, "~")
	newest, ok := parseCursor(a)
	oldest, also := parseCursor(b)
	return stretch{newest, oldest}, ok && also && !newer(oldest, newest)
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
			continue
		}
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
