package store

import (
	"strings"
	"time"

	"golchin/aggregator/news"
)

// reused is the age below which an entry whose guid leads to a pruned item is
// another article: what was pruned is older than that.
const reused = 48 * time.Hour

// withoutGUIDConflicts leaves out items that only a guid leads to although the
// entry is another article.
func withoutGUIDConflicts(c Candidate, known []Known) ([]Known, bool) {
	if c.Keys[0].Rank() >= 2 { // no link: the guid is all there is
		return known, false
	}
	out := make([]Known, 0, len(known))
	conflict := false
	for _, k := range known {
		if strongest(k.Keys) >= 2 && (k.Pruned && ofToday(c.Item) || !k.Pruned && (stranger(c.Item, k.Item) || otherArticle(c.Item, k.Item))) {
			conflict = true
			continue
		}
		out = append(out, k)
	}
	return out, conflict
}

// ofToday tells that an article is too new to have been pruned.
func ofToday(it news.Item) bool {
	return !it.Published.IsZero() && it.FirstSeen.Sub(it.Published) < reused
}

// stranger tells that b is another site's item than a and not in the words of
// a's source: no guid of that source may lead there, or it would take the item
// over, or keep its next claim from the site itself.
func stranger(a, b news.Item) bool {
	return !sameSite(a, b) && !(b.Face.Own && b.Face.Source == a.Face.Source)
}

// sameSite compares sites without their language sections.
func sameSite(a, b news.Item) bool {
	x, _, _ := strings.Cut(a.Site, "/")
	y, _, _ := strings.Cut(b.Site, "/")
	return x == y
}

// byGUID tells that only a guid leads from c to k and that c cannot vouch for
// a link of k: it has none, or one of a site it does not speak for.
func byGUID(c Candidate, k Known) bool {
	return strongest(k.Keys) >= 2 && (!c.Item.Face.Own || c.Keys[0].Rank() >= 2)
}

// about makes c an entry about it: the item keeps its name and address, and c
// is the site's own word only if its source speaks for that site.
func about(c Candidate, it news.Item) Candidate {
	if it.ID == "" || c.FromPage {
		return c
	}
	c.Item.Face.Own = c.Item.Face.Own && sameSite(c.Item, it)
	c.Item.ID, c.Item.Key = it.ID, it.Key
	c.Item.Site, c.Item.Publisher, c.Item.Code, c.Item.Canonical = it.Site, it.Publisher, it.Code, it.Canonical
	if it.Link != "" {
		c.Item.Link = it.Link
	}
	return c
}

// otherArticle tells that two entries with one guid are two articles: their
// codes differ, or headline and date do (Feedbin and FreshRSS met both kinds).
func otherArticle(a, b news.Item) bool {
	if a.Site == b.Site && a.Code != "" && b.Code != "" {
		return a.Code != b.Code
	}
	if a.Canonical == b.Canonical || b.Canonical == "" || a.Face.TitleKey == b.Face.TitleKey {
		return false
	}
	return a.Published.IsZero() || !a.Published.Equal(b.Published)
}
