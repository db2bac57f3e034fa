package topic

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestHeadlines holds the library against headlines of each topic and of its
// neighbours.
func TestHeadlines(t *testing.T) {
	data, err := os.ReadFile("testdata/headlines.tsv")
	if err != nil {
		t.Fatal(err)
	}
	set := compile(t, Library()...)
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 3 {
			continue
		}
		var got []string
		for _, m := range set.Classify(Doc{Title: f[2], Language: f[0]}) {
			got = append(got, m.Slug)
		}
		slices.Sort(got)
		if len(got) == 0 {
			got = []string{"-"}
		}
		if joined := strings.Join(got, ","); joined != f[1] {
			t.Errorf("%s: got %s, want %s: %s", f[0], joined, f[1], f[2])
		}
	}
}
