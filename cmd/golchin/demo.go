package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golchin/aggregator"
	"golchin/aggregator/config"
	"golchin/cmd/golchin/demo"
)

// What the common flags say when nobody set them: a demo listens on loopback
// and shows no metrics.
const (
	usualListen = ":8080"
	usualAdmin  = "127.0.0.1:9090"
)

// runDemo runs the whole program against the miniature web of package demo, on
// loopback and with a database that goes with it: it polls, says what came of
// it, and serves.
func runDemo(ctx context.Context, e *env, args []string) error {
	var lang string
	var once bool
	rest, err := e.flags(args, func(fs *flag.FlagSet) {
		fs.StringVar(&lang, "lang", "en", "`language` of the pages: en, fa or ar")
		fs.BoolVar(&once, "once", false, "poll, say what came of it, and end")
	})
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return wrongCall("unexpected %q", rest[0])
	case !slices.Contains([]string{"en", "fa", "ar"}, lang):
		return wrongCall("-lang %s: want en, fa or ar", lang)
	}
	if e.logLevel == "info" { // what is printed says it all
		e.logLevel = "error"
	}
	log, err := e.logger()
	if err != nil {
		return err
	}
	s, err := e.stage(ctx, log, lang, time.Now)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.poll(ctx); err != nil {
		return err
	}
	if err := s.tell(ctx); err != nil || once {
		return err
	}
	s.house.heard = s.hear(ctx)
	return e.live(ctx, s.house, s.invite)
}

// stage is a demo: the house, and the web that it reads.
type stage struct {
	e     *env
	house *house
	dir   string // of the database
	now   func() time.Time
	close func()
}

// stage opens a house on the miniature web, which ages by now.
func (e *env) stage(ctx context.Context, log *slog.Logger, lang string, now func() time.Time) (*stage, error) {
	base, stop, err := miniatureWeb(now, log)
	if err != nil {
		return nil, err
	}
	s := &stage{e: e, now: now}
	s.close = func() {
		if s.house != nil {
			s.house.close()
		}
		stop()
		if s.dir != "" {
			if err := os.RemoveAll(s.dir); err != nil {
				log.Error("remove the demo's database", "err", err)
			}
		}
	}
	cfg, err := config.Parse("demo feeds.yaml", demo.Config(base, lang), ".", e.lookup)
	if err == nil {
		s.dir, err = os.MkdirTemp("", "golchin-demo-")
	}
	if err == nil {
		e.db, e.listen, e.admin = filepath.Join(s.dir, "golchin.db"), demoListen(e.listen), demoAdmin(e.admin)
		s.house, err = e.build(ctx, cfg, log, false)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// miniatureWeb serves the demo's publishers on a free port of loopback.
func miniatureWeb(now func() time.Time, log *slog.Logger) (base string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listen for the miniature web: %w", err)
	}
	srv := httpServer(demo.Handler(now), log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the miniature web stopped", "err", err)
		}
	}()
	return "http://" + l.Addr().String(), func() { _ = srv.Close(); <-done }, nil
}

// demoListen is where the demo serves: where the operator said, else port 8080
// of loopback, else any free port there.
func demoListen(flag string) string {
	if flag != usualListen {
		return flag
	}
	const first = "127.0.0.1:8080"
	l, err := net.Listen("tcp", first)
	if err != nil {
		return "127.0.0.1:0"
	}
	_ = l.Close() // it was only asked whether it is free
	return first
}

func demoAdmin(flag string) string {
	if flag == usualAdmin {
		return ""
	}
	return flag
}

// poll is one round over the whole web, as `golchin poll` does it.
func (s *stage) poll(ctx context.Context) error {
	agg, err := s.house.aggregator(ctx, nil, nil)
	if err != nil {
		return err
	}
	_, err = agg.Poll(ctx, nil, false)
	return err
}

// hear tells of what comes up or changes while the demo runs.
func (s *stage) hear(ctx context.Context) func(aggregator.Report) {
	var mu sync.Mutex
	return func(r aggregator.Report) {
		mu.Lock()
		defer mu.Unlock()
		for _, id := range r.Outcome.Items {
			it, err := s.house.store.Item(ctx, id)
			if err != nil {
				continue // merged away meanwhile; its survivor is told
			}
			what := s.e.paint(green, "new    ")
			was := ""
			if n := len(it.Headlines); n > 0 {
				what, was = s.e.paint(yellow, "changed"), "was: "+it.Headlines[n-1].Title
			}
			fmt.Fprintf(s.e.out, "%s  %s  %s  %s\n", s.now().Local().Format(time.TimeOnly), what, r.Source, s.headline(it.Title))
			if was != "" {
				fmt.Fprintf(s.e.out, "                   %s\n", isolate(was))
			}
		}
	}
}
