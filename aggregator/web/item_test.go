package web

import (
	"strings"
	"testing"

	"golchin/aggregator/news"
)

func TestAnItemsPageTellsTheWholeStory(t *testing.T) {
	h := newHouse(t,
		told{n: 1, title: "the founder"},
		told{n: 2, source: "b", storyOf: 1, title: "the second"},
		told{n: 3, source: "b", storyOf: 1, title: "the third"},
		told{n: 4, source: "secret", private: true, storyOf: 1, title: "whispered"},
		told{n: 5, title: "other news"},
	)
	for n, want := range map[int][]string{
		1: {"the second", "same news", "the third", "same news"},
		2: {"the founder", "same news", "the third"},
		3: {"the founder", "same news", "the second"},
	} {
		body := h.want(h.get("/items/"+keyID(n).UUID()), 200).body
		at := strings.Index(body, wordsOf("en").Merged)
		if at < 0 {
			t.Fatalf("item %d: no story on its page", n)
		}
		for _, w := range want {
			i := strings.Index(body[at:], w)
			if i < 0 {
				t.Errorf("item %d: %q is missing or out of order", n, w)
				continue
			}
			at += i
		}
		if strings.Contains(body, "whispered") || strings.Contains(body, keyID(4).UUID()) {
			t.Errorf("item %d: shows a private item", n)
		}
	}
	if body := h.get("/items/" + keyID(5).UUID()).body; strings.Contains(body, wordsOf("en").Merged) {
		t.Error("an item alone has a story")
	}
}

func TestTheFeedOfEverythingSaysWhatItIs(t *testing.T) {
	for name, c := range map[string]struct {
		listed []news.Feed
		want   string
	}{
		"not listed": {nil, wordsOf("fa").Once},
		"renamed":    {[]news.Feed{{Slug: "all", Title: "همه"}}, wordsOf("fa").Once},
		"described":  {[]news.Feed{{Slug: "all", Description: "own words"}}, "own words"},
		"narrowed":   {[]news.Feed{{Slug: "all", Languages: []string{"fa"}}}, ""},
	} {
		cat, err := NewCatalogue(news.Site{Title: "x", Language: "fa"}, nil, nil, c.listed)
		if err != nil {
			t.Fatal(err)
		}
		if got := cat.byPath["all"].Description; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
