package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// iranNuclear is Iran's nuclear programme and the talks about it.
func iranNuclear() news.Topic {
	return nuclearTalks(news.Topic{
		Slug: "iran-nuclear",
		Title: map[string]string{
			"fa": "مذاکرات هسته‌ای ایران", "ar": "المفاوضات النووية الإيرانية", "en": "Iran nuclear talks",
			"he": "תוכנית הגרעין של איראן", "tr": "İran nükleer müzakereleri", "ru": "Иранская ядерная программа",
		},
		Terms: iranNuclearTerms(),
		Yes: []string{
			"دور تازه مذاکرات هسته‌ای ایران و آمریکا در مسقط", "گروسی: بازرسان آژانس به تهران بازمی‌گردند", "برنامه هستهای ایران",
			"عراقجي: تخصيب اليورانيوم حق لإيران", "Iran and E3 hold nuclear talks in Geneva", "IAEA chief to visit Tehran",
			"ראש סבא\"א: איראן מסרבת להכניס פקחים", "İran: Uranyum zenginleştirmeden vazgeçmeyeceğiz", "МАГАТЭ: Иран наращивает запасы обогащенного урана",
			"آژانس: ذخایر اورانیوم ۶۰ درصد ایران نامعلوم است", "اسلامی: صنعت اتمی کشور با شهادت دانشمندان متوقف نمی‌شود", "غروسي: لا نعرف مكان اليورانيوم الإيراني المخصب",
			"الوكالة الذرية تدعو طهران إلى السماح بعودة المفتشين", "Grossi says inspectors must return to Fordow", "Tehran rules out zero enrichment in talks with US",
			"גרוסי: איראן מחזיקה באורניום מועשר ל-60%", "טהרן: לא נוותר על העשרת אורניום", "UAEA Başkanı Grossi: İran'daki uranyum stoku belirsiz",
			"İran ile E3 arasında nükleer görüşmeler Cenevre'de", "Гросси: МАГАТЭ не знает, где иранский уран", "Аракчи: Тегеран не откажется от обогащения",
		},
		No: []string{
			"هسته مرکزی ایران در اقتصاد", "کره شمالی سلاح هسته‌ای تازه‌ای آزمایش کرد", "انتخابات ایران", "Iran beat Qatar in Tehran", "North Korea tests nuclear missile, Iran condemns sanctions",
			"إيران تفوز على قطر", "Иран победил Катар",
			"رزمایش هسته‌ای روسیه و بلاروس آغاز شد", "خانواده هسته‌ای در ایران کوچک‌تر شده است", "محطة براكة النووية الإماراتية تبدأ التشغيل",
			"Nuclear fusion start-up raises $500m", "Enriching the lives of Iranian refugees through art",
		},
	})
}

