package identity

import (
	"fmt"
	"strconv"
	"strings"

	"golchin/aggregator/news"
)

// A pattern is one line of sites/rules.tsv, compiled: where the code is in a
// path, and what the path is without its slug.
type pattern struct {
	family string
	text   string
	tokens []token
	query  []queryToken
	path   []string // canonical path, segment by segment
	tail   string   // canonical query
	min    int      // digits
	max    int
	byLang bool
}

type queryToken struct {
	name string
	code bool // holds the code; else the language
}

type tokenKind int

const (
	literal tokenKind = iota
	optionalLang
	needLang
	date
	anyOne
	anyNumber
	numbered // ends in "-" and a number
	code
	short
)

type token struct {
	kind           tokenKind
	words          []string // literal
	before, after  string   // text around the code
	anyHead, anyTo bool     // "*" before, "*" after
}

// found is what a pattern met in a URL.
type found struct {
	code news.Code
	lang string // lower case; empty for none
	date string
	star string
	word string
}

func compilePattern(family, text, canonical, digits, counter string) (*pattern, error) {
	p := &pattern{family: family, text: text, byLang: counter == "lang"}
	if counter != "lang" && counter != "one" {
		return nil, fmt.Errorf("rule %s %s: counter %q: want lang or one", family, text, counter)
	}
	if _, err := fmt.Sscanf(digits, "%d-%d", &p.min, &p.max); err != nil {
		return nil, fmt.Errorf("rule %s %s: digits %q: %w", family, text, digits, err)
	}
	path, query := text, ""
	if i := strings.LastIndexByte(text, '?'); i >= 0 && !strings.HasPrefix(text[i:], "?}") {
		path, query = text[:i], text[i+1:]
	}
	for seg := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		p.tokens = append(p.tokens, compileToken(seg))
	}
	if query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			name, v, _ := strings.Cut(pair, "=")
			p.query = append(p.query, queryToken{name: name, code: v == "{code}"})
		}
	}
	canonical, p.tail, _ = strings.Cut(canonical, "?")
	p.path = strings.Split(strings.TrimPrefix(canonical, "/"), "/")
	return p, nil
}

func compileToken(seg string) token {
	switch seg {
	case "{lang?}":
		return token{kind: optionalLang}
	case "{lang}":
		return token{kind: needLang}
	case "{date}":
		return token{kind: date}
	case "*":
		return token{kind: anyOne}
	case "**":
		return token{kind: anyNumber}
	case "*-{n}":
		return token{kind: numbered}
	case "{short}":
		return token{kind: short}
	}
	before, after, ok := strings.Cut(seg, "{code}")
	if !ok {
		if head, ok := strings.CutSuffix(seg, "*"); ok {
			return token{kind: literal, words: []string{head}, anyTo: true}
		}
		return token{kind: literal, words: strings.Split(seg, "|")}
	}
	t := token{kind: code}
	t.before, t.anyHead = strings.CutPrefix(before, "*")
	t.after, t.anyTo = strings.CutSuffix(after, "*")
	return t
}

// match says whether p fires for l, and what it met.
func (p *pattern) match(l *link) (found, bool) {
	var f found
	if !p.matchPath(p.tokens, l.segs, &f) {
		return f, false
	}
	for _, q := range p.query {
		v := value(l.query, q.name)
		switch {
		case q.code:
			f.code = p.accept(v)
		case isLang(v):
			f.lang = strings.ToLower(v)
		}
	}
	return f, f.code != ""
}

func (p *pattern) matchPath(tokens []token, segs []string, f *found) bool {
	if len(tokens) == 0 {
		// A code in the query belongs to the page itself, not to one below it.
		return len(p.query) == 0 || len(segs) == 0
	}
	t := &tokens[0]
	if t.kind == optionalLang {
		if len(segs) > 0 && isLang(segs[0]) {
			f.lang = strings.ToLower(segs[0])
			if p.matchPath(tokens[1:], segs[1:], f) {
				return true
			}
			f.lang = ""
		}
		return p.matchPath(tokens[1:], segs, f)
	}
	if t.kind == anyNumber {
		for n := range min(len(segs), 12) {
			if p.matchPath(tokens[1:], segs[n:], f) {
				return true
			}
		}
		return false
	}
	if len(segs) == 0 {
		return false
	}
	n := p.matchToken(t, segs, f)
	return n > 0 && p.matchPath(tokens[1:], segs[n:], f)
}

// matchToken returns how many segments t takes, 0 for no match.
func (p *pattern) matchToken(t *token, segs []string, f *found) int {
	seg := segs[0]
	ok := false
	switch t.kind {
	case literal:
		for _, w := range t.words {
			if strings.EqualFold(w, seg) || t.anyTo && strings.HasPrefix(seg, w) {
				f.word, ok = w, true
				break
			}
		}
	case needLang:
		f.lang, ok = strings.ToLower(seg), isLang(seg)
	case date:
		n := dateSegments(segs)
		f.date = strings.Join(segs[:n], "/")
		return n
	case anyOne:
		f.star, ok = seg, true
	case numbered:
		i := strings.LastIndexByte(seg, '-')
		ok = i > 0 && isDigits(seg[i+1:])
	case code:
		f.code = p.accept(t.digits(seg))
		ok = f.code != "" && (!t.anyHead || len(segs) == 1) && !archive(segs) && // a slug comes last
			(p.family != anySite || !sectioned(segs))
	case short:
		// Nothing follows a short link.
		f.code, ok = unshorten(seg)
		ok = ok && len(segs) == 1 && len(f.code) <= p.max
	}
	if ok {
		return 1
	}
	return 0
}

