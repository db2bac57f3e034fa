package text

import (
	"errors"
	"fmt"
	"strings"
	"time"

	jalaali "github.com/jalaali/go-jalaali"
)

// ErrNoDate says that no date could be read with certainty.
var ErrNoDate = errors.New("no date")

// ErrImplausible says that a date was read, but lies before 1990 or more than
// two days after now: one day of grace and one for zones that were misread.
var ErrImplausible = errors.New("implausible date")

// The values of Date.Precision.
const (
	Second = "second"
	Minute = "minute"
	Day    = "day"
)

// Date is a moment as somebody wrote it.
type Date struct {
	// Time is in UTC and cut to milliseconds; the start of the day in its zone
	// when only a day was written.
	Time time.Time
	// Precision is Second, Minute or Day: how exactly it was written.
	Precision string
	// Repaired names what had to be understood rather than read, separated by
	// "; ": "jalali", "zone assumed", "24:00", "second 60", "weekday wrong",
	// "year assumed", "century assumed", "day and month assumed", "relative",
	// "time unreadable", "epoch", "code". Empty for a date in good order.
	Repaired string
}

// maxDate is how much of a string is searched for a date, in bytes.
const maxDate = 400

// earliest is the first plausible moment: feeds are younger.
var earliest = time.Date(1990, time.January, 1, 0, 0, 0, 0, time.UTC)

// ParseDate reads the date in raw, whatever calendar, language and order it is
// written in. Labels and a second date of the same day in another calendar may
// stand around it. A date without a zone is taken to be in zone (nil means
// UTC); now serves relative words, missing years and plausibility, its zero
// value means no upper bound and neither of the others.
//
// Numeric dates with the year last are read day first, but month first where
// the zone is in the United States or only that order is possible. Jalali and
// Gregorian dates that contradict each other end in ErrNoDate, and Hijri dates
// are passed over. Errors wrap ErrNoDate or ErrImplausible.
func ParseDate(raw string, zone *time.Location, now time.Time) (Date, error) {
	if zone == nil {
		zone = time.UTC
	}
	raw = strings.TrimSpace(raw)
	if d, ok := standardDate(raw); ok {
		return d.plausible(raw, now)
	}
	if len(raw) > maxDate {
		raw = strings.ToValidUTF8(raw[:maxDate], "")
	}
	p := &dateParser{zone: zone, now: now, tokens: dateTokens(raw)}
	d, err := p.parse()
	if err != nil {
		return Date{}, fmt.Errorf("date %q: %w", raw, err)
	}
	return d.plausible(raw, now)
}

// plausible is the last gate of every date.
func (d Date) plausible(raw string, now time.Time) (Date, error) {
	d.Time = d.Time.UTC().Truncate(time.Millisecond)
	if !plausible(d.Time, now) {
		return Date{}, fmt.Errorf("date %q: %w: %s", raw, ErrImplausible, d.Time.Format(time.DateOnly))
	}
	return d, nil
}

func plausible(t, now time.Time) bool {
	return !t.Before(earliest) && (now.IsZero() || !t.After(now.Add(48*time.Hour)))
}

// standardDate reads what nearly all feeds write, RFC 3339 and RFC 822 with a
// numeric zone or GMT, as long as there is nothing to mend.
func standardDate(raw string) (Date, bool) {
	var t time.Time
	var err error
	switch {
	case len(raw) >= 20 && raw[4] == '-' && raw[10] == 'T':
		t, err = time.Parse(time.RFC3339, raw)
	case len(raw) == 31 && raw[3] == ',' && (raw[26] == '+' || raw[26] == '-'):
		t, err = time.Parse(time.RFC1123Z, raw)
	case len(raw) == 29 && raw[3] == ',' && strings.HasSuffix(raw, " GMT"):
		t, err = time.Parse(time.RFC1123, raw)
	default:
		return Date{}, false
	}
	if err != nil || t.Year() < 1700 || raw[3] == ',' && t.Weekday().String()[:3] != raw[:3] {
		return Date{}, false
	}
	return Date{Time: t, Precision: Second}, true
}

// Jalali writes the day of t, in t's own zone, as Persian readers do:
// «۶ آذر ۱۴۰۲». Years outside the calendar's tables give "".
func Jalali(t time.Time) string {
	y, m, d, err := jalaali.ToJalaali(t.Year(), t.Month(), t.Day())
	if err != nil {
		return ""
	}
	months := strings.Fields(jalaliMonths)
	name, _, _ := strings.Cut(months[m-1], "|")
	return persianDigits(fmt.Sprintf("%d %s %d", d, name, y))
}

func persianDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '۰'
		}
		return r
	}, s)
}

// fromJalali is the Gregorian day of a Jalali one; ok is false where the
// calendar has no such day.
func fromJalali(year, month, day int) (calendarDay, bool) {
	if year < 1300 || year > 1499 || !jalaali.IsValidDate(year, month, day) {
		return calendarDay{}, false
	}
	y, m, d, err := jalaali.ToGregorian(year, jalaali.Month(month), day)
	if err != nil {
		return calendarDay{}, false
	}
	return calendarDay{y, int(m), d}, true
}

// calendarDay is a day of the Gregorian calendar.
type calendarDay struct{ year, month, day int }

// valid tells whether there is such a day.
func (c calendarDay) valid() bool {
	return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31 && c.at(0, time.UTC).Day() == c.day
}

// at is the moment that is since after midnight of the clock in zone.
func (c calendarDay) at(since time.Duration, zone *time.Location) time.Time {
	h, rest := int(since/time.Hour), since%time.Hour
	m, rest := int(rest/time.Minute), rest%time.Minute
	return time.Date(c.year, time.Month(c.month), c.day, h, m, int(rest/time.Second), int(rest%time.Second), zone)
}

func (c calendarDay) weekday() time.Weekday { return c.at(0, time.UTC).Weekday() }
