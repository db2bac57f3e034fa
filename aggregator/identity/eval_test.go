package identity

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// dataDir is the folder of evaluation data, which the project does without.
func dataDir(t *testing.T) string {
	dir := os.Getenv("GOLCHIN_TEST_DATA")
	if dir == "" {
		t.Skip("GOLCHIN_TEST_DATA is not set: no evaluation data")
	}
	return dir
}

// On real page heads the URL's code, or else the first printed one, is the
// article's.
func TestPages(t *testing.T) {
	f, err := os.Open(filepath.Join(dataDir(t), "persian/samples/pages.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := rules(t, Options{})
	for s := bufio.NewScanner(f); s.Scan(); {
		var page struct {
			URL, Text string
			Expect    struct{ Code string }
		}
		if err := json.Unmarshal(s.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		_, code, _ := r.Code(page.URL)
		printed := Printed(page.Text)
		if code == "" && len(printed) > 0 {
			code = printed[0]
		}
		if string(code) != page.Expect.Code {
			t.Errorf("%s: code %q; want %q", page.URL, code, page.Expect.Code)
		}
		if len(printed) > 0 && string(printed[0]) != page.Expect.Code {
			t.Errorf("%s: printed %q; want %q", page.URL, printed, page.Expect.Code)
		}
	}
}

// In every real feed at hand, links that differ as text differ as canonical
// URLs too, but for the few documents that repeat an article.
func TestFeedsStayApart(t *testing.T) {
	links := regexp.MustCompile(`(?:<link>(?:<!\[CDATA\[)?|<link[^>]*rel="alternate"[^>]*href="|"url": ?")(https?://[^<"\]\s]+)`)
	r := rules(t, Options{})
	files, all, shared := 0, 0, 0
	err := filepath.WalkDir(filepath.Join(dataDir(t), "feeds"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		seen := map[string]string{}
		for _, m := range links.FindAllSubmatch(data, -1) {
			raw := string(m[1])
			c, err := r.Canonical(raw)
			if err != nil {
				continue
			}
			checkCanonical(t, r, raw)
			if other, ok := seen[c]; ok && other != raw {
				shared++
				t.Logf("%s: %s and %s are %s", filepath.Base(path), other, raw, c)
			} else if !ok {
				all++
			}
			seen[c] = raw
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents, %d canonical URLs, %d shared by different spellings", files, all, shared)
	if shared*100 > all {
		t.Errorf("%d of %d canonical URLs are shared", shared, all)
	}
}
