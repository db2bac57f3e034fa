package main

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFaultT43Slowloris opens requests that never end; others are served.
func TestFaultT43Slowloris(t *testing.T) {
	t.Parallel()
	n := 300
	if *long {
		n = 2000
	}
	s := newScene(t, 2, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	addr := strings.TrimPrefix(srv.url, "http://")
	for range n {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := fmt.Fprintf(c, "GET /feeds/all.rss HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		if code, body, _ := srv.get(t, "/feeds/all.rss"); code != http.StatusOK || body == "" {
			t.Fatalf("an honest reader: %d", code)
		}
	}
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = fmt.Fprint(c, "GET / HTTP/1.1\r\n") // the answer tells
	_ = c.SetReadDeadline(time.Now().Add(25 * time.Second))
	if _, err := io.ReadAll(c); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("a half request is kept for ever")
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestFaultT44HostileRequests sends what no reader sends.
func TestFaultT44HostileRequests(t *testing.T) {
	t.Parallel()
	s := newScene(t, 1, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	get := func(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" }
	for _, c := range []struct{ name, request, want string }{
		{"traversal", get("/feeds/../../../../etc/passwd"), "3 4"},
		{"escaped traversal", get("/feeds/%2e%2e%2f%2e%2e%2fetc%2fpasswd.rss"), "3 4"},
		{"database", get("/golchin.db"), "4"},
		{"bad escape", get("/feeds/%zz.rss"), "4"},
		{"NUL", get("/feeds/a%00b.rss"), "4"},
		{"long path", get("/" + strings.Repeat("a", 20_000)), "4"},
		{"long query", get("/search?q=" + strings.Repeat("a", 20_000)), "2 4"},
		{"giant header", "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 200_000) + "\r\n\r\n", "4"},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "4"},
		{"POST", "POST /feeds/all.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "4"},
		{"CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n", "4"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "4"},
		{"two lengths", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "4"},
		{"not HTTP", "\x16\x03\x01\x02\x00\x01\x00", "4"},
		{"hostile validators", "GET /feeds/all.rss HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-None-Match: \"" + strings.Repeat(`\",`, 500) + "\r\nIf-Modified-Since: never\r\n\r\n", "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, answer := srv.raw(t, c.request)
			if !strings.Contains(c.want, status[:1]) {
				t.Errorf("status %s, want %sxx", status, c.want)
			}
			if strings.Contains(answer, "root:") || strings.Contains(answer, "SQLite format") {
				t.Error("a file of the machine was sent")
			}
		})
	}
	if strings.Contains(srv.log.String(), "panic") {
		t.Errorf("a request panicked:\n%s", srv.log)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// raw sends bytes and returns the status of the answer and all of it.
func (s *server) raw(t *testing.T, request string) (status, answer string) {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	_, _ = io.WriteString(c, request) // it may be refused half way
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body) // a cut answer is judged as it came
	return fmt.Sprint(resp.StatusCode), string(body)
}

// TestFaultT48BackupUnderLoad takes backups while polls write; restored
// elsewhere, the last one publishes the same bytes under the same ETags.
func TestFaultT48BackupUnderLoad(t *testing.T) {
	t.Parallel()
	s := newScene(t, 6, "topics: [{use: gaza-ceasefire}]\n")
	s.publishAt(t, "https://news.example.org")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	for i := range 4 {
		s.grow(i + 1)
		to := filepath.Join(t.TempDir(), "copy.db")
		mustRun(t, s.dir, "backup", to)
		if n := sound(t, to); n < 60 {
			t.Errorf("backup %d holds %d items", i, n)
		}
	}
	eventually(t, "all items are there", func() bool { return srv.allItems(t) == 6*14 })
	dir := t.TempDir()
	copyConfig(t, s.dir, dir)
	mustRun(t, s.dir, "backup", filepath.Join(dir, "golchin.db")) // polls go on writing states
	other := serve(t, dir)
	for _, path := range []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds/all.json?limit=5&page=2", "/feeds/source/s03.rss", "/feeds/gaza-ceasefire.atom", "/opml.xml"} {
		code, want, wantHead := srv.get(t, path)
		_, got, gotHead := other.get(t, path)
		if code != http.StatusOK || got != want || gotHead.Get("ETag") != wantHead.Get("ETag") {
			t.Errorf("%s (%d): the restored one publishes other bytes: %d and %d, ETag %s and %s", path, code, len(got), len(want), gotHead.Get("ETag"), wantHead.Get("ETag"))
		}
	}
	for _, x := range []*server{srv, other} {
		if code := x.stop(t); code != exitOK {
			t.Errorf("exit %d", code)
		}
	}
}

// TestFaultT49Retention deletes what is old: the place is used again, and
// nothing comes back as new.
func TestFaultT49Retention(t *testing.T) {
	n := 1000
	if *long {
		n = 100_000
	}
	web, dir := newTestWeb(t), t.TempDir()
	const perFeed = 500
	var ys []yamlSource
	for f := range n / perFeed {
		var es []entry
		for k := range perFeed {
			i := f*perFeed + k
			es = append(es, entry{title: inventedWords(i, 6), link: fmt.Sprintf("https://site%d.example/news/%d", f, 10_000+i), guid: fmt.Sprint(i), text: inventedWords(i+n, 20)})
		}
		path := fmt.Sprintf("/%d.xml", f)
		web.set(path, rss("F", es...))
		ys = append(ys, yamlSource{fmt.Sprintf("f%03d", f), web.URL + path, fmt.Sprintf("site: site%d.example\nkeep: 1d", f)})
	}
	writeConfig(t, dir, "", ys...)
	var names []string
	for _, y := range ys {
		names = append(names, y.name)
	}
	const atOnce = 20 // 10,000 items
	for part := range slices.Chunk(names, atOnce) {
		if out := mustRun(t, dir, append([]string{"poll"}, part...)...); !strings.Contains(out, fmt.Sprintf("%d new", len(part)*perFeed)) {
			t.Fatalf("poll:\n%s", out)
		}
	}
	ageItems(t, filepath.Join(dir, "golchin.db"), 48*time.Hour)
	if out := mustRun(t, dir, "prune"); !strings.HasPrefix(out, fmt.Sprintf("%d items", n)) {
		t.Fatalf("prune: %s", out)
	}
	for part := range slices.Chunk(names, atOnce) {
		if out := mustRun(t, dir, append([]string{"poll", "-force"}, part...)...); !strings.Contains(out, " 0 new") {
			t.Errorf("pruned items came back:\n%s", out)
		}
	}
	status := mustRun(t, dir, "status")
	if !strings.Contains(status, "0 items in 0 stories") {
		t.Errorf("status:\n%s", status)
	}
}

// publishAt sets the address that links carry.
func (s *scene) publishAt(t *testing.T, url string) {
	t.Helper()
	path := filepath.Join(s.dir, "feeds.yaml")
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(data), "language: en}", "language: en, url: \""+url+"\"}", 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ageItems makes the items of a database so much older; the program has no
// other clock than the machine's.
func ageItems(t *testing.T, path string, by time.Duration) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "UPDATE item SET last_seen = last_seen - $1", by.Milliseconds()); err != nil {
		t.Fatal(err)
	}
}

// inventedWords are others for every seed, so that no two articles are alike.
func inventedWords(seed, n int) string {
	rng := rand.New(rand.NewPCG(49, uint64(seed)))
	var b strings.Builder
	for range n {
		for range 3 + rng.IntN(6) {
			b.WriteByte(byte('a' + rng.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return b.String()
}
