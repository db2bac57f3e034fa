package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// lebanonIsrael is Lebanon, Hezbollah and the border with Israel. A list of
// allies that names Hezbollah beside Hamas or the Houthis is not about Lebanon.
func lebanonIsrael() news.Topic {
	return news.Topic{
		Slug: "lebanon-israel",
		Title: map[string]string{
			"fa": "لبنان و اسرائیل", "ar": "لبنان وإسرائيل", "en": "Lebanon–Israel",
			"he": "לבנון וישראל", "tr": "Lübnan ve İsrail", "ru": "Ливан и Израиль",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All:    groups(`لبنان*, لبنانی*, =حزب‌الله, بیروت*, ضاحیه, نبیه‌بری, نعیم‌قاسم, شیخ نعیم, حسن نصرالله, نصرالله, یونیفل, لیتانی, نبطیه, النبطیه, مرجعیون, بنت‌جبیل, بعلبک, البقاع, دره بقاع, بقاع لبنان, شهر صور, بندر صور, صیدا, عیتا‌الشعب, کفرکلا, میس‌الجبل, مزارع شبعا, جوزف عون, ژوزف عون, جوزاف عون, نواف‌سلام, سعد حریری, جنبش امل, خط آبی, قناریت, =در صور, حومه صور, منطقه صور, الخیام, مارون‌الراس, عیترون, یارون, حولا, اقلیم‌التفاح, عین‌الحلوه, یگان رضوان, نیروهای رضوان, نیروی رضوان, هاشم صفی‌الدین, فواد شکر, عماد مغنیه, مورگان اورتاگوس, سمیر جعجع, ارتش لبنان, بلیدا, میقاتی, جنبلاط, وفیق صفا, محمد رعد, رودولف هیکل, هیثم طباطبایی, ابراهیم عقیل, هوکستین, هوکشتاین, بری NEAR/4 پارلمان, مرجلیوت, مسگاف‌عام, زرعیت, شتولا, المناره, العدیسه, ناقوره, الناقوره, رمیش, شبعا, کفرشوبا, حاصبیا, الهرمل, هرمل, جزین, طیرحرفا, عیناتا, کریات‌شمونه, قریه‌شمونه, المطله, متولا, الجلیل علیا, جلیل علیا, جلیل غربی, شهرک‌های شمالی`),
				None:   slices.Concat(everyday("fa"), words(`بانک مرکزی لبنان, بانک‌های لبنان, سپرده‌گذاران, لیره لبنان, شرکت برق لبنان, انتخابات شهرداری*, لبنانی‌های مقیم, مهاجران لبنانی, دانشجویان لبنانی, کتائب حزب‌الله, گردان‌های حزب‌الله, حزب‌الله عراق, انصار حزب‌الله, حزب‌الله ایران, امت حزب‌الله, جوانان حزب‌الله, نیروهای حزب‌اللهی, حزب‌الله NEAR/1 حماس, حزب‌الله NEAR/1 انصارالله, حزب‌الله NEAR/1 حوثی*, لبنانی‌تبار, لبنانی‌الاصل, اصالتا لبنانی`)),
				Unless: slices.Concat(near(8, `لبنان*, بیروت*`, warlike("fa")), near(8, `حزب‌الله`, `لبنان*, بیروت*`), words(`جنوب لبنان, ضاحیه, نعیم‌قاسم, دبیرکل حزب‌الله`)),
			},
			"ar": {
				All:    groups(`لبنان, لبناني*, حزب الله, بيروت, الضاحية الجنوبية, الضاحية, النبطية, الليطاني, يونيفيل, نعيم قاسم, نبيه بري, جوزيف عون, جوزاف عون, نواف سلام, حسن نصر الله, نصر الله, نصرالله, بنت جبيل, مرجعيون, البقاع, بعلبك, صيدا, مدينة صور, بلدة الخيام, مزارع شبعا, كفركلا, الخط الأزرق, بعبدا, عيترون, مارون الراس, عين الحلوة, قضاء صور, منطقة صور, قوة الرضوان, وحدة الرضوان, أورتاغوس, سمير جعجع, قاسم NEAR/3 المقاومة, قاسم NEAR/3 سلاحنا, الشيخ قاسم, عيتا الشعب, ميقاتي, جنبلاط, وفيق صفا, رودولف هيكل, هيثم الطبطبائي, هوكشتاين, هوكستين, براك NEAR/6 بيروت, مسكاف عام, مسكافعام, مرغليوت, زرعيت, شتولا, أفيفيم, بليدا, ميس الجبل, العديسة, الناقورة, رميش, شبعا, كفرشوبا, حاصبيا, رب ثلاثين, الهرمل, جزين, طير حرفا, علما الشعب, الضهيرة, عيناثا, زوطر, دير سريان, كفرتبنيت, عين قانا, إقليم التفاح, كريات شمونة, المطلة NEAR/6 صاروخ*, الجليل الأعلى, الجليل الغربي`),
				None:   slices.Concat(everyday("ar"), words(`مصرف لبنان, المصارف اللبنانية, مصارف لبنان, المودعين, سعر الصرف, سعر صرف, الليرة, الانتخابات البلدية, كهرباء لبنان, الجالية اللبنانية, المغتربين, كتائب حزب الله, حزب الله العراقي, حزب الله في العراق, حزب الله NEAR/1 حماس, حزب الله NEAR/1 حوثي*, أصل لبناني, لبناني الأصل, لبنانية الأصل, من أصول لبنانية`)),
				Unless: slices.Concat(near(8, `لبنان, لبناني*, بيروت`, warlike("ar")), near(8, `حزب الله`, `لبنان, لبناني*, بيروت`), words(`جنوب لبنان, جنوبي لبنان, الضاحية, نعيم قاسم, الأمين العام لحزب الله`)),
			},
			"en": {
				All:    groups(`Lebanon, Lebanese, Hezbollah*, Hizbollah*, Hizbullah*, Hezballah, Beirut*, UNIFIL, Litani, Nasrallah, Naim Qassem, Nabih Berri, Joseph Aoun, Nawaf Salam, Bint Jbeil, Nabatieh, Nabatiyeh, Baalbek, Dahiyeh, Dahieh, Bekaa, Beqaa, Shebaa, Marjayoun, Aitaroun, Ain al-Hilweh, Ain el-Hilweh, Radwan Force, Baabda, Geagea, Tyre NEAR/5 Israeli, Sidon NEAR/5 Israeli, Kiryat Shmona, Metula, Margaliot, Avivim, Mikati, Jumblatt, Hochstein NEAR/8 Israel*, Wafiq Safa, Haytham Tabatabai, Ibrahim Aqil, Rodolphe Haykal, Upper Galilee, Western Galilee, Naqoura, Kfar Kila, Blue Line NEAR/8 Israel*, Resolution 1701`),
				None:   slices.Concat(everyday("en"), words(`Lebanon's central bank, Lebanese central bank, depositors, Lebanese pound*, Lebanese bank*, Lebanon's bank*, bank deposits, frozen deposits, eurobond*, municipal election*, port blast, port explosion, Ghosn, Lebanese diaspora, Kataib Hezbollah, Kata'ib Hezbollah, Lebanon County, Lebanon Pennsylvania, Lebanon Tennessee, Lebanon Ohio, Lebanon Oregon, Lebanon Indiana, Lebanon New Hampshire, Hezbollah NEAR/1 Hamas, Hezbollah NEAR/1 Houthi*, from Lebanon to, Beirut-born, Lebanese-born, Lebanese-American*, Lebanese-Canadian*, Lebanese-French, Lebanese-Australian*, Lebanese-British, Lebanese descent, Lebanese origin, Lebanese heritage`)),
				Unless: slices.Concat(near(8, `Lebanon, Lebanese, Beirut*`, warlike("en")), near(8, `Hezbollah`, `Lebanon, Lebanese, Beirut*`), words(`southern Lebanon, south Lebanon, Lebanon border, Hezbollah chief, Hezbollah leader, Nasrallah, Qassem, UNIFIL`)),
			},
			"he": {
				All:    groups(`לבנון, לבנוני*, חיזבאללה, חזבאללה, חיזבללה, ביירות, ליטני, דאחייה, דאחיה, נסראללה, נעים קאסם, יוניפי"ל, יוניפיל, הר דב, בעלבכ, צידון, נבטיה, כוח רדואן, בינת ג'בייל, הגבול הצפוני, גבול הצפון, קריית שמונה, מטולה, גליל עליון, נסראללה`),
				None:   everyday("he"),
				Unless: words(warlike("he") + `, חיזבאללה`),
			},
			"tr": {
				All:    groups(`Lübnan*, Hizbullah*, Beyrut*, Litani, UNIFIL, Nasrallah, Naim Kasım, Nebih Berri, Dahiye*, Nebatiye, Baalbek, Rıdvan Gücü, Nevaf Selam`),
				None:   everyday("tr"),
				Unless: words(warlike("tr") + `, Hizbullah*`),
			},
			"ru": {
				All:    groups(`Ливан*, ливанск*, Хезболл*, Хизболл*, Хезбалл*, Хизбалл*, Бейрут*, ЮНИФИЛ, ВСООНЛ, Насралл*, Наим* Касем*, Литани, Набати*, Баальбек*`),
				None:   everyday("ru"),
				Unless: words(warlike("ru") + `, Хезболл*`),
			},
		},
		Yes: []string{
			"حمله پهپادی رژیم صهیونیستی به جنوب لبنان", "شیخ نعیم قاسم: سلاح حزب‌الله را تحویل نمی‌دهیم", "غارة إسرائيلية على ضاحية بيروت الجنوبية", "الأمين العام لحزب الله يلقي كلمة",
			"Israel strikes Hezbollah targets in Beirut", "צה\"ל תקף בדרום לבנון", "İsrail Lübnan'ın güneyini vurdu", "Израиль нанес удар по югу Ливана",
			"ترور فرمانده ارشد حزب‌الله در ضاحیه", "یونیفیل: به نیروهای ما در جنوب لیتانی شلیک شد", "اليونيفيل: إسرائيل أطلقت النار على دورياتنا",
			"قاسم: سلاح المقاومة باق", "UNIFIL says Israeli drone dropped grenade near peacekeepers", "Hezbollah vows not to disarm",
			"תקיפה בנבטיה: שני פעילי חיזבאללה חוסלו", "İsrail Beyrut'un güneyini bombaladı", "Hizbullah: Silah bırakmayacağız",
			"ЦАХАЛ ликвидировал начштаба Хезболлы в Бейруте", "ЮНИФИЛ обвинила Израиль в обстреле",
		},
		No: []string{
			"گردهمایی جوانان حزب‌الله در قم", "کتائب حزب‌الله عراق بیانیه داد", "غارة على غزة", "Israel strikes Gaza", "İsrail Gazze'yi vurdu", "Удар по Газе", "צה\"ל תקף בעזה",
			"بسیج و حزب‌اللهی‌ها در دانشگاه تهران گرد آمدند", "كتائب حزب الله العراقية تنفي", "Kataib Hezbollah releases Elizabeth Tsurkov",
		},
	}
}

