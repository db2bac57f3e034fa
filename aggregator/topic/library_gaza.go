package topic

import "golchin/aggregator/news"

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
		},
		No: []string{
			"توافق آتش‌بس در سویداء", "توافق آتش بس در سویداء", "توافق آتشبس در سویداء", "آخرین تحولات ناآرامی‌های سویداء",
			"حماسه حضور مردم در روز توقف جنگ", "نقض آتش‌بس لبنان از سوی رژیم صهیونیستی", "اعلام آتش‌بس در قزوین شایعه است", "حمله هوایی به اردوگاهی در غزه ۱۴ کشته برجا گذاشت",
			"اتفاق وقف إطلاق النار في السويداء", "بوتين يعلن هدنة عيد الفصح في أوكرانيا", "غارات عنيفة على مدينة غزة",
			"Ukraine and Russia trade blame over ceasefire", "Lebanon ceasefire holds as Hezbollah withdraws", "Israeli air strike kills ten in Gaza City",
			"הפסקת האש בלבנון נכנסה לתוקף", "Lübnan'da ateşkes yürürlüğe girdi", "Перемирие на Украине: Газпром возобновил поставки",
		},
	}
}

func gazaPersian() news.Terms {
	return news.Terms{
		All: groups(
			`غزه*, درغزه, نوار‌غزه, باریکه‌غزه, =حماس, =حماس‌اسرائیل, قسام, القسام, فلسطینی*, مقاومت فلسطین, رفح, خان‌یونس, خلیل‌الحیه, سرایا‌القدس,
			جهاد اسلامی فلسطین, اسرای صهیونیست, اسیران صهیونیست, اسرای اسرائیلی, اسیران اسرائیلی, گروگان‌های اسرائیلی, اسرای رژیم صهیونیستی,
			شرم‌الشیخ, شورای صلح, محور فیلادلفیا, محور نتساریم`,
			`آتش‌بس*, متارکه جنگ, ترک مخاصمه, توقف جنگ, توقف فوری جنگ, توقف کامل جنگ, توقف درگیری*, توقف خصومت*, توقف حملات به غزه,
			پایان جنگ, پایان‌دادن به جنگ, پایان یافتن جنگ, خاتمه جنگ, خاتمه‌دادن به جنگ, پایان‌بخشیدن به جنگ,
			وقفه بشردوستانه, وقفه‌های بشردوستانه, وقفه انسانی, وقفه‌های انسانی, وقفه تاکتیکی, مکث بشردوستانه, توقف بشردوستانه,
			تبادل اسرا, تبادل اسیران, تبادل زندانیان, تبادل اسیر, تبادل گروگان*, مبادله اسرا, مبادله اسیران, مبادله زندانیان, مبادله گروگان*, معامله تبادل,
			آزادی گروگان*, آزادی همه گروگان*, آزادی تمامی گروگان*, آزادی تمام گروگان*, آزادسازی گروگان*, آزادی اسرا*, آزادی همه اسرا*, آزادی اسیران, آزادسازی اسرا*, آزادسازی اسیران,
			آزادی زندانیان فلسطینی, آزادی اسرای فلسطینی, تحویل گروگان*, تحویل اسرا*, تحویل اجساد, تحویل جسد, تحویل پیکر, اجساد گروگان*, اجساد اسرا*, جسد گروگان*, گروگان‌های آزاد*,
			توافق غزه, توافق حماس, توافق با حماس, توافق میان حماس, توافق بین حماس, توافق اسرائیل و حماس, توافق حماس و اسرائیل, توافقنامه غزه, مذاکرات غزه, مذاکرات حماس,
			طرح صلح, طرح ترامپ, طرح ۲۰ ماده‌ای, طرح بیست ماده‌ای, طرح ۱۵ ماده‌ای, طرح ۲۱ ماده‌ای, نقشه راه غزه, نقشه راه مرحله دوم, پیشنهاد ویتکاف, طرح ویتکاف,
			مرحله اول توافق, مرحله نخست توافق, مرحله اول طرح, فاز اول توافق, مرحله دوم, فاز دوم توافق, مرحله سوم توافق,
			خلع سلاح حماس, نیروی بین‌المللی ثبات, نیروی ثبات‌ساز, نیروی بین‌المللی تثبیت, شورای صلح غزه`,
		),
		None: words(`آتش‌بس در لبنان, آتش‌بس لبنان, آتش‌بس جنوب لبنان, آتش‌بس با لبنان, آتش‌بس با حزب‌الله, آتش‌بس میان حزب‌الله, آتش‌بس بین حزب‌الله, آتش‌بس میان لبنان, آتش‌بس بین لبنان, آتش‌بس اسرائیل و لبنان, آتش‌بس میان اسرائیل و حزب‌الله, آتش‌بس بین اسرائیل و حزب‌الله, آتش‌بس میان اسرائیل و لبنان, آتش‌بس بین اسرائیل و لبنان,
			آتش‌بس ایران, آتش‌بس با ایران, آتش‌بس در ایران, آتش‌بس میان ایران, آتش‌بس بین ایران, آتش‌بس آمریکا و ایران, آتش‌بس اسرائیل و ایران, آتش‌بس میان آمریکا و ایران, آتش‌بس بین آمریکا و ایران, آتش‌بس میان اسرائیل و ایران, آتش‌بس بین اسرائیل و ایران,
			آتش‌بس اوکراین, آتش‌بس در اوکراین, آتش‌بس روسیه و اوکراین, آتش‌بس میان روسیه, آتش‌بس بین روسیه, آتش‌بس در سویدا, آتش‌بس سویدا, آتش‌بس در سوریه, آتش‌بس در سودان, آتش‌بس سودان, آتش‌بس در یمن, آتش‌بس در حلب`),
		Unless: words(`آتش‌بس غزه, آتش‌بس در غزه, آتش‌بس در نوار‌غزه, آتش‌بس نوار‌غزه, آتش‌بس دائمی در غزه, آتش‌بس فوری در غزه, آتش‌بس با حماس, آتش‌بس میان اسرائیل و حماس, آتش‌بس بین اسرائیل و حماس, آتش‌بس حماس, توافق غزه, آتش‌بس در فلسطین, آتش‌بس در لبنان و غزه, آتش‌بس در غزه و لبنان`),
	}
}

