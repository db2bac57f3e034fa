package config_test

import (
	"fmt"
	"os"

	"golchin/aggregator/config"
)

func ExampleParse() {
	_, err := config.Parse("feeds.yaml", []byte(`
sources:
  - name: rahbord
    url: https://www.rahbordemoaser.ir/fa/rss/allnews
    shedule: "@hourly"
feeds:
  - {slug: gaza-fa, sources: [rahbrod]}
`), ".", os.LookupEnv)
	fmt.Println(err)
	// Output:
	// feeds.yaml:5: source "rahbord": unknown key "shedule": did you mean "schedule"?
	// feeds.yaml:7: feed "gaza-fa": sources[0] "rahbrod": no such source: did you mean "rahbord"?
}
