package story

import (
	"embed"
	"strconv"
	"strings"
	"sync"

	"golchin/aggregator/text"
)

// class is what kind of thing a word stands for.
type class uint8

const (
	plainWord class = iota
	event           // what happens, under any synonym
	place
	name   // a person or body
	agency // a newsroom
	number
	weekday
)

// column is the name of a series.
type column struct {
	spaced string // with a space at both ends
	head   bool   // only where a headline begins with it
}

// phrase is one spelling of a concept: the words after its first one.
type phrase struct {
	first string   // of prefixes: what the first word begins with
	rest  []string // a trailing star stands for any ending
	key   string
	class class
}

// lexicon is what is known of words beforehand: concepts under all their
// spellings, words that say little, signs that a veto looks for.
type lexicon struct {
	exact    map[string][]phrase // by first word
	prefix   map[string][]phrase // by the beginning of the first word
	parent   map[string]string   // of places
	common   map[string]map[string]float64
	not      map[string]bool
	future   map[string]bool
	column   map[string][]column // phrases by their first word
	opposite [][2]string
	numbers  map[string]int64
	ordinals map[string]int64
	numStems map[string]int64
	kinds    []string         // names of the kinds of events
	deed     map[string]kinds // of events that are news of their own
	reaction kinds
	refusal  kinds
	office   map[string]bool // events that are persons by their office
	asks     map[string]bool // words that begin a question
	genre    map[string]bool // words that say what a piece is
	coming   map[string]bool // verbs of events to come
	again    map[string]bool // words for what is not the first time
	months   map[string]yearDay
	relative map[string]int // words for today and the days beside it
}

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// known is the lexicon, read once.
var known = sync.OnceValue(readLexicon)

func readLexicon() *lexicon {
	l := &lexicon{
		exact: map[string][]phrase{}, prefix: map[string][]phrase{}, parent: map[string]string{},
		common: map[string]map[string]float64{}, not: map[string]bool{}, future: map[string]bool{},
		numbers: map[string]int64{}, ordinals: map[string]int64{}, numStems: map[string]int64{},
		deed: map[string]kinds{}, asks: map[string]bool{}, genre: map[string]bool{}, coming: map[string]bool{}, again: map[string]bool{}, office: map[string]bool{},
		months: map[string]yearDay{}, relative: map[string]int{}, column: map[string][]column{},
	}
	l.concepts("places.txt", place)
	l.concepts("names.txt", name)
	l.concepts("agencies.txt", agency)
	l.concepts("events.txt", event)
	l.readCommon()
	l.readSigns()
	l.readDeeds()
	l.readMonths()
	return l
}

// lines yields the lines of a lexicon file with the section ("= word") they
// stand in.
func lines(file string, yield func(section, line string)) {
	data, err := lexiconFiles.ReadFile("lexicon/" + file)
	if err != nil {
		panic(err) // embedded: it is there or the build is broken
	}
	section := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "= "):
			section = line[2:]
		default:
			yield(section, line)
		}
	}
}

func (l *lexicon) concepts(file string, c class) {
	lines(file, func(_, line string) {
		id, list, _ := strings.Cut(line, ":")
		id, parent, ok := strings.Cut(id, "<")
		if ok {
			l.parent[id] = parent
		}
		for spelling := range strings.SplitSeq(list, ",") {
			l.add(spelling, "="+id, c)
		}
	})
}

// add files one spelling under its first word.
func (l *lexicon) add(spelling, key string, c class) {
	var words []string
	for raw := range strings.FieldsSeq(spelling) {
		star := ""
		if strings.HasSuffix(raw, "*") {
			star = "*"
		}
		ws := strings.Fields(text.Spaced(raw))
		if len(ws) == 0 {
			return
		}
		ws[len(ws)-1] += star
		words = append(words, ws...)
	}
	if len(words) == 0 {
		return
	}
	p := phrase{rest: words[1:], key: key, class: c}
	if first, ok := strings.CutSuffix(words[0], "*"); ok {
		p.first = first
		short := first[:min(len(first), prefixBytes)]
		l.prefix[short] = append(l.prefix[short], p)
	} else {
		l.exact[first] = append(l.exact[first], p)
	}
}

// The weights of words that are not concepts. A word nobody listed is taken to
// be rare.
const (
	weightStop     = 0
	weightFrequent = 0.35
	weightRare     = 1
)

