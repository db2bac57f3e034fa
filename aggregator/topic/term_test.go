package topic

import (
	"os"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// found runs a term over a title in a language.
func found(t *testing.T, term, lang, title string) bool {
	t.Helper()
	tm, err := newTopicTerm(term, lang)
	if err != nil {
		t.Fatalf("newTerm(%q): %v", term, err)
	}
	v := newView(&Doc{Title: title}, true, nil)
	_, _, ok := tm.next(v.hay, 0, len(v.hay), tm.in(lang))
	return ok
}

func TestTermVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/term_vectors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		n++
		if got, want := found(t, f[2], f[1], f[3]), f[4] == "match"; got != want {
			t.Errorf("%s: term %q in %q: got %v, want %v (%s)", f[0], f[2], f[3], got, want, f[5])
		}
	}
	if n < 20 {
		t.Errorf("only %d vectors", n)
	}
}

func TestTermRules(t *testing.T) {
	tests := []struct {
		name, term, lang, title string
		want                    bool
	}{
		{"fa plural glued", "تحریم", "fa", "تحریمها لغو شد", true},
		{"fa word inside a word", "نفت", "fa", "نفتکش آتش گرفت", false},
		{"fa exact refuses the adjective", "=حماس", "fa", "شعر حماسی", false},
		{"fa joined inside a phrase", "آزادی گروگان*", "fa", "آزادی گروگان‌ها آغاز شد", true},
		{"ar article contracted", "النفط", "ar", "ارتفاع للنفط", true},
		{"ar article wanted", "القطاع", "ar", "قطاع الزراعة", false},
		{"ar and with article", "وقف إطلاق النار", "ar", "ووقف إطلاق النار", true},
		{"ar tanwin in the first word", "وقف إطلاق النار", "ar", "وقفاً لإطلاق النار", true},
		{"ar prefix that is none", "غزة", "ar", "ارغزة", false},
		{"ar God", "حزب الله", "ar", "لحزب الله", true},
		{"he three prefixes", "עזה", "he", "ושבעזה", true},
		{"he four letters are no prefix", "עזה", "he", "ושכשבעזה", false},
		{"he gershayim", `צה"ל`, "he", `דובר צה״ל מסר`, true},
		{"tr suffix", "Gazze", "tr", "Gazzeliler", true},
		{"tr apostrophe", "Gazze", "tr", "Gazze’deki", true},
		{"tr seven letters", "Hamas", "tr", "Hamasabcdefg", false},
		{"ru ending", "заложник", "ru", "о заложниках", true},
		{"ru five letters", "газ", "ru", "газпромa", false},
		{"en possessive", "Gaza", "en", "Gaza's hospitals", true},
		{"en cease-fire", "cease\u200cfire", "en", "a Cease-Fire holds", true},
		{"star in the middle", "прекращени* огня", "ru", "о прекращении огня", true},
		{"pair in order", "освободил* NEAR/2 заложник*", "ru", "ХАМАС освободил еще троих заложников", true},
		{"pair in reverse", "заложник* NEAR/2 освободил*", "ru", "ХАМАС освободил еще троих заложников", true},
		{"pair too far", "заложник* NEAR/1 освободил*", "ru", "ХАМАС освободил еще троих заложников", false},
		{"pair side by side", "جثث NEAR/1 رهائن", "ar", "وجثث الرهائن", true},
		{"pair at the ends", "Gaza NEAR/9 truce", "en", "truce a b Gaza", true},
		{"pair of one word is none", "Gaza NEAR/3 Gaza", "en", "Gaza", false},
		{"pair with an exact side", "=حماس NEAR/1 توافق", "fa", "توافق‌های حماس", true},
		{"unknown language has boundaries only", "Gaza", "de", "Gazas", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(t, tt.term, tt.lang, tt.title); got != tt.want {
				t.Errorf("term %q in %q: got %v, want %v", tt.term, tt.title, got, tt.want)
			}
		})
	}
}

func TestTermErrors(t *testing.T) {
	for _, src := range []string{"", "—", "*", "a*", "ab*c", "=", strings.Repeat("word ", 17), "a NEAR/0 b", "a NEAR/101 b", "a NEAR/1 b NEAR/1 c", "— NEAR/1 b"} {
		if tm, err := newTopicTerm(src, "fa"); err == nil {
			t.Errorf("newTerm(%q) = %+v, want an error", src, tm)
		}
	}
}

func TestLibraryExamples(t *testing.T) {
	for _, err := range Examples(Library()) {
		t.Error(err)
	}
}

func TestLibraryIsComplete(t *testing.T) {
	for _, topic := range Library() {
		for _, lang := range []string{"fa", "ar", "en", "he", "tr", "ru"} {
			if len(topic.Terms[lang].All) == 0 || topic.Title[lang] == "" {
				t.Errorf("topic %s has no terms or title in %s", topic.Slug, lang)
			}
		}
		if len(topic.Yes) < 6 || len(topic.No) < 5 {
			t.Errorf("topic %s has %d and %d examples", topic.Slug, len(topic.Yes), len(topic.No))
		}
	}
}

func TestExamplesSayWhatFails(t *testing.T) {
	errs := Examples([]news.Topic{{Slug: "x", Match: "غزه", Yes: []string{"لبنان"}, No: []string{"در غزه"}}})
	if len(errs) != 2 {
		t.Fatalf("got %d errors, want 2: %v", len(errs), errs)
	}
	for i, want := range []string{`topic "x": examples.yes: "لبنان": Out: غزه does not hold.`, `topic "x": examples.no: "در غزه": In: «غزه» in the title.`} {
		if errs[i].Error() != want {
			t.Errorf("error %d:\ngot  %s\nwant %s", i, errs[i], want)
		}
	}
}
