package sqlite

import (
	"fmt"
	"time"

	"lopo/store"
)

// OfferLife is how long an offered seat waits for an answer.
const OfferLife = 48 * time.Hour

// The next in line for a seat of a batch: first those who chose it first, then those whose second choice it is; within each by staff's rank,
// then by time. A kelurahan that holds its share already is passed over.
const sqlNextInLine = `SELECT r.id, r.number, r.channel, r.chat, r.offers FROM registrations r
	WHERE r.status = 'waiting' AND (r.batch = ?1 OR r.second = ?1)
	AND (?2 = 0 OR (SELECT count(*) FROM registrations h WHERE h.seat = ?1 AND h.kelurahan = r.kelurahan
		AND h.status IN ('offered', 'accepted', 'finished')) < ?2)
	ORDER BY r.batch <> ?1, r.rank, r.sent, r.id LIMIT 1`

// fill offers the free seats of a batch down its waiting list, where staff have opened the selection and it has not begun. It runs in the
// transaction of whatever set a seat free, so that no two offers can be for the same seat.
func (tx *Tx) fill(batch int64, now time.Time) error {
	b, err := tx.find(batch)
	if err != nil {
		return err
	}
	if !b.Offering || (!b.Starts.IsZero() && !now.Before(b.Starts)) {
		return nil
	}
	for left := b.Left(); left > 0; left-- {
		found, err := tx.offerNext(b, now)
		if err != nil {
			return fmt.Errorf("offer a seat: %w", err)
		}
		if !found {
			return nil
		}
	}
	return nil
}

// offerNext offers one seat of b to the next in line, if there is anybody.
func (tx *Tx) offerNext(b store.Batch, now time.Time) (bool, error) {
	rows, err := tx.rows(sqlNextInLine, b.ID, b.PerKelurahan)
	if err != nil {
		return false, err
	}
	var id int64
	var number string
	var of store.Address
	var offers int
	found := rows.Next()
	if found {
		err = rows.Scan(&id, &number, &of.Channel, &of.Chat, &offers)
	}
	if closed := rows.Close(); err == nil {
		err = closed
	}
	if err != nil || !found {
		return false, err
	}
	said := Awake(now)
	deadline := said.Add(OfferLife)
	if !b.Starts.IsZero() && b.Starts.Before(deadline) {
		deadline = b.Starts
	}
	tx.catalogue = nil
	_, err = tx.exec(`UPDATE registrations SET status = 'offered', seat = ?, offers = ?, deadline = ?, changed = ? WHERE id = ?`,
		b.ID, offers+1, ms(deadline), ms(now), id)
	if err != nil {
		return false, err
	}
	subject := fmt.Sprintf("%s#%d", number, offers+1)
	half := Awake(said.Add(deadline.Sub(said) / 2))
	for _, e := range []struct {
		name string
		due  time.Time
	}{{"offer", said}, {"offer_half", half}, {"offer_end", deadline}} {
		if err := tx.event(of, e.name, subject, now, e.due); err != nil {
			return false, err
		}
	}
	return true, nil
}

// answerOffer takes or declines an offered seat. The engine has seen, in this very transaction, that the offer stands.
func (tx *Tx) answerOffer(number string, yes bool, now time.Time) error {
	v, err := tx.registration(number)
	if err != nil {
		return err
	}
	if v.Status != store.Offered {
		return fmt.Errorf("answer offer: %s is %s", number, v.Status)
	}
	if !yes {
		return tx.pass(v, store.Declined, now)
	}
	tx.catalogue = nil
	_, err = tx.exec(`UPDATE registrations SET status = 'accepted', deadline = 0, changed = ? WHERE id = ?`, ms(now), v.ID)
	if err != nil {
		return err
	}
	return tx.remind(v.Of, number, v.Held, now)
}

// OffersMost is how many seats one application is offered when nobody answers.
const OffersMost = 2

// pass lets an offer go, by word or by time. Who was offered her second choice keeps waiting for the first; who did not answer goes to the
// end of the line, once.
func (tx *Tx) pass(v store.RegistrationView, status store.Status, now time.Time) error {
	second := v.Seat != v.Registration.Batch
	late := status == store.Lapsed && v.Offers < OffersMost
	if !second && !late {
		return tx.leave(v.Number, status, "", now)
	}
	tx.catalogue = nil
	_, err := tx.exec(`UPDATE registrations SET status = 'waiting', seat = NULL, second = CASE WHEN ?1 THEN NULL ELSE second END, deadline = 0,
		rank = CASE WHEN ?2 THEN (SELECT max(rank) + 1 FROM registrations w WHERE w.batch = registrations.batch) ELSE rank END, changed = ?3 WHERE id = ?4`,
		second, late, ms(now), v.ID)
	if err != nil {
		return err
	}
	return tx.fillFor(v.Registration, now) // she waits again: the other choice may have had a free seat that she alone can take
}

// lapse ends an offer whose time is over.
func (tx *Tx) lapse(number string, now time.Time) error {
	v, err := tx.registration(number)
	if err != nil {
		return err
	}
	if v.Status != store.Offered || now.Before(v.Deadline) {
		return nil
	}
	return tx.pass(v, store.Lapsed, now)
}

// remind schedules the reminder on the day before the training, at eight. The start is part of its subject: a moved start makes the old
// reminder say nothing.
func (tx *Tx) remind(of store.Address, number string, b store.Batch, now time.Time) error {
	if b.Starts.IsZero() {
		return nil
	}
	d := b.Starts.In(store.WITA).AddDate(0, 0, -1)
	due := time.Date(d.Year(), d.Month(), d.Day(), 8, 0, 0, 0, store.WITA)
	if due.Before(now) {
		return nil
	}
	return tx.event(of, "starts", fmt.Sprintf("%s#%d", number, ms(b.Starts)), now, due)
}

// remindAll schedules the reminder of everybody who has a seat, after the date of a batch was set or moved.
func (tx *Tx) remindAll(batch int64, now time.Time) error {
	b, err := tx.find(batch)
	if err != nil {
		return err
	}
	rows, err := tx.rows(sqlRegistrationColumns+` WHERE r.seat = ? AND r.status = 'accepted'`, batch)
	list, err := all(rows, err, tx.ledger.scanRegistration)
	if err != nil {
		return err
	}
	for _, v := range list {
		if err := tx.remind(v.Of, v.Number, b, now); err != nil {
			return err
		}
	}
	return nil
}

// event schedules a message from ourselves. Its subject makes it unique.
func (tx *Tx) event(of store.Address, name, subject string, now, due time.Time) error {
	return tx.Schedule(store.Message{ID: name + ":" + subject, From: of, Text: name, Of: subject}, now, due)
}

// Awake is t, or seven in the morning when t is in the quiet hours of the night (20.00 to 07.00 WITA).
func Awake(t time.Time) time.Time {
	w := t.In(store.WITA)
	switch h := w.Hour(); {
	case h >= 20:
		w = w.AddDate(0, 0, 1)
	case h >= 7:
		return t
	}
	return time.Date(w.Year(), w.Month(), w.Day(), 7, 0, 0, 0, store.WITA)
}
