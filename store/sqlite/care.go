package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golchin/aggregator/news"
)

// pruneChunk is how many items one transaction of Prune deletes, so that
// nobody waits long for the writer.
const pruneChunk = 100

// freePages is how many free pages are given back to the disk after a prune.
const freePages = 2000

// Prune implements store.Store. Items that were never judged are kept.
func (db *DB) Prune(ctx context.Context, now time.Time, keep map[string]time.Duration, fallback time.Duration, n int) (int, error) {
	due, err := db.overdue(ctx, now, keep, fallback, n)
	if err != nil {
		return 0, fmt.Errorf("prune: %w", err)
	}
	total := 0
	for len(due) > 0 {
		chunk := due[:min(pruneChunk, len(due))]
		due = due[len(chunk):]
		deleted := 0
		err := db.write(ctx, func(t *tx) error {
			deleted = 0
			return t.prune(chunk, &deleted)
		})
		if err != nil {
			return total, fmt.Errorf("prune: %w", err)
		}
		total += deleted
	}
	if total > 0 {
		err = db.giveBack(ctx)
	}
	return total, err
}

// overdue are the rows whose time is over, longest ago first.
func (db *DB) overdue(ctx context.Context, now time.Time, keep map[string]time.Duration, fallback time.Duration, n int) ([]lastSeen, error) {
	if db.w == nil {
		return nil, ErrReadOnly
	}
	// What was last seen before its source's cut goes; 0 keeps for ever.
	cut := func(keep time.Duration) int64 {
		if keep <= 0 {
			return -1 << 62
		}
		return now.Add(-keep).UnixMilli()
	}
	cuts := make(map[string]int64, len(keep))
	newest := cut(fallback)
	for name, k := range keep {
		cuts[name] = cut(k)
		newest = max(newest, cuts[name])
	}
	list, err := json.Marshal(cuts)
	if err != nil {
		return nil, err
	}
	var out []lastSeen
	rows, err := db.r.query(ctx, `WITH cut AS MATERIALIZED (SELECT s.n AS source, coalesce(j.value, $2) AS at FROM source s LEFT JOIN json_each($1) j ON j.key = s.name)
		SELECT i.n, i.last_seen FROM item i INDEXED BY item_last_seen WHERE i.last_seen < $3 AND i.shown > 0
		AND NOT EXISTS (SELECT 1 FROM item_source l JOIN cut ON cut.source = l.source WHERE l.item = i.n AND i.last_seen >= cut.at)
		ORDER BY i.last_seen LIMIT $4`, string(list), cut(fallback), newest, n)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var l lastSeen
			err := s.Scan(&l.n, &l.at)
			out = append(out, l)
			return err
		})
	}
	return out, err
}

// lastSeen is a row to prune, if it has not been seen again meanwhile.
type lastSeen struct{ n, at int64 }

func (t *tx) prune(chunk []lastSeen, deleted *int) error {
	if _, err := t.change(); err != nil {
		return err
	}
	copies, stories := map[id]bool{}, map[id]bool{}
	for _, l := range chunk {
		var r row
		found := false
		err := t.each(func(s scanner) error {
			var err error
			found = true
			r, err = scanRow(s)
			return err
		}, `SELECT `+lightColumns+` FROM item WHERE n = $1 AND last_seen = $2 AND shown > 0`, l.n, l.at)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		t.touch(r.item)
		if err := t.remove(r); err != nil {
			return err
		}
		*deleted++
		for by, founder := range map[*map[id]bool]news.ItemID{&copies: r.item.Copy, &stories: r.item.Story} {
			f, err := parseID(founder)
			if err != nil {
				return err
			}
			(*by)[f] = true
		}
	}
	// Those who lose a member are shown anew.
	if err := t.touchGroups("copy", copies); err != nil {
		return err
	}
	return t.touchGroups("story", stories)
}

