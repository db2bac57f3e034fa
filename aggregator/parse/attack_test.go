package parse

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

const (
	rssOpen  = `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>`
	rssClose = `</channel></rss>`
	anItem   = `<item><title>whole</title><guid>g1</guid></item>`
)

// attacks are the documents of PRESCRIBED §2.5 and their neighbours, with how
// many bytes may be allocated for each byte of them: cost is bounded by size,
// not by cleverness. items is how many entries must come out, -1 for an error.
var attacks = []struct {
	name  string
	doc   func() string
	items int
	ratio uint64
}{
	{"nested unknown elements, unclosed", func() string { return rssOpen + anItem + strings.Repeat("<x:a>", 400_000) }, 1, 60},
	{"nested unknown elements in an item", func() string {
		return rssOpen + anItem + "<item><title>d</title><guid>g2</guid>" + strings.Repeat("<x:a>", 200_000) + strings.Repeat("</x:a>", 200_000) + "</item>" + rssClose
	}, 2, 60},
	{"nested elements, end tags that match nothing", func() string {
		return rssOpen + anItem + strings.Repeat("<a>", 100_000) + strings.Repeat("</b>", 100_000) + rssClose
	}, 1, 60},
	{"150,000 CDATA sections in one element", func() string {
		return rssOpen + "<item><title>whole</title><guid>g1</guid><x:a>" + strings.Repeat("<![CDATA[a]]>", 150_000) + "</x:a></item>" + rssClose
	}, 1, 60},
	{"400,000 pieces of text in one element", func() string {
		return rssOpen + "<item><title>whole</title><guid>g1</guid><x:a>" + strings.Repeat("t<b/>", 400_000) + "</x:a></item>" + rssClose
	}, 1, 60},
	{"a million extension elements", func() string {
		return rssOpen + "<item><title>whole</title><guid>g1</guid>" + strings.Repeat("<x:a/>", 1_000_000) + "</item>" + rssClose
	}, 1, 40},
	{"extension elements full of attributes", func() string {
		return rssOpen + "<item><title>whole</title><guid>g1</guid>" + strings.Repeat("<x:a"+strings.Repeat(" a='1' b='2' c='3'", 20)+"/>", 15_000) + "</item>" + rssClose
	}, 1, 40},
	{"3,000 namespaces, 10,000 items", func() string {
		var w strings.Builder
		w.WriteString(`<rss version="2.0"><channel`)
		for i := range 3000 {
			fmt.Fprintf(&w, ` xmlns:n%d="urn:%d"`, i, i)
		}
		w.WriteString(">" + strings.Repeat(anItem, 10_000) + rssClose)
		return w.String()
	}, 2000, 300},
	{"namespaces deep down", func() string {
		return rssOpen + "<item><title>whole</title>" + strings.Repeat(`<x:a xmlns:b="1" xmlns:c="2" xmlns:d="3" xmlns:e="4">`, 60) + strings.Repeat("<i/>", 50_000) + strings.Repeat("</x:a>", 60) + "</item>" + rssClose
	}, 1, 3000},
	{"long dates", func() string {
		return rssOpen + strings.Repeat("<item><title>x</title><pubDate>"+strings.Repeat("Mon, 1 ", 7000)+"</pubDate></item>", 60) + rssClose
	}, 60, 40},
	{"100,000 dates in an item", func() string {
		return rssOpen + "<item><title>whole</title>" + strings.Repeat("<pubDate>1</pubDate>", 100_000) + "</item>" + rssClose
	}, 1, 200},
	{"100,000 categories", func() string {
		var w strings.Builder
		w.WriteString(rssOpen + "<item><title>whole</title>")
		for i := range 100_000 {
			fmt.Fprintf(&w, "<category>%d</category>", i)
		}
		return w.String() + "</item>" + rssClose
	}, 1, 120},
	{"long dates in pieces", func() string {
		return rssOpen + strings.Repeat("<item><title>x</title><pubDate>"+strings.Repeat("<![CDATA[Mon, 1 ]]>", 3000)+"</pubDate></item><item><title>x</title><pubDate><b>"+strings.Repeat("Mon, 1 ", 7000)+"</b></pubDate></item>", 30) + rssClose
	}, 60, 40},
	{"200,000 items", func() string { return rssOpen + strings.Repeat(anItem, 200_000) + rssClose }, 2000, 40},
	{"100,000 attributes", func() string {
		return rssOpen + "<item" + strings.Repeat(` a="1"`, 100_000) + "><title>whole</title></item>" + rssClose
	}, 1, 40},
	{"8 MB title", func() string {
		return rssOpen + "<item><title>" + strings.Repeat("title ", 1_300_000) + "</title></item>" + rssClose
	}, 1, 40},
	{"a million ampersands", func() string {
		return rssOpen + "<item><title>whole</title><description>" + strings.Repeat("&amp;", 1_000_000) + "</description></item>" + rssClose
	}, 1, 40},
	{"deep HTML in a description", func() string {
		return rssOpen + "<item><title>whole</title><description><![CDATA[" + strings.Repeat("<div>", 80_000) + "x]]></description></item>" + rssClose
	}, 1, 200},
	{"misnested formatting in a description", func() string {
		return rssOpen + "<item><title>whole</title><description><![CDATA[" + strings.Repeat("<b><p><i><a href=x>", 20_000) + "x]]></description></item>" + rssClose
	}, 1, 2000},
	{"tables in tables", func() string {
		return rssOpen + "<item><title>whole</title><description><![CDATA[" + strings.Repeat("<table><td>", 40_000) + "x]]></description></item>" + rssClose
	}, 1, 400},
	{"openers of CDATA without an end", func() string { return rssOpen + anItem + strings.Repeat("<![CDATA[", 300_000) }, 1, 60},
	{"openers of comments without an end", func() string { return rssOpen + anItem + strings.Repeat("<!--", 500_000) }, 1, 60},
	{"openers of instructions without an end", func() string { return rssOpen + anItem + strings.Repeat("<?a", 500_000) }, 1, 60},
	{"stray less-thans", func() string { return rssOpen + anItem + strings.Repeat("<a ", 700_000) + rssClose }, 1, 60},
	{"stray quotes", func() string { return rssOpen + anItem + strings.Repeat(`<a b="`, 300_000) + rssClose }, 1, 60},
	{"CDATA with end tags inside", func() string {
		return rssOpen + "<item><title>" + strings.Repeat("<![CDATA[</title", 100_000) + "]]></title></item>" + rssClose
	}, 1, 60},
	{"billion laughs", func() string {
		var w strings.Builder
		w.WriteString(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">`)
		for i := range 30 {
			fmt.Fprintf(&w, `<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
		}
		w.WriteString("]>" + `<rss><channel><item><title>&a30;</title><guid>g1</guid></item></channel></rss>`)
		return w.String()
	}, 1, 2000},
	{"quadratic entities", func() string {
		return `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("a", 100_000) + `">]><rss><channel><item><title>` + strings.Repeat("&a;", 50_000) + "</title></item></channel></rss>"
	}, 1, 60},
	{"JSON items null", func() string { return `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[null]}` }, 0, 1 << 20},
	{"JSON authors null", func() string {
		return `{"version":"https://jsonfeed.org/version/1.1","authors":[null],"items":[{"id":"1","authors":[null],"tags":[null],"attachments":[null]}]}`
	}, 1, 1 << 20},
	{"deep JSON", func() string {
		return `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"}],"x":` + strings.Repeat("[", 500_000) + "}"
	}, 1, 60},
}

// TestAttacks counts what each attack makes Parse allocate. gofeed by itself
// dies of a stack overflow on the first, allocates gigabytes on others.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			doc := []byte(a.doc())
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			d, err := Parse(t.Context(), doc, options("https://feeds.example.org/"))
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Entries) != a.items {
				t.Errorf("%d entries, want %d; dropped %d, repaired %q", len(d.Entries), a.items, d.Dropped, d.Repaired)
			}
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d KB of document, %d KB allocated, repaired %q", len(doc)>>10, used>>10, d.Repaired)
			if limit := a.ratio*uint64(len(doc)) + 8<<20; used > limit {
				t.Errorf("%d bytes allocated for %d bytes of document, limit %d", used, len(doc), limit)
			}
			for _, e := range d.Entries {
				if len(e.Title) > 1<<10 || len(e.Summary) > 4<<20 {
					t.Errorf("title of %d, summary of %d bytes", len(e.Title), len(e.Summary))
				}
			}
		})
	}
}

func TestGzipBomb(t *testing.T) {
	var w bytes.Buffer
	z := gzip.NewWriter(&w)
	for range 200 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	if _, err := Parse(t.Context(), w.Bytes(), options("")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge", err)
	}
	var twice bytes.Buffer
	z = gzip.NewWriter(&twice)
	_, _ = z.Write(w.Bytes())
	_ = z.Close()
	if _, err := Parse(t.Context(), twice.Bytes(), options("")); err == nil {
		t.Error("a document packed twice was read")
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("deadline of the round")
	cancel(why)
	for _, doc := range []string{rssOpen + anItem + rssClose, `{"version":"https://jsonfeed.org/version/1","items":[]}`} {
		if _, err := Parse(ctx, []byte(doc), options("")); !errors.Is(err, why) {
			t.Errorf("error %v, want the cause of the context", err)
		}
	}
}