func (l *lexicon) readCommon() {
	lines("common.txt", func(section, line string) {
		lang, list, _ := strings.Cut(line, ":")
		if l.common[lang] == nil {
			l.common[lang] = map[string]float64{}
		}
		w := float64(weightStop)
		if section == "frequent" {
			w = weightFrequent
		}
		for _, word := range strings.Fields(text.Spaced(list)) {
			word = stem(lang, word)
			if _, ok := l.common[lang][word]; !ok {
				l.common[lang][word] = w
			}
		}
	})
}

func spacedWords(line string) []string { return strings.Fields(text.Spaced(line)) }

func (l *lexicon) readSigns() {
	day := 0
	lines("signs.txt", func(section, line string) {
		words := spacedWords(line)
		set := map[string]map[string]bool{"not": l.not, "future": l.future, "asks": l.asks, "genre": l.genre, "coming": l.coming, "again": l.again}[section]
		for _, w := range words {
			if set != nil {
				set[w] = true
			}
		}
		switch section {
		case "office":
			for k := range strings.FieldsSeq(line) {
				l.office["="+k] = true
			}
		case "column":
			for c := range strings.SplitSeq(line, "|") {
				c, head := strings.CutPrefix(strings.TrimSpace(c), "^")
				c = text.Spaced(c)
				first, _, _ := strings.Cut(c, " ")
				l.column[first] = append(l.column[first], column{" " + c + " ", head})
			}
		case "opposite":
			a, b, _ := strings.Cut(line, " ")
			l.opposite = append(l.opposite, [2]string{"=" + a, "=" + b})
		case "weekday":
			for raw := range strings.SplitSeq(line, " ") {
				l.add(raw, "weekday"+strconv.Itoa(day), weekday)
			}
			day++
		case "number":
			l.readNumber(line)
		case "ordinal":
			n, _ := l.digit(words[0])
			for _, w := range words[1:] {
				l.ordinals[w] = n
			}
		}
	})
}

func (l *lexicon) readNumber(line string) {
	fields := strings.Fields(line)
	n, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		panic(err) // embedded
	}
	for _, raw := range fields[1:] {
		if s, ok := strings.CutSuffix(raw, "*"); ok {
			l.numStems[text.Spaced(s)] = n
			continue
		}
		l.numbers[text.Spaced(raw)] = n
	}
}

// columnOf is the series that a headline, written with a space at both ends,
// names; empty for none.
func (l *lexicon) columnOf(spacedTitle string, words []string) string {
	for _, w := range words {
		for _, c := range l.column[w] {
			if at := strings.Index(spacedTitle, c.spaced); at == 0 || at > 0 && !c.head {
				return strings.TrimSpace(c.spaced)
			}
		}
	}
	return ""
}

// within tells whether place a is b or lies in it.
func (l *lexicon) within(a, b string) bool {
	for a != "" {
		if a == b {
			return true
		}
		p := l.parent[strings.TrimPrefix(a, "=")]
		if p == "" {
			return false
		}
		a = "=" + p
	}
	return false
}

// near tells whether one of two places lies in the other.
func (l *lexicon) near(a, b string) bool { return l.within(a, b) || l.within(b, a) }

// prefixBytes is how much of a word its starred spellings are filed under.
const prefixBytes = 3

// starred tells whether a word may be an inflected one: of Latin letters only
// the Turkic languages have such spellings («sel*» is no beginning of "select").
func starred(lang, w string) bool {
	return w[0] >= 0x80 || lang == "tr" || lang == "az"
}

// find looks for the longest concept that begins at words[i]. forms are the
// ways words[i] may be looked up.
func (l *lexicon) find(lang string, words []string, i int, forms []string) (p phrase, n int) {
	try := func(ps []phrase) {
		for _, q := range ps {
			if len(q.rest)+1 > n && i+len(q.rest) < len(words) && follows(words[i+1:], q.rest) {
				p, n = q, len(q.rest)+1
			}
		}
	}
	for _, f := range forms {
		try(l.exact[f])
	}
	if w := words[i]; len(w) >= prefixBytes && starred(lang, w) {
		for j, q := range l.prefix[w[:prefixBytes]] {
			if strings.HasPrefix(w, q.first) {
				try(l.prefix[w[:prefixBytes]][j : j+1])
			}
		}
	}
	return p, n
}

func follows(words, rest []string) bool {
	for j, r := range rest {
		if s, ok := strings.CutSuffix(r, "*"); ok {
			if !strings.HasPrefix(words[j], s) {
				return false
			}
		} else if words[j] != r {
			return false
		}
	}
	return true
}
