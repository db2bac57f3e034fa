package web

import (
	"strings"
	"testing"

	"golchin/aggregator/news"
)

func TestF08WithheldItemsAppearNowhere(t *testing.T) {
	const secret = "taken down"
	h := newHouse(t, told{n: 1, topics: "gaza"}, told{n: 2, topics: "gaza", title: secret, summary: secret}, told{n: 3, source: "b", copyOf: 2}, told{n: 4, source: "b", storyOf: 2})
	paths := append([]string{"/", "/topics/gaza", "/sources/a", "/search?q=taken", "/feeds/search.rss?q=taken", "/feeds/once.json", "/p/" + testToken + "/staff.rss",
		"/items/" + keyID(3).UUID(), "/items/" + keyID(4).UUID()}, feedPaths...)
	shows := func(path string) bool {
		body := h.get(path).body
		return strings.Contains(body, secret+"<") || strings.Contains(body, `"`+secret+`"`) || strings.Contains(body, "site.example/2") || strings.Contains(body, keyID(2).UUID())
	}
	if !shows("/feeds/all.rss") || !shows("/topics/gaza") {
		t.Fatal("it is nowhere to begin with")
	}
	h.serve(func(o *Options) { o.Withheld = func(it *news.Item) bool { return it.ID == keyID(2) } })
	for _, p := range paths {
		// the id of its group may stay: it names others
		if body := strings.ReplaceAll(h.get(p).body, `"story":"`+string(keyID(2))+`"`, ""); strings.Contains(body, secret+"<") || strings.Contains(body, "site.example/2") {
			t.Errorf("%s shows it", p)
		}
	}
	h.want(h.get("/items/"+keyID(2).UUID()), 404)
	if got := h.ids("/feeds/gaza.json?stories=all"); len(got) != 1 || got[0] != string(keyID(1)) {
		t.Errorf("gaza: %q", got)
	}
}

func TestF08SummaryOnly(t *testing.T) {
	long := "<p>" + strings.Repeat("word ", 400) + "the end</p>"
	h := newHouse(t, told{n: 1, change: func(it *news.Item) {
		it.Summary, it.Content, it.FullText = "", long, long
		it.Topics = []news.TopicMatch{{Slug: "gaza", Why: []news.Why{{Term: "word", Field: "text", At: [2]int{1500, 1504}}}}}
	}}, told{n: 2, source: "b", change: func(it *news.Item) { it.Content = long }})
	sources := []news.Source{testSources[0], testSources[1], testSources[2]}
	sources[0].SummaryOnly = true
	h.serve(func(o *Options) { o.Sources = sources })
	if body := h.get("/items/" + keyID(1).UUID()).body; strings.Contains(body, "blockquote") || !strings.Contains(body, "word word") {
		t.Error("the item's page quotes from beyond the excerpt")
	}
	for _, ext := range []string{"rss", "atom", "json"} {
		if body := h.get("/feeds/source/a." + ext).body; strings.Contains(body, "the end") || !strings.Contains(body, "word word") {
			t.Errorf("%s holds the whole text or none: %d bytes", ext, len(body))
		}
		if body := h.get("/feeds/source/b." + ext).body; !strings.Contains(body, "the end") {
			t.Errorf("%s: another source's text is cut", ext)
		}
		if body := h.get("/p/" + testToken + "/staff." + ext).body; !strings.Contains(body, "the end") {
			t.Errorf("%s: the operator's own feed is cut", ext)
		}
	}
}
