package broadcast

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

// show puts announcements before members of staff who wait for them in their chats: counted here, since that takes longer than a turn may.
func (b *Broadcast) show(ctx context.Context) error {
	list, err := b.Ledger.WantedAnnouncements(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range list {
		now := b.Clock.Now()
		v, err := b.Ledger.Preview(ctx, a, b.Reach(), now)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		end, err := b.estimate(ctx, v, now)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		crowd, err := b.crowd(ctx, v, now)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out := 0
		for _, n := range v.Excluded {
			out += n
		}
		comesTo := fmt.Sprintf("%d#%d#%d#%d", v.Planned, v.Groups, out, end.UnixMilli())
		n, err := b.Ledger.Show(ctx, a, "[UJI COBA]\n\n"+Text(b.Words, a, false), comesTo, crowd, now)
		if err == nil && n > 0 {
			err = b.Outbox.Due(ctx) // the text is in its lane before what it comes to is said there
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a.Ref, err))
		}
	}
	return errors.Join(errs...)
}

// estimate is when the slowest channel will be done.
func (b *Broadcast) estimate(ctx context.Context, v store.Preview, now time.Time) (end time.Time, err error) {
	end = now
	for _, c := range b.Channels {
		n := v.Channels[c.Name()]
		if n == 0 {
			continue
		}
		kept, err := b.Ledger.Pace(ctx, c.Name())
		if err != nil {
			return end, err
		}
		end = later(end, b.Rules.Estimate(c.Name(), c.Capabilities().Notices, kept, n, now))
	}
	return end, nil
}

// crowd is the crowd that an audience is on the first channel on which it is one.
func (b *Broadcast) crowd(ctx context.Context, v store.Preview, now time.Time) (store.Crowd, error) {
	for _, c := range b.Channels {
		kept, err := b.Ledger.Pace(ctx, c.Name())
		if err != nil {
			return store.Crowd{}, err
		}
		if crowd := b.Rules.Crowd(c.Name(), c.Capabilities().Notices, kept, v.People[c.Name()], now); crowd.Over() {
			return crowd, nil
		}
	}
	return store.Crowd{}, nil
}
