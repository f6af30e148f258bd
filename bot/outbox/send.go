package outbox

import (
	"context"
	"errors"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

const (
	triesMost    = 10
	backoffFirst = time.Second
	backoffMost  = time.Minute
	holdAccount  = 5 * time.Minute // before an answer that the account was not let send is tried again
)

// send tries one row once. It returns the row as it waits for its next try, or nil when it has ended one way or the other.
func (b *Outbox) send(q sqlite.Queueing) (again *sqlite.Queueing) {
	ch := b.channels[q.Message.To.Channel]
	if q.Message.Topic != "" {
		may, due := false, time.Time{}
		b.record(func(ctx context.Context) (err error) {
			may, due, err = b.Ledger.MayTell(ctx, q.Message.To, q.Message.Topic, b.Clock.Now())
			return err
		})
		switch {
		case b.ctx.Err() != nil:
			return &q
		case !may: // she has stopped it since it was written
			return b.end(q, sqlite.Unreachable, "stopped")
		case due.After(b.Clock.Now()):
			q.Message.Due = due
			return b.wait(q, "night")
		}
	}
	if q.Message.Priority == store.Bulk && !ch.Capabilities().OwnID {
		if q.Doubt {
			return b.end(q, sqlite.Unsure, "the last run ended while it was being sent")
		}
		var mine bool // before the send, so that neither a crash nor a second program can make a notice arrive twice
		b.record(func(ctx context.Context) (err error) { mine, err = b.Ledger.MarkDoubt(ctx, q.Row); return err })
		if !mine {
			return nil
		}
		q.Doubt = true
	}
	id, err := ch.Send(b.ctx, q.Message)
	if err == nil {
		b.Trace("sent")
		b.record(func(ctx context.Context) error {
			if q.Message.Last {
				return b.Ledger.MarkOut(ctx, q.Row)
			}
			return b.Ledger.MarkSent(ctx, q.Row, id, b.Clock.Now())
		})
		if q.Message.Private { // an answer in a group, which nobody tells us of when it lets us write again
			b.record(func(ctx context.Context) error { return b.Ledger.RegainGroup(ctx, q.Message.To, b.Clock.Now()) })
		}
		b.watched(q, sqlite.Sent)
		return nil
	}
	if b.ctx.Err() != nil {
		return &q // cut off by Stop: the row stays queued
	}
	return b.failed(q, channel.Classify(err))
}

// failed decides what a failed try means, class by class.
func (b *Outbox) failed(q sqlite.Queueing, e *channel.Error) *sqlite.Queueing {
	now := b.Clock.Now()
	b.Log.Warn("send failed", "channel", q.Message.To.Channel, "class", e.Class.String(), "why", e.Why, "row", q.Row, "tries", q.Message.Tries)
	if q.Message.Priority == store.Bulk {
		q.Doubt = false // the channel has told what became of it
	}
	if e.Moved != "" && b.Moved != nil {
		to := q.Message.To
		b.record(func(ctx context.Context) error {
			return b.Moved(ctx, to, store.Address{Channel: to.Channel, Chat: e.Moved})
		})
	}
	if e.Class == channel.Retry && !b.may(q) { // not the message's trouble
		return b.wait(q, e.Why)
	}
	switch e.Class {
	case channel.Throttled:
		q.Message.Due = later(e.Until, now.Add(backoffFirst))
		if e.All {
			b.gate(q.Message.To.Channel, q.Message.Due)
		}
		return b.wait(q, e.Why)
	case channel.Restricted: // notices wait for staff; answers to others go on, this one is tried again by itself
		b.record(func(ctx context.Context) error { return b.Accounts.Restrict(ctx, q.Message.To.Channel, e.Why, e.Until) })
		if b.may(q) {
			q.Message.Due = later(e.Until, now.Add(holdAccount))
		}
		return b.wait(q, e.Why)
	case channel.Gone:
		b.record(func(ctx context.Context) error {
			return b.Ledger.MarkUnreachable(ctx, q.Message.To, e.Muted, e.Why, now)
		})
		b.watched(q, sqlite.Unreachable)
		b.mu.Lock()
		b.clear(b.lanes[q.Message.To])
		b.mu.Unlock()
		return nil
	case channel.Refused:
		return b.end(q, sqlite.Failed, e.Why)
	case channel.Uncertain:
		if q.Message.Priority != store.Reply || q.Doubt {
			return b.end(q, sqlite.Unsure, e.Why)
		}
		q.Doubt = true // an answer said twice harms nobody, one that never came does: once more, then it rests
	}
	if q.Message.Tries++; q.Message.Tries >= triesMost {
		return b.end(q, sqlite.Failed, e.Why)
	}
	q.Message.Due = now.Add(min(backoffFirst<<(q.Message.Tries-1), backoffMost))
	return b.wait(q, e.Why)
}

// wait writes down when the next try is due.
func (b *Outbox) wait(q sqlite.Queueing, why string) *sqlite.Queueing {
	b.record(func(ctx context.Context) error { return b.Ledger.MarkLater(ctx, q, why) })
	return &q
}

// end writes down that there is no next try.
func (b *Outbox) end(q sqlite.Queueing, fate sqlite.Fate, why string) *sqlite.Queueing {
	b.record(func(ctx context.Context) error {
		if q.Message.Last {
			return b.Ledger.MarkOut(ctx, q.Row)
		}
		return b.Ledger.MarkEnded(ctx, q, fate, why, b.Clock.Now())
	})
	if fate != sqlite.Unreachable { // she has stopped it: it was not tried
		b.watched(q, fate)
	}
	return nil
}

// watched tells what has become of a notice.
func (b *Outbox) watched(q sqlite.Queueing, fate sqlite.Fate) {
	if q.Message.Priority == store.Bulk {
		b.Watch(q.Message.To.Channel, fate)
	}
}

// record writes to the ledger until it is written: forgetting what was sent would mean to send it again.
func (b *Outbox) record(write func(context.Context) error) {
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		err := write(context.Background())
		if err == nil || b.ctx.Err() != nil || errors.Is(err, sqlite.ErrTaken) {
			return
		}
		b.Log.Error("record a send", "err", err)
		if b.Clock.Until(b.ctx, b.Clock.Now().Add(wait)) != nil {
			return
		}
	}
}

// gate makes a whole channel wait.
func (b *Outbox) gate(name string, until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gates[name] = later(b.gates[name], until)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
