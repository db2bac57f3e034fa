package story

import (
	"slices"
	"strings"
)

// kinds are the kinds of events that a text tells, a bit for each line of
// deeds.txt.
type kinds uint32

// readDeeds files every event under its kind. Reactions are the last one.
func (l *lexicon) readDeeds() {
	lines("deeds.txt", func(_, line string) {
		kind, list, _ := strings.Cut(line, ":")
		for event := range strings.FieldsSeq(list) {
			l.deed["="+event] |= 1 << len(l.kinds)
		}
		switch kind {
		case "reaction":
			l.reaction = 1 << len(l.kinds)
		case "halt", "refusal":
			l.refusal |= 1 << len(l.kinds)
		}
		l.kinds = append(l.kinds, kind)
	})
}

// kindsOf are the kinds of the events among ts.
func (l *lexicon) kindsOf(ts []token) kinds {
	var k kinds
	for _, t := range ts {
		if t.class == event {
			k |= l.deed[t.key]
		}
	}
	return k
}

// news is a headline without what it says the news came after ("riot after
// stabbing").
func (l *lexicon) news(title []token) []token {
	for i, t := range title {
		switch t.key {
		case "after", "following", "پس", "بعد", "после":
			if l.kindsOf(title[:i]) != 0 {
				return title[:i]
			}
		}
	}
	return title
}

// first names the first kind of k.
func (l *lexicon) first(k kinds) string {
	for i, name := range l.kinds {
		if k&(1<<i) != 0 {
			return name
		}
	}
	return ""
}

// vetoDeeds: both headlines say what happened, it is of two kinds, and one of
// the texts does not know what the other one's headline tells. That hostages
// came free is no news of the truce, although its lead recalls that the truce
// was prolonged.
func (g *agreement) vetoDeeds(a, b *reading) string {
	if g.bodies >= 0.6 && g.minBody >= realText || min(g.inTitle[0], g.inTitle[1]) >= 0.75 {
		return ""
	}
	l := known()
	x, y := a.titleKinds&^(l.reaction|l.refusal), b.titleKinds&^(l.reaction|l.refusal)
	if x == 0 || y == 0 || x&y != 0 {
		return ""
	}
	if x&b.textKinds != 0 && y&a.textKinds != 0 { // each recalls what the other tells
		g.more += raiseDeed
		return ""
	}
	p, q := l.first(x), l.first(y)
	return "different events: " + min(p, q) + " and " + max(p, q)
}

// vetoRefusal: one headline says no, stops or puts off, and the other text
// knows nothing of that.
func (g *agreement) vetoRefusal(a, b *reading) string {
	no := known().refusal
	for _, p := range [...][2]*reading{{a, b}, {b, a}} {
		if p[0].titleKinds&no != 0 && p[1].textKinds&no == 0 && !p[1].inTitle.not && !p[1].inLead.not && (g.bodies < 0.6 || g.minBody < realText) {
			return "one refuses, the other does not"
		}
	}
	return ""
}

// vetoGenre: an explanation, a view or a portrait is not the report.
func (g *agreement) vetoGenre(a, b *reading) string {
	if a.explains == b.explains || g.sameTitle || g.bodies >= 0.9 && g.minBody >= realText {
		return ""
	}
	return "an explanation and a report"
}

// vetoReaction: one headline is what somebody says of all that the other one
// tells («واکنش‌ها به نقض حکم …»).
func (g *agreement) vetoReaction(a, b *reading) string {
	const told = 0.75
	r := known().reaction
	for i, p := range [...][2]*reading{{a, b}, {b, a}} {
		report, said := p[0], p[1]
		if said.titleKinds&r != 0 && report.textKinds&r == 0 && len(report.head) == 0 && g.inTitle[i] >= told && (g.bodies < 0.6 || g.minBody < realText) {
			return "a report and a reaction to it"
		}
	}
	return ""
}

