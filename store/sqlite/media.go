package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

const (
	sqlRemote     = `SELECT remote, expires FROM media_remote WHERE sum = ? AND channel = ? AND account = ?`
	sqlKeepRemote = `INSERT INTO media_remote (sum, channel, account, remote, expires) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (sum, channel, account) DO UPDATE SET remote = excluded.remote, expires = excluded.expires`
	sqlDropRemote = `DELETE FROM media_remote WHERE sum = ? AND channel = ? AND account = ?`
	sqlOldRemotes = `DELETE FROM media_remote WHERE (sum, channel, account) IN (SELECT sum, channel, account FROM media_remote WHERE expires > 0 AND expires < ?1 LIMIT ?2)`
)

// Remote tells what an account on a platform calls a file, and until when (zero: for ever); "" when that is not known. It is channel.Files.Recall.
func (l *Ledger) Remote(ctx context.Context, sum, channel, account string) (handle string, until time.Time, err error) {
	var expires int64
	err = l.read.QueryRowContext(ctx, sqlRemote, sum, channel, account).Scan(&handle, &expires)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", time.Time{}, nil
	case err != nil:
		return "", time.Time{}, fmt.Errorf("look what a file is called: %w", err)
	case expires != 0:
		until = at(expires)
	}
	return handle, until, nil
}

// KeepRemote notes what an account on a platform calls a file; "" forgets it. It is channel.Files.Keep.
func (l *Ledger) KeepRemote(ctx context.Context, sum, channel, account, handle string, until time.Time) error {
	err := l.Do(ctx, func(tx *Tx) error {
		if handle == "" {
			_, err := tx.exec(sqlDropRemote, sum, channel, account)
			return err
		}
		var expires int64
		if !until.IsZero() {
			expires = ms(until)
		}
		_, err := tx.exec(sqlKeepRemote, sum, channel, account, handle, expires)
		return err
	})
	if err != nil {
		return fmt.Errorf("note what a file is called: %w", err)
	}
	return nil
}

// Named is a file that an announcement names.
type Named struct {
	Sum   string
	Ref   string // the announcement
	Stage store.Stage
}

const sqlNamedFiles = `SELECT media ->> '$.sum', ref, stage FROM announcements WHERE CASE WHEN media = '' THEN 0 ELSE media ->> '$.sum' IS NOT NULL END ORDER BY id` // one that is still to be fetched has none

func scanNamed(rows *sql.Rows) (n Named, err error) { return n, rows.Scan(&n.Sum, &n.Ref, &n.Stage) }

// NamedFiles lists the files that announcements name, in the order in which they were written.
func (l *Ledger) NamedFiles(ctx context.Context) ([]Named, error) {
	rows, err := l.read.QueryContext(ctx, sqlNamedFiles)
	list, err := all(rows, err, scanNamed)
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	return list, nil
}
