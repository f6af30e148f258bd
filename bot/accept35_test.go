package bot_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
	"lopo/store/sqlite"
)

// follows makes chats those of residents who asked for general news.
func (p *pier) follows(chats ...store.Address) {
	p.Helper()
	p.must(p.ledger.Do(p.ctx, func(tx *sqlite.Tx) error {
		for _, of := range chats {
			err := tx.Apply(of, []store.Effect{store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "1", At: p.now, Given: true}},
				store.Follow{Topics: []string{store.TopicGeneral}, Band: store.Grown}}, p.now)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// sends lets time pass until so many deliveries of an announcement have ended.
func (p *pier) sends(a store.Announcement, n int) {
	p.Helper()
	for ended := 0; ended < n; {
		if p.ctx.Err() != nil {
			p.Fatalf("%s: %d deliveries ended, want %d", a.Ref, ended, n)
		}
		p.later(5 * time.Second)
		p.must(p.bot.Notices.Settled(p.ctx))
		counts, err := p.ledger.Counts(p.ctx, a.ID)
		p.must(err)
		ended = 0
		for _, c := range counts {
			if c.Fate.Ended() {
				ended += c.N
			}
		}
	}
}

// corrects writes what is right and lets it go out to so many.
func (p *pier) corrects(ref, text string, n int) store.Announcement {
	p.Helper()
	fix, err := p.ledger.Correct(p.ctx, ref, "", text, "Ana", p.now)
	p.must(err)
	fix = started(p, p.ledger, fix, p.now)
	p.sends(fix, n)
	return fix
}

// A correction on both platforms, as residents see it: the text changes where it stands, and so do the words under a poster, which stays. When WhatsApp
// lets a message be changed no more, another follows it that says what it replaces, and on Telegram the old one still changes. Whoever was still to
// get the notice reads what is right, once.
func TestAccept35CorrectionOnBothPlatforms(t *testing.T) {
	t.Parallel()
	p, srv := openPierWithTelegram(t)
	ana := srv.Person(7, "Ana")
	ana.Say("halo")
	_, err := ana.Wait(p.ctx, 1)
	p.must(err)
	p.say("A", "halo")
	maria := p.person("A").With(p.own)
	p.follows(p.Of("A"), store.Address{Channel: telegram.Name, Chat: ana.Chat()})
	onWhatsApp := func(n int) whatsapptest.Seen {
		t.Helper()
		p.settle()
		screen := maria.Screen()
		if len(screen) != n {
			t.Fatalf("%d messages on WhatsApp, want %d", len(screen), n)
		}
		return screen[n-1]
	}
	onTelegram := func(n int) telegramtest.Seen {
		t.Helper()
		in := ana.Inbox()
		if len(in) != n {
			t.Fatalf("%d messages on Telegram, want %d", len(in), n)
		}
		return in[n-1]
	}
	right := func(where, text, is, was string) {
		t.Helper()
		if !strings.Contains(text, is) || strings.Contains(text, was) || !strings.Contains(text, "RALAT") || !strings.Contains(text, "menggantikan PGM-2026-000") {
			t.Errorf("%s she reads %q", where, text)
		}
	}

	text := begun(p, p.ledger, store.Announcement{Topic: store.TopicGeneral, Title: "Posyandu", Body: "Posyandu SENIN.", To: store.Audience{People: true}}, p.now)
	p.sends(text, 2)
	p.corrects(text.Ref, "Posyandu SELASA.", 2)
	right("on WhatsApp", onWhatsApp(2).Text, "SELASA", "SENIN")
	right("on Telegram", onTelegram(2).Text, "SELASA", "SENIN")

	media := p.poster()
	poster := begun(p, p.ledger, store.Announcement{Topic: store.TopicGeneral, Body: "Pelatihan las RABU.", Media: &media, To: store.Audience{People: true}}, p.now)
	p.sends(poster, 2)
	p.corrects(poster.Ref, "Pelatihan las KAMIS.", 2)
	here, there := onWhatsApp(3), onTelegram(3)
	right("under the poster on WhatsApp", here.Text, "KAMIS", "RABU")
	right("under the poster on Telegram", there.Text, "KAMIS", "RABU")
	if here.Kind != "image" || there.Kind != "photo" || !there.Edited {
		t.Errorf("the poster is %s on WhatsApp, %s on Telegram", here.Kind, there.Kind)
	}

	p.later(time.Hour) // too late for WhatsApp
	p.corrects(poster.Ref, "Pelatihan las JUMAT.", 2)
	here, there = onWhatsApp(4), onTelegram(3)
	right("behind the poster on WhatsApp", here.Text, "JUMAT", "KAMIS")
	right("under the poster on Telegram, again", there.Text, "JUMAT", "KAMIS")
	if !strings.Contains(here.Text, "menggantikan "+poster.Ref+",") || here.Kind != "image" {
		t.Errorf("what follows is %s and says %q", here.Kind, here.Text)
	}

	p.say("B", "halo")
	budi := p.person("B").With(p.own)
	p.follows(p.Of("B"))
	half := begun(p, p.ledger, store.Announcement{Topic: store.TopicGeneral, Body: "Pasar murah SABTU.", Urgent: true, To: store.Audience{People: true, Channels: []string{"whatsapp"}}}, p.now)
	p.sends(half, 1)
	p.corrects(half.Ref, "Pasar murah MINGGU.", 1)
	p.sends(half, 2)
	p.settle()
	var edited, plain int
	for _, read := range [][]whatsapptest.Seen{maria.Screen()[4:], budi.Screen()[1:]} {
		switch {
		case len(read) != 1 || !strings.Contains(read[0].Text, "MINGGU") || strings.Contains(read[0].Text, "SABTU"):
			t.Errorf("one reads %+v", read)
		case strings.Contains(read[0].Text, "RALAT"):
			edited++
		default:
			plain++
		}
	}
	if edited != 1 || plain != 1 {
		t.Errorf("%d were corrected, %d read only what is right", edited, plain)
	}

	_, chat := p.bound()
	post := begun(p, p.ledger, store.Announcement{Topic: store.TopicGeneral, Body: "Kerja bakti PAGI.", Media: &media, To: store.Audience{Groups: true}}, p.now)
	p.sends(post, 1)
	p.corrects(post.Ref, "Kerja bakti SORE.", 1)
	p.settle()
	posts := p.ours(chat)
	if len(posts) != 2 || posts[1].Kind != "image" {
		t.Fatalf("in the group stand %d posts", len(posts))
	}
	right("in the group", posts[1].Text, "SORE", "PAGI")
}

// poster is a picture that staff bring.
func (p *pier) poster() store.Media {
	p.Helper()
	var raw bytes.Buffer
	p.must(png.Encode(&raw, image.NewRGBA(image.Rect(0, 0, 200, 100))))
	media, err := p.shelf.Add(&raw, "Pelatihan Las.png")
	p.must(err)
	return media
}
