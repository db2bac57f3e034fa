package article

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// ErrUnreadable is returned for pages that no parser follows.
var ErrUnreadable = errors.New("page unreadable")

// Options is what Read knows of a page before it reads it.
type Options struct {
	URL         string // where the page was found, after redirects
	ContentType string // the HTTP header
	Source      news.Source
	Now         time.Time // bounds dates; the zero value means no bound
	// Sanitize returns the part of a piece of HTML that is safe to show, with
	// its links absolute. It is never nil.
	Sanitize func(html, baseURL string) string
	// Printed returns the news codes printed in a text, in order. It is never nil.
	Printed func(text string) []news.Code
}

// Page is what an article page says. Every field may be empty.
type Page struct {
	Title string // plain text
	Lead  string // plain text
	Text  string // sanitised HTML; without headline and, where it stands apart, without lead

	Code news.Code // printed by the page as its own

	Published    time.Time // UTC; zero means unknown
	RawPublished string    // the line or metadata it was read from

	Canonical string   // absolute; a claim
	Image     string   // absolute
	Images    []string // absolute, Image first
	Language  string   // BCP 47 base

	// The chain of sources. SourceCode is the second code that is printed, or
	// the one in a source link.
	news.Attribution

	// Repaired tells in words what was understood rather than read, and where
	// the page contradicts itself.
	Repaired []string
}

// Read reads an article page. Beside a page without any text it returns errors
// that wrap ErrTooLarge or ErrUnreadable; a page without text is no error. It
// never panics and never takes longer than its limits allow.
func Read(body []byte, o Options) (p Page, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = Page{}, fmt.Errorf("read %s: %w: %v", o.URL, ErrUnreadable, r)
		}
	}()
	if err := p.read(body, o); err != nil {
		return Page{}, fmt.Errorf("read page: %w", err)
	}
	return p, nil
}

func (p *Page) read(body []byte, o Options) error {
	base, err := url.Parse(o.URL)
	if err != nil {
		return fmt.Errorf("%w: its address", ErrUnreadable)
	}
	utf, note, err := decode(body, o)
	if err != nil {
		return err
	}
	p.note(note)
	s, err := strain(utf)
	if err != nil {
		return err
	}
	root, err := html.Parse(bytes.NewReader(s.html))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	doc := goquery.NewDocumentFromNode(root)
	if href := doc.Find("base[href]").First().AttrOr("href", ""); href != "" {
		if u, err := base.Parse(href); err == nil {
			base = u
		}
	}
	m := readMetadata(doc, s.jsonLD)
	headline := findHeadline(root, m.title)
	p.head(m, headline, base, o)
	cutFurniture(root, headline)
	lines := linesOf(root)
	at := indexOf(lines, headline)
	p.codes(lines, o)
	p.published(m.published, lines, at, o)
	if err := p.body(root, headline, base, m, lines, o); err != nil {
		return err
	}
	p.Language = text.Lang(or(m.language, o.Source.Language), p.Title+" "+p.Lead+" "+text.Truncate(text.Plain(p.Text), 600))
	p.attribute(lines, at, o)
	return nil
}

func (p *Page) note(s string) {
	if s != "" && !slices.Contains(p.Repaired, s) {
		p.Repaired = append(p.Repaired, s)
	}
}

// head takes headline, canonical link and image.
func (p *Page) head(m metadata, headline *html.Node, base *url.URL, o Options) {
	site := o.Source.DisplayPublisher()
	p.Title = plainTitle(m.title, site)
	if headline != nil {
		p.Title = text.CleanLine(inline(headline, maxTitle))
	}
	p.Canonical = absolute(base, m.canonical)
	if u, err := url.Parse(p.Canonical); err == nil && p.Canonical != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && strings.Trim(base.Path, "/") != "" {
		p.note("canonical link: leads to the home page, not used")
		p.Canonical = ""
	}
	p.Image = absolute(base, m.image)
}

