// Package desk takes messages in and turns them into decisions, one turn at a time per chat. Each busy chat has a lane of its own; turns of
// many chats share commits in the ledger.
//
// A turn: take the message out of the inbox, read the facts, decide, carry out the effects, write the answers and the session, all in one
// transaction; then hand the session to its keeper and the answers to the outbox. When the keeper is the ledger itself the row of the
// transaction is the session, and there is no second write.
package desk

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/crew"
	"lopo/bot/outbox"
	"lopo/flows"
	"lopo/store"
	"lopo/store/sqlite"
)

// Options of a Desk. Trace is called at the points of a turn at which a crash would matter; tests end the goroutine there.
type Options struct {
	Ledger   *sqlite.Ledger
	Sessions store.Sessions
	Engine   *flows.Engine
	Outbox   *outbox.Outbox
	Pace     *broadcast.Broadcast // gives what nobody asked for just now its place; nil: everywhere is one
	Channels []channel.Channel
	Clock    clock.Clock
	Log      *slog.Logger
	Backoff  time.Duration // first pause before a failed turn is tried again; 0: 200 ms
	Trace    func(point string)
}

// Desk is the room. Make it with New, open it with Start.
type Desk struct {
	Options
	inside bool // sessions live in the ledger
	crew   crew.Crew

	ctx    context.Context // ends turns that wait for their next try
	cancel context.CancelFunc

	mu        sync.Mutex
	lanes     map[store.Address]*lane
	rows      map[int64]bool               // inbox rows that are in a lane
	kept      map[store.Address]bool       // sessions that only the ledger has: Redis has not confirmed them
	recent    map[store.Address]remembered // sessions as the last turns left them
	confirmed map[store.Address]int64      // revisions that Redis has, whose rows in the ledger are to be dropped
	closing   bool
	changed   *sync.Cond
}

// New makes a desk. It handles nothing before Start.
func New(o Options) *Desk {
	if o.Trace == nil {
		o.Trace = func(string) {}
	}
	if o.Backoff == 0 {
		o.Backoff = 200 * time.Millisecond
	}
	d := &Desk{Options: o, crew: crew.New(), lanes: map[store.Address]*lane{}, rows: map[int64]bool{}, kept: map[store.Address]bool{},
		recent: map[store.Address]remembered{}, confirmed: map[store.Address]int64{}}
	_, d.inside = o.Sessions.(sqlite.Sessions)
	d.changed = sync.NewCond(&d.mu)
	d.ctx, d.cancel = context.WithCancel(context.Background())
	return d
}

// Start takes up what a stop or a crash left behind.
func (d *Desk) Start(ctx context.Context) error {
	if !d.inside {
		kept, err := d.Ledger.KeptSessions(ctx)
		if err != nil {
			return err
		}
		d.mu.Lock()
		for _, of := range kept {
			d.kept[of] = true
		}
		d.mu.Unlock()
	}
	return d.Due(ctx)
}

// Deliver is the channel.Deliver of this desk: it returns when the messages are on disk.
func (d *Desk) Deliver(ctx context.Context, messages ...store.Message) error {
	fresh, err := d.Ledger.Arrive(ctx, d.Clock.Now(), messages...)
	if err != nil {
		return err
	}
	d.Trace("arrived")
	d.take(fresh)
	return nil
}

// page is how many messages one reading of the ledger brings.
const page = 500

// Due takes from the inbox what is due and not in a lane: reminders, what a crash left, what a command of staff put there. On a busy day
// nearly all that is due is in a lane already, so the rows are looked at before what is in them is read.
func (d *Desk) Due(ctx context.Context) error {
	now := d.Clock.Now()
	rows, err := d.Ledger.WaitingRows(ctx, now)
	if err != nil {
		return err
	}
	for rows := range slices.Chunk(d.unknown(rows), page) {
		list, err := d.Ledger.WaitingIn(ctx, now, rows...)
		if err != nil {
			return err
		}
		d.take(list)
	}
	return nil
}

// unknown leaves of rows those that are not in a lane.
func (d *Desk) unknown(rows []int64) []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.DeleteFunc(rows, func(row int64) bool { return d.rows[row] })
}

// Settled waits until no lane is busy.
func (d *Desk) Settled(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.changed.Broadcast()
	})
	defer stop()
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.lanes) > 0 && ctx.Err() == nil {
		d.changed.Wait()
	}
	return ctx.Err()
}

// Stop takes nothing more and finishes the turns in hand. When ctx ends first, what is left stays in the inbox for the next start.
func (d *Desk) Stop(ctx context.Context) error {
	d.mu.Lock()
	d.closing = true
	d.mu.Unlock()
	err := d.Settled(ctx)
	d.cancel()
	if err != nil { // the ledger may be closed once this returns, so those that were cut off get a moment to notice
		moment, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer done()
		_ = d.Settled(moment)
	}
	return err
}
