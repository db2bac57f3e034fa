package main

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running `golchin serve`.
type server struct {
	cmd *exec.Cmd
	url string
	log *lines
}

// lines is what a program has said so far.
type lines struct {
	mu    sync.Mutex
	b     strings.Builder
	words []string // only lines with one of them are kept; none keeps all
}

func (l *lines) add(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.words) > 0 && !slices.ContainsFunc(l.words, func(w string) bool { return strings.Contains(s, w) }) {
		return
	}
	l.b.WriteString(s + "\n")
}

// only keeps lines with one of words from here on.
func (l *lines) only(words ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words = words
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts the real program in dir and waits until it answers.
func serve(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	s := start(t, program, dir, args...)
	eventually(t, "the server answers", func() bool {
		resp, err := http.Get(s.url + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return s
}

// start starts the server and does not wait. made makes its command.
func start(t *testing.T, made func(context.Context, string, ...string) *exec.Cmd, dir string, args ...string) *server {
	t.Helper()
	addr := freePort(t)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	cmd := made(ctx, dir, append([]string{"serve", "-listen", addr, "-admin", ""}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd, url: "http://" + addr, log: &lines{}}
	go func() {
		said := bufio.NewScanner(stderr)
		for said.Scan() {
			s.log.add(said.Text())
		}
	}()
	return s
}

// stop ends the server as a container runtime does and returns its exit code.
func (s *server) stop(t *testing.T) int {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // the exit code says it
	return s.cmd.ProcessState.ExitCode()
}

func (s *server) get(t *testing.T, path string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// eventually waits for what another process does; half a minute is for a busy
// machine, not a measure.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(30 * time.Second)
	for !ok() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}

// jsonFeed is what tests read of a JSON Feed.
type jsonFeed struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	FeedURL string     `json:"feed_url"`
	NextURL string     `json:"next_url"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Updated string `json:"date_modified"`
	Golchin struct {
		Code      string   `json:"news_code"`
		Site      string   `json:"site"`
		Canonical string   `json:"canonical_url"`
		Story     string   `json:"story"`
		Topics    []string `json:"topics"`
		Origins   []struct {
			Source, URL, GUID, Title string
		} `json:"origins"`
		Headlines []struct{ Title, Until string } `json:"headlines"`
	} `json:"_golchin"`
}

func (s *server) feed(t *testing.T, path string) jsonFeed {
	t.Helper()
	code, body, _ := s.get(t, path)
	if code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, code, body)
	}
	var f jsonFeed
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f
}

// TestSmoke runs the real binary from feed files to feeds and back to rest.
func TestSmoke(t *testing.T) {
	web := newTestWeb(t)
	day := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	web.set("/a.xml", rss("A",
		entry{"آتش‌بس در غزه برقرار شد", "https://a.example/fa/news/101/x", "1", "خبر از نوار غزه و آتش‌بس.", day},
		entry{"Weather report", "https://a.example/fa/news/102/y", "2", "Rain.", day.Add(time.Hour)}))
	web.set("/b.xml", rss("B", entry{"Gaza ceasefire holds", "https://b.example/story?id=7&utm_source=rss", "7", "The truce in Gaza holds.", day.Add(2 * time.Hour)}))
	web.set("/broken.xml", "<html><title>maintenance</title></html>")
	dir := t.TempDir()
	writeConfig(t, dir, "topics: [{use: gaza-ceasefire}]\n",
		yamlSource{"a", web.URL + "/a.xml", "site: a.example"}, yamlSource{"b", web.URL + "/b.xml", "site: b.example"},
		yamlSource{"broken", web.URL + "/broken.xml", ""}, yamlSource{"down", "http://" + freePort(t) + "/rss", ""})
	out, errs, code := golchin(t, dir, "poll")
	if code != exitPartly || !strings.Contains(out, "3 new") {
		t.Fatalf("poll: exit %d, want %d\n%s%s", code, exitPartly, out, errs)
	}
	s := serve(t, dir)
	if got := s.feed(t, "/feeds/all.json"); len(got.Items) != 3 || got.Version != "https://jsonfeed.org/version/1.1" {
		t.Errorf("all.json: %d items, version %q", len(got.Items), got.Version)
	}
	if got := s.feed(t, "/feeds/gaza-ceasefire.json"); len(got.Items) != 2 {
		t.Errorf("the topic feed has %d items, want 2", len(got.Items))
	}
	for _, path := range []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/source/a.rss", "/opml.xml"} {
		code, body, h := s.get(t, path)
		if code != http.StatusOK || xml.Unmarshal([]byte(body), new(struct{})) != nil {
			t.Errorf("%s: %d, not well-formed:\n%.200s", path, code, body)
		}
		if code, _, _ := s.get(t, path, "If-None-Match", h.Get("ETag")); code != http.StatusNotModified {
			t.Errorf("%s asked again with its own ETag: %d, want 304", path, code)
		}
	}
	for path, want := range map[string]int{"/": 200, "/topics/gaza-ceasefire": 200, "/sources": 200, "/search?q=Gaza": 200, "/nothing": 404, "/feeds/nothing.rss": 404, "/feeds/all.rss?limit=0": 400} {
		if code, body, _ := s.get(t, path); code != want {
			t.Errorf("%s: %d, want %d\n%.300s", path, code, want, body)
		}
	}
	status := mustRun(t, dir, "status")
	for _, want := range []string{"broken", "HTML page", "down", "refused"} {
		if !strings.Contains(status, want) {
			t.Errorf("status does not say %q:\n%s", want, status)
		}
	}
	if code := s.stop(t); code != exitOK {
		t.Errorf("SIGTERM: exit %d, want 0\n%s", code, s.log)
	}
}
