package parse

import (
	"encoding/binary"
	"strings"
	"testing"

	"golchin/aggregator/news"
)

func TestDecode(t *testing.T) {
	const fa = `<rss><title>خبر آتش بس در غزه</title></rss>`
	arabic := strings.NewReplacer("ی", "ي", "ک", "ك").Replace(fa) // windows-1256 has no Persian yeh
	utf32 := func(s string, order binary.AppendByteOrder) []byte {
		var b []byte
		for _, r := range s {
			b = order.AppendUint32(b, uint32(r))
		}
		return b
	}
	for _, c := range []struct {
		name        string
		in          []byte
		contentType string
		source      string
		want        string
		note        string
	}{
		{name: "utf-8", in: []byte(fa), want: fa},
		{name: "byte order marks", in: []byte("\uFEFF\uFEFF" + fa), want: fa},
		{name: "utf-16 le", in: utf16of([]byte(fa), binary.LittleEndian, true), want: fa, note: "UTF-16"},
		{name: "utf-16 be without mark", in: utf16of([]byte(fa), binary.BigEndian, false), want: fa, note: "UTF-16"},
		{name: "utf-16 beyond the first plane", in: utf16of([]byte("<a>😀</a>"), binary.LittleEndian, true), want: "<a>😀</a>", note: "UTF-16"},
		{name: "utf-16 with half a pair", in: []byte{'<', 0, 'a', 0, 0x3D, 0xD8, '>', 0}, want: "<a\uFFFD>", note: "UTF-16"},
		{name: "utf-32 be", in: utf32(fa, binary.BigEndian), want: fa, note: "UTF-32"},
		{name: "utf-32 le", in: utf32("\uFEFF"+fa, binary.LittleEndian), want: fa, note: "UTF-32"},
		{name: "http says 1256", in: in("windows-1256", []byte(arabic)), contentType: "text/xml; charset=windows-1256", want: arabic},
		{name: "http wins over the declaration", in: append([]byte(`<?xml version="1.0" encoding="iso-8859-1"?>`), in("windows-1256", []byte(arabic))...), contentType: `application/xml;charset="windows-1256"`, want: `<?xml version="1.0" encoding="iso-8859-1"?>` + arabic},
		{name: "declared 1256", in: append([]byte(`<?xml version='1.0' encoding='windows-1256'?>`), in("windows-1256", []byte(arabic))...), want: `<?xml version='1.0' encoding='windows-1256'?>` + arabic},
		{name: "declared utf-8, set to 1256", in: append([]byte(`<?xml version="1.0" encoding="utf-8"?>`), in("windows-1256", []byte(arabic))...), source: "windows-1256", want: `<?xml version="1.0" encoding="utf-8"?>` + arabic, note: "windows-1256 by the source's setting"},
		{name: "nobody says", in: []byte("<a>caf\xE9 \x93x\x94</a>"), want: "<a>café “x”</a>", note: "windows-1252 assumed"},
		{name: "utf-8 wins over labels", in: []byte(fa), contentType: "text/xml; charset=iso-8859-1", want: fa},
		{name: "one bad byte", in: []byte("<a>خبر \xFF آتش</a>"), want: "<a>خبر \uFFFD آتش</a>", note: "1 bad UTF-8 byte"},
		{name: "one bad byte, http says latin", in: []byte("<a>خبر \xFF آتش</a>"), contentType: "text/xml; charset=iso-8859-1", want: "<a>خبر \uFFFD آتش</a>", note: "1 bad UTF-8 byte"},
		{name: "koi8-r", in: in("koi8-r", []byte("<a>Новости</a>")), contentType: "text/xml; charset=koi8-r", want: "<a>Новости</a>"},
		{name: "shift_jis", in: in("shift_jis", []byte("<a>日本のニュース</a>")), contentType: "text/xml; charset=Shift_JIS", want: "<a>日本のニュース</a>"},
		{name: "iso-2022-jp", in: in("iso-2022-jp", []byte("<a>日本</a>")), contentType: "text/xml; charset=iso-2022-jp", want: "<a>日本</a>", note: "iso-2022-jp"},
		{name: "unknown label", in: []byte("<a>x\xE9</a>"), contentType: "text/xml; charset=klingon", want: "<a>xé</a>", note: "windows-1252 assumed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{ContentType: c.contentType, Source: news.Source{Charset: c.source}}
			o.Limits = o.Limits.withDefaults()
			got, notes, err := decode(c.in, o)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if note := strings.TrimPrefix(strings.Join(notes, "; "), "charset: "); note != c.note {
				t.Errorf("note %q, want %q", note, c.note)
			}
		})
	}
}
