// Package sqlite is the ledger: one SQLite file that holds everything that must survive. It has one writer; what waits to be written shares
// a commit. Bodies of messages, sessions and drafts, phone numbers and NIK are sealed.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"lopo/store"
	"lopo/store/seal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrInUse is returned by Lock when another process serves from the same file.
var ErrInUse = errors.New("another lopo already serves from this database")

// ErrWrongKey is returned by Open when the file was sealed with another secret key.
var ErrWrongKey = errors.New("the secret key does not fit this database")

// Ledger is an open ledger file. It is safe for many goroutines.
type Ledger struct {
	path  string
	box   *seal.Box
	city  *store.City
	read  *sql.DB
	write *writer
	lock  *sql.DB                       // held while serving
	doubt func(remembered, read string) // see Doubt
	told  func()                        // some digests are written; for tests
	owner atomic.Int64                  // what this process has claimed; 0: nothing
	taken atomic.Bool                   // another process has claimed it since
}

// pragmas are set through the DSN on every connection; modernc ignores the spelling of other drivers in silence, so `lopo check` asks back.
// FULL: a commit that was reported is on disk. secure_delete: what was erased is overwritten, not left in free pages.
var pragmas = []string{
	"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)",
	"temp_store(MEMORY)", "cache_size(-16000)", "mmap_size(268435456)", "wal_autocheckpoint(4000)",
}

func dsn(path string, extra ...string) string {
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range append(pragmas[:len(pragmas):len(pragmas)], extra...) {
		q.Add("_pragma", p)
	}
	return uri(path, q)
}

func uri(path string, q url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// Open opens or makes the ledger at path and brings its schema up to date. The city is what facts about places come from.
func Open(ctx context.Context, path string, box *seal.Box, city *store.City) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := create(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := migrateWithOthers(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	l := &Ledger{path: path, box: box, city: city}
	if l.write, err = newWriter(ctx, db, l); err != nil {
		return nil, errors.Join(fmt.Errorf("open ledger: %w", err), db.Close())
	}
	if l.read, err = sql.Open("sqlite", dsn(path, "query_only(1)")); err != nil {
		return nil, errors.Join(fmt.Errorf("open ledger: %w", err), l.Close())
	}
	l.read.SetMaxOpenConns(4)
	l.read.SetMaxIdleConns(4)
	if err := l.checkKey(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// create makes the file readable by its owner alone before SQLite opens it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open ledger: %w", err)
	}
	return f.Close()
}

// Migrate brings a database up to the newest schema.
func Migrate(ctx context.Context, db *sql.DB) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the ledger: %w", err)
	}
	return nil
}

// migrateWithOthers is Migrate where another process may be doing the same: a command that was started together with the bot, on a new file.
// What fails since the other one was faster does not fail again.
func migrateWithOthers(ctx context.Context, db *sql.DB) error {
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		err := Migrate(ctx, db)
		if err == nil || wait > time.Second {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

// checkKey keeps one sealed word in the file, so that a wrong key is noticed at the start and not at the first name.
func (l *Ledger) checkKey(ctx context.Context) error {
	const name, word = "key_check", "lopo"
	return l.Do(ctx, func(tx *Tx) error {
		sealed, err := tx.meta(name)
		if err != nil {
			return err
		}
		if sealed == "" {
			return tx.setMeta(name, hexOf(l.box.Seal([]byte(word))))
		}
		if got, err := l.box.Open(unhex(sealed)); err != nil || string(got) != word {
			return ErrWrongKey
		}
		return nil
	})
}

// Lock makes this process the only one that serves from the file; ErrInUse when there is one already. The lock is an SQLite lock on a
// small file beside the ledger, so it works on every platform and ends with the process, also by kill -9.
func (l *Ledger) Lock(ctx context.Context) error {
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(l.path+".lock")+"?_pragma=busy_timeout(0)&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return fmt.Errorf("lock ledger: %w", err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (x); DELETE FROM held; COMMIT"); err != nil {
		db.Close()
		if isBusy(err) {
			return ErrInUse
		}
		return fmt.Errorf("lock ledger: %w", err)
	}
	l.lock = db
	return nil
}

// Path is where the ledger file is.
func (l *Ledger) Path() string { return l.path }

// Close finishes what is being written and closes the file. Nothing may be asked of the ledger afterwards.
func (l *Ledger) Close() error {
	var errs []error
	if l.read != nil {
		errs = append(errs, l.read.Close())
	}
	if l.write != nil {
		errs = append(errs, l.write.close())
	}
	if l.lock != nil {
		errs = append(errs, l.lock.Close())
	}
	return errors.Join(errs...)
}

// Pragma asks a connection for the value that is really in force.
func (l *Ledger) Pragma(ctx context.Context, name string) (string, error) {
	var value string
	err := l.Do(ctx, func(tx *Tx) error { return tx.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value) })
	return value, err
}

// City is what facts about places come from.
func (l *Ledger) City() *store.City { return l.city }
