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

const (
	answering = 2 * time.Second  // before a notice to somebody who is just being answered is tried again
	looking   = time.Second      // between two looks at what cannot be claimed
	holding   = 30 * time.Second // before an account that lets nothing out is looked at again, if nobody says so before
)

// sender sends the notices of one channel, through the one account behind it. Limits are those of the account, so there is never a second one.
type sender struct {
	b       *Broadcast
	channel channel.Channel
	name    string
	own     bool // a send under the same key reaches the person once
	loop    *loop
	pace    *pacer        // belongs to run, except slow; b.mu is held for both
	slots   chan struct{} // sends in hand
	hearing chan struct{} // news of receipts is being taken in
	turn    int           // the announcement whose turn it is
	dry     bool          // there was nothing to claim, and the loop does not know yet; b.mu is held

	breakers map[int64]*breaker   // by announcement; b.mu is held
	holds    int                  // rests in a row since anything got through
	rest     time.Time            // nothing is tried before
	groups   map[string]time.Time // when something last went into a group

	// What goes out beside announcements, see push.go; b.mu is held.
	entered       bool      // something has the place, and the account lets one out at a time
	inHand        int       // cases of her own that have one beside it
	kept          time.Time // until then the next place is promised …
	keptFor       int64     // … to this row of the inbox
	gave          bool      // the last place was its
	crowds, cases plan
	pushed        breaker
	noted         string // the day on which it was last said that it waits for another day
}

func newSender(ctx context.Context, b *Broadcast, c channel.Channel) (*sender, error) {
	kept, err := b.Ledger.Pace(ctx, c.Name())
	if err != nil {
		return nil, err
	}
	limits := b.Rules.limits(c.Name(), c.Capabilities().Notices)
	s := &sender{b: b, channel: c, name: c.Name(), own: c.Capabilities().OwnID, loop: b.open(), pace: newPacer(limits, b.Rules.Hours, kept, b.Chance),
		slots: make(chan struct{}, max(1, limits.AtOnce)), hearing: make(chan struct{}, 1), breakers: map[int64]*breaker{}, groups: map[string]time.Time{}}
	s.loop.follows = true
	return s, nil
}

// run claims and hands out until the room closes.
func (s *sender) run() {
	defer s.loop.close()
	until := time.Time{}
	for s.loop.wait(until) {
		until = s.round()
	}
}

// round sends as long as something may go out, and returns when it may again; zero: when somebody says so.
func (s *sender) round() time.Time {
	for s.b.ctx.Err() == nil {
		order := s.order()
		if len(order) == 0 {
			return time.Time{}
		}
		now := s.b.Clock.Now()
		if !s.may() {
			return now.Add(holding)
		}
		at, dry := s.at(now) // from here to begin's end nothing else gets a place
		if dry {
			return s.next(order, now)
		}
		if at.After(now) {
			return at
		}
		select {
		case s.slots <- struct{}{}:
		case <-s.b.ctx.Done():
			s.leave()
			return time.Time{}
		}
		s.begin(order)
		s.leave()
	}
	return time.Time{}
}

// next is when something falls due again; zero: nothing does.
func (s *sender) next(order []int64, now time.Time) time.Time {
	next, err := s.b.Ledger.NextDelivery(s.b.ctx, s.name, order)
	if err != nil || next.IsZero() {
		return time.Time{}
	}
	return later(next, now.Add(looking)) // what is due and was not there to be claimed is paused, and the keeper will say so
}

// begin lets one go. Where every one counts in what is kept of the pace, it is claimed before anything else happens; else its hand claims it, so
// that the claims of many hands share a commit.
func (s *sender) begin(order []int64) {
	now := s.b.Clock.Now()
	s.b.mu.Lock()
	s.b.hands++
	if !s.pace.lasting() {
		s.pace.take(now)
	}
	s.b.mu.Unlock()
	if s.pace.lasting() {
		c := s.claim(order, now)
		if c == nil {
			s.back()
			return
		}
		s.b.mu.Lock()
		s.pace.take(now)
		s.b.mu.Unlock()
		s.hand(func() { s.deliver(c) })
		return
	}
	s.hand(func() {
		if c := s.claim(order, now); c != nil {
			s.deliver(c)
		}
	})
}

