package story

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golchin/aggregator/text"
)

// token is one word of a text, or the concept that several words stand for.
type token struct {
	key   string
	w     float64 // how much sharing it says
	class class
	value int64 // of numbers
	cross bool  // the same in every language
}

// tokens reads folded words of one language.
func tokens(lang, spaced string) []token { return tokensOf(lang, split(spaced)) }

// split is the words of a folded text.
func split(spaced string) []string {
	if spaced == "" {
		return nil
	}
	return strings.Split(spaced, " ")
}

func tokensOf(lang string, words []string) []token {
	l := known()
	out := make([]token, 0, len(words))
	var forms []string
	var stemmed string // of Arabic words
	common := l.common[lang]
	for i := 0; i < len(words); {
		forms, stemmed = lookups(lang, words[i], forms[:0])
		if p, n := l.find(lang, words, i, forms); n > 0 {
			out = append(out, token{key: p.key, w: conceptWeight(p), class: p.class, cross: true})
			i += n
			continue
		}
		v, n := l.number(words[i:])
		for _, f := range forms[1:] { // «لیومین»
			if d, ok := l.numbers[f]; n == 0 && ok {
				v, n = d, 1
			}
		}
		if n > 0 {
			out = append(out, token{key: strconv.FormatInt(v, 10), w: numberWeight(v), class: number, value: v, cross: true})
			i += n
			continue
		}
		var s string
		if s = stemmed; lang != "ar" {
			s = stem(lang, words[i])
		}
		w, ok := common[s]
		switch {
		case ok:
		case utf8.RuneCountInString(s) < 3:
			w = weightFrequent
		default:
			w = weightRare
		}
		out = append(out, token{key: s, w: w})
		i++
	}
	return out
}

// conceptWeight says how much it tells that two texts share a concept.
// Belligerents and heads of state are in half the news.
func conceptWeight(p phrase) float64 {
	switch p.class {
	case agency:
		return 0
	case weekday:
		return 0.2
	case event:
		return 0.6
	}
	switch p.key {
	case "=iran", "=israel", "=america", "=gaza", "=hamas", "=trump", "=russia", "=ukraine", "=lebanon", "=palestine", "=tehran", "=moscow", "=telaviv":
		return 0.55
	}
	return 0.9
}

// numberWeight: a number of many digits is shared by chance less often.
func numberWeight(v int64) float64 {
	switch {
	case v < 4:
		return 0.5
	case v < 13:
		return 0.8
	}
	return 1
}

// number reads the number that words begin with, "1 میلیون و 250 هزار",
// "thirty nine" and «تسعه وثلاثون» included, and how many words it takes.
func (l *lexicon) number(words []string) (v int64, n int) {
	var total, cur int64
	for n < len(words) {
		at, joined := n, false
		w := words[at]
		if n > 0 && w == "و" && n+1 < len(words) {
			at, joined = at+1, true
			w = words[at]
		}
		d, ok := l.digit(w)
		if tens, cut := strings.CutPrefix(w, "و"); cut && tens != "" && !ok && n > 0 && cur < 10 { // units before tens
			if d, ok = l.digit(tens); ok && d >= 20 && d < 100 {
				cur, n = cur+d, at+1
				continue
			}
			ok = false
		}
		spoken := ok && isWord(w) && n > 0 && isWord(words[n-1])
		switch {
		case !ok || d < 0:
			return total + cur, n
		case spoken && !joined && d == 100 && cur > 0 && cur < 10:
			cur *= 100
		case spoken && !joined && d < 10 && cur%10 == 0 && cur%100 >= 20:
			cur += d
		case spoken && !joined && d < 100 && cur >= 100 && cur%100 == 0:
			cur += d
		case n > 0 && d < 1000 && (!joined || cur > 0 && d >= cur):
			return total + cur, n
		case d >= 1000 && isWord(w):
			if d > 1e15/max(cur, 1) {
				return total + cur, n
			}
			total, cur = total+max(cur, 1)*d, 0
		case d >= 1000 && n > 0:
			return total + cur, n
		default:
			cur += d
		}
		n = at + 1
	}
	return total + cur, n
}

func isWord(s string) bool { return s[0] < '0' || s[0] > '9' }

// digit is the value of one word: digits, or a number word.
func (l *lexicon) digit(w string) (int64, bool) {
	if !isWord(w) {
		w, scale := scaled(strings.TrimSuffix(w, "%"))
		if len(w) > 15 {
			return 0, false
		}
		whole, frac, dotted := strings.Cut(w, ".")
		v, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return 0, false
		}
		if scale > 1 && v < 1e6 { // "500m", "1.5bn"
			f, err := strconv.ParseFloat(w, 64)
			return int64(math.Round(f * float64(scale))), err == nil
		}
		if dotted { // 5.4 and 5.6 are two numbers; 12.00 is a clock
			f, err := strconv.ParseInt(frac, 10, 32)
			if err == nil && f > 0 {
				v = -(v*1000 + f)
			}
		}
		return max(v, -v), true
	}
	if v, ok := l.numbers[w]; ok {
		return v, true
	}
	if w[0] != 0xd0 && w[0] != 0xd1 { // stems are listed for Russian only
		return 0, false
	}
	for s, v := range l.numStems {
		if strings.HasPrefix(w, s) {
			return v, true
		}
	}
	return 0, false
}

// scaled takes the letters off a number that English newsrooms write for its
// size ("500m", "5bn").
func scaled(w string) (digits string, scale int64) {
	for _, s := range [...]struct {
		suffix string
		scale  int64
	}{{"bn", 1e9}, {"tn", 1e12}, {"mn", 1e6}, {"mln", 1e6}, {"m", 1e6}, {"k", 1e3}} {
		if d, ok := strings.CutSuffix(w, s.suffix); ok && d != "" && d[len(d)-1] >= '0' && d[len(d)-1] <= '9' {
			return d, s.scale
		}
	}
	return w, 1
}

