package sqlite

import (
	"slices"

	"golchin/aggregator/news"
	"golchin/store"
)

// sourcesOf are the sources that carried it; the value tells that only private
// places of the source did.
func sourcesOf(it news.Item) map[string]bool {
	out := make(map[string]bool, len(it.Origins))
	for _, o := range it.Origins {
		private, known := out[o.Source]
		out[o.Source] = o.Private && (private || !known)
	}
	return out
}

// countOrigins keeps the counters of origins and of each source's items.
func (t *tx) countOrigins(k *kept) error {
	now := sourcesOf(k.item)
	var was map[string]bool
	t.meta["origins"] += int64(len(k.item.Origins))
	if k.was != nil {
		t.meta["origins"] -= int64(len(k.was.item.Origins))
		was = sourcesOf(k.was.item)
	}
	for name := range now {
		if _, ok := was[name]; ok {
			continue
		}
		n, err := t.source(name)
		if err != nil {
			return err
		}
		t.bySrc[n]++
	}
	for name := range was {
		if _, ok := now[name]; ok {
			continue
		}
		n, err := t.source(name)
		if err != nil {
			return err
		}
		t.bySrc[n]--
	}
	return nil
}

// list brings an item's rows in item_topic and item_source up to date; was is
// the item as they know it, nil when it was not stored.
func (t *tx) list(n int64, was *row, it news.Item, shown int) error {
	if shown == 0 {
		return nil
	}
	if was != nil && was.shown > 0 {
		if was.shown == shown && sameListing(was.item, it) {
			return nil
		}
		if err := t.unlist(n); err != nil {
			return err
		}
	}
	for i, m := range it.Topics {
		if slices.ContainsFunc(it.Topics[:i], func(o news.TopicMatch) bool { return o.Slug == m.Slug }) {
			continue
		}
		topic, err := t.topic(m.Slug)
		if err != nil {
			return err
		}
		t.rows.topics = append(t.rows.topics, topic, it.Private, n)
		t.byTopic[topic]++
	}
	for name, private := range sourcesOf(it) {
		source, err := t.source(name)
		if err != nil {
			return err
		}
		t.rows.sources = append(t.rows.sources, source, private || it.Private, n)
	}
	return nil
}

// unlist deletes an item's rows in item_topic and item_source.
func (t *tx) unlist(n int64) error {
	if err := t.settle(); err != nil {
		return err
	}
	err := t.each(func(s scanner) error {
		var topic int64
		if err := s.Scan(&topic); err != nil {
			return err
		}
		t.byTopic[topic]--
		return nil
	}, `DELETE FROM item_topic WHERE item = $1 RETURNING topic`, n)
	if err != nil {
		return err
	}
	return t.do(`DELETE FROM item_source WHERE item = $1`, n)
}

// sameListing tells that a and b are in the same topics and of the same sources.
func sameListing(a, b news.Item) bool {
	if a.Private != b.Private || !slices.EqualFunc(a.Topics, b.Topics, func(x, y news.TopicMatch) bool { return x.Slug == y.Slug }) {
		return false
	}
	x, y := sourcesOf(a), sourcesOf(b)
	if len(x) != len(y) {
		return false
	}
	for name, private := range x {
		if p, ok := y[name]; !ok || p != private {
			return false
		}
	}
	return true
}

// writeFolded puts new words where they are searched: into the full-text index
// for an item that is shown, aside for one that awaits the judge.
func (t *tx) writeFolded(k *kept) error {
	wasShown := k.was != nil && k.was.shown > 0
	from := k.from
	if from == nil && k.folded == nil && k.shown > 0 && !wasShown {
		from = k // its own words waited
	}
	if from == k && k.was != nil && k.was.shown == 0 {
		t.waited = append(t.waited, k.n)
		return nil
	}
	if from != nil && k.folded == nil {
		if from.was == nil || from.was.shown > 0 {
			return t.do(`UPDATE item SET rules = 0 WHERE n = $1`, k.n)
		}
		n := from.was.n
		if from == k {
			n = k.n
		}
		if err := t.settle(); err != nil {
			return err
		}
		var f store.Folded
		ok, err := t.find([]any{&f.Title, &f.Text}, `SELECT title, text FROM folded WHERE item = $1`, n)
		if err != nil {
			return err
		}
		if ok {
			k.folded = &f
		}
	}
	if k.folded == nil {
		return nil
	}
	if k.shown == 0 {
		t.rows.folded = append(t.rows.folded, k.n, k.folded.Title, k.folded.Text)
		return nil
	}
	return t.indexWords(k.n, wasShown, *k.folded)
}

// indexWords makes the words of a shown item findable.
func (t *tx) indexWords(n int64, replace bool, f store.Folded) error {
	if replace {
		t.words = append(t.words, wordRow{n: n, remove: true})
	}
	t.words = append(t.words, wordRow{n: n, title: f.Title, text: f.Text})
	if err := t.settle(); err != nil {
		return err
	}
	return t.do(`DELETE FROM folded WHERE item = $1`, n)
}
