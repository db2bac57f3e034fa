package publish

import (
	"testing"
	"time"
	"unicode/utf8"

	"golchin/aggregator/news"
)

func TestLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "آتش‌بس غزه", "آتش‌بس غزه"},
		{"line ends and controls", "a\r\nb\tc\x00d\x1b[0m\u2028e", "a  b c d [0m e"},
		{"what XML forbids", "a\ufffeb\U0001fffec", "a b c"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
		{"a real replacement character", "a\ufffdb", "a\ufffdb"},
		{"trailing space", "a \n", "a"},
		{"nothing but space", " \t\u2066 \u202c", ""},
		{"balanced isolate", "\u2068a\u2069", "\u2068a\u2069"},
		{"open isolate", "x \u2067abc", "x \u2067abc\u2069"},
		{"open override", "\u202eabc", "\u202eabc\u202c"},
		{"open two", "\u202ba\u2066b", "\u202ba\u2066b\u2069\u202c"},
		{"stray closers", "a\u2069b\u202c", "a\u2060b\u2060"},
		{"closes what is inside", "\u2066a\u202bb\u2069c", "\u2066a\u202bb\u2069c"},
		{"does not reach out of an isolate", "\u202ba\u2066b\u202cc\u2069d", "\u202ba\u2066b\u2060c\u2069d\u202c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := line(tt.in)
			if got != tt.want {
				t.Errorf("got %+q, want %+q", got, tt.want)
			}
			if err := checkLine(got); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLineKeepsPlaces wants the runes of a title where Why.At says they are.
func TestLineKeepsPlaces(t *testing.T) {
	in := "\u202e\x00a\u2069\r\nآتش‌بس\u2066"
	got := []rune(line(in))
	for i, r := range []rune(in) {
		if r == 'آ' && got[i] != r {
			t.Errorf("rune %d moved: %+q", i, string(got))
		}
	}
	if n := utf8.RuneCountInString(in); len(got) < n {
		t.Errorf("%d runes became %d", n, len(got))
	}
}

func TestLegal(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"markup and Persian", "<p>آتش‌بس\r\n\tx</p>", "<p>آتش‌بس\r\n\tx</p>"},
		{"controls", "a\x00b\x1fc\x7f", "a b c\x7f"},
		{"not UTF-8", "a\xffb\xed\xa0\x80", "a\ufffdb\ufffd\ufffd\ufffd"},
		{"non-characters", "\ufffe\uffff\U0001fffe\U0010ffff", "    "},
		{"look-alikes of non-characters", "\u0fff\u07ff\ufffd\ufdd0", "\u0fff\u07ff\ufffd\ufdd0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := legal(tt.in); got != tt.want {
				t.Errorf("got %+q, want %+q", got, tt.want)
			}
		})
	}
}

