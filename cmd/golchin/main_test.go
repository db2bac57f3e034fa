package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram makes the test binary behave as golchin itself, so that tests can
// run, kill and restart the real program without building it again.
const asProgram = "GOLCHIN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is the real binary (GOLCHIN_BIN) or this one behaving like it.
func program(ctx context.Context, dir string, args ...string) *exec.Cmd {
	bin := os.Getenv("GOLCHIN_BIN")
	if bin == "" {
		bin = os.Args[0]
	}
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// golchin runs a command to its end and returns what it printed and its exit code.
func golchin(t *testing.T, dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := program(ctx, dir, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// mustRun runs a command that has to succeed.
func mustRun(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, errs, code := golchin(t, dir, args...)
	if code != exitOK {
		t.Fatalf("golchin %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

// testWeb is a web of documents that a test may change: path → body. It
// answers conditional requests by the body's hash.
type testWeb struct {
	*httptest.Server
	mu    sync.Mutex
	docs  map[string]string
	asked map[string]int // 200 answers by path
	same  map[string]int // 304 answers by path
	gate  chan struct{}  // requests wait until it is closed; nil lets them pass
	wait  int            // requests that wait
}

func newTestWeb(t *testing.T) *testWeb {
	w := &testWeb{docs: map[string]string{}, asked: map[string]int{}, same: map[string]int{}}
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

func (w *testWeb) set(path, body string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.docs[path] = body
}

// total is how many requests were answered.
func (w *testWeb) total() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, counts := range []map[string]int{w.asked, w.same} {
		for _, c := range counts {
			n += c
		}
	}
	return n
}

// hold lets requests wait until release.
func (w *testWeb) hold(t *testing.T) (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	gate := make(chan struct{})
	w.gate, w.wait = gate, 0
	release = sync.OnceFunc(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.gate = nil
		close(gate)
	})
	t.Cleanup(release)
	return release
}

// held is how many requests wait or have waited since hold.
func (w *testWeb) held() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wait
}

func (w *testWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if gate := w.gate; gate != nil {
		w.wait++
		w.mu.Unlock()
		select {
		case <-gate:
		case <-r.Context().Done():
		}
		w.mu.Lock()
	}
	body, ok := w.docs[r.URL.Path]
	if !ok {
		http.NotFound(rw, r)
		return
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(body)))
	rw.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.same[r.URL.Path]++
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	w.asked[r.URL.Path]++
	kind := "application/xml"
	if strings.HasPrefix(body, "<!DOCTYPE html>") {
		kind = "text/html; charset=utf-8"
	}
	rw.Header().Set("Content-Type", kind)
	fmt.Fprint(rw, body)
}

// entry is an element of a feed that a test writes.
type entry struct {
	title, link, guid, text string
	date                    time.Time
}

// rss is a feed of the given entries.
func rss(title string, entries ...entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>%s</title><link>https://x.example/</link><description>d</description>`, title)
	for _, e := range entries {
		b.WriteString("<item>")
		fmt.Fprintf(&b, "<title>%s</title>", esc(e.title))
		if e.link != "" {
			fmt.Fprintf(&b, "<link>%s</link>", esc(e.link))
		}
		if e.guid != "" {
			fmt.Fprintf(&b, `<guid isPermaLink="false">%s</guid>`, esc(e.guid))
		}
		if e.text != "" {
			fmt.Fprintf(&b, "<description>%s</description>", esc(e.text))
		}
		if !e.date.IsZero() {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", e.date.Format(time.RFC1123Z))
		}
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func esc(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// yamlSource is a source of a test's feeds.yaml.
type yamlSource struct {
	name, url, more string // more are further lines, "site: x.example"
}

// writeConfig writes a feeds.yaml into dir.
func writeConfig(t *testing.T, dir, rest string, sources ...yamlSource) {
	t.Helper()
	var b strings.Builder
	b.WriteString("site: {title: Test, language: en}\nfetch: {allow_private: [127.0.0.0/8], per_host: 8}\ndefaults: {schedule: \"@every 1s\"}\nsources:\n")
	for _, s := range sources {
		fmt.Fprintf(&b, "  - name: %s\n    url: %s\n", s.name, s.url)
		for line := range strings.SplitSeq(s.more, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	b.WriteString(rest)
	if err := os.WriteFile(filepath.Join(dir, "feeds.yaml"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
