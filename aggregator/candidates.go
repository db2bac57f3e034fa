package aggregator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"golchin/aggregator/article"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
	"golchin/store"
)

// keyed is the identity version that keys are made with.
const keyed = identity.Version

// maxFolded bounds the text that is searched and classified, in bytes.
const maxFolded = 32 << 10

// candidates turns the entries of a document into candidates, and notes in st
// where the source's guids or links prove unfit to identify anything.
func (a *Aggregator) candidates(src news.Source, st *store.SourceState, doc news.Document, seen time.Time) []store.Candidate {
	ids := make([]news.Identity, len(doc.Entries))
	for i, e := range doc.Entries {
		ids[i] = a.Identity.Identify(src, e)
	}
	judgeGUIDs(st, doc.Entries, ids)
	judgeLinks(st, doc.Entries, ids)
	out := make([]store.Candidate, 0, len(doc.Entries))
	for i, e := range doc.Entries {
		id := ids[i]
		id.Keys = trusted(src, st, e, id.Keys)
		c := a.candidate(src, e, id, doc, seen)
		out = append(out, c)
	}
	return out
}

// judgeGUIDs degrades a source that gives one guid to several articles
// (BEHAVIOUR S22): its guids identify nothing any more.
func judgeGUIDs(st *store.SourceState, es []news.Entry, ids []news.Identity) {
	if st.GUIDPolicy != "" {
		return
	}
	first := map[string]int{}
	for i, e := range es {
		if e.GUID == "" {
			continue
		}
		j, ok := first[e.GUID]
		if !ok {
			first[e.GUID] = i
			continue
		}
		if ids[i].Canonical != ids[j].Canonical || text.Squeezed(e.Title) != text.Squeezed(es[j].Title) {
			st.GUIDPolicy = "guids are ignored: one guid stands for several articles"
			return
		}
	}
}

// judgeLinks degrades a source whose links all lead to one page although its
// articles differ.
func judgeLinks(st *store.SourceState, es []news.Entry, ids []news.Identity) {
	const few = 3
	if st.LinkPolicy != "" || len(es) < few {
		return
	}
	titles := map[string]bool{}
	for i := range es {
		if ids[i].Canonical == "" || ids[i].Canonical != ids[0].Canonical {
			return
		}
		titles[text.Squeezed(es[i].Title)] = true
	}
	if len(titles) >= few {
		st.LinkPolicy = "links are ignored: all lead to one page"
	}
}

// trusted leaves out the keys that the source's policy has degraded; the
// content hash stands in when nothing else is left.
func trusted(src news.Source, st *store.SourceState, e news.Entry, keys []news.Key) []news.Key {
	if st.GUIDPolicy == "" && st.LinkPolicy == "" {
		return keys
	}
	kept := slices.DeleteFunc(slices.Clone(keys), func(k news.Key) bool {
		switch k.Rank() {
		case 0, 1:
			return st.LinkPolicy != ""
		case 2:
			return st.GUIDPolicy != ""
		}
		return false
	})
	if len(kept) == 0 {
		kept = append(kept, identity.Hash(src, e))
	}
	return kept
}

