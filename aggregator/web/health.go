package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store"
)

// maxEvents is how many events the health feed shows.
const maxEvents = 100

// serveHealthFeed tells what happened to sources: died, recovered, moved,
// challenged, gone.
func (s *Server) serveHealthFeed(w http.ResponseWriter, r *http.Request, format publish.Format) {
	base := s.base(r)
	events, err := s.Store.Events(r.Context(), maxEvents)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := store.Version{}
	for _, e := range events {
		v.At = maxTime(v.At, e.At)
	}
	els := make([]publish.Element, 0, len(events))
	for _, e := range events {
		src, ok := s.sources[e.Source]
		if !ok || src.Private {
			continue
		}
		els = append(els, publish.Element{
			ID:      news.ItemID("tag:golchin,2026:health/" + e.Source + "/" + e.Kind + "/" + strconv.FormatInt(e.At.UnixMilli(), 10)),
			ItemURL: base + "/sources",
			Item: news.Item{
				Title: src.DisplayTitle() + ": " + e.Kind, Summary: "<p>" + template.HTMLEscapeString(e.Text) + "</p>", Link: base + "/sources", Language: "en",
				Publisher: s.Site.Title, Sort: e.At, Updated: e.At, FirstSeen: e.At, Published: e.At, Judged: true,
			},
		})
	}
	body, err := publish.Render(format, publish.Head{
		Feed: news.Feed{Slug: "health", Title: "golchin: health"}, Site: s.Site, Title: "golchin: health", Language: "en",
		SelfURL: address(base, "/feeds/health", format, nil, 1), HomeURL: base + "/sources", Version: s.Version,
	}, els)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", feedPolicy)
	serve(w, r, newDocument(body, v), format.MediaType(), "public, max-age=300")
}

// serveSources shows how every public source does, in words.
func (s *Server) serveSources(w http.ResponseWriter, r *http.Request) {
	rows, err := s.health(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.page(r, wordsOf(s.Site.Language).Sources)
	p.Rows = rows
	s.show(w, r, http.StatusOK, "sources", p)
}

func (s *Server) health(ctx context.Context) ([]row, error) {
	states, err := s.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	var out []row
	for _, st := range states {
		src, ok := s.sources[st.Name]
		if !ok || src.Private {
			continue
		}
		o := row{
			Title: src.DisplayTitle(), Page: s.prefix + "/feeds/source/" + st.Name + ".rss", State: st.Health(s.Now()),
			Items: s.number(st.Items), Last: s.when(st.LastPoll), Next: s.when(st.NextPoll), Trouble: st.LastError,
		}
		if st.LastError != "" && !st.FailingFrom.IsZero() {
			o.Trouble = fmt.Sprintf("%s (since %s)", st.LastError, st.FailingFrom.UTC().Format("2006-01-02 15:04"))
		}
		out = append(out, o)
	}
	return out, nil
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
