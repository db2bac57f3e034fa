package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReadableURL returns a URL, or words with URLs in them, with the letters,
// digits and half spaces of other scripts instead of their percent-encoding, as
// browsers show it. It still is the same address: escapes of ASCII, of controls
// of direction and of what is no UTF-8 stay. It is for people; links keep their
// spelling. Isolate it among words of another direction.
func ReadableURL(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if s[i] != '%' {
			b.WriteByte(s[i])
			i++
			continue
		}
		r, n := escapedRune(s[i:])
		if n == 0 {
			b.WriteByte('%')
			i++
			continue
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// escapedRune is the rune that s begins with in percent-encoding, and how many
// bytes of s that takes; 0 where it has to stay.
func escapedRune(s string) (rune, int) {
	var raw [utf8.UTFMax]byte
	n := 0
	for n < len(raw) && len(s) >= 3*n+3 && s[3*n] == '%' {
		hi, lo := hexDigit(s[3*n+1]), hexDigit(s[3*n+2])
		if hi < 0 || lo < 0 {
			break
		}
		raw[n] = byte(hi<<4 | lo)
		if n++; utf8.FullRune(raw[:n]) {
			break
		}
	}
	r, size := utf8.DecodeRune(raw[:n])
	if size != n || r < utf8.RuneSelf || r == utf8.RuneError {
		return 0, 0
	}
	const halfSpace = '\u200c'
	if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && r != halfSpace {
		return 0, 0
	}
	return r, 3 * n
}

// hexDigit is the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