// lookups are the forms under which a word may be listed: as it is, without
// what Arabic writes before it and Persian after it.
func lookups(lang, w string, to []string) (forms []string, stemmed string) {
	to = append(to, w)
	switch lang {
	case "ar":
		for _, p := range [...]string{"و", "ف", "ب", "ل", "ک"} { // «بغزة», «وقطر»
			if s, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(s) >= 3 {
				to = append(to, s)
			}
		}
		to = arabicVerb(w, to)
		bare := w
		for _, p := range [...]string{"وال", "فال", "بال", "کال", "لل", "ال"} {
			if s, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(s) >= 3 {
				bare = s
				to = append(to, s)
				break
			}
		}
		if s, ok := strings.CutSuffix(bare, "یه"); ok { // «بریطانیه» is «بریطانی»
			to = append(to, s+"ی", "ال"+s+"ی")
		}
		stemmed = arabicStem(w)
		if stemmed != w {
			to = append(to, stemmed, "ال"+stemmed)
			if t, ok := strings.CutSuffix(stemmed, "ی"); ok {
				to = append(to, t)
			}
		}
	case "fa":
		if s, ok := strings.CutSuffix(w, "ی"); ok && len(s) > 4 {
			to = append(to, s)
		}
		for _, suffix := range [...]string{"های", "هایی", "ها"} {
			if s, ok := strings.CutSuffix(w, suffix); ok && len(s) > 4 {
				to = append(to, s)
			}
		}
	}
	return to, stemmed
}

// arabicVerb adds the forms under which an Arabic verb may be listed: without
// the ending of «افتتحت» and without what «یفتتح» or «ستبدا» begin with, with the
// alif that this took the place of.
func arabicVerb(w string, to []string) []string {
	const root = 4 // runes that a form must have
	if s, ok := strings.CutSuffix(w, "ت"); ok && utf8.RuneCountInString(s) >= root {
		to = append(to, s)
	}
	for _, p := range [...]string{"سی", "ست", "ی", "ت"} {
		if s, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(s) >= root {
			return append(to, s, "ا"+s)
		}
	}
	return to
}

// stem cuts what inflection adds, roughly: enough to see that two headlines
// use one word. Turkish and Russian words are cut to their first runes, which
// does as well in retrieval as morphology (Can et al., 2008).
func stem(lang, w string) string {
	switch lang {
	case "ar":
		return arabicStem(w)
	case "fa":
		for _, suffix := range [...]string{"هایی", "های", "ها", "یی", "ی"} {
			if s, ok := strings.CutSuffix(w, suffix); ok && utf8.RuneCountInString(s) >= 3 {
				return s
			}
		}
		return w
	case "en":
		return englishStem(w)
	case "tr":
		return firstRunes(w, 5)
	case "ru":
		return firstRunes(w, 6)
	}
	return w
}

func firstRunes(w string, n int) string {
	for i := range w {
		if n == 0 {
			return w[:i]
		}
		n--
	}
	return w
}

// arabicStem takes off the conjunction, one preposition and the article, and
// the common endings.
func arabicStem(w string) string {
	s := w
	for _, p := range [...]string{"وال", "فال", "بال", "کال", "لل", "ال", "و", "ل", "ب", "ف"} {
		if t, ok := strings.CutPrefix(s, p); ok && utf8.RuneCountInString(t) >= 4-min(1, len(p)/4) {
			s = t
			break
		}
	}
	for _, e := range [...]string{"یین", "ین", "ون", "ات", "یه", "ان", "ه", "ا", "ی"} {
		if t, ok := strings.CutSuffix(s, e); ok && utf8.RuneCountInString(t) >= 3 {
			return t
		}
	}
	return s
}

func englishStem(w string) string {
	for _, e := range [...]string{"ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e"} {
		if t, ok := strings.CutSuffix(w, e); ok && len(t) >= 4 {
			return strings.TrimSuffix(t, "i")
		}
	}
	return w
}

// grams are the hashes of the rune 4-grams of a squeezed text, each once, in
// ascending order; a shorter text is one gram.
func grams(squeezed string, limit int) []uint32 {
	if squeezed == "" {
		return nil
	}
	var starts [4]int
	out := make([]uint32, 0, min(limit, len(squeezed)))
	n := 0
	for i := range squeezed {
		if n >= 4 {
			out = append(out, hash32(squeezed[starts[n%4]:i]))
		}
		starts[n%4] = i
		n++
		if n >= limit {
			break
		}
	}
	if n >= 4 && n < limit {
		out = append(out, hash32(squeezed[starts[n%4]:]))
	} else if n < 4 {
		out = append(out, hash32(squeezed))
	}
	return sortedOnce(out)
}

// shared counts what two ascending lists have in common.
func shared(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// dice is 2·shared over the sum of both, 0 for nothing.
func dice(a, b []uint32) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(shared(a, b)) / float64(len(a)+len(b))
}

// contained is how much of the shorter is in the longer.
func contained(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	return float64(shared(a, b)) / float64(min(len(a), len(b)))
}

// squeezed is a folded text without its spaces.
func squeezed(spaced string) string { return strings.ReplaceAll(spaced, " ", "") }

// folded is text.Spaced of the first limit bytes of plain text.
func folded(s string, limit int) string {
	if len(s) > limit {
		for limit > 0 && !utf8.RuneStart(s[limit]) {
			limit--
		}
		s = s[:limit]
	}
	return text.Spaced(s)
}
