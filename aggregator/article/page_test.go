package article

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html/charset"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// prose is text enough for a page to have a body.
const prose = "<p>سخنگوی وزارت خارجه گفت که آتش‌بس باید پایدار بماند و راه کمک‌ها باز شود، و افزود که گفت‌وگوها ادامه دارد و طرف‌ها به آن پایبند هستند.</p>"

func read(t *testing.T, page string, o Options) Page {
	t.Helper()
	p, err := Read([]byte(page), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCharset(t *testing.T) {
	enc, _ := charset.Lookup("windows-1256")
	persian := "<title>وزير خارجه سوريه آمد</title><h1>وزير خارجه سوريه آمد</h1><p>" + strings.Repeat("سخنگو گفت كه راه باز است. ", 12)
	old, err := enc.NewEncoder().String(persian)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, page, header, source, note string
	}{
		{name: "UTF-8, no word of it", page: persian},
		{name: "UTF-8 under a wrong label", page: persian, header: "text/html; charset=iso-8859-1"},
		{name: "header", page: old, header: "text/html; charset=windows-1256"},
		{name: "meta", page: `<meta charset="windows-1256">` + old},
		{name: "source's setting", page: old, source: "windows-1256", note: "charset: windows-1256 by the source's setting"},
		{name: "one bad byte", page: persian + "\xff", note: "charset: bad UTF-8"},
		{name: "byte order mark", page: "\xef\xbb\xbf" + persian},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := options(t, "https://site.example/news/1")
			o.ContentType, o.Source.Charset = tc.header, tc.source
			p := read(t, tc.page, o)
			if p.Title != "وزير خارجه سوريه آمد" || !strings.Contains(p.Text, "سخنگو گفت كه راه باز است.") {
				t.Errorf("title %q, text %.80q", p.Title, p.Text)
			}
			if got := strings.Join(p.Repaired, "; "); got != tc.note {
				t.Errorf("repaired %q, want %q", got, tc.note)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	for _, tc := range []struct {
		name, url, page string
		code, source    news.Code
		repaired        bool
	}{
		{name: "own", url: "https://site.example/fa/news/215615/x", page: "<p>کد خبر: ۲۱۵۶۱۵</p>", code: "215615"},
		{name: "none", url: "https://site.example/fa/news/215615/x", page: "<p>یؤكد خبراء 2023</p>"},
		{name: "own, then the source's", url: "https://site.example/news/71338339/", page: "<p>شناسهٔ خبر: 71338339</p><p>کد خبر: 699369</p>", code: "71338339", source: "699369"},
		{name: "the source's first", url: "https://site.example/news/71338339/", page: "<p>کد خبر: 699369</p><p>شناسه خبر: 71338339</p>", code: "71338339", source: "699369", repaired: true},
		{name: "twice the same", url: "https://site.example/news/1234/", page: "<p>کد خبر: 1234</p><p>کد خبر: 1234</p>", code: "1234"},
		{name: "longer number in the link", url: "https://site.example/news/12345/", page: "<p>کد خبر: 999</p><p>کد خبر: 1234</p>", code: "999", source: "1234"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := read(t, "<html><body>"+tc.page+prose+"</body></html>", options(t, tc.url))
			if p.Code != tc.code || p.SourceCode != tc.source {
				t.Errorf("code %q, source code %q, want %q, %q", p.Code, p.SourceCode, tc.code, tc.source)
			}
			if got := strings.Contains(strings.Join(p.Repaired, " "), "news code"); got != tc.repaired {
				t.Errorf("repaired %q", p.Repaired)
			}
		})
	}
}

func TestPublished(t *testing.T) {
	const meta = `<meta property="article:published_time" content="%">`
	for _, tc := range []struct {
		name, meta, page, want string
		disagree               bool
	}{
		{name: "nothing"},
		{name: "metadata alone", meta: "2023-11-27T15:13:00+03:30", want: "2023-11-27T15:13:00+03:30"},
		{name: "printed alone", page: "<p>تاریخ انتشار: ۰۶ آذر ۱۴۰۲ - ۱۵:۱۳</p>", want: "2023-11-27T15:13:00+03:30"},
		{name: "both, metadata finer", meta: "2023-11-27T15:13:44+03:30", page: "<p>تاریخ انتشار: ۰۶ آذر ۱۴۰۲ - ۱۵:۱۳</p>", want: "2023-11-27T15:13:44+03:30"},
		{name: "local time as UTC", meta: "2023-11-27T15:13:00Z", page: "<p>تاریخ انتشار: ۰۶ آذر ۱۴۰۲ - ۱۵:۱۳</p>", want: "2023-11-27T15:13:00+03:30", disagree: true},
		{name: "day printed only", meta: "2023-11-27T15:13:00+03:30", page: "<p>تاریخ انتشار: ۰۶ آذر ۱۴۰۲</p>", want: "2023-11-27T15:13:00+03:30"},
		{name: "clock of the visit first", page: "<div>پنجشنبه 27 دی 1403 - 01:10</div><div>کد خبر 772294</div><div>چهارشنبه 26 دی 1403 - 22:59:13</div>", want: "2025-01-15T22:59:13+03:30"},
		{name: "updated is not published", page: "<p>انتشار: ۰۶ آذر ۱۴۰۲ - ۱۵:۱۳</p><p>به‌روزرسانی: ۰۵ آذر ۱۴۰۲ - ۱۷:۰۰</p>", want: "2023-11-27T15:13:00+03:30"},
		{name: "Jalali year in metadata", meta: "1402-09-06T15:13:00+03:30", want: "2023-11-27T15:13:00+03:30"},
		{name: "date in prose", page: "<p>این توافق روز ۲۷ نوامبر ۲۰۲۳ ساعت ۱۵:۱۳ در قاهره و با میانجیگری دولت‌های قطر و مصر امضا شد و طرف‌ها به آن پایبند ماندند.</p>"},
		{name: "English", page: "<p>Publish date24 Nov 2023 - 14:00</p>", want: "2023-11-24T14:00:00+03:30"},
		{name: "not yet", meta: "2031-11-27T15:13:00+03:30"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			head := ""
			if tc.meta != "" {
				head = strings.Replace(meta, "%", tc.meta, 1)
			}
			p := read(t, "<html><head>"+head+"</head><body>"+tc.page+prose+"</body></html>", options(t, "https://site.example/news/1"))
			got := ""
			if !p.Published.IsZero() {
				got = p.Published.In(tehran(t)).Format(time.RFC3339)
			}
			if got != tc.want {
				t.Errorf("published %q of %q, want %q", got, p.RawPublished, tc.want)
			}
			if got := strings.Contains(strings.Join(p.Repaired, " "), "its metadata says"); got != tc.disagree {
				t.Errorf("repaired %q", p.Repaired)
			}
		})
	}
}

func TestHead(t *testing.T) {
	const page = `<html lang="ar"><head><title>الهدنة باقية في غزة | صحيفة المثال</title>
<meta property="og:title" content="الهدنة باقية في غزة"><meta property="og:image" content="//cdn.example/a.jpg"><meta property="og:type" content="article">
<link rel="canonical" href="/"><base href="https://site.example/ar/"></head><body>
<header><h1>صحيفة المثال اليومية المستقلة</h1><ul><li><a href=/1>خبر أول من اليوم</a><li><a href=/2>خبر ثان من اليوم</a><li><a href=/3>خبر ثالث من اليوم</a></ul></header>
<h2 class="title">الهدنة باقية في غزة</h2><p dir="rtl">قال الوزير إن الهدنة باقية في غزة وإن المفاوضات مستمرة بين الطرفين، <a href="next">وأضاف</a> أن المعابر ستفتح غدا أمام المساعدات.</p>
<p><img data-src="b.jpg" src="/blank.gif" alt="صورة"> قال الوزير إن الهدنة باقية في غزة وإن المفاوضات مستمرة بين الطرفين وأن المعابر ستفتح غدا.</p>
<h3>اقرأ أيضا</h3><ul><li><a href=/4>خبر قديم عن الهدنة</a></ul><h3>التعليقات</h3><p>رأي قارئ طويل جدا في هذا الخبر، يقول فيه إن الهدنة لن تبقى طويلا وإن الأمر كله لا يستحق كل هذا الحبر الذي يراق عليه في الصحف كل يوم.</p>
</body></html>`
	p := read(t, page, options(t, "https://site.example/ar/news/77"))
	if p.Title != "الهدنة باقية في غزة" || p.Image != "https://cdn.example/a.jpg" || p.Language != "ar" {
		t.Errorf("title %q, image %q, language %q", p.Title, p.Image, p.Language)
	}
	if p.Canonical != "" || !strings.Contains(strings.Join(p.Repaired, " "), "home page") {
		t.Errorf("canonical %q, repaired %q", p.Canonical, p.Repaired)
	}
	for _, s := range []string{`href="https://site.example/ar/next"`, `dir="rtl"`, "ستفتح غدا"} {
		if !strings.Contains(p.Text, s) {
			t.Errorf("%s is missing in\n%s", s, p.Text)
		}
	}
	plain := text.Plain(p.Text)
	for _, s := range []string{"من اليوم", "اقرأ", "خبر قديم", "التعليقات", "رأي قارئ", "المستقلة"} {
		if strings.Contains(plain, s) {
			t.Errorf("%q reached the text:\n%s", s, plain)
		}
	}
}
