package telegram_test

import (
	"strings"
	"testing"

	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

var pick = []store.Choice{{Value: "1", Label: "Menjahit"}, {Value: "2", Label: "Las listrik"}, {Value: "ya", Label: "Ya, benar"}}

func asked(r *rig, ask string) {
	r.Helper()
	o := r.toMaria()
	o.Choices, o.Ask = pick, ask
	if err := r.send(o); err != nil {
		r.Fatal(err)
	}
}

func TestB1B7_ButtonsSayWhatTheTextSays(t *testing.T) {
	r := newRig(t).opened()
	asked(r, "training.pick#3")
	m := r.maria.Inbox()[0]
	want := []telegramtest.Button{{Text: "1. Menjahit", Data: "1:training.pick#3:1"}, {Text: "2. Las listrik", Data: "1:training.pick#3:2"}, {Text: "Ya, benar", Data: "1:training.pick#3:ya"}}
	for i, b := range m.Buttons {
		if b != want[i] {
			t.Errorf("button %+v, want %+v", b, want[i])
		}
	}
	o := r.toMaria()
	if o.Choices = pick; m.Text != o.Plain() {
		t.Errorf("text %q, want %q", m.Text, o.Plain())
	}
}

func TestB1_WhatDoesNotFitIsTyped(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.Ask = strings.Repeat("é", 12) // 24 bytes
	o.Choices = []store.Choice{{Value: strings.Repeat("x", 37), Label: "pas"}, {Value: strings.Repeat("x", 38), Label: "terlalu panjang"}, {Value: "1", Label: strings.Repeat("panjang ", 20)}}
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	m := r.maria.Inbox()[0]
	if len(m.Buttons) != 2 || len(m.Buttons[0].Data) != 64 || !strings.Contains(m.Text, "terlalu panjang") {
		t.Errorf("buttons %v under %q", m.Buttons, m.Text)
	}
}

func TestB1B4_OldTapNamesItsOldQuestion(t *testing.T) {
	r := newRig(t).opened()
	asked(r, "pick:1%3A")
	asked(r, "pick#2")
	r.maria.TapOn(r.maria.Inbox()[0].ID, "Menjahit")
	r.maria.Tap("2")
	r.start()
	got := r.next(3)
	if got[1].Ask != "pick:1%3A" || got[1].Text != "1" || got[2].Ask != "pick#2" || got[2].Text != "2" {
		t.Errorf("got %+v", got[1:])
	}
}

func TestB2B4_ForgedDataIsATapThatSaysNothing(t *testing.T) {
	r := newRig(t).opened()
	for _, data := range []string{"", "1", "1:", "0:a:b", "hapus semua", "1:" + strings.Repeat("a", 70) + ":1"} {
		r.maria.Forge(data)
	}
	r.maria.Forge("1:a:b:c")
	r.start()
	got := r.next(8)
	for _, m := range got[1:7] {
		if m.Kind != store.Tap || m.Text != "" || m.Ask != "" {
			t.Errorf("got %+v", m)
		}
	}
	if got[7].Ask != "a" || got[7].Text != "b:c" {
		t.Errorf("got %+v", got[7])
	}
}

func TestB3_TapIsAnsweredOnceStored(t *testing.T) {
	r := newRig(t).opened()
	asked(r, "pick#1")
	r.maria.Tap("Menjahit")
	r.gate = make(chan struct{})
	r.start()
	r.until("deliver", func() bool { return r.tries == 1 })
	if r.srv.Count("answerCallbackQuery") != 0 {
		t.Error("answered before it was stored")
	}
	close(r.gate)
	r.called("answerCallbackQuery", 1)
	got := r.next(2)[1]
	if got.Kind != store.Tap || !strings.HasPrefix(got.ID, "cb:") || got.Name != "Maria Nale" {
		t.Errorf("got %+v", got)
	}
}

func TestB3_AnsweringHoldsUpNothing(t *testing.T) {
	r := newRig(t).opened()
	r.srv.Fail(telegramtest.Fault{Method: "answerCallbackQuery", Hold: true, Times: -1})
	asked(r, "pick#1")
	r.maria.Tap("Menjahit")
	stop := r.start()
	r.called("answerCallbackQuery", 1)
	r.maria.Say("berikut")
	r.next(3)
	if err := r.send(r.toMaria()); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil { // and does not keep Receive from ending
		t.Error(err)
	}
}

func TestB3_TooLateIsAsUsual(t *testing.T) {
	r := newRig(t).opened()
	r.maria.Forge("1:a:1")
	r.srv.Fail(telegramtest.Fault{Method: "answerCallbackQuery", Code: 400, Desc: "Bad Request: query is too old and response timeout expired or query ID is invalid"})
	r.start()
	r.next(2)
	r.called("answerCallbackQuery", 1)
	if strings.Contains(r.notes.String(), "too old") {
		t.Errorf("log: %s", r.notes)
	}
}

func TestB6_TapWithoutItsMessage(t *testing.T) {
	r := newRig(t).opened()
	asked(r, "pick#1")
	r.clock.Advance(72 * 3600e9)
	r.maria.Tap("Menjahit") // date 0
	r.maria.Forge("1:pick#1:2")
	r.start()
	for _, m := range r.next(2) { // "halo" is older than a day
		if m.Kind != store.Tap || m.From.Chat != "7" || m.Ask != "pick#1" {
			t.Errorf("got %+v", m)
		}
	}
}
