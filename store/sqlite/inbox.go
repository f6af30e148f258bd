package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lopo/store"
)

// States of an inbox row.
const (
	inboxWaiting = iota
	inboxDone
	inboxDead
)

// Arrived is a message that waits in the inbox.
type Arrived struct {
	Row     int64
	Tries   int
	Message store.Message
}

const (
	// A message of a chat that was erased is known by the chat's hash, see erase.
	sqlArrive = `INSERT INTO inbox (channel, chat, message, body, due, received, state) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
		WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE channel = ?1 AND chat = ?8 AND message = ?3)
		ON CONFLICT (channel, chat, message) DO NOTHING`
	// The index is named, since the planner would rather walk the whole table in order of id than sort the few that are due.
	sqlWaitingRows = `SELECT id FROM inbox INDEXED BY inbox_due WHERE state = 0 AND due <= ?`
	sqlWaiting     = `SELECT id, tries, body FROM inbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 0 ORDER BY id`
	sqlTake        = `UPDATE inbox SET state = 1, body = NULL, done = ? WHERE id = ? AND state = 0`
	sqlTakeOf      = sqlTake + ` AND chat = ?`
	sqlBehind      = `SELECT body FROM inbox WHERE channel = ? AND chat = ? AND id > ? AND state = 0 ORDER BY id`
	sqlBury        = `UPDATE inbox SET state = 2, tries = ?, why = ?, done = ? WHERE id = ? AND state = 0`
)

// Arrive writes messages to the inbox and returns those that were not there yet. When it returns they are on disk.
func (l *Ledger) Arrive(ctx context.Context, now time.Time, messages ...store.Message) (fresh []Arrived, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		fresh = fresh[:0]
		for _, m := range messages {
			row, err := tx.arrive(m, now, now)
			if err != nil {
				return fmt.Errorf("write inbox: %w", err)
			}
			if row != 0 && m.Kind != store.Parked {
				fresh = append(fresh, Arrived{Row: row, Message: m})
			}
		}
		return nil
	})
	return fresh, err
}

// arrive inserts one message that falls due at due; row is 0 when it was there already.
func (tx *Tx) arrive(m store.Message, now, due time.Time) (row int64, err error) {
	state := inboxWaiting
	if m.Kind == store.Parked {
		state = inboxDead // kept for staff, never answered
	}
	res, err := tx.exec(sqlArrive, m.From.Channel, m.From.Chat, m.ID, sealed(tx, m), ms(due), ms(now), state, tx.ledger.chatHash(m.From))
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// Schedule puts a message from ourselves into the inbox, to be handled at due. The same ID for the same chat is scheduled once.
func (tx *Tx) Schedule(m store.Message, now, due time.Time) error {
	m.Kind, m.At = store.Event, due
	if _, err := tx.arrive(m, now, due); err != nil {
		return fmt.Errorf("schedule %s: %w", m.Text, err)
	}
	return nil
}

// WaitingRows are the rows of all messages that are due and not handled, oldest first.
func (l *Ledger) WaitingRows(ctx context.Context, now time.Time) ([]int64, error) {
	rows, err := l.rowIDs(ctx, sqlWaitingRows, ms(now))
	if err != nil {
		return nil, fmt.Errorf("look into the inbox: %w", err)
	}
	return rows, nil
}

// rowIDs reads a list of row ids and sorts it.
func (l *Ledger) rowIDs(ctx context.Context, query string, args ...any) ([]int64, error) {
	rows, err := l.read.QueryContext(ctx, query, args...)
	ids, err := all(rows, err, func(rows *sql.Rows) (row int64, err error) { return row, rows.Scan(&row) })
	slices.Sort(ids)
	return ids, err
}

// list writes row ids for json_each.
func list(rows []int64) string {
	b := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, row, 10)
	}
	return string(append(b, ']'))
}

// cut takes up to limit rows from behind a row.
func cut(rows []int64, behind int64, limit int) []int64 {
	from, _ := slices.BinarySearch(rows, behind+1)
	return rows[from:min(from+limit, len(rows))]
}

// Waiting lists up to limit messages that are due and not handled, oldest first, from behind a row.
func (l *Ledger) Waiting(ctx context.Context, now time.Time, behind int64, limit int) ([]Arrived, error) {
	rows, err := l.WaitingRows(ctx, now)
	if err != nil {
		return nil, err
	}
	return l.WaitingIn(ctx, now, cut(rows, behind, limit)...)
}

// WaitingIn reads the messages of some rows, as far as they still wait, oldest first. What cannot be opened any more becomes a dead letter.
func (l *Ledger) WaitingIn(ctx context.Context, now time.Time, rows ...int64) ([]Arrived, error) {
	found, err := l.read.QueryContext(ctx, sqlWaiting, list(rows))
	var broken []int64
	messages, err := all(found, err, func(rows *sql.Rows) (Arrived, error) {
		var a Arrived
		var body []byte
		if err := rows.Scan(&a.Row, &a.Tries, &body); err != nil {
			return a, err
		}
		if err := l.open(body, &a.Message); err != nil {
			broken = append(broken, a.Row)
		}
		return a, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	for _, row := range broken {
		if err := l.Bury(ctx, row, 0, "unreadable", now); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(messages, func(a Arrived) bool { return slices.Contains(broken, a.Row) }), nil
}

// Behind lists the messages of a chat that wait behind a row.
func (l *Ledger) Behind(ctx context.Context, of store.Address, row int64) ([]store.Message, error) {
	rows, err := l.read.QueryContext(ctx, sqlBehind, of.Channel, of.Chat, row)
	list, err := all(rows, err, func(rows *sql.Rows) (m store.Message, err error) {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return m, err
		}
		_ = l.open(body, &m) // what cannot be opened is nobody's message
		return m, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	return list, nil
}

// Take marks a message as handled; false when it was before, or has moved to another chat, and then the turn must stop.
func (tx *Tx) Take(row int64, of store.Address, now time.Time) (bool, error) {
	n, err := tx.change(sqlTakeOf, ms(now), row, of.Chat)
	if err != nil {
		return false, fmt.Errorf("take message: %w", err)
	}
	return n == 1, nil
}

// PutOff lets what fell due fall due later.
func (l *Ledger) PutOff(ctx context.Context, row int64, due time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`UPDATE inbox SET due = ? WHERE id = ? AND state = 0`, ms(due), row)
		return err
	})
}

// Bury makes a message a dead letter after its last try. Its body stays, for staff.
func (l *Ledger) Bury(ctx context.Context, row int64, tries int, why string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(sqlBury, tries, why, ms(now), row)
		return err
	})
}

// open unseals JSON into v.
func (l *Ledger) open(sealed []byte, v any) error {
	body, err := l.box.Open(sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}

// sealed is v as sealed JSON, good until the next one of this transaction.
func sealed[T interface{ Append([]byte) []byte }](tx *Tx, v T) []byte {
	tx.content = v.Append(tx.content[:0])
	tx.sealed = tx.ledger.box.Append(tx.sealed[:0], tx.content)
	return tx.sealed
}
