package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"lopo/store"
	"lopo/store/seal"
)

// Backup writes a whole, consistent copy of the ledger to a new file while it is in use, and lists the files that announcements in the copy name. The
// secret key is not in it.
func (l *Ledger) Backup(ctx context.Context, to string) ([]Named, error) {
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup: %s exists already", to)
	}
	if err := create(to); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(l.path))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	copied, err := sql.Open("sqlite", uri(to, url.Values{"mode": {"ro"}})) // it stays as it is
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	defer copied.Close()
	rows, err := copied.QueryContext(ctx, sqlNamedFiles)
	list, err := all(rows, err, scanNamed)
	if err != nil {
		return nil, fmt.Errorf("read the backup: %w", err)
	}
	return list, nil
}

// Verify opens a ledger file and reads all of it: whole, of a schema this program knows, sealed with this key. The file may be brought up
// to the newest schema by it.
func Verify(ctx context.Context, path string, box *seal.Box, city *store.City) error {
	if err := isLedger(ctx, path); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	l, err := Open(ctx, path, box, city)
	if err != nil {
		return err
	}
	defer l.Close()
	var answer string
	if err := l.read.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&answer); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if answer != "ok" {
		return fmt.Errorf("verify: the file is damaged: %s", answer)
	}
	if _, err := l.Registrations(ctx); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// isLedger refuses what Open would make a ledger of: an empty file, the database of another program.
func isLedger(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return err
	}
	defer db.Close()
	var sealed string
	if err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'key_check'`).Scan(&sealed); err != nil {
		return fmt.Errorf("this is not a ledger, or it is damaged: %w", err)
	}
	return nil
}

// Tally counts what is in the ledger.
type Tally struct {
	Waiting, Dead, Queued, Failed, Unsure, Contacts, Drafts, Registrations, Tickets int
}

// Count reads the Tally.
func (l *Ledger) Count(ctx context.Context) (t Tally, err error) {
	err = l.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM inbox WHERE state = 0), (SELECT count(*) FROM inbox WHERE state = 2),
		(SELECT count(*) FROM outbox WHERE state = 0), (SELECT count(*) FROM outbox WHERE state = 2), (SELECT count(*) FROM outbox WHERE state = 4),
		(SELECT count(*) FROM contacts), (SELECT count(*) FROM drafts), (SELECT count(*) FROM registrations),
		(SELECT count(*) FROM tickets WHERE closed = 0)`).
		Scan(&t.Waiting, &t.Dead, &t.Queued, &t.Failed, &t.Unsure, &t.Contacts, &t.Drafts, &t.Registrations, &t.Tickets)
	if err != nil {
		return t, fmt.Errorf("count: %w", err)
	}
	return t, nil
}
