package story

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"golchin/aggregator/news"
)

// Correction is an operator's word on two items, kept for ever.
type Correction struct {
	Merge bool // true: the same story; false: never the same story
	A, B  news.ItemID
}

// Verdict is what the judge decided of one item.
type Verdict struct {
	Copy   news.ItemID   // founder of its same-text group; itself when alone
	Story  news.ItemID   // founder of its story; itself when alone
	Merged []news.Merged // why it is in them, best first; nil when alone
	// UniteCopies and UniteStories name founders whose whole groups become part
	// of Copy and Story.
	UniteCopies  []news.ItemID
	UniteStories []news.ItemID
}

// Partners are the items that corrections name together with id. The judge can
// only obey what it sees: they belong among its neighbours.
func Partners(id news.ItemID, kept []Correction) []news.ItemID {
	var out []news.ItemID
	for _, c := range kept {
		switch id {
		case c.A:
			out = append(out, c.B)
		case c.B:
			out = append(out, c.A)
		}
	}
	return out
}

// maxUnited is how many other stories one item may touch.
const maxUnited = 8

// maxReasons is how many neighbours a verdict names as its reasons.
const maxReasons = 8

// Judge places it among near, its judged neighbours; those without groups are
// passed over. It never moves a neighbour out of its group: a verdict moves it
// alone, or unites whole groups under the older founder. An item that was
// judged before keeps its groups unless it no longer fits them; a founder
// keeps its own. Corrections go before everything else.
func Judge(it news.Item, near []news.Item, kept []Correction) Verdict {
	return (*Memory)(nil).Judge(it, near, kept)
}

func newCourt(it news.Item, kept []Correction) *court {
	return &court{it: it, kept: kept, born: births{}}
}

// verdict sums up what was heard.
func (c *court) verdict() Verdict {
	v := Verdict{Copy: c.it.ID, Story: c.it.ID}
	v.Story, v.UniteStories = c.story()
	v.Copy, v.UniteCopies = c.copy(v)
	v.Merged = c.reasons(v)
	return v
}

// heard is one neighbour and what weighing it against the item gave.
type heard struct {
	*news.Item
	Explanation
	g      agreement
	r      *reading
	forced bool // an operator merged the two
	barred bool // an operator split the two
}

// court is the state of one judgement.
type court struct {
	it     news.Item
	r      *reading
	near   []heard
	groups []*group
	kept   []Correction
	rare   map[string]float64 // see rarity
	born   births             // of stories
}

// group is a story as far as it can be seen from here.
type group struct {
	founder news.ItemID
	members []*heard
	best    float64 // score of the best member that matches
	matched int     // members that match
	vetoed  int     // members that must not
	faces   bool    // the founder is seen and matches
	copies  bool    // a member is the same text
	forced  bool
	barred  bool
}

// hear weighs the item against every neighbour and sorts them into stories.
func (c *court) hear(m *Memory, near []news.Item) {
	c.r = m.read(c.it)
	readings := make([]*reading, 0, len(near))
	c.near = make([]heard, 0, len(near))
	for i := range near {
		n := &near[i]
		if n.ID == c.it.ID || n.Copy == "" || n.Story == "" {
			continue
		}
		c.near = append(c.near, heard{Item: n})
		readings = append(readings, m.read(*n))
	}
	c.rare = c.rarity(readings)
	by := map[news.ItemID]*group{}
	for i := range c.near {
		h := &c.near[i]
		h.r = readings[i]
		h.forced, h.barred = c.told(h.ID)
		h.Explanation, h.g = weigh(c.r, h.r, c.rare)
		g := by[h.Item.Story]
		if g == nil {
			g = &group{founder: h.Item.Story}
			by[g.founder] = g
			c.groups = append(c.groups, g)
		}
		g.add(h)
		c.born.note(h.Item.Story, h.Item)
	}
	for _, g := range c.groups {
		if forced, barred := c.told(g.founder); barred || forced {
			g.barred, g.forced = g.barred || barred, g.forced || forced
		}
	}
	if c.it.Story != "" {
		c.born.note(c.it.Story, &c.it)
	}
	slices.SortFunc(c.groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.best, a.best), cmp.Compare(a.founder, b.founder))
	})
}

