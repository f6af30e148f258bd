package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/bot/channel"
	"lopo/flows"
	"lopo/store"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

const (
	triesMost   = 5
	backoffMost = 5 * time.Second
)

// outage is a failure of the keeper of sessions: not the message's fault, so it waits and is not counted.
type outage struct{ error }

// handle brings one message to its end: answered, or a dead letter with an apology and a note to staff.
func (d *Desk) handle(of store.Address, a sqlite.Arrived) {
	if a.Row == 0 {
		d.flush(of)
		return
	}
	wait := d.Backoff
	for tries := a.Tries + 1; ; tries++ {
		err := d.turn(of, a)
		if err == nil || d.ctx.Err() != nil {
			return
		}
		var out outage
		switch {
		case errors.As(err, &out):
			d.Log.Warn("sessions out of reach", "err", err)
			if expects(a.Message) {
				d.say(of, d.Engine.Moment(of, a.Message.ID))
			}
			tries--
		case tries >= triesMost:
			d.bury(of, a, tries, err)
			return
		default:
			d.logFailure(err, a.Row, tries)
		}
		if d.Clock.Until(d.ctx, d.Clock.Now().Add(wait)) != nil {
			return
		}
		wait = min(2*wait, backoffMost)
	}
}

// turn handles one message once.
func (d *Desk) turn(of store.Address, a sqlite.Arrived) error {
	ctx := d.ctx
	before, err := d.load(ctx, of)
	if err != nil {
		return outage{err}
	}
	var after store.Session
	var posted []sqlite.Queueing
	var erased bool
	err = d.Ledger.Do(ctx, func(tx *sqlite.Tx) error {
		posted, after, erased = nil, store.Session{}, false
		now := d.Clock.Now()
		if fresh, err := tx.Take(a.Row, now); !fresh || err != nil {
			return err
		}
		if d.inside {
			if before, err = tx.Session(of); errors.Is(err, seal.ErrSealed) {
				d.Log.Error("session unreadable, begun anew", "err", err)
				before = store.Session{Of: of}
			} else if err != nil {
				return err
			}
		}
		facts, err := tx.Facts(of, now, d.Engine.Needs(before, a.Message))
		if err != nil {
			return err
		}
		if facts.Contact.First.IsZero() {
			if err := tx.Meet(of, now); err != nil {
				return err
			}
		}
		out := d.Engine.Take(before, facts, a.Message)
		if err := tx.Apply(of, out.Effects, now); err != nil {
			return err
		}
		after, erased = out.Session, out.Erases()
		if err := tx.PutSession(after, now); err != nil {
			return err
		}
		posted, err = post(tx, out, now)
		return err
	})
	if err != nil {
		return err
	}
	if after.Rev == 0 {
		return nil // handled before
	}
	d.Trace("committed")
	if erased {
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

// load reads the session: what a crash or an outage left in the ledger first, else from its keeper.
func (d *Desk) load(ctx context.Context, of store.Address) (store.Session, error) {
	if d.inside {
		return store.Session{}, nil // read inside the transaction
	}
	d.mu.Lock()
	kept := d.kept[of]
	d.mu.Unlock()
	if kept {
		return sqlite.Sessions{Ledger: d.Ledger}.Load(ctx, of)
	}
	s, err := d.Sessions.Load(ctx, of)
	if errors.Is(err, seal.ErrSealed) { // damaged, or sealed with an older key: the draft still has her answers
		d.Log.Error("session unreadable, begun anew", "err", err)
		s, err = store.Session{Of: of}, d.Sessions.Drop(ctx, of)
	}
	if err != nil {
		return s, err
	}
	d.mu.Lock()
	last := d.recent[of]
	d.mu.Unlock()
	if last.Rev > s.Rev { // Redis came back empty: what she wrote meanwhile answers the questions that she saw
		d.Log.Warn("Redis has lost a session, taken from memory")
		return last, nil
	}
	return s, nil
}

// recentMost bounds how many sessions are remembered; one is some hundred bytes.
const recentMost = 20000

// remember keeps the session of a chat for load.
func (d *Desk) remember(s store.Session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.recent) >= recentMost {
		clear(d.recent)
	}
	d.recent[s.Of] = s
}

// keep hands the session to its keeper after the commit. Until the keeper has confirmed it, the row of the turn is the session.
func (d *Desk) keep(ctx context.Context, s store.Session) {
	if d.inside {
		return
	}
	d.mark(s.Of, true)
	d.remember(s)
	err := d.Sessions.Save(ctx, s)
	if errors.Is(err, store.ErrStale) { // what the keeper has is not what this ledger wrote: the ledger is right
		if err = d.Sessions.Drop(ctx, s.Of); err == nil {
			err = d.Sessions.Save(ctx, s)
		}
	}
	if err != nil {
		d.Log.Warn("session stays in the ledger", "err", err)
		return
	}
	d.Trace("saved")
	if err := d.Ledger.ForgetSession(ctx, s); err != nil {
		d.Log.Warn("session stays in the ledger", "err", err)
		return
	}
	d.mark(s.Of, false)
}

func (d *Desk) mark(of store.Address, kept bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if kept {
		d.kept[of] = true
	} else {
		delete(d.kept, of)
	}
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
		d.say(of, d.Engine.Sorry(of, a.Message.ID))
	}
}

// expects reports whether somebody waits for an answer to m: not where the answer may be silence.
func expects(m store.Message) bool {
	switch m.Kind {
	case store.Event, store.Reaction, store.Deleted, store.Blocked, store.Parked:
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

// Flush lets the lanes of idle chats hand the sessions that only the ledger has to their keeper again.
func (d *Desk) Flush() {
	d.mu.Lock()
	var idle []sqlite.Arrived
	for of := range d.kept {
		if d.lanes[of] == nil {
			idle = append(idle, sqlite.Arrived{Message: store.Message{From: of}})
		}
	}
	d.mu.Unlock()
	d.take(idle)
}

// flush is the turn of Flush: the lane keeps it apart from the turns that change the session.
func (d *Desk) flush(of store.Address) {
	s, err := sqlite.Sessions{Ledger: d.Ledger}.Load(d.ctx, of)
	if err != nil {
		d.Log.Warn("session stays in the ledger", "err", err)
		return
	}
	d.keep(d.ctx, s)
}

// Forget asks the channels of erased chats to forget them too, and cleans the ledger's files of them, until both are done.
func (d *Desk) Forget(ctx context.Context) {
	if err := d.forget(ctx); err != nil && ctx.Err() == nil {
		d.Log.Error("forget", "err", err)
	}
}

func (d *Desk) forget(ctx context.Context) error {
	list, err := d.Ledger.Unforgotten(ctx)
	if err != nil {
		return err
	}
	for _, of := range list {
		for _, c := range d.Channels {
			if f, ok := c.(channel.Forgetter); ok && c.Name() == of.Channel {
				if err := f.Forget(ctx, of.Chat); err != nil {
					return fmt.Errorf("channel %s: %w", of.Channel, err)
				}
			}
		}
		if err := d.Ledger.Scrub(ctx); err != nil {
			return err
		}
		if err := d.Ledger.Forgotten(ctx, of); err != nil {
			return err
		}
	}
	return nil
}
