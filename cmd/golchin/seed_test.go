package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	seedTitle = "روسیه خواستار آتشبس دائمی در غزه شد"
	seedPath  = "/fa/news/215615/روسیه-خواستار-آتشبس-دائمی-در-غزه-شد"
	seedLead  = "سفیر فدراسیون روسیه در فلسطین اشغالی ضمن اشاره به حمایت روسیه از وقفه بشردوستانهای که در نوار غزه برقرار شده، اما گفت که مسکو خواستار دائمیشدن این آتشبس است."
	// seedDeep stands in the page's text only.
	seedDeep = "امید است که دیگر بازداشتیهای ما نیز در آینده نزدیک آزاد بشوند"
)

// seedTopics are all topics of the library: the crawl day's headlines would
// put the item into five of them.
const seedTopics = `topics:
  - use: gaza-ceasefire
  - use: iran-nuclear
  - use: lebanon-israel
  - use: syria
  - use: ukraine-war
  - use: iran-sanctions
  - use: oil-market
  - use: earthquake
feeds:
  - {slug: whole, title: Whole, content: full}
  - {slug: mine, title: Mine, token: a-token-of-one-reader}
`

// seedWeb serves the seed's feed and page under the test's own host.
func seedWeb(t *testing.T, robots string) *testWeb {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "aggregator", "article", "testdata", "iransamaneh.html"))
	if err != nil {
		t.Fatal(err)
	}
	web := newTestWeb(t)
	web.set("/robots.txt", robots)
	web.set(seedPath, strings.ReplaceAll(string(page), "https://rahbordemoaser.ir", web.URL))
	web.set("/fa/rss/allnews", rss("راهبرد معاصر", seedEntry(web.URL)))
	return web
}

func seedEntry(base string) entry {
	return entry{title: seedTitle, link: base + seedPath, guid: base + "/fa/news/215615", text: seedLead}
}

func seedSource(base string) yamlSource {
	return yamlSource{"rahbord", base + "/fa/rss/allnews", "title: راهبرد معاصر\nlanguage: fa\ntimezone: Asia/Tehran\nfull_text: true"}
}

func (w *testWeb) count(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[path] + w.same[path]
}

// seedItem is what this test reads of an item.
type seedItem struct {
	Title, Published, Language string
	Code, Publisher            string
	Topics                     []string
	Agency                     string
	Cites                      []string
}

