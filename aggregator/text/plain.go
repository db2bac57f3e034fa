package text

import (
	"html"
	"strings"
)

// Plain is the text of a piece of HTML: tags taken out (those that part blocks
// leave a space), scripts, styles and comments gone, entities decoded at most
// twice, white space collapsed. It is for comparison and for one-line text; it
// does not make HTML safe.
//
// Entities are decoded a second time, and known tags that appear by it are
// taken out too, because feeds encode twice: «آتش&amp;zwnj;بس».
func Plain(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = stripTags(s, false)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(html.UnescapeString(s))
		if strings.IndexByte(s, '<') >= 0 {
			s = stripTags(s, true)
		}
	}
	return collapse(s)
}

// collapse makes one space of every run of ASCII white space and trims it.
func collapse(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] > ' ' || s[i] == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' '
	}
	if clean {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f':
			b = append(b, c)
		case len(b) > 0 && b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b = b[:n-1]
	}
	return string(b)
}

// stripTags takes the markup out of s; with known set, only elements that HTML
// has, so that "vector<int>" stays once its entities are decoded.
func stripTags(s string, known bool) string {
	var b strings.Builder
	b.Grow(len(s))
	last := strings.LastIndexByte(s, '>')
	quotes := true // until a quotation mark is found that nothing closes
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '<')
		if next < 0 || i+next > last {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(s[i : i+next])
		i += next
		name, end := markup(s, i, &quotes)
		if end < 0 || known && name != "!" && !isInline(name) && !isBlock(name) {
			b.WriteByte('<')
			i++
			continue
		}
		if !isInline(name) && name != "!" {
			b.WriteByte(' ')
		}
		i = end
		if isDropped(name) && s[end-2] != '/' {
			i = skipElement(s, end, name)
		}
	}
	return b.String()
}

// markup reads the tag, comment or declaration at i: the name of an opening or
// closing element in lower case ("!" for what is no element), and where it
// ends; -1 for a bare "<".
func markup(s string, i int, quotes *bool) (name string, end int) {
	rest := s[i+1:]
	switch {
	case strings.HasPrefix(rest, "!--"):
		if n := strings.Index(rest, "-->"); n >= 0 {
			return "!", i + 1 + n + 3
		}
		return "!", i + 1 + strings.IndexByte(rest, '>') + 1
	case strings.HasPrefix(rest, "![CDATA["):
		return "!", i + 1 + len("![CDATA[")
	case strings.HasPrefix(rest, "!"), strings.HasPrefix(rest, "?"):
		return "!", i + 1 + strings.IndexByte(rest, '>') + 1
	}
	at := i + 1
	if at < len(s) && s[at] == '/' {
		at++
	}
	from := at
	for at < len(s) && (s[at]|0x20 >= 'a' && s[at]|0x20 <= 'z' || at > from && s[at] >= '0' && s[at] <= '9') {
		at++
	}
	if at == from {
		return "", -1
	}
	return strings.ToLower(s[from:at]), tagEnd(s, at, quotes)
}

// tagEnd is where the tag whose name ends at i is closed. Once a quoted value
// has no end in the document, quotation marks mean nothing in the rest of it:
// so a hostile page is not read again for every tag.
func tagEnd(s string, i int, quotes *bool) int {
	first := strings.IndexByte(s[i:], '>')
	if first < 0 {
		return -1
	}
	if *quotes && strings.ContainsAny(s[i:i+first], `"'`) {
		for j := i; j < len(s); j++ {
			switch c := s[j]; c {
			case '>':
				return j + 1
			case '"', '\'':
				n := strings.IndexByte(s[j+1:], c)
				if n < 0 {
					j = len(s)
					break
				}
				j += n + 1
			}
		}
		*quotes = false
	}
	return i + first + 1
}

// skipElement returns the end of the element name opened before i, or of s
// where it is never closed.
func skipElement(s string, i int, name string) int {
	for {
		n := strings.Index(s[i:], "</")
		if n < 0 {
			return len(s)
		}
		i += n + 2
		if len(s)-i >= len(name) && strings.EqualFold(s[i:i+len(name)], name) {
			if end := strings.IndexByte(s[i:], '>'); end >= 0 {
				return i + end + 1
			}
			return len(s)
		}
	}
}

// isDropped tells elements whose content is no text.
func isDropped(name string) bool {
	switch name {
	case "script", "style", "template", "noscript", "iframe", "object":
		return true
	}
	return false
}

// isInline tells elements that do not part words.
func isInline(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
		"mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr":
		return true
	}
	return false
}

// isBlock tells the other elements of HTML that texts are made with.
func isBlock(name string) bool {
	switch name {
	case "address", "article", "aside", "audio", "blockquote", "body", "br", "button", "caption", "center", "col", "dd", "details",
		"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
		"hr", "html", "iframe", "img", "input", "li", "link", "main", "meta", "nav", "noscript", "object", "ol", "option", "p",
		"picture", "pre", "script", "section", "select", "source", "style", "summary", "svg", "table", "tbody", "td", "template",
		"textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video":
		return true
	}
	return false
}
