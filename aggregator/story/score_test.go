package story

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

var noon = time.Date(2026, 7, 3, 12, 0, 0, 0, time.UTC)

// told makes an item of a site with a headline and a lead, hours after noon.
func told(site string, hours float64, title, lead string) news.Item {
	at := noon.Add(time.Duration(hours * float64(time.Hour)))
	return news.Item{
		ID: news.ItemID(fmt.Sprintf("urn:uuid:%s-%.2f-%x", site, hours, hash32(title+lead))), Site: site, Title: title, Summary: lead,
		Published: at, FirstSeen: at, Sort: at,
	}
}

func TestVetoes(t *testing.T) {
	tests := []struct {
		name string
		a, b [2]string // headline and lead
		gap  float64   // hours
		same bool      // of one site
		want string    // how the veto begins
	}{
		{name: "misprint or tally", a: [2]string{"آخرین تحولات ناآرامی‌های سویداء / ۷۱۸ نفر کشته شده‌اند"}, b: [2]string{"آخرین تحولات ناآرامی‌های سویداء / ۷۸۱ نفر کشته شده‌اند"}, gap: 1, want: "different numbers"},
		{name: "number in the lead of copies", a: [2]string{"تازه‌ترین آمار شهدای غزه", "وزارت بهداشت فلسطین در نوار غزه امروز اعلام کرد شمار شهدا به ۷۱۸ نفر رسیده و آمار زخمی‌ها رو به افزایش است"}, b: [2]string{"تازه‌ترین آمار شهدای غزه", "وزارت بهداشت فلسطین در نوار غزه امروز اعلام کرد شمار شهدا به ۷۸۱ نفر رسیده و آمار زخمی‌ها رو به افزایش است"}, gap: 1, want: "different numbers"},
		{name: "day of a war", a: [2]string{"War in the north: what happened on day 672"}, b: [2]string{"War in the north: what happened on day 674"}, gap: 48, want: "different numbers"},
		{name: "millions in words", a: [2]string{"یک میلیون و ۲۵۰ هزار نفر برای زیارت اربعین ثبت‌نام کردند"}, b: [2]string{"یک میلیون و ۳۰۰ هزار نفر برای زیارت اربعین ثبت‌نام کردند"}, gap: 5, want: "different numbers"},
		{name: "magnitude", a: [2]string{"زلزال بقوة 5.4 درجة يضرب شمال غرب إيران"}, b: [2]string{"زلزال بقوة 5.9 درجة يضرب شمال غرب إيران"}, gap: 2, want: "different numbers"},
		{name: "weekday", a: [2]string{"برنامه قطع برق تهران در روز شنبه اعلام شد"}, b: [2]string{"برنامه قطع برق تهران در روز یکشنبه اعلام شد"}, gap: 10, want: "different days"},
		{name: "place fa", a: [2]string{"شنیده‌شدن صدای انفجار در اهواز"}, b: [2]string{"شنیده شدن صدای انفجار در بندرعباس"}, gap: 1, want: "different places"},
		{name: "place ar", a: [2]string{"غارة إسرائيلية تستهدف سيارة في بيروت"}, b: [2]string{"غارة إسرائيلية تستهدف سيارة في دمشق"}, gap: 1, want: "different places"},
		{name: "place en", a: [2]string{"Explosion heard near airport in Baghdad"}, b: [2]string{"Explosion heard near airport in Erbil"}, gap: 1, want: "different places"},
		{name: "place ru", a: [2]string{"Взрывы прогремели ночью в Киеве"}, b: [2]string{"Взрывы прогремели ночью в Харькове, в Одессе"}, gap: 1, want: "different places"},
		{name: "person", a: [2]string{"دیدار لاریجانی با وزیر دفاع عراق"}, b: [2]string{"دیدار قالیباف با وزیر دفاع عراق"}, gap: 1, want: "different persons"},
		{name: "speaker", a: [2]string{"محسن رضایی: مذاکره با دشمن هیچ سودی ندارد"}, b: [2]string{"حسین شریعتمداری: مذاکره با دشمن هیچ سودی ندارد"}, gap: 1, want: "different speakers"},
		{name: "template with names", a: [2]string{"ادای احترام حداد عادل به پیکر رهبر شهید انقلاب"}, b: [2]string{"ادای احترام جواد ظریف به پیکر رهبر شهید انقلاب"}, gap: 1, want: "same pattern"},
		{name: "column", a: [2]string{"دکۀ روزنامه | شنبه"}, b: [2]string{"دکۀ روزنامه | شنبه"}, gap: 1, want: "a series"},
		{name: "weather", a: [2]string{"هواشناسی: بارش باران در شمال کشور"}, b: [2]string{"هواشناسی: بارش باران در شمال کشور ادامه دارد"}, gap: 6, want: "a series"},
		{name: "recurring headline", a: [2]string{"The best recent poetry and prose", "Pitch and Glint by Lutz Seiler; Mothersong by Amy Acre; Infinite in Finite"}, b: [2]string{"The best recent poetry and prose", "School of Instructions by Ishion Hutchinson; The Wrong Person to Ask"}, gap: 48, want: "same headline on another day"},
		{name: "one site, another day", a: [2]string{"چندین انفجار شدید در اهواز"}, b: [2]string{"چندین انفجار پی در پی در اهواز"}, gap: 24, same: true, want: "same site on another day"},
		{name: "four days", a: [2]string{"اعلام نتایج نهایی آزمون سراسری دانشگاه‌ها"}, b: [2]string{"اعلام نتایج نهایی آزمون سراسری دانشگاه‌ها"}, gap: 96, want: "more than three days"},
		{name: "rise and fall", a: [2]string{"افزایش قیمت مسکن در پایتخت طی ماه گذشته"}, b: [2]string{"کاهش قیمت مسکن در پایتخت طی ماه گذشته"}, gap: 3, want: "opposites: fall and rise"},
		{name: "accepted and rejected", a: [2]string{"Parliament approves budget amendment on pensions"}, b: [2]string{"Parliament rejects budget amendment on pensions"}, gap: 3, want: "opposites: approve and reject"},
		{name: "denied fa", a: [2]string{"مدارس استان فردا تعطیل است"}, b: [2]string{"مدارس استان فردا تعطیل نیست"}, gap: 1, want: "one denies"},
		{name: "denied en", a: [2]string{"Central bank governor will step down this year"}, b: [2]string{"Central bank governor will not step down this year"}, gap: 1, want: "one denies"},
		{name: "denied ar", a: [2]string{"الحكومة تنوي رفع الضرائب هذا العام"}, b: [2]string{"الحكومة لا تنوي رفع الضرائب هذا العام"}, gap: 1, want: "one denies"},
		{name: "to come and come", a: [2]string{"Rescue teams to start evacuation of miners"}, b: [2]string{"Evacuation of miners starts as rescue teams arrive"}, gap: 8, want: "one tells what will happen"},
		{name: "a person by name, another by office", a: [2]string{"دیدار عراقچی با وزیر خارجه عمان در نیویورک"}, b: [2]string{"دیدار عراقچی با وزیر خارجه مصر در نیویورک"}, gap: 2, want: "different persons"},
		{name: "another one begins", a: [2]string{"Apple fined by EU over app store rules"}, b: [2]string{"Google fined by EU over ad rules"}, gap: 5, want: "different persons"},
		{name: "announced and arrived", a: [2]string{"لاریجانی فردا به بیروت سفر می‌کند"}, b: [2]string{"لاریجانی وارد بیروت شد"}, gap: 10, want: "one tells what will happen"},
		{name: "tomorrow of another day", a: [2]string{"مدارس تهران فردا غیرحضوری است"}, b: [2]string{"مدارس تهران فردا هم غیرحضوری است"}, gap: 24, want: "different days"},
		{name: "reactions", a: [2]string{"حکم اعدام خواننده نقض شد"}, b: [2]string{"واکنش‌ها به نقض حکم اعدام خواننده"}, gap: 3, want: "a report and a reaction"},
		{name: "tolls of two days", a: [2]string{"۳ کشته در حمله به جنوب لبنان"}, b: [2]string{"۱۳ کشته در حمله به جنوب لبنان"}, gap: 20, want: "different numbers"},
		{name: "sums", a: [2]string{"Chipmaker fined €500m in Brussels over rebates"}, b: [2]string{"Chipmaker fined €200m in Brussels over rebates"}, gap: 2, want: "different numbers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := "b.example"
			if tt.same {
				site = "a.example"
			}
			a, b := told("a.example", 0, tt.a[0], tt.a[1]), told(site, tt.gap, tt.b[0], tt.b[1])
			e := Explain(a, b)
			if !slices.ContainsFunc(e.Vetoes, func(v string) bool { return strings.HasPrefix(v, tt.want) }) {
				t.Errorf("vetoes: got %q, want one that begins %q", e.Vetoes, tt.want)
			}
			if e.Story || e.Copy {
				t.Errorf("vetoed, yet story %v copy %v", e.Story, e.Copy)
			}
		})
	}
}