func (s *server) seed(t *testing.T, path string) []seedItem {
	t.Helper()
	code, body, _ := s.get(t, path)
	if code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, code, body)
	}
	var f struct {
		Items []struct {
			Title     string `json:"title"`
			Published string `json:"date_published"`
			Language  string `json:"language"`
			Golchin   struct {
				Code    string   `json:"news_code"`
				Topics  []string `json:"topics"`
				Origins []struct {
					Publisher string `json:"publisher"`
				} `json:"origins"`
				Attribution struct {
					Agency string   `json:"agency"`
					Cites  []string `json:"cites"`
				} `json:"attribution"`
			} `json:"_golchin"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var out []seedItem
	for _, it := range f.Items {
		g := it.Golchin
		out = append(out, seedItem{it.Title, it.Published, it.Language, g.Code, g.Origins[0].Publisher, g.Topics, g.Attribution.Agency, g.Attribution.Cites})
	}
	return out
}

// TestSeed follows the article that golchin began with from a feed that links
// it to what is published: code, date, chain and topic, and none of the
// headlines that stood around it on the day it was stored.
func TestSeed(t *testing.T) {
	t.Parallel()
	web := seedWeb(t, "User-agent: *\nDisallow: /admin/\n")
	dir := t.TempDir()
	writeConfig(t, dir, seedTopics, seedSource(web.URL))
	mustRun(t, dir, "poll")
	s := serve(t, dir)
	want := []seedItem{{
		Title: seedTitle, Published: "2023-11-27T11:43:00Z", Language: "fa", Code: "215615", Publisher: "راهبرد معاصر",
		Topics: []string{"gaza-ceasefire"}, Agency: "fars", Cites: []string{"sputnik"},
	}}
	for _, path := range []string{"/feeds/all.json", "/feeds/gaza-ceasefire.json", "/feeds/source/rahbord.json"} {
		if d := cmp.Diff(want, s.seed(t, path)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
	item := "/items/" + strings.TrimPrefix(s.feed(t, "/feeds/all.json").Items[0].ID, "urn:uuid:")
	t.Run("chain", func(t *testing.T) {
		_, body, _ := s.get(t, item)
		for _, name := range []string{"راهبرد معاصر", "fars", "sputnik", "215615"} {
			if !strings.Contains(body, name) {
				t.Errorf("the item's page does not say %q", name)
			}
		}
		out := mustRun(t, dir, "explain", web.URL+seedPath)
		if !strings.Contains(out, "taken from  fars, citing sputnik\n") {
			t.Errorf("explain does not tell the chain:\n%s", out)
		}
	})
	t.Run("boilerplate", func(t *testing.T) { s.noBoilerplate(t, item) })
	t.Run("full text", func(t *testing.T) { s.fullText(t) })
	t.Run("asked once", func(t *testing.T) { askedOnce(t, web, dir, s) })
	if code := s.stop(t); code != exitOK {
		t.Errorf("SIGTERM: exit %d\n%s", code, s.log)
	}
}

// noBoilerplate looks everywhere for the headlines of the crawl day.
func (s *server) noBoilerplate(t *testing.T, item string) {
	day, err := os.ReadFile("testdata/seed_day.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := append(strings.Split(strings.TrimSpace(string(day)), "\n"), "سویداء", "رمرزارزها", "مطالب مرتبط", "ارسال نظر", "آخرین اخبار", "خرید اقساطی", "نظر خواننده")
	paths := []string{"/", "/sources", item}
	for _, f := range []string{"all", "gaza-ceasefire", "source/rahbord", "whole"} {
		paths = append(paths, "/feeds/"+f+".rss", "/feeds/"+f+".atom", "/feeds/"+f+".json")
	}
	paths = append(paths, "/p/a-token-of-one-reader/mine.rss", "/p/a-token-of-one-reader/mine.atom", "/p/a-token-of-one-reader/mine.json")
	for _, topic := range []string{"gaza-ceasefire", "syria", "lebanon-israel", "iran-nuclear", "ukraine-war"} {
		paths = append(paths, "/topics/"+topic)
	}
	for _, path := range paths {
		code, body, _ := s.get(t, path)
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		for _, l := range lines {
			if strings.Contains(body, l) {
				t.Errorf("%s shows %q", path, l)
			}
		}
	}
	for _, topic := range []string{"syria", "lebanon-israel", "iran-nuclear", "ukraine-war", "iran-sanctions", "oil-market", "earthquake"} {
		if got := s.feed(t, "/feeds/"+topic+".json"); len(got.Items) != 0 {
			t.Errorf("the item is in %s", topic)
		}
	}
	// What the page says itself is found, also behind the lead.
	for words, found := range map[string]bool{
		"سویداء": false, "رمرزارزها": false, "الجولانی": false, "زلنسکی": false, "ونزوئلا": false, "رویترز": false, "اقساطی": false, "تلگرام": false,
		"زاخارووا": true, "ویکتوروف": true, "آتش‌بس": true, "code:۲۱۵۶۱۵": true,
	} {
		if got := s.feed(t, "/feeds/search.json?q="+url.QueryEscape(words)); (len(got.Items) > 0) != found {
			t.Errorf("search for %s: found %v, want %v", words, !found, found)
		}
		_, body, _ := s.get(t, "/search?q="+url.QueryEscape(words))
		if strings.Contains(body, item) != found {
			t.Errorf("the search page for %s: found %v, want %v", words, !found, found)
		}
	}
}

// fullText finds the page's text in the feeds that were meant to carry it and
// nowhere else.
func (s *server) fullText(t *testing.T) {
	for feed, carries := range map[string]bool{
		"/feeds/all": false, "/feeds/gaza-ceasefire": false, "/feeds/source/rahbord": false, "/feeds/search?q=زاخارووا": false,
		"/feeds/whole": true, "/p/a-token-of-one-reader/mine": true,
	} {
		name, query, _ := strings.Cut(feed, "?q=")
		for _, format := range []string{".rss", ".atom", ".json"} {
			path := name + format
			if query != "" {
				path += "?q=" + url.QueryEscape(query)
			}
			code, body, _ := s.get(t, path)
			if code != http.StatusOK || !strings.Contains(body, seedTitle) {
				t.Errorf("%s: %d, without the item", path, code)
			}
			if strings.Contains(body, seedDeep) != carries {
				t.Errorf("%s carries the full text: %v, want %v", path, !carries, carries)
			}
		}
	}
	if code, _, _ := s.get(t, "/feeds/mine.json"); code == http.StatusOK {
		t.Error("the feed with a token is served without it")
	}
}

// askedOnce polls in every way there is and counts what the page was asked.
func askedOnce(t *testing.T, web *testWeb, dir string, s *server) {
	if n := web.count(seedPath); n != 1 {
		t.Fatalf("the page was asked %d times, want 1", n)
	}
	mustRun(t, dir, "poll")
	mustRun(t, dir, "poll", "-force")
	news := seedEntry(web.URL)
	news.title, news.link, news.guid, news.date = "یک خبر تازه", web.URL+"/fa/news/215616/x", "n2", time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	news.text = "هوا آفتابی است."
	web.set("/fa/rss/allnews", rss("راهبرد معاصر", news, seedEntry(web.URL)))
	web.set("/fa/news/215616/x", `<!DOCTYPE html><html lang="fa"><body><article><h1>یک خبر تازه</h1><p>`+strings.Repeat("هوا آفتابی است و دریا آرام. ", 40)+`</p></article></body></html>`)
	eventually(t, "the server reads the new page", func() bool { return web.count("/fa/news/215616/x") > 0 })
	eventually(t, "both are published", func() bool { return len(s.seed(t, "/feeds/all.json")) == 2 })
	mustRun(t, dir, "poll")
	for path, want := range map[string]int{seedPath: 1, "/fa/news/215616/x": 1} {
		if n := web.count(path); n != want {
			t.Errorf("%s was asked %d times, want %d", path, n, want)
		}
	}
	// Another headline in the feed does not take away what the page said.
	edited := seedEntry(web.URL)
	edited.title += "؛ واکنشها"
	web.set("/fa/rss/allnews", rss("راهبرد معاصر", news, edited))
	mustRun(t, dir, "poll")
	eventually(t, "the new headline with the page's words", func() bool {
		got := s.seed(t, "/feeds/search.json?q="+url.QueryEscape("زاخارووا"))
		return len(got) == 1 && got[0].Title == edited.title
	})
	got := s.seed(t, "/feeds/all.json")
	i := slices.IndexFunc(got, func(it seedItem) bool { return it.Code == "215615" })
	if i < 0 || got[i].Agency != "fars" || got[i].Published != "2023-11-27T11:43:00Z" {
		t.Errorf("later rounds took from the item what its page said: %+v", got)
	}
}

// TestSeedForbidden keeps away from a page that robots.txt forbids: the item
// is what the feed says of it.
func TestSeedForbidden(t *testing.T) {
	web := seedWeb(t, "User-agent: *\nDisallow: /fa/news/\n")
	dir := t.TempDir()
	writeConfig(t, dir, seedTopics, seedSource(web.URL))
	mustRun(t, dir, "poll")
	mustRun(t, dir, "poll", "-force")
	s := serve(t, dir)
	want := []seedItem{{Title: seedTitle, Language: "fa", Code: "215615", Publisher: "راهبرد معاصر", Topics: []string{"gaza-ceasefire"}}}
	got := s.seed(t, "/feeds/whole.json")
	for i := range got {
		got[i].Published = "" // the moment of first sight stands in for it
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if n := web.count("/robots.txt"); n == 0 {
		t.Error("robots.txt was not asked")
	}
	if n := web.count(seedPath); n != 0 {
		t.Errorf("the forbidden page was asked %d times", n)
	}
	s.stop(t)
}
