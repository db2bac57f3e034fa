package topic

import (
	"fmt"

	"golchin/aggregator/news"
)

// Examples checks the examples of topics: every Yes must match its topic as a
// headline, every No must not. An error names the topic, the example and the
// reason. Topics that do not compile give the errors of Compile.
func Examples(topics []news.Topic) []error {
	var errs []error
	for _, t := range topics {
		s, err := Compile([]news.Topic{t})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		// Sources decide about sources, not about headlines.
		own := &s.topics[0]
		own.Sources, own.NotSources, own.Languages, own.NotLanguages = nil, nil, nil, nil
		check := func(list string, examples []string, want bool) {
			for _, title := range examples {
				if x := s.Explain(t.Slug, Doc{Title: title}); x.In != want {
					errs = append(errs, fmt.Errorf("topic %q: examples.%s: %q: %s", t.Slug, list, title, x.Reason))
				}
			}
		}
		check("yes", t.Yes, true)
		check("no", t.No, false)
	}
	return errs
}
