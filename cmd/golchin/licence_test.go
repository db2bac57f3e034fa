package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// licences are the permissive ones by the words that tell them apart. What
// fits none of them is not used.
var licences = map[string]*regexp.Regexp{
	"MIT":        regexp.MustCompile(`(?i)permission is hereby granted, free of charge, to any person obtaining a copy`),
	"ISC":        regexp.MustCompile(`(?i)permission to use, copy, modify, and(/or)? distribute this software for any purpose`),
	"BSD":        regexp.MustCompile(`(?i)redistribution and use in source and binary forms, with or without modification, are permitted`),
	"Apache-2.0": regexp.MustCompile(`(?i)apache license\s+version 2\.0, january 2004|licensed under the apache license, version 2\.0`),
	"MPL-2.0":    regexp.MustCompile(`(?i)mozilla public license,? (version |v\. ?)2\.0`),
	"CC0":        regexp.MustCompile(`(?i)CC0 1\.0 Universal`),
	"Unlicense":  regexp.MustCompile(`(?i)this is free and unencumbered software released into the public domain`),
}

// copyleft is what may be in no dependency's licence.
var copyleft = regexp.MustCompile(`(?i)gnu (affero |lesser )?general public license`)

// TestLicences reads the licence of every module whose code is in the program.
func TestLicences(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-json=Module", ".")
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list: %v", err) // a test binary alone, without the tool or the modules
	}
	type module struct {
		Path, Version, Dir string
		Main               bool
	}
	dirs := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ Module *module }
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && !p.Module.Main {
			dirs[p.Module.Path] = p.Module.Dir
		}
	}
	if len(dirs) < 10 {
		t.Fatalf("%d modules only", len(dirs))
	}
	for path, dir := range dirs {
		text := licenceOf(t, dir)
		var found []string
		for name, re := range licences {
			if re.MatchString(text) {
				found = append(found, name)
			}
		}
		switch {
		case text == "":
			t.Errorf("%s has no licence file", path)
		case len(found) == 0:
			t.Errorf("%s: no permissive licence known here", path)
		case copyleft.MatchString(text) && !strings.Contains(strings.Join(found, " "), "MPL"):
			t.Errorf("%s: names the GPL", path) // the MPL names it as a secondary licence
		}
		t.Logf("%s: %s", path, strings.Join(found, ", "))
	}
}

// licenceOf is the text of the licence files of a module.
func licenceOf(t *testing.T, dir string) string {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range names {
		upper := strings.ToUpper(n.Name())
		if !n.IsDir() && (strings.HasPrefix(upper, "LICENSE") || strings.HasPrefix(upper, "LICENCE") || strings.HasPrefix(upper, "COPYING") || strings.HasPrefix(upper, "UNLICENSE")) {
			data, err := os.ReadFile(filepath.Join(dir, n.Name()))
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(strings.Join(strings.Fields(string(data)), " ") + "\n")
		}
	}
	return b.String()
}
