package broadcast

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// present shows announcements to staff until the room closes. It has a loop of its own: to count an audience and to fetch a file take long, and
// neither a start nor a pause waits for that.
func (b *Broadcast) present(l *loop) {
	defer l.close()
	for l.wait(time.Time{}) {
		if err := b.show(b.ctx); err != nil && b.ctx.Err() == nil && !errors.Is(err, sqlite.ErrTaken) {
			b.Log.Error("show announcements", "err", err)
		}
	}
}

// show puts announcements before members of staff who wait for them in their chats, with the file that was sent for one once it is fetched.
func (b *Broadcast) show(ctx context.Context) error {
	if b.Ledger.Taken() {
		return nil
	}
	list, err := b.Ledger.WantedAnnouncements(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range list {
		if err := b.showOne(ctx, a); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a.Ref, err))
		}
	}
	return errors.Join(errs...)
}

func (b *Broadcast) showOne(ctx context.Context, a store.Announcement) error {
	if a.Bring != nil {
		var err error
		if a, err = b.bring(ctx, a); err != nil || a.Bring != nil {
			return err
		}
	}
	now := b.Clock.Now()
	comesTo, err := b.Rules.Forecast(ctx, b.Ledger, a, b.Reach(), b.limits(), now)
	if err != nil {
		return err
	}
	_, err = b.Ledger.Show(ctx, a, comesTo, now)
	return err
}

// limits are how quickly each channel lets notices out.
func (b *Broadcast) limits() map[string]channel.Limits {
	m := map[string]channel.Limits{}
	for _, c := range b.Channels {
		m[c.Name()] = c.Capabilities().Notices
	}
	return m
}
