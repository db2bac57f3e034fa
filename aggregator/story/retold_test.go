package story

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// retold is a pair of a list in testdata.
type retold struct {
	a, b news.Item
	one  bool
	line int
	kind string
}

// readRetold reads a list of pairs of testdata.
func readRetold(t *testing.T, path string) []retold {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []retold
	ls := strings.Split(string(data), "\n")
	for i := 0; i+2 < len(ls); i++ {
		verdict, rest, ok := strings.Cut(ls[i], " ")
		if !ok || verdict != "=" && verdict != "!" {
			continue
		}
		hours, kind, _ := strings.Cut(rest, " ")
		gap, err := strconv.ParseFloat(hours, 64)
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		r := retold{one: verdict == "=", line: i + 1, kind: kind}
		for j, it := range []*news.Item{&r.a, &r.b} {
			f := strings.SplitN(ls[i+1+j], "|", 3)
			if len(f) != 3 {
				t.Fatalf("line %d: want language, headline and lead", i+2+j)
			}
			*it = told(string(rune('a'+j))+".example", float64(j)*gap, strings.TrimSpace(f[1]), strings.TrimSpace(f[2]))
			it.Language = strings.TrimSpace(f[0])
		}
		out = append(out, r)
	}
	return out
}

// lang names the languages of the pair.
func (r retold) lang() string {
	if r.a.Language == r.b.Language {
		return r.a.Language
	}
	return min(r.a.Language, r.b.Language) + "-" + max(r.a.Language, r.b.Language)
}

// judgeRetold judges a list of pairs and logs what it got wrong.
func judgeRetold(t *testing.T, path string) confusion {
	by := tables{}
	for _, r := range readRetold(t, path) {
		e := Explain(r.a, r.b)
		found := slices.ContainsFunc(Bands(r.a), func(x int64) bool { return slices.Contains(Bands(r.b), x) })
		got := e.Story && found
		by.add(r.lang(), r.one, got)
		if got != r.one {
			t.Logf("line %d (%s): got %v, want %v: score %.2f need %.2f found %v vetoes %q\n  %s\n  %s", r.line, r.kind, got, r.one, e.Score, e.Need, found, e.Vetoes, r.a.Title, r.b.Title)
		}
	}
	by.log(t, path)
	return *by["all"]
}

// TestRetold judges invented news. A wrong merge is one too many, and known
// where there is one; of what is told twice a seventh to a quarter may be
// missed.
func TestRetold(t *testing.T) {
	tests := []struct {
		path  string
		wrong int
		least float64
	}{
		{"testdata/retold.txt", 0, 0.85},
		{"testdata/fresh.txt", 0, 0.75},
		{"testdata/later.txt", 1, 0.80},
	}
	for _, tt := range tests {
		if c := judgeRetold(t, tt.path); c.fp > tt.wrong || ratio(c.tp, c.tp+c.fn) < tt.least {
			t.Errorf("%s: %v", tt.path, c)
		}
	}
}
