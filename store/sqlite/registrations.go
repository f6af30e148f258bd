package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lopo/store"
)

const (
	sqlRegistrationColumns = `SELECT r.id, r.number, r.channel, r.chat, r.name, r.born, r.gender, r.kelurahan, r.education, r.work, r.phone, r.nik,
		r.batch, coalesce(r.second, 0), coalesce(r.seat, 0), r.status, r.rank, r.offers, r.deadline, r.reason, r.flags, r.sent, r.changed,
		CASE WHEN r.status = 'waiting' THEN (SELECT count(*) FROM registrations w
			WHERE w.batch = r.batch AND w.status = 'waiting' AND (w.rank, w.sent, w.id) <= (r.rank, r.sent, r.id)) ELSE 0 END
		FROM registrations r`
	sqlRegistrationsOf    = sqlRegistrationColumns + ` WHERE r.channel = ? AND r.chat = ? ORDER BY r.id DESC`
	sqlRegistrationNumber = sqlRegistrationColumns + ` WHERE r.number = ?`
	sqlRegistrationsAll   = sqlRegistrationColumns + ` ORDER BY r.batch, r.rank, r.sent, r.id`

	sqlRegister = `INSERT INTO registrations (number, channel, chat, name, born, gender, kelurahan, education, work, phone, nik, person, nik_hash,
		batch, second, status, flags, sent, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?)`
)

// scan reads one row of sqlRegistrationColumns and opens what is sealed.
func (l *Ledger) scanRegistration(rows *sql.Rows) (store.RegistrationView, error) {
	var v store.RegistrationView
	var phone, nik []byte
	var deadline, sent, changed int64
	a := &v.Applicant
	err := rows.Scan(&v.ID, &v.Number, &v.Of.Channel, &v.Of.Chat, &a.Name, &a.Born, &a.Gender, &a.Kelurahan, &a.Education, &a.Work, &phone, &nik,
		&v.Registration.Batch, &v.Second, &v.Seat, &v.Status, &v.Rank, &v.Offers, &deadline, &v.Reason, &v.Flags, &sent, &changed, &v.Position)
	if err != nil {
		return v, err
	}
	v.Deadline, v.Sent, v.Changed = at(deadline), at(sent), at(changed)
	if a.Phone, err = l.box.OpenText(phone); err != nil {
		return v, fmt.Errorf("%s: %w", v.Number, err)
	}
	if a.NIK, err = l.box.OpenText(nik); err != nil {
		return v, fmt.Errorf("%s: %w", v.Number, err)
	}
	return v, nil
}

// join fills the batches that registrations name.
func join(list []store.RegistrationView, batches []store.Batch) {
	byID := make(map[int64]store.Batch, len(batches))
	for _, b := range batches {
		byID[b.ID] = b
	}
	for i := range list {
		v := &list[i]
		v.First, v.Chance, v.Held = byID[v.Registration.Batch], byID[v.Second], byID[v.Seat]
	}
}

func (tx *Tx) registrationsOf(of store.Address) ([]store.RegistrationView, error) {
	rows, err := tx.rows(sqlRegistrationsOf, of.Channel, of.Chat)
	list, err := all(rows, err, tx.ledger.scanRegistration)
	if err != nil {
		return nil, err
	}
	c, err := tx.open()
	if err != nil {
		return nil, err
	}
	join(list, c.batches)
	return list, nil
}

// registration reads one application by its number.
func (tx *Tx) registration(number string) (store.RegistrationView, error) {
	rows, err := tx.rows(sqlRegistrationNumber, number)
	list, err := all(rows, err, tx.ledger.scanRegistration)
	if err != nil {
		return store.RegistrationView{}, fmt.Errorf("read registration: %w", err)
	}
	if len(list) == 0 {
		return store.RegistrationView{}, fmt.Errorf("registration %s: %w", number, sql.ErrNoRows)
	}
	c, err := tx.open()
	if err != nil {
		return store.RegistrationView{}, err
	}
	join(list, c.batches)
	return list[0], nil
}

