package topic

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// vocabulary holds words that glue, nest and inflect into one another.
func vocabulary() []string {
	return []string{
		"غزه", "غزه‌ای", "بغزة", "والغزه", "حماس", "حماسه", "حماسی", "آتش‌بس", "آتش بس", "آتشبس", "آتش‌بس‌ها", "النفط", "للنفط", "نفط", "بالنفط", "نفت",
		"وقف", "إطلاق", "النار", "لإطلاق", "وقفا", "Gaza", "Gazans", "cease-fire", "ceasefires", "truce", "ושבעזה", "עזה", "האש", "הפסקת", "צה\"ל",
		"Gazze", "Gazze'de", "Gazzeliler", "перемирие", "перемирия", "огня", "Газе", "газета", "5.4", "۲۱۵", "215", "%", "،", "—",
	}
}

// stems are what terms are made of.
func stems() []string {
	return []string{
		"غزه", "حماس", "=حماس", "آتش‌بس", "آتش‌بس*", "نفط", "النفط", "وقف إطلاق النار", "Gaza", "Gaza*", "cease‌fire", "truce", "עזה", "הפסקת אש", "האש",
		"Gazze", "перемири*", "перемири* огня", "Газе", "5.4", "215", "گروه‌های", "=وقف",
	}
}

func drawText(t *rapid.T, label string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary()), 0, most).Draw(t, label), rapid.SampledFrom([]string{" ", " ", " . ", "\n"}).Draw(t, label+" separator"))
}

func drawDoc(t *rapid.T) Doc {
	return Doc{
		Title: drawText(t, "title", 6), Text: drawText(t, "text", 30),
		Language: rapid.SampledFrom([]string{"", "fa", "ar", "en", "he", "tr", "ru", "de", "fa-ir"}).Draw(t, "language"),
		Sources:  []string{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "source")},
		Topics:   rapid.SampledFrom([][]string{nil, {"x"}, {"y", "xy"}}).Draw(t, "topics"),
		Site:     rapid.SampledFrom([]string{"", "example.org", "a.example.org", "a.example.org/fa", "b.a.example.org"}).Draw(t, "site"),
		Time:     time.Date(2024, 1, rapid.IntRange(1, 90).Draw(t, "day"), 0, 0, 0, 0, time.UTC),
		Code:     "215", Lead: rapid.IntRange(0, 500).Draw(t, "lead"),
	}
}

// drawRule draws a query that a topic may have.
func drawRule(t *rapid.T) string {
	return strings.NewReplacer("topic:x*", "source:x*", "topic:x", "source:x").Replace(drawQuery(t, 3))
}

func drawQuery(t *rapid.T, depth int) string {
	leaf := func() string {
		s := rapid.SampledFrom(stems()).Draw(t, "stem")
		exact := strings.HasPrefix(s, "=")
		if s = strings.TrimPrefix(s, "="); strings.Contains(s, " ") {
			s = `"` + s + `"`
		}
		if exact {
			s = "=" + s
		}
		return rapid.SampledFrom([]string{"", "", "", "title:", "text:"}).Draw(t, "field") + s
	}
	if depth == 0 {
		return leaf()
	}
	sub := func() string { return drawQuery(t, depth-1) }
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		return "(" + sub() + " OR " + sub() + ")"
	case 1:
		return "(" + sub() + " " + sub() + ")"
	case 2:
		return "-" + sub()
	case 3:
		s := strings.TrimLeft(leaf(), "=")
		s = s[strings.Index(s, ":")+1:]
		return "(" + s + " NEAR/3 غزه)"
	case 4:
		return rapid.SampledFrom([]string{
			"source:a", "source:a*", "source:b", "code:۲۱۵", "code:21*", "code:216", "lang:fa", "lang:ar", "lang:fa-IR", "/غزه/", "text:/ceas/", "title:/غزه/",
			"site:example.org", "site:a.example.org", "site:www.example.org*", "topic:x", "topic:x*", "after:2024-02", "before:2024-02", "after:1403/01/01", "link:/a/",
			"category:غزه", "author:gaza", "publisher:x",
		}).Draw(t, "other")
	}
	return leaf()
}

