package topic

import (
	"slices"

	"golchin/aggregator/news"
)

// ukraineWar is Ukraine and Russia's war on it.
func ukraineWar() news.Topic {
	return news.Topic{
		Slug: "ukraine-war",
		Title: map[string]string{
			"fa": "جنگ اوکراین", "ar": "حرب أوكرانيا", "en": "Ukraine war", "he": "המלחמה באוקראינה", "tr": "Ukrayna savaşı", "ru": "Война на Украине",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All:    groups(`اوکراین*, اکراین*, زلنسکی*, زلینسکی, کی‌یف, کی‌یِف, اودسا, خارکف, خارکیف, خارکوف, دونباس, دونتسک, دونتسک, لوهانسک, لوگانسک, زاپوریژیا, زاپوریژژیا, زاپوروژیه, زاپروژیا, خرسون, شبه‌جزیره کریمه, جزیره کریمه, پل کریمه, الحاق کریمه, کورسک, باخموت, پوکروفسک, پاکروفسک, ماریوپل, یاروسلا, تومن, خارکیو, دنیپرو*, کوپیانسک, کریوی‌ریه, سواستوپل, پل کرچ, ائتلاف داوطلبان, ائتلاف مشتاقان, آلاسکا NEAR/6 پوتین, بوداپست NEAR/6 پوتین, جنگ روسیه, آتش‌بس با روسیه, آتش‌بس میان روسیه, آتش‌بس بین روسیه, عملیات ویژه نظامی, عملیات نظامی ویژه, عملیات ویژه روسیه, آودیوکا, آودیفکا, آودیوفکا, کراماتورسک, اسلاویانسک, ملیتوپل, سولدار, اوگلدار, میرنوگراد, سیورسک, بلگورود, بریانسک, نووروسیسک, سودژا, چاسیف‌یار, توریتسک, گولیای‌پوله, لیمان, کوستیانتینوکا, منطقه سومی, استان سومی, پولتاوا, میکولایف, نیکولایف, چرنیهیف, لویو, کاخوفکا, بوچا, سیرسکی, یرماک, بودانوف, عمروف, پوتین NEAR/5 آتش‌بس*, ویتکاف NEAR/5 پوتین, ویتکاف NEAR/5 کرملین, ویتکاف NEAR/5 مسکو, کوشنر NEAR/5 پوتین, کیریل دمیتریف, موشک* NEAR/2 تاوروس, موشک* NEAR/2 تائوروس, موشک* NEAR/2 تاروس, موشک تاماهاوک NEAR/8 روسیه`),
				None:   everyday("fa"),
				Unless: words(ukraineWarlike("fa")),
			},
			"ar": {
				All:    groups(`أوكرانيا, أوكراني*, اوكراني*, زيلينسكي, زيلنسكي, زلينسكي, زيلينسكى, كييف, خاركيف, خاركوف, دونيتسك, دونباس, لوغانسك, لوهانسك, زابوريجيا, خيرسون, شبه جزيرة القرم, القرم, أوديسا, كورسك, باخموت, بوكروفسك, دنيبرو, كوبيانسك, سيفاستوبول, تحالف الراغبين, ألاسكا NEAR/6 بوتين, بودابست NEAR/6 بوتين, العملية العسكرية الخاصة, العملية العسكرية NEAR/8 بوتين, العملية العسكرية NEAR/8 روسيا, العملية العسكرية NEAR/8 بيسكوف, العملية العسكرية NEAR/8 الكرملين, أفدييفكا, ماريوبول, ميليتوبول, كراماتورسك, سلوفيانسك, كوستيانتينيفكا, سوليدار, أوغليدار, كريفي ريه, سودجا, بيلغورود, بريانسك, نوفوروسيسك, تشاسيف يار, توريتسك, مدينة سومي, مقاطعة سومي, منطقة سومي, بولتافا, ميكولايف, تشيرنيهيف, مدينة لفيف, سيرسكي, يرماك, عمروف, بوتين NEAR/5 إطلاق النار, بوتين NEAR/5 هدنة, ويتكوف NEAR/5 بوتين, ويتكوف NEAR/5 موسكو, ويتكوف NEAR/5 الكرملين, كيريل دميترييف`),
				None:   everyday("ar"),
				Unless: words(ukraineWarlike("ar")),
			},
			"en": {
				All:    groups(`Ukrain*, Kyiv*, Kiev, Zelensk*, Crimea*, Donbas, Donbass, Donetsk, Luhansk, Kharkiv, Kherson, Zaporizhzhia, Zaporizhia, Odesa, Odessa, Bakhmut, Pokrovsk, Avdiivka, Mariupol, Kursk, Kupiansk, Kupyansk, Dnipro*, Kryvyi Rih, Chernihiv, Mykolaiv, Sumy, Sevastopol, Kerch, Lviv, Kramatorsk, Sloviansk, coalition of the willing, ceasefire with Russia, Alaska NEAR/6 Putin, Russia's war, special military operation, Belgorod, Bryansk, Novorossiysk, Sudzha, Toretsk, Chasiv Yar, Huliaipole, Vovchansk, Kostiantynivka, Vinnytsia, Ternopil, Poltava, Chernivtsi, Kakhovka, Snake Island, Bucha, Syrskyi, Syrsky, Yermak, Budanov, Umerov, Zaluzhnyi, Kirill Dmitriev, Witkoff NEAR/5 Putin, Witkoff NEAR/5 Kremlin, Witkoff NEAR/5 Moscow, Kushner NEAR/5 Putin, Putin NEAR/5 ceasefire, Putin NEAR/5 truce, Storm Shadow missile*, Taurus missile*, Oreshnik`),
				None:   slices.Concat(everyday("en"), words(`Ukrainian-born, Ukrainian-American*, Ukrainian-Canadian*, Kyiv-born, Ukrainian descent, Odessa Texas, Odessa NEAR/3 Texas, chicken Kiev, chicken Kyiv`)),
				Unless: words(ukraineWarlike("en")),
			},
			"he": {All: groups(`אוקראינה, אוקראיני*, זלנסקי, קייב, חרקוב, חרקיב, דונבאס, דונייצק, דונצק, לוהנסק, חרסון, אודסה, חצי האי קרים, זפוריז*, קופיאנסק, פוקרובסק, דניפרו, סבסטופול, מריופול, המבצע הצבאי המיוחד, באחמוט, לבוב, אבדייבקה, קרמטורסק, בלגורוד, קורסק`), None: everyday("he"), Unless: words(ukraineWarlike("he"))},
			"tr": {All: groups(`Ukrayna*, Zelenskiy*, Zelenski*, Zelensky*, Kiev*, Kırım, Donbas*, Donetsk, Luhansk, Lugansk, Harkiv*, Herson*, Zaporijya, Zaporojye, Odessa, Odesa, Pokrovsk, Kursk, Kupyansk, Kupiansk, Dnipro, Sivastopol, Mariupol, gönüllüler koalisyonu, özel askeri operasyon*, Avdiyivka, Bahmut, Lviv, Kramatorsk, Mikolayiv, Belgorod`), None: everyday("tr"), Unless: words(ukraineWarlike("tr"))},
			"ru": {All: groups(`Украин*, украинск*, украинец, украинц*, Зеленск*, Киев, Киева, Киеву, Киеве, Киевом, киевск*, ВСУ, ДНР, ЛНР, СВО, спецоперац*, Донбасс*, Донецк*, Луганск*, Харьков*, Херсон*, Запорож*, Одесс*, Бахмут*, Артемовск*, Авдеевк*, Покровск, Покровска, Купянск*, Красноармейск*, Мариупол*, Днепропетровск*, Сумск*, Белгородск*, Константиновк*, Славянск*, Краматорск*, Севастопол*, Крымск* мост*, ВС РФ, Черном море, Белгород, Белгорода, Белгороде, Брянск*, Курск*, Волчанск*, Торецк*, Часов Яр*, Угледар*, Красн* Лиман*, Гуляйполе, Судж*, Уиткофф* NEAR/5 Путин*, Сырск*, Ермак, Ермака, Ермаку, Буданов*`), None: everyday("ru"), Unless: words(ukraineWarlike("ru"))},
		},
		Yes: []string{
			"زلنسکی: اگر تسلیحات دوربرد دریافت کنیم آماده اقدام هستیم", "حمله پهپادی اوکراینی‌ها به پالایشگاه روسیه", "زيلينسكي يدعو إلى هدنة", "مسيرات أوكرانية تهاجم موسكو",
			"Zelenskyy meets Trump at White House", "Russia-Ukraine war: list of key events", "מתקפה רוסית על קייב", "Ukrayna'ya yeni destek paketi", "ВСУ атаковали нефтебазу",
			"بسته نوزدهم تحریم‌های اتحادیه اروپا علیه روسیه به خاطر جنگ اوکراین", "حمله پهپادی گسترده روسیه به خارکیف", "حزمة عقوبات أوروبية جديدة على روسيا بسبب أوكرانيا",
			"زيلينسكي: القوات الروسية تتقدم في بوكروفسك", "Zaporizhzhia nuclear plant loses power, IAEA warns", "EU adopts 19th sanctions package against Russia over Ukraine",
			"זלנסקי ייפגש עם טראמפ", "Rusya Ukrayna'nın enerji altyapısını vurdu", "Zelenski Ankara'ya geldi",
			"ВС РФ освободили населенный пункт в ДНР", "ПВО сбила 120 украинских беспилотников",
		},
		No: []string{
			"کریمه اهل بیت در قم", "کیف پول", "Putin visits Beijing", "روسيا تعلن موازنة جديدة", "Москва и Пекин",
			"دیدار پوتین و شی جین‌پینگ در پکن", "روسیه خواستار آتش‌بس دائمی در غزه شد", "Russia and China sign gas deal",
			"Россия и Китай подписали соглашение",
		},
	}
}

