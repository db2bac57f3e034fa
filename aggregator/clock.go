package aggregator

import "strings"

// agoUnits are the words after a number that make it an age: "5 minutes ago",
// «۵ دقیقه پیش», folded.
var agoUnits = map[string]bool{
	"second": true, "seconds": true, "minute": true, "minutes": true, "min": true, "mins": true, "hour": true, "hours": true,
	"ثانیه": true, "دقیقه": true, "ساعت": true, "دقاىق": true, "دقاٸق": true, "دقایق": true, "ساعات": true,
	"dakika": true, "saat": true, "минут": true, "минуты": true, "часов": true, "часа": true, "דקות": true, "שעות": true,
	"views": true, "بازدید": true,
}

// withoutClocks leaves clock times, dates and ages out of a spaced text, so
// that a page with a clock in it is not updated for ever. A number that counts
// something («۳۷ کشته») stays: it is news when it changes.
func withoutClocks(spaced string) string {
	words := strings.Fields(spaced)
	var b strings.Builder
	b.Grow(len(spaced))
	for i, w := range words {
		if number(w) {
			clock := i > 0 && number(words[i-1]) || i+1 < len(words) && (number(words[i+1]) || agoUnits[words[i+1]])
			if clock {
				continue
			}
		}
		b.WriteString(w)
		b.WriteByte(' ')
	}
	return b.String()
}

func number(w string) bool {
	for _, r := range w {
		if (r < '0' || r > '9') && r != '.' {
			return false
		}
	}
	return w != ""
}
