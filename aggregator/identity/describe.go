package identity

import "golchin/aggregator/news"

// Description explains one link to an operator, as `check` and `try` show it.
type Description struct {
	Site      string    // with the language section
	Publisher string    // empty where nobody named the site
	Family    string    // what runs the site, "site", "any" or "source NAME"; empty where unknown
	Rule      string    // pattern or news_code that fired; empty for none
	Code      news.Code // empty for none
	Canonical string
	Home      bool // a front page, which identifies no article
}

// Describe says what the rules make of raw. Its errors are Canonical's.
func (r *Rules) Describe(raw string) (Description, error) {
	l, err := r.read(raw)
	if err != nil {
		return Description{}, err
	}
	v := r.judge(l, "")
	return Description{
		Site: v.site, Publisher: r.Publisher(v.site), Family: v.family, Rule: v.rule,
		Code: v.code, Canonical: v.canonical, Home: l.home(),
	}, nil
}

// String shows d for people, one fact a line.
func (d Description) String() string {
	or := func(s, instead string) string {
		if s == "" {
			return instead
		}
		return s
	}
	canonical := or(d.Canonical, "none")
	if d.Home {
		canonical = "none: a front page identifies no article"
	}
	out := "site       " + or(d.Site, "none") + "\n"
	if d.Publisher != "" {
		out += "publisher  " + d.Publisher + "\n"
	}
	return out + "family     " + or(d.Family, "unknown") + "\nrule       " + or(d.Rule, "none") +
		"\ncode       " + or(string(d.Code), "none") + "\ncanonical  " + canonical + "\n"
}
