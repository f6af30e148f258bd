package bot_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// The device is removed on the phone that holds the account: staff are told on Telegram what to do, once, notices are held, and once the number is
// linked again staff are told that too. All parts are real: two channels, two platforms, one ledger.
func TestAccept17RemovedDeviceIsToldOnTelegram(t *testing.T) {
	t.Parallel()
	srv := telegramtest.New(telegramtest.Options{Quiet: true})
	t.Cleanup(srv.Close)
	tg, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	p := openPier(t, tg)
	p.must(p.ledger.PutStaff(p.ctx, store.Staff{Name: "Ibu Ana", Role: store.Admin}, "Ibu Ana", p.now))
	p.must(p.ledger.PutStaffCode(p.ctx, "Ibu Ana", "k7qf9d2m", "Ibu Ana", p.now))
	ana := srv.Person(7, "Ana")
	ana.Say("petugas-k7qf-9d2m")
	told := func(n int) string {
		t.Helper()
		in, err := ana.Wait(p.ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		return in[n-1].Text
	}
	told(1)
	p.say("A", "halo")

	p.own.Kick()
	p.until("the device is gone", func() bool { return p.ch.Health().State == channel.Unlinked })
	for range 3 {
		p.bot.Schedule.Tick(p.ctx)
		p.must(p.bot.Settled(p.ctx))
	}
	if got := told(2); !strings.Contains(got, "akun whatsapp tidak tertaut lagi") || !strings.Contains(got, "lopo link") {
		t.Errorf("told %q", got)
	}
	p.link()
	p.until("linked again", func() bool { return p.ch.Health().State == channel.Up })
	p.later(time.Minute)
	if got := told(3); !strings.Contains(got, "berjalan lagi") || !strings.Contains(got, "lopo channels resume whatsapp") {
		t.Errorf("told %q", got)
	}
	if got := p.say("A", "menu"); got == "" {
		t.Error("she is not answered any more")
	}
	if n := len(ana.Inbox()); n != 3 {
		t.Errorf("told %d times", n-1)
	}
}

// A resident is known by her number until WhatsApp tells the id of her account. In the middle of a form she becomes one with herself: no answer is
// asked again, nothing of her is left under the number, and she is answered once.
func TestOnePersonUnderTwoNamesOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	maria := p.person("A")
	maria.Account.Show(whatsapptest.OnlyPN)
	if got := p.form("A"); !strings.Contains(got, "Siapa nama lengkap") {
		t.Fatalf("the form: %q", got)
	}
	maria.Account.Show(whatsapptest.ByLID)
	if got := p.say("A", "Maria Nale"); !strings.Contains(got, "Jenis kelamin") || strings.Contains(got, "---") {
		t.Errorf("she is asked %q", got)
	}
	db, err := sql.Open("sqlite", "file:"+p.ledger.Path())
	p.must(err)
	defer db.Close()
	for _, table := range []string{"contacts", "sessions", "drafts", "consents"} {
		var number, lid int
		p.must(db.QueryRow(`SELECT coalesce(sum(chat = ?), 0), coalesce(sum(chat = ?), 0) FROM `+table+` WHERE channel = ?`,
			maria.JID().String(), maria.LIDJID().String(), whatsapp.Name).Scan(&number, &lid))
		if number != 0 || lid != 1 {
			t.Errorf("%s: %d under her number, %d under her id", table, number, lid)
		}
	}
}
