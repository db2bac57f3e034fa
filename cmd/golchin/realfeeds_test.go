package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/store"
	"golchin/store/sqlite"
)

// TestRealFeeds polls every real feed file of GOLCHIN_TEST_DATA, twice, and
// subscribes to the result with real readers.
func TestRealFeeds(t *testing.T) {
	ys, files := realSources(t)
	dir := t.TempDir()
	writeConfig(t, dir, "topics: [{use: gaza-ceasefire}, {use: ukraine-war}]\n", ys...)
	if out, errs, code := golchin(t, dir, "poll"); code != exitOK {
		t.Errorf("first poll: exit %d\n%s%s", code, out, errs)
	}
	items := everyEntryOnce(t, dir, files)
	first := dump(t, dir)
	out, _, _ := golchin(t, dir, "poll", "-json")
	var second struct {
		Sources []struct {
			Source       string
			Status       int
			New, Changed int
		}
	}
	if err := json.Unmarshal([]byte(out), &second); err != nil {
		t.Fatal(err)
	}
	for _, s := range second.Sources {
		if s.Status != http.StatusNotModified || s.New+s.Changed > 0 {
			t.Errorf("second poll of %s: status %d, %d new, %d changed; want 304 and nothing", files[s.Source], s.Status, s.New, s.Changed)
		}
	}
	if got := dump(t, dir); !slices.Equal(got, first) {
		t.Error("the second poll changed what is kept")
	}
	t.Logf("%d feeds, %d items", len(ys), items)

	s := serve(t, dir)
	titles := map[string]int{}
	pages := 0
	for path := "/feeds/all.json?limit=1000&stories=all"; path != ""; pages++ {
		f := s.feed(t, path)
		for _, it := range f.Items {
			titles[it.ID]++
		}
		path = strings.TrimPrefix(f.NextURL, s.url)
	}
	if len(titles) != items {
		t.Errorf("%d pages of all.json hold %d items, the store %d", pages, len(titles), items)
	}
	readers(t, s, dir)
	s.stop(t)
}

// realSources serves every real feed file of GOLCHIN_TEST_DATA. It returns the
// sources and their files, by name.
func realSources(t *testing.T) ([]yamlSource, map[string]string) {
	t.Helper()
	data := os.Getenv("GOLCHIN_TEST_DATA")
	if data == "" {
		t.Skip("GOLCHIN_TEST_DATA names no folder of real feeds")
	}
	web := httptest.NewServer(http.FileServer(http.Dir(data)))
	t.Cleanup(web.Close)
	var ys []yamlSource
	files := map[string]string{}
	for _, root := range []string{"feeds", "persian/feeds"} {
		err := filepath.WalkDir(filepath.Join(data, root), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains([]string{".xml", ".rss", ".atom", ".json"}, filepath.Ext(path)) {
				return err
			}
			rel, err := filepath.Rel(data, path)
			name := fmt.Sprintf("f%03d", len(ys))
			u := url.URL{Path: "/" + filepath.ToSlash(rel)}
			ys = append(ys, yamlSource{name, web.URL + u.String(), ""})
			files[name] = path
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ys, files
}

// everyEntryOnce finds every entry of every file in the store, as one item,
// and returns how many items there are.
func everyEntryOnce(t *testing.T, dir string, files map[string]string) int {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "golchin.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rules, err := identity.New(identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	entries, found := 0, map[news.ItemID]bool{}
	for name, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		src := news.Source{Name: name}
		doc, err := parse.Parse(t.Context(), body, parse.Options{URL: "http://127.0.0.1/" + filepath.Base(path), Source: src})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, e := range doc.Entries {
			entries++
			it, err := db.ByKey(t.Context(), rules.Identify(src, e).Keys...)
			if err != nil {
				it, err = db.ByKey(t.Context(), identity.Hash(src, e)) // a source whose guids or links lie
			}
			if err != nil {
				t.Errorf("%s: %q is not kept: %v", path, e.Title, err)
				continue
			}
			found[it.ID] = true
			if !slices.ContainsFunc(it.Origins, func(o news.Origin) bool { return o.Source == name }) {
				t.Errorf("%s: %q is kept without its origin", path, e.Title)
			}
		}
	}
	n, err := db.Count(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if n != len(found) {
		t.Errorf("%d items are kept, %d were found by the entries", n, len(found))
	}
	t.Logf("%d entries, %d items", entries, n)
	return n
}

// readers subscribes with the readers that are installed and compares what
// they list with our own JSON.
func readers(t *testing.T, s *server, dir string) {
	want := len(s.feed(t, "/feeds/all.json").Items)
	rssURL, atomURL := s.url+"/feeds/all.rss", s.url+"/feeds/all.atom"
	if bin, err := exec.LookPath("newsboat"); err == nil {
		for _, u := range []string{rssURL, atomURL} {
			urls, cache := filepath.Join(dir, "urls"), filepath.Join(t.TempDir(), "c.db")
			if err := os.WriteFile(urls, []byte(u+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(bin, "-u", urls, "-C", "/dev/null", "-c", cache, "-x", "reload").CombinedOutput(); err != nil {
				t.Errorf("newsboat: %v\n%s", err, out)
			}
			out, err := exec.Command(bin, "-u", urls, "-C", "/dev/null", "-c", cache, "-x", "print-unread").CombinedOutput()
			if err != nil || !strings.HasPrefix(string(out), fmt.Sprint(want, " ")) {
				t.Errorf("newsboat of %s lists %q, want %d (%v)", u, out, want, err)
			}
		}
	}
	for name, cmd := range map[string]string{
		"sfeed rss":       "curl -sf '" + rssURL + "' | sfeed | wc -l",
		"sfeed atom":      "curl -sf '" + atomURL + "' | sfeed | wc -l",
		"feedparser rss":  `/usr/bin/python3 -c 'import feedparser,sys; d=feedparser.parse("` + rssURL + `"); sys.exit(f"bozo {d.bozo_exception}") if d.bozo else print(len(d.entries))'`,
		"feedparser atom": `/usr/bin/python3 -c 'import feedparser,sys; d=feedparser.parse("` + atomURL + `"); sys.exit(f"bozo {d.bozo_exception}") if d.bozo else print(len(d.entries))'`,
	} {
		if strings.HasPrefix(name, "sfeed") {
			if _, err := exec.LookPath("sfeed"); err != nil {
				continue
			}
		} else if exec.Command("/usr/bin/python3", "-c", "import feedparser").Run() != nil {
			continue
		}
		out, err := exec.Command("sh", "-c", cmd).CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != fmt.Sprint(want) {
			t.Errorf("%s lists %q, want %d (%v)", name, out, want, err)
		} else {
			t.Logf("%s lists all %d items", name, want)
		}
	}
}
