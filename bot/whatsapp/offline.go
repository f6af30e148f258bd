package whatsapp

import (
	"context"
	"sync"
	"time"
)

// quietFor is how long WhatsApp may be silent before what waited there is taken to have come.
const quietFor = 20 * time.Second

// offline knows whether what arrives was written while we were away. After connecting WhatsApp hands that over, then says that it was all.
type offline struct {
	mu   sync.Mutex
	last time.Time     // the last sign of it: the connection, or a message
	live bool          // nothing more of it is to come
	done chan struct{} // closed when live
}

// begin is a new connection.
func (o *offline) begin(now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.live || o.done == nil {
		o.done = make(chan struct{})
	}
	o.live, o.last = false, now
}

// preview says how many messages waited.
func (o *offline) preview(messages int, now time.Time) {
	if messages == 0 {
		o.complete()
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last = now
}

// complete is the word that it was all.
func (o *offline) complete() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.live {
		o.live = true
		close(o.done)
	}
}

// hear notes a message and reports whether it is one that waited.
func (o *offline) hear(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.live || now.Sub(o.last) >= quietFor {
		return false
	}
	o.last = now
	return true
}

// CaughtUp returns when all that was written while we were away is here, or WhatsApp has been silent for a while.
func (c *Channel) CaughtUp(ctx context.Context) error {
	for {
		c.offline.mu.Lock()
		live, done, left := c.offline.live, c.offline.done, c.offline.last.Add(quietFor).Sub(c.o.Now())
		c.offline.mu.Unlock()
		if live || left <= 0 {
			return ctx.Err()
		}
		if err := c.rest(ctx, left, done); err != nil {
			return err
		}
	}
}
