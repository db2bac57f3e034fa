package story

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTollWords: a toll is a toll in every language, number and case, and two
// of them are two reports.
func TestTollWords(t *testing.T) {
	for _, tt := range []struct{ name, lang, a, b string }{
		{"victims fa", "fa", "قربانیان زلزله هرات به ۲۱۴ نفر رسید", "قربانیان زلزله هرات به ۲۴۱ نفر رسید"},
		{"lost their lives fa", "fa", "جان‌باختگان سیل لرستان ۱۴ نفر شدند", "جان‌باختگان سیل لرستان ۱۵ نفر شدند"},
		{"injured fa", "fa", "۲۸ مصدوم در واژگونی اتوبوس زائران در ایلام", "۳۱ مصدوم در واژگونی اتوبوس زائران در ایلام"},
		{"missing fa", "fa", "۱۲ ناپدیدشده در غرق شدن لنج در چابهار", "۱۴ ناپدیدشده در غرق شدن لنج در چابهار"},
		{"victims ar", "ar", "ارتفاع ضحايا فيضانات درنة إلى 1140", "ارتفاع ضحايا فيضانات درنة إلى 1410"},
		{"wounded ar", "ar", "إصابة 17 شخصا في انهيار مبنى بالموصل", "إصابة 19 شخصا في انهيار مبنى بالموصل"},
		{"arrested ar", "ar", "اعتقال 23 فلسطينيا في نابلس", "اعتقال 32 فلسطينيا في نابلس"},
		{"fatalities en", "en", "Ferry sinking off Lagos: 61 fatalities confirmed", "Ferry sinking off Lagos: 64 fatalities confirmed"},
		{"arrests en", "en", "Police make 112 arrests at Warsaw rally", "Police make 121 arrests at Warsaw rally"},
		{"words en", "en", "Thirty-nine killed in Peru bus crash", "Thirty-six killed in Peru bus crash"},
		{"dead tr", "tr", "Otel yangınında 66 kişi hayatını kaybetti", "Otel yangınında 69 kişi hayatını kaybetti"},
		{"wounded ru", "ru", "Число пострадавших при взрыве в Казани выросло до 12", "Число пострадавших при взрыве в Казани выросло до 14"},
		{"dead he", "he", "עלה ל-24 מספר ההרוגים ברעידת אדמה בנפאל", "עלה ל-27 מספר ההרוגים ברעידת אדמה בנפאל"},
	} {
		a, b := told("a.example", 0, tt.a, ""), told("b.example", 1, tt.b, "")
		a.Language, b.Language = tt.lang, tt.lang
		vetoed(t, tt.name, Explain(a, b), "different numbers")
	}
}

func vetoed(t *testing.T, name string, e Explanation, want string) {
	t.Helper()
	if e.Story || !slices.ContainsFunc(e.Vetoes, func(v string) bool { return strings.HasPrefix(v, want) }) {
		t.Errorf("%s: got story %v, vetoes %q, want one that begins %q", name, e.Story, e.Vetoes, want)
	}
}

// firstOfMarch was a Sunday, 10 Esfand.
var firstOfMarch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// TestNamedDays: the same words on another day are another report.
func TestNamedDays(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		a, b       [2]string
		gap        float64 // hours
		apart      bool
	}{
		{"daily toll, Jalali lead", "fa",
			[2]string{"آخرین آمار کرونا در خوزستان", "علوم پزشکی اهواز آمار مبتلایان تا ظهر ۱۴ اسفند را اعلام کرد"},
			[2]string{"آخرین آمار کرونا در استان خوزستان", "علوم پزشکی اهواز آمار مبتلایان تا ظهر ۱۵ اسفند را اعلام کرد"}, 24, true},
		{"two calendars, one day", "fa",
			[2]string{"نشست وزیران نفت اوپک در وین برگزار شد", "نشست وزیران نفت اوپک روز ۱۰ اسفند در وین برگزار شد"},
			[2]string{"نشست وزیران نفت اوپک در وین برگزار شد", "نشست وزیران نفت اوپک روز ۱ مارس در وین برگزار شد"}, 2, false},
		{"today and today, a day later", "ar",
			[2]string{"غارات على جنوب لبنان", "شن الطيران الحربي اليوم غارات على بلدات جنوب لبنان"},
			[2]string{"غارات على بلدات في جنوب لبنان", "شن الطيران اليوم غارات جديدة على بلدات جنوب لبنان"}, 26, true},
		{"yesterday is the day before", "en",
			[2]string{"Cargo ship runs aground near Suez", "A cargo ship ran aground near Suez today, the canal authority said"},
			[2]string{"Cargo ship runs aground near Suez canal", "A cargo ship ran aground near Suez yesterday, the canal authority said"}, 20, false},
		{"weekdays of dated texts", "en",
			[2]string{"Shelling kills two in Kherson", "Russian shelling killed two people in Kherson on Sunday, the governor said"},
			[2]string{"Shelling kills two in Kherson region", "Russian shelling killed two people in Kherson on Monday, the governor said"}, 22, true},
		{"background", "en",
			[2]string{"Court upholds ban on mining in Tuva", "The court upheld the ban on mining in Tuva that was imposed on 14 October"},
			[2]string{"Court in Tuva upholds mining ban", "The court upheld the ban on mining in Tuva, in force since 11 August"}, 1, false},
		{"months before their day", "en",
			[2]string{"Vote on Arctic drilling set", "The senate will vote on Arctic drilling on March 3, its leader said"},
			[2]string{"Vote on Arctic drilling is set", "The senate will vote on Arctic drilling on March 8, its leader said"}, 3, true},
	} {
		a, b := told("a.example", 0, tt.a[0], tt.a[1]), told("b.example", tt.gap, tt.b[0], tt.b[1])
		a.Language, b.Language = tt.lang, tt.lang
		a.Published = firstOfMarch
		b.Published = a.Published.Add(time.Duration(tt.gap * float64(time.Hour)))
		e := Explain(a, b)
		if got := slices.Contains(e.Vetoes, "different days"); got != tt.apart {
			t.Errorf("%s: vetoed %v, want %v: %q", tt.name, got, tt.apart, e.Vetoes)
		}
	}
}