// TestSetEqualsNaive compares the one pass over all topics with an evaluation
// of every topic for itself that scans the text term by term.
func TestSetEqualsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var topics []news.Topic
		for i := range rapid.IntRange(1, 6).Draw(t, "topics") {
			topic := news.Topic{Slug: fmt.Sprint("t", i)}
			if rapid.Bool().Draw(t, "query") {
				topic.Match = drawRule(t)
			} else {
				topic.Terms = map[string]news.Terms{}
				pairs := []string{"غزه NEAR/2 آتش‌بس", "=وقف NEAR/1 النفط", "Gaza* NEAR/3 cease‌fire*", "النار NEAR/1 إطلاق"}
				list := rapid.SliceOfN(rapid.SampledFrom(append(pairs, stems()...)), 1, 3)
				for _, lang := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"fa", "ar", "en", "he", "tr", "ru"}), 1, 3, rapid.ID).Draw(t, "languages") {
					topic.Terms[lang] = news.Terms{
						All:  rapid.SliceOfN(list, 1, 2).Draw(t, "all"),
						None: list.Draw(t, "none")[1:], Unless: list.Draw(t, "unless")[1:],
					}
				}
			}
			topics = append(topics, topic)
		}
		set, err := Compile(topics)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			d := drawDoc(t)
			var got []string
			for _, m := range set.Classify(d) {
				got = append(got, m.Slug)
				checkPlaces(t, d, m.Why)
			}
			var want []string
			for _, topic := range topics {
				in := naive(t, topic, d)
				if x := set.Explain(topic.Slug, d); x.In != in || x.Reason == "" {
					t.Fatalf("Explain(%s) = %+v, want in=%v", topic.Slug, x, in)
				}
				if in {
					want = append(want, topic.Slug)
				}
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("topics %+v\nof %+v (-naive +set):\n%s", topics, d, diff)
			}
		}
	})
}

// checkPlaces verifies that every place holds text.
func checkPlaces(t *rapid.T, d Doc, why []news.Why) {
	for _, w := range why {
		if w.Field == "after" || w.Field == "before" {
			continue // the date of an item is no text
		}
		s := map[string]string{"title": d.Title, "text": d.Text, "source": d.Sources[0], "code": string(d.Code), "lang": d.Language, "site": d.Site}[w.Field]
		if w.At[0] < 0 || w.At[0] >= w.At[1] || w.At[1] > len([]rune(s)) {
			t.Fatalf("place %+v is not in %q", w, s)
		}
		if got := string([]rune(s)[w.At[0]:w.At[1]]); text.Spaced(got) == "" {
			t.Fatalf("place %+v holds %q", w, got)
		}
	}
}

// naive evaluates one topic without automaton, for the two ways to write one.
func naive(t *rapid.T, topic news.Topic, d Doc) bool {
	v := newView(&d, false, nil)
	if topic.Match != "" {
		q, err := Parse(topic.Match)
		if err != nil {
			t.Fatal(err)
		}
		e := eval{v: v}
		return e.holds(q.root)
	}
	head := " " + v.title.Spaced() + " \x00 " + v.lead.Spaced() + " "
	rest := " " + v.rest.Spaced() + " "
	count := func(list []string, lang, hay string) (n int) {
		seen := map[string]bool{}
		for _, s := range list {
			tm, err := newTopicTerm(s, lang)
			if err != nil {
				t.Fatal(err)
			}
			if key := tm.key() + tm.src; seen[key] {
				continue
			}
			for at := 0; ; {
				from, _, ok := tm.next([]byte(hay), at, len(hay), tm.in(lang))
				if !ok {
					break
				}
				n, at = n+1, tm.after(from)
			}
		}
		return n
	}
	for lang, terms := range topic.Terms {
		if v.lang != "" && v.lang != lang {
			continue
		}
		all, any := true, false
		for _, g := range terms.All {
			switch {
			case count(g, lang, head) > 0:
				any = true
			case count(g, lang, rest) < deepHits:
				all = false
			}
		}
		if all && any && (count(terms.None, lang, head) == 0 || count(terms.Unless, lang, head) > 0) {
			return true
		}
	}
	return false
}