// iranNuclearTerms are the words of the programme and of those who speak of it.
func iranNuclearTerms() map[string]news.Terms {
	return map[string]news.Terms{
		"fa": {
			All: groups(
				`ایران, ایرانی*, تهران, جمهوری اسلامی, عراقچی, بقایی, بقائی, غریب‌آبادی, تخت‌روانچی, پزشکیان, لاریجانی, محمد اسلامی, ویتکاف, گروسی, برجام, شورای حکام, سازمان انرژی اتمی, کمالوندی, همکاری با آژانس, بازرسان آژانس, بوشهر, فردو, نطنز, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه,
				صنعت هسته‌ای, صنعت اتمی, دانشمندان هسته‌ای, دانشمند هسته‌ای, خروج از NPT, خروج از ان‌پی‌تی, تروئیکای اروپایی, تروئیکا, فخری‌زاده, پارچین, راکتور اراک, خامنه‌ای, اصفهان, رئیسی, امیرعبداللهیان, باقری‌کنی, روحانی, ظریف, قالیباف, شمخانی, رهبر انقلاب, کمیسیون امنیت ملی, NPT, ان‌پی‌تی, غنی‌سازی اورانیوم, اورانیوم غنی‌شده, غنی‌سازی صفر, مذاکرات هسته‌ای, توافق هسته‌ای`,
				`هسته‌ای*, غنی‌سازی*, غنی‌شده, اورانیوم*, آژانس اتمی, آژانس بین‌المللی انرژی اتمی, آژانس انرژی اتمی, سازمان انرژی اتمی, بازرسان آژانس, بازرسی آژانس, مدیرکل آژانس, گزارش آژانس, همکاری با آژانس, دبیرکل آژانس, رئیس آژانس, شورای حکام, برجام, NPT, ان‌پی‌تی, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه, ساز‌و‌کار ماشه, قطعنامه ۲۲۳۱, بمب اتم, بمب اتمی, سلاح اتمی, سلاح‌های اتمی, تسلیحات اتمی, برنامه اتمی, تاسیسات اتمی, صنعت اتمی, نیروگاه اتمی, انرژی اتمی, آب سنگین, گروسی, پادمان*, پروتکل الحاقی, قطعنامه آژانس, منع گسترش, عدم اشاعه, کیک زرد, مذاکرات اتمی, توافق اتمی, پرونده اتمی, سانتریفیوژ*, آژانس NEAR/4 بازرس*, آژانس NEAR/4 راستی‌آزمایی, نیروگاه بوشهر, بوشهر NEAR/6 بازرس*, فردو NEAR/6 بازرس*, آژانس NEAR/4 نظارت*, بازرسان بین‌المللی, فردو, نطنز, دانشمند اتمی, دانشمندان اتمی, تأسیسات اتمی, سایت اتمی, کلاهک اتمی, آب‌سنگین, هگزافلوراید, انرژی هسته‌ای, پیمان ان‌پی‌تی`,
			),
			None:   words(`هسته‌ای سوریه, هسته‌ای عربستان, هسته‌ای کره شمالی, هسته‌ای پاکستان, هسته‌ای هند, کره شمالی, زاپوریژیا, زاپروژیا, زاپوروژیه, هسته‌ای روسیه, خانواده هسته‌ای, خانواده‌های هسته‌ای, پزشکی هسته‌ای, زیردریایی هسته‌ای, هسته‌ای اسرائیل, هسته‌ای رژیم صهیونیستی, هسته‌ای چین, غیرمستقیم NEAR/8 حماس, غیرمستقیم NEAR/8 لبنان*, غیرمستقیم NEAR/8 سوریه*`),
			Unless: slices.Concat(near(8, `مذاکرات هسته‌ای, توافق هسته‌ای, پرونده هسته‌ای`, `ایران*, تهران, عراقچی`), words(`هسته‌ای ایران, هسته‌ای تهران, هسته‌ای با ایران, هسته‌ای ایران و آمریکا, غنی‌سازی ایران, اورانیوم ایران, برجام`)),
		},
		"ar": {
			All: groups(
				`إيران, إيراني*, طهران, عراقجي, عراقتشي, بقائي, بزشكيان, غروسي, جروسي, فوردو, نطنز, بوشهر, الترويكا الأوروبية, خامنئي, لاريجاني, أصفهان, عبد اللهيان, عبداللهيان, شمخاني, كمالوندي`,
				`نووي*, تخصيب, يورانيوم, الطاقة الذرية, وكالة الذرية, الوكالة الدولية للطاقة, آلية الزناد, سناب باك, غروسي, جروسي, فوردو, نطنز, أجهزة الطرد, حظر الانتشار, منع الانتشار, عدم الانتشار, المحادثات الأميركية الإيرانية, المحادثات الأمريكية الإيرانية, المفاوضات الأميركية الإيرانية, المفاوضات الأمريكية الإيرانية, المحادثات الإيرانية الأميركية, المفاوضات الإيرانية الأميركية, المفاوضات الإيرانية الأمريكية, المحادثات الإيرانية الأمريكية, مدير الوكالة, مدير عام الوكالة, القنبلة الذرية, محطة بوشهر, مفاعل بوشهر, العلماء النوويين, مفتشي الوكالة, مفتشو الوكالة, محافظي الوكالة, محافظي وكالة, مجلس المحافظين, الماء الثقيل, قنبلة ذرية, البرنامج الذري, سلاح ذري`,
			),
			None:   words(`النووي السعودي, نووي سعودي, كوريا الشمالية, زابوريجيا, زاباروجيا, مباشرة NEAR/8 حماس, مباشرة NEAR/8 لبنان`),
			Unless: words(`النووي الإيراني, النووية الإيرانية, نووي إيران, النووي مع إيران, المفاوضات النووية, الاتفاق النووي, تخصيب اليورانيوم`),
		},
		"en": {
			All: groups(
				`Iran*, Tehran, Araghchi, Araqchi, Pezeshkian, Khamenei, JCPOA, Amirabdollahian, Amir-Abdollahian, Raisi, Zarif, Rouhani, Larijani, Shamkhani, Kamalvandi, Eslami, Gharibabadi, Baghaei, Isfahan, Esfahan, Fordow, Fordo, Natanz, Bushehr`,
				`nuclear*, uranium, IAEA, enrichment*, enriched, enrich uranium, enriching uranium, non-proliferation, nonproliferation, heavy water, breakout time, JCPOA, snap‌back*, atomic, centrifuge*, Fordow, Fordo, Natanz, Grossi, NPT, Iran deal, Iran to a bomb, close to a bomb, path to a bomb, get the bomb, build the bomb, building the bomb, getting the bomb, nuke, nukes, weapons-grade, weapon-grade, US-Iran talks, Iran-US talks, U.S.-Iran talks, Iran-U.S. talks, Pickaxe Mountain, E3, Bushehr plant, Bushehr NEAR/3 reactor, Non-Proliferation Treaty`,
			),
			None:   words(`Zaporizhzhia, North Korea, Saudi nuclear, nuclear-powered submarine`),
			Unless: words(`Iran nuclear, Iran's nuclear, Iranian nuclear, Tehran's nuclear, nuclear talks, nuclear deal, nuclear program, nuclear programme, uranium, JCPOA, snap‌back*`),
		},
		"he": {
			All: groups(`איראן, איראני*, טהרן, פורדו, נתנז, עראקצ'י, חמינאי, בושהר`, `גרעין, גרעיני*, אורניום, העשרה, העשרת, להעשיר, מועשר, אנרגיה אטומית, סבא"א, גרוסי, צנטריפוג*, פורדו, נתנז, סנאפבק, סנאפ-בק, פצצת אטום, מתקני האטום, שיחות הגרעין, הסכם הגרעין, מדעני הגרעין, פצצה גרעינית`),
		},
		"tr": {
			All: groups(`İran, İranlı*, Tahran, Arakçi, Erakçi, Hamaney, Fordo, Natanz, Buşehr`, `nükleer*, uranyum*, zenginleştir*, UAEA, UAEK, Atom Enerjisi, tetik mekanizma*, snapback, santrifüj*, Grossi, Fordo, Natanz, atom bomba*`),
		},
		"ru": {
			All: groups(
				`Иран*, Тегеран*, Аракчи, Арагчи, Хаменеи, СВПД, Фордо, Натанз*, Бушер*`,
				`ядерн*, уран, урана, ураном, ураном, уране, урану, уранов*, МАГАТЭ, обогащени*, обогащенн*, обогащать, СВПД, снэпбэк*, снапбэк*, Гросси, Фордо, Натанз*, атомн*, центрифуг*, ДНЯО, тяжел* вод*, переговор* в Омане, переговор* в Маскате`,
			),
			None:   words(`Запорожск*, КНДР, Северн* Коре*`),
			Unless: words(`иранск* ядерн*, ядерн* программ* Ирана, ядерн* сделк*, ядерн* программ* Тегерана, МАГАТЭ`),
		},
	}
}

