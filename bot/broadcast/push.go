package broadcast

import (
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// Announcements are not all that goes to many: digests of vacancies, questions what came of an application, the decisions about a whole batch fall
// due in the inbox, and each becomes a turn of its own. An account does not care which room a message comes from. So before such a turn is taken
// the desk asks here for a place in the pace of the account, the same from which announcements are sent, and gives it back with whether something
// went out. What gets no place is put off, each to a moment of its own, so that thousands of them cost nothing while they wait; what it says is
// decided only when its turn comes, so it is never stale. The answers to people who write ask nobody.

const (
	grace   = 2 * looking // for how long behind its moment a place is kept for who was promised it
	promise = time.Hour   // so far ahead a place is promised at most
)

// Place is the right to send something through an account now. The nil Place and the zero one are free.
type Place struct {
	s    *sender
	push store.Push
	sent bool
}

// Enter asks for a place for what row of the inbox is about to say. Where there is none it returns nil, and when to ask again.
func (b *Broadcast) Enter(name string, push store.Push, row int64) (p *Place, again time.Time) {
	now := b.Clock.Now()
	s := b.senderOf(name)
	if s == nil || push == store.NoPush {
		return &Place{}, now
	}
	may := s.may()
	gate := b.Outbox.Gate(name)
	b.mu.Lock()
	defer b.mu.Unlock()
	at := s.placeAt(push, now)
	if push == store.CrowdPush {
		at = later(at, gate)
		if !may {
			at = later(at, now.Add(holding))
		}
		switch {
		case s.keptFor == row:
		case s.kept.After(now): // it is promised
			at = later(at, now.Add(looking))
		case s.gave && len(b.live) > 0: // the next one is for an announcement, if it is there to take it
			at = later(at, s.pace.next.Add(looking))
		}
	}
	if at.After(now) || s.entered && push == store.CrowdPush {
		return nil, s.putOff(push, row, now, at, may)
	}
	if s.keptFor == row {
		s.kept, s.keptFor = time.Time{}, 0
	}
	switch {
	case push == store.CrowdPush:
		s.entered, s.gave = s.pace.lasting(), true
	case s.pace.lasting():
		s.inHand++
	}
	return &Place{s: s, push: push}, now
}

// Count notes in the ledger whether something goes out on this place; it belongs into the transaction in which that is decided.
func (p *Place) Count(tx *sqlite.Tx, sent bool, now time.Time) error {
	if p == nil || p.s == nil {
		return nil
	}
	if p.sent = sent; !sent || !p.s.pace.lasting() {
		return nil
	}
	return tx.EditPace(p.s.name, func(k *store.Pace) { p.s.pace.note(k, now) })
}

// Leave gives the place back. kept: what was counted is on disk.
func (p *Place) Leave(kept bool) {
	if p == nil || p.s == nil {
		return
	}
	b := p.s.b
	b.mu.Lock()
	defer b.mu.Unlock()
	if kept && p.sent {
		p.s.pace.take(b.Clock.Now())
	}
	switch {
	case p.push == store.CrowdPush:
		p.s.entered = false
	case p.s.pace.lasting():
		p.s.inHand--
	}
	p.s.loop.wake()
}

// Saw lets the breaker see what has become of a notice that is no announcement. Where too many of them reach nobody the account is in danger, whatever
// they say: all notices of the channel wait for staff, as they do when the platform limits it.
func (b *Broadcast) Saw(name string, fate sqlite.Fate) {
	s := b.senderOf(name)
	if s == nil {
		return
	}
	d := map[sqlite.Fate]store.Delivery{sqlite.Sent: {Fate: store.FateSent}, sqlite.Failed: {Fate: store.FateFailed, Why: store.WhyTries},
		sqlite.Unreachable: {Fate: store.FateFailed, Why: store.WhyGone}, sqlite.Unsure: {Fate: store.FateUnsure, Why: store.WhyDoubt}}[fate]
	b.mu.Lock()
	why := s.rested(&s.pushed, d)
	b.mu.Unlock()
	if why == "" {
		return
	}
	if err := b.Accounts.Restrict(b.sendCx, name, b.Words.Text("announcement."+why, nil), time.Time{}); err != nil {
		b.Log.Error("restrict", "channel", name, "err", err)
	}
}

// senderOf is the sender of a channel; nil: nobody sends there.
func (b *Broadcast) senderOf(name string) *sender {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.senders {
		if s.name == name {
			return s
		}
	}
	return nil
}

// placeAt is when there is a place for a push, by the pace alone; b.mu is held. Where no account is in danger, her own case is only counted. Elsewhere
// a few of them go out as they come, and many at the pace of everything else.
func (s *sender) placeAt(push store.Push, now time.Time) time.Time {
	switch {
	case push == store.CrowdPush && s.inHand == 0:
		return later(s.pace.at(now), s.rest)
	case push == store.CrowdPush:
		return now.Add(looking)
	case !s.pace.lasting():
		return now
	case s.pace.limits.PerMinute == 0:
		return s.pace.open(s.pace.rhythm(now))
	case s.inHand >= s.pace.limits.PerMinute:
		return now.Add(looking)
	}
	return s.pace.open(later(later(now, s.pace.kept.Until), s.pace.window(s.pace.limits.PerMinute-s.inHand, time.Minute)))
}

// putOff is when a push that got no place may ask again; b.mu is held. The next place is promised to one of them, which announcements leave to it:
// always where it is her own case, else every other one while announcements run. All the others get moments as far apart as they may be sent.
func (s *sender) putOff(push store.Push, row int64, now, at time.Time, may bool) time.Time {
	at = later(at, now.Add(looking))
	if s.entered { // somebody is just taking the next
		at = later(at, now.Add((s.pace.limits.Gap+s.pace.limits.GapMost)/2))
	}
	free := !s.kept.After(now) && (push == store.OwnPush || !s.gave || len(s.b.live) == 0)
	if (free || s.keptFor == row) && may && at.Sub(now) <= promise {
		s.kept, s.keptFor = at.Add(grace), row
		return at
	}
	plan := &s.crowds
	if push == store.OwnPush {
		plan = &s.cases
	}
	if plan.pacer == nil || plan.last.Before(now) {
		limits := s.pace.limits
		if push == store.OwnPush {
			limits.PerDay = 0
		}
		plan.pacer, plan.last = newPacer(limits, s.pace.hours, s.pace.kept, func() float64 { return 0.5 }), now
	}
	plan.last = plan.pacer.at(later(plan.last, at))
	plan.pacer.take(plan.last)
	if day := s.pace.day(plan.last); push == store.CrowdPush && day != s.pace.day(now) && s.noted != s.pace.day(now) {
		s.noted = s.pace.day(now)
		s.b.Log.Info("what goes to many waits for another day", "channel", s.name, "sent_today", s.pace.today(now))
	}
	return plan.last
}

// plan is the moments to which pushes were put off: a pacer played forward.
type plan struct {
	pacer *pacer
	last  time.Time
}
