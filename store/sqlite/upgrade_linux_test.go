package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestT10FullDiskInMigration upgrades on disks that are full before the copy
// is whole, and full after it: the older golchin still opens its database, and
// with room the upgrade works.
func TestT10FullDiskInMigration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		steps []string
		left  int64 // beyond the database
		told  string
	}{
		{"no room for the copy", embedded(), 100 << 10, "copy before migration"},
		{"room for the copy only", append(embedded(), `CREATE TABLE big (x BLOB) STRICT; INSERT INTO big VALUES (randomblob(4000000))`), 3 << 20, "migration: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			disk := t.TempDir()
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
				t.Skipf("mount a small disk: %v", err)
			}
			t.Cleanup(func() {
				if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
					t.Error(err)
				}
			})
			b, err := os.ReadFile(schema1(t))
			if err != nil {
				t.Fatal(err)
			}
			path, filler := filepath.Join(disk, "x.db"), filepath.Join(disk, "filler")
			write(t, path, b)
			write(t, filler, make([]byte, 16<<20-int64(len(b))-c.left-64<<10))
			_, err = openAt(t.Context(), path, c.steps)
			if err == nil || !strings.Contains(err.Error(), c.told) || !strings.Contains(err.Error(), "full") && !strings.Contains(err.Error(), "no space") {
				t.Fatalf("on a full disk: %v", err)
			}
			t.Log(err)
			old, err := openAt(t.Context(), path, embedded()[:1])
			if err != nil {
				t.Fatalf("the older golchin: %v", err)
			}
			if err := old.Check(t.Context()); err != nil {
				t.Error(err)
			}
			_ = old.Close() // it cannot note its end on a full disk
			if left, _ := filepath.Glob(filepath.Join(disk, ".golchin-backup*")); len(left) > 0 {
				t.Errorf("half copies are left: %v", left)
			}
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			now, err := openAt(t.Context(), path, c.steps)
			if err != nil {
				t.Fatalf("with room: %v", err)
			}
			defer now.Close()
			if d := cmp.Diff(golden1(t), keptLines(t, now)); d != "" {
				t.Errorf("after all (-first +now):\n%s", d)
			}
		})
	}
}
