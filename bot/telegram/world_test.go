package telegram_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// noon is when tests take place.
var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// world is Telegram as the conformance suite sees it: the stand-in server, with short pauses.
type world struct {
	t    *testing.T
	srv  *telegramtest.Server
	ch   *telegram.Channel
	file *channel.Files
	hook *front // nil: long polling
}

func TestPollingKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, nil) })
}

func TestWebhookKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, newFront()) })
}

func newWorld(t *testing.T, hook *front) *world {
	w := &world{t: t, hook: hook, file: channeltest.Files(), srv: telegramtest.New(telegramtest.Options{Wait: pause})}
	w.Restart()
	return w
}

func (w *world) Restart() channel.Channel {
	o := telegram.Options{Token: telegramtest.Token, API: w.srv.URL, Wait: pause, Files: w.file}
	if w.hook != nil {
		o.WebhookURL, o.Secret = w.hook.URL+"/telegram", "rahasia_1"
	}
	ch, err := telegram.New(o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.ch = ch
	if w.hook != nil {
		w.hook.mount(ch.Handler())
	}
	return ch
}

// pause shortens every pause a hundredfold. A clock that jumps would outrun the 24 hours for which messages are kept.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d / 100)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *world) person(n int) *telegramtest.Person { return w.srv.Person(int64(n)+7001, "Maria Nale") }

func (w *world) Channel() channel.Channel      { return w.ch }
func (w *world) Residents() int                { return 1000 }
func (w *world) Say(n int, text string)        { w.person(n).Say(text) }
func (w *world) Tap(n int, label string) error { return w.person(n).Tap(label) }
func (w *world) Heal()                         { w.srv.Heal(); w.person(0).Unblock() }

func (w *world) Show(n int, kind store.Kind, data []byte) {
	if kind == store.Image {
		w.person(n).Picture(data, "")
		return
	}
	w.person(n).File("surat.pdf", data)
}

func (w *world) Seen(ctx context.Context, resident, n int) ([]channeltest.Seen, error) {
	inbox, err := w.person(resident).Wait(ctx, n)
	out := make([]channeltest.Seen, len(inbox))
	for i, m := range inbox {
		out[i] = channeltest.Seen{Text: m.Text, File: m.Bytes}
	}
	return out, err
}

func (w *world) Break(n int, class channel.Class) bool {
	f := telegramtest.Fault{Method: "sendMessage", Chat: w.person(n).ID, Times: -1}
	switch class {
	case channel.Retry:
		f.Code, f.Desc = 500, "Internal Server Error: restart"
	case channel.Throttled:
		f.Code, f.Desc, f.RetryAfter = 429, "Too Many Requests: retry after 7", 7
	case channel.Uncertain:
		f.Reset = telegramtest.After
	case channel.Refused:
		f.Code, f.Desc = 400, "Bad Request: BUTTON_DATA_INVALID"
	case channel.Restricted:
		f.Code, f.Desc = 401, "Unauthorized"
	case channel.Gone:
		w.person(n).Block()
		return true
	}
	w.srv.Fail(f)
	return true
}

func (w *world) Hold(n int) func() {
	w.srv.Fail(telegramtest.Fault{Method: "sendMessage", Chat: w.person(n).ID, Hold: true})
	return w.srv.Heal
}

func (w *world) Close() {
	w.srv.Close()
	if w.hook != nil {
		w.hook.Close()
	}
}

// notes collects a log.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

func (n *notes) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(n, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
