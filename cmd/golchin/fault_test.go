package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The suite of faults runs the real program and hurts it. Each test is named
// after its row in BEHAVIOUR §4; the rows that are not here are listed, with
// where they are, in the developers' part of the README.

// TestFaultT02KilledBeforeCommit kills the server when it has read documents
// that it cannot write: the next poll asks without their validators.
func TestFaultT02KilledBeforeCommit(t *testing.T) {
	s := newScene(t, 4, "")
	mustRun(t, s.dir, "poll")
	release := s.web.hold(t)
	srv := serve(t, s.dir)
	eventually(t, "all sources are claimed and asked", func() bool { return s.web.held() == s.n })
	s.grow(5)
	letGo := holdWriter(t, s.db())
	before := s.web.total()
	release()
	eventually(t, "the documents are read", func() bool { return s.web.total() == before+s.n })
	wait(t, 300*time.Millisecond)
	if err := srv.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = srv.cmd.Wait()
	letGo()
	if got := sound(t, s.db()); got != 4*10 {
		t.Fatalf("%d items after the kill, want 40: it was not before the commit", got)
	}
	if out := mustRun(t, s.dir, "poll"); !strings.Contains(out, " 20 new") {
		t.Errorf("the next poll does not bring the 20 items:\n%s", out)
	}
}

// TestFaultT04CopiedWhileWriting copies the files as a power cut would leave
// them, at random moments, and opens every copy.
func TestFaultT04CopiedWhileWriting(t *testing.T) {
	t.Parallel()
	copies := 15
	switch {
	case testing.Short():
		copies = 8
	case *long:
		copies = 100
	}
	s := newScene(t, 12, "")
	mustRun(t, s.dir, "poll")
	srv := serve(t, s.dir)
	rng := rand.New(rand.NewPCG(4, 4))
	last := 0
	for i := range copies {
		s.grow(i + 1)
		wait(t, time.Duration(rng.IntN(600))*time.Millisecond)
		srv.signal(t, syscall.SIGSTOP)
		to := filepath.Join(t.TempDir(), "copy.db")
		copyFiles(t, s.db(), to)
		srv.signal(t, syscall.SIGCONT)
		n := sound(t, to)
		if n < last {
			t.Errorf("copy %d has %d items, an earlier one %d", i, n, last)
		}
		last = n
	}
	if last <= 120 {
		t.Errorf("nothing was written meanwhile: %d items", last)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestFaultT05DamagedLog cuts the log at random bytes and zeroes its end.
func TestFaultT05DamagedLog(t *testing.T) {
	t.Parallel()
	s := newScene(t, 6, "")
	s.killed(t)
	whole, err := os.ReadFile(s.db() + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	damage := map[string]func() []byte{"last page zeroed": func() []byte {
		b := append([]byte{}, whole...)
		clear(b[len(b)-4096:])
		return b
	}}
	for i := range 4 {
		damage[fmt.Sprint("cut ", i)] = func() []byte { return whole[:rng.IntN(len(whole))] }
	}
	for name, hurt := range damage {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, s.db(), filepath.Join(dir, "golchin.db"))
			copyConfig(t, s.dir, dir)
			if err := os.WriteFile(filepath.Join(dir, "golchin.db-wal"), hurt(), 0o644); err != nil {
				t.Fatal(err)
			}
			srv := serve(t, dir)
			if !strings.Contains(srv.log.String(), "not closed cleanly") {
				t.Errorf("the log does not tell of the unclean end:\n%s", srv.log)
			}
			eventually(t, "it catches up", func() bool { return srv.allItems(t) == 6*13 })
			if code := srv.stop(t); code != exitOK {
				t.Errorf("exit %d", code)
			}
			sound(t, filepath.Join(dir, "golchin.db"))
		})
	}
}

// TestFaultT06DeletedFiles deletes what lies beside the database.
func TestFaultT06DeletedFiles(t *testing.T) {
	t.Parallel()
	for _, ext := range []string{"-shm", "-wal"} {
		t.Run(ext, func(t *testing.T) {
			s := newScene(t, 4, "")
			s.killed(t)
			if err := os.Remove(s.db() + ext); err != nil {
				t.Fatal(err)
			}
			srv := serve(t, s.dir)
			if !strings.Contains(srv.log.String(), "not closed cleanly") {
				t.Errorf("the log does not tell of the unclean end:\n%s", srv.log)
			}
			eventually(t, "everything is there again", func() bool { return srv.allItems(t) == 4*13 })
			if code := srv.stop(t); code != exitOK {
				t.Errorf("exit %d", code)
			}
			sound(t, s.db())
		})
	}
}

