package channeltest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/channel"
	"lopo/store"
)

// patience is how long the suite waits for what must happen. It is never slept.
const patience = 10 * time.Second

// Run plays the whole suite.
func Run(t *testing.T, make Maker) {
	parts := []struct {
		name string
		play func(*play)
	}{
		{"NameAndCapabilitiesStay", identity},
		{"DeliversOnceInOrder", inOrder},
		{"ComesAgainWhenNotStored", again},
		{"NothingConfirmedBeforeStored", unconfirmed},
		{"ReceiveEndsClean", ends},
		{"SendGivesAnID", ids},
		{"SameKeyReachesOnce", once},
		{"SendKeepsTheMessage", unchanged},
		{"TextArrivesAsItIs", literal},
		{"ChoicesStandInTheText", choices},
		{"TapIsTheTypedAnswer", tap},
		{"LongTextArrivesWhole", long},
		{"ErrorsAreOfTheFamily", classes},
		{"ManyChatsAtOnce", many},
		{"OneSlowChatHoldsUpNobody", slow},
		{"TypingNeverFails", typing},
		{"ForgetMayBeRepeated", forget},
		{"FilesArrive", files},
		{"TextStandsAlone", alone},
		{"WhatSheSendsCanBeFetched", fetch},
		{"EditChangesWhatIsSeen", edit},
		{"RevokeTakesBack", revoke},
		{"WhatIsNotThereCannotBeChanged", amendNothing},
		{"ReceiptsAreToldUntilTaken", receipts},
	}
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			ctx, stop := context.WithTimeout(t.Context(), patience)
			w := make(t)
			p := &play{T: t, World: w, ch: w.Channel(), ctx: ctx, inbox: &inbox{}}
			defer func() {
				p.end()
				w.Close()
				stop()
				goleak.VerifyNone(t, before)
			}()
			part.play(p)
		})
	}
}

// play is one part being played.
type play struct {
	*testing.T
	World
	ch    channel.Channel
	ctx   context.Context
	inbox *inbox
	stop  func() error
}

// start runs Receive.
func (p *play) start() {
	p.Helper()
	ctx, cancel := context.WithCancel(p.ctx)
	done := make(chan error, 1)
	ch, deliver := p.ch, p.inbox.deliver
	go func() { done <- ch.Receive(ctx, deliver) }()
	p.stop = func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(patience / 2):
			return errors.New("Receive did not return")
		}
	}
}

// end stops Receive, if it runs, and holds it to its promise.
func (p *play) end() {
	p.Helper()
	if p.stop == nil {
		return
	}
	begun := time.Now()
	if err := p.stop(); err != nil {
		p.Errorf("Receive returned %v after its context ended, want nil", err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		p.Errorf("Receive took %v to return after its context ended", took)
	}
	p.stop = nil
}

// next waits until n messages are stored and returns all of them.
func (p *play) next(n int) []store.Message {
	p.Helper()
	got, err := p.inbox.wait(p.ctx, n)
	if err != nil {
		p.Fatalf("%d messages were delivered, want %d: %v", len(got), n, err)
	}
	return got
}

// meet lets a resident write for the first time and returns the address of her chat.
func (p *play) meet(resident int) store.Address {
	p.Helper()
	text := fmt.Sprintf("halo dari warga %d", resident)
	p.Say(resident, text)
	var to store.Address
	if err := p.inbox.until(p.ctx, func(all []store.Message) bool {
		for _, m := range all {
			if m.Text == text {
				to = m.From
			}
		}
		return to.Chat != ""
	}); err != nil {
		p.Fatalf("resident %d was not heard: %v", resident, err)
	}
	return to
}

// send sends and insists that it works.
func (p *play) send(m store.Outgoing) string {
	p.Helper()
	id, err := p.ch.Send(p.ctx, m)
	if err != nil {
		p.Fatalf("send: %v", err)
	}
	return id
}

// see waits until a resident has n messages.
func (p *play) see(resident, n int) []Seen {
	p.Helper()
	seen, err := p.Seen(p.ctx, resident, n)
	if err != nil {
		p.Fatalf("resident %d: %v", resident, err)
	}
	return seen
}

// sees waits until what a resident has before her is so.
func (p *play) sees(resident int, what string, holds func([]Seen) bool) {
	p.Helper()
	var seen []Seen
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if seen = p.see(resident, 0); holds(seen) {
			return
		}
		select {
		case <-tick.C:
		case <-p.ctx.Done():
			p.Fatalf("%s: it is not so, she sees %q", what, seen)
		}
	}
}

// inbox stands for the store: it refuses while refuse is set, and counts what is new, as the inbox table does.
type inbox struct {
	mu      sync.Mutex
	stored  []store.Message
	known   map[string]bool
	calls   int // of deliver that were refused
	refuse  bool
	repeats int
	changed chan struct{}
}

func (b *inbox) deliver(ctx context.Context, messages ...store.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.happened()
	if b.refuse {
		b.calls++
		return errors.New("the store is full")
	}
	if b.known == nil {
		b.known = map[string]bool{}
	}
	for _, m := range messages {
		key := m.From.Channel + " " + m.From.Chat + " " + m.ID
		if b.known[key] {
			b.repeats++
			continue
		}
		b.known[key] = true
		b.stored = append(b.stored, m)
	}
	return nil
}

func (b *inbox) happened() {
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

func (b *inbox) setRefuse(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuse = on
}

// waitRefused returns when deliver was refused n times.
func (b *inbox) waitRefused(ctx context.Context, n int) error {
	return b.watch(ctx, func() bool { return b.calls >= n })
}

func (b *inbox) until(ctx context.Context, holds func([]store.Message) bool) error {
	return b.watch(ctx, func() bool { return holds(b.stored) })
}

func (b *inbox) wait(ctx context.Context, n int) ([]store.Message, error) {
	var got []store.Message
	err := b.until(ctx, func(all []store.Message) bool {
		got = append([]store.Message(nil), all...)
		return len(all) >= n
	})
	return got, err
}

func (b *inbox) watch(ctx context.Context, holds func() bool) error {
	for {
		b.mu.Lock()
		if holds() {
			b.mu.Unlock()
			return nil
		}
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