// may reports whether the account lets notices out, and the ledger is still ours.
func (s *sender) may() bool {
	return !s.b.Ledger.Taken() && s.b.Accounts.May(s.name, store.Bulk)
}

// at is when the next may go out. dry: there was none when it was last looked for.
func (s *sender) at(now time.Time) (at time.Time, dry bool) {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	dry, s.dry = s.dry, false
	at = later(later(later(s.pace.at(now), s.rest), s.b.Outbox.Gate(s.name)), s.kept)
	if s.entered || s.inHand > 0 { // whoever has the place wakes the loop when it is free
		at = later(at, now.Add(looking))
	}
	if !dry && !at.After(now) {
		s.entered, s.gave = s.pace.lasting(), false
	}
	return at, dry
}

// leave lets others have the place that at has taken.
func (s *sender) leave() {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.entered = false
}

// order are the announcements that run, in the order in which they are asked for their next delivery: the urgent ones first, the others in turn, so
// that a long one does not keep a short one waiting.
func (s *sender) order() []int64 {
	var urgent, others []int64
	for _, a := range s.b.running() {
		if a.Urgent {
			urgent = append(urgent, a.ID)
		} else {
			others = append(others, a.ID)
		}
	}
	if n := len(others); n > 1 {
		s.turn++
		others = append(others[s.turn%n:n:n], others[:s.turn%n]...)
	}
	return append(urgent, others...)
}

// claim takes the next delivery, and counts it in what is kept of the pace. nil: there is none, or it could not be.
func (s *sender) claim(order []int64, now time.Time) *sqlite.Claimed {
	var note func(*store.Pace)
	if s.pace.lasting() {
		note = func(k *store.Pace) { s.pace.note(k, now) }
	}
	var err error
	for more := true; more && err == nil; {
		var c *sqlite.Claimed
		if c, more, err = s.b.Ledger.ClaimDelivery(s.b.ctx, s.name, order, note, now); c != nil {
			s.b.Trace("claimed")
			return c
		}
	}
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.dry = true
	if err != nil && !errors.Is(err, sqlite.ErrTaken) && s.b.ctx.Err() == nil {
		s.b.Log.Error("claim", "channel", s.name, "err", err)
		s.rest = now.Add(holding)
	}
	return nil
}

// hand does something beside the loop.
func (s *sender) hand(do func()) {
	s.b.done.Add(1)
	s.b.crew.Go(func() {
		defer s.b.done.Done()
		defer s.back()
		do()
	})
}

// back gives the hand back.
func (s *sender) back() {
	<-s.slots
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.hands--
	s.b.changed.Broadcast()
}

// deliver sends one and writes down what became of it.
func (s *sender) deliver(c *sqlite.Claimed) {
	now := s.b.Clock.Now()
	if d, wait := s.waits(c.Delivery, now); wait {
		s.settle(c, d, "")
		return
	}
	var id string
	var err error
	if !s.b.Outbox.Lend(c.To, func() { id, err = s.send(c) }) {
		d := c.Delivery
		d.Fate, d.Due, d.Tries = store.FateQueued, now.Add(answering), d.Tries-1
		s.settle(c, d, "")
		return
	}
	if err != nil && s.b.sendCx.Err() != nil {
		return // cut off: the next start sees to it
	}
	if err == nil {
		s.b.Trace("delivered")
	}
	d, mine := outcome(c.Delivery, id, err, s.own, s.b.Clock.Now())
	if err == nil {
		s.settle(c, d, "")
	} else {
		s.settle(c, d, channel.Classify(err).Moved)
		s.trouble(c, err)
	}
	if mine {
		s.judge(c.Of, d)
	}
}

// waits holds what must not go out just now after all: the account is in trouble since the claim, or the same group has just been written to.
func (s *sender) waits(d store.Delivery, now time.Time) (store.Delivery, bool) {
	held := !s.may()
	if !held && d.Group && s.pace.limits.SameGroup > 0 {
		s.b.mu.Lock()
		free := s.groups[d.To.Chat].Add(s.pace.limits.SameGroup)
		if held = free.After(now); held {
			d.Due = free
		} else {
			s.groups[d.To.Chat] = now
		}
		s.b.mu.Unlock()
	}
	if held {
		d.Fate, d.Tries = store.FateQueued, d.Tries-1
	}
	return d, held
}

