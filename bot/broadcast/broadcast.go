// Package broadcast sends announcements: one row in the ledger for each who is to get one, one sender for the account behind each channel, which
// claims a row, sends it and writes down what became of it.
//
// Deliveries do not pass through the outbox. A row there would be a second queue for the same thing: its text sealed four hundred thousand times,
// three commits a message instead of two, and every pause, cancellation or correction would have to reach into it. What the outbox has that
// matters here is the order within a chat, so a sender borrows the chat's lane for the one send (outbox.Lend): where an answer waits for that chat
// the answer goes first, and answers to all others never wait for a notice. Accounts are asked before each send, and a platform's wish for patience
// is told in both directions.
//
// A claim is on disk before the platform hears of the message, and so is its outcome before the row is forgotten. A crash between the two leaves a
// row that is "being sent": at the next start it is sent again where the channel shows the same key once, and elsewhere counts as unknown, which
// staff may send again. Pause and cancel are conditions of the claim, so there is no queue to clear.
package broadcast

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"lopo/bot/account"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/crew"
	"lopo/bot/outbox"
	"lopo/bot/poster"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// Options of a Broadcast. Trace is called at the points of a delivery at which a crash would matter, where tests end the goroutine: "claimed" and,
// when the platform has it and the ledger does not know yet, "delivered".
type Options struct {
	Ledger   *sqlite.Ledger
	Channels []channel.Channel
	Accounts *account.Accounts
	Outbox   *outbox.Outbox
	Words    *locales.Words
	Shelf    *poster.Shelf // where files that staff send are put; nil: none can be
	Rules    Rules
	Clock    clock.Clock
	Log      *slog.Logger
	Chance   func() float64 // in [0, 1); nil: the system's
	Trace    func(point string)

	// Moved is told that a chat has another address from now on; what is kept under the old one follows. nil: nobody is.
	Moved func(ctx context.Context, from, to store.Address) error
}

// Broadcast is the room. Make it with New, open it with Start, feed it with Look, end it with Stop.
type Broadcast struct {
	Options
	senders []*sender
	crew    crew.Crew

	ctx    context.Context // ends the loops, and with them the claims
	cancel context.CancelFunc
	sendCx context.Context // ends the sends in hand
	cut    context.CancelFunc

	mu      sync.Mutex
	live    []store.Announcement // those that run, as last looked
	loops   map[*loop]bool
	hands   int // sends in hand
	changed *sync.Cond
	done    sync.WaitGroup
}

// New makes the room. It sends nothing before Start.
func New(o Options) *Broadcast {
	if o.Trace == nil {
		o.Trace = func(string) {}
	}
	if o.Chance == nil {
		o.Chance = rand.Float64
	}
	b := &Broadcast{Options: o, crew: crew.New(), loops: map[*loop]bool{}}
	b.changed = sync.NewCond(&b.mu)
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.sendCx, b.cut = context.WithCancel(context.Background())
	return b
}

// Ready reads how each account keeps its pace. From then on Enter gives places; it is called before anything goes out, else Start sees to it.
func (b *Broadcast) Ready(ctx context.Context) error {
	var senders []*sender
	for _, c := range b.Channels {
		s, err := newSender(ctx, b, c)
		if err != nil {
			return err
		}
		senders = append(senders, s)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.senders = senders
	return nil
}

// Start takes up what the last run was sending, and opens the senders.
func (b *Broadcast) Start(ctx context.Context) error {
	now := b.Clock.Now()
	if b.senders == nil {
		if err := b.Ready(ctx); err != nil {
			return err
		}
	}
	for _, c := range b.Channels {
		n, err := b.Ledger.RecoverDeliveries(ctx, c.Name(), c.Capabilities().OwnID, now)
		if err != nil {
			return err
		}
		if n > 0 {
			b.Log.Warn("deliveries were being sent when the last run ended", "channel", c.Name(), "count", n, "sent_again", c.Capabilities().OwnID)
		}
	}
	if err := b.Ledger.NoteChannels(ctx, b.Reach().Channels); err != nil {
		return err
	}
	keeper, shower := b.open(), b.open()
	b.done.Go(func() { b.keep(keeper) })
	b.done.Go(func() { b.present(shower) })
	for _, s := range b.senders {
		b.done.Go(s.run)
	}
	return nil
}

// Look makes the room look at the ledger: what staff have changed, what is due.
func (b *Broadcast) Look() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for l := range b.loops {
		if !l.follows {
			l.wake()
		}
	}
}

// keep sees to the lives of announcements until the room closes: it starts what is due, fixes audiences, and ends what is over.
func (b *Broadcast) keep(l *loop) {
	defer l.close()
	for l.wait(time.Time{}) {
		if err := b.tend(b.ctx); err != nil && b.ctx.Err() == nil && !errors.Is(err, sqlite.ErrTaken) {
			b.Log.Error("announcements", "err", err)
		}
		for _, s := range b.senders {
			s.loop.poked()
		}
	}
}

// tend looks at every live announcement once.
func (b *Broadcast) tend(ctx context.Context) error {
	if b.Ledger.Taken() {
		return nil
	}
	list, err := b.Ledger.LiveAnnouncements(ctx)
	if err != nil {
		return err
	}
	var running []store.Announcement
	var errs []error
	for _, a := range list {
		a, err := b.step(ctx, a)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", a.Ref, err))
		}
		if a.Stage == store.StageRunning {
			running = append(running, a)
		}
	}
	b.mu.Lock()
	b.live = running
	b.mu.Unlock()
	return errors.Join(append(errs, b.sweep(ctx))...)
}

// running are the announcements that run, as last looked.
func (b *Broadcast) running() []store.Announcement {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.live
}

// Stop claims nothing more, finishes the sends in hand and returns; when ctx ends first they are cut off.
func (b *Broadcast) Stop(ctx context.Context) error {
	b.cancel()
	b.mu.Lock()
	for l := range b.loops {
		l.wake()
	}
	b.mu.Unlock()
	stop := context.AfterFunc(ctx, b.cut)
	b.done.Wait()
	stop()
	b.cut()
	return ctx.Err()
}

// Settled waits until nothing is in hand and nothing can be done before a later time.
func (b *Broadcast) Settled(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.changed.Broadcast()
	})
	defer stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.still() && ctx.Err() == nil {
		b.changed.Wait()
	}
	return ctx.Err()
}

// still reports whether all loops wait; b.mu is held.
func (b *Broadcast) still() bool {
	if b.hands > 0 {
		return false
	}
	now := b.Clock.Now()
	for l := range b.loops {
		if !l.waits || l.woken || !l.until.IsZero() && !l.until.After(now) {
			return false
		}
	}
	return true
}

// Next is the earliest time to come for which the room waits; zero: there is none.
func (b *Broadcast) Next() (next time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for l := range b.loops {
		if !l.until.IsZero() && l.waits && (next.IsZero() || l.until.Before(next)) {
			next = l.until
		}
	}
	return next
}
