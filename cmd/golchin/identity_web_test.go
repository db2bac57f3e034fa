package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// piece is one article of the test's web: what should become of it, and
// everything that sources tell of it.
type piece struct {
	title     string // headline in the end
	site      string
	code      string
	canonical string
	face      string   // source whose words are shown; empty means the first that tells
	link      string   // shown; empty means the first of face
	was       []string // earlier headlines
	text      string   // in the end; empty means what face said last
	moves     int      // how often updated moves
	until     int      // round from which it is no longer shown; 0 means never
	private   bool     // never shown
	told      []telling
}

// telling is one entry in the feed of a source.
type telling struct {
	source, rounds string // rounds "13" are the first and the third
	link, guid     string
	title, text    string // empty means the article's own
	date           time.Time
	xml            string // more elements
}

func tell(source, rounds, link, guid string) telling {
	return telling{source: source, rounds: rounds, link: link, guid: guid}
}

// as is t with another headline and text.
func (t telling) as(title, text string) telling {
	t.title, t.text = title, text
	return t
}

// orig is t with feedburner:origLink.
func (t telling) orig(link string) telling {
	t.xml = "<feedburner:origLink>" + esc(link) + "</feedburner:origLink>"
	return t
}

// lie is what a hostile source says of somebody's link.
func lie(rounds, link, guid string) telling {
	t := tell("evil", rounds, link, guid).as("CLICK HERE", "Buy pills now")
	t.date = time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	return t
}

// secret is what a private source says.
func secret(rounds, link string) telling { return tell("vip", rounds, link, "").as("SECRET", "SECRET") }

// identitySources are five publishers, their mirrors, and those that carry,
// claim and break things.
func identitySources(base string) []yamlSource {
	var out []yamlSource
	for _, s := range [][2]string{
		{"rahbord", "site: rahbordemoaser.ir"}, {"rahbord-mail", "site: rahbordemoaser.ir"},
		{"mizan", "site: mizanonline.ir"}, {"mizan-en", "site: mizanonline.ir"},
		{"mehr", "site: mehrnews.com"}, {"mehr-en", "site: en.mehrnews.com"},
		{"foori", "site: khabarfoori.com"}, {"plain", "site: plain.example"}, {"plain-2", "site: plain.example"},
		{"gatherer", "site: gatherer.example"}, {"evil", "site: evil.example\npriority: 900"}, {"vip", "site: vip.example\npriority: 900\nprivate: true"},
		{"homely", "site: homely.example"}, {"board", "site: board.example"}, {"passing", "site: passing.example"},
	} {
		out = append(out, yamlSource{s[0], base + "/" + s[0] + ".xml", s[1] + "\nschedule: \"0 0 1 1 *\""})
	}
	return out
}

func identityPieces() []piece {
	return slices.Concat(rahbordPieces(), mizanPieces(), mehrPieces(), fooriPieces(), plainPieces(), otherPieces())
}

