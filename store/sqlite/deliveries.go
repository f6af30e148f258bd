package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

const (
	sqlDeliveryColumns = `SELECT announcement, channel, chat, grp, kelurahan, state, why, detail, due, tries, version, ref, claimed, sent, delivered, read FROM deliveries`
	// The next of one announcement on one channel. The announcement is chosen before: with a join over all of them a paused one with many rows
	// would be waded through for each claim.
	sqlNext = sqlDeliveryColumns + ` INDEXED BY deliveries_todo WHERE channel = ? AND announcement = ? AND state = 0 AND due <= ? ORDER BY due LIMIT 1`
	// When the first of them falls due.
	sqlNextDue = `SELECT due FROM deliveries INDEXED BY deliveries_todo WHERE channel = ? AND announcement = ? AND state = 0 ORDER BY due LIMIT 1`

	sqlClaim = `UPDATE deliveries SET state = 1, tries = tries + 1, claimed = ?4, version = ?5, why = '', detail = '' WHERE announcement = ?1 AND channel = ?2 AND chat = ?3 AND state = 0`
	sqlSkip  = `UPDATE deliveries SET state = 6, why = ?4 WHERE announcement = ?1 AND channel = ?2 AND chat = ?3 AND state = 0`
	// A result counts for the try that it is of: what another one has taken up since is not touched.
	sqlSettle = `UPDATE deliveries SET state = ?5, why = ?6, detail = ?7, due = ?8, tries = ?9, ref = ?10, sent = ?11
		WHERE announcement = ?1 AND channel = ?2 AND chat = ?3 AND state = 1 AND tries = ?4`

	sqlRecover = `UPDATE deliveries INDEXED BY deliveries_flight SET state = ?3, why = ?4, due = ?5 WHERE channel = ?1 AND announcement = ?2 AND state = 1`
	// A receipt only ever raises, whatever order they come in; the first time of each is kept. Of a post to a group it is one member's: it proves that the
	// post is there, and says nothing of the others.
	sqlReceipt          = `UPDATE deliveries SET state = CASE WHEN grp THEN CASE state WHEN 7 THEN 2 ELSE state END WHEN state = 7 THEN ?3 ELSE max(state, ?3) END, why = ''`
	sqlReceiptOf        = ` WHERE channel = ?1 AND ref = ?2 AND ref <> '' AND (state BETWEEN 2 AND 4 OR state = 7)`
	sqlReceiptDelivered = sqlReceipt + `, delivered = iif(grp, 0, ?4)` + sqlReceiptOf + ` AND delivered = 0`
	sqlReceiptRead      = sqlReceipt + `, read = iif(grp, 0, ?4)` + sqlReceiptOf + ` AND read = 0`

	// What a contact says against a notice now, beside what it said when the audience was fixed.
	sqlAgainst = `SELECT CASE WHEN c.blocked THEN 'blocked'
		WHEN c.optout <> '' AND (instr(',' || c.optout || ',', ',all,') OR instr(',' || c.optout || ',', ',' || ?3 || ',')) THEN 'optout'
		WHEN c.person <> 0 AND EXISTS (SELECT 1 FROM contacts o CROSS JOIN deliveries d WHERE o.person = c.person AND o.person <> 0 AND (o.channel <> ?1 OR o.chat <> ?2)
			AND d.announcement = ?4 AND d.channel = o.channel AND d.chat = o.chat AND d.state IN (1, 2, 3, 4, 7)) THEN 'twin'
		ELSE '' END FROM contacts c WHERE c.channel = ?1 AND c.chat = ?2`
	// Whether she has had as many this week as anybody may get: several may have been fixed while none of them had reached her.
	sqlOften = `SELECT a.per_week > 0 AND (SELECT count(*) FROM announcements r CROSS JOIN deliveries d WHERE r.started > ?4 AND r.started <> 0 AND r.urgent = 0
			AND r.fixes IS NULL AND r.id <> a.id AND d.announcement = r.id AND d.channel = ?1 AND d.chat = ?2 AND d.state IN (1, 2, 3, 4)) >= a.per_week
		FROM announcements a WHERE a.id = ?3`
	sqlStillBound = `SELECT state FROM groups WHERE channel = ? AND chat = ?`
)

func scanDelivery(rows *sql.Rows) (d store.Delivery, err error) {
	var due, claimed, sent, delivered, read int64
	err = rows.Scan(&d.Announcement, &d.To.Channel, &d.To.Chat, &d.Group, &d.Kelurahan, &d.Fate, &d.Why, &d.Detail, &due, &d.Tries, &d.Version, &d.Ref,
		&claimed, &sent, &delivered, &read)
	d.Due, d.Claimed, d.Sent, d.Delivered, d.Read = at(due), at(claimed), at(sent), at(delivered), at(read)
	return d, err
}

