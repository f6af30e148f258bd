package desk

import (
	"context"
	"errors"
	"fmt"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

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
	if s.Rev == 0 {
		d.mark(of, false) // nothing there any more: too old, or erased
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
