package bot_test

import (
	"strings"
	"testing"
	"time"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// WhatsApp and Telegram become one person's, with both real adapters on one ledger: the code that Telegram shows is sent from WhatsApp, what was
// sent on WhatsApp is shown on Telegram, and a stop on Telegram holds on WhatsApp.
func TestAccept38WhatsAppAndTelegram(t *testing.T) {
	t.Parallel()
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	tg, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	p := openPier(t, tg)
	maria := srv.Person(7, "Maria Nale")
	heard := 0
	say := func(text string) string {
		t.Helper()
		maria.Say(text)
		heard++
		in, err := maria.Wait(p.ctx, heard)
		p.must(err)
		p.must(p.bot.Settled(p.ctx))
		heard = len(maria.Inbox())
		return in[len(in)-1].Text
	}
	say("halo")
	m := linkWord.FindStringSubmatch(say("hubungkan"))
	if m == nil {
		t.Fatal("Telegram shows no code")
	}
	p.say("A", "petugas")
	p.say("A", "Kapan pelatihan menjahit mulai?")
	if got := p.say("A", "hubungkan "+m[1]); !strings.Contains(got, "di Telegram") || !strings.Contains(got, "HP Bapak/Ibu sendiri") {
		t.Fatalf("WhatsApp asks %q", got)
	}
	if got := p.say("A", "1"); !strings.Contains(got, "terhubung dengan percakapan Bapak/Ibu di Telegram") {
		t.Fatalf("WhatsApp hears %q", got)
	}
	p.Tend()
	in, err := maria.Wait(p.ctx, heard+1)
	p.must(err)
	if got := in[len(in)-1].Text; !strings.Contains(got, "di WhatsApp") || !strings.Contains(got, "PUTUSKAN") {
		t.Errorf("Telegram is told %q", got)
	}
	heard = len(in)
	if got := say("status"); !strings.Contains(got, "T-0001") {
		t.Errorf("status on Telegram: %q", got)
	}
	say("berhenti")
	if got := p.say("A", "data saya"); !strings.Contains(got, "semua pengumuman") || !strings.Contains(got, "di Telegram") {
		t.Errorf("on WhatsApp: %q", got)
	}
}

// A group on WhatsApp: bound by its coordinator's code, muted where only its administrators write, ours again, and left; staff see each.
func TestAccept27GroupOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.must(p.ledger.PutGroupCode(p.ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", p.now))
	p.say("A", "halo")
	maria := p.person("A")
	group := p.gather(maria)
	is := func(want store.GroupState) {
		t.Helper()
		p.until(string(want), func() bool {
			list, err := p.ledger.Groups(p.ctx)
			p.must(err)
			return len(list) == 1 && list[0].State == want && list[0].Of.Chat == group.JID().String()
		})
	}
	chat := maria.In(group)
	_, err := chat.Say(p.ctx, "selamat malam semua")
	p.must(err)
	_, err = chat.Say(p.ctx, "grup-k7qf-9d2m")
	p.must(err)
	is(store.GroupBound)
	said, err := chat.WaitFor(p.ctx, "menerima pengumuman")
	p.must(err)
	if !strings.Contains(said.Text, "Kelurahan Oebobo (Karang Taruna)") {
		t.Errorf("it says %q", said.Text)
	}
	group.Announce(true)
	is(store.GroupMuted)
	group.Promote(p.own)
	is(store.GroupBound)
	_, err = chat.Mention(p.ctx, p.own.LIDJID(), "saya Maria Nale, 081234567890, mau daftar")
	p.must(err)
	said, err = chat.WaitFor(p.ctx, "wa.me")
	p.must(err)
	if strings.Contains(said.Text, "Maria") || strings.Contains(said.Text, "0812") {
		t.Errorf("in the group it says %q", said.Text)
	}
	group.Remove(p.own)
	is(store.GroupLeft)
	p.later(time.Second)
	group.Add(p.own)
	p.settle()
	is(store.GroupLeft)
	var posts int
	for _, m := range chat.Inbox() {
		if m.Info.Sender.User == p.own.LID {
			posts++
		}
	}
	if posts != 2 {
		t.Errorf("%d posts, want the answer to the code and the way to the private chat", posts)
	}
}
