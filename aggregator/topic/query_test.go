package topic

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"

	"github.com/google/go-cmp/cmp"
)

// seed is the item most queries of this file are asked about.
func seed() Doc {
	return Doc{
		Title: "روسیه خواستار آتش‌بس دائمی در غزه شد", Text: "سفیر مسکو در سازمان ملل گفت Russia backs a permanent cease-fire in Gaza.",
		Code: "215615", Site: "rahbordemoaser.ir", Publisher: "راهبرد معاصر", Language: "fa", Link: "https://www.rahbordemoaser.ir/fa/news/215615/%D8%AE",
		Sources: []string{"rahbord"}, Categories: []string{"سیاست خارجی"}, Authors: []string{"علی رضایی"}, Topics: []string{"gaza-ceasefire"},
		Time: time.Date(2025, 7, 18, 12, 0, 0, 0, time.UTC),
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		query string
		want  bool
	}{
		{"غزه", true},
		{"غزة", true},
		{"آتشبس", false}, // the join was lost in the query: only a ZWNJ is optional
		{"آتش\u200cبس", true},
		{`"آتش بس"`, true},
		{"غزه لبنان", false},
		{"غزه OR لبنان", true},
		{"غزه -لبنان", true},
		{"غزه NOT روسیه", false},
		{"(لبنان OR غزه) (روسیه OR چین)", true},
		{"روس*", true},
		{"=روس", false},
		{"«آتش‌بس دائمی»", true},
		{"“دائمی آتش‌بس”", false},
		{"روسیه NEAR/3 دائمی", true},
		{"دائمی NEAR/3 روسیه", true},
		{"روسیه NEAR/2 دائمی", false},
		{"روسیه NEAR/9 Gaza", false}, // title and text are not one
		{"(چین OR روسیه) NEAR/3 دائمی", true},
		{"/آتش.?بس/", true},
		{"/PERMANENT (truce|cease)/i", true},
		{"/PERMANENT/", true}, // the folded text has no capitals
		{"/permanent  a/", false},
		{"title:غزه", true},
		{"title:Gaza", false},
		{"text:Gaza", true},
		{"text:(Gaza OR Rafah)", true},
		{"title:/غزه شد$/", true},
		{"code:۲۱۵۶۱۵", true},
		{"code:215615", true},
		{"code:215*", true},
		{"code:215", false},
		{"source:rahbord", true},
		{"source:rah*", true},
		{"site:rahbordemoaser.ir", true},
		{"site:www.rahbordemoaser.ir", true},
		{"site:moaser.ir", false},
		{"publisher:راهبرد", true},
		{"lang:fa", true},
		{"lang:per", true},
		{"lang:(ar OR en)", false},
		{"category:سیاست", true},
		{"author:رضایی", true},
		{"link:/fa/news/", true},
		{"link:/news\\/[0-9]+/", true},
		{"topic:gaza-ceasefire", true},
		{"after:2025-07-18", true},
		{"before:2025-07-18", false},
		{"after:2025-07 before:2025-08", true},
		{"after:۱۴۰۴/۰۴/۲۷ before:1404/05", true},
		{"after:2025-07-18T12:00:01Z", false},
		{"سفیر مسکو: گفت", true},
		{"روسیه / غزه + دائمی", true},
		{"permanent ceases", false},
		{"NOT (لبنان OR سوریه)", true},
		{`"AND" OR غزه`, true},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q, err := Parse(tt.query)
			if err != nil {
				t.Fatalf("Parse: %v", err)
			}
			if got := q.Match(seed()); got != tt.want {
				t.Errorf("Match = %v, want %v (%s)", got, tt.want, q)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "column 1: nothing to look for: write a word or a field such as title:word"},
		{"غزه )", "column 5: unexpected ): remove it, or write ( before it"},
		{"غزه (لبنان", "column 5: ( is never closed: write ) where the group ends"},
		{"غزه OR", `column 5: OR has nothing after it: write "OR" in quotes to look for the word`},
		{"AND غزه", `column 1: AND has nothing before it: write "AND" in quotes to look for the word`},
		{"غزه NOT", `column 5: NOT has nothing after it: write "NOT" in quotes to look for the word`},
		{"غزه «نوار", "column 5: « is never closed: write » where the phrase ends"},
		{"titel:غزه", "column 1: no field titel: do you mean title:?"},
		{"https://e.example/", `column 1: no field https: write "https:…" in quotes to look for the words; fields are title, text, code, source, site, publisher, lang, category, author, link, topic, after, before`},
		{"after:gestern", "column 7: no date: gestern: write 2026-11-25, 2026-11, 2026, 1405/09/04 or 2026-11-25T12:00:00Z"},
		{"a NEAR/500 b", "column 3: NEAR/500 is no distance: write NEAR/1 to NEAR/100"},
		{"a NEAR/5 b NEAR/5 c", "column 12: NEAR joins two words only: write a NEAR/5 b AND b NEAR/5 c"},
		{"غزه *", ""},
		{"غزه ا*", "column 5: * needs at least two letters before it"},
		{"/(/", "column 1: error parsing regexp: missing closing ): `(`"},
		{"/غزه", "column 1: / opens a regular expression that is never closed: write / where it ends, or put the word in quotes"},
		{"title:(text:غزه)", "column 8: field text inside field title: write the fields side by side"},
		{"title:", "column 1: title: has no value: write it right after the colon, or put the word in quotes"},
		{strings.Repeat("(", 40) + "a", "column 34: parentheses too deep: at most 32"},
		{strings.Repeat("-", 40) + "a", "column 34: negations too deep: at most 32"},
		{strings.Repeat("a ", 600), "column 1001: too many words: at most 500"},
		{"/a/ /b/ /c/ /d/ /e/", "column 17: too many regular expressions: at most 4"},
		{"/(a{30}){30}/", "column 1: the regular expression is too large"},
		{strings.Repeat("a", 9000), "column 1: 9000 bytes are too long: a query has at most 8000"},
	}
	for _, tt := range tests {
		q, err := Parse(tt.query)
		if tt.want == "" {
			if err != nil {
				t.Errorf("Parse(%.40q): %v", tt.query, err)
			}
			continue
		}
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Parse(%.40q) = %v, %v, want a *SyntaxError", tt.query, q, err)
			continue
		}
		if err.Error() != tt.want {
			t.Errorf("Parse(%.40q):\ngot  %v\nwant %v", tt.query, err, tt.want)
		}
	}
}

