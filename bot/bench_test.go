package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"lopo/bot"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/redis/redistest"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// echo is a platform that takes every send at once and tells the chat about it, unless it is told to keep one chat waiting.
type echo struct {
	mu    sync.Mutex
	heard map[string]chan struct{}
	stuck string
	gate  chan struct{}
}

func (e *echo) Name() string                                         { return "echo" }
func (e *echo) Capabilities() channel.Capabilities                   { return channel.Capabilities{} }
func (e *echo) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (e *echo) Send(_ context.Context, m store.Outgoing) (string, error) {
	if m.To.Chat == e.stuck {
		<-e.gate
		return "1", nil
	}
	e.mu.Lock()
	heard := e.heard[m.To.Chat]
	e.mu.Unlock()
	heard <- struct{}{}
	return "1", nil
}

// chats starts n conversations of share messages each and waits for them all; talk sends one message and returns when it was answered.
func chats(n, messages int, talk func(chat string, i int)) time.Duration {
	begun := time.Now()
	var all sync.WaitGroup
	for c := range n {
		all.Go(func() {
			chat := strconv.Itoa(c)
			for i := range messages {
				talk(chat, i)
			}
		})
	}
	all.Wait()
	return time.Since(begun)
}

var benchTexts = []string{"halo", "3", "0", "4"}

func text(chat string, i int) store.Message {
	return store.Message{ID: strconv.Itoa(i), From: store.Address{Channel: "echo", Chat: chat}, Kind: store.Text, Text: benchTexts[i%len(benchTexts)], At: time.Now()}
}

