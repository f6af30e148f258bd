package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
)

// The bot is down for an hour. Twenty people in the middle of the form write five messages each to Telegram meanwhile: the first is the answer to
// the question that they see and is taken, the others cannot answer a question that they do not see; and each person is answered once.
func TestBacklogOnTelegram(t *testing.T) {
	const people = 20
	for name, set := range map[string][]func(*bottest.House){"ledger": nil, "redis": {bottest.WithRedis}} {
		t.Run(name, func(t *testing.T) {
			h := bottest.Start(t, append(set, bottest.With(bottest.Sewing()))...)
			var all []*bottest.Resident
			for n := range people {
				r := h.OnTelegram(int64(100+n), "Maria Nale")
				r.Talk("halo", "1", "1", "1", "1", "12-06-1998")
				all = append(all, r)
			}
			h.Close()
			for i := range 5 {
				for n, r := range all {
					r.Person.Say([]string{bottest.Maria(n).Name, "2", "Naikoten Satu", "ya", "halo kak?"}[i])
				}
				h.Clock.Move(time.Minute)
			}
			h.Clock.Move(time.Hour)
			h.Open()
			h.Settle()
			for n, r := range all {
				news := r.News()
				if strings.Contains(news, "\n---\n") || !strings.Contains(news, "sempat berhenti") || !strings.Contains(news, bottest.Maria(n).Name) {
					t.Errorf("person %d hears:\n%s", n, news)
				}
				s, err := h.Sessions.Load(h.Ctx, r.Of)
				h.Must(err)
				if s.Step != "gender" || s.Slots["name"] != bottest.Maria(n).Name || s.Slots["gender"] != "" || s.Slots["kelurahan"] != "" {
					t.Errorf("person %d stands at %s with %v", n, s.Step, s.Slots)
				}
				if next := r.Say("2"); strings.Contains(next, "sempat berhenti") || !strings.Contains(strings.ToLower(next), "kelurahan") {
					t.Errorf("person %d hears then:\n%s", n, next)
				}
			}
			if c := h.Tally(); c.Waiting+c.Dead+c.Queued != 0 {
				t.Errorf("left: %+v", c)
			}
		})
	}
}

// A restart of seconds is none of that: each message is answered as if nothing had been.
func TestRestartIsNoBacklog(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	r.Talk("halo", "1", "1", "1", "1", "12-06-1998")
	h.Close()
	for i, text := range []string{"Maria Nale", "2"} {
		r.Person.Say(text)
		h.Clock.Move(time.Duration(i+1) * time.Second)
	}
	h.Open()
	h.Settle()
	s, err := h.Sessions.Load(h.Ctx, r.Of)
	h.Must(err)
	if got := fmt.Sprint(s.Step, s.Slots["name"], s.Slots["gender"]); !strings.HasPrefix(got, "kelurahanMaria Nale") || s.Slots["gender"] == "" {
		t.Errorf("she stands at %s", got)
	}
	if news := r.News(); strings.Contains(news, "sempat berhenti") {
		t.Error(news)
	}
}
