package text

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// dayWords are the words for a day near now, as days before it.
var dayWords = sync.OnceValue(func() map[string]int {
	words := map[string]int{}
	for days, list := range []string{
		"امروز today اليوم bugün сегодня היום heute hoy oggi aujourd",
		"دیروز yesterday أمس dün вчера אתמול gestern hier ayer ieri",
		"پریروز позавчера vorgestern",
	} {
		for _, w := range strings.Fields(list) {
			words[Spaced(w)] = days
		}
	}
	return words
})

// units are the words of «۳ ساعت پیش» and "3 hours ago".
var units = sync.OnceValue(func() map[string]time.Duration {
	words := map[string]time.Duration{}
	for unit, list := range map[time.Duration]string{
		time.Second:        "ثانیه second seconds sec secs ثوان ثانية saniye секунд секунды секунду secondes sekunden segundos secondi",
		time.Minute:        "دقیقه minute minutes min mins دقيقة دقائق dakika минут минуты минуту דקות minuten minutos minuti",
		time.Hour:          "ساعت hour hours hr hrs ساعة ساعات saat час часа часов שעות heure heures stunde stunden hora horas ora ore",
		24 * time.Hour:     "روز day days يوم أيام gün день дня дней ימים jour jours tag tagen día días giorno giorni",
		7 * 24 * time.Hour: "هفته week weeks أسبوع أسابيع hafta недели недель неделю semaine semaines woche wochen semana semanas",
	} {
		for _, w := range strings.Fields(list) {
			words[Spaced(w)] = unit
		}
	}
	return words
})

// smallNumbers are the numbers that stand in words before a unit.
var smallNumbers = sync.OnceValue(func() map[string]int {
	words := map[string]int{}
	for i, list := range []string{"یک a an one une eine einer una un bir", "دو two deux zwei dos due iki", "سه three", "چهار four", "پنج five"} {
		for _, w := range strings.Fields(list) {
			words[Spaced(w)] = i + 1
		}
	}
	return words
})

// relative reads «امروز ۱۴:۲۰», yesterday, «۳ ساعت پیش», "2 hours ago".
func (p *dateParser) relative() (Date, bool) {
	if p.now.IsZero() {
		return Date{}, false
	}
	p.note("relative")
	words, now := dayWords(), p.now.In(p.zone)
	for i, t := range p.tokens {
		if before, ok := words[t.word]; ok && t.word != "" {
			zone := p.clock.location(calendarDay{now.Year(), int(now.Month()), now.Day()}, p.zone)
			if zone != nil {
				now = now.In(zone)
			}
			y, m, d := now.AddDate(0, 0, -before).Date()
			p.clock.assumed = p.zone
			return p.moment(calendarDay{y, int(m), d}), true
		}
		if n, unit, ok := p.distance(i); ok {
			return p.before(n, unit), true
		}
	}
	return Date{}, false
}

// distance reads how long ago something was, from a number, a number in words
// or an Arabic unit that holds its number (ساعة, ساعتين) at i.
func (p *dateParser) distance(i int) (n int, unit time.Duration, ok bool) {
	t, at := p.tokens[i], i+1
	n = t.num
	if !t.number() {
		if n = smallNumbers()[t.word]; n == 0 {
			n, at = 1, i
			if dual, found := strings.CutSuffix(t.word, "تین"); found {
				if unit, ok = units()[dual+"ه"]; ok { // ساعتين is two of ساعة
					n = 2
				}
			} else if t.word == Spaced("يومين") {
				n, unit = 2, 24*time.Hour
			}
		}
	} else if len(t.text) > 4 {
		return 0, 0, false
	}
	if unit == 0 {
		if at >= len(p.tokens) || p.tokens[at].word == "" {
			return 0, 0, false
		}
		if unit, ok = units()[p.tokens[at].word]; !ok {
			return 0, 0, false
		}
	}
	return n, unit, p.saysAgo(i, at)
}

// saysAgo tells whether "ago" stands before the number at i or after the unit
// at. A unit without a number, such as «منذ ساعة», needs it before.
func (p *dateParser) saysAgo(i, at int) bool {
	if i > 0 {
		switch p.tokens[i-1].word {
		case "منذ", "قبل", "vor", "hace", "ha", "há", "לפני":
			return true
		case "a":
			return i > 1 && p.tokens[i-2].word == "y" // il y a
		}
	}
	after := []string{"پیش", "قبل", "ago", "назад", "once", "önce", "fa", "atras", "atrás", "مضت"}
	return at > i && at+1 < len(p.tokens) && slices.Contains(after, p.tokens[at+1].word)
}

// before is the moment n units before now, as exactly as that unit tells.
func (p *dateParser) before(n int, unit time.Duration) Date {
	t := p.now.Add(-time.Duration(n) * unit)
	switch {
	case unit >= 24*time.Hour:
		y, m, d := t.In(p.zone).Date()
		return Date{Time: calendarDay{y, int(m), d}.at(0, p.zone), Precision: Day, Repaired: "relative"}
	case unit == time.Second:
		return Date{Time: t.Truncate(time.Second), Precision: Second, Repaired: "relative"}
	}
	return Date{Time: t.Truncate(time.Minute), Precision: Minute, Repaired: "relative"}
}
