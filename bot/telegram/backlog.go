package telegram

import (
	"context"
	"sync"
	"time"

	"lopo/store"
)

const (
	waited   = time.Minute      // what lay longer at Telegram before we asked for it was written while we were away
	patience = 20 * time.Second // how long Telegram may be out of reach before nobody waits for what it may still have
)

// backlog knows whether more may come of what was written while we were away. Telegram keeps messages for 24 h and hands them over in polls of a
// hundred, without saying how many are left. So after a start, and after trouble, a poll does not wait for new messages: the first that is not
// full has brought the last of them. A webhook tells nothing of the kind.
type backlog struct {
	mu     sync.Mutex
	behind bool          // more of it may come
	open   bool          // and whoever asks waits for it
	last   time.Time     // when Telegram was last heard, or began to be out of reach
	here   chan struct{} // closed when not open
}

// expect is a start: something may have been written meanwhile.
func (b *backlog) expect(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.behind, b.last = true, now
	b.wait()
}

// wait makes whoever asks wait; b.mu is held.
func (b *backlog) wait() {
	if !b.open {
		b.open, b.here = true, make(chan struct{})
	}
}

// enough lets go whoever waits; b.mu is held.
func (b *backlog) enough() {
	if b.open {
		b.open = false
		close(b.here)
	}
}

// trouble notes that Telegram could not be reached.
func (b *backlog) trouble(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case !b.behind:
		b.behind, b.last = true, now
		b.wait()
	case now.Sub(b.last) >= patience:
		b.enough()
	}
}

// heard notes that a poll brought something, or nothing, and reports whether it may be of the backlog. It is called before that is stored.
func (b *backlog) heard(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last = now; b.behind {
		b.wait()
	}
	return b.behind
}

// stored notes that what a poll brought is on disk. A full one may not have been the last.
func (b *backlog) stored(full bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.behind = b.behind && full; !b.behind {
		b.enough()
	}
}

// over is the end of receiving.
func (b *backlog) over() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.enough()
}

// next reports whether the next poll may bring something of the backlog.
func (b *backlog) next() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.behind
}

// mark marks the messages that had waited when a poll asked for them. A restart of seconds marks nothing. A tap says itself what it answers; to
// block the bot, or to take it back, answers nothing.
func mark(messages []store.Message, asked time.Time) {
	for i := range messages {
		switch m := &messages[i]; m.Kind {
		case store.Tap, store.Blocked, store.Returned, store.Parked:
		default:
			m.Queued = m.At.Unix() > 0 && asked.Sub(m.At) > waited
		}
	}
}

// CaughtUp returns when all that was written while we were away is stored, or Telegram has been out of reach for a while.
func (c *Channel) CaughtUp(ctx context.Context) error {
	c.late.mu.Lock()
	open, here := c.late.open, c.late.here
	c.late.mu.Unlock()
	if !open {
		return ctx.Err()
	}
	select {
	case <-here:
	case <-ctx.Done():
	}
	return ctx.Err()
}