func (g *group) add(h *heard) {
	g.members = append(g.members, h)
	g.forced = g.forced || h.forced
	g.barred = g.barred || h.barred
	if len(h.Vetoes) > 0 {
		g.vetoed++
	}
	if h.Explanation.Story {
		g.matched++
		g.best = max(g.best, h.Score)
		g.copies = g.copies || h.Explanation.Copy
		g.faces = g.faces || h.ID == g.founder
	}
}

// told says what operators said of the item and another one. The newest word
// on a pair is the only one kept.
func (c *court) told(id news.ItemID) (merge, split bool) {
	for _, k := range c.kept {
		if k.A == c.it.ID && k.B == id || k.B == c.it.ID && k.A == id {
			merge, split = k.Merge, !k.Merge
		}
	}
	return merge, split
}

// rarity finds the words that the neighbourhood uses in story after story:
// they tell nothing here («ادای احترام …» on the day of a funeral).
func (c *court) rarity(readings []*reading) map[string]float64 {
	if len(readings) < 6 {
		return nil
	}
	// A bit for each story; of more than 64, the last ones share theirs.
	bit, at := map[news.ItemID]uint64{}, make(map[string]int, len(c.r.text))
	for i, t := range c.r.text {
		at[t.key] = i
	}
	seen := make([]uint64, len(c.r.text))
	for i, r := range readings {
		story := c.near[i].Item.Story
		b := bit[story]
		if b == 0 {
			b = 1 << min(len(bit), 63)
			bit[story] = b
		}
		for _, t := range r.title {
			if k, ok := at[t.key]; ok {
				seen[k] |= b
			}
		}
	}
	scale := map[string]float64{}
	for i, stories := range seen {
		if n := bits.OnesCount64(stories); n >= 5 {
			scale[c.r.text[i].key] = max(0.4, 1-math.Log2(float64(n))/8)
		}
	}
	return scale
}

// welcomes tells whether a story as a whole takes the item in: one member that
// agrees is not enough when others do not, so that stories do not chain.
func (c *court) welcomes(g *group, stays bool) bool {
	switch {
	case g.barred:
		return false
	case g.forced:
		return true
	case g.matched == 0:
		return false
	case g.copies:
		return 2*g.vetoed <= len(g.members)
	case stays:
		return 3*g.matched >= len(g.members) && 2*g.vetoed <= len(g.members)
	case g.faces:
		return 3*g.matched >= len(g.members) && 3*g.vetoed <= len(g.members)
	}
	return 2*g.matched >= len(g.members) && 4*g.vetoed <= len(g.members)
}

