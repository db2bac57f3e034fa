package topic

import (
	"fmt"
	"net/url"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/text"
)

const (
	maxRegexp     = 200 // bytes of a regular expression
	maxRegexpSize = 500 // instructions it compiles to
)

// leaf reads the value of a field, or a word, phrase or regular expression.
// It is nil when only signs stand here.
func (p *parser) leaf(f field) (*node, error) {
	start := p.at
	if !p.more() {
		return nil, nil
	}
	if p.leaves++; p.leaves > maxLeaves {
		return nil, p.fail(start, "too many words", fmt.Sprintf("at most %d", maxLeaves))
	}
	if p.src[p.at] == '/' && (f.worded() || f == linkField) {
		n, err := p.regexp(f)
		if n != nil || err != nil {
			return n, err
		}
	}
	exact := false
	if f.worded() && p.src[p.at] == '=' {
		exact = true
		p.at++
	}
	raw, quoted, err := p.value(f)
	if err != nil {
		return nil, err
	}
	if !f.worded() {
		return p.valueLeaf(f, raw, quoted, start)
	}
	if exact {
		raw = "=" + raw
	}
	t, err := newTerm(raw, "")
	if err != nil {
		if !quoted && !strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) && f == anyField {
			return nil, nil
		}
		return nil, p.fail(start, err.Error(), "")
	}
	return &node{op: opTerm, field: f, term: t, shown: t.canonical()}, nil
}

// value reads a quoted or bare value.
func (p *parser) value(f field) (raw string, quoted bool, err error) {
	start := p.at
	r, n := utf8.DecodeRuneInString(p.src[p.at:])
	if end := closing(r); end != 0 && p.more() {
		rest := p.src[p.at+n:]
		i := strings.IndexFunc(rest, func(r rune) bool { return r == end || end == '”' && (r == '“' || r == '"') })
		if i < 0 {
			return "", true, p.fail(start, string(r)+" is never closed", "write "+string(end)+" where the phrase ends")
		}
		_, size := utf8.DecodeRuneInString(rest[i:])
		p.at += n + i + size
		return rest[:i], true, nil
	}
	before := ' '
	for i, r := range p.src[start:] {
		next, _ := utf8.DecodeRuneInString(p.src[start+i+utf8.RuneLen(r):])
		gershayim := r == '"' && hebrew(before) && hebrew(next) // צה"ל
		stop := unicode.IsSpace(r) || r == ')' || f.worded() && (r == '(' || closing(r) != 0 && !gershayim)
		if stop {
			p.at = start + i
			return p.src[start:p.at], false, nil
		}
		before = r
	}
	p.at = len(p.src)
	return p.src[start:], false, nil
}

func hebrew(r rune) bool { return scriptOfRune(r) == hebrewScript }

// canonical is the term as a query shows it: as written, where that reads back
// as the same term, else as folded.
func (t *term) canonical() string {
	clean := strings.Join(strings.FieldsFunc(t.src, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != zwnj && r != '*' && r != '%'
	}), " ")
	if again, err := newTerm(clean, ""); err != nil || again.key() != t.key() {
		clean = t.folded()
	}
	switch {
	case strings.ContainsFunc(clean, unicode.IsSpace), operatorWord(clean):
		clean = `"` + clean + `"`
	}
	if t.exact {
		return "=" + clean
	}
	return clean
}

func operatorWord(s string) bool {
	return s == "AND" || s == "OR" || s == "NOT" || s == "NEAR"
}

