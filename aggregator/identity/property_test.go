package identity

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"golchin/aggregator/news"
)

// spelling draws one of the ways in which sources write the same address.
func spelling(t *rapid.T, host, path, slug string) string {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	u := pick("scheme", "http://", "https://", "HTTPS://") + pick("mirror", "", "www.", "m.", "amp.", "www.m.") +
		pick("host", host, strings.ToUpper(host), host+".") + pick("port", "", ":80", ":443") + path
	switch pick("slug", "raw", "escaped", "lower", "twice", "arabic") {
	case "raw":
		u += slug
	case "escaped":
		u += url.PathEscape(slug)
	case "lower":
		u += strings.ToLower(url.PathEscape(slug))
	case "twice":
		u += url.PathEscape(url.PathEscape(slug))
	case "arabic":
		u += strings.NewReplacer("ی", "ي", "ک", "ك", "\u200c", "").Replace(slug)
	}
	u += pick("end", "", "/", "/amp", "/amp/", "/print", "//")
	if q := pick("query", "", "utm_source=rss&utm_medium=x", "fbclid=1", "traffic_source=rss", "at_medium=RSS", "ref=rss7", "mod=rss_World"); q != "" {
		u += "?" + q
	}
	return u + pick("fragment", "", "#comments", "#xtor=RSS-1", "#:~:text=a", "#item")
}

func drawSlug(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"آتش\u200cبس", "غزه", "کریمی", "علی", "news", "gaza", "می\u200cشود", "۱۲", "جنگ"}), 1, 6).Draw(t, "words")
	return strings.Join(words, "-")
}

// However an article is spelt it has one canonical URL, and however its slug
// changes one code.
func TestSpellings(t *testing.T) {
	r := rules(t, Options{})
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.SampledFrom([]string{"rahbordemoaser.ir", "mehrnews.com", "blog.example", "khabar.co.ir"}).Draw(t, "site")
		path := rapid.SampledFrom([]string{"/a/", "/1402/09/06/", "/news/x/"}).Draw(t, "path")
		slug := drawSlug(t)
		a, errA := r.Canonical(spelling(t, host, path, slug))
		b, errB := r.Canonical(spelling(t, host, path, slug))
		if errA != nil || errB != nil || a != b {
			t.Fatalf("%s, %v\n%s, %v", a, errA, b, errB)
		}
		n := rapid.IntRange(1000000, 9999999).Draw(t, "code")
		for _, path := range []string{"/fa/news/%d/", "/news/%d/"} {
			path = fmt.Sprintf(path, n)
			x, y := spelling(t, host, path, slug), spelling(t, host, path, drawSlug(t))
			siteX, codeX, okX := r.Code(x)
			siteY, codeY, _ := r.Code(y)
			if !okX || siteX != siteY || codeX != codeY || siteX != host {
				t.Fatalf("%s: %s %s\n%s: %s %s", x, siteX, codeX, y, siteY, codeY)
			}
		}
	})
}

