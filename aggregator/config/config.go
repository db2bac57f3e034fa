package config

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"
	_ "time/tzdata" // zones are read here, also in an image without /usr/share/zoneinfo
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
)

// Config is a feeds.yaml, checked, with every default applied.
type Config struct {
	Site       news.Site
	Fetch      Fetch
	Publishers []identity.Publisher
	Defaults   news.Source // what a source gets that says nothing itself; no Name, no URLs
	Sources    []news.Source
	Topics     []news.Topic
	// Feeds are those listed in the file. "all", one feed a topic and one a
	// source exist without being listed; a listed one with such a slug refines it.
	Feeds []news.Feed
	// Withhold are items that are published nowhere: their links (http or
	// https) or ids ("urn:uuid:…").
	Withhold []string
	// Corrections is the path of the kept splits and merges. Empty means none.
	Corrections string
	// Kept is what that file says, in its order; nil where there is none yet.
	Kept []Correction
	// Tracking are further tracking parameters, in the format of ClearURLs, as
	// identity.Options takes them. Nil means the built-in ones only.
	Tracking []byte
	// Zone is the site's: of pages, and of cron lines that name none. Never nil.
	Zone *time.Location
	// Warnings are what works but was hardly meant, in the order of the lines.
	Warnings []Problem

	privateFloor time.Duration // fetch.min_interval as written
	file         string
	tried        map[string][]example // by topic slug
}

// Fetch is how sources are asked, with the defaults of BEHAVIOUR §3.3.
type Fetch struct {
	Contact         string         // named in the User-Agent; empty means nobody
	AllowPrivate    []netip.Prefix // private ranges that may be fetched
	PerHost         int            // requests to one host at once; default 1
	HostSpacing     time.Duration  // between requests to one public host; default 1 s
	MinInterval     time.Duration  // between polls of a source on a public host; default 15 min and never less
	RedirectConfirm time.Duration  // before a permanent redirect is adopted; default 24 h
	Timeout         time.Duration  // of one request; default 30 s
	MaxBody         int64          // bytes after decompression; default 10 MiB
	Concurrency     int            // requests at once; default 16
}

// Load reads the file at path. Its error is an *Errors when the file was read
// but cannot be used, and the system's error otherwise.
func Load(path string, env func(string) (string, bool)) (*Config, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, tooLarge(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	return Parse(path, data, dir, env)
}

// Parse reads data as a feeds.yaml called name whose relative paths start at
// dir. Values of the form ${NAME} come from env; a nil env knows no names.
// Its error is always an *Errors with every problem of the file.
func Parse(name string, data []byte, dir string, env func(string) (string, bool)) (*Config, error) {
	if len(data) > maxFile {
		return nil, tooLarge(name)
	}
	if env == nil {
		env = func(string) (string, bool) { return "", false }
	}
	r := &reader{
		file: name, dir: dir, env: env,
		at: map[any]spot{}, fields: map[reflect.Type]fieldSet{}, zones: map[string]*time.Location{},
	}
	root, problem := parseYAML(name, data)
	if problem != nil {
		return nil, &Errors{[]Problem{*problem}}
	}
	var doc document
	r.decode(root, reflect.ValueOf(&doc).Elem(), where{})
	c := build(r, &doc)
	if len(r.problems) > 0 {
		sortProblems(r.problems)
		if len(r.problems) == maxWrong {
			last := r.problems[maxWrong-1]
			last.Message = fmt.Sprintf("and more: only the first %d problems are listed", maxWrong)
			r.problems = append(r.problems, last)
		}
		return nil, &Errors{r.problems}
	}
	sortProblems(r.warnings)
	c.Warnings = r.warnings
	return c, nil
}

func tooLarge(name string) error {
	return &Errors{[]Problem{{File: name, Message: "larger than 16 MB"}}}
}

// parseYAML returns the top node of the one document in data.
func parseYAML(name string, data []byte) (*yaml.Node, *Problem) {
	if i := invalidUTF8(data); i >= 0 && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, &Problem{File: name, Line: 1 + bytes.Count(data[:i], []byte("\n")), Message: "not UTF-8 text"}
	}
	var top yaml.Node
	err := yaml.Load(data, &top)
	if many, ok := errors.AsType[*yaml.LoadErrors](err); ok && len(many.Errors) > 0 {
		err = many.Errors[0] // before LoadError, which it also answers to
	}
	if err != nil {
		return nil, syntaxProblem(name, data, err)
	}
	if top.Kind != yaml.DocumentNode || len(top.Content) != 1 || isNull(top.Content[0]) {
		return nil, emptyFile(name)
	}
	return top.Content[0], nil
}

func syntaxProblem(name string, data []byte, err error) *Problem {
	if len(bytes.TrimSpace(data)) == 0 {
		return emptyFile(name)
	}
	p := &Problem{File: name, Line: 1, Message: "not YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		p.Line, p.Column, p.Message = max(1, e.Mark.Line), e.Mark.Column, "not YAML: "+strings.TrimPrefix(e.Message, "yaml: ")
		if e.ContextMark.Line > 0 && e.ContextMark.Line < p.Line {
			p.Line, p.Column = e.ContextMark.Line, e.ContextMark.Column
		}
		if strings.Contains(e.Message, "no documents") {
			return emptyFile(name)
		}
	}
	return p
}

func emptyFile(name string) *Problem {
	return &Problem{File: name, Line: 1, Message: "empty: want at least sources:, with a name and a url each"}
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
