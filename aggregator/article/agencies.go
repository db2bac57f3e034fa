package article

import (
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"
)

// agency is a newsroom that others copy from.
type agency struct {
	id    string
	names string // spellings that mean nothing else, separated by commas
	weak  string // spellings that are words of their own, or initials: they need a place where only a source stands
	hosts string // sites it speaks on, separated by blanks
}

// agencies are those seen as sources in some 64,000 Persian and Arabic posts.
// Spellings are compared folded and without spaces, so «خبرآنلاین» and
// «خبر آنلاین» need one entry.
var agencies = [...]agency{
	{"irna", "ایرنا, خبرگزاری جمهوری اسلامی, irna, إرنا, ارنا", "", "irna.ir"},
	{"isna", "ایسنا, isna, إيسنا", "", "isna.ir"},
	{"mehr", "مهرنیوز, mehr news, mehrnews", "مهر, mna", "mehrnews.com"},
	{"fars", "فارس نیوز, farsnews, fars news", "فارس, fars", "farsnews.ir farsnews.com"},
	{"tasnim", "تسنیم, tasnim", "", "tasnimnews.com tasnimnews.ir"},
	{"ilna", "ایلنا, ilna", "", "ilna.ir ilna.news"},
	{"yjc", "باشگاه خبرنگاران جوان, باشگاه خبرنگاران", "yjc", "yjc.ir"},
	{"irib", "صداوسیما, خبرگزاری صدا و سیما, irib", "", "iribnews.ir irib-news.ir"},
	{"iqna", "ایکنا, iqna", "", "iqna.ir"},
	{"ibna", "ایبنا, ibna", "", "ibna.ir"},
	{"imna", "ایمنا, imna", "", "imna.ir"},
	{"iscanews", "ایسکانیوز", "", "iscanews.ir"},
	{"mizan", "میزان آنلاین", "میزان", "mizanonline.ir"},
	{"borna", "برنا نیوز", "برنا", "borna.news"},
	{"snn", "خبرگزاری دانشجو, snn", "دانشجو", "snn.ir"},
	{"defapress", "دفاع پرس, defapress", "", "defapress.ir"},
	{"tabnak", "تابناک, tabnak", "", "tabnak.ir"},
	{"entekhab", "entekhab", "انتخاب", "entekhab.ir"},
	{"asriran", "عصر ایران", "", "asriran.com"},
	{"khabaronline", "خبر آنلاین", "", "khabaronline.ir"},
	{"mashregh", "مشرق نیوز", "مشرق", "mashreghnews.ir"},
	{"jamaran", "جماران", "", "jamaran.news jamaran.ir"},
	{"aftab", "آفتاب نیوز", "آفتاب", "aftabnews.ir"},
	{"etemadonline", "اعتماد آنلاین", "", "etemadonline.com"},
	{"hamshahri", "همشهری آنلاین, همشهری", "", "hamshahrionline.ir"},
	{"fararu", "فرارو", "", "fararu.com"},
	{"khabarfoori", "خبر فوری دات کام", "", "khabarfoori.com"},
	{"akharinkhabar", "آخرین خبر", "", "akharinkhabar.ir"},
	{"shafaqna", "شفقنا, shafaqna, شفقنا العربی", "", "shafaqna.com"},
	{"abna", "ابنا, abna", "", "abna24.com"},
	{"presstv", "پرس تی وی, press tv, presstv, برس تي في", "", "presstv.ir presstv.co.uk"},
	{"alalam", "العالم نیوز, شبکه العالم, قناة العالم, شبکه خبری العالم", "العالم, alalam", "alalam.ir alalamtv.net"},
	{"almayadeen", "المیادین, almayadeen, al mayadeen", "", "almayadeen.net"},
	{"almanar", "المنار, almanar", "", "almanar.com.lb"},
	{"aljazeera", "الجزیره, الجزيرة نت, aljazeera, al jazeera, аль джазира", "", "aljazeera.net aljazeera.com"},
	{"alarabiya", "العربیه نت, al arabiya", "العربیه, الحدث", "alarabiya.net"},
	{"alsumaria", "السومریه", "", "alsumaria.tv"},
	{"albawaba", "البوابه, al bawaba", "", "albawaba.com"},
	{"rt", "راشاتودی, راشا تودی, روسيا اليوم, russia today", "آرتی, rt", "rt.com"},
	{"aa", "آناتولی, آنادولو, آناتولو, الأناضول, اناضول, anadolu, anadolu ajansı, анадолу", "aa", "aa.com.tr"},
	{"iha", "ihlas haber ajansı, İhlas haber ajansı, ihlas", "iha", "iha.com.tr"},
	{"dha", "demirören haber ajansı", "dha", "dha.com.tr"},
	{"reuters", "رویترز, reuters, рейтер, reuter", "", "reuters.com"},
	{"afp", "فرانس پرس, خبرگزاری فرانسه, فرانس برس, أ ف ب, agence france presse, аfp, франс пресс", "afp", "afp.com"},
	{"ap", "آسوشیتدپرس, أسوشيتد برس, اسوشییتد پرس, associated press", "ap", "apnews.com"},
	{"upi", "یونایتدپرس, united press international", "upi", "upi.com"},
	{"dpa", "دويتشه برس اجنتور", "dpa, د ب أ", "dpa.com"},
	{"bloomberg", "بلومبرگ, بلومبيرغ, bloomberg, блумберг", "", "bloomberg.com"},
	{"axios", "آکسیوس, اکسیوس, أكسيوس, axios", "", "axios.com"},
	{"sputnik", "اسپوتنیک, سبوتنيك, sputnik, спутник", "", "sputniknews.com sarabic.ae spnfa.ir"},
	{"tass", "ایتارتاس, ایتار تاس, tass, тасс", "تاس", "tass.com tass.ru"},
	{"ria", "نووستی, ریانووستی, ریا نووستی, نوفوستي, ria novosti, риа новости", "риа", "ria.ru"},
	{"interfax", "اینترفاکس, إنترفاكس, interfax, интерфакс", "", "interfax.ru"},
	{"xinhua", "شینهوا, شينخوا, xinhua", "", "xinhuanet.com news.cn"},
	{"cnn", "سی ان ان, سي ان ان, cnn", "", "cnn.com"},
	{"bbc", "بی بی سی, بي بي سي, bbc", "", "bbc.com bbc.co.uk"},
	{"nyt", "نیویورک تایمز, نيويورك تايمز, new york times", "", "nytimes.com"},
	{"wsj", "وال استریت ژورنال, وول ستريت جورنال, wall street journal", "", "wsj.com"},
	{"wapo", "واشنگتن پست, واشنطن بوست, washington post", "", "washingtonpost.com"},
	{"ft", "فایننشال تایمز, فايننشال تايمز, financial times", "ft", "ft.com"},
	{"guardian", "گاردین, الغارديان, the guardian", "", "theguardian.com"},
	{"telegraph", "تلگراف, روزنامه تلگراف, daily telegraph", "", "telegraph.co.uk"},
	{"politico", "پولیتیکو, بوليتيكو, politico", "", "politico.com politico.eu"},
	{"haaretz", "هاآرتص, هآرتص, هاآرتز, هآرتس, haaretz", "", "haaretz.com haaretz.co.il"},
	{"ynet", "یدیعوت آحارونوت, یدیعوت آحرونوت, يديعوت أحرونوت, ynet, وای نت", "", "ynet.co.il ynetnews.com"},
	{"maariv", "معاریو, معاريف, maariv", "", "maariv.co.il"},
	{"kan", "هیئت البث, هيئة البث الإسرائيلية", "کان", "kan.org.il"},
	{"i24", "i24, i24news", "", "i24news.tv"},
	{"channel12", "کانال ۱۲, شبکه ۱۲, القناة 12", "", "mako.co.il"},
	{"channel14", "کانال ۱۴, شبکه ۱۴, القناة 14", "", "now14.co.il"},
	{"sana", "", "سانا, sana", "sana.sy"},
	{"wafa", "", "وفا, wafa", "wafa.ps"},
	{"qna", "", "قنا, qna", "qna.org.qa"},
	{"saba", "", "سبأ, saba", "saba.ye"},
	{"spa", "", "واس, spa", "spa.gov.sa"},
	{"mena", "", "أ ش أ", ""},
}

