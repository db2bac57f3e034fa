package parse

import (
	"bytes"
	stdjson "encoding/json"
	"encoding/xml"
	"slices"
	"strings"
)

// RSS written as JSON (Dave Winer, 2012: github.com/scripting/Scripting-News,
// rss-in-json) names elements by keys, gives repeated ones as lists, attributes
// as keys and an element's own text as "#value". It is turned back into the RSS
// it means and read as such.

// maxRSSJSONDepth bounds nesting; what lies deeper is left out.
const maxRSSJSONDepth = 16

// rssInJSON returns the RSS that text means, and false where it is none.
func rssInJSON(text []byte) ([]byte, bool) {
	var doc struct {
		RSS object `json:"rss"`
	}
	if err := stdjson.Unmarshal(text, &doc); err != nil || doc.RSS == nil {
		return nil, false
	}
	channel, ok := doc.RSS["channel"].(object)
	if !ok {
		return nil, false
	}
	var b bytes.Buffer
	b.WriteString(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">`)
	writeElement(&b, "channel", channel, 0)
	b.WriteString("</rss>")
	return b.Bytes(), true
}

// rssPrefixes are the namespaces that the document is given.
func rssPrefixes() []string { return []string{"dc", "content", "atom", "media"} }

// writeElement writes v as elements of that name; a list is several.
func writeElement(b *bytes.Buffer, name string, v any, depth int) {
	if !isRSSName(name) || depth > maxRSSJSONDepth {
		return
	}
	switch v := v.(type) {
	case nil:
	case []any:
		for _, one := range v {
			writeElement(b, name, one, depth)
		}
	case object:
		writeObject(b, name, v, depth)
	default:
		b.WriteString("<" + name + ">")
		escapeValue(b, v)
		b.WriteString("</" + name + ">")
	}
}

// writeObject writes an element with its attributes, text and children, in the
// order of their names.
func writeObject(b *bytes.Buffer, name string, v object, depth int) {
	keys := make([]string, 0, len(v))
	for k := range v {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b.WriteString("<" + name)
	for _, k := range keys {
		if isRSSAttr(name, k) {
			b.WriteString(" " + k + `="`)
			escapeValue(b, v[k])
			b.WriteString(`"`)
		}
	}
	b.WriteString(">")
	for _, k := range keys {
		switch {
		case k == "#value":
			escapeValue(b, v[k])
		case !isRSSAttr(name, k):
			writeElement(b, k, v[k], depth+1)
		}
	}
	b.WriteString("</" + name + ">")
}

// isRSSAttr tells that key is an attribute of the element, not a child.
func isRSSAttr(element, key string) bool {
	switch element {
	case "enclosure", "media:content", "media:thumbnail":
		return key == "url" || key == "type" || key == "length" || key == "medium"
	case "guid":
		return key == "isPermaLink"
	case "category":
		return key == "domain"
	case "source":
		return key == "url"
	case "atom:link":
		return key == "href" || key == "rel" || key == "type"
	}
	return false
}

// isRSSName tells that key can be an element of the document's namespaces.
func isRSSName(key string) bool {
	prefix, local, ok := strings.Cut(key, ":")
	if !ok {
		prefix, local = "", key
	}
	if prefix != "" && !slices.Contains(rssPrefixes(), prefix) || local == "" {
		return false
	}
	for i, c := range local {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// escapeValue writes a string, number or boolean as character data.
func escapeValue(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case string:
		_ = xml.EscapeText(b, []byte(v)) // a bytes.Buffer takes everything
	case float64, bool:
		if raw, err := stdjson.Marshal(v); err == nil {
			b.Write(raw)
		}
	}
}
