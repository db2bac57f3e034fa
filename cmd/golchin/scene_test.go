package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golchin/store/sqlite"
)

// scene is a small web of changing feeds and a directory that polls it.
type scene struct {
	web *testWeb
	dir string
	n   int // sources
}

// newScene makes n sources of ten items each; rest goes into feeds.yaml.
func newScene(t *testing.T, n int, rest string) *scene {
	t.Helper()
	s := &scene{newTestWeb(t), t.TempDir(), n}
	s.grow(0)
	s.configure(t, rest)
	return s
}

func (s *scene) configure(t *testing.T, rest string) {
	t.Helper()
	var ys []yamlSource
	for i := range s.n {
		ys = append(ys, yamlSource{fmt.Sprintf("s%02d", i), fmt.Sprintf("%s/%d.xml", s.web.URL, i), fmt.Sprintf("site: site%d.example", i)})
	}
	writeConfig(t, s.dir, rest, ys...)
}

// grow gives every source round more items than it had at first.
func (s *scene) grow(round int) {
	for i := range s.n {
		var es []entry
		for k := range 10 {
			n := round + k
			es = append(es, entry{
				title: fmt.Sprintf("Article %d of site %d", n, i), text: strings.Repeat(fmt.Sprintf("Sentence %d of %d. ", n, i), 20),
				link: fmt.Sprintf("https://site%d.example/fa/news/%d/slug", i, 10000+n), guid: fmt.Sprintf("g%d", n), date: time.Date(2026, 1, 1, 0, n, 0, 0, time.UTC),
			})
		}
		s.web.set(fmt.Sprintf("/%d.xml", i), rss(fmt.Sprint("Source ", i), es...))
	}
}

func (s *scene) db() string { return filepath.Join(s.dir, "golchin.db") }

// killed polls everything, polls what is new, and dies without closing the
// database: its log holds commits that the file does not.
func (s *scene) killed(t *testing.T) {
	t.Helper()
	mustRun(t, s.dir, "poll")
	s.grow(3)
	srv := serve(t, s.dir)
	eventually(t, "new items are kept", func() bool { return strings.Count(srv.log.String(), `"new":3`) >= s.n })
	if err := srv.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = srv.cmd.Wait()
	if info, err := os.Stat(s.db() + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the kill left no log to lose: %v", err)
	}
}

// sound opens the database at path, checks it, and holds the promise that no
// source has validators without its items.
func sound(t *testing.T, path string) (items int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatalf("open %s: %v", filepath.Base(path), err)
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("integrity: %v", err)
	}
	states, err := db.States(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range states {
		if st.ETag != "" && st.Items < 10 {
			t.Errorf("%s has validators and %d items", st.Name, st.Items)
		}
	}
	stats, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Items
}

// copyFiles copies a database with whatever lies beside it.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	for _, ext := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(from + ext)
		if os.IsNotExist(err) {
			continue
		}
		if err == nil {
			err = os.WriteFile(to+ext, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// holdWriter takes the database's one place for writing, as another program
// might, until let go.
func holdWriter(t *testing.T, path string) (letGo func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(20000)")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.WithoutCancel(t.Context()))
	if err == nil {
		_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	done := false
	letGo = func() {
		if done {
			return
		}
		done = true
		if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), "ROLLBACK"); err != nil {
			t.Error(err)
		}
		conn.Close()
		db.Close()
	}
	t.Cleanup(letGo)
	return letGo
}

// wait lets the program go on for a while; nothing can be waited for where
// something must not happen.
func wait(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// every changes the default schedule.
func (s *scene) every(t *testing.T, spec string) {
	t.Helper()
	path := filepath.Join(s.dir, "feeds.yaml")
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(data), "@every 1s", spec, 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func copyConfig(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(from, "feeds.yaml"))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "feeds.yaml"), data, 0o644)
	}
	if err == nil { // the time of the file is the time of its feeds
		at := modified(filepath.Join(from, "feeds.yaml"))
		err = os.Chtimes(filepath.Join(to, "feeds.yaml"), at, at)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (s *server) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// allItems is how many items the feed of all items has.
func (s *server) allItems(t *testing.T) int {
	t.Helper()
	return len(s.feed(t, "/feeds/all.json?limit=1000&stories=all").Items)
}
