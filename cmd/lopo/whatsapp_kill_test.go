package main

import (
	"context"
	"testing"
	"time"

	"lopo/store/redis/redistest"
)

const (
	deaths  = 5  // how often the program is ended while residents register
	answers = 45 // how many messages it sends between two ends
)

// TestAccept02KillOnWhatsApp kills the real program again and again while residents register on WhatsApp, and starts it again: no message is
// lost, nobody registers twice or sees an answer twice, and everybody comes to the end.
func TestAccept02KillOnWhatsApp(t *testing.T) {
	newLine(t).interrupt((*process).kill)
}

// TestAccept39StopOnWhatsApp stops it as an operator does, under the same load and with sessions in Redis.
func TestAccept39StopOnWhatsApp(t *testing.T) {
	newLine(t, "LOPO_REDIS_URL="+redistest.Start(t).URL()).interrupt(func(p *process) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		p.stop(ctx)
		p.healthy()
	})
}

// interrupt ends the program after every so many answers until all residents are done.
func (l *line) interrupt(end func(*process)) {
	l.Helper()
	p := l.serve()
	people := l.people(0, neighbours)
	done, finish := context.WithCancel(l.ctx)
	defer finish()
	go func() {
		defer finish()
		l.register(l.ctx, people)
	}()
	ends := 0
	for ; ends < deaths && done.Err() == nil; ends++ {
		goal := len(l.bot.Journal("sent")) + answers
		running, stop := context.WithCancel(done)
		context.AfterFunc(p.ctx, stop)
		if l.srv.Until(running, func() bool { return len(l.bot.Journal("sent")) >= goal }) != nil {
			break
		}
		end(p)
		p = l.serve()
	}
	select {
	case <-done.Done():
	case <-p.done:
	}
	if l.Failed() || l.ctx.Err() != nil || p.ctx.Err() != nil {
		l.Fatalf("not all came to the end: %v\n%s", l.ctx.Err(), p.log())
	}
	l.Logf("ended %d times in %d messages to %d residents", ends, len(l.bot.Journal("sent")), neighbours)
	if ends < deaths {
		l.Errorf("ended only %d times: the test shows little", ends)
	}
	l.confirmed(p)
	audit(l, l.db, "whatsapp", l.looked(people, true), 0)
}
