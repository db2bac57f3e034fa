package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"golchin/aggregator/news"
)

var (
	t0 = time.Date(2023, 11, 27, 12, 0, 0, 0, time.UTC)
	t1 = t0.Add(time.Hour)
	t2 = t1.Add(time.Hour)
)

// entry describes a candidate in a test.
type entry struct {
	source string
	own    bool
	site   string // that the link leads to; empty means s.example
	prio   int
	secret bool
	at     time.Time
	keys   string // "code:a 1", blank separated kinds: "c1 u1 g1"
	title  string
	text   string
	date   time.Time
}

func (e entry) candidate() Candidate {
	var keys []news.Key
	code := news.Code("")
	canonical := ""
	site := e.site
	if site == "" {
		site = "s.example"
	}
	for _, f := range strings.Fields(e.keys) {
		switch f[0] {
		case 'c':
			keys = append(keys, news.Key("code:"+site+":"+f[1:]))
			code = news.Code(f[1:])
		case 'u':
			keys = append(keys, news.Key("url:https://"+site+"/"+f[1:]))
			if canonical == "" {
				canonical = "https://" + site + "/" + f[1:]
			}
		case 'g':
			keys = append(keys, news.Key("guid:"+e.source+":"+f[1:]))
		case 'h':
			keys = append(keys, news.Key("hash:"+e.source+":"+f[1:]))
		}
	}
	slices.SortFunc(keys, news.Key.Compare)
	if e.at.IsZero() {
		e.at = t0
	}
	title := strings.ReplaceAll(e.title, " ", "")
	it := news.Item{
		ID: news.ItemID("urn:uuid:" + string(keys[0])), Key: keys[0], Site: site, Code: code, Canonical: canonical,
		Link: canonical, Title: e.title, Summary: e.text, Published: e.date,
		FirstSeen: e.at, LastSeen: e.at, Sort: earlier(e.at, e.date), Private: e.secret,
		Face: news.Face{Source: e.source, Own: e.own, Private: e.secret, Priority: e.prio, Hash: title + "|" + e.text, TitleKey: title, At: e.at},
	}
	it.Updated = it.Sort
	return Candidate{Item: it, Keys: keys, Origin: news.Origin{
		Source: e.source, URL: canonical, Title: e.title, Seen: e.at, Private: e.secret, Hash: title + "|" + e.text,
	}}
}

// shelf is the smallest thing that can play the store's part for a pure rule:
// a table of keys and a table of items.
type shelf struct {
	items map[news.ItemID]news.Item
	keys  map[news.Key]news.ItemID
}

func newShelf() *shelf {
	return &shelf{items: map[news.ItemID]news.Item{}, keys: map[news.Key]news.ItemID{}}
}

func (s *shelf) put(c Candidate) Decision {
	byID := map[news.ItemID]*Known{}
	var order []news.ItemID
	for _, k := range c.Keys {
		id, ok := s.keys[k]
		if !ok {
			continue
		}
		if byID[id] == nil {
			it, kept := s.items[id]
			it.ID = id
			byID[id] = &Known{Item: it, Pruned: !kept}
			order = append(order, id)
		}
		byID[id].Keys = append(byID[id].Keys, k)
	}
	var known []Known
	for _, id := range order {
		known = append(known, *byID[id])
	}
	d := Resolve(c, known)
	gone := append(slices.Clone(d.Absorbed), d.Was)
	for k, id := range s.keys {
		if slices.Contains(gone, id) {
			s.keys[k] = d.Item.ID
		}
	}
	for _, k := range d.Keys {
		s.keys[k] = d.Item.ID
	}
	if d.Action == Insert || d.Action == Update {
		for _, id := range gone {
			delete(s.items, id)
		}
		s.items[d.Item.ID] = d.Item
	}
	return d
}

func (s *shelf) judge() {
	for id, it := range s.items {
		it.Judged = true
		s.items[id] = it
	}
}

