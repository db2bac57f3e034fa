package parse

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/net/html/charset"
)

// damage is one kind of damage done to a sound feed.
type damage struct {
	name string
	do   func(f *victim) []byte
	// lost is how many items may be missing afterwards: the damaged one at most.
	lost int
	// cut tells that the damage cuts the document off: only the items before
	// f.keep must be there.
	cut bool
	// blurred tells that letters beyond ASCII may change, so that only the
	// number of items is compared.
	blurred bool
	// contentType goes with the bytes.
	contentType string
}

// victim is a feed to be damaged, with the places where that is done.
type victim struct {
	body  []byte
	atom  bool
	item  int   // index of the item in the middle
	items []int // where they begin
	ends  []int // after their end tags
	title int   // inside the middle item's title, at its beginning
	keep  int   // items that are whole before the cut
}

func newVictim(body []byte) (*victim, bool) {
	p, _, ok := readProlog(body)
	if !ok {
		return nil, false
	}
	o, clean := sketch(body[p.root:], p.format, 1<<20)
	if !clean { // real feeds have faults of their own
		mended, _, _ := mend(body[p.root:], p, 1<<20)
		body = append(bytes.Clone(body[:p.root]), mended...)
		o, clean = sketch(mended, p.format, 1<<20)
	}
	if !clean || len(o.items) == 0 {
		return nil, false
	}
	f := &victim{body: body, atom: p.format == "atom", item: len(o.items) / 2}
	for _, it := range o.items {
		f.items = append(f.items, p.root+int(it.whole.from))
		f.ends = append(f.ends, p.root+int(it.whole.to))
	}
	for _, k := range o.items[f.item].kids {
		if string(k.name.of(o.doc)) == "title" {
			f.title = p.root + int(k.inner.from)
		}
	}
	return f, f.title > 0
}

func (f *victim) insert(at int, s string) []byte {
	return bytes.Join([][]byte{f.body[:at], []byte(s), f.body[at:]}, nil)
}

func (f *victim) middle() []byte { return f.body[f.items[f.item]:f.ends[f.item]] }

// inTitle puts s at the beginning of the middle item's title.
func inTitle(s string) func(*victim) []byte {
	return func(f *victim) []byte { return f.insert(f.title, s) }
}

// before puts s before the document.
func before(s string) func(*victim) []byte {
	return func(f *victim) []byte { return append([]byte(s), f.body...) }
}

// declared replaces the XML declaration.
func declared(decl string) func(*victim) []byte {
	return func(f *victim) []byte { return append([]byte(decl), withoutDeclaration(f.body)...) }
}

func withoutDeclaration(b []byte) []byte {
	if i := bytes.Index(b, []byte("?>")); i >= 0 && bytes.HasPrefix(b, []byte("<?xml ")) {
		return b[i+2:]
	}
	return b
}

func in(label string, b []byte) []byte {
	enc, _ := charset.Lookup(label)
	var out []byte
	for _, r := range string(b) {
		c, err := enc.NewEncoder().Bytes([]byte(string(r)))
		if err != nil {
			c = []byte("?")
		}
		out = append(out, c...)
	}
	return out
}

