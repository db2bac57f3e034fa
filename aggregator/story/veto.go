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
	put(g.vetoRefusal(a, b))
	put(g.vetoGenre(a, b))
	put(g.vetoReaction(a, b))
	put(g.vetoReplaced(a, b))
	put(g.vetoPlaces(a, b))
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

// vetoNumbers: «۷۱۸ کشته» is not «۷۸۱ کشته», nor day 672 day 674. A toll that
// grew by leaps is an update.
func (g *agreement) vetoNumbers(a, b *reading) string {
	qa, qb := a.inTitle.amounts, b.inTitle.amounts
	if len(qa) == 0 && len(qb) == 0 && g.bodies >= 0.6 { // copies that differ in the text
		qa, qb = a.inLead.amounts, b.inLead.amounts
	} else if len(qa) == 0 {
		qa = a.inLead.amounts
	} else if len(qb) == 0 {
		qb = b.inLead.amounts
	}
	if len(qa) == 0 || len(qb) == 0 {
		return ""
	}
	allA, allB := values(a.inTitle.amounts, a.inLead.amounts), values(b.inTitle.amounts, b.inLead.amounts)
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
	ta, tb := values(a.inTitle.amounts), values(b.inTitle.amounts)
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
	unsaid    = 12 * time.Hour // where the later report does not say that it grew
)

// growth tells whether two tolls are one toll, later and larger: of dead or
// wounded, at one place. It notes the history.
func (g *agreement) growth(a, b *reading, x, y quantity) bool {
	if !toll(x.unit) || a.at.IsZero() || b.at.IsZero() || g.gap > growsFor {
		return false
	}
	early, late, now := x.value, y.value, b
	if b.at.Before(a.at) {
		early, late, now = late, early, a
	}
	if g.gap > unsaid && !in(now.titleKeys, "=rise") && !in(now.titleKeys, "=arrive") { // «به ۱۴ نفر رسید»
		return false
	}
	if late > largeToll || float64(late) < leap*float64(early) {
		return false
	}
	const twoWords = 1.8 // of both headlines: a place that is in no list
	pa, pb := places(a, true), places(b, true)
	same := g.core >= twoWords || slices.ContainsFunc(pa, func(p string) bool { return slices.Contains(pb, p) })
	if !same || g.distinct < 2 {
		return false
	}
	g.grew = fmt.Sprintf("%d, then %d", early, late)
	return true
}

// vetoOrdinals: the second stretch of road is not the third.
func vetoOrdinals(a, b *reading) string {
	x, y := a.inTitle.ordinals, b.inTitle.ordinals
	if len(x) == 0 || len(y) == 0 || meet(x, b.inLead.ordinals) || meet(y, a.inLead.ordinals) || meet(x, y) {
		return ""
	}
	return fmt.Sprintf("different numbers: no. %d and no. %d", min(x[0], y[0]), max(x[0], y[0]))
}

// vetoDays: headlines that name their day are of that day. Where nobody gave a
// date, the day that the text names is the only one there is: «قطر صبح امروز
// (پنجشنبه)» is no news of Monday.
func vetoDays(a, b *reading) string {
	da, db := a.inTitle.weekdays, b.inTitle.weekdays
	if !a.dated && !b.dated {
		da, db = slices.Concat(da, a.inLead.weekdays), slices.Concat(db, b.inLead.weekdays)
	}
	if len(da) == 0 || len(db) == 0 || slices.ContainsFunc(da, func(d string) bool { return slices.Contains(db, d) }) {
		return ""
	}
	return "different days"
}

// places are those of the headline, and with all those of the lead too.
func places(r *reading, all bool) []string {
	if all {
		return r.places
	}
	return r.inTitle.places
}

// vetoPlaces: each side names a place that the other one neither names nor
// lies in or around. Of two languages one side is enough: they share too few
// words to tell two towns apart by.
func (g *agreement) vetoPlaces(a, b *reading) string {
	x, y := strange(a, b), strange(b, a)
	if x == "" && y == "" || (x == "" || y == "") && !g.cross || g.cross && !telling(a.title, x) && !telling(b.title, y) {
		return ""
	}
	x, y = strings.TrimPrefix(x, "="), strings.TrimPrefix(y, "=")
	if x == "" || y == "" {
		return "a place that the other does not name: " + x + y
	}
	return "different places: " + x + " and " + y
}

