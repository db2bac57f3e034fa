package web

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
	"golchin/store"
)

// detail is an item on its own page.
type detail struct {
	line
	Lead      template.HTML // plain text, escaped, with what matched marked
	Quotes    []template.HTML
	Why       []reason
	Origins   []place
	Headlines []headline
	Merged    []merged // oldest first: the story as it was told
	Agency    string
	Cites     string
	Updated   string
}

type reason struct {
	Title, URL string
	Terms      []string
}

type headline struct{ Title, Until string }

// merged is another item of the same story.
type merged struct {
	line
	Because string
}

// Bounds of what the page of an item shows of its text: enough to see why it
// is here, and no republished article.
const (
	leadRunes  = 700
	quoteRunes = 70
	maxQuotes  = 5
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
	p := s.page(text.CleanLine(it.Title))
	p.NoIndex = true
	d, err := s.detail(r, &it)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Item = d
	s.showNow(w, r, http.StatusOK, "item", p)
}

func (s *Server) detail(r *http.Request, it *news.Item) (*detail, error) {
	d := &detail{line: s.line(it), Agency: text.CleanLine(it.Agency)}
	for _, c := range it.Cites {
		d.Cites += text.CleanLine(c) + wordsOf(s.Site.Language).Comma
	}
	d.Cites = strings.TrimSuffix(d.Cites, wordsOf(s.Site.Language).Comma)
	if it.Updated.After(it.Sort) {
		d.Updated = s.when(it.Updated)
	}
	if d.Title == text.CleanLine(it.Title) {
		d.Marked = marked(it.Title, places(it.Topics, "title"))
	}
	d.quote(it, !s.sources[it.Face.Source].SummaryOnly)
	for _, m := range it.Topics {
		if f := s.Catalogue.byPath[m.Slug]; f != nil && f.public() {
			d.Why = append(d.Why, reason{Title: f.Title, URL: s.pageOf(f), Terms: terms(m.Why)})
		}
	}
	for _, o := range it.Origins {
		pl := place{Publisher: text.CleanLine(o.Publisher), Source: o.Source, URL: outward(o.URL), Seen: s.when(o.Seen)}
		pl.Publisher = cmp.Or(pl.Publisher, o.Source)
		if f := s.Catalogue.byPath["source/"+o.Source]; f != nil && f.public() {
			pl.Source, pl.SourcePage = f.Title, s.pageOf(f)
		}
		if pl.Source == pl.Publisher { // once is enough
			pl.Source, pl.SourcePage = "", ""
		}
		if o.Title != it.Title {
			pl.Title = text.CleanLine(o.Title)
		}
		d.Origins = append(d.Origins, pl)
	}
	for _, h := range it.Headlines {
		d.Headlines = append(d.Headlines, headline{Title: text.CleanLine(h.Title), Until: s.when(h.Until)})
	}
	var err error
	d.Merged, err = s.elsewhere(r.Context(), it)
	return d, err
}

// elsewhere are the other public items of a story, oldest first, with what a
// verdict on the two said. The story is asked for by its own name, which the
// item as everybody may see it need not tell.
func (s *Server) elsewhere(ctx context.Context, it *news.Item) ([]merged, error) {
	whole, err := s.Store.Item(ctx, it.ID)
	if err != nil {
		return nil, err
	}
	got, err := s.Store.Members(ctx, store.ByStory, []news.ItemID{whole.Story}, maxMembers)
	if err != nil {
		return nil, err
	}
	var out []merged
	for i := range got[whole.Story] {
		m := &got[whole.Story][i]
		if m.ID == it.ID || isPrivate(m) || s.withholds(m) {
			continue
		}
		public := m.Public()
		out = append(out, merged{line: s.line(&public), Because: text.CleanLine(strings.Join(verdict(it, m), "; "))})
	}
	return out, nil
}

// verdict is why two items were found to tell the same; nil where neither was
// compared with the other.
func verdict(a, b *news.Item) []string {
	for _, m := range a.Merged {
		if m.Item == b.ID {
			return m.Because
		}
	}
	for _, m := range b.Merged {
		if m.Item == a.ID {
			return m.Because
		}
	}
	return nil
}

// quote sets the lead and, where further may go out, from behind it what
// surrounds each match.
func (d *detail) quote(it *news.Item, further bool) {
	doc := topic.Of(*it)
	all := []rune(doc.Text)
	at := places(it.Topics, "text")
	lead := min(cmp.Or(doc.Lead, topic.LeadRunes), leadRunes, len(all))
	d.Lead = marked(string(all[:lead]), at)
	if 0 < lead && lead < len(all) && all[lead] != '\n' && all[lead-1] != '…' {
		d.Lead += "…" // cut within a text
	}
	if !further {
		return
	}
	end := lead
	for _, y := range at {
		if y[0] < end || y[1] > len(all) || len(d.Quotes) == maxQuotes {
			continue
		}
		from := max(y[0]-quoteRunes, 0)
		end = min(y[1]+quoteRunes, len(all))
		var inside [][2]int
		for _, z := range at {
			inside = append(inside, [2]int{z[0] - from, z[1] - from})
		}
		d.Quotes = append(d.Quotes, "…"+marked(strings.ReplaceAll(string(all[from:end]), "\n", " "), inside)+"…")
	}
}

// places are where terms were found in a field, in order.
func places(topics []news.TopicMatch, field string) [][2]int {
	var out [][2]int
	for _, m := range topics {
		for _, y := range m.Why {
			if y.Field == field && y.At[1] > y.At[0] {
				out = append(out, y.At)
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// terms lists what matched, each once.
func terms(why []news.Why) []string {
	var out []string
	for _, y := range why {
		if t := text.CleanLine(y.Term); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// marked is plain text, escaped, with the runes at the given places
// highlighted, and without controls that turn its direction.
func marked(plain string, at [][2]int) template.HTML {
	runes := []rune(plain)
	in := make([]bool, len(runes))
	for _, y := range at {
		for i := max(y[0], 0); i < min(y[1], len(runes)); i++ {
			in[i] = true
		}
	}
	var b strings.Builder
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && in[j] == in[i] {
			j++
		}
		part := template.HTMLEscapeString(strings.Map(noOverride, string(runes[i:j])))
		if in[i] {
			part = "<mark>" + part + "</mark>"
		}
		b.WriteString(part)
		i = j
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped above
}

// noOverride drops embeddings, overrides and isolates of direction.
func noOverride(r rune) rune {
	if '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
		return -1
	}
	return r
}
