package broadcast

import (
	"context"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// Today is how many have gone out through a channel today, and how many may; most is 0 where no day limits it.
func (r Rules) Today(name string, l channel.Limits, kept store.Pace, now time.Time) (sent, most int) {
	p := newPacer(r.limits(name, l), r.Hours, kept, func() float64 { return 0.5 })
	return p.today(now), p.most(now)
}

// Forecast is what an announcement comes to now, and when each channel will be done with it: begun now, or at the time that it is planned for.
// The command line and the chats of staff show this and nothing else.
func (r Rules) Forecast(ctx context.Context, l *sqlite.Ledger, a store.Announcement, reach sqlite.Reach, limits map[string]channel.Limits, now time.Time) (store.Forecast, error) {
	f := store.Forecast{Ends: map[string]time.Time{}}
	var err error
	if f.Preview, err = l.Preview(ctx, a, reach, now); err != nil {
		return f, err
	}
	for name, n := range f.Channels {
		kept, err := l.Pace(ctx, name)
		if err != nil {
			return f, err
		}
		f.Ends[name] = r.Estimate(name, limits[name], kept, n, later(now, a.SendAt))
		if crowd := r.Crowd(name, limits[name], kept, f.People[name], later(now, a.SendAt)); crowd.People > f.Crowd.People {
			f.Crowd = crowd
		}
	}
	return f, nil
}

// Estimate is when the last of n notices through a channel will have gone out, if nothing comes between: the sender's own pacer, played forward
// with every lot drawn in the middle.
func (r Rules) Estimate(name string, l channel.Limits, kept store.Pace, n int, from time.Time) time.Time {
	p := newPacer(r.limits(name, l), r.Hours, kept, func() float64 { return 0.5 })
	at := from
	for range n {
		at = p.at(at)
		p.take(at)
	}
	return at
}
