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
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
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
	boundMemory("/")
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP) // from here on it ends nothing (BEHAVIOUR T20)
	defer signal.Stop(hup)
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
	h.hup = hup
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
	listeners, err := e.listeners()
	if err != nil {
		return err
	}
	r := &running{e: e, log: h.log, figures: &figures{moved: time.Now()}, loopback: loopbackOf(listeners[0].Addr()), latest: h, next: make(chan *house, 1)}
	r.figures.configured(time.Now(), true, nil)
	en, err := r.engine(ctx, h)
	if err == nil {
		err = r.serve(ctx, h)
	}
	if err != nil {
		closeAll(listeners)
		return err
	}
	listeners[0] = limit(listeners[0], readerPlaces(openFiles()))
	servers := []*http.Server{httpServer(r.figures.count(r), h.log)}
	if len(listeners) > 1 {
		servers = append(servers, httpServer(adminHandler(h.store, r.figures, h.log), h.log))
	}
	h.log.Info("serving", append([]any{"url", "http://" + r.loopback + "/", "admin", e.admin, "db", abs(e.db), "version", versionString()}, h.limits()...)...)
	for i, s := range servers {
		go func() {
			if err := s.Serve(listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				stop(fmt.Errorf("serve %s: %w", listeners[i].Addr(), err))
			}
		}()
	}
	if ready != nil {
		ready(r.loopback)
	}
	var watching sync.WaitGroup
	if h.file != "" {
		watching.Go(func() { r.watch(ctx, h.hup) })
	}
	err = r.poll(ctx, en) // ends with ctx; running polls are abandoned whole
	stop(nil)
	watching.Wait()
	closeServers(servers, h.log)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	h.log.Info("stopped")
	return err
}

// listeners are the public one and, unless it is not wanted, the admin one.
func (e *env) listeners() ([]net.Listener, error) {
	public, err := listen(e.listen, "-listen")
	if err != nil || e.admin == "" {
		return []net.Listener{public}, err
	}
	admin, err := listen(e.admin, "-admin")
	if err != nil {
		public.Close()
		return nil, err
	}
	return []net.Listener{public, admin}, nil
}

func closeAll(ls []net.Listener) {
	for _, l := range ls {
		l.Close()
	}
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
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err // it names the address once more
		}
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
func adminHandler(s store.Store, f *figures, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			log.Warn("not ready", "err", err)
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
		if err := f.wrongConfig(); err != nil {
			fmt.Fprintf(w, "feeds.yaml is wrong; the old one stays in use: %v\n", err)
		}
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) { serveMetrics(w, r, s, f, log) })
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
	if err := askHealth(ctx, e.listen, "/readyz"); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "ok")
	return nil
}

// askHealth asks the server that listens on addr whether it is well.
func askHealth(ctx context.Context, addr, path string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return wrongCall("-listen %s: want a port, as in :8080 or 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, port) + path
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
	return nil
}