// reference is a term as the regular expression of normalisation.md, with the
// narrower prefixes of this package.
func reference(src, lang string) *regexp.Regexp {
	exact := strings.HasPrefix(src, "=")
	src = strings.TrimPrefix(src, "=")
	before, between, after := "", "", ""
	switch {
	case exact:
	case lang == "fa":
		after = "(?:ی|ش|م|ها|های|هایی|هایش|هایشان|ای|اش|شان|مان|تان|یی|تر|ترین)?"
	case lang == "ar":
		before = "(?:[وف]?(?:[بلکس]|ال|بال|کال|لل)?)"
		between = "(?:ه|ها|هم|هما|هن|ک|کم|کما|کن|نا|نی|ی|یه|یین|یون|یات|ات|ان|ین|ون|تان|تین|ا|وا)?"
		after = between
	case lang == "he":
		before = "(?:" + strings.Join(slices.Collect(func(yield func(string) bool) {
			for p := range hebrewPrefixes().plain {
				if !yield(p) {
					return
				}
			}
		}), "|") + ")"
	case lang == "tr":
		after = `\pL{0,6}`
	case lang == "ru":
		after = `\pL{0,4}`
	case lang == "en":
		after = "(?:e?s)?"
	}
	var b strings.Builder
	b.WriteString("(?:^| )")
	for i, w := range strings.Fields(src) {
		if i > 0 {
			b.WriteString(" ")
		}
		pieces := strings.Split(w, "\u200c")
		for j, p := range pieces {
			stem, star := strings.CutSuffix(p, "*")
			folded := text.Spaced(stem)
			if j == 0 {
				if rest, ok := strings.CutPrefix(folded, "ال"); ok && before != "" && lang == "ar" {
					b.WriteString("[وف]?(?:ال|بال|کال|لل)" + regexp.QuoteMeta(rest))
				} else {
					b.WriteString(before + regexp.QuoteMeta(folded))
				}
			} else {
				b.WriteString(" ?" + regexp.QuoteMeta(folded))
			}
			last := i == len(strings.Fields(src))-1 && j == len(pieces)-1
			switch {
			case star:
				b.WriteString("[^ ]*")
			case last:
				b.WriteString(after)
			case j == len(pieces)-1:
				b.WriteString(between)
			}
		}
	}
	b.WriteString("(?: |$)")
	return regexp.MustCompile(b.String())
}

// TestTermEqualsReference compares the scanner with regular expressions.
func TestTermEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.SampledFrom(stems()).Draw(t, "term")
		lang := rapid.SampledFrom([]string{"fa", "ar", "en", "he", "tr", "ru", "de"}).Draw(t, "language")
		title := drawText(t, "title", 12)
		tm, err := newTerm(src, lang)
		if err != nil {
			t.Fatal(err)
		}
		v := newView(&Doc{Title: title}, true, nil)
		_, _, got := tm.next(v.hay, 0, len(v.hay), tm.in(lang))
		if want := reference(src, lang).MatchString(text.Spaced(title)); got != want {
			t.Fatalf("term %q (%s) in %q: got %v, reference %v", src, lang, text.Spaced(title), got, want)
		}
	})
}

