package publish

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// jsonProblems says what JSON Feed 1.1 has against a document. Each fault
// begins with the section's name.
func jsonProblems(doc []byte) (out []string) {
	bad := func(is bool, format string, args ...any) { out = append(out, one(say(is, format, args...))...) }
	var f map[string]any
	if err := json.Unmarshal(doc, &f); err != nil || !utf8.Valid(doc) {
		return []string{fmt.Sprint("not JSON in UTF-8: ", err)}
	}
	known := []string{"version", "title", "home_page_url", "feed_url", "description", "next_url", "icon", "favicon", "authors", "language", "hubs", "items"}
	for k := range f {
		bad(k[0] != '_' && !slices.Contains(known, k), "Extensions: unknown key %q", k)
	}
	bad(f["version"] != "https://jsonfeed.org/version/1.1", "Top-level: version %v", f["version"])
	bad(str(f["title"]) == "", "Top-level: no title")
	for _, k := range []string{"home_page_url", "feed_url", "next_url", "icon", "favicon"} {
		bad(f[k] != nil && !isHTTP(str(f[k])), "Top-level: %s %v", k, f[k])
	}
	bad(f["next_url"] != nil && f["next_url"] == f["feed_url"], "Top-level: next_url repeats feed_url")
	bad(f["language"] != nil && !langForm.MatchString(str(f["language"])), "Top-level: language %v", f["language"])
	out = append(out, authorProblems(f["authors"])...)
	for _, h := range list(f["hubs"]) {
		m, _ := h.(map[string]any)
		bad(str(m["type"]) == "" || !isHTTP(str(m["url"])), "Hubs: %v", h)
	}
	items, ok := f["items"].([]any)
	bad(!ok, "Top-level: no items")
	seen := map[string]bool{}
	for i, it := range items {
		m, _ := it.(map[string]any)
		for _, p := range itemProblems(m) {
			out = append(out, fmt.Sprintf("Items: %d: %s", i, p))
		}
		id := str(m["id"])
		bad(seen[id], "Items: id %q again", id)
		seen[id] = true
	}
	return out
}

func itemProblems(m map[string]any) (out []string) {
	bad := func(is bool, format string, args ...any) { out = append(out, one(say(is, format, args...))...) }
	known := []string{"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
		"date_published", "date_modified", "authors", "tags", "language", "attachments", "_golchin"}
	for k := range m {
		bad(!slices.Contains(known, k), "unknown key %q", k)
	}
	bad(str(m["id"]) == "", "id %v", m["id"])
	bad(str(m["content_html"]) == "" && str(m["content_text"]) == "", "no content")
	for _, k := range []string{"url", "external_url", "image", "banner_image"} {
		bad(m[k] != nil && !isHTTP(str(m[k])), "%s %v", k, m[k])
	}
	for _, k := range []string{"date_published", "date_modified"} {
		bad(m[k] != nil && !isRFC3339(str(m[k])), "%s %v", k, m[k])
	}
	for _, k := range []string{"title", "summary", "content_text"} {
		out = append(out, one(errText(checkLine(str(m[k]))))...)
	}
	out = append(out, one(errText(checkHTML(str(m["content_html"]))))...)
	bad(m["language"] != nil && !langForm.MatchString(str(m["language"])), "language %v", m["language"])
	out = append(out, authorProblems(m["authors"])...)
	for _, t := range list(m["tags"]) {
		bad(str(t) == "", "tag %v", t)
	}
	for _, a := range list(m["attachments"]) {
		am, _ := a.(map[string]any)
		size, isNumber := am["size_in_bytes"].(float64)
		bad(!isHTTP(str(am["url"])) || !mediaForm.MatchString(str(am["mime_type"])) || am["size_in_bytes"] != nil && (!isNumber || size <= 0), "attachment %v", a)
	}
	x, ok := m["_golchin"].(map[string]any)
	_, topics := x["topics"].([]any)
	_, origins := x["origins"].([]any)
	bad(!ok || !topics || !origins, "_golchin %v", x)
	return out
}

func authorProblems(v any) (out []string) {
	for _, a := range list(v) {
		m, _ := a.(map[string]any)
		out = append(out, one(say(str(m["name"]) == "" && str(m["url"]) == "" || m["url"] != nil && !isHTTP(str(m["url"])), "Authors: %v", a))...)
	}
	return out
}

func str(v any) string { s, _ := v.(string); return s }

func list(v any) []any { l, _ := v.([]any); return l }
