package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestFaultT12LockedDatabase locks the database out: readers are served from
// what is kept, writes wait, and nothing ends.
func TestFaultT12LockedDatabase(t *testing.T) {
	t.Parallel()
	locked := 3 * time.Second
	if *long {
		locked = time.Minute
	}
	s := newScene(t, 4, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	letGo := holdWriter(t, s.db())
	s.grow(4)
	end := time.Now().Add(locked)
	for time.Now().Before(end) {
		for _, path := range []string{"/feeds/all.rss", "/feeds/source/s01.json", "/", "/search?q=Article"} {
			if code, body, _ := srv.get(t, path); code != http.StatusOK || body == "" {
				t.Fatalf("%s while the database is locked: %d", path, code)
			}
		}
	}
	letGo()
	eventually(t, "the new items are written", func() bool { return srv.allItems(t) == 4*14 })
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	sound(t, s.db())
}

// TestFaultT19StoppedWhileFetching ends the server while all its sources hang.
func TestFaultT19StoppedWhileFetching(t *testing.T) {
	s := newScene(t, 16, "")
	mustRun(t, s.dir, "poll")
	s.web.hold(t)
	srv := serve(t, s.dir)
	eventually(t, "fetches run", func() bool { return s.web.held() >= 8 })
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d\n%s", code, srv.log)
	}
	if info, err := os.Stat(s.db() + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("the log was not folded into the database: %d bytes", info.Size())
	}
	if strings.Contains(srv.log.String(), `"level":"ERROR"`) {
		t.Errorf("an orderly end logs errors:\n%s", srv.log)
	}
	if out := mustRun(t, s.dir, "status"); strings.Contains(out, "failing") {
		t.Errorf("a source counts the end as its failure:\n%s", out)
	}
}

// TestFaultT19StoppedWhileLocked ends the server while its commits wait for a
// database that another process locks: they are given up whole, and no round
// waits for its turn behind another.
func TestFaultT19StoppedWhileLocked(t *testing.T) {
	t.Parallel()
	s := newScene(t, 8, "")
	mustRun(t, s.dir, "poll")
	s.grow(1)
	release := s.web.hold(t)
	srv := serve(t, s.dir)
	eventually(t, "fetches run", func() bool { return s.web.held() >= 8 })
	letGo := holdWriter(t, s.db())
	release()
	for end := time.Now().Add(time.Second); time.Now().Before(end); { // the commits begin to wait
		if code, _, _ := srv.get(t, "/healthz"); code != http.StatusOK {
			t.Fatalf("healthz while the database is locked: %d", code)
		}
	}
	srv.signal(t, syscall.SIGTERM)
	eventually(t, "it ends its work", func() bool {
		_, err := http.Get(srv.url + "/healthz")
		return err != nil
	})
	letGo()
	_ = srv.cmd.Wait()
	if code := srv.cmd.ProcessState.ExitCode(); code != exitOK {
		t.Errorf("exit %d\n%s", code, srv.log)
	}
	mustRun(t, s.dir, "poll", "-force")
	if n := sound(t, s.db()); n != 8*11 {
		t.Errorf("%d items after the next poll, want %d", n, 8*11)
	}
}

