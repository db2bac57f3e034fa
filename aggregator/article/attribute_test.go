package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// stored is one line of pages.jsonl.
type stored struct {
	URL, Text, Note string
	Expect          struct{ Code, Published, Origin, Via string }
}

func storedPages(t testing.TB) (pages []stored) {
	t.Helper()
	sc := bufio.NewScanner(bytes.NewReader(file(t, "pages.jsonl")))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var p stored
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.Text, "see samples/") {
			p.Text = string(file(t, "seed.txt"))
		}
		if !strings.HasPrefix(p.URL, "http") {
			p.URL = "https://news.example/"
		}
		pages = append(pages, p)
	}
	if len(pages) < 18 {
		t.Fatalf("%d stored pages", len(pages))
	}
	return pages
}

func (s stored) attribution(t *testing.T, got news.Attribution) {
	t.Helper()
	if got.Agency != s.Expect.Origin {
		t.Errorf("agency %q, want %q (%s)", got.Agency, s.Expect.Origin, s.Note)
	}
	want := []string(nil)
	switch {
	case s.Expect.Via != "":
		want = []string{s.Expect.Via}
	case strings.Contains(s.Note, "cites sputnik"):
		want = []string{"sputnik"}
	}
	if d := cmp.Diff(got.Cites, want); d != "" {
		t.Errorf("cites (-got +want):\n%s", d)
	}
}

// TestAttributeStored reads the chain of every stored page from its text alone.
func TestAttributeStored(t *testing.T) {
	for _, p := range storedPages(t) {
		t.Run(p.URL, func(t *testing.T) { p.attribution(t, Attribute(p.Text, "")) })
	}
}

// TestReadStored wraps the stored texts in plain HTML and reads everything
// that was written down of them.
func TestReadStored(t *testing.T) {
	for _, p := range storedPages(t) {
		t.Run(p.URL, func(t *testing.T) {
			got, err := Read(wrap(p.Text), options(t, p.URL))
			if err != nil {
				t.Fatal(err)
			}
			p.attribution(t, got.Attribution)
			published := ""
			if !got.Published.IsZero() {
				published = got.Published.In(tehran(t)).Format(time.RFC3339)
			}
			if published != p.Expect.Published {
				t.Errorf("published %q of %q, want %q", published, got.RawPublished, p.Expect.Published)
			}
			switch isPrinted := len(printed(p.Text)) > 0; {
			case isPrinted && string(got.Code) != p.Expect.Code:
				t.Errorf("code %q, want %q", got.Code, p.Expect.Code)
			case !isPrinted && (got.Code != "" || !inAddress(p.URL, news.Code(p.Expect.Code)) && p.Expect.Code != ""):
				t.Errorf("code %q is printed nowhere; the link must hold %q", got.Code, p.Expect.Code)
			}
			want := news.Code("")
			switch {
			case strings.Contains(p.Note, "source_code 699369"):
				want = "699369"
			case strings.Contains(p.Note, "isna:1403102619333"):
				want = "1403102619333"
			}
			if got.SourceCode != want {
				t.Errorf("source code %q, want %q", got.SourceCode, want)
			}
		})
	}
}

