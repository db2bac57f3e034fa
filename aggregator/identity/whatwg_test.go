package identity

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// A browser's reading of a URL and the URL have one canonical form.
func TestWHATWG(t *testing.T) {
	data, err := os.ReadFile("testdata/whatwg.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Input, Href, Origin string
		Failure             bool
		Unnamable           bool // a browser takes it; no site has such a name
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	r := rules(t, Options{})
	for _, c := range cases {
		if c.Origin != "" {
			continue
		}
		got, err := r.Canonical(c.Input)
		if c.Failure || c.Unnamable {
			if err == nil {
				t.Errorf("Canonical(%q) = %q; want an error", c.Input, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("Canonical(%q): %v; a browser reads %q", c.Input, err, c.Href)
			continue
		}
		want, err := r.Canonical(c.Href)
		if err != nil || got != want {
			t.Errorf("Canonical(%q) = %q; of %q, as a browser reads it, %q, %v", c.Input, got, c.Href, want, err)
		}
		checkCanonical(t, r, strings.ToValidUTF8(c.Input, ""))
	}
}
