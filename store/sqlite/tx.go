package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

// Tx is the transaction that a job of Do runs in. It belongs to the writer's goroutine and ends with the job.
type Tx struct {
	conn      *sql.Conn
	ledger    *Ledger
	prepared  map[string]*prepared // by text, for the life of the connection
	version   int64                // PRAGMA data_version: changes when another connection has written
	catalogue *catalogue           // what is open, until something changes it
	known     known                // what busy chats have, until something changes it
	keywords  map[string]bool      // the words that articles are found by, until something changes them
	content   []byte               // room for what is sealed next
	sealed    []byte               // the same, sealed
}

// background: a context that cannot end spares the driver a goroutine per statement.
var background = context.Background()

// prepared is a statement, and whether what is known of chats may be wrong after it.
type prepared struct {
	*sql.Stmt
	changesKnown bool
}

func (tx *Tx) prepare(query string) *prepared {
	s, ok := tx.prepared[query]
	if !ok {
		stmt, err := tx.conn.PrepareContext(background, query)
		if err != nil {
			panic(fmt.Errorf("prepare %q: %w", query, err)) // a defect: every statement is a constant
		}
		s = &prepared{stmt, changesKnown.MatchString(query)}
		tx.prepared[query] = s
	}
	return s
}

func (tx *Tx) stmt(query string) *sql.Stmt {
	s := tx.prepare(query)
	if s.changesKnown {
		tx.known.clear()
	}
	return s.Stmt
}

func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	return tx.stmt(query).ExecContext(background, args...)
}

// execOf is exec for a statement that changes rows of one chat alone, so that what is known of the others stays.
func (tx *Tx) execOf(of store.Address, query string, args ...any) error {
	tx.known.drop(of)
	_, err := tx.prepare(query).ExecContext(background, args...)
	return err
}

func (tx *Tx) row(query string, args ...any) *sql.Row {
	return tx.stmt(query).QueryRowContext(background, args...)
}

func (tx *Tx) rows(query string, args ...any) (*sql.Rows, error) {
	return tx.stmt(query).QueryContext(background, args...)
}

// change runs a statement and reports how many rows it touched.
func (tx *Tx) change(query string, args ...any) (int64, error) {
	res, err := tx.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (tx *Tx) close() error {
	var errs []error
	for _, s := range tx.prepared {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, tx.conn.Close())...)
}

func (tx *Tx) meta(name string) (string, error) {
	var value string
	err := tx.row("SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func (tx *Tx) setMeta(name, value string) error {
	_, err := tx.exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value)
	return err
}

// ms and at turn moments into unix milliseconds and back; the zero time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// day is the number of whole days since 1970.
func day(t time.Time) int64 { return ms(t) / (24 * 60 * 60 * 1000) }

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func unhex(s string) []byte {
	b, _ := hex.DecodeString(s) // what is not hex does not open either
	return b
}

// all reads every row of a query.
func all[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}
