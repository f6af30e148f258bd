package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
	"lopo/store/city"
)

// How far a question was carried up, as its row has it.
const (
	toldNobody = iota
	toldOwners // those who answer for the kelurahan it comes from
	toldAdmins
)

// inDanger is the context of a cry for help: it waits for no working hours.
const inDanger = "danger"

// waitingTicket is what carrying up needs of one.
type waitingTicket struct {
	number, kelurahan, context string
	opened                     time.Time
	told                       int
}

// due is how far a question should have been carried up by now, and how much working time it has waited.
func (t waitingTicket) due(hours city.Hours, w city.Waits, now time.Time) (told int, waited time.Duration) {
	waited = hours.Between(t.opened, now)
	switch {
	case t.context == inDanger, waited >= w.Raise:
		return toldAdmins, waited
	case waited >= w.Remind:
		return toldOwners, waited
	}
	return toldNobody, waited
}

// CarryUp reminds those who answer of questions that have waited too long, then the admins, in their own chats. Working hours and holidays count;
// a cry for help is told to all of them at once. Where no owner has a chat the admins hear at once; where nobody has one it waits for somebody to
// link one.
func (l *Ledger) CarryUp(ctx context.Context, now time.Time) error {
	rows, err := l.read.QueryContext(ctx, `SELECT number, kelurahan, context, opened, told FROM tickets WHERE closed = 0 AND told < ? ORDER BY opened, id`, toldAdmins)
	list, err := all(rows, err, func(rows *sql.Rows) (t waitingTicket, err error) {
		var opened int64
		err = rows.Scan(&t.number, &t.kelurahan, &t.context, &opened, &t.told)
		t.opened = at(opened)
		return t, err
	})
	if err != nil {
		return fmt.Errorf("read waiting tickets: %w", err)
	}
	hours, waits := city.WorkHours(l.city), city.TicketWaits(l.city)
	for _, t := range list {
		told, waited := t.due(hours, waits, now)
		if told <= t.told {
			continue
		}
		if err := l.Do(ctx, func(tx *Tx) error { return tx.carryUp(t, told, waited, now) }); err != nil {
			return fmt.Errorf("carry up %s: %w", t.number, err)
		}
	}
	return nil
}

func (tx *Tx) carryUp(t waitingTicket, told int, waited time.Duration, now time.Time) error {
	chats, err := tx.StaffChats(now)
	if err != nil {
		return err
	}
	var owners, admins []store.Address
	for _, c := range chats {
		s := store.Staff{Name: c.Name, Role: c.Role, Scope: c.In}
		switch {
		case c.Role == store.Admin:
			admins = append(admins, c.Of)
		case s.May(store.ToDecide, t.kelurahan, now) == store.Allowed:
			owners = append(owners, c.Of)
		}
	}
	if len(owners) == 0 {
		told = toldAdmins
	}
	to := owners
	if told == toldAdmins {
		to = append(to, admins...)
	}
	if len(to) == 0 {
		return nil
	}
	if n, err := tx.change(`UPDATE tickets SET told = ? WHERE number = ? AND closed = 0 AND told < ?`, told, t.number, told); n == 0 || err != nil {
		return err
	}
	for _, of := range to {
		m := store.Message{ID: fmt.Sprintf("ticket_waits:%s#%d", t.number, told), From: of, Text: "ticket_waits", Of: t.number,
			Start: fmt.Sprintf("%d#%s#%s", int(waited.Hours()), t.context, t.kelurahan)}
		if err := tx.Schedule(m, now, now); err != nil {
			return err
		}
	}
	return nil
}
