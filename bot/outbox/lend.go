package outbox

import (
	"time"

	"lopo/store"
)

// borrowed stands for what is in hand in a lane that was lent: no row of the outbox has this number.
const borrowed = -1

// Lend runs use while nothing else is sent to a chat, for a notice that is no row of the outbox. Where an answer waits for the chat or is being
// sent, or another notice goes out through an account that sends one at a time, it does not run and Lend returns false. What comes for the chat
// meanwhile waits for use to end. After Stop nothing is lent.
func (b *Outbox) Lend(to store.Address, use func()) bool {
	l := b.lend(to)
	if l == nil {
		return false
	}
	defer b.giveBack(to, l)
	use()
	return true
}

func (b *Outbox) lend(to store.Address) *lane {
	b.mu.Lock()
	defer b.mu.Unlock()
	single := b.single(to.Channel)
	if b.closing || b.lanes[to] != nil || single && b.notices[to.Channel] != 0 {
		return nil
	}
	if single {
		b.notices[to.Channel] = borrowed
	}
	l := &lane{inHand: borrowed, poke: func() {}}
	b.lanes[to] = l
	return l
}

// giveBack ends a loan: the lane goes on with what came meanwhile.
func (b *Outbox) giveBack(to store.Address, l *lane) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l.inHand = 0
	if b.notices[to.Channel] == borrowed {
		delete(b.notices, to.Channel)
	}
	b.changed.Broadcast()
	switch {
	case b.lanes[to] != l:
	case len(l.queue) == 0:
		delete(b.lanes, to)
	default:
		b.crew.Go(func() { b.run(to, l) })
	}
}

// Gate is until when a whole channel waits, by order of its platform; zero or past: it does not.
func (b *Outbox) Gate(name string) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.gates[name]
}

// Shut makes a whole channel wait: the platform has asked for patience when a notice was sent.
func (b *Outbox) Shut(name string, until time.Time) { b.gate(name, until) }
