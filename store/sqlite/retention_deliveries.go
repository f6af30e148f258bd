package sqlite

import (
	"context"
	"fmt"
	"time"

	"lopo/store"
	"lopo/store/city"
)

// Who got an announcement is kept for as long as the city says, counted from its end: long enough for a correction, for a receipt that comes late, and
// for the week in which nobody gets too many. Then the rows go and their sums stay. That an announcement has let go is written first, so that its
// sums are not touched by a single row that goes (see the trigger), and what a crash interrupts is found again.
const (
	sqlToLetGo = `SELECT id FROM announcements INDEXED BY announcements_over WHERE let_go = 0 AND stage IN ('done', 'cancelled', 'expired') AND finished < ? AND finished <> 0`
	sqlLetGo   = `UPDATE announcements SET let_go = ?1 WHERE id = ?2 AND let_go = 0 AND stage IN ('done', 'cancelled', 'expired')
		AND NOT EXISTS (SELECT 1 FROM tallies WHERE announcement = ?2 AND state IN (0, 1) AND n > 0)`
	sqlHalfGone = `SELECT id FROM announcements a WHERE let_go <> 0 AND EXISTS (SELECT 1 FROM deliveries d WHERE d.announcement = a.id)`
	sqlGone     = `DELETE FROM deliveries WHERE (announcement, channel, chat) IN (SELECT announcement, channel, chat FROM deliveries WHERE announcement = ?1 LIMIT ?2)`
)

// retainDeliveries lets go of whom old announcements went to, in small commits.
func (l *Ledger) retainDeliveries(ctx context.Context, now time.Time) error {
	rows, err := l.read.QueryContext(ctx, sqlToLetGo, ms(now.Add(-city.KeepReaders(l.city))))
	old, err := all(rows, err, scanID)
	for _, id := range old {
		if err == nil {
			err = l.letGo(ctx, id, now)
		}
	}
	if err != nil {
		return fmt.Errorf("let go of readers: %w", err)
	}
	rows, err = l.read.QueryContext(ctx, sqlHalfGone)
	gone, err := all(rows, err, scanID)
	if err != nil {
		return fmt.Errorf("let go of readers: %w", err)
	}
	for _, id := range gone {
		if err := l.inSteps(ctx, sqlGone, id); err != nil {
			return err
		}
	}
	return nil
}

// letGo notes that it is not kept any more who got an announcement, unless some of it is still to go out.
func (l *Ledger) letGo(ctx context.Context, id int64, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		n, err := tx.change(sqlLetGo, ms(now), id)
		if err != nil || n == 0 {
			return err
		}
		a, err := tx.announcement(id)
		if err != nil {
			return err
		}
		return tx.noteAct(a, "", "let go", "", now)
	})
}

// stillKnown refuses to leave out who got an announcement of which that is not kept any more: everybody would get the other one again.
func (l *Ledger) stillKnown(ctx context.Context, a store.Announcement) error {
	for _, ref := range a.To.NotThose {
		if b, err := l.Announcement(ctx, ref); err == nil && !b.LetGo.IsZero() {
			return &store.LetGoError{Ref: ref}
		}
	}
	return nil
}