// oilMarket is the price of oil and what moves it: OPEC, output, stocks,
// exports.
func oilMarket() news.Topic {
	return news.Topic{
		Slug: "oil-market",
		Title: map[string]string{
			"fa": "بازار نفت", "ar": "سوق النفط", "en": "Oil market", "he": "שוק הנפט", "tr": "Petrol piyasası", "ru": "Рынок нефти",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All:    groups(`برنت, نفت خام, قیمت نفت, قیمت‌های نفت, قیمت جهانی نفت, قیمت هر بشکه, بهای نفت, بهای هر بشکه, نرخ نفت, بازار نفت, بازارهای نفت, بازار جهانی نفت, اوپک*, صادرات نفت, واردات نفت, تولید نفت, فروش نفت, عرضه نفت, تقاضای نفت, تقاضا برای نفت, خروجی نفت, استخراج نفت, ذخایر نفت, ذخیره‌سازی نفت, ذخایر استراتژیک نفت, بشکه نفت, میلیون بشکه, بشکه در روز, هر بشکه نفت, دلار در هر بشکه, نفت به زیر, نفت به بالای, نفت عربستان, نفت ما, نفت وست, وست‌تگزاس, طلای سیاه, سبد نفتی, نفت سبک, نفت سنگین, آژانس بین‌المللی انرژی NEAR/8 نفت, مازاد NEAR/2 نفت, مازاد عرضه نفت, کمبود نفت, معاملات نفت, معاملات آتی نفت, =نفت NEAR/3 دلار, نفت NEAR/2 بشکه, آرامکو NEAR/5 قیمت, آرامکو NEAR/5 نفت, نفت شیل, نفت برنت, نفت اوپک, نفت گران, نفت ارزان, نفت بالا رفت, نفت جهش, سقوط نفت, جهش نفت, گرانی نفت, شوک نفتی, بازار انرژی, بازارهای انرژی, نفت در مسیر, =نفت NEAR/3 افت, =نفت NEAR/3 ریزش, =نفت NEAR/3 نزول*, =نفت NEAR/3 صعود*, =نفت NEAR/3 کاهشی, =نفت NEAR/3 افزایشی, =نفت NEAR/3 عقب‌نشینی, =نفت NEAR/2 ارزان, =نفت NEAR/2 گران, =نفت NEAR/3 بالا رفت, =نفت NEAR/3 پایین آمد, =نفت NEAR/8 کاهش یافت, =نفت NEAR/8 افزایش یافت, =نفت NEAR/8 سقوط کرد, =نفت NEAR/8 جهش کرد, =نفت NEAR/8 صعود کرد, =نفت NEAR/8 افت کرد, =نفت NEAR/2 ارزان‌تر, =نفت NEAR/2 گران‌تر, قیمت طلا و نفت, قیمت‌های جهانی نفت, نفتا, کاهش داوطلبانه, کاهش تولید NEAR/6 عربستان, کاهش تولید NEAR/6 روسیه, افزایش تولید NEAR/6 عربستان`),
				None:   words(`تیم نفت, نفت آبادان, صنعت نفت آبادان, نفت مسجدسلیمان, نفت تهران, لیگ برتر, لیگ آزادگان, لیگ یک`),
				Unless: words(`قیمت نفت, برنت, اوپک*, بشکه, نفت خام`),
			},
			"ar": {All: [][]string{slices.Concat(words(`برنت, أوبك*, أسعار النفط, سعر النفط, أسعار الخام, أسعار خام, سعر خام, النفط الخام, نفط خام, خام غرب تكساس, غرب تكساس, أسواق النفط, سوق النفط, أسواق الطاقة, العقود الآجلة للنفط, عقود النفط, مخزونات النفط, مخزونات الخام, المخزونات النفطية, مخزونات النفطية, إنتاج النفط, إنتاج الخام, إمدادات النفط, صادرات النفط, صادرات الخام, الطلب على النفط, برميل النفط, مليون برميل, برميل يوميا, للبرميل, سعر البرميل, النفط يرتفع, النفط يتراجع, النفط ينخفض, النفط يصعد, النفط يهبط, النفط يقفز, النفط يستقر, النفط يواصل, ارتفاع النفط, تراجع النفط, ارتفع النفط, المعروض النفطي, معروض النفط, فائض NEAR/3 النفط, فائض NEAR/3 النفطي, وكالة الطاقة الدولية NEAR/8 نفط*, وكالة الطاقة الدولية NEAR/8 النفط,  سعر البيع الرسمي, أسعار البيع الرسمية, الخام العربي, أرامكو NEAR/4 أسعار, أرامكو NEAR/4 سعر, النفط NEAR/3 دولار*, نفط NEAR/3 دولار*, النفط NEAR/2 ترتفع, النفط NEAR/2 تتراجع, النفط NEAR/2 يزيد, النفط NEAR/2 خسائر, النفط NEAR/2 مكاسب, منصات النفط, الذهب الأسود, خفض الإنتاج, الخفض الطوعي, خفض طوعي, التخفيضات الطوعية, تخفيضات الإنتاج, تخفيضات إنتاج, تراجع النفط, انخفاض النفط, صعود النفط`), near(1, `النفط`, `يكسب, يخسر, يفقد, يتجاوز, يقترب, ينهي, يسجل, يتجه, ينزل, يستعيد, يعمق, يقلص, يتكبد, يلامس, مستقر, تخسر, تكسب, يعوض`))}},
			"en": {
				All: groups(`crude, Brent crude, Brent oil, Brent future*, Brent price*, Brent contract*, Brent benchmark, benchmark Brent, Brent North Sea, Brent and WTI, WTI and Brent, Brent rose, Brent fell, Brent hits, Brent settles, Brent jumps, Brent slips, Brent above, Brent below, Brent near, Brent at, Brent tops, Brent rises, Brent falls, OPEC*, WTI, oil price*, price of oil, oil future*, oil market*, oil trader*, oil benchmark*, oil inventor*, oil stockpile*, oil output, oil production, oil demand, oil suppl*, oil export*, oil import*, oil glut, oil discount*, oil NEAR/2 discount*, oil shock, oil rally, oil updates, petroleum reserve*, barrels per day, barrels a day, barrels of oil, million barrels, bpd, a barrel, per barrel, output cut*, production cut*,
				oil rises, oil rose, oil falls, oil fell, oil edges, oil jumps, oil slips, oil gains, oil drops, oil climbs, oil surges, oil slides, oil steadies, oil steady, oil settles, oil tumbles, oil dips, oil eases, oil holds, oil retreats, oil rebounds, oil extends, oil hits, oil ticks, oil inches, oil advances, oil pares, oil sinks, oil plunges, oil soars, oil spikes, oil swings, oil rallies, oil firms, oil bounces, oil trades, oil tops, oil crash*, oil surplus, oil supply, surplus NEAR/2 oil, Brent forecast*, Brent NEAR/4 barrel*, Brent rallies, Brent drops, Brent climbs, official selling price*, Aramco NEAR/5 price*, Aramco NEAR/5 crude, EIA NEAR/6 oil, IEA NEAR/6 oil, oil posts, oil mixed, oil flat, oil lower, oil higher, oil nears, oil loses, oil snaps, oil erases, oil trims, oil recovers, oil closes, oil ends, oil logs, oil reverses, oil stabili*, oil wavers, oil drifts, oil softens, oil adds, oil sheds, oil plummets, oil weakens, oil NEAR/3 weekly, oil NEAR/2 barrel*, oil on track, oil prices, petrol prices NEAR/6 oil, little changed oil, oil little changed, oil set for, oil heads for, oil up, oil down`),
				None:   words(`crude joke*, crude remark*, crude comment*, crude language, crude bomb*, crude device*, crude weapon*, crude explosive*, crude drawing*, palm oil, olive oil, cooking oil, soybean oil, sunflower oil, vegetable oil, edible oil*, fish oil, coconut oil, essential oil*, oil painting*, hair oil, seed oil*, rapeseed oil, canola oil, Midnight Oil`),
				Unless: words(`crude oil, crude price*, crude future*, oil market*, Brent, WTI, OPEC*, barrel*, petroleum`),
			},
			"he": {All: groups(`מחיר הנפט, מחירי הנפט, מחיר נפט, חבית נפט, לחבית, חביות נפט, חביות ביום, שוק הנפט, שווקי הנפט, נפט גולמי, ברנט, אופ"ק, אופ"ק פלוס, הנפט מזנק, הנפט זינק, הנפט עולה, הנפט עלה, הנפט יורד, הנפט ירד, הנפט צונח, תפוקת הנפט, יצוא הנפט, מלאי הנפט, הפקת הנפט, נפט NEAR/3 דולר, הנפט NEAR/3 דולר, היצע הנפט`)},
			"tr": {All: groups(`Brent, OPEC*, WTI, ham petrol*, petrol fiyat*, petrolün fiyat*, petrolün varil*, petrol piyasa*, petrol üretim*, petrol ihracat*, petrol ithalat*, petrol stok*, petrol arz*, petrol talep*, petrol talebi*, Batı Teksas, varil petrol, varil fiyat*, petrol NEAR/3 dolar*, petrol NEAR/2 yükseldi, petrol NEAR/2 geriledi, milyon varil, varil başına, varili, petrol yükseldi, petrol geriledi, petrol düştü`)},
			"ru": {All: groups(`Brent, Urals, WTI, ОПЕК*, цен* на нефть, цен* нефти, стоимост* нефти, нефт* марк*, нефт* Brent, рын* нефти, нефтян* рын*, нефтян* котировк*, нефтян* фьючерс*, котировк* нефти, фьючерс* на нефть, добыч* нефти, экспорт* нефти, импорт* нефти, поставк* нефти, запас* нефти, спрос* на нефть, баррел*, нефть подорожал*, нефть подешевел*, нефть дорожает, нефть дешевеет, нефть выросл*, нефть растет, нефть NEAR/2 дешев*, нефть NEAR/2 дорож*, нефть NEAR/2 доллар*, нефти NEAR/2 доллар*, избыт* NEAR/2 нефти`)},
		},
		Yes: []string{
			"نفت به زیر ۹۰ دلار رسید", "قیمت نفت خام برنت به ۹۳ دلار رسید", "أسعار النفط ترتفع بعد قرار أوبك+", "Oil edges higher as OPEC+ delays output increase", "U.S. crude inventories fall",
			"מחירי הנפט זינקו", "Brent petrolün varili 63 dolar", "Цены на нефть выросли", "Нефть марки Brent подорожала",
			"خزانه‌داری آمریکا شبکه فروش نفت ایران را هدف قرار داد", "نفت برنت از مرز ۷۰ دلار گذشت", "أوبك+ تقرر زيادة الإنتاج في ديسمبر",
			"خام برنت يتجاوز 65 دولارا", "US sanctions Chinese teapot refinery over Iranian crude", "Brent slips below $65 as OPEC+ hikes output",
			"מחיר חבית ברנט ירד מתחת ל-65 דולר", "Brent petrolün varil fiyatı 62 dolar", "OPEC+ üretimi artırma kararı aldı",
			"Нефть дешевеет на опасениях избытка предложения", "ОПЕК+ увеличит добычу с декабря",
		},
		No: []string{
			"نفتکش در دریای عمان آتش گرفت", "Crude bomb found at station", "زيت الزيتون يرتفع", "Olive oil recipe", "נפתח האופק",
			"قیمت روغن خوراکی افزایش یافت", "نمایشگاه نقاشی رنگ روغن در تهران", "تیم نفت آبادان به لیگ برتر صعود کرد",
			"Palm oil exports from Indonesia rise", "Van Gogh oil painting sells for $60m", "Zeytinyağı fiyatları düştü",
			"Подсолнечное масло подорожало",
		},
	}
}