// vetoReplaced: headlines of one pattern in which one thing stands for another,
// and each lead repeats its own: that is what the news is about, not a synonym.
func (g *agreement) vetoReplaced(a, b *reading) string {
	if g.cross || min(g.inTitle[0], g.inTitle[1]) < pattern || g.bodies >= 0.85 && g.minBody >= realText {
		return ""
	}
	if x, y := oneApart(a.title, b.title); x != "" {
		return "same pattern, other content: " + x + " and " + y
	}
	x, y := repeated(g.left[0], a, 0.8), repeated(g.left[1], b, 0.8)
	switch {
	case x == "" && y != "":
		x = repeated(g.left[0], a, weightFrequent)
	case x != "" && y == "":
		y = repeated(g.left[1], b, weightFrequent)
	}
	if x == "" || y == "" || announced(a, b) && heads(a, x) && heads(b, y) { // two parties to one thing
		return ""
	}
	return "same pattern, other content: " + x + " and " + y
}

// pattern is how much of each headline must be in the other to call it one
// pattern.
const pattern = 0.4

// oneApart are the telling words in which two headlines of five words or more
// differ, if they differ in one place only.
func oneApart(a, b []token) (x, y string) {
	if len(a) != len(b) || len(a) < 5 {
		return "", ""
	}
	for i := range a {
		switch {
		case a[i].key == b[i].key:
		case a[i].class == place && known().near(a[i].key, b[i].key):
			return "", ""
		case x != "" || min(a[i].w, b[i].w) < 0.8 || a[i].class == event || b[i].class == event || a[i].class == number || alike(a[i].key, b[i].key):
			return "", ""
		default:
			x, y = strings.TrimPrefix(a[i].key, "="), strings.TrimPrefix(b[i].key, "=")
		}
	}
	return x, y
}

// announced tells whether two parties, not persons, tell something.
func announced(a, b *reading) bool {
	return len(a.head) > 0 && len(b.head) > 0 && institution(a.head) && institution(b.head)
}

// heads tells whether a word is of those before the colon.
func heads(r *reading, word string) bool {
	return slices.ContainsFunc(r.head, func(h token) bool { return strings.TrimPrefix(h.key, "=") == word })
}

// repeated is the first word of ts, of a weight or more, that r's lead has too.
func repeated(ts []token, r *reading, least float64) string {
	for _, t := range ts {
		if t.w >= least && t.class != event && t.class != number && slices.ContainsFunc(r.lead, func(o token) bool {
			return o.key == t.key || t.class == plainWord && o.class == plainWord && alike(o.key, t.key)
		}) {
			return strings.TrimPrefix(t.key, "=")
		}
	}
	return ""
}

// How much more two items must agree when they are not of one sort.
const (
	raiseDeed     = 0.20 // two deeds, of which both know
	raiseReaction = 0.15 // what somebody says of the news, and the news
	raiseAgain    = 0.10 // what happens again and again, without a number to tell it by
	raiseSlight   = 0.10 // a headline so short that many others hold its words
	slight        = 2.2  // the weight of such a headline
)

// raise is how much higher the bar lies because of what the two items are.
func (g *agreement) raise(a, b *reading) float64 {
	r := 0.0
	reaction := known().reaction
	if g.lead < 0.5 && (a.titleKinds&reaction != 0 && b.textKinds&reaction == 0 || b.titleKinds&reaction != 0 && a.textKinds&reaction == 0) {
		r += raiseReaction
	}
	again := a.inTitle.again || a.inLead.again || b.inTitle.again || b.inLead.again
	if again && !(g.sameTitle && g.bodies >= 0.6) && len(a.inTitle.amounts)+len(b.inTitle.amounts) == 0 {
		r += raiseAgain
	}
	for i := range g.heft {
		if g.heft[i] < slight && g.inTitle[1-i] < 0.6 {
			r += raiseSlight
			break
		}
	}
	return r
}

// explains tells whether a headline promises an explanation, a view or a
// portrait instead of news: it asks («چرا …», "How …"), or says so.
func explains(words []string, asks bool) bool {
	l := known()
	for i, w := range words {
		if l.asks[w] && (i == 0 || asks) || l.genre[w] {
			return true
		}
	}
	return false
}

// questionMark tells whether a headline ends as a question.
func questionMark(title string) bool {
	title = strings.TrimRight(title, " \u200c\u200e\u200f\"'»”’)")
	return slices.ContainsFunc([]string{"?", "؟"}, func(s string) bool { return strings.HasSuffix(title, s) })
}
