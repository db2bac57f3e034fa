package sqlite

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// wantPage asks for the article page of a new item.
func (t *tx) wantPage(n int64, p store.Page) error {
	source, err := t.source(p.Source)
	if err != nil {
		return err
	}
	return t.do(`INSERT INTO page (item, source, url, token, tries, next, lease_until, etag, modified, error)
		VALUES ($1, $2, $3, '', 0, $4, 0, '', '', '') ON CONFLICT (item) DO NOTHING`, n, source, p.URL, dueMillis(p.Next))
}

// dueMillis is a due time as it is kept: 0 is never, so 1970 becomes a
// millisecond later.
func dueMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return max(t.UnixMilli(), 1)
}

// ClaimPages implements store.Store.
func (db *DB) ClaimPages(ctx context.Context, now time.Time, lease time.Duration, n int) ([]store.Page, error) {
	var out []store.Page
	err := db.write(ctx, func(t *tx) error {
		out = nil
		err := t.each(func(s scanner) error {
			var p store.Page
			var next int64
			var raw []byte
			if err := s.Scan(&raw, &p.Source, &p.URL, &p.Tries, &next, &p.ETag, &p.Modified, &p.Error); err != nil {
				return err
			}
			p.Item, p.Next, p.Token = string(itemID(raw)), fromMillis(next), rand.Text()
			out = append(out, p)
			return nil
		}, `SELECT i.id, s.name, p.url, p.tries, p.next, p.etag, p.modified, p.error
			FROM page p JOIN source s ON s.n = p.source JOIN item i ON i.n = p.item
			WHERE p.next > 0 AND p.next <= $1 AND p.lease_until <= $1 AND s.retired = 0
			ORDER BY p.next LIMIT $2`, now.UnixMilli(), n)
		if err != nil {
			return err
		}
		for _, p := range out {
			i, err := parseID(news.ItemID(p.Item))
			if err != nil {
				return err
			}
			if err := t.do(`UPDATE page SET token = $2, lease_until = $3 WHERE item = (SELECT n FROM item WHERE id = $1)`,
				i[:], p.Token, now.Add(lease).UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim pages: %w", err)
	}
	return out, nil
}

// writePages stores the state of article pages. One that another process
// claimed meanwhile, or whose item is gone, is left.
func (t *tx) writePages(pages []store.Page) error {
	for _, p := range pages {
		i, err := parseID(news.ItemID(p.Item))
		if err != nil {
			return err
		}
		var n int64
		ok, err := t.find([]any{&n}, `SELECT n FROM item WHERE id = coalesce((SELECT survivor FROM absorbed WHERE id = $1), $1)`, i[:])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		source, err := t.source(p.Source)
		if err != nil {
			return err
		}
		err = t.do(`INSERT INTO page (item, source, url, token, tries, next, lease_until, etag, modified, error)
			VALUES ($1, $2, $3, '', $5, $6, 0, $7, $8, $9)
			ON CONFLICT (item) DO UPDATE SET source = $2, url = $3, token = '', tries = $5, next = $6, lease_until = 0,
			etag = $7, modified = $8, error = $9 WHERE $4 = '' OR page.token = '' OR page.token = $4`,
			n, source, p.URL, p.Token, p.Tries, dueMillis(p.Next), p.ETag, p.Modified, p.Error)
		if err != nil {
			return err
		}
	}
	return nil
}
