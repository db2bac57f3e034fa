package text

import (
	"strconv"
	"strings"
	"unicode"
)

// dateToken is a number, a word or a sign of a string that may hold a date.
type dateToken struct {
	word  string // folded; empty for numbers and signs
	raw   string // a word as written
	sign  rune   // 0 for numbers and words
	num   int    // 0 beyond 18 digits
	text  string // the digits of a number
	space bool   // white space stands before it
	used  bool   // part of something understood
}

func (t dateToken) number() bool { return t.text != "" }

// short tells a number that may be a day, a month, an hour.
func (t dateToken) short() bool { return t.number() && len(t.text) <= 2 }

// isDay tells a number that may be a day of a month.
func (t dateToken) isDay() bool { return t.short() && t.num >= 1 && t.num <= 31 }

// isYear tells a number with the look of a year.
func (t dateToken) isYear() bool { return len(t.text) == 4 }

// dateTokens splits s where letters, digits and signs meet: «Publish date24
// Nov» is a label glued to a date (taghribnews.com). Half spaces part words,
// so that all spellings of «سه‌شنبه» come out alike.
func dateTokens(s string) []dateToken {
	var tokens []dateToken
	space := false
	add := func(t dateToken) {
		t.space = space
		space = false
		tokens = append(tokens, t)
	}
	runes := []rune(Digits(s))
	for i := 0; i < len(runes); {
		r, from := runes[i], i
		switch {
		case isASCIIDigit(r):
			for i < len(runes) && isASCIIDigit(runes[i]) {
				i++
			}
			t := dateToken{text: string(runes[from:i])}
			if len(t.text) <= 18 {
				t.num, _ = strconv.Atoi(t.text) // at most 18 digits
			}
			add(t)
		case unicode.IsLetter(r):
			for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsMark(runes[i])) {
				i++
			}
			raw := string(runes[from:i])
			if word := Spaced(raw); word != "" {
				add(dateToken{word: word, raw: raw})
			}
		case unicode.IsSpace(r), r == 0x200C:
			space = true
			i++
		case unicode.Is(unicode.Cf, r), unicode.IsMark(r):
			i++
		default:
			if strings.ContainsRune("−‐‑–—", r) {
				r = '-'
			}
			add(dateToken{sign: r})
			i++
		}
	}
	return tokens
}

func isASCIIDigit(r rune) bool { return r >= '0' && r <= '9' }

// Digits writes the Persian and Arabic-Indic digits of s in ASCII and leaves
// everything else alone.
func Digits(s string) string {
	var b []byte
	from := 0
	for i := 0; i+1 < len(s); i++ {
		d := s[i+1]
		switch {
		case s[i] == 0xD9 && d >= 0xA0 && d <= 0xA9: // U+0660 to U+0669
			d -= 0xA0
		case s[i] == 0xDB && d >= 0xB0 && d <= 0xB9: // U+06F0 to U+06F9
			d -= 0xB0
		default:
			continue
		}
		b = append(append(b, s[from:i]...), '0'+d)
		i++
		from = i + 1
	}
	if from == 0 {
		return s
	}
	return string(append(b, s[from:]...))
}
