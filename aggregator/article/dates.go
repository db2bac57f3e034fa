package article

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// The bounds of a printed date line: longer ones are prose.
const (
	maxDateLine  = 130 // runes
	maxDateLines = 40  // lines with a date that are weighed
	maxOtherWord = 12  // words
)

// dated is one printed line that holds a date.
type dated struct {
	raw      string
	at       time.Time
	second   bool // seconds were written
	repaired string
	score    int
}

// dateLabels stand before the date of publication; clockLabels before others.
var dateLabels = sync.OnceValue(func() []string {
	return []string{"تاریخ انتشار", "تاريخ انتشار", "زمان انتشار", "تاریخ خبر", "تاریخ درج", "انتشار:", "تاريخ النشر", "نشر في", "نُشر", "publish date", "published", "date published",
		"posted", "publication date", "yayınlanma", "yayın tarihi", "giriş", "дата публикации", "опубликовано"}
})

var otherDates = sync.OnceValue(func() []string {
	return []string{"به‌روزرسانی", "بروزرسانی", "به روز رسانی", "آخرین ویرایش", "آخرین تغییر", "ویرایش شده", "آخر تحديث", "updated", "last modified", "güncelleme", "обновлено", "copyright", "©"}
})

// printedDate finds the line that tells when the article was published. at is
// the line of the headline, or -1. Without a label or the news code beside it a
// line needs a time of day; of several good ones the earliest counts, since the
// clock in a page's head is that of the visit.
func printedDate(lines []line, at int, meta time.Time, o Options) (best dated, ok bool) {
	found := 0
	for i, l := range lines {
		if !mayBeDate(l.text) {
			continue
		}
		d, err := text.ParseDate(l.text, o.Source.Timezone, o.Now)
		if err != nil {
			continue
		}
		if found++; found > maxDateLines {
			break
		}
		c := dated{raw: l.text, at: d.Time, second: d.Precision == text.Second, repaired: d.Repaired}
		lower := strings.ToLower(l.text)
		labelled := containsAny(lower, dateLabels())
		if containsAny(lower, otherDates()) && !labelled {
			continue
		}
		labelled = labelled || i > 0 && isLabel(lines[i-1].text)
		coded := hasCode(o, lines, i)
		switch {
		case d.Precision == text.Day && !labelled && !coded, strings.Contains(d.Repaired, "relative") && !labelled:
			continue
		case otherWords(l.text) > maxOtherWord && !labelled:
			continue
		}
		if labelled {
			c.score += 8
		}
		if coded {
			c.score += 4
		}
		if d.Precision != text.Day {
			c.score += 3
		}
		if at >= 0 && i >= at-8 && i <= at+8 {
			c.score += 2
		}
		c.score += agreement(c.at, meta, o.Source)
		if !ok || c.score > best.score || c.score == best.score && c.at.Before(best.at) {
			best, ok = c, true
		}
	}
	return best, ok
}

// agreement scores a printed date by the metadata: the same minute, or the same
// clock in another zone, since sites write local times as UTC.
func agreement(printed, meta time.Time, src news.Source) int {
	const minute = "2006-01-02 15:04"
	switch {
	case meta.IsZero():
		return 0
	case printed.Truncate(time.Minute).Equal(meta.Truncate(time.Minute)):
		return 6
	case printed.In(zone(src)).Format(minute) == meta.UTC().Format(minute):
		return 5
	}
	return 0
}

// mayBeDate tells whether a line is short and has digits enough for a date.
func mayBeDate(s string) bool {
	if len(s) > 4*maxDateLine || utf8.RuneCountInString(s) > maxDateLine {
		return false
	}
	digits := 0
	for _, r := range text.Digits(s) {
		if '0' <= r && r <= '9' {
			digits++
		}
	}
	return digits >= 3
}

// isLabel tells whether a line is only the label of the date on the next one.
func isLabel(s string) bool {
	return len(s) < 60 && !strings.ContainsAny(text.Digits(s), "0123456789") && containsAny(strings.ToLower(s), dateLabels())
}

// hasCode tells whether a news code is printed on the line or beside it.
func hasCode(o Options, lines []line, i int) bool {
	for k := max(0, i-1); k <= i+1 && k < len(lines); k++ {
		if len(lines[k].text) < 200 && len(o.Printed(lines[k].text)) > 0 {
			return true
		}
	}
	return false
}

// otherWords counts words without digits.
func otherWords(s string) int {
	n := 0
	for w := range strings.FieldsSeq(text.Digits(s)) {
		if !strings.ContainsAny(w, "0123456789") && letters(w) > 1 {
			n++
		}
	}
	return n
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// published settles when the article was published: the printed line against
// the page's metadata. What readers see wins, since sites write local times as
// UTC in their metadata; agreement to the minute takes the finer one.
func (p *Page) published(meta string, lines []line, at int, o Options) {
	var m text.Date
	var err error
	if meta != "" {
		m, err = text.ParseDate(meta, o.Source.Timezone, o.Now)
	}
	printed, ok := printedDate(lines, at, m.Time, o)
	named := meta != "" && err == nil
	switch {
	case meta != "" && err != nil && !ok:
		p.RawPublished = meta
		p.note("date: " + err.Error())
	case !named && !ok:
	case !ok:
		p.take(meta, m.Time, m.Repaired)
	case !named, printed.at.Truncate(time.Minute).Equal(m.Time.Truncate(time.Minute)) && printed.second:
		p.take(printed.raw, printed.at, printed.repaired)
	case printed.at.Truncate(time.Minute).Equal(m.Time.Truncate(time.Minute)):
		p.take(meta, m.Time, m.Repaired)
	case printed.score < 3 || m.Precision == text.Minute && printed.score < 5:
		p.take(meta, m.Time, m.Repaired)
		p.disagree(printed.at, m.Time)
	case isDay(printed, o.Source) && sameDay(printed.at, m.Time, o.Source):
		p.take(meta, m.Time, m.Repaired)
	default:
		p.take(printed.raw, printed.at, printed.repaired)
		p.disagree(printed.at, m.Time)
	}
}

func (p *Page) take(raw string, at time.Time, repaired string) {
	p.RawPublished, p.Published = text.Truncate(text.CleanLine(raw), 2*maxDateLine), at.UTC()
	if repaired != "" {
		p.note("date: " + repaired)
	}
}

func (p *Page) disagree(printed, meta time.Time) {
	p.note(fmt.Sprintf("date: the page prints %s, its metadata says %s", printed.UTC().Format(time.RFC3339), meta.UTC().Format(time.RFC3339)))
}

// isDay tells whether only a day was printed.
func isDay(d dated, src news.Source) bool {
	t := d.at.In(zone(src))
	return t.Hour() == 0 && t.Minute() == 0 && !d.second
}

func sameDay(a, b time.Time, src news.Source) bool {
	return a.In(zone(src)).Format(time.DateOnly) == b.In(zone(src)).Format(time.DateOnly)
}

func zone(src news.Source) *time.Location {
	if src.Timezone != nil {
		return src.Timezone
	}
	return time.UTC
}
