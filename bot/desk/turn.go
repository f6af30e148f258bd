package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/bot/broadcast"
	"lopo/flows"
	"lopo/store"
	"lopo/store/sqlite"
)

const (
	triesMost   = 5
	backoffMost = 5 * time.Second
	forgetWait  = 5 * time.Second // for a send in hand to an erased chat: its channel must not write it down after it has forgotten
)

// outage is a failure of the keeper of sessions: not the message's fault, so it waits and is not counted.
type outage struct{ error }

// handle brings one message to its end: answered, or a dead letter with an apology and a note to staff.
func (d *Desk) handle(l *lane, a sqlite.Arrived) {
	of := a.Message.From
	if a.Row == 0 {
		d.flush(of)
		return
	}
	wait := d.Backoff
	for tries := a.Tries + 1; ; tries++ {
		err := d.gather(l, &a)
		if err == nil {
			var placed bool
			if placed, err = d.placed(l, a); !placed {
				return
			}
		}
		if err == nil || d.ctx.Err() != nil || errors.Is(err, sqlite.ErrTaken) {
			return // where another process has taken over, it finds the message in the inbox
		}
		var out outage
		switch {
		case errors.As(err, &out):
			d.Log.Warn("sessions out of reach", "err", err)
			if expects(a.Message) {
				d.say(of, d.Engine.Moment(of, d.Ledger.Lang(d.ctx, of), a.Message.ID))
			}
			tries--
		case tries >= triesMost:
			d.bury(of, a, tries, err)
			return
		case errors.Is(err, store.ErrStale):
			d.Log.Warn("another process has moved the session on")
			d.distrust(of)
			continue
		default:
			d.logFailure(err, a.Row, tries)
		}
		if d.Clock.Until(d.ctx, d.Clock.Now().Add(wait)) != nil {
			return
		}
		wait = min(2*wait, backoffMost)
	}
}

// placed takes a turn in the pace of its channel's account, which only what nobody asked for just now has to keep; false: it was put off.
func (d *Desk) placed(l *lane, a sqlite.Arrived) (placed bool, err error) {
	place, ok := d.enter(a)
	if !ok {
		return false, nil
	}
	defer func() { place.Leave(err == nil) }()
	return true, d.turn(l, a, place)
}

// enter asks for the place of what goes to somebody who did not just write. Where there is none now, it falls due again when there may be one.
func (d *Desk) enter(a sqlite.Arrived) (place *broadcast.Place, ok bool) {
	push := a.Message.Push()
	if push == store.NoPush || d.Pace == nil {
		return nil, true
	}
	place, again := d.Pace.Enter(a.Message.From.Channel, push, a.Row)
	if place == nil {
		if err := d.Ledger.PutOff(d.ctx, a.Row, again); err != nil && d.ctx.Err() == nil && !errors.Is(err, sqlite.ErrTaken) {
			d.Log.Error("put off", "err", err, "row", a.Row)
		}
	}
	return place, place != nil
}