func gazaArabic() news.Terms {
	return news.Terms{
		All: groups(
			`غزة, القطاع, حماس, القسام, رفح, خان يونس, خانيونس, سرايا القدس, الفصائل الفلسطينية, فصائل المقاومة, المقاومة الفلسطينية, فلسطيني*, فلسطين, مجلس السلام, شرم الشيخ, الأسرى الإسرائيليين, المحتجزين الإسرائيليين, الرهائن الإسرائيليين`,
			`وقف إطلاق النار, وقف إطلاق نار, =لإطلاق النار, وقف النار, هدنة, هدن إنسانية, تهدئة, وقف القتال, وقف الأعمال العدائية, وقف الحرب, لوقف الحرب, إنهاء الحرب, نهاية الحرب, انتهاء الحرب, وقف حرب غزة, إنهاء حرب غزة,
			صفقة تبادل, صفقة التبادل, صفقة الأسرى, صفقة الرهائن, صفقة غزة, تبادل الأسرى, تبادل أسرى, تبادل المحتجزين, تبادل محتجزين, تبادل الرهائن, تبادل رهائن, تبادل السجناء,
			الإفراج عن الرهائن, الإفراج عن جميع الرهائن, الإفراج عن كل الرهائن, الإفراج عن الأسرى, الإفراج عن أسرى, الإفراج عن المحتجزين, الإفراج عن رهائن, إطلاق سراح الرهائن, إطلاق سراح جميع الرهائن, إطلاق سراح رهائن, إطلاق سراح المحتجزين, إطلاق سراح الأسرى, إطلاق الرهائن, إطلاق الأسرى, تحرير الرهائن, إعادة الرهائن, استعادة الرهائن, عودة الرهائن, تسليم الرهائن, تسليم الأسرى, تسليم المحتجزين, تسليم جثامين, تسليم جثث, تسليم جثة, تسليم جثمان, جثث الرهائن, جثامين الأسرى, جثث الأسرى, جثامين الرهائن,
			اتفاق غزة, اتفاق بشأن غزة, اتفاق حول غزة, مفاوضات غزة, مفاوضات الدوحة, مفاوضات القاهرة, مفاوضات شرم الشيخ, مفاوضات غير مباشرة, المفاوضات غير المباشرة,
			المرحلة الأولى, المرحلة الثانية, المرحلة الثالثة من الاتفاق, خطة ترامب, خطة ترمب, خطة الرئيس ترامب, خطة السلام, خطته للسلام, خطتنا للسلام, مقترح ويتكوف, مقترح بايدن, المقترح المصري, اتفاق السلام, اتفاق سلام, قوة الاستقرار, قوة استقرار, القوة الدولية, مجلس السلام, الخط الأصفر, نزع سلاح حماس`,
		),
		None: words(`وقف إطلاق النار في لبنان, وقف إطلاق النار بلبنان, وقف إطلاق النار مع لبنان, وقف إطلاق النار بين لبنان, وقف إطلاق النار بين إسرائيل ولبنان, وقف إطلاق النار مع حزب الله, وقف إطلاق النار بين إسرائيل وحزب الله, هدنة لبنان, هدنة في لبنان,
			وقف إطلاق النار في السويداء, وقف إطلاق النار في سوريا, وقف إطلاق النار في حلب, وقف إطلاق النار في أوكرانيا, وقف إطلاق النار في السودان, هدنة في السودان, وقف إطلاق النار في اليمن, هدنة بوتين, هدنة عيد الفصح,
			وقف إطلاق النار مع إيران, وقف إطلاق النار بين إيران, وقف إطلاق النار بين إسرائيل وإيران, وقف إطلاق النار بين واشنطن وطهران, وقف إطلاق النار بين الولايات المتحدة وإيران`),
		Unless: words(`وقف إطلاق النار في غزة, وقف إطلاق النار في قطاع غزة, وقف إطلاق النار بغزة, وقف إطلاق النار بقطاع غزة, هدنة غزة, هدنة في غزة, هدنة في قطاع غزة, هدنة بغزة, اتفاق غزة, وقف إطلاق النار بين إسرائيل وحماس, وقف إطلاق النار في لبنان وغزة, وقف إطلاق النار في لبنان وقطاع غزة, صفقة التبادل`),
	}
}

