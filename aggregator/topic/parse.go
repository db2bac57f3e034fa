package topic

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/text"
)

// What a query may be at most; longer ones are errors.
const (
	maxQuery   = 8000 // bytes
	maxLeaves  = 500
	maxDepth   = 32
	maxRegexps = 4
	maxNear    = 100
	plainNear  = 10 // words, for NEAR without a number
)

// SyntaxError says where a query cannot be read and what to write instead.
type SyntaxError struct {
	Column  int    // in runes, from 1
	Problem string // "unexpected )"
	Suggest string // "remove it"; may be empty
}

// Error is "column 5: unexpected ): remove it".
func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("column %d: %s", e.Column, e.Problem)
	if e.Suggest != "" {
		s += ": " + e.Suggest
	}
	return s
}

// Parse reads a query in the language of the package comment. Its error is a
// *SyntaxError. Signs between words that mean nothing, as in a pasted
// headline, are passed over.
func Parse(query string) (*Query, error) {
	p := &parser{src: query}
	if len(query) > maxQuery {
		return nil, &SyntaxError{Column: 1, Problem: fmt.Sprintf("%d bytes are too long", len(query)), Suggest: fmt.Sprintf("a query has at most %d", maxQuery)}
	}
	if !utf8.ValidString(query) {
		p.src = strings.ToValidUTF8(query, "\uFFFD")
	}
	root, err := p.or(anyField, 0)
	if err != nil {
		return nil, err
	}
	p.space()
	if p.more() {
		return nil, p.fail(p.at, "unexpected )", `remove it, or write ( before it`)
	}
	if root == nil {
		return nil, p.fail(0, "nothing to look for", "write a word or a field such as title:word")
	}
	q := &Query{root: root}
	q.number(root)
	return q, nil
}

// number gives the terms their index.
func (q *Query) number(n *node) {
	if n.op == opTerm {
		n.leaf = len(q.leaves)
		q.leaves = append(q.leaves, n)
	}
	for _, k := range n.kids {
		q.number(k)
	}
}

type parser struct {
	src     string
	at      int // byte offset
	leaves  int
	regexps int
}

func (p *parser) more() bool { return p.at < len(p.src) }

func (p *parser) fail(at int, problem, suggest string) error {
	return &SyntaxError{Column: utf8.RuneCountInString(p.src[:at]) + 1, Problem: problem, Suggest: suggest}
}

// space passes over white space and signs that mean nothing.
func (p *parser) space() {
	for p.more() {
		r, n := utf8.DecodeRuneInString(p.src[p.at:])
		next, _ := utf8.DecodeRuneInString(p.src[p.at+n:])
		alone := next == utf8.RuneError || unicode.IsSpace(next)
		switch {
		case unicode.IsSpace(r), r == zwnj, r == ',' || r == '،' || r == ';' || r == '؛':
		case strings.ContainsRune("-=/*:", r) && alone:
		case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !strings.ContainsRune(`-=/*:()%`, r) && closing(r) == 0:
		default:
			return
		}
		p.at += n
	}
}

// closing is the quote that ends one opened by r, 0 when r opens none.
func closing(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“', '„', '”':
		return '”'
	case '«':
		return '»'
	}
	return 0
}

// operator reads an operator word if one stands here.
func (p *parser) operator(word string) bool {
	rest, ok := strings.CutPrefix(p.src[p.at:], word)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !unicode.IsSpace(r) && r != '(' && r != ')' && closing(r) == 0 {
		return false
	}
	p.at += len(word)
	return true
}

func (p *parser) or(f field, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, p.fail(p.at, "parentheses too deep", fmt.Sprintf("at most %d", maxDepth))
	}
	return p.list(opOr, "OR", func() (*node, error) { return p.and(f, depth) })
}

func (p *parser) and(f field, depth int) (*node, error) {
	var kids []*node
	for {
		p.space()
		start := p.at
		if !p.more() || p.src[p.at] == ')' || p.operator("OR") {
			p.at = start
			return join(opAnd, kids), nil
		}
		and := p.operator("AND")
		if and && len(kids) == 0 {
			return nil, p.fail(start, "AND has nothing before it", `write "AND" in quotes to look for the word`)
		}
		k, err := p.not(f, depth)
		if err != nil {
			return nil, err
		}
		if k == nil && and {
			return nil, p.fail(start, "AND has nothing after it", `write "AND" in quotes to look for the word`)
		}
		if k != nil {
			kids = append(kids, k)
		}
	}
}

// list reads operands with an operator between them.
func (p *parser) list(o op, word string, operand func() (*node, error)) (*node, error) {
	var kids []*node
	for last := 0; ; {
		k, err := operand()
		if err != nil {
			return nil, err
		}
		p.space()
		start := p.at
		more := p.operator(word)
		switch {
		case k != nil:
			kids = append(kids, k)
		case more:
			return nil, p.fail(start, word+" has nothing before it", `write "`+word+`" in quotes to look for the word`)
		case len(kids) > 0:
			return nil, p.fail(last, word+" has nothing after it", `write "`+word+`" in quotes to look for the word`)
		}
		if !more {
			return join(o, kids), nil
		}
		last = start
	}
}

