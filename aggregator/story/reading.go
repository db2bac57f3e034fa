package story

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// How much of a text is read. News says what it has to say first.
const (
	maxRead      = 6 << 10 // bytes of HTML
	maxLeadWords = 60
	maxGrams     = 1500
)

// reading is an item as the judge reads it.
type reading struct {
	id     news.ItemID
	site   string
	code   news.Code
	lang   string
	at     time.Time // zero when unknown
	dated  bool      // the source gave a date
	agency string
	cites  []string

	column    string // the series it is an instalment of; empty for news
	titleText string // folded, with a space at both ends
	leadText  string // folded
	titleSq   string // squeezed
	textSq    string // headline and lead, squeezed
	titleG    []uint32
	bodySq    string
	bodyG     []uint32 // made when first asked for: body
	bodyRunes int

	title []token
	lead  []token
	head  []token // who speaks: the words before the colon
	said  []token // the words after it

	days       days
	titleKinds kinds // what the headline tells
	textKinds  kinds // what headline and lead tell
	explains   bool  // an explanation or a view, not a report
	inTitle    facts
	inLead     facts
	places     []string // of both

	titleKeys map[string]float64 // weight of each key
	textKeys  map[string]float64 // headline and lead
	text      []token            // headline and lead, each key once
	textSum   float64            // the weight of text
}

// read prepares an item for comparison.
func read(it news.Item) *reading {
	r := &reading{
		id: it.ID, site: it.Site, code: it.Code, at: it.Published, dated: !it.Published.IsZero(),
		agency: it.Agency, cites: it.Cites,
	}
	if r.at.IsZero() {
		r.at = it.Sort
	}
	title, speaker := headline(it.Title)
	body := bodyText(it)
	r.lang = strings.ToLower(it.Language)
	if i := strings.IndexAny(r.lang, "-_"); i > 0 {
		r.lang = r.lang[:i]
	}
	if r.lang == "" {
		r.lang = text.Lang("", title+" "+firstBytes(body, 400))
	}
	spacedTitle := text.Spaced(title)
	spacedBody := folded(body, maxRead)
	r.titleText = " " + spacedTitle + " "
	r.titleSq = squeezed(spacedTitle)
	bodySq := squeezed(spacedBody)
	r.titleG = grams(r.titleSq, 400)
	r.bodySq = bodySq
	r.bodyRunes = utf8.RuneCountInString(bodySq)

	leadWords := firstWords(spacedBody, maxLeadWords)
	r.leadText = leadWords
	inTitle, inLead := split(spacedTitle), split(leadWords)
	r.title = tokensOf(r.lang, inTitle)
	r.lead = tokensOf(r.lang, inLead)
	if speaker != "" {
		r.head = tokens(r.lang, text.Spaced(speaker))
		r.said = tokens(r.lang, text.Spaced(strings.TrimPrefix(title, speaker)))
		if len(r.said) == 0 { // «نماینده ایران:» and the words in the text
			r.said = r.lead[:min(20, len(r.lead))]
			r.title = slices.Concat(r.title, r.said)
		}
	} else {
		r.said = r.title
	}
	r.textSq = r.titleSq + squeezed(leadWords)
	r.titleKeys = keys(r.title)
	r.textKeys = make(map[string]float64, len(r.title)+len(r.lead))
	r.text = once(r.textKeys, r.title, r.lead)
	for _, t := range r.text {
		r.textSum += t.w
	}
	r.tell(it.Title, inTitle, inLead)
	return r
}

// body are the hashes of the text's 4-grams.
func (r *reading) body() []uint32 {
	if r.bodyG == nil {
		r.bodyG = grams(r.bodySq, maxGrams)
	}
	return r.bodyG
}

// tell notes what kind of news the item is and the days it names. The words
// are those of headline and lead, folded.
func (r *reading) tell(title string, titleWords, leadWords []string) {
	l := known()
	r.titleKinds = l.kindsOf(l.news(r.title))
	r.textKinds = l.kindsOf(r.text)
	asks := questionMark(title)
	r.explains = asks || !strings.HasPrefix(title, "WHO ") && explains(titleWords, asks)
	r.column = l.columnOf(r.titleText, titleWords)
	r.inTitle, r.inLead = factsOf(r.lang, titleWords, r.title), factsOf(r.lang, leadWords, r.lead)
	r.places = slices.Concat(r.inTitle.places, r.inLead.places)
	at := r.at
	if !r.dated {
		at = time.Time{}
	}
	r.days = daysIn(slices.Concat(titleWords, leadWords), r.text, at)
}

func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func firstWords(spaced string, n int) string {
	for i := range spaced {
		if spaced[i] == ' ' {
			if n--; n == 0 {
				return spaced[:i]
			}
		}
	}
	return spaced
}

