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

// migrate applies the steps the database has not had, each in a transaction
// of its own. Before existing data is changed, a copy of the database is left
// beside it.
func (db *DB) migrate(ctx context.Context, steps []string) error {
	var version int
	if err := db.w.db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > 0 && version < len(steps) {
		copied := fmt.Sprintf("%s.before-%d", db.path, len(steps))
		if err := os.Remove(copied); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("copy before migration: %w", err)
		}
		if err := vacuumInto(ctx, db.path, copied); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
		db.log.Info("database copied before migration", "from", version, "to", len(steps), "copy", copied)
	}
	for i := range steps {
		if err := db.step(ctx, i, steps[i]); err != nil {
			return fmt.Errorf("migration %d: %w", i+1, err)
		}
	}
	return nil
}

// step applies the migration that leads from version i to i+1, unless it was
// applied already, perhaps by another process a moment ago.
func (db *DB) step(ctx context.Context, i int, text string) error {
	tx, err := db.w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > i {
		return nil
	}
	if _, err := tx.ExecContext(ctx, text); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", i+1, applicationID)); err != nil {
		return err
	}
	return tx.Commit()
}
