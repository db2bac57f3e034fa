package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFaultTable: the README names a test for each of the 52 faults, and every
// test it names is there.
func TestFaultTable(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	declared := declaredTests(t)
	told := map[int]bool{}
	row := regexp.MustCompile(`^\| (T\d\d[^|]*) \|[^|]+\|(.+)\|$`)
	named := regexp.MustCompile("`(Test\\w+)`")
	for line := range strings.Lines(string(readme)) {
		m := row.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		for part := range strings.SplitSeq(m[1], ", ") {
			first, last := 0, 0
			if n, _ := fmt.Sscanf(part, "T%d–T%d", &first, &last); n < 2 {
				last = first
			}
			for ; first <= last; first++ {
				told[first] = true
			}
		}
		tests := named.FindAllStringSubmatch(m[2], -1)
		if len(tests) == 0 {
			t.Errorf("%s names no test", m[1])
		}
		for _, name := range tests {
			if !declared[name[1]] {
				t.Errorf("%s names %s, which there is not", m[1], name[1])
			}
		}
	}
	for n := 1; n <= 52; n++ {
		if !told[n] {
			t.Errorf("no row for T%02d", n)
		}
	}
}

// declaredTests are the names of all tests and fuzz targets of the program.
func declaredTests(t *testing.T) map[string]bool {
	t.Helper()
	root := filepath.Join("..", "..")
	declared := map[string]bool{}
	aTest := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range aTest.FindAllSubmatch(src, -1) {
			declared[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return declared
}

// TestPromiseTable holds README's table of what readers are promised to the
// rules there are and to the tests that it names.
func TestPromiseTable(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	declared, told := declaredTests(t), map[string]bool{}
	row := regexp.MustCompile(`^\| ((?:[HFS]\d\d|profile)[^|]*) \|[^|]+\|(.+)\|$`)
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	for line := range strings.Lines(string(readme)) {
		m := row.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		for part := range strings.SplitSeq(m[1], ", ") {
			told[part] = true
		}
		tests := named.FindAllStringSubmatch(m[2], -1)
		if len(tests) == 0 && !strings.Contains(m[2], "not built") {
			t.Errorf("%s names no test", m[1])
		}
		for _, name := range tests {
			if !declared[name[1]] {
				t.Errorf("%s names %s, which there is not", m[1], name[1])
			}
		}
	}
	for letter, numbers := range map[string][2]int{"H": {1, 14}, "F": {1, 18}, "S": {30, 35}} {
		for n := numbers[0]; n <= numbers[1]; n++ {
			if !told[fmt.Sprintf("%s%02d", letter, n)] {
				t.Errorf("no row for %s%02d", letter, n)
			}
		}
	}
	for _, rule := range []string{"S40", "S41", "S42", "S43", "S44", "profile"} {
		if !told[rule] {
			t.Errorf("no row for %s", rule)
		}
	}
}
