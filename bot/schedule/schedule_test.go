package schedule_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
	"lopo/store/sqlite"
)

// What falls due is found at the next look, not before, and once.
func TestDue(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	r.Say("halo")
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		return tx.Schedule(store.Message{ID: "ticket:T-0001", From: r.Of, Text: "ticket", Of: "T-0001", Start: "Mulai hari Senin."}, h.Now(), h.Now().Add(time.Hour))
	}))
	h.Later(59 * time.Minute)
	if got := r.News(); got != "" {
		t.Errorf("too early: %q", got)
	}
	h.Later(time.Minute)
	if got := r.News(); !strings.Contains(got, "Mulai hari Senin.") {
		t.Errorf("when it is due: %q", got)
	}
	h.Later(time.Hour)
	h.Restart()
	h.Later(time.Hour)
	if got := r.News(); got != "" {
		t.Errorf("again: %q", got)
	}
}

// Run looks every second until it is told to stop.
func TestRun(t *testing.T) {
	h := bottest.Start(t)
	r := h.OnTelegram(7, "Maria Nale")
	r.Say("halo")
	ctx, stop := context.WithCancel(h.Ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); h.Bot.Schedule.Run(ctx) }()
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		return tx.Schedule(store.Message{ID: "ticket:T-0001", From: r.Of, Text: "ticket", Of: "T-0001", Start: "Jawaban."}, h.Now(), h.Now())
	}))
	for range 2 { // one look may have been under way
		next, err := h.Clock.Next(h.Ctx)
		h.Must(err)
		if d := next.Sub(h.Now()); d != time.Second {
			t.Errorf("the next look is in %v", d)
		}
		h.Clock.Move(time.Second)
	}
	if _, err := r.Person.Wait(h.Ctx, 2); err != nil {
		t.Error(err)
	}
	stop()
	<-ended
}

// After a long outage Telegram has forgotten taps: who was in a form is asked again, once. A short stop, or a channel that forgets nothing,
// asks nobody.
func TestRecover(t *testing.T) {
	for name, c := range map[string]struct {
		down time.Duration
		want bool
	}{"long": {10 * time.Minute, true}, "short": {time.Minute, false}} {
		t.Run(name, func(t *testing.T) {
			h := bottest.Start(t, bottest.With(bottest.Sewing()))
			maria, yanto, idle := h.OnTelegram(7, "Maria Nale"), h.OnWeb(), h.OnTelegram(8, "Ina")
			maria.Talk(bottest.Maria(0).Form()[:7]...)
			yanto.Talk(bottest.Maria(1).Form()[:7]...)
			idle.Say("halo")
			h.Later(time.Minute) // a note that it runs
			h.Close()
			h.Clock.Move(c.down)
			h.Open()
			h.Later(time.Second)
			got := maria.News()
			if c.want != strings.Contains(got, "sempat berhenti") || c.want != strings.Contains(got, "Jenis kelamin") {
				t.Errorf("in a form on Telegram: %q", got)
			}
			if got := yanto.News() + idle.News(); got != "" {
				t.Errorf("others hear %q", got)
			}
			if maria.Say("2"); h.Tally().Drafts != 2 {
				t.Errorf("%+v", h.Tally())
			}
		})
	}
}

// What is older than it may be goes: answers of a form after fourteen days, and the person is told when she comes back; traces after thirty.
func TestRetention(t *testing.T) {
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing(func(b *store.Batch) { b.Closes, b.Starts, b.Ends = time.Time{}, time.Time{}, time.Time{} })))
	a := bottest.Maria(0)
	r := h.OnTelegram(7, "Maria Nale")
	r.Talk(a.Form()[:8]...)
	h.Later(13 * 24 * time.Hour)
	if c := h.Tally(); c.Drafts != 1 {
		t.Fatalf("%+v", c)
	}
	h.Later(25 * time.Hour)
	var left, expired int
	h.Must(h.Raw().QueryRow(`SELECT count(*), max(expired) FROM drafts`).Scan(&left, &expired))
	if left != 1 || expired != 1 {
		t.Errorf("%d drafts, expired %d", left, expired)
	}
	if got := r.Say("lanjut"); !strings.Contains(got, "14 hari") {
		t.Errorf("when she is back she hears %q", got)
	}
	h.Later(31 * 24 * time.Hour)
	h.Later(time.Hour)
	var traces int
	h.Must(h.Raw().QueryRow(`SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)`).Scan(&traces))
	if traces != 0 {
		t.Errorf("%d traces are older than thirty days", traces)
	}
}
