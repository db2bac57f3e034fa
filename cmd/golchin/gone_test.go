package main

import (
	"net/http"
	"testing"
)

// TestH10GoneAfterARestart takes a topic out of feeds.yaml and starts again.
func TestH10GoneAfterARestart(t *testing.T) {
	web, dir := newTestWeb(t), t.TempDir()
	web.set("/a.xml", rss("A", exportEntries(2, "")...))
	source := yamlSource{"a", web.URL + "/a.xml", "site: a.example"}
	answers := func(when string, want map[string]int) {
		t.Helper()
		srv := serve(t, dir)
		for path, code := range want {
			if got, _, _ := srv.get(t, path); got != code {
				t.Errorf("%s: %s answers %d, want %d", when, path, got, code)
			}
		}
		srv.stop(t)
	}
	writeConfig(t, dir, "topics: [{slug: rail, match: railway}]\n", source)
	answers("with it", map[string]int{"/feeds/rail.rss": http.StatusOK, "/feeds/never.rss": http.StatusNotFound})
	writeConfig(t, dir, "topics: [{slug: other, match: museum}]\n", source)
	answers("without it", map[string]int{"/feeds/rail.rss": http.StatusGone, "/topics/rail": http.StatusGone, "/feeds/never.rss": http.StatusNotFound})
	writeConfig(t, dir, "topics: [{slug: rail, match: railway}]\n", source)
	answers("with it again", map[string]int{"/feeds/rail.rss": http.StatusOK, "/feeds/other.rss": http.StatusGone})
}
