package article

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// codeLabel is the rule of newscodes §4; the program's own is identity.Printed.
var codeLabel = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}_])(?:(?:کد|شناسهٔ?|شماره)\s*(?:خبر|مطلب)|کد\s*:|رمز الخبر|news\s*(?:id|code)|story\s*code)\s*[:：\-–]?\s*(\d{3,19})`)

func printed(s string) (out []news.Code) {
	for _, m := range codeLabel.FindAllStringSubmatch(text.Digits(s), -1) {
		out = append(out, news.Code(m[1]))
	}
	return out
}

// plainHTML is a sanitiser for tests: a few elements without attributes but
// the addresses of links and images.
func plainHTML(markup, _ string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.Write(z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			if !strings.Contains(" p br a img b strong em ul ol li blockquote h2 h3 table tr td figure figcaption ", " "+t.Data+" ") {
				continue
			}
			var keep []html.Attribute
			for _, a := range t.Attr {
				if a.Key == "href" || a.Key == "src" || a.Key == "dir" {
					keep = append(keep, a)
				}
			}
			if t.Attr = keep; t.Data != "img" || len(keep) > 0 {
				b.WriteString(t.String())
			}
		}
	}
}

func tehran(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Tehran")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func options(t testing.TB, url string) Options {
	return Options{
		URL: url, ContentType: "text/html", Source: news.Source{Name: "test", Language: "fa", Timezone: tehran(t)},
		Now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC), Sanitize: plainHTML, Printed: printed,
	}
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const seedLead = "سفیر فدراسیون روسیه در فلسطین اشغالی ضمن اشاره به حمایت روسیه از وقفه بشردوستانهای که در نوار غزه برقرار شده، اما گفت که مسکو خواستار دائمیشدن این آتشبس است."

// layouts are the pages of testdata and what is read from them.
var layouts = []struct {
	name, url string
	want      Page
	paragraph int    // of text
	end       string // of text
}{
	{
		name: "iransamaneh", url: "https://rahbordemoaser.ir/fa/news/215615/x", paragraph: 7, end: "متوسل شد./ فارس",
		want: Page{
			Title: "روسیه خواستار آتشبس دائمی در غزه شد", Lead: seedLead, Code: "215615",
			Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC), RawPublished: "تاریخ انتشار: ۱۵:۱۳ - ۰۶ آذر ۱۴۰۲ - 2023 November 27",
			Canonical: "https://rahbordemoaser.ir/fa/news/215615/%D8%B1%D9%88%D8%B3%DB%8C%D9%87-%D8%AE%D9%88%D8%A7%D8%B3%D8%AA%D8%A7%D8%B1-%D8%A2%D8%AA%D8%B4%D8%A8%D8%B3-%D8%AF%D8%A7%D8%A6%D9%85%DB%8C-%D8%AF%D8%B1-%D8%BA%D8%B2%D9%87-%D8%B4%D8%AF",
			Image:     "https://rahbordemoaser.ir/files/fa/news/1402/9/6/151320_345.jpg",
			Images:    []string{"https://rahbordemoaser.ir/files/fa/news/1402/9/6/151320_345.jpg"},
			Language:  "fa", Attribution: news.Attribution{Agency: "fars", Cites: []string{"sputnik"}},
			Repaired: []string{"date: jalali; zone assumed"},
		},
	},
	{
		name: "bare", url: "https://rahbordemoaser.ir/fa/news/215615/x", paragraph: 7, end: "متوسل شد./ فارس",
		want: Page{
			Title: "روسیه خواستار آتشبس دائمی در غزه شد", Code: "215615",
			Published: time.Date(2023, 11, 27, 11, 43, 0, 0, time.UTC), RawPublished: "تاریخ انتشار: ۱۵:۱۳ - ۰۶ آذر ۱۴۰۲ - 2023 November 27",
			Language: "fa", Attribution: news.Attribution{Agency: "fars", Cites: []string{"sputnik"}},
			Repaired: []string{"date: jalali; zone assumed"},
		},
	},
	{
		name: "nastooh", url: "https://www.mehrnews.com/news/6691874/x", paragraph: 3, end: "منطقه هموار شود.",
		want: Page{
			Title:     "روسیه: خواستار آتشبس فوری و بیقید و شرط در غزه هستیم",
			Lead:      "معاون نماینده روسیه در نشست شورای امنیت با موضوع فلسطین تصریح کرد: ما خواستار آتشبس فوری و بیقید و شرط در غزه هستیم.",
			Code:      "6691874",
			Published: time.Date(2025, 12, 16, 18, 15, 12, 0, time.UTC), RawPublished: "2025-12-16T18:15:12Z",
			Canonical: "https://www.mehrnews.com/news/6691874/x",
			Image:     "https://media.mehrnews.com/d/2025/12/16/4/5.jpg", Images: []string{"https://media.mehrnews.com/d/2025/12/16/4/5.jpg"},
			Language: "fa", Attribution: news.Attribution{Agency: "aljazeera"},
		},
	},
	{
		name: "asam", url: "https://www.ilna.ir/x-8/1671365-x", paragraph: 2, end: "آشکارا بگوید.",
		want: Page{
			Title:     "زلنسکی پذیرفته که سرزمینهای تحت کنترل روسیه را نمیتوان پس گرفت",
			Lead:      "تلگراف گزارش داد که رئیسجمهور اوکراین، اذعان کرده است که سرزمینهای تحت کنترل روسیه را نمیتوان با زور پس گرفت.",
			Code:      "1671365",
			Published: time.Date(2025, 8, 8, 5, 42, 0, 0, time.UTC), RawPublished: "۱۴۰۴/۰۵/۱۷ ۰۹:۱۲:۰۰ کد خبر: 1671365",
			Canonical: "https://www.ilna.ir/%D8%A8%D8%AE%D8%B4-%D8%A8%DB%8C%D9%86-%D8%A7%D9%84%D9%85%D9%84%D9%84-8/1671365-x",
			Image:     "https://static3.ilna.ir/thumbnail/abc.jpg", Images: []string{"https://static3.ilna.ir/thumbnail/abc.jpg"},
			Language: "fa", Attribution: news.Attribution{Agency: "ria", Cites: []string{"telegraph"}},
			Repaired: []string{"date: jalali; zone assumed", "date: the page prints 2025-08-08T05:42:00Z, its metadata says 2025-08-08T09:12:00Z"},
		},
	},
}

func TestReadLayouts(t *testing.T) {
	for _, tc := range layouts {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Read(file(t, tc.name+".html"), options(t, tc.url))
			if err != nil {
				t.Fatal(err)
			}
			body := got.Text
			got.Text = ""
			if d := cmp.Diff(got, tc.want); d != "" {
				t.Errorf("page (-got +want):\n%s", d)
			}
			if n := strings.Count(body, "<p"); n < tc.paragraph || n > tc.paragraph+1 {
				t.Errorf("%d paragraphs, want about %d:\n%s", n, tc.paragraph, body)
			}
			if plain := text.Plain(body); !strings.HasSuffix(plain, tc.end) {
				t.Errorf("text ends in %q, want %q", plain[max(0, len(plain)-80):], tc.end)
			}
			golden(t, tc.name+".golden", body)
		})
	}
}

// TestNoBoilerplate is the promise that the headlines of the day on which a
// page was fetched, and what stands under a text, never reach it.
func TestNoBoilerplate(t *testing.T) {
	never := strings.Split(strings.TrimSpace(string(file(t, "boilerplate.txt"))), "\n")
	if len(never) < 15 {
		t.Fatalf("%d headlines in boilerplate.txt", len(never))
	}
	never = append(never, "مطالب مرتبط", "ارسال نظر", "آخرین اخبار", "نظر شما", "اخبار مرتبط", "خبرهای مرتبط", "بیشتر بخوانید", "پربازدیدها", "پربیننده", "برچسب",
		"نظر خواننده است", "خرید اقساطی", "بهترین پیشنهاد", "تلگرام", "نسخه چاپی", "لینک کوتاه", "تمامی حقوق", "صفحه نخست", "انتهای پیام", "کد خبر", "تاریخ انتشار", "آگهی", "stat.example", "ads.example")
	for _, tc := range layouts {
		t.Run(tc.name, func(t *testing.T) {
			p, err := Read(file(t, tc.name+".html"), options(t, tc.url))
			if err != nil {
				t.Fatal(err)
			}
			all := p.Title + "\n" + p.Lead + "\n" + p.Text + "\n" + strings.Join(p.Images, "\n")
			folded := text.Squeezed(all)
			for _, s := range never {
				if strings.Contains(folded, text.Squeezed(s)) && !strings.HasPrefix(s, "stat.") && !strings.HasPrefix(s, "ads.") || strings.Contains(all, s) {
					t.Errorf("%q reached the page's text", s)
				}
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(file(t, name)); got+"\n" != want {
		t.Errorf("%s differs (-got +want):\n%s", name, cmp.Diff(got+"\n", want))
	}
}
