package text

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dateParser reads one string. Whatever it understands it marks as used, so
// that no number is read twice.
type dateParser struct {
	zone   *time.Location
	now    time.Time
	tokens []dateToken
	notes  []string

	weekday    time.Weekday
	hasWeekday bool
	clock      clock
}

// foundDay is a day found among the tokens.
type foundDay struct {
	calendarDay
	jalali bool
	other  calendarDay // with day and month exchanged; zero unless both orders make sense
	at     int         // token
	note   string
}

func (p *dateParser) parse() (Date, error) {
	if d, ok := p.number(); ok {
		return d, nil
	}
	p.passOverHijri()
	p.findWeekday()
	p.findClock()
	days := p.findDays()
	if len(days) == 0 {
		if d, ok := p.relative(); ok {
			return d, nil
		}
		return Date{}, ErrNoDate
	}
	day := days[0]
	for _, other := range days[1:] {
		if other.jalali != day.jalali {
			if other.calendarDay != day.calendarDay {
				return Date{}, fmt.Errorf("%w: the calendars disagree", ErrNoDate)
			}
			break
		}
	}
	return p.join(day), nil
}

// findDays returns the days in the order of the text, from the surest way of
// writing that gives any.
func (p *dateParser) findDays() []foundDay {
	days := append(p.namedDays(fullYear), p.numericDays()...)
	if len(days) == 0 {
		days = p.namedDays(shortYear)
	}
	if len(days) == 0 && !p.now.IsZero() {
		days = p.namedDays(noYear)
	}
	slices.SortStableFunc(days, func(a, b foundDay) int { return a.at - b.at })
	return days
}

func (p *dateParser) note(s string) {
	if s != "" && !slices.Contains(p.notes, s) {
		p.notes = append(p.notes, s)
	}
}

// join makes a moment of the day, the clock and the zone.
func (p *dateParser) join(day foundDay) Date {
	if day.jalali {
		p.note("jalali")
	}
	p.note(day.note)
	chosen := p.choose(day)
	if p.hasWeekday && chosen.weekday() != p.weekday {
		p.note("weekday wrong")
	}
	return p.moment(chosen)
}

// moment adds the clock and the zone to a day.
func (p *dateParser) moment(day calendarDay) Date {
	zone := p.clock.location(day, p.zone)
	if zone == nil {
		zone = p.zone
		p.note("zone assumed")
	}
	p.note(p.clock.note)
	precision := p.clock.precision
	if precision == "" {
		precision = Day
	}
	return Date{Time: day.at(p.clock.since, zone), Precision: precision, Repaired: strings.Join(p.notes, "; ")}
}

// choose settles which number is the month where both could be: the day of the
// week knows, else the custom of the zone, unless that lies in the future.
func (p *dateParser) choose(day foundDay) calendarDay {
	if day.other == (calendarDay{}) {
		return day.calendarDay
	}
	first, second := day.calendarDay, day.other
	if monthFirst(p.zone) {
		first, second = second, first
	}
	if p.hasWeekday && first.weekday() != second.weekday() {
		if first.weekday() == p.weekday {
			return first
		}
		if second.weekday() == p.weekday {
			return second
		}
	}
	p.note("day and month assumed")
	if !plausible(first.at(0, p.zone), p.now) && plausible(second.at(0, p.zone), p.now) {
		return second
	}
	return first
}

// monthFirst tells zones of the United States, where 9/10 is in September.
func monthFirst(zone *time.Location) bool {
	switch name := zone.String(); name {
	case "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
		"America/Anchorage", "America/Detroit", "America/Boise", "Pacific/Honolulu", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT":
		return true
	default:
		return strings.HasPrefix(name, "US/")
	}
}

// findWeekday notes the first day of the week that is named.
func (p *dateParser) findWeekday() {
	names := weekdayNames()
	for i := 0; i < len(p.tokens); i++ {
		for n := 2; n > 0; n-- {
			day, ok := names[p.phrase(i, n)]
			if !ok {
				continue
			}
			if !p.hasWeekday {
				p.weekday, p.hasWeekday = day, true
			}
			p.use(i, i+n)
			i += n - 1
			break
		}
	}
}

