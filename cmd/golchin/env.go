package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"golchin/aggregator"
	"golchin/aggregator/config"
	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/topic"
	"golchin/aggregator/web"
	"golchin/store"
	"golchin/store/sqlite"
)

// env is what the process gives a command, and the flags all commands share.
type env struct {
	out, err io.Writer
	lookup   func(string) (string, bool)
	colour   bool // out is a terminal that wants colours
	terminal bool // err is a terminal
	command  command

	config, db, listen, admin, logLevel string
	configGiven                         bool
}

// logger writes text for people on a terminal and JSON for machines elsewhere.
func (e *env) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(e.logLevel)); err != nil {
		return nil, wrongCall("-log-level %s: want debug, info, warn or error", e.logLevel)
	}
	o := &slog.HandlerOptions{Level: level}
	if !e.terminal {
		o.ReplaceAttr = func(_ []string, a slog.Attr) slog.Attr {
			if a.Value.Kind() == slog.KindDuration { // "1.5s", not a number of nanoseconds
				a.Value = slog.StringValue(a.Value.Duration().String())
			}
			return a
		}
		return slog.New(slog.NewJSONHandler(e.err, o)), nil
	}
	o.ReplaceAttr = func(_ []string, a slog.Attr) slog.Attr {
		switch {
		case a.Key == slog.TimeKey && a.Value.Kind() == slog.KindTime:
			a.Value = slog.StringValue(a.Value.Time().Format(time.TimeOnly))
		case a.Value.Kind() == slog.KindTime:
			a.Value = slog.StringValue(a.Value.Time().Local().Format("2006-01-02 15:04:05"))
		case a.Value.Kind() == slog.KindString:
			// the text handler would quote a zero-width non-joiner as \u200c
			a.Value = slog.StringValue(strings.ReplaceAll(a.Value.String(), "\u200c", " "))
		}
		return a
	}
	return slog.New(slog.NewTextHandler(e.err, o)), nil
}

// load reads feeds.yaml. Where none was named and none is there, the starter
// takes its place, so that a container starts on nothing.
func (e *env) load() (*config.Config, error) {
	cfg, err := config.Load(e.config, e.lookup)
	if errors.Is(err, fs.ErrNotExist) && !e.configGiven {
		fmt.Fprintf(e.err, "golchin: there is no %s here; using the starter (`golchin init` writes it)\n", e.config)
		return config.Parse("starter feeds.yaml", config.Sample(), ".", e.lookup)
	}
	if err != nil {
		return nil, e.noConfig(err)
	}
	return cfg, nil
}

// noConfig says what to do where feeds.yaml is missing; other errors stay.
func (e *env) noConfig(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no %s; `golchin init -config %s` writes one", abs(e.config), e.config)
	}
	return err
}

// house is the wired program.
type house struct {
	cfg    *config.Config
	log    *slog.Logger
	store  store.Store
	rules  *identity.Rules
	topics *topic.Set
	client *fetch.Client
	heard  func(aggregator.Report) // hears of every poll where nobody else does; nil is fine
	file   string                  // the feeds.yaml it may be read from again; empty for none
	since  time.Time               // of that file; zero when there is none
	hup    <-chan os.Signal        // asks to read it again; nil never does
}

// open wires the rooms. readOnly is for commands that only look.
func (e *env) open(ctx context.Context, log *slog.Logger, readOnly bool) (*house, error) {
	cfg, err := e.load()
	if err != nil {
		return nil, err
	}
	h, err := e.build(ctx, cfg, log, readOnly)
	if h != nil {
		h.file, h.since = e.config, modified(e.config)
	}
	return h, err
}

// modified is when the file at path was last written; zero when nobody knows.
func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime().UTC()
}

