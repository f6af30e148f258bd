package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"lopo/store"
	"lopo/store/city"
)

// Fate is what became of an outbox row.
type Fate int

const (
	Queued Fate = iota
	Sent
	Failed      // refused, or given up
	Unreachable // the person cannot be reached
	Unsure      // it may have arrived, and is not sent again
)

// Queueing is an outbox row that waits to be sent.
type Queueing struct {
	Row     int64
	Doubt   bool // an earlier try may have arrived
	Message store.Outgoing
}

const (
	// The index is named: see sqlWaitingRows.
	sqlQueueRows = `SELECT id FROM outbox INDEXED BY outbox_due WHERE state = 0 AND due <= ?`
	sqlQueueHeld = sqlQueueRows + ` AND channel NOT IN (SELECT value FROM json_each(?)) AND (priority = 0 OR channel NOT IN (SELECT value FROM json_each(?)))`
	sqlQueue     = `SELECT id, channel, chat, body, tries, doubt, due FROM outbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 0 ORDER BY id`

	sqlPost  = `INSERT INTO outbox (key, channel, chat, body, priority, due, made) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`
	sqlSent  = `UPDATE outbox SET state = 1, body = NULL, platform = ?, done = ? WHERE id = ? AND state = 0`
	sqlLater = `UPDATE outbox SET due = ?, tries = ?, doubt = ?, why = ? WHERE id = ? AND state = 0`
	sqlDoubt = `UPDATE outbox SET doubt = 1 WHERE id = ? AND state = 0 AND doubt = 0`
	sqlFate  = `UPDATE outbox SET state = ?, why = ?, done = ? WHERE id = ? AND state = 0`
	sqlLeave = `UPDATE outbox SET state = 3, why = ?, done = ? WHERE key >= ? AND key < ? AND state = 0`
)

// Post inserts a message to be sent. The same key is inserted once; row is then 0.
func (tx *Tx) Post(m store.Outgoing, now time.Time) (row int64, err error) {
	res, err := tx.exec(sqlPost, m.Key, m.To.Channel, m.To.Chat, sealed(tx, m), int(m.Priority), ms(m.Due), ms(now))
	if err != nil {
		return 0, fmt.Errorf("write outbox: %w", err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// Hold names the channels that nothing (All) and no notice (Notices) may go through now.
type Hold struct{ All, Notices []string }

// QueueRows are the rows of all messages that are due to be sent and not on hold, oldest first.
func (l *Ledger) QueueRows(ctx context.Context, now time.Time, hold Hold) ([]int64, error) {
	query, args := sqlQueueRows, []any{ms(now)}
	if len(hold.All)+len(hold.Notices) > 0 {
		query, args = sqlQueueHeld, append(args, namesOf(hold.All), namesOf(hold.Notices))
	}
	rows, err := l.rowIDs(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("look into the outbox: %w", err)
	}
	return rows, nil
}

// Queue lists up to limit messages that are due to be sent, oldest first, from behind a row.
func (l *Ledger) Queue(ctx context.Context, now time.Time, behind int64, limit int) ([]Queueing, error) {
	rows, err := l.QueueRows(ctx, now, Hold{})
	if err != nil {
		return nil, err
	}
	return l.QueuedIn(ctx, now, cut(rows, behind, limit)...)
}

// QueuedIn reads the messages of some rows, as far as they still wait, oldest first. What cannot be opened any more has failed: it must not keep
// the others from being found.
func (l *Ledger) QueuedIn(ctx context.Context, now time.Time, rows ...int64) ([]Queueing, error) {
	found, err := l.read.QueryContext(ctx, sqlQueue, list(rows))
	var broken []Queueing
	messages, err := all(found, err, func(rows *sql.Rows) (q Queueing, err error) {
		var body []byte
		var due int64
		var tries int
		if err := rows.Scan(&q.Row, &q.Message.To.Channel, &q.Message.To.Chat, &body, &tries, &q.Doubt, &due); err != nil {
			return q, err
		}
		if l.open(body, &q.Message) != nil {
			broken = append(broken, q)
		}
		q.Message.Tries, q.Message.Due = tries, at(due)
		return q, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	for _, q := range broken {
		if err := l.MarkEnded(ctx, q, Failed, "unreadable", now); err != nil {
			return nil, err
		}
	}
	isBroken := func(q Queueing) bool {
		return slices.ContainsFunc(broken, func(b Queueing) bool { return b.Row == q.Row })
	}
	return slices.DeleteFunc(messages, isBroken), nil
}

// namesOf writes names for json_each.
func namesOf(list []string) string {
	text, _ := json.Marshal(append([]string{}, list...)) // strings always can
	return string(text)
}

// MarkSent records that a message went out, with the platform's id, and lets go of its text.
func (l *Ledger) MarkSent(ctx context.Context, row int64, platform string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(sqlSent, platform, ms(now), row)
		return err
	})
}

// MarkDoubt records that a message is about to be sent and may have arrived from here on; false when somebody else has begun to send it.
func (l *Ledger) MarkDoubt(ctx context.Context, row int64) (mine bool, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		n, err := tx.change(sqlDoubt, row)
		mine = n == 1
		return err
	})
	return mine, err
}

// MarkOut records that the last message to an erased chat is out, by leaving nothing of it.
func (l *Ledger) MarkOut(ctx context.Context, row int64) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`DELETE FROM outbox WHERE id = ?`, row)
		return err
	})
}

