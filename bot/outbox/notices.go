package outbox

import (
	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// On a channel whose account can be limited, notices go out one at a time, and none of them waits in a lane: when the platform frowns, the
// next one has not begun, and one that has to wait keeps up neither the other notices nor the answers to its chat.

// may reports whether a row may go out now: by the account behind its channel, and by this process, unless another has taken over.
func (b *Outbox) may(q sqlite.Queueing) bool {
	return !b.Ledger.Taken() && b.Accounts.May(q.Message.To.Channel, q.Message.Priority)
}

// single reports whether a channel sends one notice at a time.
func (b *Outbox) single(name string) bool {
	_, reports := b.channels[name].(channel.Reporter)
	return reports
}

// admit lets a notice into a lane when it is the only one of its channel and its chat is idle; b.mu is held.
func (b *Outbox) admit(q sqlite.Queueing) bool {
	to := q.Message.To
	if q.Message.Priority == store.Reply || !b.single(to.Channel) {
		return true
	}
	if b.notices[to.Channel] != 0 || b.lanes[to] != nil {
		return false
	}
	b.notices[to.Channel] = q.Row
	return true
}

// leaves takes a notice out of a lane in which it would wait; b.mu is held.
func (b *Outbox) leaves(q sqlite.Queueing) bool {
	if q.Message.Priority == store.Reply {
		return false
	}
	b.forget(q)
	return true
}

// forget is for a row that leaves its lane. A scan that is running may have read it as it was before; b.mu is held.
func (b *Outbox) forget(q sqlite.Queueing) {
	if delete(b.rows, q.Row); b.scans > 0 {
		b.rows[q.Row] = false
	}
	if name := q.Message.To.Channel; b.notices[name] == q.Row {
		delete(b.notices, name)
	}
}

// hold names what need not be looked for in the ledger now.
func (b *Outbox) hold() sqlite.Hold {
	h := b.Accounts.Hold()
	b.mu.Lock()
	defer b.mu.Unlock()
	for name := range b.notices {
		h.Notices = append(h.Notices, name)
	}
	return h
}
