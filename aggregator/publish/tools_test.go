package publish

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golchin/aggregator/news"
)

// nasty are elements made of what breaks documents.
func nasty() []Element {
	var es []Element
	ids := []news.ItemID{idOne, idTwo, idThree, idFour}
	for i, s := range []string{"a ]]> b & <c> \x00\x0b\ufffe\xff", "<![CDATA[x]]>&#1;&bogus;", "\u202eabc\u2069", "</content></item><!DOCTYPE x>"} {
		es = append(es, Element{ID: ids[i], Item: news.Item{
			ID: ids[i], Link: "https://e.example/" + s, Title: s, Summary: s, Content: "<p>" + s, Publisher: s, Language: "fa",
			Authors: []news.Person{{Name: s}}, Categories: []news.Category{{Term: s}}, Rights: s,
			Enclosures: []news.Enclosure{{URL: "https://e.example/a.mp3?" + s, Title: s}, {URL: "https://e.example/b.jpg", Title: s}},
			Podcast: &news.Podcast{
				Image: s, Episode: s, EpisodeType: s, Explicit: s, Show: s, Chapters: "https://e.example/" + s,
				Transcripts: []news.Transcript{{URL: "https://e.example/x?" + s, Type: s, Language: s, Rel: s}},
			},
			Published: at("2023-11-27T11:42:00Z"), FirstSeen: at("2023-11-27T11:45:00Z"),
		}})
	}
	return es
}

// TestXMLLint has libxml2 parse the XML formats and hold them to RELAX NG
// schemas.
func TestXMLLint(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint (libxml2-utils) is not installed")
	}
	run := func(f Format, doc []byte) (string, error) {
		file := filepath.Join(t.TempDir(), "feed."+f.Ext())
		if err := os.WriteFile(file, doc, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(lint, "--noout", "--nonet", "--relaxng", filepath.Join("testdata", f.Ext()+".rng"), file).CombinedOutput()
		return string(out), err
	}
	for _, f := range []Format{RSS, Atom} {
		for name, es := range map[string][]Element{"sample": sampleElements(), "nasty": nasty(), "empty": nil} {
			t.Run(f.String()+" "+name, func(t *testing.T) {
				if out, err := run(f, render(t, f, sampleHead(), es)); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
		t.Run(f.String()+" schema can refuse", func(t *testing.T) {
			doc := render(t, f, sampleHead(), sampleElements())
			for _, cut := range []string{"<docs>https://www.rssboard.org/rss-specification</docs>", "<updated>2023-11-27T11:48:00Z</updated>"} {
				if bad := bytes.Replace(doc, []byte(cut), nil, 1); !bytes.Equal(bad, doc) {
					if _, err := run(f, bad); err == nil {
						t.Errorf("passes without %s", cut)
					}
				}
			}
		})
	}
}

// parserScript prints what Python's feedparser made of standard input.
const parserScript = `
import sys, json, feedparser
d = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({"bozo": int(d.bozo), "version": d.version, "title": d.feed.title, "self": [l.href for l in d.feed.links if l.rel == "self"],
  "entries": [{"id": e.id, "title": e.get("title", ""), "link": e.link, "published": e.get("published_parsed") and list(e.published_parsed[:6]),
    "authors": [a.get("name", "") for a in e.get("authors", [])], "tags": [t.get("label") or t.term for t in e.get("tags", [])],
    "enclosures": [l.href for l in e.get("links", []) if l.rel == "enclosure"], "source": e.get("source", {}).get("title", ""),
    "content": len(e.get("content", []) or [e.get("summary", "")])} for e in d.entries]}))
`

// parsed is what parserScript prints.
type parsed struct {
	Bozo           int
	Version, Title string
	Self           []string
	Entries        []struct {
		ID, Title, Link, Source   string
		Published                 []int
		Authors, Tags, Enclosures []string
		Content                   int
	}
}

// TestFeedparser has Python's feedparser read the XML formats.
func TestFeedparser(t *testing.T) {
	python := ""
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(p, "-c", "import feedparser").Run() == nil {
			python = p
			break
		}
	}
	if python == "" {
		t.Skip("python3-feedparser is not installed")
	}
	read := func(t *testing.T, f Format, es []Element) (p parsed) {
		t.Helper()
		cmd := exec.Command(python, "-c", parserScript)
		cmd.Stdin = bytes.NewReader(render(t, f, sampleHead(), es))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out, &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, f := range []Format{RSS, Atom} {
		t.Run(f.String(), func(t *testing.T) {
			if p := read(t, f, nasty()); p.Bozo != 0 || len(p.Entries) != 4 {
				t.Errorf("nasty: bozo %d, %d entries", p.Bozo, len(p.Entries))
			}
			p := read(t, f, sampleElements())
			if p.Bozo != 0 || p.Version != map[Format]string{RSS: "rss20", Atom: "atom10"}[f] || len(p.Entries) != 3 || p.Title != "آتش‌بس غزه" {
				t.Fatalf("got %+v", p)
			}
			if d := cmp.Diff([]string{sampleHead().SelfURL}, p.Self); d != "" {
				t.Error(d)
			}
			e := p.Entries[0]
			if e.ID != string(idOne) || e.Title != "جزئیات آتش‌بس «غزه» & تبادل اسرا <فوری>" || e.Source != "راهبرد معاصر" || e.Content != 1 {
				t.Errorf("got %+v", e)
			}
			if !strings.HasPrefix(e.Link, "https://www.rahbordemoaser.ir/fa/news/215615/") {
				t.Errorf("link %s", e.Link)
			}
			if d := cmp.Diff([]int{2023, 11, 27, 11, 42, 0}, e.Published); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff([]string{"آتش‌بس غزه", "سیاسی/خارجی", "بین‌الملل"}, e.Tags); d != "" {
				t.Error(d)
			}
			pod := p.Entries[1]
			if d := cmp.Diff([]string{"Ann", "Bob"}, pod.Authors); d != "" {
				t.Error(d)
			}
			if len(pod.Enclosures) == 0 {
				t.Error("the podcast lost its enclosure")
			}
		})
	}
}
