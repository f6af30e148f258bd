package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

// KeepInquiries is how long an interest in the loan stays: a year has its own rounds and its own terms.
const KeepInquiries = 365 * 24 * time.Hour

const (
	sqlLoanColumns = `SELECT kelurahan, status, min, max, charge, charge_per, tenor, grace, collateral, requirements, contact, hours, basis, as_of, source,
		example, by, changed FROM loan_terms`
	sqlLoans = sqlLoanColumns + ` ORDER BY kelurahan`
	sqlLoan  = sqlLoanColumns + ` WHERE kelurahan = ?`

	sqlPutLoan = `INSERT INTO loan_terms (kelurahan, status, min, max, charge, charge_per, tenor, grace, collateral, requirements, contact, hours, basis,
			as_of, source, example, by, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kelurahan) DO UPDATE SET status = excluded.status, min = excluded.min, max = excluded.max, charge = excluded.charge,
			charge_per = excluded.charge_per, tenor = excluded.tenor, grace = excluded.grace, collateral = excluded.collateral,
			requirements = excluded.requirements, contact = excluded.contact, hours = excluded.hours, basis = excluded.basis, as_of = excluded.as_of,
			source = excluded.source, example = excluded.example, by = excluded.by, changed = excluded.changed`

	sqlInquiryColumns = `SELECT id, channel, chat, kelurahan, business, need, phone, at FROM loan_inquiries`
	sqlInquiriesOf    = sqlInquiryColumns + ` WHERE channel = ? AND chat = ? ORDER BY at DESC, id DESC`
	sqlInquiries      = sqlInquiryColumns + ` ORDER BY kelurahan, at, id`
)

// figure is a number in its column.
func figure(f store.Figure) sql.NullInt64 { return sql.NullInt64{Int64: f.N, Valid: f.Known} }

func scanLoan(rows *sql.Rows) (t store.LoanTerms, err error) {
	var least, most, charge, tenor, grace, collateral sql.NullInt64
	var requirements string
	var asOf, changed int64
	err = rows.Scan(&t.Kelurahan, &t.Status, &least, &most, &charge, &t.ChargePer, &tenor, &grace, &collateral, &requirements, &t.Contact, &t.Hours, &t.Basis,
		&asOf, &t.Source, &t.Example, &t.By, &changed)
	for _, f := range []struct {
		from sql.NullInt64
		to   *store.Figure
	}{{least, &t.Min}, {most, &t.Max}, {charge, &t.Charge}, {tenor, &t.Tenor}, {grace, &t.Grace}, {collateral, &t.Collateral}} {
		*f.to = store.Figure{Known: f.from.Valid, N: f.from.Int64}
	}
	if requirements != "" {
		t.Requirements = strings.Split(requirements, "\n")
	}
	t.AsOf, t.Changed = at(asOf), at(changed)
	return t, err
}

// Loans lists the terms of all kelurahan that have any.
func (l *Ledger) Loans(ctx context.Context) ([]store.LoanTerms, error) {
	rows, err := l.read.QueryContext(ctx, sqlLoans)
	return all(rows, err, scanLoan)
}

// loan reads the terms of one kelurahan; nil when there are none.
func (tx *Tx) loan(kelurahan string) (*store.LoanTerms, error) {
	rows, err := tx.rows(sqlLoan, kelurahan)
	list, err := all(rows, err, scanLoan)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// PutLoans writes terms of kelurahan, all or none, and what changed of each into the audit log. Terms that are as they were leave no trace.
func (l *Ledger) PutLoans(ctx context.Context, list []store.LoanTerms, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		for _, t := range list {
			if err := tx.putLoan(t, by, now); err != nil {
				return fmt.Errorf("loan terms of %s: %w", t.Kelurahan, err)
			}
		}
		return nil
	})
}

func (tx *Tx) putLoan(t store.LoanTerms, by string, now time.Time) error {
	old, err := tx.loan(t.Kelurahan)
	if err != nil {
		return err
	}
	if old == nil {
		old = &store.LoanTerms{}
	}
	before, after := t.Differences(*old)
	if len(after) == 0 {
		return nil
	}
	_, err = tx.exec(sqlPutLoan, t.Kelurahan, t.Status, figure(t.Min), figure(t.Max), figure(t.Charge), t.ChargePer, figure(t.Tenor), figure(t.Grace),
		figure(t.Collateral), strings.Join(t.Requirements, "\n"), t.Contact, t.Hours, t.Basis, ms(t.AsOf), t.Source, t.Example, by, ms(now))
	if err != nil {
		return err
	}
	return tx.audit(by, "set pem", LoanObject(t.Kelurahan), fieldWords(before), fieldWords(after), "", now)
}

// LoanObject is how the audit log calls the terms of a kelurahan.
func LoanObject(kelurahan string) string { return "pem " + kelurahan }

func fieldWords(fields []store.LoanField) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = f.Name + "=" + f.Value
	}
	return strings.Join(words, " | ")
}

func (l *Ledger) scanInquiry(rows *sql.Rows) (q store.LoanInquiry, err error) {
	var need, phone []byte
	var when int64
	if err = rows.Scan(&q.ID, &q.Of.Channel, &q.Of.Chat, &q.Kelurahan, &q.Business, &need, &phone, &when); err != nil {
		return q, err
	}
	q.At = at(when)
	if q.Need, err = l.box.OpenText(need); err != nil {
		return q, fmt.Errorf("interest %d: %w", q.ID, err)
	}
	if q.Phone, err = l.box.OpenText(phone); err != nil {
		return q, fmt.Errorf("interest %d: %w", q.ID, err)
	}
	return q, nil
}

func (tx *Tx) inquiriesOf(of store.Address) ([]store.LoanInquiry, error) {
	rows, err := tx.rows(sqlInquiriesOf, of.Channel, of.Chat)
	return all(rows, err, tx.ledger.scanInquiry)
}

// LoanInquiries lists all interests by kelurahan, oldest first. The personal data are open: who shows them masks them.
func (l *Ledger) LoanInquiries(ctx context.Context) ([]store.LoanInquiry, error) {
	rows, err := l.read.QueryContext(ctx, sqlInquiries)
	return all(rows, err, l.scanInquiry)
}

func (tx *Tx) askLoan(of store.Address, q store.LoanInquiry, now time.Time) error {
	box := tx.ledger.box
	_, err := tx.exec(`INSERT INTO loan_inquiries (channel, chat, kelurahan, business, need, phone, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		of.Channel, of.Chat, q.Kelurahan, q.Business, box.SealText(q.Need), box.SealText(q.Phone), ms(now))
	return err
}

// withdrawLoan removes an interest of this person.
func (tx *Tx) withdrawLoan(of store.Address, id int64) error {
	list, err := tx.hers(of)
	if err != nil {
		return err
	}
	for _, chat := range list {
		if _, err := tx.exec(`DELETE FROM loan_inquiries WHERE id = ? AND channel = ? AND chat = ?`, id, chat.Channel, chat.Chat); err != nil {
			return err
		}
	}
	return nil
}
