package main

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golchin/store"
	"golchin/store/sqlite"
)

var soakTime = flag.Duration("soak", 0, "how long TestSoak runs; 0 is 40 minutes with -long, else some seconds")

// TestSoak runs the real server for long against sources that change and fail,
// among readers and an operator who never rests. In its first quarter it is
// killed four times; then one process lives on, and nothing it takes may grow:
// memory, goroutines, open files, bytes of the database for one item. In the
// end the store holds what the web holds.
func TestSoak(t *testing.T) {
	k := &soak{takes: 6 * time.Second, n: 20, dir: t.TempDir()}
	hosts, every, grow := 1, "@every 1s", 500*time.Millisecond
	if *long {
		k.takes, k.n, hosts, every, grow = 40*time.Minute, 1000, 20, "@every 30s", time.Minute
	} else {
		t.Parallel()
	}
	if *soakTime > 0 {
		k.takes = *soakTime
	}
	k.web = newSoakWeb(t, k.n, hosts, grow)
	k.every = every
	k.configure(t, 0)
	k.poll(t)
	k.web.calm.Store(0)
	k.run(t)
	k.report(t)
	k.truth(t)
}

// poll asks every source once, however long that takes.
func (k *soak) poll(t *testing.T) {
	t.Helper()
	start := time.Now()
	cmd := program(t.Context(), k.dir, "poll", "-force")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("poll: %v\n%s", err, out)
	}
	t.Logf("all %d sources polled in %v, %v of CPU", k.n, time.Since(start).Round(time.Second/10), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Round(time.Second/10))
}

// soak is a long run and what was seen of it.
type soak struct {
	takes   time.Duration
	n       int
	web     *soakWeb
	dir     string
	every   string
	srv     *server
	admin   string
	readers *soakReaders
	began   time.Time
	samples []soakSample
}

func (k *soak) db() string { return filepath.Join(k.dir, "golchin.db") }

