package identity

import (
	"strings"
	"testing"
)

func TestPrinted(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"Persian", "تاریخ انتشار: ۱۵:۱۳\nکد خبر: ۲۱۵۶۱۵", "215615"},
		{"space before the colon", "کد خبر : ۲۱۵۶۱۵", "215615"},
		{"no colon", "کد خبر ۷۷۲۲۹۴", "772294"},
		{"only «کد» needs the colon", "کد ۲۰۲۳۳۶۹", ""},
		{"only «کد»", "۱۱:۵۶ کد : ۲۰۲۳۳۶۹", "2023369"},
		{"ZWNJ", "شناسه\u200cخبر: 71338339", "71338339"},
		{"no space", "کدخبر:۲۱۵۶۱۵", "215615"},
		{"hamza above", "شناسهٔ خبر: 71338339", "71338339"},
		{"hamza letter", "شناسۀ خبر: 71338339", "71338339"},
		{"tatweel and vowels", "کــد خَبَر: ۲۱۵۶۱۵", "215615"},
		{"Arabic letters", "كد مطلب: ٢١٥٦١٥", "215615"},
		{"direction marks", "کد خبر:\u200f \u202a215615\u202c", "215615"},
		{"Arabic", "رمز الخبر: 178104 | رقم الخبر: ١٢٣٤٥٦", "178104,123456"},
		{"English", "News ID 200074 news code: 200075 STORY CODE : 615727 Article ID: 99887", "200074,200075,615727,99887"},
		{"Turkish", "HABER KODU: 123456 Haber No: 654321", "123456,654321"},
		{"Russian", "Код новости: 445566", "445566"},
		{"Azeri", "Xəbər kodu: 445566", "445566"},
		{"Urdu", "خبر کا کوڈ: 445566", "445566"},
		{"full-width colon and dash", "کد خبر：215615 کد خبر – 215616", "215615,215616"},
		{"nineteen digits", "کد خبر: 1778872819925622102", "1778872819925622102"},
		{"twenty digits", "کد خبر: 17788728199256221021", ""},
		{"two digits", "کد خبر: 17", ""},
		{"leading zero", "کد خبر: 0012345", "0012345"},
		{"thousands", "کد خبر: 1,234,567", "1234567"},
		{"no thousands", "کد خبر: 215615,123", "215615"},
		{"list", "کد خبر: 215615, 2023", "215615"},
		{"glued to the next word", "کد خبر: ۲۱۵۶۱۵تاریخ انتشار", "215615"},
		{"end of sentence", "News ID 200074.", "200074"},
		{"date", "کد خبر: ۱۴۰۲/۰۹/۰۶", ""},
		{"clock", "کد خبر: 123:45", ""},
		{"decimal", "News ID 123.45", ""},
		{"reporter's code", "کد خبرنگار: 30162", ""},
		{"postcode", "کد پستی: 1234567890", ""},
		{"inside an Arabic word", "يؤكد خبر 1500", ""},
		{"inside an English word", "goodnews id 12345", ""},
		{"digit before the label", "5news id 12345", ""},
		{"word between", "کد خبر این مطلب 12345", ""},
		{"label at the very start", "کد خبر 12345", "12345"},
		{"empty", "", ""},
		{"invalid UTF-8", "\xff\xfeکد خبر: 215615\xff", "215615"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(tt.in); got != tt.want {
				t.Errorf("Printed(%q) = %q; want %q", tt.in, got, tt.want)
			}
		})
	}
}

// A hostile text of many numbers costs no more than its length.
func TestPrintedLinear(t *testing.T) {
	for _, unit := range []string{"1 ", "111\u0640", "111\u200c", "کد خبر 1/1 ", "1,111", "111:1:"} {
		text := strings.Repeat(unit, 200_000)
		if n := len(Printed(text)); n > len(text) {
			t.Errorf("%q gives %d codes", unit, n)
		}
	}
}
