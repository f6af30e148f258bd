package sqlite

import (
	"context"
	"database/sql"
	"errors"
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
		was, _, err := tx.staffNamed(s.Name)
		if err != nil {
			return fmt.Errorf("read staff: %w", err)
		}
		_, err = tx.exec(`INSERT INTO staff (name, role, scope, revoked, until) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET role = excluded.role, scope = excluded.scope, revoked = excluded.revoked, until = excluded.until`,
			s.Name, s.Role, s.Scope, s.Revoked, ms(s.Until))
		if err != nil {
			return fmt.Errorf("write staff: %w", err)
		}
		if s.Revoked { // and is told nothing any more
			if _, err := tx.unlinkStaff(s.Name); err != nil {
				return fmt.Errorf("write staff: %w", err)
			}
		}
		return tx.audit(by, "put staff", s.Name, described(was), described(s), "", now)
	})
}

// described is a role as the audit log has it.
func described(s store.Staff) string {
	if s.Name == "" {
		return ""
	}
	until := ""
	if !s.Until.IsZero() {
		until = " until=" + s.Until.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%s %s revoked=%t%s", s.Role, s.Scope, s.Revoked, until)
}

const sqlStaff = `SELECT name, role, scope, revoked, until FROM staff`

// scanStaff reads what sqlStaff gives, from a row or from one of many.
func scanStaff(row interface{ Scan(...any) error }) (s store.Staff, err error) {
	var until int64
	err = row.Scan(&s.Name, &s.Role, &s.Scope, &s.Revoked, &until)
	s.Until = at(until)
	return s, err
}

// Staff lists everybody with a role, revoked ones too.
func (l *Ledger) Staff(ctx context.Context) ([]store.Staff, error) {
	rows, err := l.read.QueryContext(ctx, sqlStaff+` ORDER BY name`)
	return all(rows, err, func(rows *sql.Rows) (store.Staff, error) { return scanStaff(rows) })
}

// staffNamed finds a member of staff by name.
func (tx *Tx) staffNamed(name string) (s store.Staff, there bool, err error) {
	s, err = scanStaff(tx.row(sqlStaff+` WHERE name = ?`, name))
	if errors.Is(err, sql.ErrNoRows) {
		return store.Staff{}, false, nil
	}
	return s, err == nil, err
}

// staffOf is the member of staff whose chat this is, while her role lasts.
func (tx *Tx) staffOf(of store.Address, now time.Time) (*store.Staff, error) {
	s, err := scanStaff(tx.row(sqlStaff+` WHERE name = (SELECT name FROM staff_chats WHERE channel = ? AND chat = ?)`, of.Channel, of.Chat))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case s.Revoked || !s.Until.IsZero() && !now.Before(s.Until):
		return nil, nil
	}
	return &s, nil
}

// RefusedError says why a member of staff may not do something.
type RefusedError struct {
	Staff store.Staff
	Do    store.Deed
	In    string // a kelurahan; "" the whole city
	Why   store.Refusal
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s may not %s in %q: %s", e.Staff.Name, e.Do, e.In, e.Why)
}

// Authorise finds a member of staff and returns a RefusedError where she may not do something in a kelurahan now. A refusal is audited.
func (l *Ledger) Authorise(ctx context.Context, name string, do store.Deed, in string, now time.Time) (s store.Staff, err error) {
	s, err = scanStaff(l.read.QueryRowContext(ctx, sqlStaff+` WHERE name = ?`, name))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("read staff: %w", err)
	}
	why := s.May(do, in, now)
	if why == store.Allowed {
		return s, nil
	}
	s.Name = name
	err = l.Do(ctx, func(tx *Tx) error {
		return tx.refuse(store.RefuseStaff{Name: name, Do: do, In: in, Why: why}, now)
	})
	if err != nil {
		return s, err
	}
	return s, &RefusedError{Staff: s, Do: do, In: in, Why: why}
}

// refuse records that a member of staff tried what she may not do.
func (tx *Tx) refuse(e store.RefuseStaff, now time.Time) error {
	return tx.audit(e.Name, "refused: "+string(e.Do), e.In, "", "", string(e.Why), now)
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
