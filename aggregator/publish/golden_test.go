package publish

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, d)
	}
}

func render(t testing.TB, f Format, h Head, es []Element) []byte {
	t.Helper()
	b, err := Render(f, h, es)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.String(), func(t *testing.T) {
			got := render(t, f, sampleHead(), sampleElements())
			if f == JSON { // indented for the eye
				var b bytes.Buffer
				if err := json.Indent(&b, got, "", "  "); err != nil {
					t.Fatal(err)
				}
				got = b.Bytes()
			}
			golden(t, "sample."+f.Ext(), got)
		})
		t.Run("empty "+f.String(), func(t *testing.T) {
			golden(t, "empty."+f.Ext(), render(t, f, Head{}, nil))
		})
	}
}

func TestSameInputSameBytes(t *testing.T) {
	for _, f := range Formats() {
		want := render(t, f, sampleHead(), sampleElements())
		for range 20 {
			if !bytes.Equal(render(t, f, sampleHead(), sampleElements()), want) {
				t.Fatalf("%s: two renderings differ", f)
			}
		}
	}
}