func TestString(t *testing.T) {
	tests := []struct{ query, want string }{
		{"غزه AND لبنان", "غزه لبنان"},
		{"a b OR c", "(a b) OR c"},
		{"a (b c)", "a b c"},
		{"a OR (b OR (c))", "a OR b OR c"},
		{"NOT (a OR b)", "-(a OR b)"},
		{"NOT NOT a", "--a"},
		{"a NOT b NEAR/3 c", "a -(b NEAR/3 c)"},
		{"a NEAR b", "a NEAR/10 b"},
		{"«نوار غزه»", `"نوار غزه"`},
		{`"غزه"`, "غزه"},
		{`="کد خبر"`, `="کد خبر"`},
		{"=حماس", "=حماس"},
		{"آتش\u200cبس*", "آتش\u200cبس*"},
		{"title:(a OR b)", "title:a OR title:b"},
		{"code:۲۱۵", "code:215"},
		{"after:1404/04/27", "after:2025-07-18"},
		{"lang:per", "lang:fa"},
		{`צה"ל`, `"צה ל"`},
		{"1,000", "1000"},
		{"Gazze'de", `"Gazze de"`},
		{"title:AND", `title:"AND"`},
	}
	for _, tt := range tests {
		q, err := Parse(tt.query)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.query, err)
			continue
		}
		if got := q.String(); got != tt.want {
			t.Errorf("Parse(%q).String() = %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestWhy(t *testing.T) {
	q, err := Parse(`آتش‌بس غزه publisher:راهبرد -لبنان`)
	if err != nil {
		t.Fatal(err)
	}
	got := q.Why(seed())
	want := []news.Why{
		{Term: "آتش\u200cبس", Field: "title", At: [2]int{14, 20}},
		{Term: "غزه", Field: "title", At: [2]int{30, 33}},
		{Term: "راهبرد", Field: "publisher", At: [2]int{0, 6}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Why (-want +got):\n%s", diff)
	}
}

// TestNeedsAreBounded: however many words a query has, an index is asked for
// a bounded number of them, and for the rarest first.
func TestNeedsAreBounded(t *testing.T) {
	letters := strings.Repeat("ا ب پ ت ج چ خ د ر ز س ش ع غ ف ق ک گ ل م ن و ه ی ", 5)
	q, err := Parse(letters + "اورانیوم")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, g := range q.Needs().Words {
		asked += len(g)
	}
	if asked == 0 || asked > maxAsked {
		t.Errorf("%d words are asked for, want at most %d", asked, maxAsked)
	}
	if first := q.Needs().Words[0]; !slices.Contains(first, "اورانیوم") {
		t.Errorf("the first words are %.3q, want the rarest", first)
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		query string
		want  [][]string
	}{
		{"=غزه", [][]string{{"غزه"}}},
		{"Gaza truce", [][]string{{"truce*"}, {"gaza*"}}},
		{`="Gaza City"`, [][]string{{"gaza"}, {"city"}}},
		{"=a OR =b", [][]string{{"a", "b"}}},
		{"=a OR code:5", nil},
		{"-x", nil},
		{"/x/", nil},
		{"=آتش\u200cبس", [][]string{{"اتش", "اتشبس"}}},
		{"=a lang:fa -b", [][]string{{"a"}}},
		{"text:=a NEAR/2 text:=b", [][]string{{"a"}, {"b"}}},
		{"title:=a OR =b", [][]string{{"a", "b"}}},
		{"title:=a title:=b OR title:=c", nil},
		{"=غزه OR =غزه*", [][]string{{"غزه*"}}},
	}
	for _, tt := range tests {
		q, err := Parse(tt.query)
		if err != nil {
			t.Fatalf("Parse(%q): %v", tt.query, err)
		}
		if diff := cmp.Diff(tt.want, q.Needs().Words); diff != "" {
			t.Errorf("Words of %q (-want +got):\n%s", tt.query, diff)
		}
	}
}
