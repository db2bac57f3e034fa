package aggregator

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
	"golchin/store/sqlite"
)

// world is the engine over a real client and a real store. Names ending in
// .example lead to one server of the test and count as public hosts; its own
// address, 127.0.0.1, is one that the operator allowed. The clock stands until
// the test moves it.
type world struct {
	t       *testing.T
	dir     string
	srv     *httptest.Server
	sources []news.Source
	log     *lockedBuffer
	// forgetful makes a new client for every step.
	forgetful bool

	mu    sync.Mutex
	now   time.Time
	sites map[string]http.Handler // by host

	db     *sqlite.DB
	client *fetch.Client
	agg    *Aggregator
	pool   *pool
	end    func()
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newWorld(t *testing.T, sources ...news.Source) *world {
	w := &world{t: t, dir: t.TempDir(), now: noon, sites: map[string]http.Handler{}, sources: sources, log: &lockedBuffer{}}
	w.srv = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		h := w.sites[r.Host]
		w.mu.Unlock()
		if h == nil {
			http.NotFound(rw, r)
			return
		}
		h.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.srv.Close)
	return w
}

// start opens the store and begins the engine's life, as a process does.
func (w *world) start() {
	w.t.Helper()
	var err error
	if w.db, err = sqlite.Open(w.t.Context(), filepath.Join(w.dir, "golchin.db"), sqlite.Options{}); err != nil {
		w.t.Fatal(err)
	}
	w.client = w.newClient()
	w.agg = w.engine(w.db, w.client)
	w.pool = newPool(w.agg)
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan struct{})
	go func() { w.agg.commits.run(ctx); close(done) }()
	var once sync.Once
	w.end = func() {
		once.Do(func() {
			w.pool.wait()
			cancel()
			<-done
			w.client.Close()
			if err := w.db.Close(); err != nil {
				w.t.Error(err)
			}
		})
	}
	w.t.Cleanup(w.end)
}

func (w *world) newClient() *fetch.Client {
	return fetch.New(fetch.Options{
		UserAgent: "golchin/test", Contact: "https://op.example/", Now: w.clock,
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasSuffix(address, ".example:80") {
				address = w.srv.Listener.Addr().String()
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	})
}

func (w *world) engine(db store.Store, client *fetch.Client) *Aggregator {
	w.t.Helper()
	ids, err := identity.New(identity.Options{Sources: w.sources})
	if err != nil {
		w.t.Fatal(err)
	}
	topics, err := topic.Compile(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	agg, err := New(w.t.Context(), Options{
		Store: db, Client: client, Identity: ids, Topics: topics, Sources: w.sources, Now: w.clock,
		Log:         slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		MinInterval: 15 * time.Minute, RedirectConfirm: 24 * time.Hour,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	agg.commits.wait = time.Millisecond
	return agg
}

func (w *world) restart() {
	w.t.Helper()
	w.end()
	w.start()
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

// after moves the clock and runs one due check to its end.
func (w *world) after(d time.Duration) {
	w.set(w.clock().Add(d))
	w.step()
}

func (w *world) step() {
	if w.forgetful {
		w.client.Close()
		w.client = w.newClient()
		w.agg.Client = w.client
	}
	w.pool.due(w.t.Context())
	w.pool.wait()
}

// live runs a due check every tick for a while.
func (w *world) live(d, tick time.Duration) {
	for end := w.clock().Add(d); w.clock().Before(end); {
		w.after(tick)
	}
}

func (w *world) site(host string, h http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[host] = h
}

func (w *world) state(name string) store.SourceState {
	w.t.Helper()
	states, err := w.db.States(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, st := range states {
		if st.Name == name {
			return st
		}
	}
	w.t.Fatalf("no source %s", name)
	return store.SourceState{}
}

func (w *world) items() int {
	w.t.Helper()
	s, err := w.db.Stats(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return s.Items
}

// site is a server that answers by a script and remembers what it was asked.
type site struct {
	mu    sync.Mutex
	asked []*http.Request
	do    func(n int, rw http.ResponseWriter, r *http.Request) // n counts from 1
}

func (s *site) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	n, do := len(s.asked), s.do
	s.mu.Unlock()
	do(n, rw, r)
}

func (s *site) say(do func(n int, rw http.ResponseWriter, r *http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
}

func (s *site) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

func (s *site) last() *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) == 0 {
		return httptest.NewRequest(http.MethodGet, "/never", nil)
	}
	return s.asked[len(s.asked)-1]
}

// paper is a feed of n items; the newest is number from+n-1.
func paper(from, n int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title><link>https://s.example/</link>`)
	for i := from + n - 1; i >= from; i-- {
		fmt.Fprintf(&b, `<item><title>Article number %d</title><link>https://s.example/a/%d</link><guid isPermaLink="false">g%d</guid></item>`, i, i, i)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// sends is a script that answers 200 with a body and headers.
func sends(body string, header ...string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			rw.Header()[header[i]] = []string{header[i+1]}
		}
		_, _ = io.WriteString(rw, body)
	}
}

// refuses is a script that answers with a status and headers.
func refuses(code int, header ...string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			rw.Header().Set(header[i], header[i+1])
		}
		rw.WriteHeader(code)
	}
}

// cached answers 304 to whoever holds etag, and the body to others.
func cached(body, etag string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(rw, body)
	}
}

// one is a source at http://s.example/rss with an explicit schedule.
func one(schedule string) news.Source {
	return news.Source{Name: "one", URLs: []string{"http://s.example/rss"}, Site: "s.example", Schedule: schedule, Explicit: true}
}

// newPaper is a world with that source and its site.
func newPaper(t *testing.T, schedule string, do func(int, http.ResponseWriter, *http.Request)) (*world, *site) {
	w := newWorld(t, one(schedule))
	s := &site{do: do}
	w.site("s.example", s)
	w.start()
	w.set(noon.Add(2 * time.Minute)) // first polls are spread
	return w, s
}
