package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lopo/store"
)

// decisions are the steps that staff may take with an application: from -> to.
var decisions = map[store.Status][]store.Status{
	store.Submitted: {store.Checked, store.Refused},
	store.Checked:   {store.Refused},
	store.Waiting:   {store.Refused},
	store.Offered:   {store.Refused},
	store.Accepted:  {store.NoShow, store.Finished, store.Refused},
	store.Refused:   {store.Submitted},
}

// DecisionError says that an application in one status cannot go to another.
type DecisionError struct {
	Number   string
	From, To store.Status
	Allowed  []store.Status
}

func (e *DecisionError) Error() string {
	return fmt.Sprintf("%s is %s and cannot become %s (possible: %v)", e.Number, e.From, e.To, e.Allowed)
}

// Decide moves an application to a status by hand. The resident is told; a seat set free goes to the next in line.
func (l *Ledger) Decide(ctx context.Context, number string, to store.Status, by, reason string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		v, err := tx.registration(number)
		if err != nil {
			return err
		}
		if allowed := decisions[v.Status]; !slices.Contains(allowed, to) {
			return &DecisionError{Number: number, From: v.Status, To: to, Allowed: allowed}
		}
		if err := tx.audit(by, "decide", number, string(v.Status), string(to), reason, now); err != nil {
			return err
		}
		if to == store.Checked && v.First.Offering {
			to = store.Waiting // the selection is open: what the kelurahan has confirmed joins the line at once
		}
		if err := tx.leave(number, to, reason, now); err != nil {
			return err
		}
		if err := tx.tell(v.Of, number, to, now); err != nil {
			return err
		}
		return tx.fillFor(v.Registration, now)
	})
}

// tell schedules a message about the new status of an application.
func (tx *Tx) tell(of store.Address, number string, to store.Status, now time.Time) error {
	return tx.event(of, "decided", fmt.Sprintf("%s#%s#%d", number, to, ms(now)), now, Awake(now))
}

// fillFor offers what is free in either choice of an application.
func (tx *Tx) fillFor(r store.Registration, now time.Time) error {
	if err := tx.fill(r.Batch, now); err != nil {
		return err
	}
	if r.Second == 0 {
		return nil
	}
	return tx.fill(r.Second, now)
}

// Selection is what opening the selection of a batch brought about.
type Selection struct {
	Candidates, Offered, Waiting, Unchecked int
}

// Select opens the selection of a batch: its applications (where the kelurahan must check them, the checked ones) join the waiting list
// in the order of rank and time, and its seats are offered from the top. Nothing decides about a person but this order and the limits
// that staff have set. With dry it only counts.
func (l *Ledger) Select(ctx context.Context, code, by string, dry bool, now time.Time) (s Selection, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		s, err = tx.selectBatch(code, by, now)
		if err == nil && dry {
			return errDry
		}
		return err
	})
	if err == errDry {
		err = nil
	}
	return s, err
}

var errDry = fmt.Errorf("only counted")

func (tx *Tx) selectBatch(code, by string, now time.Time) (s Selection, err error) {
	b, err := tx.batch(sqlBatchCode, code)
	if err != nil {
		return s, err
	}
	tx.catalogue = nil
	if _, err := tx.exec(`UPDATE batches SET offering = 1 WHERE id = ?`, b.ID); err != nil {
		return s, err
	}
	ready := []store.Status{store.Submitted, store.Checked}
	if b.Endorsed {
		ready[0] = store.Checked
	}
	n, err := tx.change(`UPDATE registrations SET status = 'waiting', changed = ? WHERE batch = ? AND status IN (?, ?)`, ms(now), b.ID, ready[0], ready[1])
	if err != nil {
		return s, err
	}
	s.Candidates = int(n)
	if err := tx.fillAround(b.ID, now); err != nil {
		return s, err
	}
	rows, err := tx.rows(sqlRegistrationColumns+` WHERE r.batch = ? ORDER BY r.rank, r.sent, r.id`, b.ID)
	list, err := all(rows, err, tx.ledger.scanRegistration)
	if err != nil {
		return s, err
	}
	for _, v := range list {
		switch v.Status {
		case store.Offered:
			s.Offered++
		case store.Submitted:
			s.Unchecked++
		case store.Waiting:
			s.Waiting++
			if err := tx.tell(v.Of, v.Number, store.Waiting, now); err != nil {
				return s, err
			}
		}
	}
	return s, tx.audit(by, "select", code, "", fmt.Sprintf("%+v", s), "", now)
}

// fillAround fills a batch and the batches that are the second choice of who waits for it.
func (tx *Tx) fillAround(batch int64, now time.Time) error {
	if err := tx.fill(batch, now); err != nil {
		return err
	}
	rows, err := tx.rows(`SELECT DISTINCT second FROM registrations WHERE batch = ? AND status = 'waiting' AND second IS NOT NULL`, batch)
	seconds, err := all(rows, err, func(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return err
	}
	for _, id := range seconds {
		if err := tx.fill(id, now); err != nil {
			return err
		}
	}
	return nil
}

// SetRank moves an application within the waiting list; lower goes first.
func (l *Ledger) SetRank(ctx context.Context, number string, rank int, by, reason string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		v, err := tx.registration(number)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`UPDATE registrations SET rank = ?, changed = ? WHERE id = ?`, rank, ms(now), v.ID); err != nil {
			return err
		}
		return tx.audit(by, "rank", number, fmt.Sprint(v.Rank), fmt.Sprint(rank), reason, now)
	})
}
