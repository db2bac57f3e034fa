package topic

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/text"
)

const (
	maxParts  = 16 // words of one term
	maxAnchor = 24 // bytes of a term that the multi-pattern pass looks for
	zwnj      = '\u200c'
)

// term is one word or phrase to look for in folded text. It never changes
// once made.
type term struct {
	src      string // as written, without * = and quotes
	parts    []part
	exact    bool  // =term: neither prefixes nor suffixes
	fixed    bool  // rules are those of the term's language, whatever the text's
	rules    rules // when fixed
	script   script
	beside   *term // must stand at most distance words away; nil for most
	distance int
	anchor   []byte // what a scan looks for; starts with a space when no prefix is possible
}

// part is one folded word of a term.
type part struct {
	text  string // as folded
	stem  string // text without the article where bound
	star  bool   // any letters follow
	join  bool   // nothing or one space before it, not exactly one space
	bound bool   // written with the Arabic article
}

// newTerm reads a term: words, U+200C as an optional join, * after a word for
// any ending, a leading = for the bare word. lang fixes the rules; empty
// leaves them to the language of each text.
func newTerm(src, lang string) (*term, error) {
	t := &term{src: strings.TrimSpace(src), fixed: lang != "", rules: languageRules(lang)}
	if rest, ok := strings.CutPrefix(t.src, "="); ok {
		t.src, t.exact = strings.TrimSpace(rest), true
	}
	join := false
	rest := t.src
	for rest != "" {
		i := strings.IndexFunc(rest, func(r rune) bool { return r == zwnj || unicode.IsSpace(r) })
		piece, sep := rest, rune(' ')
		if i >= 0 {
			var n int
			sep, n = utf8.DecodeRuneInString(rest[i:])
			piece, rest = rest[:i], rest[i+n:]
		} else {
			rest = ""
		}
		added, err := t.add(piece, join)
		if err != nil {
			return nil, err
		}
		join = sep == zwnj && (added || join)
	}
	if len(t.parts) == 0 {
		return nil, errors.New("nothing to look for: it has no letter or digit")
	}
	if len(t.parts) > maxParts {
		return nil, fmt.Errorf("%d words are too many: at most %d", len(t.parts), maxParts)
	}
	t.finish()
	return t, nil
}

func (t *term) add(piece string, join bool) (bool, error) {
	body, star := strings.CutSuffix(piece, "*")
	if strings.Contains(body, "*") {
		return false, errors.New("* stands at the end of a word only")
	}
	words := strings.Fields(text.Spaced(body))
	if len(words) == 0 {
		if star {
			return false, errors.New("* needs at least two letters before it")
		}
		return false, nil
	}
	for i, w := range words {
		t.parts = append(t.parts, part{text: w, stem: w, join: join && i == 0 && len(t.parts) > 0})
	}
	if star {
		last := &t.parts[len(t.parts)-1]
		if utf8.RuneCountInString(last.text) < 2 {
			return false, errors.New("* needs at least two letters before it")
		}
		last.star = true
	}
	return true, nil
}

// finish computes what follows from the parts.
func (t *term) finish() {
	for i := 0; i < len(t.parts) && t.script == otherScript; i++ {
		t.script = scriptOf(t.parts[i].text)
	}
	for i := range t.parts {
		p := &t.parts[i]
		rest, ok := strings.CutPrefix(p.text, article)
		if ok && !p.join && t.mayBe()&ruleAR != 0 && utf8.RuneCountInString(rest) >= 2 {
			p.stem, p.bound = rest, true
		}
	}
	t.anchor = t.makeAnchor()
}

// mayBe are all rules the term could be read by in some text.
func (t *term) mayBe() rules {
	switch {
	case t.exact:
		return 0
	case t.fixed:
		return t.rules
	}
	return t.script.possible()
}

// in are the rules that hold in a text of lang.
func (t *term) in(lang string) rules {
	switch {
	case t.exact:
		return 0
	case t.fixed:
		return t.rules
	}
	return t.script.in(lang)
}

