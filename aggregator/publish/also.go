package publish

import (
	"cmp"
	"html"
	"slices"
	"strings"
	"unicode"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// origins returns where e was seen: the face's origins, then those of the other
// items of its story, each oldest first and none twice. Private ones are told
// in private feeds only.
func origins(e *Element, private bool) []Also {
	all := make([]Also, 0, len(e.Item.Origins)+len(e.Also))
	for _, o := range e.Item.Origins {
		all = append(all, Also{Item: e.Item.ID, Language: e.Item.Language, Origin: o})
	}
	n := len(all)
	all = append(all, e.Also...)
	slices.SortStableFunc(all[:n], older)
	slices.SortStableFunc(all[n:], older)
	out := all[:0]
	for _, a := range all {
		same := func(b Also) bool {
			return a.Item == b.Item && a.Source == b.Source && a.URL == b.URL && a.GUID == b.GUID
		}
		if (private || !a.Private) && !slices.ContainsFunc(out, same) {
			out = append(out, a)
		}
	}
	return out
}

func older(a, b Also) int {
	return cmp.Or(a.Seen.Compare(b.Seen), strings.Compare(a.Source, b.Source), strings.Compare(a.URL, b.URL),
		strings.Compare(string(a.Item), string(b.Item)))
}

// elsewhere picks of an element's origins those that lead a reader somewhere
// else than its link does: other publishers of the item, other items of the
// story. Each page once.
func elsewhere(it *news.Item, all []Also, face string) []Also {
	var out []Also
	seen := []string{page(face)}
	for _, a := range all {
		url := link(a.URL)
		if url == "" || a.Item == it.ID && a.Publisher == it.Publisher || slices.Contains(seen, page(url)) {
			continue
		}
		seen = append(seen, page(url))
		a.URL = url
		a.Publisher = cmp.Or(line(a.Publisher), host(url))
		a.Title = line(a.Title)
		a.Language = language(a.Language)
		out = append(out, a)
	}
	return out
}

// page is a URL without what does not tell pages apart: scheme and last slash.
func page(url string) string {
	_, s, _ := strings.Cut(url, "://")
	return strings.TrimSuffix(s, "/")
}

// host is the host of a URL that link has seen, without "www.".
func host(url string) string {
	_, s, _ := strings.Cut(url, "://")
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimPrefix(s, "www.")
}

// alsoBlock writes the "also at" list that ends an element's text, in the
// language of its item.
func alsoBlock(b *strings.Builder, as []Also, it *news.Item, lang string, rtl bool) {
	if len(as) == 0 {
		return
	}
	label, known := alsoLabel(lang)
	if !known {
		lang, rtl = "en", false
	}
	b.WriteString(`<div class="golchin-also"`)
	attributes(b, lang, rtl)
	if !rtl {
		b.WriteString(` dir="ltr"`)
	}
	b.WriteString(`><p>`)
	b.WriteString(label)
	b.WriteString(`</p><ul>`)
	title := line(it.Title)
	for _, a := range as {
		b.WriteString(`<li><a href="`)
		b.WriteString(html.EscapeString(a.URL))
		b.WriteString(`" rel="noopener noreferrer"><bdi>`)
		b.WriteString(html.EscapeString(a.Publisher))
		b.WriteString(`</bdi></a>`)
		if a.Title != "" && a.Title != title {
			b.WriteString(` – <bdi`)
			attributes(b, a.Language, isRTL(a.Language, a.Title))
			b.WriteByte('>')
			b.WriteString(html.EscapeString(a.Title))
			b.WriteString(`</bdi>`)
		}
		b.WriteString(`</li>`)
	}
	b.WriteString(`</ul></div>`)
}

// attributes writes lang and dir where there is something to say.
func attributes(b *strings.Builder, lang string, rtl bool) {
	if lang != "" {
		b.WriteString(` lang="`)
		b.WriteString(lang)
		b.WriteByte('"')
	}
	if rtl {
		b.WriteString(` dir="rtl"`)
	}
}

// alsoLabel is "Also at:" in the language of tag, and whether that is known.
func alsoLabel(tag string) (string, bool) {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch primary {
	case "fa":
		return "همچنین در:", true
	case "ar":
		return "أيضًا في:", true
	case "he", "iw":
		return "ראו גם:", true
	case "tr":
		return "Ayrıca şurada:", true
	case "ru":
		return "Также здесь:", true
	case "en":
		return "Also at:", true
	}
	return "Also at:", false
}

// isRTL tells whether words in the language of tag run from right to left;
// without a tag, by their first letter, as HTML's dir=auto does.
func isRTL(tag, words string) bool {
	if tag != "" {
		return text.RTL(tag)
	}
	for _, r := range words {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
		}
	}
	return false
}
