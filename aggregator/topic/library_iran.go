package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// iranNuclear is Iran's nuclear programme and the talks about it.
func iranNuclear() news.Topic {
	return news.Topic{
		Slug: "iran-nuclear",
		Title: map[string]string{
			"fa": "مذاکرات هسته‌ای ایران", "ar": "المفاوضات النووية الإيرانية", "en": "Iran nuclear talks",
			"he": "תוכנית הגרעין של איראן", "tr": "İran nükleer müzakereleri", "ru": "Иранская ядерная программа",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All: groups(
					`ایران, ایرانی*, تهران, جمهوری اسلامی, عراقچی, بقایی, بقائی, غریب‌آبادی, تخت‌روانچی, پزشکیان, لاریجانی, محمد اسلامی, ویتکاف, گروسی, برجام, شورای حکام, سازمان انرژی اتمی, کمالوندی, همکاری با آژانس, بازرسان آژانس, بوشهر, فردو, نطنز, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه`,
					`هسته‌ای*, غنی‌سازی*, غنی‌شده, اورانیوم*, آژانس اتمی, آژانس بین‌المللی انرژی اتمی, آژانس انرژی اتمی, سازمان انرژی اتمی, بازرسان آژانس, بازرسی آژانس, مدیرکل آژانس, گزارش آژانس, همکاری با آژانس, دبیرکل آژانس, رئیس آژانس, شورای حکام, برجام, NPT, ان‌پی‌تی, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه, ساز‌و‌کار ماشه, قطعنامه ۲۲۳۱, بمب اتم, بمب اتمی, سلاح اتمی, سلاح‌های اتمی, تسلیحات اتمی, برنامه اتمی, تاسیسات اتمی, مذاکرات اتمی, توافق اتمی, پرونده اتمی, سانتریفیوژ*, فردو, نطنز`,
				),
				None:   words(`هسته‌ای سوریه, هسته‌ای عربستان, هسته‌ای کره شمالی, هسته‌ای پاکستان, کره شمالی, زاپوریژیا, زاپروژیا, زاپوروژیه, هسته‌ای روسیه`),
				Unless: words(`هسته‌ای ایران, هسته‌ای تهران, هسته‌ای با ایران, هسته‌ای ایران و آمریکا, غنی‌سازی ایران, اورانیوم ایران, مذاکرات هسته‌ای, توافق هسته‌ای, برجام`),
			},
			"ar": {
				All: groups(
					`إيران, إيراني*, طهران, عراقجي, عراقتشي, بقائي, بزشكيان, غروسي, جروسي, فوردو, نطنز, بوشهر`,
					`نووي*, تخصيب, يورانيوم, الطاقة الذرية, وكالة الذرية, الوكالة الدولية للطاقة, آلية الزناد, سناب باك, غروسي, جروسي, فوردو, نطنز, أجهزة الطرد, قنبلة ذرية, البرنامج الذري, سلاح ذري`,
				),
				None:   words(`النووي السعودي, نووي سعودي, كوريا الشمالية, زابوريجيا, زاباروجيا`),
				Unless: words(`النووي الإيراني, النووية الإيرانية, نووي إيران, النووي مع إيران, المفاوضات النووية, الاتفاق النووي, تخصيب اليورانيوم`),
			},
			"en": {
				All: groups(
					`Iran*, Tehran, Araghchi, Araqchi, Pezeshkian, JCPOA, Fordow, Fordo, Natanz`,
					`nuclear*, uranium, IAEA, enrich*, JCPOA, snap‌back*, atomic, centrifuge*, Fordow, Fordo, Natanz, Grossi, NPT, Iran deal`,
				),
				None:   words(`Zaporizhzhia, North Korea, Saudi nuclear, nuclear-powered submarine`),
				Unless: words(`Iran nuclear, Iran's nuclear, Iranian nuclear, Tehran's nuclear, nuclear talks, nuclear deal, nuclear program, nuclear programme, uranium, JCPOA, snap‌back*`),
			},
			"he": {
				All: groups(`איראן, איראני*, טהרן, פורדו, נתנז, עראקצ'י`, `גרעין, גרעיני*, אורניום, העשרה, העשרת, להעשיר, סבא"א, גרוסי, צנטריפוג*, פורדו, נתנז, סנאפבק, סנאפ-בק, פצצת אטום, מתקני האטום`),
			},
			"tr": {
				All: groups(`İran, İranlı*, Tahran, Arakçi, Erakçi, Fordo, Natanz`, `nükleer*, uranyum*, zenginleştir*, UAEA, UAEK, Atom Enerjisi, tetik mekanizma*, snapback, santrifüj*, Grossi, Fordo, Natanz, atom bomba*`),
			},
			"ru": {
				All: groups(
					`Иран*, Тегеран*, Аракчи, Арагчи, СВПД, Фордо, Натанз*`,
					`ядерн*, уран, урана, ураном, ураном, уране, урану, уранов*, МАГАТЭ, обогащени*, обогащенн*, обогащать, СВПД, снэпбэк*, снапбэк*, Гросси, Фордо, Натанз*, атомн*, центрифуг*`,
				),
				None:   words(`Запорожск*, КНДР, Северн* Коре*`),
				Unless: words(`иранск* ядерн*, ядерн* программ* Ирана, ядерн* сделк*, ядерн* программ* Тегерана, МАГАТЭ`),
			},
		},
		Yes: []string{
			"دور تازه مذاکرات هسته‌ای ایران و آمریکا در مسقط", "گروسی: بازرسان آژانس به تهران بازمی‌گردند", "برنامه هستهای ایران",
			"عراقجي: تخصيب اليورانيوم حق لإيران", "Iran and E3 hold nuclear talks in Geneva", "IAEA chief to visit Tehran",
			"ראש סבא\"א: איראן מסרבת להכניס פקחים", "İran: Uranyum zenginleştirmeden vazgeçmeyeceğiz", "МАГАТЭ: Иран наращивает запасы обогащенного урана",
		},
		No: []string{
			"هسته مرکزی ایران در اقتصاد", "کره شمالی سلاح هسته‌ای تازه‌ای آزمایش کرد", "انتخابات ایران", "Iran beat Qatar in Tehran", "North Korea tests nuclear missile, Iran condemns sanctions",
			"إيران تفوز على قطر", "Иран победил Катар",
		},
	}
}