func gazaEnglish() news.Terms {
	return news.Terms{
		All: groups(
			`Gaza*, Hamas, Palestin*, Rafah, Khan Younis, Khan Yunis, Sharm el-Sheikh, Board of Peace`,
			`cease‌fire*, truce*, humanitarian pause*, tactical pause*, pause in fighting, pause in the fighting, pauses in fighting, pause in hostilities, pause in the war, pause in Gaza, pauses in Gaza, pause in Israel, pause the fighting, temporary pause, fighting pause, halt to fighting, halt in fighting, halt to the fighting, cessation of hostilities, halt the war, end the war, ending the war, end to the war, end of the war, end Gaza war, end war in Gaza, end the Gaza war, end the conflict in Gaza, end Gaza conflict, halt of genocide,
			hostage deal*, hostages deal, hostage agreement*, hostage release*, hostage swap*, hostage exchange*, hostage handover*, hostage talks, hostage negotiation*, hostage-prisoner, hostages-for-prisoners, captives-for-prisoners, prisoner swap*, prisoner exchange*, prisoners swap, swap of hostages, exchange of hostages, exchange of prisoners,
			release of hostages, release of the hostages, release of all hostages, release of more hostages, release of remaining hostages, release of the remaining hostages, release of Israeli hostages, release of some hostages, release of captives, release of prisoners, release of Palestinian prisoners, release hostages, release the hostages, release all hostages, release more hostages, release Israeli hostages, releases hostages, releases more hostages, releases Israeli hostages, releasing hostages, released hostages, hostages released, hostages are released, hostages were released, hostages to be released, hostages be released, hostages freed, hostages are freed, freed hostages, frees hostages, free hostages, free the hostages, free all hostages, freeing hostages, freeing of hostages, hostages return*, hostages handed, hands over hostage*, return of hostages, return of the hostages, more hostages, bodies of hostages, remains of hostages, hostage bodies, bodies of Israeli hostages,
			Gaza deal, deal with Hamas, Hamas deal, deal between Israel and Hamas, Gaza agreement, Gaza peace, peace plan, peace deal, peace proposal, Trump plan, Trump's plan, Trump's Gaza plan, 20-point, 15-point, phase one, first phase, phase two, second phase, disarmament of Hamas, stabilization force, stabilisation force, Board of Peace`,
		),
		None: words(`Armistice Day, cease‌fire in Lebanon, Lebanon cease‌fire, Lebanese cease‌fire, cease‌fire with Lebanon, cease‌fire with Hezbollah, Hezbollah cease‌fire, Israel-Hezbollah truce, truce in Lebanon, Lebanon truce, cease‌fire between Israel and Hezbollah, cease‌fire between Israel and Lebanon,
			Iran cease‌fire, cease‌fire with Iran, US-Iran truce, Iran truce, cease‌fire between Israel and Iran, cease‌fire between Iran, Ukraine cease‌fire, cease‌fire in Ukraine, Russia-Ukraine cease‌fire, Ukraine peace plan, Sudan cease‌fire, cease‌fire in Sudan, Sweida cease‌fire, Syria cease‌fire, cease‌fire in Syria, cease‌fire in Sweida`),
		Unless: words(`Gaza cease‌fire, Gaza truce, cease‌fire in Gaza, truce in Gaza, Hamas cease‌fire, cease‌fire with Hamas, truce with Hamas, Hamas truce, Gaza deal, cease‌fire between Israel and Hamas, truce between Israel and Hamas, hostage deal, hostages released, cease‌fire in the Gaza Strip`),
	}
}

