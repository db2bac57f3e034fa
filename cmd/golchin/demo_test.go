package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golchin/aggregator"
	"golchin/aggregator/news"
	"golchin/cmd/golchin/demo"
	"golchin/store"
)

// demoEnv is a process without an environment whose temporary files go with
// the test; it returns what the demo prints.
func demoEnv(t *testing.T) (e *env, out, errs *bytes.Buffer) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return &env{out: out, err: errs, lookup: func(string) (string, bool) { return "", false }}, out, errs
}

// nothingLeft holds that the demo took its database away.
func nothingLeft(t *testing.T) {
	t.Helper()
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestDemoOnce runs the command and reads what it prints.
func TestDemoOnce(t *testing.T) {
	e, out, errs := demoEnv(t)
	if code := run(t.Context(), e, []string{"demo", "-once"}); code != exitOK || errs.Len() > 0 {
		t.Fatalf("exit %d\n%s", code, errs)
	}
	nothingLeft(t)
	lines := strings.Split(out.String(), "\n")
	squeezed := func(line string) string { return strings.Join(strings.Fields(line), " ") }
	for _, want := range []string{
		"breakwater - failing 0 Breakwater Radio (demo); fetch: 503 Service Unavailable",
		"narenj rss ok 5 Narenj news site (demo)",
		"waha rss ok 5 Al-Waha site (demo); repaired: charset: 1 bad UTF-8 byte, 1 unclosed item, 1 bare ampersand, 1 undefined entity",
		"zanbaqa rdf ok 5 Az-Zanbaqa daily (demo)",
		"15 feeds of 16 read; 68 items, seen at 77 places",
		"3 URLs, 1 item, because all carry the news code 215615 of sepidar.example",
		"Topic gaza-ceasefire: 15 of 68 items",
		"not in it, although near:",
	} {
		if !slices.ContainsFunc(lines, func(l string) bool { return squeezed(l) == want }) {
			t.Errorf("no line %q", want)
		}
	}
	for _, want := range []string{"3 sites, 3 URLs, 1 entry, because same headline; same text", "10 sites, 10 URLs, 1 entry, because headlines agree"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nowhere %q", want)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

func TestDemoRefuses(t *testing.T) {
	for _, args := range [][]string{{"-lang", "de"}, {"now"}, {"-twice"}} {
		e, _, errs := demoEnv(t)
		if code := run(t.Context(), e, append([]string{"demo"}, args...)); code != exitUsage || errs.Len() == 0 {
			t.Errorf("demo %v: exit %d, want %d\n%s", args, code, exitUsage, errs)
		}
		nothingLeft(t)
	}
}

// TestDemoListen finds another port where the usual one is taken.
func TestDemoListen(t *testing.T) {
	if l, err := net.Listen("tcp", "127.0.0.1:8080"); err == nil { // else somebody else has it
		defer l.Close()
	}
	for flag, want := range map[string]string{usualListen: "127.0.0.1:0", "127.0.0.1:9999": "127.0.0.1:9999", ":7000": ":7000"} {
		if got := demoListen(flag); got != want {
			t.Errorf("demoListen(%q) = %q, want %q", flag, got, want)
		}
	}
}

// demoStage is a stage whose web ages when the test says so.
func demoStage(t *testing.T) (s *stage, age func(time.Duration)) {
	t.Helper()
	e, _, _ := demoEnv(t)
	begin, grown := time.Now(), new(atomic.Int64)
	s, err := e.stage(t.Context(), slog.New(slog.DiscardHandler), "en", func() time.Time { return begin.Add(time.Duration(grown.Load())) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s, func(d time.Duration) { grown.Store(int64(d)) }
}

// demoPoll is a round; it returns the reports by source.
func demoPoll(t *testing.T, s *stage) map[string]aggregator.Report {
	t.Helper()
	agg, err := s.house.aggregator(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	reports, err := agg.Poll(t.Context(), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]aggregator.Report{}
	for _, r := range reports {
		by[r.Source] = r
	}
	return by
}

// TestDemoTruth holds what was stored against what the web was written to show.
func TestDemoTruth(t *testing.T) {
	s, _ := demoStage(t)
	demoPoll(t, s)
	stats, err := s.house.store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := [3]int{stats.Items, stats.Origins, stats.Stories}
	if want := [3]int{68, 77, 59}; got != want {
		t.Errorf("items, origins, stories: %v, want %v", got, want)
	}
	for _, c := range []struct {
		name string
		by   store.Group
		want []string
	}{
		{"copies", store.ByCopy, []string{
			"chakavak.example/88213 narenj.example/ sepidar.example/215615",
			"demowire.example/ lantern.example/",
			"sonunu.example/ar/40771 zanbaqa.example/",
		}},
		{"stories", store.ByStory, []string{ // one announcement, in three languages
			"chakavak.example/88213 demowire.example/ harbour.example/ lantern.example/ madad.example/215622 narenj.example/ " +
				"sepidar.example/215615 sonunu.example/ar/40771 waha.example/ zanbaqa.example/",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			groups, err := s.groups(t.Context(), c.by)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, g := range groups {
				var who []string
				for _, it := range g {
					who = append(who, it.Site+"/"+string(it.Code))
				}
				slices.Sort(who)
				got = append(got, strings.Join(who, " "))
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
	t.Run("topic", func(t *testing.T) { demoTopic(t, s) })
	t.Run("same number", func(t *testing.T) { demoNumbers(t, s) })
}

// demoNumbers looks at one number at two publishers, and at an article that a
// digest carries too: it adds a place, and no word.
func demoNumbers(t *testing.T, s *stage) {
	for key, gloss := range map[news.Key]string{
		"code:sepidar.example:215615": "Egypt and Qatar announce a one-month ceasefire in Gaza",
		"code:madad.example:215615":   "An epic of a crowd on a rainy night at the stadium",
	} {
		it, err := s.house.store.ByKey(t.Context(), key)
		if err != nil || demo.Gloss(it.Title) != gloss {
			t.Errorf("%s: %q %v, want %q", key, demo.Gloss(it.Title), err, gloss)
		}
	}
	it, err := s.house.store.ByKey(t.Context(), "url:https://lantern.example/2/7702-bookshop")
	if err != nil || it.Face.Source != "lantern" || it.Publisher != "The Example Lantern (demo)" || len(it.Origins) != 2 || it.Summary == "" {
		t.Errorf("%q by %s, words by %s, %d origins: %v", it.Title, it.Publisher, it.Face.Source, len(it.Origins), err)
	}
}

// demoTopic names, in English, what is in the topic and what is near it.
func demoTopic(t *testing.T, s *stage) {
	items, err := s.items(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	in, near := s.sorted(items)
	english := func(items []news.Item) []string {
		var out []string
		for _, it := range items {
			out = append(out, firstOf(demo.Gloss(it.Title), it.Title))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if got, want := english(in), []string{
		"Egypt and Qatar announce a one-month ceasefire in Gaza",
		"Egypt and Qatar announce a one-month truce in the Gaza Strip",
		"Egypt and Qatar announce one-month ceasefire in Gaza",
		"Egypt and Qatar declare a one-month ceasefire in Gaza",
		"Families wait as first hostages are to be freed under Gaza truce",
		"One-month Gaza ceasefire agreed, Egypt and Qatar announce",
		"One-month ceasefire in Gaza: Egypt and Qatar announce the deal",
		"One-month truce in the Gaza Strip, announced by Egypt and Qatar",
		"Prisoner exchange between Hamas and Israel begins on Thursday",
		"Wide welcome for the Gaza ceasefire agreement",
	}; !slices.Equal(got, want) {
		t.Errorf("in the topic: %q\nwant %q", got, want)
	}
	if got, want := english(near), []string{
		"An epic of a crowd on a rainy night at the stadium",
		"Ceasefire declared in Sweida after three days of fighting",
		"Ceasefire in Sudan enters its second day",
		"Gazelles return to the salt flats as herders agree a truce over wells",
		"Lebanon ceasefire lets farmers pick their olives",
	}; !slices.Equal(got, want) {
		t.Errorf("near the topic: %q\nwant %q", got, want)
	}
}

// TestDemoGrows polls while the web changes: a headline is corrected, an
// article comes up, everything else answers 304.
func TestDemoGrows(t *testing.T) {
	s, age := demoStage(t)
	demoPoll(t, s)
	before := demoStorm(t, s)
	said := new(bytes.Buffer)
	s.e.out, s.house.heard = said, s.hear(t.Context())
	for _, c := range []struct {
		name    string
		age     time.Duration
		changed string // the one source that says more than 304
		outcome [2]int // new, changed
	}{
		{"nothing yet", 10 * time.Second, "", [2]int{}},
		{"a headline", 25 * time.Second, "lantern", [2]int{0, 1}},
		{"an article", 35 * time.Second, "sepidar", [2]int{1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			age(c.age)
			for name, r := range demoPoll(t, s) {
				want := http.StatusNotModified
				switch name {
				case c.changed:
					want = http.StatusOK
				case "breakwater":
					want = http.StatusServiceUnavailable
				}
				if r.Status != want {
					t.Errorf("%s: status %d %s, want %d", name, r.Status, r.Skipped, want)
				}
				if got := [2]int{r.Outcome.New, r.Outcome.Changed}; name == c.changed && got != c.outcome || name != c.changed && got != [2]int{} {
					t.Errorf("%s: new, changed %v, want %v", name, got, c.outcome)
				}
			}
		})
	}
	after := demoStorm(t, s)
	if after.ID != before.ID || after.Title != "Storm closes 31 schools on the Mirra coast" ||
		len(after.Headlines) != 1 || after.Headlines[0].Title != before.Title || !after.Sort.Equal(before.Sort) {
		t.Errorf("before: %s %q\nafter: %s %q, was %v", before.ID, before.Title, after.ID, after.Title, after.Headlines)
	}
	for _, want := range []string{
		"  changed  lantern  Storm closes 31 schools on the Mirra coast\n                   was: Storm closes 14 schools on the Mirra coast\n",
		"  new      sepidar  ", "  First flour trucks enter Gaza after the ceasefire\n",
	} {
		if strings.Count(said.String(), want) != 1 {
			t.Errorf("said %q, want %q once", said, want)
		}
	}
}

func demoStorm(t *testing.T, s *stage) news.Item {
	t.Helper()
	it, err := s.house.store.ByKey(t.Context(), "url:https://lantern.example/2/7728-storm")
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// TestDemoServes runs the command until it invites, and subscribes.
func TestDemoServes(t *testing.T) {
	e, _, errs := demoEnv(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	e.out = w
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, e, []string{"demo", "-lang", "fa", "-listen", "127.0.0.1:0"})
		w.Close()
	}()
	base := ""
	lines := bufio.NewScanner(r)
	for base == "" && lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) == 3 && f[0] == "home" {
			base = f[2]
		}
	}
	go func() { _, _ = io.Copy(io.Discard, r) }() // what it still says
	if base == "" {
		t.Fatalf("it invites to no home page: exit %d\n%s", <-code, errs)
	}
	for _, c := range []struct {
		path string
		want []string
	}{
		{"", []string{`dir="rtl"`, "گلچین (نمونه)", "/feeds/gaza-ceasefire.rss"}},
		{"feeds/gaza-ceasefire.rss", []string{"<item", "آتش‌بس"}},
		{"feeds/gaza-ceasefire.atom", []string{"<entry", "آتش‌بس"}},
		{"feeds/all.rss", []string{"Saffron buns", "زعفران"}},
		{"feeds/search.rss?q=saffron", []string{"Saffron buns"}},
		{"healthz", nil},
	} {
		body := demoGet(t, base+c.path)
		if strings.HasSuffix(c.path, ".rss") || strings.HasSuffix(c.path, ".atom") {
			if err := xml.Unmarshal([]byte(body), &struct{}{}); err != nil {
				t.Errorf("%s: %v", c.path, err)
			}
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q", c.path, want)
			}
		}
	}
	demoFeeds(t, base)
	cancel()
	if c := <-code; c != exitOK || errs.Len() > 0 {
		t.Errorf("exit %d\n%s", c, errs)
	}
	nothingLeft(t)
}

// demoFeeds counts the entries of what is published.
func demoFeeds(t *testing.T, base string) {
	t.Helper()
	for path, want := range map[string]int{
		"feeds/all.json?stories=all": 68,
		"feeds/all.json":             64, // copies share an entry
		"feeds/gaza-ceasefire.json":  11,
		"feeds/gaza.json":            6, // stories do
		"feeds/gaza-fa.json":         2,
		"feeds/source/waha.json":     5,
	} {
		var doc struct{ Items []json.RawMessage }
		if err := json.Unmarshal([]byte(demoGet(t, base+path)), &doc); err != nil || len(doc.Items) != want {
			t.Errorf("%s: %d entries, want %d: %v", path, len(doc.Items), want, err)
		}
	}
}

func demoGet(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, resp.Status, err)
	}
	return string(body)
}
