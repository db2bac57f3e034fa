package parse

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// build turns what gofeed read into the document.
func (b *builder) build(o outline, feed any) error {
	o = o.inOrder()
	switch f := feed.(type) {
	case *rss.Feed:
		return b.rss(o, f)
	case *atom.Feed:
		return b.atom(o, f)
	}
	return errors.New("parse document: gofeed returned another format")
}

// source is one item as the outline knows it, with the base of its links. Its
// zero part is fine: then nothing but gofeed's own values is known.
type source struct {
	doc   []byte
	part  part
	base  *url.URL
	entry *news.Entry
	space namespaces
}

// source prepares item i; scopes are the elements around it, outermost first.
func (b *builder) source(o outline, i int) source {
	s := source{doc: o.doc, base: b.base, entry: &news.Entry{}, space: o.space}
	if i >= len(o.items) {
		return s
	}
	s.part = o.items[i]
	s.base = b.rebase(b.headBase(o), s.part.attrs.of(o.doc))
	return s
}

// headBase is the base of links in the head of the feed.
func (b *builder) headBase(o outline) *url.URL {
	base := b.rebase(b.base, o.root.attrs.of(o.doc))
	return b.rebase(base, o.channel.attrs.of(o.doc))
}

// rebase resolves the xml:base among raw attributes, which mend kept under
// another name, against the base in force (RFC 3986 §5).
func (b *builder) rebase(base *url.URL, attrs []byte) *url.URL {
	v, ok := attr(attrs, baseAttr)
	if !ok {
		return base
	}
	u, err := base.Parse(strings.TrimSpace(unescape(string(v))))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return base
	}
	return u
}

// baseOf is the base of what the first child called name holds.
func (b *builder) baseOf(s source, name string) *url.URL {
	for _, k := range s.part.kids {
		if bytes.EqualFold(local(k.name.of(s.doc)), []byte(name)) {
			return b.rebase(s.base, k.attrs.of(s.doc))
		}
	}
	return s.base
}

// textBase is the base of links in a text: xml:base where there is one, else
// the entry's own page, else the feed.
func (b *builder) textBase(s source, name string) *url.URL {
	base := b.baseOf(s, name)
	if base != b.base || s.entry.Link == "" {
		return base
	}
	if u, err := url.Parse(s.entry.Link); err == nil {
		return u
	}
	return base
}

// kids are the child elements called name, in the feed's own
// namespace or without one.
func (s source) kids(name string) []kid {
	var out []kid
	for _, k := range s.part.kids {
		if s.called(k, name) {
			out = append(out, k)
		}
	}
	return out
}

func (s source) called(k kid, name string) bool {
	n := k.name.of(s.doc)
	l := local(n)
	return len(l) == len(name) && strings.EqualFold(string(l), name) && s.space.own(prefix(n))
}

// ends are the first and the last child element called name, and how many
// there are.
func (s source) ends(name string) (first, last kid, n int) {
	for _, k := range s.part.kids {
		if s.called(k, name) {
			if n++; n == 1 {
				first = k
			}
			last = k
		}
	}
	return first, last, n
}

// attr is the decoded attribute of a child element, empty when it has none.
func (s source) attr(k kid, name string) string {
	v, _ := attr(k.attrs.of(s.doc), name)
	return strings.TrimSpace(unescape(string(v)))
}

// text is the text of the first child called name, verbatim; ok is false when
// there is no such child.
func (s source) text(name string) (string, bool) {
	if k, _, n := s.ends(name); n > 0 {
		return rawText(k.inner.of(s.doc)), true
	}
	return "", false
}

// date is the text of the last child called name, as gofeed counts, or what
// gofeed read where the outline knows no children.
func (s source) date(name, read string) string {
	if _, k, n := s.ends(name); n > 0 {
		return rawText(k.inner.of(s.doc))
	}
	return read
}

// language is the language the item or its text declares for itself.
func (s source) language() string {
	if v, ok := attr(s.part.attrs.of(s.doc), "xml:lang"); ok {
		return language(string(v))
	}
	for _, name := range []string{"content", "title", "summary", "description"} {
		for _, k := range s.kids(name) {
			if l := language(s.attr(k, "xml:lang")); l != "" {
				return l
			}
		}
	}
	return ""
}

// language is a language tag as it stands, or empty when it is none.
func language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if !isLanguage(tag) {
		return ""
	}
	return tag
}

// absolute makes raw an absolute http or https URL. An absolute one is kept as
// it is spelt, less spaces around it and line breaks in it; empty is what
// cannot be one.
func absolute(base *url.URL, raw string) string {
	raw = strings.TrimSpace(raw)
	if strings.ContainsFunc(raw, unicode.IsControl) {
		raw = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, raw)
	}
	raw = legal(raw)
	if raw == "" {
		return ""
	}
	scheme, rest, hasScheme := strings.Cut(raw, ":")
	if hasScheme && isScheme(scheme) {
		switch strings.ToLower(scheme) {
		case "http", "https":
			if host := strings.TrimLeft(rest, "/"); strings.HasPrefix(rest, "//") && host != "" && host[0] != '?' && host[0] != '#' {
				return raw
			}
			return ""
		case "feed":
			if strings.HasPrefix(rest, "//") {
				return "http:" + rest
			}
			return absolute(base, rest)
		}
		return ""
	}
	if len(raw) > 4 && strings.EqualFold(raw[:4], "www.") {
		return "http://" + raw
	}
	if base == nil || base.Host == "" {
		return ""
	}
	u, err := base.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.String()
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if !(c >= 'a' && c <= 'z' || i > 0 && (s[i] >= '0' && s[i] <= '9' || s[i] == '+' || s[i] == '-' || s[i] == '.')) {
			return false
		}
	}
	return s != ""
}