// telling tells whether a place of a headline is neither in half the news nor
// the one that announces it («قطر: …», «قطر تعلن …»).
func telling(title []token, place string) bool {
	i := slices.IndexFunc(title, func(t token) bool { return t.key == place })
	return i > 0 && title[i].w >= 0.8
}

// strange is the first place of a's headline that b's text does not fit; empty
// for none. A country stands for a town in it, unless b's headline names
// another town there.
func strange(a, b *reading) string {
	l := known()
	for _, p := range a.inTitle.places {
		if !slices.ContainsFunc(b.places, func(o string) bool {
			return l.within(o, p) || l.within(p, o) && !slices.ContainsFunc(b.inTitle.places, func(q string) bool {
				return q != o && l.within(q, o) && !l.near(q, p)
			})
		}) {
			return p
		}
	}
	return ""
}

// vetoPersons: each headline names a person or body that the other text does
// not know, or an office. Where both name a third one as well, only headlines
// of one pattern are two: «دیدار با …».
func (g *agreement) vetoPersons(a, b *reading) string {
	if g.bodies >= 0.85 && g.minBody >= realText {
		return ""
	}
	office := func(n string) bool { return known().office[n] }
	x, y := slices.DeleteFunc(ofClass(g.left[0], name), office), slices.DeleteFunc(ofClass(g.left[1], name), office)
	if s, t := stands(x, g.left[1]), stands(y, g.left[0]); g.inTitle[0]+g.inTitle[1] >= 1.2 && !g.cross && s+t != "" && (len(a.head) == 0 || len(b.head) == 0) {
		return "different persons: " + strings.TrimPrefix(s+t, "=") // a person by name, another by office
	}
	if len(x) == 0 || len(y) == 0 {
		x, y = offices(g.left[0]), offices(g.left[1])
		if len(x) == 0 || len(y) == 0 || g.inTitle[0]+g.inTitle[1] < 1.1 {
			return ""
		}
	}
	if begins(a, x) && begins(b, y) && g.core < 2.5 { // «Apple fined …», «Meta fined …»
		return "different persons: " + strings.TrimPrefix(x[0], "=") + " and " + strings.TrimPrefix(y[0], "=")
	}
	third := slices.ContainsFunc(a.inTitle.names, func(n string) bool { return slices.Contains(b.inTitle.names, n) })
	if third && min(g.inTitle[0], g.inTitle[1]) < 0.6 {
		return ""
	}
	return "different persons: " + strings.TrimPrefix(x[0], "=") + " and " + strings.TrimPrefix(y[0], "=")
}

// begins tells whether a headline begins with one of names.
func begins(r *reading, names []string) bool {
	return len(r.title) > 0 && slices.Contains(names, r.title[0].key)
}

// stands is the country by which one headline calls a person («وزیر خارجه
// مصر») where the other one has a name.
func stands(names []string, other []token) string {
	if len(names) == 0 || slices.ContainsFunc(other, func(t token) bool { return t.class == name && !known().office[t.key] }) {
		return ""
	}
	for _, t := range other {
		if t.class == place && t.w >= 0.8 {
			return t.key
		}
	}
	return ""
}

// offices are the offices among ts.
func offices(ts []token) []string {
	var out []string
	for _, t := range ts {
		if known().office[t.key] {
			out = append(out, t.key)
		}
	}
	return out
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
	na, nb := a.inTitle.not, b.inTitle.not
	if na == nb || na && b.inLead.not || nb && a.inLead.not {
		return ""
	}
	return "one denies what the other says"
}

// vetoTense: what will begin has not begun.
func (g *agreement) vetoTense(a, b *reading) string {
	const veto = "one tells what will happen, the other what happened"
	if g.bodies >= 0.6 {
		return ""
	}
	if expected(a, b) || expected(b, a) {
		return veto
	}
	if a.inTitle.will == b.inTitle.will {
		return ""
	}
	later, now := a, b
	if b.inTitle.will {
		later, now = b, a
	}
	if now.inLead.will || !happens(now.title) || !happens(later.title) {
		return ""
	}
	return veto
}

// expected tells whether now reports the arrival of somebody whose visit later
// announces, or the end of what later announces for tomorrow.
func expected(later, now *reading) bool {
	soon := later.inTitle.tomorrow
	if now.inTitle.will || now.inTitle.tomorrow || !soon && !later.inTitle.will {
		return false
	}
	came := in(later.titleKeys, "=visit") && in(now.titleKeys, "=arrive") && !in(later.textKeys, "=arrive")
	return came || soon && in(now.titleKeys, "=end") && !in(later.textKeys, "=end")
}
