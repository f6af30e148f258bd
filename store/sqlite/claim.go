package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// ErrTaken is returned by Do once another process has claimed the ledger.
var ErrTaken = errors.New("another lopo has taken this database over")

// The lock beside the ledger keeps a second process away. Where it cannot (a network file system that does not lock, a start that was forced)
// the later process claims the ledger, and the earlier one is refused every write from then on. It costs nothing while nobody else writes:
// the claim is looked at only when the file was changed by somebody else.

const sqlOwner = `SELECT value FROM meta WHERE name = 'owner'`

// Claim makes this process the one whose writes count. Commands that run beside it claim nothing and are never refused.
func (l *Ledger) Claim(ctx context.Context) error {
	var mine int64
	err := l.Do(ctx, func(tx *Tx) error {
		last, err := tx.meta("owner")
		if err != nil {
			return err
		}
		mine, _ = strconv.ParseInt(last, 10, 64) // none yet
		mine++
		return tx.setMeta("owner", strconv.FormatInt(mine, 10))
	})
	if err != nil {
		return fmt.Errorf("claim the ledger: %w", err)
	}
	l.owner.Store(mine)
	return nil
}

// Taken reports whether another process is known to have claimed the ledger. It asks nobody.
func (l *Ledger) Taken() bool { return l.taken.Load() }

// StillMine looks whether another process has claimed the ledger.
func (l *Ledger) StillMine(ctx context.Context) error {
	return l.mine(func() *sql.Row { return l.read.QueryRowContext(ctx, sqlOwner) })
}

// mine reads who has claimed the ledger.
func (l *Ledger) mine(read func() *sql.Row) error {
	mine := l.owner.Load()
	if mine == 0 {
		return nil // this process never claimed it
	}
	var now string
	if err := read().Scan(&now); err != nil {
		return fmt.Errorf("read the claim: %w", err)
	}
	if now != strconv.FormatInt(mine, 10) {
		l.taken.Store(true)
		return ErrTaken
	}
	return nil
}
