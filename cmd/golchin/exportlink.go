package main

import (
	"bytes"
	"html"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golchin/aggregator/publish"
)

// linkEnd is where an address ends that stands in HTML, XML or JSON.
func linkEnd(b []byte) int {
	if i := bytes.IndexAny(b, "\"'<> \t\r\n#"); i >= 0 {
		return i
	}
	return len(b)
}

// unescaped is a link without what HTML, XML and JSON make of an ampersand.
func unescaped(b []byte) string {
	return html.UnescapeString(strings.ReplaceAll(string(b), `\u0026`, "&"))
}

// fileOf is the file that an address becomes. Only addresses of a shape that
// the site has are taken: a source may write any link to us into its text.
func (x *export) fileOf(address string) (string, bool) {
	p, query, more := strings.Cut(address, "?")
	switch p {
	case "/":
		return "index.html", !more
	case "/sources":
		return p[1:] + "/index.html", !more
	case "/opml.xml", "/style.css", "/feed.css", "/favicon.svg", "/robots.txt":
		return p[1:], !more
	}
	n := 1
	if more {
		var ok bool
		if n, ok = pageNumber(query); !ok || n > x.pages {
			return "", false
		}
	}
	dir, name := path.Split(p)
	file := pagePath(p, n)[1:]
	switch dir {
	case "/topics/", "/sources/", "/items/":
		return file + "/index.html", plainName(name)
	case "/feeds/", "/feeds/source/":
		_, ok := publish.FormatOf(strings.TrimPrefix(path.Ext(name), "."))
		return file, ok && plainName(name)
	}
	return "", false
}

// plainName tells that a segment of a path can be nothing but a file's name.
func plainName(s string) bool {
	return s != "" && s[0] != '.' && len(s) <= 200 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	})
}

// pageNumber is the page that a query asks for when it asks for nothing else.
func pageNumber(query string) (int, bool) {
	v, err := url.ParseQuery(query)
	if err != nil {
		return 0, false
	}
	for k := range v {
		if !slices.Contains([]string{"page", "after", "burst"}, k) {
			return 0, false
		}
	}
	n, err := strconv.Atoi(v.Get("page"))
	return n, err == nil && n > 0
}

// pagePath is where a further page lies: a static server knows no queries, so
// /feeds/all.rss?page=2 becomes /feeds/all/2.rss and /topics/a?page=2 /topics/a/2.
func pagePath(p string, n int) string {
	if n == 1 {
		return p
	}
	ext := path.Ext(p)
	return strings.TrimSuffix(p, ext) + "/" + strconv.Itoa(n) + ext
}

// pathed is a document whose links to further pages lead to files; root is what
// stands before an address of ours in it. A link beyond the last page that is
// written goes, so that nobody walks in a circle.
func (x *export) pathed(body []byte, root string) []byte {
	needle := []byte(root + "/")
	var out []byte
	from := 0
	for at := 0; ; {
		i := bytes.Index(body[at:], needle)
		if i < 0 {
			break
		}
		start := at + i
		end := start + len(root) + linkEnd(body[start+len(root):])
		if at = end; end == len(body) {
			break // cut off
		}
		p, query, ok := strings.Cut(unescaped(body[start+len(root):end]), "?")
		n, paging := pageNumber(query)
		if _, known := x.fileOf(p + "?page=1"); !ok || !paging || !known {
			continue
		}
		to := root + pagePath(p, n)
		if n > x.pages {
			if start, end, ok = nextLink(body[:end+1], body[end+1:], start); !ok {
				continue
			}
			to = ""
		}
		out = append(append(out, body[from:start]...), to...)
		at, from = end, end
	}
	if from == 0 {
		return body
	}
	return append(out, body[from:]...)
}

// nextLink is the place of the element of XML or HTML, or of the member of a
// JSON object, that holds the link to the next page, with the white space
// before it. upTo ends with the link and its quote, which begins at start. The
// same address within somebody's text is none.
func nextLink(upTo, after []byte, start int) (from, to int, ok bool) {
	before := upTo[:start]
	to = len(upTo)
	for _, member := range []string{`"next_url":"`, `"next_url": "`} {
		if bytes.HasSuffix(before, []byte(member)) {
			if bytes.HasPrefix(after, []byte(",")) {
				to++
			}
			return spaceBefore(before, start-len(member)), to, true
		}
	}
	from = bytes.LastIndexByte(before, '<')
	i := bytes.IndexByte(after, '>')
	if from < 0 || i < 0 || bytes.IndexByte(before[from:], '>') >= 0 || !bytes.Contains(after[:i], []byte(`rel="next"`)) {
		return 0, 0, false
	}
	to += i + 1
	name, _, _ := strings.Cut(string(upTo[from+1:]), " ")
	if !slices.Contains([]string{"a", "link", "atom:link"}, name) {
		return 0, 0, false
	}
	end := "</" + name + ">"
	if text, _, ok := strings.Cut(string(after[i+1:]), end); ok && !strings.Contains(text, "<") {
		to += len(text) + len(end)
	}
	return spaceBefore(before, from), to, true
}

// spaceBefore is where the white space before i begins.
func spaceBefore(b []byte, i int) int { return len(bytes.TrimRight(b[:i], " \t\r\n")) }
