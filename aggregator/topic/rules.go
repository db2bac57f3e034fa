package topic

import (
	"maps"
	"slices"
	"sync"
	"unicode/utf8"
)

// rules is a set of the endings and beginnings that a language lets a word
// carry; the zero value means none: word boundaries only.
type rules uint8

const (
	ruleFA rules = 1 << iota
	ruleAR
	ruleHE
	ruleTR
	ruleRU
	ruleEN
)

// languageRules is the rule of one base language; none for languages without.
func languageRules(lang string) rules {
	switch lang {
	case "fa":
		return ruleFA
	case "ar":
		return ruleAR
	case "he":
		return ruleHE
	case "tr", "az":
		return ruleTR
	case "ru":
		return ruleRU
	case "en":
		return ruleEN
	}
	return 0
}

// script is the alphabet of a word.
type script uint8

const (
	otherScript script = iota
	arabicScript
	hebrewScript
	cyrillicScript
	latinScript
)

// scriptOf is the script of the first letter of s that has one.
func scriptOf(s string) script {
	for _, r := range s {
		if c := scriptOfRune(r); c != otherScript {
			return c
		}
	}
	return otherScript
}

func scriptOfRune(r rune) script {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= 0xC0 && r <= 0x24F:
		return latinScript
	case r >= 0x0600 && r <= 0x06FF, r >= 0x0750 && r <= 0x077F, r >= 0xFB50 && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFC:
		return arabicScript
	case r >= 0x0590 && r <= 0x05FF:
		return hebrewScript
	case r >= 0x0400 && r <= 0x052F:
		return cyrillicScript
	}
	return otherScript
}

// possible are the rules that a word of the script may be read by.
func (c script) possible() rules {
	switch c {
	case arabicScript:
		return ruleFA | ruleAR
	case hebrewScript:
		return ruleHE
	case cyrillicScript:
		return ruleRU
	case latinScript:
		return ruleEN | ruleTR
	}
	return 0
}

// in narrows the possible rules to those of a text in lang. A language that
// does not use the script narrows nothing, except that Turkish endings, six
// letters of anything, are for Turkish texts alone.
func (c script) in(lang string) rules {
	all := c.possible()
	if r := languageRules(lang) & all; r != 0 {
		return r
	}
	return all &^ ruleTR
}

// article is the Arabic definite article.
const article = "ال"

// prefixes are the particles a word may carry in front.
type prefixes struct {
	plain map[string]bool // before a word written without article
	bound map[string]bool // before the stem of a word written with it: these hold the article
}

// arabicPrefixes are (و|ف)?(ب|ل|ک|س)?(ال|ل)? of normalisation.md, less the
// sequences that Arabic does not have (سال, لال, بل, کل). They are closed
// under the contraction ل + ال = لل.
var arabicPrefixes = sync.OnceValue(func() prefixes {
	p := prefixes{plain: map[string]bool{}, bound: map[string]bool{}}
	for _, and := range []string{"", "و", "ف"} {
		for _, by := range []string{"", "ب", "ل", "ک", "س"} {
			p.plain[and+by] = true
		}
		for _, the := range []string{article, "ب" + article, "ک" + article, "لل"} {
			p.plain[and+the] = true
			p.bound[and+the] = true
		}
	}
	return p
})

// hebrewPrefixes are ו ש ב ל מ ה כ, at most three, in the order in which the
// language puts them.
var hebrewPrefixes = sync.OnceValue(func() prefixes {
	p := prefixes{plain: map[string]bool{}}
	for _, and := range []string{"", "ו"} {
		for _, that := range []string{"", "ש", "כש", "מש"} {
			for _, by := range []string{"", "ב", "ל", "מ", "כ"} {
				for _, the := range []string{"", "ה"} {
					if s := and + that + by + the; utf8.RuneCountInString(s) <= 3 {
						p.plain[s] = true
					}
				}
			}
		}
	}
	return p
})

// maxPrefixBytes is the longest prefix: four letters of two bytes.
const maxPrefixBytes = 8

// prefixOK tells whether p, the part of a word before a term's stem, may
// stand there. bound says that the term was written with the article.
func (r rules) prefixOK(p []byte, bound bool) bool {
	if len(p) > maxPrefixBytes {
		return false
	}
	switch {
	case r == ruleAR && bound:
		return arabicPrefixes().bound[string(p)]
	case r == ruleAR:
		return arabicPrefixes().plain[string(p)]
	case bound:
		return string(p) == article
	case r == ruleHE:
		return hebrewPrefixes().plain[string(p)]
	}
	return len(p) == 0
}

// persianSuffixes are the endings after the last word of a term, glued; with a
// space or ZWNJ before them the word boundary already holds.
var persianSuffixes = sync.OnceValue(func() map[string]bool {
	return setOf("ی", "ش", "م", "ها", "های", "هایی", "هایش", "هایشان", "ای", "اش",
		"شان", "مان", "تان", "یی", "تر", "ترین")
})

// arabicSuffixes are pronouns, number and nisba, as folded.
var arabicSuffixes = sync.OnceValue(func() map[string]bool {
	return setOf("ه", "ها", "هم", "هما", "هن", "ک", "کم", "کما", "کن", "نا", "نی", "ی",
		"یه", "یین", "یون", "یات", "ات", "ان", "ین", "ون", "تان", "تین", "ا", "وا")
})

func setOf(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// suffixOK tells whether s, the rest of a word after a term, is an ending.
func (r rules) suffixOK(s []byte) bool {
	switch r {
	case ruleFA:
		return persianSuffixes()[string(s)]
	case ruleAR:
		return arabicSuffixes()[string(s)]
	case ruleEN:
		return string(s) == "s" || string(s) == "es"
	case ruleTR:
		return lettersAtMost(s, 6)
	case ruleRU:
		return lettersAtMost(s, 4)
	}
	return false
}

// beginnings are the prefixes that prefixOK allows, the empty one among them
// where a word may stand bare.
func (r rules) beginnings(bound bool) []string {
	switch {
	case r == ruleAR && bound:
		return slices.Collect(maps.Keys(arabicPrefixes().bound))
	case r == ruleAR:
		return slices.Collect(maps.Keys(arabicPrefixes().plain))
	case bound:
		return []string{article}
	case r == ruleHE:
		return slices.Collect(maps.Keys(hebrewPrefixes().plain))
	}
	return []string{""}
}

// endings are the suffixes that suffixOK allows, "*" where it is any letters.
func (r rules) endings() []string {
	switch r {
	case ruleFA:
		return slices.Collect(maps.Keys(persianSuffixes()))
	case ruleAR:
		return slices.Collect(maps.Keys(arabicSuffixes()))
	case ruleEN:
		return []string{"s", "es"}
	case ruleTR, ruleRU:
		return []string{"*"}
	}
	return nil
}

func lettersAtMost(s []byte, n int) bool {
	if len(s) > 4*n || utf8.RuneCount(s) > n {
		return false
	}
	for _, b := range s {
		if b >= '0' && b <= '9' || b == '%' || b == '.' {
			return false
		}
	}
	return true
}
