package parse

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestSanitize(t *testing.T) {
	const base = "https://e.example/news/1"
	for _, c := range []struct{ name, in, want string }{
		{"plain", "just text", "just text"},
		{"plain with signs", "a > b", "a &gt; b"},
		{"entities in plain text", "a &amp; b &laquo;c&raquo;", "a &amp; b «c»"},
		{"half space kept", "<p>می‌رود</p>", "<p>می‌رود</p>"},
		{"dir and lang", `<p dir="RTL" lang="fa" class="x" id="y" style="color:red">سلام</p>`, `<p dir="rtl" lang="fa">سلام</p>`},
		{"bad dir and lang", `<p dir="up" lang="f">x</p>`, "<p>x</p>"},
		{"script", "a<script>alert(1)</script>b", "ab"},
		{"style", "a<style>p{}</style>b", "ab"},
		{"svg", `a<svg onload=alert(1)><circle/></svg>b`, "ab"},
		{"math", `a<math><mi>x</mi></math>b`, "ab"},
		{"iframe", `a<iframe src="https://x.example"></iframe>b`, "ab"},
		{"form", `<form action="/x"><input name=a value=b>text</form>`, "text"},
		{"on attributes", `<a href="/x" onclick="alert(1)">x</a>`, `<a href="https://e.example/x" rel="noopener noreferrer">x</a>`},
		{"javascript link", `<a href="javascript:alert(1)">x</a>`, "<a>x</a>"},
		{"javascript link with a tab", "<a href=\"java\tscript:alert(1)\">x</a>", "<a>x</a>"},
		{"javascript link with entities", `<a href="&#106;avascript&colon;alert(1)">x</a>`, "<a>x</a>"},
		{"data link", `<a href="data:text/html,x">x</a>`, "<a>x</a>"},
		{"mailto", `<a href="mailto:a@e.example">x</a>`, `<a href="mailto:a@e.example" rel="noopener noreferrer">x</a>`},
		{"relative image", `<img src="../i/a.jpg" alt="ب" width=300>`, `<img src="https://e.example/i/a.jpg" alt="ب" width="300"/>`},
		{"protocol-relative image", `<img src="//i.example/a.jpg">`, `<img src="https://i.example/a.jpg"/>`},
		{"image without a source", `<img src="data:image/gif;base64,R0lGOD" alt="x">`, ""},
		{"lazy image", `<img src="data:image/gif;base64,R0lGOD" data-src="/a.jpg">`, `<img src="https://e.example/a.jpg"/>`},
		{"srcset", `<img src="a.jpg" srcset="a.jpg 1x, /b.jpg 2x, javascript:alert(1) 3x">`, `<img src="https://e.example/news/a.jpg" srcset="https://e.example/news/a.jpg 1x, https://e.example/b.jpg 2x"/>`},
		{"srcset without spaces", `<img srcset="/a.jpg 1x,/b,c.jpg 2x,/d.jpg">`, `<img srcset="https://e.example/a.jpg 1x, https://e.example/b,c.jpg 2x, https://e.example/d.jpg"/>`},
		{"picture with a space in its name", `<img src="/عکس ۱.jpg"><img src="https://e.example/a b.jpg">`, `<img src="https://e.example/%D8%B9%DA%A9%D8%B3%20%DB%B1.jpg"/><img src="https://e.example/a%20b.jpg"/>`},
		{"javascript behind a control", "<a href=\"\x01javascript:alert(1)\">x</a><a href=\" javascript:alert(1)\">y</a><a href=\"java&#0;script:alert(1)\">z</a>", "<a>x</a><a>y</a><a>z</a>"},
		{"link with backslashes", `<a href="https:\\\\evil.example/">x</a><a href="vbscript:x">y</a>`, "<a>x</a><a>y</a>"},
		{"tracking pixel", `a<img src="https://t.example/p.gif" width="1" height="1">b`, "ab"},
		{"tracking host", `a<img src="http://feeds.feedburner.com/~r/x/~4/y" border="0">b`, "ab"},
		{"unclosed", "<b>x<p>y", "<b>x<p>y</p></b>"},
		{"unopened", "x</div></p>y", "x<p></p>y"},
		{"comment", "a<!-- x --><!--[if IE]><script>1</script><![endif]-->b", "ab"},
		{"unknown element", "<foo>a</foo>", "a"},
		{"mutation through noscript", `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<img src="https://e.example/news/x"/>&#34;&gt;`},
		{"mutation through svg style", `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, ``},
		{"video", `<video src="/v.mp4" autoplay controls poster="/p.jpg"></video>`, `<video src="https://e.example/v.mp4" controls="" poster="https://e.example/p.jpg"></video>`},
		{"table", "<table><tr><td colspan=2>x", `<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>`},
		{"NUL", "a\x00b", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Sanitize(c.in, base)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			checkSafe(t, got)
			if again := Sanitize(got, base); again != got {
				t.Errorf("not the same when sanitised again: %s", again)
			}
		})
	}
}

func TestSanitizeWithoutBase(t *testing.T) {
	if got := Sanitize(`<a href="/x">x</a><img src="y.jpg">`, ""); got != "<a>x</a>" {
		t.Errorf("got %s", got)
	}
}

func TestSanitizeDepth(t *testing.T) {
	for _, n := range []int{200, 300, 400, 5000} {
		got := Sanitize(strings.Repeat("<div>", n)+"word"+strings.Repeat("</div>", n), "")
		if !strings.Contains(got, "word") {
			t.Errorf("%d deep: the word is lost", n)
		}
		if deep := strings.Count(got, "<div>"); deep > maxHTMLDepth {
			t.Errorf("%d deep: %d elements are nested in the result", n, deep)
		}
	}
}

// checkSafe reads markup as a browser does and looks for anything that the
// allow-list does not have.
func checkSafe(t *testing.T, markup string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("cannot be parsed again: %v", err)
	}
	attributes := map[string]bool{"dir": true, "lang": true, "title": true, "href": true, "hreflang": true, "src": true, "srcset": true, "sizes": true, "alt": true,
		"width": true, "height": true, "media": true, "type": true, "controls": true, "poster": true, "cite": true, "datetime": true, "colspan": true,
		"rowspan": true, "scope": true, "span": true, "start": true, "reversed": true, "value": true, "open": true, "rel": true}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
		case html.ElementNode:
			if !isElement()[n.Data] {
				t.Errorf("element %q in %q", n.Data, markup)
			}
			for _, a := range n.Attr {
				if !attributes[a.Key] || a.Namespace != "" {
					t.Errorf("attribute %q in %q", a.Key, markup)
				}
				if a.Key == "href" || a.Key == "src" || a.Key == "poster" || a.Key == "cite" {
					if !isHTTP(a.Val) && !(a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "mailto:")) {
						t.Errorf("address %q in %q", a.Val, markup)
					}
				}
			}
		default:
			t.Errorf("node of type %d in %q", n.Type, markup)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
}
