package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// harbour is a topic whose rule and narrowing the tests change.
func harbour(rule string) string {
	return "topics:\n  - use: gaza-ceasefire\n  - {slug: harbour, title: Harbour, " + rule + "}\n"
}

// rewrite puts other topics into a feeds.yaml.
func rewrite(t *testing.T, dir, topics string) {
	t.Helper()
	path := filepath.Join(dir, "feeds.yaml")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(old), "topics:")
	if err := os.WriteFile(path+".new", []byte(head+topics), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

var topicsOfDump = regexp.MustCompile(` topics \[[^\]]*\]`)

// ids are the lines of a dump without what topics say.
func ids(lines []string) []string {
	var out []string
	for _, l := range lines {
		if strings.HasPrefix(l, "item ") {
			out = append(out, topicsOfDump.ReplaceAllString(l, ""))
		}
	}
	slices.Sort(out)
	return out
}

// filed are the headlines of the items in a topic.
func filed(t *testing.T, dir, topic string) []string {
	t.Helper()
	var out []string
	for _, l := range dump(t, dir) {
		m := topicsOfDump.FindString(l)
		if slices.Contains(strings.Fields(strings.Trim(strings.TrimPrefix(m, " topics "), "[]")), topic) {
			_, title, _ := strings.Cut(l, `title "`)
			title, _, _ = strings.Cut(title, `" text `)
			out = append(out, title)
		}
	}
	slices.Sort(out)
	return out
}

// TestReclassify changes a topic and asks what that would change, before it
// does.
func TestReclassify(t *testing.T) {
	web, dir := newTestWeb(t), t.TempDir()
	ago := func(days int) time.Time { return time.Now().AddDate(0, 0, -days).UTC().Truncate(time.Second) }
	entries := []entry{
		{"Ships leave the harbour", "https://a.example/1", "1", "", ago(1)},
		{"The harbour is closed", "https://a.example/2", "2", "", ago(2)},
		{"کشتی‌ها در بندر", "https://a.example/3", "3", "", ago(3)},
		{"بندر بسته شد", "https://a.example/4", "4", "", ago(40)},
		{"Old harbour", "https://a.example/5", "5", "", ago(50)},
		{"آتش‌بس در غزه برقرار شد", "https://a.example/6", "6", "", ago(1)},
	}
	for i := range 14 {
		entries = append(entries, entry{fmt.Sprintf("Crane number %d", i), fmt.Sprintf("https://a.example/c%d", i), fmt.Sprint("c", i), "", ago(1).Add(-time.Duration(i) * time.Minute)})
	}
	web.set("/a.xml", rss("A", entries...))
	writeConfig(t, dir, harbour("match: harbour"), yamlSource{"a", web.URL + "/a.xml", "site: a.example"})
	mustRun(t, dir, "poll")
	before := dump(t, dir)
	if out := mustRun(t, dir, "reclassify", "-dry-run"); !strings.Contains(out, "0 of 20 items filed otherwise") {
		t.Errorf("right after a poll nothing would change:\n%s", out)
	}

	rewrite(t, dir, harbour("match: 'بندر OR crane*'"))
	out := mustRun(t, dir, "reclassify", "-dry-run")
	for _, want := range []string{
		"gaza-ceasefire  -       -\n", "harbour         +16 −3  +15 −2\n",
		"\nharbour: +15 −2 in the last 7 days\n  + Crane number 0\n", "  + Crane number 9\n  + and 5 more\n",
		"  − Ships leave the harbour\n  − The harbour is closed\n", "19 of 20 items filed otherwise", "nothing was changed",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("reclassify -dry-run does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "Old harbour") || strings.Contains(out, "بندر بسته شد") {
		t.Errorf("headlines from before the window:\n%s", out)
	}
	out = mustRun(t, dir, "reclassify", "-dry-run", "-days", "60")
	for _, want := range []string{"harbour: +16 −3 in the last 60 days\n", "  − Old harbour\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("-days 60 does not say %q:\n%s", want, out)
		}
	}
	if d := cmp.Diff(before, dump(t, dir)); d != "" {
		t.Errorf("-dry-run changed something:\n%s", d)
	}

	mustRun(t, dir, "reclassify")
	if got := filed(t, dir, "harbour"); len(got) != 16 || slices.Contains(got, "Old harbour") || !slices.Contains(got, "بندر بسته شد") {
		t.Errorf("filed under harbour: %q", got)
	}
	if d := cmp.Diff(ids(before), ids(dump(t, dir))); d != "" {
		t.Errorf("more than topics changed:\n%s", d)
	}
	rewrite(t, dir, "topics:\n  - use: gaza-ceasefire\n")
	out = mustRun(t, dir, "reclassify", "-dry-run")
	if !strings.Contains(out, "harbour: +0 −15 in the last 7 days\n") {
		t.Errorf("a topic that is gone loses nothing:\n%s", out)
	}
	// A Persian headline is isolated.
	rewrite(t, dir, harbour("match: 'بندر AND کشتی'"))
	if out = mustRun(t, dir, "reclassify", "-dry-run"); strings.Contains(out, "+ کشتی") || !strings.Contains(out, "− Crane number 0\n") {
		t.Errorf("reclassify -dry-run:\n%s", out)
	}
	rewrite(t, dir, harbour("match: harbour"))
	if out = mustRun(t, dir, "reclassify", "-dry-run"); !strings.Contains(out, "  − Crane") || !strings.Contains(out, "+ Ships") {
		t.Errorf("reclassify -dry-run:\n%s", out)
	}
	mustRun(t, dir, "poll") // files again too
	if d := cmp.Diff(before, dump(t, dir)); d != "" {
		t.Errorf("the old rules give another result:\n%s", d)
	}
	for _, args := range [][]string{{"reclassify", "-days", "0"}, {"reclassify", "all"}} {
		if _, _, code := golchin(t, dir, args...); code != exitUsage {
			t.Errorf("%v: exit %d, want %d", args, code, exitUsage)
		}
	}
}

// TestReclassifyRunning changes the topics of a running server: what is kept
// is filed anew behind its back, polls go on, ids stay.
func TestReclassifyRunning(t *testing.T) {
	t.Parallel()
	web, dir := newTestWeb(t), t.TempDir()
	each := 400
	if testing.Short() {
		each = 100
	}
	var ys []yamlSource
	for s := range 3 {
		var es []entry
		for i := range each {
			es = append(es, entry{fmt.Sprintf("Crane %d at the harbour of town %d", i, s), fmt.Sprintf("https://h%d.example/%d", s, i), fmt.Sprint(i), "Ships.", time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)})
		}
		web.set(fmt.Sprintf("/%d.xml", s), rss("H", es...))
		ys = append(ys, yamlSource{fmt.Sprintf("h%d", s), fmt.Sprintf("%s/%d.xml", web.URL, s), fmt.Sprintf("site: h%d.example", s)})
	}
	writeConfig(t, dir, harbour("match: 'town AND 1'"), ys...)
	mustRun(t, dir, "poll")
	before := dump(t, dir)
	s := serve(t, dir)
	polls := func() (n int) {
		for i := range 3 {
			n += web.count(fmt.Sprintf("/%d.xml", i))
		}
		return n
	}
	rewrite(t, dir, harbour("match: crane, not_sources: [h0]"))
	eventually(t, "the items are filed by the new topics", func() bool { return len(filed(t, dir, "harbour")) == 2*each })
	was := polls()
	eventually(t, "polls go on", func() bool { return polls() >= was+6 })
	if got := s.feed(t, "/feeds/harbour.json?limit=1000&stories=all"); len(got.Items) != 2*each {
		t.Errorf("the feed has %d items, want %d", len(got.Items), 2*each)
	}
	if d := cmp.Diff(ids(before), ids(dump(t, dir))); d != "" {
		t.Errorf("more than topics changed:\n%s", d)
	}
	if code := s.stop(t); code != exitOK {
		t.Errorf("SIGTERM: exit %d\n%s", code, s.log)
	}
}