// passOverHijri marks Hijri dates, which are printed beside Gregorian ones and
// differ by a day from country to country: «13 شعبان 1447هـ».
func (p *dateParser) passOverHijri() {
	for i := range p.tokens {
		name, n, ok := p.monthAt(i)
		if ok && name.calendar == hijri {
			p.use(i, i+n)
			if before := p.neighbour(i, -1); before >= 0 && p.tokens[before].isDay() {
				p.use(before, before+1)
			}
			if after := p.neighbour(i+n-1, +1); after >= 0 && p.tokens[after].isYear() {
				p.use(after, after+1)
			}
		}
		if i > 0 && p.tokens[i].word == "ه" && p.tokens[i-1].isYear() && !p.solarAt(i+1) {
			p.use(i-1, i+1)
		}
	}
}

// solarAt tells «ش» at i, perhaps behind a dot: ه.ش is the Jalali calendar.
func (p *dateParser) solarAt(i int) bool {
	if i < len(p.tokens) && p.tokens[i].sign == '.' {
		i++
	}
	return i < len(p.tokens) && (p.tokens[i].word == "ش" || p.tokens[i].word == "شمسی")
}

// use marks the tokens [from, to).
func (p *dateParser) use(from, to int) {
	for i := from; i < to; i++ {
		p.tokens[i].used = true
	}
}

// phrase is n words from i on, joined by spaces; "" where one is no word or
// used.
func (p *dateParser) phrase(i, n int) string {
	if i+n > len(p.tokens) {
		return ""
	}
	for _, t := range p.tokens[i : i+n] {
		if t.word == "" || t.used {
			return ""
		}
	}
	if n == 1 {
		return p.tokens[i].word
	}
	words := make([]string, n)
	for k := range words {
		words[k] = p.tokens[i+k].word
	}
	return strings.Join(words, " ")
}

// number reads strings that are nothing but one number: Unix time in any unit,
// a compact date, or an article number that begins with its date.
func (p *dateParser) number() (Date, bool) {
	if len(p.tokens) != 1 && !(len(p.tokens) == 3 && p.tokens[1].sign == '.' && len(p.tokens[0].text) == 10) || !p.tokens[0].number() {
		return Date{}, false
	}
	s := p.tokens[0].text
	part := func(from, to int) int {
		n, _ := strconv.Atoi(s[from:to]) // digits only, at most ten
		return n
	}
	code := func(year, at int) (Date, bool) {
		day, ok := fromJalali(year, part(at, at+2), part(at+2, at+4))
		return Date{Time: day.at(0, p.zone), Precision: Day, Repaired: "code; jalali; zone assumed"}, ok && plausible(day.at(0, p.zone), p.now)
	}
	switch {
	case len(s) == 11 && s[0] >= '8': // old ISNA: yymmdd and five more
		return code(1300+part(0, 2), 2)
	case (len(s) == 13 || len(s) == 14) && (strings.HasPrefix(s, "13") || strings.HasPrefix(s, "14")): // ISNA, old Fars
		if d, ok := code(part(0, 4), 4); ok {
			return d, true
		}
	case len(s) == 14:
		day := calendarDay{part(0, 4), part(4, 6), part(6, 8)}
		h, m, sec := part(8, 10), part(10, 12), part(12, 14)
		since := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
		return Date{Time: day.at(since, p.zone), Precision: Second, Repaired: "zone assumed"}, day.valid() && h < 24 && m < 60 && sec < 60
	}
	switch len(s) {
	case 9, 10, 16, 19: // seconds, µs, ns; the new codes of Fars are ns
		n := min(len(s), 10)
		return Date{Time: time.Unix(int64(part(0, n)), 0), Precision: Second, Repaired: "epoch"}, true
	case 13:
		return Date{Time: time.UnixMilli(int64(p.tokens[0].num)), Precision: Second, Repaired: "epoch"}, true
	}
	return Date{}, false
}
