package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// gazaCeasefire is the truce in Gaza with all that belongs to it: the talks,
// its phases and breaches, the exchange of hostages and prisoners, the plans
// to end the war. Truces elsewhere are out unless Gaza's is named as well.
func gazaCeasefire() news.Topic {
	return news.Topic{
		Slug: "gaza-ceasefire",
		Title: map[string]string{
			"fa": "آتش‌بس غزه", "ar": "وقف إطلاق النار في غزة", "en": "Gaza ceasefire",
			"he": "הפסקת האש בעזה", "tr": "Gazze ateşkesi", "ru": "Перемирие в Газе",
		},
		Terms: map[string]news.Terms{
			"fa": gazaPersian(), "ar": gazaArabic(), "en": gazaEnglish(),
			"he": gazaHebrew(), "tr": gazaTurkish(), "ru": gazaRussian(),
		},
		Yes: []string{
			"روسیه خواستار آتش‌بس دائمی در غزه شد", "روسیه خواستار آتش بس دائمی در غزه شد", "روسیه خواستار آتشبس دائمی در غزه شد",
			"تحویل پیکر دو گروگان دیگر؛ حماس: به مبادله اسرا پایبندیم", "مذاکرات غیرمستقیم حماس و اسرائیل در شرم‌الشیخ برای پایان جنگ غزه",
			"دخول الهدنة الإنسانية في قطاع غزة حيز التنفيذ", "القاهرة تستضيف جولة جديدة من مفاوضات صفقة تبادل الأسرى بين حماس وإسرائيل", "ترحيب دولي بوقف دائم لإطلاق النار في غزة",
			"Israel and Hamas agree to extend Gaza truce by two days", "Hamas hands over four hostages under cease-fire deal in Gaza",
			"הפסקת האש בעזה נכנסה לתוקף", "קטאר: התקדמות במגעים לעסקת חטופים עם חמאס",
			"Gazze'de ateşkes yürürlüğe girdi", "Hamas: Esir takası anlaşmasına bağlıyız",
			"ХАМАС и Израиль договорились о прекращении огня", "Перемирие в секторе Газа продлено на два дня",
			"مرحله دوم توافق غزه؛ حماس: اسرائیل تعلل می‌کند", "گذرگاه رفح پس از تحویل جنازه‌های اسرا باز می‌شود", "حماس تسلم جثماني أسيرين إسرائيليين",
			"خروقات إسرائيلية لوقف إطلاق النار في غزة", "Hamas hands over remains of another hostage", "Israel accuses Hamas of violating Gaza truce",
			"חמאס מסר לצלב האדום גופת חטוף", "השלב השני בעסקה: כוח רב-לאומי ייכנס לעזה", "Hamas bir rehinenin cenazesini daha teslim etti",
			"İsrail Gazze'de ateşkesi ihlal etti", "ХАМАС передал Красному Кресту тело заложника", "Израиль обвинил ХАМАС в нарушении перемирия",
		},
		No: []string{
			"توافق آتش‌بس در سویداء", "توافق آتش بس در سویداء", "توافق آتشبس در سویداء", "آخرین تحولات ناآرامی‌های سویداء",
			"حماسه حضور مردم در روز توقف جنگ", "نقض آتش‌بس لبنان از سوی رژیم صهیونیستی", "اعلام آتش‌بس در قزوین شایعه است", "حمله هوایی به اردوگاهی در غزه ۱۴ کشته برجا گذاشت",
			"اتفاق وقف إطلاق النار في السويداء", "بوتين يعلن هدنة عيد الفصح في أوكرانيا", "غارات عنيفة على مدينة غزة",
			"Ukraine and Russia trade blame over ceasefire", "Lebanon ceasefire holds as Hezbollah withdraws", "Israeli air strike kills ten in Gaza City",
			"הפסקת האש בלבנון נכנסה לתוקף", "Lübnan'da ateşkes yürürlüğe girdi", "Перемирие на Украине: Газпром возобновил поставки",
			"آتش‌بس میان تایلند و کامبوج امضا شد", "قحطی در غزه به مرحله پنجم رسید", "هدنة إنسانية في الفاشر السودانية",
			"استشهاد 12 فلسطينيا في قصف على خان يونس", "Famine declared in Gaza City", "Thailand and Cambodia sign ceasefire",
			"תקיפה בעזה: עשרה הרוגים", "İsrail'in Gazze'ye saldırısında 15 kişi öldü", "В секторе Газа погибли 30 человек",
		},
	}
}

