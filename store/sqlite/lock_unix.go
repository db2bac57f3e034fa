//go:build unix

package sqlite

import (
	"errors"
	"os"
	"syscall"
)

// lock tells whether other processes use the database. It is a file of its
// own: closing a second descriptor of the database itself would drop SQLite's
// locks.
type lock struct {
	f    *os.File
	only bool // nobody else had it when it was opened
}

func openLock(path string) (*lock, error) {
	f, err := os.OpenFile(path+"-lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	l := &lock{f: f}
	if l.only = l.alone(); !l.only {
		return l, l.share()
	}
	return l, nil
}

// alone takes the lock for itself, and tells whether nobody else has it. When
// somebody does, the lock is lost.
func (l *lock) alone() bool {
	return syscall.Flock(int(l.f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// share lets others in.
func (l *lock) share() error {
	for {
		err := syscall.Flock(int(l.f.Fd()), syscall.LOCK_SH)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func (l *lock) close() error { return l.f.Close() }

// writable tells whether this process may write path.
func writable(path string) bool {
	const wOK = 2
	return syscall.Access(path, wOK) == nil
}