// nuclearTalks adds the talks of Iran and the United States, which headlines
// name by the parties, the manner and the place rather than the matter. The
// rarer word comes first: it is the one a scan stops at.
func nuclearTalks(t news.Topic) news.Topic {
	for lang, talks := range map[string][]string{
		"fa": slices.Concat(near(1, `غیرمستقیم`, `مذاکرات, مذاکره, گفت‌و‌گو*, گفتگو*`), near(4, `مسقط`, `مذاکرات, مذاکره, گفت‌و‌گو*, گفتگو*`), near(8, `مذاکرات رم, مذاکرات ژنو, مذاکرات در رم`, `ایران, ایرانی*, تهران, عراقچی, جمهوری اسلامی`)),
		"ar": slices.Concat(near(2, `مباشرة`, `مفاوضات غير, محادثات غير`), near(4, `مسقط, روما`, `محادثات, مفاوضات`)),
		"en": near(8, `indirect talks, indirect negotiations, talks in Oman, talks in Muscat, talks in Rome, Oman talks, Muscat talks, Rome talks`, `Iran*, Tehran, Araghchi, Araqchi`),
		"tr": near(8, `dolaylı müzakere*, dolaylı görüşme*`, `İran, Tahran`),
		"ru": near(8, `непрям* переговор*, переговоры в Омане, переговоры в Маскате, переговоры в Риме`, `Иран*, Тегеран*`),
	} {
		terms := t.Terms[lang]
		terms.All[1] = append(terms.All[1], talks...)
	}
	return t
}

