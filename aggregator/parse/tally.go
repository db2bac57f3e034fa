package parse

import (
	"bytes"
	"fmt"
)

// tally counts what mend had to do.
type tally struct {
	strays     int // "<" that begin no tag
	closers    int // "]]>" outside CDATA
	ampersands int // bare
	entities   int // undefined ones, resolved
	chars      int // illegal characters and references, dropped
	tags       int // attributes or names no XML parser takes
	cdata      int // sections without an end
	items      int // without an end tag
	elements   int // others without one
	crossed    int // end tags out of order
	deep       int // beyond depth, pieces or namespaces
	namespaces int // spelt wrongly
	channels   int // after the first
	lost       int // items cut off
	halves     int // items cut off and kept
	beyond     int // items beyond the limit
	cut        bool
	second     bool // another document follows
	trailing   bool // text follows
}

// after looks at what follows the root element.
func (t *tally) after(rest []byte) {
	if onlyRemarks(rest) {
		return
	}
	if _, _, another := readProlog(rest); another {
		t.second = true
		return
	}
	t.trailing = true
}

// onlyRemarks tells whether nothing but white space, comments and instructions
// is in b.
func onlyRemarks(b []byte) bool {
	s := scanner{b: b}
	for {
		switch t := s.next(nil); t.kind {
		case eofToken:
			return true
		case commentToken, instructionToken:
		case textToken:
			if len(bytes.TrimSpace(b[t.from:t.to])) > 0 {
				return false
			}
		default:
			return false
		}
	}
}

// words says what was done, for Document.Repaired.
func (t tally) words() []string {
	var w []string
	count := func(n int, one, many string) {
		if n == 1 {
			w = append(w, "1 "+one)
		} else if n > 1 {
			w = append(w, fmt.Sprintf("%d %s", n, many))
		}
	}
	say := func(yes bool, what string) {
		if yes {
			w = append(w, what)
		}
	}
	count(t.items, "unclosed item", "unclosed items")
	count(t.elements, "unclosed element", "unclosed elements")
	count(t.crossed, "end tag out of order", "end tags out of order")
	count(t.cdata, "unterminated CDATA section", "unterminated CDATA sections")
	count(t.strays, "stray <", "stray <")
	count(t.closers, "stray ]]>", "stray ]]>")
	count(t.ampersands, "bare ampersand", "bare ampersands")
	count(t.entities, "undefined entity", "undefined entities")
	count(t.chars, "illegal character", "illegal characters")
	count(t.tags, "malformed tag", "malformed tags")
	count(t.namespaces, "misspelt namespace", "misspelt namespaces")
	count(t.channels, "further channel, its items taken", "further channels, their items taken")
	count(t.beyond, "item beyond the limit", "items beyond the limit")
	say(t.deep > 0, "nested or split beyond the limits")
	say(t.cut, "document cut off")
	count(t.lost, "item cut off and left out", "items cut off and left out")
	count(t.halves, "item cut off, kept without its last element", "items cut off, kept without their last elements")
	say(t.second, "a second document after the first, not read")
	say(t.trailing, "text after the document")
	return w
}

// Names that mend knows. Matching ignores case, as gofeed does.

// isVoid tells whether name is an HTML element without an end tag.
func isVoid(name []byte) bool {
	for _, v := range [...]string{"br", "hr", "img", "wbr", "input", "embed", "area", "col", "param"} {
		if len(v) == len(name) && bytes.EqualFold(name, []byte(v)) {
			return true
		}
	}
	return false
}

// isFrame tells whether name is an element that holds items.
func isFrame(name []byte) bool {
	l := local(name)
	for _, v := range [...]string{"rss", "rdf", "feed", "channel"} {
		if len(v) == len(l) && bytes.EqualFold(l, []byte(v)) {
			return true
		}
	}
	return false
}

// isPlainKid tells whether a child of an item holds plain text, so that
// another child can never be inside it.
func isPlainKid(name []byte) bool {
	for _, v := range [...]string{"title", "link", "guid", "id", "pubdate", "published", "updated", "comments", "category"} {
		if len(v) == len(name) && bytes.EqualFold(name, []byte(v)) {
			return true
		}
	}
	return false
}

// isKnownKid tells whether name is a child that items commonly have and that
// HTML in a title cannot be.
func isKnownKid(name []byte) bool {
	if bytes.Equal(prefix(name), []byte("dc")) || bytes.Equal(prefix(name), []byte("content")) {
		return true
	}
	for _, v := range [...]string{"link", "guid", "id", "pubdate", "published", "updated", "comments", "category", "description", "summary", "content", "author", "enclosure", "title"} {
		if len(v) == len(name) && bytes.EqualFold(name, []byte(v)) {
			return true
		}
	}
	return false
}

// plainTag is the name that mend writes for an element: as it is, or with what
// XML refuses in it replaced.
func plainTag(name []byte) []byte {
	if plainName(name) {
		return name
	}
	out := bytes.ReplaceAll(name, []byte(":"), []byte("_"))
	return out
}