// giveBack returns free pages to the disk when they are more than an eighth of
// the file; fewer are used again soon.
func (db *DB) giveBack(ctx context.Context) error {
	var free, pages int64
	if err := db.w.db.QueryRowContext(ctx, `SELECT (SELECT freelist_count FROM pragma_freelist_count),
		(SELECT page_count FROM pragma_page_count)`).Scan(&free, &pages); err != nil {
		return fmt.Errorf("free pages: %w", err)
	}
	if free < pages/8 {
		return nil
	}
	rows, err := db.w.db.QueryContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, freePages))
	if err == nil {
		err = collect(rows, func(scanner) error { return nil })
	}
	if err != nil {
		return fmt.Errorf("free pages: %w", err)
	}
	return nil
}

// Backup implements store.Store. The copy appears whole, under its name, or
// not at all.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := vacuumInto(ctx, db.path, path); err != nil {
		return fmt.Errorf("backup to %s: %w", path, err)
	}
	return nil
}

// halfCopy begins the name of a folder that holds a copy of the database at
// path until it is whole.
func halfCopy(path string) string { return ".golchin-backup-" + filepath.Base(path) + "-" }

// sweep removes the half copies that a kill left beside the database at path.
// Nobody else may have the database open.
func sweep(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return // opening the database will tell
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), halfCopy(path)) {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(path), e.Name())) // what stays only takes room
		}
	}
}

// vacuumInto writes a consistent copy of the database from to the file to,
// which must not exist.
func vacuumInto(ctx context.Context, from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), halfCopy(from)+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "copy.db")
	p, err := openPool(uri(from, url.Values{"mode": {"ro"}, "_busy_timeout": {"10000"}}), 1)
	if err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `VACUUM INTO $1`, tmp)
	if err := errors.Join(err, p.close()); err != nil {
		return err
	}
	// Nobody has the copy open: who starts on it must not be told of an unclean end.
	if p, err = openPool(uri(tmp, nil), 1); err != nil {
		return err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE meta SET value = 0 WHERE name = 'open'`)
	if err := errors.Join(err, p.close()); err != nil {
		return err
	}
	return appear(tmp, to)
}

// appear gives a file that is whole its name, which must not exist.
func appear(tmp, to string) error {
	if err := syncFile(tmp); err != nil {
		return err
	}
	// A link refuses an existing name, which a rename would replace.
	if err := os.Link(tmp, to); errors.Is(err, fs.ErrExist) {
		return err
	} else if err != nil { // a file system without links
		if err := os.Rename(tmp, to); err != nil {
			return err
		}
	}
	return syncFile(filepath.Dir(to))
}

// syncFile waits until a file or directory is on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Check implements store.Store.
func (db *DB) Check(ctx context.Context) error {
	if err := pragmaCheck(ctx, db.r.db, `PRAGMA integrity_check(10)`); err != nil {
		return fmt.Errorf("check database %s: %w", db.path, err)
	}
	var bad []string
	rows, err := db.r.query(ctx, `SELECT DISTINCT "table", parent FROM pragma_foreign_key_check LIMIT 10`)
	if err == nil {
		err = collect(rows, func(s scanner) error {
			var table, parent string
			err := s.Scan(&table, &parent)
			bad = append(bad, table+" points to missing rows of "+parent)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("check database %s: %w", db.path, err)
	}
	if len(bad) > 0 {
		return fmt.Errorf("check database %s: %v", db.path, bad)
	}
	return nil
}

// Ready implements store.Store. It takes the writer's lock and gives it back;
// after a write that found the disk full or broken, it writes a row until that
// works again.
func (db *DB) Ready(ctx context.Context) error {
	if bad := db.damaged.Load(); bad != nil {
		return fmt.Errorf("database %s: %w", db.path, *bad)
	}
	err := db.write(ctx, func(t *tx) error {
		if db.sick.Load() {
			return t.do(`UPDATE meta SET value = value + 1 WHERE name = 'probe'`)
		}
		var version int
		_, err := t.find([]any{&version}, `PRAGMA user_version`)
		return err
	})
	if err != nil {
		return fmt.Errorf("write database %s: %w", db.path, err)
	}
	return nil
}