// folded is the term in folded letters.
func (t *term) folded() string {
	var b strings.Builder
	for i, p := range t.parts {
		switch {
		case p.join:
			b.WriteRune(zwnj)
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
		if p.star {
			b.WriteByte('*')
		}
	}
	return b.String()
}

// key is equal for terms that find the same.
func (t *term) key() string {
	k := t.folded()
	if t.beside != nil {
		k = fmt.Sprintf("%s NEAR/%d %s", k, t.distance, t.beside.key())
	}
	switch {
	case t.exact:
		return "=" + k
	case t.fixed:
		return strconv.Itoa(int(t.rules)) + ":" + k
	}
	return k
}

// regexp reads /…/ or /…/i; nil when none stands here.
func (p *parser) regexp(f field) (*node, error) {
	start := p.at
	rest := p.src[p.at+1:]
	end := -1
	for i := 0; i < len(rest) && end < 0; i++ {
		switch rest[i] {
		case '\\':
			i++
		case '/':
			end = i
		}
	}
	after, plain := "", f == linkField
	if end >= 0 {
		after = strings.TrimPrefix(rest[end+1:], "i")
		if r, _ := utf8.DecodeRuneInString(after); after == "" || unicode.IsSpace(r) || r == ')' {
			plain = false
		} else if !plain {
			return nil, p.fail(start, "letters after a regular expression", "the only one allowed is i: /pattern/i; a / inside is written \\/")
		}
	}
	if plain {
		return nil, nil
	}
	if end < 0 {
		return nil, p.fail(start, "/ opens a regular expression that is never closed", "write / where it ends, or put the word in quotes")
	}
	if p.regexps++; p.regexps > maxRegexps {
		return nil, p.fail(start, "too many regular expressions", fmt.Sprintf("at most %d", maxRegexps))
	}
	source, fold := rest[:end], strings.HasPrefix(rest[end+1:], "i")
	re, err := newPattern(strings.ReplaceAll(source, `\/`, "/"), fold)
	if err != nil {
		return nil, p.fail(start, err.Error(), "")
	}
	p.at = len(p.src) - len(after)
	shown := "/" + source + "/"
	if fold {
		shown += "i"
	}
	return &node{op: opRegexp, field: f, re: re, shown: shown}, nil
}

func newPattern(source string, fold bool) (*pattern, error) {
	if source == "" {
		return nil, fmt.Errorf("the regular expression is empty")
	}
	if len(source) > maxRegexp {
		return nil, fmt.Errorf("a regular expression has at most %d bytes", maxRegexp)
	}
	flags := syntax.Perl
	if fold {
		flags |= syntax.FoldCase
	}
	tree, err := syntax.Parse(source, flags)
	if err != nil {
		return nil, err
	}
	if prog, err := syntax.Compile(tree.Simplify()); err != nil || len(prog.Inst) > maxRegexpSize {
		return nil, fmt.Errorf("the regular expression is too large")
	}
	prefix := ""
	if fold {
		prefix = "(?i)"
	}
	raw, err := regexp.Compile(prefix + source)
	if err != nil {
		return nil, err
	}
	if tree, err = syntax.Parse(source, flags); err != nil {
		return nil, err
	}
	foldTree(tree)
	folded, err := regexp.Compile(tree.String())
	if err != nil {
		return nil, err
	}
	return &pattern{raw: raw, folded: folded}, nil
}

// foldTree folds the literals of an expression, letter by letter; a half-space
// in it becomes a space, as in folded text.
func foldTree(re *syntax.Regexp) {
	if re.Op == syntax.OpLiteral {
		var out []rune
		for _, r := range re.Rune {
			folded := text.Spaced(string(r))
			switch {
			case folded != "":
				out = append(out, []rune(folded)...)
			case r == zwnj:
				out = append(out, ' ')
			case !unicode.IsMark(r):
				out = append(out, r)
			}
		}
		re.Rune = out
		if len(out) == 0 {
			re.Op = syntax.OpEmptyMatch
		}
	}
	for _, s := range re.Sub {
		foldTree(s)
	}
}

// valueLeaf makes the leaf of a field that is compared as a whole.
func (p *parser) valueLeaf(f field, raw string, quoted bool, start int) (*node, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return nil, p.fail(start, f.String()+": has no value", "write it right after the colon")
	}
	n := &node{op: opValue, field: f}
	if f == afterField || f == beforeField {
		date, err := parseDate(text.Digits(raw))
		if err != nil {
			return nil, p.fail(start, "no date: "+raw, "write 2026-11-25, 2026-11, 2026, 1405/09/04 or 2026-11-25T12:00:00Z")
		}
		n.op, n.date, n.shown = opDate, date, date.Format(time.DateOnly)
		if !date.Equal(date.Truncate(24 * time.Hour)) {
			n.shown = date.Format(time.RFC3339Nano)
		}
		return n, nil
	}
	body, star := raw, false
	if !quoted && f != linkField {
		body, star = strings.CutSuffix(raw, "*")
	}
	switch f {
	case codeField:
		n.value = text.Squeezed(body)
	case linkField:
		n.value = strings.ToLower(body)
		if plain, err := url.PathUnescape(body); err == nil {
			n.value = strings.ToLower(plain)
		}
	case langField:
		n.value = strings.ToLower(body)
		if !strings.ContainsAny(body, "-_") {
			n.value = baseLanguage(body)
		}
	case siteField:
		n.value = strings.ToLower(body)
		for strings.HasPrefix(n.value, "www.") {
			n.value = n.value[len("www."):]
		}
	default:
		n.value = strings.ToLower(body)
	}
	if n.value == "" {
		return nil, p.fail(start, f.String()+": has no value", "write it right after the colon")
	}
	n.star = star
	n.shown = showValue(n.value, star)
	if f == linkField {
		n.shown = showValue(strings.ToLower(body), false)
	}
	return n, nil
}

// showValue quotes a value where it would not read back bare.
func showValue(value string, star bool) string {
	first, _ := utf8.DecodeRuneInString(value)
	bare := !strings.HasSuffix(value, "*") && first != '(' && first != '/' && closing(first) == 0 &&
		!strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || r == ')' })
	switch {
	case star:
		return value + "*"
	case bare:
		return value
	case strings.Contains(value, `"`):
		return "«" + value + "»"
	}
	return `"` + value + `"`
}

// parseDate reads a day, month or year, which stand for their beginning in
// UTC, or a time. Years before 1700 are Jalali.
func parseDate(s string) (time.Time, error) {
	s = strings.ReplaceAll(s, "/", "-")
	for _, layout := range []string{time.DateOnly, "2006-1-2", "2006-01", "2006-1", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if t.Year() >= 1700 {
			return t, nil
		}
		for strings.Count(s, "-") < 2 {
			s += "-01"
		}
		d, err := text.ParseDate(strings.ReplaceAll(s, "-", "/"), nil, time.Time{})
		return d.Time, err
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.UTC(), err
}
