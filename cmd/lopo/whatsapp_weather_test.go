package main

import (
	"context"
	"testing"

	"lopo/bot/whatsapp/whatsapptest/resident"
)

// gust is how many messages the bot sends between two faults.
const gust = 8

// Residents register while lines break, texts arrive spoiled or twice, and acknowledgements are lost: they notice nothing of it.
func TestAccept01BadWeatherOnWhatsApp(t *testing.T) {
	l := newLine(t)
	p := l.serve()
	people := l.people(0, neighbours/2)
	done, finish := context.WithCancel(l.ctx)
	defer finish()
	go func() {
		defer finish()
		l.register(l.ctx, people)
	}()
	faults := 0
	for done.Err() == nil {
		goal := len(l.bot.Journal("sent")) + gust
		if l.srv.Until(done, func() bool { return len(l.bot.Journal("sent")) >= goal }) == nil {
			weather[faults%len(weather)](l, people[faults%len(people)])
			faults++
		}
	}
	if t.Failed() || p.ctx.Err() != nil {
		t.Fatal(p.log())
	}
	t.Logf("%d faults in %d messages", faults, len(l.bot.Journal("sent")))
	if faults < 2*len(weather) {
		t.Errorf("only %d faults: the test shows little", faults)
	}
	l.confirmed(p)
	audit(t, l.db, "whatsapp", l.looked(people, true), 0)
}

// weather is what goes wrong, by turns.
var weather = []func(*line, *resident.Resident){
	func(l *line, _ *resident.Resident) { l.bot.Corrupt(1) },
	func(_ *line, r *resident.Resident) { r.Person.Corrupt(1) },
	func(l *line, _ *resident.Resident) { l.bot.Cut() },
	func(l *line, _ *resident.Resident) { l.bot.Twice(1) },
	func(_ *line, r *resident.Resident) { r.Person.Twice(1) },
	func(_ *line, r *resident.Resident) { r.Person.Cut() },
	func(l *line, _ *resident.Resident) { l.bot.CutAcks(1) },
	func(l *line, r *resident.Resident) {
		r.Person.Corrupt(1)
		r.Person.RetryFromOther(1)
	},
	func(l *line, _ *resident.Resident) { l.bot.StreamError("503") },
}
