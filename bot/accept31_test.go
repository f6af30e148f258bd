package bot_test

import (
	"runtime"
	"strings"
	"testing"

	"lopo/bot/bottest"
	"lopo/store"
)

// Redis goes away in mid-form, and this process has not talked to her yet: what she writes is stored, she hears "sebentar ya" once, and is
// answered in order when it is back.
func TestAccept31RedisOutage(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	h.Notes.Secret(a.Secrets()...)
	r := h.OnTelegram(7, "Maria Nale")
	lines := a.Lines()
	r.Talk(lines[:6]...)
	h.Bot.Desk.Flush()
	h.Close()
	h.Open()
	h.Redis.Freeze() // a server that was restarted would have lost everything: the next tests
	for _, text := range lines[6:9] {
		r.Send(text)
	}
	if _, err := h.Clock.Next(h.Ctx); err != nil { // the turn waits for its next try
		t.Fatal(err)
	}
	h.Must(h.Telegram.Wait(h.Ctx, func() bool { return h.Telegram.Pending() == 0 })) // acknowledged, so on disk
	h.Must(h.Bot.Outbox.Settled(h.Ctx))
	if c := h.Tally(); c.Waiting != 3 {
		t.Errorf("%+v", c)
	}
	if got := r.News(); !strings.HasPrefix(got, "Sebentar") || strings.Contains(got, "---") {
		t.Errorf("during the outage she hears %q", got)
	}
	h.Redis.Thaw()
	for _, err := h.Sessions.Load(h.Ctx, store.Address{Channel: "nobody"}); err != nil; { // the client leaves a silent server alone for a second
		runtime.Gosched()
		_, err = h.Sessions.Load(h.Ctx, store.Address{Channel: "nobody"})
	}
	h.Awake()
	h.Settle()
	if got := r.News(); strings.Contains(got, "Sebentar") || strings.Count(got, "---") != 2 {
		t.Errorf("afterwards she hears %q", got)
	}
	if got := r.Talk(lines[9:]...); !strings.Contains(got, "KPG-2026-0001") {
		t.Errorf("the form ends with %q", got)
	}
}

// Redis goes away in mid-form while she talks: nobody notices, and Redis has her session again when it is back.
func TestAccept31AnsweredFromMemory(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	lines := a.Lines()
	r.Talk(lines[:6]...)
	h.Redis.Stop()
	if got := r.Talk(lines[6:]...); strings.Contains(got, "Sebentar") || !strings.Contains(got, "KPG-2026-0001") {
		t.Errorf("during the outage she hears %q", got)
	}
	h.Redis.Restart()
	h.Bot.Desk.Flush()
	h.Settle()
	if kept, err := h.Ledger.KeptSessions(h.Ctx); err != nil || len(kept) != 0 {
		t.Errorf("still in the ledger: %v, %v", kept, err)
	}
}

// The same, with the program ended and started in the middle of the outage.
func TestAccept31OutageAndRestart(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	lines := a.Lines()
	r.Talk(lines[:6]...)
	h.CrashAt("committed", func() { r.Send(lines[6]) }) // the session is in the ledger, and Redis has the one before
	h.Redis.FlushAll()
	if got := r.Talk(lines[7:]...); !strings.Contains(got, "KPG-2026-0001") {
		t.Errorf("the form ends with %q", got)
	}
}

// All of Redis is lost in mid-form, at every message: nobody notices.
func TestAccept31FlushAll(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	for _, text := range a.Lines() {
		h.Redis.FlushAll()
		r.Say(text)
	}
	if rows := h.Registrations(); len(rows) != 1 || rows[0].Applicant.Name != a.Name {
		t.Errorf("%+v; the last she heard was %q", rows, r.All()[len(r.All())-1])
	}
}

// All of Redis is lost while the program is down too, at every step of the form: it goes on from the answers in the ledger.
func TestAccept31FlushAllAndRestart(t *testing.T) {
	a := bottest.Maria(0)
	for i := 6; i < len(a.Lines()); i++ {
		h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
		r := h.OnTelegram(7, "Maria Nale")
		lines := a.Lines()
		r.Talk(lines[:i]...)
		h.Bot.Desk.Flush()
		h.Close()
		h.Redis.FlushAll()
		h.Open()
		if got := r.Say(lines[i]); !strings.Contains(got, "1. Lanjutkan") {
			t.Errorf("after %q she hears %q", lines[i-1], got)
			continue
		}
		r.Say("1")
		if got := r.Talk(lines[i:]...); !strings.Contains(got, "KPG-2026-0001") {
			t.Errorf("lost before %q, the form ends with %q", lines[i], got)
			continue
		}
		if rows := h.Registrations(); len(rows) != 1 || rows[0].Applicant.Name != a.Name {
			t.Errorf("%+v", rows)
		}
	}
}
