package bot_test

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"lopo/bot"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/store/redis"
	"lopo/store/sqlite/sqlitetest"
)

func heap() float64 {
	runtime.GC()
	runtime.GC() // what pools hold goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// idleSessions lets n chats write once and reports what is left of each when nothing happens any more.
func idleSessions(b *testing.B, keeper string, n int) {
	l, sessions := sqlitetest.Open(b), keeperOf(b, keeper)
	before := heap()
	platform := &echo{heard: map[string]chan struct{}{}}
	for c := range n {
		platform.heard[strconv.Itoa(c)] = nil
	}
	any := make(chan struct{}, n)
	for c := range platform.heard {
		platform.heard[c] = any
	}
	r, err := bot.New(bot.Options{Ledger: l, Sessions: sessions, Channels: []channel.Channel{platform}, Clock: clock.Wall()})
	if err != nil {
		b.Fatal(err)
	}
	var all sync.WaitGroup
	for from := range 200 {
		all.Go(func() {
			for c := from; c < n; c += 200 {
				if err := r.Desk.Deliver(context.Background(), text(strconv.Itoa(c), 0)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := r.Settled(context.Background()); err != nil {
		b.Fatal(err)
	}
	platform.heard = nil
	b.ReportMetric((heap()-before)/float64(n), "heap-B/chat")
	if s, ok := sessions.(*redis.Sessions); ok {
		stats, err := s.Stats(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(stats.Memory)/float64(n), "redis-B/chat")
	}
	if err := r.Stop(); err != nil {
		b.Fatal(err)
	}
	file, err := os.Stat(l.Path())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(file.Size())/float64(n), "file-B/chat")
}
