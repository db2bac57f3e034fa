package fetch

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "خبر ها.xml")
	write := func(body string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write("<rss/>", noon())
	u := (&url.URL{Scheme: "file", Path: path}).String()
	c := newClient(t, func(o *Options) { o.MaxBody = 100 })
	first := do(t, c, Request{URL: u})
	if !first.OK() || string(first.Body) != "<rss/>" || first.LastModified != "Mon, 23 Nov 2026 12:00:00 GMT" || first.ETag == "" || first.BodyHash == "" || first.Asked.IsZero() {
		t.Errorf("%+v", first)
	}
	if r := do(t, c, Request{URL: "file:" + path, ETag: first.ETag, LastModified: first.LastModified}); !r.NotModified() || r.Body != nil {
		t.Errorf("unchanged: %d", r.Status)
	}
	write("<rdf/>", noon().Add(time.Millisecond)) // same size, same second
	if r := do(t, c, Request{URL: u, ETag: first.ETag, LastModified: first.LastModified}); !r.OK() || string(r.Body) != "<rdf/>" {
		t.Errorf("changed: %d", r.Status)
	}
	write(string(gz([]byte("<feed/>"))), noon())
	if r := do(t, c, Request{URL: u}); string(r.Body) != "<feed/>" {
		t.Errorf("packed: %q", r.Body)
	}
	write(string(make([]byte, 101)), noon())
	if _, err := c.Do(t.Context(), Request{URL: u}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if _, err := c.Do(t.Context(), Request{URL: "file://" + dir}); Kind(err) != "url" {
		t.Errorf("a folder: %v", err)
	}
}