// join makes one node of several operands; operands of the same operation are
// taken in. It is nil without operands.
func join(o op, kids []*node) *node {
	var flat []*node
	for _, k := range kids {
		if k.op == o {
			flat = append(flat, k.kids...)
		} else {
			flat = append(flat, k)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return &node{op: o, kids: flat}
}

func (p *parser) not(f field, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, p.fail(p.at, "negations too deep", fmt.Sprintf("at most %d", maxDepth))
	}
	p.space()
	start := p.at
	if !p.operator("NOT") {
		if !strings.HasPrefix(p.src[p.at:], "-") {
			return p.near(f, depth)
		}
		p.at++
	}
	k, err := p.not(f, depth+1)
	if err != nil {
		return nil, err
	}
	if k == nil {
		return nil, p.fail(start, "NOT has nothing after it", `write "NOT" in quotes to look for the word`)
	}
	return &node{op: opNot, kids: []*node{k}}, nil
}

func (p *parser) near(f field, depth int) (*node, error) {
	left, err := p.primary(f, depth)
	if err != nil || left == nil {
		return left, err
	}
	p.space()
	start := p.at
	n, ok, err := p.nearWord()
	if !ok || err != nil {
		return left, err
	}
	right, err := p.primary(f, depth)
	if err != nil {
		return nil, err
	}
	if right == nil || !sideOfNear(left) || !sideOfNear(right) {
		return nil, p.fail(start, "NEAR needs a word or phrase on each side", `as in word NEAR/5 "two words"; (a OR b) will do too`)
	}
	if side(left) != side(right) {
		return nil, p.fail(start, "NEAR needs the same field on both sides", "as in title:word NEAR/5 title:word")
	}
	p.space()
	start = p.at
	if _, again, _ := p.nearWord(); again {
		return nil, p.fail(start, "NEAR joins two words only", "write a NEAR/5 b AND b NEAR/5 c")
	}
	return &node{op: opNear, near: n, kids: []*node{left, right}}, nil
}

// nearWord reads NEAR or NEAR/n.
func (p *parser) nearWord() (n int, ok bool, err error) {
	if p.operator("NEAR") {
		return plainNear, true, nil
	}
	rest, ok := strings.CutPrefix(p.src[p.at:], "NEAR/")
	if !ok {
		return 0, false, nil
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || closing(r) != 0 })
	if end < 0 {
		end = len(rest)
	}
	n, err = strconv.Atoi(text.Digits(rest[:end]))
	if err != nil || n < 1 || n > maxNear {
		return 0, false, p.fail(p.at, "NEAR/"+rest[:end]+" is no distance", fmt.Sprintf("write NEAR/1 to NEAR/%d", maxNear))
	}
	p.at += len("NEAR/") + end
	return n, true, nil
}

func sideOfNear(n *node) bool {
	term := func(n *node) bool { return n.op == opTerm && n.field.scanned() }
	if n.op == opOr {
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !term(k) || k.field != side(n) })
	}
	return term(n)
}

func side(n *node) field {
	if n.op == opOr {
		return n.kids[0].field
	}
	return n.field
}

// primary reads a group, a field or a leaf; nil when none stands here.
func (p *parser) primary(f field, depth int) (*node, error) {
	p.space()
	if !p.more() || p.src[p.at] == ')' {
		return nil, nil
	}
	start := p.at
	if p.src[p.at] == '(' {
		p.at++
		n, err := p.or(f, depth+1)
		if err != nil {
			return nil, err
		}
		p.space()
		if !p.more() {
			return nil, p.fail(start, "( is never closed", "write ) where the group ends")
		}
		p.at++
		return n, nil
	}
	name, colon, err := p.fieldName(f)
	if err != nil {
		return nil, err
	}
	if colon {
		if p.more() && p.src[p.at] == '(' {
			return p.primary(name, depth)
		}
		n, err := p.leaf(name)
		if err == nil && n == nil {
			err = p.fail(start, name.String()+": has no value", "write it right after the colon, or put the word in quotes")
		}
		return n, err
	}
	if p.operatorHere() {
		return nil, nil
	}
	return p.leaf(f)
}

// operatorHere tells whether an operator between operands stands here.
func (p *parser) operatorHere() bool {
	at := p.at
	defer func() { p.at = at }()
	return p.operator("AND") || p.operator("OR")
}

// fieldName reads "name:" if one stands here.
func (p *parser) fieldName(inside field) (field, bool, error) {
	rest := p.src[p.at:]
	n := 0
	for n < len(rest) && (rest[n]|0x20 >= 'a' && rest[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 || n == len(rest) || rest[n] != ':' {
		return inside, false, nil
	}
	name := strings.ToLower(rest[:n])
	if i := slices.Index(fieldNames(), name); i > 0 {
		if inside != anyField {
			return inside, false, p.fail(p.at, "field "+name+" inside field "+inside.String(), "write the fields side by side")
		}
		p.at += n + 1
		return field(i), true, nil
	}
	if r, _ := utf8.DecodeRuneInString(rest[n+1:]); n+1 == len(rest) || unicode.IsSpace(r) {
		return inside, false, nil // a headline's "Biden: …"
	}
	suggest := `write "` + rest[:n] + `:…" in quotes to look for the words; fields are ` + strings.Join(fieldNames()[1:], ", ")
	if f := nearestField(name); f != "" {
		suggest = "do you mean " + f + ":?"
	}
	return inside, false, p.fail(p.at, "no field "+name, suggest)
}

// nearestField is the field within two edits of name.
func nearestField(name string) string {
	best, at := "", 3
	for _, f := range fieldNames()[1:] {
		if d := edits(name, f); d < at && d < len(f)-1 {
			best, at = f, d
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := before
			if a[i] != b[j] {
				d = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}
