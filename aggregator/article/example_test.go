package article_test

import (
	"fmt"
	"log"
	"time"

	"golchin/aggregator/article"
	"golchin/aggregator/news"
)

func ExampleRead() {
	page := `<html lang="en"><head><title>Truce extended | The Example</title><meta property="og:title" content="Truce extended">
<meta property="article:published_time" content="2023-11-27T15:13:00+03:30"></head>
<body><ul><li><a href="/1">Headline of today</a></li><li><a href="/2">Another one</a></li><li><a href="/3">A third one</a></li></ul>
<h1>Truce extended</h1><p>CAIRO (Reuters) - The truce was extended by two days on Monday, mediators said, hours before it was to end.</p>
<h3>Related news</h3><ul><li><a href="/4">What came before</a></li></ul></body></html>`
	p, err := article.Read([]byte(page), article.Options{
		URL: "https://news.example/truce", ContentType: "text/html; charset=utf-8", Now: time.Date(2023, 11, 28, 0, 0, 0, 0, time.UTC),
		Sanitize: func(html, _ string) string { return html }, // parse.Sanitize, in the program
		Printed:  func(string) []news.Code { return nil },     // identity.Printed
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Title)
	fmt.Println(p.Text)
	fmt.Println(p.Published.Format(time.RFC3339), p.Agency)
	// Output:
	// Truce extended
	// <p>CAIRO (Reuters) - The truce was extended by two days on Monday, mediators said, hours before it was to end.</p>
	// 2023-11-27T11:43:00Z reuters
}

func ExampleAttribute() {
	a := article.Attribute("به نوشته خبرگزاری «اسپوتنیک»، او ابراز امیدواری کرد. کابینه به پذیرش توافق آتش‌بس متوسل شد./ فارس", "fa")
	fmt.Println(a.Agency, a.Cites)
	// Output: fars [sputnik]
}
