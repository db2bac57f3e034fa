package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"golchin/aggregator/fetch"
)

// A poll, and the poll after it.
func ExampleClient_Do() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"17"`)
		w.Header().Set("Content-Type", "application/rss+xml")
		if r.Header.Get("If-None-Match") == `W/"17"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "<rss/>")
	}))
	defer server.Close()

	client := fetch.New(fetch.Options{
		UserAgent:    "golchin/1.0",
		Contact:      "https://news.example.org/about",
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	defer client.Close()

	req := fetch.Request{URL: server.URL}
	first, err := client.Do(context.Background(), req)
	if err != nil {
		fmt.Println(fetch.Kind(err))
		return
	}
	fmt.Println(first.Status, first.ETag, string(first.Body))

	req.ETag, req.LastModified, req.ValidatorsFor = first.ETag, first.LastModified, first.URL
	second, err := client.Do(context.Background(), req)
	if err != nil {
		fmt.Println(fetch.Kind(err))
		return
	}
	fmt.Println(second.Status, second.NotModified())
	// Output:
	// 200 W/"17" <rss/>
	// 304 true
}

// What is written to logs shows no secret.
func ExampleRedact() {
	fmt.Println(fetch.Redact("https://me:pass@example.org/feed?token=abc&lang=fa"))
	// Output: https://***@example.org/feed?token=***&lang=fa
}
