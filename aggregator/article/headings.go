package article

import "sync"

// tailHeadings are what sites head the boxes under and beside a text with.
// Only a line or element that says nothing else is one.
var tailHeadings = sync.OnceValue(func() map[string]bool {
	return set(`مطالب مرتبط, مطلب مرتبط, اخبار مرتبط, خبرهای مرتبط, خبر مرتبط, مرتبط, ارسال نظر, ارسال نظرات, نظرات, نظر شما, نظرات شما, نظر کاربران, نظرات کاربران,
		نظرات بینندگان, نظرات مخاطبان, دیدگاه, دیدگاه شما, دیدگاه‌ها, دیدگاه کاربران, ثبت نظر, ارسال دیدگاه, آخرین اخبار, آخرین خبرها, جدیدترین اخبار,
		تازه‌ترین اخبار, تازه‌ها, پربازدیدها, پربازدید, پربازدیدترین, پربازدیدترین‌ها, پربازدیدترین اخبار, پربیننده‌ترین, پربیننده‌ترین‌ها, پربیننده‌ها, پربیننده,
		پربحث‌ترین‌ها, پربحث‌ترین, پیشنهاد ما, پیشنهاد سردبیر, پیشنهاد ویژه, بیشتر بخوانید, بخوانید, بیشتر بدانید, همچنین بخوانید, اخبار پیشنهادی, مطالب پیشنهادی, از دیگر رسانه‌ها,
		سایر اخبار, سایر رسانه‌ها, اخبار برگزیده, عناوین برگزیده, خبرهای روز, اخبار روز, اخبار ویژه, گزارش خطا, برچسب‌ها, برچسب ها, برچسب, کلیدواژه‌ها, لینک کوتاه, لینک کوتاه خبر, اشتراک‌گذاری,
		به اشتراک بگذارید, انتشار یافته, در انتظار بررسی, غیر قابل انتشار, تبلیغات, آگهی, ما را دنبال کنید, وب‌گردی, ویدیو های مرتبط, فیلم‌های مرتبط,
		مواضيع ذات صلة, أخبار ذات صلة, اخبار ذات صلة, مقالات ذات صلة, ذات صلة, الأكثر قراءة, الأكثر مشاهدة, آخر الأخبار, أحدث الأخبار, التعليقات, تعليقات, أضف تعليق, اقرأ أيضا, اقرأ أيضاً, شارك, شارك الخبر,
		الكلمات المفتاحية, الوسوم, كلمات دلالية, المزيد,
		related, related news, related articles, related stories, related topics, read more, read also, see also, more on this story, more from, latest news, most read, most viewed, most popular, comments,
		leave a comment, leave a reply, your comment, post a comment, share, share this, tags, recommended, you may also like, advertisement,
		ilgili haberler, ilgili haber, son haberler, çok okunanlar, yorumlar, yorum yap, etiketler, похожие новости, читайте также, комментарии, последние новости`)
})

// isTailHeading tells whether a line, squeezed, is such a heading.
func isTailHeading(squeezed string) bool { return tailHeadings()[squeezed] }

// betweenHeadings head boxes that sites put between paragraphs too.
var betweenHeadings = sync.OnceValue(func() map[string]bool {
	return set(`بیشتر بخوانید, بخوانید, بیشتر بدانید, همچنین بخوانید, مرتبط, اخبار مرتبط, خبر مرتبط, مطلب مرتبط, مطالب مرتبط, خبرهای مرتبط, تبلیغات, آگهی, لینک کوتاه, برچسب,
		اقرأ أيضا, اقرأ أيضاً, شارك, ذات صلة, أخبار ذات صلة, read more, read also, see also, related, share, share this, advertisement, more from, читайте также, ilgili haber`)
})

// commentHeadings head what readers wrote: prose that is not the article's.
var commentHeadings = sync.OnceValue(func() map[string]bool {
	return set(`ارسال نظر, ارسال نظرات, نظرات, نظر شما, نظرات شما, نظر کاربران, نظرات کاربران, نظرات بینندگان, نظرات مخاطبان, دیدگاه, دیدگاه شما, دیدگاه‌ها, دیدگاه کاربران,
		ثبت نظر, ارسال دیدگاه, التعليقات, تعليقات, أضف تعليق, comments, leave a comment, leave a reply, your comment, post a comment, yorumlar, yorum yap, комментарии`)
})
