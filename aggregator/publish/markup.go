package publish

import (
	"bytes"
	"html"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"golchin/aggregator/text"
)

// maxDepth is the deepest nesting of elements that is kept.
const maxDepth = 256

// tidy returns a fragment of HTML fit to stand beside others: allowed elements
// only, properly nested, all closed, attributes quoted, links with harmless
// schemes. Sanitised markup comes out as it went in, but for the closing of
// what was open: this is the second lock on the door (BEHAVIOUR F10).
func tidy(s string) string {
	s = strings.TrimSpace(legal(s))
	if !strings.Contains(s, "<") {
		return s
	}
	t := tidier{}
	t.b.Grow(len(s) + 64)
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case xhtml.ErrorToken: // the end: a string has no other errors
			t.closeTo(0)
			return strings.TrimSpace(t.b.String())
		case xhtml.TextToken:
			if t.mute == 0 {
				t.text(z.Raw())
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			t.start(z)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			t.end(atom.Lookup(name))
		}
	}
}

// tidier is the state of one walk.
type tidier struct {
	b    strings.Builder
	open []atom.Atom // elements not yet closed, innermost last
	mute atom.Atom   // the element whose text is left out
}

// text writes what stands between tags. A bare "<" is escaped: the comment or
// tag that kept it from being one may be gone.
func (t *tidier) text(raw []byte) {
	for len(raw) > 0 {
		i := bytes.IndexAny(raw, "<>")
		if i < 0 {
			t.b.Write(raw)
			return
		}
		t.b.Write(raw[:i])
		if raw[i] == '<' {
			t.b.WriteString("&lt;")
		} else {
			t.b.WriteString("&gt;")
		}
		raw = raw[i+1:]
	}
}

func (t *tidier) start(z *xhtml.Tokenizer) {
	name, more := z.TagName()
	a := atom.Lookup(name)
	if t.mute != 0 {
		return
	}
	kind := elementKind(a)
	switch {
	case kind == silent:
		t.mute = a
		return
	case kind == dropped || kind != void && len(t.open) == maxDepth:
		return
	}
	t.imply(a, kind)
	t.b.WriteByte('<')
	t.b.WriteString(a.String())
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if value := string(v); safeAttr(string(k), value) {
			t.b.WriteByte(' ')
			t.b.Write(k)
			t.b.WriteString(`="`)
			t.b.WriteString(html.EscapeString(value))
			t.b.WriteByte('"')
		}
	}
	t.b.WriteByte('>')
	if kind != void {
		t.open = append(t.open, a)
	}
}

// imply closes what the start of a closes by itself (HTML §13.1.2.4).
func (t *tidier) imply(a atom.Atom, k kind) {
	if len(t.open) == 0 {
		return
	}
	top := t.open[len(t.open)-1]
	switch a {
	case atom.Li, atom.Tr:
		if top == a {
			t.closeTo(len(t.open) - 1)
		}
	case atom.Dt, atom.Dd:
		if top == atom.Dt || top == atom.Dd {
			t.closeTo(len(t.open) - 1)
		}
	case atom.Td, atom.Th:
		if top == atom.Td || top == atom.Th {
			t.closeTo(len(t.open) - 1)
		}
	default:
		if top == atom.P && k == block {
			t.closeTo(len(t.open) - 1)
		}
	}
}

func (t *tidier) end(a atom.Atom) {
	if t.mute != 0 {
		if a == t.mute {
			t.mute = 0
		}
		return
	}
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i] == a {
			t.closeTo(i)
			return
		}
	}
}

// closeTo closes all but the outermost n open elements.
func (t *tidier) closeTo(n int) {
	for i := len(t.open) - 1; i >= n; i-- {
		t.b.WriteString("</")
		t.b.WriteString(t.open[i].String())
		t.b.WriteByte('>')
	}
	t.open = t.open[:n]
}

// kind is what an element is to us.
type kind int

const (
	dropped kind = iota // the tag goes, what is in it stays
	silent              // the element goes with all that is in it
	inline
	block // ends an open paragraph
	void  // has no end
)

// elementKind is the list of allowed elements.
func elementKind(a atom.Atom) kind {
	switch a {
	case atom.Script, atom.Style, atom.Iframe, atom.Object, atom.Noscript, atom.Noembed, atom.Noframes, atom.Template,
		atom.Svg, atom.Math, atom.Title, atom.Textarea, atom.Xmp, atom.Select, atom.Applet, atom.Plaintext:
		return silent
	case atom.Br, atom.Img, atom.Wbr, atom.Source, atom.Track, atom.Col:
		return void
	case atom.Hr:
		return void
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Div, atom.Dl,
		atom.Figcaption, atom.Figure, atom.Footer, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header,
		atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Ul:
		return block
	case atom.A, atom.Abbr, atom.Audio, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Caption, atom.Cite, atom.Code,
		atom.Colgroup, atom.Data, atom.Dd, atom.Del, atom.Dfn, atom.Dt, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd,
		atom.Li, atom.Mark, atom.Picture, atom.Q, atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span,
		atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Time,
		atom.Tr, atom.Tt, atom.U, atom.Var, atom.Video:
		return inline
	}
	return dropped
}

// safeAttr tells the attributes that may go out: lower-case letters and
// hyphens, no handlers, no styles, and addresses only of harmless schemes.
func safeAttr(k, v string) bool {
	for _, c := range []byte(k) {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	switch k {
	case "", "style", "srcdoc", "action", "formaction", "ping", "target", "background", "autoplay", "autofocus", "contenteditable":
		return false
	case "href", "src", "poster", "cite", "longdesc":
		return safeAddress(v)
	case "srcset":
		for c := range strings.SplitSeq(v, ",") {
			if !safeAddress(c) {
				return false
			}
		}
	}
	return !strings.HasPrefix(k, "on")
}

// safeAddress tells absolute addresses of schemes that run nothing. Relative
// ones were made absolute on the way in; here they would point nowhere.
func safeAddress(v string) bool {
	v = strings.TrimLeft(v, " \t\r\n\f")
	for _, p := range []string{"http://", "https://", "mailto:", "tel:", "geo:", "magnet:"} {
		if len(v) >= len(p) && strings.EqualFold(v[:len(p)], p) {
			return true
		}
	}
	return false
}

// plain returns the text of a fragment of HTML as one line.
func plain(s string) string { return strings.TrimLeft(line(text.Plain(legal(s))), " ") }

// excerpt cuts a line to at most n runes, between words where it can, and marks
// the cut.
func excerpt(s string, n int) string { return line(text.Truncate(s, n)) }
