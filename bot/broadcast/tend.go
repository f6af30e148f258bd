package broadcast

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// step brings a live announcement as far as it goes by itself now, and returns it as it is then.
func (b *Broadcast) step(ctx context.Context, a store.Announcement) (store.Announcement, error) {
	now := b.Clock.Now()
	if act, why := a.Due(now); act != "" {
		var err error
		if a, err = b.due(ctx, a, store.Step{Act: act, Reason: why}, now); err != nil {
			return a, err
		}
	}
	if a.Stage != store.StageRunning {
		return a, nil
	}
	if a.Filled {
		return b.finish(ctx, a, now)
	}
	for more := true; more; {
		var err error
		var many *store.ManyError
		if more, err = b.Ledger.Fill(ctx, a.ID, b.Reach(), now); errors.As(err, &many) {
			return b.tooMany(ctx, a, now)
		}
		if err != nil {
			return a, err
		}
	}
	return b.Ledger.Announcement(ctx, a.Ref)
}

// due takes a step that the clock asks for, and tells staff of it.
func (b *Broadcast) due(ctx context.Context, a store.Announcement, s store.Step, now time.Time) (store.Announcement, error) {
	after, err := b.Ledger.TakeStep(ctx, a.Ref, s, nil, now)
	var many *store.ManyError
	if s.Act == store.ActStart && (errors.Is(err, sqlite.ErrBatchClosed) || errors.Is(err, store.ErrChanged) || errors.As(err, &many)) {
		s = store.Step{Act: store.ActPause, Reason: store.PausedClosed}
		if many != nil {
			s.Reason = store.PausedMany
		}
		after, err = b.Ledger.TakeStep(ctx, a.Ref, s, nil, now)
	}
	var moved *store.LifeError
	if errors.As(err, &moved) { // a member of staff was faster
		return b.Ledger.Announcement(ctx, a.Ref)
	}
	if err != nil {
		return a, err
	}
	if s.Act == store.ActPause {
		err = b.tell(ctx, after, "paused", s.Reason)
	}
	return after, err
}

// tooMany stops an announcement whose audience has become a crowd since it was counted. Nothing of it has gone out: it is sent once it is fixed.
func (b *Broadcast) tooMany(ctx context.Context, a store.Announcement, now time.Time) (store.Announcement, error) {
	f, err := b.Rules.Forecast(ctx, b.Ledger, a, b.Reach(), b.limits(), now)
	if err != nil {
		return a, err
	}
	return b.due(ctx, a, store.Step{Act: store.ActPause, Reason: store.PausedMany, Crowd: &f.Crowd}, now)
}

// pause stops an announcement for a reason that staff must see to.
func (b *Broadcast) pause(ctx context.Context, ref, why string) error {
	a, err := b.Ledger.TakeStep(ctx, ref, store.Step{Act: store.ActPause, Reason: why}, nil, b.Clock.Now())
	var moved *store.LifeError
	if errors.As(err, &moved) { // it is paused, or over, already
		return nil
	}
	if err != nil {
		return err
	}
	b.Log.Warn("announcement paused", "announcement", ref, "why", why)
	return b.tell(ctx, a, "paused", why)
}

// finish ends an announcement of which nothing is left, and sums it up for staff.
func (b *Broadcast) finish(ctx context.Context, a store.Announcement, now time.Time) (store.Announcement, error) {
	counts, err := b.Ledger.Counts(ctx, a.ID)
	if err != nil || store.Sum(counts).Left() > 0 {
		return a, err
	}
	after, err := b.Ledger.TakeStep(ctx, a.Ref, store.Step{Act: store.ActFinish}, nil, now)
	var moved *store.LifeError
	if errors.As(err, &moved) {
		return b.Ledger.Announcement(ctx, a.Ref)
	}
	if err != nil {
		return a, err
	}
	p := store.Sum(counts)
	b.Log.Info("announcement done", "announcement", a.Ref, "planned", p.Planned, "sent", p.Sent, "failed", p.Failed, "skipped", p.Skipped, "unknown", p.Unsure)
	return after, b.tell(ctx, after, "done", fmt.Sprintf("%d#%d#%d#%d#%d", p.Planned, p.Sent, p.Failed, p.Skipped, p.Unsure))
}

// sweep ends deliveries that wait for an announcement that is over.
func (b *Broadcast) sweep(ctx context.Context) error {
	list, err := b.Ledger.Leftovers(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		why := store.WhyStopped
		if a.Stage == store.StageExpired {
			why = store.WhyExpired
		}
		for more := true; more; {
			if more, err = b.Ledger.Sweep(ctx, a.ID, why); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell puts news of an announcement before the members of staff who work on it: who wrote and who approved it, else whoever may.
func (b *Broadcast) tell(ctx context.Context, a store.Announcement, what, detail string) error {
	now := b.Clock.Now()
	return b.Ledger.Do(ctx, func(tx *sqlite.Tx) error {
		chats, err := tx.StaffChats(now)
		if err != nil {
			return err
		}
		named := false
		for _, c := range chats {
			named = named || c.Name == a.Author || c.Name == a.Approver
		}
		for _, c := range chats {
			if named && c.Name != a.Author && c.Name != a.Approver || !named && c.Role != store.Admin && c.Role != store.Operator {
				continue
			}
			m := store.Message{ID: fmt.Sprintf("announcement:%s:%s:%d", a.Ref, what, now.UnixMilli()), From: c.Of, Text: "announcement", Of: a.Ref, Start: what + "#" + detail}
			if err := tx.Schedule(m, now, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reach is what limits every audience here.
func (b *Broadcast) Reach() sqlite.Reach { return b.Rules.Reach(b.limits()) }