// TestTopicNarrowing polls one story in two languages from two sources and
// files it by topics that narrow by language and source.
func TestTopicNarrowing(t *testing.T) {
	web, dir := newTestWeb(t), t.TempDir()
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, s := range []string{"a", "b"} {
		web.set("/"+s+".xml", rss(s,
			entry{"Harbour of " + s, "https://" + s + ".example/1", "1", "Ships leave the harbour in the morning and come back in the evening.", day},
			entry{"بندر " + s, "https://" + s + ".example/2", "2", "کشتی‌ها صبح از بندر می‌روند و عصر باز می‌گردند و مردم بندر خوشحال هستند.", day}))
	}
	const rule = "match: 'harbour OR بندر'"
	writeConfig(t, dir, "topics:\n"+
		"  - {slug: every, "+rule+", examples: {yes: [The harbour, بندر], no: [The airport]}}\n"+
		"  - {slug: persian, "+rule+", languages: [fa]}\n"+
		"  - {slug: only-a, "+rule+", sources: [a]}\n"+
		"  - {slug: not-a, "+rule+", not_sources: [a]}\n"+
		"  - {slug: both, "+rule+", languages: [en], sources: [b]}\n",
		yamlSource{"a", web.URL + "/a.xml", "site: a.example"}, yamlSource{"b", web.URL + "/b.xml", "site: b.example"})
	mustRun(t, dir, "check")
	mustRun(t, dir, "poll")
	for topic, want := range map[string][]string{
		"every":   {"Harbour of a", "Harbour of b", "بندر a", "بندر b"},
		"persian": {"بندر a", "بندر b"},
		"only-a":  {"Harbour of a", "بندر a"},
		"not-a":   {"Harbour of b", "بندر b"},
		"both":    {"Harbour of b"},
	} {
		if d := cmp.Diff(want, filed(t, dir, topic)); d != "" {
			t.Errorf("%s (-want +got):\n%s", topic, d)
		}
	}
	s := serve(t, dir)
	if got := s.feed(t, "/feeds/only-a.json"); len(got.Items) != 2 {
		t.Errorf("the feed of only-a has %d items, want 2", len(got.Items))
	}
	s.stop(t)

	rewrite(t, dir, "topics:\n  - {slug: every, "+rule+", examples: {yes: [The airport], no: [The harbour]}}\n")
	out, errs, code := golchin(t, dir, "check")
	if code != exitFailed || !strings.Contains(out+errs, "The airport") || !strings.Contains(out+errs, "The harbour") {
		t.Errorf("check of examples that fail: exit %d, want %d\n%s%s", code, exitFailed, out, errs)
	}
}
