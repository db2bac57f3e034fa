package topic

import "golchin/aggregator/news"

// ukraineWar is Ukraine and Russia's war on it.
func ukraineWar() news.Topic {
	return news.Topic{
		Slug: "ukraine-war",
		Title: map[string]string{
			"fa": "جنگ اوکراین", "ar": "حرب أوكرانيا", "en": "Ukraine war", "he": "המלחמה באוקראינה", "tr": "Ukrayna savaşı", "ru": "Война на Украине",
		},
		Terms: map[string]news.Terms{
			"fa": {All: groups(`اوکراین*, اکراین*, زلنسکی*, زلینسکی, کی‌یف, کی‌یِف, اودسا, خارکف, خارکیف, خارکوف, دونباس, دونتسک, دونتسک, لوهانسک, لوگانسک, زاپوریژیا, زاپوریژژیا, زاپوروژیه, زاپروژیا, خرسون, شبه‌جزیره کریمه, جزیره کریمه, پل کریمه, الحاق کریمه, کورسک, باخموت, پوکروفسک, پاکروفسک, ماریوپل, یاروسلا, تومن`)},
			"ar": {All: groups(`أوكرانيا, أوكراني*, اوكراني*, زيلينسكي, زيلنسكي, زلينسكي, زيلينسكى, كييف, خاركيف, خاركوف, دونيتسك, دونباس, لوغانسك, لوهانسك, زابوريجيا, خيرسون, شبه جزيرة القرم, القرم, أوديسا, كورسك, باخموت, بوكروفسك`)},
			"en": {All: groups(`Ukrain*, Kyiv*, Kiev, Zelensk*, Crimea*, Donbas, Donbass, Donetsk, Luhansk, Kharkiv, Kherson, Zaporizhzhia, Zaporizhia, Odesa, Odessa, Bakhmut, Pokrovsk, Avdiivka, Mariupol, Kursk`), None: words(`Odessa Texas, Odessa NEAR/3 Texas, chicken Kiev`), Unless: words(`Ukrain*, Russia*`)},
			"he": {All: groups(`אוקראינה, אוקראיני*, זלנסקי, קייב, חרקוב, חרקיב, דונבאס, דונייצק, דונצק, לוהנסק, חרסון, אודסה, חצי האי קרים, זפוריז*`)},
			"tr": {All: groups(`Ukrayna*, Zelenskiy*, Zelenski*, Zelensky*, Kiev*, Kırım, Donbas*, Donetsk, Luhansk, Lugansk, Harkiv*, Herson*, Zaporijya, Zaporojye, Odessa, Pokrovsk, Kursk`)},
			"ru": {All: groups(`Украин*, украинск*, украинец, украинц*, Зеленск*, Киев, Киева, Киеву, Киеве, Киевом, киевск*, ВСУ, ДНР, ЛНР, СВО, спецоперац*, Донбасс*, Донецк*, Луганск*, Харьков*, Херсон*, Запорож*, Одесс*, Бахмут*, Артемовск*, Авдеевк*, Покровск, Покровска, Купянск*, Черном море`)},
		},
		Yes: []string{
			"زلنسکی: اگر تسلیحات دوربرد دریافت کنیم آماده اقدام هستیم", "حمله پهپادی اوکراینی‌ها به پالایشگاه روسیه", "زيلينسكي يدعو إلى هدنة", "مسيرات أوكرانية تهاجم موسكو",
			"Zelenskyy meets Trump at White House", "Russia-Ukraine war: list of key events", "מתקפה רוסית על קייב", "Ukrayna'ya yeni destek paketi", "ВСУ атаковали нефтебазу",
		},
		No: []string{"کریمه اهل بیت در قم", "کیف پول", "Putin visits Beijing", "روسيا تعلن موازنة جديدة", "Москва и Пекин"},
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
			"fa": {All: groups(`برنت, نفت خام, قیمت نفت, قیمت‌های نفت, قیمت جهانی نفت, قیمت هر بشکه, بهای نفت, بهای هر بشکه, نرخ نفت, بازار نفت, بازارهای نفت, بازار جهانی نفت, اوپک*, صادرات نفت, واردات نفت, تولید نفت, فروش نفت, عرضه نفت, تقاضای نفت, تقاضا برای نفت, خروجی نفت, استخراج نفت, ذخایر نفت, ذخیره‌سازی نفت, ذخایر استراتژیک نفت, بشکه نفت, میلیون بشکه, بشکه در روز, هر بشکه نفت, دلار در هر بشکه, نفت به زیر, نفت به بالای, نفت عربستان, نفت ما, نفت وست, وست‌تگزاس, طلای سیاه, سبد نفتی, نفت سبک, نفت سنگین, نفت گران, نفت ارزان, نفت بالا رفت, نفت جهش, سقوط نفت, جهش نفت, گرانی نفت, شوک نفتی, بازار انرژی, بازارهای انرژی`)},
			"ar": {All: groups(`برنت, أوبك*, أسعار النفط, سعر النفط, أسعار الخام, أسعار خام, سعر خام, النفط الخام, نفط خام, خام غرب تكساس, غرب تكساس, أسواق النفط, سوق النفط, أسواق الطاقة, العقود الآجلة للنفط, عقود النفط, مخزونات النفط, مخزونات الخام, المخزونات النفطية, مخزونات النفطية, إنتاج النفط, إنتاج الخام, إمدادات النفط, صادرات النفط, صادرات الخام, الطلب على النفط, برميل النفط, مليون برميل, برميل يوميا, للبرميل, سعر البرميل, النفط يرتفع, النفط يتراجع, النفط ينخفض, النفط يصعد, النفط يهبط, النفط يقفز, النفط يستقر, النفط يواصل, ارتفاع النفط, تراجع النفط, ارتفع النفط, تراجع النفط, انخفاض النفط, صعود النفط`)},
			"en": {
				All: groups(`crude, Brent crude, Brent oil, Brent future*, Brent price*, Brent contract*, Brent benchmark, benchmark Brent, Brent North Sea, Brent and WTI, WTI and Brent, Brent rose, Brent fell, Brent hits, Brent settles, Brent jumps, Brent slips, Brent above, Brent below, Brent near, Brent at, Brent tops, Brent rises, Brent falls, OPEC*, WTI, oil price*, price of oil, oil future*, oil market*, oil trader*, oil benchmark*, oil inventor*, oil stockpile*, oil output, oil production, oil demand, oil suppl*, oil export*, oil import*, oil glut, oil shock, oil rally, oil updates, petroleum reserve*, barrels per day, barrels a day, barrels of oil, million barrels, bpd, a barrel, per barrel, output cut*, production cut*,
				oil rises, oil rose, oil falls, oil fell, oil edges, oil jumps, oil slips, oil gains, oil drops, oil climbs, oil surges, oil slides, oil steadies, oil steady, oil settles, oil tumbles, oil dips, oil eases, oil holds, oil retreats, oil rebounds, oil extends, oil hits, oil little changed, oil set for, oil heads for, oil up, oil down`),
				None:   words(`crude joke*, crude remark*, crude comment*, crude language, crude bomb*, crude device*, crude weapon*, crude explosive*, crude drawing*`),
				Unless: words(`oil, crude oil, OPEC*, barrel, petroleum`),
			},
			"he": {All: groups(`מחיר הנפט, מחירי הנפט, מחיר נפט, חבית נפט, לחבית, חביות נפט, חביות ביום, שוק הנפט, שווקי הנפט, נפט גולמי, ברנט, אופ"ק, אופ"ק פלוס, הנפט מזנק, הנפט זינק, הנפט עולה, הנפט עלה, הנפט יורד, הנפט ירד, הנפט צונח, תפוקת הנפט, יצוא הנפט, מלאי הנפט, הפקת הנפט`)},
			"tr": {All: groups(`Brent, OPEC*, WTI, ham petrol*, petrol fiyat*, petrolün fiyat*, petrolün varil*, petrol piyasa*, petrol üretim*, petrol ihracat*, petrol ithalat*, petrol stok*, petrol arz*, petrol talep*, petrol talebi*, Batı Teksas, varil petrol, milyon varil, varil başına, varili, petrol yükseldi, petrol geriledi, petrol düştü`)},
			"ru": {All: groups(`Brent, Urals, WTI, ОПЕК*, цен* на нефть, цен* нефти, стоимост* нефти, нефт* марк*, нефт* Brent, рын* нефти, нефтян* рын*, нефтян* котировк*, нефтян* фьючерс*, котировк* нефти, фьючерс* на нефть, добыч* нефти, экспорт* нефти, импорт* нефти, поставк* нефти, запас* нефти, спрос* на нефть, баррел*, нефть подорожал*, нефть подешевел*, нефть дорожает, нефть дешевеет, нефть выросл*, нефть растет`)},
		},
		Yes: []string{
			"نفت به زیر ۹۰ دلار رسید", "قیمت نفت خام برنت به ۹۳ دلار رسید", "أسعار النفط ترتفع بعد قرار أوبك+", "Oil edges higher as OPEC+ delays output increase", "U.S. crude inventories fall",
			"מחירי הנפט זינקו", "Brent petrolün varili 63 dolar", "Цены на нефть выросли", "Нефть марки Brent подорожала",
		},
		No: []string{"نفتکش در دریای عمان آتش گرفت", "Crude bomb found at station", "زيت الزيتون يرتفع", "Olive oil recipe", "נפתח האופק"},
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
				All:    groups(`زلزله*, زمین‌لرزه*, پس‌لرزه*, پیش‌لرزه*, ریشتر*, لرزه‌نگاری, لرزه‌ای, گسل, گسل‌های, مرکز لرزه‌نگاری`),
				None:   words(`زمین‌لرزه سیاسی, زلزله سیاسی, زلزله‌ای سیاسی, زلزله اقتصادی, زلزله در بازار, زلزله در فوتبال, زلزله انتخاباتی, پس‌لرزه‌های سیاسی, پس‌لرزه‌های انتخابات, پس‌لرزه‌های جنگ, گسل اجتماعی, گسل‌های اجتماعی, گسل‌های سیاسی, گسل‌های قومی, گسل نسلی, گسل سیاسی`),
				Unless: words(`ریشتر*, زلزله‌زده*, لرزه‌نگاری, بزرگی`),
			},
			"ar": {
				All:    groups(`زلزال, زلازل, زلزالي*, هزة أرضية, هزات أرضية, هزتان أرضيتان, هزة ارتدادية, هزات ارتدادية, ريختر, رختر`),
				None:   words(`زلزال سياسي, زلزال اقتصادي, زلزال كروي, زلزال إعلامي, زلزال انتخابي`),
				Unless: words(`ريختر, درجة, مقياس`),
			},
			"en": {
				All:    groups(`earthquake*, quake, aftershock*, magnitude earthquake, Richter, temblor*, tremors felt, tremor felt, earth tremor, seismolog*, foreshock*`),
				None:   words(`political earthquake*, earthquake in politics, electoral earthquake, political aftershock*, aftershocks of the election`),
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
				All:  groups(`землетрясени*, подземн* толч*, сейсм*, магнитуд*, афтершок*`),
				None: words(`политическ* землетрясени*`), Unless: words(`магнитуд*, сейсмолог*`),
			},
		},
		Yes: []string{
			"زلزله ۳.۹ ریشتری عراق در مرزهای کرمانشاه احساس شد", "زمین لرزه‌ای قزوین را لرزاند", "زلزال بقوة 5.4 درجة يضرب شمال غرب إيران", "Buildings evacuated as quake rattles Philippine capital",
			"רעידת אדמה הורגשה בצפון", "Balıkesir'de 4,8 büyüklüğünde deprem", "Землетрясение магнитудой 5,5 произошло на Камчатке",
		},
		No: []string{"زلزله سیاسی در اسرائیل", "گسل‌های اجتماعی در جامعه", "زلزال سياسي في تل أبيب", "Political earthquake in Westminster", "Quaker oats recalled", "Ankara'da siyasi deprem", "רעידת אדמה פוליטית"},
	}
}
