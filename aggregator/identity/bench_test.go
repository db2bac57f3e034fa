package identity

import (
	"strings"
	"testing"

	"golchin/aggregator/news"
)

func BenchmarkIdentify(b *testing.B) {
	src := news.Source{Name: "irna", Site: "irna.ir", URLs: []string{"https://www.irna.ir/rss"}}
	r := rules(b, Options{Sources: []news.Source{src}})
	slug := "معاون-استاندار-تهران-هر-نوع-خبری-مبنی-بر-کمبود-کالا-تکذیب-می-شود"
	links := []struct{ name, link string }{
		{"code", "https://www.irna.ir/news/83714160/" + slug},
		{"short", "https://www.tabnak.ir/005rUZ"},
		{"plain", "https://www.aljazeera.com/news/2023/11/27/israel-gaza-truce?traffic_source=rss&utm_source=rss"},
		{"persian", "https://ex.ir/1402/09/06/" + slug},
		{"standard", "https://مثال.ایران/1402/09/06/a"},
	}
	for _, l := range links {
		b.Run(l.name, func(b *testing.B) {
			e := news.Entry{Link: l.link, GUID: l.link}
			b.ReportAllocs()
			for b.Loop() {
				r.Identify(src, e)
			}
		})
	}
}

func BenchmarkID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ID("code:rahbordemoaser.ir:215615")
	}
}

func BenchmarkPrinted(b *testing.B) {
	text := strings.Repeat("به گزارش خبرگزاری مهر، در سال ۱۴۰۲ وزیر خارجه قطر از تمدید یک روزه آتش‌بس خبر داد. ", 200) + "کد خبر: ۲۱۵۶۱۵"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(Printed(text)) != 1 {
			b.Fatal("code not found")
		}
	}
}