// earthquake is earthquakes, wherever the earth shakes; political ones are out.
func earthquake() news.Topic {
	return news.Topic{
		Slug: "earthquake",
		Title: map[string]string{
			"fa": "زلزله", "ar": "زلزال", "en": "Earthquakes", "he": "רעידות אדמה", "tr": "Depremler", "ru": "Землетрясения",
		},
		Terms: map[string]news.Terms{
			"fa": {
				All:    groups(`زلزله*, زمین‌لرزه*, پس‌لرزه*, پیش‌لرزه*, ریشتر*, لرزه‌نگاری, لرزه‌ای, لرزه‌خیز*, زمین لرزید, گسل فعال, گسل‌های فعال, گسل تهران, گسل‌های تهران, گسل شمال, گسل مشا, گسل ری, گسل NEAR/4 لرزه*, گسل NEAR/3 ساختمان*, گسل‌های NEAR/3 ساختمان*, حرکت گسل, فعالیت گسل, حریم گسل*, پهنه گسلی, مرکز لرزه‌نگاری, لرزش NEAR/1 زمین, زمین تهران لرزید, تکان‌های زمین, مقیاس ریشتر, لرزه‌ها, لرزه‌های, هشدار سونامی, موج سونامی, موج‌های سونامی, امواج سونامی, زلزله‌نگاری`),
				None:   words(`تیم ملی, تیم فوتبال, لیگ برتر, لیگ قهرمانان, کشتی فرنگی, کشتی آزاد, سرمربی, والیبال*, لرزه‌های سیاسی, لرزه‌های اقتصادی, زمین‌لرزه سیاسی, زلزله سیاسی, زلزله‌ای سیاسی, زلزله اقتصادی, زلزله در بازار, زلزله در فوتبال, زلزله در پرسپولیس, زلزله در استقلال, زلزله در تیم, زلزله در باشگاه, زلزله در کاخ سفید, زلزله در دولت, زلزله در کابینه, زلزله در سیاست, زلزله دیپلماتیک, زلزله مدیریتی, مثل زلزله, مانند زلزله, همچون زلزله, پس‌لرزه‌های استعفا*, پس‌لرزه‌های شکست, پس‌لرزه‌های باخت, پس‌لرزه‌های حذف, پس‌لرزه‌های حمله, پس‌لرزه‌های اقتصادی, زلزله انتخاباتی, پس‌لرزه‌های سیاسی, پس‌لرزه‌های انتخابات, پس‌لرزه‌های جنگ, گسل اجتماعی, گسل‌های اجتماعی, گسل‌های سیاسی, گسل‌های قومی, گسل نسلی, گسل سیاسی, زلزله NEAR/2 بازار, زلزله NEAR/2 قیمت*, زلزله NEAR/2 بورس, زلزله NEAR/2 لیگ, زلزله در ستاد, زلزله در حزب, زلزله در کنگره, زلزله در وزارت, زلزله در ناتو, زلزله در اتحادیه, زلزله در موساد, زلزله در ارتش, زلزله در شاباک, زلزله در وال‌استریت, زلزله در سینما, زلزله در دنیای, زلزله‌ای در دنیای, زلزله‌ای در فضای, زلزله‌ای در فوتبال, زلزله‌ای در سیاست, زلزله‌ای در سینما, زلزله در فضای, زلزله به پا, زلزله‌ای به پا, زلزله‌ای در بازار, زلزله در بورس, زلزله در هالیوود, زلزله مالی, زلزله رسانه‌ای, زلزله اطلاعاتی, زلزله امنیتی, پس‌لرزه‌های اظهارات, پس‌لرزه‌های افشا*, پس‌لرزه‌های برکناری, پس‌لرزه‌های سخنان, پس‌لرزه‌های ترور, پس‌لرزه‌های استیضاح`),
				Unless: words(`ریشتر*, زلزله‌زده*, لرزه‌نگاری, به بزرگی, زمین‌لرزه*, قربانیان زلزله, خسارات زلزله`),
			},
			"ar": {
				All:    groups(`زلزال, زلازل, زلزالي*, هزة أرضية, هزات أرضية, هزتان أرضيتان, هزة ارتدادية, هزات ارتدادية, هزة NEAR/4 درجة, هزة NEAR/4 درجات, هزة NEAR/2 ارتدادية, هزة NEAR/2 خفيفة, هزة NEAR/2 بقوة, هزات متتالية, ريختر, رختر, زلزالا, تحذير* NEAR/2 تسونامي, موجات تسونامي, المرصد الزلزالي`),
				None:   words(`زلزال سياسي, زلزال اقتصادي, زلزال كروي, زلزال رياضي, زلزال إعلامي, زلزال انتخابي, زلزال دبلوماسي, زلزال مالي, زلزال قضائي, زلزال جيوسياسي, زلزال في ريال مدريد, زلزال في برشلونة, زلزال في الأهلي, زلزال في الزمالك, زلزال داخل, بمثابة زلزال, زلزال حقيقي في, زلزال تحكيمي, زلزال في بيت, زلزال في البيت, زلزال في فريق, زلزال في نادي, زلزال في صفوف, زلزال في وزارة, زلزال في حزب, زلزال في الحكومة, زلزال في الأسواق, زلزال في بورصة, مدرب, لاعب, هزة سياسية, هزة مالية, هزة اقتصادية, هزة قوية في, منتخب, دوري أبطال, كأس العالم`),
				Unless: words(`ريختر, درجة, مقياس`),
			},
			"en": {
				All:    groups(`earthquake*, quake, aftershock*, magnitude earthquake, Richter scale, Richter NEAR/3 magnitude, temblor*, earth tremor*, tremor* NEAR/4 felt, tremor* NEAR/3 shake*, tremor* NEAR/3 shook, tremor* NEAR/4 jolt*, tremor* NEAR/4 rattle*, magnitude NEAR/3 tremor*, swarm NEAR/2 tremor*, seismolog*, foreshock*, tsunami warning*, tsunami alert*, tsunami advisor*, magnitude NEAR/3 jolt*, magnitude NEAR/3 hits, magnitude NEAR/3 strikes`),
				None:   words(`political earthquake*, earthquake in politics, electoral earthquake, political aftershock*, aftershocks of the election, San Jose Earthquakes, Earthquakes beat, Earthquakes draw, Earthquakes sign, diplomatic earthquake, financial earthquake, footballing earthquake, cultural earthquake, earthquake for the, earthquake for Europe, political quake, aftershocks of the war, aftershocks of the pandemic, economic aftershock*, geopolitical earthquake, geopolitical aftershock*, MLS`),
				Unless: words(`Richter, magnitude, USGS, epicenter, epicentre`),
			},
			"he": {
				All:  groups(`רעידת אדמה, רעידות אדמה, רעש אדמה, רעידות משנה, רעידת משנה, סולם ריכטר, סיסמי*`),
				None: words(`רעידת אדמה פוליטית, רעידת אדמה מדינית, רעידת אדמה במערכת הפוליטית`), Unless: words(`ריכטר, מגניטודה, בעוצמה`),
			},
			"tr": {
				All:  groups(`deprem*, zelzele*, yer sarsıntı*, sarsıntı*, artçı*, Richter`),
				None: words(`siyasi deprem*, siyasi sarsıntı*, ekonomik sarsıntı*, türbülans*, beyin sarsıntı*`), Unless: words(`büyüklüğünde*, AFAD, Kandilli, artçı*`),
			},
			"ru": {
				All:  groups(`землетрясени*, подземн* толч*, сейсм*, магнитуд*, афтершок*, толчк* NEAR/4 ощу*, толчк* NEAR/3 балл*`),
				None: words(`политическ* землетрясени*, политическ* NEAR/2 землетрясени*`), Unless: words(`магнитуд*, сейсмолог*`),
			},
		},
		Yes: []string{
			"زلزله ۳.۹ ریشتری عراق در مرزهای کرمانشاه احساس شد", "زمین لرزه‌ای قزوین را لرزاند", "زلزال بقوة 5.4 درجة يضرب شمال غرب إيران", "Buildings evacuated as quake rattles Philippine capital",
			"רעידת אדמה הורגשה בצפון", "Balıkesir'de 4,8 büyüklüğünde deprem", "Землетрясение магнитудой 5,5 произошло на Камчатке",
			"زمین‌لرزه ۵.۲ ریشتری فاریاب کرمان را لرزاند", "زلزله افغانستان؛ شمار قربانیان از ۲۰۰۰ نفر گذشت", "هزة أرضية بقوة 4.1 درجات تضرب شرق القاهرة",
			"زلزال مدمر يضرب أفغانستان ومئات القتلى", "Magnitude 6.9 quake kills dozens in Cebu", "Tsunami warning after powerful earthquake off Kamchatka",
			"רעידת אדמה בעוצמה 6.1 בטורקיה", "רעידת אדמה הורגשה בים המלח", "Sındırgı'da 6,1 büyüklüğünde deprem",
			"Marmara'da artçı sarsıntılar sürüyor", "На Камчатке произошло землетрясение магнитудой 6,2", "Жители Алма-Аты почувствовали подземные толчки",
		},
		No: []string{
			"زلزله سیاسی در اسرائیل", "گسل‌های اجتماعی در جامعه", "زلزال سياسي في تل أبيب", "Political earthquake in Westminster", "Quaker oats recalled", "Ankara'da siyasi deprem", "רעידת אדמה פוליטית",
			"زلزله در پرسپولیس؛ سرمربی رفت", "زلزال في ريال مدريد بعد إقالة المدرب", "San Jose Earthquakes beat LA Galaxy",
			"Андрей Рихтер дал концерт",
		},
	}
}
