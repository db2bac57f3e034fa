package text

import (
	"slices"
	"strings"
	"time"
)

// clock is a time of day and its zone. The zero value is midnight in no zone.
type clock struct {
	since     time.Duration // after midnight, by the clock on the wall
	precision string        // "" where only a day was written
	note      string
	zone      *time.Location // as a page names it, or a numeric one
	offsets   []int          // minutes east that an abbreviation may mean
	assumed   *time.Location // of words such as "today", which need no zone
}

// location is the zone that was written, in force on day; nil for none.
// An abbreviation of several meanings is taken as the source's zone has it.
func (c clock) location(day calendarDay, own *time.Location) *time.Location {
	if c.zone != nil {
		return c.zone
	}
	if len(c.offsets) == 0 {
		return c.assumed
	}
	_, offset := day.at(c.since, own).Zone()
	if slices.Contains(c.offsets, offset/60) {
		return time.FixedZone("", offset/60*60)
	}
	return time.FixedZone("", c.offsets[0]*60)
}

// findClock reads the first time of day and its zone, and marks every other
// time so that its numbers are not taken for days.
func (p *dateParser) findClock() {
	found := false
	for i := 0; i < len(p.tokens); i++ {
		c, n, ok := p.clockAt(i)
		if !ok {
			if i > 0 && i+1 < len(p.tokens) && p.tokens[i].sign == ':' && p.tokens[i-1].short() && p.tokens[i+1].short() {
				p.note("time unreadable") // 25:00
			}
			continue
		}
		end := p.clockTail(i, i+n, &c)
		p.use(i, end)
		i = end - 1
		if !found {
			p.clock, found = c, true
		}
	}
	for i := 0; i < len(p.tokens) && p.clock.zone == nil && p.clock.offsets == nil; i++ {
		if t := p.tokens[i]; !t.used && t.word != "" {
			n := p.zoneAt(i, &p.clock)
			p.use(i, i+n)
		}
	}
}

// clockAt reads 15:13, 15:13:24.5, 15h13, 8 am, and the 151324 of
// 20231127T151324 from n tokens at i.
func (p *dateParser) clockAt(i int) (c clock, n int, ok bool) {
	t := p.tokens[i:]
	if t[0].used || !t[0].number() {
		return c, 0, false
	}
	if i > 1 && p.tokens[i-1].word == "t" && len(p.tokens[i-2].text) == 8 {
		switch v := t[0].num; len(t[0].text) {
		case 6:
			c, ok = newClock(v/10000, v/100%100, v%100, Second)
		case 4:
			c, ok = newClock(v/100, v%100, 0, Minute)
		}
		return c, 1, ok
	}
	if !t[0].short() {
		return c, 0, false
	}
	if len(t) > 2 && (t[1].sign == ':' || (t[1].word == "h" || t[1].word == "時" || t[1].word == "时") && !t[1].space && !t[2].space) && len(t[2].text) == 2 {
		if len(t) > 4 && t[3].sign == ':' && t[4].short() {
			c, ok = newClock(t[0].num, t[2].num, t[4].num, Second)
			if n = 5; ok && len(t) > 6 && (t[5].sign == '.' || t[5].sign == ',') && t[6].number() && !t[6].space {
				c.since += fraction(t[6].text)
				n = 7
			}
			return c, n, ok
		}
		c, ok = newClock(t[0].num, t[2].num, 0, Minute)
		return c, 3, ok
	}
	if w, _, found := p.halfDayAt(i + 1); found && t[0].num >= 1 && t[0].num <= 12 && len(w) > 1 && w[0] < 0x80 { // 8 am
		c, ok = newClock(t[0].num, 0, 0, Minute)
		return c, 1, ok
	}
	return c, 0, false
}

// fraction is a part of a second, in whole milliseconds.
func fraction(digits string) time.Duration {
	d, unit := time.Duration(0), 100*time.Millisecond
	for _, c := range digits[:min(3, len(digits))] {
		d += time.Duration(c-'0') * unit
		unit /= 10
	}
	return d
}

// newClock checks a time of day. 24:00 is the end of the day and second 60 a
// leap second: both are the beginning of what follows.
func newClock(h, m, s int, precision string) (clock, bool) {
	c := clock{precision: precision}
	c.since = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
	switch {
	case h == 24 && m == 0 && s == 0:
		c.note = "24:00"
	case h < 24 && m < 60 && s == 60:
		c.note = "second 60"
	case h > 23 || m > 59 || s > 59:
		return clock{}, false
	}
	return c, true
}

