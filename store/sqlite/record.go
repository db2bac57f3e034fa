package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"

	"golchin/aggregator/news"
)

// itemDoc is what item.doc holds: everything of an item that no query asks
// for and every page of a feed shows.
type itemDoc struct {
	Key          news.Key         `json:"key"`
	Code         news.Code        `json:"code,omitempty"`
	Canonical    string           `json:"canonical,omitempty"`
	Link         string           `json:"link,omitempty"`
	Publisher    string           `json:"publisher,omitempty"`
	Title        string           `json:"title,omitempty"`
	Summary      string           `json:"summary,omitempty"`
	Lead         string           `json:"lead,omitempty"`
	Authors      []news.Person    `json:"authors,omitempty"`
	Categories   []news.Category  `json:"categories,omitempty"`
	Enclosures   []news.Enclosure `json:"enclosures,omitempty"`
	Image        string           `json:"image,omitempty"`
	Podcast      *news.Podcast    `json:"podcast,omitempty"`
	Comments     string           `json:"comments,omitempty"`
	Rights       string           `json:"rights,omitempty"`
	Attribution  news.Attribution `json:"attribution,omitzero"`
	RawPublished string           `json:"rawPublished,omitempty"`
	Published    int64            `json:"published,omitempty"`
	FirstSeen    int64            `json:"firstSeen"`
	Updated      int64            `json:"updated"`
	Face         faceDoc          `json:"face"`
	Origins      []originDoc      `json:"origins"`
	Repaired     []string         `json:"repaired,omitempty"`
}

type faceDoc struct {
	Source   string `json:"source"`
	Own      bool   `json:"own,omitempty"`
	Private  bool   `json:"private,omitempty"`
	Priority int    `json:"priority,omitempty"`
	Hash     string `json:"hash"`
	TitleKey string `json:"titleKey"`
	At       int64  `json:"at"`
	Edits    int    `json:"edits,omitempty"`
}

type originDoc struct {
	Source    string   `json:"source"`
	Publisher string   `json:"publisher,omitempty"`
	URL       string   `json:"url,omitempty"`
	GUID      string   `json:"guid,omitempty"`
	Title     string   `json:"title,omitempty"`
	Seen      int64    `json:"seen"`
	Updated   int64    `json:"updated,omitempty"`
	Private   bool     `json:"private,omitempty"`
	Hash      string   `json:"hash,omitempty"`
	Via       news.Via `json:"via,omitzero"`
}

// bodyDoc is what item.body holds: the heavy part that light queries leave.
type bodyDoc struct {
	Content   string        `json:"content,omitempty"`
	FullText  string        `json:"fullText,omitempty"`
	Headlines []headlineDoc `json:"headlines,omitempty"`
}

type headlineDoc struct {
	Title string `json:"title"`
	Until int64  `json:"until"`
}

type topicDoc struct {
	Slug string     `json:"slug"`
	Why  []news.Why `json:"why,omitempty"`
}

// encode writes v as JSON without escaping the HTML it holds.
func encode(v any) (string, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(buf.Bytes(), "\n")), nil
}

// docOf is what item.doc holds of it.
func docOf(it news.Item) *itemDoc {
	d := &itemDoc{
		Key: it.Key, Code: it.Code, Canonical: it.Canonical, Link: it.Link, Publisher: it.Publisher,
		Title: it.Title, Summary: it.Summary, Lead: it.Lead, Authors: it.Authors, Categories: it.Categories,
		Enclosures: it.Enclosures, Image: it.Image, Podcast: it.Podcast, Comments: it.Comments, Rights: it.Rights,
		Attribution: it.Attribution, RawPublished: it.RawPublished, Published: millis(it.Published),
		FirstSeen: millis(it.FirstSeen), Updated: millis(it.Updated), Repaired: it.Repaired,
		Face: faceDoc{
			Source: it.Face.Source, Own: it.Face.Own, Private: it.Face.Private, Priority: it.Face.Priority,
			Hash: it.Face.Hash, TitleKey: it.Face.TitleKey, At: millis(it.Face.At), Edits: it.Face.Edits,
		},
		Origins: make([]originDoc, len(it.Origins)),
	}
	for i, o := range it.Origins {
		d.Origins[i] = originDoc{
			Source: o.Source, Publisher: o.Publisher, URL: o.URL, GUID: o.GUID, Title: o.Title,
			Seen: millis(o.Seen), Updated: millis(o.Updated), Private: o.Private, Hash: o.Hash, Via: o.Via,
		}
	}
	return d
}

