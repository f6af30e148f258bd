package whatsapptest_test

import (
	"bytes"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestMedia(t *testing.T) {
	w := newWorld(t)
	picture, paper, sound := bytes.Repeat([]byte("jpeg"), 75_000), bytes.Repeat([]byte("%PDF"), 10_000), []byte("OggS voice")
	must[string](w)(w.chat.Image(w.ctx, picture, "KTP saya"))
	must[string](w)(w.chat.Voice(w.ctx, sound))
	must[string](w)(w.back.Document(w.ctx, paper, "jadwal.pdf", "application/pdf"))
	in := must[[]seen](w)(w.back.Wait(w.ctx, 2))
	out := must[[]seen](w)(w.chat.Wait(w.ctx, 1))
	if in[0].Kind != "image" || in[0].Text != "KTP saya" || in[1].Kind != "audio" || out[0].Kind != "document" || out[0].Text != "jadwal.pdf" {
		t.Fatalf("got %+v and %+v", in, out)
	}
	for _, f := range []struct {
		r    *whatsapptest.Resident
		m    seen
		want []byte
	}{{w.bot, in[0], picture}, {w.bot, in[1], sound}, {w.maria, out[0], paper}} {
		if got, err := f.r.Client.DownloadAny(w.ctx, f.m.Body); err != nil || !bytes.Equal(got, f.want) {
			t.Errorf("%s: %d bytes, %v", f.m.Kind, len(got), err)
		}
	}
}

func TestKindsOfMessages(t *testing.T) {
	w := newWorld(t)
	hello := must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[string](w)(w.chat.Location(w.ctx, -10.17, 123.6))
	must[string](w)(w.chat.Contact(w.ctx, "Yohanes Tefa", "6281230000002"))
	must[string](w)(w.chat.Sticker(w.ctx))
	w.ok(w.chat.Edit(w.ctx, hello, "halo lagi"))
	w.ok(w.chat.Delete(w.ctx, hello))
	in := must[[]seen](w)(w.back.Wait(w.ctx, 6))
	for i, want := range []string{"text", "location", "contact", "sticker", "edit", "delete"} {
		if in[i].Kind != want {
			t.Errorf("message %d is %+v", i, in[i])
		}
	}
	if in[4].Quoted != hello || in[4].Text != "halo lagi" || in[5].Quoted != hello {
		t.Errorf("edit %+v, delete %+v", in[4], in[5])
	}
	w.ok(w.back.React(w.ctx, in[0], "👍"))
	question := must[string](w)(w.back.Poll(w.ctx, "Ikut?", "Ya", "Tidak"))
	out := must[[]seen](w)(w.chat.Wait(w.ctx, 2))
	if out[0].Kind != "reaction" || out[0].Quoted != hello || out[0].Text != "👍" || out[1].ID() != question {
		t.Errorf("got %+v", out)
	}
	w.ok(w.chat.Vote(w.ctx, out[1], "Ya"))
	vote := event(w, w.bot, func(e *events.Message) bool { return e.Message.GetPollUpdateMessage() != nil })
	if got, err := w.bot.Client.DecryptPollVote(w.ctx, vote); err != nil || len(got.SelectedOptions) != 1 {
		t.Errorf("the vote is %v, %v", got, err)
	}
}

func TestReceiptsAndTyping(t *testing.T) {
	w := newWorld(t)
	id := must[string](w)(w.chat.Say(w.ctx, "halo"))
	kind := func(r *whatsapptest.Resident, id, kind string) func() bool {
		return func() bool {
			for _, e := range r.Journal("receipt") {
				if e.ID == id && e.Detail == kind {
					return true
				}
			}
			return false
		}
	}
	w.until("delivered", kind(w.maria, id, "delivered"))
	w.ok(w.back.Read(w.ctx, must[[]seen](w)(w.back.Wait(w.ctx, 1))...))
	event(w, w.maria, func(e *events.Receipt) bool { return e.Type == types.ReceiptTypeRead && e.MessageIDs[0] == id })
	w.ok(w.back.Typing(w.ctx, true))
	event(w, w.maria, func(e *events.ChatPresence) bool {
		return e.State == types.ChatPresenceComposing && e.Chat.User == w.bot.Phone
	})

	// Who is not seen as online confirms without the second tick, and nobody sees her type.
	w.ok(w.bot.Client.SendPresence(w.ctx, types.PresenceUnavailable))
	id = must[string](w)(w.chat.Say(w.ctx, "masih di sana?"))
	w.until("one tick", kind(w.maria, id, "inactive"))
	typed := len(w.maria.Journal("typing"))
	w.ok(w.back.Typing(w.ctx, true))
	must[string](w)(w.back.Say(w.ctx, "ya"))
	must[[]seen](w)(w.chat.Wait(w.ctx, 1))
	if n := len(w.maria.Journal("typing")); n != typed {
		t.Error("somebody who is not online was seen typing")
	}
}

func TestRetryFromTheOtherName(t *testing.T) {
	w := newWorld(t)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	w.maria.Corrupt(1)
	w.maria.RetryFromOther(1)
	must[string](w)(w.back.Say(w.ctx, "Selamat pagi"))
	if got := must[[]seen](w)(w.chat.Wait(w.ctx, 1)); got[0].Text != "Selamat pagi" {
		t.Errorf("got %+v", got[0])
	}
}

func TestCallIsRejected(t *testing.T) {
	w := newWorld(t)
	id := w.maria.Call(w.bot.Account)
	offer := event[*events.CallOffer](w, w.bot, nil)
	if offer.CallID != id {
		t.Errorf("offered %+v", offer)
	}
	w.ok(w.bot.Client.RejectCall(w.ctx, offer.From, offer.CallID))
	w.until("rejected", func() bool {
		calls := w.maria.Journal("call")
		return len(calls) == 1 && calls[0].ID == id && calls[0].Detail == "reject"
	})
	w.until("the call is confirmed", func() bool { return w.bot.Queued(1, "call") == 0 })
}
