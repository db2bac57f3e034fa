package parse

import "bytes"

// kind is what a token of markup is.
type kind uint8

const (
	textToken kind = iota
	startToken
	endToken
	cdataToken
	commentToken
	instructionToken // <?…?>
	directiveToken   // <!…>
	eofToken
)

// token is a piece of markup, as offsets into the scanner's bytes.
type token struct {
	kind             kind
	from, to         int // the whole token
	nameFrom, nameTo int // tags only
	bodyFrom, bodyTo int // attributes of a tag; inside of CDATA and comments
	empty            bool
	faulty           bool // an XML parser would stumble here
	strays           int  // "<" that begin no markup; text only
}

// scanner cuts a document into tokens. It accepts anything: what is no markup
// is text. Every byte belongs to exactly one token, and the work is linear in
// the length of the document whatever it holds.
type scanner struct {
	b []byte
	i int

	// Where the next closing mark of each kind is, so that a thousand openers
	// before one closer do not search for it a thousand times.
	cdataEnd, commentEnd, instructionEnd mark

	ahead   token // the tag that text stopped before
	isAhead bool
}

// mark remembers where a sequence occurs next.
type mark struct {
	at    int
	known bool
}

// next returns the offset of seq at or after from, len(b) when there is none.
func (m *mark) next(b []byte, seq string, from int) int {
	if m.known && m.at >= from {
		return m.at
	}
	m.known = true
	if i := bytes.Index(b[from:], []byte(seq)); i >= 0 {
		m.at = from + i
	} else {
		m.at = len(b)
	}
	return m.at
}

// next returns the next token; parent is the name of the open element, which
// tells where an unterminated CDATA section ends.
func (s *scanner) next(parent []byte) token {
	if s.i >= len(s.b) {
		return token{kind: eofToken, from: len(s.b), to: len(s.b)}
	}
	t, ok := s.markup(parent)
	if !ok {
		t = s.text()
	}
	s.i = t.to
	return t
}

// text reads up to the next markup.
func (s *scanner) text() token {
	t := token{kind: textToken, from: s.i}
	i := s.i
	for {
		n := bytes.IndexByte(s.b[i:], '<')
		if n < 0 {
			t.to = len(s.b)
			return t
		}
		i += n
		if s.beginsMarkup(i) {
			t.to = i
			return t
		}
		t.strays++
		t.faulty = true
		i++
	}
}

// beginsMarkup tells whether the "<" at i opens a token.
func (s *scanner) beginsMarkup(i int) bool {
	if i+1 >= len(s.b) {
		return false
	}
	switch c := s.b[i+1]; {
	case c == '?' || c == '!':
		return true
	case c == '/' || isNameStart(c):
		s.ahead, s.isAhead = s.tag(i)
		return s.isAhead
	}
	return false
}

// markup reads the token that the "<" at the current place opens.
func (s *scanner) markup(parent []byte) (token, bool) {
	b := s.b[s.i:]
	if s.isAhead && s.ahead.from == s.i {
		return s.ahead, true
	}
	if b[0] != '<' || len(b) < 2 {
		return token{}, false
	}
	switch {
	case b[1] == '?':
		return s.instruction(), true
	case b[1] != '!':
		return s.tag(s.i)
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return s.cdata(parent), true
	case bytes.HasPrefix(b, []byte("<!--")):
		return s.comment(), true
	}
	return s.directive(), true
}

func (s *scanner) instruction() token {
	t := token{kind: instructionToken, from: s.i, bodyFrom: s.i + 2}
	end := s.instructionEnd.next(s.b, "?>", s.i+2)
	if end < len(s.b) {
		t.bodyTo, t.to = end, end+2
	} else {
		t.bodyTo, t.to = s.until('>', s.i+2)
		t.faulty = true
	}
	t.faulty = t.faulty || hasPrefixFold(s.b[t.bodyFrom:t.bodyTo], "xml ")
	return t
}

func (s *scanner) comment() token {
	t := token{kind: commentToken, from: s.i, bodyFrom: s.i + 4}
	end := s.commentEnd.next(s.b, "-->", s.i+4)
	if end == len(s.b) { // unterminated: only the mark itself is lost
		t.bodyTo, t.to, t.faulty = s.i+4, s.i+4, true
		return t
	}
	t.bodyTo, t.to = end, end+3
	body := s.b[t.bodyFrom:t.bodyTo]
	t.faulty = bytes.Contains(body, []byte("--")) || bytes.HasSuffix(body, []byte("-"))
	return t
}

