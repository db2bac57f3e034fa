package parse_test

import (
	"context"
	"fmt"

	"golchin/aggregator/parse"
)

// One tag is unclosed, one ampersand bare, and the download broke off in the
// third item.
func ExampleParse() {
	body := `<?xml version="1.0" encoding="x-unknown"?>
<rss><channel><title>راهبرد</title>
<item><title>آتش&zwnj;بس در غزه</title><guid>https://e.example/fa/news/1</guid>
<item><title>R&D</title><link>/fa/news/2</link></item>
<item><title>third</title><guid>https://e.exa`
	doc, err := parse.Parse(context.Background(), []byte(body), parse.Options{URL: "https://e.example/rss"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range doc.Entries {
		fmt.Println(e.Link, e.Title)
	}
	for _, r := range doc.Repaired {
		fmt.Println("repaired:", r)
	}
	// Output:
	// https://e.example/fa/news/1 آتش‌بس در غزه
	// https://e.example/fa/news/2 R&D
	// repaired: 1 unclosed item
	// repaired: 1 bare ampersand
	// repaired: 1 undefined entity
	// repaired: document cut off
	// repaired: 1 item cut off and left out
}

func ExampleSanitize() {
	fmt.Println(parse.Sanitize(`<p dir=rtl onclick=x()>متن <a href="/fa/1">بیشتر</a><script>x()</script>`, "https://e.example/"))
	// Output: <p dir="rtl">متن <a href="https://e.example/fa/1" rel="noopener noreferrer">بیشتر</a></p>
}

func ExampleDiscover() {
	page := `<html><head><link rel="alternate" type="application/rss+xml" title="همه اخبار" href="/rss"></head></html>`
	for _, l := range parse.Discover([]byte(page), "https://e.example/fa") {
		fmt.Println(l.Title, l.URL)
	}
	// Output: همه اخبار https://e.example/rss
}
