package topic

import (
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// Of is what rules see of a kept item: its words as its face wrote them, with
// the summary as the lead, and the sources that carried it.
func Of(it news.Item) Doc {
	d := Doc{
		Title: it.Title, Code: it.Code, Site: it.Site, Publisher: it.Publisher, Language: it.Language, Link: it.Link, Time: it.Sort,
	}
	head := text.Plain(it.Summary)
	if head == "" {
		head = it.Lead
	}
	d.Text, d.Lead = head, utf8.RuneCountInString(head)
	for _, html := range []string{it.Content, it.FullText} {
		if html == "" || html == it.Summary {
			continue
		}
		d.Text += "\n" + text.Plain(html)
	}
	for _, o := range it.Origins {
		d.Sources = append(d.Sources, o.Source)
	}
	for _, c := range it.Categories {
		name := c.Label
		if name == "" {
			name = c.Term
		}
		d.Categories = append(d.Categories, name)
	}
	for _, p := range it.Authors {
		d.Authors = append(d.Authors, p.Name)
	}
	for _, m := range it.Topics {
		d.Topics = append(d.Topics, m.Slug)
	}
	return d
}
