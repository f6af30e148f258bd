package flows

import (
	"time"

	"lopo/store"
)

// What reached us and cannot be read: a message that the platform could not decipher, and a call, which the channel has refused. Each is
// answered once in a while; neither is an answer, and no step is lost.

const unreadPause = 10 * time.Minute // between two such answers to one person

func (t *Turn) unread() {
	last, text := &t.s.Garbled, "engine.garbled"
	if t.Message.Kind == store.Call {
		last, text = &t.s.Rang, "engine.call"
	}
	now := t.Facts.Now
	if t.staffTalk() || now.Before(t.s.Echo.Mute) || !last.IsZero() && now.Sub(*last) < unreadPause {
		return
	}
	*last = now
	if t.Facts.Contact.First.IsZero() {
		t.introduce()
	}
	t.say(text, t.facts("telepon_dinas"))
	if t.Message.Kind == store.Garbled {
		t.still()
	}
}
