package text

import (
	"strings"
	"sync"
	"unicode"
)

// arabicWords are small words that only one of the two languages has, as
// written, with Persian and with Arabic letters.
var arabicWords = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for lang, list := range map[string]string{
		"fa": "در به از که این آن را است با برای شد می مي های هاي کرد كرد هم تا بر شده شدند خواهد کند باید نیست ما بود پس اما",
		"ar": "في فی من على علی إلى الى إلی أن ان إن عن التي التی الذي الذی هذا هذه مع لا لم لن قد بعد بين قبل خلال كان كما ثم بعد غير أو",
	} {
		for _, w := range strings.Fields(list) {
			words[w] = lang
		}
	}
	return words
})

// arabicScript tells the languages in Arabic letters apart. Letters that only
// Pashto, Sorani, Uyghur or Urdu use decide where they are frequent enough not
// to be a foreign name; between Persian and Arabic, letters and small words
// are weighed.
func arabicScript(said, s string, letters int) string {
	switch said { // languages of two scripts, named for the one at hand
	case "ku":
		return "ckb"
	case "az":
		return "azb"
	}
	own := map[string]int{} // letters of one language alone
	fa, ar := 0, 0
	for _, r := range s {
		switch r {
		case 'ټ', 'ډ', 'ړ', 'ږ', 'ښ', 'څ', 'ځ', 'ۍ', 'ګ', 'ڼ', 'ې':
			own["ps"]++
		case 'ڕ', 'ڵ', 'ێ', 'ۆ', 'ە', 'ڤ':
			own["ckb"]++
		case 'ۇ', 'ۈ', 'ۋ', 'ڭ':
			own["ug"]++
		case 'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ':
			own["ur"]++
		case 'پ', 'چ', 'ژ', 'گ':
			fa += 2
		case 'ی', 'ک':
			fa++
		case 'ة':
			ar += 3
		case 'أ', 'إ':
			ar += 2
		case 'ي', 'ك', 'ى':
			ar++
		}
	}
	best := ownLetters(own)
	if n := own[best]; n > 0 && n*30 >= letters {
		switch said {
		case "", best:
			return best
		case "fa", "ar", "ur":
			if n >= 3 {
				return best
			}
		}
		return said
	}
	words := arabicWords()
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		switch lang := words[w]; {
		case lang == "fa":
			fa += 2
		case lang == "ar":
			ar += 2
		case strings.HasPrefix(w, "ال") && len(w) > 8:
			ar++
		}
	}
	return persianOrArabic(said, fa, ar)
}

// ownLetters is the language with most letters of its own, "" for none.
func ownLetters(own map[string]int) string {
	best := ""
	for _, lang := range []string{"ps", "ckb", "ug", "ur"} {
		if own[lang] > own[best] {
			best = lang
		}
	}
	if (best == "ckb" || best == "ps") && own["ug"]*3 > own[best] { // Uyghur has ە and ې too
		return "ug"
	}
	return best
}

// persianOrArabic weighs the two; what was declared loses only where the other
// is far heavier.
func persianOrArabic(said string, fa, ar int) string {
	switch {
	case said == "fa" && ar < 2*fa+8, said == "ar" && fa < 2*ar+8:
		return said
	case said != "" && said != "fa" && said != "ar":
		return said
	case fa > ar:
		return "fa"
	case ar > fa:
		return "ar"
	}
	return said
}

// cyrillic tells the languages in Cyrillic letters apart by the letters only
// one of them has; what has none of those is Russian unless declared.
func cyrillic(said, s string) string {
	own := map[string]int{}
	for _, r := range strings.ToLower(s) {
		switch r {
		case 'ї', 'є', 'ґ':
			own["uk"] += 2
		case 'і':
			own["uk"]++
		case 'ў':
			own["be"] += 4
		case 'ђ', 'ћ', 'ј', 'љ', 'њ', 'џ':
			own["sr"]++
		case 'ѓ', 'ќ', 'ѕ':
			own["mk"] += 4
		case 'қ', 'ғ', 'ұ', 'ә':
			own["kk"] += 2
		case 'ҷ', 'ӯ', 'ӣ', 'ҳ':
			own["tg"] += 2
		case 'ы', 'э', 'ё':
			own["ru"]++
		case 'ъ':
			own["bg"]++
		}
	}
	if own["be"]+own["kk"]+own["tg"] > 0 {
		own["ru"], own["uk"] = 0, 0 // they share ы, э, і
	}
	best := ""
	for _, lang := range []string{"uk", "be", "sr", "mk", "kk", "tg", "ru", "bg"} {
		if own[lang] > own[best] {
			best = lang
		}
	}
	switch {
	case said == "" && best == "":
		return "ru"
	case said == "" || own[best] >= own[said]+4 && own[said] == 0 && (said == "ru" || said == "uk" || said == "bg"):
		return best
	}
	return said
}
