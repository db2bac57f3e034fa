package sqlite

import (
	"context"
	"embed"
	"fmt"
	"os"
	"slices"
)

//go:embed migrations/*.sql
var migrations embed.FS

// embedded are the texts of the migrations, oldest first. The schema version
// of a database is how many of them it has had.
func embedded() []string {
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		return nil // the folder is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	out := make([]string, 0, len(names))
	for _, n := range names {
		b, err := migrations.ReadFile("migrations/" + n)
		if err != nil {
			return nil
		}
		out = append(out, string(b))
	}
	return out
}

// migrate applies the steps the database has not had, all in one transaction:
// whatever ends it, the older golchin still opens its database (BEHAVIOUR T10,
// T47). Before existing data is changed, a copy is left beside it; nobody can
// write in between.
func (db *DB) migrate(ctx context.Context, steps []string) error {
	tx, err := db.w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version >= len(steps) {
		return nil
	}
	if version > 0 {
		if err := db.copyBefore(ctx, version, len(steps)); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
	}
	for i, text := range steps[version:] {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("migration %d: %w", version+i+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", len(steps), applicationID)); err != nil {
		return fmt.Errorf("migration: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("migration: %w", err)
	}
	if version > 0 {
		db.log.Info("database upgraded", "from", version, "to", len(steps))
	}
	return nil
}

// copyBefore leaves a copy of a database of schema from beside it.
func (db *DB) copyBefore(ctx context.Context, from, to int) error {
	copied := fmt.Sprintf("%s.before-%d", db.path, to)
	if err := os.Remove(copied); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := vacuumInto(ctx, db.path, copied); err != nil {
		size := int64(0)
		if info, err := os.Stat(db.path); err == nil {
			size = info.Size()
		}
		return fmt.Errorf("%w; make room for %.1f MB, or keep to the older golchin", err, float64(size)/1e6)
	}
	db.log.Info("database copied before migration", "from", from, "to", to, "copy", copied)
	return nil
}
