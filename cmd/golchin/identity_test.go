package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/store/sqlite"
)

// fortyArticles are those of the five publishers that are to stay.
const fortyArticles = 40

// identityRounds are the rounds in which the test's web differs.
const identityRounds = 3

// identityItem is an item of the JSON feed as this test reads it.
type identityItem struct {
	jsonItem
	Published string `json:"date_published"`
	HTML      string `json:"content_html"`
}

// wholeFeed is the feed of every item.
const wholeFeed = "/feeds/all.json?stories=all&limit=1000"

// items reads the whole feed, each time under another address: what another
// process commits is seen a quarter of a second late otherwise.
func (r *identityRun) items(t *testing.T) []identityItem {
	t.Helper()
	r.asked++
	path := strings.Replace(wholeFeed, "1000", fmt.Sprint(1000-r.asked), 1)
	code, body, _ := r.server.get(t, path)
	if code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, code, body)
	}
	var f struct{ Items []identityItem }
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(body, "SECRET") || strings.Contains(body, "vip.example") {
		t.Error("the feed shows what only a private source said")
	}
	return f.Items
}

func (it identityItem) origins() []string {
	var out []string
	for _, o := range it.Golchin.Origins {
		out = append(out, o.Source+" "+o.URL)
	}
	slices.Sort(out)
	return out
}

// identityRun is one life of the program with this test's web.
type identityRun struct {
	pieces  []piece
	dir     string
	server  *server
	ids     map[int]string // of pieces, as first published
	updated map[int]string
	moves   map[int]int
	asked   int
}

// TestIdentity serves forty articles of five publishers, their mirrors,
// carriers and a hostile source, polls them over several rounds with the real
// program, and finds each once, whatever URL, slug, guid or mirror it came by.
func TestIdentity(t *testing.T) {
	t.Parallel()
	web := newTestWeb(t)
	r := &identityRun{pieces: identityPieces(), dir: t.TempDir(), ids: map[int]string{}, updated: map[int]string{}, moves: map[int]int{}}
	writeConfig(t, r.dir, "", identitySources(web.URL)...)
	for round := 1; round <= identityRounds; round++ {
		for path, body := range toldIn(r.pieces, round) {
			web.set(path, body)
		}
		if round == 1 {
			rebuilt(t, web.URL)
		}
		mustRun(t, r.dir, "poll")
		if r.server == nil {
			r.server = serve(t, r.dir)
		}
		t.Run(fmt.Sprint("round ", round), func(t *testing.T) { r.check(t, round) })
		again := mustRun(t, r.dir, "poll", "-force")
		if !strings.Contains(again, " 0 new, 0 changed") {
			t.Errorf("round %d polled again:\n%s", round, again)
		}
		t.Run(fmt.Sprint("round ", round, " again"), func(t *testing.T) { r.check(t, round) })
		if round == 1 {
			r.prune(t)
		}
	}
	t.Run("absorbed", r.checkAbsorbed)
	t.Run("pages", r.checkPages)
	t.Run("search", r.checkSearch)
	t.Run("explain", r.checkExplain)
	t.Run("check", r.checkLinks)
	t.Run("try", func(t *testing.T) { r.checkTry(t, web) })
	t.Run("status", r.checkStatus)
	rebuilt(t, web.URL)
	if code := r.server.stop(t); code != exitOK {
		t.Errorf("SIGTERM: exit %d\n%s", code, r.server.log)
	}
}

// check compares the feed after a round with the truth, item by item.
func (r *identityRun) check(t *testing.T, round int) {
	items := r.items(t)
	forty, all := 0, 0
	for i, p := range r.pieces {
		if !p.shownIn(round) {
			if id, ok := r.ids[i]; ok && slices.ContainsFunc(items, func(it identityItem) bool { return it.ID == id }) {
				t.Errorf("%s: shown after its time", p.title)
			}
			continue
		}
		all++
		if strings.HasSuffix(p.site, ".example") == (p.site == "plain.example") && (p.until == 0 || round > 1) {
			forty++
		}
		title := p.headline(round)
		at := slices.IndexFunc(items, func(it identityItem) bool { return it.Title == title && it.Golchin.Site == p.site })
		if at < 0 {
			t.Errorf("%s: no item is called %q at %s", p.title, title, p.site)
			continue
		}
		r.checkItem(t, i, round, items[at])
	}
	if len(items) != all {
		t.Errorf("got %d items, want %d", len(items), all)
		for _, it := range items {
			t.Logf("%s %q %s %v", it.Golchin.Site, it.Title, it.Golchin.Code, it.origins())
		}
	}
	if round == identityRounds && forty != fortyArticles {
		t.Errorf("the web holds %d articles of five publishers, want %d", forty, fortyArticles)
	}
}