func rahbordPieces() []piece {
	own := func(n int, slug string) string {
		return fmt.Sprintf("https://www.rahbordemoaser.ir/fa/news/%d/%s", 300000+n, slug)
	}
	p := make([]piece, 0, 10)
	add := func(n int, title string, told ...telling) *piece {
		p = append(p, piece{title: title, site: "rahbordemoaser.ir", code: fmt.Sprint(300000 + n), face: "rahbord", told: told,
			canonical: fmt.Sprint("https://rahbordemoaser.ir/fa/news/", 300000+n)})
		return &p[len(p)-1]
	}
	const mail = "rahbord-mail"
	slug := "آتش‌بس-می‌ماند"
	add(1, "Host without slug", tell("rahbord", "123", own(1, "a"), "r1"), tell(mail, "123", "http://mail.rahbordemoaser.ir/fa/news/300001", "m1"), lie("1", own(1, "a"), "e1"))
	add(2, "Tracked", tell("rahbord", "123", own(2, "a"), "r2"), tell(mail, "123", own(2, "a")+"?utm_source=rss&utm_medium=feed", "m2"),
		tell("gatherer", "123", own(2, "a")+"?utm_campaign=g", "g2").as("Gathered", "short"), lie("23", own(2, "b"), "e1"))
	add(3, "Short link", tell("rahbord", "123", own(3, "a"), "r3"), tell(mail, "123", "https://rahbordemoaser.ir/001G2l", ""))
	add(4, "Slug with code", tell("rahbord", "1", own(4, "first"), "r4"), tell("rahbord", "2", own(4, "second"), "r4"), tell("rahbord", "3", own(4, "third"), "r4-new"))
	add(5, "Persian slug", tell("rahbord", "123", own(5, slug), "r5"), tell(mail, "123", own(5, url.PathEscape(slug)), ""),
		tell("gatherer", "23", own(5, strings.ToLower(url.PathEscape(slug))), "").as("Gathered", "short"))
	add(6, "Printed view", tell("rahbord", "123", own(6, "a"), "r6"), tell(mail, "123", "https://rahbordemoaser.ir/fa/print/300006", ""),
		lie("123", own(6, "a"), "e20").orig("https://www.mehrnews.com/news/6690006/a"))
	add(7, "Number in Persian", tell("rahbord", "123", own(7, "a"), "r7"), tell(mail, "123", own(7, "a")+"/amp", ""))
	e := add(7, "Number in English", tell("rahbord", "123", "https://www.rahbordemoaser.ir/en/news/300007/a", "r7-en"))
	e.site, e.canonical = "rahbordemoaser.ir/en", "https://rahbordemoaser.ir/en/news/300007"
	add(9, "Headline at last", tell("rahbord", "1", own(9, "a"), "r9").as("Headline at first", "It holds."), tell("rahbord", "23", own(9, "a"), "r9").as("", "It holds.")).was = []string{"Headline at first"}
	p[len(p)-1].moves = 1
	add(10, "Clock", tell("rahbord", "1", own(10, "a"), "r10").as("", "It is 12:31 now. It holds."), tell("rahbord", "2", own(10, "a"), "r10").as("", "It is 12:47 now. It holds."),
		tell("rahbord", "3", own(10, "a"), "r10").as("", "It is 08:02 now. It holds.")).text = "It is 12:31 now. It holds."
	return p
}

func mizanPieces() []piece {
	return []piece{
		{title: "Same number as Rahbord", site: "mizanonline.ir", code: "300001", canonical: "https://mizanonline.ir/fa/news/300001",
			told: []telling{tell("mizan", "123", "https://www.mizanonline.ir/fa/news/300001/a", "z1")}},
		{title: "Same number in English", site: "mizanonline.ir/en", code: "300001", canonical: "https://mizanonline.ir/en/news/300001",
			told: []telling{tell("mizan-en", "123", "https://www.mizanonline.ir/en/news/300001/a", "same")}},
		{title: "Second number", site: "mizanonline.ir", code: "300002", canonical: "https://mizanonline.ir/fa/news/300002",
			told: []telling{tell("mizan", "123", "https://www.mizanonline.ir/fa/news/300002/a", "z2"), secret("23", "https://mizanonline.ir/fa/news/300002")}},
		{title: "Second number in English", site: "mizanonline.ir/en", code: "300002", canonical: "https://mizanonline.ir/en/news/300002",
			told: []telling{tell("mizan-en", "123", "https://www.mizanonline.ir/en/news/300002/a", "same")}},
		{title: "Alias and port", site: "mizanonline.ir", code: "300009", canonical: "https://mizanonline.ir/fa/news/300009",
			told: []telling{tell("mizan", "123", "http://mizanonline.com:80/fa/news/300009/a", "z5"), tell("mizan", "23", "https://www.mizanonline.ir/fa/news/300009/b", "z5-b"),
				lie("123", "https://feedproxy.google.com/~r/evil/1", "e21").orig("https://www.mizanonline.ir/fa/news/300009/a")}},
		{title: "Third guid", site: "mizanonline.ir/en", code: "2783", canonical: "https://mizanonline.ir/en/news/2783",
			told: []telling{tell("mizan-en", "123", "https://www.mizanonline.ir/en/news/2783/a", "same")}},
	}
}