// syria is Syria: its transition, Sweida and the Druze, the north-east,
// Israel's strikes.
func syria() news.Topic {
	return news.Topic{
		Slug: "syria",
		Title: map[string]string{
			"fa": "تحولات سوریه", "ar": "سوريا", "en": "Syria", "he": "סוריה", "tr": "Suriye", "ru": "Сирия",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All:    groups(`سوریه*, سوری‌ها*, سوری‌های, =سوری, دمشق, سویدا, السویدا, جولانی, الجولانی, احمد‌الشرع, احمد شرع, الشرع, دروزی*, دروز, بشار‌اسد, بشار‌الاسد, درعا, قنیطره, القنیطره, دیرالزور, دیر‌الزور, قسد, =حلب, ادلب, =حمص, لاذقیه, اللاذقیه, طرطوس, الحسکه, حسکه, قامشلی, تحریر‌الشام, بلندی‌های جولان, جولان اشغالی, جولان سوریه, الجولان, الشیبانی, کوبانی, عین‌العرب, ابوالظهور, مظلوم‌عبدی, شدادی, الشدادی, اردوگاه الهول, شیخ‌مقصود, الرقه, =رقه, تدمر, پالمیرا, حمیمیم, الحمیمیم, شهر حما, =حماه, حما NEAR/5 تحریرالشام, تحریر‌الشام NEAR/3 حما, بانیاس, جرمانا, صحنایا, بوکمال, البوکمال, سد تشرین, تل‌رفعت, عین‌عیسی, رژیم اسد, دولت اسد, نظام اسد, سقوط اسد, سرنگونی اسد, خاندان اسد, خانواده اسد, پسرخاله اسد, دوران اسد, فرار اسد, حکومت اسد, ماهر اسد, اسماء اسد, عاطف نجیب, حکمت‌الهجری, الهجری, التنف, جبل‌الشیخ, منبج, عفرین, قانون قیصر, قانون سزار, ریف حماه`),
				None:   slices.Concat(everyday("fa"), words(`چهارشنبه‌سوری, روغن حلب, حلب روغن, پناهجوی سوری, مهاجر سوری, تبعه سوری, پزشک سوری, سوری‌تبار, سوری‌الاصل`)),
				Unless: slices.Concat(near(8, `سوریه*, دمشق`, warlike("fa")), words(`سویدا, جولانی, دولت سوریه, وزیر خارجه سوریه, رئیس‌جمهور سوریه`)),
			},
			"ar": {
				All:    groups(`سوريا, سورية, سوري*, دمشق, السويداء, الجولاني, أحمد الشرع, الرئيس الشرع, حكومة الشرع, =الشرع, =والشرع, =للشرع, =بالشرع, =فالشرع, دروز, دروزي*, درزي*, قسد, الحسكة, حمص, حلب, إدلب, اللاذقية, طرطوس, درعا, القنيطرة, دير الزور, القامشلي, كوباني, عين العرب, بشار الأسد, نظام الأسد, هيئة تحرير الشام, الشيباني, الجولان, ريف حماة, مدينة حماة, مظلوم عبدي, الشدادي, مخيم الهول, الشيخ مقصود, الرقة, حكمت الهجري, الهجري, التنف, جبل الشيخ, حميميم, جرمانا, صحنايا, البوكمال, سد تشرين, ماهر الأسد, عاطف نجيب, فلول النظام, منبج, عفرين, تدمر, قانون قيصر`),
				None:   slices.Concat(everyday("ar"), words(`حكم الشرع, أحكام الشرع, الشرع الحنيف, في الشرع, الشرع الإسلامي, الشرع والقانون, لاجئ سوري, اللاجئ السوري, طالب لجوء سوري, شاب سوري, سوري الأصل, سورية الأصل, أصل سوري, من أصول سورية`)),
				Unless: slices.Concat(near(8, `سوريا, سورية, سوري*, دمشق`, warlike("ar")), words(`سوري* NEAR/1 الرئيس, سورية NEAR/1 الحكومة, سوري* NEAR/2 الخارجية, السويداء, أحمد الشرع`)),
			},
			"en": {
				All:    groups(`Syria, Syrian*, Damascus, Sweida, Suwayda, Suweida, Swaida, Sharaa, Druze, HTS, Hayat Tahrir al-Sham, Aleppo, Idlib, Homs, Latakia, Tartus, Tartous, Daraa, Deraa, Quneitra, Deir ez-Zor, Deir al-Zor, Deir Ezzor, Assad, Raqqa, Hasakah, Qamishli, Kobani, Kobane, Mazloum Abdi, Caesar Act, SDF, Syrian Democratic Forces, Palmyra, Khmeimim, Hmeimim, Banias, Jaramana, Albukamal, Abu Kamal, Tishreen Dam, Maher al-Assad, al-Hol camp, al-Tanf, Manbij, Afrin, Hikmat al-Hijri, al-Shaibani, al-Shaybani, Jolani, Jawlani, Golani, Julani`),
				None:   slices.Concat(everyday("en"), words(`Golani Brigade, Golani soldier*, Syrian nationality, Syrian-born, donation to Syrian refugees, donations to Syrian refugees, Syrian asylum seeker*, Syrian-American*, Syrian-Canadian*, Syrian descent, Syrian origin, Syrian doctor*, Syrian migrant*, Syrian man, Syrian national, Syrian teenager, Syrian suspect*, SDF NEAR/8 Japan*, Palmyra NEAR/3 New York, Palmyra NEAR/3 Pennsylvania`)),
				Unless: slices.Concat(near(8, `Syria, Damascus`, warlike("en")), words(`Syrian government, Syrian forces, Syrian army, Syrian president, Syria's president, post-Assad, Sweida, Suwayda`)),
			},
			"he": {All: groups(`סוריה, סורי, סורים, סורית, סוריים, דמשק, א-שרע, אל-שרע, אחמד א-שרע, סווידא, סוויידא, א-סווידא, דרוזים, דרוזי*, ג'ולאני, בשאר אסד, אסד, קוניטרה, חאלב, אידליב, חומס, דרעא, מזלום עבדי, א-שייבאני, החרמון הסורי, רמת הגולן הסורית`), None: everyday("he"), Unless: words(warlike("he"))},
			"tr": {All: groups(`Suriye*, Suriyeli*, =Şam, Süveyda*, Suveyda*, Dürzi*, Esad, =Esed, Ahmed Şara, =Şara, Eş-Şara, Colani, HTŞ, SDG, Halep, İdlib, Lazkiye, Tartus, Humus, Haseke, Kamışlı, Rakka, Deyrizor, Ayn el Arab, Münbiç, Menbiç, Afrin, Mazlum Abdi, Kuneytra`), None: everyday("tr"), Unless: words(warlike("tr"))},
			"ru": {All: groups(`Сирия, Сирии, Сирию, Сирией, сирийск*, сириец, сирийц*, Дамаск*, Сувейд*, Эс-Сувейд*, Асад, Асада, Асаду, Асадом, Шараа, аш-Шараа, друзы, друзов, друзам, друзами, друзск*, Алеппо, Идлиб*, Хомс*, Латаки*, Тартус*, Дераа, Кунейтр*, Дейр-эз-Зор*, Хмеймим*, ХТШ, Джулани, Джолани, Мазлум* Абди, Манбидж*, Африн*, Ракк*, Эль-Хол*`), None: everyday("ru"), Unless: words(warlike("ru"))},
		},
		Yes: []string{
			"توافق آتش‌بس در سویداء", "آخرین تحولات ناآرامی‌های سویداء / ۷۱۸ نفر کشته شده‌اند", "نیروهای الجولانی وارد شهر شدند", "اتفاق وقف إطلاق النار في السويداء", "الرئيس الشرع يصل إلى موسكو",
			"Syrian forces withdraw from Sweida", "אחמד א-שרע נפגש עם טראמפ", "Şam'da patlama", "Суд в Дамаске вынес приговор",
			"الشرع وارد واشنگتن شد", "درگیری قسد و نیروهای دولتی در شیخ مقصود حلب", "ترامب يرفع العقوبات عن سوريا",
			"الشرع يلتقي ترامب في البيت الأبيض", "Sharaa addresses UN General Assembly", "SDF and government forces clash in Aleppo",
			"א-שרע: לא נוותר על הגולן", "עימותים בין דרוזים לבדואים בסווידא", "Şara, Washington'da Trump ile görüştü",
			"Bakan Fidan: SDG 10 Mart mutabakatına uymalı", "Аш-Шараа прибыл в Москву", "В Алеппо начались бои между СДС и армией",
		},
		No: []string{
			"آتش‌سوزی در چهارشنبه‌سوری", "جولان ویروس در تهران", "Golani Brigade soldier killed in Gaza", "Şampiyonlar Ligi maçı", "Друзья встретились в Москве", "Türkiye şarap üretimi",
			"شام آخر؛ نقاشی داوینچی مرمت شد", "المحكمة الشرعية تصدر حكمها", "Syrian-born chef opens restaurant in Toronto",
			"Akşam namazı vakitleri",
		},
	}
}
