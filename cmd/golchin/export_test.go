package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// exported is a folder's files with their contents and times.
type exported map[string]exportedFile

type exportedFile struct {
	body string
	at   time.Time
}

// filesOf reads an export but for what it keeps for itself.
func filesOf(t *testing.T, dir string) exported {
	t.Helper()
	out := exported{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil || strings.HasPrefix(rel, exportOwn) {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		out[filepath.ToSlash(rel)] = exportedFile{string(body), info.ModTime()}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// differing are the names of files that are not the same in both.
func differing(a, b exported) []string {
	var out []string
	for name, x := range a {
		if y, ok := b[name]; !ok || x != y {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

const (
	secretTitle = "Confidential memo of the board"
	secretToken = "hush-hush-0123456789"
)

// exportHouse polls a small web into dir: two public sources, a private one,
// and a feed with a token.
func exportHouse(t *testing.T, items int) (dir string, web *testWeb) {
	t.Helper()
	web, dir = newTestWeb(t), t.TempDir()
	web.set("/a.xml", rss("A", exportEntries(items, "")...))
	web.set("/b.xml", rss("B", entry{"Gaza ceasefire holds", "https://b.example/news/7/z", "7", "The truce in Gaza holds.", exportDay}))
	web.set("/secret.xml", rss("S", entry{secretTitle, "https://s.example/news/9/z", "9", "Nobody may read it.", exportDay}))
	writeExportConfig(t, dir, web, "https://news.example.org/golchin")
	mustRun(t, dir, "poll")
	return dir, web
}

var exportDay = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// exportEntries are n entries; change is put behind the newest one's title.
func exportEntries(n int, change string) []entry {
	subjects := []string{"harvest", "railway", "museum", "election", "football", "drought", "bakery", "satellite", "orchestra", "harbour"}
	var out []entry
	for i := range n {
		title := fmt.Sprintf("Report %d on the %s of district %d", i, subjects[i%len(subjects)], i*7)
		if i == n-1 {
			title += change
		}
		out = append(out, entry{title, fmt.Sprintf("https://a.example/news/%d/x", 1000+i), fmt.Sprint(i), "Text of " + title, exportDay.Add(time.Duration(i) * time.Minute)})
	}
	return out
}

func writeExportConfig(t *testing.T, dir string, web *testWeb, url string) {
	t.Helper()
	writeConfig(t, dir, "topics: [{use: gaza-ceasefire}]\nfeeds:\n  - {slug: board, title: Board, token: "+secretToken+", sources: [secret]}\n  - {slug: everything, title: Everything, aliases: [old-name]}\n",
		yamlSource{"a", web.URL + "/a.xml", "site: a.example"}, yamlSource{"b", web.URL + "/b.xml", "site: b.example"},
		yamlSource{"secret", web.URL + "/secret.xml", "private: true"})
	path := filepath.Join(dir, "feeds.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	site := "site: {title: Test, language: en}"
	if url != "" {
		site = "site: {title: Test, language: en, url: \"" + url + "\"}"
	}
	text = bytes.Replace(text, []byte("site: {title: Test, language: en}"), []byte(site), 1)
	text = bytes.Replace(text, []byte("@every 1s"), []byte("@every 24h"), 1) // a server beside the export asks nobody anew
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// withoutSearch is a live page without what files cannot do.
func withoutSearch(page string) string {
	for _, part := range [][2]string{{`<form class="find"`, "</form>"}, {` · <a href="/golchin/search">`, "</a>"}} {
		from := strings.Index(page, part[0])
		if from < 0 {
			continue
		}
		to := strings.Index(page[from:], part[1])
		page = page[:from] + page[from+to+len(part[1]):]
	}
	return page
}

// TestExportServesTheSame holds a static file server over an export to what
// the live server answers.
func TestExportServesTheSame(t *testing.T) {
	dir, _ := exportHouse(t, 20)
	mustRun(t, dir, "export", "-dir", "public")
	live := serve(t, dir)
	static := httptest.NewServer(http.StripPrefix("/golchin", http.FileServer(http.Dir(filepath.Join(dir, "public")))))
	t.Cleanup(static.Close)
	id := strings.TrimPrefix(live.feed(t, "/feeds/all.json").Items[0].ID, "urn:uuid:")
	paths := []string{"/", "/topics/gaza-ceasefire", "/opml.xml", "/style.css", "/feed.css", "/favicon.svg", "/robots.txt", "/sources/a", "/items/" + id}
	for _, feed := range []string{"all", "gaza-ceasefire", "everything", "source/a", "source/b", "health"} {
		for _, ext := range []string{".rss", ".atom", ".json"} {
			paths = append(paths, "/feeds/"+feed+ext)
		}
	}
	for _, p := range append(paths, "/sources") {
		code, want, _ := live.get(t, "/golchin"+p)
		resp, err := http.Get(static.URL + "/golchin" + p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		want = withoutSearch(want)
		if code != http.StatusOK || resp.StatusCode != http.StatusOK || string(got) != want {
			t.Errorf("%s: live %d, %d bytes; static %d, %d bytes", p, code, len(want), resp.StatusCode, len(got))
		}
	}
	for name, f := range filesOf(t, filepath.Join(dir, "public")) {
		if plain, ok := strings.CutSuffix(name, ".gz"); ok {
			z, err := gzip.NewReader(strings.NewReader(f.body))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := io.ReadAll(z)
			if err != nil || string(got) != filesOf(t, filepath.Join(dir, "public"))[plain].body {
				t.Errorf("%s is not %s compressed: %v", name, plain, err)
			}
		}
	}
	if f := filesOf(t, filepath.Join(dir, "public")); f["feeds/all.rss.br"].body == "" || len(f["feeds/all.rss.br"].body) >= len(f["feeds/all.rss.gz"].body) {
		t.Error("feeds/all.rss.br is missing or no smaller than feeds/all.rss.gz")
	}
	// files redirect nobody: an old slug holds the new one's feed
	files := filesOf(t, filepath.Join(dir, "public"))
	if old := files["feeds/old-name.rss"]; old.body == "" || old.body != files["feeds/everything.rss"].body {
		t.Errorf("feeds/old-name.rss: %d bytes, want those of feeds/everything.rss", len(old.body))
	}
	if _, ok := files["404.html"]; !ok {
		t.Error("there is no 404.html")
	}
}

// TestExportTouchesOnlyWhatChanged exports again after nothing, and after a
// headline changed.
func TestExportTouchesOnlyWhatChanged(t *testing.T) {
	dir, web := exportHouse(t, 20)
	public := filepath.Join(dir, "public")
	mustRun(t, dir, "export", "-dir", "public")
	first := filesOf(t, public)
	out := mustRun(t, dir, "export", "-dir", "public")
	if d := differing(first, filesOf(t, public)); len(d) > 0 || !strings.Contains(out, ": 0 written, ") || !strings.Contains(out, " 0 removed") {
		t.Errorf("a second export touched %v\n%s", d, out)
	}
	web.set("/a.xml", rss("A", exportEntries(20, ", corrected")...))
	mustRun(t, dir, "poll", "-force", "a")
	mustRun(t, dir, "export", "-dir", "public")
	second := filesOf(t, public)
	for _, name := range differing(first, second) {
		plain := strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".br")
		if !strings.Contains(second[plain].body, ", corrected") && !strings.HasPrefix(name, "sources/index.html") {
			t.Errorf("%s was written although it does not show the item", name)
		}
	}
	for _, name := range []string{"feeds/all.rss", "feeds/source/a.json", "index.html"} {
		if !strings.Contains(second[name].body, ", corrected") {
			t.Errorf("%s does not show the new headline", name)
		}
		if !second[name].at.After(first[name].at) {
			t.Errorf("%s: its time did not move: %v, then %v", name, first[name].at, second[name].at)
		}
	}
}

// TestExportOffersNoSearch: files cannot search.
func TestExportOffersNoSearch(t *testing.T) {
	dir, _ := exportHouse(t, 3)
	mustRun(t, dir, "export", "-dir", "public")
	for name, f := range filesOf(t, filepath.Join(dir, "public")) {
		if strings.HasPrefix(name, "search") || strings.Contains(f.body, `golchin/search"`) || strings.Contains(f.body, "<form") {
			t.Errorf("%s offers a search", name)
		}
	}
}

// TestExportShowsNothingPrivate looks for what only the private source carries,
// and for the token, in every byte.
func TestExportShowsNothingPrivate(t *testing.T) {
	dir, web := exportHouse(t, 3)
	// a stranger's text links to the private feed by its token
	web.set("/b.xml", rss("B", entry{"Links", "https://b.example/news/8/z", "8",
		`<a href="https://news.example.org/golchin/p/` + secretToken[:4] + `/board.rss">x</a> <a href="https://news.example.org/golchin/feeds/../../etc/passwd">y</a>`, exportDay}))
	mustRun(t, dir, "poll", "-force")
	mustRun(t, dir, "export", "-dir", "public")
	for name, f := range filesOf(t, filepath.Join(dir, "public")) {
		for _, secret := range []string{secretTitle, secretToken, "Nobody may read it", "source/secret", web.URL + "/secret.xml"} {
			if strings.Contains(f.body, secret) || strings.Contains(name, "board") || strings.HasPrefix(name, "p/") {
				t.Errorf("%s shows %q", name, secret)
			}
		}
	}
}

// TestExportLeavesOthersAlone plants files that no export wrote.
func TestExportLeavesOthersAlone(t *testing.T) {
	dir, web := exportHouse(t, 3)
	public := filepath.Join(dir, "public")
	theirs := map[string]string{"robots.txt": "User-agent: *\n", "about/index.html": "<p>us", "feeds/mine.rss": "<rss/>"}
	for name, body := range theirs {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(public, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(public, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, errs, code := golchin(t, dir, "export", "-dir", "public")
	if code != exitOK || !strings.Contains(errs, "robots.txt") {
		t.Errorf("exit %d, stderr %q, want robots.txt named", code, errs)
	}
	writeConfig(t, dir, "", yamlSource{"b", web.URL + "/b.xml", "site: b.example"})
	writeSiteURL(t, dir)
	out := mustRun(t, dir, "export", "-dir", "public")
	files := filesOf(t, public)
	for name, body := range theirs {
		if files[name].body != body {
			t.Errorf("%s was changed or removed: %q", name, files[name].body)
		}
	}
	for _, name := range []string{"feeds/source/a.rss", "feeds/source/a.rss.gz", "topics/gaza-ceasefire/index.html"} {
		if _, ok := files[name]; ok {
			t.Errorf("%s is stale and still there\n%s", name, out)
		}
	}
	if _, err := os.Stat(filepath.Join(public, "topics", "gaza-ceasefire")); !os.IsNotExist(err) {
		t.Errorf("an emptied folder stayed: %v", err)
	}
}

func writeSiteURL(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, "feeds.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("language: en}"), []byte(`language: en, url: "https://news.example.org/golchin"}`), 1)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestExportPages walks the pages of a feed as a static server gives them: each
// is there, none repeats an item, and the last one leads nowhere.
func TestExportPages(t *testing.T) {
	dir, _ := exportHouse(t, 250)
	for _, tt := range []struct {
		name, pages string
		items       int
	}{{"all of them", "9", 251}, {"bounded", "2", 200}, {"one", "1", 100}} {
		t.Run(tt.name, func(t *testing.T) {
			public := filepath.Join(dir, "public"+tt.pages)
			mustRun(t, dir, "export", "-dir", public, "-pages", tt.pages)
			for _, ext := range []string{"json", "rss", "atom"} {
				seen, pages := map[string]bool{}, 0
				for next := "/feeds/all." + ext; next != ""; pages++ {
					body, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(next)))
					if err != nil {
						t.Fatal(err)
					}
					var ids []string
					ids, next = pageOf(t, ext, body)
					for _, id := range ids {
						if seen[id] {
							t.Fatalf("%s, page %d: %s again", ext, pages+1, id)
						}
						seen[id] = true
					}
				}
				if len(seen) != tt.items {
					t.Errorf("%s: %d items on %d pages, want %d", ext, len(seen), pages, tt.items)
				}
			}
			for name, f := range filesOf(t, public) {
				if strings.Contains(f.body, "page=") {
					t.Errorf("%s still links to a page by query", name)
				}
			}
		})
	}
}

// TestExportKilled kills exports at several moments: what lies there is whole,
// and the next export makes the rest.
func TestExportKilled(t *testing.T) {
	t.Parallel()
	dir, _ := exportHouse(t, 120)
	mustRun(t, dir, "export", "-dir", "want")
	want := filesOf(t, filepath.Join(dir, "want"))
	for _, at := range []int{1, 7, 40, 150} {
		public := filepath.Join(dir, fmt.Sprintf("public%d", at))
		ctx, cancel := context.WithCancel(t.Context())
		cmd := program(ctx, dir, "export", "-dir", public)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "some files are there", func() bool {
			n := 0
			_ = filepath.WalkDir(public, func(_ string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					n++
				}
				return nil
			})
			return n >= at
		})
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait() // it was killed, or was done before
		cancel()
		for name, f := range filesOf(t, public) {
			if f.body != want[name].body {
				t.Errorf("killed at %d files: %s is not whole", at, name)
			}
		}
		mustRun(t, dir, "export", "-dir", public)
		for name, f := range filesOf(t, public) {
			if f.body != want[name].body {
				t.Errorf("after a second export: %s differs", name)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(public, exportTemp+"*")); len(left) > 0 {
			t.Errorf("half-written files stayed: %v", left)
		}
	}
}

// TestExportRefuses holds its refusals to their words.
func TestExportRefuses(t *testing.T) {
	dir, web := exportHouse(t, 2)
	f, err := openFolder(filepath.Join(dir, "busy"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	noURL := t.TempDir()
	writeExportConfig(t, noURL, web, "")
	for _, tt := range []struct {
		name, dir string
		args      []string
		code      int
		want      string
	}{
		{"no folder", dir, nil, exitUsage, "golchin export -dir public"},
		{"an argument", dir, []string{"-dir", "x", "public"}, exitUsage, `unexpected "public"`},
		{"no pages", dir, []string{"-dir", "x", "-pages", "0"}, exitUsage, "from 1 to 1000"},
		{"two at once", dir, []string{"-dir", "busy"}, exitFailed, "another export writes there now"},
		{"no site.url", noURL, []string{"-dir", "x", "-db", filepath.Join(dir, "golchin.db")}, exitFailed, "site has no url"},
		{"a file in place of the folder", dir, []string{"-dir", "feeds.yaml"}, exitFailed, "feeds.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, errs, code := golchin(t, tt.dir, append([]string{"export"}, tt.args...)...)
			if code != tt.code || !strings.Contains(errs, tt.want) {
				t.Errorf("exit %d, want %d; stderr %q, want %q in it", code, tt.code, errs, tt.want)
			}
		})
	}
}
