package story

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golchin/aggregator/news"
)

// Explanation is the weighing of two items. It does not depend on their order.
type Explanation struct {
	Score    float64  // 0 to 1: how much they agree
	Need     float64  // the score from which they are one story
	Evidence []string // what they agree on, in plain words
	Vetoes   []string // what makes them different news whatever the score
	Copy     bool     // near-verbatim: the same text
	Story    bool     // the same news
}

// Explain weighs two items against each other, by their words alone: groups
// and corrections are not looked at.
func Explain(a, b news.Item) Explanation {
	x, y := read(a), read(b)
	e, g := weigh(x, y, nil)
	e.Evidence = g.evidence(x, y, nil)
	return e
}

// agreement is what two readings have in common.
type agreement struct {
	gap      time.Duration
	sameSite bool
	undated  bool // one of them has no date of its own
	cross    bool // two languages
	concepts int  // concepts and numbers shared, two events among them

	sameTitle bool    // the squeezed headlines are equal
	titles    float64 // Dice of the headlines' 4-grams
	bodies    float64 // how much of the shorter text's 4-grams is in the longer
	minBody   int     // runes of the shorter text

	heft     [2]float64 // weight of each headline
	inTitle  [2]float64 // share of each headline's weight that is in the other headline
	inText   [2]float64 // … in the other headline or lead
	lead     float64    // share of the lighter text's weight that is in the other
	leadSum  float64    // weight shared by headline and lead
	distinct float64    // shared weight of rare words and names, headline and lead
	core     float64    // the same within the headlines

	signs int // independent signs of one event: see witnesses

	left [2][]token // words of each headline that the other text lacks
	grew string     // a toll that grew: "37, then 89"
	more float64    // how much higher the bar lies for what the two are
}

// foreign is how much a word weighs that only its own language has: it cannot
// be found on the other side, so its absence says little.
const foreign = 0.5

// compare measures without judging. rarity scales the weight of words that
// the neighbourhood uses over and over; nil means no scaling.
func compare(a, b *reading, rarity map[string]float64) agreement {
	g := agreement{
		gap: gap(a, b), undated: !a.dated || !b.dated, sameSite: a.site != "" && a.site == b.site,
		sameTitle: a.titleSq == b.titleSq && a.titleSq != "",
		titles:    dice(a.titleG, b.titleG),
		minBody:   min(a.bodyRunes, b.bodyRunes),
	}
	// Short headlines may be read as another language than they are.
	g.cross = a.lang != b.lang && g.titles < 0.5
	weight := func(t token) float64 {
		w := weightIn(rarity, t)
		if g.cross && !t.cross {
			w *= foreign
		}
		return w
	}
	parties := announced(a, b)
	for i, p := range [...][2]*reading{{a, b}, {b, a}} {
		mine, other := p[0], p[1]
		var all, title, text float64
		for _, t := range mine.title {
			w := weight(t)
			if parties && slices.ContainsFunc(mine.head, func(h token) bool { return h.key == t.key }) {
				w /= 2 // who announced what both parties agreed on
			}
			all += w
			switch {
			case other.hasInTitle(t):
				title += w
				text += w
			case other.has(t):
				text += w
			case w > 0:
				if g.left[i] == nil {
					g.left[i] = make([]token, 0, 8)
				}
				g.left[i] = append(g.left[i], t)
			}
		}
		g.heft[i] = all
		if all > 0 {
			g.inTitle[i], g.inText[i] = title/all, text/all
		}
	}
	g.texts(a, b, rarity, weight)
	if g.minBody > 0 && (g.leadSum >= 1 || g.titles >= 0.5) { // texts that share no word share no sentence
		g.bodies = contained(a.body(), b.body())
	}
	g.signs = g.witnesses(a, b)
	g.more = g.raise(a, b)
	return g
}

// texts compares headlines and leads taken together.
func (g *agreement) texts(a, b *reading, rarity map[string]float64, weight func(token) float64) {
	sum := func(r *reading) (s float64) {
		if len(rarity) == 0 && !g.cross {
			return r.textSum
		}
		for _, t := range r.text {
			s += weight(t)
		}
		return s
	}
	sa, sb := sum(a), sum(b)
	events := 0
	for _, t := range a.text {
		k := t.key
		if _, ok := b.textKeys[k]; !ok {
			if t.class == place && slices.ContainsFunc(b.places, func(o string) bool { return known().near(o, k) }) {
				g.leadSum += weightIn(rarity, t) // Moscow, where the other says Russia
			}
			continue
		}
		w := weightIn(rarity, t)
		g.leadSum += w
		if t.cross && t.class != weekday && t.w > 0 {
			g.concepts++
			events += btoi(t.class == event)
		}
		if w >= 0.8 || t.class == event || t.class == number {
			g.distinct += w
		}
		_, ta := a.titleKeys[k]
		_, tb := b.titleKeys[k]
		if ta && tb && t.w >= 0.8 {
			g.core += w
		}
	}
	if m := min(sa, sb); m > 0 {
		g.lead = g.leadSum / m
	}
	if events < 2 {
		g.concepts = 0
	}
}

