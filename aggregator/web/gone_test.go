package web

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// publishing serves the feeds of feeds.yaml as a new process would.
func (h *house) publishing(topics []news.Topic, sources []news.Source, feeds []news.Feed) {
	h.t.Helper()
	h.serve(func(o *Options) {
		cat, err := NewCatalogue(o.Site, topics, sources, feeds)
		if err != nil {
			h.t.Fatal(err)
		}
		o.Catalogue, o.Topics, o.Sources = cat, topics, sources
		if o.Gone, err = o.Store.Published(h.t.Context(), cat.Paths()); err != nil {
			h.t.Fatal(err)
		}
	})
}

func (h *house) statuses(paths map[string]int) {
	h.t.Helper()
	for path, want := range paths {
		if got := h.get(path); got.status != want {
			h.t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

func TestH10GoneIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golchin.db")
	h := newHouseAt(t, path, told{n: 1, lang: "en", topics: "gaza"})
	h.publishing(testTopics, testSources, testFeeds)
	h.statuses(map[string]int{"/feeds/gaza.rss": 200, "/feeds/english.atom": 200, "/feeds/never.rss": 404, "/feeds/source/a.json": 200, "/feeds/old-english.rss": 301})

	h.publishing(testTopics[1:], testSources[1:], []news.Feed{
		{Slug: "staff", Token: testToken, Private: true, Aliases: []string{"old-staff"}},
		{Slug: "empty", Token: testToken}, // a topic's feed becomes private
	})
	gone := map[string]int{
		"/feeds/gaza.rss": 410, "/feeds/gaza.atom?limit=3": 410, "/feeds/gaza": 410, "/topics/gaza": 410,
		"/feeds/english.json": 410, "/feeds/old-english.rss": 410, "/topics/old-english": 410, "/feeds/empty.rss": 410,
		"/feeds/source/a.rss": 410, "/feeds/source/a": 410, "/sources/a": 410,
		// what was never public is not there, and never was
		"/feeds/staff.rss": 404, "/feeds/old-staff.rss": 404, "/feeds/source/secret.rss": 404, "/sources/secret": 404, "/feeds/never.rss": 404, "/feeds/gaza.xml": 404,
		"/feeds/all.rss": 200, "/feeds/source/b.rss": 200, "/p/" + testToken + "/staff.rss": 200, "/p/" + testToken + "/gaza.rss": 404,
	}
	h.statuses(gone)
	if got := h.get("/feeds/gaza.rss"); !strings.Contains(got.body, "not published any more") || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v %.400s", got.header, got.body)
	}

	h.db.Close() // a restart
	h = newHouseAt(t, path)
	h.publishing(testTopics[1:], testSources[1:], []news.Feed{{Slug: "empty", Token: testToken}, {Slug: "staff", Token: testToken, Private: true}})
	h.statuses(gone)

	h.publishing(testTopics, testSources, []news.Feed{{Slug: "english", Aliases: []string{"old-english"}}, {Slug: "once", Aliases: []string{"empty-room"}}})
	h.statuses(map[string]int{"/feeds/gaza.rss": 200, "/feeds/english.json": 200, "/feeds/old-english.rss": 301, "/feeds/source/a.rss": 200, "/feeds/empty.rss": 200, "/feeds/empty-room.rss": 301})
}

func TestH10AliasWinsOverGone(t *testing.T) {
	h := newHouse(t)
	h.publishing(testTopics, testSources, testFeeds)
	h.publishing(testTopics[:1], testSources, []news.Feed{{Slug: "english-news", Aliases: []string{"english", "empty"}}})
	h.statuses(map[string]int{"/feeds/english.rss": 301, "/feeds/empty.rss": 301, "/topics/empty": 301, "/feeds/once.rss": 410, "/feeds/old-english.rss": 410})
}

func TestPathsArePublic(t *testing.T) {
	cat, err := NewCatalogue(news.Site{}, testTopics, testSources, testFeeds)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"all", "empty", "english", "gaza", "old-english", "once", "source/a", "source/b"}
	if got := cat.Paths(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