func gazaPersian() news.Terms {
	return news.Terms{
		All: groups(
			`غزه*, درغزه, نوار‌غزه, باریکه‌غزه, =حماس, =حماس‌اسرائیل, قسام, القسام, فلسطینی*, مقاومت فلسطین, رفح, خان‌یونس, خلیل‌الحیه, سرایا‌القدس,
			جهاد اسلامی, جبالیا, دیرالبلح, دیر‌البلح, نصیرات, النصیرات, بیت‌لاهیا, بیت‌حانون, تبادل اسرا NEAR/8 تل‌آویو, تبادل اسرا NEAR/8 اسرائیل*, تبادل اسرا NEAR/8 نتانیاهو, تبادل اسرا NEAR/8 صهیونیست*, اسرای صهیونیست, اسیران صهیونیست, اسرای اسرائیلی, اسیران اسرائیلی, گروگان‌های اسرائیلی, اسرای رژیم صهیونیستی,
			شرم‌الشیخ, شورای صلح, هنیه, اسماعیل هنیه, سنوار, یحیی سنوار, ابوعبیده, ابو‌عبیده, ابومرزوق, اسامه حمدان, عزت الرشق, طاهر النونو, خالد مشعل, عیدان الکساندر, ایدان الکساندر, هدار گلدین, گروگان* NEAR/6 اسرائیلی*, گروگان* NEAR/8 آتش‌بس*, اسرا NEAR/8 آتش‌بس*, زندان عوفر, گروگان* NEAR/6 قطر, گروگان* NEAR/6 دوحه, گروگان* NEAR/6 قاهره, ملادینوف, میلادینوف, محور موراگ, محور فیلادلفیا, محور نتساریم, گروگان زنده, گروگان‌های زنده, تبادل اسرا NEAR/8 گروگان*, نیروی بین‌المللی ثبات`,
			`آتش‌بس*, متارکه جنگ, ترک مخاصمه, توقف جنگ, توقف فوری جنگ, توقف کامل جنگ, توقف درگیری*, توقف خصومت*, توقف حملات به غزه,
			پایان جنگ, پایان‌دادن به جنگ, پایان یافتن جنگ, خاتمه جنگ, خاتمه‌دادن به جنگ, پایان‌بخشیدن به جنگ,
			وقفه بشردوستانه, وقفه‌های بشردوستانه, وقفه انسانی, وقفه‌های انسانی, وقفه تاکتیکی, مکث بشردوستانه, توقف بشردوستانه,
			تبادل اسرا, تبادل اسیران, تبادل زندانیان, تبادل اسیر, تبادل گروگان*, مبادله اسرا, مبادله اسیران, مبادله زندانیان, مبادله گروگان*, معامله تبادل,
			آزادی گروگان*, آزادی همه گروگان*, آزادی تمامی گروگان*, آزادی تمام گروگان*, آزادسازی گروگان*, آزادی اسرا*, آزادی همه اسرا*, آزادی اسیران, آزادسازی اسرا*, آزادسازی اسیران,
			آزادی زندانیان فلسطینی, آزادی اسرای فلسطینی, تحویل گروگان*, تحویل اسرا*, تحویل اجساد, تحویل جسد, تحویل پیکر, اجساد گروگان*, اجساد اسرا*, جسد گروگان*, گروگان‌های آزاد*,
			توافق شرم‌الشیخ, توافق غزه, توافق حماس, توافق با حماس, توافق میان حماس, توافق بین حماس, توافق اسرائیل و حماس, توافق حماس و اسرائیل, توافقنامه غزه, مذاکرات غزه, مذاکرات حماس,
			طرح صلح, طرح ترامپ, طرح ۲۰ ماده‌ای, طرح بیست ماده‌ای, طرح ۱۵ ماده‌ای, طرح ۲۱ ماده‌ای, نقشه راه غزه, نقشه راه مرحله دوم, پیشنهاد ویتکاف, طرح ویتکاف,
			مرحله اول توافق, مرحله نخست توافق, مرحله اول طرح, فاز اول توافق, مرحله دوم, فاز دوم توافق, مرحله سوم توافق,
			گروگان* NEAR/4 آزاد*, اسیر* NEAR/4 آزاد*, اسرا* NEAR/4 آزاد*, اسیران NEAR/4 آزاد*, زندانی* NEAR/4 آزاد*, گروگان* NEAR/4 تحویل*, اسیر* NEAR/4 تحویل*, اسرا* NEAR/4 تحویل*, اسیران NEAR/4 تحویل*,
			جسد NEAR/4 گروگان*, اجساد NEAR/4 گروگان*, اجساد NEAR/4 اسیر*, جسد NEAR/4 اسیر*, پیکر NEAR/4 گروگان*, پیکر NEAR/4 اسیر*, پایان NEAR/3 جنگ, توقف NEAR/3 جنگ, خاتمه NEAR/3 جنگ,
			=حماس NEAR/6 توافق*, غزه NEAR/6 توافق, تمام NEAR/3 جنگ, تموم NEAR/3 جنگ, متوقف NEAR/3 جنگ, مذاکرات NEAR/3 حماس, مذاکره NEAR/3 حماس, طرح NEAR/3 ترامپ, طرح NEAR/2 صلح, خلع سلاح NEAR/2 حماس, نیروی بین‌المللی ثبات, نیروی ثبات‌ساز, نیروی تثبیت, نیروهای تثبیت, قطعنامه ۲۸۰۳, نیروی بین‌المللی تثبیت, نیروی بین‌المللی NEAR/3 غزه, نیروهای بین‌المللی NEAR/3 غزه, نیروی چندملیتی, استقرار نیروهای بین‌المللی, خط زرد, هدنه, جنازه* NEAR/4 اسیر*, جنازه* NEAR/4 اسرا*, جنازه* NEAR/4 گروگان*, نقض توافق, نقض NEAR/2 توافق, توافق NEAR/4 زیر پا, هیئت صلح, هیات صلح, غیرنظامی‌سازی, غیر‌نظامی کردن, خلع سلاح NEAR/5 حماس, خلع سلاح NEAR/5 غزه, خلع سلاح NEAR/5 مقاومت, بازسازی NEAR/2 غزه, بازسازی نوار غزه, میانجی‌ها, میانجی*, وساطت قطر, وساطت مصر, تبادل NEAR/4 اسرا*, تبادل NEAR/4 اسیر*, تبادل NEAR/4 زندانی*, صلیب سرخ NEAR/8 پیکر*, صلیب سرخ NEAR/8 جسد, صلیب سرخ NEAR/8 اجساد, صلیب سرخ NEAR/8 اسرا, صلیب سرخ NEAR/8 اسیر*, صلیب سرخ NEAR/8 گروگان*, مرحله تبادل, مرحله‌های تبادل, دور تبادل, توافق تبادل, روند تبادل, پاسخ حماس, شروط حماس, شرط‌های حماس, شرایط حماس, پیشنهاد NEAR/4 حماس, زندان‌های اسرائیل NEAR/8 آزاد*, زندان‌های رژیم NEAR/8 آزاد*, زندان‌های صهیونیست* NEAR/8 آزاد*, اسرای آزاد‌شده, هدار گلدین, ران گویلی, ران گوئیلی, اسیر زنده, اسرای زنده, اجرای توافق, مفاد توافق, بندهای توافق, پایبند* NEAR/4 توافق, فروپاشی توافق, مذاکرات دوحه, مذاکرات قاهره, مرکز هماهنگی نظامی-مدنی, بقایای NEAR/3 گروگان*, پیکر NEAR/4 اسرا*, شورای صلح غزه`,
		),
		None:   slices.Concat(near(3, `آتش‌بس`, `لبنان*, حزب‌الله, اوکراین*, روسیه و اوکراین, زلنسکی, سویدا, سوریه, قسد, حلب, سودان, یمن, پاکستان, تایلند, افغانستان, کنگو`), words(`آتش‌بس NEAR/2 ایران, آتش‌بس تجاری, تسورکوف, سورکوف`)),
		Unless: slices.Concat(near(4, `آتش‌بس`, `غزه*, نوار‌غزه, =حماس, فلسطین*`), words(`توافق غزه, طرح صلح غزه, تبادل اسرا, گروگان* NEAR/4 آزاد*`)),
	}
}

