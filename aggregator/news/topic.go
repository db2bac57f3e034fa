package news

// Topic is a named rule that picks items, as the operator wrote it. Either
// Match or Terms is set; both compile to the same thing.
type Topic struct {
	Slug  string
	Title map[string]string // by language
	// Match is a query (DESIGN §4).
	Match string
	// Terms are groups of alternatives by language.
	Terms map[string]Terms
	// Languages and Sources narrow the topic; empty means all. NotLanguages
	// and NotSources leave out.
	Languages    []string
	NotLanguages []string
	Sources      []string
	NotSources   []string
	// Examples must and must not match; `golchin check` runs them.
	Yes, No []string
}

// Terms is the rule of one language: at least one term of every group in All,
// and none of None, unless one of Unless is there too.
type Terms struct {
	All    [][]string
	None   []string
	Unless []string
}

// DisplayTitle is the topic's title in lang, or in English, or its slug.
func (t Topic) DisplayTitle(lang string) string {
	for _, l := range []string{lang, "en"} {
		if s := t.Title[l]; s != "" {
			return s
		}
	}
	for _, l := range []string{"fa", "ar", "he", "tr", "ru"} {
		if s := t.Title[l]; s != "" {
			return s
		}
	}
	return t.Slug
}

// TopicMatch is one topic an item is in, and why.
type TopicMatch struct {
	Slug string
	Why  []Why
}

// Why is one place where a term was found.
type Why struct {
	Term  string `json:"term"`
	Field string `json:"field"` // "title", "text", "category" …
	At    [2]int `json:"at"`    // runes [from, to) of the field as published
}