// TestFaultT20Signals sends what operators and terminals send.
func TestFaultT20Signals(t *testing.T) {
	s := newScene(t, 2, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	for range 3 {
		srv.signal(t, syscall.SIGHUP)
	}
	eventually(t, "feeds.yaml is read again", func() bool { return strings.Contains(srv.log.String(), "feeds.yaml in use") })
	srv.signal(t, syscall.SIGINT)
	_ = srv.cmd.Wait()
	if code := srv.cmd.ProcessState.ExitCode(); code != exitOK {
		t.Errorf("SIGINT: exit %d", code)
	}
	srv = serve(t, s.dir)
	holdWriter(t, s.db()) // closing has to wait for it
	s.grow(1)
	srv.signal(t, syscall.SIGTERM)
	eventually(t, "it ends its work", func() bool {
		_, err := http.Get(srv.url + "/healthz")
		return err != nil
	})
	srv.signal(t, syscall.SIGTERM)
	_ = srv.cmd.Wait()
	if code := srv.cmd.ProcessState.ExitCode(); code != 128+int(syscall.SIGTERM) && code != exitOK {
		t.Errorf("the second SIGTERM: exit %d", code)
	}
}

// TestFaultT21WrongConfig refuses to start on a wrong file and says where it
// is wrong; a running server keeps the old one.
func TestFaultT21WrongConfig(t *testing.T) {
	t.Parallel()
	s := newScene(t, 2, "")
	good, err := os.ReadFile(filepath.Join(s.dir, "feeds.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	wrong := map[string]string{
		"syntax":         "sources: [\n",
		"unknown key":    "sources:\n  - {name: a, url: http://a.example/, colour: red}\n",
		"bad cron":       "sources:\n  - {name: a, url: http://a.example/, schedule: 5 minutes}\n",
		"duplicate feed": "sources:\n  - {name: a, url: http://a.example/}\nfeeds:\n  - {slug: x, title: X}\n  - {slug: x, title: Y}\n",
		"empty":          "",
	}
	mustRun(t, s.dir, "poll")
	admin := freePort(t)
	srv := serve(t, s.dir, "-admin", admin)
	refused := 0
	for name, text := range wrong {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "feeds.yaml"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			_, errs, code := golchin(t, dir, "serve", "-listen", "127.0.0.1:0", "-admin", "")
			if code != exitFailed || !strings.Contains(errs, "feeds.yaml") || name != "empty" && !strings.Contains(errs, "feeds.yaml:") {
				t.Errorf("serve: exit %d, %q", code, errs)
			}
			if err := os.WriteFile(filepath.Join(s.dir, "feeds.yaml"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			refused++
			eventually(t, "the wrong file is refused", func() bool {
				return strings.Count(srv.log.String(), "the old one stays in use") >= refused
			})
			if got := srv.allItems(t); got != 20 {
				t.Errorf("%d items are served, want 20", got)
			}
			m := metricsOf(t, admin)
			if m["golchin_config_ok"] != 0 || m[`golchin_config_reloads_total{result="refused"}`] < 1 {
				t.Errorf("metrics: config_ok %v", m["golchin_config_ok"])
			}
			if _, page, _ := srv.get(t, "/sources"); !strings.Contains(page, "the one before it stays in use") {
				t.Error("the page of sources does not tell")
			}
			if _, errs, code := golchin(t, s.dir, "status"); code != exitFailed || !strings.Contains(errs, "a running server keeps the old one") {
				t.Errorf("status: exit %d, %q", code, errs)
			}
		})
	}
	if err := os.WriteFile(filepath.Join(s.dir, "feeds.yaml"), good, 0o644); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the mended file is used", func() bool { return metricsOf(t, admin)["golchin_config_ok"] == 1 })
	if _, page, _ := srv.get(t, "/sources"); strings.Contains(page, "the one before it stays in use") {
		t.Error("the page of sources still tells of a wrong file")
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d\n%s", code, srv.log)
	}
}

// TestFaultT22SourceRemoved takes a source out of feeds.yaml: it is asked no
// more and listed no more, and its items stay.
func TestFaultT22SourceRemoved(t *testing.T) {
	t.Parallel()
	s := newScene(t, 3, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	s.n = 2
	s.configure(t, "")
	eventually(t, "the new file is in use", func() bool { return strings.Contains(srv.log.String(), "feeds.yaml in use") })
	before := s.web.answered("/2.xml")
	was := s.web.answered("/1.xml")
	eventually(t, "the others are asked again", func() bool { return s.web.answered("/1.xml") >= was+2 })
	if got := s.web.answered("/2.xml"); got != before {
		t.Errorf("the removed source was asked %d times more", got-before)
	}
	if got := srv.allItems(t); got != 30 {
		t.Errorf("%d items, want 30: those of the removed source stay", got)
	}
	if _, opml, _ := srv.get(t, "/opml.xml"); strings.Contains(opml, "s02") || !strings.Contains(opml, "s01") {
		t.Errorf("the list of feeds:\n%s", opml)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// answered is how many requests for path were answered.
func (w *testWeb) answered(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[path] + w.same[path]
}

// TestFaultT45ReloadUnderLoad reads feeds while they change and while the
// configuration is swapped: every answer is whole, each ETag belongs to one
// body, polls that run are committed, and every source goes on being asked.
func TestFaultT45ReloadUnderLoad(t *testing.T) {
	t.Parallel()
	reloads := 5
	if *long {
		reloads = 50
	}
	s := newScene(t, 8, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	stop := make(chan struct{})
	var reading sync.WaitGroup
	var mu sync.Mutex
	bodies, reads := map[string]string{}, 0
	for i := range 4 {
		path := []string{"/feeds/all.rss", "/feeds/all.json", "/feeds/source/s03.atom", "/"}[i]
		reading.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				code, etag, body, err := read(srv.url + path)
				if err != nil || code != http.StatusOK || body == "" {
					t.Errorf("%s: %d, %v", path, code, err)
					return
				}
				mu.Lock()
				reads++
				if old, ok := bodies[path+etag]; etag != "" && ok && old != body {
					t.Errorf("%s: one ETag for two bodies", path)
				}
				bodies[path+etag] = body
				mu.Unlock()
			}
		})
	}
	for i := range reloads {
		s.grow(i + 1)
		release := s.web.hold(t)
		eventually(t, "polls run", func() bool { return s.web.held() >= 2 })
		s.configure(t, fmt.Sprintf("feeds: [{slug: f%d, title: F, sources: [s00]}]\n", i))
		if i%2 == 0 {
			srv.signal(t, syscall.SIGHUP)
		}
		eventually(t, "the new feed is there", func() bool {
			code, _, _, err := read(fmt.Sprintf("%s/feeds/f%d.rss", srv.url, i))
			return err == nil && code == http.StatusOK
		})
		release()
		want := s.n * (10 + i + 1)
		eventually(t, "all new items are there", func() bool { return srv.allItems(t) == want })
	}
	close(stop)
	reading.Wait()
	if n := strings.Count(srv.log.String(), `"level":"ERROR"`) + strings.Count(srv.log.String(), "given up"); n > 0 {
		t.Errorf("%d errors:\n%s", n, srv.log)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	t.Logf("%d reads beside %d reloads", reads, reloads)
}

// read is a get that tells of failure instead of failing a test.
func read(url string) (code int, etag, body string, err error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, "", "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header.Get("ETag"), string(data), err
}
