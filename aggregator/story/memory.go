package story

import (
	"encoding/binary"
	"hash/maphash"

	"golchin/aggregator/news"
)

// Memory judges as [Bands] and [Judge] do and remembers what it read: the same
// neighbours come back with item after item. What an item says is part of what
// it is remembered by, so an item that changed is read anew. The zero value and
// nil remember nothing. It serves one goroutine at a time.
type Memory struct {
	limit      int
	seed       maphash.Seed
	young, old map[uint64]*reading
}

// NewMemory remembers the readings of at least items items and of twice as many
// at most, at some 10 kB each.
func NewMemory(items int) *Memory {
	return &Memory{limit: items, seed: maphash.MakeSeed(), young: map[uint64]*reading{}}
}

// Bands is [Bands].
func (m *Memory) Bands(it news.Item) []int64 { return m.read(it).bands() }

// Judge is [Judge].
func (m *Memory) Judge(it news.Item, near []news.Item, kept []Correction) Verdict {
	c := newCourt(it, kept)
	c.hear(m, near)
	return c.verdict()
}

// read is the reading of an item, out of memory if it is there.
func (m *Memory) read(it news.Item) *reading {
	if m == nil || m.limit <= 0 {
		return read(it)
	}
	key := m.key(it)
	if r := m.young[key]; r != nil {
		return r
	}
	r := m.old[key]
	if r == nil {
		r = read(it)
	}
	if len(m.young) >= m.limit {
		m.old, m.young = m.young, make(map[uint64]*reading, m.limit)
	}
	m.young[key] = r
	return r
}

// key hashes everything that read looks at.
func (m *Memory) key(it news.Item) uint64 {
	var h maphash.Hash
	h.SetSeed(m.seed)
	for _, s := range [...]string{
		string(it.ID), it.Site, string(it.Code), it.Language, it.Agency, it.Title, it.Lead,
		firstBytes(it.Summary, maxRead), firstBytes(it.Content, maxRead), firstBytes(it.FullText, maxRead),
	} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	var at [8]byte
	for _, t := range [...]int64{it.Published.UnixNano(), it.Sort.UnixNano(), int64(btoi(it.Published.IsZero()))} {
		binary.LittleEndian.PutUint64(at[:], uint64(t))
		h.Write(at[:])
	}
	return h.Sum64()
}
