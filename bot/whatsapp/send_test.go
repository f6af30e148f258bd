package whatsapp_test

import (
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// R32: the acknowledgement is lost, and her phone is off, so nothing proves that she has it. The send is uncertain, its repetition has the same
// id, and she is shown one message.
func TestR32_AckLost(t *testing.T) {
	r := linked(t, func(o *whatsapp.Options) { o.Timeout = 300 * time.Millisecond })
	maria, chat, from := r.maria()
	r.ok(maria.Offline(r.ctx))
	r.bot.LoseAcks(1)
	_, err := r.send(from, "1/0", "Pilih pelatihan:")
	r.class(err, channel.Uncertain)
	id, err := r.send(from, "1/0", "Pilih pelatihan:")
	r.ok(err)
	if _, err := r.send(from, "2/0", "selesai"); err != nil {
		t.Fatal(err)
	}
	r.ok(maria.Online(r.ctx))
	_, err = chat.WaitFor(r.ctx, "selesai")
	r.ok(err)
	if inbox := chat.Inbox(); len(inbox) != 2 || inbox[0].ID() != id || inbox[0].Copies != 2 {
		t.Errorf("%d messages, %d copies", len(inbox), inbox[0].Copies)
	}
}

// R32: the acknowledgement is lost, but her phone says that it has the message. Then nothing is sent again.
func TestR32_AckLostReceiptCame(t *testing.T) {
	r := linked(t, func(o *whatsapp.Options) { o.Timeout = 300 * time.Millisecond })
	_, chat, from := r.maria()
	r.bot.LoseAcks(1)
	_, err := r.send(from, "1/0", "Pilih pelatihan:")
	r.class(err, channel.Uncertain)
	if _, err := r.send(from, "1/0", "Pilih pelatihan:"); err != nil {
		t.Fatal(err)
	}
	r.works(chat, from, "2/0")
	if inbox := chat.Inbox(); inbox[0].Copies != 1 {
		t.Errorf("%d copies", inbox[0].Copies)
	}
}

// R32: what WhatsApp is known to have is not sent again, also not by the next program: a crash between the send and its record shows nothing.
func TestR32_SentOnce(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	first, err := r.send(from, "1/0", "Pilih pelatihan:")
	r.ok(err)
	r.restart()
	r.up()
	again, err := r.send(from, "1/0", "Pilih pelatihan:")
	r.ok(err)
	if _, err := r.send(from, "2/0", "selesai"); err != nil {
		t.Fatal(err)
	}
	_, err = chat.WaitFor(r.ctx, "selesai")
	r.ok(err)
	if inbox := chat.Inbox(); first != again || len(inbox) != 2 || inbox[0].Copies != 1 {
		t.Errorf("ids %q and %q, %+v", first, again, inbox)
	}
}

// The connection breaks in the acknowledgement. The library tries once more by itself; whatever it says, she sees one message.
func TestR32_CutInTheAck(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	_, err := r.send(from, "0/0", "Selamat pagi.")
	r.ok(err)
	r.until("the library has nothing else under way", func() bool { return len(r.bot.Journal("token")) == 1 }) // it waits for a line in two places at once, with a race of its own
	r.bot.CutAcks(1)
	done := make(chan error, 1)
	go func() {
		_, err := r.send(from, "1/0", "Pilih pelatihan:")
		done <- err
	}()
	r.health(channel.Connecting)
	r.mend()
	if err := <-done; err != nil {
		r.class(err, channel.Uncertain)
		_, err = r.send(from, "1/0", "Pilih pelatihan:")
		r.ok(err)
	}
	_, err = chat.WaitFor(r.ctx, "Pilih pelatihan:")
	r.ok(err)
	if n := len(chat.Inbox()); n != 2 {
		t.Errorf("%d messages", n)
	}
}

// R34: codes with which WhatsApp refuses a message.
func TestR34_Refusals(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	for _, c := range []struct {
		codes []int
		class channel.Class
	}{
		{[]int{403}, channel.Refused},
		{[]int{400}, channel.Refused},
		{[]int{999}, channel.Refused},
		{[]int{429}, channel.Throttled},
		{[]int{479, 479}, channel.Refused},
	} {
		r.bot.Refuse(c.codes...)
		_, err := r.send(from, "refused/0", "jawaban")
		e := r.class(err, c.class)
		if !strings.Contains(e.Why, "4") && !strings.Contains(e.Why, "9") {
			t.Errorf("%v: %+v", c.codes, e)
		}
	}
	before := len(r.bot.Journal("refused"))
	r.bot.Refuse(479) // once: the list of her devices is asked anew, and the second try works
	if _, err := r.send(from, "again/0", "dengan daftar baru"); err != nil {
		t.Error(err)
	}
	if _, err := chat.WaitFor(r.ctx, "dengan daftar baru"); err != nil || len(r.bot.Journal("refused")) != before+1 {
		t.Error(err)
	}
	if r.ch.Health().State != channel.Up {
		t.Errorf("%+v", r.ch.Health())
	}
}

// Finding 10: nobody there. What reaches nobody is not called sent, whatever WhatsApp answers.
func TestR31_NobodyThere(t *testing.T) {
	r := linked(t)
	for _, chat := range []string{"6281299999999@s.whatsapp.net", "999999999999@lid"} {
		_, err := r.send(store.Address{Channel: "whatsapp", Chat: chat}, "1/0", "undangan")
		if e := r.class(err, channel.Gone); strings.Contains(e.Why, "999") {
			t.Errorf("%+v", e)
		}
	}
	for _, chat := range []string{"", "abc", "status@broadcast", "120363@bot"} {
		_, err := r.send(store.Address{Channel: "whatsapp", Chat: chat}, "1/0", "undangan")
		r.class(err, channel.Refused)
	}
}

// R31: to somebody who never wrote, by number and by LID: her devices are asked for.
func TestR31_FirstMessageFromUs(t *testing.T) {
	r := linked(t)
	maria, chat := r.resident("6281230000001", "Maria Nale")
	for i, to := range []string{maria.JID().String(), maria.LIDJID().String()} {
		if _, err := r.send(store.Address{Channel: "whatsapp", Chat: to}, string(rune('1'+i))+"/0", "selamat pagi"); err != nil {
			t.Error(err)
		}
		if _, err := chat.Wait(r.ctx, i+1); err != nil {
			t.Error(err)
		}
	}
}

// R35: delivered, read; never back, and never for what is not known.
func TestR35_Reach(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	r.ok(maria.Offline(r.ctx))
	id, err := r.send(from, "1/0", "pengumuman")
	r.ok(err)
	reach := func(want whatsapp.Reach) {
		t.Helper()
		r.until("reach", func() bool {
			got, since, ok, err := r.ch.Reached(r.ctx, id)
			return err == nil && ok && got == want && !since.IsZero()
		})
	}
	reach(whatsapp.Taken)
	r.ok(maria.Online(r.ctx))
	reach(whatsapp.Delivered)
	inbox, err := chat.Wait(r.ctx, 1)
	r.ok(err)
	r.ok(chat.Read(r.ctx, inbox[0]))
	reach(whatsapp.Read)
	r.ok(maria.Client.MarkRead(r.ctx, []string{id}, time.Now(), inbox[0].Info.Chat, inbox[0].Info.Sender, "")) // late news of the delivery
	r.works(chat, from, "2/0")
	reach(whatsapp.Read)
	if _, _, ok, err := r.ch.Reached(r.ctx, "3EB0"); ok || err != nil {
		t.Errorf("an id nobody sent: %v %v", ok, err)
	}
}

// R32, finding 8: a phone that could not decipher asks again after we were restarted, from her other address than the one written to.
func TestR32_AskedAgainAfterARestart(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	r.ok(maria.Offline(r.ctx))
	maria.Corrupt(1)
	maria.RetryFromOther(1)
	if _, err := r.send(from, "1/0", "jangan hilang"); err != nil {
		t.Fatal(err)
	}
	r.restart()
	r.up()
	r.ok(maria.Online(r.ctx))
	if m, err := chat.WaitFor(r.ctx, "jangan hilang"); err != nil || m.Retry == 0 {
		t.Errorf("%+v %v", m, err)
	}
}

// What is kept of a send is unreadable in the file, and goes after two weeks.
func TestR32_KeptSealed(t *testing.T) {
	r := linked(t)
	_, _, from := r.maria()
	id, err := r.send(from, "1/0", "rahasia sekali")
	r.ok(err)
	r.close()
	for _, text := range []string{"rahasia sekali", "Maria Tefa"} {
		if r.inFile(text) {
			t.Errorf("%q can be read in the file", text)
		}
	}
	r.move(15 * 24 * time.Hour)
	r.open()
	r.run()
	r.until("forgotten", func() bool { _, _, ok, err := r.ch.Reached(r.ctx, id); return !ok && err == nil })
}

// Forget leaves nothing of a person that is not the protocol's.
func TestForget(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	id, err := r.send(from, "1/0", "akan dilupakan")
	r.ok(err)
	r.until("her name is known", func() bool { return r.inFile("Maria Nale") })
	for range 2 {
		r.ok(r.ch.Forget(r.ctx, from.Chat))
	}
	r.ok(r.ch.Forget(r.ctx, "bukan alamat"))
	if _, _, ok, err := r.ch.Reached(r.ctx, id); ok || err != nil {
		t.Errorf("the send is still known: %v", err)
	}
	r.close()
	db := r.database()
	defer db.Close()
	for _, table := range []string{"lopo_alias", "lopo_sent", "lopo_garbled", "whatsmeow_message_secrets", "whatsmeow_chat_settings"} {
		var n int
		if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d rows, %v", table, n, err)
		}
	}
	if r.inFile("Maria Nale") {
		t.Error("her name is still in the file")
	}
	r.open()
	r.run()
	r.up()
	r.works(chat, from, "2/0") // and she can go on
	_ = maria
}

