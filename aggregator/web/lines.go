package web

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/aggregator/text"
)

// line is an item in a list.
type line struct {
	Page, Title, Link, Publisher, Lang, Dir, ISO, When, Code string
	Marked                                                   template.HTML
	Also                                                     []place
	Topics                                                   []link
}

// place is where an item was seen.
type place struct{ Publisher, Source, SourcePage, URL, Title, Seen string }

// link is a word that leads somewhere.
type link struct{ Title, URL string }

// lines are elements as pages list them. But is the topic that needs no
// mention, for the page is about it.
func (s *Server) lines(es []publish.Element, but string) []line {
	out := make([]line, 0, len(es))
	for i := range es {
		e := &es[i]
		l := s.line(&e.Item)
		seen := map[string]bool{l.Publisher: true}
		add := func(o news.Origin) {
			if name := text.CleanLine(o.Publisher); !seen[name] && outward(o.URL) != "" {
				seen[name] = true
				l.Also = append(l.Also, place{Publisher: name, URL: o.URL})
			}
		}
		for _, o := range e.Item.Origins {
			add(o)
		}
		for _, a := range e.Also {
			add(a.Origin)
		}
		for _, m := range e.Item.Topics {
			if f := s.Catalogue.byPath[m.Slug]; f != nil && f.public() && m.Slug != but {
				l.Topics = append(l.Topics, link{f.Title, s.pageOf(f)})
			}
		}
		out = append(out, l)
	}
	return out
}

func (s *Server) line(it *news.Item) line {
	l := line{
		Page: s.prefix + "/items/" + it.ID.UUID(), Title: text.CleanLine(it.Title), Link: outward(it.Link), Publisher: text.CleanLine(it.Publisher),
		Lang: it.Language, Dir: "auto", ISO: it.Sort.UTC().Format(time.RFC3339), When: s.when(it.Sort), Code: s.digits(text.CleanLine(string(it.Code))),
	}
	if l.Title == "" {
		l.Title = text.Truncate(text.Plain(it.Summary), 120)
	}
	if l.Link == "" {
		l.Link = l.Page
	}
	if l.Title == "" {
		l.Title = text.ReadableURL(l.Link)
	}
	if it.Language != "" {
		l.Dir = direction(it.Language)
	}
	return l
}

// outward is an address that a page may link to; "" where it is none.
func outward(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return raw
}

func direction(lang string) string {
	if text.RTL(lang) {
		return "rtl"
	}
	return "ltr"
}

// when is a time as the site's readers write it.
func (s *Server) when(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	t = t.In(s.Zone)
	switch s.Site.Language {
	case "fa":
		return text.Jalali(t) + "، " + s.digits(t.Format("15:04"))
	case "ar":
		return s.digits(t.Format("2006/01/02")) + "، " + s.digits(t.Format("15:04"))
	}
	return t.Format("2 Jan 2006, 15:04")
}

func (s *Server) number(n int) string {
	raw := strconv.Itoa(n)
	sep := map[string]string{"fa": "٬", "ar": "٬"}[s.Site.Language]
	if sep == "" {
		sep = ","
	}
	var b strings.Builder
	for i := range len(raw) {
		if i > 0 && (len(raw)-i)%3 == 0 && raw[i-1] != '-' {
			b.WriteString(sep)
		}
		b.WriteByte(raw[i])
	}
	return s.digits(b.String())
}

// digits writes numbers in the digits of the site's language.
func (s *Server) digits(n string) string {
	zero := map[string]rune{"fa": '۰', "ar": '٠'}[s.Site.Language]
	if zero == 0 {
		return n
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, n)
}
