package sqlite

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golchin/aggregator/news"
	"golchin/store"
)

// again is the token of a page that is to be asked again: whoever is reading
// it meanwhile has no say in that.
const again = "again"

// wantPage asks for the article page of an item that is new or has changed at
// p.Next.
func (t *tx) wantPage(n int64, p store.Page) error {
	source, err := t.source(p.Source)
	if err != nil {
		return err
	}
	var was store.Page
	var next, read, lease int64
	known, err := t.find([]any{&next, &was.Reads, &read, &lease}, `SELECT next, reads, read_at, lease_until FROM page WHERE item = $1`, n)
	if err != nil {
		return err
	}
	if !known {
		return t.do(`INSERT INTO page (item, source, url, host, token, tries, next, lease_until, etag, modified, error)
			VALUES ($1, $2, $3, $4, '', 0, $5, 0, '', '', '')`, n, source, p.URL, hostOf(p.URL), dueMillis(p.Next))
	}
	was.Next, was.Read = fromMillis(next), fromMillis(read)
	now := was.Again(p.Next)
	if inHand := lease > dueMillis(p.Next); now.Next.Equal(was.Next) && !(inHand && next > 0) {
		return nil
	}
	return t.do(`UPDATE page SET source = $2, url = $3, host = $4, next = $5, tries = 0, token = $6, lease_until = 0,
		etag = iif(url = $3, etag, ''), modified = iif(url = $3, modified, '') WHERE item = $1`,
		n, source, p.URL, hostOf(p.URL), dueMillis(now.Next), again)
}

// hostOf is the host and port of a link, in lower case.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// dueMillis is a due time as it is kept: 0 is never, so 1970 becomes a
// millisecond later.
func dueMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return max(t.UnixMilli(), 1)
}

// duePages are at most $2 pages due at $1 of which no host has more than $3 in
// hand. What is in hand is counted once: a backlog is long.
const duePages = `WITH busy AS MATERIALIZED (
		SELECT host, count(*) AS leased FROM page WHERE next > 0 AND next <= $1 AND lease_until > $1 GROUP BY host)
	SELECT i.id, s.name, p.url, p.tries, p.next, p.etag, p.modified, p.error, p.reads, p.read_at FROM (
		SELECT d.item, d.host, row_number() OVER (PARTITION BY d.host ORDER BY d.next, d.item) AS place
		FROM page d JOIN source s ON s.n = d.source
		WHERE d.next > 0 AND d.next <= $1 AND d.lease_until <= $1 AND s.retired = 0) q
	LEFT JOIN busy b ON b.host = q.host
	JOIN page p ON p.item = q.item JOIN source s ON s.n = p.source JOIN item i ON i.n = p.item
	WHERE q.place + coalesce(b.leased, 0) <= $3 ORDER BY p.next, p.item LIMIT $2`

// ClaimPages implements store.Store.
func (db *DB) ClaimPages(ctx context.Context, now time.Time, lease time.Duration, n, perHost int) ([]store.Page, error) {
	var out []store.Page
	err := db.write(ctx, func(t *tx) error {
		out = nil
		err := t.each(func(s scanner) error {
			var p store.Page
			var next, read int64
			var raw []byte
			if err := s.Scan(&raw, &p.Source, &p.URL, &p.Tries, &next, &p.ETag, &p.Modified, &p.Error, &p.Reads, &read); err != nil {
				return err
			}
			p.Item, p.Next, p.Read, p.Token = string(itemID(raw)), fromMillis(next), fromMillis(read), rand.Text()
			out = append(out, p)
			return nil
		}, duePages, now.UnixMilli(), n, perHost)
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
		err = t.do(`INSERT INTO page (item, source, url, host, token, tries, next, lease_until, etag, modified, error, reads, read_at)
			VALUES ($1, $2, $3, $10, '', $5, $6, 0, $7, $8, $9, $11, $12)
			ON CONFLICT (item) DO UPDATE SET source = $2, url = $3, host = $10, token = '', tries = $5, next = $6, lease_until = 0,
			etag = $7, modified = $8, error = $9, reads = $11, read_at = $12 WHERE $4 = '' OR page.token = '' OR page.token = $4`,
			n, source, p.URL, p.Token, p.Tries, dueMillis(p.Next), p.ETag, p.Modified, p.Error, hostOf(p.URL), p.Reads, millis(p.Read))
		if err != nil {
			return err
		}
	}
	return nil
}
