package web

import (
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/store"
)

// serveItem shows one item: why it is here, where it was seen, what its
// headline used to be. An absorbed id answers 301.
func (s *Server) serveItem(w http.ResponseWriter, r *http.Request) {
	uuid := r.PathValue("id")
	if !isUUID(uuid) {
		s.serveNothing(w, r)
		return
	}
	it, err := s.item(r.Context(), news.ItemID("urn:uuid:"+uuid))
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, errGone):
		s.serveNothing(w, r)
		return
	case err != nil:
		s.fail(w, r, err)
		return
	}
	if it.ID.UUID() != uuid {
		s.redirect(w, r, "/items/"+it.ID.UUID())
		return
	}
	p := s.page(r, it.Title)
	p.NoIndex = true
	p.Item = s.line(it)
	p.Item.Marked = marked(p.Item.Title, it.Topics)
	p.Item.Summary = template.HTML(it.Summary) //nolint:gosec // sanitised when it was parsed (parse.Sanitize)
	for _, m := range it.Topics {
		if f := s.Catalogue.byPath[m.Slug]; f != nil && f.Token == "" {
			p.Why = append(p.Why, reason{Title: f.Title, URL: s.prefix + "/topics/" + m.Slug, Terms: terms(m.Why)})
		}
	}
	for _, o := range it.Origins {
		pl := place{Publisher: o.Publisher, Source: o.Source, URL: o.URL, Seen: s.when(o.Seen)}
		if o.Title != it.Title {
			pl.Title = o.Title
		}
		p.Origins = append(p.Origins, pl)
	}
	for _, h := range it.Headlines {
		p.Headlines = append(p.Headlines, headline{Title: h.Title, Until: s.when(h.Until)})
	}
	for _, m := range it.Merged {
		id := m.Item.UUID()
		p.Merged = append(p.Merged, merged{URL: s.prefix + "/items/" + id, Short: id[:min(8, len(id))], Because: strings.Join(m.Because, "; ")})
	}
	s.show(w, r, http.StatusOK, "item", p)
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
			continue
		}
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// terms lists what matched, each once.
func terms(why []news.Why) string {
	var out []string
	for _, y := range why {
		if !slices.Contains(out, y.Term) {
			out = append(out, y.Term)
		}
	}
	return strings.Join(out, "، ")
}

// marked is a headline with the terms that matched in it highlighted, as the
// source wrote it.
func marked(title string, topics []news.TopicMatch) template.HTML {
	runes := []rune(title)
	in := make([]bool, len(runes))
	for _, m := range topics {
		for _, y := range m.Why {
			if y.Field != "title" {
				continue
			}
			for i := max(y.At[0], 0); i < min(y.At[1], len(runes)); i++ {
				in[i] = true
			}
		}
	}
	var b strings.Builder
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && in[j] == in[i] {
			j++
		}
		part := template.HTMLEscapeString(string(runes[i:j]))
		if in[i] {
			part = "<mark>" + part + "</mark>"
		}
		b.WriteString(part)
		i = j
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped above
}
