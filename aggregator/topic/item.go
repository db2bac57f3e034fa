package topic

import (
	"strings"
	"time"
	"unicode/utf8"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

const (
	// LeadRunes is how much of a text, in runes, counts as its lead in any case.
	LeadRunes = 400
	// maxLead bounds the lead, in runes: some summaries are whole articles.
	maxLead = 2000
	// maxText bounds what is read of a text, in bytes: less than what a store
	// indexes, so that nothing matches that it cannot find.
	maxText = 31 << 10
)

// Doc is what a query or topic sees of an item. The zero value is a document
// without words.
type Doc struct {
	Title string // plain text
	Text  string // plain text: summary or lead first, then what follows
	// Lead is how many runes at the beginning of Text are its summary; topics
	// read them like the title. Zero means LeadRunes.
	Lead int

	Code      news.Code
	Site      string
	Publisher string
	Language  string // BCP 47; empty means unknown: the terms of every language are tried
	Link      string

	Sources, Categories, Authors, Topics []string

	Time time.Time // UTC; after: and before: never hold for the zero time
}

// view is a Doc, folded for one evaluation.
type view struct {
	doc  *Doc
	lang string // base language; empty when unknown or contradicted by the script

	title, lead, rest text.Folded
	restRune          int // runes of Doc.Text before rest

	hay    []byte // " title \x00 lead \x00 rest "
	leadAt int    // of the space before lead
	restAt int    // of the space before rest
}

// newView folds d; whole makes all of the text lead.
func newView(d *Doc, whole bool, buf []byte) *view {
	v := &view{doc: d, title: text.Fold(d.Title)}
	head, rest := d.Text, ""
	if len(head) > maxText {
		head = strings.ToValidUTF8(head[:maxText], "")
	}
	if !whole {
		n := cut(head, min(max(d.Lead, LeadRunes), maxLead))
		head, rest = head[:n], head[n:]
		v.restRune = utf8.RuneCountInString(head)
	}
	v.lead, v.rest = text.Fold(head), text.Fold(rest)
	hay := append(buf[:0], ' ')
	hay = append(hay, v.title.Spaced()...)
	hay = append(hay, " \x00"...)
	v.leadAt = len(hay)
	hay = append(hay, ' ')
	hay = append(hay, v.lead.Spaced()...)
	hay = append(hay, " \x00"...)
	v.restAt = len(hay)
	hay = append(hay, ' ')
	hay = append(hay, v.rest.Spaced()...)
	v.hay = append(hay, ' ')
	v.lang = v.language()
	return v
}

// cut is the byte offset of the end of the word in which rune n of s stands;
// len(s) when s is not longer.
func cut(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	count := 0
	for i, r := range s {
		if count >= n && (r == ' ' || r == '\n' || r == '\t' || count >= n+100) {
			return i
		}
		count++
	}
	return len(s)
}

// language is the base language of the document. One that is not written in
// the script of the words (a Persian item of a site that declares en-US)
// counts as unknown, and so does what a few Latin words look like; only between
// the languages in Arabic letters the words decide.
func (v *view) language() string {
	lang := baseLanguage(v.doc.Language)
	want := otherScript
	switch lang {
	case "fa", "ar":
		want = arabicScript
	case "he":
		want = hebrewScript
	case "ru":
		want = cyrillicScript
	case "en", "tr":
		want = latinScript
	case "":
	default:
		return lang
	}
	var count [latinScript + 1]int
	sample := v.hay[:min(len(v.hay), 600)]
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		count[scriptOfRune(r)]++
		i += n
	}
	most := arabicScript
	for s := arabicScript; s <= latinScript; s++ {
		if count[s] > count[most] {
			most = s
		}
	}
	switch {
	case want != otherScript && (want == most || count[most] <= 4*count[want]+8):
		return lang
	case most == arabicScript && count[most] > 0:
		return text.Lang("", v.doc.Title+" "+v.doc.Text[:cut(v.doc.Text, LeadRunes)])
	}
	return ""
}

// baseLanguage is the base of a BCP 47 tag; "" for one that names no language.
func baseLanguage(tag string) string { return text.Lang(tag, "") }

// zone is a part of the document that terms are looked for in.
type zone uint8

const (
	titleZone zone = iota
	leadZone
	restZone
)

func (v *view) zone(at int) zone {
	switch {
	case at < v.leadAt:
		return titleZone
	case at < v.restAt:
		return leadZone
	}
	return restZone
}

// why is the place [from, to) of hay in the words of the document.
func (v *view) why(term string, from, to int) news.Why {
	switch v.zone(from) {
	case titleZone:
		a, b := v.title.Origin(from-1, to-1)
		return news.Why{Term: term, Field: "title", At: [2]int{a, b}}
	case leadZone:
		a, b := v.lead.Origin(from-v.leadAt-1, to-v.leadAt-1)
		return news.Why{Term: term, Field: "text", At: [2]int{a, b}}
	}
	a, b := v.rest.Origin(from-v.restAt-1, to-v.restAt-1)
	return news.Why{Term: term, Field: "text", At: [2]int{a + v.restRune, b + v.restRune}}
}
