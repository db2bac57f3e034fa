package text

import (
	"net/url"
	"testing"
	"unicode/utf8"
)

func TestReadableURL(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"nothing to do":         {"https://e.example/a?b=c", "https://e.example/a?b=c"},
		"Persian slug":          {"https://e.example/fa/news/1/%D8%A2%D8%AA%D8%B4%E2%80%8C%D8%A8%D8%B3", "https://e.example/fa/news/1/آتش‌بس"},
		"small hex":             {"/%d8%ba%d8%b2%d9%87", "/غزه"},
		"digits":                {"/%DB%B1%DB%B2", "/۱۲"},
		"ASCII stays":           {"/a%2Fb%20c%3Fd%25D8%41", "/a%2Fb%20c%3Fd%25D8%41"},
		"direction stays":       {"/%E2%80%AE%D8%A7", "/%E2%80%AEا"},
		"no UTF-8 stays":        {"/%D8%2F%FF%C0%AF", "/%D8%2F%FF%C0%AF"},
		"cut off":               {"/%D8%A", "/%D8%A"},
		"bare percent":          {"100% %zz %", "100% %zz %"},
		"four bytes stay or go": {"/%F0%9F%98%80%F0%90%8E%A0", "/%F0%9F%98%80𐎠"}, // a face, and an Old Persian letter
		"in words":              {"fetch https://e.example/%D8%A7: 404", "fetch https://e.example/ا: 404"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ReadableURL(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzReadableURL: the address stays the same one.
func FuzzReadableURL(f *testing.F) {
	f.Add("https://e.example/%D8%A2%20%E2%80%8C%zz")
	f.Fuzz(func(t *testing.T, s string) {
		got := ReadableURL(s)
		if ReadableURL(got) != got {
			t.Errorf("%q: not idempotent: %q, %q", s, got, ReadableURL(got))
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q becomes %q, no UTF-8", s, got)
		}
		a, err := url.PathUnescape(s)
		if b, err2 := url.PathUnescape(got); (err == nil) != (err2 == nil) || a != b {
			t.Errorf("%q leads elsewhere: %q", s, got)
		}
	})
}
