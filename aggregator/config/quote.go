package config

import (
	"fmt"
	"strings"
	"unicode"
)

// Quote writes text as one YAML value on one line, for lines to paste into a
// feeds.yaml: bare where that is safe in block and flow style alike, else in
// double quotes. A $ is doubled, since ${NAME} would be filled in. The joiners
// of Persian spelling stay as they are.
func Quote(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if isBare(text) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ReplaceAll(text, "$", "$$") {
		switch {
		case r == '"', r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == ' ', isJoiner(r), unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isBare accepts words of letters and single spaces between them; digits and
// hyphens only behind a letter, and nothing that YAML reads as another kind.
func isBare(s string) bool {
	switch strings.ToLower(s) {
	case "", "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	before := ' '
	for _, r := range s {
		letter := unicode.IsLetter(r)
		switch {
		case letter, isJoiner(r) && before != ' ':
		case before == ' ':
			return false
		case r == ' ', r == '-', r == '_', '0' <= r && r <= '9', unicode.Is(unicode.Mn, r):
		default:
			return false
		}
		before = r
	}
	return before != ' '
}

// isJoiner is the zero-width non-joiner or joiner.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }
