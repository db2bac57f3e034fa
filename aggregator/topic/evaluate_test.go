package topic

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// labelled is one line of labelled.jsonl.
type labelled struct {
	ID, Lang, Title, Summary string
	Labels, Ambiguous        []string
}

// score counts verdicts against labels.
type score struct{ hit, extra, missed int }

func (s *score) add(want, got bool) {
	switch {
	case want && got:
		s.hit++
	case want:
		s.missed++
	case got:
		s.extra++
	}
}

func (s score) String() string {
	ratio := func(a, b int) string {
		if a+b == 0 {
			return "    –"
		}
		return fmt.Sprintf("%.3f", float64(a)/float64(a+b))
	}
	return fmt.Sprintf("precision %s  recall %s  (%d right, %d too many, %d missed)", ratio(s.hit, s.extra), ratio(s.hit, s.missed), s.hit, s.extra, s.missed)
}

// TestEvaluate measures the library on labelled items; topics an annotator
// called ambiguous are left out. It prints every miss.
func TestEvaluate(t *testing.T) {
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is not set")
	}
	f, err := os.Open(filepath.Join(dir, "persian", "labelled.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := Compile(Library())
	if err != nil {
		t.Fatal(err)
	}
	scores := map[string]*score{}
	at := func(key string) *score {
		if scores[key] == nil {
			scores[key] = &score{}
		}
		return scores[key]
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var it labelled
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			t.Fatal(err)
		}
		labels, ambiguous := slugs(it.Labels), slugs(it.Ambiguous)
		d := Doc{Title: it.Title, Text: it.Summary, Lead: len(it.Summary), Language: it.Lang}
		in := map[string]bool{}
		for _, m := range set.Classify(d) {
			in[m.Slug] = true
		}
		for _, topic := range set.Topics() {
			want := slices.Contains(labels, topic.Slug)
			if slices.Contains(ambiguous, topic.Slug) {
				continue
			}
			for _, s := range []*score{at(topic.Slug + " all"), at(topic.Slug + " " + it.Lang)} {
				s.add(want, in[topic.Slug])
			}
			if want != in[topic.Slug] {
				t.Logf("%s: want in=%v: %s [%s] %s | %s\n    %s", topic.Slug, want, it.ID, it.Lang, it.Title, it.Summary, set.Explain(topic.Slug, d).Reason)
			}
		}
	}
	report(t, set, scores)
}

// slugs writes the labels of the list as slugs.
func slugs(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.ReplaceAll(s, "_", "-"))
	}
	return out
}

// report prints the scores and fails where the library is useless.
func report(t *testing.T, set *Set, scores map[string]*score) {
	for _, topic := range set.Topics() {
		for _, lang := range []string{"all", "fa", "ar", "en", "he", "tr", "ru"} {
			if s := scores[topic.Slug+" "+lang]; s != nil && *s != (score{}) {
				t.Logf("%-15s %-3s %s", topic.Slug, lang, s)
			}
		}
		if s := scores[topic.Slug+" all"]; 10*s.hit < 8*(s.hit+s.missed) || 10*s.hit < 8*(s.hit+s.extra) {
			t.Errorf("%s: precision or recall under 0.8", topic.Slug)
		}
	}
}
