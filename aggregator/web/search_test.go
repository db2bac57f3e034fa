package web

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/topic"
	"golchin/store"
)

// newsroom publishes items whose words nest, glue and inflect, over sites,
// languages, sources, topics and codes.
func newsroom(t *testing.T, rnd *rand.Rand, n int) *house {
	t.Helper()
	words := strings.Fields(`غزه غزه‌ای بغزة والغزه حماس حماسه آتش‌بس آتشبس آتش بس بس‌ها النفط للنفط نفط وقف إطلاق النار لإطلاق Gaza Gazans cease-fire ceasefires
		truce ושבעזה עזה האש הפסקת Gazze'de Gazzeliler перемирия огня Газе газета 5.4 ۲۱۵ در از`)
	some := func(list []string, most int) string {
		out := make([]string, rnd.IntN(most)+1)
		for i := range out {
			out[i] = list[rnd.IntN(len(list))]
		}
		return strings.Join(out, " ")
	}
	var es []told
	for i := 1; i <= n; i++ {
		es = append(es, told{
			n: i, title: some(words, 5), summary: some(words, 20), source: []string{"a", "b"}[rnd.IntN(2)], lang: strings.Fields("fa ar en he tr ru")[rnd.IntN(6)],
			topics: []string{"", "gaza", "empty", "gaza empty"}[rnd.IntN(4)],
			change: func(it *news.Item) {
				it.Code = news.Code([]string{"", "215", "215615", "9"}[rnd.IntN(4)])
				it.Site = strings.Fields("site.example www.site.example site.example/fa other.example sub.other.example")[rnd.IntN(5)]
				it.Categories = []news.Category{{Term: some(words, 1)}}
			},
		})
	}
	h := newHouse(t)
	r := store.Round{Rules: "r", Keyed: 1, Seen: t0}
	var vs []store.Verdict
	for _, e := range es {
		c := e.candidate()
		r.Candidates = append(r.Candidates, c)
		vs = append(vs, store.Verdict{Item: c.Item.ID, Copy: c.Item.ID, Story: c.Item.ID})
	}
	if _, err := h.db.Commit(t.Context(), []store.Round{r}); err != nil {
		t.Fatal(err)
	}
	if err := h.db.Judge(t.Context(), vs); err != nil {
		t.Fatal(err)
	}
	return h
}

// anyQuery is a query made of every kind of leaf and operator.
func anyQuery(rnd *rand.Rand, depth int) string {
	leaves := strings.Split(`غزه|حماس|=حماس|آتش‌بس|"آتش بس"|نفط|النفط|"وقف إطلاق النار"|Gaza|Gaza*|"cease fire"|truce|עזה|"הפסקת אש"|Gazze|перемири*|Газе|5.4|215|در|title:غزه|`+
		`title:Gaza|text:النفط|code:۲۱۵|code:21*|code:215615|source:a|source:a*|site:site.example|site:other*|site:www.other.example|lang:fa|lang:ar|topic:gaza|topic:e*|`+
		`after:2023-11-27T12:20:00Z|before:2023-11-27T13:00:00Z|/غز./|title:/G/|category:غزه|link:/12|publisher:"Publisher a"|=غزه NEAR/3 حماس|"آتش بس" NEAR/2 (Gaza OR نفط)`, "|")
	leaf := leaves[rnd.IntN(len(leaves))]
	if depth == 0 {
		return leaf
	}
	sub := func() string { return anyQuery(rnd, depth-1) }
	switch rnd.IntN(6) {
	case 0, 1:
		return "(" + sub() + " OR " + sub() + ")"
	case 2, 3:
		return "(" + sub() + " " + sub() + ")"
	case 4:
		return "(" + sub() + " -" + sub() + ")"
	}
	return leaf
}

// TestSearchNeverMisses: what the store is asked for holds all that matches,
// whatever the query, and pages list each once.
func TestSearchNeverMisses(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(7, 11))
	h := newsroom(t, rnd, 400)
	all, err := h.db.Items(t.Context(), store.Query{Limit: 1000})
	if err != nil || len(all) != 400 {
		t.Fatalf("%d items, %v", len(all), err)
	}
	matched := 0
	for range 150 {
		src := anyQuery(rnd, 2)
		q, err := topic.Parse(src)
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		var want []string
		for i := range all {
			if q.Match(topic.Of(all[i])) {
				want = append(want, string(all[i].ID))
			}
		}
		matched += len(want)
		if got := h.follow("/feeds/search.json?stories=all&limit=150&q="+url.QueryEscape(src), nil); !slices.Equal(got, want) {
			t.Fatalf("%s (%+v): got %d items, want %d", src, q.Needs(), len(got), len(want))
		}
	}
	if matched < 500 {
		t.Errorf("%d matches: the test tests nothing", matched)
	}
}

