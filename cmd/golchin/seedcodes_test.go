package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// articlePage is a page in the style of Iranian sites: headline, text, and
// what is printed under it.
func articlePage(title, printed string) string {
	return `<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><title>` + title + `</title></head><body><article><h1>` + title + `</h1><p>` +
		strings.Repeat("هوا آفتابی است و دریا آرام. ", 40) + `</p></article><div>` + printed + `</div></body></html>`
}

// codedItem is what this test reads of an item.
type codedItem struct {
	Title   string `json:"title"`
	Golchin struct {
		Code        string   `json:"news_code"`
		Repaired    []string `json:"repaired"`
		Attribution struct {
			Agency string `json:"agency"`
			Code   string `json:"source_code"`
		} `json:"attribution"`
	} `json:"_golchin"`
}

// TestSeedCodes follows what pages print of codes to what is published: the
// number of the source they were taken from, and where print and link disagree
// (newscodes §5, trap 2).
func TestSeedCodes(t *testing.T) {
	t.Parallel()
	web := newTestWeb(t)
	dir := t.TempDir()
	cases := []struct {
		path, title, printed         string
		code, source, agency, repair string
	}{
		{"/fa/news/71338339/x", "خبر یکم", "شناسهٔ خبر: 71338339<br>منبع: اعتماد آنلاین<br>کد خبر: 699369", "71338339", "699369", "etemadonline", ""},
		{"/fa/news/5002/x", "خبر دوم", "کد خبر: ۵۰۰۱", "5002", "", "", "page: news code: it prints 5001, the link says 5002"},
		{"/fa/news/6003/x", "خبر سوم", "کد خبر: 699370<br>شناسه خبر: ۶۰۰۳", "6003", "699370", "", "page: news code: 699370 is printed first, the link says 6003"},
		{"/fa/news/7004/x", "خبر چهارم", "منبع: https://www.isna.ir/news/1403102619333/x", "7004", "1403102619333", "isna", ""},
	}
	var list []entry
	for _, c := range cases {
		web.set(c.path, articlePage(c.title, c.printed))
		list = append(list, entry{title: c.title, link: web.URL + c.path, guid: c.path, text: "خلاصه"})
	}
	web.set("/feed", rss("f", list...))
	writeConfig(t, dir, "", yamlSource{"carrier", web.URL + "/feed", "language: fa\nfull_text: true"})
	mustRun(t, dir, "poll")
	s := serve(t, dir)
	_, body, _ := s.get(t, "/feeds/all.json")
	var f struct {
		Items []codedItem `json:"items"`
	}
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			i := slices.IndexFunc(f.Items, func(it codedItem) bool { return it.Title == c.title })
			if i < 0 {
				t.Fatalf("%s is not published", c.title)
			}
			g := f.Items[i].Golchin
			if g.Code != c.code || g.Attribution.Code != c.source || g.Attribution.Agency != c.agency {
				t.Errorf("code %q, source code %q of %q; want %q, %q of %q", g.Code, g.Attribution.Code, g.Attribution.Agency, c.code, c.source, c.agency)
			}
			if c.repair != "" && !slices.Contains(g.Repaired, c.repair) || c.repair == "" && len(g.Repaired) > 0 {
				t.Errorf("repaired %q, want %q", g.Repaired, c.repair)
			}
			out := mustRun(t, dir, "explain", web.URL+c.path)
			for _, want := range []string{c.repair, c.source, c.agency} {
				if !strings.Contains(out, want) {
					t.Errorf("explain does not say %q:\n%s", want, out)
				}
			}
		})
	}
	s.stop(t)
}
