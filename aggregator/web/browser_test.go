package web

import (
	"strings"
	"testing"
)

// TestF15BrowserView: a feed opened in a browser is XML with a style sheet of
// CSS, no XSLT; a reader gets it under its own type, with the same bytes.
func TestF15BrowserView(t *testing.T) {
	h := newHouse(t, told{n: 1})
	for _, path := range []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/source/a.rss", "/feeds/health.atom"} {
		reader := h.get(path)
		for name, headers := range map[string][]string{
			"by its purpose":     {"Sec-Fetch-Dest", "document"},
			"by what it accepts": {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9"},
		} {
			seen := h.get(path, headers...)
			if got := seen.header.Get("Content-Type"); got != "application/xml; charset=utf-8" {
				t.Errorf("%s, %s: %s", path, name, got)
			}
			if seen.body != reader.body || seen.header.Get("ETag") != reader.header.Get("ETag") {
				t.Errorf("%s, %s: other bytes", path, name)
			}
		}
		if got := h.get(path, "Sec-Fetch-Dest", "empty", "Accept", "text/html").header.Get("Content-Type"); strings.HasPrefix(got, "application/xml") {
			t.Errorf("%s: a script gets %s", path, got)
		}
		if !strings.Contains(reader.body, `<?xml-stylesheet type="text/css" href="https://news.example/feed.css"?>`) || strings.Contains(reader.body, "xsl") {
			t.Errorf("%s: no style sheet of CSS alone: %.200s", path, reader.body)
		}
		if vary := reader.header.Get("Vary"); !strings.Contains(vary, "Sec-Fetch-Dest") || !strings.Contains(vary, " Accept,") {
			t.Errorf("%s: Vary %q", path, reader.header.Get("Vary"))
		}
	}
	if got := h.get("/feeds/all.json", "Sec-Fetch-Dest", "document").header.Get("Content-Type"); !strings.HasPrefix(got, "application/feed+json") {
		t.Errorf("JSON in a browser: %s", got)
	}
	if css := h.want(h.get("/feed.css"), 200); !strings.Contains(css.body, "This is a feed.") {
		t.Error("the style sheet says nothing to people")
	}
}
