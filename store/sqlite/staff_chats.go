package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

// StaffChat is a chat in which a member of staff is told what cannot wait.
type StaffChat struct {
	Of   store.Address
	Name string
	Role store.Role
	In   string // her scope: a kelurahan, or "" the whole city
}

const sqlStaffChats = `SELECT c.channel, c.chat, c.name, s.role, s.scope FROM staff_chats c JOIN staff s ON s.name = c.name WHERE s.revoked = 0 AND (s.until = 0 OR s.until > ?) ORDER BY c.name, c.channel`

func scanStaffChat(rows *sql.Rows) (c StaffChat, err error) {
	return c, rows.Scan(&c.Of.Channel, &c.Of.Chat, &c.Name, &c.Role, &c.In)
}

// StaffChats lists the chats of all members of staff whose role lasts.
func (l *Ledger) StaffChats(ctx context.Context, now time.Time) ([]StaffChat, error) {
	rows, err := l.read.QueryContext(ctx, sqlStaffChats, ms(now))
	return all(rows, err, scanStaffChat)
}

// StaffChats is as of this transaction.
func (tx *Tx) StaffChats(now time.Time) ([]StaffChat, error) {
	rows, err := tx.rows(sqlStaffChats, ms(now))
	return all(rows, err, scanStaffChat)
}

// PutStaffCode keeps a new one-time code of a member of staff in the place of the old one. number is the half by which it is found.
func (l *Ledger) PutStaffCode(ctx context.Context, name, code, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO staff_codes (name, number, hash, made) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET number = excluded.number, hash = excluded.hash, made = excluded.made, misses = 0`,
			name, store.CodeNumber(code), l.codeHash(code), ms(now))
		if err != nil {
			return fmt.Errorf("write staff code: %w", err)
		}
		return tx.audit(by, "make staff code", name, "", "", "", now)
	})
}

func (l *Ledger) codeHash(code string) string { return l.box.Hash("staff code", code) }

// staffCode tells what a code that somebody wrote is worth.
func (tx *Tx) staffCode(code string, now time.Time) (*store.StaffCode, error) {
	var c store.StaffCode
	var hash string
	var made int64
	var misses int
	err := tx.row(`SELECT name, hash, made, misses FROM staff_codes WHERE number = ?`, store.CodeNumber(code)).Scan(&c.Name, &hash, &made, &misses)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &store.StaffCode{}, nil
	case err != nil:
		return nil, fmt.Errorf("read staff code: %w", err)
	}
	if c.Staff, _, err = tx.staffNamed(c.Name); err != nil {
		return nil, fmt.Errorf("read staff: %w", err)
	}
	c.Locked = misses >= store.CodeMisses
	c.Valid = !c.Locked && c.Staff.May(store.ToLook, c.Staff.Scope, now) == store.Allowed && now.Before(at(made).Add(store.CodeLife)) && hash == tx.ledger.codeHash(code)
	return &c, nil
}

// linkStaff makes a chat that of a member of staff, and uses up her code.
func (tx *Tx) linkStaff(of store.Address, name string, now time.Time) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM staff_codes WHERE name = ?`, []any{name}},
		{`DELETE FROM staff_chats WHERE channel = ?1 AND (chat = ?2 OR name = ?3)`, []any{of.Channel, of.Chat, name}},
		{`INSERT INTO staff_chats (channel, chat, name, since) VALUES (?, ?, ?, ?)`, []any{of.Channel, of.Chat, name, ms(now)}},
	} {
		if _, err := tx.exec(step.query, step.args...); err != nil {
			return fmt.Errorf("link staff: %w", err)
		}
	}
	return tx.audit(name, "link staff chat", name, "", of.Channel, "", now)
}

// missCode counts a wrong try at the code that is found by a number.
func (tx *Tx) missCode(number string) error {
	_, err := tx.exec(`UPDATE staff_codes SET misses = misses + 1 WHERE number = ?`, number)
	return err
}

// UnlinkStaff takes the chats and the open code of a member of staff away; it returns how many chats there were.
func (l *Ledger) UnlinkStaff(ctx context.Context, name, by string, now time.Time) (n int64, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		if n, err = tx.unlinkStaff(name); err != nil {
			return err
		}
		return tx.audit(by, "unlink staff chats", name, fmt.Sprint(n), "", "", now)
	})
	return n, err
}

func (tx *Tx) unlinkStaff(name string) (int64, error) {
	if _, err := tx.exec(`DELETE FROM staff_codes WHERE name = ?`, name); err != nil {
		return 0, err
	}
	return tx.change(`DELETE FROM staff_chats WHERE name = ?`, name)
}