// common are the rare words and the numbers that two readings share.
func common(a, b *reading, rarity map[string]float64) (rare, nums []string) {
	for _, t := range a.text {
		switch {
		case !in(b.textKeys, t.key):
		case t.class == number:
			nums = append(nums, t.key)
		case weightIn(rarity, t) >= 0.8:
			rare = append(rare, t.key)
		}
	}
	slices.Sort(rare)
	slices.Sort(nums)
	return rare, nums
}

// weightIn is the weight of a word in a neighbourhood.
func weightIn(rarity map[string]float64, t token) float64 {
	if len(rarity) > 0 {
		if s, ok := rarity[t.key]; ok {
			return t.w * s
		}
	}
	return t.w
}

// title is how well the headlines agree, each seen against the other's whole
// text: words one side adds cost less than words one side replaces.
func (g *agreement) title() float64 {
	if g.sameTitle {
		return 1
	}
	a := (2*g.inTitle[0] + g.inText[0]) / 3
	b := (2*g.inTitle[1] + g.inText[1]) / 3
	return 0.6*max(a, b) + 0.4*min(a, b)
}

// Texts shorter than this say nothing against or for.
const (
	someText = 40  // runes
	realText = 200 // runes: enough to stand without headlines
)

// score brings it all to one number, the best of what headlines and texts say.
func (g *agreement) score() float64 {
	title := g.title()
	s := title
	if g.minBody >= someText {
		text := max(g.bodies, g.lead)
		s = 0.6*title + 0.4*text
		s = max(s, 0.3*(g.inText[0]+g.inText[1])+0.4*text)
		if g.core >= 2.5 { // one press conference, two leads
			s = max(s, 0.9*title)
		}
		if g.distinct >= 4 && (max(g.inText[0], g.inText[1]) >= 0.4 || g.minBody >= realText) { // one event under two headlines
			s = max(s, 0.06+0.5*g.lead+0.3*g.bodies+0.2*max(g.inText[0], g.inText[1]))
		}
		if g.minBody >= realText {
			s = max(s, g.bodies)
		}
	}
	return math.Round(min(s, 1)*1000) / 1000
}

// The score from which two items are one story. News is told within hours; the
// further apart two items are, the more they must agree, and headlines alone
// more than headlines with texts.
const (
	needTexts  = 0.57
	needTitles = 0.70
	needOther  = 0.75
	needCross  = 0.58 // words of two languages never meet
	window     = 72 * time.Hour
)

// needSigns is how much the need changes with the number of witnesses.
var needSigns = [...]float64{0.05, 0, -0.05, -0.10}

// witnesses counts what speaks for one event, each apart from the others and
// from how many words agree: one kind of deed in both headlines, a number of a
// headline, three names or rare words in both headlines, five in both texts (seven count twice),
// and the same hour where headlines are all there is.
func (g *agreement) witnesses(a, b *reading) int {
	const inHeadlines, inTexts, many = 2.5, 4.4, 6.5
	aside := known().reaction | known().refusal
	n := btoi(a.titleKinds&b.titleKinds&^aside != 0 && (a.titleKinds^b.titleKinds)&aside == 0)
	n += btoi(slices.ContainsFunc(a.title, func(t token) bool { return telltale(t) && b.has(t) }) ||
		slices.ContainsFunc(b.title, func(t token) bool { return telltale(t) && a.has(t) }))
	n += btoi(g.core >= inHeadlines)
	n += btoi(g.distinct >= inTexts) + btoi(g.distinct >= many)
	if n > 0 && g.minBody < someText && g.gap > 0 && g.gap <= time.Hour { // a gap of nothing is a date without a clock
		n++
	}
	return n
}

// telltale tells whether a token is a number that two reports seldom share by
// chance.
func telltale(t token) bool { return t.class == number && t.value > 3 }

