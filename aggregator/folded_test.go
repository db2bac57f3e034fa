package aggregator

import (
	"strings"
	"testing"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
)

// TestWhatRulesReadIsIndexed: a store finds an item by every word that a query
// finds it by, wherever the source put it.
func TestWhatRulesReadIsIndexed(t *testing.T) {
	long := strings.Repeat("کلمه ", 9000) + "پایانی"
	for name, it := range map[string]news.Item{
		"title":     {Title: "واژه"},
		"summary":   {Summary: "<p>واژه</p>"},
		"lead":      {Lead: "واژه", Content: "<p>متن</p>"},
		"content":   {Summary: "<p>خلاصه</p>", Content: "<p>واژه</p>"},
		"full text": {Summary: "<p>خلاصه</p>", Content: "<p>متن</p>", FullText: "<p>واژه</p>"},
		"far":       {Summary: "<p>" + strings.Repeat("کلمه ", 3000) + "واژه " + "</p>"},
		"too far":   {Content: "<p>" + long + "</p>"},
	} {
		f := folded(it)
		words := " " + f.Title + " " + f.Text + " "
		for _, word := range []string{"واژه", "پایانی"} {
			q, err := topic.Parse("=" + word)
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Contains(words, " "+word+" ")
			if q.Match(topic.Of(it)) && !found {
				t.Errorf("%s: %s matches and is not indexed", name, word)
			}
			if word == "واژه" && name != "too far" && !found {
				t.Errorf("%s: not indexed", name)
			}
		}
	}
}