// story finds the item's story and the stories it unites with that.
func (c *court) story() (news.ItemID, []news.ItemID) {
	own := c.it.Story
	if own == "" {
		own = c.it.ID
	}
	var home *group
	var taken []*group
	for _, g := range c.groups {
		if g.founder == own {
			home = g
		} else if c.welcomes(g, false) {
			taken = append(taken, g)
		}
	}
	stays := c.it.Story != "" && c.remains(own, home)
	if !stays {
		own = ""
	}
	// What operators merged comes first, then the best.
	slices.SortStableFunc(taken, func(a, b *group) int { return cmp.Compare(btoi(b.forced), btoi(a.forced)) })
	taken = taken[:min(len(taken), maxUnited)]
	ids := make([]news.ItemID, 0, len(taken)+1)
	var joined []*group
	if stays {
		ids = append(ids, own)
		if home != nil {
			joined = append(joined, home)
		}
	}
	for _, g := range taken {
		if c.split(ids, joined, g) {
			continue
		}
		if len(ids) > 0 && !g.forced && !c.unites(joined, g) {
			continue
		}
		ids = append(ids, g.founder)
		joined = append(joined, g)
	}
	if len(ids) == 0 {
		return c.it.ID, nil
	}
	return c.eldest(ids)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// remains tells whether an item that was judged before stays where it is.
func (c *court) remains(own news.ItemID, home *group) bool {
	if own == c.it.ID {
		return true // founders keep their story; the other one leaves
	}
	if _, split := c.told(own); split {
		return false
	}
	if home == nil {
		return true // nothing seen that speaks against it
	}
	if home.barred {
		for _, h := range home.members { // the younger of the two leaves
			if h.barred && c.younger(*h.Item) {
				return false
			}
		}
		home.barred = false
	}
	return c.welcomes(home, true)
}

// younger tells whether the item is younger than n.
func (c *court) younger(n news.Item) bool {
	return cmp.Or(birthOf(&c.it).compare(birthOf(&n)), cmp.Compare(c.it.ID, n.ID)) > 0
}

// split tells whether an operator keeps g apart from what was joined already.
func (c *court) split(ids []news.ItemID, joined []*group, g *group) bool {
	for _, k := range c.kept {
		if k.Merge {
			continue
		}
		for _, p := range [...][2]news.ItemID{{k.A, k.B}, {k.B, k.A}} {
			if !g.holds(p[0]) {
				continue
			}
			if p[1] == c.it.ID || slices.Contains(ids, p[1]) || slices.ContainsFunc(joined, func(j *group) bool { return j.holds(p[1]) }) {
				return true
			}
		}
	}
	return false
}

func (g *group) holds(id news.ItemID) bool {
	return g.founder == id || slices.ContainsFunc(g.members, func(h *heard) bool { return h.ID == id })
}

// unites tells whether the item is reason enough to make one story of two: it
// must fit both well, and what is seen of them must not contradict.
func (c *court) unites(joined []*group, g *group) bool {
	const well = 0.72
	if g.best < well || 2*g.matched < len(g.members) {
		return false
	}
	for _, j := range joined {
		if j.forced {
			continue // its members need not agree: an operator said so
		}
		if j.best < well {
			return false
		}
		agree, pairs := 0, 0
		for _, a := range j.members[:min(4, len(j.members))] {
			for _, b := range g.members[:min(4, len(g.members))] {
				e, _ := weigh(a.r, b.r, nil)
				if len(e.Vetoes) > 0 {
					return false
				}
				pairs++
				if e.Score >= 0.5 {
					agree++
				}
			}
		}
		if 2*agree < pairs {
			return false
		}
	}
	return true
}

// eldest picks the id that a union goes on under.
func (c *court) eldest(ids []news.ItemID) (news.ItemID, []news.ItemID) {
	c.born.sort(ids)
	return ids[0], ids[1:len(ids):len(ids)]
}

// copy finds the item's same-text group within its story.
func (c *court) copy(v Verdict) (news.ItemID, []news.ItemID) {
	inside := func(h *heard) bool {
		return h.Item.Story == v.Story || slices.Contains(v.UniteStories, h.Item.Story)
	}
	born := births{}
	for i := range c.near {
		h := &c.near[i]
		born.note(h.Item.Copy, h.Item)
	}
	var ids []news.ItemID
	seen := false // its old group has members here
	for i := range c.near {
		h := &c.near[i]
		seen = seen || h.Item.Copy == c.it.Copy
		if h.Explanation.Copy && !h.barred && inside(h) && !slices.Contains(ids, h.Item.Copy) {
			ids = append(ids, h.Item.Copy)
		}
	}
	own := c.it.Copy
	moved := v.Story != c.it.Story && !slices.Contains(v.UniteStories, c.it.Story)
	if own == c.it.ID || own != "" && !seen && !moved { // a founder keeps its group
		if !slices.Contains(ids, own) {
			ids = append(ids, own)
		}
		born.note(own, &c.it)
	}
	if len(ids) == 0 {
		return c.it.ID, nil
	}
	born.sort(ids)
	return ids[0], ids[1:len(ids):len(ids)]
}

// reasons names the neighbours in the item's story that speak for it.
func (c *court) reasons(v Verdict) []news.Merged {
	var speak []*heard
	for i := range c.near {
		h := &c.near[i]
		if h.Item.Story != v.Story && !slices.Contains(v.UniteStories, h.Item.Story) || h.barred || !h.forced && !h.Explanation.Story {
			continue
		}
		speak = append(speak, h)
	}
	slices.SortStableFunc(speak, func(a, b *heard) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	var out []news.Merged
	for _, h := range speak[:min(len(speak), maxReasons)] {
		m := news.Merged{Item: h.ID, Score: h.Score, Because: h.g.evidence(c.r, h.r, c.rare)}
		if h.forced {
			m.Because = append([]string{"merged by the operator"}, m.Because...)
		}
		out = append(out, m)
	}
	return out
}
