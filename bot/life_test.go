package bot_test

import (
	"context"
	"runtime"
	"sync"

	"lopo/bot"
	"lopo/bot/channel"
	"lopo/flows/transcripttest"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/sqlite"
)

// life is one run of the program, from a start to a stop or a crash.
type life struct {
	house    *house
	bot      *bot.Bot
	ledger   *sqlite.Ledger
	redis    *redis.Sessions
	sessions store.Sessions

	mu    sync.Mutex
	point string        // where it dies; "": nowhere
	dead  chan struct{} // closed at its death
	ended bool
}

func (l *life) arm(point string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.point = point
}

func (l *life) alive() bool {
	select {
	case <-l.dead:
		return false
	default:
		return true
	}
}

// trace is called at the points of a turn at which a crash would matter. At its point the program dies: no goroutine of it goes on past such
// a point afterwards, and nothing of it is sent.
func (l *life) trace(point string) {
	l.mu.Lock()
	if l.alive() && point == l.point {
		close(l.dead)
	}
	l.mu.Unlock()
	if !l.alive() {
		runtime.Goexit()
	}
}

// end ends a life: as a service manager does, or, when it is dead, by taking the files away from what is left of it.
func (l *life) end(gently bool) {
	h := l.house
	h.Helper()
	if l.ended {
		return
	}
	l.ended = true
	if gently && l.alive() {
		if err := l.bot.Stop(); err != nil {
			h.Error(err)
		}
	} else {
		over, now := context.WithCancel(context.Background())
		now()
		_ = l.bot.Desk.Stop(over) // cuts off what waits for another try
		_ = l.bot.Notices.Stop(over)
		_ = l.bot.Outbox.Stop(over) // its answer is that it was cut off
	}
	if err := l.ledger.Close(); err != nil {
		h.Error(err)
	}
	if l.redis != nil {
		if err := l.redis.Close(); err != nil {
			h.Error(err)
		}
	}
}

// recorder is the channel of a life: what it sends is on the screen.
type recorder struct{ life *life }

func (recorder) Name() string { return transcripttest.Channel }

func (recorder) Receive(ctx context.Context, _ channel.Deliver) error {
	<-ctx.Done()
	return nil
}

func (r recorder) Capabilities() channel.Capabilities {
	return channel.Capabilities{Buttons: true, OwnID: r.life.house.ownID}
}

// Send shows a message. A dead program sends nothing.
func (r recorder) Send(_ context.Context, m store.Outgoing) (string, error) {
	if !r.life.alive() {
		runtime.Goexit()
	}
	s := &r.life.house.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[m.Key] {
		if !r.life.house.ownID {
			s.repeats = append(s.repeats, m.Key)
		}
		return m.Key, nil
	}
	s.seen[m.Key] = true
	s.said = append(s.said, transcripttest.Said{Who: m.To.Chat, Message: m})
	return m.Key, nil
}