// iranSanctions is the sanctions on Iran: imposed, lifted, evaded, disputed.
func iranSanctions() news.Topic {
	t := news.Topic{
		Slug: "iran-sanctions",
		Title: map[string]string{
			"fa": "تحریم‌های ایران", "ar": "العقوبات على إيران", "en": "Sanctions on Iran",
			"he": "הסנקציות על איראן", "tr": "İran'a yaptırımlar", "ru": "Санкции против Ирана",
		},
		Terms: iranSanctionsTerms(),
		Yes: []string{
			"آمریکا تحریم‌های جدیدی علیه ایران اعمال کرد", "بقایی: رفع تحریم‌ها باید عینی باشد", "وزارت خزانه‌داری آمریکا ۱۲ شرکت ایرانی را تحریم کرد",
			"الخزانة الأمريكية تفرض عقوبات جديدة على طهران", "US slaps fresh sanctions on Iran's shadow fleet", "EU triggers snapback on Tehran",
			"ארה\"ב הטילה סנקציות חדשות על איראן", "ABD'den İran'a yeni yaptırımlar", "США ввели новые санкции против Ирана",
			"اروپا مکانیسم ماشه را علیه تهران فعال کرد", "پس از اسنپ‌بک؛ قطعنامه‌های شورای امنیت علیه ایران بازگشت", "الترويكا الأوروبية تفعل آلية الزناد ضد إيران",
			"واشنطن تفرض عقوبات على شبكة لتهريب النفط الإيراني", "E3 trigger snapback sanctions on Iran over nuclear programme", "Treasury targets Iranian oil smuggling network with new sanctions",
			"ABD Hazine Bakanlığı İran'a yeni yaptırımlar açıkladı", "Tetik mekanizması devrede: İran'a BM yaptırımları geri döndü", "Минфин США ввел санкции против иранских танкеров",
			"Механизм снэпбэка: санкции ООН против Ирана восстановлены",
		},
		No: []string{
			"اتحادیه اروپا تحریم‌های روسیه را تمدید کرد", "تحریم انتخابات در ایران", "آمریکا قاضی دادگاه کیفری را تحریم کرد",
			"عقوبات على روسيا", "EU extends sanctions on Russia over Ukraine", "AB'den Rusya'ya yaptırım paketi", "ЕС продлил санкции против России",
			"تحریم کالاهای اسرائیلی در مالزی گسترش یافت", "ترامب يرفع العقوبات عن سوريا", "Trump lifts sanctions on Belarus airline",
			"Athletes call for boycott of Israel",
		},
	}
	persian := t.Terms["fa"]
	persian.All[0] = append(persian.All[0], near(6, `دارایی*, پول*, منابع ارزی, میلیارد دلار`, `بلوکه*, مسدود*, دست‌نخورده, آزادسازی, آزاد شد, آزاد شدن, آزاد می‌شود, آزاد کرد`)...)
	return t
}