func (s *scanner) directive() token {
	t := token{kind: directiveToken, from: s.i, bodyFrom: s.i + 2, faulty: true}
	t.bodyTo, t.to = s.until('>', s.i+2)
	return t
}

// until returns the offsets before and after the next c, or of the next "<"
// or the end when that comes first.
func (s *scanner) until(c byte, from int) (before, after int) {
	for i := from; i < len(s.b); i++ {
		switch s.b[i] {
		case c:
			return i, i + 1
		case '<':
			return i, i
		}
	}
	return len(s.b), len(s.b)
}

// cdata reads a CDATA section. One that holds its own element's end tag,
// followed by markup, lost its terminator: it ends before that tag.
func (s *scanner) cdata(parent []byte) token {
	const open, shut = len("<![CDATA["), len("]]>")
	t := token{kind: cdataToken, from: s.i, bodyFrom: s.i + open}
	end := s.cdataEnd.next(s.b, "]]>", t.bodyFrom)
	body := s.b[t.bodyFrom:end]
	if k := lostEnd(s.b, t.bodyFrom, end, parent); k >= 0 {
		t.bodyTo, t.to, t.faulty = k, k, true
		return t
	}
	if end < len(s.b) {
		t.bodyTo, t.to = end, end+shut
		return t
	}
	t.faulty = true
	if k := bytes.Index(body, []byte("</")); k >= 0 {
		end = t.bodyFrom + k
	}
	t.bodyTo, t.to = end, end
	return t
}

// lostEnd returns where in b[from:to] the end tag of parent is, when markup
// follows it, and -1 when there is none.
func lostEnd(b []byte, from, to int, parent []byte) int {
	if len(parent) == 0 {
		return -1
	}
	for tries := 0; tries < 4; tries++ {
		k := bytes.Index(b[from:to], []byte("</"))
		for k >= 0 && !bytes.HasPrefix(b[from+k+2:to], parent) {
			from += k + 2
			k = bytes.Index(b[from:to], []byte("</"))
		}
		if k < 0 {
			return -1
		}
		at := from + k
		rest := bytes.TrimLeft(b[at+2+len(parent):], " \t\r\n")
		if len(rest) > 0 && rest[0] == '>' {
			rest = bytes.TrimLeft(rest[1:], " \t\r\n")
			if len(rest) > 0 && rest[0] == '<' {
				return at
			}
		}
		from = at + 2
	}
	return -1
}

// tag reads a start or end tag at i. It says no when the bytes are none, as in
// "a <b and c</title>" or "<me@example.org>".
func (s *scanner) tag(i int) (token, bool) {
	t := token{kind: startToken, from: i}
	i++
	if i < len(s.b) && s.b[i] == '/' {
		t.kind = endToken
		i++
	}
	t.nameFrom = i
	if i >= len(s.b) || !isNameStart(s.b[i]) {
		return t, false
	}
	for i < len(s.b) && isNameByte(s.b[i]) {
		i++
	}
	t.nameTo, t.bodyFrom = i, i
	t.faulty = !plainName(s.b[t.nameFrom:t.nameTo])
	if i < len(s.b) && !isSpace(s.b[i]) && s.b[i] != '>' && s.b[i] != '/' {
		return t, false
	}
	a := attributes{b: s.b, i: i}
	for {
		if _, ok := a.next(); !ok {
			break
		}
	}
	if a.end < 0 {
		return t, false
	}
	t.bodyTo, t.to, t.empty = a.i, a.end, a.empty && t.kind == startToken
	t.faulty = t.faulty || a.faulty
	if t.kind == endToken && len(bytes.TrimSpace(s.b[t.bodyFrom:t.bodyTo])) > 0 {
		t.faulty = true
	}
	return t, true
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isNameByte(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':'
}

// plainName tells whether an XML parser takes name: one colon at most, and
// not at its end.
func plainName(name []byte) bool {
	i := bytes.IndexByte(name, ':')
	return i < 0 || i < len(name)-1 && bytes.IndexByte(name[i+1:], ':') < 0
}

// local is the part of a qualified name after its colon.
func local(name []byte) []byte {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// prefix is the part of a qualified name before its colon.
func prefix(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i]
	}
	return nil
}

func hasPrefixFold(b []byte, p string) bool {
	return len(b) >= len(p) && bytes.EqualFold(b[:len(p)], []byte(p))
}
