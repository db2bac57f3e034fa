package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"syscall"
	"time"

	"golchin/aggregator/config"
	"golchin/store"
	"golchin/store/sqlite"
)

// finding is what one check of doctor saw: state is "ok", "note" or "wrong".
type finding struct{ check, state, what string }

func fine(check, format string, args ...any) finding {
	return finding{check, "ok", fmt.Sprintf(format, args...)}
}

func note(check, format string, args ...any) finding {
	return finding{check, "note", fmt.Sprintf(format, args...)}
}

func wrong(check, format string, args ...any) finding {
	return finding{check, "wrong", fmt.Sprintf(format, args...)}
}

// runDoctor looks at everything golchin stands on and changes nothing. It ends
// in failure when something is wrong.
func runDoctor(ctx context.Context, e *env, args []string) error {
	rest, err := e.flags(args, nil)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return wrongCall("unexpected %q", rest[0])
	}
	cfg, found := e.examineConfig()
	state, seen := e.examineDatabase(ctx)
	found = append(found, state...)
	found = append(found, e.examineFolder()...)
	found = append(found, examineClock(time.Now(), seen), examineLoopback())
	if cfg != nil {
		found = append(found, examineNames(ctx, cfg))
	}
	found = append(found, e.examineAddress(ctx, "listen", e.listen), e.examineAddress(ctx, "admin", e.admin), examineFiles())
	t := table{head: []string{"CHECK", "STATE", "WHAT"}, colour: func(row []string, i int) string {
		return map[string]string{"ok": green, "note": yellow, "wrong": red}[row[min(i, 1)]]
	}}
	bad := 0
	for _, f := range found {
		if f.state == "wrong" {
			bad++
		}
		t.add(f.check, f.state, f.what)
	}
	t.print(e, e.out)
	if bad > 0 {
		fmt.Fprintf(e.out, "\n%s wrong\n", plural(bad, "thing"))
		return errTold
	}
	return nil
}

func (e *env) examineConfig() (*config.Config, []finding) {
	const name = "config"
	cfg, err := e.load()
	if err != nil {
		if problems, ok := errors.AsType[*config.Errors](err); ok {
			return nil, []finding{wrong(name, "%s; %s in all: golchin check lists them", problems.Problems[0], plural(len(problems.Problems), "error"))}
		}
		return nil, []finding{wrong(name, "%v; golchin init writes a starter", err)}
	}
	out := []finding{fine(name, "%s: %s, %s", e.config, plural(len(cfg.Sources), "source"), plural(len(cfg.Topics), "topic"))}
	if n := len(cfg.Warnings); n > 0 {
		out = append(out, note(name, "%s; %s in all: golchin check lists them", cfg.Warnings[0], plural(n, "warning")))
	}
	if bad := cfg.Examples(); len(bad) > 0 {
		out = append(out, wrong(name, "%v; mend the topic or its example", bad[0]))
	}
	return cfg, out
}

// examineDatabase returns also when the database was changed last.
func (e *env) examineDatabase(ctx context.Context) ([]finding, time.Time) {
	const name = "database"
	if _, err := os.Stat(e.db); errors.Is(err, fs.ErrNotExist) {
		return []finding{fine(name, "there is none yet; golchin serve makes %s", abs(e.db))}, time.Time{}
	}
	db, err := sqlite.Open(ctx, e.db, sqlite.Options{ReadOnly: true, Logger: slog.New(slog.DiscardHandler)})
	switch {
	case errors.Is(err, store.ErrNewer):
		return []finding{wrong(name, "%v; run the newer golchin, or restore a backup of its own time", err)}, time.Time{}
	case errors.Is(err, store.ErrNotOurs):
		return []finding{wrong(name, "%v; name another file with -db, or restore a backup", err)}, time.Time{}
	case err != nil:
		return []finding{wrong(name, "%v", err)}, time.Time{}
	}
	defer db.Close()
	if err := db.Check(ctx); err != nil {
		return []finding{wrong(name, "%v; stop golchin and restore a backup, or save what can still be read with golchin backup -salvage FILE", err)}, time.Time{}
	}
	st, err := db.Stats(ctx)
	if err != nil {
		return []finding{wrong(name, "%v", err)}, time.Time{}
	}
	v, err := db.Version(ctx, store.Scopes{})
	if err != nil {
		return []finding{wrong(name, "%v", err)}, time.Time{}
	}
	return []finding{fine(name, "%s, whole: %s, %.1f MB", abs(e.db), plural(st.Items, "item"), float64(st.Bytes)/1e6)}, v.At
}

// leastFree is how much of a disk must be free, in bytes, besides a copy of
// the database, which an upgrade makes.
const leastFree = 64 << 20

