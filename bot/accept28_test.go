package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
)

// Two machines that answer each other: after some identical exchanges the bot stops for an hour, and staff see it.
func TestAccept28LoopGuard(t *testing.T) {
	h := bottest.Start(t)
	r := h.OnTelegram(70001230, "Mesin")
	r.Say("halo")
	answered := 0
	last := ""
	for range 40 { // within two minutes
		if got := r.Say("Terima kasih, pesan Anda akan kami balas."); got != "" {
			answered++
			last = got
		}
	}
	if answered > 10 || !strings.Contains(last, "jeda") {
		t.Errorf("%d answers, the last %q", answered, last)
	}
	flags, err := h.Ledger.Flags(h.Ctx, 10)
	h.Must(err)
	if len(flags) != 1 || flags[0].Why != "echo" || strings.Contains(flags[0].Chat, r.Of.Chat) {
		t.Errorf("flags %+v", flags)
	}
	if got := r.Say("petugas"); got == "" {
		t.Error("a person cannot get through to staff")
	}
	r.Say("menu")
	// And an hour later it answers everybody again.
	s := h.OnTelegram(8, "Mesin Dua")
	for range 40 {
		s.Say("Ini jawaban otomatis.")
	}
	h.Later(61 * time.Minute)
	if got := s.Say("halo"); got == "" {
		t.Error("silent after the hour")
	}
}

// A machine that counts its messages is one too.
func TestAccept28CountingMachine(t *testing.T) {
	h := bottest.Start(t)
	r := h.OnTelegram(70001230, "Mesin")
	answered := 0
	for i := range 40 {
		if r.Say(fmt.Sprintf("Tiket Anda #%d sudah kami terima.", 1000+i)) != "" {
			answered++
		}
	}
	if answered > 10 {
		t.Errorf("%d of 40 answered", answered)
	}
}

// A resident who taps or writes the same number five times in a form is no machine: the answers differ.
func TestAccept28PersonIsNoMachine(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	for _, text := range append([]string{"halo"}, strings.Fields("1 1 1 1 0 1 1 1 menu 1 1")...) {
		if got := r.Say(text); got == "" || strings.Contains(got, "jeda") {
			t.Fatalf("to %q she hears %q", text, got)
		}
	}
}

// Its own echo, another bot, and a channel's post are never answered.
func TestAccept28OtherBots(t *testing.T) {
	h := bottest.Start(t)
	g := h.Telegram.Group(-50, "Karang Taruna")
	g.OtherBot("/menu@LopoUjiBot")
	g.Anonymous("/menu@LopoUjiBot")
	h.Settle()
	if got := g.Inbox(); len(got) != 0 {
		t.Errorf("the group hears %q", got[0].Text)
	}
}
