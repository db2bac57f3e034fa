package publish

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func sampleList() List {
	return List{
		Title: "گلچین & دوستان", Modified: at("2023-11-27T15:20:00+03:30"),
		Outlines: []Outline{
			{Title: "آتش‌بس غزه", XMLURL: "https://news.example.org/feeds/gaza.rss", HTMLURL: "https://news.example.org/topics/gaza", Language: "fa", Folder: []string{"خبر", "جهان"}, Categories: []string{"/news/world", "gaza"}},
			{Title: "All \"news\"", XMLURL: "https://news.example.org/feeds/all.rss?limit=10&lang=fa", Description: "<everything>"},
			{XMLURL: "https://reader:secret@feeds.example.com/rss?token=abc&page=2", Folder: []string{"خبر"}},
			{Title: "a file", XMLURL: "file:///etc/passwd"},
		},
	}
}

func TestOPMLGolden(t *testing.T) {
	var b bytes.Buffer
	if err := WriteOPML(&b, sampleList()); err != nil {
		t.Fatal(err)
	}
	golden(t, "sample.opml", b.Bytes())
	for _, secret := range []string{"reader", "abc", "passwd"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q was published", secret)
		}
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	var b bytes.Buffer
	if err := WriteOPML(&b, sampleList()); err != nil {
		t.Fatal(err)
	}
	got, skipped, err := ReadOPML(&b)
	if err != nil || len(skipped) > 0 {
		t.Fatal(err, skipped)
	}
	in := sampleList().Outlines
	in[2].Title, in[2].XMLURL = "feeds.example.com", "https://feeds.example.com/rss?page=2"
	if d := cmp.Diff([]Outline{in[0], in[2], in[1]}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestReadOPML(t *testing.T) {
	const head = `<opml version="2.0"><head><title>x</title></head><body>`
	const tail = `</body></opml>`
	feed := func(n string) Outline { return Outline{Title: n, XMLURL: "https://e.example/" + n} }
	in := func(o Outline, folder ...string) Outline { o.Folder = folder; return o }
	tests := []struct {
		name, in string
		want     []Outline
		skipped  []Skipped
	}{
		{"folders", head + `<outline text="F"><outline text="G"><outline text="a" xmlUrl="https://e.example/a"/></outline><outline text="b" xmlUrl="https://e.example/b"/></outline><outline text="c" xmlUrl="https://e.example/c"/>` + tail,
			[]Outline{in(feed("a"), "F", "G"), in(feed("b"), "F"), feed("c")}, nil},
		{"upper case names", `<OPML><BODY><OUTLINE TEXT="a" XMLURL="https://e.example/a"/></BODY></OPML>`, []Outline{feed("a")}, nil},
		{"bare ampersand and entity", head + `<outline text="a&nbsp;& b" xmlUrl="https://e.example/?a=1&b=2"/>` + tail,
			[]Outline{{Title: "a & b", XMLURL: "https://e.example/?a=1&b=2"}}, nil},
		{"lost end tag", head + `<outline text="F"><outline text="a" xmlUrl="https://e.example/a">` + tail, []Outline{in(feed("a"), "F")}, nil},
		{"feed scheme", head + `<outline text="a" xmlUrl="feed://e.example/a"/><outline text="b" xmlUrl="feed:https://e.example/b"/>` + tail,
			[]Outline{{Title: "a", XMLURL: "http://e.example/a"}, feed("b")}, nil},
		{"password stays the importer's", head + `<outline text="a" xmlUrl="https://me:p%40ss@e.example/a"/>` + tail,
			[]Outline{{Title: "a", XMLURL: "https://me:p%40ss@e.example/a"}}, nil},
		{"no title", head + `<outline xmlUrl="https://www.e.example/a"/>` + tail, []Outline{{Title: "e.example", XMLURL: "https://www.e.example/a"}}, nil},
		{"twice", head + `<outline text="a" xmlUrl="https://e.example/a"/><outline text="z" xmlUrl="https://e.example/a"/>` + tail,
			[]Outline{feed("a")}, []Skipped{{1, "z", "listed before: https://e.example/a"}}},
		{"not http", head + "\n" + `<outline text="x" xmlUrl="file:///etc/passwd"/>` + "\n" + `<outline text="y" xmlUrl="javascript:alert(1)"/><outline text="z" xmlUrl="/rss"/>` + tail,
			nil, []Skipped{{2, "x", `xmlUrl is not an http(s) address: "file"`}, {3, "y", `xmlUrl is not an http(s) address: "javascript"`}, {3, "z", `xmlUrl is not an http(s) address: "/rss"`}}},
		{"a link", head + `<outline type="link" text="x" url="https://e.example/"/>` + tail, nil, []Skipped{{1, "x", `type "link", no xmlUrl`}}},
		{"an empty folder", head + `<outline text="F"></outline>` + tail, nil, []Skipped{{1, "F", "no xmlUrl"}}},
		{"long address", head + `<outline text="x" xmlUrl="https://e.example/` + strings.Repeat("a", 2048) + `"/>` + tail, nil, []Skipped{{1, "x", "xmlUrl longer than 2048 bytes"}}},
		{"entity bomb expands nothing", `<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + head + `<outline text="&b;" xmlUrl="https://e.example/a"/>` + tail,
			[]Outline{{Title: "&b;", XMLURL: "https://e.example/a"}}, nil},
		{"too deep", head + strings.Repeat(`<outline text="F">`, 40) + `<outline text="a" xmlUrl="https://e.example/a"/>` + strings.Repeat(`</outline>`, 40) + tail,
			nil, []Skipped{{1, "a", "more than 32 folders deep"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, skipped, err := ReadOPML(strings.NewReader(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			if d := cmp.Diff(tt.skipped, skipped); d != "" {
				t.Errorf("skipped -want +got:\n%s", d)
			}
		})
	}
}

func TestReadOPMLErrors(t *testing.T) {
	one := `<outline text="a" xmlUrl="https://e.example/a"/>`
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<outline xmlUrl="https://e.example/%d"/>`, i)
		}
		return b.String()
	}
	tests := []struct {
		name, in string
		feeds    int
		want     string
	}{
		{"empty", "", 0, "not an OPML document"},
		{"html", "<html><body></body></html>", 0, `not an OPML document: the root is "html"`},
		{"a feed", "<rss><channel/></rss>", 0, `the root is "rss"`},
		{"not XML", "\x00\x01\x02", 0, "not an OPML document"},
		{"cut off", "<opml><body>" + one + "<outline text=", 1, "read opml: XML syntax error"},
		{"too long", "<opml><body>" + one + strings.Repeat(" ", maxOPML), 1, "longer than 5242880 bytes"},
		{"too deep", "<opml><body>" + one + strings.Repeat("<x>", 300), 1, "more than 256 elements deep"},
		{"too many", "<opml><body>" + many(maxOutlines+5), maxOutlines, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, skipped, err := ReadOPML(strings.NewReader(tt.in))
			if len(got) != tt.feeds {
				t.Errorf("got %d feeds, want %d", len(got), tt.feeds)
			}
			if tt.want == "" {
				if err != nil || len(skipped) == 0 {
					t.Errorf("got %v, skipped %v; want the rest reported", err, skipped)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if strings.Contains(tt.want, "not an OPML") && !errors.Is(err, ErrNotOPML) {
				t.Errorf("%v is not ErrNotOPML", err)
			}
		})
	}
}

func TestReadOPMLEncodings(t *testing.T) {
	doc := func(label string) string {
		return `<?xml version="1.0" encoding="` + label + `"?><opml><body><outline text="سلام" xmlUrl="https://e.example/a"/></body></opml>`
	}
	encode := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := []struct{ name, in string }{
		{"utf-8", doc("utf-8")},
		{"utf-8 with mark", "\ufeff" + doc("UTF-8")},
		{"windows-1256", encode(charmap.Windows1256.NewEncoder().String(doc("windows-1256")))},
		{"utf-16le", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(doc("utf-16")))},
		{"utf-16be", encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(doc("utf-16")))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := ReadOPML(strings.NewReader(tt.in))
			if err != nil || len(got) != 1 || got[0].Title != "سلام" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestReadOPMLOfAReader(t *testing.T) {
	f, err := os.Open("testdata/iran.opml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, skipped, err := ReadOPML(f)
	if err != nil || len(got) != 3 || len(skipped) != 0 {
		t.Fatalf("got %d feeds, skipped %v, %v", len(got), skipped, err)
	}
	want := Outline{Title: "خبرگزاری ایسنا | صفحه اصلی | ISNA News Agency", XMLURL: "https://www.isna.ir/rss", Folder: []string{"Iran"}}
	if d := cmp.Diff(want, got[1]); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// FuzzReadOPML wants: no panic, only usable addresses, and that what was read
// can be written and read again.
func FuzzReadOPML(f *testing.F) {
	for _, s := range []string{
		`<opml><body><outline text="F"><outline text="a" xmlUrl="https://e.example/a" category="a,b"/></outline></body></opml>`,
		`<opml><outline xmlUrl=feed://x:y@e.example/%zz?&#1;></opml>`,
		"\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00", `<opml><outline text="` + "\u202e\x01" + `"/></outline></outline>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, _, _ := ReadOPML(bytes.NewReader(in))
		for _, o := range got {
			u, err := url.Parse(o.XMLURL)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
				t.Fatalf("unusable address %q: %v", o.XMLURL, err)
			}
			if o.Title == "" || strings.ContainsAny(o.Title, "\r\n\t") {
				t.Fatalf("title %q", o.Title)
			}
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, List{Title: string(in), Outlines: got}); err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, b.Bytes())
		}
		if _, skipped, err := ReadOPML(&b); err != nil {
			t.Fatal(err, skipped)
		}
	})
}
