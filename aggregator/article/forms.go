package article

import (
	"strings"
	"sync"
)

// kind is what a phrase says of the name behind it.
type kind int

const (
	reports  kind = iota + 1 // «به گزارش»: in the head, who the text is from
	quotes                   // «به نقل از»: in the head, the next of the chain
	cites                    // «به نوشته», بحسب, according to: one statement
	sources                  // «منبع» and a colon: who the text is from
	backward                 // «نوشت», bildirdi: the name stands before
	credits                  // Reporting by … Editing by …: how Reuters signs
)

// phrases are those that name a source, by kind.
var phrases = [...]struct {
	kind kind
	list string
}{
	{reports, "به گزارش"},
	{quotes, "به نقل از, نقل از, نقلاً عن, نقلا عن, نقلت عن"},
	{cites, `به نوشته, به نوشته‌ی, به گفته, به روایت, به استناد, بحسب, وفق, وفقا, وفقاً, حسب, ذكرت, وذكرت, أفادت, وأفادت, أوردت, قالت, وقالت, نشرت,
		сообщает, сообщило, сообщила, сообщил, передает, передаёт, пишет, со ссылкой на, according to, reported by, citing, quoting, told`},
	{sources, "منبع, المصدر, مصدر, kaynak, source, quelle, источник, מקור"},
	{backward, "نوشت, گزارش داد, گزارش کرد, bildirdi, aktardı, duyurdu, yazdı, haberine göre, reported, said"},
	{credits, "reporting by"},
}

// maxPhraseWords is how many words the longest phrase has.
const maxPhraseWords = 3

// phraseTable gives the kind of every phrase, folded and without spaces.
var phraseTable = sync.OnceValue(func() map[string]kind {
	m := map[string]kind{}
	for _, p := range phrases {
		for s := range strings.SplitSeq(p.list, ",") {
			m[squeeze(s)] = p.kind
		}
	}
	return m
})

// triggers are the first words of phrases: few words of a text are one.
var triggers = sync.OnceValue(func() map[string]struct{} {
	m := map[string]struct{}{"گزارش": {}}
	for _, p := range phrases {
		for s := range strings.SplitSeq(p.list, ",") {
			m[squeeze(strings.Fields(s)[0])] = struct{}{}
			m[squeeze(s)] = struct{}{}
			if f := strings.Fields(s); len(f) > 2 {
				m[squeeze(f[0]+f[1])] = struct{}{}
			}
		}
	}
	return m
})

// phraseAt reads a phrase at i.
func (c *chain) phraseAt(i int) (k kind, next int) {
	table := phraseTable()
	for n := maxPhraseWords; n > 0; n-- {
		if key := c.joined(i, n); key != "" {
			if k := table[key]; k != 0 {
				return k, i + n
			}
		}
	}
	if c.word(i) == "گزارش" && len(c.word(i-1)) > len("به") && strings.HasSuffix(c.word(i-1), "به") {
		return reports, i + 1 // a caption glued to the first word, as defapress.ir has it
	}
	return 0, i
}

// phrase follows a phrase at i, if one is there.
func (c *chain) phrase(i int) {
	k, next := c.phraseAt(i)
	switch k {
	case reports:
		c.report(i, next)
	case quotes, cites:
		if id, _, ok := c.source(next); ok {
			c.add(byCitation, i, id)
		}
	case sources:
		c.sourceLine(i, next)
	case backward:
		c.before(i)
	case credits:
		c.credit(i)
	}
}

// report follows «به گزارش»: the first one of a text tells whom the text is
// from, later ones what a statement is from.
func (c *chain) report(i, next int) {
	rank := byReport
	if c.reported {
		rank = byCitation
	}
	c.reported = true
	id, after := c.reporter(next)
	chained := false
	for range 4 {
		quote, ok := c.quoteAfter(after)
		if !ok {
			break
		}
		next, end, named := c.source(quote)
		if !named {
			break
		}
		if !chained && id != "" {
			c.hits = append(c.hits, hit{rank: rank, at: i, id: id, reporter: true})
		}
		chained, after = true, end
		c.add(rank, i, next)
	}
	if !chained {
		if id != "" {
			c.add(rank, i, id)
		}
		return
	}
	if strings.ContainsRune("،,؛", c.sign(after)) {
		if second, _, ok := c.source(after + 1); ok {
			c.add(rank, i, second)
		}
	}
}

