package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockInstance keeps a second server off the same database (BEHAVIOUR T13).
// The kernel drops the lock when the process ends, however it ends; other
// commands need none, for they claim sources under a lease.
func lockInstance(db string) (unlock func(), err error) {
	path := lockPath(db)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, unwritable(db, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: another golchin%s serves this database; stop it first, or give this one its own -db", abs(db), holder(f))
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	_ = f.Truncate(0) // who holds it is told to people only
	_, _ = fmt.Fprintf(f, "%d\n", os.Getpid())
	return func() { f.Close() }, nil
}

// lockPath is the file that a server holds. It stays when the server ends:
// removing it could let two servers hold two files of one name. The store's
// own lock tells only whether a database was closed.
func lockPath(db string) string { return db + ".lock" }

// holder names the process that wrote its number into a lock.
func holder(f *os.File) string {
	var pid int
	if _, err := fmt.Fscan(f, &pid); err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}

// unwritable says in one sentence what to do about a place that cannot be
// written, which is the usual first experience with a container's volume.
func unwritable(db string, err error) error {
	if errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%s is on a read-only file system; mount %s writable, or name another place with -db", abs(db), dirOf(db))
	}
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%s cannot be written by UID %d; run: chown -R %d:%d %s", abs(db), os.Getuid(), os.Getuid(), os.Getgid(), dirOf(db))
	}
	return err
}