// need is the score these two must reach.
func (g *agreement) need() float64 {
	n := needTexts
	if g.minBody < someText {
		n = needTitles
		if heavy(g.left[0]) && heavy(g.left[1]) { // each names something of its own
			n = needOther
		}
	}
	if g.cross {
		n = needCross
	} else {
		n += needSigns[min(g.signs, len(needSigns)-1)]
	}
	if g.undated {
		n += 0.20
		if g.cross {
			n += 0.08
		}
	}
	switch h := g.gap.Hours(); {
	case h > 30:
		n += 0.25
	case h > 18:
		n += 0.15
	case h > 9:
		n += 0.06
	}
	if g.sameSite { // its own editors made two articles of it
		n += 0.20
	}
	return min(n+g.more, 0.95)
}

// copies tells whether it is the same text twice.
func (g *agreement) copies(a, b *reading) bool {
	long := min(len(a.title), len(b.title)) >= 5 && min(utf8.RuneCountInString(a.titleSq), utf8.RuneCountInString(b.titleSq)) >= 20
	if g.cross {
		return false
	}
	near := g.sameTitle || g.titles >= 0.9 && !(heavy(g.left[0]) && heavy(g.left[1]))
	if g.sameSite {
		if g.minBody < someText {
			return g.sameTitle && long && g.gap <= 6*time.Hour
		}
		return g.sameTitle && g.bodies >= 0.85
	}
	switch {
	case near && g.minBody < someText:
		return long && g.gap <= 24*time.Hour
	case near:
		return g.bodies >= 0.75
	case g.minBody >= realText:
		return g.bodies >= 0.9 && g.inText[0]+g.inText[1] >= 1
	}
	return g.bodies >= 0.9 && g.minBody >= 80 && g.titles >= 0.75
}

// heavy tells whether words hold one that could name another thing.
func heavy(ts []token) bool {
	return slices.ContainsFunc(ts, func(t token) bool { return t.w >= 0.8 })
}

// ordered puts two readings in the order in which they are compared.
func ordered(a, b *reading) (*reading, *reading) {
	if cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.titleText, b.titleText)) > 0 {
		return b, a
	}
	return a, b
}

// weigh compares and judges two readings by themselves. It does not depend on
// their order. The evidence is left out: see agreement.evidence.
func weigh(a, b *reading, rarity map[string]float64) (Explanation, agreement) {
	a, b = ordered(a, b)
	g := compare(a, b, rarity)
	e := Explanation{Score: g.score(), Vetoes: g.vetoes(a, b)}
	e.Need = g.need()
	e.Copy = len(e.Vetoes) == 0 && g.copies(a, b)
	if e.Copy {
		e.Score = max(e.Score, 0.95)
	}
	e.Story = len(e.Vetoes) == 0 && (e.Copy || e.Score >= e.Need && g.likely(a, b))
	return e, g
}

// likely asks for more than a ratio: something rare must be shared, and items
// in two languages must agree on names, event and numbers.
func (g *agreement) likely(a, b *reading) bool {
	if g.cross {
		return g.gap <= 24*time.Hour && g.concepts >= 4
	}
	if g.concepts >= 4 && g.gap <= time.Hour {
		return true // the same things in the same hour, in common words
	}
	return g.distinct >= 1.7 || g.titles >= 0.6 || min(g.inTitle[0], g.inTitle[1]) >= 0.9
}

// evidence says in plain words what two items agree on.
func (g *agreement) evidence(a, b *reading, rarity map[string]float64) []string {
	var e []string
	a, b = ordered(a, b)
	rare, nums := common(a, b, rarity)
	if g.sameTitle {
		e = append(e, "same headline")
	} else if g.title() >= needTexts {
		e = append(e, fmt.Sprintf("headlines agree to %.0f %%", 100*g.title()))
	}
	if g.minBody >= someText && g.bodies >= 0.6 {
		what := "same text"
		if a.agency != "" && a.agency == b.agency {
			what = "same agency text (" + a.agency + ")"
		}
		e = append(e, fmt.Sprintf("%s, %.0f %% of the shorter one", what, 100*g.bodies))
	} else if a.agency != "" && a.agency == b.agency {
		e = append(e, "same agency ("+a.agency+")")
	}
	if n := len(rare); n > 0 {
		e = append(e, fmt.Sprintf("shares %s: %s", count(n, "rare word"), strings.Join(plain(rare[:min(n, 7)]), ", ")))
	}
	if len(nums) > 0 {
		e = append(e, "numbers agree: "+strings.Join(nums[:min(len(nums), 5)], ", "))
	}
	if g.grew != "" {
		e = append(e, "update: "+g.grew)
	}
	if !a.at.IsZero() && !b.at.IsZero() {
		e = append(e, "published "+apart(g.gap)+" apart")
	}
	return e
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// plain writes keys as people read them.
func plain(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = strings.TrimPrefix(k, "=")
	}
	return out
}

func apart(d time.Duration) string {
	if d < 2*time.Hour {
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Hours()))
}