func (e *env) build(ctx context.Context, cfg *config.Config, log *slog.Logger, readOnly bool) (*house, error) {
	h := &house{cfg: cfg, log: log}
	var err error
	if h.rules, h.topics, err = rulesOf(cfg); err != nil {
		return nil, err
	}
	if strings.Contains(e.db, "://") && !strings.HasPrefix(e.db, "file:") {
		return nil, wrongCall("-db %s: only a file is possible; PostgreSQL comes with a later version", fetch.Redact(e.db))
	}
	if readOnly {
		if _, err := os.Stat(e.db); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: there is no database yet; `golchin poll` or `golchin serve` makes one", e.db)
		}
	}
	if h.store, err = sqlite.Open(ctx, e.db, sqlite.Options{ReadOnly: readOnly, Logger: log}); err != nil {
		return nil, err
	}
	h.client = newClient(cfg)
	return h, nil
}

func (h *house) close() {
	h.client.Close()
	if err := h.store.Close(); err != nil {
		h.log.Error("close", "stage", "commit", "err", err)
	}
}

// rulesOf compiles what feeds.yaml says of identity and topics.
func rulesOf(cfg *config.Config) (*identity.Rules, *topic.Set, error) {
	pubs := make([]identity.Publisher, 0, len(cfg.Publishers))
	for _, p := range cfg.Publishers {
		pubs = append(pubs, identity.Publisher{Name: p.Name, Hosts: p.Hosts})
	}
	rules, err := identity.New(identity.Options{Publishers: pubs, Sources: cfg.Sources, Tracking: cfg.Tracking})
	if err != nil {
		return nil, nil, err
	}
	topics, err := topic.Compile(cfg.Topics)
	return rules, topics, err
}

func newClient(cfg *config.Config) *fetch.Client {
	f := cfg.Fetch
	return fetch.New(fetch.Options{
		UserAgent: "golchin/" + versionString(), Contact: f.Contact, AllowPrivate: f.AllowPrivate, PerHost: f.PerHost,
		HostSpacing: f.HostSpacing, Timeout: f.Timeout, MaxBody: f.MaxBody, Concurrency: fetches(f.Concurrency, openFiles()), Now: time.Now,
	})
}

// aggregator is an engine over the house. It works on s, the store as it is to
// see it; nil is the house's own.
func (h *house) aggregator(ctx context.Context, s store.Store, heard func(aggregator.Report)) (*aggregator.Aggregator, error) {
	if s == nil {
		s = h.store
	}
	if heard == nil {
		heard = h.heard
	}
	return aggregator.New(ctx, aggregator.Options{
		Store: s, Client: h.client, Identity: h.rules, Topics: h.topics, Sources: h.cfg.Sources, Log: h.log, Now: time.Now,
		Corrections: corrections(h.cfg), Keep: h.cfg.Defaults.Keep, MinInterval: h.cfg.Fetch.MinInterval, RedirectConfirm: h.cfg.Fetch.RedirectConfirm, Report: heard,
	})
}

// server is the public side over the house, reading from s. loopback is where
// it listens, for links when site.url is not set; without one the site becomes
// files.
func (h *house) server(ctx context.Context, loopback string, s store.Store, f *figures) (*web.Server, error) {
	cat, err := web.NewCatalogue(h.cfg.Site, h.topics.Topics(), h.cfg.Sources, h.cfg.Feeds)
	if err != nil {
		return nil, err
	}
	gone, err := s.Published(ctx, cat.Paths())
	if err != nil { // readers get their feeds; what is gone may be missing instead
		h.log.Warn("feeds served before", "stage", "publish", "err", err)
	}
	o := web.Options{
		Gone: gone, Withheld: h.withheld(ctx), Static: loopback == "", Codings: []web.Coding{{Name: "br", Pack: fetch.Brotli}}, Store: s, Catalogue: cat, Site: h.cfg.Site, Topics: h.topics.Topics(), Sources: h.cfg.Sources, Zone: h.cfg.Zone,
		Log: h.log, Now: time.Now, Version: versionString(), Loopback: loopback, Since: h.since,
	}
	if f != nil {
		o.Still = func() error { return f.still(time.Now()) }
		o.OldConfig = func() bool { return f.wrongConfig() != nil }
		o.Rendered = f.rendered
	}
	return web.New(o), nil
}

// httpServer bounds what a reader may cost (BEHAVIOUR H11).
func httpServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// versionString is the release, or what the build knows of itself.
func versionString() string {
	if version != "dev" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return version
}

// abs is path made absolute, for messages.
func abs(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}
