package main

import (
	"context"
	"testing"
)

// deaths is how often the program is killed while the residents of TestAccept02KillOnWhatsApp register.
const deaths = 5

// TestAccept02KillOnWhatsApp kills the real program again and again while residents register on WhatsApp, and starts it again: no message is
// lost, nobody registers twice or sees an answer twice, and everybody comes to the end.
func TestAccept02KillOnWhatsApp(t *testing.T) {
	l := newLine(t)
	p := l.serve()
	people := l.people(0, neighbours)
	done, finish := context.WithCancel(l.ctx)
	defer finish()
	go func() {
		defer finish()
		l.register(l.ctx, people)
	}()
	kills := 0
	for ; kills < deaths && done.Err() == nil; kills++ {
		goal := len(l.bot.Journal("sent")) + answers
		running, stop := context.WithCancel(done)
		context.AfterFunc(p.ctx, stop)
		if l.srv.Until(running, func() bool { return len(l.bot.Journal("sent")) >= goal }) != nil {
			break
		}
		p.kill()
		p = l.serve()
	}
	select {
	case <-done.Done():
	case <-p.done:
	}
	if t.Failed() || l.ctx.Err() != nil || p.ctx.Err() != nil {
		t.Fatalf("not all came to the end: %v\n%s", l.ctx.Err(), p.log())
	}
	t.Logf("killed %d times in %d messages to %d residents", kills, len(l.bot.Journal("sent")), neighbours)
	if kills < deaths {
		t.Errorf("killed only %d times: the test shows little", kills)
	}
	l.confirmed(p)
	audit(t, l.db, "whatsapp", l.looked(people, true), 0)
}

// answers is how many messages the bot sends between two deaths.
const answers = 45