// link makes raw absolute within the limit of URLs.
func (b *builder) link(e *news.Entry, base *url.URL, raw string) string {
	u := absolute(base, raw)
	if len(u) > b.o.MaxURL {
		if e != nil {
			e.Repaired = append(e.Repaired, fmt.Sprintf("link left out: longer than %d bytes", b.o.MaxURL))
		}
		return ""
	}
	return u
}

// guid is raw within the limit of guids: longer ones are named by their hash.
func (b *builder) guid(raw string) string {
	if len(raw) <= b.o.MaxGUID {
		return legal(raw)
	}
	sum := sha256.Sum256([]byte(raw))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// html is markup within the limit of texts, sanitised. Closing what was left
// open can make a small text huge; such a one keeps only its words.
func (b *builder) html(base *url.URL, markup string) string {
	markup = clip(markup, b.o.MaxContent)
	out := sanitize(decodeAgain(markup), base)
	if len(out) > 2*b.o.MaxContent {
		out = sanitize(html.EscapeString(text.Plain(markup)), base)
	}
	return out
}

// dates reads the two dates of an entry from what was written.
func (b *builder) dates(e *news.Entry, published, updated string) {
	e.RawPublished, e.RawUpdated = line(published, maxDate), line(updated, maxDate)
	e.Published = b.date(e, e.RawPublished)
	if e.RawUpdated == e.RawPublished {
		e.Updated = e.Published
		return
	}
	e.Updated = b.date(e, e.RawUpdated)
}

// date reads one date; what is refused or mended is told in the entry.
func (b *builder) date(e *news.Entry, raw string) time.Time {
	if raw == "" {
		return time.Time{}
	}
	d, err := text.ParseDate(raw, b.o.Source.Timezone, b.o.Now)
	switch {
	case errors.Is(err, text.ErrImplausible):
		e.Repaired = append(e.Repaired, "date refused: implausible")
	case err != nil:
		e.Repaired = append(e.Repaired, "date refused: not understood")
	case d.Repaired != "":
		e.Repaired = append(e.Repaired, "date: "+d.Repaired)
	}
	return d.Time
}

// finish puts an entry that is complete into the document. It returns the end
// of ctx, which is looked at once per entry.
func (b *builder) finish(s source) error {
	e := s.entry
	if e.Published.IsZero() && e.RawPublished == "" && !e.Updated.IsZero() {
		e.Published = e.Updated // an Atom entry that was never changed names one date
	}
	if len(e.Categories) > b.o.MaxCategories {
		e.Categories = e.Categories[:b.o.MaxCategories]
	}
	if len(e.Enclosures) > b.o.MaxEnclosures {
		e.Enclosures = e.Enclosures[:b.o.MaxEnclosures]
	}
	b.doc.Entries = append(b.doc.Entries, *e)
	if b.ctx.Err() != nil {
		return context.Cause(b.ctx)
	}
	return nil
}

// line is s as one clean line of at most n bytes.
func line(s string, n int) string { return clip(legal(text.CleanLine(clip(s, 4*n))), n) }

// maxTerms bounds the categories that are compared with each other; fewer are
// kept (Limits.MaxCategories).
const maxTerms = 256

// addCategory appends a category once.
func addCategory(e *news.Entry, c news.Category) {
	c.Term, c.Label, c.Scheme = line(c.Term, 512), line(c.Label, 512), line(c.Scheme, 512)
	if c.Term == "" {
		c.Term = c.Label
	}
	if c.Term == "" || len(e.Categories) >= maxTerms {
		return
	}
	for _, have := range e.Categories {
		if have == c {
			return
		}
	}
	e.Categories = append(e.Categories, c)
}

// addAuthor appends a person once.
func addAuthor(e *news.Entry, p news.Person) {
	p.Email = line(p.Email, 256)
	if p == (news.Person{}) {
		return
	}
	for _, have := range e.Authors {
		if have == p || have.Name == p.Name && p.Name != "" && p.Email == "" && p.URL == "" {
			return
		}
	}
	if len(e.Authors) < 50 {
		e.Authors = append(e.Authors, p)
	}
}

// addEnclosure appends a file once.
func (b *builder) addEnclosure(e *news.Entry, base *url.URL, n news.Enclosure) {
	if n.URL = b.link(e, base, n.URL); n.URL == "" || len(e.Enclosures) >= b.o.MaxEnclosures {
		return
	}
	n.Type, n.Title, n.Length, n.Duration = line(n.Type, 128), line(n.Title, 512), max(n.Length, 0), max(n.Duration, 0)
	for _, have := range e.Enclosures {
		if have.URL == n.URL {
			return
		}
	}
	e.Enclosures = append(e.Enclosures, n)
}

// size reads a length in bytes; what is none is 0, unknown.
func size(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// first is the text of the first extension element prefix:name that has any.
func first(x ext.Extensions, prefix string, names ...string) string {
	for _, name := range names {
		for _, e := range x[prefix][name] {
			if v := strings.TrimSpace(e.Value); v != "" {
				return v
			}
		}
	}
	return ""
}

// firstOf is the first of its arguments that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
