package config

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"راهبرد معاصر", "راهبرد معاصر"},
		{"آفتاب‌نیوز", "آفتاب‌نیوز"},
		{"Al Jazeera English", "Al Jazeera English"},
		{"irna-en", "irna-en"},
		{"https://a.example/?a=1&b", `"https://a.example/?a=1&b"`},
		{"no", `"no"`},
		{"", `""`},
		{"2024", `"2024"`},
		{"- a", `"- a"`},
		{`say "x" \ y`, `"say \"x\" \\ y"`},
		{"${HOME} 5$", `"$${HOME} 5$$"`},
		{"a\u202eb\x00", `"a\U0000202eb\U00000000"`},
	} {
		if got := Quote(tt.in); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

// FuzzQuote reads back what Quote wrote, in block and flow style.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a: b", "null", "«غزه»", "a\u0085b\u2028c", "\ufeff", "x #y", "1e3", "\x7f", "~", "Infinity", "é "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.ToValidUTF8(s, "\uFFFD")
		for _, shape := range []string{"site:\n  title: %\n", "site: {title: %, language: fa}\n"} {
			text := strings.Replace(shape, "%", Quote(s), 1)
			var v struct{ Site struct{ Title any } }
			if err := yaml.Load([]byte(text), &v); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if _, ok := v.Site.Title.(string); !ok {
				t.Fatalf("%q is read as %T", text, v.Site.Title)
			}
			c, err := Parse("feeds.yaml", []byte(text), ".", environ)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Site.Title; got != want && want != "" {
				t.Errorf("got %q, want %q from %q", got, want, text)
			}
		}
	})
}
