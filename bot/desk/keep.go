package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

// load finds the session: as this process last left it, else in the ledger where the keeper has not confirmed it, else with the keeper.
// known is false when it is to be read inside the turn's own transaction.
func (d *Desk) load(ctx context.Context, of store.Address) (s store.Session, known bool, err error) {
	d.mu.Lock()
	last, known := d.recent[of]
	kept := d.kept[of]
	d.mu.Unlock()
	known = known && d.Clock.Now().Sub(last.at) < recentLife
	if known || d.inside {
		return last.session, known, nil
	}
	ledger := sqlite.Sessions{Ledger: d.Ledger}
	if kept {
		s, err = ledger.Load(ctx, of)
		return s, true, err
	}
	s, err = d.Sessions.Load(ctx, of)
	if errors.Is(err, seal.ErrSealed) { // damaged, or sealed with an older key: the draft still has her answers
		d.Log.Error("session unreadable, begun anew", "err", err)
		s, err = store.Session{Of: of}, d.Sessions.Drop(ctx, of)
	}
	if err == nil && s.Rev == 0 { // new, or lost by Redis: the ledger may still have it
		s, err = ledger.Load(ctx, of)
	}
	return s, true, err
}

// remembered is a session and when its turn ended.
type remembered struct {
	session store.Session
	at      time.Time
}

const (
	recentMost = 20000     // sessions remembered at once; one is some hundred bytes
	recentLife = time.Hour // after this the keeper is asked again: what is old may have been removed
)

// remember keeps the session of a chat for load. Only one process turns over a ledger, so it is what the keeper has, or is about to have;
// were it not, the ledger would refuse the next revision, and distrust comes in.
func (d *Desk) remember(s store.Session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.recent[s.Of]; !known && len(d.recent) >= recentMost {
		for any := range d.recent {
			delete(d.recent, any)
			break
		}
	}
	d.recent[s.Of] = remembered{session: s, at: d.Clock.Now()}
}

// distrust forgets what is remembered of a chat: the ledger has a later session.
func (d *Desk) distrust(of store.Address) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.recent, of)
	if !d.inside {
		d.kept[of] = true
	}
}

// keep hands the session to its keeper after the commit. Until the keeper has confirmed it, the row of the turn is the session; after that
// the row is dropped when the chat has become idle, since its next turn would write it again.
func (d *Desk) keep(ctx context.Context, s store.Session) {
	d.remember(s)
	if d.inside {
		return
	}
	d.mark(s.Of, true)
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
	d.mu.Lock()
	delete(d.kept, s.Of)
	d.confirmed[s.Of] = s.Rev
	d.mu.Unlock()
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

// Flush lets the lanes of idle chats hand the sessions that only the ledger has to their keeper again, and drops the rows of those that it
// has confirmed.
func (d *Desk) Flush() {
	d.mu.Lock()
	var idle []sqlite.Arrived
	for of := range d.kept {
		if d.lanes[of] == nil {
			idle = append(idle, sqlite.Arrived{Message: store.Message{From: of}})
		}
	}
	const share = 200 // rows in one commit, so that no turn waits behind it
	var shares []map[store.Address]int64
	for of, rev := range d.confirmed {
		if d.lanes[of] != nil {
			continue
		}
		if len(shares) == 0 || len(shares[len(shares)-1]) == share {
			shares = append(shares, map[store.Address]int64{})
		}
		shares[len(shares)-1][of] = rev
		delete(d.confirmed, of)
	}
	d.mu.Unlock()
	d.take(idle)
	for _, confirmed := range shares {
		d.drop(confirmed)
	}
}

func (d *Desk) drop(confirmed map[store.Address]int64) {
	if err := d.Ledger.ForgetSessions(d.ctx, confirmed); err != nil {
		d.Log.Warn("confirmed sessions stay in the ledger", "err", err)
	}
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
	d.mu.Lock()
	rev, confirmed := d.confirmed[of]
	delete(d.confirmed, of)
	d.mu.Unlock()
	if confirmed {
		d.drop(map[store.Address]int64{of: rev})
	}
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
