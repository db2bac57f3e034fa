package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCleanLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"clean", "Gaza ceasefire", "Gaza ceasefire"},
		{"persian is left alone", "آتش‌بس در غزه", "آتش‌بس در غزه"},
		{"line ends", " a\r\nSet-Cookie: x\n\n b\u2028c\u2029d\u0085e ", "a Set-Cookie: x b c d e"},
		{"controls", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"override", "invoice\u202Efdp.exe", "invoicefdp.exe"},
		{"override closed", "a\u202Eb\u202Cc", "abc"},
		{"embedding closed", "a\u202Bb\u202Cc", "a\u202Bb\u202Cc"},
		{"embedding open", "a\u202Bb", "ab"},
		{"lone pdf", "a\u202Cb", "ab"},
		{"isolate closed", "\u2067غزه\u2069", "\u2067غزه\u2069"},
		{"isolate open", "\u2067غزه", "غزه"},
		{"lone pdi", "a\u2069b", "ab"},
		{"isolate closes embedding", "\u2067a\u202Bb\u2069c\u202C", "\u2067ab\u2069c"},
		{"space beside what was removed", "a \u202E b", "a b"},
		{"marks stay", "\u200fسلام\u200e", "\u200fسلام\u200e"},
		{"byte order mark", "\ufeffa", "a"},
		{"bad bytes", "a\xffb", "a\ufffdb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CleanLine(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestIsolate(t *testing.T) {
	if got := Isolate(""); got != "" {
		t.Errorf("empty: got %q", got)
	}
	if got, want := Isolate("a\u2069b\u202E"), "\u2068ab\u2069"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTruncate(t *testing.T) {
	tests := []struct {
		name, in string
		max      int
		want     string
	}{
		{"fits", "سلام دنیا", 9, "سلام دنیا"},
		{"between words", "روسیه خواستار آتش‌بس دائمی شد", 16, "روسیه خواستار…"},
		{"sign before the cut", "یک، دو، سه، چهار", 9, "یک، دو…"},
		{"one long word", "aaaaaaaaaaaaaaaa", 5, "aaaa…"},
		{"not inside a letter", "aaae\u0301e\u0301", 5, "aaa…"},
		{"not inside an emoji", "aa👩\u200d👩\u200d👧b", 5, "aa…"},
		{"exactly after a word", "abc def", 4, "abc…"},
		{"one", "abc", 1, "…"},
		{"none", "abc", 0, ""},
		{"negative", "abc", -1, ""},
		{"open isolate", "ab \u2067cd\u2069 ef", 6, "ab c…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Truncate(tt.in, tt.max); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLineProperties(t *testing.T) {
	alphabet := []rune("ab ا\u200c\u200d\u0301\n\r\t\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00a0\u2028…،👩")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "s")
		line := CleanLine(s)
		if CleanLine(line) != line {
			t.Fatalf("CleanLine twice: %q → %q → %q", s, line, CleanLine(line))
		}
		if strings.ContainsAny(line, "\r\n\x00\u2028\u202d\u202e") || strings.Contains(line, "  ") {
			t.Fatalf("CleanLine(%q) = %q", s, line)
		}
		for _, cut := range []int{1, 3, 8} {
			if short := Truncate(line, cut); utf8.RuneCountInString(short) > cut || balance(short) != short {
				t.Fatalf("Truncate(%q, %d) = %q", line, cut, short)
			}
		}
	})
}

func TestPlain(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Gaza ceasefire", "Gaza ceasefire"},
		{"inline tags join", "آتش<b>‌بس</b>", "آتش‌بس"},
		{"block tags part", "<p>یک</p><p>دو</p>سه<br/>چهار", "یک دو سه چهار"},
		{"entities", "a&nbsp;b &laquo;c&raquo; &#8204;", "a\u00a0b «c» \u200c"},
		{"entities twice", "آتش&amp;zwnj;بس", "آتش‌بس"},
		{"not three times", "&amp;amp;amp;", "&amp;"},
		{"tags in entities", "&lt;b&gt;غزه&lt;/b&gt;", "غزه"},
		{"no tag in entities", "vector&lt;int&gt;", "vector<int>"},
		{"bare less-than", "3 < 5 and 7 > 6", "3 < 5 and 7 > 6"},
		{"unclosed tag", "a <b c", "a <b c"},
		{"script", "a<script>if (x < y) { '</p>' }</script >b", "a b"},
		{"style in capitals", "a<STYLE type='x'>p > a {}</Style>b", "a b"},
		{"unclosed script", "a<script>b", "a"},
		{"comment", "a<!-- x > y -->b<!-- c", "ab<!-- c"},
		{"unclosed comment", "a<!-- b>c", "ac"},
		{"cdata", "<![CDATA[a]]>", "a]]>"},
		{"greater-than in a value", `a<img alt="x > y" src='z'>b`, "a b"},
		{"quote without end", `a<img alt="x>b <i>c</i>`, "a b c"},
		{"white space", " a \n\t b ", "a b"},
		{"declaration", "<?xml version='1.0'?><!DOCTYPE html>a", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Plain(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<a \">'<", "<script", "<!--->", "&lt;script&gt;", "<![CDATA[", "</>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Plain(s)
		if strings.Contains(got, "  ") || strings.TrimSpace(got) != got && strings.Trim(got, " \t\r\n\f") != got {
			t.Fatalf("Plain(%q) = %q", s, got)
		}
		CleanLine(got)
		Lang("", got)
	})
}

// BenchmarkPlainHostile would show a scan that starts anew for every tag.
func BenchmarkPlainHostile(b *testing.B) {
	for name, unit := range map[string]string{"quotes": `<a ">"`, "open": "<a ", "comments": "<!-- ", "scripts": "<script></p"} {
		for _, n := range []int{1 << 10, 1 << 14} {
			s := strings.Repeat(unit, n) + ">"
			b.Run(name, func(b *testing.B) {
				b.SetBytes(int64(len(s)))
				for b.Loop() {
					Plain(s)
				}
			})
		}
	}
}

func TestDigits(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "abc", "کد ۲۱۵۶۱۵": "کد 215615", "٢٤٪": "24٪", "۰۹٠٩": "0909", "ـ٫": "ـ٫"} {
		if got := Digits(in); got != want {
			t.Errorf("Digits(%q) = %q, want %q", in, got, want)
		}
	}
}
