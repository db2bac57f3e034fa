package parse

import "bytes"

// attribute is one name and its raw value, entities undecoded.
type attribute struct {
	name, value []byte
}

// attributes walks the attributes of a tag, from just after its name. It reads
// quoted, unquoted and missing values. After the last one, i is where the
// attributes end, end is the offset after the tag's ">" or -1 when the bytes
// are no tag after all.
type attributes struct {
	b      []byte
	i      int
	end    int
	empty  bool // the tag ends in "/>"
	faulty bool
}

func (a *attributes) next() (attribute, bool) {
	a.end = -1
	for a.i < len(a.b) {
		switch c := a.b[a.i]; {
		case isSpace(c):
			a.i++
		case c == '>':
			a.end = a.i + 1
			return attribute{}, false
		case c == '/':
			if a.i+1 < len(a.b) && a.b[a.i+1] == '>' {
				a.end, a.empty = a.i+2, true
				return attribute{}, false
			}
			a.faulty = true
			a.i++
		case c == '<':
			return attribute{}, false
		default:
			return a.one()
		}
	}
	return attribute{}, false
}

// one reads the attribute that begins at i.
func (a *attributes) one() (attribute, bool) {
	from := a.i
	for a.i < len(a.b) && !isSpace(a.b[a.i]) && bytes.IndexByte([]byte("=/><"), a.b[a.i]) < 0 {
		a.i++
	}
	at := attribute{name: a.b[from:a.i]}
	if len(at.name) == 0 { // a lone "="
		a.faulty = true
		a.i++
		return at, true
	}
	a.faulty = a.faulty || !plainAttr(at.name)
	i := a.i
	for i < len(a.b) && isSpace(a.b[i]) {
		i++
	}
	if i >= len(a.b) || a.b[i] != '=' {
		a.faulty = true
		return at, true
	}
	i++
	for i < len(a.b) && isSpace(a.b[i]) {
		i++
	}
	if i < len(a.b) && (a.b[i] == '"' || a.b[i] == '\'') {
		return a.quoted(at, i)
	}
	a.faulty = true
	from = i
	for i < len(a.b) && !isSpace(a.b[i]) && a.b[i] != '>' && a.b[i] != '<' {
		i++
	}
	at.value, a.i = a.b[from:i], i
	return at, true
}

// quoted reads the value whose quote is at i. A value that holds ">" and then
// "<" lost its closing quote: it ends before the ">".
func (a *attributes) quoted(at attribute, i int) (attribute, bool) {
	rest := a.b[i+1:]
	n := bytes.IndexByte(rest, a.b[i])
	whole := rest
	if n >= 0 {
		whole = rest[:n]
	}
	if bytes.IndexByte(whole, '<') >= 0 || n < 0 {
		a.faulty = true
		gt := bytes.IndexByte(whole, '>')
		if gt >= 0 && (n < 0 || bytes.IndexByte(whole[gt:], '<') >= 0) {
			at.value, a.i = whole[:gt], i+1+gt
			return at, true
		}
		if n < 0 {
			a.i = len(a.b)
			return at, false
		}
	}
	at.value, a.i = whole, i+1+n+1
	return at, true
}

// attr returns the raw value of the attribute called name among the bytes
// between a tag's name and its end.
func attr(body []byte, name string) ([]byte, bool) {
	if len(body) <= len(name) || !bytes.Contains(body, []byte(name)) {
		return nil, false
	}
	a := attributes{b: body}
	for {
		at, ok := a.next()
		if !ok {
			return nil, false
		}
		if string(at.name) == name {
			return at.value, true
		}
	}
}

func plainAttr(name []byte) bool {
	if len(name) == 0 {
		return false
	}
	for i, c := range name {
		if !isNameByte(c) || i == 0 && !isNameStart(c) {
			return false
		}
	}
	return plainName(name)
}
