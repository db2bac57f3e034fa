package topic

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golchin/aggregator/news"

	"github.com/google/go-cmp/cmp"
)

// compile compiles topics or ends the test.
func compile(t testing.TB, topics ...news.Topic) *Set {
	t.Helper()
	s, err := Compile(topics)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// truce is a topic with everything a topic can have.
func truce() news.Topic {
	return news.Topic{Slug: "truce", Terms: map[string]news.Terms{
		"fa": {All: [][]string{{"غزه", "حماس"}, {"آتش\u200cبس"}}, None: []string{"آتش\u200cبس در لبنان"}, Unless: []string{"آتش\u200cبس غزه"}},
		"en": {All: [][]string{{"Gaza"}, {"truce"}}},
	}}
}

func TestExplain(t *testing.T) {
	long := strings.Repeat("واژه ", 200)
	tests := []struct {
		name   string
		doc    Doc
		in     bool
		reason string
	}{
		{"in by title", Doc{Title: "آتش‌بس در غزه", Language: "fa"}, true, "In: «آتش‌بس» in the title, «غزه» in the title."},
		{"in by lead", Doc{Title: "غزه", Text: "خبر آتشبس", Language: "fa"}, true, "In: «غزه» in the title, «آتش‌بس» in the text."},
		{"a group missing", Doc{Title: "غزه", Language: "fa"}, false, "Out: none of the terms of group 2 (fa: آتش‌بس) stands in title or lead, or 3 times in the rest."},
		{"excluded", Doc{Title: "حماس: آتش‌بس در لبنان", Language: "fa"}, false, "Out: «آتش‌بس در لبنان» in the title excludes it, and nothing outweighs that (آتش‌بس غزه)."},
		{"excluded unless", Doc{Title: "آتش‌بس غزه و آتش‌بس در لبنان", Language: "fa"}, true, "In: «آتش‌بس» in the title, «غزه» in the title."},
		{"twice behind the lead is background", Doc{Title: "غزه", Text: long + "آتش‌بس آتش‌بس", Language: "fa"}, false, "Out: none of the terms of group 2 (fa: آتش‌بس) stands in title or lead, or 3 times in the rest."},
		{"three times behind the lead", Doc{Title: "غزه", Text: long + "آتش‌بس آتش‌بس آتش‌بس", Language: "fa"}, true, "In: «غزه» in the title, «آتش‌بس» in the text."},
		{"nothing in the head", Doc{Title: "خبر", Text: long + strings.Repeat("آتش‌بس غزه ", 5), Language: "fa"}, false, "Out: its terms stand behind the lead only."},
		{"a none-term behind the lead", Doc{Title: "آتش‌بس در غزه", Text: long + "آتش‌بس در لبنان", Language: "fa"}, true, "In: «آتش‌بس» in the title, «غزه» in the title."},
		{"a long summary is lead", Doc{Title: "غزه", Text: long + "آتش‌بس", Lead: 1100, Language: "fa"}, true, "In: «غزه» in the title, «آتش‌بس» in the text."},
		{"terms of another language", Doc{Title: "Gaza truce", Language: "de"}, false, `The topic has no terms for the language "de".`},
		{"unknown language", Doc{Title: "Gaza truce"}, true, "In: «Gaza» in the title, «truce» in the title."},
		{"a wrong declaration", Doc{Title: "آتش‌بس در غزه برقرار شد", Language: "en-US"}, true, "In: «آتش‌بس» in the title, «غزه» in the title."},
	}
	set := compile(t, truce())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := set.Explain("truce", tt.doc)
			if x.In != tt.in || x.Reason != tt.reason {
				t.Errorf("got %v %q\nwant %v %q", x.In, x.Reason, tt.in, tt.reason)
			}
			if got := len(set.Classify(tt.doc)) == 1; got != tt.in {
				t.Errorf("Classify says %v", got)
			}
		})
	}
	if x := set.Explain("nix", Doc{}); x.In || x.Reason != "There is no topic nix." {
		t.Errorf("unknown topic: %+v", x)
	}
}

func TestExplainQuery(t *testing.T) {
	set := compile(t, news.Topic{Slug: "x", Match: "(غزه OR حماس) NEAR/2 آتش‌بس -لبنان source:a"})
	for title, want := range map[string]string{
		"آتش‌بس در غزه":            "In: «(غزه OR حماس) NEAR/2 آتش‌بس» in the title, «a» in the source.",
		"آتش‌بس در غزه و لبنان":    "Out: «لبنان» in the title excludes it.",
		"آتش‌بس یک دو سه چهار غزه": "Out: (غزه OR حماس) NEAR/2 آتش‌بس: the words do not stand that close.",
	} {
		if x := set.Explain("x", Doc{Title: title, Sources: []string{"a"}}); x.Reason != want {
			t.Errorf("%s:\ngot  %s\nwant %s", title, x.Reason, want)
		}
	}
}