func gazaArabic() news.Terms {
	t := news.Terms{
		All: groups(
			`غزة, القطاع, حماس, الجهاد الإسلامي, مجمع ناصر, مستشفى ناصر, مجمع الشفاء, مستشفى الشفاء, جباليا, دير البلح, النصيرات, بيت لاهيا, بيت حانون, نتساريم, القسام, رفح, خان يونس, خانيونس, سرايا القدس, الفصائل الفلسطينية, فصائل المقاومة, المقاومة الفلسطينية, فلسطيني*, فلسطين, مجلس السلام, شرم الشيخ, هنية, السنوار, أبو عبيدة, أبو مرزوق, خليل الحية, أسامة حمدان, عزت الرشق, طاهر النونو, خالد مشعل, عيدان ألكسندر, هدار غولدين, سجن عوفر, سجون الاحتلال, الاحتلال NEAR/5 أسير*, الاحتلال NEAR/5 أسرى, هدنة NEAR/5 قطر, رهائن NEAR/8 هدنة, رهائن NEAR/8 إطلاق النار, ملادينوف, تمديد الهدنة, تمديد هدنة, الأسرى الإسرائيليين, المحتجزين الإسرائيليين, الرهائن الإسرائيليين`,
			`وقف إطلاق النار, وقف إطلاق نار, =لإطلاق النار, وقف النار, هدنة, هدن إنسانية, تهدئة, وقف القتال, وقف الأعمال العدائية, وقف الحرب, لوقف الحرب, إنهاء الحرب, نهاية الحرب, انتهاء الحرب, وقف حرب غزة, إنهاء حرب غزة,
			صفقة تبادل, صفقة التبادل, صفقة الأسرى, صفقة الرهائن, صفقة غزة, تبادل الأسرى, تبادل أسرى, تبادل المحتجزين, تبادل محتجزين, تبادل الرهائن, تبادل رهائن, تبادل السجناء,
			الإفراج عن الرهائن, الإفراج عن جميع الرهائن, الإفراج عن كل الرهائن, الإفراج عن الأسرى, الإفراج عن أسرى, الإفراج عن المحتجزين, الإفراج عن رهائن, إطلاق سراح الرهائن, إطلاق سراح جميع الرهائن, إطلاق سراح رهائن, إطلاق سراح المحتجزين, إطلاق سراح الأسرى, إطلاق الرهائن, إطلاق الأسرى, تحرير الرهائن, إعادة الرهائن, استعادة الرهائن, عودة الرهائن, تسليم الرهائن, تسليم الأسرى, تسليم المحتجزين, تسليم جثامين, تسليم جثث, تسليم جثة, تسليم جثمان, جثث الرهائن, جثامين الأسرى, جثث الأسرى, جثامين الرهائن,
			اتفاق غزة, اتفاق بشأن غزة, اتفاق حول غزة, مفاوضات غزة, مفاوضات الدوحة, مفاوضات القاهرة, مفاوضات شرم الشيخ, مفاوضات غير مباشرة, المفاوضات غير المباشرة,
			المرحلة الأولى, المرحلة الثانية, المرحلة الثالثة من الاتفاق, خطة ترامب, خطة ترمب, خطة الرئيس ترامب, خطة السلام, خطته للسلام, خطتنا للسلام, مقترح ويتكوف, مقترح بايدن, المقترح المصري, اتفاق السلام, اتفاق سلام, قوة الاستقرار, قوة استقرار, القوة الدولية, مجلس السلام, الخط الأصفر, نزع سلاح NEAR/1 حماس,
			رهائن NEAR/3 إفراج, رهائن NEAR/3 إطلاق سراح, محتجزين NEAR/3 إفراج, أسرى NEAR/3 إفراج, أسير* NEAR/3 إفراج, أسرى NEAR/4 تسليم, محتجزين NEAR/4 تسليم, رهائن NEAR/4 تسليم, تسلم NEAR/3 محتجزين, تسلم NEAR/3 رهائن, تسلم NEAR/3 أسرى, تسلم NEAR/3 جثث, تسلم NEAR/3 جثامين, تسلم NEAR/3 جثة, تسلم NEAR/3 جثمان*, تسلم NEAR/3 أسير*, تسليم NEAR/3 جثمان*, جثمان* NEAR/3 أسير*, جثمان* NEAR/3 رهينة, جثمان* NEAR/3 محتجز*, رفات NEAR/3 رهينة, رفات NEAR/3 أسير*, قوة دولية NEAR/4 غزة, قوات دولية NEAR/4 غزة, القوات الدولية NEAR/4 غزة, قوة متعددة الجنسيات, إدارة غزة NEAR/4 لجنة, الاتفاق NEAR/2 حيز التنفيذ, نزع السلاح NEAR/8 غزة, نزع السلاح NEAR/8 حماس, نزع السلاح NEAR/8 القطاع, إعادة إعمار NEAR/2 غزة, إعادة إعمار القطاع, إعمار غزة, إعمار القطاع, الوسطاء, وسطاء, وساطة قطرية, الوساطة القطرية, الوساطة المصرية, صفقة شاملة, صفقة جزئية, الأسرى المحررين, الأسرى المحررون, أسرى محررين, الأسيرات المحررات, الصليب الأحمر NEAR/8 جثامين, الصليب الأحمر NEAR/8 جثث, الصليب الأحمر NEAR/8 جثة, الصليب الأحمر NEAR/8 أسرى, الصليب الأحمر NEAR/8 أسير*, الصليب الأحمر NEAR/8 محتجز*, ضمن الاتفاق, بموجب الاتفاق, =حماس NEAR/1 رد, =حماس NEAR/1 شروط, مقترح NEAR/4 حماس, مقترح NEAR/4 غزة, سجون الاحتلال NEAR/8 إفراج, سجون الاحتلال NEAR/8 أفرج, سجون الاحتلال NEAR/8 أفرجت, هدار غولدين, عيدان ألكسندر, غويلي, تنفيذ الاتفاق, بنود الاتفاق, بنود اتفاق, خرق الاتفاق, خروقات الاتفاق, خروقات الاحتلال, انهيار الاتفاق, انتهاك الاتفاق, لجنة التكنوقراط, اللجنة الوطنية لإدارة غزة,
			جثث NEAR/3 رهائن, جثث NEAR/3 محتجزين, جثث NEAR/3 أسرى, جثة NEAR/3 رهينة, جثة NEAR/3 أسير, جثة NEAR/3 محتجز, وقف NEAR/3 الحرب, إنهاء NEAR/3 الحرب, اتفاق NEAR/3 غزة, اتفاق NEAR/3 حماس, خطة NEAR/2 ترامب, خطة NEAR/2 ترمب`,
		),
		None:   slices.Concat(near(3, `إطلاق النار, هدنة`, `لبنان, حزب الله, إيران, أوكرانيا, السويداء, سوريا, قسد, حلب, السودان, اليمن, باكستان`), words(`هدنة بوتين, هدنة تجارية, تسوركوف`)),
		Unless: slices.Concat(near(5, `إطلاق النار, هدنة`, `غزة, حماس, القطاع`), words(`اتفاق غزة, صفقة التبادل, صفقة تبادل, تبادل الأسرى`)),
	}
	t.All[1] = append(t.All[1], near(3,
		`تسلم, تسلمت, يتسلم, تسليم, يسلم, سلمت, تسلمه, استلام, إفراج, يفرج, تفرج, أفرجت, إطلاق, تطلق, أطلقت, تحرير, استعادة, إعادة, عودة`,
		`محتجز*, أسير*, أسيرة, أسيرات, رهينة, رهائن`)...)
	t.All[1] = append(t.All[1], near(3,
		`تسلمت, يتسلم, يسلم, سلمت, سلمتها, سلمها, تسلمتها, تسلمها, استلام, أعادت, استعادت, هوية`,
		`جثة, جثث, جثامين, جثمان*, رفات`)...)
	return t
}

