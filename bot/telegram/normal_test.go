package telegram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

func TestN1_WhatPeopleSend(t *testing.T) {
	type play func(p *telegramtest.Person)
	for _, c := range []struct {
		name string
		play play
		want store.Message
	}{
		{"text", func(p *telegramtest.Person) { p.Say("halo") }, store.Message{Kind: store.Text, Text: "halo"}},
		{"command", func(p *telegramtest.Person) { p.Say("/batal") }, store.Message{Kind: store.Text, Text: "/batal"}},
		{"command of ours by name", func(p *telegramtest.Person) { p.Say("/batal@lopoujibot") }, store.Message{Kind: store.Text, Text: "/batal"}},
		{"command with words", func(p *telegramtest.Person) { p.Say("/ubah  nama") }, store.Message{Kind: store.Text, Text: "/ubah nama"}},
		{"no command", func(p *telegramtest.Person) { p.Say("/ atau //") }, store.Message{Kind: store.Text, Text: "/ atau //"}},
		{"start", func(p *telegramtest.Person) { p.Start("") }, store.Message{Kind: store.Text, Text: "/start"}},
		{"N2 deep link", func(p *telegramtest.Person) { p.Start("dt_pel-12") }, store.Message{Kind: store.Text, Text: "/start", Start: "dt_pel-12"}},
		{"N2 forged payload", func(p *telegramtest.Person) { p.Start("a b'; drop") }, store.Message{Kind: store.Text, Text: "/start"}},
		{"N2 payload too long", func(p *telegramtest.Person) { p.Start(strings.Repeat("x", 65)) }, store.Message{Kind: store.Text, Text: "/start"}},
		{"N4 own card", func(p *telegramtest.Person) { p.ShareContact() }, store.Message{Kind: store.Card, Phone: "+628120000007"}},
		{"N4 own card as written here", func(p *telegramtest.Person) { p.Phone = "0812-3456 7890"; p.ShareContact() }, store.Message{Kind: store.Card, Phone: "+6281234567890"}},
		{"N4 own card from abroad", func(p *telegramtest.Person) { p.Phone = "+670 7712 3456"; p.ShareContact() }, store.Message{Kind: store.Card, Phone: "+67077123456"}},
		{"N4 impossible number", func(p *telegramtest.Person) { p.Phone = "12"; p.ShareContact() }, store.Message{Kind: store.Card}},
		{"N4 somebody else's card", func(p *telegramtest.Person) { p.ShareContactOf(&telegramtest.Person{ID: 8, Phone: "6281199887766"}) }, store.Message{Kind: store.Card}},
		{"N4 card of nobody on Telegram", func(p *telegramtest.Person) { p.ShareContactOf(&telegramtest.Person{Phone: "6281199887766"}) }, store.Message{Kind: store.Card}},
		{"location", func(p *telegramtest.Person) { p.Location(-10.17, 123.6) }, store.Message{Kind: store.Location, Lat: -10.17, Lon: 123.6}},
		{"photo", func(p *telegramtest.Person) { p.Photo("ijazah saya") }, store.Message{Kind: store.Image, Text: "ijazah saya", File: "f-photo"}},
		{"document", func(p *telegramtest.Person) { p.Document("cv.pdf", "cv") }, store.Message{Kind: store.Document, Text: "cv", File: "f-doc"}},
		{"voice", func(p *telegramtest.Person) { p.Voice() }, store.Message{Kind: store.Voice}},
		{"video", func(p *telegramtest.Person) { p.Video() }, store.Message{Kind: store.Video}},
		{"animation", func(p *telegramtest.Person) { p.Animation() }, store.Message{Kind: store.Video}},
		{"sticker", func(p *telegramtest.Person) { p.Sticker() }, store.Message{Kind: store.Sticker}},
		{"poll", func(p *telegramtest.Person) { p.Poll() }, store.Message{Kind: store.Poll}},
		{"anything else", func(p *telegramtest.Person) { p.Dice() }, store.Message{Kind: store.Unknown}},
		{"M1 blocked", func(p *telegramtest.Person) { p.Block() }, store.Message{Kind: store.Blocked}},
		{"notices are nobody's words", func(p *telegramtest.Person) { p.Pin(); p.Say("halo") }, store.Message{Kind: store.Text, Text: "halo"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.play(r.maria)
			r.start()
			got := r.next(1)[0]
			if got.ID == "" || !got.At.Equal(noon) || c.want.Kind != store.Blocked && got.Name != "Maria Nale" {
				t.Errorf("id %q, at %v, name %q", got.ID, got.At, got.Name)
			}
			c.want.ID, c.want.At, c.want.Name = got.ID, got.At, got.Name
			c.want.From = store.Address{Channel: "telegram", Chat: "7"}
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestN1_IDIsTelegramsOwn(t *testing.T) {
	r := newRig(t)
	id := r.maria.Say("halo")
	r.start()
	if got := r.next(1)[0].ID; got != fmt.Sprint(id) {
		t.Errorf("id %q, want %d", got, id)
	}
}

func TestN5_AlbumIsOneMessage(t *testing.T) {
	r := newRig(t)
	r.maria.Album(3, "sertifikat")
	r.maria.Photo("satu lagi")
	r.maria.Album(2, "")
	r.maria.Say("selesai")
	r.start()
	got := r.next(4)
	if len(got) != 4 || got[0].Text != "sertifikat" || got[1].Text != "satu lagi" || got[2].Kind != store.Image || got[3].Text != "selesai" {
		t.Errorf("got %v", got)
	}
}

func TestN5_AlbumSurvivesAFailingStore(t *testing.T) {
	r := newRig(t)
	r.fail = 3
	r.maria.Album(3, "sertifikat")
	r.start()
	if got := r.next(1); got[0].Text != "sertifikat" {
		t.Errorf("got %v", got)
	}
}

func TestN6_EditNamesTheMessage(t *testing.T) {
	r := newRig(t)
	id := r.maria.Say("Marai Nale")
	r.clock.Advance(time.Minute)
	if err := r.maria.Edit("Maria Nale"); err != nil {
		t.Fatal(err)
	}
	r.start()
	got := r.next(2)[1]
	want := store.Message{ID: fmt.Sprintf("%d:e%d", id, noon.Add(time.Minute).Unix()), From: store.Address{Channel: "telegram", Chat: "7"}, Kind: store.Edited,
		Text: "Maria Nale", Of: fmt.Sprint(id), Name: "Maria Nale", At: noon.Add(time.Minute)}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestM1_BlockAndReturn(t *testing.T) {
	r := newRig(t).opened()
	r.maria.Block()
	r.maria.Unblock()
	r.maria.Block()
	r.maria.Say("saya kembali")
	r.start()
	var kinds []store.Kind
	for _, m := range r.next(6) {
		kinds = append(kinds, m.Kind)
	}
	if fmt.Sprint(kinds) != "[text blocked returned blocked returned text]" {
		t.Errorf("got %v", kinds)
	}
}

// Everything in an update may be missing; what means nothing is confirmed and dropped.
func TestL10L11_HolesInUpdates(t *testing.T) {
	r := newRig(t)
	person, private := `"from":{"id":7,"first_name":"M"}`, `"chat":{"id":7,"type":"private"}`
	for _, body := range []string{
		`{}`, `{"message":null}`, `{"message":{}}`, `{"message":{` + person + `}}`, `{"message":{` + private + `}}`,
		`{"message":{"message_id":1,"from":null,` + private + `,"text":"/start@"}}`,
		`{"message":{"message_id":1,` + private + `,"sender_chat":{"id":-5,"type":"channel"},` + person + `,"text":"iklan"}}`,
		`{"message":{"message_id":1,` + private + `,"from":{"id":9,"is_bot":true},"text":"bip"}}`,
		`{"edited_message":{"message_id":1,` + person + `,` + private + `,"location":{"latitude":1,"longitude":2}}}`,
		`{"callback_query":{}}`, `{"callback_query":{"id":"1"}}`, `{"callback_query":{"id":"2","from":{"id":9,"is_bot":true}}}`,
		`{"my_chat_member":{}}`, `{"my_chat_member":{` + private + `}}`, `{"my_chat_member":{` + private + `,"new_chat_member":{"status":""}}}`,
		`{"channel_post":{"message_id":1,"chat":{"id":-9,"type":"channel"},"text":"x"}}`, `{"chat_join_request":{"chat":{"id":-9}}}`, `{"purchased_paid_media":{}}`,
	} {
		r.srv.Inject(func(id int64) string {
			return strings.Replace(strings.Replace(body, "{", fmt.Sprintf(`{"update_id":%d,`, id), 1), ",}", "}", 1)
		})
	}
	r.maria.Say("/start@LopoUjiBot \xf0\x9f\x98\x80")
	r.start()
	if got := r.next(1); got[0].Text != "/start" || got[0].Start != "" {
		t.Errorf("got %+v", got)
	}
	r.on("confirmed", func() bool { return r.srv.Pending() == 0 })
}