// Claimed is a delivery that this process is about to send, and all that is needed for it.
type Claimed struct {
	store.Delivery
	Of   store.Announcement
	Edit string // Of is a correction: the platform's id of the message that it corrects; "" where that is not known
}

// skipMost bounds how many deliveries one claim passes over.
const skipMost = 200

// ClaimDelivery takes the next delivery of a channel, from the first of some announcements that has any, and marks it as being sent. When it
// returns that is on disk. The same transaction looks again at everything that may have changed: that the announcement runs and its time is not
// over, that she has not stopped it or blocked us, that the group still has us. nil: there is none, or (more) so many were
// passed over that it is to be asked again. pace, if not nil, changes how the sender keeps its pace with it.
func (l *Ledger) ClaimDelivery(ctx context.Context, channel string, order []int64, pace func(*store.Pace), now time.Time) (c *Claimed, more bool, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		c = nil
		passed := 0
		for _, id := range order {
			next, n, err := tx.claimFrom(channel, id, skipMost-passed, now)
			passed += n
			if err != nil {
				return err
			}
			if next != nil {
				c = next
				break
			}
		}
		if more = c == nil && passed == skipMost; c == nil || pace == nil {
			return nil
		}
		return tx.EditPace(channel, pace)
	})
	if err != nil {
		return nil, false, fmt.Errorf("claim a delivery: %w", err)
	}
	return c, more, nil
}

func (tx *Tx) claimFrom(channel string, id int64, most int, now time.Time) (c *Claimed, passed int, err error) {
	a, err := tx.announcement(id)
	if err != nil || a.Stage != store.StageRunning || !a.Expires.IsZero() && !now.Before(a.Expires) {
		return nil, 0, err
	}
	for ; passed < most; passed++ {
		rows, err := tx.rows(sqlNext, channel, id, ms(now))
		list, err := all(rows, err, scanDelivery)
		if err != nil || len(list) == 0 {
			return nil, passed, err
		}
		d := list[0]
		why, err := tx.against(a, d, now)
		if err != nil {
			return nil, passed, err
		}
		if why != "" {
			if _, err := tx.exec(sqlSkip, id, channel, d.To.Chat, why); err != nil {
				return nil, passed, err
			}
			continue
		}
		if _, err := tx.exec(sqlClaim, id, channel, d.To.Chat, ms(now), a.Version); err != nil {
			return nil, passed, err
		}
		d.Fate, d.Claimed, d.Version = store.FateSending, now, a.Version
		d.Tries++
		c = &Claimed{Delivery: d, Of: a}
		if a.Fixes != 0 {
			err = tx.row(`SELECT ref FROM deliveries WHERE announcement = ? AND channel = ? AND chat = ?`, a.Fixes, channel, d.To.Chat).Scan(&c.Edit)
			if errors.Is(err, sql.ErrNoRows) {
				err = nil
			}
		}
		return c, passed, err
	}
	return nil, passed, nil
}

// against says why a delivery is not to be sent now; "" when it is.
func (tx *Tx) against(a store.Announcement, d store.Delivery, now time.Time) (why string, err error) {
	if d.Group {
		err = tx.row(sqlStillBound, d.To.Channel, d.To.Chat).Scan(&why)
		switch {
		case err == nil && store.GroupState(why) == store.GroupBound:
			return "", nil
		case err == nil && store.GroupState(why) == store.GroupMuted:
			return store.WhyMuted, nil
		case err == nil, errors.Is(err, sql.ErrNoRows):
			return store.WhyLeft, nil
		}
		return "", err
	}
	err = tx.row(sqlAgainst, d.To.Channel, d.To.Chat, a.Topic, a.ID).Scan(&why)
	if errors.Is(err, sql.ErrNoRows) { // who is not a contact has never written to us, or has been erased
		return store.WhyErased, nil
	}
	if err != nil || why != "" || a.Urgent || a.Fixes != 0 {
		return why, err
	}
	var often bool
	err = tx.row(sqlOften, d.To.Channel, d.To.Chat, a.ID, ms(now.AddDate(0, 0, -7))).Scan(&often)
	if often {
		why = store.WhyOften
	}
	return why, err
}

