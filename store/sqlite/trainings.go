package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

const sqlBatchColumns = `SELECT b.id, b.code, b.name, b.place, b.starts, b.ends, b.hours, b.closes, b.seats, b.per_kelurahan, b.endorsed, b.offering, b.closed,
		b.applicants, b.held, t.id, t.code, t.name, t.trade, t.year, t.requirements, t.min_age, t.max_age, t.education, t.ask_nik, t.example, t.source, t.as_of
	FROM batches b JOIN trainings t ON t.id = b.training`

const (
	sqlBatches   = sqlBatchColumns + ` ORDER BY t.name, t.id, b.starts, b.id`
	sqlBatchCode = sqlBatchColumns + ` WHERE b.code = ?`

	sqlPutTraining = `INSERT INTO trainings (code, name, trade, year, requirements, min_age, max_age, education, ask_nik, example, source, as_of)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, trade = excluded.trade, year = excluded.year, requirements = excluded.requirements,
			min_age = excluded.min_age, max_age = excluded.max_age, education = excluded.education, ask_nik = excluded.ask_nik,
			example = excluded.example, source = excluded.source, as_of = excluded.as_of
		RETURNING id`
	sqlPutBatch = `INSERT INTO batches (code, training, name, place, starts, ends, hours, closes, seats, per_kelurahan, endorsed, offering, closed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET training = excluded.training, name = excluded.name, place = excluded.place, starts = excluded.starts,
			ends = excluded.ends, hours = excluded.hours, closes = excluded.closes, seats = excluded.seats, per_kelurahan = excluded.per_kelurahan,
			endorsed = excluded.endorsed, offering = max(offering, excluded.offering)
		RETURNING id`
)

func scanBatch(rows *sql.Rows) (store.Batch, error) {
	var b store.Batch
	var starts, ends, closes, asOf int64
	var requirements string
	t := &b.Training
	err := rows.Scan(&b.ID, &b.Code, &b.Name, &b.Place, &starts, &ends, &b.Hours, &closes, &b.Seats, &b.PerKelurahan, &b.Endorsed, &b.Offering, &b.Closed,
		&b.Applicants, &b.Held, &t.ID, &t.Code, &t.Name, &t.Trade, &t.Year, &requirements, &t.MinAge, &t.MaxAge, &t.Education, &t.AskNIK, &t.Example, &t.Source, &asOf)
	b.Starts, b.Ends, b.Closes, t.AsOf = at(starts), at(ends), at(closes), at(asOf)
	if requirements != "" {
		t.Requirements = strings.Split(requirements, "\n")
	}
	return b, err
}

// Batches lists all batches with their counters.
func (l *Ledger) Batches(ctx context.Context) ([]store.Batch, error) {
	rows, err := l.read.QueryContext(ctx, sqlBatches)
	return all(rows, err, scanBatch)
}

// batch reads one batch by query; see also find.
func (tx *Tx) batch(query string, key any) (store.Batch, error) {
	rows, err := tx.rows(query, key)
	list, err := all(rows, err, scanBatch)
	if err != nil {
		return store.Batch{}, fmt.Errorf("read batch: %w", err)
	}
	if len(list) == 0 {
		return store.Batch{}, fmt.Errorf("batch %v: %w", key, sql.ErrNoRows)
	}
	return list[0], nil
}

// PutBatches writes batches with their trainings, new or changed by code, all or none. What staff closed by hand, or opened the selection
// of, stays so. Seats set free go down the waiting list, and who
// has a seat is reminded by the new date.
func (l *Ledger) PutBatches(ctx context.Context, batches []store.Batch, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		for _, b := range batches {
			if err := tx.putBatch(b, by, now); err != nil {
				return fmt.Errorf("batch %s: %w", b.Code, err)
			}
		}
		return nil
	})
}

func (tx *Tx) putBatch(b store.Batch, by string, now time.Time) error {
	tx.catalogue = nil
	t := b.Training
	var training, id int64
	err := tx.row(sqlPutTraining, t.Code, t.Name, t.Trade, t.Year, strings.Join(t.Requirements, "\n"), t.MinAge, t.MaxAge, t.Education,
		t.AskNIK, t.Example, t.Source, ms(t.AsOf)).Scan(&training)
	if err != nil {
		return err
	}
	err = tx.row(sqlPutBatch, b.Code, training, b.Name, b.Place, ms(b.Starts), ms(b.Ends), b.Hours, ms(b.Closes), b.Seats, b.PerKelurahan,
		b.Endorsed, b.Offering, b.Closed).Scan(&id)
	if err != nil {
		return err
	}
	if err := tx.audit(by, "put batch", b.Code, "", fmt.Sprintf("seats=%d", b.Seats), "", now); err != nil {
		return err
	}
	if err := tx.remindAll(id, now); err != nil {
		return err
	}
	return tx.fill(id, now)
}

// CloseBatch closes a batch for new applications by hand, or opens it again.
func (l *Ledger) CloseBatch(ctx context.Context, code string, closed bool, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		b, err := tx.batch(sqlBatchCode, code)
		if err != nil {
			return err
		}
		tx.catalogue = nil
		if _, err := tx.exec(`UPDATE batches SET closed = ? WHERE id = ?`, closed, b.ID); err != nil {
			return err
		}
		return tx.audit(by, "close batch", code, fmt.Sprint(b.Closed), fmt.Sprint(closed), "", now)
	})
}
