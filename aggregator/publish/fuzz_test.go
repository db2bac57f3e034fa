package publish

import (
	"math"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
	"pgregory.net/rapid"
)

// valid wants documents of all formats to keep every rule.
func valid(t interface {
	Helper()
	Fatalf(string, ...any)
}, h Head, es []Element) {
	t.Helper()
	for _, f := range Formats() {
		doc, err := Render(f, h, es)
		if err != nil {
			t.Fatalf("%v", err)
		}
		var bad []string
		if f == JSON {
			bad = jsonProblems(doc)
		} else {
			root, err := parseXML(doc)
			if err != nil {
				t.Fatalf("%v: %v\n%q", f, err, doc)
			}
			bad = problems(rulesOf(f), root)
		}
		if len(bad) > 0 {
			t.Fatalf("%v: %s\n%q", f, strings.Join(bad, "\n"), doc)
		}
	}
}

// FuzzRender puts strangers' bytes everywhere and wants valid documents.
func FuzzRender(f *testing.F) {
	f.Add("title", "<p>text", "https://e.example/1", "fa", int64(1), int64(2))
	f.Add("\u202e\x00]]>\xff", "<b><i>x</b>]]><script>alert(1)</script><!-- <<!-- -->script>", "http://u:p@e.example/%zz?q=<>#a#b", "fa_IR", int64(math.MinInt64), int64(math.MaxInt64))
	f.Add("&lt;b&gt;\ufffe", "<a href=\"java\x0bscript:x\" onclick=1><td><li><p><div><svg><p>", "JAVASCRIPT://x", "x-", int64(253402300800), int64(-62135596801))
	f.Add(" \r\n\u2028", "<plaintext>x", "https://[::1]:99/[x]", "zh-Hant-TW", int64(0), int64(0))
	f.Fuzz(func(t *testing.T, title, text, url, lang string, published, seen int64) {
		it := news.Item{
			ID: idOne, Site: url, Code: news.Code(title), Canonical: url, Link: url, Publisher: title, Language: lang,
			Title: title, Summary: text, Content: text, FullText: text, Lead: title,
			Authors:    []news.Person{{Name: title, Email: url, URL: url}, {Email: title}},
			Categories: []news.Category{{Term: title, Scheme: url, Label: text}, {Term: text}, {Label: title}},
			Enclosures: []news.Enclosure{{URL: url, Type: lang, Length: seen, Title: title}, {URL: url, Type: "image/png"}},
			Image:      url, Comments: url, Rights: text,
			Published: time.Unix(published, 0), FirstSeen: time.Unix(seen, 0), Updated: time.Unix(published, seen), LastSeen: time.Unix(seen, 0),
			Face:      news.Face{Source: "s"},
			Origins:   []news.Origin{{Source: "s", Publisher: title, URL: url, GUID: url, Title: text, Seen: time.Unix(seen, 0)}, {Source: title, Publisher: text, URL: "https://o.example/" + url}},
			Headlines: []news.Headline{{Title: title, Until: time.Unix(published, 0)}},
			Topics:    []news.TopicMatch{{Slug: "topic", Why: []news.Why{{Term: title}}}, {Slug: "other"}},
			Repaired:  []string{text},
			Merged:    []news.Merged{{Item: idTwo, Score: math.Float64frombits(uint64(seen)), Because: []string{title}}},
		}
		summaryOnly := it
		summaryOnly.ID, summaryOnly.Content, summaryOnly.Authors = idTwo, "", nil
		bare := news.Item{ID: idThree, Title: title, Link: url}
		h := sampleHead()
		h.Title, h.Description, h.Language, h.ID, h.Icon, h.Version, h.Updated = title, text, lang, url, url, title, time.Unix(published, 0)
		h.Topics = map[string]string{"topic": title}
		h.Feed.SourceIDs, h.Feed.FullContent = seen%2 == 0, seen%3 == 0
		valid(t, h, []Element{
			{ID: idOne, Item: it, SourceID: url, SourceURL: url, ItemURL: url, Also: []Also{{idTwo, lang, it.Origins[0]}, {idFour, lang, news.Origin{URL: "https://a.example/", Title: title, Publisher: text}}}},
			{ID: idTwo, Item: summaryOnly, SourceID: title},
			{ID: idThree, Item: bare},
			{ID: idThree, Item: it},
		})
	})
}

// TestAnyElements draws whole feeds: any number of items, any field empty.
func TestAnyElements(t *testing.T) {
	str := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"", "آتش‌بس", "]]>", "<b>", "</div>", "&#0;", "\x1b[31m", "a\u2066b", "c\u2069d", "\u202c\u202c", "<!--", "<p><ul><li>", "<img src=x onerror=1>",
	}))
	link := rapid.OneOf(str, rapid.StringMatching(`https?://[a-z.]{1,9}/[a-z0-9/?&=#%<>" خ]{0,20}`))
	unix := rapid.Map(rapid.Int64(), func(n int64) time.Time { return time.Unix(n, 0) })
	origin := rapid.Custom(func(t *rapid.T) news.Origin {
		return news.Origin{Source: str.Draw(t, "source"), Publisher: str.Draw(t, "publisher"), URL: link.Draw(t, "url"), GUID: link.Draw(t, "guid"),
			Title: str.Draw(t, "title"), Seen: unix.Draw(t, "seen"), Private: rapid.Bool().Draw(t, "private")}
	})
	id := rapid.SampledFrom([]news.ItemID{idOne, idTwo, idThree, idFour})
	element := rapid.Custom(func(t *rapid.T) Element {
		e := Element{ID: id.Draw(t, "id"), ItemURL: link.Draw(t, "page"), SourceURL: link.Draw(t, "feed"), SourceID: link.Draw(t, "sourceID")}
		e.Item = news.Item{
			ID: e.ID, Link: link.Draw(t, "link"), Title: str.Draw(t, "title"), Summary: str.Draw(t, "summary"), Content: str.Draw(t, "content"),
			Language: str.Draw(t, "lang"), Publisher: str.Draw(t, "publisher"), Published: unix.Draw(t, "published"), FirstSeen: unix.Draw(t, "first"),
			Updated: unix.Draw(t, "updated"), Sort: unix.Draw(t, "sort"), Private: rapid.Bool().Draw(t, "private"),
			Origins: rapid.SliceOfN(origin, 0, 3).Draw(t, "origins"),
		}
		for _, o := range rapid.SliceOfN(origin, 0, 2).Draw(t, "also") {
			e.Also = append(e.Also, Also{id.Draw(t, "other"), str.Draw(t, "lang"), o})
		}
		return e
	})
	rapid.Check(t, func(t *rapid.T) {
		h := sampleHead()
		h.Feed.Private, h.Feed.SourceIDs = rapid.Bool().Draw(t, "private"), rapid.Bool().Draw(t, "ids")
		valid(t, h, rapid.SliceOfN(element, 0, 4).Draw(t, "elements"))
	})
}
