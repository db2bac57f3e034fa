package identity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
)

func TestIdentify(t *testing.T) {
	own := news.Source{Name: "rahbord", Site: "rahbordemoaser.ir", URLs: []string{"https://www.rahbordemoaser.ir/fa/rss/allnews"}, Publisher: "راهبرد معاصر"}
	blog := news.Source{Name: "blog", Site: "blog.example", URLs: []string{"https://blog.example/feed"}}
	mehr := news.Source{Name: "mehr", Site: "mehrnews.com", URLs: []string{"https://www.mehrnews.com/rss"}}
	agg := news.Source{Name: "agg", Site: "agg.example", URLs: []string{"https://agg.example/rss"}}
	burner := news.Source{Name: "burner", Site: "blog.example", URLs: []string{"https://feeds.feedburner.com/blog"}}
	long := strings.Repeat("x", 2000)
	tests := []struct {
		name string
		src  news.Source
		e    news.Entry
		want news.Identity
	}{
		{"code, url and guid", own, news.Entry{Link: "http://www.rahbordemoaser.ir/fa/news/215615/آتش‌بس?utm_source=rss", GUID: "215615"},
			news.Identity{Keys: []news.Key{"code:rahbordemoaser.ir:215615", "url:https://rahbordemoaser.ir/fa/news/215615", "guid:rahbord:215615"},
				Site: "rahbordemoaser.ir", Code: "215615", Canonical: "https://rahbordemoaser.ir/fa/news/215615", Publisher: "راهبرد معاصر"}},
		{"an aggregator's entry has the same code and url", agg, news.Entry{Link: "https://rahbordemoaser.ir/000u5f", GUID: "7"},
			news.Identity{Keys: []news.Key{"code:rahbordemoaser.ir:215615", "url:https://rahbordemoaser.ir/fa/news/215615", "guid:agg:7"},
				Site: "rahbordemoaser.ir", Code: "215615", Canonical: "https://rahbordemoaser.ir/fa/news/215615", Publisher: "راهبرد معاصر"}},
		{"language section", own, news.Entry{Link: "https://www.mizanonline.ir/en/news/2783/x"},
			news.Identity{Keys: []news.Key{"code:mizanonline.ir/en:2783", "url:https://mizanonline.ir/en/news/2783"},
				Site: "mizanonline.ir/en", Code: "2783", Canonical: "https://mizanonline.ir/en/news/2783"}},
		{"no code rule", blog, news.Entry{Link: "https://www.blog.example/2023/11/slug/?utm_medium=rss", GUID: "https://blog.example/?p=12"},
			news.Identity{Keys: []news.Key{"url:https://blog.example/2023/11/slug", "guid:blog:https://blog.example/?p=12"},
				Site: "blog.example", Canonical: "https://blog.example/2023/11/slug"}},
		{"guid stands in for the link", blog, news.Entry{GUID: "https://blog.example/a?utm_source=x", GUIDIsLink: true},
			news.Identity{Keys: []news.Key{"url:https://blog.example/a", "guid:blog:https://blog.example/a?utm_source=x"},
				Site: "blog.example", Canonical: "https://blog.example/a"}},
		{"guid that does not claim to be a link", blog, news.Entry{GUID: "https://blog.example/a"},
			news.Identity{Keys: []news.Key{"guid:blog:https://blog.example/a"}}},
		{"guid that claims to be a link and is none", blog, news.Entry{GUID: "tag:blog.example,2023:1", GUIDIsLink: true},
			news.Identity{Keys: []news.Key{"guid:blog:tag:blog.example,2023:1"}}},
		{"link home", blog, news.Entry{Link: "https://www.blog.example/index.html?utm_source=rss", GUID: "3"},
			news.Identity{Keys: []news.Key{"guid:blog:3"}, Site: "blog.example"}},
		{"link home, guid an address there", blog, news.Entry{Link: "https://blog.example/", GUID: "http://blog.example/a", GUIDIsLink: true},
			news.Identity{Keys: []news.Key{"url:https://blog.example/a", "guid:blog:http://blog.example/a"},
				Site: "blog.example", Canonical: "https://blog.example/a"}},
		{"link home, guid an address elsewhere", blog, news.Entry{Link: "https://blog.example/", GUID: "http://other.example/a", GUIDIsLink: true},
			news.Identity{Keys: []news.Key{"guid:blog:http://other.example/a"}, Site: "blog.example"}},
		{"link to the feed", blog, news.Entry{Link: "http://blog.example/feed", GUID: "4"},
			news.Identity{Keys: []news.Key{"guid:blog:4"}, Site: "blog.example"}},
		{"printed code of an own page", mehr, news.Entry{Link: "https://www.mehrnews.com/x349jN", Code: "6691874"},
			news.Identity{Keys: []news.Key{"code:mehrnews.com:6691874", "url:https://mehrnews.com/x349jN"},
				Site: "mehrnews.com", Code: "6691874", Canonical: "https://mehrnews.com/x349jN"}},
		{"printed code of another's page", agg, news.Entry{Link: "https://www.mehrnews.com/x349jN", Code: "6691874"},
			news.Identity{Keys: []news.Key{"url:https://mehrnews.com/x349jN"}, Site: "mehrnews.com", Canonical: "https://mehrnews.com/x349jN"}},
		{"printed code against the URL's", mehr, news.Entry{Link: "https://www.mehrnews.com/news/111111/x", Code: "222222"},
			news.Identity{Keys: []news.Key{"code:mehrnews.com:111111", "url:https://mehrnews.com/news/111111"},
				Site: "mehrnews.com", Code: "111111", Canonical: "https://mehrnews.com/news/111111"}},
		{"own rel=canonical of a short link", mehr, news.Entry{Link: "https://www.mehrnews.com/x349jN", OrigLink: "https://www.mehrnews.com/news/4835439/x"},
			news.Identity{Keys: []news.Key{"code:mehrnews.com:4835439", "url:https://mehrnews.com/news/4835439", "url:https://mehrnews.com/x349jN"},
				Site: "mehrnews.com", Code: "4835439", Canonical: "https://mehrnews.com/news/4835439"}},
		{"rel=canonical that names another article", mehr, news.Entry{Link: "https://mehrnews.com/news/1111111", OrigLink: "https://mehrnews.com/news/2222222"},
			news.Identity{Keys: []news.Key{"code:mehrnews.com:1111111", "url:https://mehrnews.com/news/1111111"},
				Site: "mehrnews.com", Code: "1111111", Canonical: "https://mehrnews.com/news/1111111"}},
		{"rel=canonical of the section", mehr, news.Entry{Link: "https://mehrnews.com/news/1111111", OrigLink: "https://mehrnews.com/world"},
			news.Identity{Keys: []news.Key{"code:mehrnews.com:1111111", "url:https://mehrnews.com/news/1111111"},
				Site: "mehrnews.com", Code: "1111111", Canonical: "https://mehrnews.com/news/1111111"}},
		{"another's two articles tied by a hostile origLink", agg, news.Entry{Link: "https://blog.example/a", OrigLink: "https://blog.example/b"},
			news.Identity{Keys: []news.Key{"url:https://blog.example/a"}, Site: "blog.example", Canonical: "https://blog.example/a"}},
		{"origLink of another site", blog, news.Entry{Link: "https://blog.example/a", OrigLink: "https://other.example/a"},
			news.Identity{Keys: []news.Key{"url:https://blog.example/a"}, Site: "blog.example", Canonical: "https://blog.example/a"}},
		{"feedburner", burner, news.Entry{Link: "http://feedproxy.google.com/~r/blog/~3/abc/a", OrigLink: "http://blog.example/a?utm_source=feedburner"},
			news.Identity{Keys: []news.Key{"url:https://blog.example/a"}, Site: "blog.example", Canonical: "https://blog.example/a"}},
		{"long guid", blog, news.Entry{GUID: long},
			news.Identity{Keys: []news.Key{news.Key("guid:blog:sha256:" + digest(long))}}},
		{"neither link nor guid", blog, news.Entry{Title: "خبر مهم", RawPublished: "Mon, 27 Nov 2023"},
			news.Identity{Keys: []news.Key{Hash(blog, news.Entry{Title: "خبر‌مهم", RawPublished: " Mon, 27 Nov 2023"})}}},
		{"nothing at all", blog, news.Entry{}, news.Identity{Keys: []news.Key{Hash(blog, news.Entry{})}}},
		{"magnet link", blog, news.Entry{Link: "magnet:?xt=urn:btih:1", GUID: "9"}, news.Identity{Keys: []news.Key{"guid:blog:9"}}},
		{"comment on an article", own, news.Entry{Link: "https://rahbordemoaser.ir/fa/news/215615/x#comment-9"},
			news.Identity{Keys: []news.Key{"url:https://rahbordemoaser.ir/fa/news/215615/x#comment-9"}, Site: "rahbordemoaser.ir",
				Canonical: "https://rahbordemoaser.ir/fa/news/215615/x#comment-9", Publisher: "راهبرد معاصر"}},
	}
	r := rules(t, Options{Sources: []news.Source{own, blog, mehr, agg, burner}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, r.Identify(tt.src, tt.e)); diff != "" {
				t.Errorf("identity (-want +got):\n%s", diff)
			}
		})
	}
}

