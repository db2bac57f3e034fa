package config

import (
	"fmt"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
)

// example is a text that a topic must or must not match, and where it stands:
// the topic itself for those that came with the library.
type example struct {
	text string
	yes  bool
	spot spot
}

// examplesOf lists a topic's examples: first the shipped ones, which t had
// before the file's were added.
func (r *reader) examplesOf(k *topicEntry, t news.Topic) []example {
	var out []example
	add := func(all, own []string, yes bool) {
		shipped := len(all) - len(own)
		for i, text := range all {
			s := r.at[k]
			if i >= shipped {
				s = r.at[&own[i-shipped]]
			}
			s.text = ""
			out = append(out, example{text, yes, s})
		}
	}
	add(t.Yes, k.Examples.Yes, true)
	add(t.No, k.Examples.No, false)
	return out
}

// Examples tries the examples of all topics and returns those that do not come
// out as they should, in the order of the lines. The sources and languages a
// topic is narrowed to play no part in it.
func (c *Config) Examples() []Problem {
	r := &reader{file: c.file}
	for _, t := range c.Topics {
		t.Languages, t.NotLanguages, t.Sources, t.NotSources = nil, nil, nil, nil
		set, err := topic.Compile([]news.Topic{t})
		if err != nil {
			continue // reported when the file was read
		}
		for _, e := range c.tried[t.Slug] {
			x := set.Explain(t.Slug, topic.Doc{Title: e.text})
			if x.In == e.yes {
				continue
			}
			wanted := "must match"
			if !e.yes {
				wanted = "must not match"
			}
			reason := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(x.Reason, "Out: "), "In: "), ".")
			r.problems = r.add(r.problems, e.spot, fmt.Sprintf("%s %s: %s", quote(e.text), wanted, reason))
		}
	}
	sortProblems(r.problems)
	return r.problems
}
