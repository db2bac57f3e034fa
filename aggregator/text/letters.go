package text

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kind is what the folder does with a rune.
type kind uint16

const (
	other   kind = iota // not decided by the table: ask Unicode
	letter              // written as its target
	digit               // written as its target, an ASCII digit
	gap                 // ends a word
	drop                // invisible: as if it were not there
	vowel               // as drop, but belongs to the letter before it
	hamza               // ئ or ؤ, written as ی or و
	above               // U+0654, which makes the letter before it one of those
	watched             // و, ت and ه: letters that decide a hamza before them
	dot                 // stays between digits
	comma               // dropped between digits that it groups by three
	percent             // "%"
)

// tableSize covers the scripts of two UTF-8 bytes: Latin, Greek, Cyrillic,
// Hebrew, Arabic.
const tableSize = 0x800

// rule packs a kind and a target below tableSize.
type rule uint16

func (r rule) kind() kind   { return kind(r >> 11) }
func (r rule) target() rune { return rune(r & (tableSize - 1)) }

func newRule(k kind, target rune) rule { return rule(k)<<11 | rule(target) }

// letters is the table of what happens to each rune below tableSize, made on
// first use from Unicode's own data and the lists below.
var letters = sync.OnceValue(func() *[tableSize]rule {
	t := new([tableSize]rule)
	for r := range rune(tableSize) {
		t[r] = plainRule(r)
	}
	for target, runes := range foldedLetters() {
		for _, r := range runes {
			t[r] = newRule(letter, target)
		}
	}
	set := func(k kind, from, to rune) {
		for r := from; r <= to; r++ {
			t[r] = newRule(k, 0)
		}
	}
	for i := range rune(10) {
		t['0'+i] = newRule(digit, '0'+i)
		t['٠'+i] = newRule(digit, '0'+i)
		t['۰'+i] = newRule(digit, '0'+i)
	}
	set(vowel, 0x0591, 0x05BD) // Hebrew points; maqaf U+05BE is a hyphen
	set(vowel, 0x05BF, 0x05BF)
	set(vowel, 0x05C1, 0x05C2)
	set(vowel, 0x05C4, 0x05C5)
	set(vowel, 0x05C7, 0x05C7)
	set(vowel, 0x0610, 0x061A)
	set(vowel, 0x064B, 0x065F) // harakat
	set(vowel, 0x0670, 0x0670)
	set(vowel, 0x06D6, 0x06DC)
	set(vowel, 0x06DF, 0x06E8)
	set(vowel, 0x06EA, 0x06ED)
	set(vowel, 'ـ', 'ـ') // tatweel
	set(vowel, 'ء', 'ء') // سویداء is سویدا
	set(vowel, 0x0674, 0x0674)
	set(drop, 0x00AD, 0x00AD)
	set(drop, 0x061C, 0x061C)
	set(drop, 0x034F, 0x034F)
	set(above, 0x0654, 0x0654)
	t['ئ'] = newRule(hamza, 'ی')
	t['ؤ'] = newRule(hamza, 'و')
	t['و'], t['ت'] = newRule(watched, 'و'), newRule(watched, 'ت')
	for _, r := range "هۀہۂھەةۃ" {
		t[r] = newRule(watched, 'ه')
	}
	t['.'], t['٫'] = newRule(dot, 0), newRule(dot, 0)
	t[','], t['٬'] = newRule(comma, 0), newRule(comma, 0)
	t['%'], t['٪'] = newRule(percent, 0), newRule(percent, 0)
	return t
})

// foldedLetters lists the letters that are one letter in a key. The targets
// are the Persian letters for both languages, because pages mix them: Kuwait's
// foreign ministry writes Arabic with ی, farsnews.ir writes Persian with ي.
func foldedLetters() map[rune]string {
	return map[rune]string{
		'ی': "يىۍېێےۓ",
		'ک': "كڪګڭ",
		'ا': "أإٱآ",
		'و': "ۆۇۋ",
		'i': "İı",
		'е': "ёЁ",
	}
}

// plainRule is what Unicode alone says of a rune below tableSize.
func plainRule(r rune) rule {
	s := string(r)
	p := norm.NFKC.PropertiesString(s)
	if !p.BoundaryBefore() || !norm.NFKC.IsNormalString(s) || unicode.IsMark(r) {
		return newRule(other, 0)
	}
	if isWord(r) {
		if l := lower(r); l < tableSize && r != 'ß' {
			return newRule(letter, l)
		}
		return newRule(other, 0)
	}
	return newRule(gap, 0)
}

// isWord tells runes that words are made of, marks aside.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// lower folds the case of one rune; ß is the folder's own affair.
func lower(r rune) rune {
	if r == 'ς' {
		return 'σ'
	}
	return unicode.ToLower(r)
}

// invisible tells runes from tableSize upwards that are dropped: marks of
// direction, joiners, variation selectors, and the two honorifics that NFKC
// would spell out (ﷺ is a phrase of eighteen letters).
func invisible(r rune) bool {
	switch {
	case r == 0x200B, r == 0x200D, r == 0x200E, r == 0x200F:
	case r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
	case r == 0xFEFF, r == 0x180E, r == 0xFDFA, r == 0xFDFB:
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0x180B && r <= 0x180D:
	default:
		return false
	}
	return true
}
