package publish

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// Bounds of a list that is read. OPML comes from strangers too (BEHAVIOUR F14).
const (
	maxOPML     = 5 << 20 // bytes
	maxOutlines = 10000
	maxFolders  = 32
	maxNesting  = 256  // of elements of any name
	maxURL      = 2048 // bytes
	nameRunes   = 200
)

// ErrNotOPML is what ReadOPML returns for a document of another kind.
var ErrNotOPML = errors.New("not an OPML document")

// Skipped is an outline that ReadOPML could not use.
type Skipped struct {
	Line  int // in the document, from 1
	Title string
	Why   string
}

// ReadOPML reads a list of feeds in any version of OPML, forgiving what real
// exports get wrong: bare ampersands, HTML entities, other encodings, attribute
// names in other cases, lost end tags. No entity is expanded but HTML's and
// nothing is fetched; a document is read up to 5 MiB, 10,000 feeds and 32
// folders deep. Outlines come in the order of the document.
//
// Where the document breaks off, what was read until there comes with the
// error.
func ReadOPML(r io.Reader) ([]Outline, []Skipped, error) {
	limited := &io.LimitedReader{R: r, N: maxOPML + 1}
	p := opmlReader{d: newOPMLDecoder(limited), seen: map[string]bool{}}
	err := p.read()
	if limited.N <= 0 {
		err = fmt.Errorf("longer than %d bytes", maxOPML)
	}
	if err != nil {
		err = fmt.Errorf("read opml: %w", err)
	}
	return p.out, p.skipped, err
}

// newOPMLDecoder decodes leniently, and UTF-16 by its byte order mark.
func newOPMLDecoder(r io.Reader) *xml.Decoder {
	b := bufio.NewReader(r)
	decoded := false
	in := io.Reader(b)
	if mark, _ := b.Peek(3); len(mark) >= 2 {
		label := ""
		switch {
		case mark[0] == 0xfe && mark[1] == 0xff:
			label = "utf-16be"
		case mark[0] == 0xff && mark[1] == 0xfe:
			label = "utf-16le"
		case string(mark) == "\ufeff":
			label = "utf-8"
		}
		if u, err := charset.NewReaderLabel(label, b); label != "" && err == nil {
			in, decoded = u, true
		}
	}
	d := xml.NewDecoder(in)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if decoded {
			return in, nil
		}
		return charset.NewReaderLabel(label, in)
	}
	return d
}

// opmlReader walks a document.
type opmlReader struct {
	d       *xml.Decoder
	open    []opmlLevel // outlines not yet ended
	seen    map[string]bool
	out     []Outline
	skipped []Skipped
}

// opmlLevel is an outline that others may stand in.
type opmlLevel struct {
	name  string
	line  int
	feed  bool
	inner bool // another outline was seen in it
	kind  string
}

func (p *opmlReader) read() error {
	root := true
	depth := 0
	for {
		t, err := p.d.Token()
		switch {
		case errors.Is(err, io.EOF) && root:
			return ErrNotOPML
		case errors.Is(err, io.EOF):
			p.closeAll()
			return nil
		case err != nil && root:
			return fmt.Errorf("%w: %w", ErrNotOPML, err)
		case err != nil:
			p.closeAll()
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if root && !strings.EqualFold(t.Name.Local, "opml") {
				return fmt.Errorf("%w: the root is %q", ErrNotOPML, excerpt(line(t.Name.Local), nameRunes))
			}
			root = false
			if depth++; depth > maxNesting {
				p.closeAll()
				return fmt.Errorf("more than %d elements deep", maxNesting)
			}
			if strings.EqualFold(t.Name.Local, "outline") {
				if len(p.out) == maxOutlines {
					p.skip("", fmt.Sprintf("more than %d feeds: the rest was not read", maxOutlines))
					return nil
				}
				p.start(t)
			}
		case xml.EndElement:
			depth--
			if strings.EqualFold(t.Name.Local, "outline") {
				p.end()
			}
		}
	}
}

