package parse

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// reference is a "&…;" or "&#…;" in text.
type reference struct {
	len  int    // bytes, with "&" and ";"
	name string // empty for a character reference
	char rune   // of a character reference; -1 when XML forbids it
	odd  bool   // a character reference that XML parsers refuse or read otherwise
}

// readReference reads the reference at b[0] == '&'. ok is false for a bare
// ampersand.
func readReference(b []byte) (r reference, ok bool) {
	if len(b) > 1 && b[1] == '#' {
		return readCharReference(b)
	}
	i := 1
	for i < len(b) && i < 34 && (isNameStart(b[i]) || i > 1 && isNameByte(b[i])) {
		i++
	}
	if i == 1 || i >= len(b) || b[i] != ';' {
		return r, false
	}
	return reference{len: i + 1, name: string(b[1:i])}, true
}

func readCharReference(b []byte) (r reference, ok bool) {
	i, base := 2, 10
	if i < len(b) && (b[i] == 'x' || b[i] == 'X') {
		i, base = 3, 16
	}
	from := i
	for i < len(b) && i < from+40 && strings.IndexByte("0123456789abcdefABCDEF", b[i]) >= 0 {
		i++
	}
	if i == from || i >= len(b) || b[i] != ';' {
		return r, false
	}
	r = reference{len: i + 1, char: -1, odd: true}
	if n, err := strconv.ParseUint(string(b[from:i]), base, 32); err == nil && n <= utf8.MaxRune {
		if c := cp1252(rune(n)); isXMLChar(c) {
			r.char, r.odd = c, c != rune(n) || b[2] == 'X'
		}
	}
	return r, true
}

// cp1252 maps the C1 controls to what their writers meant: HTML reads &#146;
// as the apostrophe of windows-1252.
func cp1252(c rune) rune {
	if c >= 0x80 && c <= 0x9F {
		if r, _ := utf8.DecodeRuneInString(html.UnescapeString("&#" + strconv.Itoa(int(c)) + ";")); r > 0x9F {
			return r
		}
	}
	return c
}

// isXMLChar is production Char of XML 1.0.
func isXMLChar(c rune) bool {
	return c == 0x09 || c == 0x0A || c == 0x0D || c >= 0x20 && c <= 0xD7FF ||
		c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= 0x10FFFF
}

// named resolves an entity of HTML, given with its "&" and ";". An unknown one
// stays as it is; "&copyright;" is unknown, not "©right;".
func named(ref string) string {
	u := html.UnescapeString(ref)
	if strings.HasSuffix(u, ";") && ref != "&semi;" {
		return ref
	}
	return u
}

// legal is s without the characters that XML forbids: what we publish must be
// able to carry every string that is kept.
func legal(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 && !isSpace(c) || c == 0xEF && strings.HasPrefix(s[i:], "\xEF\xBF") {
			return strings.Map(func(r rune) rune {
				if isXMLChar(r) {
					return r
				}
				return -1
			}, s)
		}
	}
	return s
}

// predefined tells whether XML itself knows the entity.
func predefined(name string) bool {
	switch name {
	case "lt", "gt", "amp", "quot", "apos":
		return true
	}
	return false
}

// sound tells whether an XML parser takes text as it stands and gofeed reads
// it as written: no "]]>", no bare ampersand, only references that XML knows,
// no character that XML forbids.
func sound(text []byte, inAttribute bool) bool {
	if !inAttribute && closes(text) {
		return false
	}
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '&')
		if n < 0 {
			break
		}
		i += n
		r, ok := readReference(text[i:])
		if !ok || r.odd || r.name != "" && !predefined(r.name) {
			return false
		}
		i += r.len
	}
	return !hasForbidden(text)
}

// closes finds "]]>" in a text, also where gofeed makes one by dropping the
// characters below space that stand in it.
func closes(text []byte) bool {
	for i, c := range text {
		if c != '>' {
			continue
		}
		n := 0
		for i--; i >= 0 && n < 2; i-- {
			if c := text[i]; c == ']' {
				n++
			} else if c >= 0x20 || isSpace(c) {
				break
			}
		}
		if n == 2 {
			return true
		}
	}
	return false
}

// hasForbidden looks for U+FFFE and U+FFFF, the only characters of clean UTF-8
// above space that XML forbids. gofeed drops those below space by itself.
func hasForbidden(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0xEF)
		if i < 0 || i+2 >= len(b) {
			return false
		}
		if b[i+1] == 0xBF && b[i+2] >= 0xBE {
			return true
		}
		b = b[i+3:]
	}
}

// unescape resolves the references of raw XML text: numeric ones, XML's five
// and HTML's named ones. What is no reference stays as it is.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var w strings.Builder
	w.Grow(len(s))
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			w.WriteString(s)
			return w.String()
		}
		w.WriteString(s[:i])
		s = s[i:]
		r, ok := readReference([]byte(s[:min(len(s), 48)]))
		if !ok {
			w.WriteByte('&')
			s = s[1:]
			continue
		}
		if r.name != "" {
			w.WriteString(named(s[:r.len]))
		} else if r.char >= 0 {
			w.WriteRune(r.char)
		}
		s = s[r.len:]
	}
}

// rawText is the text of an element's raw inside: CDATA sections taken as they
// are, references resolved elsewhere, tags kept.
func rawText(raw []byte) string {
	const open, shut = "<![CDATA[", "]]>"
	s := string(raw)
	if !strings.Contains(s, open) {
		return strings.TrimSpace(unescape(s))
	}
	var w strings.Builder
	for {
		before, after, found := strings.Cut(s, open)
		w.WriteString(unescape(before))
		if !found {
			return strings.TrimSpace(w.String())
		}
		inside, rest, _ := strings.Cut(after, shut)
		w.WriteString(inside)
		s = rest
	}
}
