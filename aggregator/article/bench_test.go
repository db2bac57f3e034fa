package article

import (
	"testing"

	"golchin/aggregator/text"
)

func BenchmarkRead(b *testing.B) {
	for _, tc := range layouts {
		b.Run(tc.name, func(b *testing.B) {
			page, o := file(b, tc.name+".html"), options(b, tc.url)
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(page, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAttribute reads the seed's text as a feed would carry it.
func BenchmarkAttribute(b *testing.B) {
	plain := text.Plain(string(file(b, "iransamaneh.golden")))
	b.SetBytes(int64(len(plain)))
	b.ReportAllocs()
	for b.Loop() {
		if Attribute(plain, "fa").Agency != "fars" {
			b.Fatal("not taken from fars")
		}
	}
}
