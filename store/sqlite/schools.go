package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
)

const (
	sqlSchools   = `SELECT id, code, name, has_bkk, number, dated, officer, contact, staff, example FROM schools ORDER BY name, id`
	sqlPutSchool = `INSERT INTO schools (code, name, has_bkk, number, dated, officer, contact, staff, example) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, has_bkk = excluded.has_bkk, number = excluded.number, dated = excluded.dated,
			officer = excluded.officer, contact = excluded.contact, staff = excluded.staff, example = excluded.example`
	// A school that loses its registration loses its posts: they go back to be looked at.
	sqlUnposted = `UPDATE vacancies SET state = 'draft', checked = 0, checked_by = '', second_by = '' WHERE state IN ('checked', 'open')
		AND school IN (SELECT id FROM schools WHERE has_bkk = 0 OR number = '')`
)

func scanSchool(rows *sql.Rows) (s store.School, err error) {
	var dated int64
	err = rows.Scan(&s.ID, &s.Code, &s.Name, &s.HasBKK, &s.Number, &dated, &s.Officer, &s.Contact, &s.Staff, &s.Example)
	s.Dated = at(dated)
	return s, err
}

// Schools lists all schools by name.
func (l *Ledger) Schools(ctx context.Context) ([]store.School, error) {
	rows, err := l.read.QueryContext(ctx, sqlSchools)
	return all(rows, err, scanSchool)
}

// PutSchools writes schools, new or changed by code, all or none.
func (l *Ledger) PutSchools(ctx context.Context, schools []store.School, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		before := map[string]store.School{}
		rows, err := tx.rows(sqlSchools)
		list, err := all(rows, err, scanSchool)
		if err != nil {
			return fmt.Errorf("read schools: %w", err)
		}
		for _, s := range list {
			before[s.Code] = s
		}
		for _, s := range schools {
			if _, err := tx.exec(sqlPutSchool, s.Code, s.Name, s.HasBKK, s.Number, ms(s.Dated), s.Officer, s.Contact, s.Staff, s.Example); err != nil {
				return fmt.Errorf("school %s: %w", s.Code, err)
			}
			was := before[s.Code]
			if err := tx.audit(by, "put school", s.Code, was.Number, s.Number, "", now); err != nil {
				return err
			}
		}
		_, err = tx.exec(sqlUnposted)
		return err
	})
}