func TestLink(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"kept as spelt", "https://e.example/A%d8?b=1&c=%20#d", "https://e.example/A%d8?b=1&c=%20#d"},
		{"letters and spaces", "https://e.example/خبر x?q=ب", "https://e.example/%D8%AE%D8%A8%D8%B1%20x?q=%D8%A8"},
		{"half space", " http://e.example/می‌خواهم ", "http://e.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85"},
		{"bare percent", "https://e.example/100%/a", "https://e.example/100%25/a"},
		{"user information", "https://u:p@e.example:8080/a", "https://e.example:8080/a"},
		{"an at sign in the path", "https://e.example/@user", "https://e.example/@user"},
		{"two at signs", "https://a@b@e.example/", "https://e.example/"},
		{"brackets", "https://[::1]/a[1]", "https://[::1]/a%5B1%5D"},
		{"second fragment", "https://e.example/#a#b", "https://e.example/#a%23b"},
		{"backslash ends the host", `https://e.example\@evil.example/`, "https://e.example/@evil.example/"},
		{"script", "javascript:alert(1)", ""},
		{"script with slashes", "javascript://e.example/%0aalert(1)", ""},
		{"file", "file:///etc/passwd", ""},
		{"relative", "/a", ""},
		{"scheme-relative", "//e.example/a", ""},
		{"no host", "https:///a", ""},
		{"port of letters", "https://e.example:x/", ""},
		{"space in the host", "https://e example/", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := link(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRedacted(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://me:pw@e.example/rss", "https://e.example/rss"},
		{"https://e.example/rss?key=1", "https://e.example/rss"},
		{"https://e.example/rss?page=2&api_key=1&lang=fa#x", "https://e.example/rss?page=2&lang=fa"},
		{"https://e.example/rss?Access%5FToken=1&a=b", "https://e.example/rss?a=b"},
		{"https://e.example/rss?PASSWORD=1", "https://e.example/rss"},
		{"https://e.example/rss?service=rss&dp=11", "https://e.example/rss?service=rss&dp=11"},
		{"file:///home/me/feed.xml", ""},
	}
	for _, tt := range tests {
		if got := redacted(tt.in); got != tt.want {
			t.Errorf("redacted(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestURI(t *testing.T) {
	tests := []struct {
		in string
		ok bool
	}{
		{"urn:uuid:5f0c2a3e-58a1-5d53-9c1c-0a6d3a6f9b01", true}, {"tag:example.com,2023:12", true}, {"https://e.example/?p=1", true},
		{"215615", false}, {"e.example/1", false}, {"https://e.example/خبر", false}, {"https://u@e.example/", false},
		{"javascript:alert(1)", false}, {"C:\\x", false}, {"tag:a b", false}, {":x", false}, {"urn:", false}, {"", false},
	}
	for _, tt := range tests {
		if got := uri(tt.in); (got == tt.in && got != "") != tt.ok {
			t.Errorf("uri(%q) = %q", tt.in, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{"fa": "fa", "fa_IR": "fa-IR", " en-US ": "en-US", "zh-Hant-TW": "zh-Hant-TW", "x-": "", "1a": "", "": "", "persian language": "", "abcdefghi": ""} {
		if got := language(in); got != want {
			t.Errorf("language(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestF10_TidyMarkup: what is sanitised already passes as it is; the rest is
// made harmless.
func TestF10_TidyMarkup(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"kept", `<p>آتش‌بس <b>غزه</b> &amp; x<br>y</p><img src="https://e.example/a.jpg" alt="a &#34;b&#34;">`, `<p>آتش‌بس <b>غزه</b> &amp; x<br>y</p><img src="https://e.example/a.jpg" alt="a &#34;b&#34;">`},
		{"direction kept", `<p dir="rtl" lang="fa">x</p>`, `<p dir="rtl" lang="fa">x</p>`},
		{"closes", `<div><p>a`, `<div><p>a</p></div>`},
		{"stray ends", `a</div></p></b>`, `a`},
		{"misnested", `<b><i>x</b>y</i>`, `<b><i>x</i></b>y`},
		{"implied ends", `<ul><li>a<li>b</ul><p>c<p>d`, `<ul><li>a</li><li>b</li></ul><p>c</p><p>d</p>`},
		{"table cells", `<table><tr><td>a<td>b</table>`, `<table><tr><td>a</td><td>b</td></tr></table>`},
		{"script", `a<script>alert("</p>")</script>b`, `ab`},
		{"unclosed script", `a<script>b`, `a`},
		{"style and frames", `<style>x</style><iframe srcdoc="<b>"></iframe>c`, `c`},
		{"unknown element", `<custom-x>a</custom-x><form>b<input></form>`, `ab`},
		{"handler", `<img src="https://e.example/a" onerror="x">`, `<img src="https://e.example/a">`},
		{"style attribute", `<p style="position:fixed" class="x">a</p>`, `<p class="x">a</p>`},
		{"script address", `<a href="javascript:x">a</a><a href="JaVaScRiPt&#58;x">b</a>`, `<a>a</a><a>b</a>`},
		{"hidden script address", "<a href=\"java\x0bscript:x\">a</a><a href=\" \tjavascript:x\">b</a>", `<a>a</a><a>b</a>`},
		{"data address", `<img src="data:image/svg+xml,x">`, `<img>`},
		{"relative address", `<img src="/a.jpg">`, `<img>`},
		{"srcset", `<img srcset="https://e.example/a 1x, javascript:x 2x">`, `<img>`},
		{"comment that hides a tag", `<<!-- -->script>alert(1)<<!-- -->/script>`, `&lt;script&gt;alert(1)&lt;/script&gt;`},
		{"CDATA end", `]]> x <b>y</b>`, `]]&gt; x <b>y</b>`},
		{"no tags", `a &lt;b&gt; c`, `a &lt;b&gt; c`},
		{"svg", `<svg><p>x</svg>y`, `y`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tidy(tt.in)
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if err := checkHTML(got); err != nil {
				t.Error(err)
			}
			if again := tidy(got); again != got {
				t.Errorf("a second time gives %q", again)
			}
		})
	}
}

// TestF04_Dates: missing is first seen, future is first seen, no clock.
func TestF04_Dates(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2023, 11, n, 12, 0, 0, 0, time.UTC) }
	var none time.Time
	tests := []struct {
		name               string
		it                 news.Item
		published, updated time.Time
	}{
		{"published", news.Item{Published: day(1), FirstSeen: day(2), Updated: day(1)}, day(1), day(1)},
		{"missing", news.Item{FirstSeen: day(2), Updated: day(2), Sort: day(2)}, day(2), day(2)},
		{"future", news.Item{Published: day(9), FirstSeen: day(2), Updated: day(9), LastSeen: day(2)}, day(2), day(2)},
		{"changed", news.Item{Published: day(1), FirstSeen: day(2), Updated: day(5), LastSeen: day(5)}, day(1), day(5)},
		{"changed, source dates it later", news.Item{Published: day(1), FirstSeen: day(2), Updated: day(9), LastSeen: day(5)}, day(1), day(5)},
		{"updated before published", news.Item{Published: day(2), FirstSeen: day(3), Updated: day(1)}, day(2), day(2)},
		{"no date", news.Item{}, none, none},
		{"year 20231", news.Item{Published: time.Date(20231, 1, 1, 0, 0, 0, 0, time.UTC), FirstSeen: day(2)}, day(2), day(2)},
		{"only sort", news.Item{Sort: day(3)}, day(3), day(3)},
		{"zone and fraction", news.Item{Published: day(1).Add(time.Millisecond).In(time.FixedZone("", 12600))}, day(1), day(1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := published(&tt.it)
			u := updated(&tt.it, p)
			if !p.Equal(tt.published) || !u.Equal(tt.updated) {
				t.Errorf("got %v and %v, want %v and %v", p, u, tt.published, tt.updated)
			}
		})
	}
}
