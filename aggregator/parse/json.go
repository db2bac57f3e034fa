package parse

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/json"

	"golchin/aggregator/news"
)

// object is a JSON object as it came.
type object = map[string]any

// json reads a JSON Feed. Its values are put into the shape of the standard
// before gofeed sees them: nulls dropped, numbers and strings exchanged where
// the other is due, single objects made lists. A document cut off in the middle
// keeps its complete items.
func (b *builder) json(text []byte) error {
	head, items, cut, err := b.splitJSON(text)
	if errors.Is(err, ErrNotFeed) {
		if meant, ok := rssInJSON(text); ok {
			return b.xml(meant)
		}
	}
	if err != nil {
		return err
	}
	if cut {
		b.doc.Repaired = append(b.doc.Repaired, "document cut off or malformed")
	}
	b.doc.Format = "json"
	c := coercer{}
	clean := c.feed(head)
	list, kept := make([]object, 0, len(items)), make([]object, 0, len(items))
	for _, it := range items {
		if it == nil {
			c.mended++
			continue
		}
		list, kept = append(list, c.item(it)), append(kept, it)
	}
	clean["items"] = list
	again, err := stdjson.Marshal(clean)
	if err != nil {
		return fmt.Errorf("parse document: %w", err)
	}
	feed, err := read(b.ctx, again)
	if err != nil {
		return fmt.Errorf("parse document: %w", err)
	}
	f, ok := feed.(*json.Feed)
	if !ok || len(f.Items) != len(kept) {
		return errors.New("parse document: gofeed lost items of a JSON Feed")
	}
	if c.mended > 0 {
		b.doc.Repaired = append(b.doc.Repaired, plural(c.mended, "value")+" of the wrong type")
	}
	return b.fromJSON(f, head)
}

// splitJSON reads the members of the feed object and its items one by one. cut
// tells that the document ended, or stopped being JSON, before its end.
func (b *builder) splitJSON(text []byte) (head object, items []object, cut bool, err error) {
	d := stdjson.NewDecoder(&reader{ctx: b.ctx, r: bytes.NewReader(text)})
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != stdjson.Delim('{') {
		return nil, nil, false, fmt.Errorf("%w: JSON but not a JSON Feed", ErrNotFeed)
	}
	head = make(object)
	for d.More() {
		name, err := d.Token()
		if err != nil {
			cut = true
			break
		}
		if name == "items" {
			if items, err = b.jsonItems(d); err != nil {
				cut = true
				break
			}
			continue
		}
		var v any
		if err := d.Decode(&v); err != nil {
			cut = true
			break
		}
		head[name.(string)] = v
	}
	if b.ctx.Err() != nil {
		return nil, nil, false, b.ctx.Err()
	}
	if _, err := d.Token(); err != nil && !cut {
		cut = true
	}
	version, _ := head["version"].(string)
	if items == nil && !strings.Contains(version, "jsonfeed.org") {
		return nil, nil, false, fmt.Errorf("%w: JSON but not a JSON Feed", ErrNotFeed)
	}
	return head, items, cut, nil
}

// jsonItems reads the value of "items", list or single object.
func (b *builder) jsonItems(d *stdjson.Decoder) (items []object, err error) {
	items = []object{}
	t, err := d.Token()
	if err != nil {
		return items, err
	}
	switch t {
	case stdjson.Delim('['):
	case stdjson.Delim('{'):
		one := make(object)
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return items, err
			}
			var v any
			if err := d.Decode(&v); err != nil {
				return items, err
			}
			one[name.(string)] = v
		}
		_, err = d.Token()
		return append(items, one), err
	default:
		return items, nil // null, or a value that is no list
	}
	over := 0
	for d.More() {
		if len(items) >= b.o.MaxItems {
			var skip stdjson.RawMessage
			if err := d.Decode(&skip); err != nil {
				return items, err
			}
			over++
			b.doc.Dropped++
			continue
		}
		var v any
		if err := d.Decode(&v); err != nil {
			if !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				b.doc.Dropped++
			}
			return items, err
		}
		it, _ := v.(object)
		items = append(items, it)
	}
	if over > 0 {
		b.doc.Repaired = append(b.doc.Repaired, plural(over, "item")+" beyond the limit")
	}
	_, err = d.Token()
	return items, err
}

// coercer gives values the types that JSON Feed says they have.
type coercer struct {
	mended int
}

func (c *coercer) feed(in object) object {
	out := make(object)
	c.strings(out, in, "version", "title", "home_page_url", "feed_url", "description", "next_url", "icon", "favicon", "language")
	if a := c.authors(in); len(a) > 0 {
		out["authors"] = a
	}
	return out
}

