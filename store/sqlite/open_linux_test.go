package sqlite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golchin/store"
)

// TestOpenUnwritable runs itself as nobody, because root may write anywhere.
func TestOpenUnwritable(t *testing.T) {
	t.Parallel()
	if path := os.Getenv("GOLCHIN_TEST_OPEN"); path != "" {
		db, err := Open(context.Background(), path, Options{ReadOnly: os.Getenv("GOLCHIN_TEST_READONLY") != ""})
		if err == nil {
			items, err := db.Items(context.Background(), store.Query{})
			fmt.Printf("opened, %d items, %v\n", len(items), err)
			return
		}
		fmt.Println(err)
		return
	}
	if os.Getuid() != 0 {
		t.Skip("needs root, to become nobody")
	}
	dir, err := os.MkdirTemp("", "golchin-unwritable")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(dir, "self")
	exe, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	write(t, self, exe)
	if err := os.Chmod(self, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.db")
	as := func(env ...string) string {
		cmd := exec.Command(self, "-test.run", "^TestOpenUnwritable$", "-test.v")
		cmd.Env = append(os.Environ(), append(env, "GOLCHIN_TEST_OPEN="+path)...)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	want := fmt.Sprintf("not writable by UID 65534: chown -R 65534 %s", dir)
	if got := as(); !strings.Contains(got, want) {
		t.Errorf("a directory of root: got %s, want %s", got, want)
	}
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, db, rounds(1, 0))
	judgeAll(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := as(); !strings.Contains(got, want) {
		t.Errorf("a file of root: got %s, want %s", got, want)
	}
	if got := as("GOLCHIN_TEST_READONLY=1"); !strings.Contains(got, "opened, 22 items, <nil>") {
		t.Errorf("a file of root, read-only: got %s", got)
	}
}