// BenchmarkTurn measures whole turns, from the message to the recorded send, at 1, 64 and 512 chats, beside the bare cost of the same
// storage operations in the same run. "of-bare" is how much of the bare throughput is left; the goal at 64 chats is half.
func BenchmarkTurn(b *testing.B) {
	for _, keeper := range []string{"sqlite", "redis"} {
		for _, n := range []int{1, 64, 512} {
			b.Run(fmt.Sprintf("%s/%d", keeper, n), func(b *testing.B) {
				messages := max(1, b.N/n)
				bare := bareStorage(b, keeper, n, messages)
				whole := wholeTurns(b, keeper, n, messages)
				b.ReportMetric(float64(bare)/float64(whole), "of-bare")
				b.ReportMetric(float64(n*messages)/whole.Seconds(), "turns/s")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func keeperOf(b *testing.B, keeper string) store.Sessions {
	if keeper == "sqlite" {
		return nil
	}
	s, err := redis.Open(b.Context(), redistest.Start(b).URL(), sqlitetest.Box(b), time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func wholeTurns(b *testing.B, keeper string, n, messages int) time.Duration {
	platform := &echo{heard: map[string]chan struct{}{}}
	for c := range n {
		platform.heard[strconv.Itoa(c)] = make(chan struct{}, 8)
	}
	r, err := bot.New(bot.Options{Ledger: sqlitetest.Open(b), Sessions: keeperOf(b, keeper), Channels: []channel.Channel{platform}, Clock: clock.Wall()})
	if err != nil {
		b.Fatal(err)
	}
	took := chats(n, messages, func(chat string, i int) {
		if err := r.Desk.Deliver(context.Background(), text(chat, i)); err != nil {
			b.Error(err)
		}
		<-platform.heard[chat]
	})
	if err := r.Stop(); err != nil {
		b.Fatal(err)
	}
	return took
}

// bareStorage does for each message what a turn does to the stores, without deciding or sending anything.
func bareStorage(b *testing.B, keeper string, n, messages int) time.Duration {
	l, sessions := sqlitetest.Open(b), keeperOf(b, keeper)
	answer := "Apa yang bisa kami bantu? Balas dengan angka. Daftar pelatihan kerja, status pendaftaran, dana PEM, lowongan kerja."
	return chats(n, messages, func(chat string, i int) {
		ctx, now, m := context.Background(), time.Now(), text(chat, i)
		rows, err := l.Arrive(ctx, now, m)
		if err != nil {
			b.Error(err)
		}
		s := store.Session{Of: m.From, Rev: int64(i) + 1, Flow: "menu", Step: "pick", Touched: now}
		if sessions != nil {
			if _, err := sessions.Load(ctx, m.From); err != nil {
				b.Error(err)
			}
		}
		var row int64
		err = l.Do(ctx, func(tx *sqlite.Tx) error {
			if _, err := tx.Take(rows[0].Row, rows[0].Message.From, now); err != nil {
				return err
			}
			if sessions == nil {
				if _, err := tx.Session(m.From); err != nil {
					return err
				}
			}
			if _, err := tx.Facts(m.From, now, store.Need{}); err != nil {
				return err
			}
			if err := tx.PutSession(s, now); err != nil {
				return err
			}
			row, err = tx.Post(store.Outgoing{Key: "echo:" + chat + "/" + m.ID + "/0", To: m.From, Text: answer, Due: now}, now)
			return err
		})
		if err != nil {
			b.Error(err)
		}
		if sessions != nil {
			if err := sessions.Save(ctx, s); err != nil {
				b.Error(err)
			}
		}
		if err := l.MarkSent(ctx, row, "1", now); err != nil {
			b.Error(err)
		}
	})
}

// BenchmarkStart measures the start-up with 400,000 residents in the file, 2,000 of them in the middle of a form. The goal is a second;
// "goals" is how many times it fits.
func BenchmarkStart(b *testing.B) {
	const residents, forms = 400_000, 2_000
	ctx, now := context.Background(), time.Now()
	path := filepath.Join(b.TempDir(), "lopo.db")
	l := sqlitetest.At(b, path)
	for from := 0; from < residents; from += 20_000 {
		err := l.Do(ctx, func(tx *sqlite.Tx) error {
			for i := from; i < from+20_000; i++ {
				of := store.Address{Channel: "echo", Chat: strconv.Itoa(i)}
				if err := tx.Meet(of, now); err != nil {
					return err
				}
				if err := tx.PutSession(store.Session{Of: of, Rev: 3, Flow: "menu", Step: "pick", Touched: now}, now); err != nil {
					return err
				}
				if i >= forms {
					continue
				}
				d := store.Draft{Flow: "training", Version: 1, Slots: map[string]string{"name": "Maria Nale"}, Started: now, Touched: now}
				if err := tx.Apply(of, []store.Effect{store.SaveDraft{Draft: d}}, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l := sqlitetest.At(b, path)
		r, err := bot.New(bot.Options{Ledger: l, Channels: []channel.Channel{&echo{}}, Clock: clock.Wall()})
		if err != nil {
			b.Fatal(err)
		}
		if err := r.Start(ctx); err != nil {
			b.Fatal(err)
		}
		r.Schedule.Tick(ctx)
		if err := r.Stop(); err != nil {
			b.Fatal(err)
		}
		l.Close()
	}
	b.ReportMetric(float64(time.Second)*float64(b.N)/float64(b.Elapsed()), "goals")
}

// BenchmarkSlowSend measures 64 chats while the platform keeps one more chat waiting for ever, beside the same without it. "of-free" is how
// much of the throughput is left: all of it, when a reply never waits for another chat's send.
func BenchmarkSlowSend(b *testing.B) {
	run := func(stuck bool) time.Duration {
		const n = 64
		platform := &echo{heard: map[string]chan struct{}{}, gate: make(chan struct{})}
		for c := range n {
			platform.heard[strconv.Itoa(c)] = make(chan struct{}, 8)
		}
		r, err := bot.New(bot.Options{Ledger: sqlitetest.Open(b), Channels: []channel.Channel{platform}, Clock: clock.Wall()})
		if err != nil {
			b.Fatal(err)
		}
		if stuck {
			platform.stuck = "stuck"
			if err := r.Desk.Deliver(context.Background(), text("stuck", 0)); err != nil {
				b.Fatal(err)
			}
		}
		took := chats(n, max(1, b.N/n), func(chat string, i int) {
			if err := r.Desk.Deliver(context.Background(), text(chat, i)); err != nil {
				b.Error(err)
			}
			<-platform.heard[chat]
		})
		close(platform.gate)
		if err := r.Stop(); err != nil {
			b.Fatal(err)
		}
		return took
	}
	free, held := run(false), run(true)
	b.ReportMetric(float64(free)/float64(held), "of-free")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIdleSessions measures what 100,000 chats cost that wrote once and are idle: bytes in the process, in the ledger file and in Redis.
func BenchmarkIdleSessions(b *testing.B) {
	const idle = 100_000
	for _, keeper := range []string{"sqlite", "redis"} {
		b.Run(keeper, func(b *testing.B) {
			for b.Loop() {
				idleSessions(b, keeper, idle)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
