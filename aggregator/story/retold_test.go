package story

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

// retold is a pair of testdata/retold.txt.
type retold struct {
	a, b news.Item
	one  bool
	line int
}

// readRetold reads testdata/retold.txt.
func readRetold(t *testing.T) []retold {
	data, err := os.ReadFile("testdata/retold.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []retold
	ls := strings.Split(string(data), "\n")
	for i := 0; i+2 < len(ls); i++ {
		verdict, hours, ok := strings.Cut(ls[i], " ")
		if !ok || verdict != "=" && verdict != "!" {
			continue
		}
		gap, err := strconv.ParseFloat(hours, 64)
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		r := retold{one: verdict == "=", line: i + 1}
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

// TestRetold judges invented news. One wrong merge is one too many; of what is
// told twice a seventh may be missed.
func TestRetold(t *testing.T) {
	var c confusion
	for _, r := range readRetold(t) {
		e := Explain(r.a, r.b)
		found := slices.ContainsFunc(Bands(r.a), func(x int64) bool { return slices.Contains(Bands(r.b), x) })
		c.add(r.one, e.Story && found)
		if got := e.Story && found; got != r.one {
			t.Logf("line %d: got %v, want %v: score %.2f need %.2f found %v vetoes %q\n  %s\n  %s", r.line, got, r.one, e.Score, e.Need, found, e.Vetoes, r.a.Title, r.b.Title)
		}
	}
	t.Log(c)
	if c.fp > 0 || ratio(c.tp, c.tp+c.fn) < 0.85 {
		t.Errorf("got %v", c)
	}
}