// Two guids that differ beyond the first KiB stay two.
func TestLongGUIDs(t *testing.T) {
	r := rules(t, Options{})
	src := news.Source{Name: "s"}
	base := strings.Repeat("g", 1<<10)
	a := r.Identify(src, news.Entry{GUID: base + "a"})
	b := r.Identify(src, news.Entry{GUID: base + "b"})
	if a.Keys[0] == b.Keys[0] {
		t.Errorf("both have the key %s", a.Keys[0])
	}
}

func TestNewsCode(t *testing.T) {
	src := func(name, site, expr string) news.Source {
		return news.Source{Name: name, Site: site, NewsCode: expr, URLs: []string{"https://" + site + "/rss"}}
	}
	local := src("local", "www.local.example", `/story-(\d+)`)
	r := rules(t, Options{Sources: []news.Source{local, src("persian", "khabar.example", `/خبر/(\d+)`), src("query", "q.example", `[?&]nid=(\d+)`)}})
	tests := []struct{ name, url, site, code string }{
		{"fires", "http://local.example/story-17/x?utm_source=a", "local.example", "17"},
		{"mirror host", "https://m.local.example/story-17", "local.example", "17"},
		{"percent-encoded and Persian digits", "https://khabar.example/%d8%ae%d8%a8%d8%b1/%db%b1%db%b2/slug", "khabar.example", "12"},
		{"in the query", "https://q.example/show.php?lang=fa&nid=99", "q.example", "99"},
		{"other site", "https://other.example/story-17", "other.example", ""},
		{"sub-domain is another site", "https://en.local.example/story-17", "en.local.example", ""},
		{"built-in rules still hold", "https://local.example/fa/news/12345/x", "local.example", "12345"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site, code, _ := r.Code(tt.url)
			if site != tt.site || string(code) != tt.code {
				t.Errorf("Code(%s) = %q, %q; want %q, %q", tt.url, site, code, tt.site, tt.code)
			}
		})
	}
	agg := r.Identify(news.Source{Name: "agg", Site: "agg.example"}, news.Entry{Link: "https://local.example/story-17/other-slug"})
	own := r.Identify(local, news.Entry{Link: "https://local.example/story-17/slug"})
	if agg.Keys[0] != own.Keys[0] {
		t.Errorf("an aggregator's entry has %v, the source's own %v", agg.Keys, own.Keys)
	}
}

