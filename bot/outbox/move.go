package outbox

import (
	"context"

	"lopo/store"
)

// Move makes what waits for one chat wait for another, which the ledger has moved its rows to, in the same order. It returns when the send in
// hand has ended too, or with ctx.
func (b *Outbox) Move(ctx context.Context, from, to store.Address) {
	defer b.wake(ctx)()
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[from]
	if l == nil {
		return
	}
	l.leaving = true
	l.poke()
	b.mu.Unlock()
	b.Trace("leaving")
	b.mu.Lock()
	for b.lanes[from] == l && ctx.Err() == nil {
		b.changed.Wait()
	}
	if b.lanes[from] == l { // the send hangs: its row, and those behind it, are found again in the ledger
		l.leaving = false
		b.clear(l)
		l.erased = l.inHand
		return
	}
	for _, q := range l.queue {
		b.forget(q)
		delete(b.rows, q.Row)
		q.Message.To = to
		b.add(q)
	}
}