// list shows the shelf in lines that can be compared.
func (s *shelf) list() []string {
	var out []string
	for _, it := range s.items {
		var from []string
		for _, o := range it.Origins {
			from = append(from, o.Source+" "+o.URL)
		}
		var keys []string
		for k, id := range s.keys {
			if id == it.ID {
				keys = append(keys, string(k))
			}
		}
		slices.Sort(keys)
		out = append(out, fmt.Sprintf("%s %q %q by %s sort %s updated %s private %v\n  keys %s\n  origins %s",
			it.ID, it.Title, it.Summary, it.Face.Source, it.Sort.Format(time.TimeOnly), it.Updated.Format(time.TimeOnly), it.Private,
			strings.Join(keys, " "), strings.Join(from, ", ")))
	}
	slices.Sort(out)
	return out
}

func TestResolve(t *testing.T) {
	own := entry{source: "own", own: true, keys: "c1 u1 g1", title: "Truce in Gaza", text: "It holds."}
	later := func(e entry, at time.Time, title string) entry { e.at, e.title = at, title; return e }
	tests := []struct {
		name    string
		entries []entry
		judged  bool // judge after the first entry
		items   int
		title   string // of the item that code or link 1 leads to
		heads   []string
		origins int
		updated time.Time
		link    string // empty: whatever
	}{
		{name: "the same again is nothing new", entries: []entry{own, later(own, t1, own.title)}, judged: true, items: 1, title: own.title, origins: 1, updated: t0},
		{name: "a changed headline is kept with the old one", entries: []entry{own, later(own, t1, "Truce ends")}, judged: true, items: 1, title: "Truce ends", heads: []string{own.title}, origins: 1, updated: t1},
		{name: "a carrier adds an origin and changes no word", judged: true,
			entries: []entry{own, {source: "agg", keys: "c1 u1 g9", at: t1, title: "CLICK HERE", text: "spam"}}, items: 1, title: own.title, origins: 2, updated: t0},
		{name: "a carrier's early copy yields to the site's own words", judged: true,
			entries: []entry{{source: "agg", keys: "c1 u1 g9", title: "carried"}, later(own, t1, own.title)}, items: 1, title: own.title, origins: 2, updated: t1},
		{name: "a carrier cannot merge two articles", judged: true,
			entries: []entry{own, {source: "own", own: true, keys: "c2 u2 g2", title: "Other"}, {source: "agg", keys: "u1 u2 g9", at: t1, title: "x"}}, items: 2, title: own.title, origins: 2, updated: t0},
		{name: "the site's own source merges what was separate", judged: true,
			entries: []entry{{source: "own", own: true, keys: "u1", title: "A"}, {source: "own", own: true, keys: "c1", at: t1, title: "A"}, {source: "own", own: true, keys: "c1 u1", at: t2, title: "A"}}, items: 1, title: "A", origins: 2, updated: t0},
		{name: "a new link of the same words is where readers are sent", judged: true, link: "https://s.example/7",
			entries: []entry{{source: "own", own: true, keys: "u1 g1", title: "A"}, {source: "own", own: true, keys: "u7 g1", at: t1, title: "A"}}, items: 1, title: "A", origins: 2, updated: t0},
		{name: "a carrier's new link is not", judged: true, link: "https://s.example/1",
			entries: []entry{{source: "agg", keys: "u1 g1", title: "A"}, {source: "agg", keys: "u7 g1", at: t1, title: "A"}}, items: 1, title: "A", origins: 2, updated: t0},
		{name: "of two links in one document the first counts", judged: true, link: "https://s.example/7",
			entries: []entry{{source: "own", own: true, keys: "u1 g1", title: "A"}, {source: "own", own: true, keys: "u7 g1", at: t1, title: "A"}, {source: "own", own: true, keys: "u1 u2 g1", at: t1, title: "A"}}, items: 1, title: "A", origins: 2, updated: t0},
		{name: "a guid used for another article is not the same item", judged: true,
			entries: []entry{{source: "own", own: true, keys: "u1 g1", title: "A", date: t0}, {source: "own", own: true, keys: "u7 g1", at: t1, title: "B", date: t1}}, items: 2, title: "A", origins: 1, updated: t0},
		{name: "a new link under the same guid and headline is the same item", judged: true,
			entries: []entry{{source: "own", own: true, keys: "u1 g1", title: "A", date: t0}, {source: "own", own: true, keys: "u7 g1", at: t1, title: "A", date: t0}}, items: 1, title: "A", origins: 2, updated: t0},
		{name: "public words replace private ones, and no private headline stays", judged: true,
			entries: []entry{{source: "vip", own: true, secret: true, prio: 9, keys: "c1 u1", title: "secret"}, later(own, t1, own.title)}, items: 1, title: own.title, origins: 2, updated: t1},
		{name: "private words never replace public ones", judged: true,
			entries: []entry{own, {source: "vip", own: true, secret: true, prio: 9, at: t1, keys: "c1 u1", title: "secret"}}, items: 1, title: own.title, origins: 2, updated: t0},
		{name: "another own feed that still says the old headline changes nothing", judged: true,
			entries: []entry{own, {source: "own2", own: true, keys: "c1 u1", at: t1, title: own.title, text: own.text}, later(own, t1, "Truce ends"), {source: "own2", own: true, keys: "c1 u1", at: t2, title: own.title, text: own.text}},
			items:   1, title: "Truce ends", heads: []string{own.title}, origins: 2, updated: t1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf()
			for i, e := range tt.entries {
				s.put(e.candidate())
				if i == 0 && tt.judged {
					s.judge()
				}
			}
			if len(s.items) != tt.items {
				t.Fatalf("got %d items, want %d:\n%s", len(s.items), tt.items, strings.Join(s.list(), "\n"))
			}
			id, ok := s.keys["code:s.example:1"]
			if !ok {
				id = s.keys["url:https://s.example/1"]
			}
			it := s.items[id]
			var heads []string
			for _, h := range it.Headlines {
				heads = append(heads, h.Title)
			}
			if it.Title != tt.title || len(it.Origins) != tt.origins || !it.Updated.Equal(tt.updated) || !slices.Equal(heads, tt.heads) {
				t.Errorf("got title %q, headlines %q, %d origins, updated %v\nwant %q, %q, %d, %v", it.Title, heads, len(it.Origins), it.Updated, tt.title, tt.heads, tt.origins, tt.updated)
			}
			if tt.link != "" && (it.Canonical != tt.link || it.Link != tt.link) {
				t.Errorf("got link %s, canonical %s, want %s", it.Link, it.Canonical, tt.link)
			}
			if it.Private {
				t.Error("a public source carried it, but it is private")
			}
		})
	}
}

