package telegram

import (
	"sync"
	"time"

	"lopo/store"
)

// Pace, after Telegram's published guidance: notices at one a second to a person, twenty a minute to a group and twenty a second in all, so
// that answers always have room beside them. An answer to a person is not paced: it comes as quickly as she writes, and where that is too
// quick for Telegram its 429 says so and is obeyed.
const (
	personEvery = time.Second
	groupEvery  = 3 * time.Second
	groupBurst  = 15
	bulkEvery   = time.Second / 20
	bulkBurst   = 5
	longestWait = 6 * time.Second // beyond it the caller is told to come again, so that a send keeps to its 40 s
)

// pacer keeps for each chat the moment at which its allowance is whole again (the generic cell rate algorithm: one time per chat).
type pacer struct {
	mu    sync.Mutex
	burst int
	chats map[int64]time.Time
	bulk  time.Time
	sweep int // size at which whole allowances are forgotten next
}

// take reserves one message and returns how long to wait before sending it. When that is too long it reserves nothing and reports false.
func (p *pacer) take(now time.Time, to spot, priority store.Priority) (time.Duration, bool) {
	if priority == store.Reply && !to.group() {
		return 0, true
	}
	every, burst := personEvery, p.burst
	if to.group() {
		every, burst = groupEvery, min(groupBurst, p.burst)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	whole, wait := gcra(p.chats[to.chat], now, every, burst)
	bulk := p.bulk
	if priority == store.Bulk {
		next, more := gcra(bulk, now, bulkEvery, bulkBurst)
		bulk, wait = next, max(wait, more)
	}
	if wait > longestWait {
		return wait, false
	}
	p.chats[to.chat], p.bulk = whole, bulk
	if len(p.chats) > max(p.sweep, 4096) {
		for chat, whole := range p.chats {
			if !whole.After(now) {
				delete(p.chats, chat)
			}
		}
		p.sweep = 2 * len(p.chats)
	}
	return wait, true
}

func gcra(whole, now time.Time, every time.Duration, burst int) (time.Time, time.Duration) {
	if whole.Before(now) {
		whole = now
	}
	wait := whole.Add(-time.Duration(burst-1) * every).Sub(now)
	return whole.Add(every), max(wait, 0)
}