func TestClassifyPlaces(t *testing.T) {
	set := compile(t, truce())
	got := set.Classify(Doc{Title: "آتَش بس", Text: "«در غزه»، غزه", Language: "fa"})
	want := []news.TopicMatch{{Slug: "truce", Why: []news.Why{
		{Term: "آتش\u200cبس", Field: "title", At: [2]int{0, 7}}, {Term: "غزه", Field: "text", At: [2]int{4, 7}},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Classify (-want +got):\n%s", diff)
	}
}

func TestNarrowedTopics(t *testing.T) {
	topic := truce()
	topic.Languages, topic.Sources, topic.NotSources = []string{"fa"}, []string{"a", "b"}, []string{"c"}
	set := compile(t, topic)
	tests := []struct {
		name string
		doc  Doc
		want bool
	}{
		{"source taken", Doc{Title: "آتش‌بس غزه", Language: "fa", Sources: []string{"x", "b"}}, true},
		{"no source", Doc{Title: "آتش‌بس غزه", Language: "fa"}, false},
		{"left out", Doc{Title: "آتش‌بس غزه", Language: "fa", Sources: []string{"a", "c"}}, false},
		{"language", Doc{Title: "Gaza truce", Language: "en", Sources: []string{"a"}}, false},
	}
	for _, tt := range tests {
		if got := len(set.Classify(tt.doc)) > 0; got != tt.want {
			t.Errorf("%s: got %v, want %v (%s)", tt.name, got, tt.want, set.Explain("truce", tt.doc).Reason)
		}
	}
}

func TestLanguagesLeftOut(t *testing.T) {
	topic := truce()
	was := compile(t, topic).Hash()
	topic.NotLanguages = []string{"en", "ar-EG"}
	set := compile(t, topic)
	if set.Hash() == was {
		t.Error("the hash does not tell that a language is left out")
	}
	for lang, want := range map[string]bool{"fa": true, "en": false, "en-GB": false, "": true} {
		title := "آتش‌بس غزه"
		if strings.HasPrefix(lang, "en") {
			title = "Gaza truce"
		}
		d := Doc{Title: title, Language: lang}
		if got := len(set.Classify(d)) > 0; got != want {
			t.Errorf("language %q: got %v, want %v (%s)", lang, got, want, set.Explain("truce", d).Reason)
		}
	}
}

func TestCompileErrors(t *testing.T) {
	_, err := Compile([]news.Topic{
		{Slug: "Bad Slug", Match: "a"},
		{Slug: "both", Match: "a", Terms: truce().Terms},
		{Slug: "neither"},
		{Slug: "query", Match: "غزه ("},
		{Slug: "self", Match: "a topic:b"},
		{Slug: "terms", Terms: map[string]news.Terms{"fa": {All: [][]string{{"غزه", "—"}, {}}, None: []string{"a*"}}, "en": {}, "per": {All: [][]string{{"a"}}}}},
		{Slug: "query", Match: "a"},
	})
	if err == nil {
		t.Fatal("no error")
	}
	want := []string{
		`topic "Bad Slug": a slug has 1 to 64 of a-z, 0-9 and -`,
		`topic "both": has both match and terms: keep one`,
		`topic "neither": has neither match nor terms`,
		`topic "query": match: column 5: ( is never closed: write ) where the group ends`,
		`topic "self": match: a topic cannot ask for topics: remove topic:`,
		`topic "terms": terms.en.all: needs at least one group of terms`,
		`topic "terms": terms.fa.all[0][1] "—": nothing to look for: it has no letter or digit`,
		`topic "terms": terms.fa.all[1]: the group is empty`,
		`topic "terms": terms.fa.none[0] "a*": * needs at least two letters before it`,
		`topic "terms": terms.per: want a language such as fa, ar or en`,
		`topic "query": the slug is taken by another topic`,
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestHash(t *testing.T) {
	base := compile(t, truce(), news.Topic{Slug: "x", Match: "a AND b"}).Hash()
	same := truce()
	same.Title, same.Yes = map[string]string{"fa": "نام"}, []string{"آتش‌بس غزه"}
	same.Terms["fa"].All[0][0], same.Terms["fa"].All[0][1] = "حماس", "غزه"
	if got := compile(t, news.Topic{Slug: "x", Match: "a b"}, same).Hash(); got != base {
		t.Error("titles, examples, order or spelling of AND change the hash")
	}
	for name, change := range map[string]func(*news.Topic){
		"term":     func(t *news.Topic) { t.Terms["fa"].All[0][0] = "رفح" },
		"exact":    func(t *news.Topic) { t.Terms["fa"].All[0][0] = "=غزه" },
		"language": func(t *news.Topic) { delete(t.Terms, "en") },
		"sources":  func(t *news.Topic) { t.Sources = []string{"a"} },
		"slug":     func(t *news.Topic) { t.Slug = "other" },
	} {
		topic := truce()
		change(&topic)
		if got := compile(t, topic, news.Topic{Slug: "x", Match: "a b"}).Hash(); got == base {
			t.Errorf("%s: the hash stays", name)
		}
	}
}

func TestNoTopics(t *testing.T) {
	set := compile(t)
	if got := set.Classify(seed()); got != nil {
		t.Errorf("got %v", got)
	}
}

// TestConcurrent classifies from several goroutines; -race watches.
func TestConcurrent(t *testing.T) {
	set := compile(t, Library()...)
	want := set.Classify(seed())
	if len(want) == 0 {
		t.Fatal("the seed is in no topic")
	}
	done := make(chan []news.TopicMatch)
	for range 8 {
		go func() {
			var got []news.TopicMatch
			for range 50 {
				got = set.Classify(seed())
			}
			done <- got
		}()
	}
	for range 8 {
		if diff := cmp.Diff(want, <-done); diff != "" {
			t.Error(diff)
		}
	}
}

// many makes n topics of ten terms each: real terms and made-up words.
func many(n int) []news.Topic {
	rng := rand.New(rand.NewPCG(1, 2))
	var real []string
	for _, t := range Library() {
		for _, g := range t.Terms["fa"].All {
			real = append(real, g...)
		}
	}
	letters := []rune("ابپتجچخدرزسشفقکگلمنوهی")
	var topics []news.Topic
	for i := range n {
		gs := make([][]string, 2)
		for j := range 10 {
			w := make([]rune, 4+rng.IntN(6))
			for k := range w {
				w[k] = letters[rng.IntN(len(letters))]
			}
			term := string(w)
			if j == 0 {
				term = real[rng.IntN(len(real))]
			}
			gs[j%2] = append(gs[j%2], term)
		}
		topics = append(topics, news.Topic{Slug: fmt.Sprint("t", i), Terms: map[string]news.Terms{"fa": {All: gs}}})
	}
	return topics
}

// item is a document of usual size: a title and a lead of some 300 runes.
func item() Doc {
	d := seed()
	d.Text = strings.Repeat("وزیر امور خارجه روسیه در گفتگو با خبرنگاران بر ضرورت توقف فوری جنگ و آغاز مذاکرات تاکید کرد. ", 3)
	return d
}

func BenchmarkClassify(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n, " topics"), func(b *testing.B) {
			set := compile(b, many(n)...)
			d := item()
			b.ReportAllocs()
			for b.Loop() {
				set.Classify(d)
			}
		})
	}
	b.Run("library", func(b *testing.B) {
		set := compile(b, Library()...)
		d := item()
		b.ReportAllocs()
		for b.Loop() {
			set.Classify(d)
		}
	})
}

func BenchmarkCompile1000(b *testing.B) {
	topics := many(1000)
	b.ReportAllocs()
	for b.Loop() {
		compile(b, topics...)
	}
}

func BenchmarkQueryMatch(b *testing.B) {
	q, err := Parse(`(غزه OR حماس) آتش‌بس -لبنان`)
	if err != nil {
		b.Fatal(err)
	}
	d := item()
	b.ReportAllocs()
	for b.Loop() {
		q.Match(d)
	}
}

// BenchmarkHostile matches the dearest queries that Parse lets through against
// the longest text that is read.
func BenchmarkHostile(b *testing.B) {
	d := Doc{Text: strings.Repeat("ab ", 90000)}
	for name, src := range map[string]string{
		"words": strings.Repeat("-zz ", 499) + "ab",
		"near":  strings.Repeat("(ab NEAR/1 zz) OR ", 249) + "zz",
		"regex": `/(a|b)*(a|b| )*c/ OR /(\w+ )*d/ OR /((a*)*b)*x/i OR /(.?){60}z/`,
	} {
		b.Run(name, func(b *testing.B) {
			q, err := Parse(src)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				q.Match(d)
			}
		})
	}
}
