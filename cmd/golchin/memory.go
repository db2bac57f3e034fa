package main

import (
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
)

// boundMemory keeps the heap within the memory that a container or a systemd
// unit leaves this process, unless GOMEMLIMIT says something else: a burst of
// large documents then costs collections and not the process. A quarter is for
// what is not the heap: SQLite's pages, stacks, the kernel's buffers.
func boundMemory(root string) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	own, err := os.ReadFile(filepath.Join(root, "proc/self/cgroup"))
	if err != nil {
		return // no Linux
	}
	if most := controlGroupMemory(root, string(own)); most > 0 {
		debug.SetMemoryLimit(most / 4 * 3)
	}
}

// controlGroupMemory is the least limit of the control groups that own, the
// text of /proc/self/cgroup, names and of those above them, in bytes; 0 when
// there is none (kernel.org: cgroup-v2 "memory.max", cgroup-v1 memory
// "memory.limit_in_bytes").
func controlGroupMemory(root, own string) int64 {
	const none = 1 << 60 // what version 1 says instead of "max" is above it
	least := int64(none)
	for line := range strings.Lines(own) {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		controllers, group, ok := strings.Cut(rest, ":")
		if !ok {
			continue
		}
		mount, file := "sys/fs/cgroup", "memory.max"
		switch {
		case controllers == "memory":
			mount, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		case controllers != "":
			continue
		}
		// In a container the group's path may be the host's, and its files lie
		// at the mount itself.
		for group = path.Clean("/" + group); ; group = path.Dir(group) {
			if b, err := os.ReadFile(filepath.Join(root, mount, group, file)); err == nil {
				if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil && n > 0 {
					least = min(least, n)
				}
			}
			if group == "/" {
				break
			}
		}
	}
	if least == none {
		return 0
	}
	return least
}
