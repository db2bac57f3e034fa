package story

import "golchin/aggregator/news"

// Correction is an operator's word on two items, kept for ever.
type Correction struct {
	Merge bool // true: the same story; false: never the same story
	A, B  news.ItemID
}

// Verdict is what the judge decided of one item.
type Verdict struct {
	Copy   news.ItemID   // founder of its same-text group; itself when alone
	Story  news.ItemID   // founder of its story; itself when alone
	Merged []news.Merged // why it is in them
	// UniteCopies and UniteStories name founders whose whole groups become part
	// of Copy and Story.
	UniteCopies  []news.ItemID
	UniteStories []news.ItemID
}

// Judge places it among near, the judged items that share bands with it.
func Judge(it news.Item, near []news.Item, kept []Correction) Verdict {
	v := Verdict{Copy: it.ID, Story: it.ID}
	if it.Copy != "" {
		v.Copy = it.Copy
	}
	if it.Story != "" {
		v.Story = it.Story
	}
	return v
}
