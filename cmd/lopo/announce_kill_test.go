package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lopo/bot/telegram/telegramtest"
	"lopo/store"
	"lopo/store/sqlite/sqlitetest"
)

// The whole run that is asked of the senders: go test ./cmd/lopo -run Accept15KillTheSender -recipients 20000 -deaths 100 -timeout 1h
var (
	recipients = flag.Int("recipients", 600, "recipients of the announcement during which the program is killed")
	killings   = flag.Int("deaths", 6, "how often it is killed")
)

// TestAccept15KillTheSender kills the real program again and again while it sends an announcement on Telegram, where a repeated send would arrive
// twice: nobody gets it twice and nobody is lost. What was in doubt at a kill counts as unknown, a few for each.
func TestAccept15KillTheSender(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	srv := telegramtest.New(telegramtest.Options{Quiet: true, Delay: 2 * time.Millisecond})
	defer srv.Close()
	db := filepath.Join(t.TempDir(), "lopo.db")
	set := append(environment(srv, db, ""), "LOPO_WHATSAPP=off", "LOPO_CITY="+cityWith(t, always, "siaran_telegram_per_detik,2000"))
	people := srv.Crowd(1000, *recipients)
	a := running(t, db, "telegram", chatsOf(people))

	path := lopo.program(t, ".")
	for range *killings {
		p := run(t, path, []string{"serve"}, set...)
		goal := srv.Count("sendMessage") + max(1, *recipients/(*killings+1))
		alive, stop := context.WithCancel(ctx)
		context.AfterFunc(p.ctx, stop)
		if srv.Wait(alive, func() bool { return srv.Count("sendMessage") >= goal }) != nil {
			t.Fatalf("it ended by itself, or hangs:\n%s", p.log())
		}
		p.kill()
		stop()
	}
	p := run(t, path, []string{"serve"}, set...)
	got := ended(t, ctx, db, a.Ref, p)
	p.stop(ctx)
	p.healthy()

	have, none := 0, 0
	for _, p := range people {
		switch n := len(p.Inbox()); n {
		case 0:
			none++
		case 1:
			have++
		default:
			t.Errorf("%s has it %d times", p.Name, n)
		}
	}
	t.Logf("killed %d times, %d recipients: %d have it, %d do not; %+v", *killings, len(people), have, none, got)
	if got.Planned != len(people) || got.Sent+got.Unsure != len(people) {
		t.Errorf("the tallies do not add up: %+v", got)
	}
	if none > got.Unsure || have < got.Sent {
		t.Errorf("%d do not have it, %d are known to be unsure", none, got.Unsure)
	}
	if most := *killings * telegramAtOnce; got.Unsure > most {
		t.Errorf("%d are unsure, at most %d can be", got.Unsure, most)
	}
}

// telegramAtOnce is how many sends a kill may leave in doubt.
const telegramAtOnce = 8

// TestAccept15KillOnWhatsApp is the same where a repeated send is known again: everybody has it once, and nothing is in doubt.
func TestAccept15KillOnWhatsApp(t *testing.T) {
	const deaths = 3
	l := newLine(t, "LOPO_CITY="+cityWith(t, always, "siaran_whatsapp_jeda_detik,1", "siaran_whatsapp_per_menit,600", "siaran_whatsapp_per_hari,5000"))
	p := l.serve()
	people := l.people(0, 9)
	for _, r := range people {
		if _, err := r.Chat.Say(l.ctx, "halo"); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Chat.Wait(l.ctx, 1); err != nil {
			t.Fatalf("%v\n%s", err, p.log())
		}
	}
	l.confirmed(p)
	a := running(t, l.db, "whatsapp", nil)
	sent := func() int { return len(l.bot.Journal("sent")) }
	for range deaths {
		p = l.serve()
		goal := sent() + 2
		alive, stop := context.WithCancel(l.ctx)
		context.AfterFunc(p.ctx, stop)
		if l.srv.Until(alive, func() bool { return sent() >= goal }) != nil {
			t.Fatalf("it ended by itself, or hangs:\n%s", p.log())
		}
		p.kill()
		stop()
	}
	p = l.serve()
	got := ended(t, l.ctx, l.db, a.Ref, p)
	l.confirmed(p)
	if got.Sent != len(people) || got.Planned != len(people) {
		t.Errorf("%+v", got)
	}
	for _, r := range people {
		n := 0
		for _, m := range r.Chat.Inbox() {
			if containsAll(m.Text, "Posyandu Senin.", a.Ref) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s has it %d times", r.Name, n)
		}
	}
}

// running puts an announcement into a ledger, for residents who follow general news; all contacts of the channel when none are named.
func running(t testing.TB, db, channel string, chats []string) store.Announcement {
	t.Helper()
	l := sqlitetest.At(t, db)
	defer l.Close()
	if chats == nil {
		chats = contactsOf(t, db, channel)
	}
	subscribe(t, db, channel, chats...)
	return started(t, l, store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu Senin.", To: store.Audience{People: true}})
}

// ended waits until an announcement is done.
func ended(t testing.TB, ctx context.Context, db, ref string, p *process) store.Progress {
	t.Helper()
	for {
		got, stage := progress(t, db, ref)
		if stage == store.StageDone {
			return got
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-p.ctx.Done():
			t.Fatalf("it ended by itself:\n%s", p.log())
		case <-ctx.Done():
			t.Fatal(fmt.Errorf("%s: %+v", stage, got))
		}
	}
}
