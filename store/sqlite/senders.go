package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

const (
	sqlPace    = `SELECT rate, until, day, today, last, since FROM senders WHERE channel = ?`
	sqlPutPace = `INSERT INTO senders (channel, rate, until, day, today, last, since) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET rate = excluded.rate, until = excluded.until, day = excluded.day, today = excluded.today, last = excluded.last, since = excluded.since`
)

func scanPace(row *sql.Row) (p store.Pace, err error) {
	var until, last, since int64
	err = row.Scan(&p.Rate, &until, &p.Day, &p.Today, &last, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Pace{Rate: 1}, nil
	}
	p.Until, p.Last, p.Since = at(until), at(last), at(since)
	return p, err
}

// Pace is how the sender of a channel was keeping its pace when it last wrote it down.
func (l *Ledger) Pace(ctx context.Context, channel string) (store.Pace, error) {
	p, err := scanPace(l.read.QueryRowContext(ctx, sqlPace, channel))
	if err != nil {
		return p, fmt.Errorf("read pace: %w", err)
	}
	return p, nil
}

// EditPace changes it.
func (l *Ledger) EditPace(ctx context.Context, channel string, edit func(*store.Pace)) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.EditPace(channel, edit) })
}

// EditPace is Ledger.EditPace inside a transaction.
func (tx *Tx) EditPace(channel string, edit func(*store.Pace)) error {
	p, err := scanPace(tx.row(sqlPace, channel))
	if err != nil {
		return fmt.Errorf("read pace: %w", err)
	}
	edit(&p)
	if _, err := tx.exec(sqlPutPace, channel, p.Rate, ms(p.Until), p.Day, p.Today, ms(p.Last), ms(p.Since)); err != nil {
		return fmt.Errorf("write pace: %w", err)
	}
	return nil
}

// PutOffDigests counts the digests of vacancies of a channel that wait for their turn in its pace, and tells until when the last of them does.
func (l *Ledger) PutOffDigests(ctx context.Context, channel string, now time.Time) (n int, last time.Time, err error) {
	var due int64
	err = l.read.QueryRowContext(ctx, `SELECT count(*), coalesce(max(due), 0) FROM inbox INDEXED BY inbox_due
		WHERE state = 0 AND due > ? AND channel = ? AND message LIKE 'digest:%'`, ms(now), channel).Scan(&n, &due)
	if err != nil {
		return 0, last, fmt.Errorf("count what was put off: %w", err)
	}
	return n, at(due), nil
}

// NoteChannels notes which channels the program serves, for commands that count an audience beside it.
func (l *Ledger) NoteChannels(ctx context.Context, names []string) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.setMeta("channels", strings.Join(names, ",")) })
}

// ServedChannels are those that the program serves, or last did; nil: it never ran.
func (l *Ledger) ServedChannels(ctx context.Context) ([]string, error) {
	var names string
	err := l.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'channels'`).Scan(&names)
	if errors.Is(err, sql.ErrNoRows) || names == "" {
		return nil, nil
	}
	return strings.Split(names, ","), err
}

// ChatsOn are all chats of a channel that have written to us.
func (l *Ledger) ChatsOn(ctx context.Context, channel string) (chats []string, err error) {
	rows, err := l.read.QueryContext(ctx, `SELECT chat FROM contacts c WHERE channel = ? AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.channel = c.channel AND g.chat = c.chat)`, channel)
	if chats, err = all(rows, err, scanName); err != nil {
		return nil, fmt.Errorf("list chats: %w", err)
	}
	return chats, nil
}

func scanName(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) }
