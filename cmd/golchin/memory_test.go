package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestControlGroupMemory(t *testing.T) {
	for _, c := range []struct {
		name, own string
		files     map[string]string
		want      int64
	}{
		{"none", "0::/\n", nil, 0},
		{"version 2 in a container", "0::/\n", map[string]string{"memory.max": "134217728\n"}, 134217728},
		{"version 2 without a limit", "0::/\n", map[string]string{"memory.max": "max\n"}, 0},
		{"a systemd unit", "0::/system.slice/golchin.service\n", map[string]string{"system.slice/golchin.service/memory.max": "max\n", "system.slice/memory.max": "1000000\n"}, 1000000},
		{"version 1", "5:devices:/x\n4:memory:/docker/abc\n0::/\n", map[string]string{"memory/memory.limit_in_bytes": "268435456\n"}, 268435456},
		{"version 1 without a limit", "4:memory:/\n", map[string]string{"memory/memory.limit_in_bytes": "9223372036854771712\n"}, 0},
		{"the least of all", "4:memory:/a/b\n0::/a\n", map[string]string{"memory/a/b/memory.limit_in_bytes": "500\n", "memory/a/memory.limit_in_bytes": "400\n", "a/memory.max": "300\n"}, 300},
		{"no text of the kernel's", "what?\n::\n4:memory\n", nil, 0},
		{"a way up", "4:memory:/../../etc\n", map[string]string{"memory/memory.limit_in_bytes": "700\n"}, 700},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			for name, text := range c.files {
				p := filepath.Join(root, "sys/fs/cgroup", name)
				if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got := controlGroupMemory(root, c.own); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
