package sqlite

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"lopo/store"
)

// againMost bounds how many chats are asked again after an outage: the ones most recently active.
const againMost = 200

// NoteAlive notes that the program runs.
func (l *Ledger) NoteAlive(ctx context.Context, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.setMeta("alive", strconv.FormatInt(ms(now), 10)) })
}

// LastAlive is when the program last noted that it ran; zero when never.
func (l *Ledger) LastAlive(ctx context.Context) (when time.Time, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		value, err := tx.meta("alive")
		if err != nil || value == "" {
			return err
		}
		n, err := strconv.ParseInt(value, 10, 64)
		when = at(n)
		return err
	})
	return when, err
}

// NoteListening notes where the program that serves is reached on this machine.
func (l *Ledger) NoteListening(ctx context.Context, addr string) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.setMeta("listening", addr) })
}

// Listening is where the program that serves said that it is reached.
func (l *Ledger) Listening(ctx context.Context) (addr string, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		addr, err = tx.meta("listening")
		return err
	})
	return addr, err
}

// AskAgain schedules, for each chat of a channel that was in a form since then, that its open question is put once more.
func (l *Ledger) AskAgain(ctx context.Context, channel string, since, now time.Time) (n int, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		rows, err := tx.rows(`SELECT chat FROM drafts WHERE channel = ? AND expired = 0 AND touched > ? ORDER BY touched DESC LIMIT ?`, channel, ms(since), againMost)
		chats, err := all(rows, err, func(rows *sql.Rows) (chat string, err error) { return chat, rows.Scan(&chat) })
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if err := tx.event(store.Address{Channel: channel, Chat: chat}, "again", strconv.FormatInt(ms(now), 10), now, now); err != nil {
				return err
			}
		}
		n = len(chats)
		return nil
	})
	return n, err
}