// TestNeedsNeverMiss: whatever a query matches has what the query needs.
func TestNeedsNeverMiss(t *testing.T) {
	matched := 0
	rapid.Check(t, func(t *rapid.T) {
		q, err := Parse(drawQuery(t, 3))
		if err != nil {
			t.Fatal(err)
		}
		d := drawDoc(t)
		if !q.Match(d) {
			return
		}
		matched++
		has(t, q, d)
	})
	if matched == 0 {
		t.Error("no query ever matched")
	}
}

// has verifies that d has all that q needs, as a store would look for it.
func has(t *rapid.T, q *Query, d Doc) {
	needs := q.Needs()
	some := func(what string, groups [][]string, hay string) {
		have := strings.Fields(hay)
		for _, group := range groups {
			if !slices.ContainsFunc(group, func(w string) bool {
				prefix, star := strings.CutSuffix(w, "*")
				return slices.ContainsFunc(have, func(h string) bool { return h == w || star && strings.HasPrefix(h, prefix) })
			}) {
				t.Fatalf("%s matches %+v, whose %s have none of %q", q, d, what, group)
			}
		}
	}
	some("titles", needs.Titles, text.Spaced(d.Title))
	some("words", needs.Words, text.Spaced(d.Title)+" "+text.Spaced(d.Text))
	lists := func(list []string, vs ...string) [][]string {
		for i, v := range list {
			for _, of := range vs {
				host, _, _ := strings.Cut(of, "/")
				if v := strings.TrimSuffix(v, "*"); baseLanguage(of) == v || strings.HasSuffix(host, "."+v) || strings.HasSuffix(of, "."+v) || strings.HasPrefix(of, v+"/") {
					list[i] = of
				}
			}
		}
		if len(list) == 0 {
			return nil
		}
		return [][]string{list}
	}
	some("sources", lists(needs.Sources), strings.Join(d.Sources, " "))
	some("topics", lists(needs.Topics), strings.Join(d.Topics, " "))
	some("sites", lists(needs.Sites, d.Site), d.Site)
	some("languages", lists(needs.Languages, d.Language), d.Language)
	if len(needs.Codes) > 0 && !slices.Contains(needs.Codes, d.Code) {
		t.Fatalf("%s matches code %s, which is not of %q", q, d.Code, needs.Codes)
	}
	if !needs.From.IsZero() && d.Time.Before(needs.From) || !needs.To.IsZero() && d.Time.After(needs.To) {
		t.Fatalf("%s matches %v, which is not from %v to %v", q, d.Time, needs.From, needs.To)
	}
}

func TestCanonicalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := drawQuery(t, 4)
		q, err := Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(q.String())
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q prints as %q, which reads as %v, %v", src, q, again, err)
		}
		d := drawDoc(t)
		if q.Match(d) != again.Match(d) {
			t.Fatalf("%q and %q differ on %+v", src, q, d)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`غزه AND (آتش‌بس OR "وقف إطلاق النار") -لبنان`, `=حماس title:/a|b/i NEAR/3`, `code:۲۱۵ site:www.a.b link:/x/ after:1404/01`, `a NEAR/5 (b OR c)`,
		`«a» “b” "c" צה"ל * - = : / ( )`, `title:(a OR -b) lang:fa-IR topic:x*`, `link:"a b)" source:«"q"» /\//`, `AND OR NOT NEAR "AND" 1,000 5% --x`,
	} {
		f.Add(s)
	}
	d := seed()
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err != nil {
			if q != nil || err.Error() == "" {
				t.Fatalf("Parse(%q) = %v, %q", s, q, err)
			}
			return
		}
		again, err := Parse(q.String())
		if len(q.String()) > maxQuery {
			return
		}
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q prints as %q, which reads as %v, %v", s, q, again, err)
		}
		if q.Match(d) != again.Match(d) {
			t.Fatalf("%q and %q differ", s, q)
		}
		if q.Match(d) != (q.Why(d) != nil) && !q.root.holdsWithoutTerms() {
			t.Fatalf("%q matches without a reason", s)
		}
		q.Needs()
	})
}
