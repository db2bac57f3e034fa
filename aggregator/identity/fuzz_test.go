package identity

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golchin/aggregator/news"
)

// seeds are the URLs of the golden file.
func seeds(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("testdata/urls.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var urls []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && !strings.HasPrefix(line, "# ") {
			urls = append(urls, line)
		}
	}
	return urls
}

// checkCanonical holds what must be true of every URL.
func checkCanonical(t *testing.T, r *Rules, raw string) {
	t.Helper()
	c, err := r.Canonical(raw)
	if err != nil {
		return
	}
	again, err := r.Canonical(c)
	if err != nil || again != c {
		t.Fatalf("Canonical(%q) = %q, and of that %q, %v", raw, c, again, err)
	}
	if !strings.HasPrefix(c, "https://") || !isASCII(c) || strings.ContainsAny(c, " \t\n\"<>\\^`{|}") {
		t.Fatalf("Canonical(%q) = %q: not an https URL in ASCII", raw, c)
	}
	site, code, ok := r.Code(raw)
	csite, ccode, cok := r.Code(c)
	if site != csite || code != ccode || ok != cok {
		t.Fatalf("Code(%q) = %q %q; of its canonical %q: %q %q", raw, site, code, c, csite, ccode)
	}
	if ok && (!isDigits(string(code)) || len(code) > 32) {
		t.Fatalf("Code(%q) = %q: not digits", raw, code)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, u := range seeds(f) {
		f.Add(u)
	}
	r := rules(f, Options{})
	f.Fuzz(func(t *testing.T, raw string) { checkCanonical(t, r, raw) })
}

// The quick way of reading a URL and the WHATWG parser agree.
func FuzzPlain(f *testing.F) {
	for _, u := range seeds(f) {
		f.Add(u)
	}
	r := rules(f, Options{})
	f.Fuzz(func(t *testing.T, raw string) {
		quick, ok := parsePlain(raw)
		if !ok {
			return
		}
		slow, err := parseStandard(raw)
		if err != nil {
			if strings.Contains(quick.host, "_") {
				return // browsers take it, the parser's host rules do not
			}
			t.Fatalf("%q: parser says %v", raw, err)
		}
		if got, want := r.clean(quick).plain(), r.clean(slow).plain(); got != want {
			t.Fatalf("%q: quick %q, standard %q", raw, got, want)
		}
	})
}

func FuzzPrinted(f *testing.F) {
	f.Add("کد خبر: ۲۱۵۶۱۵")
	f.Add("شناسهٔ خبر: 71338339 … News ID 1,234,567")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range Printed(text) {
			if !isDigits(string(c)) || len(c) < minPrinted || len(c) > maxPrinted {
				t.Fatalf("Printed(%q) has %q", text, c)
			}
		}
	})
}

func FuzzIdentify(f *testing.F) {
	f.Add("https://e.example/fa/news/12345/x", "guid", "https://e.example/fa/news/12345", "title")
	f.Add("", "https://e.example/?p=3", "", "")
	f.Add("https://e.example/", "", "", "t")
	r := rules(f, Options{})
	src := news.Source{Name: "s", Site: "e.example", URLs: []string{"https://e.example/rss"}}
	f.Fuzz(func(t *testing.T, link, guid, orig, title string) {
		id := r.Identify(src, news.Entry{Link: link, GUID: guid, GUIDIsLink: true, OrigLink: orig, Title: title})
		if len(id.Keys) == 0 {
			t.Fatal("no key")
		}
		for i, k := range id.Keys {
			if k.Rank() > 3 || i > 0 && id.Keys[i-1].Compare(k) >= 0 || len(k) > 4<<10 {
				t.Fatalf("keys %q", id.Keys)
			}
		}
		if (id.Code != "") != (id.Keys[0].Kind() == "code") {
			t.Fatalf("code %q, keys %q", id.Code, id.Keys)
		}
		if utf8.ValidString(guid) && !utf8.ValidString(string(id.Keys[0])) {
			t.Fatalf("key %q is no UTF-8", id.Keys[0])
		}
	})
}
