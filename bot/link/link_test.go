package link_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/channel"
	"lopo/bot/link"
	"lopo/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// phone is a platform on which a device is linked as the test says.
type phone struct {
	steps chan channel.LinkStep // what it tells
	asked chan string           // the numbers it was asked with
	ended chan struct{}         // closed when the link was given up
	err   error
}

func (phone) Name() string                                         { return "phone" }
func (phone) Capabilities() channel.Capabilities                   { return channel.Capabilities{} }
func (phone) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }
func (phone) Send(context.Context, store.Outgoing) (string, error) { return "", nil }

func (p phone) Link(ctx context.Context, number string) (<-chan channel.LinkStep, error) {
	if p.err != nil {
		return nil, p.err
	}
	p.asked <- number
	out := make(chan channel.LinkStep)
	go func() {
		defer close(out)
		for {
			select {
			case s, more := <-p.steps:
				if !more {
					return
				}
				out <- s
			case <-ctx.Done():
				close(p.ended)
				return
			}
		}
	}()
	return out, nil
}

func start(t *testing.T, err error) (phone, string) {
	p := phone{steps: make(chan channel.LinkStep), asked: make(chan string, 1), ended: make(chan struct{}), err: err}
	srv := httptest.NewServer(link.Handler{Channels: []channel.Channel{p}, Token: "secret", Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(srv.Close)
	return p, strings.TrimPrefix(srv.URL, "http://")
}

// Each step is told when it happens, secrets and all, and the end is the end.
func TestSteps(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	p, addr := start(t, nil)
	steps, err := link.Ask(ctx, addr, "secret", "+628123")
	if err != nil {
		t.Fatal(err)
	}
	if got := <-p.asked; got != "+628123" {
		t.Errorf("asked with %q", got)
	}
	for _, want := range []channel.LinkStep{{Stage: channel.LinkScan, Secret: "2@a,b", Text: "Pindai."}, {Stage: channel.LinkScan, Secret: "2@c,d"}, {Stage: channel.LinkPasskey, Text: "Kunci."},
		{Stage: channel.LinkConfirm, Secret: "ABCD1234"}, {Stage: channel.LinkDone, Text: "Sudah."}} {
		p.steps <- want // the next one only when this one has come
		if got := <-steps; got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	close(p.steps)
	if s, more := <-steps; more {
		t.Errorf("after the end: %+v", s)
	}
}

// Who goes away gives the link up.
func TestGone(t *testing.T) {
	p, addr := start(t, nil)
	ctx, leave := context.WithCancel(t.Context())
	steps, err := link.Ask(ctx, addr, "secret", "")
	if err != nil {
		t.Fatal(err)
	}
	leave()
	<-p.ended
	for range steps {
	}
}

// Nobody links without the token, a busy channel says so, and a program that is not there is told apart.
func TestRefused(t *testing.T) {
	p, addr := start(t, nil)
	if _, err := link.Ask(t.Context(), addr, "guess", ""); !errors.Is(err, link.ErrNotThere) {
		t.Errorf("wrong token: %v", err)
	}
	if len(p.asked) != 0 {
		t.Error("it was asked")
	}
	answer, err := http.Get("http://" + addr)
	if err != nil || answer.StatusCode != http.StatusMethodNotAllowed {
		t.Error(answer, err)
	}
	answer.Body.Close()
	_, addr = start(t, errors.New("a link is being made already"))
	if _, err := link.Ask(t.Context(), addr, "secret", ""); err == nil || err.Error() != "a link is being made already" {
		t.Errorf("busy: %v", err)
	}
	for _, nowhere := range []string{"", "127.0.0.1:1", "[::]:1", "nonsense"} {
		if _, err := link.Ask(t.Context(), nowhere, "secret", ""); !errors.Is(err, link.ErrNotThere) {
			t.Errorf("%q: %v", nowhere, err)
		}
	}
}
