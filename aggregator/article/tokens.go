package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a sign or a line end of a text.
type token struct {
	from, to int  // of the word in tokens.folded; empty for signs
	at, end  int  // bytes of the text
	sign     rune // 0 for words; '\n' for line ends
}

// tokens is a text cut into words and signs. The words stand folded and
// without spaces in one string, so that words joined in whatever way are equal.
type tokens struct {
	text   string
	folded string
	list   []token
}

// maxAttributed is how much of a text is read for who wrote it, in bytes.
const maxAttributed = 256 << 10

func tokenize(text string) *tokens {
	if len(text) > maxAttributed {
		text = strings.ToValidUTF8(text[:maxAttributed], "")
	}
	t := &tokens{text: text, list: make([]token, 0, len(text)/6)}
	var b strings.Builder
	b.Grow(len(text))
	open, letters := false, 0
	for at, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[at:])
		}
		if f := foldRune(r); f > 0 {
			if !open {
				t.list = append(t.list, token{from: b.Len(), to: b.Len(), at: at})
				open, letters = true, 0
			}
			b.WriteRune(f)
			letters++
			last := &t.list[len(t.list)-1]
			last.to, last.end = b.Len(), at+size
			continue
		} else if f < 0 {
			continue
		}
		if r == '.' && open && letters == 1 && letterFollows(text[at+1:]) {
			letters = 0 // initials: «أ.ف.ب», A.P.
			continue
		}
		open = false
		if r == '\n' || !unicode.IsSpace(r) {
			if r == 0 {
				r = utf8.RuneError // 0 marks words
			}
			t.list = append(t.list, token{at: at, end: at + size, sign: r})
		}
	}
	t.folded = b.String()
	return t
}

func letterFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// squeeze folds a phrase and takes out everything that is no letter or digit.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if f := foldRune(r); f > 0 {
			b.WriteRune(f)
		}
	}
	return b.String()
}

// foldRune folds a letter or digit; 0 means that r parts words, -1 that it is
// nothing: half spaces, marks and direction signs.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return 0
	case r == 'ي' || r == 'ى' || r == 'ئ':
		return 'ی'
	case r == 'ك':
		return 'ک'
	case r == 'ة' || r == 'ۀ':
		return 'ه'
	case r == 'أ' || r == 'إ' || r == 'آ' || r == 'ٱ':
		return 'ا'
	case r == 'ؤ':
		return 'و'
	case r == 'İ' || r == 'ı':
		return 'i'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case r == 'ـ' || '\u200b' <= r && r <= '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069',
		r == '\ufeff' || r == '\u00ad' || unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r)
	}
	return 0
}

// word is the folded word at i, "" for signs and beyond the ends.
func (t *tokens) word(i int) string {
	if i < 0 || i >= len(t.list) {
		return ""
	}
	return t.folded[t.list[i].from:t.list[i].to]
}

// sign is the sign at i, 0 for words; beyond both ends lies a line end.
func (t *tokens) sign(i int) rune {
	if i < 0 || i >= len(t.list) {
		return '\n'
	}
	return t.list[i].sign
}

// joined is the words at i to i+n without spaces, "" when a sign is among them.
func (t *tokens) joined(i, n int) string {
	if i < 0 || i+n > len(t.list) {
		return ""
	}
	for k := i; k < i+n; k++ {
		if t.list[k].sign != 0 {
			return ""
		}
	}
	return t.folded[t.list[i].from:t.list[i+n-1].to]
}

// isLineEnd tells whether nothing more stands on the line at i.
func (t *tokens) isLineEnd(i int) bool { return t.sign(i) == '\n' }

// lineEnd is the place of the line end at or behind i.
func (t *tokens) lineEnd(i int) int {
	for ; i < len(t.list) && t.list[i].sign != '\n'; i++ {
	}
	return i
}

// name reads an agency's name at i and returns the place behind it. The longest
// spelling wins.
func (t *tokens) name(i int) (s spelling, next int, ok bool) {
	table := spellings()
	for n := maxNameWords; n > 0; n-- {
		key := t.joined(i, n)
		if key == "" {
			continue
		}
		s, ok := table[key]
		if !ok {
			if s, ok = table[clitic(key)]; !ok || s.weak {
				continue
			}
		}
		if s.initial && strings.ToUpper(t.text[t.list[i].at:t.list[i+n-1].end]) != t.text[t.list[i].at:t.list[i+n-1].end] {
			continue
		}
		return s, i + n, true
	}
	return spelling{}, i, false
}

// clitic takes the Arabic preposition or conjunction off a word: لرويترز.
func clitic(key string) string {
	r, n := utf8.DecodeRuneInString(key)
	if (r == 'ل' || r == 'و' || r == 'ب') && len(key) > n+8 {
		return key[n:]
	}
	return ""
}
