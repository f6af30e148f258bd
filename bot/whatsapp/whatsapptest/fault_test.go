package whatsapptest_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestSpoiledTextIsAskedForAgain(t *testing.T) {
	w := newWorld(t)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	w.bot.Corrupt(1)
	id := must[string](w)(w.chat.Say(w.ctx, "masih di sana?"))
	got := must[[]seen](w)(w.back.Wait(w.ctx, 2))
	if got[1].ID() != id || got[1].Text != "masih di sana?" || got[1].Retry != 1 {
		t.Errorf("got %+v", got[1])
	}
}

func TestMessageDeliveredTwiceIsReadOnce(t *testing.T) {
	w := newWorld(t)
	w.bot.Twice(1)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[string](w)(w.chat.Say(w.ctx, "sudah"))
	got := must[[]seen](w)(w.back.Wait(w.ctx, 2))
	if got[0].Copies != 1 || got[1].Text != "sudah" {
		t.Errorf("got %+v", got)
	}
	if n := len(w.bot.Journal("message")); n != 3 {
		t.Errorf("the server handed over %d messages", n)
	}
}

func TestLostAcknowledgement(t *testing.T) {
	w := newWorld(t)
	text := &e2e{Conversation: proto.String("halo")}
	w.bot.LoseAcks(1)
	patient, giveUp := context.WithCancel(w.ctx)
	sent := make(chan error, 1)
	go func() { sent <- w.back.SendAs(patient, "AAAA0001", text) }()
	must[[]seen](w)(w.chat.Wait(w.ctx, 1))
	giveUp()
	if err := <-sent; !errors.Is(err, context.Canceled) {
		t.Errorf("without an acknowledgement: %v", err)
	}
	w.ok(w.back.SendAs(w.ctx, "AAAA0001", text))
	must[string](w)(w.back.Say(w.ctx, "sudah"))
	got := must[[]seen](w)(w.chat.Wait(w.ctx, 2))
	if len(got) != 2 || got[0].Copies != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestAcknowledgementCutOff(t *testing.T) {
	w := newWorld(t)
	w.bot.CutAcks(1)
	id := must[string](w)(w.back.Say(w.ctx, "halo")) // the client sends it again by itself when it is back
	must[string](w)(w.back.Say(w.ctx, "sudah"))
	got := must[[]seen](w)(w.chat.Wait(w.ctx, 2))
	if len(got) != 2 || got[0].ID() != id || got[1].Text != "sudah" {
		t.Errorf("got %+v", got)
	}
	sent := w.bot.Journal("sent")
	if len(sent) != 3 || sent[0].ID != id || sent[1].ID != id {
		t.Errorf("the server got %+v", sent)
	}
}

func TestAcknowledgementHeldBack(t *testing.T) {
	w := newWorld(t)
	release := w.bot.HoldAcks()
	sent := make(chan error, 1)
	go func() { _, err := w.back.Say(w.ctx, "halo"); sent <- err }()
	must[[]seen](w)(w.chat.Wait(w.ctx, 1))
	select {
	case err := <-sent:
		t.Fatalf("sent before the server said so: %v", err)
	default:
	}
	release()
	w.ok(<-sent)
}

func TestRefusedMessages(t *testing.T) {
	w := newWorld(t)
	for _, code := range []int{463, 479, 500} {
		w.bot.Refuse(code)
		if _, err := w.back.Say(w.ctx, "halo"); err == nil || !strings.Contains(err.Error(), fmt.Sprint(code)) {
			t.Errorf("%d: %v", code, err)
		}
	}
	must[string](w)(w.back.Say(w.ctx, "sekarang boleh"))
	if got := must[[]seen](w)(w.chat.Wait(w.ctx, 1)); got[0].Text != "sekarang boleh" {
		t.Errorf("got %+v", got[0])
	}
}

// event waits for one of a kind, which may have a condition.
func event[E any](w *world, r *whatsapptest.Resident, fits func(E) bool) (found E) {
	w.Helper()
	w.until(reflect.TypeFor[E]().String(), func() bool {
		for _, e := range r.Events() {
			if e, ok := e.(E); ok && (fits == nil || fits(e)) {
				found = e
				return true
			}
		}
		return false
	})
	return found
}

func TestLoginFailures(t *testing.T) {
	for _, f := range []whatsapptest.Failure{{Reason: 401}, {Reason: 402, Code: 101, Expire: 3600}, {Reason: 403}, {Reason: 405}, {Reason: 406}, {Reason: 409}, {Reason: 500}, {Reason: 503}} {
		t.Run(fmt.Sprint(f.Reason), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.bot.FailLogin(f)
			w.bot.Cut()
			switch f.Reason {
			case 401, 403, 406:
				if e := event[*events.LoggedOut](w, w.bot, nil); int(e.Reason) != f.Reason || !e.OnConnect {
					t.Errorf("%+v", e)
				}
			case 402:
				if e := event[*events.TemporaryBan](w, w.bot, nil); e.Code != 101 || e.Expire != time.Hour {
					t.Errorf("%+v", e)
				}
			case 405:
				event[*events.ClientOutdated](w, w.bot, nil)
			case 409:
				if e := event[*events.ConnectFailure](w, w.bot, nil); e.Reason != 409 {
					t.Errorf("%+v", e)
				}
			default: // it comes again by itself
				w.until("refused", func() bool { return len(w.bot.Journal("refused")) == 1 })
				w.until("back", func() bool { return len(w.bot.Journal("connected")) == 2 })
			}
		})
	}
}

func TestBarStandsUntilLifted(t *testing.T) {
	w := newWorld(t)
	w.bot.Bar(&whatsapptest.Failure{Reason: 402, Code: 104, Expire: 60})
	w.bot.Cut()
	event[*events.TemporaryBan](w, w.bot, nil)
	w.bot.Client.Disconnect()
	w.ok(w.bot.Client.Connect())
	w.until("refused again", func() bool { return len(w.bot.Journal("refused")) == 2 })
	w.bot.Client.Disconnect()
	w.bot.Bar(nil)
	w.ok(w.bot.Online(w.ctx))
}

func TestStreamEnds(t *testing.T) {
	t.Run("503", func(t *testing.T) {
		w := newWorld(t)
		w.bot.StreamError("503")
		event[*events.Disconnected](w, w.bot, nil)
		w.until("back", func() bool { return len(w.bot.Journal("connected")) == 2 })
	})
	t.Run("cut", func(t *testing.T) {
		w := newWorld(t)
		w.bot.Cut()
		event[*events.Disconnected](w, w.bot, nil)
		w.until("back", func() bool { return len(w.bot.Journal("connected")) == 2 })
	})
	t.Run("replaced", func(t *testing.T) {
		w := newWorld(t)
		w.bot.Replace()
		event[*events.StreamReplaced](w, w.bot, nil)
		w.until("gone", func() bool { return !w.bot.Connected() })
	})
	t.Run("removed", func(t *testing.T) {
		w := newWorld(t)
		w.bot.Kick()
		if e := event[*events.LoggedOut](w, w.bot, nil); e.OnConnect {
			t.Errorf("%+v", e)
		}
		must[string](w)(w.chat.Say(w.ctx, "halo")) // to the phone alone
		if got := w.bot.Devices(); len(got) != 1 {
			t.Errorf("devices are %v", got)
		}
	})
	t.Run("server down", func(t *testing.T) {
		w := newWorld(t)
		w.srv.Down(true)
		event[*events.Disconnected](w, w.bot, nil)
		w.srv.Down(false)
		w.until("back", func() bool { return len(w.bot.Journal("connected")) == 2 })
	})
}
