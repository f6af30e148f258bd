package broadcast

import (
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

const (
	slowest  = 1.0 / 16     // of the allowed rate, however often the platform asked for patience
	clean    = time.Minute  // without such a wish raises the rate again
	growDays = 14           // until an account may send its full number a day
	dayForm  = "2006-01-02" // of store.Pace.Day
)

// pacer says when the next notice of a channel may go out. It looks at no clock and draws no lots: time and chance come in.
type pacer struct {
	limits channel.Limits
	hours  Hours
	chance func() float64 // in [0, 1)

	kept   store.Pace  // as the ledger has it
	next   time.Time   // by the rhythm alone
	recent []time.Time // what was let go, newest last, as far back as the windows look
	left   int         // until the next rest
	raised time.Time   // when the rate last changed
}

func newPacer(l channel.Limits, h Hours, kept store.Pace, chance func() float64) *pacer {
	p := &pacer{limits: l, hours: h, chance: chance, kept: kept, raised: kept.Until}
	p.left = p.draw(l.RestAfter, l.RestAfterMost)
	if !kept.Last.IsZero() && l.Gap > 0 { // the pause goes on over a restart
		p.next = kept.Last.Add(p.between(l.Gap, l.GapMost))
	}
	return p
}

// lasting reports whether what is let go must be written down with it: where a day's number or a pause counts over a restart.
func (p *pacer) lasting() bool { return p.limits.PerDay > 0 || p.limits.Gap > 0 }

// rhythm is the earliest moment, now or later, by the pause between two alone.
func (p *pacer) rhythm(now time.Time) time.Time {
	t := later(later(now, p.kept.Until), p.next)
	if p.limits.PerSecond > 0 {
		t = later(t, p.window(p.perSecond(), time.Second))
	}
	if p.limits.PerMinute > 0 {
		t = later(t, p.window(p.limits.PerMinute, time.Minute))
	}
	return t
}

// open is that moment, or the next at which people are awake.
func (p *pacer) open(t time.Time) time.Time {
	if !p.limits.Waking {
		return t
	}
	return p.hours.next(t)
}

// at is the earliest moment, now or later, at which one may go out.
func (p *pacer) at(now time.Time) time.Time {
	t := p.rhythm(now)
	for {
		open := p.open(t)
		if p.limits.PerDay == 0 || p.day(open) != p.kept.Day || p.kept.Today < p.most(open) {
			return open
		}
		t = midnight(open)
	}
}

// take lets one go at that moment, which is not before at.
func (p *pacer) take(now time.Time) {
	l := p.limits
	switch {
	case l.Gap > 0:
		pause := time.Duration(float64(p.between(l.Gap, l.GapMost)) / p.kept.Rate)
		if p.left--; p.left <= 0 && l.RestAfter > 0 {
			pause += p.between(l.Rest, l.RestMost)
			p.left = p.draw(l.RestAfter, l.RestAfterMost)
		}
		p.next = now.Add(pause)
	case l.PerSecond > 0:
		every := time.Duration(float64(time.Second) / (l.PerSecond * p.kept.Rate))
		if now.Sub(p.next) > every { // it was idle: there is nothing to catch up with
			p.next = now
		}
		p.next = p.next.Add(every) // from when it should have been: waking up a little late costs nothing
	}
	p.recent = append(p.recent, now)
	if most := max(p.perSecond(), l.PerMinute, 1); len(p.recent) > 2*most {
		p.recent = append(p.recent[:0], p.recent[len(p.recent)-most:]...)
	}
	p.note(&p.kept, now)
	if p.kept.Rate < 1 && now.Sub(p.raised) >= clean {
		p.kept.Rate, p.raised = min(1, p.kept.Rate+p.step()), now
	}
}

// note counts one more in what is kept.
func (p *pacer) note(k *store.Pace, now time.Time) {
	if day := p.day(now); k.Day != day {
		k.Day, k.Today = day, 0
	}
	k.Today++
	k.Last = now
	if k.Since.IsZero() {
		k.Since = now
	}
}

// today is how many went out on the day of now.
func (p *pacer) today(now time.Time) int {
	if p.kept.Day != p.day(now) {
		return 0
	}
	return p.kept.Today
}

// slow is for a platform that asked for patience until then: nothing goes out before, and half as much after.
func (p *pacer) slow(now, until time.Time) {
	p.kept.Rate, p.raised = max(slowest, p.kept.Rate/2), later(now, until)
	p.kept.Until = later(p.kept.Until, until)
}

// step is by how much a clean minute raises the rate: one more a second, or a sixteenth where it is slower than that.
func (p *pacer) step() float64 {
	if p.limits.PerSecond > 1 {
		return 1 / p.limits.PerSecond
	}
	return slowest
}

// perSecond is how many may go out in a second now; never less than one, since the rhythm holds what is slower.
func (p *pacer) perSecond() int { return max(1, int(p.limits.PerSecond*p.kept.Rate)) }

// window is when the last but n of what was let go leaves a window, so that there is room for one more.
func (p *pacer) window(n int, long time.Duration) time.Time {
	if len(p.recent) < n {
		return time.Time{}
	}
	return p.recent[len(p.recent)-n].Add(long)
}

// most is how many may go out on that day.
func (p *pacer) most(at time.Time) int {
	l := p.limits
	if l.FirstDay == 0 || l.FirstDay >= l.PerDay {
		return l.PerDay
	}
	days := 0
	if !p.kept.Since.IsZero() {
		days = int(midnight(at).Sub(midnight(p.kept.Since)) / (24 * time.Hour))
	}
	return l.FirstDay + (l.PerDay-l.FirstDay)*min(days, growDays)/growDays
}

func (p *pacer) day(t time.Time) string { return t.In(store.WITA).Format(dayForm) }

func (p *pacer) between(from, to time.Duration) time.Duration {
	return from + time.Duration(p.chance()*float64(max(0, to-from)))
}

func (p *pacer) draw(from, to int) int { return from + int(p.chance()*float64(max(0, to-from+1))) }

// midnight is the end of a day.
func midnight(t time.Time) time.Time {
	y, m, d := t.In(store.WITA).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, store.WITA)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Hours are the time of day, WITA, in which a phone may ring: from Open up to Close, since midnight.
type Hours struct{ Open, Close time.Duration }

// next is that moment, or the next opening when it is outside.
func (h Hours) next(t time.Time) time.Time {
	if h.Close <= h.Open {
		return t
	}
	y, m, d := t.In(store.WITA).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, store.WITA)
	switch since := t.Sub(start); {
	case since < h.Open:
		return start.Add(h.Open)
	case since >= h.Close:
		return start.AddDate(0, 0, 1).Add(h.Open)
	}
	return t
}
