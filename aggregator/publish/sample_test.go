package publish

import (
	"time"

	"golchin/aggregator/news"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

const (
	idOne   = news.ItemID("urn:uuid:5f0c2a3e-58a1-5d53-9c1c-0a6d3a6f9b01")
	idTwo   = news.ItemID("urn:uuid:9a1f6c54-0e52-5b7b-8f55-3c9f1f0d2c02")
	idThree = news.ItemID("urn:uuid:3d2b1a09-7f66-5e1e-a0c4-1b2c3d4e5f03")
	idFour  = news.ItemID("urn:uuid:1c0d9e8f-6a5b-5c4d-b3e2-f1a0b9c8d704")
)

// sampleHead is a feed with everything a head can say.
func sampleHead() Head {
	return Head{
		Feed:        news.Feed{Slug: "gaza-ceasefire", Title: "آتش‌بس غزه", Topics: []string{"gaza-ceasefire"}, Languages: []string{"fa"}},
		Site:        news.Site{Title: "گلچین", URL: "https://news.example.org", Language: "fa"},
		Description: "خبرهای آتش‌بس غزه & مذاکرات",
		SelfURL:     "https://news.example.org/feeds/gaza-ceasefire.rss",
		HomeURL:     "https://news.example.org/topics/gaza-ceasefire",
		HubURL:      "https://news.example.org/hub",
		First:       "https://news.example.org/feeds/gaza-ceasefire.rss",
		Next:        "https://news.example.org/feeds/gaza-ceasefire.rss?page=2",
		Last:        "https://news.example.org/feeds/gaza-ceasefire.rss?page=9",
		Updated:     at("2023-11-27T11:50:00Z"),
		TTL:         25*time.Minute + time.Second,
		Image:       "https://news.example.org/static/logo.png",
		Icon:        "https://news.example.org/static/icon.png",
		Stylesheet:  "https://news.example.org/static/feed.css?v=1&w=2",
		Version:     "1.4.0",
		Topics:      map[string]string{"gaza-ceasefire": "آتش‌بس غزه"},
	}
}

// sampleElements are a story of three publishers, an English podcast with much
// attached, and an item of which hardly anything is known. The first is an
// excerpt of rahbordemoaser.ir/fa/news/215615 (November 2023); the rest is
// made up.
func sampleElements() []Element {
	return []Element{sampleStory(), samplePodcast(), {
		ID: idThree,
		Item: news.Item{
			ID: idThree, Site: "isna.ir", Link: "https://www.isna.ir/news/1402090604567/خبر بی‌عنوان",
			FirstSeen: at("2023-11-26T08:00:00Z"), Sort: at("2023-11-26T08:00:00Z"), Story: idThree,
		},
	}}
}

func sampleStory() Element {
	return Element{
		ID: idOne, ItemURL: "https://news.example.org/items/" + idOne.UUID(),
		SourceURL: "https://reader:secret@www.rahbordemoaser.ir/fa/rss/allnews?key=abc&page=1",
		SourceID:  "https://www.rahbordemoaser.ir/fa/news/215615",
		Item: news.Item{
			ID: idOne, Site: "rahbordemoaser.ir", Code: "215615", Publisher: "راهبرد معاصر", Language: "fa",
			Canonical:   "https://rahbordemoaser.ir/fa/news/215615",
			Link:        "https://www.rahbordemoaser.ir/fa/news/215615/آتش‌بس",
			Title:       "جزئیات آتش‌بس «غزه» & تبادل اسرا <فوری>",
			Summary:     "<p>آتش‌بس در <b>غزه</b> تمدید شد.</p>",
			Content:     `<p>آتش‌بس در <b>غزه</b> دو روز تمدید شد. <a href="https://www.rahbordemoaser.ir/fa/tags?a=1&amp;b=2">بیشتر</a></p><p>]]&gt; پایان`,
			FullText:    "<p>متن کامل گزارش.</p>",
			Authors:     []news.Person{{Name: "م. رضایی", Email: "rezaei@example.ir"}},
			Attribution: news.Attribution{Agency: "fars", Cites: []string{"sputnik"}},
			Categories: []news.Category{
				{Term: "سیاسی/خارجی"}, {Term: "world", Scheme: "https://www.rahbordemoaser.ir/cats", Label: "بین‌الملل"}, {Term: "سیاسی/خارجی"},
			},
			Image: "https://cdn.rahbordemoaser.ir/215615.jpg", Rights: "© راهبرد معاصر",
			Comments:  "https://www.rahbordemoaser.ir/fa/news/215615#comments",
			Published: at("2023-11-27T15:12:00+03:30"), FirstSeen: at("2023-11-27T11:45:02Z"),
			Updated: at("2023-11-27T11:48:00Z"), LastSeen: at("2023-11-27T11:50:00Z"), Sort: at("2023-11-27T11:42:00Z"),
			Face: news.Face{Source: "rahbord"},
			Origins: []news.Origin{
				{Source: "rahbord", Publisher: "راهبرد معاصر", URL: "https://www.rahbordemoaser.ir/fa/news/215615/آتش‌بس",
					GUID: "https://www.rahbordemoaser.ir/fa/news/215615", Title: "جزئیات آتش‌بس «غزه»", Seen: at("2023-11-27T11:45:02Z")},
				{Source: "hidden", Publisher: "نشست خصوصی", URL: "https://private.example/1", Seen: at("2023-11-27T11:46:00Z"), Private: true},
				{Source: "aggregate", Publisher: "خبرفارسی", URL: "https://khabarfarsi.example/u/1", GUID: "kf-1", Seen: at("2023-11-27T11:47:00Z")},
			},
			Headlines: []news.Headline{{Title: "آتش‌بس تمدید شد", Until: at("2023-11-27T11:48:00Z")}},
			Topics: []news.TopicMatch{{Slug: "gaza-ceasefire", Why: []news.Why{
				{Term: "آتش‌بس", Field: "title", At: [2]int{7, 14}}, {Term: "غزه", Field: "title", At: [2]int{16, 19}},
			}}},
			Repaired: []string{"date: jalali"}, Story: idOne, Copy: idOne,
			Merged: []news.Merged{{Item: idFour, Score: 0.94, Because: []string{"same agency text", "4 minutes apart"}}},
		},
		Also: []Also{
			{Item: idFour, Language: "en", Origin: news.Origin{Source: "irna-en", Publisher: "IRNA", Title: "Gaza truce extended", GUID: "85302944",
				URL: "https://en.irna.ir/news/85302944/Gaza?a=1&b=2", Seen: at("2023-11-27T11:49:00Z")}},
			{Item: idFour, Language: "fa", Origin: news.Origin{Source: "hidden", Publisher: "پنهان", URL: "https://private.example/2", Private: true}},
		},
	}
}

func samplePodcast() Element {
	return Element{
		ID: idTwo, ItemURL: "https://news.example.org/items/" + idTwo.UUID(),
		Item: news.Item{
			ID: idTwo, Site: "example.com", Publisher: "Example Radio", Language: "en",
			Link:    "https://example.com/episodes/12?utm=x",
			Title:   "Episode 12: \u202bغزه\u202a and after\x0b",
			Summary: "<p>An hour on the talks.</p>",
			Authors: []news.Person{{Name: "Ann"}, {Name: "Bob", URL: "https://example.com/bob"}},
			Enclosures: []news.Enclosure{
				{URL: "https://example.com/12.jpg"},
				{URL: "https://example.com/12.mp3?dl=1", Length: 123456, Title: "Episode"},
				{URL: "https://example.com/12.pdf", Type: "Application/PDF; v=1", Title: "Notes & <links>"},
			},
			Podcast: &news.Podcast{
				Duration: 62*time.Minute + 3*time.Second, Image: "https://example.com/12-square.png", Episode: "12", Season: 2, EpisodeType: "full", Explicit: "false",
				Transcripts: []news.Transcript{
					{URL: "https://example.com/12.vtt", Type: "text/vtt", Language: "en", Rel: "captions"}, {URL: "https://example.com/12.srt?a=1&b=2", Rel: "x"}, {URL: "javascript:alert(1)"},
				},
				Chapters: "https://example.com/12/chapters.json", Show: "917393E3-1B1E-5CEF-ACE4-EDAA54E1F810",
			},
			Published: at("2031-01-01T00:00:00Z"), Updated: at("2031-01-01T00:00:00Z"),
			FirstSeen: at("2023-11-26T20:00:00.5Z"), LastSeen: at("2023-11-26T20:00:00.5Z"), Sort: at("2023-11-26T20:00:00.5Z"),
			Face:    news.Face{Source: "radio"},
			Origins: []news.Origin{{Source: "radio", Publisher: "Example Radio", URL: "https://example.com/episodes/12?utm=x", GUID: "tag:example.com,2023:12", Seen: at("2023-11-26T20:00:00.5Z")}},
			Story:   idTwo, Copy: idTwo,
		},
	}
}