// digits cuts the code out of seg; empty when seg is not of t's form.
func (t *token) digits(seg string) string {
	seg = cutExtension(seg)
	if t.anyHead {
		end, ok := cutSuffixFold(seg, t.after)
		if !ok {
			return ""
		}
		i := len(end)
		for i > 0 && isDigit(end[i-1]) {
			i--
		}
		if !strings.HasSuffix(end[:i], t.before) {
			return ""
		}
		return end[i:]
	}
	if len(seg) < len(t.before) || !strings.EqualFold(seg[:len(t.before)], t.before) {
		return ""
	}
	seg = seg[len(t.before):]
	i := 0
	for i < len(seg) && isDigit(seg[i]) {
		i++
	}
	rest := seg[i:]
	if t.anyTo && strings.HasPrefix(rest, t.after) || rest == t.after {
		return seg[:i]
	}
	return ""
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if n := len(s) - len(suffix); n >= 0 && strings.EqualFold(s[n:], suffix) {
		return s[:n], true
	}
	return s, false
}

func cutExtension(seg string) string {
	for _, ext := range [...]string{".html", ".htm", ".shtml", ".aspx", ".php"} {
		if s, ok := cutSuffixFold(seg, ext); ok {
			return s
		}
	}
	return seg
}

// accept returns digits as a code if there are as many as the rule wants, and
// not all zero.
func (p *pattern) accept(digits string) news.Code {
	if len(digits) < p.min || len(digits) > p.max || !isDigits(digits) || strings.Trim(digits, "0") == "" {
		return ""
	}
	if p.family == anySite && dateShaped(digits, p.tokens[0].kind == literal) {
		return ""
	}
	return news.Code(digits)
}

// canonical writes the path and query that stand for the article.
func (p *pattern) canonical(f found) string {
	var b strings.Builder
	for _, seg := range p.path {
		at := b.Len()
		b.WriteByte('/')
		p.fill(&b, seg, f)
		if b.Len() == at+1 {
			rest := b.String()[:at]
			b.Reset()
			b.WriteString(rest)
		}
	}
	if p.tail != "" {
		b.WriteByte('?')
		p.fill(&b, p.tail, f)
	}
	return b.String()
}

// fill writes text with its one placeholder replaced.
func (p *pattern) fill(b *strings.Builder, text string, f found) {
	before, rest, ok := strings.Cut(text, "{")
	b.WriteString(before)
	if !ok {
		return
	}
	name, after, _ := strings.Cut(rest, "}")
	switch name {
	case "code":
		b.WriteString(string(f.code))
	case "lang":
		if f.lang != "fa" {
			b.WriteString(f.lang)
		}
	case "fa":
		if f.lang == "" {
			b.WriteString("fa")
		}
		b.WriteString(f.lang)
	case "date":
		b.WriteString(f.date)
	case "word":
		b.WriteString(f.word)
	case "*":
		escape(b, f.star, pathSafe)
	}
	b.WriteString(after)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// dateSegments is how many leading segments are a date: 3 for yyyy/m/d, 1 for
// yyyymmdd, 0 for none. Jalali and Gregorian years count.
func dateSegments(segs []string) int {
	if len(segs[0]) == 8 && isDigits(segs[0]) && isDate(segs[0][:4], segs[0][4:6], segs[0][6:]) {
		return 1
	}
	if len(segs) >= 3 && isDate(segs[0], segs[1], segs[2]) {
		return 3
	}
	return 0
}

// archive tells of paths like /news/1402/09, a month's archive.
func archive(segs []string) bool {
	return len(segs) > 1 && isYear(segs[0]) && within(segs[1], 1, 12)
}

// sectioned tells of paths like /news/1234/5678901-slug, where the first number
// may be the section's.
func sectioned(segs []string) bool {
	if len(segs) < 2 {
		return false
	}
	n := 0
	for n < len(segs[1]) && isDigit(segs[1][n]) {
		n++
	}
	return n >= 5 || n >= 4 && n == len(segs[1])
}

func isDate(y, m, d string) bool {
	return isYear(y) && within(m, 1, 12) && within(d, 1, 31)
}

func isYear(y string) bool {
	return len(y) == 4 && (within(y, 1370, 1430) || within(y, 1980, 2060))
}

func within(s string, low, high int) bool {
	if len(s) > 4 || !isDigits(s) {
		return false
	}
	n, err := strconv.Atoi(s)
	return err == nil && low <= n && n <= high
}

// dateShaped tells of numbers that, at a site we don't know, may be an
// archive's date rather than a code: 1402, 20231127, 202311. In the weaker
// shape /news/N also 231127.
func dateShaped(digits string, weak bool) bool {
	switch len(digits) {
	case 4:
		return isYear(digits)
	case 6:
		return within(digits[:4], 2010, 2035) && within(digits[4:], 1, 12) ||
			weak && within(digits[:2], 19, 30) && within(digits[2:4], 1, 12) && within(digits[4:], 1, 31)
	case 8:
		return isDate(digits[:4], digits[4:6], digits[6:])
	}
	return false
}

// unshorten decodes the short links of IranSamaneh: six digits to base 62,
// 0-9A-Za-z, the first one 0 (tabnak.ir/005rUZ is 1397267).
func unshorten(s string) (news.Code, bool) {
	if len(s) != 6 || s[0] != '0' {
		return "", false
	}
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case isDigit(c):
			n = n*62 + int(c-'0')
		case 'A' <= c && c <= 'Z':
			n = n*62 + int(c-'A') + 10
		case 'a' <= c && c <= 'z':
			n = n*62 + int(c-'a') + 36
		default:
			return "", false
		}
	}
	return news.Code(strconv.Itoa(n)), n > 0
}
