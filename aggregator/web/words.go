package web

// words are the labels of the pages in one language.
type words struct {
	Dir                                                          string
	Feeds, Topics, Sources, Latest, Search, Find, Also, Why, In  string
	Sites, Items, Subscribe, Empty, Headlines, Merged, Code, All string
	NotFound, NotFoundText, Next, LastPoll, NextPoll, Trouble    string
	Matched                                                      string // format: matched, kept
}

// wordsOf are the labels in lang; English where we have none.
func wordsOf(lang string) words {
	switch lang {
	case "fa":
		return words{
			Dir: "rtl", Feeds: "خوراک‌ها", Topics: "موضوع‌ها", Sources: "منبع‌ها", Latest: "تازه‌ترین‌ها", Search: "جست‌وجو", Find: "بیاب",
			Also: "همچنین در", Why: "چرا اینجاست", In: "در موضوع", Sites: "سایت", Items: "خبر", Subscribe: "اشتراک",
			Empty: "هنوز خبری نیست.", Headlines: "تیترهای پیشین", Merged: "یکی شمرده شد با", Code: "کد خبر", All: "همه",
			NotFound: "پیدا نشد", NotFoundText: "چنین نشانی‌ای اینجا نیست. از صفحهٔ نخست آغاز کنید.", Next: "بعدی",
			LastPoll: "آخرین دریافت", NextPoll: "دریافت بعدی", Trouble: "مشکل", Matched: "%d از %d خبر در این موضوع است.",
		}
	case "ar":
		return words{
			Dir: "rtl", Feeds: "الخلاصات", Topics: "المواضيع", Sources: "المصادر", Latest: "الأحدث", Search: "بحث", Find: "ابحث",
			Also: "أيضًا في", Why: "سبب الظهور", In: "في موضوع", Sites: "مواقع", Items: "أخبار", Subscribe: "اشتراك",
			Empty: "لا أخبار بعد.", Headlines: "عناوين سابقة", Merged: "دُمج مع", Code: "رمز الخبر", All: "الكل",
			NotFound: "غير موجود", NotFoundText: "لا شيء على هذا العنوان. ابدأ من الصفحة الأولى.", Next: "التالي",
			LastPoll: "آخر جلب", NextPoll: "الجلب التالي", Trouble: "مشكلة", Matched: "%d من %d خبرًا في هذا الموضوع.",
		}
	}
	return words{
		Dir: "ltr", Feeds: "Feeds", Topics: "Topics", Sources: "Sources", Latest: "Latest", Search: "Search", Find: "Find",
		Also: "also at", Why: "Why it is here", In: "in topic", Sites: "sites", Items: "items", Subscribe: "Subscribe",
		Empty: "Nothing here yet.", Headlines: "Earlier headlines", Merged: "Merged with", Code: "News code", All: "All",
		NotFound: "Not found", NotFoundText: "There is nothing at this address. The front page is a good place to start.", Next: "Next",
		LastPoll: "Last poll", NextPoll: "Next poll", Trouble: "Trouble", Matched: "%d of %d items matched.",
	}
}
