package bot_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
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

// Two bots forced onto one ledger: the later one has taken it over. Whichever of them a message reaches, and if it reaches both, it is handled once,
// in one order, and answered once; the earlier one confirms nothing.
func TestAccept32TwoBotsOneLedger(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	time := manual.NewManual(bottest.Noon)
	var bots []*bot.Bot
	var ledgers []*sqlite.Ledger
	wire := &wire{name: "deaf", health: channel.Health{State: channel.Up}}
	for range 2 {
		l := sqlitetest.At(t, path)
		t.Cleanup(func() { l.Close() })
		b, err := bot.New(bot.Options{Ledger: l, Channels: []channel.Channel{wire}, Clock: time.Clock()})
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
						if err := b.Desk.Deliver(t.Context(), m, m); (err == nil) != (b == bots[1]) || err != nil && !errors.Is(err, sqlite.ErrTaken) {
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
	wire.once(t)
	if c, err := ledgers[0].Count(t.Context()); err != nil || c.Waiting+c.Dead+c.Queued != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}

// once fails the test where an answer went out twice, apart from those to some chats.
func (w *wire) once(t *testing.T, apart ...string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := map[string]bool{}
	for _, m := range w.out {
		if seen[m.Key] && !slices.Contains(apart, m.To.Chat) {
			t.Errorf("%s went out twice", m.Key)
		}
		seen[m.Key] = true
	}
}

// The later bot takes over while the earlier one is in the middle of its sends: what is in its hand may be said twice, as after a crash, and nothing
// else. It notices, sends nothing more, and ends.
func TestAccept32TakenOver(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	time := manual.NewManual(bottest.Noon)
	wire := &wire{name: "deaf", health: channel.Health{State: channel.Up}}
	build := func() (*bot.Bot, *sqlite.Ledger) {
		l := sqlitetest.At(t, path)
		t.Cleanup(func() { l.Close() })
		b, err := bot.New(bot.Options{Ledger: l, Channels: []channel.Channel{wire}, Clock: time.Clock()})
		if err != nil {
			t.Fatal(err)
		}
		return b, l
	}
	first, ledger := build()
	ended := make(chan error, 1)
	go func() { ended <- first.Run(t.Context()) }()
	if _, err := time.Next(t.Context()); err != nil { // it runs
		t.Fatal(err)
	}
	const inHand, waiting = 3, 20
	gate, there := make(chan struct{}), make(chan struct{}, inHand)
	wire.mu.Lock()
	wire.before = func(m store.Outgoing) {
		if m.Text == "in hand" {
			there <- struct{}{}
			<-gate
		}
	}
	wire.mu.Unlock()
	var rows []sqlite.Queueing
	if err := ledger.Do(t.Context(), func(tx *sqlite.Tx) error {
		rows = nil
		for i := range inHand {
			for n := range waiting {
				m := store.Outgoing{Key: fmt.Sprintf("deaf:warga%d/m%d/0", i, n), To: store.Address{Channel: "deaf", Chat: fmt.Sprint("warga", i)}, Text: "in hand", Due: bottest.Noon}
				if n > 0 {
					m.Text = "waits"
				}
				row, err := tx.Post(m, bottest.Noon)
				if err != nil {
					return err
				}
				rows = append(rows, sqlite.Queueing{Row: row, Message: m})
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	first.Outbox.Offer(rows...)
	for range inHand {
		<-there
	}
	wire.mu.Lock()
	wire.before = nil
	wire.mu.Unlock()
	second, _ := build()
	if err := second.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := second.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(gate)
	for over := false; !over; {
		select {
		case err := <-ended:
			if over = true; !errors.Is(err, sqlite.ErrTaken) {
				t.Errorf("the first ended with %v", err)
			}
		default:
			time.Move(look)
			runtime.Gosched()
		}
	}
	if err := second.Stop(); err != nil {
		t.Error(err)
	}
	wire.mu.Lock()
	sent := map[string]int{}
	for _, m := range wire.out {
		sent[m.Text]++
	}
	wire.mu.Unlock()
	if sent["waits"] != inHand*(waiting-1) || sent["in hand"] > 2*inHand {
		t.Errorf("sent %v", sent)
	}
}

const look = 1_000_000_000 // the pause of the schedule
