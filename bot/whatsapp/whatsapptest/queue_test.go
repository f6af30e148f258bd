package whatsapptest_test

import (
	"fmt"
	"testing"

	"go.mau.fi/whatsmeow/types/events"
)

func TestTwoHundredMessagesWait(t *testing.T) {
	w := newWorld(t)
	w.ok(w.bot.Offline(w.ctx))
	for i := range 200 {
		must[string](w)(w.chat.Say(w.ctx, fmt.Sprint("pesan ", i)))
	}
	if n := w.bot.Queued(1, "message"); n != 200 {
		t.Fatalf("%d messages wait", n)
	}
	w.ok(w.bot.Online(w.ctx))
	got := must[[]seen](w)(w.back.Wait(w.ctx, 200))
	for i, m := range got {
		if m.Text != fmt.Sprint("pesan ", i) || m.Copies != 1 {
			t.Fatalf("message %d is %q, %d times", i, m.Text, m.Copies)
		}
	}
	w.until("all are confirmed", func() bool { return w.bot.Queued(1, "") == 0 })
	var preview, done int
	w.until("the end of what waited is told", func() bool {
		for _, e := range w.bot.Events() {
			switch e := e.(type) {
			case *events.OfflineSyncPreview:
				preview = e.Messages
			case *events.OfflineSyncCompleted:
				done = e.Count
			}
		}
		return done > 0
	})
	if preview != 200 || done < 200 {
		t.Errorf("announced %d messages, counted %d stanzas", preview, done)
	}
}

func TestWhatIsNotConfirmedComesAgain(t *testing.T) {
	w := newWorld(t)
	w.bot.Fail(2)
	must[string](w)(w.chat.Say(w.ctx, "satu"))
	must[string](w)(w.chat.Say(w.ctx, "dua"))
	must[string](w)(w.chat.Say(w.ctx, "tiga"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	w.until("only the third is confirmed", func() bool { return w.bot.Queued(1, "message") == 2 })
	w.bot.Cut()
	got := must[[]seen](w)(w.back.Wait(w.ctx, 3))
	if got[0].Text != "tiga" || got[1].Text != "satu" || got[2].Text != "dua" {
		t.Errorf("got %q, %q, %q", got[0].Text, got[1].Text, got[2].Text)
	}
	w.until("all are confirmed", func() bool { return w.bot.Queued(1, "message") == 0 })
}

// What was asked for again waits like any message, though it has the id of the one that was acknowledged.
func TestWhatWasAskedForAgainWaitsToo(t *testing.T) {
	w := newWorld(t)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	w.bot.Corrupt(1)
	w.bot.Fail(1) // the second copy is not handled
	id := must[string](w)(w.chat.Say(w.ctx, "masih di sana?"))
	w.until("the second copy was handed over", func() bool {
		n := 0
		for _, e := range w.bot.Journal("message") {
			if e.ID == id {
				n++
			}
		}
		return n == 2
	})
	must[string](w)(w.chat.Say(w.ctx, "halo?"))
	must[[]seen](w)(w.back.Wait(w.ctx, 2))                                                        // the first is behind it
	w.until("only the second copy waits", func() bool { return w.bot.Queued(1, "message") == 1 }) // a reader sees before she confirms
	w.bot.Cut()
	if got := must[seen](w)(w.back.WaitFor(w.ctx, "masih di sana?")); got.ID() != id {
		t.Errorf("got %+v", got)
	}
}