func (r *identityRun) checkItem(t *testing.T, i, round int, it identityItem) {
	p := r.pieces[i]
	if id, ok := r.ids[i]; ok && id != it.ID {
		t.Errorf("%s: id changed from %s to %s", p.title, id, it.ID)
	}
	r.ids[i] = it.ID
	if was, ok := r.updated[i]; ok && was != it.Updated {
		r.moves[i]++
	}
	r.updated[i] = it.Updated
	if d := cmp.Diff(p.origins(round), it.origins()); d != "" {
		t.Errorf("%s: origins (-want +got):\n%s", p.title, d)
	}
	if p.code != it.Golchin.Code {
		t.Errorf("%s: code %q, want %q", p.title, it.Golchin.Code, p.code)
	}
	if round < identityRounds {
		return
	}
	if it.Golchin.Canonical != p.canonical {
		t.Errorf("%s: canonical URL %q, want %q", p.title, it.Golchin.Canonical, p.canonical)
	}
	want := escaped(p.address())
	if want == "" { // readers are sent to our own page
		want = r.server.url + "/items/" + strings.TrimPrefix(it.ID, "urn:uuid:")
	}
	if it.URL != want {
		t.Errorf("%s: link %q, want %q", p.title, it.URL, want)
	}
	if want := p.date(i).Format(time.RFC3339); it.Published != want {
		t.Errorf("%s: published %s, want %s", p.title, it.Published, want)
	}
	if words, _, _ := strings.Cut(it.HTML, `<div class="golchin-also"`); words != p.words() {
		t.Errorf("%s: text %q, want %q", p.title, words, p.words())
	}
	var was []string
	for _, h := range it.Golchin.Headlines {
		was = append(was, h.Title)
	}
	if d := cmp.Diff(p.was, was); d != "" {
		t.Errorf("%s: earlier headlines (-want +got):\n%s", p.title, d)
	}
	if r.moves[i] != p.moves {
		t.Errorf("%s: updated moved %d times, want %d", p.title, r.moves[i], p.moves)
	}
}