// candidate makes an item of one entry, as it would be stored alone.
func (a *Aggregator) candidate(src news.Source, e news.Entry, id news.Identity, doc news.Document, seen time.Time) store.Candidate {
	site, link := id.Site, e.Link
	if link == "" {
		link = e.OrigLink
	}
	if site == "" {
		site = src.Site
	}
	publisher := id.Publisher
	own := a.Identity.Own(src, site)
	if publisher == "" {
		publisher = site
		if own {
			publisher = src.DisplayPublisher()
		}
	}
	plain := text.Truncate(text.Plain(body(e.Summary, e.Content)), maxFolded)
	it := news.Item{
		ID: identity.ID(id.Keys[0]), Key: id.Keys[0], Site: site, Code: id.Code, Canonical: id.Canonical, Link: link,
		Publisher: publisher, Title: e.Title, Summary: e.Summary, Content: e.Content, Lead: e.Lead,
		Authors: e.Authors, Categories: e.Categories, Enclosures: e.Enclosures, Image: e.Image, Podcast: e.Podcast, Comments: e.Comments,
		Rights: e.Rights, Attribution: e.Attribution, RawPublished: e.RawPublished, Published: e.Published,
		FirstSeen: seen, LastSeen: seen, Private: src.Private, Repaired: e.Repaired,
		Language: text.Lang(firstOf(e.Language, src.Language, doc.Language), e.Title+" "+text.Truncate(plain, 400)),
	}
	if it.Agency == "" && len(it.Cites) == 0 {
		it.Attribution = article.Attribute(plain, it.Language)
	}
	it.Sort = seen
	if !it.Published.IsZero() && it.Published.Before(seen) {
		it.Sort = it.Published
	}
	it.Updated = it.Sort
	words := store.Folded{Title: text.Spaced(e.Title), Text: text.Spaced(plain)}
	titleKey := text.Squeezed(e.Title)
	it.Face = news.Face{
		Source: src.Name, Own: own, Private: src.Private, Priority: src.Priority, At: seen,
		TitleKey: titleKey, Hash: shortHash(titleKey, withoutClocks(words.Text)),
	}
	words.Text = withLead(e.Lead, words.Text) // which is no part of the hash
	seenAt := it
	seenAt.Origins = []news.Origin{{Source: src.Name}}
	it.Topics = a.Topics.Classify(topic.Of(seenAt))
	return store.Candidate{
		Item: it, Keys: id.Keys, Folded: words,
		Page: src.FullText && own && id.Canonical != "",
		Origin: news.Origin{
			Source: src.Name, Publisher: src.DisplayPublisher(), URL: link, GUID: e.GUID, Title: e.Title, Seen: seen,
			Updated: later(e.Published, e.Updated), Private: src.Private, Via: e.Via, Hash: originHash(e, it.Face.Hash),
		},
	}
}

// folded is the form in which an item's words are searched.
func folded(it news.Item) store.Folded {
	plain := text.Truncate(text.Plain(body(it.Summary, it.Content, it.FullText)), maxFolded)
	return store.Folded{Title: text.Spaced(it.Title), Text: withLead(it.Lead, text.Spaced(plain))}
}

// withLead puts a folded lead before the words of a text that may lack it:
// rules read it where there is no summary.
func withLead(lead, words string) string {
	if lead == "" {
		return words
	}
	return text.Spaced(lead) + " " + words
}

// body joins what a source said of an article, the lead once.
func body(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}

// originHash is the hash of everything the source said of an article; words is
// the hash of its headline and text.
func originHash(e news.Entry, words string) string {
	h := sha256.New()
	put := func(parts ...string) { field(h, parts...) }
	put(words, e.Link, e.OrigLink, e.Title, e.Image, e.Language, e.RawPublished, e.RawUpdated, e.Comments, e.Rights, e.Via.Title, e.Via.URL, string(e.Code))
	for _, p := range e.Authors {
		put("author", p.Name, p.Email, p.URL)
	}
	for _, c := range e.Categories {
		put("category", c.Term, c.Scheme, c.Label)
	}
	for _, c := range e.Enclosures {
		put("enclosure", c.URL, c.Type, fmt.Sprint(c.Length))
		if c.Duration > 0 {
			put("duration", c.Duration.String())
		}
	}
	if p := e.Podcast; p != nil {
		put("podcast", p.Duration.String(), p.Image, p.Episode, fmt.Sprint(p.Season), p.EpisodeType, p.Explicit, p.Chapters, p.Show)
		for _, t := range p.Transcripts {
			put("transcript", t.URL, t.Type, t.Language, t.Rel)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func shortHash(parts ...string) string {
	h := sha256.New()
	field(h, parts...)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// field writes parts so that no two lists give the same bytes.
func field(h hash.Hash, parts ...string) {
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		io.WriteString(h, p)
	}
}

// later is the later of two times; an unknown one loses.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}
