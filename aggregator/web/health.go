package web

import (
	"context"
	"crypto/sha1"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/aggregator/text"
	"golchin/store"
)

// maxEvents is how many events the health feed shows.
const maxEvents = 100

// serveHealthFeed tells what happened to sources: died, recovered, moved,
// challenged, gone.
func (s *Server) serveHealthFeed(w http.ResponseWriter, r *http.Request, format publish.Format) {
	base := s.base(r)
	v := view{path: "/feeds/health", cacheControl: searchCache}
	d, err := s.listed.get(r.Context(), v.key(base, format, ""), work{
		version: func(ctx context.Context) (store.Version, error) {
			newest, err := s.Store.Events(ctx, 1)
			if err != nil || len(newest) == 0 {
				return store.Version{Seq: 1}, err
			}
			return store.Version{Seq: newest[0].At.UnixNano() ^ int64(len(newest[0].Kind)), At: newest[0].At}, nil
		},
		render: func(ctx context.Context) ([]byte, http.Header, error) {
			body, err := s.renderHealth(ctx, format, base)
			return body, s.feedHeader(&asked{feed: feed{}, page: 1}, format, base, v), err
		},
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.polite(w, r, d)
}

func (s *Server) renderHealth(ctx context.Context, format publish.Format, base string) ([]byte, error) {
	events, err := s.Store.Events(ctx, maxEvents)
	if err != nil {
		return nil, err
	}
	words := wordsOf(s.Site.Language)
	els := make([]publish.Element, 0, len(events))
	for _, e := range events {
		src, ok := s.sources[e.Source]
		if !ok || src.Private {
			continue
		}
		what := words.Events[e.Kind]
		if what == "" {
			what = e.Kind
		}
		page := base + "/sources/" + e.Source
		els = append(els, publish.Element{
			ID: eventID(e), ItemURL: page, SourceURL: base + "/sources",
			Item: news.Item{
				Title: src.DisplayTitle() + ": " + what, Summary: "<p>" + template.HTMLEscapeString(text.ReadableURL(e.Text)) + "</p>", Link: page, Language: s.Site.Language,
				Publisher: s.page("").Site, Sort: e.At, Updated: e.At, FirstSeen: e.At, Published: e.At, Judged: true,
			},
		})
	}
	title := s.page("").Site + ": " + words.Sources
	return publish.Render(format, publish.Head{
		Feed: news.Feed{Slug: "health", Title: title}, Site: s.Site, Title: title, Language: s.Site.Language, Stylesheet: base + "/feed.css",
		SelfURL: address(base, "/feeds/health", format, nil), HomeURL: base + "/sources", Version: s.Version, TTL: feedTTL,
	}, els)
}

// eventID is a version 5 UUID (RFC 9562 §5.5) of what happened, in the name
// space of object identifiers.
func eventID(e store.Event) news.ItemID {
	space := [16]byte{0x6b, 0xa7, 0xb8, 0x12, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	u := sha1.Sum(append(space[:], "health/"+e.Source+"/"+e.Kind+"/"+strconv.FormatInt(e.At.UnixMilli(), 10)...))
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return news.ItemID(fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16]))
}

// serveSources shows how every public source does, in words.
func (s *Server) serveSources(w http.ResponseWriter, r *http.Request) {
	key, old := "sources", s.OldConfig != nil && s.OldConfig()
	if old {
		key += "\x00old"
	}
	s.showPage(w, r, s.listed, key, "sources", s.everyMinute, func(ctx context.Context) (page, error) {
		p := s.page(wordsOf(s.Site.Language).Sources)
		p.Here = "sources"
		if old {
			p.Notice = p.W.OldConfig
		}
		p.Alternates = []format{{Title: p.W.Sources + " (RSS)", Type: typeAttr(publish.RSS), URL: s.prefix + "/feeds/health.rss"}}
		p.Formats = s.feedLinks(&feed{path: "health"}, nil)
		var err error
		p.Rows, err = s.health(ctx)
		return p, err
	})
}

func (s *Server) health(ctx context.Context) ([]row, error) {
	states, err := s.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	words := wordsOf(s.Site.Language)
	var out []row
	for _, st := range states {
		f := s.Catalogue.byPath["source/"+st.Name]
		src, ok := s.sources[st.Name]
		if !ok || src.Private || f == nil {
			continue
		}
		health := st.Health(s.Now())
		o := row{
			Title: src.DisplayTitle(), Lang: src.Language, Page: s.pageOf(f), State: health, Health: words.States[health], Items: s.number(st.Items),
			Last: s.when(st.LastPoll), LastISO: iso(st.LastPoll), Next: s.when(st.NextPoll), NextISO: iso(st.NextPoll), Trouble: text.ReadableURL(text.CleanLine(st.LastError)),
		}
		if o.Trouble != "" && !st.FailingFrom.IsZero() {
			o.Since = s.when(st.FailingFrom)
		}
		out = append(out, o)
	}
	return out, nil
}

func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
