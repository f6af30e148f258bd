package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

const (
	sqlLoadSession = `SELECT body FROM sessions WHERE channel = ? AND chat = ?`
	sqlPutSession  = `INSERT INTO sessions (channel, chat, rev, body, day) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (channel, chat) DO UPDATE SET rev = excluded.rev, body = excluded.body, day = excluded.day WHERE sessions.rev < excluded.rev`
	sqlStepSession = `UPDATE sessions SET rev = ?3, body = ?4 WHERE channel = ?1 AND chat = ?2 AND rev < ?3 AND day = ?5` // leaves the index alone
	sqlForget      = `DELETE FROM sessions WHERE channel = ? AND chat = ? AND rev <= ?`
	sqlDropSession = `DELETE FROM sessions WHERE channel = ? AND chat = ?`
	sqlKept        = `SELECT channel, chat FROM sessions`
)

// Sessions keeps sessions in the ledger itself: the embedded default, where there is no Redis.
type Sessions struct{ Ledger *Ledger }

var _ store.Sessions = Sessions{}

// Load reads the session of a chat.
func (s Sessions) Load(ctx context.Context, of store.Address) (store.Session, error) {
	return loadSession(s.Ledger, of, s.Ledger.read.QueryRowContext(ctx, sqlLoadSession, of.Channel, of.Chat))
}

// Save compares and sets; see store.Sessions. A turn has written its row in its own transaction already and has no need of it.
func (s Sessions) Save(ctx context.Context, next store.Session) error {
	return s.Ledger.Do(ctx, func(tx *Tx) error {
		stored, err := tx.Session(next.Of)
		switch {
		case err != nil:
			return err
		case stored.Rev == 0, stored.Rev == next.Rev-1:
			return tx.PutSession(next, next.Touched)
		case stored.Rev == next.Rev && sameSession(stored, next):
			return nil
		}
		return store.ErrStale
	})
}

// sameSession reports whether a save is one repeated.
func sameSession(a, b store.Session) bool {
	return bytes.Equal(a.Append(nil), b.Append(nil))
}

// Drop removes the session of a chat.
func (s Sessions) Drop(ctx context.Context, of store.Address) error {
	return s.Ledger.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(sqlDropSession, of.Channel, of.Chat)
		return err
	})
}

// Session reads the session that this transaction sees.
func (tx *Tx) Session(of store.Address) (store.Session, error) {
	return loadSession(tx.ledger, of, tx.row(sqlLoadSession, of.Channel, of.Chat))
}

func loadSession(l *Ledger, of store.Address, row *sql.Row) (store.Session, error) {
	s := store.Session{Of: of}
	var body []byte
	switch err := row.Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return s, nil
	case err != nil:
		return s, fmt.Errorf("load session: %w", err)
	}
	if err := l.open(body, &s); err != nil {
		return s, fmt.Errorf("load session: %w", err)
	}
	return s, nil
}

// PutSession writes the session that a turn ends with, beside its other rows; store.ErrStale when a later one is there. The row is as old
// as its writing: a turn that fell due by itself may come long after the resident last wrote.
func (tx *Tx) PutSession(s store.Session, now time.Time) error {
	body := sealed(tx, s)
	n, err := tx.change(sqlStepSession, s.Of.Channel, s.Of.Chat, s.Rev, body, day(now))
	if err == nil && n == 0 { // new, or on another day, or stale
		n, err = tx.change(sqlPutSession, s.Of.Channel, s.Of.Chat, s.Rev, body, day(now))
	}
	if err == nil && n == 0 {
		err = store.ErrStale
	}
	if err != nil {
		return fmt.Errorf("write session: %w", err)
	}
	return nil
}

// ForgetSessions drops the rows of sessions that Redis has confirmed, each at the revision given.
func (l *Ledger) ForgetSessions(ctx context.Context, confirmed map[store.Address]int64) error {
	return l.Do(ctx, func(tx *Tx) error {
		for of, rev := range confirmed {
			if _, err := tx.exec(sqlForget, of.Channel, of.Chat, rev); err != nil {
				return fmt.Errorf("forget sessions: %w", err)
			}
		}
		return nil
	})
}

// KeptSessions lists the chats whose session is in the ledger.
func (l *Ledger) KeptSessions(ctx context.Context) ([]store.Address, error) {
	rows, err := l.read.QueryContext(ctx, sqlKept)
	return all(rows, err, func(rows *sql.Rows) (a store.Address, err error) {
		return a, rows.Scan(&a.Channel, &a.Chat)
	})
}
