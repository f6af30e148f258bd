package broadcast

import (
	"context"
	"time"
)

// loop is a goroutine of the room that looks, acts and waits, as others see it.
type loop struct {
	b       *Broadcast
	follows bool // it is woken by the keeper, not by Look
	woken   bool
	waits   bool
	until   time.Time // zero: until it is woken
	poke    context.CancelFunc
}

func (b *Broadcast) open() *loop {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := &loop{b: b, poke: func() {}, woken: true} // it looks once at the start
	b.loops[l] = true
	return l
}

// wake makes a loop look again; b.mu is held.
func (l *loop) wake() {
	l.woken = true
	l.poke()
}

// poked is wake from outside the lock.
func (l *loop) poked() {
	l.b.mu.Lock()
	defer l.b.mu.Unlock()
	l.wake()
}

// wait returns true at that time, or when the loop is woken, and false when the room closes.
func (l *loop) wait(until time.Time) bool {
	ctx, cancel := context.WithCancel(l.b.ctx)
	defer cancel()
	l.b.mu.Lock()
	l.poke, l.until = cancel, until
	if l.woken {
		cancel()
	}
	l.waits = true
	l.b.changed.Broadcast()
	l.b.mu.Unlock()
	if until.IsZero() {
		<-ctx.Done()
	} else {
		_ = l.b.Clock.Until(ctx, until)
	}
	l.b.mu.Lock()
	defer l.b.mu.Unlock()
	l.waits, l.woken = false, false
	return l.b.ctx.Err() == nil
}

func (l *loop) close() {
	l.b.mu.Lock()
	defer l.b.mu.Unlock()
	delete(l.b.loops, l)
	l.b.changed.Broadcast()
}
