package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
)

const (
	sqlAccountColumns = `SELECT channel, state, why, since, until, linked, held, cause, told FROM accounts`
	sqlPutAccount     = `INSERT INTO accounts (channel, state, why, since, until, linked, held, cause, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (channel) DO UPDATE SET state = excluded.state, why = excluded.why, since = excluded.since, until = excluded.until,
			linked = excluded.linked, held = excluded.held, cause = excluded.cause, told = excluded.told`
)

func scanAccount(rows *sql.Rows) (a store.Account, err error) {
	var since, until, held int64
	err = rows.Scan(&a.Channel, &a.State, &a.Why, &since, &until, &a.Linked, &held, &a.Cause, &a.Told)
	a.Since, a.Until, a.Held = at(since), at(until), at(held)
	return a, err
}

// Accounts lists how the accounts behind the channels are doing, by name.
func (l *Ledger) Accounts(ctx context.Context) ([]store.Account, error) {
	rows, err := l.read.QueryContext(ctx, sqlAccountColumns+` ORDER BY channel`)
	list, err := all(rows, err, scanAccount)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	return list, nil
}

// Account reads one account; the zero one with its name when nothing is known of it yet.
func (tx *Tx) Account(channel string) (store.Account, error) {
	rows, err := tx.rows(sqlAccountColumns+` WHERE channel = ?`, channel)
	list, err := all(rows, err, scanAccount)
	if err != nil {
		return store.Account{}, fmt.Errorf("read account: %w", err)
	}
	if len(list) == 0 {
		return store.Account{Channel: channel}, nil
	}
	return list[0], nil
}

// PutAccount writes one account.
func (tx *Tx) PutAccount(a store.Account) error {
	if _, err := tx.exec(sqlPutAccount, a.Channel, a.State, a.Why, ms(a.Since), ms(a.Until), a.Linked, ms(a.Held), a.Cause, a.Told); err != nil {
		return fmt.Errorf("write account: %w", err)
	}
	return nil
}

// Release lets the notices of a channel go out again, by order of a member of staff. It returns the account as it was before.
func (l *Ledger) Release(ctx context.Context, channel, by string, may func(store.Account) error, now time.Time) (before store.Account, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		if before, err = tx.Account(channel); err != nil {
			return err
		}
		if err := may(before); err != nil {
			return err
		}
		after := before
		after.Held, after.Cause, after.Told = time.Time{}, "", after.State
		if err := tx.PutAccount(after); err != nil {
			return err
		}
		return tx.audit(by, "release notices", channel, before.Cause, "", "", now)
	})
	return before, err
}