// Registrations lists all applications in the order of their batch and line. The personal data are open: who shows them masks them.
func (l *Ledger) Registrations(ctx context.Context) ([]store.RegistrationView, error) {
	batches, err := l.Batches(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := l.read.QueryContext(ctx, sqlRegistrationsAll)
	list, err := all(rows, err, l.scanRegistration)
	if err != nil {
		return nil, fmt.Errorf("read registrations: %w", err)
	}
	join(list, batches)
	return list, nil
}

// KelurahanOf is where the applicant with a number lives.
func (l *Ledger) KelurahanOf(ctx context.Context, number string) (kelurahan string, err error) {
	err = l.read.QueryRowContext(ctx, `SELECT kelurahan FROM registrations WHERE number = ?`, number).Scan(&kelurahan)
	if err != nil {
		return "", fmt.Errorf("registration %s: %w", number, err)
	}
	return kelurahan, nil
}

// register stores a new application. Where staff have opened the selection already it joins the waiting list, and a free seat is offered.
func (tx *Tx) register(r store.Registration, of store.Address, now time.Time) error {
	b, err := tx.find(r.Batch)
	if err != nil {
		return err
	}
	r.Status = store.Submitted
	if b.Offering && !b.Endorsed {
		r.Status = store.Waiting
	}
	if err := tx.count(counterOf(now)); err != nil {
		return err
	}
	a, box := r.Applicant, tx.ledger.box
	err = tx.execOf(of, sqlRegister, r.Number, of.Channel, of.Chat, a.Name, a.Born, a.Gender, a.Kelurahan, a.Education, a.Work,
		box.SealText(a.Phone), box.SealText(a.NIK), tx.ledger.person(a), tx.ledger.nikHash(a.NIK), r.Batch, r.Second, r.Status, r.Flags, ms(now), ms(now))
	if err != nil {
		return err
	}
	tx.catalogue = tx.catalogue.change(func(c *catalogue) {
		i := slices.IndexFunc(c.batches, func(b store.Batch) bool { return b.ID == r.Batch })
		c.batches[i].Applicants++ // as the trigger counts them
	})
	return tx.fillFor(r, now)
}

// amend changes one answer of an application that is still being decided on. Who an applicant is stays unique within the batch.
func (tx *Tx) amend(e store.Amend, now time.Time) error {
	v, err := tx.registration(e.Number)
	if err != nil {
		return err
	}
	a := &v.Applicant
	if err := amended(a, e); err != nil {
		return err
	}
	box := tx.ledger.box
	_, err = tx.exec(`UPDATE registrations SET name = ?, born = ?, gender = ?, kelurahan = ?, education = ?, work = ?, phone = ?, nik = ?,
		person = ?, nik_hash = ?, flags = ?, changed = ? WHERE id = ?`,
		a.Name, a.Born, a.Gender, a.Kelurahan, a.Education, a.Work, box.SealText(a.Phone), box.SealText(a.NIK),
		tx.ledger.person(*a), tx.ledger.nikHash(a.NIK), e.Flags, ms(now), v.ID)
	if err != nil {
		return err
	}
	if err := tx.audit("resident", "amend", e.Number, "", e.Slot, "", now); err != nil {
		return err
	}
	return tx.fillFor(v.Registration, now) // in another kelurahan she may have a seat, or leave a share to somebody else
}

// amended changes one answer of an applicant.
func amended(a *store.Applicant, e store.Amend) error {
	if !a.Set(e.Slot, e.Value) {
		return fmt.Errorf("amend %q: no such answer", e.Slot)
	}
	return nil
}

// cancel withdraws an application. What it held goes to the next in line.
func (tx *Tx) cancel(number, reason string, now time.Time) error {
	return tx.leave(number, store.Cancelled, reason, now)
}

// leave moves an application to an ended status and offers the seat it held to the next in line.
func (tx *Tx) leave(number string, status store.Status, reason string, now time.Time) error {
	v, err := tx.registration(number)
	if err != nil {
		return err
	}
	if err := tx.setStatus(v.ID, status, reason, now); err != nil {
		return err
	}
	if !v.Status.Holds() {
		return nil
	}
	return tx.fill(v.Seat, now)
}

func (tx *Tx) setStatus(id int64, status store.Status, reason string, now time.Time) error {
	tx.catalogue = nil
	_, err := tx.exec(`UPDATE registrations SET status = ?, reason = ?, deadline = 0, changed = ? WHERE id = ?`, status, reason, ms(now), id)
	return err
}

// IsMissing reports whether err says that what was asked for does not exist.
func IsMissing(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// IsTwin reports whether err says that the same person applies for the same batch already.
func IsTwin(err error) bool {
	return err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed: registrations.batch")
}
