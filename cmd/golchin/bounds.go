package main

import (
	"net"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
)

// Descriptors that are neither readers' nor sources': the database with its
// log and index on five connections, listeners, poller, standard streams.
const ownFiles = 40

// maxReaders is how many connections readers may hold at most.
const maxReaders = 8192

// openFiles is how many files this process may have open; Go raises the soft
// limit to the hard one at the start.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || l.Cur > 1<<20 {
		return 1 << 20
	}
	return int(l.Cur)
}

// fetches is how many requests may run at once where only files may be open,
// when want are configured: up to four times as many connections exist, for
// slow ones are set aside.
func fetches(want, files int) int { return max(1, min(want, (files-ownFiles)/8)) }

// readerPlaces is how many connections of readers are held where only files may be
// open: half of what is left.
func readerPlaces(files int) int { return max(4, min(maxReaders, (files-ownFiles)/2)) }

// limits are the effective bounds of a house, for its log.
func (h *house) limits() []any {
	f := h.cfg.Fetch
	files := openFiles()
	out := []any{
		"sources", len(h.cfg.Sources), "topics", len(h.cfg.Topics), "concurrency", fetches(f.Concurrency, files), "per_host", f.PerHost,
		"host_spacing", f.HostSpacing.String(), "min_interval", f.MinInterval.String(), "timeout", f.Timeout.String(), "max_body", f.MaxBody,
		"keep", h.cfg.Defaults.Keep.String(), "open_files", files, "readers", readerPlaces(files), "cpus", runtime.GOMAXPROCS(0),
	}
	if m := debug.SetMemoryLimit(-1); m < 1<<62 {
		out = append(out, "memory_limit", m)
	}
	return out
}

// limited is a listener with at most cap(places) connections open at once; the
// others wait in the kernel's queue. Idle half-requests then cost a bounded
// number of descriptors, and none of the database's.
type limited struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limit(l net.Listener, n int) *limited {
	return &limited{Listener: l, places: make(chan struct{}, n), closed: make(chan struct{})}
}

// Accept waits for a place, then for a connection.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &placed{Conn: c, leave: func() { <-l.places }}, nil
}

// Close ends the listener and whoever waits for a place.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// placed gives its place back when it is closed.
type placed struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (p *placed) Close() error {
	p.once.Do(p.leave)
	return p.Conn.Close()
}
