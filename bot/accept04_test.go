package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
)

// Five messages within a second are answered in order, one at a time.
func TestAccept04FiveWithinASecond(t *testing.T) {
	for name, set := range map[string][]func(*bottest.House){"ledger": nil, "redis": {bottest.WithRedis}} {
		t.Run(name, func(t *testing.T) {
			open := func() (*bottest.House, *bottest.Resident) {
				h := bottest.Start(t, append(set, bottest.With(bottest.Sewing()))...)
				return h, h.OnTelegram(7, "Maria Nale")
			}
			lines := bottest.Maria(0).Lines()
			_, slow := open()
			slow.Talk(lines...)
			h, r := open()
			for part := range slices.Chunk(lines, 5) {
				for _, text := range part {
					r.Person.Say(text)
				}
				h.Settle()
			}
			if got, want := r.All(), slow.All(); !slices.Equal(got, want) {
				t.Errorf("she hears\n%q\nwant\n%q", got, want)
			}
			if len(h.Registrations()) != 1 {
				t.Errorf("%d applications", len(h.Registrations()))
			}
		})
	}
}

// 500 people at once do not wait for each other: while the platform does not answer for one of them, all others are answered.
func TestAccept04FiveHundredAtOnce(t *testing.T) {
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	const people = 500
	stuck := h.OnTelegram(1000, "Si Lambat")
	h.Telegram.Fail(telegramtest.Fault{Method: "sendMessage", Chat: stuck.Person.ID, Times: -1, Hold: true})
	stuck.Send("halo")
	var all sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	for i := range people {
		p := h.Telegram.Person(int64(2000+i), fmt.Sprint("Warga ", i))
		all.Go(func() {
			began := time.Now()
			p.Say("halo")
			if _, err := p.Wait(h.Ctx, 1); err != nil {
				t.Error(err)
			}
			p.Say("3")
			seen, err := p.Wait(h.Ctx, 2)
			if err != nil || !strings.Contains(seen[1].Text, "PEM") {
				t.Errorf("person %d sees %v, %v", i, seen, err)
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, time.Since(began)/2)
		})
	}
	all.Wait()
	if got := stuck.All(); len(got) != 0 {
		t.Errorf("the platform holds her answer, and she sees %q", got)
	}
	h.Telegram.Heal()
	h.Settle()
	if got := stuck.All(); len(got) != 1 {
		t.Errorf("she sees %q", got)
	}
	slices.Sort(took)
	t.Logf("%d people at once: p50 %v, p95 %v to an answer", people, took[len(took)/2], took[len(took)*95/100])
}

// A chat whose turn fails again and again keeps nobody else waiting, on the other channel neither.
func TestAccept04OneFailingChat(t *testing.T) {
	h := bottest.Start(t)
	broken, well := h.OnTelegram(7, "Maria Nale"), bottest.NewBrowser(h, h.URL())
	broken.Say("halo")
	db := h.Raw()
	h.Exec(db, `CREATE TRIGGER no BEFORE UPDATE ON sessions WHEN old.channel = 'telegram' BEGIN SELECT RAISE(ABORT, 'no'); END`)
	broken.Send("3")
	if _, err := h.Clock.Next(h.Ctx); err != nil { // it has failed, and waits for its next try
		t.Fatal(err)
	}
	if got := well.Ask("halo"); got == "" {
		t.Error("the other one hears nothing")
	}
	h.Exec(db, `DROP TRIGGER no`)
	h.Clock.Move(time.Second)
	h.Settle()
	if got := broken.All(); len(got) != 2 {
		t.Errorf("she sees %q", got)
	}
}
