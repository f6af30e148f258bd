package broadcast_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lopo/bot/account"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/outbox"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// sink is a platform that takes every send after so long.
type sink struct {
	limits channel.Limits
	delay  time.Duration
	sent   atomic.Int64
}

func (s *sink) Name() string { return "post" }
func (s *sink) Capabilities() channel.Capabilities {
	return channel.Capabilities{OwnID: true, Notices: s.limits}
}
func (s *sink) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (s *sink) Send(context.Context, store.Outgoing) (string, error) {
	if s.delay > 0 {
		<-time.After(s.delay)
	}
	return fmt.Sprint(s.sent.Add(1)), nil
}

// sends lets n recipients have an announcement and returns how long the sending took, by the wall.
func sends(b *testing.B, s *sink, n int, watch func()) time.Duration {
	b.Helper()
	l := sqlitetest.At(b, filepath.Join(b.TempDir(), "lopo.db"))
	defer l.Close()
	a := ofCrowd(b, l, n)
	words, err := locales.Load("id")
	if err != nil {
		b.Fatal(err)
	}
	rules, err := broadcast.NewRules(city.Default())
	if err != nil {
		b.Fatal(err)
	}
	channels, log := []channel.Channel{s}, slog.New(slog.DiscardHandler)
	accounts := account.New(account.Options{Ledger: l, Channels: channels, Clock: clock.Wall(), Log: log})
	box := outbox.New(outbox.Options{Ledger: l, Channels: channels, Accounts: accounts, Clock: clock.Wall(), Log: log})
	room := broadcast.New(broadcast.Options{Ledger: l, Channels: channels, Accounts: accounts, Outbox: box, Words: words, Rules: rules, Clock: clock.Wall(), Log: log})
	begun := time.Now()
	if err := room.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	for s.sent.Load() < int64(n) {
		watch()
		<-time.After(5 * time.Millisecond)
	}
	took := time.Since(begun)
	if err := room.Settled(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := room.Stop(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := box.Stop(b.Context()); err != nil {
		b.Fatal(err)
	}
	counts, err := l.Counts(b.Context(), a.ID)
	if p := store.Sum(counts); err != nil || p.Sent != n {
		b.Fatalf("%+v %v", p, err)
	}
	return took
}

// ofCrowd is an announcement to n residents that runs, and whose deliveries are written.
func ofCrowd(b *testing.B, l *sqlite.Ledger, n int) store.Announcement {
	b.Helper()
	list := make([]resident, n)
	for i := range list {
		list[i] = resident{channel: "post", chat: fmt.Sprintf("628%09d", i)}
	}
	meet(b, b.Context(), l, list...)
	a := store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu Senin pukul 08.00 di kantor lurah.", To: store.Audience{People: true}}
	err := l.Do(b.Context(), func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", time.Now())
		return err
	})
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
		if err == nil {
			a, err = l.TakeStep(b.Context(), a.Ref, s, nil, time.Now())
		}
	}
	for more := err == nil; more; {
		more, err = l.Fill(b.Context(), a.ID, sqlite.Reach{Channels: []string{"post"}}, time.Now())
	}
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// bare does for each of n recipients what a delivery does to the ledger, from as many hands, and nothing else.
func bare(b *testing.B, hands, n int) time.Duration {
	b.Helper()
	l := sqlitetest.At(b, filepath.Join(b.TempDir(), "lopo.db"))
	defer l.Close()
	a := ofCrowd(b, l, n)
	begun := time.Now()
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			for {
				now := time.Now()
				c, _, err := l.ClaimDelivery(b.Context(), "post", []int64{a.ID}, nil, now)
				if err != nil || c == nil {
					return
				}
				d := c.Delivery
				d.Fate, d.Ref, d.Sent = store.FateSent, d.To.Chat, now
				if _, err := l.Settle(b.Context(), d, c.Tries, "", now); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(begun)
}

// BenchmarkUnthrottled lets a platform without limits take an announcement as quickly as it can be claimed and written down ("sent/s", the goal is
// 1,000), beside the bare cost of the same storage in the same run ("of-bare").
func BenchmarkUnthrottled(b *testing.B) {
	const n = 10_000
	for range b.N {
		alone := bare(b, 8, n)
		took := sends(b, &sink{limits: channel.Limits{AtOnce: 8}}, n, func() {})
		b.ReportMetric(n/took.Seconds(), "sent/s")
		b.ReportMetric(n/alone.Seconds(), "bare/s")
		b.ReportMetric(float64(alone)/float64(took), "of-bare")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkAtRate lets a platform that answers after 60 ms take as many a second as it allows ("of-allowed", the goal is 0.98).
func BenchmarkAtRate(b *testing.B) {
	for _, rate := range []float64{20, 100} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			n := int(rate * 15)
			for range b.N {
				took := sends(b, &sink{limits: channel.Limits{AtOnce: 8, PerSecond: rate}, delay: 60 * time.Millisecond}, n, func() {})
				b.ReportMetric(float64(n-1)/(took-60*time.Millisecond).Seconds()/rate, "of-allowed")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// BenchmarkMemory sends to many and reports the most that the program held ("MB", the goal is under 200).
func BenchmarkMemory(b *testing.B) {
	for range b.N {
		most := uint64(0)
		sends(b, &sink{limits: channel.Limits{AtOnce: 8}}, 60_000, func() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.Sys-m.HeapReleased)
		})
		b.ReportMetric(float64(most)/(1<<20), "MB")
		b.ReportMetric(0, "ns/op")
	}
}