// clockTail reads what belongs to the time in tokens [from, to): before or
// after noon, on either side, and the zone. It returns the end of all that.
func (p *dateParser) clockTail(from, to int, c *clock) int {
	halfDay, end := "", to
	for end < len(p.tokens) {
		if w, n, ok := p.halfDayAt(end); ok && halfDay == "" {
			halfDay, end = w, end+n
		} else if n := p.zoneAt(end, c); n > 0 && (c.zone != nil || c.offsets != nil) {
			end += n
			break
		} else {
			break
		}
	}
	if halfDay == "" {
		for n := min(3, from); n > 0; n-- {
			if w, m, ok := p.halfDayAt(from - n); ok && m == n {
				halfDay = w
				p.use(from-n, from)
				break
			}
		}
	}
	if h := c.since / time.Hour; halfDay != "" && h <= 12 && c.note != "24:00" {
		switch after := halfDays()[halfDay]; {
		case after && h < 12:
			c.since += 12 * time.Hour
		case !after && h == 12:
			c.since -= 12 * time.Hour
		}
	}
	return end
}

// halfDayAt reads a word for before or after noon from n tokens at i, dots
// included: ب.ظ, a.m.
func (p *dateParser) halfDayAt(i int) (word string, n int, ok bool) {
	var b strings.Builder
	for j := i; j < len(p.tokens) && j < i+6; j++ {
		t := p.tokens[j]
		switch {
		case t.sign == '.' || t.sign == '(' || t.sign == ')':
			if n == j-i && ok {
				n = j - i + 1
			}
			continue
		case t.word == "" || t.used:
			return word, n, ok
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.word)
		if _, found := halfDays()[b.String()]; found {
			word, n, ok = b.String(), j-i+1, true
		}
	}
	return word, n, ok
}

// zoneAt reads a zone from n tokens at i into c.
func (p *dateParser) zoneAt(i int, c *clock) (n int) {
	if p.tokens[i].sign == '(' && i+1 < len(p.tokens) {
		if n = p.zoneAt(i+1, c); n > 0 {
			n++
		}
		return n
	}
	if zone, n := p.offsetAt(i); n > 0 {
		c.zone = zone
		return n
	}
	t := p.tokens[i]
	switch t.word {
	case "":
		return 0
	case "توقیت", "بتوقیت", "وقت":
		if i+1 < len(p.tokens) {
			if name, ok := cityZones()[p.tokens[i+1].word]; ok {
				if zone, err := time.LoadLocation(name); err == nil {
					c.zone = zone
					return 2
				}
			}
		}
		return 0
	}
	if zone, ok := p.namedZone(i); ok {
		c.zone = zone
		return 3
	}
	offsets, ok := zoneOffsets()[t.word]
	if !ok || strings.ToUpper(t.raw) != t.raw && t.word != "мск" && t.word != "gmt" && t.word != "utc" {
		return 0
	}
	if offsets[0] == 0 && t.word != "z" && i+1 < len(p.tokens) { // GMT+3:30
		if zone, n := p.offsetAt(i + 1); n > 0 {
			c.zone = zone
			return n + 1
		}
	}
	c.offsets = offsets
	return 1
}

// namedZone reads a name of the zone database, such as Asia/Tehran, at i.
func (p *dateParser) namedZone(i int) (*time.Location, bool) {
	switch p.tokens[i].raw {
	case "Asia", "Europe", "Africa", "America", "Australia", "Pacific", "Atlantic":
		if i+2 < len(p.tokens) && p.tokens[i+1].sign == '/' && p.tokens[i+2].raw != "" {
			zone, err := time.LoadLocation(p.tokens[i].raw + "/" + p.tokens[i+2].raw)
			return zone, err == nil
		}
	}
	return nil, false
}

// offsetAt reads +0330, +03:30, +3, -05 from n tokens at i. A hyphen may as
// well part a time from a date: "15:13 -06 Azar", "11:56-2023/11/27".
func (p *dateParser) offsetAt(i int) (zone *time.Location, n int) {
	t := p.tokens[i:]
	if len(t) < 2 || t[0].sign != '+' && t[0].sign != '-' || !t[1].number() || t[1].space {
		return nil, 0
	}
	h, m := t[1].num, 0
	n = 2
	switch {
	case len(t) > 3 && t[1].short() && t[2].sign == ':' && len(t[3].text) == 2:
		m, n = t[3].num, 4
	case len(t[1].text) == 4 || len(t[1].text) == 3:
		h, m = h/100, h%100
	case !t[1].short() || t[0].space && t[0].sign == '-':
		return nil, 0
	}
	if h > 14 || m%15 != 0 || m > 45 {
		return nil, 0
	}
	if n < len(t) && t[0].sign == '-' {
		_, _, month := p.monthAt(i + n)
		if s := t[n].sign; month || s == '/' || s == '-' || s == '.' && n+1 < len(t) && t[n+1].number() {
			return nil, 0
		}
	}
	seconds := (h*60 + m) * 60
	if t[0].sign == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), n
}
