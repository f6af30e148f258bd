package broadcast

import (
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// Today is how many have gone out through a channel today, and how many may; most is 0 where no day limits it.
func (r Rules) Today(name string, l channel.Limits, kept store.Pace, now time.Time) (sent, most int) {
	p := newPacer(r.limits(name, l), r.Hours, kept, func() float64 { return 0.5 })
	return p.today(now), p.most(now)
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