func gazaHebrew() news.Terms {
	return news.Terms{
		All: groups(
			`עזה, רצועה, רצועת עזה, חמאס, רפיח, חאן יונס, חטופים, חטופי*, חטוף, ג'יהאד האסלאמי, שארם`,
			`הפסקת אש, הפסקת לחימה, הפוגה, הפוגות, הפסקת מלחמה, סיום מלחמה, סוף המלחמה, לסיים את המלחמה, להפסקת המלחמה,
			עסקת חטופים, עסקת שבויים, עסקת חילופי, עסקה, עסקת טראמפ, מתווה, מתווה טראמפ, מתווה ויטקוף, תוכנית טראמפ, תכנית טראמפ, תוכנית השלום, מועצת שלום, כוח ייצוב, קו צהוב,
			שחרור חטופים, שחרור כל החטופים, לשחרור כל החטופים, לשחרר את החטופים, השבת חטופים, החזרת חטופים, חזרת חטופים, שחרור אסירים, חילופי שבויים, חטופים שוחררו, ישוחררו, שוחררו, גופות חטופים, חללים חטופים, חטופים חללים, שלב ראשון, שלב שני, שלב א, שלב ב, פעימה, פעימות, משא ומתן, מו"מ`,
		),
		None:   words(`הפסקת אש בלבנון, הפסקת אש עם לבנון, הפסקת אש עם חיזבאללה, הפסקת אש בין ישראל לחיזבאללה, הפסקת אש בין ישראל ללבנון, הפסקת אש עם איראן, הפסקת אש בין ישראל לאיראן, הפסקת אש באוקראינה, הפסקת אש בסוריה, הפסקת אש בסודאן, הפסקת אש בסווידא`),
		Unless: words(`הפסקת אש בעזה, הפסקת אש ברצועת עזה, הפסקת אש ברצועה, הפסקת אש עם חמאס, הפסקת אש בין ישראל לחמאס, עסקת חטופים`),
	}
}