func gazaEnglish() news.Terms {
	return news.Terms{
		All: groups(
			`Gaza*, Hamas, Islamic Jihad, Jabalia, Jabaliya, Deir al-Balah, Nuseirat, Beit Lahia, Beit Lahiya, Beit Hanoun, Netzarim, Philadelphi, Nasser Hospital, Palestin*, Rafah, Khan Younis, Khan Yunis, released Israeli hostage*, freed Israeli hostage*, Sharm el-Sheikh, Board of Peace, Mladenov, Haniyeh, Sinwar, Abu Obeida, Abu Marzouk, al-Hayya, Osama Hamdan, Edan Alexander, Hadar Goldin, hostage* NEAR/8 truce*, hostage* NEAR/8 cease‌fire*, Ofer prison, hostage* NEAR/6 Doha, hostage* NEAR/6 Qatar*, hostage* NEAR/6 Cairo, hostage negotiation*, hostage deal*, hostage exchange*, hostage talks`,
			`cease‌fire*, truce*, humanitarian pause*, tactical pause*, pause in fighting, pause in the fighting, pauses in fighting, pause in hostilities, pause in the war, pause in Gaza, pauses in Gaza, pause in Israel, pause* NEAR/3 fighting, pause* NEAR/3 hostilities, pause* NEAR/4 war, pause* NEAR/4 Hamas, pause* NEAR/3 humanitarian, four-hour pause*, day pause*, hour pause*, day halt, pause begins, pause NEAR/3 extend*, extend* NEAR/3 pause, mediator*, deal to free, deal to release, deal to return, freed by Hamas, released by Hamas, freed NEAR/4 Hamas, captive* NEAR/5 free, captive* NEAR/5 freed, captive* NEAR/5 freeing, captive* NEAR/5 deal, captive* NEAR/5 swap, captive* NEAR/5 handed, captive* NEAR/5 return*, the swap, hostage swap*, Israeli jail* NEAR/6 freed, Israeli jail* NEAR/6 releas*, Israeli prison* NEAR/6 freed, Israeli prison* NEAR/6 releas*, freed from Israeli, released from Israeli, Qatar-brokered, Gaza NEAR/4 deal, Gaza NEAR/4 accord, Red Cross NEAR/8 bodies, Red Cross NEAR/8 body, Red Cross NEAR/8 coffin*, Red Cross NEAR/8 hostage*, Red Cross NEAR/8 captives, Red Cross NEAR/8 prisoners, Hamas NEAR/2 terms, Hamas NEAR/3 demands, Hamas NEAR/3 proposal, Hamas NEAR/3 offer, Hamas NEAR/3 response, stabilization mission, stabilisation mission, peacekeep* NEAR/4 Gaza*, returns NEAR/3 bodies, return* NEAR/4 bodies, receiv* NEAR/3 remains, receiv* NEAR/3 bodies, receiv* NEAR/3 coffin*, Red Cross NEAR/6 Hamas, coffin* NEAR/8 Hamas, Hadar Goldin, Edan Alexander, Ran Gvili, reconstruction NEAR/3 Gaza*, rebuild* NEAR/3 Gaza*, Gaza reconstruction, demilitari* NEAR/3 Hamas, demilitarization plan, demilitarisation plan, decommission* NEAR/4 weapons, daily pause*, military pause*, pause the fighting, temporary pause, fighting pause, halt to fighting, halt in fighting, halt to the fighting, cessation of hostilities, halt the war, end the war, ending the war, end to the war, end of the war, end Gaza war, end war in Gaza, end the Gaza war, end the conflict in Gaza, end Gaza conflict, halt of genocide,
			hostage* NEAR/4 deal*, hostage* NEAR/3 agreement*, hostage* NEAR/4 releas*, hostage* NEAR/4 free, hostage* NEAR/4 freed, hostage* NEAR/4 freeing, hostage* NEAR/4 frees, hostage* NEAR/3 swap*, hostage* NEAR/3 exchange*, hostage* NEAR/4 handed, hostage* NEAR/4 hands over, hostage* NEAR/4 handover*, hostage* NEAR/3 talks, hostage* NEAR/3 negotiation*, hostage* NEAR/4 return*,
			bodies NEAR/5 hostage*, body NEAR/4 hostage*, remains NEAR/4 hostage*, captives NEAR/4 releas*, captives NEAR/4 prisoners, prisoner* NEAR/3 swap*, prisoner* NEAR/3 exchange*, prisoner* NEAR/5 hostage*, Palestinian prisoners NEAR/4 releas*, Palestinian prisoners NEAR/4 freed, freed Palestinian prisoner*, Palestinian detainees NEAR/5 releas*, releas* NEAR/3 Palestinian detainees, detainees NEAR/8 hostage*, released Israeli hostage*, freed from Gaza, hostage exchange*, more hostages,
			end NEAR/3 war, ending NEAR/3 war, ends NEAR/3 war, halt NEAR/3 war, disarm* NEAR/3 Hamas,
			Gaza deal, deal with Hamas, Hamas deal, deal between Israel and Hamas, Gaza agreement, Gaza peace, peace plan, peace deal NEAR/3 Gaza*, peace deal NEAR/3 Hamas, peace proposal, Trump plan, Trump's plan, Trump's Gaza plan, 20-point, 15-point, phase one, first phase, phase two, second phase, disarmament of Hamas, stabilization force, stabilisation force, international force NEAR/4 Gaza, multinational force, deal NEAR/3 violat*, violat* NEAR/3 agreement, breach* NEAR/3 agreement, breach* NEAR/3 deal, fragile deal, shaky deal, fragile agreement, terms of the deal, under the deal, under the agreement, phase of the deal, phase of the agreement, living hostage*, yellow line, hudna, Board of Peace`,
		),
		None:   slices.Concat(near(3, `cease‌fire*, truce*`, `Leban*, Hezbollah, Iran*, Ukrain*, Syria*, Sweida, Druze, Sudan*, Yemen*, Houthi*, Pakistan*, Thailand, Congo*, Armenia*, tariff*, trade`), words(`Armistice Day, Tsurkov, Ukraine peace plan, Ukraine peace deal`)),
		Unless: slices.Concat(near(5, `cease‌fire*, truce*`, `Gaza*, Hamas`), words(`Gaza deal, Gaza peace, hostage deal*, hostage* NEAR/4 releas*`)),
	}
}