// R36, R37: an answer begins by marking as read what it answers, and shows that somebody writes. A notice does neither.
func TestR37_TypingAndTicks(t *testing.T) {
	r := linked(t, func(o *whatsapp.Options) { o.Typing = 0 })
	maria, chat, from := r.maria()
	notice := store.Outgoing{Key: "n/1", To: from, Text: "pengumuman", Priority: store.Bulk}
	if _, err := r.ch.Send(r.ctx, notice); err != nil {
		t.Fatal(err)
	}
	if n := len(maria.Journal("typing")); n != 0 {
		t.Errorf("a notice shows typing %d times", n)
	}
	done := make(chan error, 1)
	go func() { _, err := r.send(from, "1/0", "jawaban"); done <- err }()
	r.until("typing", func() bool { return len(maria.Journal("typing")) == 1 })
	r.until("read", func() bool {
		for _, e := range maria.Journal("receipt") {
			if e.Detail == "read" {
				return true
			}
		}
		return false
	})
	select {
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	r.move(time.Second)
	r.ok(<-done)
	if _, err := chat.WaitFor(r.ctx, "jawaban"); err != nil {
		t.Error(err)
	}
	for _, e := range maria.Journal("receipt") {
		if e.Detail == "inactive" {
			t.Error("she sees one tick only")
		}
	}
}

// R16: the account is seen as present, with a name.
func TestR16_Presence(t *testing.T) {
	r := linked(t, func(o *whatsapp.Options) { o.Name = "Lopo Kota" })
	r.until("presence", func() bool { return len(r.bot.Journal("presence")) > 0 && r.bot.Name() == "Lopo Kota" })
}

// R38: where messages disappear, ours do too; in a group an answer quotes what it answers.
func TestR38_Context(t *testing.T) {
	r := linked(t)
	maria, _, _ := r.maria()
	group := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	chat := maria.In(group)
	id, err := chat.Mention(r.ctx, r.bot.LIDJID(), "daftar")
	r.ok(err)
	m := r.got(2)[1]
	if _, err := r.ch.Send(r.ctx, store.Outgoing{Key: "whatsapp:" + m.From.Chat + "/" + m.ID + "/0", To: m.From, Text: "Silakan kirim pesan langsung.", Private: true}); err != nil {
		t.Fatal(err)
	}
	answer, err := chat.WaitFor(r.ctx, "Silakan")
	r.ok(err)
	if answer.Quoted != id || !strings.Contains(answer.Text, "https://wa.me/"+number) {
		t.Errorf("quotes %q: %q", answer.Quoted, answer.Text)
	}
	info := answer.Body.GetExtendedTextMessage().GetContextInfo()
	if info.GetParticipant() != maria.LIDJID().String() || info.GetQuotedMessage().GetConversation() != "daftar" {
		t.Errorf("%+v", info)
	}
}

// A group in which only administrators may write, or that we are no longer in.
func TestR47_GroupsWeCannotWriteIn(t *testing.T) {
	r := linked(t)
	maria, _, _ := r.maria()
	group := r.srv.Group("Karang Taruna", whatsapptest.PNMode, maria.Account, r.bot)
	if _, err := maria.In(group).Say(r.ctx, "/menu"); err != nil {
		t.Fatal(err)
	}
	m := r.got(2)[1]
	if !m.Called || m.Text != "/menu" || m.Sender != maria.LIDJID().String() {
		t.Errorf("%+v", m)
	}
	if _, err := r.send(m.From, m.ID+"/0", "di grup"); err != nil {
		t.Fatal(err)
	}
	group.Announce(true)
	_, err := r.send(m.From, m.ID+"/1", "di grup")
	r.class(err, channel.Gone)
	// Another one, in which nothing was sent yet: the library changes its list of members without a lock.
	other := r.srv.Group("Karang Taruna Dua", whatsapptest.LIDMode, maria.Account, r.bot)
	other.Remove(r.bot)
	ids := r.bot.Devices()
	r.until("the removal is taken in", func() bool { return r.bot.Queued(ids[len(ids)-1], "") == 0 }) // by then the library has changed that list
	_, err = r.send(store.Address{Channel: "whatsapp", Chat: other.JID().String()}, "x/2", "di grup")
	r.class(err, channel.Gone)
}