// TestACodeIsFoundHoweverOld: a code leads to its items behind more items than
// a search looks at.
func TestACodeIsFoundHoweverOld(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := store.Round{Rules: "r", Keyed: 1, Seen: t0}
	var vs []store.Verdict
	for i := 1; i <= maxHunted+100; i++ {
		e := told{n: i}
		if i == 1 {
			e.title, e.change = "the old one", func(it *news.Item) { it.Code = "215615" }
		}
		c := e.candidate()
		r.Candidates = append(r.Candidates, c)
		vs = append(vs, store.Verdict{Item: c.Item.ID, Copy: c.Item.ID, Story: c.Item.ID})
	}
	if _, err := h.db.Commit(t.Context(), []store.Round{r}); err != nil {
		t.Fatal(err)
	}
	if err := h.db.Judge(t.Context(), vs); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"code:215615", "code:۲۱۵۶۱۵", "code:215615 OR code:7", "before:2023-11-27T11:46:30Z", "title:old"} {
		if body := h.want(h.get("/search?q="+url.QueryEscape(q)), 200).body; strings.Count(body, "the old one") == 0 || strings.Contains(body, "looked at so far") {
			t.Errorf("%s: not found, or not at once", q)
		}
	}
}

// slow is a store that never finds anything after the first n answers.
type slow struct {
	store.Store
	n int
}

func (s *slow) Version(context.Context, store.Scopes) (store.Version, error) {
	return store.Version{Seq: 1}, nil
}

func (s *slow) Members(context.Context, store.Group, []news.ItemID, int) (map[news.ItemID][]news.Item, error) {
	return nil, nil
}

func (s *slow) Items(ctx context.Context, q store.Query) ([]news.Item, error) {
	if s.n--; s.n < 0 {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if !q.Bare {
		it := told{n: 1}.candidate().Item
		it.Judged = true
		return []news.Item{it}, nil
	}
	items := make([]news.Item, q.Limit)
	for i := range items {
		items[i] = news.Item{ID: keyID(i), Sort: t0}
	}
	return items, nil
}

// TestASlowSearchEnds: a query that the store cannot answer is given up after
// seconds, with what was found so far.
func TestASlowSearchEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answers, status int
		text            string
	}{{0, 503, "takes too long"}, {1, 503, "takes too long"}, {2, 200, "The newest 1 items were looked at so far"}} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			cat, err := NewCatalogue(news.Site{Title: "golchin"}, testTopics, testSources, testFeeds)
			if err != nil {
				t.Fatal(err)
			}
			h := New(Options{
				Store: &slow{n: c.answers}, Catalogue: cat, Site: news.Site{Title: "golchin", Language: "en"}, Topics: testTopics, Sources: testSources,
				Log: slog.New(slog.DiscardHandler), Now: time.Now,
			}).Handler()
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/search?q=headline", nil))
			if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.text) {
				t.Errorf("after %d answers: got %d, want %d with %q:\n%s", c.answers, rec.Code, c.status, c.text, rec.Body)
			}
			if took := time.Since(began); took > maxHunt+lastBatch {
				t.Errorf("after %d answers: given up after %v", c.answers, took)
			}
		})
	}
}

func TestBestMatchFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(
		t,
		told{n: 1, title: "Gaza truce: Gaza waits", summary: "Gaza truce"}, told{n: 2, title: "weather", summary: "truce"},
		told{n: 3, title: "Gaza", summary: "weather"}, told{n: 4, title: "weather", summary: "Gaza and the truce"}, told{n: 5, title: "sport", summary: "none"},
	)
	titles := func(path string) string {
		t.Helper()
		var out []string
		for id := range strings.SplitSeq(strings.Join(h.follow(path, nil), "|"), "|") {
			for n := 1; n <= 5; n++ {
				if string(keyID(n)) == id {
					out = append(out, fmt.Sprint(n))
				}
			}
		}
		return strings.Join(out, " ")
	}
	q := "/feeds/search.json?q=" + url.QueryEscape("Gaza OR truce")
	if got := titles(q); got != "4 3 2 1" {
		t.Errorf("newest first: got %s", got)
	}
	if got := titles(q + "&order=best"); got != "1 4 3 2" {
		t.Errorf("best first: got %s", got)
	}
	if got := titles(q + "&order=best&limit=1"); got != "1 4 3 2" {
		t.Errorf("best first, page by page: got %s", got)
	}
	page := h.want(h.get("/search?q=Gaza&order=best"), 200).body
	if !strings.Contains(page, `href="/search?q=Gaza" rel="nofollow">Newest first<`) || !strings.Contains(page, "Best match first") {
		t.Errorf("the page leads nowhere:\n%s", page)
	}
	for path, want := range map[string]string{
		"/feeds/gaza.json?order=best": "want a query", "/search?q=x&order=up": "want newest or best", "/search?q=x&order=best&after=1_x": "want page=2",
	} {
		if a := h.get(path); a.status != 400 || !strings.Contains(a.body, want) {
			t.Errorf("%s: got %d %s", path, a.status, a.body)
		}
	}
	h.want(h.get("/search?q=Gaza&order=best&page=9"), 404)
}