// reporter reads who reports behind «به گزارش»: «گروه بین‌الملل خبرگزاری
// تسنیم», «روز جمعه ایرنا», «خبرنگار مهر».
func (c *chain) reporter(i int) (id string, next int) {
	const reach = 8
	close, group := i, c.word(i) == "گروه"
	for k := i; k < i+reach; k++ {
		if c.sign(k) != 0 && !strings.ContainsRune("«»\"", c.sign(k)) {
			break
		}
		if kind, _ := c.phraseAt(k); kind == quotes {
			break
		}
		if s, after, ok := c.name(k); ok && (!s.weak || (k == close || group) && !c.isDate(k)) && (!c.arabic || !s.weak) {
			return s.id, after
		}
		if newsroomNouns()[c.word(k)] || c.sign(k) != 0 {
			close = k + 1
		}
	}
	return "", i
}

// quoteAfter looks for «به نقل از» behind i, in the same clause.
func (c *chain) quoteAfter(i int) (next int, ok bool) {
	const reach = 9
	for k := i; k < i+reach && k < len(c.list); k++ {
		if s := c.sign(k); s != 0 && !strings.ContainsRune("«»\"،و", s) {
			return 0, false
		}
		if kind, next := c.phraseAt(k); kind == quotes {
			return next, true
		}
	}
	return 0, false
}

// sourceLine follows «منبع», which needs a colon and a name or an address.
func (c *chain) sourceLine(i, next int) {
	if s := c.sign(next); s != ':' && s != '：' {
		return
	}
	if next++; next >= len(c.list) {
		return
	}
	if id, _, ok := c.source(next); ok {
		c.add(bySourceLine, i, id)
		return
	}
	if id := agencyOfURL(addressAt(c.text[c.list[next].at:])); id != "" {
		c.add(bySourceLine, i, id)
	}
}

// addressAt is the web address that s begins with, or empty.
func addressAt(s string) string {
	s = strings.TrimLeft(s, " \t")
	if end := strings.IndexAny(s, " \t\n|"); end >= 0 {
		s = s[:end]
	}
	switch {
	case strings.HasPrefix(s, "http://"), strings.HasPrefix(s, "https://"):
		return s
	case strings.HasPrefix(s, "www."):
		return "https://" + s
	}
	return ""
}

// before looks for the name that stands before a verb: «خبرگزاری رویترز نوشت».
// Only names that mean nothing else count, and English «said» needs them close.
func (c *chain) before(i int) {
	const reach = 4
	for k := i - 1; k >= i-reach && k >= 0 && (c.sign(k) == 0 || strings.ContainsRune("»\"'’", c.sign(k))); k-- {
		if s, after, ok := c.name(k); ok && !s.weak && after <= i {
			c.add(byCitation, k, s.id)
			return
		}
	}
}

// credit follows Reporting by, which Reuters ends its texts with: Editing by
// must come after.
func (c *chain) credit(i int) {
	end := min(c.lineEnd(i), i+60)
	for k := i + 2; k < end; k++ {
		if c.joined(k, 2) == "editingby" || c.joined(k, 3) == "writingby" {
			c.add(bySourceLine, i, "reuters")
			return
		}
	}
}

// slash follows "/" at the end of a text («متوسل شد./ فارس») or of a line that
// ends a sentence.
func (c *chain) slash(i int) {
	id, next, ok := c.source(i + 1)
	if !ok || c.isLineEnd(i-1) {
		return
	}
	if c.sign(next) == '/' {
		next++
	}
	ended := c.isEnded(i)
	if c.sign(next) == ')' {
		return // a photographer's credit: (Amir Cohen/Reuters)
	}
	if next >= c.last || c.closes(next) || ended && (c.isLineEnd(next) || c.isTail(next)) {
		c.add(bySlash, i, id)
	}
}

