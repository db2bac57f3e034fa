package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// toldIn are the feeds of all sources in a round, by path.
func toldIn(pieces []piece, round int) map[string]string {
	entries := map[string][]entry{}
	extra := map[string]string{} // headline and link → more elements
	for i, p := range pieces {
		for _, t := range p.told {
			if !strings.Contains(t.rounds, fmt.Sprint(round)) {
				continue
			}
			e := entry{title: t.title, link: t.link, guid: t.guid, text: t.text, date: t.date}
			if e.title == "" {
				e.title = p.title
			}
			if e.text == "" {
				e.text = "Words of " + p.title + "."
			}
			if e.date.IsZero() {
				e.date = p.date(i)
			}
			entries[t.source] = append(entries[t.source], e)
			if t.xml != "" {
				extra["<link>"+esc(e.link)+"</link>"] = t.xml
			}
		}
	}
	out := map[string]string{}
	for source, es := range entries {
		body := rss(source, es...)
		for link, xml := range extra {
			if source == "evil" || strings.HasPrefix(link, "<link>https://plain.example/9<") {
				body = strings.Replace(body, link, link+xml, 1)
			}
		}
		body = strings.Replace(body, "<rss ", `<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" `, 1)
		// The test's web makes its ETag of the length.
		out["/"+source+".xml"] = body + strings.Repeat(" ", 30_000+100*round-len(body))
	}
	return out
}

func (p piece) date(i int) time.Time {
	return time.Date(2025, 3, 1, 8, i, 0, 0, time.UTC)
}

// first is the round in which the public first hears of p.
func (p piece) first() int {
	for round := 1; round <= identityRounds; round++ {
		if slices.ContainsFunc(p.told, func(t telling) bool { return t.source != "vip" && strings.Contains(t.rounds, fmt.Sprint(round)) }) {
			return round
		}
	}
	return identityRounds + 1
}

// shownIn tells whether p is to be in the feed after a round.
func (p piece) shownIn(round int) bool {
	return !p.private && p.first() <= round && (p.until == 0 || round < p.until)
}

// origins are those that readers are to see after a round, sorted.
func (p piece) origins(round int) []string {
	var out []string
	for _, t := range p.told {
		merged := t.rounds == "" && round > 1
		if at := strings.IndexAny("123"[:round], t.rounds); t.source != "vip" && (at >= 0 || merged) {
			out = append(out, t.source+" "+escaped(t.link))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// escaped is a link as feeds carry it.
func escaped(link string) string {
	var b strings.Builder
	for i := range len(link) {
		if link[i] < 0x80 {
			b.WriteByte(link[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", link[i])
		}
	}
	return b.String()
}

// voice is the source whose words p shows in the end.
func (p piece) voice() string {
	if p.face != "" {
		return p.face
	}
	return p.told[0].source
}

// headline is what p is called after a round: what its voice said last, or
// whoever came before it.
func (p piece) headline(round int) string {
	var found *telling
	for i, t := range p.told {
		if t.source != "vip" && strings.ContainsAny("123"[:round], t.rounds) && t.link != "" == (p.told[0].link != "") &&
			(found == nil || found.source != p.voice() && t.source == p.voice() || t.source == p.voice() && t.rounds > found.rounds) {
			found = &p.told[i]
		}
	}
	if found.title != "" {
		return found.title
	}
	return p.title
}

// words is the text of p in the end.
func (p piece) words() string {
	if p.text != "" {
		return p.text
	}
	var last telling
	for _, t := range p.told {
		if t.source == p.voice() && t.rounds > last.rounds {
			last = t
		}
	}
	if last.text != "" {
		return last.text
	}
	return "Words of " + p.title + "."
}

// address is the link that p shows after the last round.
func (p piece) address() string {
	if p.link != "" {
		return p.link
	}
	i := slices.IndexFunc(p.told, func(t telling) bool { return t.source == p.voice() })
	return p.told[i].link
}
