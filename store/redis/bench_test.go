package redis

import (
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/redis/redistest"
	"lopo/store/seal"
	"lopo/store/sessionstest"
)

// BenchmarkTurn is one Load and one Save, with so many chats at once, over a shared pipeline (as built) and over a connection each.
// CPU is that of this process; the server's own is not in it.
func BenchmarkTurn(b *testing.B) {
	for _, chats := range []int{1, 64, 512} {
		for _, lines := range []string{"shared", "each"} {
			b.Run(fmt.Sprintf("%s/chats=%d", lines, chats), func(b *testing.B) { turns(b, lines, chats) })
		}
	}
}

func turns(b *testing.B, lines string, chats int) {
	box, _ := seal.New(seal.NewSecret())
	s, err := Open(b.Context(), redistest.Start(b).URL(), box, time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if lines == "each" {
		s.lines = s.client
	}
	b.ReportAllocs()
	before := cpu()
	b.ResetTimer()
	var wait sync.WaitGroup
	for chat := range chats {
		wait.Go(func() {
			of := store.Address{Channel: "webchat", Chat: fmt.Sprint(chat)}
			for turn := range (b.N + chats - 1) / chats {
				session, err := s.Load(b.Context(), of)
				if err != nil || session.Rev != int64(turn) {
					b.Errorf("load: revision %d in turn %d, %v", session.Rev, turn, err)
					return
				}
				session = sessionstest.MidForm()
				session.Of, session.Rev = of, int64(turn+1)
				if err := s.Save(b.Context(), session); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the processor time this process has used.
func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