func TestDaysIn(t *testing.T) {
	at := firstOfMarch
	if got := weekdayOf(dayNumber(at)); got != 1 {
		t.Errorf("the first of March 2026 is day %d of a week that begins on Saturday, want 1", got)
	}
	for _, tt := range []struct {
		in   string
		want []int // of the year, Gregorian
	}{
		{"10 اسفند", []int{newYear + 6*31 + 5*30 + 9 - 365}},
		{"1 مارس", []int{59}},
		{"march 1", []int{59}},
		{"1st of march", []int{59}},
		{"27 февраля", []int{57}},
		{"2 mart", []int{60}},
		{"7 اکتبر", nil}, // too long ago
		{"خبرگزاری مهر", nil},
		{"may say", nil},
	} {
		var got []int
		for _, y := range daysIn(strings.Fields(tt.in), nil, at).year {
			got = append(got, y.day)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got days %v, want %v", tt.in, got, tt.want)
		}
	}
}

// TestDeeds: one subject, the same names and the same place, and another thing
// that happened.
func TestDeeds(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		a, b       [2]string
		want       string // veto; empty for one story
	}{
		{"freed and prolonged", "en",
			[2]string{"Rebels free 14 more aid workers in Goma", "The release comes after mediators said the truce in Goma was extended by a week"},
			[2]string{"Truce in Goma extended by a week, mediators say", "Rebels hope the truce in Goma may last"}, "different events"},
		{"withdrawn and violated", "fa",
			[2]string{"عقب‌نشینی نیروهای ارمنستان از مرز آذربایجان", ""},
			[2]string{"نقض آتش‌بس در مرز ارمنستان و آذربایجان", ""}, "different events"},
		{"arrest and funeral", "ar",
			[2]string{"اعتقال متهم باغتيال النائب في كركوك", ""},
			[2]string{"تشييع النائب المغتال في كركوك", ""}, "different events"},
		{"meeting and sanctions", "ru",
			[2]string{"Лавров встретился с главой МИД Сербии", ""},
			[2]string{"США ввели санкции против Сербии", ""}, "different events"},
		{"two words for one deed", "en",
			[2]string{"Blast at Basra refinery wounds nine", "Nine workers were hurt in a blast at the Basra refinery on Sunday, officials said"},
			[2]string{"Explosion hits Basra refinery, nine injured", "An explosion at the Basra refinery injured nine workers, officials said on Sunday"}, ""},
	} {
		a, b := told("a.example", 0, tt.a[0], tt.a[1]), told("b.example", 2, tt.b[0], tt.b[1])
		a.Language, b.Language = tt.lang, tt.lang
		e := Explain(a, b)
		if tt.want != "" {
			vetoed(t, tt.name, e, tt.want)
		} else if !e.Story {
			t.Errorf("%s: got %+v", tt.name, e)
		}
	}
}

