package story

import (
	"cmp"
	"hash/fnv"
	"slices"

	"golchin/aggregator/news"
)

func hash64(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return mix(h.Sum64())
}

// mix spreads FNV's output over all bits (the finaliser of MurmurHash3).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// hash32 is FNV-1a of s, mixed.
func hash32(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 16
	h *= 0x85ebca6b
	return h ^ h>>13
}

func sortedOnce(hs []uint32) []uint32 {
	slices.Sort(hs)
	return slices.Compact(hs)
}

// What an item is found by.
const (
	maxBands   = 32
	titleWords = 6 // heaviest words of the headline that are paired
	titlePairs = 12
	textWords  = 6 // of headline and lead together
	textPairs  = 15
	happenings = 4 // events, names and places that are taken three by three
	actors     = 2 // names that are paired with events
	acts       = 3 // events that they are paired with
	telltales  = 3 // pairs of names, telling places and numbers
	// tellingPair is what two words must weigh together to be a band of their
	// own: "America" and "attack" share one with half a day's news.
	tellingPair = 1.2
)

// Bands are the index keys by which other items find it: its whole headline,
// pairs of the heaviest words and names of headline and of lead, triples of
// events, names and places, and two samples of its 4-grams. Equal texts have equal bands,
// whatever the site; a reworded one shares some. There are 32 at most, none
// for an item without words. Words that fill the day's news count only three
// by three, so that no band holds the whole day.
func Bands(it news.Item) []int64 { return read(it).bands() }

func (r *reading) bands() []int64 {
	if len(r.title) == 0 {
		return nil
	}
	out := make([]int64, 0, maxBands)
	put := func(h uint64) {
		if !slices.Contains(out, int64(h)) && len(out) < maxBands {
			out = append(out, int64(h))
		}
	}
	put(hash64("title", r.titleSq))
	if gs := r.body(); len(gs) >= 40 { // the smallest: a copy under another headline has them too
		n := len(gs)
		put(hash64("gram", string(rune(gs[0]%0xd000)), string(rune(gs[1]%0xd000))))
		put(hash64("gram", string(rune(gs[n-1]%0xd000)), string(rune(gs[n-2]%0xd000))))
	}
	title := heaviest(r.title, titleWords)
	for _, p := range pairs(title, titlePairs, tellingPair) {
		put(p)
	}
	for _, t := range triples(true, r.title) {
		put(t)
	}
	for _, t := range triples(false, r.title, r.lead) {
		put(t)
	}
	for _, p := range deeds(r) {
		put(p)
	}
	for _, p := range pairs(heaviest(r.text, textWords), textPairs, tellingPair) {
		put(p)
	}
	if len(out) < 3 { // a short headline in common words
		for _, p := range pairs(title, 3, 0) {
			put(p)
		}
	}
	return out
}

// triples hashes three events, names or (if wanted) places at a time, of those
// whose hashes are the smallest.
func triples(places bool, lists ...[]token) []uint64 {
	var hs []uint32
	for _, ts := range lists {
		for _, t := range ts {
			if t.class == event || t.class == name || places && t.class == place {
				hs = append(hs, hash32(t.key))
			}
		}
	}
	hs = sortedOnce(hs)
	hs = hs[:min(len(hs), happenings)]
	var out []uint64
	for i := range hs {
		for j := i + 1; j < len(hs); j++ {
			for k := j + 1; k < len(hs); k++ {
				out = append(out, mix(mix(uint64(hs[i])<<32|uint64(hs[j]))^uint64(hs[k])))
			}
		}
	}
	return out
}

// deeds pairs the telling names of an item with its first events, and those of
// its headline with its telling places and numbers, under their concepts: the same in every language and spelling. Places are in too much of
// a day's news for that.
func deeds(r *reading) []uint64 {
	var who, what []string
	for _, t := range r.text {
		switch {
		case t.class == name && t.w >= 0.8 && len(who) < actors:
			who = append(who, t.key)
		case t.class == event && len(what) < acts:
			what = append(what, t.key)
		}
	}
	out := make([]uint64, 0, actors*acts+telltales)
	var tell []string
	for _, t := range r.title {
		if t.cross && t.class != event && t.w >= 0.9 && len(tell) < 3 && !slices.Contains(tell, t.key) {
			tell = append(tell, t.key)
		}
	}
	for i, a := range tell {
		for _, b := range tell[i+1:] {
			if !known().near(a, b) { // a town and its country are one
				out = append(out, hash64("tell", min(a, b), max(a, b)))
			}
		}
	}
	for _, a := range who {
		for _, e := range what {
			out = append(out, hash64("deed", a, e))
		}
	}
	return out
}

type weighed struct {
	key string
	w   float64
}

// heaviest are the n keys that say most, names and places before words that are only rare, ties broken by hash, so that two texts which share most
// words choose alike.
func heaviest(ts []token, n int) []weighed {
	const telling = 0.2
	all := make([]weighed, 0, len(ts))
	for _, t := range ts {
		w := t.w
		if t.w >= 0.8 && (t.class == name || t.class == place) {
			w += telling
		}
		if t.w >= weightFrequent && !slices.ContainsFunc(all, func(o weighed) bool { return o.key == t.key }) {
			all = append(all, weighed{t.key, w})
		}
	}
	slices.SortFunc(all, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(hash32(a.key), hash32(b.key)), cmp.Compare(a.key, b.key))
	})
	return all[:min(n, len(all))]
}

// pairs hashes the heaviest pairs of ws that weigh enough together.
func pairs(ws []weighed, limit int, least float64) []uint64 {
	type pair struct {
		w float64
		h uint64
	}
	var ps []pair
	for i, a := range ws {
		for _, b := range ws[i+1:] {
			if a.w+b.w < least {
				continue
			}
			lo, hi := min(a.key, b.key), max(a.key, b.key)
			ps = append(ps, pair{a.w + b.w, hash64("pair", lo, hi)})
		}
	}
	slices.SortFunc(ps, func(a, b pair) int { return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.h, b.h)) })
	out := make([]uint64, 0, limit)
	for _, p := range ps[:min(limit, len(ps))] {
		out = append(out, p.h)
	}
	return out
}
