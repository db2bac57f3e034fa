package publish_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/aggregator/publish"
)

func ExampleRender() {
	head := publish.Head{
		Feed:    news.Feed{Slug: "gaza", Title: "غزه"},
		Site:    news.Site{URL: "https://news.example.org", Language: "fa"},
		SelfURL: "https://news.example.org/feeds/gaza.json",
	}
	item := news.Item{
		ID: "urn:uuid:5f0c2a3e-58a1-5d53-9c1c-0a6d3a6f9b01", Link: "https://isna.ir/news/1", Title: "آتش‌بس", Language: "fa",
		FirstSeen: time.Date(2023, 11, 27, 11, 45, 0, 0, time.UTC),
	}
	doc, err := publish.Render(publish.JSON, head, []publish.Element{{ID: item.ID, Item: item}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(string(doc), `"date_published":"2023-11-27T11:45:00Z"`))
	// Output: true
}

func ExampleReadOPML() {
	const doc = `<opml version="1.0"><body>
	<outline text="Iran"><outline text="ISNA" xmlUrl="https://www.isna.ir/rss"/></outline>
	<outline text="My file" xmlUrl="file:///home/me/feed.xml"/>
	</body></opml>`
	feeds, skipped, err := publish.ReadOPML(strings.NewReader(doc))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range feeds {
		fmt.Println(f.Title, f.XMLURL, f.Folder)
	}
	for _, s := range skipped {
		fmt.Printf("line %d: %s: %s\n", s.Line, s.Title, s.Why)
	}
	// Output:
	// ISNA https://www.isna.ir/rss [Iran]
	// line 3: My file: xmlUrl is not an http(s) address: "file"
}

func ExampleWriteOPML() {
	list := publish.List{Title: "golchin", Outlines: []publish.Outline{{Title: "All", XMLURL: "https://news.example.org/feeds/all.rss"}}}
	if err := publish.WriteOPML(os.Stdout, list); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><opml version="2.0">
	//   <head>
	//     <title>golchin</title>
	//   </head>
	//   <body>
	//     <outline type="rss" text="All" title="All" xmlUrl="https://news.example.org/feeds/all.rss"></outline>
	//   </body>
	// </opml>
}
