package webchat

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A person taps and types; five messages a second for a while is more than anyone does.
const (
	messagesPerSecond = 5
	messagesAtOnce    = 20
)

// pace limits how fast one visitor may write.
type pace struct {
	mu   sync.Mutex
	of   map[string]*rate.Limiter
	tidy int // the size at which to look for limiters that can go
}

const paceKeeps = 1024

func newPace() *pace { return &pace{of: map[string]*rate.Limiter{}, tidy: paceKeeps} }

// allow reports whether chat may write now.
func (p *pace) allow(chat string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.of[chat]
	if l == nil {
		if len(p.of) >= p.tidy {
			p.forget(now)
		}
		l = rate.NewLimiter(messagesPerSecond, messagesAtOnce)
		p.of[chat] = l
	}
	return l.AllowN(now, 1)
}

// forget drops the limiters that are full again: a new one would be the same. It needs p.mu.
func (p *pace) forget(now time.Time) {
	for chat, l := range p.of {
		if l.TokensAt(now) >= messagesAtOnce {
			delete(p.of, chat)
		}
	}
	p.tidy = max(paceKeeps, 2*len(p.of))
}
