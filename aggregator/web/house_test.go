package web

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
	"golchin/store"
	"golchin/store/sqlite"
)

var t0 = time.Date(2023, 11, 27, 11, 45, 2, 0, time.UTC)

// told is an entry in short; what a test leaves out follows from the rest.
type told struct {
	n       int    // names the item, and its age: larger is newer
	source  string // default "a"
	title   string
	summary string
	topics  string
	lang    string // default "fa"
	private bool
	copyOf  int // founder of its group
	storyOf int
	change  func(*news.Item)
}

// keyID is an id made of a key as golchin makes them.
func keyID(n int) news.ItemID {
	h := sha1.Sum(fmt.Appendf(nil, "url:https://site.example/%d", n))
	h[6], h[8] = h[6]&0x0f|0x50, h[8]&0x3f|0x80
	return news.ItemID(fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}

func (e told) candidate() store.Candidate {
	if e.source == "" {
		e.source = "a"
	}
	if e.lang == "" {
		e.lang = "fa"
	}
	if e.title == "" {
		e.title = fmt.Sprintf("headline %d", e.n)
	}
	at := t0.Add(time.Duration(e.n) * time.Minute)
	url := fmt.Sprintf("https://site.example/%d", e.n)
	it := news.Item{
		ID: keyID(e.n), Key: news.Key("url:" + url), Site: "site.example", Canonical: url, Link: url, Publisher: "Publisher " + e.source,
		Language: e.lang, Title: e.title, Summary: "<p>" + e.summary + "</p>", Published: at, FirstSeen: at, Sort: at, Updated: at, LastSeen: at,
		Private: e.private,
		Face:    news.Face{Source: e.source, Own: true, Private: e.private, Hash: e.title + e.summary, TitleKey: e.title, At: at},
	}
	for _, slug := range strings.Fields(e.topics) {
		it.Topics = append(it.Topics, news.TopicMatch{Slug: slug, Why: []news.Why{{Term: "headline", Field: "title", At: [2]int{0, 8}}}})
	}
	if e.change != nil {
		e.change(&it)
	}
	return store.Candidate{
		Item: it, Keys: []news.Key{it.Key}, Folded: store.Folded{Title: text.Spaced(e.title), Text: text.Spaced(e.summary)},
		Origin: news.Origin{
			Source: e.source, Publisher: it.Publisher, URL: it.Link, GUID: url, Title: it.Title, Seen: at, Private: e.private, Hash: e.title + e.summary,
		},
	}
}

// house is a store and a server over it.
type house struct {
	t     testing.TB
	db    store.Store
	log   bytes.Buffer
	now   time.Time
	ahead time.Duration // of the store's clock
	opt   Options
	url   string
}

var (
	testTopics = []news.Topic{
		{Slug: "gaza", Title: map[string]string{"en": "Gaza", "fa": "غزه"}, Match: "headline"},
		{Slug: "empty", Match: "nowhere"},
	}
	testSources = []news.Source{
		{Name: "a", Title: "Source A", URLs: []string{"https://a.example/feed"}, Language: "fa"},
		{Name: "b", URLs: []string{"https://b.example/feed"}, Language: "en"},
		{Name: "secret", Title: "Hidden", URLs: []string{"https://intranet.example/feed?key=hush"}, Private: true},
	}
	testFeeds = []news.Feed{
		{Slug: "english", Title: "In English", Languages: []string{"en"}, Aliases: []string{"old-english"}},
		{Slug: "once", Topics: []string{"gaza"}, Stories: news.Collapse},
		{Slug: "staff", Title: "Staff only", Token: testToken, Private: true, Aliases: []string{"old-staff"}},
	}
)

const testToken = "tok-0123456789abcdef"

// newHouse opens an empty store and serves it at site.example.
func newHouse(t testing.TB, es ...told) *house {
	t.Helper()
	return newHouseAt(t, filepath.Join(t.TempDir(), "golchin.db"), es...)
}

func newHouseAt(t testing.TB, path string, es ...told) *house {
	t.Helper()
	h := &house{t: t, now: t0.AddDate(0, 0, 30)}
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{Now: func() time.Time { return h.now.Add(h.ahead) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.db = db
	if len(es) > 0 {
		h.add(es...)
	}
	h.serve(nil)
	return h
}

// serve starts a server over the house's store.
func (h *house) serve(change func(*Options)) {
	h.t.Helper()
	site := news.Site{Title: "golchin", URL: "https://news.example", Language: "en"}
	cat, err := NewCatalogue(site, testTopics, testSources, testFeeds)
	if err != nil {
		h.t.Fatal(err)
	}
	h.opt = Options{
		Store: h.db, Catalogue: cat, Site: site, Topics: testTopics, Sources: testSources,
		Log: slog.New(slog.NewTextHandler(&h.log, nil)), Now: func() time.Time { return h.now },
		Patience: time.Hour, // the machine may be busy
	}
	if change != nil {
		change(&h.opt)
	}
	srv := httptest.NewServer(New(h.opt).Handler())
	h.t.Cleanup(srv.Close)
	h.url = srv.URL
}

// add commits each entry in a round of its own and judges them.
func (h *house) add(es ...told) {
	h.t.Helper()
	var vs []store.Verdict
	rounds := map[string]*store.Round{}
	for _, e := range es {
		c := e.candidate()
		r := rounds[c.Origin.Source]
		if r == nil {
			r = &store.Round{Rules: "r", Keyed: 1, Seen: c.Item.FirstSeen}
			rounds[c.Origin.Source] = r
		}
		r.Candidates = append(r.Candidates, c)
		v := store.Verdict{Item: c.Item.ID, Copy: c.Item.ID, Story: c.Item.ID}
		if e.copyOf > 0 {
			v.Copy, v.Story = keyID(e.copyOf), keyID(e.copyOf)
			v.Merged = []news.Merged{{Item: keyID(e.copyOf), Score: 1, Because: []string{"same words"}}}
		}
		if e.storyOf > 0 {
			v.Story = keyID(e.storyOf)
			v.Merged = []news.Merged{{Item: keyID(e.storyOf), Score: 0.9, Because: []string{"same news"}}}
		}
		vs = append(vs, v)
	}
	for _, r := range rounds {
		if _, err := h.db.Commit(h.t.Context(), []store.Round{*r}); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := h.db.Judge(h.t.Context(), vs); err != nil {
		h.t.Fatal(err)
	}
	h.later()
}

// later lets the cache look at the store again.
func (h *house) later() { h.now = h.now.Add(10 * time.Second) }

type answer struct {
	status int
	header http.Header
	body   string
}

// client follows no redirect and unpacks nothing.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (h *house) get(path string, headers ...string) answer {
	h.t.Helper()
	return h.do(http.MethodGet, path, headers...)
}

func (h *house) do(method, path string, headers ...string) answer {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
			continue
		}
		req.Header.Add(headers[i], headers[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

// want fails unless the answer has the status.
func (h *house) want(a answer, status int) answer {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("status %d, want %d: %.300s", a.status, status, a.body)
	}
	return a
}
