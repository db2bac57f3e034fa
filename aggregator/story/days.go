package story

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// days are the days that a text names, as far as they can be told.
type days struct {
	year []yearDay // of the calendar, whatever the year
	near []int     // numbered through, of texts with a date: every day it may mean
}

// yearDay is a day of the year, 0 for the first of January. Days that were
// given in another calendar may be off by one.
type yearDay struct {
	day   int
	exact bool // not converted
}

// apart is how many days lie between two days of the year at least.
func (d yearDay) apart(o yearDay) int {
	n := max(d.day, o.day) - min(d.day, o.day)
	n = min(n, 365-n)
	if d.exact != o.exact {
		n = max(0, n-1)
	}
	return n
}

// A report tells of the days around it; older ones are its background («۷ اکتبر»).
const reported = 12

// newYear is where the first of Farvardin lies in the Gregorian year.
const newYear = 79

// readMonths fills the lexicon's months and words for days.
func (l *lexicon) readMonths() {
	lines("months.txt", func(section, line string) {
		words := spacedWords(line)
		switch section {
		case "today", "yesterday", "tomorrow":
			for _, w := range words {
				l.relative[w] = btoi(section == "tomorrow") - btoi(section == "yesterday")
			}
			return
		}
		m, _ := strconv.Atoi(words[0])
		first := yearDay{time.Date(2023, time.Month(m), 1, 0, 0, 0, 0, time.UTC).YearDay() - 1, true}
		if section == "jalali" {
			first = yearDay{newYear + 31*min(m-1, 6) + 30*max(0, m-7), false}
		}
		for _, w := range words[1:] {
			l.months[w] = first
		}
	})
}

// dayNumber numbers the days through, as the newsrooms between Cairo and
// Tehran count them.
func dayNumber(t time.Time) int { return int((t.Unix() + 3*3600) / 86400) }

// weekdayOf is the weekday of a numbered day, Saturday first as in the lexicon.
func weekdayOf(day int) int { return (day + 5) % 7 }

// daysIn finds the days that folded words name. at is when the text appeared,
// zero when unknown.
func daysIn(words []string, ts []token, at time.Time) days {
	l := known()
	var d days
	for i, w := range words {
		first, ok := l.months[w]
		if !ok {
			continue
		}
		n := dayBeside(words, i)
		if n == 0 {
			continue
		}
		first.day = (first.day + n - 1) % 365
		if !at.IsZero() && (yearDay{day: at.YearDay() - 1, exact: true}).apart(first) > reported || at.IsZero() && first.day == 279 {
			continue
		}
		d.year = append(d.year, first)
	}
	if at.IsZero() {
		return d
	}
	today := dayNumber(at)
	for _, y := range d.year {
		for n := today - reported; n <= today+reported; n++ {
			if y.apart(yearDay{day: time.Unix(int64(n)*86400, 0).UTC().YearDay() - 1, exact: true}) == 0 {
				d.near = append(d.near, n)
			}
		}
	}
	for _, w := range words {
		if n, ok := l.relative[w]; ok {
			d.near = append(d.near, today+n)
		}
	}
	for _, t := range ts {
		if t.class != weekday {
			continue
		}
		for n := today - 6; n <= today+6; n++ {
			if weekdayOf(n) == int(t.key[len(t.key)-1]-'0') {
				d.near = append(d.near, n)
			}
		}
	}
	return d
}

// dayBeside is the day of the month that stands before words[i], or after it
// in English; 0 for none.
func dayBeside(words []string, i int) int {
	if i > 0 {
		if n := dayOfMonth(words[i-1]); n > 0 {
			return n
		}
		if words[i-1] == "of" && i > 1 {
			return dayOfMonth(words[i-2])
		}
	}
	if i+1 < len(words) && words[i][0] < 0x80 {
		return dayOfMonth(words[i+1])
	}
	return 0
}

func dayOfMonth(w string) int {
	for _, e := range [...]string{"st", "nd", "rd", "th", "го"} {
		w = strings.TrimSuffix(w, e)
	}
	if n, err := strconv.Atoi(w); err == nil && len(w) <= 2 && n >= 1 && n <= 31 {
		return n
	}
	return 0
}

// vetoNamedDays: the texts name days, and none that both could mean. Papers of
// two time zones differ by one day within the same night; a text that is the
// same but for its date is the next one of a series. What is copied word for
// word a day later still says "today".
func (g *agreement) vetoNamedDays(a, b *reading) string {
	const other = "different days"
	same := g.bodies >= 0.6 && g.minBody >= someText
	far := 2
	if g.gap >= 16*time.Hour || same {
		far = 1
	}
	if x, y := a.days.year, b.days.year; len(x) > 0 && len(y) > 0 {
		if !slices.ContainsFunc(x, func(n yearDay) bool {
			return slices.ContainsFunc(y, func(m yearDay) bool { return n.apart(m) < far })
		}) {
			return other
		}
	}
	if same && g.bodies >= 0.95 && (g.sameTitle || g.titles >= 0.9) {
		return ""
	}
	if x, y := a.days.near, b.days.near; len(x) > 0 && len(y) > 0 {
		if !slices.ContainsFunc(x, func(n int) bool {
			return slices.ContainsFunc(y, func(m int) bool { return max(n, m)-min(n, m) < far })
		}) {
			return other
		}
	}
	return ""
}
