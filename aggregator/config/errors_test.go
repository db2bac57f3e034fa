package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/identity"
	"golchin/aggregator/topic"
)

// problems parses text, which must be refused.
func problems(t *testing.T, name, text string) []Problem {
	t.Helper()
	_, err := Parse(name, []byte(text), "testdata", environ)
	e, ok := errors.AsType[*Errors](err)
	if !ok {
		t.Fatalf("got %v, want *Errors", err)
	}
	return e.Problems
}

func TestAllProblemsAtOnce(t *testing.T) {
	data, err := os.ReadFile("testdata/broken.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ps := problems(t, "broken.yaml", string(data))
	got := []byte((&Errors{ps}).Error() + "\n")
	golden := filepath.Join("testdata", "broken.txt")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(want)); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if bytes.Contains(got, []byte("verysecret")) {
		t.Error("a password is shown")
	}
	for _, p := range ps {
		if p.Line == 0 || p.Column == 0 || p.Path == "" && p.Line != 1 && !strings.Contains(p.Message, "unknown key") {
			t.Errorf("%s: no place: %+v", p, p)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{
			"schedule", "sources:\n  - name: rahbord\n    url: local.xml\n    schedule: 5 minutes\n",
			`feeds.yaml:4: source "rahbord": schedule "5 minutes": want a cron line of five fields, @hourly or @every 30m (expected exactly 5 fields, found 2: [5 minutes])`,
		},
		{"nothing", "", "feeds.yaml:1: empty: want at least sources:, with a name and a url each"},
		{"only a comment", "# soon\n", "feeds.yaml:1: empty: want at least sources:, with a name and a url each"},
		{"only null", "~\n", "feeds.yaml:1: empty: want at least sources:, with a name and a url each"},
		{"a list", "- a\n", "feeds.yaml:1: want key: value pairs, not a list"},
		{"text", "hello\n", `feeds.yaml:1: want key: value pairs, not "hello"`},
		{"syntax", "sources: [\n  {name: a}\n", "feeds.yaml:1: not YAML: did not find expected ',' or ']'"},
		{"tab", "sources:\n\t- a\n", "feeds.yaml:2: not YAML: found character that cannot start any token"},
		{"unknown anchor", "site: *x\n", "feeds.yaml:1: not YAML: unknown anchor 'x' referenced"},
		{"two documents", "site: {}\n---\nsite: {}\n", "feeds.yaml:1: not YAML: expected single document, found multiple"},
		{"not UTF-8", "site:\n  title: \xe3\xd1\xcd\xc8\xc7\n", "feeds.yaml:2: not UTF-8 text"},
		{"near key", "sourcs: []\n", `feeds.yaml:1: unknown key "sourcs": did you mean "sources"?`},
		{
			"far key", "zzz: 1\n",
			`feeds.yaml:1: unknown key "zzz": want one of corrections, defaults, feeds, fetch, publishers, site, sources, topics, tracking, withhold`,
		},
		{"key twice", "site: {}\nsite: {}\n", `feeds.yaml:2: key "site" is written twice, first in line 1`},
		{"complex key", "? [a]\n: b\n", "feeds.yaml:1: want plain text as a key, not a list"},
		{"unset", "site:\n  title: ${NO}\n", `feeds.yaml:2: site.title "${NO}": ${NO} is not set in the environment`},
		{"unclosed", "site: {title: \"${NO\"}\n", `feeds.yaml:1: site.title "${NO": "${NO": want ${NAME}, with $$ for a dollar sign itself`},
		{"number from the environment", "fetch: {per_host: \"${COLON}\"}\n", `feeds.yaml:1: fetch.per_host "${COLON}": want a whole number`},
		{"cyclic alias", "site: &a {title: *a}\n", "feeds.yaml:1: site.title: want one value, not key: value pairs"},
		{"merge of text", "site: {<<: x}\n", `feeds.yaml:1: site: << wants *name of a mapping, not "x"`},
		{
			"secret file missing", "sources: [{name: a, url: local.xml, proxy: \"file:nowhere\"}]\n",
			`feeds.yaml:1: source "a": proxy: stat testdata/nowhere: no such file or directory`,
		},
		{
			"secret file is a folder", "sources: [{name: a, url: local.xml, proxy: \"file:../testdata\"}]\n",
			`feeds.yaml:1: source "a": proxy: testdata: not a regular file`,
		},
		{
			"withheld by nothing", "withhold: [\"خبر\"]\n",
			`feeds.yaml:1: withhold[0] "خبر": want the link of an article, https://…, or its id, urn:uuid:…`,
		},
		{
			"token from the environment", "feeds: [{slug: a, token: \"${SHORT}\"}]\n",
			`feeds.yaml:1: feed "a": token: want 16 to 128 letters, digits, - or _ (openssl rand -hex 16)`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := (&Errors{problems(t, "feeds.yaml", tt.in)}).Error()
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestSecretsStaySecret puts every secret where something is wrong with it.
func TestSecretsStaySecret(t *testing.T) {
	for _, value := range []string{"hush-hush (", "hush.example/feed", "https://hush.example:25/", "file:hush", "hush\n"} {
		t.Run(value, func(t *testing.T) { secretStays(t, value) })
	}
}

func secretStays(t *testing.T, value string) {
	env := func(string) (string, bool) { return value, true }
	const file = `
site: {url: "${S}", language: "${S}", timezone: "${S}"}
fetch: {contact: "${S}", timeout: "${S}", max_body: "${S}", allow_private: ["${S}"], per_host: "${S}"}
sources:
  - name: "${S}"
    url: "https://user:hush-hush@e.example/"
    schedule: "${S}"
    news_code: "${S}"
    charset: "${S}"
    headers: {Authorization: "hush-hush\n", X: "${S}\n"}
    auth: {username: "", password: "hush-hush"}
    proxy: "hush-hush"
    tls: {ca: "${S}"}
  - {name: c, url: "${S}"}
  - {name: b, url: "${S}://x", private: "${S}", keep: "${S}"}
topics: [{slug: t, match: "${S}"}, {slug: u, terms: {fa: {all: [["(${S}"]]}}}]
feeds: [{slug: f, token: "hush-hush ", match: "${S}", stories: "${S}", topics: ["${S}"]}]
`
	_, err := Parse("feeds.yaml", []byte(file), t.TempDir(), env)
	if err == nil {
		t.Fatal("no error")
	}
	if strings.Contains(err.Error(), "hush") {
		t.Errorf("a secret is shown:\n%s", err)
	}
}

func TestWarnings(t *testing.T) {
	const file = `
site: {title: x}
defaults: {language: fa}
fetch: {min_interval: 1m, allow_private: [127.0.0.0/8]}
sources:
  - {name: fast, url: "https://a.example/feed", schedule: "* * * * *"}
  - {name: uneven, url: "https://b.example/feed", schedule: "0 */5 * * *"}
  - {name: twin, url: "http://www.a.example/feed/"}
  - {name: inside, url: "http://10.0.0.1/feed"}
  - {name: allowed, url: "http://127.0.0.1:8000/feed", schedule: "@every 1m"}
  - {name: nofile, url: nowhere.xml}
  - {name: own, url: local.xml, private: true, tls: {insecure: true}}
topics:
  - {slug: hebrew, match: x, languages: [he]}
`
	var got []string
	for _, w := range parse(t, file).Warnings {
		got = append(got, w.String())
	}
	want := []string{
		`feeds.yaml:2: site: no url: links follow the request's host, on loopback only`,
		`feeds.yaml:4: fetch: no contact: publishers cannot reach whoever polls them`,
		`feeds.yaml:4: fetch.min_interval "1m": below 15m: acts on allowed private addresses only`,
		`feeds.yaml:6: source "fast": schedule "* * * * *": runs every 1m, below the floor of 15m, which applies`,
		`feeds.yaml:7: source "uneven": schedule "0 */5 * * *": */5 starts again at every full turn, so its last gap is shorter`,
		`feeds.yaml:8: source "twin": url "http://www.a.example/feed/": looks like the address of source "fast" in line 6`,
		`feeds.yaml:9: source "inside": url "http://10.0.0.1/feed": is a private address, fetched only when allow_private names it`,
		`feeds.yaml:11: source "nofile": url "nowhere.xml": no such file`,
		`feeds.yaml:12: source "own": is private and no feed has a token: its items appear nowhere`,
		`feeds.yaml:12: source "own": tls: accepts any certificate`,
		`feeds.yaml:14: topic "hebrew": languages: no source is in any of them`,
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestUseExtends(t *testing.T) {
	shipped := topic.Library()[0]
	c := parse(t, `
sources: [{name: a, url: local.xml}]
topics:
  - use: `+shipped.Slug+`
    title: {tr: Gazze}
    terms: {fa: {all: [[رفح]], none: [فیلم]}, ur: {all: [[غزہ], [جنگ بندی]]}}
    languages: [fa]
    examples: {yes: ["آتش‌بس در رفح"]}
  - {use: `+topic.Library()[1].Slug+`, slug: renamed, match: برجام}
`)
	got := c.Topics[0]
	fa, was := got.Terms["fa"], shipped.Terms["fa"]
	if len(fa.All) != len(was.All) || !slices.Contains(fa.All[0], "رفح") || !slices.Contains(fa.All[0], was.All[0][0]) {
		t.Errorf("first group: %v", fa.All[0])
	}
	if !slices.Contains(fa.None, "فیلم") || len(got.Terms["ur"].All) != 2 || got.Title["tr"] != "Gazze" {
		t.Errorf("none %v, ur %v, title %v", fa.None, got.Terms["ur"], got.Title)
	}
	if diff := cmp.Diff(got.Languages, []string{"fa"}); diff != "" {
		t.Error(diff)
	}
	if len(got.Yes) != len(shipped.Yes)+1 {
		t.Errorf("%d examples, want one more than %d", len(got.Yes), len(shipped.Yes))
	}
	if r := c.Topics[1]; r.Slug != "renamed" || r.Match != "برجام" || r.Terms != nil {
		t.Errorf("renamed: %+v", r)
	}
	if diff := cmp.Diff(topic.Library()[0], shipped); diff != "" {
		t.Errorf("the library itself changed:\n%s", diff)
	}
}

func TestExamples(t *testing.T) {
	c := parse(t, `
sources: [{name: a, url: local.xml}]
topics:
  - slug: baghdad
    match: 'بغداد AND اجلاس'
    examples:
      yes: ["اجلاس بغداد", "گرما در بغداد"]
      no:
        - "باران در تهران"
        - "اجلاس سران در بغداد"
`)
	var got []string
	for _, p := range c.Examples() {
		text, _, _ := strings.Cut(p.String(), "match:")
		got = append(got, text)
	}
	want := []string{
		`feeds.yaml:7: topic "baghdad": examples.yes[1]: "گرما در بغداد" must `,
		`feeds.yaml:10: topic "baghdad": examples.no[1]: "اجلاس سران در بغداد" must not `,
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestMergeKeysAndAliases(t *testing.T) {
	c := parse(t, `
sources:
  - &base {name: a, url: "https://a.example/1", language: fa, priority: 5}
  - {<<: *base, name: b, url: "https://a.example/2"}
  - {<<: [{priority: 7}, *base], name: c, url: "https://a.example/3"}
`)
	for i, want := range []int{5, 5, 7} {
		if s := c.Sources[i]; s.Language != "fa" || s.Priority != want {
			t.Errorf("source %s: language %s, priority %d, want fa, %d", s.Name, s.Language, s.Priority, want)
		}
	}
}

func TestTooManyProblems(t *testing.T) {
	ps := problems(t, "feeds.yaml", "sources:\n"+strings.Repeat("  - {nam: x}\n", 500))
	if got, want := len(ps), maxWrong+1; got != want {
		t.Errorf("got %d problems, want %d", got, want)
	}
	if got, want := ps[maxWrong].Message, "and more: only the first 200 problems are listed"; got != want {
		t.Errorf("last: %s, want %s", got, want)
	}
}

func TestTooLarge(t *testing.T) {
	_, err := Parse("feeds.yaml", make([]byte, maxFile+1), ".", environ)
	if got, want := err.Error(), "feeds.yaml: larger than 16 MB"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAliasBomb doubles a mapping forty times over: a terabyte, written out.
func TestAliasBomb(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("site: &x0 {title: x}\n")
	for i := range 40 {
		fmt.Fprintf(&bomb, "fetch%d: &x%d {<<: [*x%d, *x%d]}\n", i, i+1, i, i)
	}
	bomb.WriteString("fetch: *x40\n")
	got := (&Errors{problems(t, "bomb.yaml", bomb.String())}).Error()
	if want := "more than 2000000 values, aliases counted"; !strings.Contains(got, want) && !strings.Contains(got, "nested too deep") {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"testdata/full.yaml", "testdata/broken.yaml", "starter.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("site: &a [*a]\nfetch: {<<: *a}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("feeds.yaml", data, "testdata", environ)
		if err != nil {
			e, ok := errors.AsType[*Errors](err)
			if !ok || len(e.Problems) == 0 || len(e.Problems) > maxWrong+1 {
				t.Fatalf("got %T of %d problems", err, len(e.Problems))
			}
			return
		}
		if c == nil || c.Zone == nil {
			t.Fatal("neither a configuration nor an error")
		}
		if _, err := identity.New(identity.Options{Publishers: c.Publishers, Sources: c.Sources}); err != nil {
			t.Errorf("identity refuses what passes here: %v", err)
		}
		if _, err := topic.Compile(c.Topics); err != nil {
			t.Errorf("topic refuses what passes here: %v", err)
		}
		for _, s := range c.Sources {
			if !isSlug(s.Name) || len(s.URLs) == 0 || s.Schedule == "" {
				t.Errorf("source %+v passes", s.Name)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var file strings.Builder
	file.WriteString("sources:\n")
	for i := range 5000 {
		n := strings.TrimLeft(strings.Repeat("0", 5)+string(rune('a'+i%26))+"-"+strings.Repeat("x", i/26%60), "0")
		file.WriteString("  - {name: " + n + "-" + string(rune('a'+i/1560)) + ", title: یک منبع, url: \"https://h" + n + ".example/" + string(rune('a'+i/1560)) + "\", language: fa, timezone: Asia/Tehran}\n")
	}
	data := []byte(file.String())
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse("feeds.yaml", data, ".", environ); err != nil {
			b.Fatal(err)
		}
	}
}