// TestFaultT07NotOurs refuses files that are no golchin database, and leaves
// them as they are.
func TestFaultT07NotOurs(t *testing.T) {
	s := newScene(t, 1, "")
	mustRun(t, s.dir, "poll")
	ours, err := os.ReadFile(s.db())
	if err != nil {
		t.Fatal(err)
	}
	foreign := append([]byte{}, ours...)
	copy(foreign[68:72], "abcd") // the application id (sqlite.org/fileformat.html §1.3)
	noise := make([]byte, 40000)
	for i, rng := 0, rand.New(rand.NewPCG(7, 7)); i < len(noise); i++ {
		noise[i] = byte(rng.IntN(256))
	}
	for name, data := range map[string][]byte{"random bytes": noise, "application id": foreign, "text": []byte(strings.Repeat("news\n", 500))} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(s.db(), data, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, cmd := range []string{"serve", "poll", "status", "backup"} {
				_, errs, code := golchin(t, s.dir, cmd, "-listen", "127.0.0.1:0", "-admin", "")
				if code != exitFailed && cmd != "backup" || !strings.Contains(errs, "golchin.db") && cmd != "backup" {
					t.Errorf("%s: exit %d, %q", cmd, code, errs)
				}
			}
			if got, err := os.ReadFile(s.db()); err != nil || string(got) != string(data) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

// TestFaultT13TwoServers lets one server a database only.
func TestFaultT13TwoServers(t *testing.T) {
	s := newScene(t, 1, "")
	srv := serve(t, s.dir)
	_, errs, code := golchin(t, s.dir, "serve", "-listen", "127.0.0.1:0", "-admin", "")
	if want := fmt.Sprintf("another golchin (process %d) serves this database", srv.cmd.Process.Pid); code != exitFailed || !strings.Contains(errs, want) {
		t.Errorf("second server: exit %d, %q; want %q", code, errs, want)
	}
	if code, _, _ := srv.get(t, "/readyz"); code != http.StatusOK {
		t.Errorf("the first server: %d", code)
	}
	if err := srv.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = srv.cmd.Wait()
	again := serve(t, s.dir) // the lock of the dead does not count
	if code := again.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestFaultT14FewFiles gives the program 64 files to open in all.
func TestFaultT14FewFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t, 30, "")
	srv := start(t, func(ctx context.Context, dir string, args ...string) *exec.Cmd {
		real := program(ctx, dir, args...)
		cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `ulimit -n 64 && exec "$0" "$@"`, real.Path}, args...)...)
		cmd.Dir, cmd.Env = real.Dir, real.Env
		return cmd
	}, s.dir)
	eventually(t, "all is polled", func() bool {
		resp, err := http.Get(srv.url + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return srv.allItems(t) == 300
	})
	for range 20 {
		resp, err := http.Get(srv.url + "/feeds/all.rss")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	fds, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", srv.cmd.Process.Pid))
	if err == nil && len(fds) > 64 {
		t.Errorf("%d files are open", len(fds))
	}
	if n := strings.Count(srv.log.String(), "too many open files"); n > 1 {
		t.Errorf("%d complaints of too many open files\n%s", n, srv.log)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestFaultT40NoNetwork starts where no source answers: what is kept is served
// at once.
func TestFaultT40NoNetwork(t *testing.T) {
	s := newScene(t, 3, "")
	mustRun(t, s.dir, "poll")
	s.web.Close()
	srv := serve(t, s.dir)
	if got := srv.allItems(t); got != 30 {
		t.Errorf("%d items, want 30", got)
	}
	eventually(t, "it is told", func() bool { return strings.Contains(srv.log.String(), "refused") })
	if code, _, _ := srv.get(t, "/readyz"); code != http.StatusOK {
		t.Errorf("readyz: %d", code)
	}
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// TestFaultT51Restarts restarts the server again and again: nobody is asked
// before the time.
func TestFaultT51Restarts(t *testing.T) {
	t.Parallel()
	restarts := 20
	if testing.Short() {
		restarts = 3
	}
	s := newScene(t, 5, "")
	s.every(t, "@every 1h")
	mustRun(t, s.dir, "poll")
	before := s.web.total()
	for i := range restarts {
		srv := serve(t, s.dir)
		if i%2 == 0 {
			wait(t, 1100*time.Millisecond) // long enough to look for what is due
		}
		if code := srv.stop(t); code != exitOK {
			t.Fatalf("exit %d", code)
		}
	}
	if got := s.web.total(); got != before {
		t.Errorf("%d requests came with the restarts", got-before)
	}
}