// turn handles one message once.
func (d *Desk) turn(l *lane, a sqlite.Arrived, place *broadcast.Place) error {
	ctx, of := d.ctx, a.Message.From
	old, moves := was(a.Message)
	before, known, err := d.load(ctx, of)
	if err != nil {
		return outage{err}
	}
	var other store.Session
	var otherKnown bool
	if moves {
		if other, otherKnown, err = d.load(ctx, old); err != nil {
			return outage{err}
		}
	}
	var after store.Session
	var posted []sqlite.Queueing
	var erased bool
	var moved sqlite.Moved
	err = d.Ledger.Do(ctx, func(tx *sqlite.Tx) error {
		posted, after, erased = nil, store.Session{}, false
		now := d.Clock.Now()
		if fresh, err := tx.Take(a.Row, of, now); !fresh || err != nil {
			return err
		}
		before, err := d.read(tx, of, before, known)
		if err != nil {
			return err
		}
		if moves {
			other, err := d.read(tx, old, other, otherKnown)
			if err != nil {
				return err
			}
			if moved, err = d.move(tx, other, before, a.Row, now); err != nil {
				return err
			}
			if before = merged(other, before); moved.Twice {
				after = before
				after.Rev++
				return tx.PutSession(after, now)
			}
		}
		facts, err := tx.Facts(of, now, d.Engine.Needs(before, a.Message))
		if err != nil {
			return err
		}
		if err := tx.Heard(of, facts.Contact, a.Message, now); err != nil {
			return err
		}
		out, err := d.Engine.Decide(before, &facts, a.Message, func(n store.Need, f *store.Facts) error { return tx.More(of, n, f) })
		if err != nil {
			return err
		}
		if err := tx.Apply(of, out.Effects, now); err != nil {
			return err
		}
		after, erased = out.Session, out.Erases()
		if err := tx.PutSession(after, now); err != nil {
			return err
		}
		if posted, err = post(tx, out, now); err != nil {
			return err
		}
		return place.Count(tx, len(posted) > 0, now)
	})
	if err != nil {
		return err
	}
	if after.Rev == 0 {
		return nil // handled before
	}
	d.Trace("committed")
	if moves {
		d.follow(ctx, l, old, of, moved)
	}
	if erased {
		moment, done := context.WithTimeout(ctx, forgetWait)
		d.Outbox.Drop(moment, of)
		done()
		d.Forget(ctx) // before the answer, which the channel is to keep
	}
	d.Outbox.Offer(posted...)
	d.keep(ctx, after)
	return nil
}

// post writes the answers into the outbox.
func post(tx *sqlite.Tx, out flows.Outcome, now time.Time) ([]sqlite.Queueing, error) {
	posted := make([]sqlite.Queueing, 0, len(out.Replies))
	for _, m := range out.Replies {
		m.Due = now
		row, err := tx.Post(m, now)
		if err != nil {
			return nil, err
		}
		if row != 0 {
			posted = append(posted, sqlite.Queueing{Row: row, Message: m})
		}
	}
	return posted, nil
}

// say posts a message outside of a turn. The same key is said once.
func (d *Desk) say(of store.Address, m store.Outgoing) {
	err := d.Ledger.Do(d.ctx, func(tx *sqlite.Tx) error {
		now := d.Clock.Now()
		m.Due = now
		_, err := tx.Post(m, now)
		return err
	})
	if err == nil {
		err = d.Outbox.Due(d.ctx)
	}
	if err != nil {
		d.Log.Error("say", "err", err)
	}
}

// bury makes a message that cannot be handled a dead letter.
func (d *Desk) bury(of store.Address, a sqlite.Arrived, tries int, cause error) {
	d.logFailure(cause, a.Row, tries)
	now := d.Clock.Now()
	if err := d.Ledger.Bury(d.ctx, a.Row, tries, fmt.Sprintf("%T", errors.Unwrap(cause)), now); err != nil {
		d.Log.Error("bury", "err", err, "row", a.Row)
		return
	}
	if err := d.Ledger.AddFlag(d.ctx, of, "dead_letter", fmt.Sprintf("inbox row %d", a.Row), now); err != nil {
		d.Log.Error("flag", "err", err)
	}
	if expects(a.Message) {
		d.say(of, d.Engine.Sorry(of, d.Ledger.Lang(d.ctx, of), a.Message.ID))
	}
}

// expects reports whether somebody waits for an answer to m: not where the answer may be silence.
func expects(m store.Message) bool {
	switch m.Kind {
	case store.Event, store.Reaction, store.Deleted, store.Blocked, store.Parked, store.Hand:
		return false
	}
	return !m.Group || m.Called
}

// logFailure tells staff where to look. A panic's value may hold what somebody wrote; its stack does not.
func (d *Desk) logFailure(err error, row int64, tries int) {
	var p *sqlite.PanicError
	if errors.As(err, &p) {
		d.Log.Error("turn panicked", "row", row, "tries", tries, "stack", string(p.Stack))
		return
	}
	d.Log.Error("turn failed", "err", err, "row", row, "tries", tries)
}