func gazaHebrew() news.Terms {
	return news.Terms{
		All: groups(
			`עזה, רצועה, רצועת עזה, חמאס, רפיח, חאן יונס, חטופים, חטופי*, חטוף, ג'יהאד האסלאמי, שארם, סינוואר, הנייה, אל-חיה, חליל אל-חיה, ההפוגה NEAR/4 קטאר, הפוגה NEAR/4 קטאר`,
			`הפסקת אש, הפסקת לחימה, הפוגה, הפוגות, הפסקת מלחמה, סיום מלחמה, סוף המלחמה, לסיים את המלחמה, להפסקת המלחמה,
			עסקת חטופים, עסקת שבויים, עסקת חילופי, עסקה, עסקת טראמפ, מתווה, מתווה טראמפ, מתווה ויטקוף, תוכנית טראמפ, תכנית טראמפ, תוכנית השלום, מועצת שלום, כוח ייצוב, קו צהוב,
			שחרור חטופים, שחרור כל החטופים, לשחרור כל החטופים, לשחרר את החטופים, השבת חטופים, החזרת חטופים, חזרת חטופים, שחרור אסירים, חילופי שבויים, חטופים שוחררו, ישוחררו, שוחררו, גופות חטופים, חללים חטופים, חטופים חללים, חטופים NEAR/4 שחרור, חטופים NEAR/4 לשחרר, חטופים NEAR/4 שוחררו, חטופים NEAR/4 ישוחררו, חטופים NEAR/4 החזרת, חטופים NEAR/4 השבת, חטופים NEAR/4 להשיב, ארונות NEAR/4 חטופים, גופות NEAR/4 חטופים, גופת NEAR/3 חטוף, גופתו NEAR/3 חטוף, גופתה NEAR/3 חטופה, סיום NEAR/2 מלחמה, שלב ראשון, שלב שני, שלב א, שלב ב, פעימה, פעימות, משא ומתן, מו"מ, כוח רב-לאומי, כוח בינלאומי, מתווכות, מתווכים, פירוז, פירוק NEAR/2 נשק, שיקום NEAR/2 עזה, רשימת החטופים, ישוחררו מחר`,
		),
		None:   near(3, `הפסקת אש`, `לבנון, חיזבאללה, איראן, סוריה, סווידא, אוקראינה, סודאן, תימן`),
		Unless: slices.Concat(near(5, `הפסקת אש`, `עזה, רצועה, חמאס, חטופים`), words(`עסקת חטופים`)),
	}
}