// prune deletes the items of one source as if a year had passed, beside the
// running server.
func (r *identityRun) prune(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(r.dir, "golchin.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	n, err := db.Prune(t.Context(), time.Now().AddDate(1, 0, 0), map[string]time.Duration{"passing": time.Hour}, 0, 100)
	if err != nil || n != 2 {
		t.Fatalf("pruned %d items, %v; want 2", n, err)
	}
}

// checkAbsorbed asks for an item that became part of another.
func (r *identityRun) checkAbsorbed(t *testing.T) {
	into := slices.IndexFunc(r.pieces, func(p piece) bool { return p.title == "Two that were one" })
	part := slices.IndexFunc(r.pieces, func(p piece) bool { return p.title == "Two that were one, second" })
	uuid := func(i int) string { return strings.TrimPrefix(r.ids[i], "urn:uuid:") }
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(r.server.url + "/items/" + uuid(part))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(resp.Header.Get("Location"), "/items/"+uuid(into)) {
		t.Errorf("an absorbed id: %d to %q, want 301 to %s", resp.StatusCode, resp.Header.Get("Location"), uuid(into))
	}
}

// checkPages looks for what only a private source said.
func (r *identityRun) checkPages(t *testing.T) {
	paths := []string{"/", "/sources", "/feeds/all.rss", "/feeds/all.atom", "/opml.xml", "/feeds/health.rss"}
	for _, id := range r.ids {
		paths = append(paths, "/items/"+strings.TrimPrefix(id, "urn:uuid:"))
	}
	for _, path := range paths {
		_, body, _ := r.server.get(t, path)
		if strings.Contains(body, "SECRET") || strings.Contains(body, "vip") {
			t.Errorf("%s shows what only a private source said", path)
		}
	}
}

// checkSearch looks for a private source's words, which find nothing.
func (r *identityRun) checkSearch(t *testing.T) {
	for words, found := range map[string]bool{"SECRET": false, "pills": false, "Tracked": true} {
		if _, body, _ := r.server.get(t, "/search?q="+words); strings.Contains(body, "/items/") != found {
			t.Errorf("search for %s: found %v, want %v", words, !found, found)
		}
	}
}

// checkExplain asks the program about every article by its link, or its id.
func (r *identityRun) checkExplain(t *testing.T) {
	for i, p := range r.pieces {
		if !p.shownIn(identityRounds) {
			continue
		}
		ask := p.address()
		if ask == "" || p.site == "homely.example" || p.site == "board.example" {
			ask = r.ids[i]
		}
		out := mustRun(t, r.dir, "explain", ask)
		code := p.code
		if code == "" {
			code = "none"
		}
		for _, want := range []string{"id          " + r.ids[i], "code        " + code + " at " + p.site + "\n", "words by source " + p.voice() + "\n"} {
			if !strings.Contains(out, want) {
				t.Errorf("explain %s does not say %q:\n%s", ask, want, out)
			}
		}
		for _, told := range p.told {
			if told.rounds != "" && !strings.Contains(out, told.source+"  "+readable(told.link)+"\n") {
				t.Errorf("explain %s: not seen at %s %s:\n%s", ask, told.source, told.link, out)
			}
		}
		for _, h := range p.was {
			if !strings.Contains(out, h) {
				t.Errorf("explain %s: nothing of the headline %q", ask, h)
			}
		}
	}
	if out, _, code := golchin(t, r.dir, "explain", "https://passing.example/fa/news/777001/z"); code != exitFailed {
		t.Errorf("explain a pruned item: exit %d, want %d\n%s", code, exitFailed, out)
	}
}

// checkLinks lets `golchin check` say who each link is.
func (r *identityRun) checkLinks(t *testing.T) {
	args := []string{"check"}
	var want []piece
	for _, p := range r.pieces {
		for _, told := range p.told {
			if p.canonical != "" && told.source == p.voice() && told.link != "" && told.xml == "" && p.link == "" {
				args, want = append(args, told.link), append(want, p)
			}
		}
	}
	blocks := strings.Split(mustRun(t, r.dir, args...), "\n\n")
	if len(blocks) != len(want) {
		t.Fatalf("check told of %d links, want %d", len(blocks), len(want))
	}
	for i, p := range want {
		code := p.code
		if code == "" {
			code = "none"
		}
		for _, line := range []string{"site       " + p.site, "code       " + code, "canonical  " + p.canonical} {
			if p.until == 0 && !strings.Contains(blocks[i]+"\n", line+"\n") {
				t.Errorf("check %s does not say %q:\n%s", args[i+1], line, blocks[i])
			}
		}
	}
}

// checkTry lets `golchin try` look at a feed and at an article page.
func (r *identityRun) checkTry(t *testing.T, web *testWeb) {
	out := mustRun(t, r.dir, "try", web.URL+"/rahbord.xml")
	for _, p := range r.pieces[:5] {
		if want := "  code       " + p.code + "\n  canonical  " + p.canonical + "\n"; !strings.Contains(out, want) {
			t.Errorf("try does not say %q:\n%s", want, out)
		}
	}
	web.set("/fa/news/300001/a", `<!DOCTYPE html><html lang="fa"><head><title>Host without slug</title></head><body><article><h1>Host without slug</h1><p>کد خبر: ۳۰۰۰۰۱</p><p>`+
		strings.Repeat("The words of the article go on. ", 40)+`</p></article></body></html>`)
	out = mustRun(t, r.dir, "try", web.URL+"/fa/news/300001/a?utm_source=x")
	for _, want := range []string{"code       300001 (in the link), 300001 (printed)", "canonical  " + strings.Replace(web.URL, "http:", "https:", 1) + "/fa/news/300001\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("try does not say %q:\n%s", want, out)
		}
	}
}

// checkStatus looks for the sources whose guids or links lie.
func (r *identityRun) checkStatus(t *testing.T) {
	out := mustRun(t, r.dir, "status")
	for _, want := range []string{"one guid stands for several articles", "all lead to one page"} {
		if !strings.Contains(out, want) {
			t.Errorf("status does not say %q:\n%s", want, out)
		}
	}
}

// seenNow are the times that depend on when the test runs.
var seenNow = regexp.MustCompile(`"(seen|date_modified)":"20(2[6-9]|[3-9])[^"]*"`)

// rebuilt makes two databases of the web as it is, from sources listed and
// polled in opposite orders: the same documents give the same bytes.
func rebuilt(t *testing.T, base string) {
	t.Helper()
	var bodies [2]string
	for i := range bodies {
		dir, sources := t.TempDir(), identitySources(base)
		if i == 1 {
			slices.Reverse(sources)
		}
		writeConfig(t, dir, "", sources...)
		mustRun(t, dir, "poll")
		s := serve(t, dir)
		_, body, _ := s.get(t, wholeFeed)
		bodies[i] = seenNow.ReplaceAllString(strings.ReplaceAll(body, s.url, ""), `"$1":""`)
		s.stop(t)
	}
	if d := cmp.Diff(strings.Split(bodies[0], "},{"), strings.Split(bodies[1], "},{")); d != "" {
		t.Errorf("the order of sources matters (-listed +reversed):\n%s", d)
	}
}
