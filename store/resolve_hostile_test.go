package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golchin/aggregator/news"
)

// A hostile source that claims a victim's links can add an origin, nothing
// else, whatever it does with its guids (BEHAVIOUR S20). Items are shown by
// the key of a link, "v.example/1".
func TestResolveHostile(t *testing.T) {
	victim := func(n, title string, at time.Time) entry {
		return entry{source: "victim", own: true, site: "v.example", keys: "u" + n + " g" + n, title: title, at: at}
	}
	claim := func(keys, title string, at time.Time) entry {
		return entry{source: "evil", prio: 9, site: "v.example", keys: keys, title: title, text: title, at: at}
	}
	evil := func(keys, title string, at time.Time) entry {
		return entry{source: "evil", own: true, prio: 9, site: "e.example", keys: keys, title: title, text: title, at: at}
	}
	t3 := t2.Add(time.Hour)
	tests := []struct {
		name    string
		entries []entry
		want    map[string]string // link → headline
		items   int
	}{
		{name: "one guid ties no second link to the first", items: 2,
			entries: []entry{claim("u1 g7", "Truce", t0), claim("u2 g7", "Truce", t1), victim("1", "Truce", t2), victim("2", "Storm", t2)},
			want:    map[string]string{"v.example/1": "Truce", "v.example/2": "Storm"}},
		{name: "nor to the evil site's own article", items: 2,
			entries: []entry{claim("u1 g7", "Truce", t0), evil("u1 g7", "Truce", t1), victim("1", "Storm", t2)},
			want:    map[string]string{"v.example/1": "Storm", "e.example/1": "Truce"}},
		{name: "nor when the evil site speaks first", items: 2,
			entries: []entry{evil("u1 g7", "Truce", t0), claim("u1 g7", "Truce", t1), victim("1", "Storm", t2)},
			want:    map[string]string{"v.example/1": "Storm"}},
		{name: "nor when the link is left out", items: 1,
			entries: []entry{claim("u1 g7", "Truce", t0), evil("g7", "Spam", t1), victim("1", "Storm", t2)},
			want:    map[string]string{"v.example/1": "Storm"}},
		{name: "nor when it comes late", items: 2,
			entries: []entry{evil("g7", "Spam", t0), claim("u1 g7", "Spam", t1), victim("1", "Storm", t2)},
			want:    map[string]string{"v.example/1": "Storm"}},
		{name: "an own article under the guid of a claim changes no word", items: 2,
			entries: []entry{victim("1", "Truce", t0), claim("u1 g7", "Truce", t1), evil("u1 g7", "Truce", t2), evil("u1 g7", "Spam", t3)},
			want:    map[string]string{"v.example/1": "Truce", "e.example/1": "Spam"}},
		{name: "an entry without link under the guid of a claim changes no word", items: 1,
			entries: []entry{victim("1", "Truce", t0), claim("u1 g7", "Truce", t1), evil("g7", "Truce", t2), evil("g7", "Spam", t3)},
			want:    map[string]string{"v.example/1": "Truce"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf()
			for _, e := range tt.entries {
				s.put(e.candidate())
				s.judge()
			}
			if len(s.items) != tt.items {
				t.Errorf("got %d items, want %d", len(s.items), tt.items)
			}
			for link, title := range tt.want {
				it := s.items[s.keys[news.Key("url:https://"+link)]]
				if it.Title != title {
					t.Errorf("%s: got headline %q by %s, want %q", link, it.Title, it.Face.Source, title)
				}
				if site, _, _ := strings.Cut(link, "/"); it.Site != site {
					t.Errorf("%s: got site %q", link, it.Site)
				}
			}
			if t.Failed() {
				t.Log(strings.Join(s.list(), "\n"))
			}
		})
	}
}

// What is known of pruned items is their keys, and those of others must not
// fall to them.
func TestResolvePrunedGUID(t *testing.T) {
	tests := []struct {
		name        string
		first, then entry
		action      Action
		link        bool // the new link's key is kept with the pruned item
	}{
		{name: "an old article with another slug stays gone",
			first: entry{source: "own", own: true, keys: "u1 g1", title: "A"}, then: entry{source: "own", own: true, keys: "u2 g1", title: "A", date: t0.AddDate(0, -3, 0), at: t1}, action: Dropped, link: true},
		{name: "a guid used again for today's article hides nothing",
			first: entry{source: "own", own: true, keys: "u1 g1", title: "A"}, then: entry{source: "own", own: true, keys: "u2 g1", title: "B", date: t1, at: t1}, action: Insert, link: true},
		{name: "a carrier buries no stranger's link",
			first: entry{source: "evil", own: true, site: "e.example", keys: "u1 g1", title: "A"}, then: entry{source: "evil", keys: "u2 g1", title: "A", at: t1}, action: Dropped},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf()
			delete(s.items, s.put(tt.first.candidate()).Item.ID)
			d := s.put(tt.then.candidate())
			if d.Action != tt.action || slices.Contains(d.Keys, "url:https://s.example/2") != tt.link {
				t.Errorf("got action %v, keys %v; want %v, link kept %v", d.Action, d.Keys, tt.action, tt.link)
			}
		})
	}
}

// Nothing that only a private source said is shown once an item is public, and
// a source that changes sides is believed at once.
func TestResolvePrivate(t *testing.T) {
	vip := entry{source: "vip", own: true, secret: true, keys: "c1 u1", title: "Secret"}
	again := func(e entry, at time.Time, title string, secret bool) entry {
		e.at, e.title, e.secret = at, title, secret
		return e
	}
	own := entry{source: "own", own: true, keys: "c1 u1", title: "Truce"}
	tests := []struct {
		name    string
		entries []entry
		title   string
		secret  bool
	}{
		{name: "a merge brings no private headline along", title: "Truce",
			entries: []entry{{source: "own", own: true, keys: "u1", title: "Truce"}, {source: "vip", own: true, secret: true, keys: "c1", title: "Secret"},
				{source: "vip", own: true, secret: true, keys: "c1", title: "Secret 2", at: t1}, again(own, t2, "Truce", false)}},
		{name: "public words leave no private headline behind in a merge", title: "Truce",
			entries: []entry{{source: "vip", own: true, secret: true, keys: "c1", title: "Secret"}, {source: "vip", own: true, secret: true, keys: "c1", title: "Secret 2", at: t1},
				{source: "own", own: true, keys: "u1", title: "Truce", at: t1}, again(own, t2, "Truce", false)}},
		{name: "a source turned private says no more in public", title: "Truce",
			entries: []entry{own, again(own, t1, "Secret", true)}},
		{name: "a source turned public is shown", title: "Secret", entries: []entry{vip, again(vip, t1, "Secret", false)}},
		{name: "a private source's item stays private", title: "Secret 2", secret: true, entries: []entry{vip, again(vip, t1, "Secret 2", true)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf()
			for _, e := range tt.entries {
				s.put(e.candidate())
				s.judge()
			}
			it := s.items[s.keys["code:s.example:1"]]
			if it.Title != tt.title || it.Private != tt.secret || len(s.items) != 1 {
				t.Errorf("got %d items, %q, private %v; want 1, %q, %v", len(s.items), it.Title, it.Private, tt.title, tt.secret)
			}
			for _, h := range it.Headlines {
				if !it.Private && strings.HasPrefix(h.Title, "Secret") {
					t.Errorf("the private headline %q is shown", h.Title)
				}
			}
		})
	}
}
