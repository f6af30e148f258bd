package whatsapp_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// R18: what could not be stored is not acknowledged, and comes again in order; also when storing ended in a panic, which the library would
// acknowledge.
func TestR18_NotStoredComesAgain(t *testing.T) {
	for name, fail := range map[string]func(*rig){
		"error": func(r *rig) { r.refuse = 1 },
		"panic": func(r *rig) { r.explode = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			r := linked(t)
			_, chat, _ := r.maria()
			r.mu.Lock()
			fail(r)
			r.mu.Unlock()
			for _, text := range []string{"satu", "dua", "tiga"} {
				r.say(chat, text)
			}
			r.waiting(time.Second)
			if n := r.bot.Queued(r.device(), "message"); n != 3 {
				t.Errorf("%d messages wait at WhatsApp, want all 3", n)
			}
			r.move(time.Second)
			for i, m := range r.got(4)[1:] {
				if want := []string{"satu", "dua", "tiga"}[i]; m.Text != want {
					t.Errorf("%q came where %q was due", m.Text, want)
				}
			}
			r.up()
		})
	}
}

// One message that brings the handler down again and again is put aside for staff, and does not keep the others out.
func TestR18_PoisonIsPutAside(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.mu.Lock()
	r.poison = "racun"
	r.mu.Unlock()
	id := r.say(chat, "racun")
	r.say(chat, "sesudah itu")
	for _, s := range []int{1, 2, 4} {
		r.waiting(time.Duration(s) * time.Second)
		r.move(time.Duration(s) * time.Second)
	}
	all := r.got(3)
	if m := all[1]; m.Kind != store.Parked || m.ID != "x:"+id || m.From != from || m.Text == "" {
		t.Errorf("%+v", m)
	}
	if all[2].Text != "sesudah itu" {
		t.Errorf("%+v", all[2])
	}
	r.up()
}

// Addresses of a kind that this program does not know are no reason to stop.
func TestR21_StrangeAddress(t *testing.T) {
	r := linked(t)
	e := &events.Message{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: types.NewJID("5", "interop"), Sender: types.NewJID("5", "interop")}, ID: "I1",
		Timestamp: time.Now()}, RawMessage: &waE2E.Message{Conversation: proto.String("halo")}}
	if !r.ch.Happen(e.UnwrapRaw()) || len(r.got(0)) != 0 {
		t.Error("it comes again, or was taken in")
	}
}

// device is the number of our device.
func (r *rig) device() int {
	ids := r.bot.Devices()
	return ids[len(ids)-1]
}

// R18, R20: a crash after the inbox write and before the acknowledgement repeats the message; the inbox knows it by its id.
func TestR20_SameMessageTwice(t *testing.T) {
	r := linked(t)
	_, chat, _ := r.maria()
	r.bot.Twice(1)
	id := r.say(chat, "dua kali")
	r.say(chat, "sekali")
	all := r.got(3)
	if all[1].ID != id || all[2].Text != "sekali" || len(all) != 3 {
		t.Errorf("%d messages: %+v", len(all), all)
	}
	r.restart()
	r.up()
	r.say(chat, "sesudah itu")
	if all := r.got(4); len(all) != 4 || all[3].Text != "sesudah itu" {
		t.Errorf("after a restart: %+v", all)
	}
}

// R21: in a group the first message is two events with one id, a key and then the text. The key must not use up the id.
func TestR21_KeyBeforeText(t *testing.T) {
	r := linked(t)
	maria, _, _ := r.maria()
	group := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	if _, err := maria.In(group).Mention(r.ctx, r.bot.LIDJID(), "menu"); err != nil {
		t.Fatal(err)
	}
	m := r.got(2)[1]
	if m.Text != "menu" || !m.Group || !m.Called || m.Sender != maria.LIDJID().String() || m.From.Chat != group.JID().String() || !strings.Contains(m.ID, "/") {
		t.Errorf("%+v", m)
	}
	if _, err := maria.In(group).Say(r.ctx, "halo semua"); err != nil {
		t.Fatal(err)
	}
	if m := r.got(3)[2]; m.Called {
		t.Errorf("nobody called us: %+v", m)
	}
}

