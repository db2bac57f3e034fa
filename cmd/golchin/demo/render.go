package demo

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"
)

// render writes the document as its site would.
func (d document) render() []byte {
	switch d.format {
	case "atom":
		return d.atom()
	case "json":
		return d.json()
	case "rdf":
		return d.rdf()
	}
	body := d.rss()
	if d.broken {
		body = damage(body)
	}
	if d.charset == windows1256 {
		body = encode1256(body)
	}
	return body
}

// about is what every channel says of itself.
const about = "A demo: none of this happened, and this publisher does not exist. / نمونه: هیچ‌یک از این‌ها رخ نداده است."

func (d document) rss() []byte {
	var b bytes.Buffer
	charset := "UTF-8"
	if d.charset != "" {
		charset = d.charset
	}
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=%q?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n", charset)
	element(&b, "title", d.title)
	element(&b, "link", d.site())
	element(&b, "description", about)
	element(&b, "language", d.language)
	for _, e := range d.entries {
		b.WriteString("<item>\n")
		element(&b, "title", e.title)
		element(&b, "link", e.link)
		fmt.Fprintf(&b, "<guid isPermaLink=\"false\">%s:%s</guid>\n", d.host, e.id)
		element(&b, "pubDate", d.rssDate(e.published))
		lead, _, more := strings.Cut(e.text, "\n")
		element(&b, "description", lead)
		if more {
			element(&b, "content:encoded", paragraphs(e.text))
		}
		b.WriteString("</item>\n")
	}
	b.WriteString("</channel>\n</rss>\n")
	return b.Bytes()
}

// rssDate is RFC 822 as most write it, or the clock on the wall of an office in
// Tehran, which feeds.yaml has to place.
func (d document) rssDate(t time.Time) string {
	if d.local {
		return t.In(time.FixedZone("", 3*3600+1800)).Format(time.DateTime)
	}
	return t.Format(time.RFC1123Z)
}

func (d document) rdf() []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n")
	fmt.Fprintf(&b, "<channel rdf:about=\"%s\">\n", d.site())
	element(&b, "title", d.title)
	element(&b, "link", d.site())
	element(&b, "description", about)
	element(&b, "dc:language", d.language)
	b.WriteString("<items><rdf:Seq>\n")
	for _, e := range d.entries {
		fmt.Fprintf(&b, "<rdf:li rdf:resource=\"%s\"/>\n", html.EscapeString(e.link))
	}
	b.WriteString("</rdf:Seq></items>\n</channel>\n")
	for _, e := range d.entries {
		fmt.Fprintf(&b, "<item rdf:about=\"%s\">\n", html.EscapeString(e.link))
		element(&b, "title", e.title)
		element(&b, "link", e.link)
		element(&b, "description", paragraphs(e.text))
		element(&b, "dc:date", e.published.Format(time.RFC3339))
		b.WriteString("</item>\n")
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Bytes()
}

func (d document) atom() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=%q>\n", d.language)
	element(&b, "title", d.title)
	element(&b, "subtitle", about)
	fmt.Fprintf(&b, "<id>%s</id>\n<link href=\"%s\"/>\n", d.site(), d.site())
	element(&b, "updated", d.modified.Format(time.RFC3339))
	fmt.Fprintf(&b, "<author><name>%s</name></author>\n", html.EscapeString(d.title))
	for _, e := range d.entries {
		b.WriteString("<entry>\n")
		element(&b, "title", e.title)
		fmt.Fprintf(&b, "<id>tag:%s,2026:%s</id>\n<link rel=\"alternate\" href=\"%s\"/>\n", d.host, e.id, html.EscapeString(e.link))
		element(&b, "published", e.published.Format(time.RFC3339))
		element(&b, "updated", e.updated.Format(time.RFC3339))
		fmt.Fprintf(&b, "<content type=\"html\">%s</content>\n", html.EscapeString(paragraphs(e.text)))
		b.WriteString("</entry>\n")
	}
	b.WriteString("</feed>\n")
	return b.Bytes()
}

func (d document) json() []byte {
	type item struct {
		ID        string `json:"id"`
		URL       string `json:"url"`
		Title     string `json:"title"`
		HTML      string `json:"content_html"`
		Published string `json:"date_published"`
	}
	items := make([]item, 0, len(d.entries))
	for _, e := range d.entries {
		items = append(items, item{d.host + ":" + e.id, e.link, e.title, paragraphs(e.text), e.published.Format(time.RFC3339)})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	_ = enc.Encode(struct { // strings cannot fail
		Version     string `json:"version"`
		Title       string `json:"title"`
		Home        string `json:"home_page_url"`
		Description string `json:"description"`
		Language    string `json:"language"`
		Items       []item `json:"items"`
	}{"https://jsonfeed.org/version/1.1", d.title, d.site(), about, d.language, items})
	return b.Bytes()
}

func (d document) site() string { return "https://" + d.host + "/" }

func element(b *bytes.Buffer, name, words string) {
	fmt.Fprintf(b, "<%s>", name)
	_ = xml.EscapeText(b, []byte(words)) // a buffer cannot fail
	fmt.Fprintf(b, "</%s>\n", name)
}

// paragraphs is text as HTML.
func paragraphs(text string) string {
	return "<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "</p>\n<p>") + "</p>"
}

// damage breaks a document the way careless servers do: the second item never
// ends, the third holds a byte that is no UTF-8, an ampersand that begins
// nothing and an entity that XML does not know.
func damage(body []byte) []byte {
	parts := bytes.SplitAfter(body, []byte("</item>\n"))
	if len(parts) < 4 {
		return body
	}
	parts[1] = bytes.TrimSuffix(parts[1], []byte("</item>\n"))
	parts[2] = bytes.Replace(parts[2], []byte("<description>"), []byte("<description>\xff & &nbsp;"), 1)
	return bytes.Join(parts, nil)
}
