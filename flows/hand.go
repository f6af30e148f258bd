package flows

import (
	"slices"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// When a person of staff writes to a chat by hand, the bot leaves the two alone for a time that staff set. Her form waits.

// comeback are the global words that call the bot back before the time is over. A "0" does not: it may be what staff asked for.
var comeback = []string{"menu", "resume", "offer", "erase"}

// staffTalk reports whether staff have the floor.
func (t *Turn) staffTalk() bool {
	return !t.s.Hand.IsZero() && t.Facts.Now.Before(t.s.Hand.Add(city.HandPause(t.Facts.City)))
}

// handed handles a message while staff have the floor, and the first after that; false when the bot goes on as usual.
func (t *Turn) handed(cmd nlu.Command, global bool) bool {
	if t.s.Hand.IsZero() {
		return false
	}
	_, digit := nlu.Number(t.Message.Text)
	called := t.Message.Kind == store.Tap || global && !digit && slices.Contains(comeback, cmd.Name)
	switch {
	case called:
		t.s.Hand = time.Time{}
		return false
	case t.staffTalk() && (cmd.Name == "stop" || cmd.Name == "start"):
		t.handedPush(cmd)
		return true
	case t.staffTalk() || t.Message.Kind == store.Edited:
		return true
	}
	t.s.Hand = time.Time{}
	t.say("engine.handback", nil)
	switch f := t.flow(); {
	case global:
		t.global(cmd)
	case f != nil && f.step(t.s.Step) != nil:
		t.repeat()
	case t.Facts.Draft != nil && !t.Facts.Draft.Expired:
		t.enter("resume", nil)
		t.ask()
	default:
		t.home()
	}
	return true
}

// handedPush obeys a stop or a start at once, and leaves the talk to staff: nothing else is asked now.
func (t *Turn) handedPush(cmd nlu.Command) {
	c := t.Facts.Contact
	topic := stopped(cmd.Arg)
	back := topic == store.All && len(c.Topics) > 0 || topic != store.All && t.askedFor(topic)
	if cmd.Name == "start" && !(back && (c.OptOut[topic] || c.OptOut[store.All])) {
		t.allow(topic)
		t.say("push.later", nil)
		return
	}
	t.push(cmd.Name == "stop", cmd.Arg)
}