// Addresses that differ in what identifies have no key in common.
func TestDifferent(t *testing.T) {
	r := rules(t, Options{})
	src := news.Source{Name: "s", Site: "ex.ir"}
	groups := map[string][]string{
		"paths":            {"https://ex.ir/a", "https://ex.ir/A", "https://ex.ir/a/b", "https://ex.ir/a%2Fb", "https://ex.ir/b"},
		"query":            {"https://ex.ir/x?id=1", "https://ex.ir/x?id=2", "https://ex.ir/x", "https://ex.ir/x?page=2", "https://ex.ir/x?q=a%2Bb", "https://ex.ir/x?q=a+b"},
		"WordPress":        {"https://ex.ir/?p=1", "https://ex.ir/?p=2", "https://ex.ir/?page_id=1"},
		"sites":            {"https://ex.ir/fa/news/215615", "https://ex.com/fa/news/215615", "https://sub.ex.ir/fa/news/215615", "https://ex.ir:8080/fa/news/215615"},
		"languages":        {"https://mizanonline.ir/fa/news/2783", "https://mizanonline.ir/en/news/2783", "https://mizanonline.ir/ar/news/2783"},
		"language hosts":   {"https://irna.ir/news/85301234", "https://en.irna.ir/news/85301234"},
		"archives":         {"https://ex.ir/news/1402/09/06/a", "https://ex.ir/news/1402/09/06/b", "https://ex.ir/news/20231127/a", "https://ex.ir/news/20231127/b"},
		"months":           {"https://tabnak.ir/fa/news/1402/09", "https://tabnak.ir/fa/news/1402/10"},
		"sections":         {"https://ilna.ir/بخش-سیاسی-5", "https://ilna.ir/بخش-ورزشی-6"},
		"kinds elsewhere":  {"https://ex.ir/news/123456", "https://ex.ir/photo/123456", "https://ex.ir/video/123456"},
		"day pages":        {"http://scripting.com/2017/06/26.html#a080605", "http://scripting.com/2017/06/26.html#a090000"},
		"routes":           {"https://ex.ir/#!/a", "https://ex.ir/#!/b", "https://ex.ir/#/a"},
		"comments":         {"https://ex.ir/fa/news/215615/x#comment-1", "https://ex.ir/fa/news/215615/x#comment-2", "https://ex.ir/fa/news/215615/x"},
		"ref identifies":   {"https://ex.ir/x?ref=12", "https://ex.ir/x?ref=13", "https://ex.ir/x?source=irna", "https://ex.ir/x?source=isna"},
		"videos":           {"https://youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcq"},
		"short links":      {"https://tabnak.ir/005rUZ", "https://tabnak.ir/005rUz"},
		"legacy encodings": {"https://ex.ir/%C8%ED", "https://ex.ir/%C8%EC", "https://ex.ir/\xc8\xeb"},
		"Sputnik":          {"https://ria.ru/20231127/a-1911234567.html", "https://ria.ru/20231127/a-1911234568.html"},
	}
	for name, urls := range groups {
		t.Run(name, func(t *testing.T) {
			seen := map[news.Key]string{}
			for _, u := range urls {
				for _, k := range r.Identify(src, news.Entry{Link: u}).Keys {
					if other, ok := seen[k]; ok {
						t.Errorf("%s and %s share %s", other, u, k)
					}
					seen[k] = u
				}
			}
		})
	}
}

// Every rule's canonical path is met by a rule that finds the same code, so
// that canonical URLs are stable.
func TestRulesStable(t *testing.T) {
	known, err := readSites()
	if err != nil {
		t.Fatal(err)
	}
	r := rules(t, Options{})
	hosts := map[string]string{anySite: "unknown.example"}
	for domain, family := range known.family {
		if known.rules[family] == nil {
			t.Errorf("family %s of %s has no rules", family, domain)
		}
		if _, own := known.rules[domain]; !own && hosts[family] < domain {
			hosts[family] = domain
		}
	}
	for family, patterns := range known.rules {
		host := family
		if h, ok := hosts[family]; ok {
			host = h
		}
		for _, p := range patterns {
			for _, lang := range []string{"", "fa", "en"} {
				f := found{code: news.Code("987654321098765432"[:min(p.max, max(p.min, 7))]), lang: lang, date: "2023/11/27", star: "x", word: "news"}
				checkCanonical(t, r, "https://"+host+p.canonical(f))
				if _, code, _ := r.Code("https://" + host + p.canonical(f)); code != f.code {
					t.Errorf("rule %s %s: canonical path %s gives code %q; want %q", family, p.text, p.canonical(f), code, f.code)
				}
			}
		}
	}
	for from, to := range known.aliases {
		if next, ok := known.aliases[to]; ok {
			t.Errorf("alias %s goes to %s, which goes to %s", from, to, next)
		}
	}
}