// R22 and the rest of what people send: each thing has its kind.
func TestR22_Kinds(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	send := func(m *waE2E.Message) func() error {
		return func() error { _, err := chat.Send(r.ctx, m); return err }
	}
	text := r.say(chat, "yang akan diubah")
	r.got(2)
	ext := func(s string) *waE2E.Message {
		return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: &s}}
	}
	n := 2
	for _, c := range []struct {
		name string
		do   func() error
		want store.Message
	}{
		{"quoted answer", send(ext("1️⃣")), store.Message{Kind: store.Text, Text: "1️⃣"}},
		{"disappearing", send(&waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: ext("hilang nanti")}}), store.Message{Kind: store.Text, Text: "hilang nanti"}},
		{"button", send(&waE2E.Message{ButtonsResponseMessage: &waE2E.ButtonsResponseMessage{SelectedButtonID: proto.String("x"),
			Response: &waE2E.ButtonsResponseMessage_SelectedDisplayText{SelectedDisplayText: "Ya"}}}), store.Message{Kind: store.Text, Text: "Ya"}},
		{"list", send(&waE2E.Message{ListResponseMessage: &waE2E.ListResponseMessage{Title: proto.String("2")}}), store.Message{Kind: store.Text, Text: "2"}},
		{"edit", func() error { return chat.Edit(r.ctx, text, "yang sudah diubah") }, store.Message{Kind: store.Edited, Of: text, Text: "yang sudah diubah"}},
		{"delete", func() error { return chat.Delete(r.ctx, text) }, store.Message{Kind: store.Deleted, Of: text}},
		{"picture", func() error { _, err := chat.Image(r.ctx, []byte("JFIF"), "KTP saya"); return err }, store.Message{Kind: store.Image, Text: "KTP saya"}},
		{"document", func() error {
			_, err := chat.Document(r.ctx, []byte("%PDF"), "ijazah.pdf", "application/pdf")
			return err
		}, store.Message{Kind: store.Document}},
		{"captioned document", send(&waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
			Caption: proto.String("ijazah")}}}}), store.Message{Kind: store.Document, Text: "ijazah"}},
		{"voice", func() error { _, err := chat.Voice(r.ctx, []byte("OggS")); return err }, store.Message{Kind: store.Voice}},
		{"sticker", func() error { _, err := chat.Sticker(r.ctx); return err }, store.Message{Kind: store.Sticker}},
		{"video", send(&waE2E.Message{VideoMessage: &waE2E.VideoMessage{}}), store.Message{Kind: store.Video}},
		{"round video", send(&waE2E.Message{PtvMessage: &waE2E.VideoMessage{}}), store.Message{Kind: store.Video}},
		{"view once", send(&waE2E.Message{ViewOnceMessageV2: &waE2E.FutureProofMessage{Message: &waE2E.Message{ImageMessage: &waE2E.ImageMessage{}}}}), store.Message{Kind: store.Image}},
		{"location", func() error { _, err := chat.Location(r.ctx, -10.16, 123.6); return err }, store.Message{Kind: store.Location, Lat: -10.16, Lon: 123.6}},
		{"card of another", func() error { _, err := chat.Contact(r.ctx, "Ina", "6281239999999"); return err }, store.Message{Kind: store.Card}},
		{"her own card", func() error { _, err := chat.Contact(r.ctx, "Maria", maria.Phone); return err }, store.Message{Kind: store.Card, Phone: "+" + maria.Phone}},
		{"poll", func() error { _, err := chat.Poll(r.ctx, "Setuju?", "ya", "tidak"); return err }, store.Message{Kind: store.Poll}},
		{"what we have no word for", send(&waE2E.Message{GroupInviteMessage: &waE2E.GroupInviteMessage{GroupName: proto.String("x")}}), store.Message{Kind: store.Unknown}},
	} {
		if err := c.do(); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		n++
		m := r.got(n)[n-1]
		if m.Kind != c.want.Kind || m.Text != c.want.Text || m.Of != c.want.Of || m.Lat != c.want.Lat || m.Lon != c.want.Lon {
			t.Errorf("%s: %+v", c.name, m)
		}
		if c.want.Kind == store.Card && m.Phone != c.want.Phone {
			t.Errorf("%s: phone %q", c.name, m.Phone)
		}
		if m.From != from || m.Name != "Maria Nale" || m.At.IsZero() || m.Group || m.Queued {
			t.Errorf("%s: %+v", c.name, m)
		}
	}
	if _, err := r.send(from, "1/0", "jawaban"); err != nil {
		t.Fatal(err)
	}
	answer, err := chat.Wait(r.ctx, 1)
	r.ok(err)
	r.ok(chat.React(r.ctx, answer[0], "👍"))
	if m := r.got(n + 1)[n]; m.Kind != store.Reaction || m.Of != answer[0].ID() {
		t.Errorf("reaction: %+v", m)
	}
}

