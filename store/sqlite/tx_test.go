package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// TestWriteThatIsGivenUp says why it was: the caller's end, and not what
// database/sql calls a transaction that it has rolled back.
func TestWriteThatIsGivenUp(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	ctx, cancel := context.WithCancel(t.Context())
	err := db.write(ctx, func(x *tx) error {
		cancel()
		for {
			if err := x.do(`UPDATE meta SET value = value + 1 WHERE name = 'probe'`); err != nil {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
