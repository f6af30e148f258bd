package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/telegram/telegramtest"
	"lopo/bot/telegram/telegramtest/resident"
	"lopo/store/redis/redistest"
)

// BenchmarkLoad lets residents register with the real program and with a bot written by hand (testdata/plainbot: Redis sessions, no inbox,
// no outbox), in turn, and prints what an answered message costs each in processor time of its process, and the ratio. The goal: at most
// 1.5 of the plain bot. Then the same with 60 ms for every call of the Bot API, where the residents set the pace and not the calls.
func BenchmarkLoad(b *testing.B) {
	for _, residents := range []int{100, 300} {
		for _, delay := range []time.Duration{0, 60 * time.Millisecond} {
			b.Run(fmt.Sprintf("residents=%d/call=%v", residents, delay), func(b *testing.B) { load(b, residents, delay) })
		}
	}
}

// load compares the bots in rounds, so that what else the machine does meets all of them.
func load(b *testing.B, residents int, delay time.Duration) {
	bots := []*side{plain(b, delay), ours(b, "ledger", "", delay), ours(b, "redis", redistest.Start(b).URL(), delay)}
	for _, s := range bots {
		s.round(b, 8) // connections, caches
		s.reset()
	}
	for b.Loop() {
		for _, s := range bots {
			s.round(b, residents)
		}
	}
	b.ReportMetric(0, "ns/op") // a round is no unit
	for _, s := range bots {
		b.ReportMetric(s.cost(), s.name+"-cpu-µs/msg")
		b.ReportMetric(s.pace(), s.name+"-msg/s")
		b.ReportMetric(s.slowest(), s.name+"-p99-ms")
	}
	for _, s := range bots[1:] {
		b.ReportMetric(s.cost()/bots[0].cost(), s.name+"/plain-cpu")
		b.ReportMetric(s.pace()/bots[0].pace(), s.name+"/plain-msg/s")
	}
}

// side is one bot with its own stand-in.
type side struct {
	name string
	srv  *telegramtest.Server
	bot  *process
	next int // resident

	began float64 // processor time at the last reset
	sent  int
	wall  time.Duration
	waits []time.Duration
}

func standIn(b *testing.B, delay time.Duration) *telegramtest.Server {
	srv := telegramtest.New(telegramtest.Options{Quiet: true, Delay: delay})
	b.Cleanup(srv.Close)
	return srv
}

func plain(b *testing.B, delay time.Duration) *side {
	s := &side{name: "plain", srv: standIn(b, delay)}
	s.bot = run(b, plainbot.program(b, "./testdata/plainbot"), nil,
		"PLAIN_TOKEN="+telegramtest.Token, "PLAIN_API="+s.srv.URL, "PLAIN_REDIS="+redistest.Start(b).URL())
	return s
}

func ours(b *testing.B, name, redis string, delay time.Duration) *side {
	s := &side{name: name, srv: standIn(b, delay)}
	s.bot = run(b, lopo.program(b, "."), []string{"serve"},
		environment(s.srv, filepath.Join(b.TempDir(), "lopo.db"), redis)...)
	return s
}

// round lets so many residents register at once.
func (s *side) round(b *testing.B, residents int) {
	ctx, cancel := context.WithTimeout(s.bot.ctx, 5*time.Minute)
	defer cancel()
	people := make([]*resident.Resident, residents)
	var busy sync.WaitGroup
	began := time.Now()
	for i := range people {
		people[i] = resident.New(s.srv, s.next)
		s.next++
		busy.Go(func() {
			if err := people[i].Register(ctx); err != nil {
				b.Error(s.name, err)
				cancel()
			}
		})
	}
	busy.Wait()
	s.wall += time.Since(began)
	for _, r := range people {
		s.sent += r.Sent
		s.waits = append(s.waits, r.Waits...)
	}
	if b.Failed() {
		b.Fatal(s.bot.log())
	}
}

func (s *side) reset() {
	s.sent, s.wall, s.waits, s.began = 0, 0, nil, s.cpu()
}

func (s *side) cost() float64 { return (s.cpu() - s.began) * 1e6 / float64(s.sent) }

func (s *side) pace() float64 { return float64(s.sent) / s.wall.Seconds() }

func (s *side) slowest() float64 {
	slices.Sort(s.waits)
	return float64(s.waits[len(s.waits)*99/100].Microseconds()) / 1000
}

// cpu is the processor time of the bot's process so far, in seconds, by the kernel's count in hundredths.
func (s *side) cpu() float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.bot.cmd.Process.Pid))
	if err != nil {
		s.bot.t.Fatalf("this benchmark needs /proc: %v", err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest) // from the third on, see proc(5)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return float64(user+system) / 100
}
