package topic

// everyday are words of sport, stage and table by language. A country at war
// is in the news for its teams, singers and films as well; beside these words
// its bare name does not make an item one about the war.
func everyday(lang string) []string {
	switch lang {
	case "fa":
		return words(`تیم فوتبال, تیم ملی, دیدار دوستانه, فوتسال, والیبال*, بسکتبال*, هندبال*, فوتبالیست*, کشتی فرنگی, کشتی آزاد, کشتی‌گیر*, وزنه‌برداری, تکواندو, شطرنج, تنیس, لیگ برتر, لیگ قهرمانان, لیگ اروپا, لیگ کنفرانس, لیگ ملت‌ها,
			جام جهانی, جام ملت‌های, جام ملت‌ها, جام آسیا, المپیک, پارالمپیک, فیفا, یوفا, سرمربی, دروازه‌بان*, هافبک*, مدال طلا, مدال نقره, مدال برنز, قهرمانی آسیا, قهرمانی اروپا, قهرمانی جهان, یک‌چهارم نهایی, یک‌هشتم نهایی, مرحله یک‌هشتم,
			خواننده*, ترانه*, بازیگر سینما, بازیگر زن, بازیگر مرد, بازیگر مشهور, فیلم سینمایی, سریال*, جشنواره*, کنسرت*, یوروویژن, موسیقی, آشپزی, دستور پخت, ملکه زیبایی, فارغ‌التحصیل*, گردشگر*, گردشگری, شاعر*, تئاتر, رمان‌نویس*`)
	case "ar":
		return words(`منتخب لبنان, منتخب سوريا, منتخب أوكرانيا, منتخب إيران, المنتخب اللبناني, المنتخب السوري, المنتخب الأوكراني, منتخبنا, منتخبات, تصفيات, كرة القدم, كرة السلة, كرة اليد, لكرة القدم, لكرة السلة, للسلة, كأس العالم, كأس آسيا, كأس أمم, كأس العرب, دوري أبطال, الدوري الممتاز, الدوري الإنجليزي, أولمبياد, الألعاب الأولمبية, فيفا, مدرب, ميدالية, مباراة, ملاكمة,
			فنان, فنانة, الفنانة, مطرب, مغنية, ممثلة, مسلسل, مسلسلات, فيلم, دراما, الدرامية, مهرجان, حفل غنائي, حفلا, أغنية, أغنيات, ألبوم, ملكة جمال, مطبخ, سياحة, سياحي*, الشاعر, أزياء, مسرحية`)
	case "en":
		return words(`football team, football federation, football association, footballer*, soccer team, national team, World Cup, Asian Cup, Nations League, Champions League, Europa League, Conference League, basketball, volleyball, handball, tennis, boxing, boxer*, chess, Olympic*, Paralympic*, FIFA, UEFA, figure skating, world title, gold medal*, championship*, Wimbledon, Grand Slam,
			Eurovision, singer, singers, actress, Hollywood, film, films, filmmaker*, Cannes, Oscars, Grammy*, ski, skiing, marathon, poet, painter, architect*, tourism, tourist*, wedding*, film review, box office, novelist, music festival, album, startup*, start-up*, cookbook, recipe*, restaurant*, chef, cuisine, wine, winery, fashion week, Miss Universe, banknote*, mansion`)
	case "he":
		return words(`נבחרת, כדורגל, כדורסל, ליגת האלופות, מונדיאל, אולימפיאדה, אירוויזיון, זמר, זמרת, שחקנית, סדרה, סרט, מסעדה, מתכון`)
	case "tr":
		return words(`milli takım*, A Milli, futbolcu*, basketbol*, voleybol*, Şampiyonlar Ligi, Avrupa Ligi, Konferans Ligi, Dünya Kupası, Uluslar Ligi, maçı, maçında, olimpiyat*, Eurovision, şarkıcı*, oyuncusu, dizisi, festival*, konser*, yemek tarifi`)
	case "ru":
		return words(`сборн*, футболист*, футбол*, баскетбол*, волейбол*, теннис*, Лиг* чемпионов, Лиг* Европы, Лиг* конференций, чемпионат*, олимпи*, Евровидени*, певиц*, певец, актрис*, актер, фильм*, сериал*, концерт*, рецепт*`)
	}
	return nil
}

// warlike are words of war and diplomacy by language: beside the name of a
// country at war they make an item one about the war, whatever [everyday]
// words it holds.
func warlike(lang string) string {
	switch lang {
	case "fa":
		return `جنگ*, حمله*, حملات, بمباران*, موشک*, پهپاد*, راکت*, اسرائیل*, رژیم صهیونیستی, صهیونیست*, آتش‌بس*, ارتش*, نظامی*, شهید*, شهدا*, کشته*, درگیری*, اشغال*, خلع سلاح, مذاکره*, مذاکرات, صلح*, تروریست*, انفجار*`
	case "ar":
		return `حرب, حربا, غارة, غارات, قصف, هجوم, هجمات, صواريخ, صاروخ, مسيرة, مسيرات, إسرائيل, إسرائيلي*, الاحتلال, هدنة, إطلاق النار, جيش, عسكري*, شهيد, شهداء, قتلى, اشتباكات, نزع سلاح, سلاح, مفاوضات, السلام, إرهاب*`
	case "en":
		return `war, wartime, attack*, strike, strikes, struck, airstrike*, bomb*, missile*, drone*, rocket*, shelling, shelled, Israel*, IDF, ceasefire*, truce*, army, troops, military, killed, kills, clash*, disarm*, peace talks, invasion, invaded, front line, frontline, Islamic State, militia*`
	case "he":
		return `מלחמה, תקיפה, תקף, טילים, טיל, רקטות, כטב"ם, צה"ל, ישראל, הפסקת אש, הרוגים`
	case "tr":
		return `savaş*, saldırı*, bomba*, füze*, İHA, SİHA, İsrail*, ateşkes*, ordu*, asker*, öldü, öldürül*, çatışma*`
	case "ru":
		return `войн*, удар*, обстрел*, ракет*, беспилотник*, дрон*, БПЛА, Израил*, перемири*, арми*, военн*, погиб*, боев*, бои`
	}
	return ""
}

// ukraineWarlike are the words of [warlike] that tell of the war on Ukraine.
func ukraineWarlike(lang string) string {
	if lang == "en" {
		return warlike(lang) + `, Zelensk*, Putin, Kremlin, Russian forces, Russian army, prisoner*`
	}
	return warlike(lang)
}