// iranSanctionsTerms are the words of sanctions and of whom they are against.
func iranSanctionsTerms() map[string]news.Terms {
	return map[string]news.Terms{
		"fa": {
			All: groups(
				`تحریم*, خزانه‌داری آمریکا, OFAC, اوفک, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه, ساز‌و‌کار ماشه, فشار حداکثری,
				دارایی* NEAR/2 بلوکه*, دارایی* NEAR/2 مسدود*, پول* NEAR/2 بلوکه*, پول* NEAR/2 مسدود*, منابع NEAR/2 بلوکه*, منابع NEAR/2 مسدود*, اموال NEAR/2 بلوکه*, لیست سیاه NEAR/3 قرار, فهرست سیاه NEAR/3 قرار, لیست سیاه FATF, خریداران نفت ایران, خریدار نفت ایران, نفت ایران NEAR/5 جریمه*, اقدامات تنبیهی, اقدام تنبیهی, اقدامات محدودکننده, معافیت* NEAR/4 چابهار, معافیت* NEAR/3 لغو, تمدید معافیت*, ناوگان سایه, ناوگان ارواح, ناوگان شبح, وزارت خزانه‌داری, اسکات بسنت, لیست NEAR/3 تروریستی, فهرست NEAR/3 تروریستی, پول‌های بلوکه‌شده, منابع بلوکه‌شده`,
				`ایران, ایرانی*, تهران, جمهوری اسلامی, ضد‌ایرانی, عراقچی, بقایی, بقائی, پزشکیان, قالیباف, لاریجانی, شمخانی, خامنه‌ای, مخبر, رئیسی, روحانی, ظریف, عارف, اوجی, پاک‌نژاد, فرزین, مدنی‌زاده, امیرعبداللهیان, باقری‌کنی, رهبر انقلاب, سخنگوی دولت, کمیسیون امنیت ملی, غریب‌آبادی, تخت‌روانچی, همتی, سخنگوی وزارت خارجه, سخنگوی وزارت امور خارجه, سپاه پاسداران, شورای حکام, محاصره,
				=سپاه, رفع تحریم*, لغو تحریم*, تعلیق تحریم*, لغو NEAR/2 تحریم*, رفع NEAR/2 تحریم*, کاهش تحریم*, بازگشت تحریم*, اثر تحریم*, تحریم‌های ظالمانه, تحریم‌های یکجانبه, دور‌زدن تحریم*, خنثی‌سازی تحریم*, بی‌اثر‌کردن تحریم*, فشار حداکثری, اسنپ‌بک, مکانیسم ماشه, مکانیزم ماشه`,
			),
			None:   slices.Concat(near(2, `تحریم*`, `روسیه, مسکو, روسی, سوریه, دمشق, ونزوئلا, کوبا, کره شمالی, بلاروس, میانمار, طالبان, انتخابات, رفراندوم, مسابقات, جشنواره, جلسه, کالا*, اسرائیل, رژیم صهیونیستی, جام جهانی`), words(`قانون سزار, قانون قیصر, دادگاه کیفری, دیوان کیفری`)),
			Unless: slices.Concat(near(5, `تحریم*`, `علیه ایران*, علیه تهران, ضد‌ایرانی`), words(`تحریم‌های ایران, تحریم ایران, تحریم‌های تهران, نفت ایران`)),
		},
		"ar": {
			All: groups(
				`عقوبات, عقوبة اقتصادية, آلية الزناد, سناب باك, الضغوط القصوى, الضغط الأقصى, الأموال المجمدة, أموال مجمدة, الأرصدة المجمدة, تجميد أصول, تجميد أموال, تعاقب NEAR/4 إيراني*, تعاقب NEAR/4 الحرس, تعاقب NEAR/3 إيران, حظر الأسلحة, قائمة سوداء, القائمة السوداء, أوفاك, وزارة الخزانة, الخزانة الأميركية, الخزانة الأمريكية, قيود مالية, قيودا مالية, قيود اقتصادية, إجراءات عقابية, تدابير عقابية, تدابير تقييدية, تجميد NEAR/3 أصول*, تجميد NEAR/3 أموال*, تجميد NEAR/3 أرصدة, الأموال الإيرانية, الأرصدة الإيرانية, الأصول الإيرانية, تعاقب NEAR/6 الإيراني, أسطول الظل, أسطول ظل, أصول NEAR/2 مجمدة, أموال NEAR/3 مجمدة, الأصول المجمدة, إعفاء* NEAR/4 تشابهار, إعفاءات NEAR/4 العراق, قائمة الإرهاب, قوائم الإرهاب, تصنيف NEAR/3 إرهابي*`,
				`إيران, إيراني*, طهران, عراقجي, بقائي, بزشكيان, الحرس الثوري`,
			),
			None:   slices.Concat(near(3, `عقوبات`, `روسيا, روسي*, موسكو, سوريا, سورية, فنزويلا, كوبا, بيلاروسيا, السودان, طالبان`), words(`المحكمة الجنائية, الجنائية الدولية, قانون العقوبات, قانون قيصر, تعاقب NEAR/6 لاعب*, تعاقب NEAR/6 منتخب, تعاقب NEAR/6 اتحاد, فيفا`)),
			Unless: slices.Concat(near(4, `عقوبات`, `إيران, إيراني*, طهران`), words(`النفط الإيراني`)),
		},
		"en": {
			All: groups(
				`sanction*, OFAC, snap‌back*, maximum pressure, frozen assets, frozen funds, unfreeze*, assets NEAR/3 freez*, assets NEAR/3 frozen, assets NEAR/3 froze, blacklist*, embargo*, state sponsor of terror*, terror list, terrorist list, terrorist organi* NEAR/6 IRGC, designat* NEAR/5 IRGC, refreez*, refroze, freez* NEAR/5 fund*, froze* NEAR/5 fund*, frozen Iranian, Iranian funds, Iran's funds, funds NEAR/4 unfroz*, $6 billion, $6bn, Treasury targets, Treasury designat*, Treasury NEAR/4 designat*, Treasury Department, network NEAR/4 procur*, procurement network*, punitive measures, restrictive measures, asset freeze*, shadow fleet, dark fleet, ghost fleet, new penalties, fresh penalties, economic penalties, penalties NEAR/3 Iran*, waiver* NEAR/5 Chabahar, waiver* NEAR/5 Iran*, terror organi* NEAR/6 IRGC`,
				`Iran*, Tehran, IRGC, Revolutionary Guard*`,
			),
			None:   slices.Concat(near(3, `sanction*`, `Russia*, Moscow, Kremlin, Syria*, Venezuela*, Cuba*, Belarus*, Sudan*, Taliban, Myanmar, FIFA, UEFA, FIVB, IOC, football federation`), words(`Caesar Act, International Criminal Court`)),
			Unless: slices.Concat(near(4, `sanctions`, `Iran, Iran's, Tehran`), words(`Iranian oil, sanctions relief, snap‌back*, Iran sanctions, Iranian official*, Iranian entit*, Iranian individual*, sanctions on Iranian, sanctioned Iranian`)),
		},
		"he": {
			All:    groups(`סנקציות, סנקציה, עיצומים, סנאפבק, סנאפ-בק, חרם כלכלי, נכסים מוקפאים, כספים מוקפאים, צי הצללים, משרד האוצר האמריקאי, ארגון טרור NEAR/4 משמרות המהפכה`, `איראן, איראני*, טהרן, משמרות המהפכה`),
			None:   near(3, `סנקציות, עיצומים`, `רוסיה, סוריה, מוסקבה`),
			Unless: near(4, `סנקציות, עיצומים`, `איראן, איראני*, טהרן`),
		},
		"tr": {
			All:    groups(`yaptırım*, ambargo*, kara liste*, snapback, tetik mekanizma*, azami baskı, dondurulan varlık*, ABD Hazine*, dondurulmuş varlık*, gölge filo*, terör listesi*`, `İran, İranlı*, Tahran, Devrim Muhafız*`),
			None:   near(3, `yaptırım*`, `Rusya*, Moskova, Suriye*, Venezuela`),
			Unless: near(4, `yaptırım*`, `İran, İranlı*, Tahran`),
		},
		"ru": {
			All:    groups(`санкци*, снэпбэк*, снапбэк*, эмбарго, максимальн* давлени*, ограничительн* мер*, заморожен* актив*, Минфин США, замороженн* NEAR/2 средств*, теневого флота, теневой флот, разморозк* актив*`, `Иран*, Тегеран*, КСИР, антииранск*`),
			None:   near(3, `санкци*`, `Росси*, РФ, Москв*, антироссийск*, Сири*, Венесуэл*, Белорусс*, Беларус*`),
			Unless: slices.Concat(near(4, `санкци*`, `Иран*, Тегеран*`), words(`антииранск*`)),
		},
	}
}
