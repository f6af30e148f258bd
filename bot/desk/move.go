package desk

import (
	"context"
	"errors"
	"time"

	"lopo/store"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

// read is the session s, or, where it is not known yet, what this transaction sees of it.
func (d *Desk) read(tx *sqlite.Tx, of store.Address, s store.Session, known bool) (store.Session, error) {
	if known {
		return s, nil
	}
	s, err := tx.Session(of)
	if errors.Is(err, seal.ErrSealed) {
		d.Log.Error("session unreadable, begun anew", "err", err)
		return store.Session{Of: of}, nil
	}
	return s, err
}

// move gives all that is kept of one chat to another. Where a keeper outside the ledger has the old session, an empty one is put in its place,
// so that nobody meets it again.
func (d *Desk) move(tx *sqlite.Tx, old, to store.Session, row int64, now time.Time) (sqlite.Moved, error) {
	m, err := tx.Move(old.Of, to.Of, row, now)
	if err != nil || d.inside || old.Rev == 0 {
		return m, err
	}
	return m, tx.PutSession(store.Session{Of: old.Of, Rev: old.Rev + 1}, now)
}

// merged is where the person stands whose chats these are: where she last wrote.
func merged(old, to store.Session) store.Session {
	s := to
	if old.Touched.After(to.Touched) || to.Rev == 0 {
		s = old
	}
	s.Of, s.Rev = to.Of, max(old.Rev, to.Rev)
	return s
}

// follow lets what is in memory follow a move: messages and answers that wait for the old chat, and its session.
func (d *Desk) follow(ctx context.Context, l *lane, old, to store.Address, m sqlite.Moved) {
	d.moved(l, m.Waiting, to)
	d.mu.Lock()
	delete(d.recent, old)
	delete(d.confirmed, old)
	d.mu.Unlock()
	if !d.inside {
		d.mark(old, true)
		d.flush(old)
	}
	moment, done := context.WithTimeout(ctx, forgetWait)
	defer done()
	d.Outbox.Move(moment, old, to)
}