// isEnded tells whether a sentence ends before i.
func (c *chain) isEnded(i int) bool {
	s := c.sign(i - 1)
	return s != 0 && strings.ContainsRune(".؟?!»”\"…\n", s)
}

// isTail tells whether a heading of what sites put under a text follows at i.
func (c *chain) isTail(i int) bool {
	for n := 1; n <= 3; n++ {
		if key := c.joined(i, n); key != "" && isTailHeading(key) {
			return true
		}
	}
	return false
}

// bracket follows "(" at the end of a text, «(AFP)», or in a dateline, «LONDON
// (Reuters) -», «أربيل (كوردستان24)-».
func (c *chain) bracket(i int) {
	id, next, ok := c.source(i + 1)
	if !ok || !strings.ContainsRune(")]）", c.sign(next)) {
		return
	}
	switch {
	case c.closes(next+1) && c.isEnded(i):
		c.add(bySourceLine, i, id)
	case c.closes(next + 1): // … وفق ما أفادت وكالة الأنباء الإيرانية الرسمية (إرنا).
		c.add(byCitation, i, id)
	case strings.ContainsRune("-–—", c.sign(next+1)) && c.sign(next+1) != 0 && c.nearLineStart(i, 9):
		c.add(byDateline, i, id)
	}
}

// nearLineStart tells whether at most n words and signs stand before i on its
// line.
func (c *chain) nearLineStart(i, n int) bool {
	for k := i - 1; k >= i-n-1; k-- {
		if c.isLineEnd(k) {
			return true
		}
	}
	return false
}

// headLines is how many lines from the top may hold a line that only names the
// source, as aggregators print it.
const headLines = 10

// lineHead looks at the start of a line: lines that only name a source,
// datelines and heads of titles.
func (c *chain) lineHead(i, line int) {
	end := c.lineEnd(i)
	if id, next, ok := c.source(i); ok {
		switch s := c.sign(next); {
		case next >= c.last && line > 0 || next == end && line > 0 && c.closes(end):
			c.add(bySourceLine, i, id)
		case next == end && line < headLines && end < c.last && c.word(next-1) > "\u0080": // in Latin letters it is a photograph's credit
			c.add(byHead, i, id)
		case strings.ContainsRune(",،|", s) && line < headLines && end-next < 12 && c.hasNumber(next, end):
			c.add(byHead, i, id)
		case s == '/' || s == '(' || s == '（':
			c.add(byDateline, i, id)
		case strings.ContainsRune(":：", s) && line == 0:
			c.add(byTitle, i, id)
		}
	}
	c.dateline(i, end)
	if line == 0 {
		c.title(i, end)
	}
}

func (c *chain) hasNumber(i, end int) bool {
	for ; i < end; i++ {
		if w := c.word(i); w != "" && w[0] >= '0' && w[0] <= '9' {
			return true
		}
	}
	return false
}

// dateline reads «تهران- ایرنا-»: a place of at most three words, a dash, a
// name, a dash or slash.
func (c *chain) dateline(i, end int) {
	k := i
	for ; k < end && k < i+4 && c.sign(k) == 0; k++ {
	}
	if k == i || !isDash(c.sign(k)) && c.sign(k) != '/' {
		return
	}
	if id, next, ok := c.source(k + 1); ok && (isDash(c.sign(next)) || c.sign(next) == '/' && c.sign(k) == '/' || c.sign(next) == ':') {
		if next+1 < end {
			c.add(byDateline, k, id)
		}
	}
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' || r == 'ـ' }

// title reads the head of a title, «ادعای اکسیوس: …», and its tail, «… - ایسنا».
func (c *chain) title(i, end int) {
	if w := c.word(i); w == "ادعای" || w == "گزارش" || w == "فوری" {
		k := i + 1
		if c.sign(k) == '/' || c.sign(k) == '|' {
			k++
		}
		if id, next, ok := c.source(k); ok && c.sign(next) == ':' {
			c.add(byTitle, i, id)
		}
	}
	for k := max(i+2, end-6); k < end; k++ {
		if !isDash(c.sign(k)) && c.sign(k) != '|' {
			continue
		}
		if id, next, ok := c.source(k + 1); ok && next == end {
			c.add(byTitle, k, id)
		}
	}
}
