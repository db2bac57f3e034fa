package text

import (
	"strings"
	"sync"
	"time"
)

// calendar is what a month's name belongs to.
type calendar byte

const (
	gregorian calendar = iota
	jalali
	hijri
)

// monthName is what the name of a month means.
type monthName struct {
	calendar calendar
	month    int
}

// jalaliMonths are the Persian names; "|" parts spellings, "_" stands for a
// space.
const jalaliMonths = "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند"

// gregorianMonths lists the Gregorian months by language.
const gregorianMonths = `
january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec
janvier|janv février|févr|fév|fevrier|fevr|fev mars avril|avr mai juin juillet|juil août|aout septembre octobre novembre décembre|déc|decembre
januar|jänner|jän februar|feber märz|mär|mrz|maerz april mai juni juli august september oktober|okt november dezember|dez
enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic
gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set ottobre|ott novembre dicembre|dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro|out novembro dezembro
januari februari maart|mrt april mei juni juli augustus september oktober november december
ocak|oca şubat|şub|subat mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu|agustos eylül|eyl|eylul ekim|eki kasım|kas aralık|ara
января|январь|янв февраля|февраль|фев|февр марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб декабря|декабрь|дек
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ינואר פברואר מרץ|מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
يناير فبراير مارس أبريل|إبريل مايو يونيو|يونية يوليو|يولية أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
كانون_الثاني|كانون_ثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول|تشرين_أول تشرين_الثاني|تشرين_ثاني كانون_الأول|كانون_أول
جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر
يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر
ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست|اگست سپتامبر اکتبر|اکتوبر نوامبر دسامبر
جنوری فبروری|فروری مارچ اپریل مئی جون جولائی|جولای اگست سپتمبر|ستمبر اکتوبر نومبر دسمبر
`

// latinJalaliMonths lists the Jalali months in Latin letters and as Afghans
// call them.
const latinJalaliMonths = `farvardin|farvardeen ordibehesht|ordibehest khordad tir mordad|amordad shahrivar|shahriwar mehr aban azar dey bahman esfand|isfand
حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت`

// hijriMonths lists the months of the lunar calendar, to be passed over.
const hijriMonths = `محرم صفر ربیع_الاول|ربیعالاول ربیع_الثانی|ربیع_الآخر|ربیعالثانی جمادی_الاول|جمادی_الاولی|جمادیالاول جمادی_الثانی|جمادی_الثانیه|جمادی_الآخرة|جمادیالثانی رجب شعبان رمضان شوال ذی_القعده|ذو_القعدة|ذیالقعده|ذیقعده ذی_الحجه|ذو_الحجة|ذیالحجه|ذیحجه
muharram safar rabi rabi jumada jumada rajab shaban ramadan shawwal dhualqadah dhualhijjah`

// monthNames maps the folded names to their months.
var monthNames = sync.OnceValue(func() map[string]monthName {
	names := map[string]monthName{}
	add := func(c calendar, lines string) {
		eachName(lines, func(name string, i int) { names[name] = monthName{c, i + 1} })
	}
	add(hijri, hijriMonths)
	add(gregorian, gregorianMonths)
	add(jalali, latinJalaliMonths)
	add(jalali, jalaliMonths)
	return names
})

// weekdayNames maps the folded names of the days of the week.
var weekdayNames = sync.OnceValue(func() map[string]time.Weekday {
	names := map[string]time.Weekday{}
	eachName(`
sunday|sun monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat
dimanche|dim lundi|lun mardi mercredi|mer jeudi|jeu vendredi|ven samedi|sam
sonntag montag dienstag mittwoch donnerstag freitag samstag
domingo|dom lunes martes miércoles|mié jueves|jue viernes|vie sábado|sáb
domenica lunedì martedì mercoledì giovedì|gio venerdì sabato|sab
pazar pazartesi salı çarşamba perşembe cuma cumartesi
воскресенье|вс понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб
الأحد الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت
یکشنبه|یک_شنبه دوشنبه|دو_شنبه سهشنبه|سه_شنبه چهارشنبه|چهار_شنبه پنجشنبه|پنج_شنبه جمعه|آدینه شنبه
yekshanbeh doshanbeh seshanbeh chaharshanbeh panjshanbeh jomeh shanbeh
ראשון שני שלישי רביעי חמישי שישי שבת
`, func(name string, i int) { names[name] = time.Weekday(i) })
	return names
})

