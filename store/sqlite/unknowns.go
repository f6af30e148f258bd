package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
)

// KeepUnknowns is how long a text that was not understood waits for staff.
const KeepUnknowns = 90 * 24 * time.Hour

const (
	sqlKeepUnknown = `INSERT INTO unknowns (text, guess, count, last) VALUES (?, ?, 1, ?)
		ON CONFLICT (text) DO UPDATE SET count = count + 1, guess = excluded.guess, last = excluded.last`
	sqlUnknowns    = `SELECT text, guess, count, last FROM unknowns ORDER BY count DESC, last DESC, text LIMIT ?`
	sqlDropUnknown = `DELETE FROM unknowns WHERE text = ?`
)

func (tx *Tx) keepUnknown(u store.Unclear, now time.Time) error {
	_, err := tx.exec(sqlKeepUnknown, u.Text, u.Guess, ms(now))
	return err
}

// Unknowns lists texts that were not understood, the most frequent first.
func (l *Ledger) Unknowns(ctx context.Context, most int) ([]store.Unclear, error) {
	rows, err := l.read.QueryContext(ctx, sqlUnknowns, most)
	list, err := all(rows, err, func(rows *sql.Rows) (u store.Unclear, err error) {
		var last int64
		err = rows.Scan(&u.Text, &u.Guess, &u.Count, &last)
		u.Last = at(last)
		return u, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what was not understood: %w", err)
	}
	return list, nil
}

// DropUnknown forgets one such text, when staff have dealt with it.
func (l *Ledger) DropUnknown(ctx context.Context, text string) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(sqlDropUnknown, text)
		return err
	})
}
