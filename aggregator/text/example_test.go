package text_test

import (
	"fmt"
	"strings"
	"time"

	"golchin/aggregator/text"
)

func ExampleSqueezed() {
	fmt.Println(text.Squeezed("آتش‌بس") == text.Squeezed("آتش بس"), text.Squeezed("كد خبر: ۲۱۵۶۱۵"))
	// Output: true کدخبر215615
}

func ExampleFold() {
	title := "سخنگو: الهُدنةُ در ۳ روز"
	f := text.Fold(title)
	at := strings.Index(f.Spaced(), "الهدنه")
	from, to := f.Origin(at, at+len("الهدنه"))
	fmt.Println(string([]rune(title)[from:to]))
	// Output: الهُدنةُ
}

func ExampleParseDate() {
	tehran := time.FixedZone("", 12600)
	now := time.Date(2023, time.November, 28, 0, 0, 0, 0, time.UTC)
	d, err := text.ParseDate("۱۵:۱۳ - ۰۶ آذر ۱۴۰۲ - 2023 November 27", tehran, now)
	fmt.Println(d.Time.Format(time.RFC3339), d.Precision, d.Repaired, err)
	// Output: 2023-11-27T11:43:00Z minute jalali; zone assumed <nil>
}