// send hands the message to the channel. A correction changes the message that it corrects, where that can be done; else it follows it.
func (s *sender) send(c *sqlite.Claimed) (string, error) {
	if editor, can := s.channel.(channel.Editor); can && c.Edit != "" {
		err := editor.Edit(s.b.sendCx, c.Edit, s.b.message(c))
		if err == nil {
			return c.Edit, nil
		}
		if channel.Classify(err).Class != channel.Refused {
			return "", err
		}
	}
	return s.channel.Send(s.b.sendCx, s.b.message(c))
}

// settle writes an outcome down, again and again until it is written: to forget what was sent would be to send it again.
// moved is where the chat is from now on, if that was the answer.
func (s *sender) settle(c *sqlite.Claimed, d store.Delivery, moved string) {
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		_, err := s.b.Ledger.Settle(context.WithoutCancel(s.b.ctx), d, c.Tries, moved, s.b.Clock.Now())
		if err == nil || s.b.sendCx.Err() != nil || errors.Is(err, sqlite.ErrTaken) || errors.Is(err, sqlite.ErrClosed) {
			break
		}
		s.b.Log.Error("settle", "channel", s.name, "err", err)
		if s.b.Clock.Until(s.b.sendCx, s.b.Clock.Now().Add(wait)) != nil {
			break
		}
	}
	if d.Fate == store.FateQueued { // it falls due again, maybe before what the loop waits for
		s.loop.poked()
	}
}

// trouble is what a failed send means for the account.
func (s *sender) trouble(c *sqlite.Claimed, err error) {
	e := channel.Classify(err)
	now := s.b.Clock.Now()
	s.b.Log.Warn("notice failed", "channel", s.name, "class", e.Class.String(), "why", e.Why, "announcement", c.Of.Ref, "tries", c.Tries)
	switch {
	case e.Moved != "" && s.b.Moved != nil:
		if err := s.b.Moved(s.b.sendCx, c.To, store.Address{Channel: s.name, Chat: e.Moved}); err != nil {
			s.b.Log.Error("move a chat", "channel", s.name, "err", err)
		}
	case e.Class == channel.Restricted:
		if err := s.b.Accounts.Restrict(s.b.sendCx, s.name, e.Why, e.Until); err != nil {
			s.b.Log.Error("restrict", "channel", s.name, "err", err)
		}
	case e.Class == channel.Throttled && e.All:
		until := e.Until.Add(time.Duration(s.b.Chance() * float64(time.Second)))
		s.b.Outbox.Shut(s.name, e.Until)
		s.b.mu.Lock()
		s.pace.slow(now, until)
		kept := s.pace.kept
		s.b.mu.Unlock()
		err := s.b.Ledger.EditPace(s.b.sendCx, s.name, func(k *store.Pace) { k.Rate, k.Until = kept.Rate, kept.Until })
		if err != nil {
			s.b.Log.Error("write pace", "channel", s.name, "err", err)
		}
	}
}

// judge lets the breaker see an outcome, and does as it says.
func (s *sender) judge(a store.Announcement, d store.Delivery) {
	s.b.mu.Lock()
	br := s.breakers[a.ID]
	if br == nil {
		br = &breaker{}
		s.breakers[a.ID] = br
	}
	pause := s.rested(br, d)
	s.b.mu.Unlock()
	if pause == "" {
		return
	}
	if err := s.b.pause(s.b.sendCx, a.Ref, pause); err != nil {
		s.b.Log.Error("pause", "announcement", a.Ref, "why", pause, "err", fmt.Errorf("by itself: %w", err))
	}
}

// rested lets a breaker see an outcome, and the sender rest where nothing gets through. It returns why what the breaker watches is to be paused; "" when
// it is not. b.mu is held.
func (s *sender) rested(br *breaker, d store.Delivery) (pause string) {
	pause, hold := br.see(d)
	if d.Fate == store.FateSent {
		s.holds = 0
	}
	if hold {
		if s.holds < len(waits) {
			s.rest = s.b.Clock.Now().Add(waits[s.holds])
			s.holds++
		} else {
			pause = store.PausedTrouble
		}
	}
	if pause != "" {
		*br, s.holds = breaker{}, 0 // staff may try again
	}
	return pause
}
