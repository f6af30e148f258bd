package whatsapptest_test

import "testing"

func TestTextBothWays(t *testing.T) {
	w := newWorld(t)
	id := must[string](w)(w.chat.Say(w.ctx, "halo"))
	got := must[[]seen](w)(w.back.Wait(w.ctx, 1))
	if got[0].Text != "halo" || got[0].ID() != id || got[0].Info.PushName != "Maria Nale" {
		t.Errorf("the bot got %+v", got[0])
	}
	must[string](w)(w.back.Quote(w.ctx, got[0], "Selamat pagi"))
	answer := must[[]seen](w)(w.chat.Wait(w.ctx, 1))
	if answer[0].Text != "Selamat pagi" || answer[0].Quoted != id {
		t.Errorf("Maria got %+v", answer[0])
	}
}
