package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bidirectional controls of Unicode (UAX #9).
const (
	lre = '\u202A' // embeddings
	rle = '\u202B'
	pdf = '\u202C' // ends embeddings and overrides
	lro = '\u202D' // overrides
	rlo = '\u202E'
	lri = '\u2066' // isolates
	rli = '\u2067'
	fsi = '\u2068'
	pdi = '\u2069' // ends isolates
)

// Isolate puts s between U+2068 and U+2069, so that its direction does not
// disturb the text around it. Controls in s that would break out are removed;
// the empty string stays empty.
func Isolate(s string) string {
	if s == "" {
		return ""
	}
	return string(fsi) + balance(s) + string(pdi)
}

// CleanLine makes one line of what a stranger wrote, fit for logs, headers and
// titles: white space and line ends of every kind become one space, control
// characters go, so do overrides of direction and every embedding or isolate
// that is not closed. Half spaces, joiners and direction marks stay. Bytes that
// are not UTF-8 become U+FFFD. It is idempotent.
func CleanLine(s string) string {
	if isCleanASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && r != '\u00A0' && r != '\u202F', r == '\u2028', r == '\u2029':
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), r == '\uFEFF', r >= '\uFFF9' && r <= '\uFFFB':
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	line := balance(b.String())
	if len(line) != b.Len() { // a space may now stand beside another
		return CleanLine(line)
	}
	return line
}

// isCleanASCII tells lines that need no second look.
func isCleanASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// balance removes overrides of direction, and every opening or closing control
// without its counterpart.
func balance(s string) string {
	if !strings.ContainsAny(s, "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
		return s
	}
	type opened struct {
		at int
		r  rune
	}
	var stack []opened
	isolates := 0 // on the stack
	kept := map[int]bool{}
	for i, r := range s {
		switch r {
		case lre, rle, lro, rlo:
			stack = append(stack, opened{i, r})
		case lri, rli, fsi:
			stack = append(stack, opened{i, r})
			isolates++
		case pdf:
			if n := len(stack) - 1; n >= 0 && stack[n].r < lri {
				kept[stack[n].at], kept[i] = stack[n].r <= rle, stack[n].r <= rle
				stack = stack[:n]
			}
		case pdi:
			for isolates > 0 {
				n := len(stack) - 1
				top := stack[n]
				stack = stack[:n]
				if top.r >= lri {
					kept[top.at], kept[i] = true, true
					isolates--
					break
				}
			}
		}
	}
	var b strings.Builder
	for i, r := range s {
		if r >= lre && r <= rlo || r >= lri && r <= pdi {
			if !kept[i] {
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Truncate shortens s to at most maxRunes runes, the "…" at its end included,
// between words where that costs less than half of it. Text that fits is
// returned as it is; maxRunes below 1 gives "".
func Truncate(s string, maxRunes int) string {
	if maxRunes < 1 {
		return ""
	}
	if len(s) <= maxRunes || utf8.RuneCountInString(s) <= maxRunes {
		return s
	}
	cut, word, n := 0, 0, 0 // bytes of a cut between letters, of one between words; runes seen
	joined := false         // the rune before was a joiner
	for i, r := range s {
		if !unicode.IsMark(r) && !joined && r != '\u200D' && r != '\u200C' {
			cut = i
		}
		if unicode.IsSpace(r) {
			word = i
		}
		if n == maxRunes-1 {
			break
		}
		joined = r == '\u200D'
		n++
	}
	if word >= cut/2 && word > 0 {
		cut = word
	}
	short := strings.TrimRightFunc(s[:cut], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",،;؛:-–—…/|\u200C\u200D", r)
	})
	return balance(short) + "…"
}
