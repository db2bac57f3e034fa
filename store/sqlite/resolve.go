package sqlite

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/store"
)

// batch is what the rounds of one commit make, before it is written.
type batch struct {
	t     *tx
	byID  map[news.ItemID]*kept // items loaded or made
	byKey map[news.Key]target   // keys looked up or given
	fresh map[news.Key]target   // keys to write
	all   []*kept               // in the order they came
}

// target is where a key leads: to an item, or to the id of a pruned one.
type target struct {
	kept   *kept
	pruned news.ItemID
}

// kept is an item in memory: as it was stored, and as it will be.
type kept struct {
	row
	was    *row // as stored; nil for a new item
	into   *kept
	folded *store.Folded // new words; nil leaves those that are indexed
	from   *kept         // whose stored folded words it takes; nil for its own
	lost   bool          // the words changed and their folded form is gone
	dirty  bool
	marks  []mark
	page   *store.Page
}

// mark is a row of seen to write for an item.
type mark struct {
	source, mark, place int64
	others              []int64 // marks of that place in the same document
}

// root is the item that k became part of, or k itself.
func (k *kept) root() *kept {
	for k.into != nil {
		k = k.into
	}
	return k
}

func newBatch(t *tx) *batch {
	return &batch{t: t, byID: map[news.ItemID]*kept{}, byKey: map[news.Key]target{}, fresh: map[news.Key]target{}}
}

// cleanKey is a key as it is kept: what SQLite's JSON cannot carry is replaced.
func cleanKey(k news.Key) news.Key {
	s := strings.ToValidUTF8(string(k), "\uFFFD")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	return news.Key(s)
}

// lookUp loads all that the candidates' keys lead to.
func (b *batch) lookUp(cs []candidate) error {
	var keys []news.Key
	ids := map[news.ItemID]bool{}
	for i := range cs {
		if cs[i].same {
			continue
		}
		for _, k := range append([]news.Key{cs[i].Item.Key}, cs[i].Keys...) {
			if _, ok := b.byKey[k]; !ok {
				b.byKey[k] = target{}
				keys = append(keys, k)
			}
		}
		// An id that was used must never be given again, whatever its key says.
		ids[cs[i].Item.ID] = true
	}
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	leads := map[news.Key]news.ItemID{}
	err = b.t.each(func(s scanner) error {
		var key news.Key
		var raw []byte
		if err := s.Scan(&key, &raw); err != nil {
			return err
		}
		leads[key] = itemID(raw)
		ids[itemID(raw)] = true
		return nil
	}, `SELECT k.key, coalesce(a.survivor, k.item_id) FROM json_each($1) j
		CROSS JOIN item_key k ON k.key = j.value LEFT JOIN absorbed a ON a.id = k.item_id`, string(list))
	if err != nil {
		return err
	}
	if err := b.load(ids); err != nil {
		return err
	}
	for k, id := range leads {
		if it := b.byID[id]; it != nil {
			b.byKey[k] = target{kept: it}
		} else {
			b.byKey[k] = target{pruned: id}
		}
	}
	return nil
}

// load brings the items with those ids into memory.
func (b *batch) load(ids map[news.ItemID]bool) error {
	var want []string
	for _, s := range slices.Sorted(maps.Keys(ids)) {
		if b.byID[s] != nil {
			continue
		}
		i, err := parseID(s)
		if err != nil {
			return err
		}
		want = append(want, hex.EncodeToString(i[:]))
	}
	if len(want) == 0 {
		return nil
	}
	list, err := json.Marshal(want)
	if err != nil {
		return err
	}
	return b.t.each(func(s scanner) error {
		r, err := scanRow(s)
		if err != nil {
			return err
		}
		was := r
		k := &kept{row: r, was: &was}
		b.byID[r.item.ID] = k
		b.all = append(b.all, k)
		return nil
	}, `SELECT `+wholeColumns+` FROM item WHERE id IN (SELECT unhex(value) FROM json_each($1))`, string(list))
}

// known are the items that the keys of c lead to, in the order of its keys.
func (b *batch) known(c *candidate) ([]store.Known, map[news.ItemID]*kept) {
	var out []store.Known
	items := map[news.ItemID]*kept{}
	add := func(key news.Key, to target) {
		id, k := to.pruned, (*kept)(nil)
		if to.kept != nil {
			k = to.kept.root()
			id = k.item.ID
		}
		if id == "" {
			return
		}
		for i := range out {
			if out[i].Item.ID == id {
				out[i].Keys = append(out[i].Keys, key)
				return
			}
		}
		kn := store.Known{Keys: []news.Key{key}, Pruned: k == nil}
		if k != nil {
			kn.Item, items[id] = k.item, k
		} else {
			kn.Item.ID = id
		}
		out = append(out, kn)
	}
	for _, key := range c.Keys {
		add(key, b.byKey[key])
	}
	if k := b.byID[c.Item.ID]; k != nil && b.byKey[c.Item.Key] == (target{}) {
		add(c.Item.Key, target{kept: k})
	}
	return out, items
}

