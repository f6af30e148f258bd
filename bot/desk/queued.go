package desk

import (
	"context"
	"time"

	"lopo/bot/channel"
	"lopo/store/sqlite"
)

// catchUpMost is how long a message waits for its channel to hand over what else was written while we were away.
const catchUpMost = time.Minute

// gather makes a message that waited at its platform ready to be handled: once its channel has caught up, it is known whether another one of
// the same person follows. Only this lane waits.
func (d *Desk) gather(l *lane, a *sqlite.Arrived) error {
	if !a.Message.Queued {
		return nil
	}
	if !l.late { // once for all that waits in this lane
		d.catchUp(a.Message.From.Channel)
		l.late = true
	}
	if !d.more(l) {
		behind, err := d.Ledger.Behind(d.ctx, a.Message.From, a.Row) // the inbox is read in pages: what follows may not be in the lane yet
		if err != nil {
			return err
		}
		for _, m := range behind {
			a.Message.More = a.Message.More || answers(m)
		}
		return nil
	}
	a.Message.More = true
	return nil
}

// catchUp waits until a channel has handed over all that was written while we were away.
func (d *Desk) catchUp(name string) {
	for _, c := range d.Channels {
		if late, ok := c.(channel.CatchUp); ok && c.Name() == name {
			ctx, cancel := context.WithCancel(d.ctx)
			defer cancel()
			go func() {
				_ = d.Clock.Until(ctx, d.Clock.Now().Add(catchUpMost))
				cancel()
			}()
			if err := late.CaughtUp(ctx); err != nil && d.ctx.Err() == nil {
				d.Log.Warn("a channel has not caught up", "channel", name, "err", err)
			}
			return
		}
	}
}
