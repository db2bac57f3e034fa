package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
	"golchin/store/sqlite"
)

var long = flag.Bool("long", false, "run the long suites in full")

// TestKillAnywhere kills the program at random moments of a poll, restarts it,
// and finds in the end what an undisturbed run would have found
// (issue: nothing lost, nothing double, no validator without its items).
func TestKillAnywhere(t *testing.T) {
	t.Parallel()
	kills := 50
	switch {
	case testing.Short():
		kills = 5
	case *long:
		kills = 1000
	}
	web := newTestWeb(t)
	const sources, items = 24, 15
	grow := func(round int) {
		for s := range sources {
			var es []entry
			for i := range items {
				n := round*5 + i + s/2*7 // neighbours share articles
				es = append(es, entry{
					title: fmt.Sprintf("Article %d of site %d", n, s/2), text: strings.Repeat(fmt.Sprintf("Sentence %d. ", n), 20),
					link: fmt.Sprintf("https://site%d.example/fa/news/%d/slug-%d?utm_source=s%d", s/2, 10000+n, round, s), guid: fmt.Sprintf("g%d", n),
					date: time.Date(2026, 1, 1, 0, n, 0, 0, time.UTC),
				})
			}
			web.set(fmt.Sprintf("/%d.xml", s), rss(fmt.Sprint("Source ", s), es...))
		}
	}
	dirs := map[string]string{"killed": t.TempDir(), "calm": t.TempDir()}
	for _, dir := range dirs {
		var ys []yamlSource
		for s := range sources {
			ys = append(ys, yamlSource{fmt.Sprintf("s%02d", s), fmt.Sprintf("%s/%d.xml", web.URL, s), fmt.Sprintf("site: site%d.example", s/2)})
		}
		writeConfig(t, dir, "topics: [{use: gaza-ceasefire}]\n", ys...)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const rounds = 5
	for round := range rounds {
		grow(round)
		for range kills / rounds {
			ctx, cancel := context.WithCancel(t.Context())
			cmd := program(ctx, dirs["killed"], "poll", "-force")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Duration(rng.IntN(250))*time.Millisecond, cancel) // SIGKILL
			_ = cmd.Wait()
			cancel()
		}
		mustPollAll(t, dirs["killed"])
		mustPollAll(t, dirs["calm"])
	}
	got, want := dump(t, dirs["killed"]), dump(t, dirs["calm"])
	if len(want) < sources*items/2 {
		t.Fatalf("the calm run holds %d lines only", len(want))
	}
	for _, l := range want {
		if !slices.Contains(got, l) {
			t.Errorf("lost: %s", l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			t.Errorf("too much: %s", l)
		}
	}
	t.Logf("%d kills, %d lines compared", kills, len(want))
}

// mustPollAll polls until every source was polled: a killed poll's lease may
// still hold one.
func mustPollAll(t *testing.T, dir string) {
	t.Helper()
	out, errs, code := golchin(t, dir, "poll")
	if code != exitOK {
		t.Fatalf("poll: exit %d\n%s%s", code, out, errs)
	}
	if strings.Contains(out, "another process") {
		t.Fatalf("a dead process's lease still holds:\n%s", out)
	}
}

// dump shows everything a store keeps but times of first sight and row
// numbers, in lines.
func dump(t *testing.T, dir string) []string {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "golchin.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("integrity: %v", err)
	}
	var out []string
	q := store.Query{Private: true, Limit: 500}
	for {
		items, err := db.Items(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			out = append(out, describe(it))
		}
		if len(items) < q.Limit {
			break
		}
		last := items[len(items)-1]
		q.After = store.Cursor{Sort: last.Sort, ID: last.ID}
	}
	states, err := db.States(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range states {
		out = append(out, fmt.Sprintf("source %s etag %s hash %s items %d", st.Name, st.ETag, st.BodyHash, st.Items))
	}
	slices.Sort(out)
	return out
}

func describe(it news.Item) string {
	var from []string
	for _, o := range it.Origins {
		from = append(from, o.Source+" "+o.URL+" "+o.GUID)
	}
	slices.Sort(from)
	var heads, topics []string
	for _, h := range it.Headlines {
		heads = append(heads, h.Title)
	}
	for _, m := range it.Topics {
		topics = append(topics, m.Slug)
	}
	return fmt.Sprintf("item %s key %s title %q text %d canonical %s published %s face %s copy %s story %s headlines %q topics %v origins %s",
		it.ID, it.Key, it.Title, len(it.Summary), it.Canonical, it.Published.Format(time.RFC3339), it.Face.Source, it.Copy, it.Story, heads, topics, strings.Join(from, ", "))
}