// codes tells the page's own news code from its source's: the first printed is
// its own, unless the address holds another of them (newscodes §5, trap 2).
func (p *Page) codes(lines []line, o Options) {
	printed := slices.Compact(o.Printed(join(lines)))
	if len(printed) == 0 {
		return
	}
	own := 0
	for i, c := range printed[:min(len(printed), 8)] {
		if inAddress(o.URL, c) {
			own = i
			break
		}
	}
	p.Code = printed[own]
	for _, c := range printed {
		if c != p.Code {
			p.SourceCode = c
			break
		}
	}
	if own > 0 {
		p.note(fmt.Sprintf("news code: %s is printed first, the link says %s", printed[0], p.Code))
	}
}

// inAddress tells whether an address holds the number c.
func inAddress(raw string, c news.Code) bool {
	isDigit := func(b byte) bool { return b >= '0' && b <= '9' }
	for from := 0; ; {
		i := strings.Index(raw[from:], string(c))
		if i < 0 {
			return false
		}
		i += from
		from = i + len(c)
		if (i == 0 || !isDigit(raw[i-1])) && (from == len(raw) || !isDigit(raw[from])) {
			return true
		}
	}
}

// body finds lead, text and images.
func (p *Page) body(root, headline *html.Node, base *url.URL, m metadata, lines []line, o Options) error {
	lead := findLead(root, headline)
	if lead != nil {
		p.Lead = text.CleanLine(inline(lead, 8*maxLead))
	} else {
		p.Lead = leadOf(m, lines)
	}
	if headline != nil {
		cutBefore(root, headline)
		remove(headline)
	}
	if lead != nil {
		remove(lead)
	}
	main, err := mainText(root, base)
	if err != nil {
		return err
	}
	if main != nil {
		tidy(main, p, lead != nil, o)
		var b strings.Builder
		for n := innermost(main).FirstChild; n != nil; n = n.NextSibling {
			if err := html.Render(&b, n); err != nil {
				return fmt.Errorf("%w: %w", ErrUnreadable, err)
			}
		}
		p.Text = o.Sanitize(strings.TrimSpace(b.String()), base.String())
	}
	if len(p.Text) > maxText {
		return fmt.Errorf("%w: %d bytes of text", ErrTooLarge, len(p.Text))
	}
	p.Images = imagesOf(p.Text, p.Image)
	if p.Image == "" && len(p.Images) > 0 {
		p.Image = p.Images[0]
	}
	return nil
}

// headReach is how many lines above the headline may name the source.
const headReach = 8

// attribute reads whom the text was taken from, the site itself left out.
func (p *Page) attribute(lines []line, at int, o Options) {
	if at > headReach {
		lines = lines[at-headReach:]
	}
	own := agencyOfURL(o.URL)
	for _, name := range [...]string{o.Source.Publisher, o.Source.Title} {
		if s, ok := spellings()[squeeze(name)]; ok && own == "" {
			own = s.id
		}
	}
	isSelf := func(id string) bool { return id == own }
	plain := join(lines)
	printed := p.SourceCode
	p.Attribution = attribute(plain, p.Language, isSelf)
	p.SourceCode = printed
	if printed == "" {
		p.SourceCode = sourceLinkCode(plain)
	}
}

// sourceLinkCode is the news code in the address behind «منبع:»: its longest
// part of digits only, five at least.
func sourceLinkCode(plain string) (code news.Code) {
	t := tokenize(plain)
	for i := range t.list {
		if w := t.word(i); w != "منبع" && w != "المصدر" && w != "source" && w != "kaynak" || t.sign(i+1) != ':' || i+2 >= len(t.list) {
			continue
		}
		raw := addressAt(t.text[t.list[i+2].at:])
		if agencyOfURL(raw) == "" {
			continue
		}
		u, err := url.Parse(raw)
		if err != nil {
			continue
		}
		for part := range strings.SplitSeq(u.Path, "/") {
			if len(part) >= 5 && len(part) > len(code) && len(part) <= 19 && strings.Trim(part, "0123456789") == "" {
				code = news.Code(part)
			}
		}
		return code
	}
	return ""
}
