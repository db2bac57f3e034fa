package config

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/identity"
	"golchin/aggregator/news"
)

func environ(name string) (string, bool) {
	v, ok := map[string]string{
		"TASNIM_TOKEN": "s3cret-of-tasnim", "INSIDE_TOKEN": "inside-token-1234567", "EMPTY": "",
		"N": "7", "COLON": "a: b # c", "SHORT": "tooshort",
	}[name]
	return v, ok
}

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("feeds.yaml", []byte(text), "testdata", environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func load(t *testing.T, path string) *Config {
	t.Helper()
	c, err := Load(path, environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFullSource(t *testing.T) {
	c := load(t, "testdata/full.yaml")
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	tehran, err := time.LoadLocation("Asia/Tehran")
	if err != nil {
		t.Fatal(err)
	}
	ranges := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	want := []news.Source{{
		Name: "tasnim", Title: "تسنیم", Site: "tasnimnews.com", Publisher: "خبرگزاری تسنیم",
		URLs:     []string{"https://www.tasnimnews.ir/fa/rss/feed", "https://www.tasnimnews.com/fa/rss/feed"},
		Language: "fa", Timezone: tehran, Charset: "windows-1256",
		Schedule: "CRON_TZ=Asia/Tehran */20 * * * *", Explicit: true, Priority: 10, NewsCode: `/news/(\d+)$`, FullText: true, SummaryOnly: true,
		HTTP: news.HTTP{
			Headers:  map[string]string{"Authorization": "Bearer s3cret-of-tasnim", "X-Reader": "golchin"},
			Username: "reader", Password: "geheim-und-lang-genug", UserAgent: "golchin for Tasnim",
			Proxy: "socks5://user:pa$word@proxy.example.org:1080", CAFile: filepath.Join(dir, "ca.pem"),
			AllowPrivate: ranges,
		},
	}, {
		Name: "intranet", Site: "intranet.example.org", URLs: []string{"http://10.1.2.3:8080/feed.xml"},
		Language: "en-GB", Timezone: time.UTC, Schedule: "@every 1m", Explicit: true, Private: true, Keep: 7 * day,
		HTTP: news.HTTP{
			Headers:      map[string]string{"X-Reader": "golchin", "X-Extra": "1"},
			AllowPrivate: append(ranges[:2:2], netip.MustParsePrefix("192.168.0.0/16")),
		},
	}, {
		Name: "local", URLs: []string{"file://" + filepath.ToSlash(dir) + "/local.xml"},
		Language: "fa", Timezone: tehran, Schedule: "@every 1h", Keep: 7 * day,
		HTTP: news.HTTP{Headers: map[string]string{"X-Reader": "golchin", "X-Extra": "1"}, AllowPrivate: ranges},
	}}
	equal := cmp.Options{
		cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
		cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	}
	if diff := cmp.Diff(c.Sources, want, equal); diff != "" {
		t.Errorf("sources (-got +want):\n%s", diff)
	}
}

func TestFullFeeds(t *testing.T) {
	c := load(t, "testdata/full.yaml")
	want := []news.Feed{
		{
			Slug: "gaza-fa", Title: "غزه", Description: "خبرهای آتش‌بس", Topics: []string{"gaza-ceasefire"},
			Sources: []string{"tasnim"}, Languages: []string{"fa"}, Match: "آتش*", Not: "فیلم", Stories: news.Collapse,
			Limit: 50, Share: 20, Aliases: []string{"gaza-old"}, SourceIDs: true, FullContent: true,
		},
		{
			Slug: "inside", Title: "inside", Sources: []string{"intranet"}, Stories: news.SameText, Limit: 100,
			Token: "inside-token-1234567", Private: true,
		},
		{Slug: "baghdad-summit", Title: "اجلاس بغداد", Topics: []string{"baghdad-summit"}, Stories: news.AllItems, Limit: 100},
		{Slug: "local", Title: "local", Sources: []string{"local"}, Languages: []string{"fa"}, Stories: news.SameText, Limit: 100},
		{Slug: "all", Title: "همه", Stories: news.SameText, Limit: 100},
	}
	if diff := cmp.Diff(c.Feeds, want); diff != "" {
		t.Errorf("feeds (-got +want):\n%s", diff)
	}
}

func TestFullSiteAndFetch(t *testing.T) {
	c := load(t, "testdata/full.yaml")
	site := news.Site{
		Title: "گلچین", URL: "https://news.example.org/golchin", Language: "fa", Timezone: "Asia/Tehran",
		Contact: "mailto:desk@example.org",
	}
	if diff := cmp.Diff(c.Site, site); diff != "" {
		t.Errorf("site (-got +want):\n%s", diff)
	}
	fetch := Fetch{
		Contact: "https://news.example.org/about", AllowPrivate: c.Fetch.AllowPrivate, PerHost: 2, HostSpacing: 0,
		MinInterval: 20 * time.Minute, RedirectConfirm: 2 * day, Timeout: 45 * time.Second, MaxBody: 5 << 20, Concurrency: 32,
	}
	if diff := cmp.Diff(c.Fetch, fetch, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("fetch (-got +want):\n%s", diff)
	}
	publishers := []identity.Publisher{{Name: "خبرگزاری تسنیم", Hosts: []string{"tasnimnews.com", "www.tasnimnews.ir", "tasnimplus.com"}}}
	if diff := cmp.Diff(c.Publishers, publishers); diff != "" {
		t.Errorf("publishers (-got +want):\n%s", diff)
	}
	if got, want := filepath.Base(c.Corrections), "corrections.yaml"; got != want || !filepath.IsAbs(c.Corrections) {
		t.Errorf("corrections %q, want an absolute path of %s", c.Corrections, want)
	}
	if got := c.Zone.String(); got != "Asia/Tehran" {
		t.Errorf("zone %s", got)
	}
}

func TestDefaults(t *testing.T) {
	c := parse(t, `sources: [{name: a, url: "https://www.a.example/feed"}]`)
	fetch := Fetch{
		PerHost: 1, HostSpacing: time.Second, MinInterval: 15 * time.Minute, RedirectConfirm: 24 * time.Hour,
		Timeout: 30 * time.Second, MaxBody: 10 << 20, Concurrency: 16,
	}
	if diff := cmp.Diff(c.Fetch, fetch); diff != "" {
		t.Errorf("fetch (-got +want):\n%s", diff)
	}
	source := news.Source{
		Name: "a", URLs: []string{"https://www.a.example/feed"}, Site: "a.example", Schedule: "@every 30m", Keep: 90 * day,
	}
	if diff := cmp.Diff(c.Sources, []news.Source{source}); diff != "" {
		t.Errorf("sources (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(c.Site, news.Site{Title: "golchin", Language: "en", Timezone: "UTC"}); diff != "" {
		t.Errorf("site (-got +want):\n%s", diff)
	}
}

func TestFloor(t *testing.T) {
	const file = `
fetch: {allow_private: [127.0.0.0/8, 10.0.0.0/8]%s}
sources:
  - {name: public, url: "https://a.example/feed"}
  - {name: loopback, url: "http://localhost:8080/feed"}
  - {name: ten, url: "http://10.0.0.5/feed"}
  - {name: refused, url: "http://192.168.0.5/feed"}
  - {name: mixed, urls: ["http://10.0.0.5/other", "https://b.example/feed"]}
  - {name: file, url: local.xml}
`
	for _, tt := range []struct {
		name, set string
		want      []time.Duration
	}{
		{"default", "", []time.Duration{publicFloor, 0, 0, publicFloor, publicFloor, 0}},
		{"lower acts on private ones only", ", min_interval: 1m", []time.Duration{
			publicFloor, time.Minute, time.Minute, publicFloor, publicFloor, time.Minute,
		}},
		{"higher acts everywhere", ", min_interval: 1h", []time.Duration{
			time.Hour, time.Hour, time.Hour, time.Hour, time.Hour, time.Hour,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := parse(t, strings.Replace(file, "%s", tt.set, 1))
			var got []time.Duration
			for _, s := range c.Sources {
				got = append(got, c.Floor(s))
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestRepositorySample(t *testing.T) {
	c, err := Load("../../feeds.yaml", func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) < 15 || len(c.Topics) != 9 || c.Topics[0].Slug != "gaza-ceasefire" || c.Sources[0].Name != "rahbord" {
		t.Errorf("%d sources, %d topics, first %q and %q", len(c.Sources), len(c.Topics), c.Sources[0].Name, c.Topics[0].Slug)
	}
	for _, w := range c.Warnings {
		if !strings.Contains(w.Message, "no url") && !strings.Contains(w.Message, "no contact") {
			t.Errorf("warning %s", w)
		}
	}
	for _, p := range c.Examples() {
		t.Error(p)
	}
}

// TestRepositorySampleCommentedOut reads the sample with its commented-out
// sources switched on: whoever takes a # away must not meet an error.
func TestRepositorySampleCommentedOut(t *testing.T) {
	data, err := os.ReadFile("../../feeds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := parse(t, strings.ReplaceAll(string(data), "\n  # - {name:", "\n  - {name:"))
	if len(c.Sources) < 100 {
		t.Errorf("%d sources, want all of the list", len(c.Sources))
	}
}

func TestStarter(t *testing.T) {
	c := parse(t, string(Sample()))
	if len(c.Sources) == 0 || len(c.Topics) == 0 || len(c.Feeds) == 0 {
		t.Errorf("%d sources, %d topics, %d feeds", len(c.Sources), len(c.Topics), len(c.Feeds))
	}
	for _, p := range c.Examples() {
		t.Error(p)
	}
}

func TestLoadMissing(t *testing.T) {
	if _, err := Load("testdata/nowhere.yaml", environ); !os.IsNotExist(err) {
		t.Errorf("got %v, want a file that does not exist", err)
	}
}
