package parse

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMend holds what is written for a fault, and what is said of it.
func TestMend(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		said           []string
	}{
		{"sound", `<rss><channel><item><title>a</title></item></channel></rss>`, `<rss><channel><item><title>a</title></item></channel></rss>`, nil},
		{"unclosed item", `<rss><channel><item><title>a</title><item><title>b</title></item></channel></rss>`, `<rss><channel><item><title>a</title></item><item><title>b</title></item></channel></rss>`, []string{"1 unclosed item"}},
		{"unclosed last item", `<rss><channel><item><title>a</title></channel></rss>`, `<rss><channel><item><title>a</title></item></channel></rss>`, []string{"1 unclosed item"}},
		{"crossed", `<rss><channel><item><d><b><i>x</b></i></d></item></channel></rss>`, `<rss><channel><item><d><b><i>x</i></b></d></item></channel></rss>`, []string{"2 end tags out of order"}},
		{"unclosed title", `<rss><channel><item><title>a<link>b</link></item></channel></rss>`, `<rss><channel><item><title>a</title><link>b</link></item></channel></rss>`, []string{"1 unclosed element"}},
		{"void", `<rss><channel><item><description>a<br>b<br/>c<br></br></description></item></channel></rss>`, `<rss><channel><item><description>a<br/>b<br/>c<br/></description></item></channel></rss>`, nil},
		{"lost CDATA end", `<rss><channel><item><a><![CDATA[x</a></item><item><a><![CDATA[y]]></a></item></channel></rss>`, `<rss><channel><item><a><![CDATA[x]]></a></item><item><a><![CDATA[y]]></a></item></channel></rss>`, []string{"1 unterminated CDATA section"}},
		{"CDATA that shows tags", `<rss><channel><item><a><![CDATA[x</b></item> ]]></a></item></channel></rss>`, `<rss><channel><item><a><![CDATA[x</b></item> ]]></a></item></channel></rss>`, nil},
		{"text that a control character keeps from ending a section", "<rss><channel><item><title>x]\x01]\x02> y</title></item></channel></rss>", `<rss><channel><item><title>x]]&gt; y</title></item></channel></rss>`, []string{"1 stray ]]>", "2 illegal characters"}},
		{"CDATA that a control character keeps open", "<rss><channel><item><a><![CDATA[x]]\x01> y]]></a></item></channel></rss>", `<rss><channel><item><a>x]]&gt; y</a></item></channel></rss>`, []string{"1 illegal character"}},
		{"cut in an item", `<rss><channel><item><guid>1</guid><title>a</title></item><item><guid>2`, `<rss><channel><item><guid>1</guid><title>a</title></item></channel></rss>`, []string{"document cut off", "1 item cut off and left out"}},
		{"cut behind headline and link", `<rss><channel><item><title>a</title><link>https://e.example/1</link><description>half a te`, `<rss><channel><item><title>a</title><link>https://e.example/1</link></item></channel></rss>`, []string{"document cut off", "1 item cut off, kept without its last element"}},
		{"cut behind headline and half a link", `<rss><channel><item><guid>1</guid><title>a</title><link>https://e.exam`, `<rss><channel></channel></rss>`, []string{"document cut off", "1 item cut off and left out"}},
		{"cut after a whole item", `<rss><channel><item><guid>1</guid><title>a</title>`, `<rss><channel><item><guid>1</guid><title>a</title></item></channel></rss>`, []string{"document cut off"}},
		{"attributes", `<rss><channel><item><a href=/x?a=1&b=2 download title='"'>x</a></item></channel></rss>`, `<rss><channel><item><a href="/x?a=1&amp;b=2" download="" title="&quot;">x</a></item></channel></rss>`, []string{"1 bare ampersand", "1 malformed tag"}},
		{"mail address", `<rss><channel><item><author>A <a@e.example></author></item></channel></rss>`, `<rss><channel><item><author>A &lt;a@e.example></author></item></channel></rss>`, []string{"1 stray <"}},
		{"references", `<rss><channel><item><a>&zwnj;&#146;&#11;&#x110000;&nope;&amp;&copy2;</a></item></channel></rss>`, "<rss><channel><item><a>\u200c’&amp;nope;&amp;&amp;copy2;</a></item></channel></rss>", []string{"3 undefined entities", "3 illegal characters"}},
		{"namespace", `<feed xmlns="https://www.w3.org/2005/Atom/"><entry/></feed>`, `<feed xmlns="http://www.w3.org/2005/Atom"><entry></entry></feed>`, []string{"1 misspelt namespace"}},
		{"two channels", `<rss><channel><item/></channel><channel><title>b</title><item/></channel></rss>`, `<rss><channel><item></item></channel><title>b</title><item></item></rss>`, []string{"1 end tag out of order", "1 further channel, its items taken"}},
		{"remarks go", `<rss><!-- a -- b --><channel><?php x ?><!FOO></channel></rss><!-- served -->`, `<rss><channel></channel></rss>`, nil},
		{"second document", `<rss><channel/></rss><rss><channel/></rss>`, `<rss><channel></channel></rss>`, []string{"a second document after the first, not read"}},
		{"text after", `<rss><channel/></rss>bye`, `<rss><channel></channel></rss>`, []string{"text after the document"}},
		{"quoted entry", `<feed><entry><content><entry><id>q</id></entry></content></entry></feed>`, `<feed><entry><content><entry><id>q</id></entry></content></entry></feed>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, _, ok := readProlog([]byte(c.in))
			if !ok {
				t.Fatal("no root")
			}
			got, said, _ := mend([]byte(c.in), p, 100)
			if string(got) != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if diff := cmp.Diff(c.said, said.words()); diff != "" {
				t.Error("-want +got\n" + diff)
			}
			if _, clean := sketch(got, p.format, 100); !clean {
				t.Error("what was mended is not clean")
			}
		})
	}
}

// TestSalvage reads every feed of testdata item by item and all together: the
// two must be the same.
func TestSalvage(t *testing.T) {
	for name, body := range testFeeds(t) {
		t.Run(name, func(t *testing.T) {
			f, ok := newVictim(body)
			if !ok {
				t.Fatal("not sound")
			}
			p, _, _ := readProlog(f.body)
			o, _ := sketch(f.body[p.root:], p.format, 1000)
			whole, err := read(t.Context(), o.doc)
			if err != nil {
				t.Fatal(err)
			}
			one, lost, err := salvage(t.Context(), o)
			if err != nil || len(lost) > 0 {
				t.Fatalf("lost %v, error %v", lost, err)
			}
			if diff := cmp.Diff(whole, one); diff != "" {
				t.Error("-whole +one by one\n" + diff)
			}
		})
	}
}

// TestItemsGofeedCannotRead: what outline counts and gofeed does not return is
// told, never lost in silence.
func TestItemsGofeedCannotRead(t *testing.T) {
	doc := []byte(`<rss><channel><item><title>a</title></item><item><title>b</title></item></channel></rss>`)
	o, ok := sketch(doc, "rss", 10)
	if !ok {
		t.Fatal("not clean")
	}
	i := slices.Index(doc, 'b')
	copy(doc[i-len("<title>"):], "<title\x00") // damage that only gofeed sees
	feed, lost, err := salvage(t.Context(), o)
	if err != nil || count(feed) != 1 || !slices.Equal(lost, []int{1}) {
		t.Errorf("%d items, lost %v, error %v; want 1 item, [1] lost", count(feed), lost, err)
	}
	if rest := o.without(lost); len(rest.items) != 1 || string(rest.items[0].kids[0].inner.of(doc)) != "a" {
		t.Errorf("the outline kept %d items", len(rest.items))
	}
}
