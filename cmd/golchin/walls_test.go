package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms says what each room may import of ours, tests included. A room not
// listed is a new wall that nobody decided on.
var rooms = map[string][]string{
	"aggregator/news":     {},
	"aggregator/text":     {"aggregator/news"},
	"aggregator/fetch":    {"aggregator/news"},
	"aggregator/schedule": {"aggregator/news"},
	"aggregator/identity": {"aggregator/news", "aggregator/text"},
	"aggregator/story":    {"aggregator/news", "aggregator/text"},
	"aggregator/topic":    {"aggregator/news", "aggregator/text"},
	"aggregator/parse":    {"aggregator/news", "aggregator/text"},
	"aggregator/article":  {"aggregator/news", "aggregator/text"},
	"aggregator/publish":  {"aggregator/news", "aggregator/text"},
	"aggregator/config":   {"aggregator/news", "aggregator/topic", "aggregator/schedule", "aggregator/identity"},
	"store":               {"aggregator/news"},
	"store/storetest":     {"store", "aggregator/news"},
	"store/sqlite":        {"store", "store/storetest", "aggregator/news"},
	"aggregator/web":      {"aggregator/news", "aggregator/text", "aggregator/topic", "aggregator/publish", "store"},
	"aggregator":          {"aggregator/news", "aggregator/text", "aggregator/identity", "aggregator/story", "aggregator/topic", "aggregator/fetch", "aggregator/parse", "aggregator/article", "aggregator/schedule", "store"},
	"cmd/golchin":         nil, // everything: all wiring is here
	"cmd/golchin/demo":    {"aggregator/config"},
}

// testOnly are imports of ours that tests may add: the engine is tested over a
// real store, the web over real feeds.
var testOnly = map[string][]string{
	"aggregator":       {"store/sqlite", "aggregator/config", "aggregator/publish", "aggregator/web"},
	"aggregator/web":   {"store/sqlite"},
	"cmd/golchin/demo": {"aggregator/news", "aggregator/parse", "aggregator/text", "aggregator/topic", "aggregator/identity"},
}

// owners names the one importer of each third-party library. golang.org/x
// packages are owned one by one.
var owners = map[string]string{
	"github.com/mmcdole/gofeed":              "aggregator/parse",
	"github.com/microcosm-cc/bluemonday":     "aggregator/parse",
	"github.com/gorilla/feeds":               "aggregator/publish",
	"github.com/robfig/cron/v3":              "aggregator/schedule",
	"modernc.org/sqlite":                     "store/sqlite",
	"go.yaml.in/yaml/v4":                     "aggregator/config",
	"github.com/invopop/jsonschema":          "aggregator/config",
	"code.dny.dev/ssrf":                      "aggregator/fetch",
	"github.com/klauspost/compress":          "aggregator/fetch",
	"github.com/andybalholm/brotli":          "aggregator/fetch",
	"github.com/jimsmart/grobotstxt":         "aggregator/fetch",
	"github.com/nlnwa/whatwg-url":            "aggregator/identity",
	"github.com/google/uuid":                 "aggregator/identity",
	"github.com/jalaali/go-jalaali":          "aggregator/text",
	"github.com/abadojack/whatlanggo":        "aggregator/text",
	"github.com/coregx/ahocorasick":          "aggregator/topic",
	"codeberg.org/readeck/go-readability/v2": "aggregator/article",
	"github.com/PuerkitoBio/goquery":         "aggregator/article",
	"golang.org/x/sync":                      "aggregator/web",
	"golang.org/x/term":                      "cmd/golchin",
	"github.com/fsnotify/fsnotify":           "cmd/golchin",
}

// TestWalls reads every import of the program and holds it to the design.
func TestWalls(t *testing.T) {
	root := filepath.Join("..", "..")
	importers := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); path != root && (n == "testdata" || strings.HasPrefix(n, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(rel))
		isTest := strings.HasSuffix(path, "_test.go")
		for _, imp := range importsOf(t, path) {
			if own, ok := strings.CutPrefix(imp, "golchin/"); ok {
				mayImport(t, rel, room, own, isTest)
			} else if !isTest && strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") && !slices.Contains(importers[imp], room) {
				importers[imp] = append(importers[imp], room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for imp, by := range importers {
		for lib, owner := range owners {
			if (imp == lib || strings.HasPrefix(imp, lib+"/")) && (len(by) > 1 || by[0] != owner) {
				t.Errorf("%s is imported by %v; only %s may", imp, by, owner)
			}
		}
	}
}

func mayImport(t *testing.T, file, room, own string, isTest bool) {
	t.Helper()
	allowed, known := rooms[room]
	switch {
	case !known:
		t.Errorf("%s: the room %s is not in the list of walls", file, room)
	case room == "cmd/golchin", own == room:
	case slices.Contains(allowed, own), isTest && slices.Contains(testOnly[room], own):
	default:
		t.Errorf("%s imports golchin/%s; %s may import %v", file, own, room, allowed)
	}
}

func importsOf(t *testing.T, path string) []string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}
