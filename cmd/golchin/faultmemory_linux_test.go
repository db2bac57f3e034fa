package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// controlGroup makes a memory control group of the given size below this
// process's own, as a container runtime would.
func controlGroup(t *testing.T, bytes int) (dir string) {
	t.Helper()
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(own)) {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		controllers, group, _ := strings.Cut(rest, ":")
		mount, file := "/sys/fs/cgroup", "memory.max"
		switch controllers {
		case "memory":
			mount, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		case "":
		default:
			continue
		}
		dir := filepath.Join(mount, group, fmt.Sprintf("golchin-test-%d", os.Getpid()))
		if os.Mkdir(dir, 0o755) != nil {
			continue
		}
		t.Cleanup(func() {
			if err := os.Remove(dir); err != nil {
				t.Error(err)
			}
		})
		if os.WriteFile(filepath.Join(dir, file), []byte(strconv.Itoa(bytes)), 0o644) == nil {
			return dir
		}
	}
	t.Skip("this process may make no memory control group")
	return ""
}

// TestFaultT15MemoryLimit gives the program 128 MiB in all and every hostile
// source there is: it lives, reads the honest ones, and answers.
func TestFaultT15MemoryLimit(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector keeps books of its own")
	}
	t.Parallel()
	const most = 128 << 20
	group := controlGroup(t, most)
	var touched atomic.Int64
	var asked [8]atomic.Int64
	dir, set := hostileScene(t, &touched, &asked)
	s := start(t, func(ctx context.Context, dir string, args ...string) *exec.Cmd {
		real := program(ctx, dir, args...)
		cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `echo $$ > "$GROUP/cgroup.procs" && exec "$0" "$@"`, real.Path}, args...)...)
		cmd.Dir, cmd.Env = real.Dir, append(real.Env, "GROUP="+group)
		return cmd
	}, dir)
	eventually(t, "the server answers", func() bool {
		resp, err := http.Get(s.url + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	goesOn(t, dir, set, &asked)
	if want := fmt.Sprint(`"memory_limit":`, most/4*3); !strings.Contains(s.log.String(), want) {
		t.Errorf("the log of the start does not tell %s", want)
	}
	for i := range asked {
		if r := statusRows(t, dir)[fmt.Sprint("honest", i)]; r.State != "ok" || r.Items < 5 {
			t.Errorf("honest%d: %s, %d items", i, r.State, r.Items)
		}
	}
	if code, body, _ := s.get(t, "/feeds/all.rss"); code != http.StatusOK || body == "" {
		t.Errorf("a reader: %d", code)
	}
	t.Logf("peak memory %d MB of 128", peakMemory(t, s.cmd.Process.Pid))
	if err := s.cmd.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("it did not live: %v", err)
	}
	if code := s.stop(t); code != exitOK {
		t.Errorf("exit %d\n%.3000s", code, s.log)
	}
}