func utf16of(b []byte, order binary.AppendByteOrder, bom bool) []byte {
	var out []byte
	if bom {
		out = order.AppendUint16(out, 0xFEFF)
	}
	for _, u := range utf16.Encode([]rune(string(b))) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// inMiddle damages the middle item by replacing the last old in it.
func inMiddle(old, with string) func(*victim) []byte {
	return func(f *victim) []byte {
		m := f.middle()
		i := bytes.LastIndex(m, []byte(old))
		if i < 0 {
			return nil
		}
		return bytes.Join([][]byte{f.body[:f.items[f.item]], m[:i], []byte(with), m[i+len(old):], f.body[f.ends[f.item]:]}, nil)
	}
}

func (f *victim) endTag() string {
	m := f.middle()
	return string(m[bytes.LastIndexByte(m, '<'):])
}

// cutAt cuts the document off and notes what is whole before.
func (f *victim) cutAt(at int) []byte {
	f.keep = 0
	for _, end := range f.ends {
		if end <= at {
			f.keep++
		}
	}
	return f.body[:at]
}

// asText puts a child element with s in it before the middle item's title.
func asText(s string) func(*victim) []byte {
	return func(f *victim) []byte {
		name := "description"
		if f.atom {
			name = "summary"
		}
		at := bytes.LastIndexByte(f.body[:f.title], '<')
		return f.insert(at, "<"+name+">"+s+"</"+name+">")
	}
}

var atomNamespace = []byte("http://www.w3.org/2005/Atom")

func renamed(to string) func(*victim) []byte {
	return func(f *victim) []byte {
		if !f.atom || !bytes.Contains(f.body, atomNamespace) {
			return nil
		}
		return bytes.Replace(f.body, atomNamespace, []byte(to), 1)
	}
}

// damages are the kinds of PRESCRIBED §2.3, and some more. A nil result means
// that the kind cannot be done to that feed.
var damages = []damage{
	{name: "byte order mark", do: before("\uFEFF")},
	{name: "leading white space", do: before("\n  \n")},
	{name: "trailing junk", do: func(f *victim) []byte { return append(bytes.Clone(f.body), "<!-- served in 3 ms -->\n</html> bye"...) }},
	{name: "second document", do: func(f *victim) []byte { return append(bytes.Clone(f.body), f.body...) }},
	{name: "raw control characters", do: inTitle("\x00\x0b\x1f")},
	{name: "bare ampersand", do: inTitle("AT&T & co ")},
	{name: "HTML entities", do: inTitle("&zwnj;&nbsp;&laquo; ")},
	{name: "unknown prefix", do: func(f *victim) []byte { return f.insert(bytes.LastIndexByte(f.body[:f.title], '<'), "<x:y>z</x:y>") }},
	{name: "unclosed br", do: asText("one<br>two")},
	{name: "declared windows-1256", blurred: true, do: func(f *victim) []byte {
		return in("windows-1256", declared(`<?xml version="1.0" encoding="windows-1256"?>`)(f))
	}},
	{name: "DTD with entities", do: func(f *victim) []byte {
		root := "rss"
		if f.atom {
			root = "feed"
		}
		b := f.insert(f.title, "&hello; ")
		return append([]byte(`<?xml version="1.0"?><!DOCTYPE `+root+` [<!ENTITY hello "world"><!ENTITY x SYSTEM "file:///etc/passwd">]>`), withoutDeclaration(b)...)
	}},
	{name: "text before the declaration", do: before("HTTP/1.1 200 OK\nfoo: bar\n\n")},
	{name: "PHP warning", do: before("<br />\n<b>Warning</b>: mysql_connect(): too many & more in <b>/srv/x.php</b> on line <b>3</b><br />\n")},
	{name: "long comment before the root", do: func(f *victim) []byte {
		return append([]byte("<?xml version=\"1.0\"?><!-- "+strings.Repeat("long ", 2000)+"-->"), withoutDeclaration(f.body)...)
	}},
	{name: "illegal reference", do: inTitle("&#11;")},
	{name: "U+FFFE", do: inTitle("\uFFFE")},
	{name: "bad UTF-8 byte", do: inTitle("\xFF")},
	{name: "bare less-than", do: inTitle("a < b ")},
	{name: "heart", do: inTitle("I <3 you ")},
	{name: "CDATA end in text", do: inTitle("x ]]> y ")},
	{name: "windows-1252 as UTF-8", blurred: true, do: func(f *victim) []byte {
		return in("windows-1252", declared(`<?xml version="1.0" encoding="UTF-8"?>`)(f))
	}},
	{name: "windows-1256 undeclared", blurred: true, do: func(f *victim) []byte { return in("windows-1256", withoutDeclaration(f.body)) }},
	{name: "windows-1256 by HTTP", blurred: true, contentType: "text/xml; charset=windows-1256", do: func(f *victim) []byte {
		return in("windows-1256", withoutDeclaration(f.body))
	}},
	{name: "UTF-8 labelled iso-8859-1", do: declared(`<?xml version="1.0" encoding="iso-8859-1"?>`)},
	{name: "UTF-16 LE", do: func(f *victim) []byte { return utf16of(f.body, binary.LittleEndian, true) }},
	{name: "UTF-16 BE without mark", do: func(f *victim) []byte {
		return utf16of(declared(`<?xml version="1.0" encoding="utf-16"?>`)(f), binary.BigEndian, false)
	}},
	{name: "utf-16 label on UTF-8", do: declared(`<?xml version="1.0" encoding="utf-16"?>`)},
	{name: "unknown label", do: declared(`<?xml version="1.0" encoding="x-klingon"?>`)},
	{name: "XML 1.1", do: declared(`<?xml version="1.1"?>`)},
	{name: "gzip without header", do: func(f *victim) []byte {
		var w bytes.Buffer
		z := gzip.NewWriter(&w)
		_, _ = z.Write(f.body)
		_ = z.Close()
		return w.Bytes()
	}},
	{name: "cut at the half", cut: true, do: func(f *victim) []byte { return f.cutAt(len(f.body) / 2) }},
	{name: "cut in the last item", cut: true, do: func(f *victim) []byte {
		last := len(f.items) - 1
		return f.cutAt((f.items[last] + f.ends[last]) / 2)
	}},
	{name: "missing end tags", do: func(f *victim) []byte {
		return f.body[:f.ends[len(f.ends)-1]]
	}},
	{name: "unquoted attribute", lost: 1, do: asText(`see <a href=http://e.example/?a=1>this</a>`)},
	{name: "crossed tags", do: asText("<b><i>x</b></i>")},
	{name: "missing item end", lost: 1, do: func(f *victim) []byte { return inMiddle(f.endTag(), "")(f) }},
	{name: "unterminated CDATA", lost: 1, do: asText("<![CDATA[ <b>bold</b> text ")},
	{name: "unterminated CDATA before others", lost: 1, do: inMiddle("]]>", "")},
	{name: "Atom namespace with https", do: renamed("https://www.w3.org/2005/Atom")},
	{name: "Atom namespace with a slash", do: renamed("http://www.w3.org/2005/Atom/")},
	{name: "missing title end", lost: 1, do: inMiddle("</title>", "")},
	{name: "missing link end", lost: 1, do: inMiddle("</link>", "")},
	{name: "unclosed extension element around", do: func(f *victim) []byte { return f.insert(f.items[0], `<itunes:category text="News">`) }},
	{name: "unclosed quote", lost: 1, do: asText(`see <a href="http://e.example/>this</a>`)},
	{name: "windows apostrophe reference", do: inTitle("it&#146;s ")},
	{name: "second declaration inside", do: asText(`<?xml version="1.0" encoding="x-none"?>`)},
	{name: "dashes in a comment", do: asText(`<!-- a -- b -->`)},
	{name: "xml:base", do: func(f *victim) []byte {
		i := f.items[f.item] + bytes.IndexAny(f.middle(), " >")
		return f.insert(i, ` xml:base="http://base.example/a/b"`)
	}},
}
