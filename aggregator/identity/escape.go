package identity

import (
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

func writeEscaped(b *strings.Builder, c byte) {
	b.WriteByte('%')
	b.WriteByte(upperHex[c>>4])
	b.WriteByte(upperHex[c&15])
}

// What stays unescaped beside letters and digits in the parts of a canonical
// URL. Brackets and the like, which browsers leave alone, are escaped.
const (
	pathSafe  = "-._~!$&'()*+,;=:@"
	querySafe = "-._~!$'()*,;:@/"
	fragSafe  = "-._~!$&'()*+,;=:@/?"
)

// escape writes s with everything percent-encoded but letters, digits and safe.
func escape(b *strings.Builder, s, safe string) {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(safe, c) >= 0:
			b.WriteByte(c)
		default:
			writeEscaped(b, c)
		}
	}
}

// unescape undoes percent-encoding and folds what is written in more than one
// way in Persian and Arabic slugs. A text encoded twice, as some feeds have
// their slugs, is decoded twice; "%2541" is not, for it may be meant. Bytes
// that are no UTF-8 may become UTF-8 when a mark between them goes, so those
// texts are folded until nothing changes.
func unescape(s string) string {
	for {
		s = decode(s)
		settled := utf8.ValidString(s)
		folded := fold(s)
		if !hasHighEscape(folded) && (settled || folded == s) {
			return folded
		}
		s = folded
	}
}

func decode(s string) string {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	b = append(b, s[:i]...)
	for ; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, ok1 := unhex(s[i+1])
			lo, ok2 := unhex(s[i+2])
			if ok1 && ok2 {
				b = append(b, hi<<4|lo)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

func unhex(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// hasHighEscape tells whether s still holds the escape of a byte beyond ASCII.
func hasHighEscape(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		hi, ok := unhex(s[i+1])
		if _, ok2 := unhex(s[i+2]); ok && ok2 && hi >= 8 {
			return true
		}
	}
	return false
}

// fold makes spellings of one slug equal: Arabic yeh and kaf, digits, marks
// that are not seen, letters written as two characters. Bytes that are no
// UTF-8 stay.
func fold(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, i, len(s))
	copy(b, s)
	for i < len(s) {
		c, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && n == 1:
			b = append(b, s[i])
		case invisible(c):
		case isCombiningHamza(c):
			b = compose(b, c)
		default:
			b = utf8.AppendRune(b, foldRune(c))
		}
		i += n
	}
	return string(b)
}

func foldRune(c rune) rune {
	switch c {
	case 'ي', 'ى':
		return 'ی'
	case 'ك':
		return 'ک'
	case '\u00a0':
		return ' '
	}
	if d, ok := digit(c); ok {
		return d
	}
	return c
}

// digit gives the ASCII digit of a Persian, Arabic-Indic or ASCII one.
func digit(c rune) (rune, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c, true
	case '۰' <= c && c <= '۹':
		return c - '۰' + '0', true
	case '٠' <= c && c <= '٩':
		return c - '٠' + '0', true
	}
	return 0, false
}

// invisible tells of marks that join, part or direct text: ZWNJ, ZWJ, bidi
// controls, BOM, soft hyphen, tatweel.
func invisible(c rune) bool {
	return '\u200b' <= c && c <= '\u200f' || '\u202a' <= c && c <= '\u202e' || '\u2066' <= c && c <= '\u2069' ||
		c == '\ufeff' || c == '\u00ad' || c == '\u0640' || c == '\u061c'
}

func isCombiningHamza(c rune) bool { return '\u0653' <= c && c <= '\u0655' }

// compose puts madda or hamza on the letter before it, as NFC does for the
// letters of Arabic and Persian.
func compose(b []byte, mark rune) []byte {
	last, n := utf8.DecodeLastRune(b)
	var to rune
	switch [2]rune{last, mark} {
	case [2]rune{'ا', '\u0653'}:
		to = 'آ'
	case [2]rune{'ا', '\u0654'}:
		to = 'أ'
	case [2]rune{'ا', '\u0655'}:
		to = 'إ'
	case [2]rune{'و', '\u0654'}:
		to = 'ؤ'
	case [2]rune{'ی', '\u0654'}:
		to = 'ئ'
	case [2]rune{'ه', '\u0654'}, [2]rune{'ە', '\u0654'}:
		to = 'ۀ'
	default:
		return utf8.AppendRune(b, mark)
	}
	return utf8.AppendRune(b[:len(b)-n], to)
}
