package whatsapptest_test

import (
	"slices"
	"testing"

	"go.mau.fi/whatsmeow/types"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestNames(t *testing.T) {
	for _, form := range []whatsapptest.Form{whatsapptest.ByLID, whatsapptest.ByPhone, whatsapptest.OnlyLID, whatsapptest.OnlyPN} {
		t.Run(string(form), func(t *testing.T) {
			w := newWorld(t)
			w.maria.Show(form)
			must[string](w)(w.chat.Say(w.ctx, "halo"))
			got := must[[]seen](w)(w.back.Wait(w.ctx, 1))[0].Info
			sender, alt := w.maria.LIDJID(), w.maria.JID()
			if form == whatsapptest.ByPhone || form == whatsapptest.OnlyPN {
				sender, alt = alt, sender
			}
			if form == whatsapptest.OnlyLID || form == whatsapptest.OnlyPN {
				alt = types.EmptyJID
			}
			if got.Chat != sender || got.Sender != sender || got.SenderAlt != alt {
				t.Errorf("chat %s, sender %s, other name %s", got.Chat, got.Sender, got.SenderAlt)
			}
			// The answer goes to the chat exactly as it was named.
			text := "Selamat pagi"
			_, err := w.bot.Client.SendMessage(w.ctx, got.Chat, &e2e{Conversation: &text})
			w.ok(err)
			if in := must[[]seen](w)(w.chat.Wait(w.ctx, 1)); in[0].Text != text {
				t.Errorf("Maria got %+v", in[0])
			}
			w.until("delivered", func() bool {
				return slices.ContainsFunc(w.bot.Journal("receipt"), func(e whatsapptest.Entry) bool { return e.Detail == "delivered" })
			})
			// And the conversation goes on. A client that learns a LID only by answering has two sessions then, and asks again once.
			must[string](w)(w.chat.Say(w.ctx, "daftar"))
			if in := must[[]seen](w)(w.back.Wait(w.ctx, 2)); in[1].Text != "daftar" || in[1].Retry != 0 && form != whatsapptest.OnlyPN {
				t.Errorf("the bot got %+v", in[1])
			}
		})
	}
}

func TestUnknownNumber(t *testing.T) {
	w := newWorld(t)
	known, err := w.bot.Client.IsOnWhatsApp(w.ctx, []string{"+" + w.maria.Phone, "+6281299999999"})
	w.ok(err)
	if len(known) != 2 || !known[0].IsIn || known[1].IsIn {
		t.Errorf("%+v", known)
	}
	text := "halo"
	if _, err := w.bot.Client.SendMessage(w.ctx, types.NewJID("6281299999999", types.DefaultUserServer), &e2e{Conversation: &text}); err == nil {
		t.Error("sent to nobody")
	}
}

func TestSeveralDevices(t *testing.T) {
	w := newWorld(t)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	must[string](w)(w.back.Say(w.ctx, "Selamat pagi")) // the bot knows her one device now
	laptop, err := w.maria.Link(w.ctx)
	w.ok(err)
	must[string](w)(w.back.Say(w.ctx, "Apa kabar?"))
	for _, chat := range []*whatsapptest.Chat{w.chat, laptop.With(w.bot.Account)} {
		must[seen](w)(chat.WaitFor(w.ctx, "Apa kabar?"))
	}
	must[string](w)(laptop.With(w.bot.Account).Say(w.ctx, "baik"))
	got := must[[]seen](w)(w.back.Wait(w.ctx, 2))
	if got[1].Text != "baik" || got[1].Info.Sender.Device != 1 || got[1].Info.Chat != got[0].Info.Chat {
		t.Errorf("got %+v", got[1].Info)
	}
	w.until("the phone sees what the laptop wrote", func() bool {
		return slices.ContainsFunc(w.chat.All(), func(m seen) bool { return m.Info.IsFromMe && m.Text == "baik" })
	})
}

// The operator holds the phone of the bot's account and writes to a resident by hand.
func TestOperatorWritesByHand(t *testing.T) {
	w := newWorld(t)
	must[string](w)(w.chat.Say(w.ctx, "halo"))
	must[[]seen](w)(w.back.Wait(w.ctx, 1))
	operator := w.resident(w.bot.Phone, "Lopo")
	id := must[string](w)(operator.With(w.maria.Account).Say(w.ctx, "Ini petugas"))
	if got := must[[]seen](w)(w.chat.Wait(w.ctx, 1)); got[0].Text != "Ini petugas" {
		t.Errorf("Maria got %+v", got[0])
	}
	w.until("the bot sees it", func() bool { return len(w.back.All()) == 2 })
	got := w.back.All()[1]
	if got.ID() != id || !got.Info.IsFromMe || got.Info.Sender.Device != 0 || got.Info.Chat.User != w.maria.LID {
		t.Errorf("the bot saw %+v", got.Info)
	}
	// From here on the phone hears what residents write too.
	must[string](w)(w.chat.Say(w.ctx, "terima kasih"))
	must[seen](w)(operator.With(w.maria.Account).WaitFor(w.ctx, "terima kasih"))
}
