package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a disk of the given size; only root may, and not
// everywhere.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFaultT09FullDisk fills the database's disk while the server polls:
// reading goes on, the log tells, and polling comes back with the room.
func TestFaultT09FullDisk(t *testing.T) {
	t.Parallel()
	s := newScene(t, 6, "")
	disk := smallDisk(t, "8m")
	db := filepath.Join(disk, "golchin.db")
	mustRun(t, s.dir, "poll", "-db", db)
	srv := serve(t, s.dir, "-db", db)
	fill(t, filepath.Join(disk, "filler"))
	s.grow(6)
	eventually(t, "the log tells of the full disk", func() bool { return strings.Contains(srv.log.String(), "full") })
	for _, path := range []string{"/feeds/all.rss", "/feeds/source/s02.json", "/"} {
		if code, body, _ := srv.get(t, path); code != http.StatusOK || body == "" {
			t.Errorf("%s on a full disk: %d", path, code)
		}
	}
	if code, _, _ := srv.get(t, "/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("readyz on a full disk: %d, want 503", code)
	}
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "polling goes on", func() bool { return srv.allItems(t) == 6*16 })
	if code := srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	sound(t, db)
}

// fill writes a file until no byte is left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}

// TestFaultT11ReadOnlyDisk starts on a disk that cannot be written: one
// sentence says so.
func TestFaultT11ReadOnlyDisk(t *testing.T) {
	s := newScene(t, 2, "")
	disk := smallDisk(t, "8m")
	db := filepath.Join(disk, "golchin.db")
	mustRun(t, s.dir, "poll", "-db", db)
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("remount: %v", err)
	}
	_, errs, code := golchin(t, s.dir, "serve", "-db", db, "-listen", "127.0.0.1:0", "-admin", "")
	if last := errs[strings.LastIndexByte(strings.TrimSpace(errs), '\n')+1:]; code != exitFailed || !strings.Contains(last, "read-only file system; mount") {
		t.Errorf("serve: exit %d, %q", code, last)
	}
	if out := mustRun(t, s.dir, "status", "-db", db); !strings.Contains(out, "20 items") {
		t.Errorf("status on a read-only disk:\n%s", out)
	}
	out, _, code := golchin(t, s.dir, "doctor", "-db", db, "-listen", "127.0.0.1:0", "-admin", "")
	if code != exitFailed || !strings.Contains(out, "read-only file system") {
		t.Errorf("doctor: exit %d\n%s", code, out)
	}
}
