package parse

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const page = `<!DOCTYPE html><html><head><title>خبرگزاری</title>
<base href="/fa/">
<link rel="stylesheet" href="x.css">
<link rel="alternate" type="application/rss+xml" title="آخرین &laquo;اخبار&raquo;" href="rss/allnews">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="https://e.example/atom">
<link rel="alternate" type="application/rss+xml" href="rss/allnews">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="application/json" href="https://e.example/wp-json/wp/v2/posts/1">
<link rel="alternate" hreflang="en" href="/en">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><link rel="alternate" type="application/rss+xml" href="/in-the-body"></body></html>`

var pageLinks = []Link{
	{URL: "https://e.example/fa/rss/allnews", Title: "آخرین «اخبار»", Type: "application/rss+xml"},
	{URL: "https://e.example/atom", Type: "application/atom+xml"},
	{URL: "https://e.example/feed.json", Type: "application/feed+json"},
}

func TestDiscover(t *testing.T) {
	if diff := cmp.Diff(pageLinks, Discover([]byte(page), "https://e.example/index")); diff != "" {
		t.Error(diff)
	}
}

func TestNotFeed(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"empty", "  \n", "not a feed: empty"},
		{"nothing", "", "not a feed: empty"},
		{"json", `{"a":1}`, "not a feed: JSON but not a JSON Feed"},
		{"json list", `[1,2]`, "not a feed: JSON but not a JSON Feed"},
		{"text", "Service unavailable", "not a feed: plain text"},
		{"html", page, "not a feed: an HTML page that names 3 feeds"},
		{"html without html", "<div>404</div><p>not found", "not a feed: an HTML page that names no feed"},
		{"one feed", `<html><link rel=alternate type=text/xml href=/r>`, "not a feed: an HTML page that names the feed https://e.example/r"},
		{"xml", "<?xml version='1.0'?><opml version='2.0'><body/></opml>", "not a feed: no rss, feed or rdf element"},
		{"sitemap", "<?xml version='1.0'?><urlset><url><loc>x</loc></url></urlset>", "not a feed: no rss, feed or rdf element"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(t.Context(), []byte(c.body), options("https://e.example/"))
			if !errors.Is(err, ErrNotFeed) {
				t.Fatalf("error %v, want ErrNotFeed", err)
			}
			if err.Error() != c.want {
				t.Errorf("error %q, want %q", err, c.want)
			}
		})
	}
	_, err := Parse(t.Context(), []byte(page), options("https://e.example/index"))
	if h, ok := errors.AsType[*HTMLError](err); !ok || len(h.Links) != 3 {
		t.Errorf("error %v, want an HTMLError with the page's feeds", err)
	}
}
