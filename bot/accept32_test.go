package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"lopo/bot"
	"lopo/bot/bottest"
	"lopo/bot/channel"
	manual "lopo/bot/clock"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Two bots forced onto one ledger: whichever of them a message reaches, and if it reaches both, it is handled once, in one order.
func TestAccept32TwoBotsOneLedger(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	time := manual.NewManual(bottest.Noon)
	var bots []*bot.Bot
	var ledgers []*sqlite.Ledger
	for range 2 {
		l := sqlitetest.At(t, path)
		t.Cleanup(func() { l.Close() })
		b, err := bot.New(bot.Options{Ledger: l, Channels: []channel.Channel{deaf{}}, Clock: time.Clock()})
		if err != nil {
			t.Fatal(err)
		}
		bots, ledgers = append(bots, b), append(ledgers, l)
	}
	if err := ledgers[0].PutBatches(t.Context(), []store.Batch{bottest.Sewing()}, "test", bottest.Noon); err != nil {
		t.Fatal(err)
	}
	for _, b := range bots {
		if err := b.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	const people = 4
	var all sync.WaitGroup
	for p := range people {
		all.Go(func() {
			for i, text := range bottest.Maria(p).Lines() {
				m := store.Message{ID: fmt.Sprint("m", i), From: store.Address{Channel: "deaf", Chat: fmt.Sprint(p)}, Kind: store.Text, Text: text, At: bottest.Noon}
				var both sync.WaitGroup
				for _, b := range bots {
					both.Go(func() {
						if err := b.Desk.Deliver(t.Context(), m, m); err != nil {
							t.Error(err)
						}
						for _, due := range []func(context.Context) error{b.Desk.Due, b.Outbox.Due} { // finds what the other one has in hand
							if err := due(t.Context()); err != nil {
								t.Error(err)
							}
						}
					})
				}
				both.Wait()
				for _, b := range bots {
					if err := b.Desk.Settled(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	for _, b := range bots {
		if err := b.Stop(); err != nil {
			t.Error(err)
		}
	}
	rows, err := ledgers[1].Registrations(t.Context())
	if err != nil || len(rows) != people {
		t.Errorf("%d applications, %v", len(rows), err)
	}
	seen := map[string]bool{}
	for _, v := range rows {
		if seen[v.Number] || !strings.HasPrefix(v.Number, "KPG-2026-") {
			t.Errorf("number %s", v.Number)
		}
		seen[v.Number] = true
	}
	sessions := sqlite.Sessions{Ledger: ledgers[0]}
	for p := range people {
		s, err := sessions.Load(t.Context(), store.Address{Channel: "deaf", Chat: fmt.Sprint(p)})
		if want := int64(len(bottest.Maria(p).Lines())); err != nil || s.Rev != want {
			t.Errorf("person %d: %d turns, want %d (%v)", p, s.Rev, want, err)
		}
	}
	if c, err := ledgers[0].Count(t.Context()); err != nil || c.Waiting+c.Dead+c.Queued != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