func gazaTurkish() news.Terms {
	return news.Terms{
		All: groups(
			`Gazze, Gazzeli*, Hamas, Filistin*, Kassam, Refah Sınır, Han Yunus, İsrailli rehine*, İsrailli esir*, Barış Kurulu, Heniyye, İslami Cihad, Haniye, Sinvar, Ebu Ubeyde, Şarm el Şeyh`,
			`ateşkes*, ateş‌kes*, mütareke*, insani ara*, insani duraklama*, çatışmalara ara, çatışmaların durdurul*, savaşın sona*, savaşın bit*, savaşı bit*, savaşı sona*, savaş bitti, savaş sona*, savaşın durdurul*, savaşı durdur*,
			esir takas*, rehine takas*, mahkum takas*, tutuklu takas*, esir değişim*, rehine değişim*, takas anlaşma*, takas mutabakat*, rehine anlaşma*, rehinelerin serbest*, rehineleri serbest*, rehinenin serbest*, rehine serbest*, esirlerin serbest*, esirleri serbest*, esir serbest*, rehinelerin iade*, rehinelerin teslim*, rehinelerin cenaze*, esirlerin cenaze*, rehine cenaze*,
			rehine* NEAR/4 serbest*, esir* NEAR/4 serbest*, rehine* NEAR/4 teslim*, esir* NEAR/4 teslim*, esir* NEAR/3 takas*, rehine* NEAR/3 takas*, cenaze* NEAR/4 rehine*, cenaze* NEAR/4 esir*, savaş* NEAR/3 bit*, savaş* NEAR/3 sona*, savaş* NEAR/3 sonlandır*, anlaşma* NEAR/3 Hamas, anlaşma* NEAR/3 Gazze, barış plan*, Trump'ın plan*, Trump planı, Gazze planı, 20 maddelik, barış anlaşma*, Gazze anlaşma*, anlaşmanın ilk aşama*, birinci aşama*, ilk aşama*, ikinci aşama*, ikinci faz*, dolaylı müzakere*, Gazze müzakere*, uluslararası güç NEAR/4 Gazze*, uluslararası güç, arabulucu*, silahsızlandır*, silah bırak*, Gazze'nin yeniden inşa*, yeniden imar*, ateşkese, insani aranın*, çok uluslu güç, istikrar gücü*, Barış Kurulu`,
		),
		None:   near(3, `ateşkes*`, `Lübnan*, Hizbullah*, Ukrayna*, İran, Suriye*, Süveyda*, Suveyda*, SDG, Sudan, Yemen, Pakistan, Tayland`),
		Unless: slices.Concat(near(5, `ateşkes*`, `Gazze, Hamas, Filistin*`), words(`Gazze anlaşma*, esir takas*`)),
	}
}

