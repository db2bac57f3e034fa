package parse

import (
	"html"
	"strings"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// plainTitle is raw, a title after XML decoding, as one line of plain text of
// at most limit bytes. Titles are plain text in Atom and anything in RSS, and
// in practice either holds entities and tags: tags that HTML knows go, and
// entities are resolved as often as they were written.
func plainTitle(raw string, limit int) string {
	s := clip(raw, 8*limit)
	if strings.IndexByte(s, '<') >= 0 && !hasTag(s) {
		s = strings.ReplaceAll(s, "<", "&lt;") // a sign, as in "a < b" or "vector<int>"
	}
	return clip(legal(text.CleanLine(text.Plain(s))), limit)
}

// hasTag tells whether s holds a tag or comment of HTML, rather than a "<".
func hasTag(s string) bool {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			return false
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "!--") {
			return true
		}
		n := 0
		name := strings.TrimPrefix(s, "/")
		for n < len(name) && (name[n]|0x20 >= 'a' && name[n]|0x20 <= 'z' || n > 0 && name[n] >= '0' && name[n] <= '9') {
			n++
		}
		if n > 0 && n < len(name) && strings.IndexByte(" \t\n/>", name[n]) >= 0 && strings.IndexByte(name, '>') >= 0 {
			l := strings.ToLower(name[:n])
			if isElement()[l] || l == "font" || l == "script" || l == "style" || l == "svg" || l == "iframe" {
				return true
			}
		}
	}
}

// decodeAgain resolves entities that were encoded twice, where that is certain:
// a text without any tag that shows the tags of HTML instead of having them,
// and "&amp;zwnj;" and its like outside of code.
func decodeAgain(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	if strings.IndexByte(s, '<') < 0 && showsTags(s) {
		s = html.UnescapeString(s)
	}
	if !strings.Contains(s, "&amp;") || strings.Contains(s, "<code") || strings.Contains(s, "<pre") {
		return s
	}
	var w strings.Builder
	w.Grow(len(s))
	for {
		before, after, found := strings.Cut(s, "&amp;")
		w.WriteString(before)
		if !found {
			return w.String()
		}
		w.WriteByte('&')
		end := strings.IndexByte(after[:min(len(after), 12)], ';')
		if end < 1 || !certain(after[:end]) {
			w.WriteString("amp;")
		}
		s = after
	}
}

// showsTags tells whether escaped text holds an end tag or a line break of HTML.
func showsTags(s string) bool {
	for _, t := range []string{"&lt;/p&gt;", "&lt;/a&gt;", "&lt;/div&gt;", "&lt;/span&gt;", "&lt;/b&gt;", "&lt;/strong&gt;",
		"&lt;/em&gt;", "&lt;/i&gt;", "&lt;/li&gt;", "&lt;/h2&gt;", "&lt;br&gt;", "&lt;br /&gt;", "&lt;br/&gt;", "&lt;img src="} {
		if strings.Contains(s, t) {
			return true
		}
	}
	return false
}

// certain tells whether nobody writes "&amp;name;" to show the entity's name in
// running text.
func certain(name string) bool {
	switch name {
	case "zwnj", "zwj", "nbsp", "laquo", "raquo", "hellip", "ndash", "mdash", "lsquo", "rsquo", "ldquo", "rdquo", "bull", "lrm", "rlm", "shy", "ensp", "emsp", "thinsp":
		return true
	}
	if len(name) < 3 || name[0] != '#' {
		return false
	}
	for i := 1; i < len(name); i++ {
		c := name[i] | 0x20
		if !(name[i] >= '0' && name[i] <= '9' || i == 1 && c == 'x' || name[1]|0x20 == 'x' && c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// person reads an author as RSS has it: "mail@host (Name)", "Name (mail@host)",
// "Name <mail@host>", a mail address, or a name, which may hold anything else.
func person(s string) news.Person {
	s = plainPerson(s)
	isMail := func(m string) bool {
		at := strings.IndexByte(m, '@')
		return at > 0 && at < len(m)-1 && !strings.ContainsAny(m, " ,;()<>")
	}
	if isMail(s) {
		return news.Person{Email: strings.TrimPrefix(s, "mailto:")}
	}
	for _, pair := range []string{"()", "<>"} {
		if !strings.HasSuffix(s, pair[1:]) {
			continue
		}
		i := strings.LastIndex(s, pair[:1])
		if i < 0 {
			continue
		}
		outer, inner := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:len(s)-1])
		switch {
		case isMail(outer):
			return news.Person{Name: inner, Email: outer}
		case isMail(inner):
			return news.Person{Name: outer, Email: inner}
		}
	}
	return news.Person{Name: s}
}

// plainPerson is a name as one line; a mail address in angle brackets is no tag.
func plainPerson(s string) string {
	return clip(legal(text.CleanLine(unescape(clip(s, 2048)))), 256)
}