func TestSameNews(t *testing.T) {
	const fars = "مدیرکل مدیریت بحران استان خوزستان گفت در پی وقوع سیلاب در شهرستان ایذه راه ارتباطی دوازده روستا قطع شده و نیروهای امدادی برای بازگشایی مسیرها به منطقه اعزام شده‌اند. وی افزود تاکنون گزارشی از تلفات جانی نرسیده است و کارشناسان در حال ارزیابی خسارت‌ها هستند. آب آشامیدنی روستاها با تانکر تأمین می‌شود."
	tests := []struct {
		name     string
		a, b     [2]string
		gap      float64
		agency   string
		copy     bool
		evidence string
	}{
		{name: "verbatim", a: [2]string{"راه دوازده روستای ایذه بسته شد", fars}, b: [2]string{"راه دوازده روستای ایذه بسته شد", fars}, copy: true, evidence: "same headline"},
		{name: "repost with the agency at the end", a: [2]string{"راه دوازده روستای ایذه بسته شد", fars}, b: [2]string{"راه دوازده روستای ایذه بسته شد / فارس", fars + "/ فارس"}, copy: true, evidence: "same headline"},
		{name: "half spaces lost", a: [2]string{"روسیه خواستار آتش‌بس دائمی در غزه شد"}, b: [2]string{"روسیه خواستار آتشبس دائمی در غزه شد"}, copy: true, evidence: "same headline"},
		{name: "Arabic letters and digits", a: [2]string{"۱۲ کشته در تصادف زنجیره‌ای جاده کرج"}, b: [2]string{"١٢ كشته در تصادف زنجيره‌اي جاده كرج"}, copy: true, evidence: "numbers agree: 12"},
		{name: "agency text under another headline", agency: "fars", a: [2]string{"سیلاب راه روستاهای ایذه را بست", fars}, b: [2]string{"قطع راه ارتباطی ۱۲ روستای ایذه در پی سیلاب", fars}, copy: true, evidence: "same agency text (fars)"},
		{name: "reworded fa", a: [2]string{"مذاکرات ایران و عمان درباره کریدور تنگه هرمز وارد مرحله جدید شد"}, b: [2]string{"باوجود مانع‌تراشی آمریکا مذاکرات ایران و عمان در مورد کریدور تنگهٔ هرمز وارد مرحلهٔ جدیدی شده"}, gap: 1, evidence: "headlines agree"},
		{name: "reworded en", a: [2]string{"Wildfire forces thousands from homes near Athens", "Firefighters battled a blaze on the outskirts of the Greek capital as strong winds fanned the flames on Tuesday."}, b: [2]string{"Thousands flee homes as wildfire rages near Athens", "A blaze fanned by strong winds reached the outskirts of the Greek capital, firefighters said on Tuesday."}, gap: 2, evidence: "rare words"},
		{name: "synonyms ar", a: [2]string{"مقتل 12 شخصا في تحطم طائرة شحن قرب بغداد"}, b: [2]string{"مصرع وقتلى.. 12 قتيلا في تحطم طائرة شحن قرب بغداد"}, gap: 1, evidence: "numbers agree: 12"},
		{name: "number words", a: [2]string{"آتش‌بس غزه برای دو روز دیگر تمدید شد"}, b: [2]string{"آتش بس در غزه ۲ روز دیگر تمدید شد"}, gap: 1, evidence: "numbers agree: 2"},
		{name: "toll that grows", a: [2]string{"۳۷ کشته در حملات اسرائیل به لبنان", "وزارت بهداشت لبنان اعلام کرد در حملات هوایی به شهر بعلبک ۳۷ نفر کشته شدند"}, b: [2]string{"شمار کشته‌های حملات اسرائیل به لبنان به ۸۹ نفر رسید", "وزارت بهداشت لبنان اعلام کرد در حملات هوایی به شهر بعلبک ۸۹ نفر کشته شدند"}, gap: 6, evidence: "update: 37, then 89"},
		{name: "agreed to", a: [2]string{"Deal agreed to extend Gaza ceasefire for two days, mediators say"}, b: [2]string{"Gaza ceasefire extended for two days, mediators say"}, gap: 1, evidence: "numbers agree: 2"},
		{name: "place within place", a: [2]string{"اعلام وضعیت اضطراری در اسپانیا در پی آتش‌سوزی جنگل‌ها"}, b: [2]string{"اعلام وضعیت اضطراری در مادرید در پی آتش‌سوزی جنگل‌ها"}, gap: 1, evidence: "headlines agree"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := told("a.example", 0, tt.a[0], tt.a[1]), told("b.example", tt.gap, tt.b[0], tt.b[1])
			a.Agency, b.Agency = tt.agency, tt.agency
			e := Explain(a, b)
			if !e.Story || len(e.Vetoes) > 0 {
				t.Errorf("one story: got %+v", e)
			}
			if e.Copy != tt.copy {
				t.Errorf("copy: got %v, want %v: %+v", e.Copy, tt.copy, e)
			}
			if !slices.ContainsFunc(e.Evidence, func(s string) bool { return strings.Contains(s, tt.evidence) }) {
				t.Errorf("evidence: got %q, want %q", e.Evidence, tt.evidence)
			}
			if !slices.ContainsFunc(Bands(a), func(x int64) bool { return slices.Contains(Bands(b), x) }) {
				t.Error("no band in common")
			}
		})
	}
}

