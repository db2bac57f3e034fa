package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golchin/aggregator/identity"
)

func TestTracking(t *testing.T) {
	dir := t.TempDir()
	write := func(body string) {
		if err := os.WriteFile(filepath.Join(dir, "t.json"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const yaml = "tracking: t.json\nsources: [{name: a, url: \"https://s.example/rss\"}]\n"
	none := func(string) (string, bool) { return "", false }
	write(`{"providers": {"x": {"urlPattern": "^https?://s\\.example", "rules": ["from_feed"]}}}`)
	c, err := Parse("feeds.yaml", []byte(yaml), dir, none)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := identity.New(identity.Options{Tracking: c.Tracking})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rules.Canonical("https://s.example/a?id=7&from_feed=1"); err != nil || got != "https://s.example/a?id=7" {
		t.Errorf("got %q, %v; the operator's parameter stays", got, err)
	}
	for _, bad := range []string{"{", `{"providers": {"x": {"urlPattern": "(", "rules": ["a"]}}}`} {
		write(bad)
		if _, err := Parse("feeds.yaml", []byte(yaml), dir, none); err == nil || !strings.Contains(err.Error(), "feeds.yaml:1") {
			t.Errorf("%s: got %v, want an error at feeds.yaml:1", bad, err)
		}
	}
}