// mehrPieces have other guids in every round.
func mehrPieces() []piece {
	var p []piece
	add := func(n int, title string, told ...telling) *piece {
		p = append(p, piece{title: title, site: "mehrnews.com", code: fmt.Sprint(6690000 + n), canonical: fmt.Sprint("https://mehrnews.com/news/", 6690000+n), face: "mehr", told: told})
		return &p[len(p)-1]
	}
	own := func(n int, rounds string) []telling {
		var out []telling
		for _, r := range rounds {
			out = append(out, tell("mehr", string(r), fmt.Sprintf("https://www.mehrnews.com/news/%d/a", 6690000+n), fmt.Sprintf("rotating-%c-%d", r, n)))
		}
		return out
	}
	add(1, "AMP page", append(own(1, "123"), tell("mehr", "123", "https://www.mehrnews.com/amp/6690001/", "amp"))...)
	add(2, "No slug", append(own(2, "123"), tell("mehr", "23", "http://mehrnews.com/news/6690002", "bare"))...)
	add(3, "Photo and news", append(own(3, "123"), tell("mehr", "123", "https://www.mehrnews.com/photo/6690003/a", "photo"))...)
	add(4, "Number of the main site", own(4, "123")...)
	e := add(4, "Number of the English site", tell("mehr-en", "123", "https://en.mehrnews.com/news/6690004/a", "x"))
	e.site, e.canonical, e.face = "en.mehrnews.com", "https://en.mehrnews.com/news/6690004", "mehr-en"
	add(6, "Claimed by origLink", own(6, "123")...)
	add(7, "Gathered first", append(own(7, "23"), tell("gatherer", "123", "http://mehrnews.com/news/6690007", "g7").as("Gathered first by the gatherer", "short"))...).moves = 1
	add(8, "Gathered late", append(own(8, "123"), tell("gatherer", "23", "https://www.mehrnews.com/news/6690008/zz?ref=rss", "g8").as("Gathered late by the gatherer", "short"))...)
	return p
}

// fooriPieces have no guids.
func fooriPieces() []piece {
	var p []piece
	add := func(n int, title string, told ...telling) *piece {
		p = append(p, piece{title: title, site: "khabarfoori.com", code: fmt.Sprint(3223000 + n), canonical: fmt.Sprint("https://khabarfoori.com/fa/tiny/news-", 3223000+n), face: "foori", told: told})
		return &p[len(p)-1]
	}
	own := func(n int) string {
		return fmt.Sprintf("https://www.khabarfoori.com/بخش-فرهنگی-69/%d-a", 3223000+n)
	}
	add(1, "Tiny", tell("foori", "123", own(1), ""), tell("foori", "23", "https://khabarfoori.com/fa/tiny/news-3223001", ""))
	add(2, "Encoded section", tell("foori", "123", own(2), ""), tell("foori", "123", "https://www.khabarfoori.com/"+url.PathEscape("بخش-فرهنگي-69")+"/3223002-b", ""))
	add(3, "AMP suffix", tell("foori", "123", own(3), ""), tell("gatherer", "23", own(3)+"/amp?utm_source=g", "g3").as("Gathered", "short"))
	f := add(4, "New headline", tell("foori", "1", own(4), "").as("Old headline", "It holds."), tell("foori", "23", own(4), "").as("", "It holds."),
		tell("gatherer", "123", own(4), "g4").as("Old headline", "It holds."))
	f.was, f.moves = []string{"Old headline"}, 1
	early := lie("1", own(5), "e5").as("Claimed early", "Buy pills now")
	late := lie("3", "", "e5")
	add(5, "Claimed early", early, tell("foori", "23", own(5), ""), late).moves = 1
	add(6, "Claimed late", tell("foori", "123", own(6), ""), lie("23", "https://khabarfoori.com/fa/tiny/news-3223006", "e6"))
	return p
}

