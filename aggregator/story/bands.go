package story

import (
	"hash/fnv"

	"golchin/aggregator/news"
	"golchin/aggregator/text"
)

// Bands are the index keys by which later items find it.
func Bands(it news.Item) []int64 {
	t := text.Squeezed(it.Title)
	if t == "" {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(t))
	return []int64{int64(h.Sum64())}
}
