package parse

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// ErrTooLarge is returned for a document longer than Options.MaxBytes once it
// is unpacked.
var ErrTooLarge = errors.New("document too large")

// decode turns body into clean UTF-8 without a byte order mark. It decides the
// charset by what the bytes are first and by what somebody says of them second:
//
//	byte order mark > 00 3C patterns > bytes that are UTF-8, perhaps with a
//	few bad ones > HTTP charset > declaration > Source.Charset > windows-1252
//
// notes say in words what a reader of the status page should know.
func decode(body []byte, o Options) (text []byte, notes []string, err error) {
	if bytes.HasPrefix(body, []byte{0x1F, 0x8B}) {
		if body, err = gunzip(body, o.MaxBytes); err != nil {
			return nil, nil, err
		}
		notes = append(notes, "gzip without its header")
	}
	if len(body) > o.MaxBytes {
		return nil, notes, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, len(body), o.MaxBytes)
	}
	text, note := toUTF8(body, o)
	if note != "" {
		notes = append(notes, "charset: "+note)
	}
	for bytes.HasPrefix(text, []byte("\uFEFF")) {
		text = text[len("\uFEFF"):]
	}
	return text, notes, nil
}

// gunzip unpacks one layer, keeping what a broken stream gave before it broke.
func gunzip(body []byte, limit int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("gunzip document: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case len(out) > limit:
		return nil, fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, limit)
	case bytes.HasPrefix(out, []byte{0x1F, 0x8B}):
		return nil, errors.New("gunzip document: packed twice")
	case err != nil && len(out) == 0:
		return nil, fmt.Errorf("gunzip document: %w", err)
	}
	return out, nil
}

// toUTF8 decodes b; note is empty when nothing had to be guessed or mended.
func toUTF8(b []byte, o Options) (text []byte, note string) {
	if width, order := wide(b); width == 2 {
		return decode16(b, order), "UTF-16"
	} else if width == 4 {
		return decode32(b, order), "UTF-32"
	}
	http, declared := httpCharset(o.ContentType), declaredCharset(b)
	if utf8.Valid(b) {
		if label := escaped(b, http, declared); label != "" {
			if out, ok := byLabel(b, label); ok {
				return out, label
			}
		}
		return b, ""
	}
	good, bad := countUTF8(b)
	if good > bad || good == bad && (isUnicode(http) || isUnicode(declared)) {
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), plural(bad, "bad UTF-8 byte")
	}
	for _, c := range [...]struct{ label, who string }{{http, "HTTP"}, {declared, "declared"}, {o.Source.Charset, "the source's setting"}} {
		if c.label == "" || isUnicode(c.label) {
			continue
		}
		if out, ok := byLabel(b, c.label); ok {
			if c.who == "declared" || c.who == "HTTP" {
				return out, ""
			}
			return out, c.label + " by " + c.who
		}
	}
	if out, ok := byLabel(b, "windows-1252"); ok {
		return out, "windows-1252 assumed"
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD")), plural(bad, "bad UTF-8 byte")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// wide tells whether b is UTF-16 or UTF-32, by its byte order mark or by the
// zeros around its first "<" or "{".
func wide(b []byte) (width int, order binary.ByteOrder) {
	if len(b) < 4 {
		return 0, nil
	}
	first := func(c byte) bool { return c == '<' || c == '{' || isSpace(c) }
	switch {
	case b[0] == 0 && b[1] == 0 && b[2] == 0xFE && b[3] == 0xFF, b[0] == 0 && b[1] == 0 && b[2] == 0 && first(b[3]):
		return 4, binary.BigEndian
	case b[0] == 0xFF && b[1] == 0xFE && b[2] == 0 && b[3] == 0, first(b[0]) && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return 4, binary.LittleEndian
	case b[0] == 0xFE && b[1] == 0xFF, b[0] == 0 && first(b[1]):
		return 2, binary.BigEndian
	case b[0] == 0xFF && b[1] == 0xFE, first(b[0]) && b[1] == 0:
		return 2, binary.LittleEndian
	}
	return 0, nil
}

func decode16(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b))
	for ; len(b) >= 2; b = b[2:] {
		r := rune(order.Uint16(b))
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if len(b) >= 4 {
				pair = utf16.DecodeRune(r, rune(order.Uint16(b[2:])))
			}
			if r = pair; r != utf8.RuneError {
				b = b[2:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func decode32(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b)/2)
	for ; len(b) >= 4; b = b[4:] {
		r := order.Uint32(b)
		if r > utf8.MaxRune {
			r = utf8.RuneError
		}
		out = utf8.AppendRune(out, rune(r))
	}
	return out
}

// escaped returns the charset of bytes that are valid UTF-8 only because their
// charset writes everything in ASCII with escape sequences.
func escaped(b []byte, labels ...string) string {
	if bytes.IndexByte(b, 0x1B) < 0 {
		return ""
	}
	for _, l := range labels {
		if strings.HasPrefix(strings.ToLower(l), "iso-2022-jp") {
			return l
		}
	}
	return ""
}

// countUTF8 counts the valid sequences of several bytes in b and the bytes
// that belong to none.
func countUTF8(b []byte) (good, bad int) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		b = b[size:]
	}
	return good, bad
}

// byLabel decodes b from the charset that label names in HTML's register.
func byLabel(b []byte, label string) ([]byte, bool) {
	enc, name := charset.Lookup(label)
	if enc == nil || name == "replacement" || name == "utf-8" {
		return nil, false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, false
	}
	return out, true
}

// isUnicode tells whether a label names a charset that the bytes would have
// shown by themselves.
func isUnicode(label string) bool {
	l := strings.ToLower(label)
	return strings.HasPrefix(l, "utf") || strings.HasPrefix(l, "ucs") || strings.HasPrefix(l, "iso-10646")
}

func httpCharset(contentType string) string {
	if contentType == "" {
		return ""
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(params["charset"])
}

// declaredCharset reads the encoding of the XML declaration.
func declaredCharset(b []byte) string {
	head := b[:min(len(b), 1024)]
	i := bytes.Index(head, []byte("<?xml"))
	if i < 0 {
		return ""
	}
	head = head[i+len("<?xml"):]
	if end := bytes.IndexByte(head, '>'); end >= 0 {
		head = head[:end]
	}
	v, _ := attr(bytes.TrimSuffix(head, []byte("?")), "encoding")
	return string(bytes.TrimSpace(v))
}