func gazaTurkish() news.Terms {
	return news.Terms{
		All: groups(
			`Gazze, Gazzeli*, Hamas, Filistin*, Kassam, Refah Sınır, Han Yunus, İsrailli rehine*, İsrailli esir*, Barış Kurulu, Şarm el Şeyh`,
			`ateşkes*, ateş‌kes*, mütareke*, insani ara*, insani duraklama*, çatışmalara ara, çatışmaların durdurul*, savaşın sona*, savaşın bit*, savaşı bit*, savaşı sona*, savaş bitti, savaş sona*, savaşın durdurul*, savaşı durdur*,
			esir takas*, rehine takas*, mahkum takas*, tutuklu takas*, esir değişim*, rehine değişim*, takas anlaşma*, takas mutabakat*, rehine anlaşma*, rehinelerin serbest*, rehineleri serbest*, rehinenin serbest*, rehine serbest*, esirlerin serbest*, esirleri serbest*, esir serbest*, rehinelerin iade*, rehinelerin teslim*, rehinelerin cenaze*, esirlerin cenaze*, rehine cenaze*,
			barış plan*, Trump'ın plan*, Trump planı, Gazze planı, 20 maddelik, barış anlaşma*, Gazze anlaşma*, anlaşmanın ilk aşama*, birinci aşama*, ilk aşama*, ikinci aşama*, ikinci faz*, dolaylı müzakere*, Gazze müzakere*, istikrar gücü*, Barış Kurulu`,
		),
		None:   words(`Lübnan ateşkes*, Lübnan'da ateşkes*, Lübnan'daki ateşkes*, Lübnan ile ateşkes*, Hizbullah ile ateşkes*, Hizbullah ateşkes*, Ukrayna'da ateşkes*, Ukrayna ateşkes*, İran ile ateşkes*, İran ateşkes*, İsrail-İran ateşkes*, Süveyda*, Suveyda*, Sudan'da ateşkes*`),
		Unless: words(`Gazze'de ateşkes*, Gazze'deki ateşkes*, Gazze ateşkes*, Gazze'de kalıcı ateşkes*, Hamas ile ateşkes*, Hamas arasında*, Gazze anlaşma*, esir takas*`),
	}
}

func gazaRussian() news.Terms {
	return news.Terms{
		All: groups(
			`в Газе, в Газу, по Газе, из Газы, с Газой, Газы и, жител* Газы, анклав*, сектор* Газа, сектор* Газы, ХАМАС*, палестин*, Рафах*, Хан-Юнис*, израильск* заложник*, Шарм-эш-Шейх*, Совет* мира`,
			`прекращени* огня, прекратить огонь, прекращен* огня, прекращени* боев*, прекращени* военных действий, перемири*, режим* тишины, гуманитарн* пауз*, завершени* войны, окончани* войны, прекращени* войны, прекратить войну, завершить войну, завершени* конфликта, конец войны,
			обмен* пленными, обмен* заключенными, обмен* заложник*, обмен* пленных, обмен* удерживаем*, освобождени* заложник*, освобождени* всех заложник*, освобождени* оставшихся заложник*, освобождени* израильских заложник*, освободить заложник*, освободить всех заложник*, освободил* заложник*, освобожден* заложник*, освобожденн* заложник*, передал* заложник*, передач* заложник*, возвращени* заложник*, сделк* по заложник*, сделк* о заложник*, тел* заложник*, тел* погибших заложник*, останк* заложник*, освобождени* палестинск*,
			сделк* с ХАМАС*, сделк* между, соглашени* с ХАМАС*, соглашени* по Газе, мирн* план*, план* Трампа, план* мира, мирн* соглашени*, мирн* урегулировани* в Газе, первого этапа, первый этап, первой фазы, первая фаза, второго этапа, второй этап, вторую фазу, второй фазы, Совет* мира, сил* стабилизации, стабилизационн* сил*, разоружени* ХАМАС*`,
		),
		None:   words(`Газпром*, газопровод*, огня на Украине, огня в Украине, перемири* на Украине, пасхальн* перемири*, перемири* в Ливане, огня в Ливане, огня с Хезболл*, огня с Ливан*, перемири* с Хезболл*, перемири* с Ливан*, огня между Израилем и Ливан*, огня между Израилем и Хезболл*, перемири* с Ираном, огня с Ираном, огня между Израилем и Ираном, перемири* между Израилем и Ираном, перемири* между США и Ираном, огня в Сирии, огня в Сувейд*, перемири* в Судане, огня в Судане`),
		Unless: words(`огня в Газе, огня в секторе Газа, перемири* в Газе, перемири* в секторе Газа, перемири* с ХАМАС*, огня с ХАМАС*, между Израилем и ХАМАС*, между ХАМАС*, обмен* заложник*`),
	}
}
