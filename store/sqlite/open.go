package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"

	"golchin/store"
)

// applicationID marks a golchin database in the file's header: "glch".
const applicationID = 0x676c6368

// minSQLite is the oldest SQLite that was tested; older ones lack fixes of
// contentless_delete and of WAL resets.
const minSQLite = "3.51.3"

// readers is how many connections read beside the writer.
const readers = 4

// checkAtOnce is the size up to which a database is verified before it is
// opened, in bytes: that takes less than a second.
const checkAtOnce = 32 << 20

// ErrReadOnly is returned by every writing method of a store opened ReadOnly.
var ErrReadOnly = errors.New("database is open read-only")

// Options say how a database is opened. The zero value opens it for writing.
type Options struct {
	// ReadOnly writes nothing: no migration, no new file.
	ReadOnly bool
	// Logger gets what an operator should know (migrations, recovery after an
	// unclean end). Nil discards it.
	Logger *slog.Logger
	// Now is the clock of Version.At. Nil means time.Now.
	Now func() time.Time
}

// DB is a store in one SQLite file. It implements store.Store.
type DB struct {
	path    string
	log     *slog.Logger
	now     func() time.Time
	w       *pool // nil when read-only
	r       *pool
	lock    *lock
	docs    docs
	decoded decoded
	steps   []string // the migrations this program knows
	// sick is set when a write found the disk full or broken, until one works.
	sick atomic.Bool
	// atOnce is the size up to which Open itself verifies, in bytes.
	atOnce int64
	// damaged is what a check beside the work found.
	damaged atomic.Pointer[error]
	cut     atomic.Bool // the check was ended early
	checks  sync.WaitGroup
	stop    context.CancelFunc // ends checks; nil when there are none
}

var _ store.Store = (*DB)(nil)

// Open opens or makes the database at path, brings it to the newest schema
// and, after an unclean end, verifies it. It returns store.ErrNotOurs for a
// file that is no golchin database, store.ErrNewer for one of a newer golchin,
// and never changes either.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	db := &DB{path: abs, log: o.Logger, now: o.Now, atOnce: checkAtOnce, steps: embedded()}
	if err := db.open(ctx, o.ReadOnly); err != nil {
		_ = db.abandon()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, readOnly bool) error {
	err := db.inspect(ctx, readOnly)
	if err != nil {
		return err
	}
	if !readOnly {
		if err := db.openWriter(ctx); err != nil {
			return explain(db.path, err)
		}
	}
	db.r, err = openPool(readerURI(db.path, readOnly && immutable(db.path)), readers)
	if err != nil {
		return err
	}
	return explain(db.path, db.r.db.PingContext(ctx))
}

func (db *DB) openWriter(ctx context.Context) error {
	var err error
	if db.lock, err = openLock(db.path); err != nil {
		return err
	}
	if db.w, err = openPool(writerURI(db.path), 1); err != nil {
		return err
	}
	if err := checkSettings(ctx, db.w.db); err != nil {
		return err
	}
	if db.lock.only {
		sweep(db.path)
	}
	if err := db.migrate(ctx, db.steps); err != nil {
		return err
	}
	return db.recoverUnclean(ctx)
}

