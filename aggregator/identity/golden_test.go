package identity

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

var update = flag.Bool("update", false, "write the golden files; grow Version when what they said changes")

// The golden file is the contract of Version: a line that changes is a key
// that changes. New lines may be added freely.
func TestGolden(t *testing.T) {
	r := rules(t, Options{})
	var b strings.Builder
	fmt.Fprintf(&b, "version %d\n", Version)
	for _, u := range seeds(t) {
		c, err := r.Canonical(u)
		if err != nil {
			c = "! " + err.Error()[strings.LastIndex(err.Error(), `": `)+3:]
		}
		fmt.Fprintf(&b, "%s\n  %s\n", u, c)
		if site, code, ok := r.Code(u); ok {
			fmt.Fprintf(&b, "  code:%s:%s\n", site, code)
		}
		checkCanonical(t, r, u)
	}
	const file = "testdata/canonical.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("keys have changed: grow Version and run with -update (-want +got):\n%s", diff)
	}
}

// Ids are for ever: this table must never change.
func TestID(t *testing.T) {
	tests := []struct{ key, want string }{
		{"code:rahbordemoaser.ir:215615", "urn:uuid:2000f2da-d640-50bb-b6fd-0ace38032f66"},
		{"code:mizanonline.ir/en:2783", "urn:uuid:1bcec294-34d9-58c3-b79e-57a6d621e0ed"},
		{"url:https://example.com/a", "urn:uuid:9f10f6a1-1b72-55dd-ad3c-026c43d55e47"},
		{"guid:rahbord:215615", "urn:uuid:c12c5993-64e4-5124-9bb2-483df059c81c"},
		{"hash:rahbord:9f86d081", "urn:uuid:4afc3fbe-0056-5727-b71a-189014bf7992"},
	}
	for _, tt := range tests {
		if got := string(ID(news.Key(tt.key))); got != tt.want {
			t.Errorf("ID(%s) = %s; want %s", tt.key, got, tt.want)
		}
	}
}
