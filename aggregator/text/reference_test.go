package text

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// reference folds as the rules are written, one step after the other, with
// regular expressions: slow, and plain enough to be read against them.
func reference(s string) string {
	replace := func(expr, by string) { s = regexp.MustCompile(expr).ReplaceAllString(s, by) }
	letters := func(to string, from string) { replace("["+from+"]", to) }
	// 2
	letters("", "\uFDFA\uFDFB")
	s = norm.NFKC.String(s)
	// 3
	letters("", "\u200B\u200D-\u200F\u202A-\u202E\u2060\u2066-\u2069\u061C\uFEFF\u00AD\u180E\uFE00-\uFE0F")
	// 6, before 5 so that مسئُول is مسئول
	s = strings.ReplaceAll(s, "و\u0654", "ؤ")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "ی\u0654", "ئ"), "ي\u0654", "ئ")
	letters("", "\u064B-\u065F\u0670\u0610-\u061A\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u08D3-\u08FF\u0640\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7")
	// 4, 5
	letters("ه", "ۀہۂھەةۃ")
	replace("[ئؤ]و", "وو")
	replace("هیئت|هيئت", "هیات")
	replace("مسئله", "مساله")
	replace("جرئت", "جرات")
	replace("نشئت", "نشات")
	// 7
	letters("ی", "يىۍېێےۓئ")
	letters("ک", "كڪګڭ")
	letters("ا", "أإٱآ")
	letters("و", "ؤۆۇۋ")
	letters("", "ء\u0674")
	// 8
	s = Digits(s)
	replace(`([0-9])٫([0-9])`, "$1.$2")
	replace(`([0-9])٫([0-9])`, "$1.$2") // 1٫2٫3
	letters("%", "٪")
	s = joinThousands(s)
	// 9
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		between := r == '.' && i > 0 && i+1 < len(runes) && isASCIIDigit(runes[i-1]) && isASCIIDigit(runes[i+1])
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '%' || between {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	s = strings.Join(strings.Fields(b.String()), " ")
	// 10
	letters("i", "İIı")
	s = strings.ToLower(s)
	letters("е", "ё")
	s = strings.ReplaceAll(s, "ß", "ss")
	return strings.ReplaceAll(s, "ς", "σ")
}

// joinThousands deletes commas that have a digit before and exactly three behind.
func joinThousands(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		n := 0
		for i+1+n < len(r) && isASCIIDigit(r[i+1+n]) {
			n++
		}
		if (c == ',' || c == '٬') && i > 0 && isASCIIDigit(r[i-1]) && n == 3 {
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

func TestReference(t *testing.T) {
	alphabet := []rune("abI .,%ßςİıЁё13٣۷٬٫٪ئؤءوتةهـلمسنشیجرپگيىكأإآ\u0654\u064e\u200c\u200d\u200e\u200fﷺﻻﺁ﷼…½'’-/«؟\u05b8ע\u05be\u00a0ヴ한字\n")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "s")
		if regexp.MustCompile("[ئؤ\u0654ءیيو][\u0640\u064e\u0654\u200d-\u200f]*[ء\u0654]|ﷺ").MatchString(s) {
			return // letters that no word joins so
		}
		if got, want := Spaced(s), reference(s); got != want {
			t.Fatalf("Spaced(%q)\n got %q\nwant %q", s, got, want)
		}
	})
}

// TestReferenceOnTitles holds the folder to the rules on real headlines.
func TestReferenceOnTitles(t *testing.T) {
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is not set")
	}
	for _, name := range []string{"labelled.jsonl", "pairs.jsonl"} {
		f, err := os.Open(filepath.Join(dir, "persian", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var row any
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			eachString(row, func(s string) {
				if got, want := Spaced(s), reference(s); got != want {
					t.Errorf("Spaced(%q)\n got %q\nwant %q", s, got, want)
				}
			})
		}
	}
}

func eachString(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, e := range v {
			eachString(e, f)
		}
	case map[string]any:
		for _, e := range v {
			eachString(e, f)
		}
	}
}