// inspect looks at the file without changing it, and refuses what is not ours
// or not for us.
func (db *DB) inspect(ctx context.Context, readOnly bool) error {
	info, err := os.Stat(db.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if readOnly {
			return err
		}
		if _, err := os.Stat(filepath.Dir(db.path)); err != nil {
			return err
		}
		return nil
	case err != nil:
		return explain(db.path, err)
	case info.IsDir():
		return fmt.Errorf("%w: it is a directory", store.ErrNotOurs)
	case info.Size() == 0:
		if readOnly {
			return fmt.Errorf("%w: it is empty", store.ErrNotOurs)
		}
		return nil
	}
	app, version, tables, err := header(ctx, readerURI(db.path, immutable(db.path)))
	if code(err) == sqliteReadOnly && !readOnly && writable(db.path) {
		// A kill left a journal that only a writer can roll back.
		app, version, tables, err = header(ctx, uri(db.path, url.Values{"mode": {"rw"}, "_busy_timeout": {"10000"}}))
	}
	switch {
	case code(err) == sqliteNotADB:
		return fmt.Errorf("%w: %w", store.ErrNotOurs, err)
	case err != nil:
		return explain(db.path, err)
	case app == 0 && version == 0 && tables == 0 && !readOnly:
		return nil
	case app != applicationID:
		return fmt.Errorf("%w: its application id is %#x", store.ErrNotOurs, uint32(app))
	}
	newest := len(db.steps)
	if version > newest {
		return fmt.Errorf("%w: schema %d, this program knows %d", store.ErrNewer, version, newest)
	}
	if readOnly && version < newest {
		return fmt.Errorf("schema %d is older than %d: open it once for writing", version, newest)
	}
	return nil
}

// header reads whose database it is, of which schema, and how many tables it has.
func header(ctx context.Context, dsn string) (app, version, tables int, err error) {
	p, err := openPool(dsn, 1)
	if err != nil {
		return 0, 0, 0, err
	}
	defer p.close()
	err = p.db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).Scan(&app, &version, &tables)
	return app, version, tables, err
}

// immutable tells that the file must be read without a shared-memory file:
// nobody is writing it, and none could be made beside it.
func immutable(path string) bool {
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return false
	}
	return !writable(path)
}