// R21: what is not addressed to us is not delivered: status messages, settings, votes, keys.
func TestR21_NobodyHearsOfThese(t *testing.T) {
	r := linked(t)
	_, chat, _ := r.maria()
	for _, m := range []*waE2E.Message{
		{ProtocolMessage: &waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_EPHEMERAL_SETTING.Enum(), EphemeralExpiration: proto.Uint32(86400)}},
		{PinInChatMessage: &waE2E.PinInChatMessage{}},
		{PollUpdateMessage: &waE2E.PollUpdateMessage{}},
		{AlbumMessage: &waE2E.AlbumMessage{}},
		{Conversation: proto.String("  ")},
		{MessageContextInfo: &waE2E.MessageContextInfo{MessageSecret: make([]byte, 32)}},
	} {
		if _, err := chat.Send(r.ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	r.say(chat, "dan sekarang")
	if all := r.got(2); len(all) != 2 || all[1].Text != "dan sekarang" {
		t.Errorf("%+v", all)
	}
	r.until("all are acknowledged", func() bool { return r.bot.Queued(r.device(), "message") == 0 })
}

// R23: what was written while we were away is marked, comes in order, and CaughtUp tells when it was all.
func TestR23_OfflineFlood(t *testing.T) {
	r := linked(t)
	_, chat, _ := r.maria()
	r.stop()
	for n := range 30 {
		r.say(chat, fmt.Sprint("nomor ", n))
	}
	r.restart()
	r.ok(r.ch.CaughtUp(r.ctx))
	all := r.got(31)
	for n, m := range all[1:] {
		if m.Text != fmt.Sprint("nomor ", n) || !m.Queued {
			t.Errorf("%d: %+v", n, m)
		}
	}
	r.up()
	r.say(chat, "sekarang")
	if m := r.got(32)[31]; m.Queued {
		t.Error("a message of now is marked as one that waited")
	}
}

// A platform that never says that it was all does not make anybody wait for ever.
func TestR23_CaughtUpNeverHangs(t *testing.T) {
	r := start(t)
	done := make(chan error, 1)
	go func() { done <- r.ch.CaughtUp(r.ctx) }()
	r.waiting(20 * time.Second)
	select {
	case err := <-done:
		t.Fatalf("it returned at once: %v", err)
	default:
	}
	r.move(20 * time.Second)
	r.ok(<-done)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if err := r.ch.CaughtUp(ctx); err == nil {
		t.Error("no error after the context ended")
	}
}

// R25: a message that cannot be deciphered is asked for again and then is a message like any other; nobody is told.
func TestR25_RecoveredInTime(t *testing.T) {
	r := linked(t)
	_, chat, _ := r.maria()
	r.bot.Corrupt(1)
	id := r.say(chat, "mau daftar")
	if m := r.got(2)[1]; m.Text != "mau daftar" || m.ID != id {
		t.Errorf("%+v", m)
	}
	db := r.database()
	defer db.Close()
	r.until("it is no longer waited for", func() bool { // which is noted a moment after the message is stored
		var n int
		return db.QueryRow(`SELECT count(*) FROM lopo_garbled`).Scan(&n) == nil && n == 0
	})
	r.move(time.Minute)
	r.say(chat, "lagi")
	if all := r.got(3); len(all) != 3 || all[2].Text != "lagi" {
		t.Errorf("%+v", all)
	}
}

// R25: when it does not come, the desk is told after ten seconds, under an id of its own; the text, when it comes after all, has the original one.
// A restart in these seconds changes nothing.
func TestR25_Garbled(t *testing.T) {
	for name, restart := range map[string]bool{"same program": false, "after a restart": true} {
		t.Run(name, func(t *testing.T) {
			r := linked(t)
			_, chat, from := r.maria()
			r.bot.Corrupt(20)
			id := r.say(chat, "mau daftar")
			r.waiting(10 * time.Second)
			if restart {
				r.restart()
				r.waiting(10 * time.Second)
			}
			r.move(9 * time.Second)
			if all := r.got(1); len(all) != 1 {
				t.Fatalf("told too early: %+v", all)
			}
			r.move(time.Second)
			m := r.got(2)[1]
			if m.Kind != store.Garbled || m.ID == id || m.From != from || m.Text != "" || m.Phone == "" {
				t.Errorf("%+v", m)
			}
			r.bot.Corrupt(-r.corrupt())
			r.up()
			r.ok(chat.SendAs(r.ctx, id, &waE2E.Message{Conversation: proto.String("mau daftar")}))
			if m := r.got(3)[2]; m.Kind != store.Text || m.ID != id || m.Text != "mau daftar" {
				t.Errorf("%+v", m)
			}
		})
	}
}

// corrupt is how many ciphertexts are still to be spoiled: none is left of twenty after this.
func (r *rig) corrupt() int { return 1000 }

// R26: a call is refused, and the desk is told who rang.
func TestR26_Call(t *testing.T) {
	r := linked(t)
	maria, _, from := r.maria()
	id := maria.Account.Call(r.bot)
	m := r.got(2)[1]
	if m.Kind != store.Call || m.From != from || m.Phone != "+"+maria.Phone || m.ID == "" {
		t.Errorf("%+v", m)
	}
	r.until("the call is refused", func() bool {
		for _, e := range maria.Journal("call") {
			if e.ID == id && e.Detail == "reject" {
				return true
			}
		}
		return false
	})
}

// R21: what staff write on the phone is seen, and their words are not taken. Our own answers, which the phone sees too, are not taken for theirs.
func TestR21_Hand(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	phone, err := r.srv.Resident(r.ctx, number, "Lopo")
	r.ok(err)
	hand := phone.With(maria.Account)
	if _, err := hand.Say(r.ctx, "Saya petugas, ada yang bisa dibantu?"); err != nil {
		t.Fatal(err)
	}
	m := r.got(2)[1]
	if m.Kind != store.Hand || m.From != from || m.Text != "" || m.Name != "" {
		t.Errorf("%+v", m)
	}
	if _, err := r.send(from, "1/0", "jawaban program"); err != nil {
		t.Fatal(err)
	}
	if _, err := chat.WaitFor(r.ctx, "jawaban program"); err != nil {
		t.Fatal(err)
	}
	r.say(chat, "terima kasih")
	if all := r.got(3); len(all) != 3 || all[2].Kind != store.Text {
		t.Errorf("%+v", all)
	}
}

// R4: two devices in one file are two accounts. It refuses to start.
func TestR4_TwoDevices(t *testing.T) {
	r := linked(t)
	r.close()
	db := r.database()
	if _, err := db.Exec(`INSERT INTO whatsmeow_device SELECT '628110000002:1@s.whatsapp.net', lid, facebook_uuid, registration_id, noise_key, identity_key, signed_pre_key,
		signed_pre_key_id, signed_pre_key_sig, adv_key, adv_details, adv_account_sig, adv_account_sig_key, adv_device_sig, platform, business_name, push_name,
		lid_migration_ts, companion_meta_nonce FROM whatsmeow_device`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := whatsapp.Open(r.ctx, whatsapp.Options{Path: r.path, Seal: r.box, HTTP: r.srv.Client()}); err == nil || !strings.Contains(err.Error(), "2 linked devices") {
		t.Errorf("Open: %v", err)
	}
}
