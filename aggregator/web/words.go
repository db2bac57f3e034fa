package web

// words are the labels of the pages in one language.
type words struct {
	Dir, Comma                                    string
	Skip, Feeds, Topics, Sources, Latest          string
	Search, Find, All, Items, Next, First         string
	Subscribe, SubscribeHelp, FeedNote            string
	Also, Why, Details, ReadAt, In, Seen          string
	Headlines, Until, Merged, Code, Taken, Citing string
	Counted                                       string // format: items, sources
	Matched                                       string // format: matched, kept
	Empty, EmptyTopic, EmptyQuery, CutShort       string // CutShort: format: items looked at
	NewestFirst, BestFirst                        string
	Once                                          string // what the feed of everything is
	Rule, AllOf, NoneOf, Unless                   string
	NotFound, NotFoundText, Gone, GoneText        string
	Source, State, LastPoll, NextPoll, Trouble    string
	Since                                         string
	OldConfig                                     string // an older feeds.yaml is in use
	Problem, Help, HelpIntro                      string
	States                                        map[string]string // of a source's health
	Events                                        map[string]string // kinds of event
	Examples                                      []example
}

// example is one line of the reference of the query language.
type example struct{ Query, Meaning string }

// wordsOf are the labels in lang; English where we have none.
func wordsOf(lang string) words {
	switch lang {
	case "fa":
		return persian()
	case "ar":
		return arabic()
	}
	return english()
}

func english() words {
	return words{
		Dir: "ltr", Comma: ", ", Skip: "Skip to the content", Feeds: "Feeds", Topics: "Topics", Sources: "Sources", Latest: "Latest",
		Search: "Search", Find: "Find", All: "Everything", Items: "items", Next: "Further back", First: "Back to the newest",
		Subscribe: "Subscribe", SubscribeHelp: "Copy one of these addresses into your feed reader.",
		FeedNote: "This is a feed. Copy the address of this page into a feed reader to be told of what is new.",
		Also:     "also at", Why: "Why it is here", Details: "details", ReadAt: "Read at", In: "in topic", Seen: "Seen at",
		Headlines: "Earlier headlines", Until: "until", Merged: "The same news elsewhere", Code: "News code", Taken: "Taken from", Citing: "citing",
		Counted: "%s items · %s sources", Matched: "%s of %s items match.", Empty: "Nothing here yet: no source has brought an item.",
		EmptyTopic:  "None of the items kept matches. What would match is below.",
		EmptyQuery:  "Nothing matches this query.",
		CutShort:    "The newest %s items were looked at so far. There may be more further back.",
		NewestFirst: "Newest first", BestFirst: "Best match first",
		Once: "Everything from all sources, each item once.",
		Rule: "What matches", AllOf: "one of", NoneOf: "but none of", Unless: "unless with",
		NotFound: "Not found", NotFoundText: "There is nothing at this address. The front page is a good place to start.",
		Gone: "Gone", GoneText: "This feed is not published any more. Readers may forget its address; the front page lists the feeds there are.",
		Source: "Source", State: "State", LastPoll: "Last poll", NextPoll: "Next poll", Trouble: "Trouble", Since: "since",
		OldConfig: "feeds.yaml is wrong and was not taken over; the one before it stays in use. The log says what is wrong.",
		Problem:   "This query cannot be read", Help: "How to ask", HelpIntro: "Spelling, digits and half-spaces do not matter, and words are found with their endings.",
		States: map[string]string{
			"ok": "answers", "failing": "does not answer", "gone": "gone for good", "paused": "asked us to wait", "quiet": "quieter than usual",
		},
		Events: map[string]string{
			"died": "does not answer any more", "recovered": "answers again", "moved": "has moved", "challenged": "answers with a check for robots",
			"quiet": "is quieter than usual", "degraded": "changed how it names its items", "gone": "is gone for good",
		},
		Examples: []example{
			{"Gaza ceasefire", "both words"},
			{"Gaza OR Rafah", "either"},
			{`"Gaza Strip"`, "a phrase"},
			{"-sport", "without it"},
			{"(Gaza OR Rafah) truce", "grouped"},
			{"cease*", "words that begin so"},
			{"=Hamas", "the bare word, without endings"},
			{"Gaza NEAR/5 truce", "at most five words apart"},
			{"/truce|cease-?fire/i", "a regular expression"},
			{"title:Gaza", "in the headline; also text: source: site: publisher: lang: category: author: link: topic:"},
			{"code:215615", "by news code"},
			{"after:2023-11-01", "not older; also before:"},
		},
	}
}

