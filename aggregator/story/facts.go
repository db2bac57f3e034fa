package story

import (
	"slices"
	"strings"
)

// facts are what a headline or a lead states that a veto can hold against
// another one.
type facts struct {
	amounts  []quantity
	ordinals []int64 // first, second …
	places   []string
	names    []string
	weekdays []string
	not      bool // something is denied
	will     bool // something is to come
	tomorrow bool // it says when: tomorrow
	again    bool // it is not the first time
}

// factsOf finds the facts in folded words and their tokens.
func factsOf(lang string, words []string, ts []token) facts {
	l := known()
	f := facts{
		amounts: quantities(ts), places: ofClass(ts, place), names: ofClass(ts, name), weekdays: ofClass(ts, weekday),
		will: willHappen(lang, ts, words),
	}
	for i, w := range words {
		f.tomorrow = f.tomorrow || l.relative[w] > 0
		f.again = f.again || l.again[w] || w == "دیگر" && i > 0 && words[i-1] == "بار" || w == "جدید" && i > 0 && words[i-1] == "من"
		if n, ok := l.ordinals[w]; ok {
			f.ordinals = append(f.ordinals, n)
		}
		// Persian verbs are denied from within.
		f.not = f.not || l.not[w] || strings.HasPrefix(w, "نمی") || strings.HasPrefix(w, "نخواه")
	}
	return f
}

// quantity is a number with what it counts.
type quantity struct {
	value int64
	unit  string // key of the word counted; empty when none was found
}

// counter tells whether a word stands between a number and what it counts.
func counter(key string) bool {
	switch key {
	case "نفر", "تن", "هزار", "مورد", "فقره", "شخص", "اشخاص", "قتیل", "people", "peopl", "person", "civilian", "kişi", "чел", "человек", "و", "از", "به", "of", "more", "than", "نفره":
		return true
	}
	return false
}

// quantities reads the numbers of a text with what they count. "Day 672",
// «شماره ۱۲» count backwards.
func quantities(ts []token) []quantity {
	var qs []quantity
	for i, t := range ts {
		if t.class != number {
			continue
		}
		unit := ""
		if i > 0 && ordinal(ts[i-1].key) {
			unit = ts[i-1].key + "#"
		}
		for j := i + 1; unit == "" && j < min(i+4, len(ts)); j++ {
			if ts[j].class == number {
				break
			}
			if !counter(ts[j].key) && ts[j].w > 0 {
				unit = ts[j].key
			}
		}
		if unit == "" || !toll(unit) { // «شمار کشته‌ها به ۸۹ نفر رسید»
			if u := before(ts[max(0, i-7):i]); u != "" && (unit == "" || toll(u)) {
				unit = u
			}
		}
		qs = append(qs, quantity{t.value, unit})
	}
	return qs
}

func toll(key string) bool { return key == "=killed" || key == "=wounded" }

// before is what a number counts that comes after its word: the nearest toll,
// or else the nearest word that says something.
func before(ts []token) string {
	unit := ""
	for _, t := range slices.Backward(ts) {
		if t.class == number {
			break
		}
		if toll(t.key) {
			return t.key
		}
		if unit == "" && t.w > 0 {
			unit = t.key
		}
	}
	return unit
}

// ordinal tells whether a word is followed, not preceded, by its number.
func ordinal(key string) bool {
	switch key {
	case "day", "part", "episode", "week", "no", "number", "قسمت", "شماره", "روز", "هفته", "ساعت", "بخش", "nov", "oct", "dec", "jan",
		"feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "november", "october", "december", "january":
		return true
	}
	return false
}

// willHappen tells whether a text speaks of a milestone to come. Persian and
// Turkish verbs say so at the end, the others before the event.
func willHappen(lang string, ts []token, words []string) bool {
	l := known()
	if slices.ContainsFunc(words, func(w string) bool { return l.coming[w] }) {
		return true
	}
	late := lang == "fa" || lang == "tr"
	for i, t := range ts {
		if t.class != plainWord || !l.future[t.key] || t.key == "set" && (i+1 == len(ts) || ts[i+1].key != "to") { // "set free"
			continue
		}
		if t.key == "to" && slices.ContainsFunc(ts[max(0, i-2):i], agreed) {
			continue // "deal agreed to extend": that they agreed is the news
		}
		if late && happens(ts[max(0, i-3):i]) || happens(ts[i:min(i+4, len(ts))]) {
			return true
		}
	}
	return false
}

// agreed tells whether a word says that something was settled.
func agreed(t token) bool { return t.key == "=approve" || t.key == "=deal" }

// happens tells whether there is an event that is announced first and reported
// when it comes.
func happens(ts []token) bool {
	return slices.ContainsFunc(ts, func(t token) bool {
		switch t.key {
		case "=begin", "=force", "=end", "=sign", "=arrive", "=release", "=withdraw", "=swap", "=extend", "=execute", "=inaugurate":
			return true
		}
		return false
	})
}

func ofClass(ts []token, c class) []string {
	var out []string
	for _, t := range ts {
		if t.class == c && !slices.Contains(out, t.key) {
			out = append(out, t.key)
		}
	}
	return out
}
