package bot_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
	"lopo/store/sqlite"
)

// openPierWithTelegram is a pier where the same bot is on Telegram too, with the same files.
func openPierWithTelegram(t *testing.T) (*pier, *telegramtest.Server) {
	t.Helper()
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	files := &channel.Files{}
	tg, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	p := openPier(t, tg)
	files.Read, files.Recall, files.Keep = p.files.Read, p.files.Recall, p.files.Keep
	return p, srv
}

// A poster that staff bring goes through the whole house: made light on the shelf, named in the ledger, out through the outbox. A resident on WhatsApp and
// one on Telegram open the same bytes, and neither platform is brought them a second time, also not by the next run.
func TestAPosterReachesBothPlatforms(t *testing.T) {
	t.Parallel()
	p, srv := openPierWithTelegram(t)
	var raw bytes.Buffer
	picture := image.NewRGBA(image.Rect(0, 0, 2000, 1000))
	for i := range 2_000_000 {
		picture.Set(i%2000, i/2000, color.RGBA{uint8(i / 4000), uint8(i % 2000 / 8), 90, 255})
	}
	p.must(png.Encode(&raw, picture))
	media, err := p.shelf.Add(&raw, "Pelatihan Las.png")
	p.must(err)
	want, _, err := p.shelf.Read(media.Sum)
	p.must(err)
	ana := srv.Person(7, "Ana")
	ana.Say("halo")
	_, err = ana.Wait(p.ctx, 1)
	p.must(err)
	p.say("A", "halo")

	notice := func(key, text string) {
		t.Helper()
		p.must(p.ledger.Do(p.ctx, func(tx *sqlite.Tx) error {
			for _, to := range []store.Address{p.Of("A"), {Channel: telegram.Name, Chat: ana.Chat()}} {
				m := store.Outgoing{Key: to.Channel + ":" + to.Chat + "/" + key + "/0", To: to, Text: text, Media: &media, Priority: store.Bulk, Due: p.now}
				if _, err := tx.Post(m, p.now); err != nil {
					return err
				}
			}
			return nil
		}))
		p.must(p.bot.Outbox.Due(p.ctx))
		p.must(p.bot.Settled(p.ctx))
		chat := p.person("A").With(p.own)
		m, err := chat.WaitFor(p.ctx, text)
		p.must(err)
		if got, err := chat.File(p.ctx, m); err != nil || !bytes.Equal(got, want) || m.Kind != "image" {
			t.Errorf("on WhatsApp %s of %d bytes, want %d; %v", m.Kind, len(got), len(want), err)
		}
		in := ana.Inbox()
		if last := in[len(in)-1]; last.Text != text || !bytes.Equal(last.Bytes, want) || last.Kind != "photo" {
			t.Errorf("on Telegram %s of %d bytes, want %d: %q", last.Kind, len(last.Bytes), len(want), last.Text)
		}
	}
	notice("n1", "Pelatihan las dibuka")
	p.Restart()
	notice("n2", "Pelatihan las ditambah")
	calls := srv.Calls("sendPhoto")
	if p.srv.Files() != 1 || len(calls) != 2 || calls[0].Params.Get("photo") != "" || !strings.HasPrefix(calls[1].Params.Get("photo"), "AgAC") {
		t.Errorf("WhatsApp was brought %d files; Telegram was sent %d", p.srv.Files(), len(calls))
	}
}
