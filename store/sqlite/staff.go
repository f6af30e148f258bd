package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
)

// audit records who did or saw what.
func (tx *Tx) audit(by, action, object, before, after, reason string, now time.Time) error {
	_, err := tx.exec(`INSERT INTO audit (at, by, action, object, before, after, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		ms(now), by, action, object, before, after, reason)
	return err
}

// Audit records an action that happens outside the ledger, such as an export.
func (l *Ledger) Audit(ctx context.Context, by, action, object, reason string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.audit(by, action, object, "", "", reason, now) })
}

// AuditLine is one row of the audit log.
type AuditLine struct {
	At                                        time.Time
	By, Action, Object, Before, After, Reason string
}

// AuditLog lists what was done about an object, or everything when object is empty, oldest first.
func (l *Ledger) AuditLog(ctx context.Context, object string) ([]AuditLine, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT at, by, action, object, before, after, reason FROM audit WHERE ?1 = '' OR object = ?1 ORDER BY id`, object)
	return all(rows, err, func(rows *sql.Rows) (a AuditLine, err error) {
		var when int64
		err = rows.Scan(&when, &a.By, &a.Action, &a.Object, &a.Before, &a.After, &a.Reason)
		a.At = at(when)
		return a, err
	})
}

// PutStaff adds a member of staff or changes her role.
func (l *Ledger) PutStaff(ctx context.Context, s store.Staff, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO staff (name, role, scope, revoked) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET role = excluded.role, scope = excluded.scope, revoked = excluded.revoked`, s.Name, s.Role, s.Scope, s.Revoked)
		if err != nil {
			return fmt.Errorf("write staff: %w", err)
		}
		if s.Revoked { // and is told nothing any more
			if _, err := tx.unlinkStaff(s.Name); err != nil {
				return fmt.Errorf("write staff: %w", err)
			}
		}
		return tx.audit(by, "put staff", s.Name, "", fmt.Sprintf("%s %s revoked=%t", s.Role, s.Scope, s.Revoked), "", now)
	})
}

// Staff lists everybody with a role, revoked ones too.
func (l *Ledger) Staff(ctx context.Context) ([]store.Staff, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT name, role, scope, revoked FROM staff ORDER BY name`)
	return all(rows, err, func(rows *sql.Rows) (s store.Staff, err error) {
		return s, rows.Scan(&s.Name, &s.Role, &s.Scope, &s.Revoked)
	})
}

// Flag is something that staff should look at.
type Flag struct {
	At           time.Time
	Channel      string
	Chat         string // keyed hash
	Why, Details string
}

// Flags lists what staff should look at, newest first.
func (l *Ledger) Flags(ctx context.Context, limit int) ([]Flag, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT at, channel, chat, why, detail FROM flags ORDER BY id DESC LIMIT ?`, limit)
	return all(rows, err, func(rows *sql.Rows) (f Flag, err error) {
		var when int64
		err = rows.Scan(&when, &f.Channel, &f.Chat, &f.Why, &f.Details)
		f.At = at(when)
		return f, err
	})
}

// AddFlag shows something to staff.
func (l *Ledger) AddFlag(ctx context.Context, of store.Address, why, detail string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error { return tx.flag(of, why, detail, now) })
}
