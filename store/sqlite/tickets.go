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
	sqlTicketColumns = `SELECT id, number, channel, chat, kelurahan, body, context, opened, closed, by, answer FROM tickets`
	sqlTicketsOf     = sqlTicketColumns + ` WHERE channel = ? AND chat = ? AND closed = 0 ORDER BY id DESC`
	sqlTicketsOpen   = sqlTicketColumns + ` WHERE closed = 0 ORDER BY opened, id`
	sqlTicket        = sqlTicketColumns + ` WHERE number = ?`
)

// ErrClosedTicket is returned when a ticket was closed before.
var ErrClosedTicket = errors.New("the ticket is closed already")

func (l *Ledger) scanTicket(rows *sql.Rows) (t store.Ticket, err error) {
	var body, answer []byte
	var opened, closed int64
	err = rows.Scan(&t.ID, &t.Number, &t.Of.Channel, &t.Of.Chat, &t.Kelurahan, &body, &t.Context, &opened, &closed, &t.By, &answer)
	if err != nil {
		return t, err
	}
	t.Opened, t.Closed = at(opened), at(closed)
	if t.Text, err = l.box.OpenText(body); err != nil {
		return t, err
	}
	t.Answer, err = l.box.OpenText(answer)
	return t, err
}

func (tx *Tx) ticketsOf(of store.Address) ([]store.Ticket, error) {
	rows, err := tx.rows(sqlTicketsOf, of.Channel, of.Chat)
	return all(rows, err, tx.ledger.scanTicket)
}

// Tickets lists the open tickets, oldest first.
func (l *Ledger) Tickets(ctx context.Context) ([]store.Ticket, error) {
	rows, err := l.read.QueryContext(ctx, sqlTicketsOpen)
	return all(rows, err, l.scanTicket)
}

// Ticket reads one ticket by its number.
func (l *Ledger) Ticket(ctx context.Context, number string) (store.Ticket, error) {
	rows, err := l.read.QueryContext(ctx, sqlTicket, number)
	return one(number)(all(rows, err, l.scanTicket))
}

// one takes the only item of a list that was looked up by key.
func one(key string) func(list []store.Ticket, err error) (store.Ticket, error) {
	return func(list []store.Ticket, err error) (store.Ticket, error) {
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("ticket %s: %w", key, sql.ErrNoRows)
		}
		if err != nil {
			return store.Ticket{}, err
		}
		return list[0], nil
	}
}

// ticketFor is the question with a number, open or closed, where a chat of the same person asked it; nil where not.
func (tx *Tx) ticketFor(of store.Address, number string) (*store.Ticket, error) {
	rows, err := tx.rows(sqlTicket, number)
	list, err := all(rows, err, tx.ledger.scanTicket)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if mine, err := tx.same(of, list[0].Of); !mine || err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (tx *Tx) openTicket(of store.Address, t store.Ticket, now time.Time) error {
	if err := tx.count("ticket"); err != nil {
		return err
	}
	return tx.execOf(of, `INSERT INTO tickets (number, channel, chat, kelurahan, body, context, opened) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Number, of.Channel, of.Chat, t.Kelurahan, tx.ledger.box.SealText(t.Text), t.Context, ms(now))
}

// CloseTicket ends a ticket. The answer, if there is one, goes to the resident as a message due now.
func (l *Ledger) CloseTicket(ctx context.Context, number, answer, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		rows, err := tx.rows(sqlTicket, number)
		t, err := one(number)(all(rows, err, l.scanTicket))
		if err != nil {
			return err
		}
		if !t.Closed.IsZero() {
			return ErrClosedTicket
		}
		if _, err := tx.exec(`UPDATE tickets SET closed = ?, by = ?, answer = ? WHERE id = ?`, ms(now), by, l.box.SealText(answer), t.ID); err != nil {
			return err
		}
		if err := tx.audit(by, "close ticket", number, "", "", "", now); err != nil {
			return err
		}
		m := store.Message{ID: "ticket:" + number, From: t.Of, Text: "ticket", Of: number, Start: answer}
		return tx.Schedule(m, now, now)
	})
}