// Settle writes down what became of a claimed delivery: d.Fate, Why, Detail, Ref, and Due and Tries where it waits again. claimed is the number of
// the try that it is the result of; false when that is not the one in hand any more. moved is where the chat of a group is from now on, as the
// platform has just said; "" where it was. The group and all that waits for it go there with it.
func (l *Ledger) Settle(ctx context.Context, d store.Delivery, claimed int, moved string, now time.Time) (mine bool, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		settle := func(chat string) (int64, error) {
			return tx.change(sqlSettle, d.Announcement, d.To.Channel, chat, claimed, d.Fate, d.Why, d.Detail, ms(d.Due), d.Tries, d.Ref, ms(d.Sent))
		}
		n, err := settle(d.To.Chat)
		if err == nil && n == 0 && d.Group {
			var chat string
			if chat, err = tx.inHand(d, claimed); chat != "" {
				n, err = settle(chat)
			}
		}
		mine = n == 1
		switch {
		case err != nil || !mine:
			return err
		case d.Group && moved != "":
			return tx.moveGroup(store.Address{Channel: d.To.Channel, Chat: moved}, d.To.Chat)
		case d.Group && d.Why == store.WhyMuted:
			return tx.LoseGroup(d.To, store.GroupMuted, now)
		case d.Group && d.Why == store.WhyGone:
			return tx.LoseGroup(d.To, store.GroupLeft, now)
		case d.Why == store.WhyGone:
			return tx.setBlocked(d.To, true)
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("settle a delivery: %w", err)
	}
	return mine, nil
}

// NextDelivery is when the first delivery of a channel among some announcements falls due; zero: there is none.
func (l *Ledger) NextDelivery(ctx context.Context, channel string, order []int64) (next time.Time, err error) {
	for _, id := range order {
		var due int64
		err := l.read.QueryRowContext(ctx, sqlNextDue, channel, id).Scan(&due)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return next, fmt.Errorf("look for the next delivery: %w", err)
		}
		if t := at(due); next.IsZero() || t.Before(next) {
			next = t
		}
	}
	return next, nil
}

// RecoverDeliveries sees to what the last run was sending when it ended. Where a send under the same key reaches the person once, it is sent
// again; elsewhere it may have arrived, and nobody knows. It returns how many there were. Call it before anything is claimed.
func (l *Ledger) RecoverDeliveries(ctx context.Context, channel string, ownID bool, now time.Time) (n int64, err error) {
	state, why := store.FateUnsure, store.WhyDoubt
	if ownID {
		state, why = store.FateQueued, ""
	}
	err = l.Do(ctx, func(tx *Tx) error {
		n = 0
		rows, err := tx.rows(`SELECT DISTINCT announcement FROM tallies WHERE channel = ? AND state = 1 AND n > 0`, channel)
		ids, err := all(rows, err, scanID)
		if err != nil {
			return err
		}
		for _, id := range ids {
			some, err := tx.change(sqlRecover, channel, id, state, why, ms(now))
			if n += some; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("take up deliveries: %w", err)
	}
	return n, nil
}

// Receive raises deliveries by what their readers' phones tell. What is not known is passed over.
func (l *Ledger) Receive(ctx context.Context, news ...store.Receipt) error {
	return l.Do(ctx, func(tx *Tx) error {
		for _, r := range news {
			query, state := sqlReceiptDelivered, store.FateDelivered
			if r.Read {
				query, state = sqlReceiptRead, store.FateRead
			}
			_, err := tx.exec(query, r.To.Channel, r.ID, state, ms(r.At))
			if err != nil {
				return fmt.Errorf("write receipt: %w", err)
			}
		}
		return nil
	})
}

// Sweep ends deliveries that wait in vain, of an announcement that was cancelled or whose time is over. It works in small commits; more reports
// whether there are others.
func (l *Ledger) Sweep(ctx context.Context, id int64, why string) (more bool, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		more = false
		rows, err := tx.rows(`SELECT DISTINCT channel FROM tallies WHERE announcement = ? AND state = 0 AND n > 0`, id)
		channels, err := all(rows, err, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) })
		if err != nil {
			return err
		}
		for _, name := range channels {
			n, err := tx.change(`UPDATE deliveries SET state = 6, why = ?3 WHERE (announcement, channel, chat) IN (SELECT announcement, channel, chat
				FROM deliveries INDEXED BY deliveries_todo WHERE channel = ?1 AND announcement = ?2 AND state = 0 LIMIT ?4)`, name, id, why, chunk)
			if err != nil {
				return err
			}
			more = more || n == chunk
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("end deliveries: %w", err)
	}
	return more, nil
}

// Requeue lets failed deliveries that may be tried again wait once more, and with unsure those too of which nobody knows whether they arrived. A
// group in which we could not write is looked at anew when its turn comes.
func (tx *Tx) Requeue(id int64, unsure bool, now time.Time) (int64, error) {
	return tx.change(`UPDATE deliveries SET state = 0, why = '', detail = '', tries = 0, due = ?2 WHERE announcement = ?1
		AND (state = 5 AND why IN ('tries', 'refused') OR state IN (5, 6) AND why = 'muted' OR ?3 AND state = 7)`, id, ms(now), unsure)
}
