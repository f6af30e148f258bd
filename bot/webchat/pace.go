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

// A cookie costs nothing, so what holds for one visitor does not hold who drops it after each message; and network addresses tell little where
// thousands share the few of a mobile carrier. So newcomers share one measure, far above what a city brings: a flood adds no more than fifty
// messages a second to the ledger, and at worst keeps other newcomers waiting, never those who are known. Cookies a day old are known: who
// floods that patiently is for the proxy in front.
const (
	newFor           = 24 * time.Hour // from the first line that is kept of a conversation
	newPerMinute     = 200            // conversations begun
	newMessages      = 15             // per conversation begun: about what a registration takes
	newMinutesAtOnce = 5              // a link in a large group brings many at the same time
)

// pace limits how fast one visitor may write, and all newcomers together.
type pace struct {
	mu   sync.Mutex
	of   map[string]*writer
	tidy int // the size at which to look for writers that can go

	conversations, messages *rate.Limiter // of newcomers
}

// writer is one visitor.
type writer struct {
	*rate.Limiter
	admitted bool // her conversation was counted: what failed and is sent again is not counted twice
}

const paceKeeps = 1024

func newPace() *pace {
	const perSecond = newPerMinute / 60.0
	return &pace{of: map[string]*writer{}, tidy: paceKeeps,
		conversations: rate.NewLimiter(perSecond, newPerMinute*newMinutesAtOnce),
		messages:      rate.NewLimiter(perSecond*newMessages, newPerMinute*newMinutesAtOnce*newMessages)}
}

// allow reports whether chat may write now.
func (p *pace) allow(chat string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.of[chat]
	if w == nil {
		if len(p.of) >= p.tidy {
			p.forget(now)
		}
		w = &writer{Limiter: rate.NewLimiter(messagesPerSecond, messagesAtOnce)}
		p.of[chat] = w
	}
	return w.AllowN(now, 1)
}

// admit reports whether there is room for a message of chat, whose first line is from begun (zero: there is none). It is asked after allow.
func (p *pace) admit(chat string, begun, now time.Time) bool {
	if !begun.IsZero() && now.Sub(begun) >= newFor {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.of[chat]
	if begun.IsZero() && (w == nil || !w.admitted) {
		// Asked first: a flood of new cookies must not use up the messages of those who are let in.
		if !p.conversations.AllowN(now, 1) {
			return false
		}
		if w != nil {
			w.admitted = true
		}
	}
	return p.messages.AllowN(now, 1)
}

// forget drops the writers whose measure is full again: a new one would be the same. It needs p.mu.
func (p *pace) forget(now time.Time) {
	for chat, w := range p.of {
		if w.TokensAt(now) >= messagesAtOnce {
			delete(p.of, chat)
		}
	}
	p.tidy = max(paceKeeps, 2*len(p.of))
}