func plainPieces() []piece {
	const site = "https://plain.example/"
	slug, arabic := "خبر/آتش‌بس-می‌ماند", "خبر/آتشبس-مي‌ماند"
	escaped := func(s string) string { return strings.ReplaceAll(url.PathEscape(s), "%2F", "/") }
	p := []piece{
		{title: "Spellings", canonical: site + escaped("خبر/آتشبس-میماند"), told: []telling{tell("plain", "123", site+slug, "p1"), tell("plain-2", "123", site+escaped(slug), ""),
			tell("plain-2", "23", "http://www.plain.example/"+strings.ToLower(escaped(arabic))+"/index.html", ""), tell("gatherer", "123", site+arabic, "").as("Gathered", "short")}},
		{title: "Query", canonical: site + "view?id=7&page=2", told: []telling{tell("plain", "123", site+"view?page=2&id=7", "p2"), tell("plain-2", "123", "http://m.plain.example:80/view?utm_source=x&id=7&page=2#comments", "")}},
		{title: "Slug without code", canonical: site + "new-slug", link: site + "new-slug", told: []telling{tell("plain", "1", site+"old-slug", "p3"), tell("plain", "23", site+"new-slug", "p3")}},
		{title: "Victim of a guid", canonical: site + "victim", told: []telling{tell("plain", "123", site+"victim", "p4"),
			lie("1", site+"victim", "e9").as("Victim of a guid", "Buy pills now"), lie("2", site+"future", "e9").as("Victim of a guid", "Buy pills now")}},
		{title: "Weekly, first", canonical: site + "weekly-1", told: []telling{tell("plain", "1", site+"weekly-1", "weekly")}},
		{title: "Weekly, second", canonical: site + "weekly-2", told: []telling{tell("plain", "23", site+"weekly-2", "weekly")}},
		{title: "No link", told: []telling{tell("plain", "123", "", "p7")}},
		{title: "Neither link nor guid", told: []telling{tell("plain", "123", "", "")}},
		{title: "Two that were one", canonical: site + "9", told: []telling{tell("plain", "1", site+"9", ""), tell("plain", "23", site+"9", "").orig(site + "nine"), tell("plain-2", "", site+"nine", "")}},
		{title: "Future", canonical: site + "future", told: []telling{tell("plain", "3", site+"future", "p10")}},
		{title: "Two that were one, second", canonical: site + "nine", face: "plain-2", until: 2, told: []telling{tell("plain-2", "123", site+"nine", "")}},
	}
	for i := range p {
		p[i].site = "plain.example"
	}
	return p
}

// otherPieces are those of sources that are no publishers of this test.
func otherPieces() []piece {
	return []piece{
		{title: "The gatherer's own", site: "gatherer.example", code: "6690001", canonical: "https://gatherer.example/news/6690001", told: []telling{tell("gatherer", "123", "https://gatherer.example/news/6690001/a", "g1")}},
		{title: "Claimed early", site: "evil.example", canonical: "https://evil.example/x", told: []telling{tell("evil", "2", "https://evil.example/x", "e5").as("", "Evil words")}},
		{title: "Evil number", site: "evil.example", code: "300002", canonical: "https://evil.example/news/300002", told: []telling{tell("evil", "123", "https://evil.example/news/300002", "e2")}},
		{title: "Home, first", site: "homely.example", told: []telling{tell("homely", "123", "https://homely.example/", "h1")}},
		{title: "Home, second", site: "homely.example", told: []telling{tell("homely", "123", "https://homely.example/", "h2")}},
		{title: "Home, third", site: "homely.example", told: []telling{tell("homely", "123", "https://homely.example/", "h3")}},
		{title: "Board, first", site: "board.example", canonical: "https://board.example/list", told: []telling{tell("board", "123", "https://board.example/list", "")}},
		{title: "Board, second", site: "board.example", canonical: "https://board.example/list", told: []telling{tell("board", "123", "https://board.example/list", "")}},
		{title: "Board, third", site: "board.example", canonical: "https://board.example/list", told: []telling{tell("board", "123", "https://board.example/list", "")}},
		{title: "Board, fourth", site: "board.example", canonical: "https://board.example/list", told: []telling{tell("board", "23", "https://board.example/list", "")}},
		{title: "Passing with code", site: "passing.example", code: "777001", canonical: "https://passing.example/fa/news/777001", until: 2, told: []telling{
			tell("passing", "1", "https://passing.example/fa/news/777001/a", "x1"), tell("passing", "23", "https://passing.example/fa/news/777001/b", "x1-new").as("Passing again", "More."), lie("3", "https://passing.example/fa/news/777001/c", "e30")}},
		{title: "Passing with guid", site: "passing.example", canonical: "https://passing.example/a", until: 2, told: []telling{
			tell("passing", "1", "https://passing.example/a", "x2"), tell("passing", "23", "https://passing.example/b", "x2").as("Passing again, too", "More.")}},
		{title: "SECRET of its own", private: true, site: "vip.example", told: []telling{tell("vip", "123", "https://vip.example/1", "v1").as("", "SECRET")}},
	}
}