func (t *term) makeAnchor() []byte {
	a := t.parts[0].stem
	if t.mayBe()&(ruleAR|ruleHE) == 0 {
		a = " " + a
		for i := 1; i < len(t.parts) && !t.parts[i].join && !t.parts[i-1].star; i++ {
			a += " " + t.parts[i].stem
		}
	}
	if len(a) > maxAnchor {
		n := maxAnchor
		for !utf8.RuneStart(a[n]) {
			n--
		}
		a = a[:n]
	}
	return []byte(a)
}

// lead is how many bytes of the anchor come before the term.
func (t *term) lead() int {
	if t.anchor[0] == ' ' {
		return 1
	}
	return 0
}

// next finds the first occurrence in hay[at:end] that begins at or after at.
// hay is folded text with a space before and after it.
func (t *term) next(hay []byte, at, end int, rs rules) (from, to int, ok bool) {
	for at < end {
		i := bytes.Index(hay[at:end], t.anchor)
		if i < 0 {
			return 0, 0, false
		}
		pos := at + i + t.lead()
		if from, to, ok := t.match(hay, pos, rs); ok {
			return from, to, true
		}
		at += i + 1
	}
	return 0, 0, false
}

// after is where to look on behind an occurrence that begins at from.
func (t *term) after(from int) int {
	if t.parts[0].bound {
		from += len(article)
	}
	return from + 1
}

// match tells whether the term stands at pos, where the stem of its first
// part begins, by one of the rules.
func (t *term) match(hay []byte, pos int, rs rules) (from, to int, ok bool) {
	if t.beside != nil {
		if from, to, ok = t.matchAny(hay, pos, rs); ok {
			ok = t.hasBeside(hay, from, to, t.beside.mayBe())
		}
		return from, to, ok
	}
	return t.matchAny(hay, pos, rs)
}

// matchAny matches the term without its companion.
func (t *term) matchAny(hay []byte, pos int, rs rules) (from, to int, ok bool) {
	if rs == 0 {
		return t.matchRule(hay, pos, 0)
	}
	for r := ruleFA; r <= ruleEN; r <<= 1 {
		if rs&r != 0 {
			if from, to, ok := t.matchRule(hay, pos, r); ok {
				return from, to, true
			}
		}
	}
	return 0, 0, false
}

func (t *term) matchRule(hay []byte, pos int, r rules) (from, to int, ok bool) {
	word := pos
	for word > 0 && hay[word-1] != ' ' {
		if word--; pos-word > maxPrefixBytes {
			return 0, 0, false
		}
	}
	if !r.prefixOK(hay[word:pos], t.parts[0].bound) {
		return 0, 0, false
	}
	to, ok = t.rest(hay, pos, 0, r)
	if t.parts[0].bound {
		pos -= len(article) // «لل» is as long as «ال»
	}
	return pos, to, ok
}

// rest matches the parts from i on, the stem of part i at p, and returns the
// end of the last word.
func (t *term) rest(hay []byte, p, i int, r rules) (int, bool) {
	this := t.parts[i]
	if !hasAt(hay, p, this.stem) {
		return 0, false
	}
	p += len(this.stem)
	last := i == len(t.parts)-1
	end := p + max(bytes.IndexByte(hay[p:], ' '), 0)
	switch {
	case this.star:
		p = end
	case p == end:
	case !last && t.parts[i+1].join:
		return t.rest(hay, p, i+1, r)
	case (last || r == ruleAR) && r.suffixOK(hay[p:end]):
		p = end
	default:
		return 0, false
	}
	if last {
		return p, true
	}
	p++
	next := t.parts[i+1]
	if next.join {
		return t.rest(hay, p, i+1, r)
	}
	for n := 0; n <= maxPrefixBytes && p+n < len(hay); n++ {
		if hasAt(hay, p+n, next.stem) && r.prefixOK(hay[p:p+n], next.bound) {
			if to, ok := t.rest(hay, p+n, i+1, r); ok {
				return to, true
			}
		}
		if hay[p+n] == ' ' || r&(ruleAR|ruleHE) == 0 && !next.bound {
			break
		}
	}
	return 0, false
}

func hasAt(hay []byte, p int, s string) bool {
	return len(hay)-p >= len(s) && string(hay[p:p+len(s)]) == s
}
