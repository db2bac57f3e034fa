package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLogsHoldNoSecret runs everything that says something, with secrets in
// every place that takes one, and looks for them in all that was said.
func TestLogsHoldNoSecret(t *testing.T) {
	secrets := map[string]string{
		"password": "pa55wordQQ", "header": "h3aderQQ", "query": "qu3ryQQ", "token": "t0kenQQt0kenQQt0kenQQ", "variable": "var1ableQQ", "redirect": "red1rectQQ",
	}
	good := rss("A", entry{"Gaza ceasefire", "https://a.example/news/101", "1", "Text.", time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved.xml":
			http.Redirect(w, r, "/ok.xml?key="+secrets["redirect"], http.StatusMovedPermanently)
		case "/fails.xml":
			http.Error(w, "no", http.StatusInternalServerError)
		case "/html.xml":
			fmt.Fprint(w, "<html><title>no feed</title></html>")
		default:
			fmt.Fprint(w, good)
		}
	}))
	t.Cleanup(web.Close)
	dir := t.TempDir()
	host := strings.TrimPrefix(web.URL, "http://")
	closed := freePort(t)
	t.Setenv("GOLCHIN_TEST_SECRET", secrets["variable"])
	var ys []yamlSource
	for i, path := range []string{"ok", "moved", "fails", "html"} {
		ys = append(ys,
			yamlSource{fmt.Sprint("user-", i), fmt.Sprintf("http://%s/%s.xml?key=%s", host, path, secrets["query"]), fmt.Sprintf("auth: {username: reader, password: %s}", secrets["password"])},
			yamlSource{fmt.Sprint("header-", i), fmt.Sprintf("http://%s/%s.xml", host, path), fmt.Sprintf("headers: {Authorization: \"Bearer %s\", X-Key: \"${GOLCHIN_TEST_SECRET}\"}", secrets["header"])})
	}
	ys = append(ys, yamlSource{"down", fmt.Sprintf("http://%s/a.xml?token=%s", closed, secrets["query"]), fmt.Sprintf("auth: {username: reader, password: %s}", secrets["password"])})
	rest := fmt.Sprintf("feeds: [{slug: mine, title: Mine, token: %s}]\n", secrets["token"])
	writeConfig(t, dir, rest, ys...)
	admin := freePort(t)
	srv := serve(t, dir, "-admin", admin, "-log-level", "debug")
	eventually(t, "every source was asked", func() bool {
		m := metricsOf(t, admin)
		return m[`golchin_polls_total{result="failed"}`] >= 3 && m["golchin_items"] >= 1 && strings.Contains(srv.log.String(), `"source":"down"`)
	})
	said := ""
	for _, path := range []string{"/p/" + secrets["token"] + "/mine.rss", "/p/wrong" + secrets["token"] + "/mine.rss"} {
		_, body, _ := srv.get(t, path)
		said += strings.ReplaceAll(body, "/p/"+secrets["token"]+"/", "") // its own address in its own feed
	}
	for _, path := range []string{"/sources", "/", "/feeds/health.rss", "/feeds/all.json", "/opml.xml", "/feeds/source/user-0.rss"} {
		_, body, _ := srv.get(t, path)
		said += body
	}
	writeConfig(t, dir, rest+"colour: red\n", ys...)
	eventually(t, "the wrong file is refused", func() bool { return strings.Contains(srv.log.String(), "the old one stays in use") })
	if resp, err := http.Get("http://" + admin + "/healthz"); err == nil {
		data := make([]byte, 4096)
		n, _ := resp.Body.Read(data)
		resp.Body.Close()
		said += string(data[:n])
	}
	if resp, err := http.Get("http://" + admin + "/metrics"); err == nil {
		data, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		said += string(data)
	}
	writeConfig(t, dir, rest, ys...)
	eventually(t, "the right file is used", func() bool { return strings.Contains(srv.log.String(), "feeds.yaml in use") })
	for _, args := range [][]string{{"poll"}, {"status"}, {"status", "-json"}, {"explain", "https://a.example/news/101"}, {"backup", "copy.db"}, {"reclassify"}, {"prune"}, {"doctor"}, {"check"}, {"check", "-fetch"}, {"opml"}} {
		out, errs, _ := golchin(t, dir, append([]string{args[0], "-listen", "127.0.0.1:0", "-admin", "", "-log-level", "debug"}, args[1:]...)...)
		if args[0] == "opml" || len(args) == 2 && args[1] == "-fetch" {
			out = "" // the operator's own list to take elsewhere, and lines to paste: with what it takes to read them
		}
		said += out + errs
	}
	at := &scene{dir: dir}
	at.publishAt(t, "https://news.example.org")
	mustRun(t, dir, "export", "-dir", "out")
	exported, err := filepath.Glob(filepath.Join(dir, "out", "*.html"))
	more, _ := filepath.Glob(filepath.Join(dir, "out", "feeds", "*"))
	if err != nil || len(exported) == 0 || len(more) == 0 {
		t.Errorf("nothing was exported: %v", err)
	}
	for _, path := range slices.Concat(exported, more) {
		if data, err := os.ReadFile(path); err == nil { // some are folders
			said += string(data)
		}
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	said += srv.log.String()
	if !strings.Contains(said, `"took":"`) {
		t.Error("how long a poll took is no readable duration")
	}
	for place, secret := range secrets {
		if i := strings.Index(said, secret); i >= 0 {
			t.Errorf("the secret of %s was told: …%s…", place, said[max(0, i-200):min(len(said), i+60)])
		}
	}
	if data, err := os.ReadFile(filepath.Join(dir, "feeds.yaml")); err != nil || !strings.Contains(string(data), secrets["token"]) {
		t.Fatalf("the secrets were not in feeds.yaml (%v)", err)
	}
}