// fill copies d into it.
func (d *itemDoc) fill(it *news.Item) {
	it.Key, it.Code, it.Canonical, it.Link, it.Publisher = d.Key, d.Code, d.Canonical, d.Link, d.Publisher
	it.Title, it.Summary, it.Lead, it.Authors, it.Categories = d.Title, d.Summary, d.Lead, d.Authors, d.Categories
	it.Enclosures, it.Image, it.Podcast = d.Enclosures, d.Image, d.Podcast
	it.Comments, it.Rights = d.Comments, d.Rights
	it.Attribution, it.RawPublished, it.Published = d.Attribution, d.RawPublished, fromMillis(d.Published)
	it.FirstSeen, it.Updated, it.Repaired = fromMillis(d.FirstSeen), fromMillis(d.Updated), d.Repaired
	it.Face = news.Face{
		Source: d.Face.Source, Own: d.Face.Own, Private: d.Face.Private, Priority: d.Face.Priority,
		Hash: d.Face.Hash, TitleKey: d.Face.TitleKey, At: fromMillis(d.Face.At), Edits: d.Face.Edits,
	}
	it.Origins = make([]news.Origin, len(d.Origins))
	for i, o := range d.Origins {
		it.Origins[i] = news.Origin{
			Source: o.Source, Publisher: o.Publisher, URL: o.URL, GUID: o.GUID, Title: o.Title,
			Seen: fromMillis(o.Seen), Updated: fromMillis(o.Updated), Private: o.Private, Hash: o.Hash, Via: o.Via,
		}
	}
}

func encodeTopics(topics []news.TopicMatch) (string, error) {
	out := make([]topicDoc, len(topics))
	for i, t := range topics {
		out[i] = topicDoc(t)
	}
	return encode(out)
}

// encodeBody is the JSON of the heavy part; nil when there is none.
func encodeBody(it news.Item) (any, error) {
	if it.Content == "" && it.FullText == "" && len(it.Headlines) == 0 {
		return nil, nil
	}
	b := bodyDoc{Content: it.Content, FullText: it.FullText}
	for _, h := range it.Headlines {
		b.Headlines = append(b.Headlines, headlineDoc{Title: h.Title, Until: millis(h.Until)})
	}
	return encode(b)
}

func encodeMerged(m []news.Merged) (any, error) {
	if len(m) == 0 {
		return nil, nil
	}
	return encode(m)
}

// The columns that scanKept reads, in order; light ones leave the body out.
const (
	wholeColumns = `n, id, sort, last_seen, changed, site, language, shown, pending, private, rules, keyed, copy, story, topics, doc, merged, body`
	lightColumns = `n, id, sort, last_seen, changed, site, language, shown, pending, private, rules, keyed, copy, story, topics, doc, NULL, NULL`
	bareColumns  = `id, sort`
	faceColumns  = bareColumns + `, doc ->> '$.face.source', coalesce(doc ->> '$.face.private', 0)`
)

// scanner is a row of a result.
type scanner interface{ Scan(dest ...any) error }

// row is an item as it is stored, and what only this package knows of it.
type row struct {
	item    news.Item
	n       int64
	shown   int
	pending bool
	rules   int64
	keyed   int
}

// scanRow reads one row of wholeColumns or lightColumns.
func scanRow(s scanner) (row, error) { return scanRowBy(s, nil) }

// scanRowBy is scanRow, but takes out of known, and keeps there, what the
// documents of a whole row say; known may be nil.
func scanRowBy(s scanner, known *decoded) (row, error) {
	var (
		r                         row
		sort, lastSeen, changed   int64
		site, language            string
		private                   bool
		id, cp, story             sql.RawBytes
		topics, doc, merged, body sql.RawBytes
	)
	err := s.Scan(&r.n, &id, &sort, &lastSeen, &changed, &site, &language, &r.shown, &r.pending, &private,
		&r.rules, &r.keyed, &cp, &story, &topics, &doc, &merged, &body)
	if err != nil {
		return r, err
	}
	it := &r.item
	if err := decode(it, r.n, doc, body, known); err != nil {
		return r, fmt.Errorf("item %s: %w", itemID(id), err)
	}
	it.ID, it.Sort, it.LastSeen, it.Changed = itemID(id), fromMillis(sort), fromMillis(lastSeen), changed
	it.Site, it.Language = site, language
	it.Private, it.Judged = private, r.shown > 0
	it.Copy, it.Story = itemID(cp), itemID(story)
	return r, r.scanRest(topics, merged)
}

// decode reads what doc and body say of an item.
func decode(it *news.Item, n int64, doc, body []byte, known *decoded) error {
	if known != nil {
		if e := known.find(n, doc, body); e != nil {
			*it = *e
			return nil
		}
	}
	var d itemDoc
	if err := json.Unmarshal(doc, &d); err != nil {
		return err
	}
	d.fill(it)
	if len(body) > 0 {
		var b bodyDoc
		if err := json.Unmarshal(body, &b); err != nil {
			return err
		}
		it.Content, it.FullText = b.Content, b.FullText
		for _, h := range b.Headlines {
			it.Headlines = append(it.Headlines, news.Headline{Title: h.Title, Until: fromMillis(h.Until)})
		}
	}
	if known != nil {
		known.add(n, &document{doc: string(doc), body: string(body), item: *it})
	}
	return nil
}

func (r *row) scanRest(topics, merged []byte) error {
	it := &r.item
	if len(topics) > 2 { // more than []
		var ts []topicDoc
		if err := json.Unmarshal(topics, &ts); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
		for _, t := range ts {
			it.Topics = append(it.Topics, news.TopicMatch(t))
		}
	}
	if len(merged) > 0 {
		if err := json.Unmarshal(merged, &it.Merged); err != nil {
			return fmt.Errorf("item %s: %w", it.ID, err)
		}
	}
	return nil
}
