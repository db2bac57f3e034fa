package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"unicode"

	"golchin/aggregator/text"
	"golchin/aggregator/topic"
)

// problem is a query that cannot be read: where it breaks, and what to write.
type problem struct {
	Before, At, After string
	Text              string
}

// searchLimit is how many items a page of results shows.
const searchLimit = 50

func (s *Server) serveSearch(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	q := text.CleanLine(strings.TrimSpace(v.Get("q")))
	if q == "" {
		s.showPage(w, r, s.listed, "search", "search", unchanging, func(context.Context) (page, error) {
			return s.searchPage(""), nil
		})
		return
	}
	v.Set("q", q)
	a, err := parameters(searchFeed(q, searchLimit), v)
	if err != nil {
		p := s.searchPage(q)
		p.Problem = problemOf(q, err)
		s.showNow(w, r, http.StatusBadRequest, "search", p)
		return
	}
	key := "search\x00" + withPage(a.query, a.page, a.after).Encode()
	s.showPage(w, r, s.adHoc, key, "search", s.everything, func(ctx context.Context) (page, error) {
		p := s.searchPage(q)
		p.Title = q + " · " + p.Title
		got, err := s.pick(ctx, &a)
		if err != nil {
			return p, err
		}
		p.Items, p.Empty = s.lines(got.elements, ""), p.W.EmptyQuery
		p.Formats = s.feedLinks(&a.feed, a.query)
		p.Alternates = alternates(q, p.Formats)
		s.turn(&p, s.prefix+"/search", &a, &got)
		p.Order = s.orders(&p, &a)
		if got.cut > 0 && len(p.Items) == 0 {
			p.Empty = ""
		}
		return p, nil
	})
}

// orders lead from one order of results to the other.
func (s *Server) orders(p *page, a *asked) []link {
	newest, best := link{Title: p.W.NewestFirst}, link{Title: p.W.BestFirst}
	query := maps.Clone(a.query)
	if a.best {
		query.Del("order")
		newest.URL = s.prefix + "/search?" + query.Encode()
	} else {
		query.Set("order", "best")
		best.URL = s.prefix + "/search?" + query.Encode()
	}
	return []link{newest, best}
}

func (s *Server) searchPage(q string) page {
	p := s.page(wordsOf(s.Site.Language).Search)
	p.Q, p.NoIndex, p.Here, p.Heading = q, true, "search", p.W.Search
	return p
}

// problemOf points at the place where q breaks.
func problemOf(q string, err error) *problem {
	out := &problem{Before: q, Text: err.Error()}
	var syntax *topic.SyntaxError
	if !errors.As(err, &syntax) {
		return out
	}
	out.Text = syntax.Problem
	if syntax.Suggest != "" {
		out.Text += ": " + syntax.Suggest
	}
	runes := []rune(q)
	at := min(max(syntax.Column-1, 0), len(runes))
	end := at
	for end < len(runes) && (end == at || !unicode.IsSpace(runes[end]) && runes[end] != ')') {
		end++
	}
	out.Before, out.At, out.After = string(runes[:at]), string(runes[at:end]), string(runes[end:])
	if out.At == "" {
		out.At = " "
	}
	return out
}