// MarkLater records a failed try and when the next is due.
func (l *Ledger) MarkLater(ctx context.Context, q Queueing, why string) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(sqlLater, ms(q.Message.Due), q.Message.Tries, q.Doubt, why, q.Row)
		return err
	})
}

// MarkEnded records that a message will not be tried again. A failure is shown to staff.
func (l *Ledger) MarkEnded(ctx context.Context, q Queueing, fate Fate, why string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		if _, err := tx.exec(sqlFate, int(fate), why, ms(now), q.Row); err != nil {
			return err
		}
		if fate != Failed {
			return nil
		}
		return tx.flag(q.Message.To, "send_failed", why, now)
	})
}

// MarkUnreachable records that nothing reaches a chat any more: all that waits for it ends. muted: it is a group that we are in and may not write in.
func (l *Ledger) MarkUnreachable(ctx context.Context, to store.Address, muted bool, why string, now time.Time) error {
	state := store.GroupLeft
	if muted {
		state = store.GroupMuted
	}
	return l.Do(ctx, func(tx *Tx) error {
		from, until := keysOf(to)
		if _, err := tx.exec(sqlLeave, why, ms(now), from, until); err != nil {
			return err
		}
		if err := tx.LoseGroup(to, state, now); err != nil {
			return err
		}
		return tx.setBlocked(to, true)
	})
}

// MayTell reports whether a chat wants to be told of a topic unasked, and not before when: nobody is woken.
func (l *Ledger) MayTell(ctx context.Context, to store.Address, topic string, now time.Time) (may bool, due time.Time, err error) {
	var optout string
	var blocked bool
	err = l.read.QueryRowContext(ctx, `SELECT optout, blocked FROM contacts WHERE channel = ? AND chat = ?`, to.Channel, to.Chat).Scan(&optout, &blocked)
	if errors.Is(err, sql.ErrNoRows) { // erased meanwhile
		return false, now, nil
	}
	out := topics(optout)
	return err == nil && !blocked && !out[store.All] && !out[topic], city.Awake(l.city, now), err
}

// keysOf is the range of the outbox keys of one chat: each begins with "channel:chat/", and "0" follows "/".
func keysOf(of store.Address) (from, until string) {
	chat := of.Channel + ":" + of.Chat
	return chat + "/", chat + "0"
}
