package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	_ "modernc.org/sqlite"

	"lopo/store/seal"
)

// file is the account on disk: the library's tables (whatsmeow_…) and ours.
//
// One connection, and every transaction takes the write lock at its beginning. The library decrypts inside of a transaction; with a pool, or
// with deferred transactions, that fails with "database is locked" and messages are lost, and a send could slip between the reading and the
// writing of the keys that a decryption changes.
type file struct {
	db  *sql.DB
	box *seal.Box
	wa  *sqlstore.Container
}

// modernc knows this spelling in every version; that of another driver it may ignore in silence. NORMAL: nothing is lost by a crash of the
// program; a power cut may take back the last moments, after which the other side asks again for what it cannot decipher.
const pragmas = "_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(1)&_txlock=immediate"

// Ours. alias: every id under which a person has written, and the chat she is known by. sent: what went out, and how far it came. garbled: what
// could not be deciphered and is not yet told. strangers: groups that nobody bound in which somebody has called us, and her first message that did.
const schema = `
CREATE TABLE IF NOT EXISTS lopo_state (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS lopo_alias (jid TEXT PRIMARY KEY, chat TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS lopo_alias_of ON lopo_alias (chat);
CREATE TABLE IF NOT EXISTS lopo_sent (
	id    TEXT PRIMARY KEY,
	chat  TEXT NOT NULL,
	body  BLOB NOT NULL,    -- sealed
	at    INTEGER NOT NULL, -- Unix seconds
	reach INTEGER NOT NULL, -- see Reach
	since INTEGER NOT NULL, -- when it got that far
	first TEXT    NOT NULL DEFAULT '', -- id of the first of several parts; '': it is the only one
	n     INTEGER NOT NULL DEFAULT 0,  -- which part it is
	told  INTEGER NOT NULL DEFAULT -1  -- the reach that who asks for receipts knows of; -1: nobody asks
) STRICT;
CREATE INDEX IF NOT EXISTS lopo_sent_age ON lopo_sent (at);
CREATE INDEX IF NOT EXISTS lopo_sent_chat ON lopo_sent (chat);
CREATE TABLE IF NOT EXISTS lopo_garbled (
	chat TEXT NOT NULL,
	id   TEXT NOT NULL,
	body BLOB NOT NULL, -- the message to deliver, sealed
	due  INTEGER NOT NULL,
	PRIMARY KEY (chat, id)
) STRICT;
CREATE TABLE IF NOT EXISTS lopo_strangers (chat TEXT PRIMARY KEY, message TEXT NOT NULL) STRICT;
`

// later are columns that the first files do not have, and what needs them.
var later = []struct{ column, sql string }{
	{"first", `ALTER TABLE lopo_sent ADD COLUMN first TEXT NOT NULL DEFAULT ''`},
	{"n", `ALTER TABLE lopo_sent ADD COLUMN n INTEGER NOT NULL DEFAULT 0`},
	{"told", `ALTER TABLE lopo_sent ADD COLUMN told INTEGER NOT NULL DEFAULT -1`},
}

const laterIndexes = `
CREATE INDEX IF NOT EXISTS lopo_sent_parts ON lopo_sent (first) WHERE first <> '';
CREATE INDEX IF NOT EXISTS lopo_sent_news ON lopo_sent (since) WHERE told >= 0 AND reach > told AND reach > 1;
`

func openFile(ctx context.Context, path string, box *seal.Box, log *slog.Logger) (*file, error) {
	if err := private(path); err != nil {
		return nil, fmt.Errorf("make the file: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	db.SetMaxOpenConns(1)
	f := &file{db: db, box: box, wa: sqlstore.NewWithDB(db, "sqlite", library(log))}
	if err := f.prepare(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return f, nil
}

// dsn is how SQLite is told of a file.
func dsn(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + pragmas
}

// private makes an empty file that only its owner can read. SQLite gives the files beside it the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// prepare brings the tables up to date. All pairs of number and LID are read once: the library then never takes a missing cache for a missing
// pair.
func (f *file) prepare(ctx context.Context) error {
	if err := f.wa.Upgrade(ctx); err != nil {
		return fmt.Errorf("bring the library's tables up to date: %w", err)
	}
	if _, err := f.db.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("make our tables: %w", err)
	}
	if err := f.addLater(ctx); err != nil {
		return fmt.Errorf("bring our tables up to date: %w", err)
	}
	if err := f.wa.LIDMap.FillCache(ctx); err != nil {
		return fmt.Errorf("read known numbers: %w", err)
	}
	_, err := f.device(ctx)
	return err
}

func (f *file) addLater(ctx context.Context) error {
	for _, l := range later {
		var there bool
		if err := f.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_table_info('lopo_sent') WHERE name = ?)`, l.column).Scan(&there); err != nil {
			return err
		}
		if there {
			continue
		}
		if _, err := f.db.ExecContext(ctx, l.sql); err != nil {
			return err
		}
	}
	_, err := f.db.ExecContext(ctx, laterIndexes)
	return err
}

func (f *file) close() error { return f.db.Close() }

// device is the linked device; nil when there is none. Two would be two accounts: this room is one.
func (f *file) device(ctx context.Context) (*wastore.Device, error) {
	all, err := f.wa.GetAllDevices(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the device: %w", err)
	case len(all) > 1:
		return nil, fmt.Errorf("the file holds %d linked devices, and it must be one; move it away and link anew", len(all))
	case len(all) == 0:
		return nil, nil
	}
	return all[0], nil
}

// unlink removes the device and its keys. The library does so too when it is told that it was removed, at a moment of its own.
func (f *file) unlink(ctx context.Context) error {
	if _, err := f.db.ExecContext(ctx, `DELETE FROM whatsmeow_device`); err != nil {
		return fmt.Errorf("remove the device: %w", err)
	}
	return nil
}

// get reads a value of ours; nil when there is none.
func (f *file) get(ctx context.Context, name string) (value []byte, err error) {
	err = f.db.QueryRowContext(ctx, `SELECT value FROM lopo_state WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return value, nil
}

func (f *file) put(ctx context.Context, name string, value []byte) error {
	_, err := f.db.ExecContext(ctx, `INSERT INTO lopo_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
