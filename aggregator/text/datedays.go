package text

import "strings"

// yearStyle is how a year stands in a date.
type yearStyle int

const (
	fullYear  yearStyle = iota // four digits
	shortYear                  // two
	noYear                     // none
)

// monthAt reads the name of a month at i and tells how many tokens it takes.
func (p *dateParser) monthAt(i int) (name monthName, n int, ok bool) {
	names := monthNames()
	for n := 2; n > 0; n-- {
		phrase := p.phrase(i, n)
		if phrase == "" {
			continue
		}
		if name, ok = names[phrase]; ok {
			return name, n, true
		}
		rest, found := strings.CutPrefix(phrase, "ב") // Hebrew "in"
		if !found {
			rest, found = strings.CutSuffix(phrase, "ماه") // آذرماه
		}
		if name, ok = names[rest]; ok && found {
			return name, n, true
		}
	}
	return monthName{}, 0, false
}

// neighbour is the next number from i in the direction step, over commas,
// ordinals and what is used; -1 where something else comes first.
func (p *dateParser) neighbour(i, step int) int {
	for i += step; i >= 0 && i < len(p.tokens); i += step {
		switch t := p.tokens[i]; {
		case t.used:
		case t.number():
			return i
		case t.sign != 0 && strings.ContainsRune(",.-/'’،", t.sign):
		case dateFiller(t.word):
		default:
			return -1
		}
	}
	return -1
}

// dateFiller tells the folded words between the parts of a date.
func dateFiller(word string) bool {
	switch word {
	case "th", "st", "nd", "rd", "er", "o", "of", "de", "del", "le", "го", "г", "ماه", "سال", "سنه", "عام":
		return true
	}
	return false
}

// namedDays finds the days whose month has a name.
func (p *dateParser) namedDays(style yearStyle) []foundDay {
	var days []foundDay
	for i := 0; i < len(p.tokens); i++ {
		name, n, ok := p.monthAt(i)
		if !ok {
			continue
		}
		last := p.synonyms(i+n, name)
		before, after := p.neighbour(i, -1), p.neighbour(last-1, +1)
		third := -1
		if after >= 0 {
			third = p.neighbour(after, +1)
		}
		day, year := p.dayAndYear(style, before, after, third)
		if day < 0 {
			continue
		}
		found, ok := p.namedDay(name, day, year)
		if !ok {
			continue
		}
		found.at = i
		p.use(i, last)
		p.use(day, day+1)
		if year >= 0 {
			p.use(year, year+1)
		}
		days = append(days, found)
		i = last - 1
	}
	return days
}

// synonyms passes over further names of the same month, as in «تشرين
// الثاني/نوفمبر», and returns the token after them.
func (p *dateParser) synonyms(i int, name monthName) int {
	for j := i; j < len(p.tokens); {
		if s := p.tokens[j].sign; s == '/' || s == '(' || s == ')' || s == '-' {
			j++
			continue
		}
		other, n, ok := p.monthAt(j)
		if !ok || other != name {
			break
		}
		j += n
		i = j
	}
	if i < len(p.tokens) && p.tokens[i].sign == ')' {
		i++
	}
	return i
}

// dayAndYear tells which of the numbers around a month is the day and which
// the year; -1 for none. Before is the number before the month, after and
// third are the two behind it.
func (p *dateParser) dayAndYear(style yearStyle, before, after, third int) (day, year int) {
	is := func(i int, f func(dateToken) bool) bool { return i >= 0 && f(p.tokens[i]) }
	isShortYear := func(t dateToken) bool { return len(t.text) == 2 }
	switch style {
	case fullYear:
		switch {
		case is(before, dateToken.isDay) && is(after, dateToken.isYear): // 27 Nov 2023
			return before, after
		case is(after, dateToken.isDay) && is(third, dateToken.isYear): // Nov 27, 2023
			return after, third
		case is(before, dateToken.isYear) && is(after, dateToken.isDay): // 2023 Nov 27
			return after, before
		}
	case shortYear:
		if is(before, dateToken.isDay) && is(after, isShortYear) { // 27-Nov-23
			return before, after
		}
	case noYear:
		switch {
		case is(before, dateToken.isYear), is(after, dateToken.isYear), is(third, dateToken.isYear): // a day that does not exist
		case is(before, dateToken.isDay):
			return before, -1
		case is(after, dateToken.isDay):
			return after, -1
		}
	}
	return -1, -1
}

// namedDay makes a day of a month's name and the tokens of day and year.
func (p *dateParser) namedDay(name monthName, day, year int) (foundDay, bool) {
	d := p.tokens[day].num
	if year < 0 {
		return p.lastSuch(name, d)
	}
	y, note := p.tokens[year].num, ""
	if !p.tokens[year].isYear() {
		y, note = p.century(name.calendar == jalali, y), "century assumed"
	}
	return makeDay(name, y, d, note)
}

// makeDay checks a day. A Gregorian name beside a Jalali year is a Jalali month
// that some formatter misnamed.
func makeDay(name monthName, year, day int, note string) (foundDay, bool) {
	if year >= 1300 && year <= 1499 {
		c, ok := fromJalali(year, name.month, day)
		return foundDay{calendarDay: c, jalali: true, note: note}, ok
	}
	c := calendarDay{year, name.month, day}
	return foundDay{calendarDay: c, note: note}, name.calendar == gregorian && c.valid()
}

