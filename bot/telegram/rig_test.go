package telegram_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// rig is a bot on the stand-in server, with a store that can be made to fail or to wait.
type rig struct {
	*testing.T
	srv   *telegramtest.Server
	clock *telegramtest.Clock
	ch    *telegram.Channel
	notes *notes
	ctx   context.Context
	maria *telegramtest.Person

	mu      sync.Mutex
	got     []store.Message
	batches []int
	fail    int           // so many delivers still fail
	gate    chan struct{} // deliver waits for it
	tries   int
	changed chan struct{}
}

// newRig stands still until start. The clock moves by itself unless a test brings its own.
func newRig(t *testing.T, set ...func(*telegram.Options, *telegramtest.Options)) *rig {
	t.Helper()
	clock := telegramtest.NewClock(noon, true)
	r := &rig{T: t, clock: clock, notes: &notes{}, changed: make(chan struct{})}
	so := telegramtest.Options{Now: clock.Now, Wait: clock.Wait}
	o := telegram.Options{Token: telegramtest.Token, Now: clock.Now, Wait: clock.Wait, Log: r.notes.log(), Timeout: 5 * time.Second}
	for _, f := range set {
		f(&o, &so)
	}
	r.srv = telegramtest.New(so)
	t.Cleanup(r.srv.Close)
	if o.API == "" {
		o.API = r.srv.URL
	}
	var err error
	if r.ch, err = telegram.New(o); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(stop)
	r.ctx, r.maria = ctx, r.srv.Person(7, "Maria Nale")
	t.Cleanup(func() {
		log := r.notes.String()
		if strings.Contains(log, strings.Split(telegramtest.Token, ":")[1]) {
			t.Errorf("L6: the token is in the log:\n%s", log)
		}
		if strings.Contains(log, "rahasia") || strings.Contains(log, "Maria") {
			t.Errorf("text or name is in the log:\n%s", log)
		}
	})
	return r
}

// start receives until the test ends, or until the returned function is called.
func (r *rig) start() (stop func() error) {
	ctx, cancel := context.WithCancel(r.ctx)
	done := make(chan error, 1)
	go func() { done <- r.ch.Receive(ctx, r.deliver) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	r.Cleanup(func() { stop() })
	return stop
}

func (r *rig) deliver(ctx context.Context, messages ...store.Message) error {
	r.mu.Lock()
	gate := r.gate
	r.tries++
	r.happened()
	r.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	defer r.happened()
	if r.fail > 0 {
		r.fail--
		return errors.New("no room")
	}
	r.got = append(r.got, messages...)
	r.batches = append(r.batches, len(messages))
	return nil
}

func (r *rig) happened() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *rig) until(what string, holds func() bool) {
	r.Helper()
	for {
		r.mu.Lock()
		changed, yes := r.changed, holds()
		r.mu.Unlock()
		if yes {
			return
		}
		select {
		case <-changed:
		case <-r.ctx.Done():
			r.Fatalf("%s: did not happen; delivered %v\n%s", what, r.got, r.notes)
		}
	}
}

// next waits for n messages in all and returns them.
func (r *rig) next(n int) []store.Message {
	r.Helper()
	r.until("messages", func() bool { return len(r.got) >= n })
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]store.Message(nil), r.got...)
}

// on waits for something on the server.
func (r *rig) on(what string, holds func() bool) {
	r.Helper()
	if err := r.srv.Wait(r.ctx, holds); err != nil {
		r.Fatalf("%s: %v\n%s", what, err, r.notes)
	}
}

func (r *rig) called(method string, n int) {
	r.Helper()
	r.on(method, func() bool { return r.srv.Count(method) >= n })
}

// listening waits until a poll waits for new messages: the first only looks what is there.
func (r *rig) listening() {
	r.Helper()
	r.on("poll", func() bool { return r.srv.Count("getUpdates") >= 2 && r.srv.Polling() })
}

// opened makes Maria someone the bot may write to, without receiving.
func (r *rig) opened() *rig {
	r.maria.Say("halo")
	return r
}

func (r *rig) to(chat string) store.Outgoing {
	return store.Outgoing{Key: chat + "/1/0", To: store.Address{Channel: "telegram", Chat: chat}, Text: "Apa kabar?"}
}

func (r *rig) toMaria() store.Outgoing { return r.to(r.maria.Chat()) }

// send sends and returns the family member that came back, nil when it worked.
func (r *rig) send(o store.Outgoing) *channel.Error {
	r.Helper()
	id, err := r.ch.Send(r.ctx, o)
	if err == nil {
		if id == "" || id == "0" {
			r.Error("no id")
		}
		return nil
	}
	var family *channel.Error
	if !errors.As(err, &family) {
		r.Fatalf("%T is outside the family", err)
	}
	return family
}
