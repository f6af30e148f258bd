package telegram_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// caught asks in the background whether all is here.
func (r *rig) caught(ctx context.Context) <-chan error {
	done := make(chan error, 1)
	go func() { done <- r.ch.CaughtUp(ctx) }()
	return done
}

// yet fails the test when it is said already.
func (r *rig) yet(done <-chan error) {
	r.Helper()
	select {
	case err := <-done:
		r.Errorf("said to be caught up too early: %v", err)
	default:
	}
}

func TestP10_WhatWaitedIsMarked(t *testing.T) {
	r := newRig(t)
	for n := range 250 {
		r.maria.Say(fmt.Sprint(n))
	}
	r.clock.Advance(time.Hour)
	r.maria.Say("baru saja")
	gate := make(chan struct{})
	r.gate = gate
	done := r.caught(r.ctx)
	r.start()
	for n := 1; n <= 3; n++ {
		r.until("a poll", func() bool { return r.tries == n })
		r.yet(done)
		gate <- struct{}{}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	got := r.next(251)
	for n, m := range got[:250] {
		if !m.Queued || m.Text != fmt.Sprint(n) {
			t.Fatalf("message %d: %+v", n, m)
		}
	}
	if got[250].Queued {
		t.Errorf("marked: %+v", got[250])
	}
}

// Our clock is far ahead of Telegram's: once all is here nothing is taken for old.
func TestP10_WrongClockMarksNothingLater(t *testing.T) {
	r := newRig(t, func(_ *telegram.Options, s *telegramtest.Options) {
		now := s.Now
		s.Now = func() time.Time { return now().Add(-10 * time.Minute) }
	})
	r.start()
	r.listening()
	r.maria.Say("sekarang")
	if m := r.next(1)[0]; m.Queued || noon.Sub(m.At) < 10*time.Minute {
		t.Errorf("%+v", m)
	}
}

func TestP10_ShortRestartMarksNothing(t *testing.T) {
	r := newRig(t)
	r.maria.Say("menunggu sebentar")
	r.clock.Advance(55 * time.Second)
	r.start()
	if m := r.next(1)[0]; m.Queued {
		t.Error("marked after less than a minute")
	}
}

func TestP10_TapsAreNotMarked(t *testing.T) {
	r := newRig(t).opened()
	asked(r, "pick#1")
	if err := r.maria.Tap("Menjahit"); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(2 * time.Minute) // taps wait for 150 s
	r.maria.Block()
	r.clock.Advance(10 * time.Second)
	r.start()
	got := r.next(3)
	if !got[0].Queued || got[1].Kind != store.Tap || got[1].Queued || got[2].Kind != store.Blocked || got[2].Queued {
		t.Errorf("%+v", got)
	}
}

// Telegram was out of reach while we ran: what was written meanwhile waited there as well.
func TestP10_TroubleIsAnOutageToo(t *testing.T) {
	r := newRig(t)
	r.start()
	r.listening()
	r.gate = make(chan struct{})
	r.maria.Say("sebelum")
	r.until("deliver", func() bool { return r.tries == 1 })
	r.maria.Say("selama")
	r.srv.Fail(telegramtest.Fault{Method: "getUpdates", Code: 502, HTML: true, Times: 9})
	close(r.gate)
	got := r.next(2)
	if got[0].Queued || got[1].Text != "selama" || !got[1].Queued {
		t.Errorf("%+v", got)
	}
	if err := <-r.caught(r.ctx); err != nil {
		t.Error(err)
	}
}

// Nobody waits for a Telegram that cannot be reached, nor after receiving has ended; what comes in the end is marked all the same.
func TestP10_CaughtUpNeverHangs(t *testing.T) {
	clock := telegramtest.NewClock(noon, false)
	r := newRig(t, func(o *telegram.Options, s *telegramtest.Options) {
		o.Now, o.Wait, s.Now, s.Wait = clock.Now, clock.Wait, clock.Now, clock.Wait
	})
	r.srv.Fail(telegramtest.Fault{Method: "getMe", Code: 502, HTML: true, Times: -1})
	r.maria.Say("halo")
	done := r.caught(r.ctx)
	stop := r.start()
	for n := 1; n <= 6; n++ {
		if _, err := clock.Slept(r.ctx, n); err != nil {
			t.Fatal(err)
		}
		if clock.Now().Sub(noon) < 20*time.Second {
			r.yet(done)
		}
		clock.Advance(time.Minute)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.srv.Heal()
	clock.Advance(2 * time.Minute)
	if m := r.next(1)[0]; !m.Queued {
		t.Error("not marked")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := r.ch.CaughtUp(r.ctx); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if err := r.ch.CaughtUp(ctx); err == nil {
		t.Error("no error after the context ended")
	}
}

// A webhook call does not tell whether its message waited.
func TestP10_WebhookMarksNothing(t *testing.T) {
	r, _ := hooked(t)
	r.maria.Say("lama")
	r.clock.Advance(time.Hour)
	r.start()
	if m := r.next(1)[0]; m.Queued {
		t.Errorf("marked: %+v", m)
	}
	if err := r.ch.CaughtUp(r.ctx); err != nil {
		t.Error(err)
	}
}