// bodyText is the plain text that says most: the longer of lead and summary,
// then the content.
func bodyText(it news.Item) string {
	best := it.Lead
	for _, html := range [...]string{it.Summary, it.Content, it.FullText} {
		html = firstBytes(html, maxRead)
		if len(html) <= len(best) {
			continue
		}
		if p := text.Plain(html); len(p) > len(best) {
			best = p
		}
	}
	return withoutTags(best)
}

// withoutTags leaves out hashtags and handles: they name a channel's series
// («#بدرقه_یار»), not the news.
func withoutTags(s string) string {
	if !strings.ContainsAny(s, "#@") {
		return s
	}
	var b strings.Builder
	for f := range strings.FieldsSeq(s) {
		if f[0] == '#' || f[0] == '@' {
			continue
		}
		b.WriteString(f)
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// maxSpeakerWords is how long the name of a speaker before a colon may be.
const maxSpeakerWords = 14

// headline takes hashtags, a leading "urgent /" and a trailing "/ agency" off
// a headline, and finds who speaks in it.
func headline(s string) (title, speaker string) {
	s = withoutTags(s)
	if i := strings.LastIndexAny(s, "/|"); i > 0 && len(strings.Fields(s[i+1:])) <= 2 && i > len(s)/2 {
		s = strings.TrimSpace(s[:i])
	}
	if i := strings.IndexAny(s, "/|؛;"); i > 0 && isFlash(s[:i]) {
		s = strings.TrimSpace(strings.TrimLeft(s[i:], "/|؛; "))
	}
	for i, c := range s {
		if c != ':' && c != '：' {
			continue
		}
		before, after := s[:i], s[i+utf8.RuneLen(c):]
		if r, _ := utf8.DecodeRuneInString(after); unicode.IsDigit(r) {
			continue // a clock
		}
		if n := len(strings.Fields(before)); n == 0 || n > maxSpeakerWords {
			break
		}
		if isFlash(before) {
			return headline(after)
		}
		return s, before
	}
	return s, ""
}

// isFlash tells whether a headline's head only says how new it is.
func isFlash(s string) bool {
	switch text.Squeezed(s) {
	case "فوری", "عاجل", "دقایقیپیش", "هماکنون", "لحظاتیپیش", "breaking", "livenow", "live", "liveupdates", "photos",
		"video", "watch", "exclusive", "اختصاصی", "ویدئو", "فیلم", "تصاویر", "sondakika", "срочно", "молния":
		return true
	}
	return false
}

// keys sums up tokens: each key once.
func keys(ts []token) map[string]float64 {
	m := make(map[string]float64, len(ts))
	for _, t := range ts {
		m[t.key] = t.w
	}
	return m
}

// once are the tokens of lists, each key once; they are noted in seen.
func once(seen map[string]float64, lists ...[]token) []token {
	out := make([]token, 0, 48)
	for _, ts := range lists {
		for _, t := range ts {
			if _, ok := seen[t.key]; !ok {
				seen[t.key] = t.w
				out = append(out, t)
			}
		}
	}
	return out
}

// gap is how far apart two items appeared; zero when either is unknown.
func gap(a, b *reading) time.Duration {
	if a.at.IsZero() || b.at.IsZero() {
		return 0
	}
	return a.at.Sub(b.at).Abs()
}

// has tells whether a token is in r's headline or lead, as it is or within a
// run of joined words («آتشبسی» for «آتش‌بس»).
func (r *reading) has(t token) bool {
	if _, ok := r.textKeys[t.key]; ok {
		return true
	}
	if t.class == place { // Madrid, where the other says Spain
		return slices.ContainsFunc(places(r, true), func(p string) bool { return known().near(p, t.key) })
	}
	return t.class == plainWord && utf8.RuneCountInString(t.key) >= 5 && strings.Contains(r.textSq, t.key)
}

// hasInTitle is has for the headline alone, and forgives another ending.
func (r *reading) hasInTitle(t token) bool {
	if _, ok := r.titleKeys[t.key]; ok {
		return true
	}
	if t.class == place { // Tehran, where the other says Iran
		return slices.ContainsFunc(r.inTitle.places, func(p string) bool { return known().near(p, t.key) })
	}
	if t.class != plainWord {
		return false
	}
	if utf8.RuneCountInString(t.key) >= 5 && strings.Contains(r.titleSq, t.key) {
		return true
	}
	for _, o := range r.title {
		if o.class == plainWord && alike(t.key, o.key) {
			return true
		}
	}
	return false
}

// alike tells whether two words differ only in their ending: four runes or
// more and two thirds of the longer in common.
func alike(a, b string) bool {
	common, at := 0, 0
	for i, c := range a {
		d, n := utf8.DecodeRuneInString(b[i:])
		if n == 0 || c != d {
			break
		}
		common++
		at = i + n
	}
	longer := common + max(utf8.RuneCountInString(a[at:]), utf8.RuneCountInString(b[at:]))
	return common >= 4 && 3*common >= 2*longer
}
