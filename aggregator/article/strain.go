package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// ErrTooLarge is returned for pages beyond the limits of size or of elements.
var ErrTooLarge = errors.New("page too large")

// The bounds of one page beside its size.
const (
	maxElements = 30_000
	maxWork     = 32 << 30 // tags × bytes: parsers are quadratic in hostile hands
	maxJSONLD   = 16
	maxAttrs    = 24
	maxAttr     = 8 << 10 // bytes of one attribute
)

// strained is a page without what never is text.
type strained struct {
	html    []byte
	jsonLD  [][]byte
	endless map[string]bool // elements known to have no end tag from here on
}

// wholly are elements that go with all they hold; the parser reads the content
// of the second group as if it were text.
var wholly = sync.OnceValue(func() map[string]bool {
	return words("svg math select template object applet frameset audio video canvas map datalist button " +
		"script style noscript iframe textarea noembed noframes xmp plaintext")
})

// formatting elements lose their attributes: the parser opens them again in
// every block that follows until they are closed, and only equal ones are
// bounded (HTML §13.2.4.3).
var formatting = sync.OnceValue(func() map[string]bool {
	return words("b big code em font i nobr s small strike strong tt u")
})

// attributes are those that say something of the text or are part of it.
var attributes = sync.OnceValue(func() map[string]bool {
	return words("id class role href src srcset data-src data-original data-lazy-src alt title width height dir lang rel name property content " +
		"itemprop charset http-equiv datetime type colspan rowspan cite start hidden aria-hidden")
})

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// strain reads the tokens of page once and writes those that matter.
func strain(page []byte) (strained, error) {
	var s strained
	out := bytes.NewBuffer(make([]byte, 0, len(page)/2))
	z := html.NewTokenizer(bytes.NewReader(page))
	at, elements, tags := 0, 0, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return s, fmt.Errorf("read page: %w", err)
			}
			break
		}
		raw := z.Raw()
		at += len(raw)
		if kind != html.TextToken {
			tags++
		}
		if elements > maxElements || tags*out.Len() > maxWork {
			return s, fmt.Errorf("%w: %d elements in %d bytes", ErrTooLarge, elements, len(page))
		}
		switch kind {
		case html.TextToken, html.DoctypeToken:
			out.Write(raw)
		case html.StartTagToken, html.SelfClosingTagToken:
			elements++
			tag, more := z.TagName()
			name := string(tag)
			if wholly()[name] {
				at += s.skip(name, z, page[at:])
				z = html.NewTokenizer(bytes.NewReader(page[at:])) // out of the element's own rules for text
				continue
			}
			writeTag(out, name, z, more)
		case html.EndTagToken:
			tag, _ := z.TagName()
			if !wholly()[string(tag)] {
				out.WriteString("</")
				out.Write(tag)
				out.WriteByte('>')
			}
		}
	}
	s.html = out.Bytes()
	return s, nil
}

// skip returns how many bytes the content of an element and its end tag take;
// 0 where it has no end, so that a forgotten one costs the tag alone. JSON-LD
// is put aside.
func (s *strained) skip(name string, z *html.Tokenizer, rest []byte) int {
	isData := false
	for more := name == "script"; more; {
		var k, v []byte
		k, v, more = z.TagAttr()
		isData = isData || string(k) == "type" && bytes.EqualFold(bytes.TrimSpace(v), []byte("application/ld+json"))
	}
	if s.endless[name] {
		return 0
	}
	end := endTag(rest, name)
	switch {
	case end < 0 && (name == "script" || name == "style"):
		return len(rest)
	case end < 0:
		if s.endless == nil {
			s.endless = map[string]bool{}
		}
		s.endless[name] = true
		return 0
	}
	if isData && len(s.jsonLD) < maxJSONLD {
		s.jsonLD = append(s.jsonLD, rest[:end])
	}
	if gt := bytes.IndexByte(rest[end:], '>'); gt >= 0 {
		return end + gt + 1
	}
	return len(rest)
}

// endTag finds "</name" in b, in either case.
func endTag(b []byte, name string) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("</"))
		if i < 0 {
			return -1
		}
		from += i
		if rest := b[from+2:]; len(rest) >= len(name) && strings.EqualFold(string(rest[:len(name)]), name) {
			return from
		}
		from += 2
	}
}

// writeTag writes a start tag with the attributes that matter.
func writeTag(out *bytes.Buffer, name string, z *html.Tokenizer, more bool) {
	out.WriteByte('<')
	out.WriteString(name)
	if formatting()[name] {
		more = false
	}
	var seen []string
	for n := 0; more && n < maxAttrs; n++ {
		var k, v []byte
		k, v, more = z.TagAttr()
		key := string(k)
		if key == "style" && hides(v) {
			key, v = "hidden", nil
		}
		if !attributes()[key] || len(v) > maxAttr || slices.Contains(seen, key) {
			continue
		}
		seen = append(seen, key)
		out.WriteByte(' ')
		out.WriteString(key)
		out.WriteString(`="`)
		out.WriteString(html.EscapeString(string(v)))
		out.WriteByte('"')
	}
	out.WriteByte('>')
}

// hides tells whether a style hides its element.
func hides(style []byte) bool {
	s := strings.ToLower(strings.ReplaceAll(string(style), " ", ""))
	return strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden")
}