func TestNewErrors(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want string
	}{
		{"not RE2", Options{Sources: []news.Source{{Name: "a", Site: "a.example", NewsCode: `(?=x)(\d+)`}}}, `source a: news_code "(?=x)(\\d+)"`},
		{"no group", Options{Sources: []news.Source{{Name: "a", Site: "a.example", NewsCode: `\d+`}}}, "want exactly one group"},
		{"two groups", Options{Sources: []news.Source{{Name: "a", Site: "a.example", NewsCode: `(a)(\d+)`}}}, "got 2"},
		{"no site", Options{Sources: []news.Source{{Name: "a", NewsCode: `(\d+)`}}}, "no site"},
		{"bad host", Options{Publishers: []Publisher{{Name: "p", Hosts: []string{"a b"}}}}, `publisher p: host "a b"`},
		{"host of two publishers", Options{Publishers: []Publisher{{"p", []string{"a.example"}}, {"q", []string{"www.a.example"}}}}, "belongs to p already"},
		{"tracking is no JSON", Options{Tracking: []byte("x")}, "tracking rules"},
		{"tracking without providers", Options{Tracking: []byte("{}")}, "providers"},
		{"tracking with a look-ahead", Options{Tracking: []byte(`{"providers":{"x":{"urlPattern":".*","rules":["(?!a)b"]}}}`)}, "provider x: rules"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
		})
	}
}

