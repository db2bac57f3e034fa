package identity

import (
	"os"
	"strings"
	"testing"
)

func rules(t testing.TB, o Options) *Rules {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// testdata/newscode_vectors.tsv: URLs and texts of real sites with the code to
// be found, collected for golchin.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/newscode_vectors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := rules(t, Options{})
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		id, kind, in, site, code := f[0], f[1], f[2], f[3], f[4]
		t.Run(id, func(t *testing.T) {
			switch kind {
			case "url":
				gotSite, gotCode, ok := r.Code(in)
				if ok != (code != "") || string(gotCode) != code {
					t.Errorf("Code(%s) = %q, %v; want %q", in, gotCode, ok, code)
				}
				if site != "" && gotSite != site {
					t.Errorf("site of %s = %q; want %q", in, gotSite, site)
				}
			case "text":
				got := printed(strings.ReplaceAll(in, `\n`, "\n"))
				if got != code {
					t.Errorf("Printed(%q) = %q; want %q", in, got, code)
				}
			default:
				t.Fatalf("unknown kind %q", kind)
			}
		})
	}
}

func printed(text string) string {
	var out []string
	for _, c := range Printed(text) {
		out = append(out, string(c))
	}
	return strings.Join(out, ",")
}
