package demo

import (
	"bytes"
	"fmt"
	"strings"

	"golchin/aggregator/config"
)

// Config is the feeds.yaml for the miniature web served at base, such as
// http://127.0.0.1:4711. The pages are in lang: fa, ar, or English for
// anything else. Polls are seconds apart, which only addresses of this machine
// may be asked for.
func Config(base, lang string) []byte {
	var b bytes.Buffer
	title, zone := "golchin (demo)", "UTC"
	switch lang {
	case "fa":
		title, zone = "گلچین (نمونه)", "Asia/Tehran"
	case "ar":
		title, zone = "golchin (عرض تجريبي)", "Asia/Baghdad"
	default:
		lang = "en"
	}
	fmt.Fprintf(&b, "site: {title: %s, language: %s, timezone: %s}\n", config.Quote(title), lang, zone)
	b.WriteString("fetch: {contact: \"https://golchin.example/\", allow_private: [127.0.0.0/8], per_host: 4, timeout: 5s}\n")
	b.WriteString("publishers:\n")
	for _, f := range feeds() {
		if f.name+".example" == f.host {
			fmt.Fprintf(&b, "  - {name: %s, hosts: [%s]}\n", config.Quote(f.title), f.host)
		}
	}
	b.WriteString("sources:\n")
	for _, f := range feeds() {
		fmt.Fprintf(&b, "  - name: %s\n    title: %s\n    url: %s\n    site: %s\n    language: %s\n    schedule: \"@every 5s\"\n",
			f.name, config.Quote(f.title), config.Quote(strings.TrimSuffix(base, "/")+f.path()), f.host, f.language)
		if f.priority != 0 {
			fmt.Fprintf(&b, "    priority: %d\n", f.priority)
		}
		if f.newsCode != "" {
			fmt.Fprintf(&b, "    news_code: '%s'\n", f.newsCode)
		}
		if f.local {
			b.WriteString("    timezone: Asia/Tehran\n")
		}
	}
	b.WriteString(topicsAndFeeds)
	return b.Bytes()
}

// topicsAndFeeds is the end of every demo's feeds.yaml.
const topicsAndFeeds = `topics:
  - use: gaza-ceasefire
  - use: oil-market
  - slug: saffron
    title: {en: Saffron, fa: زعفران, ar: الزعفران}
    match: 'زعفران OR saffron OR safran'
    examples: {yes: ["برداشت زعفران آغاز شد", "Saffron buns"], no: ["Free sour-orange saplings"]}
feeds:
  - {slug: gaza, title: "Gaza ceasefire, each story once", topics: [gaza-ceasefire], stories: collapse}
  - {slug: gaza-fa, title: آتش‌بس غزه, topics: [gaza-ceasefire], languages: [fa], stories: collapse}
  - {slug: english, title: In English, languages: [en]}
`
