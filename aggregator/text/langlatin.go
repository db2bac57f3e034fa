package text

import (
	"strings"
	"sync"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// latinLanguages maps the languages looked for in Latin letters. The shorter
// the list, the fewer headlines go astray.
var latinLanguages = sync.OnceValue(func() map[whatlanggo.Lang]string {
	return map[whatlanggo.Lang]string{
		whatlanggo.Eng: "en", whatlanggo.Fra: "fr", whatlanggo.Deu: "de", whatlanggo.Spa: "es", whatlanggo.Ita: "it",
		whatlanggo.Por: "pt", whatlanggo.Nld: "nl", whatlanggo.Tur: "tr", whatlanggo.Ind: "id", whatlanggo.Pol: "pl", whatlanggo.Swe: "sv",
	}
})

// latinWords lists the small words of those languages; a word of several
// counts for each.
var latinWords = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	for lang, list := range map[string]string{
		"en": "the of and in to for on with is are was were at from by after over as its has have had it that this will would be been not no but who what how why says said say they their his her him he she up out into about against amid more than new an a i you we our can could may if or all before during between under off us uk un",
		"fr": "le la les des du de un une et en à au aux dans pour par sur avec est sont qui que ne pas plus ce cette ces son sa ses il elle on se après entre contre sans mais ou leur",
		"de": "der die das den dem des ein eine einen einer und in im zu zum zur für von vom mit auf ist sind nicht auch nach bei aus an am wie als sich es er sie über gegen wird werden wurde hat haben vor um",
		"es": "el la los las de del un una y en a al por para con es son que no se su sus lo más como pero sobre entre tras contra ante este esta ha han fue",
		"it": "il lo la i gli le di del della dei delle dello un una e in a al alla per con è sono che non si su sul sulla da dal dalla nel nella come più ma anche dopo contro tra ha hanno",
		"pt": "o a os as de do da dos das um uma e em no na nos nas ao à por para com é são que não se seu sua mais como mas sobre entre após contra foi tem",
		"nl": "de het een en in op van voor met is zijn niet ook naar bij uit aan als om te dat die er wordt werd heeft hebben na over tegen door",
		"tr": "ve bir bu için ile da de ki mi ne olarak olan daha en çok gibi kadar sonra karşı dedi oldu etti var yok değil son ya",
		"id": "dan yang di ke dari untuk dengan ini itu pada adalah tidak akan dalam oleh juga atau sebagai telah bisa karena saat",
		"pl": "i w na z do się nie jest to że o po za dla od przez jak są ale co po przed pod był oraz",
		"sv": "och i att det som en ett på är för med av till den de har inte om från efter var sig men vid mot kan ska",
	} {
		for _, w := range strings.Fields(list) {
			words[w] = append(words[w], lang)
		}
	}
	return words
})

// latin guesses a language in Latin letters: letters that one language alone
// has, then small words, then statistics. Plain ASCII of which none of these is
// sure is taken for English.
func latin(s string) string {
	score := map[string]int{}
	ascii := true
	for _, r := range s {
		if r < 0x80 || !unicode.IsLetter(r) {
			continue
		}
		ascii = false
		switch r {
		case 'ğ', 'ş', 'ı', 'İ', 'Ğ', 'Ş':
			score["tr"] += 2
		case 'ł', 'ą', 'ę', 'ż', 'ź', 'ś', 'ń', 'Ł', 'Ż', 'Ś':
			score["pl"] += 2
		case 'ß':
			score["de"] += 3
		case 'ñ', '¿', '¡':
			score["es"] += 2
		case 'ã', 'õ':
			score["pt"] += 2
		case 'å', 'Å':
			score["sv"] += 2
		}
	}
	words := latinWords()
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, lang := range words[w] {
			score[lang]++
		}
	}
	best, second := "", 0
	for lang, n := range score {
		if n > score[best] {
			best, second = lang, score[best]
		} else if n > second {
			second = n
		}
	}
	if score[best] > second {
		return best
	}
	names := latinLanguages()
	list := make(map[whatlanggo.Lang]bool, len(names))
	for l := range names {
		list[l] = true
	}
	guess := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: list})
	if ascii && !guess.IsReliable() {
		return "en"
	}
	if guess.Confidence == 0 {
		return "" // a tie, which the library breaks by chance
	}
	return names[guess.Lang]
}
