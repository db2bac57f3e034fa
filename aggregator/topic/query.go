package topic

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// Query is a parsed query. It never changes and may be used by several
// goroutines.
type Query struct {
	root   *node
	leaves []*node // terms, in the order written
}

// op is what a node of a query does.
type op uint8

const (
	opAnd op = iota
	opOr
	opNot
	opNear
	opTerm
	opRegexp
	opValue // a field compared as a whole: source, site, lang …
	opDate
)

// node is one operation of a query.
type node struct {
	op    op
	kids  []*node
	field field
	term  *term
	re    *pattern
	value string // folded for comparison
	star  bool   // value is a prefix
	near  int    // words that may stand between
	date  time.Time
	shown string // canonical form of a leaf, without its field
	leaf  int    // index in Query.leaves, for opTerm
}

// pattern is a regular expression: as written for the text as published, and
// with its letters folded for the folded text.
type pattern struct {
	raw, folded *regexp.Regexp
}

// field names what a leaf is compared with.
type field uint8

const (
	anyField field = iota // title and text
	titleField
	textField
	codeField
	sourceField
	siteField
	publisherField
	langField
	categoryField
	authorField
	linkField
	topicField
	afterField
	beforeField
)

// fieldNames are the names of the fields as written, by field.
func fieldNames() []string {
	return []string{
		"", "title", "text", "code", "source", "site", "publisher", "lang",
		"category", "author", "link", "topic", "after", "before",
	}
}

func (f field) String() string { return fieldNames()[f] }

// worded fields hold words, which terms are looked for in.
func (f field) worded() bool {
	switch f {
	case anyField, titleField, textField, publisherField, categoryField, authorField:
		return true
	}
	return false
}

// scanned fields are the ones of view.hay.
func (f field) scanned() bool { return f <= textField }

// String is the query in canonical form: no AND, "-" for NOT, parentheses
// where operators mix. Parsing it gives the same query.
func (q *Query) String() string {
	return shown(q.root)
}

// write appends n as the operand of an operator; top means there is none.
func (n *node) write(b *strings.Builder, under op, top bool) {
	switch n.op {
	case opAnd, opOr, opNear:
		sep := " "
		switch n.op {
		case opOr:
			sep = " OR "
		case opNear:
			sep = " NEAR/" + strconv.Itoa(n.near) + " "
		}
		open := !top && (n.op != opNear || under == opNot || under == opNear)
		if open {
			b.WriteByte('(')
		}
		for i, k := range n.kids {
			if i > 0 {
				b.WriteString(sep)
			}
			k.write(b, n.op, false)
		}
		if open {
			b.WriteByte(')')
		}
	case opNot:
		b.WriteByte('-')
		n.kids[0].write(b, opNot, false)
	default:
		if n.field != anyField {
			b.WriteString(n.field.String())
			b.WriteByte(':')
		}
		b.WriteString(n.shown)
	}
}

// Match tells whether the query holds for d. Words are looked for in title and
// whole text.
func (q *Query) Match(d Doc) bool {
	e := eval{v: newView(&d, true, nil)}
	return e.holds(q.root)
}

// Why lists where the words of a matching query stand, the title first; nil
// when the query does not match. A field other than title and text is listed
// with its value's place.
func (q *Query) Why(d Doc) []news.Why {
	e := eval{v: newView(&d, true, nil)}
	if !e.holds(q.root) {
		return nil
	}
	return e.why(q.root)
}
