package bottest

import (
	"context"
	"sync"
)

// Points at which a crash would matter, in the order in which a message passes them.
var Points = []string{"arrived", "committed", "saved", "sent"}

// crash is a death in preparation: who comes to the point stays there.
type crash struct {
	point   string
	reached chan struct{}
	once    sync.Once
	gone    chan struct{}
}

func (h *House) trace(point string) {
	h.mu.Lock()
	c := h.crash
	h.mu.Unlock()
	if c == nil || c.point != point {
		return
	}
	c.once.Do(func() { close(c.reached) })
	<-c.gone
}

// CrashAt runs do, which brings the bot to a point, kills the bot there as kill -9 does, and starts it again. What the bot would have done from
// the point on is lost.
func (h *House) CrashAt(point string, do func()) {
	h.Helper()
	c := &crash{point: point, reached: make(chan struct{}), gone: make(chan struct{})}
	h.mu.Lock()
	h.crash = c
	h.mu.Unlock()
	var doing sync.WaitGroup
	doing.Go(do)
	select {
	case <-c.reached:
	case <-h.Ctx.Done():
		h.Fatalf("nobody came to the point %q", point)
	}
	h.end()
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if point != "sent" { // who stands there would be waited for
		h.Must(h.Bot.Outbox.Settled(h.Ctx)) // what was sent before the crash is known to be: a crash there is a point of its own
		_ = h.Bot.Outbox.Stop(over)
	}
	_ = h.web.Close() // from here on nothing can be remembered
	_ = h.closing()
	_ = h.Ledger.Close()
	h.mu.Lock()
	h.crash = nil
	h.mu.Unlock()
	close(c.gone)
	_ = h.Bot.Desk.Stop(over)
	_ = h.Bot.Outbox.Stop(over)
	h.receiving.Wait()
	doing.Wait()
	h.Open()
}
