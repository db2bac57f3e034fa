package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/news"
)

// labels are what sites print before a news code, folded; a blank stands for
// any white space or none. Those with a colon need it: «کد : ۲۰۲۳۳۶۹» is a news
// code, «کد ۲۰۲۳۳۶۹» may be anything.
var labels = [...]string{
	"کد خبر", "کد مطلب", "کد یادداشت", "کد مقاله", "شناسه خبر", "شناسه مطلب", "شناسه یادداشت", "شناسه مقاله",
	"شماره خبر", "شماره مطلب", "شماره یادداشت", "شماره مقاله", "کد :",
	"رمز الخبر", "رقم الخبر", "معرف الخبر", "خبر کا کوڈ",
	"news id", "news code", "news number", "story code", "article id",
	"haber kodu", "haber no", "haber id", "xəbər kodu", "код новости",
}

const (
	minPrinted = 3 // digits
	maxPrinted = 19
)

// Printed returns the news codes printed in an article's text, in order: a
// label («کد خبر», News ID, …) and the number behind it. The first is the
// page's own; an aggregator prints its source's code after it. Dates and clock
// times are not taken for codes, reporters' codes («کد خبرنگار») neither.
func Printed(text string) []news.Code {
	var codes []news.Code
	var scratch [maxPrinted + 1]byte
	for at := 0; at < len(text); {
		c, n := utf8.DecodeRuneInString(text[at:])
		if _, ok := digit(c); !ok {
			at += n
			continue
		}
		digits, end := number(scratch[:0], text, at)
		if len(digits) > 0 && labelled(text[:at]) {
			codes = append(codes, news.Code(digits))
		}
		at = end
	}
	return codes
}

// number appends to b the digits at text[at:], without thousands separators,
// and returns them with the place behind them. What looks like a date, a time or a decimal
// gives no code, nor do too few or too many digits.
func number(b []byte, text string, at int) (digits []byte, end int) {
	group := -1 // digits since the last separator; -1 before the first one
	for end = at; end < len(text); {
		c, n := utf8.DecodeRuneInString(text[end:])
		d, ok := digit(c)
		if !ok {
			if !thousands(c, text[end+n:]) || group < 0 && len(b) > 3 || group >= 0 && group != 3 {
				break
			}
			group = 0
			end += n
			continue
		}
		if len(b) <= maxPrinted {
			b = append(b, byte(d))
		}
		if group >= 0 {
			group++
		}
		end += n
	}
	if len(b) < minPrinted || len(b) > maxPrinted {
		return nil, end
	}
	c, n := utf8.DecodeRuneInString(text[end:])
	if c == '/' || c == '.' || c == ':' || c == '٫' {
		next, _ := utf8.DecodeRuneInString(text[end+n:])
		if _, ok := digit(next); ok {
			return nil, end
		}
	}
	return b, end
}

// thousands tells whether c parts groups of digits here: exactly three follow.
func thousands(c rune, rest string) bool {
	if c != '٬' && c != ',' && c != '،' && c != '\u2009' && c != '\u202f' {
		return false
	}
	for range 3 {
		d, n := utf8.DecodeRuneInString(rest)
		if _, ok := digit(d); !ok {
			return false
		}
		rest = rest[n:]
	}
	next, _ := utf8.DecodeRuneInString(rest)
	_, more := digit(next)
	return !more
}

// labelled tells whether before ends in a label, with or without a colon or a
// dash behind it. It reads backwards: texts have few numbers and many words.
func labelled(before string) bool {
	rest := trimBlank(before)
	colon := false
	if c, n := utf8.DecodeLastRuneInString(rest); strings.ContainsRune(":：-–—", c) && n > 0 {
		colon = c == ':' || c == '：'
		rest = trimBlank(rest[:len(rest)-n])
	}
	last, _ := lastFolded(rest)
	for _, label := range labels {
		if bare, ok := strings.CutSuffix(label, " :"); ok {
			if !colon {
				continue
			}
			label = bare
		}
		if want, _ := utf8.DecodeLastRuneInString(label); want == last && endsIn(rest, label) {
			return true
		}
	}
	return false
}

// endsIn tells whether text ends in label, folded, with no letter or digit
// before it: كد خبر is also inside يؤكد خبراء.
func endsIn(text, label string) bool {
	for label != "" {
		want, n := utf8.DecodeLastRuneInString(label)
		label = label[:len(label)-n]
		if want == ' ' {
			text = trimBlank(text)
			continue
		}
		got, m := lastFolded(text)
		if got != want {
			return false
		}
		text = text[:len(text)-m]
	}
	for {
		c, n := utf8.DecodeLastRuneInString(text)
		if n == 0 || !skipped(c) {
			return n == 0 || c != '_' && !unicode.IsLetter(c) && !unicode.IsNumber(c)
		}
		text = text[:len(text)-n]
	}
}

// lastFolded is the last rune of text that counts, folded, and how many bytes
// it and the marks behind it take; 0 bytes at the start of text.
func lastFolded(text string) (c rune, size int) {
	for len(text) > size {
		c, n := utf8.DecodeLastRuneInString(text[:len(text)-size])
		size += n
		if skipped(c) {
			continue
		}
		if c = foldRune(unicode.ToLower(c)); c == 'ۀ' || c == 'ة' {
			c = 'ه'
		}
		return c, size
	}
	return 0, 0
}

// skipped tells of marks that don't count inside a label: tatweel, vowel signs
// (the hamza of «شناسهٔ خبر»), direction marks.
func skipped(c rune) bool {
	return c == '\u0640' || '\u064b' <= c && c <= '\u065f' || c == '\u0670' || c == '\u0307' ||
		c != '\u200b' && c != '\u200c' && c != '\u200d' && invisible(c)
}

// trimBlank cuts white space, joiners and direction marks off the end of text.
func trimBlank(text string) string {
	return strings.TrimRightFunc(text, func(c rune) bool { return unicode.IsSpace(c) || invisible(c) && c != '\u0640' })
}
