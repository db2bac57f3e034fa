package topic_test

import (
	"fmt"

	"golchin/aggregator/topic"
)

func ExampleParse() {
	q, err := topic.Parse(`(غزه OR "Gaza Strip") AND آتش‌بس NOT لبنان`)
	fmt.Println(q, err)
	fmt.Println(q.Match(topic.Doc{Title: "آتش بس در غزه", Language: "fa"}))

	_, err = topic.Parse("titel:غزه")
	fmt.Println(err)
	// Output:
	// (غزه OR "Gaza Strip") آتش‌بس -لبنان <nil>
	// true
	// column 1: no field titel: do you mean title:?
}

func ExampleCompile() {
	set, err := topic.Compile(topic.Library())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, title := range []string{"روسیه خواستار آتشبس دائمی در غزه شد", "توافق آتش‌بس در سویداء"} {
		d := topic.Doc{Title: title, Language: "fa"}
		for _, m := range set.Classify(d) {
			fmt.Println(m.Slug, m.Why)
		}
		fmt.Println(set.Explain("gaza-ceasefire", d).In)
	}
	// Output:
	// gaza-ceasefire [{آتش‌بس* title [14 19]} {غزه* title [29 32]}]
	// true
	// syria [{سویدا title [16 22]}]
	// false
}
