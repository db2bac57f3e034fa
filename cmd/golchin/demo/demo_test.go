package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golchin/aggregator/config"
	"golchin/aggregator/identity"
	"golchin/aggregator/news"
	"golchin/aggregator/parse"
	"golchin/aggregator/text"
	"golchin/aggregator/topic"
)

// base is where no test asks; Config needs some address.
const base = "http://127.0.0.1:4711"

var begin = time.Date(2026, 3, 21, 9, 30, 15, 500e6, time.UTC)

// ask gets path of the web that began at begin, when it is age old.
func ask(t *testing.T, path string, age time.Duration, header http.Header) *http.Response {
	t.Helper()
	now := begin
	h := Handler(func() time.Time { return now })
	now = begin.Add(age)
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if header != nil {
		r.Header = header
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, resp *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func load(t *testing.T, lang string) *config.Config {
	t.Helper()
	cfg, err := config.Parse("demo feeds.yaml", Config(base, lang), ".", nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestConfig(t *testing.T) {
	for _, lang := range []string{"en", "fa", "ar"} {
		t.Run(lang, func(t *testing.T) {
			cfg := load(t, lang)
			for _, w := range cfg.Warnings { // links follow the request's host, as a demo's should
				if !strings.HasPrefix(w.Message, "site: no url") {
					t.Errorf("warning: %s", w)
				}
			}
			if problems := cfg.Examples(); len(problems) > 0 {
				t.Errorf("examples: %v", problems)
			}
			if cfg.Site.Language != lang {
				t.Errorf("language %s, want %s", cfg.Site.Language, lang)
			}
			if len(cfg.Sources) != len(feeds()) {
				t.Errorf("%d sources, want %d", len(cfg.Sources), len(feeds()))
			}
			for _, s := range cfg.Sources {
				if cfg.Floor(s) != 0 || !strings.HasSuffix(s.Site, ".example") {
					t.Errorf("source %s: floor %s, site %s", s.Name, cfg.Floor(s), s.Site)
				}
			}
		})
	}
}

// TestFeeds reads every document as golchin does and finds every article in it.
func TestFeeds(t *testing.T) {
	cfg := load(t, "en")
	formats := map[string]int{}
	for i, f := range feeds() {
		t.Run(f.name, func(t *testing.T) {
			resp := ask(t, f.path(), 0, nil)
			if f.down {
				if resp.StatusCode != http.StatusServiceUnavailable {
					t.Errorf("status %d, want 503", resp.StatusCode)
				}
				return
			}
			b := body(t, resp)
			if err := wellFormed(f, b); (err == nil) == f.broken {
				t.Errorf("broken is %v, but: %v", f.broken, err)
			}
			doc, err := parse.Parse(context.Background(), b, parse.Options{
				URL: base + f.path(), ContentType: resp.Header.Get("Content-Type"), Source: cfg.Sources[i], Now: begin,
			})
			if err != nil {
				t.Fatal(err)
			}
			formats[doc.Format]++
			if f.broken != (len(doc.Repaired) > 0) {
				t.Errorf("broken is %v, repaired: %v", f.broken, doc.Repaired)
			}
			compare(t, f, doc)
		})
	}
	for _, format := range []string{"rss", "rdf", "atom", "json"} {
		if formats[format] == 0 {
			t.Errorf("no feed is %s", format)
		}
	}
}

func wellFormed(f feed, b []byte) error {
	if f.format == "json" {
		return json.Unmarshal(b, &struct{}{})
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) {
		raw, err := io.ReadAll(r)
		return strings.NewReader(decode1256(raw)), err
	}
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func decode1256(raw []byte) string {
	high := []rune(high1256)
	var b strings.Builder
	for _, c := range raw {
		if c < 0x80 {
			b.WriteByte(c)
		} else {
			b.WriteRune(high[c-0x80])
		}
	}
	return b.String()
}

// compare holds what was read against what was written.
func compare(t *testing.T, f feed, doc news.Document) {
	t.Helper()
	var want []article
	for _, a := range f.articles {
		if a.after == 0 {
			want = append(want, a)
		}
	}
	if len(doc.Entries) != len(want) {
		t.Fatalf("%d entries, want %d", len(doc.Entries), len(want))
	}
	for i, e := range doc.Entries {
		a := want[i]
		if text.Squeezed(e.Title) != text.Squeezed(a.title) {
			t.Errorf("entry %d: title %q, want %q", i, e.Title, a.title)
		}
		if e.Link == "" || e.GUID == "" {
			t.Errorf("entry %d: link %q, guid %q", i, e.Link, e.GUID)
		}
		if got := begin.Truncate(time.Second).Add(-a.age); !e.Published.Equal(got) {
			t.Errorf("entry %d: published %s, want %s", i, e.Published, got)
		}
		got, plain := text.Squeezed(text.Plain(e.Content+" "+e.Summary)), text.Squeezed(a.text)
		if !strings.Contains(got, text.Squeezed(strings.Split(a.text, "\n")[0])) && !strings.Contains(got, plain) {
			t.Errorf("entry %d: text %q, want %q", i, got, plain)
		}
	}
}

func TestValidators(t *testing.T) {
	for _, f := range feeds() {
		if f.down {
			continue
		}
		first := ask(t, f.path(), 0, nil)
		etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		if etag == "" || modified == "" {
			t.Errorf("%s: ETag %q, Last-Modified %q", f.name, etag, modified)
		}
		for name, value := range map[string]string{"If-None-Match": etag, "If-Modified-Since": modified} {
			if again := ask(t, f.path(), 10*time.Second, http.Header{name: {value}}); again.StatusCode != http.StatusNotModified {
				t.Errorf("%s: %s: %d, want 304", f.name, name, again.StatusCode)
			}
		}
	}
}

// TestGrows looks at what the web shows later.
func TestGrows(t *testing.T) {
	for _, c := range []struct {
		name, path, words string
		at                time.Duration
		want              bool
	}{
		{"headline before", "/lantern/feed.xml", "closes 14 schools", 19 * time.Second, true},
		{"headline after", "/lantern/feed.xml", "closes 14 schools", 20 * time.Second, false},
		{"new headline", "/lantern/feed.xml", "closes 31 schools", 20 * time.Second, true},
		{"nothing new yet", "/sepidar/feed.xml", "215640", 29 * time.Second, false},
		{"new article", "/sepidar/feed.xml", "215640", 30 * time.Second, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp := ask(t, c.path, c.at, nil)
			if got := bytes.Contains(body(t, resp), []byte(c.words)); got != c.want {
				t.Errorf("%q at %s: %v, want %v", c.words, c.at, got, c.want)
			}
			old := ask(t, c.path, 0, nil)
			if grown := c.at >= 20*time.Second && c.name != "nothing new yet"; grown != (old.Header.Get("ETag") != resp.Header.Get("ETag")) {
				t.Errorf("ETag %s, was %s", resp.Header.Get("ETag"), old.Header.Get("ETag"))
			}
		})
	}
}

// TestTexts holds the texts to what they are for.
func TestTexts(t *testing.T) {
	known := []string{
		"رویترز", "رويترز", "الجزیره", "الجزيرة", "تسنیم", "ایسنا", "ایرنا", "خبرگزاری فارس", "خبرگزاری مهر", "تابناک", "خبرآنلاین", "راهبرد معاصر", "همشهری", "اسپوتنیک",
		"وفا", "العربية", "سانا", "واس", "Reuters", "BBC", "AFP", "Associated Press", "Guardian", "Jazeera", "CNN", "Tasnim", "Press TV", "Haaretz", "הארץ", "ynet", "Anadolu", "Hürriyet",
	}
	marks := []string{"demo", "Demo", "نمونه", "تجريبي", "הדגמה", "örnek"}
	for _, f := range feeds() {
		if !slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(f.title, m) }) {
			t.Errorf("%s: title %q does not say that it is a demo", f.name, f.title)
		}
		if !strings.HasSuffix(f.host, ".example") {
			t.Errorf("%s: host %s", f.name, f.host)
		}
		if f.language != "en" && f.gloss == "" {
			t.Errorf("%s: no gloss of its title", f.name)
		}
		words := []string{f.title}
		for _, a := range f.articles {
			words = append(words, a.title, a.laterTitle)
			words = append(words, strings.FieldsFunc(a.text+" "+a.laterText, func(r rune) bool { return strings.ContainsRune(" \n،.,«»؛:()/", r) })...)
			if a.title == "" || a.text == "" || !utf8.ValidString(a.text) || !strings.Contains(a.link, f.host) && a.as == "" {
				t.Errorf("%s/%s: title %q, link %q", f.name, a.id, a.title, a.link)
			}
			if gloss := Gloss(a.title); (gloss == "") != ascii(a.title) || !ascii(gloss) {
				t.Errorf("%s/%s: %q is glossed %q", f.name, a.id, a.title, gloss)
			}
			if (a.later > 0) != (a.laterTitle != "" && a.laterText != "") || a.laterTitle != "" && !ascii(a.laterTitle) {
				t.Errorf("%s/%s: later %s %q", f.name, a.id, a.later, a.laterTitle)
			}
		}
		for _, w := range words {
			for _, k := range known {
				if w == k || len(strings.Fields(k)) > 1 && strings.Contains(w, k) {
					t.Errorf("%s: names %q", f.name, k)
				}
			}
		}
	}
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// TestAddresses counts the articles that the addresses lead to.
func TestAddresses(t *testing.T) {
	cfg := load(t, "en")
	rules, err := identity.New(identity.Options{Sources: cfg.Sources})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string][]string{} // by canonical URL: the feeds
	for _, f := range feeds() {
		for _, a := range f.articles {
			c, err := rules.Canonical(a.link)
			if err != nil {
				t.Fatal(err)
			}
			seen[c] = append(seen[c], f.name)
		}
	}
	want := map[string][]string{
		"https://sepidar.example/fa/news/215615":                  {"sepidar", "sepidar-top", "sepidar-world"},
		"https://sepidar.example/fa/news/215609":                  {"sepidar", "sepidar-world"},
		"https://sepidar.example/fa/news/215602":                  {"sepidar", "sepidar-top"},
		"https://sepidar.example/fa/news/215590":                  {"sepidar", "sepidar-world"},
		"https://sepidar.example/fa/news/215539":                  {"sepidar", "sepidar-top"},
		"https://demowire.example/world/gaza-one-month-ceasefire": {"demowire", "digest"},
		"https://harbour.example/posts/gazelle":                   {"digest", "harbour"},
		"https://lantern.example/2/7702-bookshop":                 {"digest", "lantern"},
		"https://madad.example/fa/news/215615":                    {"madad"},
		"https://narenj.example/?id=5512&page=news":               {"narenj"},
	}
	for c, feeds := range seen {
		if w, ok := want[c]; ok && !slices.Equal(feeds, w) || !ok && len(feeds) > 1 {
			t.Errorf("%s is in %v, want %v", c, feeds, w)
		}
	}
	for c := range want {
		if seen[c] == nil {
			t.Errorf("%s is in no feed", c)
		}
	}
}

// TestTopic says which headlines the shipped topic must and must not take.
func TestTopic(t *testing.T) {
	set, err := topic.Compile(load(t, "en").Topics)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]bool{}
	for _, f := range feeds() {
		for _, a := range f.articles {
			doc := topic.Of(news.Item{Title: a.title, Summary: a.text, Language: f.language})
			in[f.name+"/"+a.id] = slices.ContainsFunc(set.Classify(doc), func(m news.TopicMatch) bool { return m.Slug == "gaza-ceasefire" })
		}
	}
	var got []string
	for id, yes := range in {
		if yes {
			got = append(got, id)
		}
	}
	slices.Sort(got)
	want := []string{
		"chakavak/88213", "demowire/gaza-one-month-ceasefire", "demowire/hostage-families", "digest/d1", "harbour/p-gaza", "kopru/118", "lantern/7731",
		"madad/215622", "migdal/31", "narenj/5512", "sepidar-top/215615", "sepidar-world/215609", "sepidar-world/215615",
		"sepidar/215609", "sepidar/215615", "sepidar/215640", "sonunu/40766", "sonunu/40771", "waha/9107", "zanbaqa/2203",
	}
	if !slices.Equal(got, want) {
		t.Errorf("in gaza-ceasefire:\n%q\nwant\n%q", got, want)
	}
}

func TestReadFeedsRefuses(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"no colon", "name: a\nhost", "sites/a.txt: line 2: want key: value"},
		{"unknown key of a feed", "name: a\ncolour: red", "sites/a.txt: line 2: colour: no such key of a feed"},
		{"unknown key of an article", "name: a\n\nid: 1\ncolour: red", "sites/a.txt: line 4: colour: no such key of an article"},
		{"bad age", "name: a\n\nage: old", `sites/a.txt: line 3: age: time: invalid duration "old"`},
		{"copy of nothing", "name: a\n\nid: 1\nas: b/2", "a/1: as: b/2 has no words of its own"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readFeeds(fstest.MapFS{"sites/a.txt": {Data: []byte(c.data)}})
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestCharset holds the table and that every letter of the feed is in it.
func TestCharset(t *testing.T) {
	if n := utf8.RuneCountInString(high1256); n != 128 {
		t.Fatalf("%d letters, want 128", n)
	}
	for _, f := range feeds() {
		if f.charset != windows1256 {
			continue
		}
		d := f.at(begin, begin)
		if bytes.Contains(d.render(), []byte("??")) {
			t.Errorf("%s: letters that windows-1256 does not have", f.name)
		}
		for _, e := range d.entries {
			if strings.Contains(decode1256(encode1256([]byte(e.title+e.text))), "?") {
				t.Errorf("%s: %q does not fit windows-1256", f.name, e.title)
			}
		}
	}
}

func TestPages(t *testing.T) {
	index := string(body(t, ask(t, "/", 0, nil)))
	for _, f := range feeds() {
		if !strings.Contains(index, `href="/`+f.name+`/"`) {
			t.Errorf("the index does not name %s", f.name)
		}
		if home := string(body(t, ask(t, "/"+f.name+"/", 0, nil))); !strings.Contains(home, f.path()) || !strings.Contains(home, "rel=alternate") {
			t.Errorf("%s: the home page announces no feed:\n%s", f.name, home)
		}
	}
	if resp := ask(t, "/nobody/feed.xml", 0, nil); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a feed of nobody: %d, want 404", resp.StatusCode)
	}
}
