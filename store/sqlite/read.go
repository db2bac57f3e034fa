package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golchin/aggregator/news"
	"golchin/store"
)

// selectItem and selectLight find an item by its own id or by one it absorbed.
const (
	selectItem  = `SELECT ` + wholeColumns + byAnyID
	selectLight = `SELECT ` + lightColumns + byAnyID
	byAnyID     = ` FROM item WHERE id = coalesce((SELECT survivor FROM absorbed WHERE id = $1), $1)`
)

// items reads all rows of a query over wholeColumns or lightColumns.
func (db *DB) items(ctx context.Context, what, q string, args ...any) ([]news.Item, error) {
	return db.itemsBy(ctx, nil, what, q, args...)
}

// itemsBy is items, with what known says of documents; it may be nil.
func (db *DB) itemsBy(ctx context.Context, known *decoded, what, q string, args ...any) ([]news.Item, error) {
	var out []news.Item
	rows, err := db.r.query(ctx, q, args...)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			r, err := scanRowBy(s, known)
			out = append(out, r.item)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// qualified puts the table's name before each column.
func qualified(table, columns string) string {
	cols := strings.Split(columns, ", ")
	for i, c := range cols {
		if c != "NULL" {
			cols[i] = table + "." + c
		}
	}
	return strings.Join(cols, ", ")
}

// Item implements store.Store.
func (db *DB) Item(ctx context.Context, s news.ItemID) (news.Item, error) {
	i, err := parseID(s)
	if err != nil {
		return news.Item{}, fmt.Errorf("read item: %w: %w", store.ErrNotFound, err)
	}
	out, err := db.items(ctx, "read item "+string(s), selectItem, i[:])
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("read item %s: %w", s, store.ErrNotFound)
	}
	if err != nil {
		return news.Item{}, err
	}
	return out[0], nil
}

// ByKey implements store.Store.
func (db *DB) ByKey(ctx context.Context, keys ...news.Key) (news.Item, error) {
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, news.Key.Compare)
	for _, k := range keys {
		var raw []byte
		err := db.r.scanOne(ctx, `SELECT i.id FROM item_key k LEFT JOIN absorbed a ON a.id = k.item_id
			JOIN item i ON i.id = coalesce(a.survivor, k.item_id) WHERE k.key = $1`, []any{string(cleanKey(k))}, &raw)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return news.Item{}, fmt.Errorf("read item by key: %w", err)
		}
		return db.Item(ctx, itemID(raw))
	}
	return news.Item{}, fmt.Errorf("read item by %d keys: %w", len(keys), store.ErrNotFound)
}

// Members implements store.Store.
func (db *DB) Members(ctx context.Context, by store.Group, founders []news.ItemID, perGroup int) (map[news.ItemID][]news.Item, error) {
	q := `SELECT ` + wholeColumns + ` FROM item WHERE copy = $1 AND shown > 0 ORDER BY n LIMIT $2`
	if by == store.ByStory {
		q = `SELECT ` + wholeColumns + ` FROM item WHERE story = $1 AND shown > 0 ORDER BY n LIMIT $2`
	}
	out := make(map[news.ItemID][]news.Item, len(founders))
	for _, f := range founders {
		if _, done := out[f]; done {
			continue
		}
		i, err := parseID(f)
		if err != nil {
			return nil, fmt.Errorf("read members: %w", err)
		}
		members, err := db.items(ctx, "read members of "+string(f), q, i[:], perGroup)
		if err != nil {
			return nil, err
		}
		if len(members) > 0 {
			out[f] = members
		}
	}
	return out, nil
}

// Version implements store.Store.
func (db *DB) Version(ctx context.Context, s store.Scopes) (store.Version, error) {
	var lists [][]string
	for _, l := range []struct {
		names []string
		scope func(string) string
	}{{s.Topics, topicScope}, {s.Sources, sourceScope}} {
		if len(l.names) == 0 {
			continue
		}
		var scopes []string
		for _, name := range l.names {
			scopes = append(scopes, l.scope(name))
		}
		lists = append(lists, scopes)
	}
	if len(lists) == 0 {
		lists = [][]string{{"*"}}
	}
	var out store.Version
	for i, scopes := range lists {
		list, err := json.Marshal(scopes)
		if err != nil {
			return out, fmt.Errorf("read version: %w", err)
		}
		var seq, at int64
		err = db.r.scanOne(ctx, `SELECT coalesce(max(t.seq), 0), coalesce(max(t.at), 0) FROM json_each($1) j
			CROSS JOIN touch t ON t.scope = j.value`, []any{string(list)}, &seq, &at)
		if err != nil {
			return out, fmt.Errorf("read version: %w", err)
		}
		if i == 0 || seq < out.Seq {
			out = store.Version{Seq: seq, At: fromMillis(at)}
		}
	}
	return out, nil
}

// Stats implements store.Store.
func (db *DB) Stats(ctx context.Context) (store.Stats, error) {
	var s store.Stats
	err := db.r.scanOne(ctx, `SELECT (SELECT value FROM meta WHERE name = 'items'), (SELECT value FROM meta WHERE name = 'origins'),
		(SELECT value FROM meta WHERE name = 'keys'), (SELECT count(DISTINCT story) FROM item INDEXED BY item_story WHERE shown > 0),
		(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)`, nil,
		&s.Items, &s.Origins, &s.Keys, &s.Stories, &s.Bytes)
	if err != nil {
		return s, fmt.Errorf("read statistics: %w", err)
	}
	return s, nil
}

// Events implements store.Store.
func (db *DB) Events(ctx context.Context, n int) ([]store.Event, error) {
	var out []store.Event
	rows, err := db.r.query(ctx, `SELECT at, source, kind, text FROM event ORDER BY n DESC LIMIT $1`, n)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var e store.Event
			var at int64
			err := s.Scan(&at, &e.Source, &e.Kind, &e.Text)
			e.At = fromMillis(at)
			out = append(out, e)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	return out, nil
}
