package store

import (
	"fmt"

	"golchin/aggregator/news"
)

// Filing is what topic rules say of an item.
type Filing struct {
	Topics []news.TopicMatch
	// Of is the Stamp of the item that the rules saw. Empty means whatever it
	// is by now.
	Of string
}

// Stamp names the state of an item that rules saw. It differs when headline or
// text do, and once the item is judged also when its full text does; also of an
// item read light (Query.Light).
func Stamp(it news.Item) string {
	return fmt.Sprintf("%d %d %s %s %s", it.Changed, it.Updated.UnixMilli(), it.Face.Source, it.Face.TitleKey, it.Face.Hash)
}