func (p *opmlReader) start(t xml.StartElement) {
	var o Outline
	var kind, text, category string
	for _, a := range t.Attr {
		switch v := a.Value; strings.ToLower(a.Name.Local) {
		case "xmlurl":
			o.XMLURL = strings.TrimSpace(v)
		case "htmlurl":
			o.HTMLURL = link(v)
		case "title":
			o.Title = name(v)
		case "text":
			text = name(v)
		case "description":
			o.Description = excerpt(line(v), summaryRunes)
		case "language":
			o.Language = language(v)
		case "category":
			category = v
		case "type":
			kind = strings.ToLower(name(v))
		}
	}
	o.Title = cmp.Or(o.Title, text)
	if n := len(p.open); n > 0 {
		p.open[n-1].inner = true
	}
	row, _ := p.d.InputPos()
	p.open = append(p.open, opmlLevel{name: o.Title, line: row, feed: o.XMLURL != "", kind: kind})
	if o.XMLURL == "" {
		return
	}
	if len(p.open) > maxFolders+1 {
		p.skip(o.Title, fmt.Sprintf("more than %d folders deep", maxFolders))
		return
	}
	url, why := feedURL(o.XMLURL)
	switch {
	case why != "":
		p.skip(o.Title, why)
		return
	case p.seen[url]:
		p.skip(o.Title, "listed before: "+redacted(url))
		return
	}
	p.seen[url] = true
	o.XMLURL = url
	o.Title = cmp.Or(o.Title, host(url))
	for c := range strings.SplitSeq(category, ",") {
		if c = name(c); c != "" && len(o.Categories) < maxCategories {
			o.Categories = append(o.Categories, c)
		}
	}
	for _, l := range p.open[:len(p.open)-1] {
		if l.name != "" {
			o.Folder = append(o.Folder, l.name)
		}
	}
	p.out = append(p.out, o)
}

// end leaves the innermost outline. One that held nothing was no folder.
func (p *opmlReader) end() {
	n := len(p.open) - 1
	if n < 0 {
		return
	}
	l := p.open[n]
	p.open = p.open[:n]
	if l.feed || l.inner {
		return
	}
	why := "no xmlUrl"
	if l.kind != "" && l.kind != "rss" && l.kind != "atom" && l.kind != "folder" {
		why = fmt.Sprintf("type %q, no xmlUrl", l.kind)
	}
	p.skipAt(l.line, l.name, why)
}

func (p *opmlReader) closeAll() {
	for len(p.open) > 0 {
		p.end()
	}
}

func (p *opmlReader) skip(title, why string) {
	row, _ := p.d.InputPos()
	p.skipAt(row, title, why)
}

func (p *opmlReader) skipAt(row int, title, why string) {
	if len(p.skipped) < maxOutlines {
		p.skipped = append(p.skipped, Skipped{row, title, why})
	}
}

// name is a title or a folder's name: one line, of bounded length.
func name(s string) string {
	return excerpt(strings.Join(strings.Fields(line(s)), " "), nameRunes)
}

// feedURL reads the address of a feed, in the two spellings of feed: too, and
// says why it is none. User information stays: it is the importer's own.
func feedURL(raw string) (url, why string) {
	if rest, ok := cutPrefixFold(raw, "feed://"); ok {
		raw = "http://" + rest
	} else if rest, ok := cutPrefixFold(raw, "feed:"); ok {
		raw = rest
	}
	l := link(raw)
	switch {
	case len(raw) > maxURL:
		return "", fmt.Sprintf("xmlUrl longer than %d bytes", maxURL)
	case l == "":
		scheme, _, _ := strings.Cut(raw, ":") // what follows may hold a password
		return "", fmt.Sprintf("xmlUrl is not an http(s) address: %q", excerpt(line(scheme), nameRunes/4))
	}
	_, rest, _ := strings.Cut(raw, "://")
	if i := strings.IndexAny(rest, `/?#\`); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		scheme, tail, _ := strings.Cut(l, "://")
		l = scheme + "://" + percent(rest[:i], false) + "@" + tail
	}
	return l, ""
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