func persian() words {
	return words{
		Dir: "rtl", Comma: "، ", Skip: "رفتن به متن", Feeds: "خوراک‌ها", Topics: "موضوع‌ها", Sources: "منبع‌ها", Latest: "تازه‌ترین‌ها",
		Search: "جست‌وجو", Find: "بیاب", All: "همهٔ خبرها", Items: "خبر", Next: "قدیمی‌ترها", First: "بازگشت به تازه‌ترین‌ها",
		Subscribe: "اشتراک", SubscribeHelp: "یکی از این نشانی‌ها را در خوراک‌خوان خود بگذارید.",
		FeedNote: "این یک خوراک است. نشانی این صفحه را در خوراک‌خوان خود بگذارید تا از خبرهای تازه باخبر شوید.",
		Also:     "همچنین در", Why: "چرا اینجاست", Details: "جزئیات", ReadAt: "متن خبر در", In: "در موضوع", Seen: "دیده‌شده در",
		Headlines: "تیترهای پیشین", Until: "تا", Merged: "همین خبر در جاهای دیگر", Code: "کد خبر", Taken: "برگرفته از", Citing: "به نقل از",
		Counted: "%s خبر · %s منبع", Matched: "%s از %s خبر در این موضوع است.", Empty: "هنوز خبری نیست: هیچ منبعی خبری نیاورده است.",
		EmptyTopic:  "هیچ‌یک از خبرهای موجود در این موضوع نیست. آنچه در آن جا می‌گیرد در زیر آمده است.",
		EmptyQuery:  "چیزی با این پرسش پیدا نشد.",
		CutShort:    "تا اینجا %s خبر تازه‌تر دیده شد. شاید در قدیمی‌ترها باز هم باشد.",
		NewestFirst: "تازه‌ترین‌ها نخست", BestFirst: "نزدیک‌ترین‌ها نخست",
		Once: "همهٔ خبرهای همهٔ منبع‌ها، هر خبر یک بار.",
		Rule: "چه خبرهایی اینجاست", AllOf: "یکی از", NoneOf: "اما هیچ‌یک از", Unless: "مگر همراه با",
		NotFound: "پیدا نشد", NotFoundText: "چنین نشانی‌ای اینجا نیست. از صفحهٔ نخست آغاز کنید.",
		Gone: "دیگر نیست", GoneText: "این خوراک دیگر منتشر نمی‌شود. نشانی آن را از خوراک‌خوان خود بردارید؛ خوراک‌های موجود در صفحهٔ نخست‌اند.",
		Source: "منبع", State: "حال", LastPoll: "آخرین دریافت", NextPoll: "دریافت بعدی", Trouble: "مشکل", Since: "از",
		OldConfig: "feeds.yaml نادرست است و به کار گرفته نشد؛ نسخهٔ پیشین همچنان در کار است. گزارش برنامه می‌گوید کجا نادرست است.",
		Problem:   "این پرسش خوانده نمی‌شود", Help: "چگونه بپرسیم", HelpIntro: "املا، رقم و نیم‌فاصله فرقی نمی‌کند و واژه‌ها با پسوندهایشان پیدا می‌شوند.",
		States: map[string]string{
			"ok": "پاسخ می‌دهد", "failing": "پاسخ نمی‌دهد", "gone": "برای همیشه رفته", "paused": "خواسته که صبر کنیم", "quiet": "خاموش‌تر از همیشه",
		},
		Events: map[string]string{
			"died": "دیگر پاسخ نمی‌دهد", "recovered": "دوباره پاسخ می‌دهد", "moved": "جابه‌جا شده است", "challenged": "به‌جای خوراک آزمون ربات می‌دهد",
			"quiet": "خاموش‌تر از همیشه است", "degraded": "شناسه‌های خبرهایش را عوض کرده است", "gone": "برای همیشه رفته است",
		},
		Examples: []example{
			{"غزه آتش‌بس", "هر دو واژه"},
			{"غزه OR رفح", "یکی از دو"},
			{"«نوار غزه»", "عبارت"},
			{"-ورزش", "بدون آن"},
			{"(غزه OR رفح) آتش‌بس", "دسته‌بندی"},
			{"آتش*", "واژه‌هایی که چنین آغاز شوند"},
			{"=حماس", "خود واژه، بدون پسوند"},
			{"غزه NEAR/5 آتش‌بس", "با فاصلهٔ حداکثر پنج واژه"},
			{"/آتش.?بس/", "عبارت منظم"},
			{"title:غزه", "در تیتر؛ همچنین text: source: site: publisher: lang: category: author: link: topic:\u200e"},
			{"code:۲۱۵۶۱۵", "با کد خبر"},
			{"after:1402-09-01", "از این روز؛ همچنین before:\u200e"},
		},
	}
}

