// Package bottest runs the whole bot in a test: the real rooms over a ledger on disk, Redis where it is wanted, Telegram's stand-in and the web
// chat in front, and the clock in the test's hand. Residents talk to it from outside.
package bottest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/poster"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/bot/webchat"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/redis/redistest"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Noon is when every house opens: a Monday, 12.00 WITA.
var Noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// House is a running bot and the world around it.
type House struct {
	testing.TB
	Ctx context.Context // ends a test that hangs

	Dir      string // of the ledger and the web chat's lines
	Clock    *clock.Manual
	Telegram *telegramtest.Server
	Redis    *redistest.Server // nil: sessions live in the ledger
	Notes    *Notes            // the log, at its most talkative
	Rules    *broadcast.Rules  // how notices go out; nil: as the facts of the city say

	Ledger   *sqlite.Ledger
	Sessions store.Sessions
	Bot      *bot.Bot

	web       *webchat.Channel
	front     *httptest.Server
	receiving sync.WaitGroup
	end       context.CancelFunc
	closing   func() error // of the sessions

	mu     sync.Mutex
	crash  *crash
	routes http.Handler
	onSend func(store.Outgoing)
}

// Start opens a house. It ends with the test.
func Start(t testing.TB, set ...func(*House)) *House {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	h := &House{TB: t, Ctx: ctx, Dir: t.TempDir(), Clock: clock.NewManual(Noon), Notes: &Notes{}}
	h.Notes.Secret(strings.Split(telegramtest.Token, ":")[1])
	h.Telegram = telegramtest.New(telegramtest.Options{Now: h.Clock.Clock().Now, Wait: h.wait})
	t.Cleanup(h.Telegram.Close)
	h.front = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		routes := h.routes
		h.mu.Unlock()
		routes.ServeHTTP(w, r)
	}))
	t.Cleanup(h.front.Close)
	for _, f := range set {
		f(h)
	}
	t.Cleanup(func() {
		for _, secret := range h.Notes.Leaks() {
			t.Errorf("%q is in the log", secret)
		}
	})
	h.Open()
	t.Cleanup(func() {
		if h.Bot != nil {
			h.Close()
		}
	})
	return h
}

// WithRedis keeps the sessions in a Redis of the test's own.
func WithRedis(h *House) { h.Redis = redistest.Start(h.TB) }

// With puts batches on offer.
func With(batches ...store.Batch) func(*House) {
	return func(h *House) {
		l := sqlitetest.At(h, h.Path())
		h.Must(l.PutBatches(h.Ctx, batches, "test", Noon))
		h.Must(l.Close())
	}
}

// Path is where the ledger is.
func (h *House) Path() string { return filepath.Join(h.Dir, "lopo.db") }

// URL is the address of the web chat. It stays the same over a restart.
func (h *House) URL() string { return h.front.URL }

// Now is the time in the house.
func (h *House) Now() time.Time { return h.Clock.Clock().Now() }

func (h *House) wait(ctx context.Context, d time.Duration) error {
	return h.Clock.Clock().Until(ctx, h.Now().Add(d))
}

// Must ends the test with an error.
func (h *House) Must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// Open starts the bot over what is on disk.
func (h *House) Open() {
	h.Helper()
	log := h.Notes.Log()
	ledger := sqlitetest.At(h, h.Path())
	h.Ledger = ledger
	box := sqlitetest.Box(h)
	h.Sessions, h.closing = sqlite.Sessions{Ledger: h.Ledger}, func() error { return nil }
	if h.Redis != nil {
		r, err := redis.Open(h.Ctx, h.Redis.URL(), box, sqlite.KeepDrafts)
		h.Must(err)
		h.Sessions, h.closing = r, r.Close
	}
	var err error
	shelf, err := poster.Open(filepath.Join(h.Dir, "media"))
	h.Must(err)
	files := &channel.Files{Read: shelf.Read, Recall: h.Ledger.Remote, Keep: h.Ledger.KeepRemote}
	h.web, err = webchat.Open(webchat.Options{Path: filepath.Join(h.Dir, "webchat.db"), Now: h.Clock.Clock().Now, Log: log, Seal: box, Files: files})
	h.Must(err)
	tg, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: h.Telegram.URL, Log: log, Now: h.Clock.Clock().Now, Wait: h.wait, Burst: 1 << 20, Files: files,
		Named: func(ctx context.Context, chat, name string) error {
			return ledger.NameGroup(ctx, store.Address{Channel: telegram.Name, Chat: chat}, name)
		}})
	h.Must(err)
	h.mu.Lock()
	h.routes = h.web.Handler()
	h.mu.Unlock()
	channels := []channel.Channel{tg, h.web}
	h.Bot, err = bot.New(bot.Options{Ledger: h.Ledger, Sessions: h.Sessions, Channels: channels, Shelf: shelf, Clock: h.Clock.Clock(), Log: log, Trace: h.trace, Rules: h.Rules})
	h.Must(err)
	h.Must(h.Bot.Start(h.Ctx))
	ctx, end := context.WithCancel(h.Ctx)
	h.end = end
	for _, c := range channels {
		h.receiving.Go(func() {
			if err := c.Receive(ctx, h.Bot.Desk.Deliver); err != nil {
				h.Errorf("%s: %v", c.Name(), err)
			}
		})
	}
	h.Must(h.Telegram.Wait(h.Ctx, h.Telegram.Polling))
	h.pageReady()
}

// Close stops the bot as SIGTERM does.
func (h *House) Close() {
	h.Helper()
	h.end()
	h.receiving.Wait()
	if err := h.Bot.Stop(); err != nil {
		h.Errorf("stop: %v", err)
	}
	h.shut()
}

func (h *House) shut() {
	h.Helper()
	for _, err := range []error{h.web.Close(), h.closing(), h.Ledger.Close()} {
		if err != nil {
			h.Error(err)
		}
	}
	h.Bot = nil
}

// Restart stops the bot and starts it again.
func (h *House) Restart() {
	h.Helper()
	h.Close()
	h.Open()
}

// Settle waits until all that was said is taken in, decided and answered.
func (h *House) Settle() {
	h.Helper()
	if err := h.Telegram.Wait(h.Ctx, func() bool { return h.Telegram.Pending() == 0 }); err != nil {
		h.Fatalf("updates are left on the server: %v", err)
	}
	h.Must(h.Bot.Settled(h.Ctx))
}

// Later moves the clock, does what has fallen due, and waits for it.
func (h *House) Later(d time.Duration) {
	h.Helper()
	h.Clock.Move(d)
	h.Bot.Schedule.Tick(h.Ctx)
	h.Settle()
}

// Tally counts what is in the ledger.
func (h *House) Tally() sqlite.Tally {
	h.Helper()
	t, err := h.Ledger.Count(h.Ctx)
	h.Must(err)
	return t
}

// Registrations lists the applications in the ledger.
func (h *House) Registrations() []store.RegistrationView {
	h.Helper()
	list, err := h.Ledger.Registrations(h.Ctx)
	h.Must(err)
	return list
}

// Awake takes in what was said, and moves the clock to whatever is waited for, until nothing is any more.
func (h *House) Awake() {
	h.Helper()
	h.Must(h.Telegram.Wait(h.Ctx, func() bool { return h.Telegram.Pending() == 0 }))
	ctx, done := context.WithCancel(h.Ctx)
	go func() {
		defer done()
		_ = h.Bot.Settled(h.Ctx)
	}()
	for {
		next, err := h.Clock.Next(ctx)
		if err != nil {
			h.Must(h.Ctx.Err())
			return
		}
		h.Clock.Move(next.Sub(h.Now()))
	}
}