// writerURI: PRESCRIBED §6, with synchronous=FULL: a power cut loses nothing
// that was committed. A log of 32 MB spares pages that are written again and again.
func writerURI(path string) string {
	return uri(path, url.Values{
		"_auto_vacuum":  {"INCREMENTAL"},
		"_busy_timeout": {"10000"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_foreign_keys": {"1"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_txlock":       {"immediate"},
		"_pragma":       {"temp_store(MEMORY)", "journal_size_limit(67108864)", "cache_size(-16384)", "wal_autocheckpoint(8000)", "trusted_schema(OFF)"},
	})
}

func readerURI(path string, immutable bool) string {
	q := url.Values{
		"mode":          {"ro"},
		"_query_only":   {"1"},
		"_busy_timeout": {"10000"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_pragma":       {"temp_store(MEMORY)", "cache_size(-8192)", "trusted_schema(OFF)"},
	}
	if immutable {
		q.Set("immutable", "1")
	}
	return uri(path, q)
}

// checkSettings reads back what the URI asked for: the driver ignores names it
// does not know.
func checkSettings(ctx context.Context, db *sql.DB) error {
	var version, journal string
	var synchronous, foreignKeys int
	err := db.QueryRowContext(ctx, `SELECT sqlite_version(), (SELECT journal_mode FROM pragma_journal_mode),
		(SELECT synchronous FROM pragma_synchronous), (SELECT foreign_keys FROM pragma_foreign_keys)`).
		Scan(&version, &journal, &synchronous, &foreignKeys)
	if err != nil {
		return err
	}
	if older(version, minSQLite) {
		return fmt.Errorf("SQLite %s is older than %s", version, minSQLite)
	}
	if journal != "wal" || synchronous != 2 || foreignKeys != 1 {
		return fmt.Errorf("settings refused: journal_mode %s, synchronous %d, foreign_keys %d (a network file system?)",
			journal, synchronous, foreignKeys)
	}
	return nil
}

// older compares dotted version numbers.
func older(a, b string) bool {
	var x, y [3]int
	_, _ = fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2])
	_, _ = fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

// SQLite result codes that get an explanation (sqlite.org/rescode.html).
const (
	sqliteReadOnly = 8
	sqliteIOErr    = 10
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// code is the primary result code of err; 0 when it is none of SQLite's.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// explain says in a sentence what to do about a file that cannot be written.
func explain(path string, err error) error {
	if err == nil {
		return nil
	}
	dir, c := filepath.Dir(path), code(err)
	if c != sqliteReadOnly && c != sqliteCantOpen && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	what := path
	if !writable(dir) {
		what = dir
	}
	return fmt.Errorf("%s is not writable by UID %d: chown -R %d %s, or mount it writable: %w", what, os.Getuid(), os.Getuid(), dir, err)
}

// Close ends the store: the WAL is folded into the file and the end is marked
// as clean.
func (db *DB) Close() error {
	var errs []error
	db.endChecks()
	if db.r != nil {
		errs = append(errs, db.r.close())
	}
	if db.w != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		if db.lock.alone() && db.verified() {
			_, err := db.w.db.ExecContext(ctx, `UPDATE meta SET value = 0 WHERE name = 'open'`)
			errs = append(errs, err)
		}
		_, err := db.w.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		errs = append(errs, err, db.w.close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.close())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close database %s: %w", db.path, err)
	}
	return nil
}

// verified tells that no check found damage or was ended early.
func (db *DB) verified() bool { return db.damaged.Load() == nil && !db.cut.Load() }

// endChecks ends a check beside the work. One that did not end is made up for
// at the next start.
func (db *DB) endChecks() {
	if db.stop != nil {
		db.stop()
		db.checks.Wait()
	}
}

// abandon closes what a failed Open had opened.
func (db *DB) abandon() error {
	var errs []error
	db.endChecks()
	for _, p := range []*pool{db.r, db.w} {
		if p != nil {
			errs = append(errs, p.close())
		}
	}
	if db.lock != nil {
		errs = append(errs, db.lock.close())
	}
	return errors.Join(errs...)
}

// recoverUnclean verifies a database whose last user did not close it. SQLite
// itself has recovered by now; the check looks for what it cannot mend. A big
// file is read beside the work, so that a restart takes no longer for it.
func (db *DB) recoverUnclean(ctx context.Context) error {
	if !db.lock.only {
		return nil // another process has it open
	}
	var open int
	var size int64
	err := db.w.db.QueryRowContext(ctx, `SELECT value, (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
		FROM meta WHERE name = 'open'`).Scan(&open, &size)
	if err != nil {
		return err
	}
	switch {
	case open == 0:
	case size <= db.atOnce:
		if err := db.verify(ctx); err != nil {
			return err
		}
	default:
		ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		db.stop = cancel
		db.checks.Go(func() {
			switch err := db.verify(ctx); {
			case ctx.Err() != nil:
				db.cut.Store(err != nil)
			case err != nil:
				db.damaged.Store(&err)
				db.log.Error("database", "err", err)
			}
		})
	}
	// Nobody else is here: what is still leased was leased by the dead.
	for _, q := range []string{
		`UPDATE source SET lease_until = 0 WHERE lease_until > 0`,
		`UPDATE page SET lease_until = 0 WHERE lease_until > 0`,
		`UPDATE meta SET value = 1 WHERE name = 'open'`,
	} {
		if _, err := db.w.db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	// The mark must outlive a lost log.
	if _, err := db.w.db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return err
	}
	return db.lock.share()
}

// verify looks for damage after an unclean end.
func (db *DB) verify(ctx context.Context) error {
	p, err := openPool(readerURI(db.path, false), 1)
	if err != nil {
		return err
	}
	defer p.close()
	start := db.now()
	if err := pragmaCheck(ctx, p.db, `PRAGMA quick_check(5)`); err != nil {
		return fmt.Errorf("damaged after an unclean end; restore a backup: %w", err)
	}
	db.log.Warn("database was not closed cleanly; verified", "took", db.now().Sub(start).Round(time.Millisecond))
	return nil
}

// pragmaCheck runs one of SQLite's own checks, and reports what it complains of.
func pragmaCheck(ctx context.Context, db *sql.DB, pragma string) error {
	rows, err := db.QueryContext(ctx, pragma)
	if err != nil {
		return err
	}
	defer rows.Close()
	var bad []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		if s != "ok" {
			bad = append(bad, s)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(bad) > 0 {
		return errors.New(strings.Join(bad, "; "))
	}
	return nil
}