// eachName calls f with every folded name of lines and its place in its line.
func eachName(lines string, f func(name string, i int)) {
	for line := range strings.Lines(lines) {
		for i, names := range strings.Fields(line) {
			for name := range strings.SplitSeq(names, "|") {
				f(Spaced(name), i)
			}
		}
	}
}

// zoneOffsets maps zone abbreviations to minutes east of Greenwich. Where one
// name serves several zones, the one that agrees with the source's own zone is
// taken, and the first otherwise. Names that are common words count only in
// capitals.
var zoneOffsets = sync.OnceValue(func() map[string][]int {
	return map[string][]int{
		"z": {0}, "gmt": {0}, "utc": {0}, "ut": {0}, "wet": {0},
		"irst": {210}, "irdt": {270}, "irt": {210}, "aft": {270},
		"msk": {180}, "мск": {180}, "msd": {240}, "trt": {180}, "eest": {180}, "eet": {120}, "cet": {60}, "cest": {120}, "mez": {60}, "mesz": {120},
		"bst": {60, 360}, "west": {60}, "wat": {60}, "cat": {120}, "sast": {120}, "eat": {180},
		"ist": {330, 120, 60}, "idt": {180}, "ast": {-240, 180}, "adt": {-180}, "gst": {240}, "pkt": {300}, "npt": {345},
		"ict": {420}, "wib": {420}, "sgt": {480}, "hkt": {480}, "pht": {480}, "awst": {480}, "jst": {540}, "kst": {540},
		"acst": {570}, "acdt": {630}, "aest": {600}, "aedt": {660}, "nzst": {720}, "nzdt": {780},
		"est": {-300, 600}, "edt": {-240}, "cst": {-360, 480}, "cdt": {-300}, "mst": {-420}, "mdt": {-360}, "pst": {-480}, "pdt": {-420},
		"akst": {-540}, "akdt": {-480}, "hst": {-600}, "brt": {-180}, "art": {-180}, "clt": {-240}, "nst": {-210}, "ndt": {-150},
	}
})

// cityZones are the places whose time pages promise in words: «بتوقيت مكة».
var cityZones = sync.OnceValue(func() map[string]string {
	zones := map[string]string{}
	for name, zone := range map[string]string{
		"مكة": "Asia/Riyadh", "الرياض": "Asia/Riyadh", "غرينتش": "UTC", "گرینویچ": "UTC", "جرينتش": "UTC", "تهران": "Asia/Tehran", "طهران": "Asia/Tehran",
		"القدس": "Asia/Jerusalem", "بيروت": "Asia/Beirut", "دمشق": "Asia/Damascus", "بغداد": "Asia/Baghdad", "القاهرة": "Africa/Cairo", "کابل": "Asia/Kabul",
		"دبي": "Asia/Dubai", "الدوحة": "Asia/Qatar", "مسکو": "Europe/Moscow", "موسكو": "Europe/Moscow",
	} {
		zones[Spaced(name)] = zone
	}
	return zones
})

// halfDays are the words for before and after noon, up to three tokens long;
// true means after.
var halfDays = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields("am a_m ق_ظ قظ ص صباحا صباحًا قبل_از_ظهر قبلازظهر صبح öö") {
		words[Spaced(w)] = false
	}
	for _, w := range strings.Fields("pm p_m ب_ظ بظ م مساء مساءً بعد_از_ظهر بعدازظهر بعداز_ظهر عصر ös") {
		words[Spaced(w)] = true
	}
	return words
})
