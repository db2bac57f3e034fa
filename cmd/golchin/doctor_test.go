package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDoctor looks at a house that is well, and at houses that are not.
func TestDoctor(t *testing.T) {
	flags := []string{"-listen", "127.0.0.1:0", "-admin", ""}
	s := newScene(t, 2, "")
	mustRun(t, s.dir, "poll")
	if out := mustRun(t, s.dir, append([]string{"doctor"}, flags...)...); !strings.Contains(out, "20 items") || strings.Contains(out, "wrong") {
		t.Errorf("all is well, but:\n%s", out)
	}
	srv := serve(t, s.dir)
	addr := strings.TrimPrefix(srv.url, "http://")
	out := mustRun(t, s.dir, "doctor", "-listen", addr, "-admin", "")
	for _, want := range []string{"golchin answers on " + addr, "one runs on this database"} {
		if !strings.Contains(out, want) {
			t.Errorf("beside a server, doctor does not say %q:\n%s", want, out)
		}
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	web := strings.TrimPrefix(s.web.URL, "http://")
	cases := []struct {
		name, want string
		args       []string
		hurt       func(dir string) error
	}{
		{"wrong config", "feeds.yaml:2", nil, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "feeds.yaml"), []byte("site: {title: x}\ncolour: red\n"), 0o644)
		}},
		{"taken address", web + " is taken by another program", []string{"-listen", web}, func(string) error { return nil }},
		{"foreign database", "not a golchin database", nil, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "golchin.db"), []byte(strings.Repeat("x", 9000)), 0o644)
		}},
		{"no folder", "no such file or directory", []string{"-db", "nowhere/golchin.db"}, func(string) error { return nil }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			copyConfig(t, s.dir, dir)
			copyFiles(t, s.db(), filepath.Join(dir, "golchin.db"))
			if err := c.hurt(dir); err != nil {
				t.Fatal(err)
			}
			out, errs, code := golchin(t, dir, append(append([]string{"doctor"}, flags...), c.args...)...)
			if code != exitFailed || !strings.Contains(out, c.want) {
				t.Errorf("exit %d, want 1 and %q:\n%s%s", code, c.want, out, errs)
			}
		})
	}
	now := time.Now()
	if f := examineClock(now, now.Add(time.Hour)); f.state != "wrong" {
		t.Errorf("a clock before the last change: %+v", f)
	}
	if f := examineClock(time.Unix(0, 0), time.Time{}); f.state != "wrong" {
		t.Errorf("a clock at 1970: %+v", f)
	}
}

// TestFaultT08DamagedPage zeroes a page in the middle of the database: doctor
// finds it, and what needs it not is served on.
func TestFaultT08DamagedPage(t *testing.T) {
	s := newScene(t, 8, "")
	mustRun(t, s.dir, "poll")
	data, err := os.ReadFile(s.db())
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	found := 0
	for _, at := range []int{len(data) / page / 3, len(data) / page / 2, len(data)/page - 2} {
		hurt := append([]byte{}, data...)
		for i := range page {
			hurt[at*page+i] = 0xa5
		}
		if err := os.WriteFile(s.db(), hurt, 0o644); err != nil {
			t.Fatal(err)
		}
		out, _, code := golchin(t, s.dir, "doctor", "-listen", "127.0.0.1:0", "-admin", "")
		if code == exitFailed && strings.Contains(out, "restore a backup") {
			found++
		}
		t.Logf("page %d: exit %d", at, code)
	}
	if found == 0 {
		t.Error("no damage was found")
	}
	if out := mustRun(t, s.dir, "backup", "-salvage", "saved.db"); !strings.Contains(out, "items of 8 sources") {
		t.Errorf("salvage: %s", out)
	}
	mustRun(t, s.dir, "poll", "-db", "saved.db")
	if n := sound(t, filepath.Join(s.dir, "saved.db")); n != 80 {
		t.Errorf("%d items after a poll with what was saved, want 80: all are still to be read", n)
	}
	if out := mustRun(t, s.dir, "status", "-db", "saved.db"); strings.Contains(out, "failing") {
		t.Errorf("status:\n%s", out)
	}
	if err := os.WriteFile(s.db(), data, 0o644); err != nil {
		t.Fatal(err)
	}
	sound(t, s.db())
}