func TestPublishers(t *testing.T) {
	r := rules(t, Options{
		Publishers: []Publisher{
			{"Alpha", []string{"alpha.example", "https://www.alpha.test/", "alpha-mirror.example", "en.alpha.example"}},
			{"خبرآنلاین", []string{"khabaronline.ir"}},
			{"فارس", []string{"farsnews.com", "farsnews.ir"}},
			{"Two", []string{"one.example", "two.example", "10.0.0.1", "10.0.0.2"}},
		},
		Sources: []news.Source{{Name: "b", Site: "beta.example", Title: "Beta world"}, {Name: "c", Site: "beta.example", Publisher: "Beta"}},
	})
	tests := []struct{ url, site, publisher string }{
		{"https://alpha.example/a", "alpha.example", "Alpha"},
		{"https://alpha.test/a", "alpha.example", "Alpha"},
		{"https://m.alpha-mirror.example/a", "alpha.example", "Alpha"},
		{"https://en.alpha.example/a", "en.alpha.example", "Alpha"},
		{"https://english.khabaronline.ir/news/200074", "english.khabaronline.ir", "خبرآنلاین"},
		{"https://www.farsnews.com/news/14021011000961", "farsnews.ir", "فارس"},
		{"https://one.example/a", "one.example", "Two"},
		{"https://two.example/a", "two.example", "Two"},
		{"http://10.0.0.2:8080/a", "10.0.0.2:8080", "Two"},
		{"https://beta.example/a", "beta.example", "Beta"},
		{"https://gamma.example/a", "gamma.example", ""},
	}
	for _, tt := range tests {
		if got := r.Site(tt.url); got != tt.site {
			t.Errorf("Site(%s) = %q; want %q", tt.url, got, tt.site)
		}
		if got := r.Publisher(r.Site(tt.url)); got != tt.publisher {
			t.Errorf("Publisher of %s = %q; want %q", tt.url, got, tt.publisher)
		}
	}
}

func TestOwn(t *testing.T) {
	r := rules(t, Options{})
	tests := []struct {
		src  news.Source
		site string
		want bool
	}{
		{news.Source{Site: "mizanonline.ir"}, "mizanonline.ir/en", true},
		{news.Source{Site: "www.tasnimnews.ir"}, "tasnimnews.com", true},
		{news.Source{URLs: []string{"https://www.irna.ir/rss"}}, "irna.ir", true},
		{news.Source{Site: "irna.ir"}, "en.irna.ir", false},
		{news.Source{Site: "127.0.0.1:9001"}, "127.0.0.1:9002", false},
		{news.Source{Site: "intranet"}, "intranet", true},
		{news.Source{}, "irna.ir", false},
		{news.Source{Site: "irna.ir"}, "", false},
	}
	for _, tt := range tests {
		if got := r.Own(tt.src, tt.site); got != tt.want {
			t.Errorf("Own(%q, %q) = %v; want %v", tt.src.Site, tt.site, got, tt.want)
		}
	}
}

func TestTracking(t *testing.T) {
	r := rules(t, Options{Tracking: []byte(`{"providers": {
		"paper": {"urlPattern": "^https?:\\/\\/(?:[a-z0-9-]+\\.)*?paper\\.example", "completeProvider": false,
			"rules": ["from_[a-z]+", "share"], "referralMarketing": ["tag"], "rawRules": [],
			"exceptions": ["^https?:\\/\\/paper\\.example\\/keep"], "redirections": ["^https?:\\/\\/paper\\.example\\/out\\?to=([^&]+)"]}}}`)})
	tests := []struct{ name, in, want string }{
		{"rule", "https://www.paper.example/a?from_app=1&SHARE=2&id=3", "https://paper.example/a?id=3"},
		{"referral", "https://paper.example/a?tag=x", "https://paper.example/a"},
		{"whole names only", "https://paper.example/a?shared=1", "https://paper.example/a?shared=1"},
		{"exception", "https://paper.example/keep?share=1", "https://paper.example/keep?share=1"},
		{"other site", "https://other.example/a?share=1", "https://other.example/a?share=1"},
		{"redirection", "https://paper.example/out?to=https%3A%2F%2Fother.example%2Fa%3Futm_source%3Dx&n=1", "https://other.example/a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := r.Canonical(tt.in)
			if err != nil || got != tt.want {
				t.Errorf("Canonical(%s) = %s, %v; want %s", tt.in, got, err, tt.want)
			}
			checkCanonical(t, r, tt.in)
		})
	}
}
