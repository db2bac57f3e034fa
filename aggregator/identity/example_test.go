package identity_test

import (
	"fmt"
	"log"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
)

func ExampleRules_Identify() {
	src := news.Source{Name: "rahbord", Site: "rahbordemoaser.ir", URLs: []string{"https://www.rahbordemoaser.ir/fa/rss/allnews"}}
	rules, err := identity.New(identity.Options{Sources: []news.Source{src}})
	if err != nil {
		log.Fatal(err)
	}
	id := rules.Identify(src, news.Entry{Link: "http://www.rahbordemoaser.ir/fa/news/215615/آتش‌بس?utm_source=rss", GUID: "n-215615"})
	for _, k := range id.Keys {
		fmt.Println(k)
	}
	fmt.Println(identity.ID(id.Keys[0]))
	// Output:
	// code:rahbordemoaser.ir:215615
	// url:https://rahbordemoaser.ir/fa/news/215615
	// guid:rahbord:n-215615
	// urn:uuid:2000f2da-d640-50bb-b6fd-0ace38032f66
}

func ExampleRules_Canonical() {
	rules, err := identity.New(identity.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, raw := range []string{
		"http://www.ilna.ir/بخش-بین-الملل-8/1671365-زلنسکی",
		"HTTPS://Example.com:443/a/./index.html?utm_medium=rss&b=2&a=1#top",
	} {
		u, err := rules.Canonical(raw)
		fmt.Println(u, err)
	}
	// Output:
	// https://ilna.ir/fa/tiny/news-1671365 <nil>
	// https://example.com/a?a=1&b=2 <nil>
}

func ExamplePrinted() {
	fmt.Println(identity.Printed("شناسهٔ خبر: 71338339 … کد خبر: ۶۹۹۳۶۹"))
	// Output: [71338339 699369]
}