// configure writes feeds.yaml; each version has another feed.
func (k *soak) configure(t *testing.T, version int) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "site: {title: Soak, language: en}\nfetch: {allow_private: [127.0.0.0/8], per_host: 4, timeout: 4s}\ndefaults: {schedule: %q, keep: 1d}\nsources:\n", k.every)
	for _, s := range k.web.sources() {
		fmt.Fprintf(&b, "  - {name: %s, url: %q, %s}\n", s.name, s.url, s.more)
	}
	fmt.Fprintf(&b, "topics:\n  - use: gaza-ceasefire\n  - {slug: city, title: City, match: 'شه* OR آب* OR گل*'}\nfeeds:\n  - {slug: turn, title: Turn %d, topics: [city], stories: collapse}\n", version)
	if err := os.WriteFile(filepath.Join(k.dir, "feeds.yaml"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (k *soak) serve(t *testing.T) {
	t.Helper()
	k.admin = freePort(t)
	k.srv = serve(t, k.dir, "-admin", k.admin)
	k.srv.log.only(`"level":"ERROR"`, "panic", "goroutine ", "given up")
	k.readers.server(k.srv.url)
}

// run lets everything happen.
func (k *soak) run(t *testing.T) {
	k.readers = newSoakReaders(t, k.n)
	k.began = time.Now()
	k.serve(t)
	type habit struct {
		every time.Duration
		do    func(t *testing.T, turn int)
		next  time.Time
		turn  int
	}
	habits := []*habit{
		{every: k.takes / 80, do: k.sample},
		{every: k.takes / 16, do: k.kill},
		{every: max(k.takes/40, 2*time.Second), do: k.reload},
		{every: k.takes / 10, do: k.backup},
		{every: k.takes / 15, do: k.prune},
		{every: k.takes / 20, do: k.lock},
	}
	for _, h := range habits {
		h.next = k.began.Add(h.every)
	}
	for time.Since(k.began) < k.takes && !t.Failed() {
		slices.SortStableFunc(habits, func(a, b *habit) int { return a.next.Compare(b.next) })
		h := habits[0]
		wait(t, time.Until(h.next))
		h.turn++
		h.do(t, h.turn)
		h.next = h.next.Add(h.every)
		if late := time.Now(); h.next.Before(late) {
			h.next = late.Add(h.every / 2)
		}
	}
	k.readers.stop()
	if code := k.srv.stop(t); code != exitOK {
		t.Errorf("exit %d", code)
	}
	if said := k.srv.log.String(); strings.Contains(said, "panic") {
		t.Errorf("the log:\n%.5000s", said)
	}
}

// kill ends the process as a power cut does, in the first quarter.
func (k *soak) kill(t *testing.T, turn int) {
	if turn > 4 || time.Since(k.began) > k.takes/3 {
		return
	}
	k.readers.server("")
	if err := k.srv.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = k.srv.cmd.Wait()
	k.serve(t)
	k.samples = nil // another life
}

func (k *soak) reload(t *testing.T, turn int) {
	k.configure(t, turn)
	if turn%2 == 0 {
		k.srv.signal(t, syscall.SIGHUP)
	}
}

func (k *soak) backup(t *testing.T, turn int) {
	to := filepath.Join(k.dir, fmt.Sprintf("backup-%d.db", turn))
	mustRun(t, k.dir, "backup", to)
	if n := sound(t, to); n < k.n/2*soakWindow {
		t.Errorf("backup %d holds %d items", turn, n)
	}
	for _, ext := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(to + ext)
	}
}

// prune makes what left the documents long ago old, and deletes it.
func (k *soak) prune(t *testing.T, _ int) {
	db, err := sql.Open("sqlite", "file:"+k.db()+"?_pragma=busy_timeout(20000)")
	if err != nil {
		t.Fatal(err)
	}
	kept := k.n / 2 * (soakWindow + 12)
	_, err = db.ExecContext(t.Context(), "UPDATE item SET last_seen = last_seen - 172800000 WHERE sort < (SELECT sort FROM item ORDER BY sort DESC LIMIT 1 OFFSET $1) AND last_seen > $2", kept, time.Now().Add(-24*time.Hour).UnixMilli())
	if err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	mustRun(t, k.dir, "prune")
}

// lock keeps the database's one place for writing for a moment.
func (k *soak) lock(t *testing.T, _ int) {
	letGo := holdWriter(t, k.db())
	wait(t, min(2*time.Second, k.takes/100))
	letGo()
}

// truth polls a last time, when the web is calm, and compares.
func (k *soak) truth(t *testing.T) {
	k.web.calm.Store(time.Now().UnixNano())
	k.poll(t)
	db, err := sqlite.Open(t.Context(), k.db(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("integrity: %v", err)
	}
	kept := map[string]string{} // site and number → headline
	q := store.Query{Private: true, Limit: 500}
	for {
		items, err := db.Items(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			key := it.Site + "/" + string(it.Code)
			if _, twice := kept[key]; twice {
				t.Errorf("%s is kept twice", key)
			}
			kept[key] = it.Title
		}
		if len(items) < q.Limit {
			break
		}
		last := items[len(items)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
	}
	lost, written := 0, 0
	for site := range k.n / 2 {
		count := k.web.count(site, k.web.now())
		written += count
		for item := count - soakWindow; item < count; item++ {
			key := fmt.Sprintf("site%d.example/%d", site, 10_000+item)
			if want := k.web.title(site, item, count); kept[key] != want {
				lost++
				if lost < 10 {
					t.Errorf("%s: kept %q, want %q", key, kept[key], want)
				}
			}
		}
	}
	if lost > 0 || len(kept) > written {
		t.Errorf("%d of %d shown items are not kept as they are; %d kept, %d were ever written", lost, k.n/2*soakWindow, len(kept), written)
	}
	stats, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d items written, %d kept, %d keys; the web gave %d documents, %d times 304, %d old copies, %d failures", written, len(kept), stats.Keys,
		k.web.answers[soakGiven].Load(), k.web.answers[soakUnchanged].Load(), k.web.answers[soakOld].Load(), k.web.answers[soakFailed].Load())
}
