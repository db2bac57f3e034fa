package parse

import (
	"bytes"
	"unicode/utf8"
)

// escape writes text or an attribute value so that an XML parser takes it and
// reads what was meant: references that XML does not know become characters,
// bare ampersands and stray marks are escaped, illegal characters go.
func (m *mender) escape(b []byte, inAttribute bool) {
	if m.entities == nil && sound(b, inAttribute) && !inAttribute && bytes.IndexByte(b, '<') < 0 && !bytes.HasSuffix(m.out, []byte("]")) {
		m.out = append(m.out, b...)
		return
	}
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == '&':
			i += m.reference(b[i:])
		case c == '<':
			m.out = append(m.out, "&lt;"...)
			i++
		case c == '"' && inAttribute:
			m.out = append(m.out, "&quot;"...)
			i++
		case c == '>' && !inAttribute && bytes.HasSuffix(m.out, []byte("]]")): // also where what stood between was dropped
			m.tally.closers++
			m.out = append(m.out, "&gt;"...)
			i++
		case c < utf8.RuneSelf:
			if c >= 0x20 || isSpace(c) {
				m.out = append(m.out, c)
			} else {
				m.tally.chars++
			}
			i++
		default:
			r, size := utf8.DecodeRune(b[i:])
			if isXMLChar(r) {
				m.out = append(m.out, b[i:i+size]...)
			} else {
				m.tally.chars++
			}
			i += size
		}
	}
}

// reference writes the reference at b[0] and returns how many bytes it took.
func (m *mender) reference(b []byte) int {
	r, ok := readReference(b)
	switch {
	case !ok:
		m.tally.ampersands++
		m.out = append(m.out, "&amp;"...)
		return 1
	case r.name == "" && r.char < 0:
		m.tally.chars++
	case r.name == "" && r.odd:
		m.tally.chars++
		m.out = utf8.AppendRune(m.out, r.char)
	case r.name == "" || predefined(r.name):
		m.out = append(m.out, b[:r.len]...)
	default:
		m.entity(r, b)
	}
	return r.len
}

// entity writes what a named entity stands for: in the DTD, or in HTML. An
// unknown one stays readable as it was written.
func (m *mender) entity(r reference, b []byte) {
	value, ok := m.entities[r.name]
	if !ok {
		value = named(string(b[:r.len]))
		m.tally.entities++
	}
	for _, c := range value {
		switch {
		case c == '&':
			m.out = append(m.out, "&amp;"...)
		case c == '<':
			m.out = append(m.out, "&lt;"...)
		case c == '"':
			m.out = append(m.out, "&quot;"...)
		case isXMLChar(c):
			m.out = utf8.AppendRune(m.out, c)
		}
	}
}