// century completes a year of two digits: the latest that is not after next
// year, or since 1360 and 1969 without a now.
func (p *dateParser) century(isJalali bool, year int) int {
	switch {
	case isJalali && year >= 60:
		return 1300 + year
	case isJalali:
		return 1400 + year
	case year > 68 || !p.now.IsZero() && 2000+year > p.now.Year()+1:
		return 1900 + year
	}
	return 2000 + year
}

// lastSuch is the newest day of that name that is not after tomorrow and,
// where the day of the week is known, falls on it.
func (p *dateParser) lastSuch(name monthName, day int) (foundDay, bool) {
	this := p.now.In(p.zone).Year()
	if name.calendar == jalali {
		this -= 621
	}
	for year := this + 1; year > this-6; year-- {
		d, ok := makeDay(name, year, day, "year assumed")
		if ok && !d.calendarDay.at(0, p.zone).After(p.now.AddDate(0, 0, 1)) && (!p.hasWeekday || d.weekday() == p.weekday) {
			return d, true
		}
	}
	return foundDay{}, false
}

// numericDays finds the days written in numbers alone.
func (p *dateParser) numericDays() []foundDay {
	var days []foundDay
	for i := range p.tokens {
		if t := p.tokens[i]; t.used || !t.number() {
			continue
		}
		d, n, ok := p.numericDay(i)
		if !ok {
			continue
		}
		d.at = i
		p.use(i, i+n)
		days = append(days, d)
	}
	return days
}

// numericDay reads a day from n tokens at i: 20231127, 2023-11-27, 27/11/2023,
// 2023年11月27日.
func (p *dateParser) numericDay(i int) (d foundDay, n int, ok bool) {
	t := p.tokens[i]
	if len(t.text) == 8 {
		if d, ok = ymd(t.num/10000, t.num/100%100, t.num%100); ok {
			return d, 1, d.year >= earliest.Year() && d.year < 2100
		}
		return d, 0, false
	}
	if i+4 >= len(p.tokens) || !p.separated(i) {
		return d, 0, false
	}
	a, b, c := t, p.tokens[i+2], p.tokens[i+4]
	switch {
	case a.isYear() && b.short() && c.short():
		d, ok = ymd(a.num, b.num, c.num)
		if !ok && a.num >= 1700 { // yyyy-dd-mm
			d, ok = ymd(a.num, c.num, b.num)
			d.note = "day and month assumed"
		}
	case a.short() && b.short() && c.isYear():
		d, ok = dmy(a.num, b.num, c.num)
	case a.short() && b.short() && len(c.text) == 2:
		d, ok = p.shortDay(a.num, b.num, c.num)
	}
	return d, 5, ok
}

// separated tells whether the three numbers from i on are parted alike, and
// are not part of something longer such as an address.
func (p *dateParser) separated(i int) bool {
	t := p.tokens[i : i+5]
	for k := range t {
		if t[k].used {
			return false
		}
	}
	if !t[2].number() || !t[4].number() {
		return false
	}
	if t[1].word == "年" || t[1].word == "년" {
		return t[3].word == "月" || t[3].word == "월"
	}
	s := t[1].sign
	if s != t[3].sign || s != '/' && s != '-' && s != '.' {
		return false
	}
	more := i+6 < len(p.tokens) && p.tokens[i+5].sign == s && p.tokens[i+6].number() && !p.tokens[i+6].used && !p.tokens[i+5].space
	less := i > 1 && p.tokens[i-1].sign == s && p.tokens[i-2].number() && !p.tokens[i-2].used && !t[0].space
	return !more && !less
}

// ymd makes a day of numbers; a year from 1300 to 1499 is Jalali.
func ymd(year, month, day int) (foundDay, bool) {
	if month < 1 || month > 12 {
		return foundDay{}, false
	}
	return makeDay(monthName{gregorian, month}, year, day, "")
}

// dmy makes a day of numbers of which the year stands last, and keeps the
// other order where that is a day too.
func dmy(day, month, year int) (foundDay, bool) {
	d, ok := ymd(year, month, day)
	if d.jalali {
		return d, ok
	}
	other, otherOK := ymd(year, day, month)
	switch {
	case !ok:
		return other, otherOK
	case otherOK && day != month:
		d.other = other.calendarDay
	}
	return d, ok
}

// shortDay makes a day of three numbers of two digits: Iranians and Afghans
// write the Jalali year first, others the Gregorian one last.
func (p *dateParser) shortDay(a, b, c int) (foundDay, bool) {
	if name := p.zone.String(); name == "Asia/Tehran" || name == "Iran" || name == "Asia/Kabul" {
		d, ok := ymd(p.century(true, a), b, c)
		if d.note = "century assumed"; ok && plausible(d.calendarDay.at(0, p.zone), p.now) {
			return d, true
		}
	}
	d, ok := dmy(a, b, p.century(false, c))
	d.note = "century assumed"
	return d, ok
}
