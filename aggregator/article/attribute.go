package article

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golchin/aggregator/news"
)

// maxCites bounds what one text may be said to cite.
const maxCites = 16

// Attribute reads from a text whom it was taken from: a source line («منبع:
// ایرنا»), the agency behind the last sentence («./ فارس»), the head («به گزارش
// … به نقل از …»), a dateline (TEHRAN (AFP) -), a head of the title
// («رویترز: …»), the strongest first. What is said to be taken from somebody
// inside the text, and the rest of the chain, are Cites.
//
// Names count only from a list of agencies, and those that are words of their
// own («مهر», «فارس») only where a source must stand. In «به گزارش A به نقل از B»
// A is taken to be the site itself. plain is text without markup, its lines
// kept where there are any; language is a BCP 47 tag or empty. The zero value
// means that nobody was named.
func Attribute(plain, language string) news.Attribution {
	return attribute(plain, language, nil)
}

// attribute is Attribute for a site that may be known: self tells which agency
// it is. Nil means that the site is not known.
func attribute(plain, language string, self func(id string) bool) news.Attribution {
	t := tokenize(plain)
	c := chain{tokens: t, arabic: strings.HasPrefix(language, "ar"), self: self, last: t.textEnd()}
	c.walk()
	return c.result()
}

// The strengths of evidence, strongest first.
const (
	bySourceLine = iota
	byHead
	bySlash
	byReport
	byDateline
	byTitle
	byCitation
)

// hit is one place where an agency was named.
type hit struct {
	rank, at int
	id       string
	reporter bool // A in «به گزارش A به نقل از B»
}

// chain collects what a text says of its sources.
type chain struct {
	*tokens
	arabic   bool
	self     func(id string) bool
	last     int // place behind the last word of the text proper
	hits     []hit
	reported bool // the first «به گزارش» was met
}

func (c *chain) add(rank, at int, id string) {
	c.hits = append(c.hits, hit{rank: rank, at: at, id: id})
}

// walk looks at every place once.
func (c *chain) walk() {
	start, line := true, 0
	begins := triggers()
	for i := 0; i < len(c.list); i++ {
		if c.list[i].sign == '\n' {
			start = true
			continue
		}
		if start {
			c.lineHead(i, line)
			start = false
			line++
		}
		switch c.list[i].sign {
		case '/':
			c.slash(i)
		case '(', '[', '（':
			c.bracket(i)
		case 0:
			if _, ok := begins[c.word(i)]; ok {
				c.phrase(i)
			}
		}
	}
}

// result puts the hits in order.
func (c *chain) result() news.Attribution {
	slices.SortStableFunc(c.hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	var a news.Attribution
	var own string
	for _, h := range c.hits {
		isSelf := c.self != nil && c.self(h.id) || c.self == nil && h.reporter
		if isSelf {
			if own == "" && h.rank != byCitation {
				own = h.id
			}
			continue
		}
		switch {
		case a.Agency == "" && h.rank != byCitation:
			a.Agency = h.id
		case h.id != a.Agency && !slices.Contains(a.Cites, h.id) && len(a.Cites) < maxCites:
			a.Cites = append(a.Cites, h.id)
		}
	}
	if a.Agency == "" {
		a.Agency = own
	}
	a.Cites = slices.DeleteFunc(a.Cites, func(id string) bool { return id == a.Agency })
	if len(a.Cites) == 0 {
		a.Cites = nil
	}
	return a
}

// source reads a name at i, behind nouns («خبرگزاری», وكالة, newspaper) and
// quotation marks. Weak names need such a noun in Arabic, where كان and العالم
// are everyday words.
func (c *chain) source(i int) (id string, next int, ok bool) {
	i, noun := c.skip(i)
	s, next, ok := c.name(i)
	if !ok || s.weak && c.arabic && !noun && !s.initial || s.weak && c.isDate(i) {
		return "", i, false
	}
	if strings.ContainsRune("»\"”’", c.sign(next)) {
		next++
	}
	return s.id, next, true
}

// skip passes nouns of newsrooms and opening quotation marks.
func (c *chain) skip(i int) (next int, noun bool) {
	nouns := newsroomNouns()
	for n := 0; n < 5; n++ {
		switch w := c.word(i); {
		case w != "" && nouns[w]:
			if _, _, named := c.name(i); named {
				return i, noun
			}
			noun = true
		case strings.ContainsRune("«\"“‘„'", c.sign(i)) && c.sign(i) != 0:
		default:
			return i, noun
		}
		i++
	}
	return i, noun
}

// isDate tells whether the word at i follows a number: ۲۵ مهر is a day.
func (c *chain) isDate(i int) bool {
	w := c.word(i - 1)
	return w != "" && w[0] >= '0' && w[0] <= '9'
}

// textEnd is the place where the text proper ends: before «انتهای پیام» and
// before headings of what sites put under a text.
func (t *tokens) textEnd() int {
	end := t.marker()
	for i := 1; i < end; i++ {
		if t.isLineEnd(i-1) && t.sign(i) == 0 && isTailHeading(t.folded[t.list[i].from:t.wordsTo(i)]) {
			return i
		}
	}
	return end
}

// marker is the place of the first end marker: the words alone on their line,
// or with a slash or the reporter's number behind them. «در پایان پیام آمده
// است» is none.
func (t *tokens) marker() int {
	ends := endMarkers()
	for i := range t.list {
		n := 2
		if !ends[t.joined(i, n)] {
			if n = 1; !ends[t.joined(i, n)] {
				continue
			}
		}
		next := i + n
		if s := t.sign(next); s == '/' || s == '\n' || s == '.' || t.sign(i-1) == '/' {
			return i
		}
		if w := t.word(next); w != "" && w[0] >= '0' && w[0] <= '9' && t.sign(i-1) != 0 {
			return i
		}
	}
	return len(t.list)
}

// wordsTo is the end in folded of the line's words from i on.
func (t *tokens) wordsTo(i int) int {
	to := t.list[i].to
	for ; i < len(t.list) && t.list[i].sign != '\n'; i++ {
		to = max(to, t.list[i].to)
	}
	return to
}

// closes tells whether no word of the text proper stands at i or behind it.
func (c *chain) closes(i int) bool {
	for ; i < c.last; i++ {
		if c.list[i].sign == 0 || !strings.ContainsRune("\n/.)]|،", c.list[i].sign) {
			return false
		}
	}
	return true
}

var endMarkers = sync.OnceValue(func() map[string]bool {
	return set("انتهای پیام, پایان پیام, پایان‌پیام, انتهای‌پیام")
})

var newsroomNouns = sync.OnceValue(func() map[string]bool {
	return set(`خبرگزاری, خبرگزاریهای, خبرنگار, پایگاه, خبری, شبکه, روزنامه, وبگاه, وب, سایت, وبسایت, نشریه, مجله, هفته‌نامه, تارنمای, تلویزیون,
		تلویزیونی, رسانه, کانال, وكالة, لوكالة, لوكالات, وكالات, صحيفة, لصحيفة, قناة, لقناة, موقع, لموقع, شبكة, لشبكة, مجلة, أنباء, الأنباء, агентство, агентству,
		агентства, газета, газете, портал, порталу, телеканал, телеканалу, the, newspaper, agency, news, haber, ajansı, gazetesi`)
})

// set is the squeezed phrases of a list.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for s := range strings.SplitSeq(list, ",") {
		m[squeeze(s)] = true
	}
	return m
}