// TestComing: what will come is not what came, in tongues whose verbs say so in
// one word.
func TestComing(t *testing.T) {
	for _, tt := range []struct{ lang, a, b string }{
		{"ru", "Соглашение о поставках газа вступит в силу в полночь", "Соглашение о поставках газа вступило в силу"},
		{"tr", "Tahıl anlaşması gece yarısı yürürlüğe girecek", "Tahıl anlaşması gece yarısı yürürlüğe girdi"},
		{"ar", "سيدخل اتفاق الحبوب حيز التنفيذ عند منتصف الليل", "دخول اتفاق الحبوب حيز التنفيذ عند منتصف الليل"},
		{"en", "Rebels to release pilots on border bridge", "Rebels release pilots on border bridge"},
	} {
		a, b := told("a.example", 0, tt.a, ""), told("b.example", 6, tt.b, "")
		a.Language, b.Language = tt.lang, tt.lang
		vetoed(t, tt.lang, Explain(a, b), "one tells what will happen")
	}
}

// TestBar: items of two sorts must agree more than two reports.
func TestBar(t *testing.T) {
	lead := "Engineers reopened the Gotthard tunnel after a landslide had closed it for nine days"
	report := told("a.example", 0, "Gotthard tunnel reopens after landslide", lead)
	for _, tt := range []struct{ name, title string }{
		{"question", "How did engineers reopen the Gotthard tunnel after the landslide?"},
		{"analysis", "Analysis: Gotthard tunnel after the landslide, a reopening"},
	} {
		vetoed(t, tt.name, Explain(report, told("b.example", 1, tt.title, "")), "an explanation and a report")
	}
	once := Explain(told("a.example", 0, "حمله پهپادی به انبار غله در خرسون", ""), told("b.example", 1, "حمله پهپادی به انبار در خرسون", ""))
	again := Explain(told("a.example", 0, "حمله پهپادی مجدد به انبار غله در خرسون", ""), told("b.example", 1, "حمله پهپادی به انبار در خرسون", ""))
	if again.Need < once.Need+raiseAgain-0.001 {
		t.Errorf("what happened again needs %.2f, what happened once %.2f", again.Need, once.Need)
	}
	if e := Explain(report, told("b.example", 1, "WHO says Gotthard tunnel is open", "")); slices.Contains(e.Vetoes, "an explanation and a report") {
		t.Error("the World Health Organization was taken for a question")
	}
}

// TestTwoLanguages: one report in two languages is found and told together;
// two reports of one subject are not.
func TestTwoLanguages(t *testing.T) {
	for _, tt := range []struct {
		name  string
		langs [2]string
		a, b  [2]string
		story bool
	}{
		{"fa and en", [2]string{"fa", "en"},
			[2]string{"زلنسکی: ۲۳ کشته در حمله موشکی روسیه به خارکیف", "رئیس‌جمهور اوکراین گفت در حمله موشکی روسیه به شهر خارکیف ۲۳ نفر کشته و ۷۱ نفر زخمی شدند"},
			[2]string{"Russian missile attack on Kharkiv kills 23, Zelensky says", "A Russian missile strike on Kharkiv killed 23 people and wounded 71, President Zelensky said"}, true},
		{"ar and fa", [2]string{"ar", "fa"},
			[2]string{"غروسي يصل إلى طهران لإجراء محادثات نووية", "وصل مدير الوكالة الدولية للطاقة الذرية رافائيل غروسي إلى طهران لإجراء محادثات بشأن تخصيب اليورانيوم"},
			[2]string{"گروسی برای مذاکرات هسته‌ای وارد تهران شد", "رافائل گروسی مدیرکل آژانس بین‌المللی انرژی اتمی برای گفت‌وگو درباره غنی‌سازی اورانیوم وارد تهران شد"}, true},
		{"ru and en, another place", [2]string{"ru", "en"},
			[2]string{"Взрывы прогремели в Одессе после атаки беспилотников", "Беспилотники атаковали Одессу ночью, взрывы слышны в городе"},
			[2]string{"Explosions heard in Kharkiv after drone attack", "Drones attacked Kharkiv overnight, explosions were heard in the city"}, false},
		{"fa and en, another deed", [2]string{"fa", "en"},
			[2]string{"دیدار لاوروف با اردوغان در آنکارا درباره اوکراین", "وزیر خارجه روسیه در آنکارا با رئیس‌جمهور ترکیه درباره جنگ اوکراین گفت‌وگو کرد"},
			[2]string{"Erdogan condemns Russian sanctions on Ukraine", "The Turkish president condemned the sanctions that Russia put on Ukraine"}, false},
	} {
		a, b := told("a.example", 0, tt.a[0], tt.a[1]), told("b.example", 1, tt.b[0], tt.b[1])
		a.Language, b.Language = tt.langs[0], tt.langs[1]
		if e := Explain(a, b); e.Story != tt.story {
			t.Errorf("%s: got %+v", tt.name, e)
		}
		if tt.story && !slices.ContainsFunc(Bands(a), func(x int64) bool { return slices.Contains(Bands(b), x) }) {
			t.Errorf("%s: no band in common", tt.name)
		}
	}
}
