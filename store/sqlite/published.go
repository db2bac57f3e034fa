package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Published implements store.Store. Nothing is written where all paths are
// known, so that a restart costs no transaction.
func (db *DB) Published(ctx context.Context, paths []string) ([]string, error) {
	var known []string
	rows, err := db.r.query(ctx, `SELECT path FROM published ORDER BY path`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var path string
			err := s.Scan(&path)
			known = append(known, path)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read published paths: %w", err)
	}
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	isNew := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { _, ok := slices.BinarySearch(known, p); return ok })
	gone := slices.DeleteFunc(known, func(p string) bool { _, ok := slices.BinarySearch(paths, p); return ok })
	if len(isNew) == 0 || db.w == nil {
		return gone, nil
	}
	list, err := json.Marshal(isNew)
	if err == nil {
		err = db.write(ctx, func(t *tx) error {
			return t.do(`INSERT INTO published (path, at) SELECT value, $2 FROM json_each($1) WHERE true ON CONFLICT DO NOTHING`, string(list), millis(db.now()))
		})
	}
	if err != nil {
		return gone, fmt.Errorf("write published paths: %w", err)
	}
	return gone, nil
}