// examineFolder looks at the database's place: may it be written, is there
// room, does a server use it.
func (e *env) examineFolder() []finding {
	dir := dirOf(e.db)
	f, err := os.CreateTemp(dir, ".golchin-doctor-")
	if err != nil {
		return []finding{wrong("folder", "%v", unwritable(e.db, err))}
	}
	_ = errors.Join(f.Close(), os.Remove(f.Name())) // it was only asked whether it can be
	out := []finding{fine("folder", "%s can be written by UID %d", dir, os.Getuid())}
	size := int64(0)
	if info, err := os.Stat(e.db); err == nil {
		size = info.Size()
		if f, err := os.OpenFile(e.db, os.O_WRONLY, 0); err != nil {
			out = append(out, wrong("folder", "%v", unwritable(e.db, err)))
		} else {
			f.Close()
		}
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err == nil {
		switch free := int64(disk.Bavail) * int64(disk.Bsize); { //nolint:unconvert // its type differs between systems
		case free < leastFree:
			out = append(out, wrong("disk", "%.0f MB free in %s; polling stops when it is full: make room", float64(free)/1e6, dir))
		case free < size+leastFree:
			out = append(out, note("disk", "%.0f MB free in %s, less than a copy of the database takes, which an upgrade makes", float64(free)/1e6, dir))
		default:
			out = append(out, fine("disk", "%.0f MB free in %s", float64(free)/1e6, dir))
		}
	}
	if _, err := os.Stat(lockPath(e.db)); err == nil {
		unlock, err := lockInstance(e.db)
		if err != nil {
			return append(out, fine("server", "one runs on this database"))
		}
		unlock()
	}
	return append(out, fine("server", "none runs on this database"))
}

// examineClock compares the clock with what is known to be past.
func examineClock(now, changed time.Time) finding {
	const name = "clock"
	const slack = time.Minute
	if changed.After(now.Add(slack)) {
		return wrong(name, "it says %s, but the database was changed at %s; set it (NTP), or nothing is polled before then", stamp(now), stamp(changed))
	}
	if self, err := os.Executable(); err == nil {
		if built := modified(self); built.After(now.Add(slack)) {
			return wrong(name, "it says %s, but golchin was put here at %s; set it (NTP)", stamp(now), stamp(built))
		}
	}
	return fine(name, "%s", stamp(now))
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func examineLoopback() finding {
	const name = "loopback"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return wrong(name, "%v; the health check cannot work", err)
	}
	defer l.Close()
	c, err := net.DialTimeout("tcp", l.Addr().String(), 5*time.Second)
	if err != nil {
		return wrong(name, "%v; the health check cannot work: is a firewall in the way?", err)
	}
	c.Close()
	return fine(name, "answers")
}

// examineNames looks the hosts of some sources up.
func examineNames(ctx context.Context, cfg *config.Config) finding {
	const name, most = "names", 5
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	asked := map[string]bool{}
	var last error
	resolved := 0
	for _, s := range cfg.Sources {
		u, err := url.Parse(s.URLs[0])
		if err != nil || u.Hostname() == "" || asked[u.Hostname()] {
			continue
		}
		if _, err := netip.ParseAddr(u.Hostname()); err == nil {
			continue
		}
		asked[u.Hostname()] = true
		if _, err := net.DefaultResolver.LookupHost(ctx, u.Hostname()); err != nil {
			last = err
		} else {
			resolved++
		}
		if len(asked) == most {
			break
		}
	}
	switch {
	case len(asked) == 0:
		return fine(name, "no source needs one resolved")
	case resolved == 0:
		return wrong(name, "none of %d hosts resolves: %v; look at /etc/resolv.conf and the network", len(asked), last)
	case last != nil:
		return note(name, "%d of %d hosts resolve: %v", resolved, len(asked), last)
	}
	return fine(name, "%d of %d hosts resolve", resolved, len(asked))
}

// examineAddress tells whether a server could listen there, or one does.
func (e *env) examineAddress(ctx context.Context, name, addr string) finding {
	if addr == "" {
		return fine(name, "not wanted")
	}
	l, err := net.Listen("tcp", addr)
	if err == nil {
		l.Close()
		return fine(name, "%s is free", addr)
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		if err := askHealth(ctx, addr, "/healthz"); err == nil {
			return fine(name, "golchin answers on %s", addr)
		}
		return wrong(name, "%s is taken by another program; choose another with -%s", addr, name)
	}
	return wrong(name, "%v; choose another address with -%s", err, name)
}

// fewFiles is how many open files make a server slow and careful.
const fewFiles = 512

func examineFiles() finding {
	files := openFiles()
	if files < fewFiles {
		return note("files", "only %d may be open: %d fetches at once and %d readers; raise it with ulimit -n", files, fetches(1<<20, files), readerPlaces(files))
	}
	return fine("files", "%d may be open", files)
}
