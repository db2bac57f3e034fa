package text

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// rows reads a tab-separated file of testdata, without comments and its head.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "id\t") {
			continue
		}
		all = append(all, strings.Split(line, "\t"))
	}
	return all
}

func TestVectors(t *testing.T) {
	for _, row := range rows(t, "vectors.tsv") {
		id, a, b, match := row[0], row[3], row[4], row[5] == "match"
		if got := Squeezed(a) == Squeezed(b); got != match {
			t.Errorf("%s: Squeezed(%q) = %q, Squeezed(%q) = %q: equal %v, want %v", id, a, Squeezed(a), b, Squeezed(b), got, match)
		}
	}
}

func TestSpaced(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"signs only", " -–« » ", ""},
		{"ascii", "Gaza: a cease-fire, 'at last'!", "gaza a cease fire at last"},
		{"half space", "آتش‌بس", "اتش بس"},
		{"half space with LRM", "ویران‌‎ماندن", "ویران ماندن"},
		{"LRM alone joins", "دست\u200eبه", "دستبه"},
		{"hamza yeh before waw", "شئون و شؤون", "شوون و شوون"},
		{"hamza decomposed", "مسو\u0654ول مسي\u0654ول", "مسوول مسوول"},
		{"hamza with a vowel mark", "مسئُول", "مسوول"},
		{"hamza, not before waw", "دائمی", "دایمی"},
		{"hamza then a word in waw", "شیئ و", "شیی و"},
		{"exceptions", "هیئت هیأت مسئله مسأله جرئت جرأت نشئت نشأت", "هیات هیات مساله مساله جرات جرات نشات نشات"},
		{"exception with teh marbuta", "مسئلة", "مساله"},
		{"exception inside a word", "هیئت‌مدیره", "هیات مدیره"},
		{"no exception", "برائت", "برایت"},
		{"heh with hamza", "خانۀ خانه\u0654 خانە\u0654", "خانه خانه خانه"},
		{"honorific", "محمدﷺ", "محمد"},
		{"ligature", "ﻻ ﷲ", "لا الله"},
		{"digits", "۷۱۸ ٧٨١ ７", "718 781 7"},
		{"decimal", "4.1 ۷٫۲ 3. .5 1..2 v1.x", "4.1 7.2 3 5 1 2 v1 x"},
		{"decimal around LRM", "4\u200e.\u200e1", "4.1"},
		{"ellipsis between digits", "5…6", "5 6"},
		{"thousands", "۶۷٬۸۶۹ 1,234,567 1,234.5", "67869 1234567 1234.5"},
		{"no thousands", "2023,2024 1,23 غزه,200 1, 234", "2023 2024 1 23 غزه 200 1 234"},
		{"percent", "۵۰٪ 50 %", "50% 50 %"},
		{"turkish", "Gazze'de Gazze’de İSTANBUL ISPARTA ısparta I\u0307", "gazze de gazze de istanbul isparta isparta i"},
		{"russian", "Пётр Пе\u0308тр й и\u0306", "петр петр й й"},
		{"german", "Straße STRASSE", "strasse strasse"},
		{"greek", "ΟΔΟΣ οδός", "οδοσ οδόσ"},
		{"accents stay", "Café Cafe\u0301", "café café"},
		{"accent behind a joiner", "e\u200d\u0301", "é"},
		{"hebrew", "עַזָּה בית־ספר", "עזה בית ספר"},
		{"hindi keeps its vowels", "हिन्दी", "हिन्दी"},
		{"hangul jamo", "한", "한"},
		{"bad bytes", "a\xffb\xd8", "a b"},
		{"emoji", "غزه🔴فوری", "غزه فوری"},
		{"capital sharp s with mark", "H\u0331", "ẖ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Spaced(tt.in); got != tt.want {
				t.Errorf("Spaced(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	tests := []struct{ name, in, find, want string }{
		{"plain", "روسیه خواستار آتش‌بس شد", "آتش بس", "آتش‌بس"},
		{"vowel marks", "قال: الهُدنةُ الإنسانيّة.", "الهدنه الانسانیه", "الهُدنةُ الإنسانيّة"},
		{"behind an emoji and LRM", "🔴\u200eغزه\u200c", "غزه", "غزه"},
		{"presentation forms", "در ﺁﺗﺶﺑﺲ شد", "اتشبس", "ﺁﺗﺶﺑﺲ"},
		{"thousands", "حدود ۶۷٬۸۶۹ نفر", "67869", "۶۷٬۸۶۹"},
		{"hamza", "فرد مسئول گفت", "مسئول", "مسئول"},
		{"accent spelt as two", "le cafe\u0301 noir", "café", "cafe\u0301"},
		{"sharp s", "die Straße dort", "strasse", "Straße"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Fold(tt.in)
			at := strings.Index(f.Spaced(), Spaced(tt.find))
			if at < 0 {
				t.Fatalf("%q not in %q", tt.find, f.Spaced())
			}
			from, to := f.Origin(at, at+len(Spaced(tt.find)))
			if got := string([]rune(tt.in)[from:to]); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	var zero Folded
	if a, b := zero.Origin(0, 5); a != 0 || b != 0 {
		t.Errorf("zero value: got %d, %d", a, b)
	}
}

func TestWords(t *testing.T) {
	var got []string
	const s = "آتش بس در 4.1"
	for at, w := range Words(s) {
		if s[at:at+len(w)] != w {
			t.Errorf("word %q is not at %d", w, at)
		}
		got = append(got, w)
	}
	if want := "آتش|بس|در|4.1"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// checkFold holds what must be true of every text.
func checkFold(t interface{ Fatalf(string, ...any) }, s string) {
	spaced := Spaced(s)
	if again := Spaced(spaced); again != spaced {
		t.Fatalf("Spaced twice: %q → %q → %q", s, spaced, again)
	}
	if got, want := Squeezed(s), strings.ReplaceAll(spaced, " ", ""); got != want {
		t.Fatalf("Squeezed(%q) = %q, want %q", s, got, want)
	}
	if strings.Contains(spaced, "  ") || strings.TrimSpace(spaced) != spaced || !utf8.ValidString(spaced) {
		t.Fatalf("Spaced(%q) = %q: spaces or encoding", s, spaced)
	}
	f := Fold(s)
	if f.Spaced() != spaced {
		t.Fatalf("Fold(%q).Spaced() = %q, want %q", s, f.Spaced(), spaced)
	}
	slow := newFolder(0)
	slow.recording = true
	if slow.fold(s); string(slow.out) != spaced {
		t.Fatalf("%q recorded folds to %q, else to %q", s, slow.out, spaced)
	}
	runes := utf8.RuneCountInString(s)
	for i := range spaced {
		_, n := utf8.DecodeRuneInString(spaced[i:])
		from, to := f.Origin(i, i+n)
		if from < 0 || from >= to || to > runes {
			t.Fatalf("Origin(%d, %d) of %q = %d, %d of %d runes", i, i+n, s, from, to, runes)
		}
		all, _ := f.Origin(0, i+n)
		if all > from {
			t.Fatalf("Origin of %q goes back at %d", s, i)
		}
	}
}

func TestFoldProperties(t *testing.T) {
	alphabet := []rune("ab Zi.,I5٣۷٬٫%ئؤءوتهلمسنشیجرهيىةأإآ\u0654\u0653\u064e\u0640\u200c\u200d\u200e\u0301\u0307\u0308\u0323\u0331éёеßςΣĀ\u1161ᄒﷺﻻ﷼…½'’-\u20e3\u3099か\u05b8ע😀\ufe0f\n")
	rapid.Check(t, func(t *rapid.T) {
		checkFold(t, rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "s"))
	})
	rapid.Check(t, func(t *rapid.T) { checkFold(t, rapid.String().Draw(t, "s")) })
}

// Every rune alone and between letters, so that no corner of Unicode is left
// to chance.
func TestFoldEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r > 0x323AF && r < 0xE0000 || r > 0xE01FF {
			continue
		}
		s := "a" + string(r) + "b"
		spaced := Spaced(s)
		if again := Spaced(spaced); again != spaced {
			t.Errorf("%U: %q → %q", r, spaced, again)
		}
		if Spaced(norm.NFD.String(s)) != spaced {
			t.Errorf("%U: NFD folds to %q, else %q", r, Spaced(norm.NFD.String(s)), spaced)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("روسیه خواستار آتش‌بس دائمی در غزه شد ۱٬۲۳۴٫۵")
	f.Add("\u0301a\u0301\u0323 1,234,5 ئ\u200cو")
	f.Fuzz(func(t *testing.T, s string) { checkFold(t, s) })
}

func BenchmarkFold(b *testing.B) {
	const fa = "روسیه خواستار آتش‌بس دائمی در غزه شد؛ وزیر خارجه ایران گفت ۷۱۸ نفر کشته شده‌اند و هیئت ایرانی به دوحه رفت. "
	const en = "Russia calls for a permanent ceasefire in Gaza; the foreign minister said 718 people were killed, officials added. "
	for _, tt := range []struct{ name, s string }{{"fa", strings.Repeat(fa, 10)}, {"en", strings.Repeat(en, 10)}} {
		b.Run(tt.name+"/spaced", func(b *testing.B) {
			b.SetBytes(int64(len(tt.s)))
			b.ReportAllocs()
			for b.Loop() {
				Spaced(tt.s)
			}
		})
		b.Run(tt.name+"/origin", func(b *testing.B) {
			b.SetBytes(int64(len(tt.s)))
			b.ReportAllocs()
			for b.Loop() {
				Fold(tt.s).Origin(0, 10)
			}
		})
		b.Run(tt.name+"/nfkc", func(b *testing.B) {
			b.SetBytes(int64(len(tt.s)))
			b.ReportAllocs()
			for b.Loop() {
				norm.NFKC.String(tt.s)
			}
		})
		b.Run(tt.name+"/nfkc of letters apart", func(b *testing.B) {
			s := norm.NFKD.String(tt.s)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				norm.NFKC.String(s)
			}
		})
	}
}
