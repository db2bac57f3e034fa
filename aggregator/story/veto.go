package story

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// vetoes are the reasons why two items are different news, whatever they
// share; none for the same news.
func (g *agreement) vetoes(a, b *reading) []string {
	var v []string
	put := func(s string) {
		if s != "" {
			v = append(v, s)
		}
	}
	if g.gap > window {
		put("more than three days apart")
	}
	put(g.vetoNumbers(a, b))
	put(vetoOrdinals(a, b))
	put(vetoDays(a, b))
	put(g.vetoNamedDays(a, b))
	put(g.vetoDeeds(a, b))
	put(vetoPlaces(a, b))
	put(g.vetoPersons(a, b))
	put(g.vetoSpeakers(a, b))
	put(g.vetoColumn(a, b))
	put(g.vetoSeries())
	put(g.vetoTemplate())
	put(g.vetoOpposite(a, b))
	put(g.vetoNot(a, b))
	put(g.vetoTense(a, b))
	return v
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

// vetoNumbers: «۷۱۸ کشته» is not «۷۸۱ کشته», nor day 672 day 674. A toll that
// grew by leaps is an update.
func (g *agreement) vetoNumbers(a, b *reading) string {
	qa, qb := quantities(a.title), quantities(b.title)
	if len(qa) == 0 && len(qb) == 0 && g.bodies >= 0.6 { // copies that differ in the text
		qa, qb = quantities(a.lead), quantities(b.lead)
	} else if len(qa) == 0 {
		qa = quantities(a.lead)
	} else if len(qb) == 0 {
		qb = quantities(b.lead)
	}
	if len(qa) == 0 || len(qb) == 0 {
		return ""
	}
	allA, allB := values(quantities(a.title), quantities(a.lead)), values(quantities(b.title), quantities(b.lead))
	for _, x := range qa {
		for _, y := range qb {
			if x.value == y.value || x.unit == "" || x.unit != y.unit || slices.Contains(allB, x.value) || slices.Contains(allA, y.value) {
				continue
			}
			if g.growth(a, b, x, y) {
				continue
			}
			return fmt.Sprintf("different numbers: %d and %d", x.value, y.value)
		}
	}
	ta, tb := values(quantities(a.title)), values(quantities(b.title))
	if len(ta) > 0 && len(tb) > 0 && g.grew == "" && !meet(ta, allB) && !meet(tb, allA) && g.titles >= 0.5 {
		return fmt.Sprintf("different numbers: %d and %d", ta[0], tb[0])
	}
	return ""
}

func values(lists ...[]quantity) []int64 {
	var vs []int64
	for _, l := range lists {
		for _, q := range l {
			vs = append(vs, q.value)
		}
	}
	return vs
}

func meet(a, b []int64) bool {
	return slices.ContainsFunc(a, func(v int64) bool { return slices.Contains(b, v) })
}

// Daily tallies and misprints move a number by little; first reports of one
// event are overtaken by leaps within a day.
const (
	leap      = 1.25
	largeToll = 5000
	growsFor  = 24 * time.Hour
)

// growth tells whether two tolls are one toll, later and larger: of dead or
// wounded, at one place. It notes the history.
func (g *agreement) growth(a, b *reading, x, y quantity) bool {
	if !toll(x.unit) || a.at.IsZero() || b.at.IsZero() || g.gap > growsFor {
		return false
	}
	early, late := x.value, y.value
	if b.at.Before(a.at) {
		early, late = late, early
	}
	if late > largeToll || float64(late) < leap*float64(early) {
		return false
	}
	pa, pb := places(a, true), places(b, true)
	same := slices.ContainsFunc(pa, func(p string) bool { return slices.Contains(pb, p) })
	if !same || g.distinct < 2 {
		return false
	}
	g.grew = fmt.Sprintf("%d, then %d", early, late)
	return true
}

// vetoOrdinals: the second stretch of road is not the third.
func vetoOrdinals(a, b *reading) string {
	x, y := ordinals(a.titleText), ordinals(b.titleText)
	if len(x) == 0 || len(y) == 0 || meet(x, ordinals(b.leadText)) || meet(y, ordinals(a.leadText)) || meet(x, y) {
		return ""
	}
	return fmt.Sprintf("different numbers: no. %d and no. %d", min(x[0], y[0]), max(x[0], y[0]))
}

func ordinals(spaced string) []int64 {
	var out []int64
	for w := range strings.FieldsSeq(spaced) {
		if n, ok := known().ordinals[w]; ok {
			out = append(out, n)
		}
	}
	return out
}

// vetoDays: headlines that name their day are of that day. Where nobody gave a
// date, the day that the text names is the only one there is: «قطر صبح امروز
// (پنجشنبه)» is no news of Monday.
func vetoDays(a, b *reading) string {
	da, db := ofClass(a.title, weekday), ofClass(b.title, weekday)
	if !a.dated && !b.dated {
		da, db = append(da, ofClass(a.lead, weekday)...), append(db, ofClass(b.lead, weekday)...)
	}
	if len(da) == 0 || len(db) == 0 || slices.ContainsFunc(da, func(d string) bool { return slices.Contains(db, d) }) {
		return ""
	}
	return "different days"
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

// places are those of the headline, and with all those of the lead too.
func places(r *reading, all bool) []string {
	ps := ofClass(r.title, place)
	if all {
		ps = append(ps, ofClass(r.lead, place)...)
	}
	return ps
}

// vetoPlaces: each side names a place that the other one neither names nor
// lies in or around.
func vetoPlaces(a, b *reading) string {
	x := strange(places(a, false), places(b, true))
	y := strange(places(b, false), places(a, true))
	if x == "" || y == "" {
		return ""
	}
	return "different places: " + strings.TrimPrefix(x, "=") + " and " + strings.TrimPrefix(y, "=")
}

// strange is the first place of ps that fits none of others.
func strange(ps, others []string) string {
	l := known()
	for _, p := range ps {
		fits := slices.ContainsFunc(others, func(o string) bool { return l.near(p, o) })
		if !fits {
			return p
		}
	}
	return ""
}

// vetoPersons: each headline names a person or body that the other text does
// not know.
func (g *agreement) vetoPersons(a, b *reading) string {
	x, y := ofClass(g.left[0], name), ofClass(g.left[1], name)
	if len(x) == 0 || len(y) == 0 || g.inTitle[0] >= 0.85 || g.inTitle[1] >= 0.85 || g.bodies >= 0.6 {
		return ""
	}
	na, nb := ofClass(a.title, name), ofClass(b.title, name)
	if slices.ContainsFunc(na, func(n string) bool { return slices.Contains(nb, n) }) {
		return ""
	}
	return "different persons: " + strings.TrimPrefix(x[0], "=") + " and " + strings.TrimPrefix(y[0], "=")
}

// vetoSpeakers: two quotes are one only when one and the same said them. What
// two governments announce in the same words is one announcement.
func (g *agreement) vetoSpeakers(a, b *reading) string {
	if !heavy(a.head) || !heavy(b.head) || g.bodies >= 0.6 {
		return ""
	}
	if slices.ContainsFunc(a.head, func(t token) bool { return t.w > 0.3 && b.has(t) }) ||
		slices.ContainsFunc(b.head, func(t token) bool { return t.w > 0.3 && a.has(t) }) {
		return ""
	}
	if institution(a.head) && institution(b.head) && g.inTitle[0]+g.inTitle[1] >= 1.3 {
		return ""
	}
	return "different speakers"
}

// institution tells whether a speaker is a country, a body or a newsroom.
func institution(head []token) bool {
	return !slices.ContainsFunc(head, func(t token) bool { return t.class == plainWord && t.w >= weightRare })
}

// vetoColumn: roundups, tables, price lists and views are series, not news.
func (g *agreement) vetoColumn(a, b *reading) string {
	if a.column == "" && b.column == "" || g.sameTitle && g.bodies >= 0.85 && g.minBody >= someText {
		return ""
	}
	return "a series: " + max(a.column, b.column)
}

// vetoSeries: a headline that comes back on another day over another text; a
// site that gives each of two articles something of its own to name.
func (g *agreement) vetoSeries() string {
	switch {
	case g.titles >= 0.8 && g.minBody >= someText && g.bodies < 0.3 && g.gap > 18*time.Hour:
		return "same headline on another day over another text"
	case g.sameSite && g.gap > 12*time.Hour && (g.minBody < someText || g.bodies < 0.85):
		return "same site on another day"
	case g.sameSite && !g.sameTitle && heavy(g.left[0]) && heavy(g.left[1]):
		return "two articles of one site"
	}
	return ""
}

// vetoTemplate: headlines agree in common words only, and each fills the gap
// with words of its own («ادای احترام …»).
func (g *agreement) vetoTemplate() string {
	if g.cross || g.core >= 0.8 || g.bodies >= 0.35 || !heavy(g.left[0]) || !heavy(g.left[1]) {
		return ""
	}
	return "same pattern, other content: " + first(g.left[0]) + " and " + first(g.left[1])
}

func first(ts []token) string {
	for _, t := range ts {
		if t.w >= 0.8 {
			return strings.TrimPrefix(t.key, "=")
		}
	}
	return ""
}

// vetoOpposite: what rises here falls there.
func (g *agreement) vetoOpposite(a, b *reading) string {
	if g.bodies >= 0.85 && g.minBody >= someText {
		return ""
	}
	for _, o := range known().opposite {
		for _, p := range [...][2]string{{o[0], o[1]}, {o[1], o[0]}} {
			if in(a.titleKeys, p[0]) && !in(a.textKeys, p[1]) && in(b.titleKeys, p[1]) && !in(b.textKeys, p[0]) {
				x, y := p[0][1:], p[1][1:]
				return "opposites: " + min(x, y) + " and " + max(x, y)
			}
		}
	}
	return ""
}

func in(m map[string]float64, k string) bool { _, ok := m[k]; return ok }

// vetoNot: near-equal headlines of which one denies.
func (g *agreement) vetoNot(a, b *reading) string {
	if g.titles < 0.6 && g.inTitle[0]+g.inTitle[1] < 1.6 {
		return ""
	}
	na, nb := negated(a.titleText), negated(b.titleText)
	if na == nb || na && negated(b.leadText) || nb && negated(a.leadText) {
		return ""
	}
	return "one denies what the other says"
}

// negated looks for negations, Persian and Turkish ones inside verbs included.
func negated(spaced string) bool {
	l := known()
	for w := range strings.FieldsSeq(spaced) {
		if l.not[w] || strings.HasPrefix(w, "نمی") || strings.HasPrefix(w, "نخواه") {
			return true
		}
	}
	return false
}

// vetoTense: what will begin has not begun.
func (g *agreement) vetoTense(a, b *reading) string {
	if a.will == b.will || g.bodies >= 0.6 {
		return ""
	}
	later, now := a, b
	if b.will {
		later, now = b, a
	}
	if now.leadWill || !happens(now.title) || !happens(later.title) {
		return ""
	}
	return "one tells what will happen, the other what happened"
}

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

// willHappen tells whether a text speaks of a milestone to come. Persian and
// Turkish verbs say so at the end, the others before the event.
func willHappen(lang string, ts []token, spaced string) bool {
	l := known()
	for w := range strings.FieldsSeq(spaced) {
		if l.coming[w] {
			return true
		}
	}
	late := lang == "fa" || lang == "tr"
	for i, t := range ts {
		if t.class != plainWord || !l.future[t.key] || t.key == "set" && (i+1 == len(ts) || ts[i+1].key != "to") { // "set free"
			continue
		}
		if late && happens(ts[max(0, i-3):i]) || happens(ts[i:min(i+4, len(ts))]) {
			return true
		}
	}
	return false
}