func (c *coercer) item(in object) object {
	out := make(object)
	c.strings(out, in, "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "language")
	if a := c.authors(in); len(a) > 0 {
		out["authors"] = a
	}
	var tags []string
	for _, t := range c.list(in["tags"]) {
		if s := c.string(t); s != "" {
			tags = append(tags, s)
		}
	}
	if len(tags) > 0 {
		out["tags"] = tags
	}
	var files []object
	for _, a := range c.list(in["attachments"]) {
		o, ok := a.(object)
		if !ok {
			c.mended++
			continue
		}
		file := make(object)
		c.strings(file, o, "url", "mime_type", "title")
		if n := size(c.string(o["size_in_bytes"])); n > 0 {
			file["size_in_bytes"] = n
		}
		if d := playing(c.string(o["duration_in_seconds"])); d > 0 {
			file["duration_in_seconds"] = int64(d / time.Second)
		}
		files = append(files, file)
	}
	if len(files) > 0 {
		out["attachments"] = files
	}
	return out
}

// authors is the list under "authors", or the one under "author" (version 1.0).
func (c *coercer) authors(in object) []object {
	var out []object
	people := c.list(in["authors"])
	if one, ok := in["author"].(object); ok {
		people = append(people, one)
	} else {
		people = append(people, c.list(in["author"])...)
	}
	for _, a := range people {
		switch a := a.(type) {
		case object:
			o := make(object)
			c.strings(o, a, "name", "url", "avatar")
			out = append(out, o)
		case string:
			c.mended++
			out = append(out, object{"name": a})
		default:
			c.mended++
		}
	}
	return out
}

func (c *coercer) strings(out, in object, names ...string) {
	for _, n := range names {
		if s := c.string(in[n]); s != "" {
			out[n] = s
		}
	}
}

// string is v as a string; of a list, its first.
func (c *coercer) string(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case stdjson.Number:
		return v.String()
	case bool:
		c.mended++
		return strconv.FormatBool(v)
	case []any:
		c.mended++
		for _, e := range v {
			if s, ok := e.(string); ok {
				return s
			}
		}
	case object:
		c.mended++
	}
	return ""
}

// list is v as a list: a single value is a list of one, null an empty one.
func (c *coercer) list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	case string:
		c.mended++
		if v == "" {
			return nil
		}
		return []any{v}
	default:
		c.mended++
		return []any{v}
	}
}

// fromJSON fills the document; head is the feed object as it came, for what
// gofeed has no field for.
func (b *builder) fromJSON(f *json.Feed, head object) error {
	d := &b.doc
	d.Title = plainTitle(html.EscapeString(f.Title), b.o.MaxTitle)
	d.Description = plainTitle(html.EscapeString(f.Description), 4*b.o.MaxTitle)
	d.Link = b.link(nil, b.base, f.HomePageURL)
	if u, err := url.Parse(d.Link); err == nil && b.base.Host == "" && d.Link != "" {
		b.base = u
	}
	d.Self, d.Next = b.link(nil, b.base, f.FeedURL), b.link(nil, b.base, f.NextURL)
	d.Image = b.link(nil, b.base, firstOf(f.Icon, f.Favicon))
	d.Language = language(f.Language)
	c := coercer{}
	for _, h := range c.list(head["hubs"]) {
		if o, ok := h.(object); ok && d.Hub == "" {
			d.Hub = b.link(nil, b.base, c.string(o["url"]))
		}
	}
	d.Entries = make([]news.Entry, 0, len(f.Items))
	for _, it := range f.Items {
		s := source{base: b.base, entry: &news.Entry{}}
		b.jsonEntry(s, it)
		if len(s.entry.Authors) == 0 {
			b.jsonPeople(s.entry, f.Authors)
		}
		if err := b.finish(s); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) jsonEntry(s source, it *json.Item) {
	e := s.entry
	e.GUID = b.guid(it.ID)
	e.Link = b.link(e, s.base, firstOf(it.URL, it.ExternalURL))
	e.GUIDIsLink = e.Link == "" && isHTTP(it.ID)
	if e.GUIDIsLink {
		e.Link = b.link(e, s.base, it.ID)
	}
	if it.ExternalURL != "" && it.URL != "" {
		e.Via.URL = b.link(nil, s.base, it.ExternalURL)
	}
	base := s.base
	if u, err := url.Parse(e.Link); err == nil && e.Link != "" {
		base = u
	}
	e.Title = plainTitle(it.Title, b.o.MaxTitle)
	e.Summary = b.html(base, html.EscapeString(it.Summary))
	e.Content = b.html(base, firstOf(it.ContentHTML, paragraphs(it.ContentText)))
	b.dates(e, it.DatePublished, it.DateModified)
	b.jsonPeople(e, it.Authors)
	for _, t := range it.Tags {
		addCategory(e, news.Category{Term: t})
	}
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			b.addEnclosure(e, s.base, news.Enclosure{URL: a.URL, Type: a.MimeType, Length: a.SizeInBytes, Title: a.Title, Duration: time.Duration(a.DurationInSeconds) * time.Second})
		}
	}
	e.Image = b.link(nil, s.base, firstOf(it.Image, it.BannerImage))
	e.Language = language(it.Language)
}

func (b *builder) jsonPeople(e *news.Entry, people []*json.Author) {
	for _, p := range people {
		if p != nil {
			addAuthor(e, news.Person{Name: plainPerson(p.Name), URL: b.link(nil, b.base, p.URL)})
		}
	}
}

// paragraphs is plain text as HTML: an empty line ends a paragraph.
func paragraphs(s string) string {
	if s == "" {
		return ""
	}
	var w strings.Builder
	for _, p := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			w.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>")
		}
	}
	return w.String()
}
