package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	uuid1 = "1b4e28ba-2fa1-51d2-883f-0016d3cca427"
	uuid2 = "6fa459ea-ee8a-5ca4-894e-db77e160355e"
	uuid3 = "16fd2706-8baf-533b-82eb-8c7fada847da"
)

// correctionsFile is a file of corrections, last written at day one.
func correctionsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "corrections.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, dayOne, dayOne); err != nil {
		t.Fatal(err)
	}
	return path
}

var dayOne = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func TestReadCorrections(t *testing.T) {
	got, err := ReadCorrections(correctionsFile(t, `# ours
- merge: [`+uuid1+`, "urn:uuid:`+strings.ToUpper(uuid2)+`"]
  why: costs $5, and ${NOBODY} knows # a comment
- {split: [`+uuid1+`, `+uuid3+`], at: 2026-02-01T10:00:00+03:30}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Correction{
		{Merge: true, A: "urn:uuid:" + uuid1, B: "urn:uuid:" + uuid2, Why: "costs $5, and ${NOBODY} knows", At: dayOne},
		{A: "urn:uuid:" + uuid1, B: "urn:uuid:" + uuid3, At: time.Date(2026, 2, 1, 6, 30, 0, 0, time.UTC)},
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("(-got +want):\n%s", d)
	}
	for _, text := range []string{"", "# nothing yet\n", "[]\n", "~\n"} {
		if got, err := ReadCorrections(correctionsFile(t, text)); err != nil || len(got) != 0 {
			t.Errorf("%q: got %v, %v; want none", text, got, err)
		}
	}
	if got, err := ReadCorrections(filepath.Join(t.TempDir(), "none.yaml")); err != nil || got != nil {
		t.Errorf("no file: got %v, %v", got, err)
	}
}

func TestReadCorrectionsProblems(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a mapping", "merge: [a, b]\n", ":1: want a list, not key: value pairs"},
		{"text in it", "- hello\n", `:1: correction #1: want key: value pairs, not "hello"`},
		{"neither", "# x\n- why: because\n", ":2: correction #1: want merge: or split: with two item ids"},
		{"both", "- merge: [" + uuid1 + "," + uuid2 + "]\n  split: [" + uuid1 + "," + uuid2 + "]\n", ":1: correction #1: has both merge and split: write two corrections; the last word on a pair counts"},
		{"one", "- merge: [" + uuid1 + "]\n", ":1: correction #1: merge: want two item ids, not 1"},
		{"three", "- split: [" + uuid1 + "," + uuid2 + "," + uuid3 + "]\n", ":1: correction #1: split: want two item ids, not 3"},
		{"same", "\n- split: [" + uuid1 + ",\"urn:uuid:" + uuid1 + "\"]\n", ":2: correction #1: split: both are the same item"},
		{"no id", "- merge: [" + uuid1 + ", 215615]\n", `:1: correction #1: merge[1] "215615": want the id of an item, urn:uuid:… as feeds and golchin explain show it`},
		{"empty id", "- merge: [" + uuid1 + ", ]\n- merge: [" + uuid1 + ", ~]\n", ":1: correction #1: merge: want two item ids, not 1"},
		{"not a list", "- merge: " + uuid1 + "\n", `:1: correction #1: merge: want a list, not "` + uuid1 + `": write [` + uuid1 + `]`},
		{"key", "- marge: [" + uuid1 + "," + uuid2 + "]\n", `:1: correction #1: unknown key "marge": did you mean "merge"?`},
		{"time", "- merge: [" + uuid1 + "," + uuid2 + "]\n  at: yesterday\n", `:2: correction #1: at "yesterday": want a time such as 2006-01-02T15:04:05Z`},
		{"syntax", "- merge: [" + uuid1 + "\n", ":1: not YAML: did not find expected ',' or ']'"},
	} {
		path := correctionsFile(t, tt.in)
		_, err := ReadCorrections(path)
		wrong, ok := errors.AsType[*Errors](err)
		if !ok {
			t.Errorf("%s: got %v, want *Errors", tt.name, err)
			continue
		}
		if got := strings.TrimPrefix(wrong.Problems[0].String(), path); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestCorrectionsOfConfig: a wrong correction is found where feeds.yaml is read.
func TestCorrectionsOfConfig(t *testing.T) {
	path := correctionsFile(t, "- merge: ["+uuid1+", "+uuid2+"]\n")
	dir := filepath.Dir(path)
	text := []byte("corrections: corrections.yaml\nsources: [{name: a, url: \"https://a.example/feed\"}]\n")
	c, err := Parse("feeds.yaml", text, dir, nil)
	if err != nil || len(c.Kept) != 1 || c.Corrections != path {
		t.Fatalf("got %+v, %v", c, err)
	}
	if err := os.WriteFile(path, []byte("\n- merge: []\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err = Parse("feeds.yaml", text, dir, nil); err == nil || err.Error() != path+":2: correction #1: merge: want two item ids, not 0" {
		t.Errorf("got %v", err)
	}
	if _, err = Parse("feeds.yaml", []byte("corrections: .\n"), dir, nil); err == nil || !strings.Contains(err.Error(), "feeds.yaml:1: corrections \".\": read "+dir+": not a regular file") {
		t.Errorf("a directory: got %v", err)
	}
}

func TestAppendCorrection(t *testing.T) {
	old := "- merge: [" + uuid1 + ", " + uuid3 + "]"
	c := Correction{A: "urn:uuid:" + uuid1, B: "urn:uuid:" + uuid2, Why: "two days, one template: \"tolls\"", At: dayOne}
	for _, tt := range []struct {
		name, before string
		kept         int
	}{
		{"empty", "", 0},
		{"comments", "# ours\n# and more", 0},
		{"list", "# ours\n" + old + " # said at noon\n\n# the end\n", 1},
		{"no newline at the end", old, 1},
		{"indented", "  " + old + "\n", 1},
		{"windows", old + "\r\n", 1},
	} {
		path := correctionsFile(t, tt.before)
		if err := AppendCorrection(path, c, "آتش‌بس\n- merge: [x]\u2028- y\u0085- z\r- w", "second"); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(data), tt.before) {
			t.Errorf("%s: what was there changed:\n%s", tt.name, data)
		}
		got, err := ReadCorrections(path)
		if err != nil || len(got) != tt.kept+1 {
			t.Errorf("%s: got %v, %v:\n%s", tt.name, got, err, data)
			continue
		}
		if d := cmp.Diff(got[tt.kept], c); d != "" {
			t.Errorf("%s (-got +want):\n%s\n%s", tt.name, d, data)
		}
	}
	path := filepath.Join(t.TempDir(), "new.yaml")
	if err := errors.Join(AppendCorrection(path, c), AppendCorrection(path, c)); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadCorrections(path); err != nil || len(got) != 2 {
		t.Errorf("a new file: got %v, %v", got, err)
	}
	for name, before := range map[string]string{"flow": "[{" + old[2:] + "}]\n", "ended": old + "\n...\n", "wrong": "- x\n"} {
		path := correctionsFile(t, before)
		err := AppendCorrection(path, c)
		if err == nil {
			t.Errorf("%s: appended", name)
		}
		if data, _ := os.ReadFile(path); string(data) != before {
			t.Errorf("%s: refused (%v) and yet changed:\n%s", name, err, data)
		}
	}
}
