package article

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"golchin/aggregator/text"
)

// metadata is what a page's head says of the article.
type metadata struct {
	title, description string
	published          string // as written
	image, canonical   string
	language           string
	isArticle          bool
}

// readMetadata collects meta elements, links and JSON-LD; the first of a kind
// wins, in the order in which sites keep them right.
func readMetadata(doc *goquery.Document, jsonLD [][]byte) metadata {
	tags := map[string]string{}
	doc.Find("meta[content]").Each(func(_ int, s *goquery.Selection) {
		value := strings.TrimSpace(s.AttrOr("content", ""))
		for _, attr := range [...]string{"property", "name", "itemprop", "http-equiv"} {
			if key := strings.ToLower(s.AttrOr(attr, "")); key != "" && value != "" && tags[key] == "" {
				tags[key] = value
			}
		}
	})
	ld := readJSONLD(jsonLD)
	first := func(keys ...string) string {
		for _, k := range keys {
			if v := tags[k]; v != "" {
				return v
			}
		}
		return ""
	}
	m := metadata{
		title:       or(first("og:title", "twitter:title", "title", "dc.title"), ld.title, doc.Find("head title").First().Text()),
		description: or(first("og:description", "description", "twitter:description", "dc.description"), ld.description),
		published: or(first("article:published_time", "og:article:published_time"), ld.published,
			first("datepublished", "og:published_time", "nastooh.publishdate", "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish_date", "date")),
		image:     or(first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"), ld.image),
		canonical: or(doc.Find("link[rel~=canonical]").First().AttrOr("href", ""), first("og:url")),
		language:  or(doc.Find("html").AttrOr("lang", ""), ld.language, first("content-language", "og:locale", "dc.language", "language")),
		isArticle: strings.EqualFold(first("og:type"), "article") || ld.isArticle,
	}
	m.title, m.description = text.CleanLine(text.Plain(m.title)), text.CleanLine(text.Plain(m.description))
	return m
}

func or(ss ...string) string {
	for _, s := range ss {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// readJSONLD finds the first article among a page's JSON-LD.
func readJSONLD(blocks [][]byte) (m metadata) {
	for _, b := range blocks {
		var v any
		if json.Unmarshal([]byte(strings.TrimSpace(string(b))), &v) != nil {
			continue
		}
		if findArticle(v, &m, 0) {
			return m
		}
	}
	return metadata{}
}

// maxGraph is how deep articles are looked for in JSON-LD.
const maxGraph = 4

func findArticle(v any, m *metadata, depth int) bool {
	if depth > maxGraph {
		return false
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if findArticle(e, m, depth+1) {
				return true
			}
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			*m = metadata{
				title: textOf(v["headline"]), description: textOf(v["description"]), published: textOf(v["datePublished"]),
				image: textOf(v["image"]), language: textOf(v["inLanguage"]), isArticle: true,
			}
			return true
		}
		return findArticle(v["@graph"], m, depth+1) || findArticle(v["mainEntity"], m, depth+1)
	}
	return false
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting") || v == "Report"
	case []any:
		for _, e := range v {
			if isArticleType(e) {
				return true
			}
		}
	}
	return false
}

// textOf is a JSON-LD value as text: itself, the first of a list, the url or
// name of an object.
func textOf(v any) string {
	for range maxGraph {
		switch x := v.(type) {
		case string:
			return x
		case []any:
			if len(x) == 0 {
				return ""
			}
			v = x[0]
		case map[string]any:
			if v = x["url"]; v == nil {
				v = x["name"]
			}
		default:
			return ""
		}
	}
	return ""
}

// absolute resolves raw against base; anything but http and https is empty.
func absolute(base *url.URL, raw string) string {
	u, err := base.Parse(strings.TrimSpace(raw))
	if raw == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
