package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"golchin/store"
)

// shutdownTime bounds how long running requests may finish.
const shutdownTime = 10 * time.Second

// runServe polls on schedule and serves until ctx ends.
func runServe(ctx context.Context, e *env, args []string) error {
	rest, err := e.flags(args, nil)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return wrongCall("unexpected %q", rest[0])
	}
	log, err := e.logger()
	if err != nil {
		return err
	}
	unlock, err := lockInstance(e.db)
	if err != nil {
		return err
	}
	defer unlock()
	h, err := e.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer h.close()
	for _, w := range h.cfg.Warnings {
		log.Warn("feeds.yaml", "line", w.Line, "text", w.Message)
	}
	return e.live(ctx, h, nil)
}

// live runs the house until ctx ends: the public listener, the admin listener
// and the engine. ready hears the public address once it listens; nil is fine.
func (e *env) live(ctx context.Context, h *house, ready func(addr string)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	public, err := listen(e.listen, "-listen")
	if err != nil {
		return err
	}
	srv, err := h.server(loopbackOf(public.Addr()))
	if err != nil {
		public.Close()
		return err
	}
	agg, err := h.aggregator(ctx, nil)
	if err != nil {
		public.Close()
		return err
	}
	servers := []*http.Server{httpServer(srv.Handler(), h.log)}
	listeners := []net.Listener{public}
	if e.admin != "" {
		l, err := listen(e.admin, "-admin")
		if err != nil {
			public.Close()
			return err
		}
		servers, listeners = append(servers, httpServer(adminHandler(h.store, h.log), h.log)), append(listeners, l)
	}
	h.log.Info("serving", "url", "http://"+loopbackOf(public.Addr())+"/", "admin", e.admin, "db", abs(e.db), "sources", len(h.cfg.Sources), "topics", len(h.cfg.Topics),
		"concurrency", h.cfg.Fetch.Concurrency, "per_host", h.cfg.Fetch.PerHost, "min_interval", h.cfg.Fetch.MinInterval.String(), "version", versionString())
	for i, s := range servers {
		go func() {
			if err := s.Serve(listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				stop(fmt.Errorf("serve %s: %w", listeners[i].Addr(), err))
			}
		}()
	}
	if ready != nil {
		ready(loopbackOf(public.Addr()))
	}
	err = agg.Run(ctx) // ends with ctx; running polls are abandoned whole
	closeServers(servers, h.log)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	h.log.Info("stopped")
	return err
}

// closeServers lets running requests finish; the listeners close last.
func closeServers(servers []*http.Server, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(ctx); err != nil {
			log.Warn("requests cut off", "err", err)
			_ = s.Close()
		}
	}
}

func listen(addr, name string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; another address goes with %s", addr, err, name)
	}
	return l, nil
}

// loopbackOf is an address of l that this machine can reach.
func loopbackOf(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// adminHandler is what only the operator may see.
func adminHandler(s store.Store, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			log.Warn("not ready", "err", err)
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) { serveMetrics(w, r, s, log) })
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// runHealthcheck asks the running server; it is the container's HEALTHCHECK.
func runHealthcheck(ctx context.Context, e *env, args []string) error {
	if _, err := e.flags(args, nil); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(e.listen)
	if err != nil {
		return wrongCall("-listen %s: %v", e.listen, err)
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, port) + "/readyz"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 512)) // the status says enough
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", url, resp.Status, strings.TrimSpace(string(body)))
	}
	fmt.Fprintln(e.out, "ok")
	return nil
}
