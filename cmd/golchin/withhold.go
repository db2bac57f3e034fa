package main

import (
	"context"
	"slices"
	"strings"

	"golchin/aggregator/news"
)

// withheld tells which items feeds.yaml withholds: by id, by canonical URL, by
// news code of the site, by a link under which it was seen, or by whatever item
// a link leads to now.
func (h *house) withheld(ctx context.Context) func(*news.Item) bool {
	if len(h.cfg.Withhold) == 0 {
		return nil
	}
	type numbered struct {
		site string
		code news.Code
	}
	ids, urls, codes := map[news.ItemID]bool{}, map[string]bool{}, map[numbered]bool{}
	for _, s := range h.cfg.Withhold {
		if strings.HasPrefix(s, "urn:") {
			ids[news.ItemID(s)] = true
			if it, err := h.store.Item(ctx, news.ItemID(s)); err == nil { // it may have been absorbed
				ids[it.ID] = true
			}
			continue
		}
		urls[s] = true
		who := h.rules.Identify(news.Source{}, news.Entry{Link: s})
		if who.Canonical != "" {
			urls[who.Canonical] = true
		}
		if who.Code != "" {
			codes[numbered{who.Site, who.Code}] = true
		}
		if it, err := h.store.ByKey(ctx, who.Keys...); err == nil { // one not seen yet is known when it comes
			ids[it.ID] = true
		}
	}
	seen := func(o news.Origin) bool { return urls[o.URL] }
	return func(it *news.Item) bool {
		return ids[it.ID] || slices.ContainsFunc(it.Origins, seen) || it.Canonical != "" && urls[it.Canonical] || it.Code != "" && codes[numbered{it.Site, it.Code}]
	}
}
