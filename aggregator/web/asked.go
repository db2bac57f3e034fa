package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
)

// asked is what the parameters of a request make of a feed.
type asked struct {
	feed  feed
	page  int
	after spot
	query url.Values // the parameters understood, in one spelling, for links
	hunt  bool       // a reader's own query: looked for within bounds
	best  bool       // best match first, not newest
}

// maxQuery bounds a reader's query in bytes; topics may be longer.
const maxQuery = 1000

// parameters reads limit, lang, q, stories, order, page, after and burst. A wrong one is an
// error in words; others are ignored, for links collect them on their way.
func parameters(f *feed, v url.Values) (asked, error) {
	a := asked{feed: *f, page: 1, query: url.Values{}}
	for _, read := range []func(*asked, url.Values) error{readLimit, readLanguages, readStories, readQuery, readOrder, readPage} {
		if err := read(&a, v); err != nil {
			return a, &refusal{status: http.StatusBadRequest, text: err.Error(), cause: err}
		}
	}
	return a, nil
}

// quoted is a parameter's value for an error: short, and in quotes.
func quoted(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return strconv.Quote(s)
}

// number reads a parameter that counts, 0 where it is not given.
func number(v url.Values, name string, most int) (int, error) {
	raw := v.Get(name)
	if raw == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%s=%s: want a number from 1 to %d", name, quoted(raw), most)
	}
	return n, nil
}

func readLimit(a *asked, v url.Values) error {
	n, err := number(v, "limit", maxLimit)
	if n > 0 && n != a.feed.Limit {
		a.feed.Limit = n
		a.query.Set("limit", strconv.Itoa(n))
	}
	return err
}

func readPage(a *asked, v url.Values) error {
	raw := v.Get("after")
	if raw == "" {
		n, err := number(v, "page", maxPage)
		a.page = max(n, 1)
		return err
	}
	if a.best {
		return fmt.Errorf("after=%s: pages of order=best are counted: want page=2", quoted(raw))
	}
	c, ok := parseCursor(raw)
	if !ok {
		return fmt.Errorf("after=%s: want the next link of a page", quoted(raw))
	}
	if a.after.place = c; v.Get("burst") != "" {
		if a.after.burst, ok = parseStretch(v.Get("burst")); !ok {
			return fmt.Errorf("burst=%s: want the next link of a page", quoted(v.Get("burst")))
		}
	}
	n, err := number(v, "page", 1_000_000)
	a.page = max(n, 2)
	return err
}

func readLanguages(a *asked, v url.Values) error {
	lang := strings.ToLower(v.Get("lang"))
	if lang == "" {
		return nil
	}
	langs := strings.Split(lang, ",")
	slices.Sort(langs)
	langs = slices.Compact(langs)
	if len(lang) > 64 || slices.ContainsFunc(langs, func(l string) bool { return !isLanguage(l) }) {
		return fmt.Errorf("lang=%s: want language codes such as fa or fa,ar", quoted(lang))
	}
	a.query.Set("lang", strings.Join(langs, ","))
	if len(a.feed.Languages) > 0 {
		langs = slices.DeleteFunc(langs, func(l string) bool { return !slices.Contains(a.feed.Languages, l) })
		if len(langs) == 0 {
			langs = []string{noLanguage}
		}
	}
	a.feed.Languages = langs
	return nil
}

// noLanguage is the language of no item: what is left when a feed in one
// language is asked for another.
const noLanguage = "none"

func isLanguage(s string) bool {
	if len(s) < 2 || len(s) > 8 {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}

func readStories(a *asked, v url.Values) error {
	st := v.Get("stories")
	switch news.Stories(st) {
	case "":
		return nil
	case news.SameText, news.Collapse, news.AllItems:
	default:
		return fmt.Errorf("stories=%s: want same-text, collapse or all", quoted(st))
	}
	if a.feed.Stories != news.Stories(st) {
		a.feed.Stories = news.Stories(st)
		a.query.Set("stories", st)
	}
	return nil
}

func readQuery(a *asked, v url.Values) error {
	q := strings.TrimSpace(v.Get("q"))
	if q == "" {
		return nil
	}
	if len(q) > maxQuery {
		return fmt.Errorf("q: %d bytes are too long: at most %d", len(q), maxQuery)
	}
	parsed, err := topic.Parse(q)
	if err != nil {
		return fmt.Errorf("q: %w", err)
	}
	if a.feed.match != nil {
		if parsed, err = topic.Parse("(" + a.feed.match.String() + ") (" + parsed.String() + ")"); err != nil {
			return fmt.Errorf("q: %w", err)
		}
	}
	a.feed.match, a.hunt = parsed, true
	a.query.Set("q", q)
	return nil
}

// readOrder reads how the matches of a query are ordered.
func readOrder(a *asked, v url.Values) error {
	switch order := v.Get("order"); order {
	case "", "newest":
	case "best":
		if !a.hunt {
			return fmt.Errorf("order=best: want a query to order by, as in q=Gaza")
		}
		a.best = true
		a.query.Set("order", order)
	default:
		return fmt.Errorf("order=%s: want newest or best", quoted(order))
	}
	return nil
}