func TestOtherNews(t *testing.T) {
	tests := []struct {
		name string
		a, b [2]string
		same bool
	}{
		{name: "nothing in common", a: [2]string{"افزایش قیمت نان در تهران"}, b: [2]string{"پیروزی تیم ملی والیبال برابر ژاپن"}},
		{name: "one topic", a: [2]string{"Hostage deal: how mediators brought it together"}, b: [2]string{"Moscow hails hostage deal"}},
		{name: "tribute", a: [2]string{"ادای احترام رئیس مجلس عمان به رهبر شهید انقلاب"}, b: [2]string{"ادای احترام رئیس مجلس قطر به رهبر شهید انقلاب"}},
		{name: "two articles of one site", same: true, a: [2]string{"وزیر کشور پاکستان به تهران آمد"}, b: [2]string{"وزیر کشور پاکستان در تهران با عراقچی دیدار کرد"}},
		{name: "empty", a: [2]string{""}, b: [2]string{""}},
		{name: "signs only", a: [2]string{"…"}, b: [2]string{"!!!"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := "b.example"
			if tt.same {
				site = "a.example"
			}
			if e := Explain(told("a.example", 0, tt.a[0], tt.a[1]), told(site, 1, tt.b[0], tt.b[1])); e.Story || e.Copy {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		in   string
		want []int64
	}{
		{in: "1 میلیون و 250 هزار نفر", want: []int64{1250000}},
		{in: "سه میلیون", want: []int64{3000000}},
		{in: "10 هزار", want: []int64{10000}},
		{in: "37 کشته و 89 زخمی", want: []int64{37, 89}},
		{in: "5.4 ریشتر", want: []int64{5004}},
		{in: "20%", want: []int64{20}},
		{in: "2 3", want: []int64{2, 3}},
		{in: "99999999999999999999", want: nil},
		{in: "two million people", want: []int64{2000000}},
		{in: "بیست و 1", want: []int64{21}},
		{in: "thirty nine miners", want: []int64{39}},
		{in: "two hundred and fifty", want: []int64{200, 50}},
		{in: "two hundred fifty", want: []int64{250}},
		{in: "тридцать девять человек", want: []int64{39}},
		{in: "otuz dokuz kişi", want: []int64{39}},
		{in: "تسعه وثلاثون قتیلا", want: []int64{39}},
		{in: "هفتصد و هجده", want: []int64{718}},
		{in: "שלושים הרוגים", want: []int64{30}},
		{in: "9 و 30", want: []int64{9, 30}},
		{in: "9 و و 30", want: []int64{9, 30}},
		{in: "و", want: nil},
		{in: "three two one", want: []int64{3, 2}},
	}
	for _, tt := range tests {
		var got []int64
		for _, tok := range tokens("fa", tt.in) {
			if tok.class == number {
				got = append(got, tok.value)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.in, got, tt.want)
		}
	}
}

func TestHeadline(t *testing.T) {
	tests := []struct{ in, title, speaker string }{
		{"فوری / ترامپ: حمله نمی‌کنیم", "ترامپ: حمله نمی‌کنیم", "ترامپ"},
		{"دقایقی پیش؛ انفجار در سیریک", "انفجار در سیریک", ""},
		{"انفجار در یزد/ایرنا", "انفجار در یزد", ""},
		{"ادای احترام به رهبر #بدرقه_یار", "ادای احترام به رهبر", ""},
		{"Photos: Dozens killed", "Dozens killed", ""},
		{"آغاز آتش‌بس از ساعت 6:30", "آغاز آتش‌بس از ساعت 6:30", ""},
		{"نماینده ایران در سازمان ملل:", "نماینده ایران در سازمان ملل:", "نماینده ایران در سازمان ملل"},
	}
	for _, tt := range tests {
		title, speaker := headline(tt.in)
		if strings.TrimSpace(title) != tt.title || speaker != tt.speaker {
			t.Errorf("%s: got %q and %q", tt.in, title, speaker)
		}
	}
}

// TestWitnesses: each sign of one event lowers what a paraphrase must reach,
// and without any it must reach more.
func TestWitnesses(t *testing.T) {
	tests := []struct {
		name string
		a, b [2]string
		want int
	}{
		{"none", [2]string{"کارگران معدن زغال سنگ تجمع کردند", ""}, [2]string{"برداشت زعفران در قاین آغاز شد", ""}, 0},
		{"one deed", [2]string{"استعفای وزیر نیرو", ""}, [2]string{"وزیر نیرو کناره‌گیری کرد", ""}, 1},
		{"a number", [2]string{"یارانه ۴۵۰ هزار تومانی واریز شد", ""}, [2]string{"واریز یارانه", "مبلغ ۴۵۰ هزار تومان به حساب سرپرستان خانوار نشست"}, 1},
		{"a number too small to tell", [2]string{"ساخت ۲ پل تازه در شهر", ""}, [2]string{"ساخت ۲ خانه تازه در روستا", ""}, 0},
		{"deed and names", [2]string{"Ruto resigns amid Nairobi scandal over Adani", ""}, [2]string{"Ruto quits after Adani scandal in Nairobi", ""}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := read(told("a.example", 0, tt.a[0], tt.a[1])), read(told("b.example", 2, tt.b[0], tt.b[1]))
			g := compare(a, b, nil)
			if g.signs != tt.want {
				t.Errorf("signs: got %d, want %d: %+v", g.signs, tt.want, g)
			}
			same := g
			same.signs = 1
			if d := g.need() - same.need(); (d > 0) != (tt.want == 0) || (d < 0) != (tt.want > 1) {
				t.Errorf("need: got %v for %d signs", g.need(), g.signs)
			}
		})
	}
}