// spelling is what one way of writing an agency means.
type spelling struct {
	id      string
	weak    bool
	initial bool // Latin initials, only counted in capitals
}

// maxNameWords is how many words the longest spelling has.
const maxNameWords = 5

var spellings = sync.OnceValue(func() map[string]spelling {
	m := make(map[string]spelling, 4*len(agencies))
	for _, a := range agencies {
		for i, list := range [...]string{a.names, a.weak} {
			for name := range strings.SplitSeq(list, ",") {
				if key := squeeze(name); key != "" {
					short := len(key) <= 4 && key[0] < utf8.RuneSelf && i == 1
					m[key] = spelling{id: a.id, weak: i == 1, initial: short}
				}
			}
		}
	}
	return m
})

var agencyHosts = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 2*len(agencies))
	for _, a := range agencies {
		for h := range strings.FieldsSeq(a.hosts) {
			m[h] = a.id
		}
	}
	return m
})

// agencyOfHost is the agency that speaks on a host or on a domain above it.
func agencyOfHost(host string) string {
	hosts := agencyHosts()
	for host = strings.ToLower(host); host != ""; {
		if id := hosts[host]; id != "" {
			return id
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok {
			return ""
		}
		host = rest
	}
	return ""
}

// agencyOfURL is the agency whose site raw leads to.
func agencyOfURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return agencyOfHost(u.Hostname())
}
