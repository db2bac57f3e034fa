package parse

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// BenchmarkFeeds reads the feeds of testdata: gofeed alone, Parse, and Parse on
// the same feeds with one stray "<" each, so that they must be mended.
func BenchmarkFeeds(b *testing.B) {
	files, _ := filepath.Glob("testdata/feeds/*")
	benchmarkFeeds(b, files)
}

// BenchmarkCorpus does the same with the evaluation set.
func BenchmarkCorpus(b *testing.B) {
	dir := corpus(b)
	var files []string
	for name, n := range counts(b) {
		if n > 0 && !strings.HasSuffix(name, ".json") {
			files = append(files, filepath.Join(dir, name))
		}
	}
	benchmarkFeeds(b, files)
}

func benchmarkFeeds(b *testing.B, files []string) {
	var sound, broken [][]byte
	size := 0
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		v, ok := newVictim(body)
		if !ok {
			continue
		}
		size += len(body)
		sound = append(sound, body)
		broken = append(broken, v.insert(v.title, "a < b "))
	}
	o := options("https://feeds.example.org/feed.xml")
	run := func(name string, docs [][]byte, read func([]byte) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size / len(docs)))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if err := read(docs[i%len(docs)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
	run("gofeed", sound, func(d []byte) error {
		_, err := gofeed.NewParser().Parse(bytes.NewReader(d))
		return err
	})
	run("sketch", sound, func(d []byte) error {
		p, _, _ := readProlog(d)
		sketch(d[p.root:], p.format, 2000)
		return nil
	})
	run("read", sound, func(d []byte) error {
		_, err := read(b.Context(), d)
		return err
	})
	run("Parse", sound, func(d []byte) error {
		_, err := Parse(b.Context(), d, o)
		return err
	})
	run("Parse mended", broken, func(d []byte) error {
		_, err := Parse(b.Context(), d, o)
		return err
	})
}