// iranSanctions is the sanctions on Iran: imposed, lifted, evaded, disputed.
func iranSanctions() news.Topic {
	return news.Topic{
		Slug: "iran-sanctions",
		Title: map[string]string{
			"fa": "تحریم‌های ایران", "ar": "العقوبات على إيران", "en": "Sanctions on Iran",
			"he": "הסנקציות על איראן", "tr": "İran'a yaptırımlar", "ru": "Санкции против Ирана",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All: groups(
					`تحریم*, خزانه‌داری آمریکا, OFAC, اوفک, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه, ساز‌و‌کار ماشه, فشار حداکثری`,
					`ایران, ایرانی*, تهران, جمهوری اسلامی, ضد‌ایرانی, عراقچی, بقایی, بقائی, پزشکیان, قالیباف, لاریجانی, غریب‌آبادی, تخت‌روانچی, همتی, سخنگوی وزارت خارجه, سخنگوی وزارت امور خارجه, سپاه پاسداران, شورای حکام, محاصره,
					=سپاه, رفع تحریم*, لغو تحریم*, تعلیق تحریم*, کاهش تحریم*, بازگشت تحریم*, اثر تحریم*, تحریم‌های ظالمانه, تحریم‌های یکجانبه, دور‌زدن تحریم*, خنثی‌سازی تحریم*, بی‌اثر‌کردن تحریم*, فشار حداکثری, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه`,
				),
				None:   slices.Concat(near(2, `تحریم*`, `روسیه, مسکو, روسی, سوریه, دمشق, ونزوئلا, کوبا, کره شمالی, انتخابات, کالا*, اسرائیل, رژیم صهیونیستی, جام جهانی`), words(`قانون سزار, قانون قیصر, دادگاه کیفری, دیوان کیفری`)),
				Unless: slices.Concat(near(5, `تحریم*`, `علیه ایران*, علیه تهران, ضد‌ایرانی`), words(`تحریم‌های ایران, تحریم ایران, تحریم‌های تهران, نفت ایران`)),
			},
			"ar": {
				All: groups(
					`عقوبات, عقوبة اقتصادية, آلية الزناد, سناب باك, الضغوط القصوى, الضغط الأقصى, الأموال المجمدة, أموال مجمدة, الأرصدة المجمدة, أوفاك`,
					`إيران, إيراني*, طهران, عراقجي, بقائي, بزشكيان, الحرس الثوري`,
				),
				None:   slices.Concat(near(3, `عقوبات`, `روسيا, روسي*, موسكو, سوريا, سورية, فنزويلا, كوبا`), words(`المحكمة الجنائية, الجنائية الدولية, قانون العقوبات, قانون قيصر`)),
				Unless: slices.Concat(near(4, `عقوبات`, `إيران, إيراني*, طهران`), words(`النفط الإيراني`)),
			},
			"en": {
				All: groups(
					`sanction*, OFAC, snap‌back*, maximum pressure, frozen assets, frozen funds, unfreeze*, blacklist*, embargo*`,
					`Iran*, Tehran, IRGC`,
				),
				None:   slices.Concat(near(3, `sanction*`, `Russia*, Moscow, Kremlin, Syria*, Venezuela*, Cuba*, Belarus*`), words(`Caesar Act, International Criminal Court`)),
				Unless: slices.Concat(near(4, `sanction*`, `Iran*, Tehran`), words(`Iranian oil, sanctions relief, snap‌back*`)),
			},
			"he": {
				All:    groups(`סנקציות, סנקציה, עיצומים, סנאפבק, סנאפ-בק, חרם כלכלי`, `איראן, איראני*, טהרן, משמרות המהפכה`),
				None:   near(3, `סנקציות, עיצומים`, `רוסיה, סוריה, מוסקבה`),
				Unless: near(4, `סנקציות, עיצומים`, `איראן, איראני*, טהרן`),
			},
			"tr": {
				All:    groups(`yaptırım*, ambargo*, snapback, tetik mekanizma*, azami baskı`, `İran, İranlı*, Tahran, Devrim Muhafız*`),
				None:   near(3, `yaptırım*`, `Rusya*, Moskova, Suriye*, Venezuela`),
				Unless: near(4, `yaptırım*`, `İran, İranlı*, Tahran`),
			},
			"ru": {
				All:    groups(`санкци*, снэпбэк*, снапбэк*, эмбарго, максимальн* давлени*, ограничительн* мер*, заморожен* актив*`, `Иран*, Тегеран*, КСИР, антииранск*`),
				None:   near(3, `санкци*`, `Росси*, РФ, Москв*, антироссийск*, Сири*, Венесуэл*`),
				Unless: slices.Concat(near(4, `санкци*`, `Иран*, Тегеран*`), words(`антииранск*`)),
			},
		},
		Yes: []string{
			"آمریکا تحریم‌های جدیدی علیه ایران اعمال کرد", "بقایی: رفع تحریم‌ها باید عینی باشد", "وزارت خزانه‌داری آمریکا ۱۲ شرکت ایرانی را تحریم کرد",
			"الخزانة الأمريكية تفرض عقوبات جديدة على طهران", "US slaps fresh sanctions on Iran's shadow fleet", "EU triggers snapback on Tehran",
			"ארה\"ב הטילה סנקציות חדשות על איראן", "ABD'den İran'a yeni yaptırımlar", "США ввели новые санкции против Ирана",
		},
		No: []string{
			"اتحادیه اروپا تحریم‌های روسیه را تمدید کرد", "تحریم انتخابات در ایران", "آمریکا قاضی دادگاه کیفری را تحریم کرد",
			"عقوبات على روسيا", "EU extends sanctions on Russia over Ukraine", "AB'den Rusya'ya yaptırım paketi", "ЕС продлил санкции против России",
		},
	}
}
