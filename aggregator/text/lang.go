package text

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// clearLetters is how many letters of a foreign script contradict a declared
// language: «iPhone 15 Pro» in a Persian feed is Persian news.
const clearLetters = 20

// maxLang is how much of a text is looked at, in bytes.
const maxLang = 2000

// Lang names the language of s by its BCP 47 base, "" when unknown. What was
// declared ("fa-IR", "fa_IR", "per") is believed unless the letters clearly
// say otherwise; with nothing declared, or the declaration refuted, letters
// and small words decide where they can, and statistics over a short list of
// languages for Latin letters.
func Lang(declared, s string) string {
	said := base(declared)
	if len(s) > maxLang {
		s = s[:maxLang]
	}
	script, letters, share := mainScript(s)
	if script == "" {
		return said
	}
	if said != "" && !writtenIn(said, script) {
		if letters < clearLetters || share < 0.7 {
			return said
		}
		said = ""
	}
	switch script {
	case "Arab":
		return arabicScript(said, s, letters)
	case "Cyrl":
		return cyrillic(said, s)
	case "Latn":
		if said == "" {
			return latin(s)
		}
	}
	if said == "" {
		return scripts()[script]
	}
	return said
}

// base is the language of a tag, in the two-letter code where there is one;
// "" for tags that name none.
func base(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_;, "); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "per", "fas", "prs", "pes", "farsi", "persian":
		return "fa"
	case "ara", "arb", "arabic":
		return "ar"
	case "eng", "english":
		return "en"
	case "iw", "heb":
		return "he"
	case "tur":
		return "tr"
	case "rus":
		return "ru"
	case "urd":
		return "ur"
	case "pus", "pbt", "pbu":
		return "ps"
	case "in":
		return "id"
	case "ji":
		return "yi"
	case "und", "mul", "zxx", "mis":
		return ""
	}
	if len(tag) < 2 || len(tag) > 3 {
		return ""
	}
	for i := range len(tag) {
		if tag[i] < 'a' || tag[i] > 'z' {
			return ""
		}
	}
	return tag
}

// RTL tells whether a language, or a tag with a script, is written from right
// to left.
func RTL(lang string) bool {
	tag := strings.ToLower(lang)
	switch {
	case strings.Contains(tag, "-arab"), strings.Contains(tag, "-hebr"):
		return true
	case strings.Contains(tag, "-latn"), strings.Contains(tag, "-cyrl"):
		return false
	}
	switch base(lang) {
	case "ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv", "syc", "arc", "azb", "ks", "lrc", "mzn", "glk", "arz", "ary", "apc":
		return true
	}
	return false
}

// scripts maps the scripts told apart here to the language they mean when
// nothing else is known; "" where letters cannot tell.
var scripts = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"Latn": "", "Arab": "", "Cyrl": "", "Hebr": "he", "Grek": "el", "Hani": "zh", "Kana": "ja", "Hang": "ko", "Deva": "hi",
		"Beng": "bn", "Thai": "th", "Geor": "ka", "Armn": "hy", "Taml": "ta", "Telu": "te", "Ethi": "am", "Gujr": "gu", "Guru": "pa",
	}
})

// scriptOf is the script of a letter, "" for scripts nobody here tells apart.
func scriptOf(r rune) string {
	switch {
	case r < 0x250, r >= 0x1E00 && r < 0x1F00:
		return "Latn"
	case r >= 0x600 && r < 0x700, r >= 0x750 && r < 0x780, r >= 0xFB50 && r < 0xFE00, r >= 0xFE70 && r < 0xFEFF:
		return "Arab"
	case r >= 0x400 && r < 0x530:
		return "Cyrl"
	case r >= 0x590 && r < 0x600:
		return "Hebr"
	case r >= 0x370 && r < 0x400, r >= 0x1F00 && r < 0x2000:
		return "Grek"
	case r >= 0x3041 && r < 0x3100:
		return "Kana"
	case r >= 0x3400 && r < 0xA000:
		return "Hani"
	case r >= 0xAC00 && r < 0xD7A4:
		return "Hang"
	case r >= 0x900 && r < 0x980:
		return "Deva"
	case r >= 0x980 && r < 0xA00:
		return "Beng"
	case r >= 0xA00 && r < 0xA80:
		return "Guru"
	case r >= 0xA80 && r < 0xB00:
		return "Gujr"
	case r >= 0xB80 && r < 0xC00:
		return "Taml"
	case r >= 0xC00 && r < 0xC80:
		return "Telu"
	case r >= 0xE00 && r < 0xE80:
		return "Thai"
	case r >= 0x10A0 && r < 0x1100:
		return "Geor"
	case r >= 0x530 && r < 0x590:
		return "Armn"
	case r >= 0x1200 && r < 0x1380:
		return "Ethi"
	}
	return ""
}

// mainScript is the script most letters of s are of, how many that are and
// their share of all letters. Han beside kana is Japanese.
func mainScript(s string) (script string, letters int, share float64) {
	counts, all := map[string]int{}, 0
	last, run := "", 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		all++
		sc := scriptOf(r)
		if sc != last {
			counts[last] += run
			last, run = sc, 0
		}
		run++
	}
	counts[last] += run
	if counts["Kana"] > 0 {
		counts["Kana"] += counts["Hani"]
		counts["Hani"] = 0
	}
	for sc, n := range counts {
		if sc != "" && (n > letters || n == letters && sc < script) {
			script, letters = sc, n
		}
	}
	if letters == 0 {
		return "", 0, 0
	}
	return script, letters, float64(letters) / float64(all)
}

// writtenIn tells whether a language is written in a script: in those that
// claim it, or in Latin letters where none does.
func writtenIn(lang, script string) bool {
	claimed, ok := writtenScripts()[lang]
	if !ok {
		return script == "Latn"
	}
	return slices.Contains(claimed, script)
}

// writtenScripts maps languages to the scripts they are written in.
var writtenScripts = sync.OnceValue(func() map[string][]string {
	written := map[string][]string{}
	for script := range scripts() {
		for _, lang := range strings.Fields(scriptLanguages(script)) {
			written[lang] = append(written[lang], script)
		}
	}
	return written
})

// scriptLanguages lists the languages of each script but Latin; for Latin,
// those that are written in another as well.
func scriptLanguages(script string) string {
	switch script {
	case "Latn":
		return "ku az uz sr kk tk tt bs"
	case "Arab":
		return "ar fa ur ps ckb ku sd ug ks az azb pa arz ary apc lrc mzn glk"
	case "Cyrl":
		return "ru uk be bg sr mk kk ky tg mn tt uz az ba cv ce os bs"
	case "Hebr":
		return "he yi lad"
	case "Grek":
		return "el grc"
	case "Hani":
		return "zh ja yue wuu"
	case "Kana":
		return "ja"
	case "Hang":
		return "ko"
	case "Deva":
		return "hi mr ne sa bho mai"
	case "Beng":
		return "bn as"
	case "Thai":
		return "th"
	case "Geor":
		return "ka"
	case "Armn":
		return "hy"
	case "Taml":
		return "ta"
	case "Telu":
		return "te"
	case "Ethi":
		return "am ti"
	case "Gujr":
		return "gu"
	case "Guru":
		return "pa"
	}
	return ""
}
