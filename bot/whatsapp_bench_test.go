package bot_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lopo/bot/whatsapp/whatsapptest"
)

// BenchmarkWhatsApp lets residents write to the whole bot at once, each as soon as she has her answer, and prints answered messages a second,
// how long an arriving message holds the account's queue until it is on disk, and how much memory a linked device takes. The residents' own
// clients run in this process too: with two hundred of them the processors are theirs, and the queue waits for its turn on one.
func BenchmarkWhatsApp(b *testing.B) {
	for _, residents := range []int{1, 20, 200} {
		b.Run(fmt.Sprintf("residents=%d", residents), func(b *testing.B) { chatter(b, residents) })
	}
}

func chatter(b *testing.B, residents int) {
	p := openPier(b)
	empty := heap()
	chats := make([]*whatsapptest.Chat, residents)
	for i := range chats {
		who := fmt.Sprint("resident ", i)
		p.number[who] = fmt.Sprintf("+6281240%06d", i)
		chats[i] = p.person(who).With(p.own)
	}
	begun, answered := time.Now(), 0
	for b.Loop() {
		p.At(p.now.Add(time.Hour)) // else who always says the same is taken for a machine
		var busy sync.WaitGroup
		for _, chat := range chats {
			busy.Go(func() {
				for _, text := range []string{"menu", "1", "0", "status", "bantuan"} {
					before := len(chat.Inbox())
					if _, err := chat.Say(p.ctx, text); err != nil {
						b.Error(err)
						return
					}
					if _, err := chat.Wait(p.ctx, before+1); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		busy.Wait()
		answered += 5 * residents
	}
	took := time.Since(begun)
	p.mu.Lock()
	held := slices.Clone(p.held)
	p.mu.Unlock()
	slices.Sort(held)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(answered)/took.Seconds(), "msg/s")
	b.ReportMetric(float64(held[len(held)/2].Microseconds())/1000, "inbox-p50-ms")
	b.ReportMetric(float64(held[len(held)*99/100].Microseconds())/1000, "inbox-p99-ms")
	b.ReportMetric((heap()-empty)/1e6/float64(residents), "heap-MB/device")
}