// resolve decides what becomes of c and applies it in memory.
func (b *batch) resolve(c *candidate, out *store.Outcome, rep *report) error {
	known, items := b.known(c)
	d := store.Resolve(c.Candidate, known)
	if d.GUIDConflict {
		out.GUIDConflicts++
	}
	switch d.Action {
	case store.Dropped:
		out.Pruned++
		b.give(d.Keys, target{pruned: d.Was})
		return nil
	case store.Insert:
		c.kept = b.insert(c, d)
		out.New++
		rep.items = append(rep.items, c.kept)
	default:
		c.kept = items[d.Was]
		if c.kept == nil {
			return fmt.Errorf("resolve %s: decided on %s, which no key leads to", c.Item.Key, d.Was)
		}
		if d.Action == store.Same {
			out.Same++
			break
		}
		b.update(c, d, items)
		out.Merged += len(d.Absorbed)
		if d.Item.Judged && (d.Words || len(d.Absorbed) > 0) { // before that nobody has read it
			out.Changed++
			rep.items = append(rep.items, c.kept)
		} else {
			out.Origins++
		}
	}
	b.give(d.Keys, target{kept: c.kept})
	return nil
}

// give lets keys lead to an item.
func (b *batch) give(keys []news.Key, to target) {
	for _, k := range keys {
		b.byKey[k], b.fresh[k] = to, to
	}
}

func (b *batch) insert(c *candidate, d store.Decision) *kept {
	it := d.Item
	it.Judged, it.Changed = false, 0
	it.Copy, it.Story = it.ID, it.ID
	folded := c.Folded
	k := &kept{row: row{item: it, pending: true, rules: c.rules, keyed: c.keyed}, folded: &folded, dirty: true}
	if d.Page {
		k.page = pageOf(c, it)
	}
	b.byID[it.ID] = k
	b.all = append(b.all, k)
	return k
}

// update applies a decision that changes an item, and perhaps ends others.
func (b *batch) update(c *candidate, d store.Decision, items map[news.ItemID]*kept) {
	k := c.kept
	before := k.row
	it := d.Item
	it.Copy, it.Story = renamed(it.Copy, d.Was, it.ID), renamed(it.Story, d.Was, it.ID)
	k.item, k.dirty = it, true
	for _, a := range d.Absorbed {
		b.absorb(k, items[a], before.item.Judged)
	}
	if d.Page {
		k.page = pageOf(c, it)
	}
	k.pending = k.pending || d.Words || len(d.Absorbed) > 0
	b.byID[it.ID] = k
	if d.Words {
		k.words(c, before, d, items)
	}
}

// words finds whose words the item has now: their rules filed it, and their
// folded form is searched.
func (k *kept) words(c *candidate, before row, d store.Decision, items map[news.ItemID]*kept) {
	switch {
	case c.FromPage, sameFace(k.item.Face, c.Item.Face):
		folded := c.Folded
		k.folded, k.from, k.rules, k.lost = &folded, nil, c.rules, false
		if k.item.FullText != "" && !(c.FromPage && sameFace(k.item.Face, c.Item.Face)) {
			k.rules = 0 // a feed does not know what the page said, nor it what the feed says now: filed and folded again
		}
	case sameFace(k.item.Face, before.item.Face):
	default:
		for _, a := range d.Absorbed {
			if o := items[a]; sameFace(k.item.Face, o.item.Face) {
				k.rules, k.folded, k.from, k.lost = o.rules, o.folded, o.from, o.lost
				if k.folded == nil && k.from == nil {
					k.from = o
				}
				return
			}
		}
		k.folded, k.from, k.lost = nil, nil, true
	}
}

// pageOf is the page of an item whose source has said something new at c.
func pageOf(c *candidate, it news.Item) *store.Page {
	return &store.Page{Source: c.Origin.Source, URL: it.Link, Next: c.Item.FirstSeen}
}

func sameFace(a, b news.Face) bool {
	return a.Source == b.Source && a.Hash == b.Hash && a.TitleKey == b.TitleKey
}

// absorb ends o as part of k, and brings k into the groups it leaves.
func (b *batch) absorb(k, o *kept, judged bool) {
	o.into = k
	k.keyed = min(k.keyed, o.keyed)
	k.marks = append(k.marks, o.marks...)
	if k.page == nil {
		k.page = o.page
	}
	if !judged && o.item.Judged {
		k.item.Copy, k.item.Story = o.item.Copy, o.item.Story
	}
	k.item.Copy = renamed(k.item.Copy, o.item.ID, k.item.ID)
	k.item.Story = renamed(k.item.Story, o.item.ID, k.item.ID)
}

func renamed(id, from, to news.ItemID) news.ItemID {
	if id == from {
		return to
	}
	return id
}

// placesOf are the marks of each place in one document: a source that lists an
// article twice says both every time, and neither is news.
func placesOf(cs []candidate) map[[2]int64][]int64 {
	out := map[[2]int64][]int64{}
	for _, c := range cs {
		if c.mark != 0 {
			p := [2]int64{c.source, c.place}
			out[p] = append(out[p], c.mark)
		}
	}
	return out
}

// note remembers what c said, so that saying it again costs one look-up.
func (b *batch) note(c *candidate, places map[[2]int64][]int64) {
	if c.kept == nil || c.mark == 0 {
		return
	}
	c.kept.marks = append(c.kept.marks, mark{c.source, c.mark, c.place, places[[2]int64{c.source, c.place}]})
}