func TestResolvePruned(t *testing.T) {
	s := newShelf()
	e := entry{source: "own", own: true, keys: "c1 u1 g1", title: "A"}
	d := s.put(e.candidate())
	delete(s.items, d.Item.ID)
	e.at, e.keys = t1, "c1 u1 u2 g1"
	d = s.put(e.candidate())
	if d.Action != Dropped || len(s.items) != 0 {
		t.Errorf("a pruned item came back: action %v, %d items", d.Action, len(s.items))
	}
	if !slices.Contains(d.Keys, "url:https://s.example/2") {
		t.Errorf("the new key of a pruned item was not kept: %v", d.Keys)
	}
}

func TestResolveBounds(t *testing.T) {
	s := newShelf()
	for i := range 100 {
		e := entry{source: "own", own: true, at: t0.Add(time.Duration(i) * time.Minute), keys: fmt.Sprintf("c1 u%d", i), title: "A", text: fmt.Sprint("clock ", i)}
		s.put(e.candidate())
		s.judge()
	}
	if len(s.items) != 1 {
		t.Fatalf("got %d items, want 1", len(s.items))
	}
	for _, it := range s.items {
		if len(it.Origins) > maxOriginsPerSource || it.Face.Edits > maxTextEdits {
			t.Errorf("got %d origins and %d edits, want at most %d and %d", len(it.Origins), it.Face.Edits, maxOriginsPerSource, maxTextEdits)
		}
		if last := t0.Add(maxTextEdits * time.Minute); it.Updated.After(last) {
			t.Errorf("a page with a clock in it is updated for ever: %v", it.Updated)
		}
	}
}

