package article

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// maxPage is the longest page read, in bytes.
const maxPage = 10 << 20

// decode makes UTF-8 of a page: by its byte order mark, by what the bytes are,
// by the HTTP header, by the page's meta element, by the source's setting, in
// this order. note says what had to be guessed.
func decode(body []byte, o Options) (text []byte, note string, err error) {
	if len(body) > maxPage {
		return nil, "", fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, len(body), maxPage)
	}
	if b, ok := bytes.CutPrefix(body, []byte("\xEF\xBB\xBF")); ok {
		body = b
	}
	enc, name, certain := charset.DetermineEncoding(body, o.ContentType)
	if utf8.Valid(body) && !strings.HasPrefix(name, "utf-16") && !strings.HasPrefix(name, "iso-2022") {
		return body, "", nil
	}
	if name == "utf-8" || mostlyUTF8(body) && !strings.HasPrefix(name, "utf-16") {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), "charset: bad UTF-8", nil
	}
	if !certain && name == "windows-1252" { // nobody said so: neither header nor meta element
		note = "charset: " + name + " assumed"
		if e, n := charset.Lookup(o.Source.Charset); e != nil {
			enc, note = e, "charset: "+n+" by the source's setting"
		}
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), "charset: not " + name + ", bad bytes replaced", nil //nolint:nilerr // replaced and told
	}
	return bytes.TrimPrefix(out, []byte("\uFEFF")), note, nil
}

// mostlyUTF8 tells whether b holds more sequences of several bytes than bytes
// that belong to none: UTF-8 that was cut or mixed, whatever its label.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
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
	return good > bad
}