func gazaRussian() news.Terms {
	return news.Terms{
		All: groups(
			`в Газе, в Газу, по Газе, из Газы, с Газой, Газы и, жител* Газы, анклав*, сектор* Газа, сектор* Газы, ХАМАС*, палестин*, Рафах*, Хан-Юнис*, израильск* заложник*, Шарм-эш-Шейх*, Синвар*, Исламск* джихад*, Хания, Хании, Ханийя, Абу Убейд*, заложник* NEAR/8 перемири*, заложник* NEAR/8 огня, Совет* мира`,
			`прекращени* огня, прекратить огонь, прекращен* огня, прекращени* боев*, прекращени* военных действий, перемири*, режим* тишины, гуманитарн* пауз*, завершени* войны, окончани* войны, прекращени* войны, прекратить войну, завершить войну, завершени* конфликта, конец войны,
			обмен* пленными, обмен* заключенными, обмен* заложник*, обмен* пленных, обмен* удерживаем*, освобождени* заложник*, освобождени* всех заложник*, освобождени* оставшихся заложник*, освобождени* израильских заложник*, освободить заложник*, освободить всех заложник*, освободил* заложник*, освобожден* заложник*, освобожденн* заложник*, передал* заложник*, передач* заложник*, возвращени* заложник*, сделк* по заложник*, сделк* о заложник*, тел* заложник*, тел* погибших заложник*, останк* заложник*, освобождени* палестинск*,
			заложник* NEAR/4 освобо*, заложник* NEAR/4 переда*, заложник* NEAR/4 тел*, заложник* NEAR/4 верн*, заложник* NEAR/4 обмен*, заложник* NEAR/4 сделк*, войн* NEAR/3 завершени*, войн* NEAR/3 окончани*, войн* NEAR/3 прекращени*, войн* NEAR/3 прекратить, войн* NEAR/3 закончить, соглашени* NEAR/3 ХАМАС*, сделк* с ХАМАС*, соглашени* с ХАМАС*, соглашени* по Газе, мирн* план*, план* Трампа, план* мира, мирн* соглашени*, мирн* урегулировани* в Газе, первого этапа, первый этап, первой фазы, первая фаза, второго этапа, второй этап, втор* этап*, перв* этап*, втор* фаз*, вторую фазу, второй фазы, Совет* мира, сил* стабилизации, международн* сил* в Газе, международн* сил* NEAR/4 Газе, многонациональн* сил*, стабилизационн* сил*, разоружени* ХАМАС*, разоружени*, восстановлени* Газы, восстановлени* сектора Газа, посредник*, паузы в Газе, паузу в Газе, пауза в Газе, паузы в секторе Газа, продлени* NEAR/3 пауз*`,
		),
		None:   slices.Concat(near(3, `огня, перемири*`, `Украин*, Киев*, Зеленск*, Ливан*, Хезболл*, Иран*, Сири*, Сувейд*, Судан*, Йемен*, Пакистан*`), words(`Газпром*, газопровод*, пасхальн* перемири*`)),
		Unless: slices.Concat(near(5, `огня, перемири*`, `Газе, Газа, ХАМАС*, палестин*`), words(`обмен* заложник*`)),
	}
}