// Within one fresh round the order in which sources arrive changes nothing
// that is published (DESIGN §4, Ids).
func TestResolveOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(rapid.Custom(drawDocument), 1, 6).Draw(t, "documents")
		for i := range docs {
			for j := range docs[i] {
				e := &docs[i][j]
				e.source = fmt.Sprintf("s%d", i)
				e.own, e.prio, e.secret = docs[i][0].own, docs[i][0].prio, docs[i][0].secret
			}
		}
		first := run(docs)
		again := run(rapid.Permutation(docs).Draw(t, "order"))
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatalf("the order of sources matters (-first +second):\n%s", diff)
		}
	})
}

// drawDocument is a document as a source may write it: few articles, so that
// they meet; one guid an article.
func drawDocument(t *rapid.T) []entry {
	own, prio, secret := rapid.Bool().Draw(t, "own"), rapid.IntRange(0, 1).Draw(t, "priority"), rapid.IntRange(0, 3).Draw(t, "private") == 0
	arts := rapid.SliceOfNDistinct(rapid.IntRange(1, 5), 1, 4, rapid.ID[int]).Draw(t, "articles")
	var out []entry
	for _, a := range arts {
		keys := fmt.Sprintf("u%d g%d", a, a)
		switch {
		case rapid.Bool().Draw(t, "coded"):
			keys += fmt.Sprintf(" c%d", a)
		case own && rapid.Bool().Draw(t, "mirrored"):
			keys += fmt.Sprintf(" u%d%d", a, a)
		}
		out = append(out, entry{own: own, prio: prio, secret: secret, keys: keys,
			title: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "title"),
			date:  t0.Add(-time.Duration(rapid.IntRange(0, 3).Draw(t, "age")) * time.Hour)})
	}
	return out
}

func run(docs [][]entry) []string {
	s := newShelf()
	for _, d := range docs {
		for _, e := range d {
			s.put(e.candidate())
		}
	}
	return s.list()
}

func TestResolveRotatingGUIDs(t *testing.T) {
	s := newShelf()
	for i := range 10 {
		e := entry{source: "own", own: true, at: t0.Add(time.Duration(i) * time.Hour), keys: fmt.Sprintf("u1 g%d", i), title: "A"}
		c := e.candidate()
		c.Origin.GUID = fmt.Sprint("g", i)
		s.put(c)
		s.judge()
	}
	if len(s.items) != 1 || len(s.keys) > 2 {
		t.Errorf("ten guids of one article left %d items and %d keys, want 1 and 2", len(s.items), len(s.keys))
	}
}

// A carrier that claims a link first, with a date of its own making, cannot
// bury the article: the site's own date counts when it comes.
func TestResolveCarrierCannotBury(t *testing.T) {
	s := newShelf()
	s.put(entry{source: "evil", keys: "u1 g1", title: "carried", date: t0.AddDate(-4, 0, 0)}.candidate())
	s.judge()
	s.put(entry{source: "own", own: true, keys: "u1 g1", at: t1, title: "A", date: t0.Add(-time.Hour)}.candidate())
	for _, it := range s.items {
		if want := t0.Add(-time.Hour); !it.Sort.Equal(want) {
			t.Errorf("sorted at %v, want the publisher's %v", it.Sort, want)
		}
	}
}

func TestNote(t *testing.T) {
	var st SourceState
	st.Note(Outcome{New: 25, GUIDConflicts: 1}, t1)
	if st.NewLast != 25 || !st.LastNew.Equal(t1) || st.GUIDPolicy != "" {
		t.Errorf("after 25 new items and one accident: %d new at %v, policy %q", st.NewLast, st.LastNew, st.GUIDPolicy)
	}
	st.Note(Outcome{GUIDConflicts: 3}, t2)
	if st.NewLast != 0 || !st.LastNew.Equal(t1) || st.GUIDPolicy == "" {
		t.Errorf("after four conflicts: %d new at %v, policy %q", st.NewLast, st.LastNew, st.GUIDPolicy)
	}
}