// wrap makes a page of lines: one block each.
func wrap(plain string) []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><title></title></head><body>`)
	for l := range strings.SplitSeq(plain, "\n") {
		b.WriteString("<div>" + html.EscapeString(l) + "</div>\n")
	}
	b.WriteString("</body></html>")
	return []byte(b.String())
}

func TestAttributeForms(t *testing.T) {
	fars, reuters := news.Attribution{Agency: "fars"}, news.Attribution{Agency: "reuters"}
	for _, tc := range []struct {
		name, in, lang string
		want           news.Attribution
	}{
		{name: "nothing", in: "", want: news.Attribution{}},
		{name: "slash at the end", in: "کابینه متوسل شد./ فارس", want: fars},
		{name: "slash, no full stop", in: "کابینه متوسل شد/فارس", want: fars},
		{name: "slash and end marker", in: "کابینه متوسل شد./ فارس\nانتهای پیام/", want: fars},
		{name: "slash before boxes on one line", in: "کابینه متوسل شد./ فارس مطالب مرتبط ارسال نظر آخرین اخبار", want: fars},
		{name: "slash within a sentence", in: "توافق آتش‌بس در سویداء/ جزئیات فارس و گلستان را باران گرفت", want: news.Attribution{}},
		{name: "province", in: "استاندار فارس از افتتاح ۲۰ طرح در هفته دولت خبر داد", want: news.Attribution{}},
		{name: "gulf", in: "امنیت خلیج فارس با همکاری کشورهای منطقه", want: news.Attribution{}},
		{name: "month", in: "به گزارش روز ۲۵ مهر سازمان هواشناسی باران می‌بارد", want: news.Attribution{}},
		{name: "kindness", in: "این مهر مادری است که می‌ماند", want: news.Attribution{}},
		{name: "source line", in: "متن خبر\nمنبع: رویترز", want: reuters},
		{name: "source line, Arabic", in: "نص الخبر\nالمصدر: رويترز", lang: "ar", want: reuters},
		{name: "source line, Turkish", in: "Haber metni.\nKaynak: İhlas Haber Ajansı", want: news.Attribution{Agency: "iha"}},
		{name: "source address", in: "متن\nمنبع: https://www.isna.ir/news/1403102619333/x", want: news.Attribution{Agency: "isna"}},
		{name: "source of the news said", in: "یک منبع آگاه به رویترز گفت", want: news.Attribution{}},
		{name: "spelled apart", in: "متن\nمنبع: خبر آنلاین", want: news.Attribution{Agency: "khabaronline"}},
		{name: "spelled with a half space", in: "متن\nمنبع: خبر\u200cآنلاین", want: news.Attribution{Agency: "khabaronline"}},
		{name: "Arabic letters", in: "به گزارش خبرگزاري تسنيم، وزير گفت", want: news.Attribution{Agency: "tasnim"}},
		{name: "reporter", in: "به گزارش خبرنگار مهر، وزیر گفت", want: news.Attribution{Agency: "mehr"}},
		{name: "self and source", in: "به گزارش خبرگزاری مهر به نقل از الجزیره، وزیر گفت", want: news.Attribution{Agency: "aljazeera"}},
		{name: "unknown self", in: "به گزارش راهبرد معاصر به نقل از رویترز، وزیر گفت", want: reuters},
		{name: "official", in: "به گزارش راهبرد معاصر به نقل از یک مقام آگاه، وزیر گفت", want: news.Attribution{}},
		{name: "half spaces", in: "به\u200cگزارش ایسنا به\u200cنقل\u200cاز رویترز، وزیر گفت", want: reuters},
		{name: "statement", in: "وزیر گفت. به نوشته خبرگزاری «اسپوتنیک»، او خندید.", want: news.Attribution{Cites: []string{"sputnik"}}},
		{name: "dateline", in: "تهران- ایرنا- منابع خبری گفتند", want: news.Attribution{Agency: "irna"}},
		{name: "dateline, English", in: "TEHRAN, Oct. 9 (Xinhua) -- The minister said", want: news.Attribution{Agency: "xinhua"}},
		{name: "dateline, initials", in: "LONDON (AP) — The minister said", want: news.Attribution{Agency: "ap"}},
		{name: "dateline, Arabic", in: "رويترز (نيويورك) قال الوزير", lang: "ar", want: reuters},
		{name: "wire in brackets", in: "The minister said so. (AFP)", want: news.Attribution{Agency: "afp"}},
		{name: "wire on the last line", in: "The minister said so.\nAFP", want: news.Attribution{Agency: "afp"}},
		{name: "wire with dots", in: "قال الوزير ذلك. (أ.ف.ب)", lang: "ar", want: news.Attribution{Agency: "afp"}},
		{name: "credits", in: "The minister said so. (Reporting by Jane Doe in London; Editing by John Doe)", want: reuters},
		{name: "initials in lower case", in: "the ap (ap) store", want: news.Attribution{}},
		{name: "title", in: "رویترز: آتش‌بس تمدید شد", want: reuters},
		{name: "claim in a title", in: "ادعای اکسیوس: آتش‌بس تمدید شد", want: news.Attribution{Agency: "axios"}},
		{name: "person in a title", in: "ترامپ: آتش‌بس تمدید شد", want: news.Attribution{}},
		{name: "was, in Arabic", in: "وبحسب كان الوزير في بيروت", lang: "ar", want: news.Attribution{}},
		{name: "according to, in Arabic", in: "قال الوزير بحسب وكالة رويترز إن الهدنة باقية", lang: "ar", want: news.Attribution{Cites: []string{"reuters"}}},
		{name: "clitic, in Arabic", in: "قال الوزير وفقا لرويترز إن الهدنة باقية", lang: "ar", want: news.Attribution{Cites: []string{"reuters"}}},
		{name: "Russian", in: "Об этом сообщает агентство Reuters.", want: news.Attribution{Cites: []string{"reuters"}}},
		{name: "Turkish", in: "Bakan, Anadolu Ajansı'na konuştu; Reuters bildirdi.", want: news.Attribution{Cites: []string{"reuters"}}},
		{name: "bracket inside a sentence", in: "قال الوزير وفق ما أفادت وكالة الأنباء الإيرانية الرسمية (إرنا).", lang: "ar", want: news.Attribution{Cites: []string{"irna"}}},
		{name: "photographer's credit", in: "Smoke rises over Gaza on Oct. 28, 2023. (Amir Cohen/Reuters)", want: news.Attribution{}},
		{name: "photograph's credit on a line", in: "A headline\nReuters\nThe text of it.\nMore text.", want: news.Attribution{}},
		{name: "title and slash", in: "هم‌اکنون شنیده شدن صدای انفجار در یزد/ایرنا", want: news.Attribution{Agency: "irna"}},
		{name: "zeros", in: "به گزارش\x00ایسنا\x00", want: news.Attribution{}},
		{name: "message of the leader", in: "در پایان پیام رهبر آمده است که باید ایستاد./ فارس", want: fars},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(Attribute(tc.in, tc.lang), tc.want); d != "" {
				t.Errorf("%s (-got +want):\n%s", tc.in, d)
			}
		})
	}
}

// TestAttributePlain reads the same from texts whose lines were joined, as the
// summaries of feeds come.
func TestAttributePlain(t *testing.T) {
	for _, p := range storedPages(t) {
		if i := strings.Index(p.Text, "به گزارش"); i > 0 && p.Expect.Via == "" && !strings.Contains(p.URL, "theiranproject") {
			one := text.Plain(p.Text[i:])
			if got := Attribute(one, "fa").Agency; got != p.Expect.Origin {
				t.Errorf("%s: agency %q, want %q", p.URL, got, p.Expect.Origin)
			}
		}
	}
}

// TestAgencies holds the table together: no spelling stands for two agencies.
func TestAgencies(t *testing.T) {
	owner := map[string]string{}
	var ids []string
	for _, a := range agencies {
		if slices.Contains(ids, a.id) {
			t.Errorf("%s is listed twice", a.id)
		}
		ids = append(ids, a.id)
		for name := range strings.SplitSeq(a.names+","+a.weak, ",") {
			key := squeeze(name)
			if o := owner[key]; key != "" && o != "" && o != a.id {
				t.Errorf("%q stands for %s and %s", name, o, a.id)
			}
			owner[key] = a.id
		}
		for h := range strings.FieldsSeq(a.hosts) {
			if u, err := url.Parse("https://www." + h + "/news/1"); err != nil || agencyOfURL(u.String()) != a.id {
				t.Errorf("www.%s is not %s", h, a.id)
			}
		}
	}
}