func arabic() words {
	return words{
		Dir: "rtl", Comma: "، ", Skip: "انتقل إلى المحتوى", Feeds: "الخلاصات", Topics: "المواضيع", Sources: "المصادر", Latest: "الأحدث",
		Search: "بحث", Find: "ابحث", All: "كل الأخبار", Items: "خبر", Next: "الأقدم", First: "العودة إلى الأحدث",
		Subscribe: "اشتراك", SubscribeHelp: "انسخ أحد هذه العناوين إلى قارئ الخلاصات لديك.",
		FeedNote: "هذه خلاصة أخبار. انسخ عنوان هذه الصفحة إلى قارئ الخلاصات لتصلك الأخبار الجديدة.",
		Also:     "أيضًا في", Why: "سبب الظهور هنا", Details: "تفاصيل", ReadAt: "اقرأ الخبر في", In: "في موضوع", Seen: "شوهد في",
		Headlines: "عناوين سابقة", Until: "حتى", Merged: "الخبر نفسه في مواقع أخرى", Code: "رمز الخبر", Taken: "نقلًا عن", Citing: "عن",
		Counted: "الأخبار: %s · المصادر: %s", Matched: "المطابق هنا: %s من أصل %s.", Empty: "لا أخبار بعد: لم يجلب أي مصدر خبرًا.",
		EmptyTopic:  "لا شيء من الأخبار المحفوظة في هذا الموضوع. ما يدخل فيه مذكور أدناه.",
		EmptyQuery:  "لا نتائج لهذا البحث.",
		CutShort:    "فُحص أحدث %s خبر حتى الآن. قد يوجد المزيد في الأقدم.",
		NewestFirst: "الأحدث أولًا", BestFirst: "الأقرب أولًا",
		Once: "كل أخبار كل المصادر، كل خبر مرة واحدة.",
		Rule: "ما الذي يدخل هنا", AllOf: "واحد من", NoneOf: "لكن لا شيء من", Unless: "إلا مع",
		NotFound: "غير موجود", NotFoundText: "لا شيء على هذا العنوان. ابدأ من الصفحة الأولى.",
		Gone: "لم تعد هنا", GoneText: "توقف نشر هذه الخلاصة. احذف عنوانها من قارئك؛ الخلاصات المتاحة مذكورة في الصفحة الأولى.",
		Source: "المصدر", State: "الحال", LastPoll: "آخر جلب", NextPoll: "الجلب التالي", Trouble: "مشكلة", Since: "منذ",
		OldConfig: "ملف feeds.yaml غير صحيح ولم يُعتمد؛ النسخة السابقة ما زالت مستعملة. سجل البرنامج يبيّن موضع الخطأ.",
		Problem:   "تعذرت قراءة هذا البحث", Help: "كيف تبحث", HelpIntro: "لا فرق في الإملاء والأرقام، وتُوجد الكلمات بأدواتها.",
		States: map[string]string{
			"ok": "يجيب", "failing": "لا يجيب", "gone": "أُزيل نهائيًا", "paused": "طلب الانتظار", "quiet": "أهدأ من المعتاد",
		},
		Events: map[string]string{
			"died": "لم يعد يجيب", "recovered": "عاد يجيب", "moved": "انتقل", "challenged": "يجيب باختبار للروبوتات",
			"quiet": "أهدأ من المعتاد", "degraded": "غيّر معرّفات أخباره", "gone": "أُزيل نهائيًا",
		},
		Examples: []example{
			{"غزة هدنة", "الكلمتان معًا"},
			{"غزة OR رفح", "إحداهما"},
			{"«قطاع غزة»", "عبارة"},
			{"-رياضة", "من دونها"},
			{"(غزة OR رفح) هدنة", "تجميع"},
			{"هدن*", "كلمات تبدأ هكذا"},
			{"=حماس", "الكلمة وحدها"},
			{"غزة NEAR/5 هدنة", "على بعد خمس كلمات على الأكثر"},
			{"/هدن[هة]/", "تعبير نمطي"},
			{"title:غزة", "في العنوان؛ وكذلك text: source: site: publisher: lang: category: author: link: topic:\u200e"},
			{"code:215615", "برمز الخبر"},
			{"after:2023-11-01", "منذ هذا اليوم؛ وكذلك before:\u200e"},
		},
	}
}
