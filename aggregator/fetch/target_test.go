package fetch

import (
	"errors"
	"strings"
	"testing"
)

func TestParseTarget(t *testing.T) {
	for _, tt := range []struct{ in, url, key string }{
		{"http://e.example", "http://e.example/", "e.example:80"},
		{"HTTPS://E.Example.:8443/a#b", "https://e.example:8443/a", "e.example:8443"},
		{"  https://e.example/x\n", "https://e.example/x", "e.example:443"},
		{"https://خبر.ایران/خ", "https://xn--ngblk.xn--mgba3a4f16a/%D8%AE", "xn--ngblk.xn--mgba3a4f16a:443"},
		{"http://[2A00::1]:81/", "http://[2a00::1]:81/", "[2a00::1]:81"},
		{"http://u:p@e.example/", "http://e.example/", "e.example:80"},
		{"http://e.example/100%zz", "http://e.example/100%zz", "e.example:80"},
		{"http://e.example?x", "http://e.example/?x", "e.example:80"},
	} {
		got, err := parseTarget(tt.in)
		if err != nil || got.String() != tt.url || got.hostPort() != tt.key || HostKey(tt.in) != tt.key {
			t.Errorf("%q: %s, %s, %v; want %s, %s", tt.in, got, got.hostPort(), err, tt.url, tt.key)
		}
		if uri := got.url(false).RequestURI(); uri != got.tail {
			t.Errorf("%q: would send %q, want %q", tt.in, uri, got.tail)
		}
	}
	for _, in := range []string{
		"", "e.example", "//e.example/", "mailto:x@e.example", "ftp://e.example/", "http:/e.example", "http://", "http:///x",
		"http://e.example:0/", "http://e.example:65536/", "http://e.example:x/", `http://good\@evil.example/`, "http://a b/",
		"http://e.example:80:80/", "http://[::1/", "http://./", "http://%zz/", "http://a\x00b/",
	} {
		if got, err := parseTarget(in); !errors.Is(err, ErrURL) {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
}

func TestFollow(t *testing.T) {
	base, err := parseTarget("https://e.example/a/b?c=1")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"/x|y":               "https://e.example/x|y",
		"x":                  "https://e.example/a/x",
		"../x":               "https://e.example/x",
		"/p/../x":            "https://e.example/x",
		"?d=2":               "https://e.example/a/b?d=2",
		"//o.example/z":      "https://o.example/z",
		"http://o.example":   "http://o.example/",
		"HTTP://o.example/":  "http://o.example/",
		"/x#y":               "https://e.example/x",
		"a:b":                "",
		"javascript:x":       "",
		"":                   "https://e.example/a/b?c=1",
		"/خ":                 "https://e.example/%D8%AE",
		"x y":                "https://e.example/a/x%20y",
		"/x\r\nEvil: header": "https://e.example/x%0D%0AEvil:%20header",
	} {
		got, err := base.follow(in)
		if want == "" && !errors.Is(err, ErrURL) || want != "" && (err != nil || got.String() != want) {
			t.Errorf("%q: %s, %v; want %s", in, got, err, want)
		}
	}
}

// FuzzTarget: what is accepted can be sent: one line, no spaces, and the same
// when read again.
func FuzzTarget(f *testing.F) {
	for _, s := range []string{"http://e.example/a b?c#d", "https://u:p@[::1]:8/%zz", "http://خبر/", `http://a\b/`, "/rel", "//x/y", "?q"} {
		f.Add(s)
	}
	base, err := parseTarget("https://e.example/a/b?c=1")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in string) {
		one, err1 := parseTarget(in)
		two, err2 := base.follow(in)
		for _, got := range []struct {
			target
			err error
		}{{one, err1}, {two, err2}} {
			if got.err != nil {
				continue
			}
			if uri := got.url(false).RequestURI(); !strings.HasPrefix(uri, "/") || strings.ContainsAny(uri, " \r\n\t") {
				t.Errorf("%q would send %q", in, uri)
			}
			if again, err := parseTarget(got.String()); err != nil || again.String() != got.String() || again.hostPort() != got.hostPort() {
				t.Errorf("%q became %q, then %q, %v", in, got.target, again, err)
			}
			if got.name == "" || got.port == "" || strings.ContainsAny(got.host, "@/ \\") {
				t.Errorf("%q: host %q", in, got.host)
			}
		}
	})
}
